//! Questions that need an answer before going on: unsaved work, faults, paths, names, acceptance, help.

use std::path::PathBuf;

use egui::{Align, Color32, Key, Layout, Modal, ScrollArea, Ui, WidgetInfo, accesskit::Role, vec2};
use evenkeel_model::check::{self, Code};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Waiver;

use super::{ViewCx, help};
use crate::command::{Action, Answer, Command};
use crate::disk::DiskError;
use crate::picker::{Ask, Purpose};
use crate::recovery::Left;
use crate::templates::{self, Kind};
use crate::ui::style;
use crate::ui::widgets::{self, Icon};

/// What is asked or told.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Work would be lost by going on.
    Unsaved,
    /// Something went wrong with a file. `save_elsewhere` offers another name.
    Fault {
        title: String,
        error: DiskError,
        save_elsewhere: bool,
    },
    /// The save would lose the comments of a hand-written file.
    CommentsGo(PathBuf),
    /// The file changed on disk since it was read.
    ChangedOnDisk(PathBuf),
    /// A typed path names a file that exists.
    Overwrite(Ask, PathBuf),
    /// The system's file dialog is open or does not answer.
    Waiting(Ask),
    /// No file dialog: the path is typed here.
    TypePath {
        ask: Ask,
        text: String,
    },
    Rename {
        id: EntityId,
        text: String,
    },
    Waive {
        code: Code,
        subject: EntityId,
        reason: String,
        by: String,
        date: String,
    },
    CheckHelp(Code),
    /// Work that an earlier window left behind.
    Recover(Vec<Left>),
    New,
    Exporting(PathBuf),
    Guide,
    Shortcuts,
    About,
}

fn modal(
    ctx: &egui::Context,
    id: egui::Id,
    cx: &mut ViewCx<'_>,
    width: f32,
    closable: bool,
    body: impl FnOnce(&mut Ui, &mut ViewCx<'_>),
) {
    let width = width.min(ctx.content_rect().width() - 48.0);
    let shown = Modal::new(id)
        .backdrop_color(Color32::from_black_alpha(if cx.theme.dark {
            120
        } else {
            70
        }))
        .frame(
            egui::Frame::new()
                .fill(cx.theme.panel)
                .stroke(egui::Stroke::new(1.0, cx.theme.rule))
                .corner_radius(12)
                .inner_margin(20),
        )
        .show(ctx, |ui| {
            ui.set_width(width - 40.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            body(ui, cx);
        });
    if closable && shown.should_close() {
        cx.send.send(Command::Answer(Answer::Close));
    }
}

fn heading(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) {
    ui.label(widgets::title(cx.theme, text));
}

fn text(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) {
    ui.add(egui::Label::new(egui::RichText::new(text).color(cx.theme.text)).wrap());
}

fn quiet(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) {
    ui.add(egui::Label::new(egui::RichText::new(text).color(cx.theme.muted)).wrap());
}

/// Buttons at the right, the first one being the chief; Enter presses it if `enter`.
fn buttons(ui: &mut Ui, cx: &mut ViewCx<'_>, enabled: bool, enter: bool, all: &[(&str, Answer)]) {
    ui.add_space(8.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        for (i, (text, answer)) in all.iter().enumerate() {
            let response = if i == 0 {
                ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, cx.theme, text))
                    .inner
            } else {
                widgets::quiet_button(ui, *text)
            };
            let pressed = i == 0
                && enabled
                && enter
                && ui.input(|i| i.key_pressed(Key::Enter) && i.modifiers.is_none());
            if response.clicked() || pressed {
                cx.send.send(Command::Answer(answer.clone()));
            }
        }
    });
}

fn field(ui: &mut Ui, label: &str, hint: &str, value: &mut String, fresh: bool) {
    let response = ui.add(
        egui::TextEdit::singleline(value)
            .hint_text(hint.to_owned())
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6)),
    );
    let current = value.clone();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::TextInput, true, label);
        info.current_text_value = Some(current.clone());
        info
    });
    // Takes the focus when the dialog opens: when it was not there in the frame before.
    let id = response.id.with("asked before");
    let frame = ui.ctx().cumulative_frame_nr();
    let seen = ui.data_mut(|d| d.get_temp_mut_or_default::<Option<u64>>(id).replace(frame));
    let first = fresh && seen.is_none_or(|last| last + 1 < frame);
    if first {
        response.request_focus();
    }
}

