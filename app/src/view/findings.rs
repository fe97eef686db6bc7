//! The findings panel: severities as toggles, a filter, one line a finding with its fix.

use std::collections::BTreeMap;

use egui::{
    Align, Align2, CursorIcon, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};
use evenkeel_model::check::{Finding, Severity, Status, Verdict};
use evenkeel_model::facts::Explainer;

use super::ViewCx;
use super::inspector::jump;
use crate::command::{Action, Command};
use crate::ui::style;
use crate::ui::widgets::{self, Icon};
use crate::workspace::FindingFilter;

/// Height of the head, points; all that shows when the panel is closed.
pub const HEAD: f32 = 34.0;
const ROW: f32 = 28.0;
/// Width of a letter on average, points.
const LETTER: f32 = 6.7;
/// Said of a fix that is not safe to make unseen.
const WIDER: &str = "Changes more than placement; look at it before you keep it";

/// Whether the filter lets a finding through. `name` gives the name of a subject.
pub fn passes(
    filter: &FindingFilter,
    finding: &Finding,
    mut name: impl FnMut(&Finding) -> String,
) -> bool {
    let kind = match (&finding.status, &finding.waived, finding.severity) {
        (Status::NotAssessed { .. }, _, _) => filter.not_assessed,
        (_, Some(_), _) => filter.waived,
        (_, None, Severity::Error) => filter.errors,
        (_, None, Severity::Warning) => filter.warnings,
        (_, None, Severity::Info) => filter.infos,
    };
    if !kind {
        return false;
    }
    let wanted = filter.text.trim().to_lowercase();
    wanted.is_empty()
        || finding.message.to_lowercase().contains(&wanted)
        || finding.code.to_string().to_lowercase().contains(&wanted)
        || finding.title.to_lowercase().contains(&wanted)
        || name(finding).to_lowercase().contains(&wanted)
}

/// Those that the filter lets through, in the order of the list: what lacks the same input stands together.
pub fn listed<'a>(
    filter: &FindingFilter,
    findings: &'a [Finding],
    mut name: impl FnMut(&Finding) -> String,
) -> Vec<&'a Finding> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown: Vec<(usize, &Finding)> = findings
        .iter()
        .filter(|f| passes(filter, f, &mut name))
        .enumerate()
        .map(|(i, f)| match &f.status {
            Status::NotAssessed { missing } => (*first.entry(missing).or_insert(i), f),
            Status::Found => (i, f),
        })
        .collect();
    shown.sort_by_key(|(at, _)| *at);
    shown.into_iter().map(|(_, f)| f).collect()
}

/// Names of the subjects, for the column "where".
fn place(cx: &ViewCx<'_>, finding: &Finding) -> String {
    let plan = cx.doc.plan();
    let names: Vec<String> = finding
        .subjects
        .iter()
        .take(2)
        .map(|id| plan.label(id))
        .collect();
    let mut text = names.join(" · ");
    if finding.subjects.len() > 2 {
        text = format!("{text} · {} more", finding.subjects.len() - 2);
    }
    text
}

/// Draws head and list.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    head(ui, cx);
    if !cx.ws.findings_open {
        return;
    }
    widgets::rule(ui, cx.theme);
    let findings = std::sync::Arc::clone(cx.doc.findings());
    let shown = listed(&cx.ws.filter, &findings, |f| place(cx, f));
    if shown.is_empty() {
        empty(ui, cx, findings.len());
        return;
    }
    // By letters: rows out of sight count, without setting their text.
    let longest = shown.iter().map(|f| f.message.chars().count()).max();
    let longest = longest.unwrap_or(0) as f32 * LETTER;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, shown.len(), |ui, rows| {
            for i in rows {
                if let Some(finding) = shown.get(i) {
                    row(ui, cx, i, finding, longest);
                }
            }
        });
}