/// A dialog of its own for each kind and content that fixes its size: a box is as large as it was before.
fn identity(dialog: &Dialog) -> egui::Id {
    let detail = match dialog {
        Dialog::Fault { title, error, .. } => format!("{title} {error}"),
        Dialog::CheckHelp(code) => code.to_string(),
        Dialog::Recover(left) => left.len().to_string(),
        Dialog::CommentsGo(path)
        | Dialog::ChangedOnDisk(path)
        | Dialog::Overwrite(_, path)
        | Dialog::Exporting(path) => path.display().to_string(),
        Dialog::Rename { id, .. } => id.to_string(),
        Dialog::Waive { code, subject, .. } => format!("{code} {subject}"),
        _ => String::new(),
    };
    egui::Id::unique("dialog").with((std::mem::discriminant(dialog), detail))
}

/// Draws the open dialog.
pub fn show(ctx: &egui::Context, dialog: &mut Dialog, cx: &mut ViewCx<'_>, progress: Option<f32>) {
    let own = identity(dialog);
    match dialog {
        Dialog::Unsaved => modal(ctx, own, cx, 440.0, true, |ui, cx| {
            let name = cx.doc.plan().label(&EntityId::Plan);
            heading(ui, cx, &format!("Save the changes to “{name}”?"));
            let file = cx.doc.path.as_ref().and_then(|p| p.file_name());
            let file = file.map_or_else(
                || "The plan is in no file yet.".to_owned(),
                |f| format!("The file is {}.", f.to_string_lossy()),
            );
            quiet(ui, cx, &file);
            quiet(ui, cx, "Changes that are not saved are lost.");
            buttons(
                ui,
                cx,
                true,
                true,
                &[
                    ("Save", Answer::SaveFirst),
                    ("Cancel", Answer::Close),
                    ("Do not save", Answer::Discard),
                ],
            );
        }),
        Dialog::Fault {
            title,
            error,
            save_elsewhere,
        } => modal(ctx, own, cx, 520.0, true, |ui, cx| {
            fault(ui, cx, title, error, *save_elsewhere)
        }),
        Dialog::CommentsGo(path) => modal(ctx, own, cx, 480.0, true, |ui, cx| {
            heading(ui, cx, "The comments in this file will go");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            text(
                ui,
                cx,
                &format!(
                    "{name} was written by hand and holds comments. Evenkeel writes the plan in its own order and keeps no comments; every thing has a note for what should stay."
                ),
            );
            quiet(
                ui,
                cx,
                "The file as it is now stays beside it with .bak at its end.",
            );
            buttons(
                ui,
                cx,
                true,
                true,
                &[
                    ("Save without comments", Answer::SaveAnyway),
                    ("Save as…", Answer::SaveElsewhere),
                    ("Cancel", Answer::Close),
                ],
            );
        }),
        Dialog::ChangedOnDisk(path) => modal(ctx, own, cx, 480.0, true, |ui, cx| {
            heading(ui, cx, "The file was changed by somebody else");
            let path = path.display().to_string();
            text(
                ui,
                cx,
                &format!("{path} is not as it was when you opened or saved it last."),
            );
            quiet(
                ui,
                cx,
                "Saving here puts your plan in its place; theirs stays beside it with .bak at its end.",
            );
            buttons(
                ui,
                cx,
                true,
                false,
                &[
                    ("Save as…", Answer::SaveElsewhere),
                    ("Replace theirs", Answer::SaveAnyway),
                    ("Cancel", Answer::Close),
                ],
            );
        }),
        Dialog::Overwrite(ask, path) => modal(ctx, own, cx, 480.0, true, |ui, cx| {
            heading(ui, cx, "Replace the file?");
            text(ui, cx, &format!("{} exists already.", path.display()));
            buttons(
                ui,
                cx,
                true,
                false,
                &[
                    ("Replace", Answer::Replace(ask.clone(), path.clone())),
                    ("Cancel", Answer::Close),
                ],
            );
        }),
        Dialog::Waiting(ask) => modal(ctx, own, cx, 420.0, false, |ui, cx| {
            heading(ui, cx, ask.title());
            quiet(
                ui,
                cx,
                "Waiting for the file dialog of your system. If none appears, type the path here instead.",
            );
            buttons(
                ui,
                cx,
                true,
                false,
                &[
                    ("Type the path", Answer::TypeInstead(ask.clone())),
                    ("Cancel", Answer::StopWaiting),
                ],
            );
        }),
        Dialog::TypePath { ask, text } => modal(ctx, own, cx, 560.0, true, |ui, cx| {
            heading(ui, cx, ask.title());
            quiet(
                ui,
                cx,
                "No file dialog is available here. Type the path of the file.",
            );
            field(ui, "Path of the file", "/home/…/plan.ron", text, true);
            let verb = match ask.purpose {
                Purpose::Open => "Open",
                Purpose::SaveAs => "Save",
                Purpose::ExportPdf => "Export",
                Purpose::Measured(_) => "Import",
            };
            let path = PathBuf::from(text.trim());
            buttons(
                ui,
                cx,
                !text.trim().is_empty(),
                true,
                &[
                    (verb, Answer::Path(ask.clone(), path)),
                    ("Cancel", Answer::Close),
                ],
            );
        }),
        Dialog::Rename { id, text } => modal(ctx, own, cx, 420.0, true, |ui, cx| {
            heading(ui, cx, &format!("Rename {}", cx.doc.plan().label(id)));
            field(ui, "Name", "Name", text, true);
            if *id != EntityId::Plan {
                quiet(
                    ui,
                    cx,
                    &format!("The id {id} stays as it is; empty shows the id."),
                );
            }
            let answer = Answer::Renamed(id.clone(), text.trim().to_owned());
            buttons(
                ui,
                cx,
                true,
                true,
                &[("Rename", answer), ("Cancel", Answer::Close)],
            );
        }),
        Dialog::Waive {
            code,
            subject,
            reason,
            by,
            date,
        } => modal(ctx, own, cx, 520.0, true, |ui, cx| {
            waive(ui, cx, *code, subject, reason, by, date);
        }),
        Dialog::CheckHelp(code) => modal(ctx, own, cx, 620.0, true, |ui, cx| {
            check_help(ui, cx, *code)
        }),
        Dialog::Recover(left) => {
            modal(ctx, own, cx, 560.0, false, |ui, cx| recover(ui, cx, left));
        }
        Dialog::New => modal(ctx, own, cx, 720.0, true, new),
        Dialog::Exporting(path) => modal(ctx, own, cx, 420.0, false, |ui, cx| {
            heading(ui, cx, "Exporting the deployment plan");
            quiet(ui, cx, &path.display().to_string());
            let share = progress.unwrap_or(0.0);
            let bar = egui::ProgressBar::new(share)
                .desired_height(6.0)
                .fill(cx.theme.accent);
            ui.add(bar).widget_info(|| {
                WidgetInfo::labeled(Role::ProgressIndicator, true, "Export progress")
            });
            ui.add_space(8.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::quiet_button(ui, "Cancel").clicked() {
                    cx.send.send(Command::Answer(Answer::CancelExport));
                }
            });
        }),
        Dialog::Guide => modal(ctx, own, cx, 640.0, true, guide),
        Dialog::Shortcuts => modal(ctx, own, cx, 560.0, true, shortcuts),
        Dialog::About => modal(ctx, own, cx, 460.0, true, about),
    }
}

fn fault(ui: &mut Ui, cx: &mut ViewCx<'_>, title: &str, error: &DiskError, elsewhere: bool) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), egui::Sense::hover());
        Icon::Warning.paint(ui.painter(), rect, cx.theme.error);
        heading(ui, cx, title);
    });
    text(ui, cx, &format!("{}.", error.what));
    egui::Frame::new()
        .fill(cx.theme.field)
        .corner_radius(6)
        .inner_margin(10)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let path = error.path.display().to_string();
            ui.add(egui::Label::new(widgets::strong(cx.theme, path)).wrap());
            ui.add(
                egui::Label::new(widgets::small(cx.theme, &error.why))
                    .wrap()
                    .selectable(true),
            );
        });
    quiet(ui, cx, &format!("{}.", error.todo));
    if elsewhere {
        buttons(
            ui,
            cx,
            true,
            true,
            &[
                ("Save as…", Answer::SaveElsewhere),
                ("Close", Answer::Close),
            ],
        );
    } else {
        buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
    }
}

fn waive(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    code: Code,
    subject: &EntityId,
    reason: &mut String,
    by: &mut String,
    date: &mut String,
) {
    heading(ui, cx, "Accept this finding");
    let found = cx
        .doc
        .findings()
        .iter()
        .find(|f| f.code == code && f.subject() == subject)
        .map(|f| f.message.clone());
    text(ui, cx, &found.unwrap_or_else(|| code.to_string()));
    quiet(
        ui,
        cx,
        "It stays in the plan and in the PDF as an accepted risk, with the reason and who accepted it.",
    );
    widgets::section(ui, cx.theme, "Reason");
    field(ui, "Reason", "Why the risk is acceptable", reason, true);
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            widgets::section(left, cx.theme, "Accepted by");
            field(left, "Accepted by", "Name", by, false);
            widgets::section(right, cx.theme, "Date");
            field(right, "Date", "2026-11-22", date, false);
        }
    });
    let day = date.trim();
    let good_date = day.is_empty() || evenkeel_model::report::Date::parse(day).is_some();
    if !good_date {
        ui.label(
            widgets::small(cx.theme, "The date is written as 2026-11-22").color(cx.theme.error),
        );
    }
    let waiver = Waiver {
        code: code.to_string(),
        subject: subject.clone(),
        reason: reason.trim().to_owned(),
        by: by.trim().to_owned(),
        date: day.to_owned(),
    };
    buttons(
        ui,
        cx,
        good_date && !reason.trim().is_empty(),
        true,
        &[
            ("Accept", Answer::Waived(waiver)),
            ("Cancel", Answer::Close),
        ],
    );
}