fn empty(ui: &mut Ui, cx: &ViewCx<'_>, all: usize) {
    ui.add_space(16.0);
    ui.horizontal(|ui| {
        ui.add_space(12.0);
        let text = if all == 0 {
            if cx.doc.verdict() == Verdict::NothingToAssess {
                "Nothing to assess yet: the plan has no VM and no workload."
            } else {
                "Nothing found: every check holds."
            }
        } else {
            "Nothing to show with these filters."
        };
        ui.label(egui::RichText::new(text).color(cx.theme.muted));
    });
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let width = ui.available_width();
    ui.allocate_ui_with_layout(
        vec2(width, HEAD),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(12.0);
            ui.label(widgets::strong(cx.theme, "Findings"));
            ui.add_space(2.0);
            let c = cx.doc.counts();
            let theme = cx.theme;
            let filter = &mut cx.ws.filter;
            let mut toggle =
                |on: &mut bool, dot: Option<egui::Color32>, text: String, label: String| {
                    if widgets::toggle_chip(ui, theme, *on, dot, &text, &label)
                        .on_hover_text(&label)
                        .clicked()
                    {
                        *on = !*on;
                    }
                };
            toggle(
                &mut filter.errors,
                Some(theme.error),
                c.errors.to_string(),
                format!("Errors: {}", c.errors),
            );
            toggle(
                &mut filter.warnings,
                Some(theme.warning),
                c.warnings.to_string(),
                format!("Warnings: {}", c.warnings),
            );
            toggle(
                &mut filter.infos,
                Some(theme.info),
                c.infos.to_string(),
                format!("Advice: {}", c.infos),
            );
            toggle(
                &mut filter.not_assessed,
                None,
                format!("not assessed {}", c.not_assessed),
                format!("Not assessed: {}", c.not_assessed),
            );
            toggle(
                &mut filter.waived,
                None,
                format!("accepted {}", c.waived),
                format!("Accepted: {}", c.waived),
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                let open = cx.ws.findings_open;
                let (icon, label) = if open {
                    (Icon::ChevronDown, "Hide findings")
                } else {
                    (Icon::ChevronUp, "Show findings")
                };
                let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
                let ink = if response.hovered() {
                    cx.theme.text
                } else {
                    cx.theme.muted
                };
                icon.paint(
                    ui.painter(),
                    Rect::from_center_size(rect.center(), vec2(14.0, 14.0)),
                    ink,
                );
                if response.on_hover_text(label).clicked() {
                    cx.send.act(Action::ToggleFindings);
                }
                if open {
                    let field = egui::TextEdit::singleline(&mut cx.ws.filter.text)
                        .hint_text("Filter")
                        .desired_width(160.0)
                        .align(Align2::LEFT_CENTER)
                        .min_size(vec2(0.0, 24.0))
                        .margin(egui::Margin::symmetric(8, 2));
                    let response = ui.add(field);
                    response.widget_info(|| {
                        WidgetInfo::labeled(Role::TextInput, true, "Filter findings")
                    });
                }
            });
        },
    );
}