fn check_help(ui: &mut Ui, cx: &mut ViewCx<'_>, code: Code) {
    let Some(check) = check::find(&code.to_string()) else {
        heading(ui, cx, &code.to_string());
        buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
        return;
    };
    let meta = check.meta();
    ui.label(widgets::small(cx.theme, meta.code.to_string()));
    let mut title = meta.title.to_owned();
    if let Some(first) = title.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    heading(ui, cx, &title);
    let most = ui.ctx().content_rect().height() - 260.0;
    ScrollArea::vertical()
        .max_height(most.max(160.0))
        .auto_shrink([false, true])
        .show(ui, |ui| help::markdown(ui, cx.theme, meta.help));
    if !meta.aliases.is_empty() {
        ui.label(widgets::small(
            cx.theme,
            format!("Also known as {}", meta.aliases.join(", ")),
        ));
    }
    buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
}

fn recover(ui: &mut Ui, cx: &mut ViewCx<'_>, left: &[Left]) {
    heading(ui, cx, "Unsaved work was found");
    quiet(
        ui,
        cx,
        "Evenkeel ended without saving. This is what it kept; the files themselves are as they were saved last.",
    );
    ui.add_space(4.0);
    for copy in left {
        egui::Frame::new()
            .fill(cx.theme.card)
            .stroke(egui::Stroke::new(1.0, cx.theme.rule))
            .corner_radius(8)
            .inner_margin(12)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        let name = if copy.name.is_empty() {
                            "Untitled plan"
                        } else {
                            &copy.name
                        };
                        ui.label(widgets::strong(cx.theme, name));
                        let place = copy
                            .path
                            .as_ref()
                            .map_or_else(|| "never saved".to_owned(), |p| p.display().to_string());
                        ui.label(widgets::small(cx.theme, place));
                        let date = crate::clock::iso(crate::clock::date(copy.written));
                        let (h, m) = (copy.written / 3600 % 24, copy.written / 60 % 60);
                        ui.label(widgets::small(
                            cx.theme,
                            format!("kept on {date} at {h:02}:{m:02} UTC"),
                        ));
                    });
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if widgets::primary_button(ui, cx.theme, "Recover").clicked() {
                            cx.send.send(Command::Answer(Answer::Recover(copy.clone())));
                        }
                        if widgets::quiet_button(ui, "Throw away").clicked() {
                            cx.send
                                .send(Command::Answer(Answer::ForgetCopy(copy.clone())));
                        }
                    });
                });
            });
    }
    ui.add_space(4.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Decide later").clicked() {
            cx.send.send(Command::Answer(Answer::Close));
        }
    });
}

fn new(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    heading(ui, cx, "New plan");
    scrolled(ui, |ui| {
        for (kind, words) in [(Kind::Template, "Templates"), (Kind::Example, "Examples")] {
            widgets::section(ui, cx.theme, words);
            for template in templates::ALL.iter().filter(|t| t.kind == kind) {
                if template_row(ui, cx, template).clicked() {
                    cx.send.send(Command::NewFrom(template.key));
                }
            }
        }
    });
    ui.add_space(4.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Cancel").clicked() {
            cx.send.send(Command::Answer(Answer::Close));
        }
    });
}

fn template_row(ui: &mut Ui, cx: &ViewCx<'_>, template: &templates::Template) -> egui::Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 48.0), egui::Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, template.title));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, cx.theme.selection);
    }
    let painter = ui.painter().with_clip_rect(rect);
    let icon = match template.kind {
        Kind::Template => Icon::Template,
        Kind::Example => Icon::File,
    };
    icon.paint(
        &painter,
        egui::Rect::from_center_size(
            egui::pos2(rect.left() + 20.0, rect.center().y),
            vec2(18.0, 18.0),
        ),
        cx.theme.accent,
    );
    painter.text(
        egui::pos2(rect.left() + 44.0, rect.top() + 9.0),
        egui::Align2::LEFT_TOP,
        template.title,
        style::bold(style::BODY),
        cx.theme.text,
    );
    painter.text(
        egui::pos2(rect.left() + 44.0, rect.top() + 27.0),
        egui::Align2::LEFT_TOP,
        template.summary,
        style::regular(style::SMALL),
        cx.theme.muted,
    );
    response
}

fn guide(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    heading(ui, cx, "Guide");
    scrolled(ui, |ui| {
        let lines: Vec<&str> = help::GUIDE.lines().collect();
        help::markdown(ui, cx.theme, &lines);
        widgets::section(ui, cx.theme, "Keyboard shortcuts");
        key_list(ui, cx);
    });
    buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
}

fn scrolled(ui: &mut Ui, body: impl FnOnce(&mut Ui)) {
    let most = ui.ctx().content_rect().height() - 200.0;
    ScrollArea::vertical()
        .max_height(most.max(160.0))
        .auto_shrink([false, true])
        .show(ui, body);
}

fn key_list(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    for action in Action::ALL {
        let spec = action.spec(cx.doc, cx.ws);
        let Some(keys) = spec.shortcut else { continue };
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new(&spec.text).color(cx.theme.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                // Clear of the scroll bar.
                ui.add_space(10.0);
                let keys = super::command_palette::shortcut_text(&keys);
                widgets::kbd(ui, cx.theme, &keys);
            });
        });
    }
}

fn shortcuts(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    heading(ui, cx, "Keyboard shortcuts");
    scrolled(ui, |ui| key_list(ui, cx));
    buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
}

fn about(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(36.0, 36.0), egui::Sense::hover());
        widgets::mark(ui.painter(), rect, cx.theme);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            heading(ui, cx, "Evenkeel");
            ui.label(widgets::small(
                cx.theme,
                format!("Version {}", env!("CARGO_PKG_VERSION")),
            ));
        });
    });
    text(
        ui,
        cx,
        "A planner for fault-tolerant virtual deployments: lay out, size, check, and hand over a plan that can be signed.",
    );
    quiet(
        ui,
        cx,
        "Offline: no account, no telemetry, one readable file a plan. Licensed under MIT or Apache-2.0. Inter and JetBrains Mono under the SIL Open Font License; DejaVu symbols under the Bitstream Vera licence.",
    );
    buttons(ui, cx, true, true, &[("Close", Answer::Close)]);
}