fn row(ui: &mut Ui, cx: &mut ViewCx<'_>, index: usize, finding: &Finding, longest: f32) {
    let theme = cx.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let key = (finding.code, finding.subject().clone());
    let chosen = cx.ws.finding.as_ref() == Some(&key);
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::ListBoxOption,
            true,
            chosen,
            format!("{} {}", finding.code, finding.message),
        )
    });
    if chosen {
        ui.painter().rect_filled(rect, 0.0, theme.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme.card);
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.rule),
    );

    let quiet = finding.waived.is_some() || !finding.is_found();
    let colour = theme.severity(finding.severity);
    let dot = pos2(rect.left() + 16.0, rect.center().y);
    if finding.is_found() && finding.waived.is_none() {
        ui.painter().circle_filled(dot, 4.0, colour);
    } else {
        ui.painter()
            .circle_stroke(dot, 3.5, Stroke::new(1.3, colour));
    }
    let y = rect.center().y;
    ui.painter().text(
        pos2(rect.left() + 30.0, y),
        Align2::LEFT_CENTER,
        finding.code.to_string(),
        style::regular(style::SMALL),
        theme.muted,
    );

    // Columns stand where they are whatever is in them: sentence, what mends it, place.
    let wide = rect.width() > 900.0;
    let fix_room = (rect.width() * 0.24).clamp(150.0, 360.0);
    let place_room = if wide { 190.0 } else { 0.0 };
    let names = place(cx, finding);
    let left = rect.left() + 92.0;
    let ink = if quiet { theme.muted } else { theme.text };
    if wide {
        let most = rect.right() - 12.0 - place_room - 16.0 - fix_room - 16.0 - left;
        let fix_left = left + longest.clamp(most.min(360.0), most);
        let place_left = fix_left + 16.0 + fix_room + 16.0;
        clipped(ui, left, fix_left, y, &finding.message, ink);
        let area =
            Rect::from_x_y_ranges(fix_left + 16.0..=fix_left + 16.0 + fix_room, rect.y_range());
        fix(ui, cx, index, finding, area, Align::Min);
        clipped(ui, place_left, rect.right() - 12.0, y, &names, theme.muted);
    } else {
        let area = Rect::from_x_y_ranges(
            rect.right() - 12.0 - fix_room..=rect.right() - 12.0,
            rect.y_range(),
        );
        let used = fix(ui, cx, index, finding, area, Align::Max);
        clipped(
            ui,
            left,
            area.right() - 16.0 - used,
            y,
            &finding.message,
            ink,
        );
    }
    let whole = if names.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n{names}", finding.message)
    };
    let response = response
        .on_hover_text(whole)
        .on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        cx.ws.finding = Some(key.clone());
        match jump::of(finding) {
            Some(jump) => {
                cx.send.send(Command::JumpTo(jump.subject.clone()));
                cx.ws.right = true;
                cx.ws.field = Some(jump);
            }
            None => cx.send.send(Command::JumpTo(finding.subject().clone())),
        }
    }
    response.context_menu(|ui| menu(ui, cx, finding));
}

fn clipped(ui: &Ui, left: f32, right: f32, y: f32, text: &str, ink: egui::Color32) {
    if right <= left {
        return;
    }
    let mut job =
        egui::text::LayoutJob::simple_singleline(text.to_owned(), style::regular(style::BODY), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(right - left);
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .galley(pos2(left, y - galley.size().y / 2.0), galley, ink);
}

/// The first fix as a link at the right, or what is missing; its width.
fn fix(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    index: usize,
    finding: &Finding,
    area: Rect,
    side: Align,
) -> f32 {
    let theme = cx.theme;
    let room = area.width();
    let (text, tip) = match (&finding.status, &finding.waived, finding.fixes.first()) {
        (Status::NotAssessed { missing }, _, None) => {
            return note(ui, theme.muted, area, side, &format!("needs {missing}"));
        }
        (_, Some(waiver), _) => {
            return note(
                ui,
                theme.muted,
                area,
                side,
                &format!("accepted: {}", waiver.reason),
            );
        }
        (_, None, None) => return 0.0,
        (_, None, Some(fix)) => {
            let tip = if fix.safe {
                fix.edit.label.clone()
            } else {
                format!("{}\n{WIDER}", fix.edit.label)
            };
            (fix.title.clone(), tip)
        }
    };
    let mut job = egui::text::LayoutJob::simple_singleline(
        text.clone(),
        style::regular(style::BODY),
        theme.accent,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let size = galley.size();
    let at = side_of(area, side, size);
    let area = Rect::from_min_size(at, size).expand2(vec2(4.0, 4.0));
    let id = ui.scope_id().with(("fix", index));
    let response = ui
        .interact(area, id, Sense::click())
        .on_hover_text(tip)
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &text));
    if response.hovered() || response.has_focus() {
        ui.painter().hline(
            at.x..=at.x + size.x,
            at.y + size.y,
            Stroke::new(1.0, theme.accent),
        );
    }
    ui.painter().galley(at, galley, theme.accent);
    if response.clicked()
        && let Some(fix) = finding.fixes.first()
    {
        cx.send.edit(fix.edit.clone());
    }
    size.x
}

/// Where something of that size begins at a side of an area, in its middle line.
fn side_of(area: Rect, side: Align, size: egui::Vec2) -> egui::Pos2 {
    let x = if side == Align::Max {
        area.right() - size.x
    } else {
        area.left()
    };
    pos2(x, area.center().y - size.y / 2.0)
}

fn note(ui: &Ui, ink: egui::Color32, area: Rect, side: Align, text: &str) -> f32 {
    let mut job = egui::text::LayoutJob::simple_singleline(
        text.to_owned(),
        style::regular(style::SMALL),
        ink,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(area.width());
    let galley = ui.painter().layout_job(job);
    let size = galley.size();
    ui.painter().galley(side_of(area, side, size), galley, ink);
    size.x
}

/// The figures a finding rests on, each once, by name; with the id of what has it where names are alike.
fn reasons(cx: &ViewCx<'_>, evidence: &[String]) -> Vec<(String, String)> {
    let own = cx.doc.cx();
    let explainer = Explainer::new(&own, cx.doc.facts());
    let mut named: Vec<(String, &String)> = Vec::new();
    for address in evidence {
        if named.iter().all(|(_, a)| *a != address) {
            let label = explainer
                .explain(address)
                .map_or_else(|| address.clone(), |e| e.label);
            named.push((label, address));
        }
    }
    let line = |(label, address): &(String, &String)| {
        let alike = named.iter().filter(|(l, _)| l == label).count() > 1;
        let text = match address.split('/').nth(1) {
            Some(id) if alike => format!("Why: {label}, {id}?"),
            _ => format!("Why: {label}?"),
        };
        (text, (*address).clone())
    };
    named.iter().map(line).collect()
}

fn menu(ui: &mut Ui, cx: &mut ViewCx<'_>, finding: &Finding) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let theme = cx.theme;
    let close = |ui: &mut Ui| ui.close();
    for fix in &finding.fixes {
        let text = if fix.safe {
            fix.title.clone()
        } else {
            format!("{} (check the result)", fix.title)
        };
        let mut item = widgets::menu_item(ui, theme, &text, None, None);
        if !fix.safe {
            item = item.on_hover_text(WIDER);
        }
        if item.clicked() {
            cx.send.edit(fix.edit.clone());
            close(ui);
        }
    }
    if !finding.fixes.is_empty() {
        widgets::menu_separator(ui, theme);
    }
    for subject in &finding.subjects {
        let text = format!("Go to {}", cx.doc.plan().label(subject));
        if widgets::menu_item(ui, theme, &text, None, None).clicked() {
            cx.send.send(Command::JumpTo(subject.clone()));
            close(ui);
        }
    }
    for (text, address) in reasons(cx, &finding.evidence) {
        if widgets::menu_item(ui, theme, &text, None, None).clicked() {
            cx.send.send(Command::Why(address));
            close(ui);
        }
    }
    widgets::menu_separator(ui, theme);
    if widgets::menu_item(ui, theme, "Help on this check", None, None).clicked() {
        cx.send.send(Command::CheckHelp(finding.code));
        close(ui);
    }
    if let Some(waiver) = &finding.waived {
        if widgets::menu_item(ui, theme, "No longer accept", None, None).clicked() {
            cx.send
                .edit(evenkeel_model::edit::unwaive(&waiver.code, &waiver.subject));
            close(ui);
        }
    } else if finding.is_found()
        && widgets::menu_item(ui, theme, "Accept with a reason…", None, None).clicked()
    {
        cx.send.send(Command::Waive {
            code: finding.code,
            subject: finding.subject().clone(),
        });
        close(ui);
    }
    if widgets::menu_item(ui, theme, "Copy text", None, None).clicked() {
        ui.ctx()
            .copy_text(format!("{} {}", finding.code, finding.message));
        close(ui);
    }
}
