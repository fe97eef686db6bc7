//! The right panel in a drill: the failure in words, what is overloaded, every VM with what happens to it.

use std::sync::Arc;

use egui::{Align, Galley, Label, Layout, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2};
use evenkeel_model::facts::failures::RowTold;
use evenkeel_model::failure::Part;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use super::mark::Mark;
use super::{Shown, Step, words};
use crate::command::{Action, Command};
use crate::ui::fields;
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::view::ViewCx;
use crate::workspace::Page;

const ROW: f32 = 52.0;
/// Rows whose words are measured for the height of all.
const MEASURED: usize = 200;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let plan = Arc::clone(cx.doc.plan());
    let theme = cx.theme;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal(|ui| ui.label(widgets::title(theme, "What happens")));
    if cx.ws.drill.failed.is_empty() {
        nothing(ui, cx);
        return;
    }
    failed(ui, cx, &plan);
    let Some(shown) = cx.ws.drill.dress(&plan) else {
        ui.label(fields::muted(theme, "Working it out …"));
        return;
    };
    ui.add_space(4.0);
    let text = words::summary(&shown.rows, &shown.failure);
    let label = Label::new(
        RichText::new(&text)
            .font(style::bold(BODY))
            .color(theme.text)
            .line_height(Some(19.0)),
    );
    ui.add(label.wrap());
    if !shown.failure.overloads.is_empty() {
        fields::heading(ui, theme, "Overloaded");
        for o in shown.failure.overloads.iter().take(6) {
            let ink = if o.share > 1.0 {
                theme.error
            } else {
                theme.warning
            };
            let text = words::overload(&plan, o);
            let response = ui.add(
                Label::new(RichText::new(format!("▲ {text}")).size(BODY).color(ink))
                    .truncate()
                    .selectable(false)
                    .sense(Sense::click()),
            );
            if response.clicked() {
                cx.send.send(Command::JumpTo(o.thing.clone()));
            }
        }
        let left = shown.failure.overloads.len().saturating_sub(6);
        if left > 0 {
            ui.label(widgets::small(theme, format!("and {left} more")));
        }
    }
    vms(ui, cx, &plan, &shown);
}

fn nothing(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    let text = "Nothing has failed yet. Click a host, link, switch, feed, array or site on the canvas, or tick a disk, \
                adapter, supply, fan or controller at the left. Several may fail together; click again to restore.";
    ui.add(Label::new(fields::muted(theme, text).line_height(Some(19.0))).wrap());
    ui.add_space(6.0);
    if fields::link_named(
        ui,
        theme,
        "Every single failure and every pair, by harm",
        "Go to the studies of failures",
    )
    .clicked()
    {
        cx.send.act(Action::Page(Page::Failures));
    }
}

fn failed(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let theme = cx.theme;
    let failed: Vec<Part> = cx.ws.drill.failed.iter().cloned().collect();
    for part in failed.iter().take(5) {
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            let name = part.label(plan);
            let text = RichText::new(&name)
                .size(BODY)
                .strikethrough()
                .color(theme.error);
            ui.set_max_width(ui.available_width());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if fields::remove_button(ui, theme, &format!("Restore {name}")).clicked() {
                    cx.send.send(Command::Drill(Step::Turn(part.clone())));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(text).truncate().selectable(false));
                });
            });
        });
    }
    if failed.len() > 5 {
        ui.label(widgets::small(
            theme,
            format!("and {} more failed", failed.len() - 5),
        ));
    }
}

fn vms(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, shown: &Shown) {
    let theme = cx.theme;
    let mut rows: Vec<&RowTold> = shown
        .rows
        .iter()
        .filter(|r| cx.ws.drill.everyone || Mark::of(&r.outcome) != Mark::CarriesOn)
        .collect();
    rows.sort_by_key(|r| std::cmp::Reverse(Mark::of(&r.outcome)));
    let untouched = words::counts(&shown.rows)
        .iter()
        .find(|(m, _)| *m == Mark::CarriesOn)
        .map_or(0, |(_, n)| *n);
    fields::heading_with(ui, theme, "VMs", |ui| {
        if untouched > 0 {
            let text = if cx.ws.drill.everyone {
                "Hide untouched"
            } else {
                "Show untouched"
            };
            if fields::link_named(ui, theme, text, text).clicked() {
                cx.ws.drill.everyone ^= true;
            }
        }
    });
    if rows.is_empty() {
        ui.label(fields::muted(theme, "Every VM carries on untouched."));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    // All rows are as tall as the tallest, so that those out of sight cost nothing.
    let width = ui.available_width();
    let height = rows
        .iter()
        .take(MEASURED)
        .map(|told| Lines::of(ui, theme, plan, told, width).height())
        .fold(ROW, f32::max);
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, height, rows.len(), |ui, range| {
            for i in range {
                if let Some(told) = rows.get(i) {
                    row(ui, cx, plan, told, height);
                }
            }
        });
}

/// Where the words of a row begin, after its mark.
const INDENT: f32 = 22.0;

/// The words of a row: name, where and why, and what is lost.
struct Lines {
    name: String,
    word: Arc<Galley>,
    all: [Arc<Galley>; 3],
}

impl Lines {
    fn of(ui: &Ui, theme: &Theme, plan: &Plan, told: &RowTold, width: f32) -> Self {
        let mut name = plan.label(&EntityId::from(&told.vm));
        if told.count > 1 {
            name = format!("{name} ×{}", told.count);
        }
        let mark = Mark::of(&told.outcome);
        let word = mark.word().to_owned();
        let word = ui
            .painter()
            .layout_no_wrap(word, style::bold(SMALL), mark.colour(theme));
        let lay = |text: &str, font, ink, room: f32, rows| {
            let format = egui::TextFormat::simple(font, ink);
            let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
            job.wrap = egui::text::TextWrapping::truncate_at_width(room);
            job.wrap.max_rows = rows;
            job.wrap.break_anywhere = rows == 1;
            ui.fonts_mut(|f| f.layout_job(job))
        };
        let room = width - INDENT - 2.0;
        let left = room - word.size().x - 12.0;
        let (detail, losses) = (words::detail(plan, told), words::losses(told));
        let all = [
            lay(&name, style::bold(BODY), theme.text, left, 1),
            lay(&detail, style::regular(BODY - 1.0), theme.text, room, 3),
            lay(&losses, style::regular(SMALL), theme.muted, room, 2),
        ];
        Self { name, word, all }
    }

    fn height(&self) -> f32 {
        self.all.iter().map(|g| g.size().y).sum::<f32>() + 10.0
    }
}

fn row(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, told: &RowTold, height: f32) {
    let theme = cx.theme;
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::click());
    let lines = Lines::of(ui, theme, plan, told, rect.width());
    let id = EntityId::from(&told.vm);
    let outcome = words::outcome(plan, told);
    let losses = words::losses(told);
    let label = format!("{}: {outcome}; {losses}", lines.name);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
    if cx.ws.is_selected(&id) {
        ui.painter()
            .rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 4.0, theme.selection);
    } else if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 4.0, theme.field);
    }
    let mark = Mark::of(&told.outcome);
    mark.paint(
        ui.painter(),
        pos2(rect.left() + 8.0, rect.top() + 12.0),
        12.0,
        theme,
    );
    let at = pos2(
        rect.right() - lines.word.size().x - 4.0,
        rect.top() + 12.0 - lines.word.size().y / 2.0,
    );
    ui.painter().galley(at, lines.word, theme.text);
    let mut y = rect.top() + 4.0;
    for galley in lines.all {
        let tall = galley.size().y;
        ui.painter()
            .galley(pos2(rect.left() + INDENT, y), galley, theme.text);
        y += tall;
    }
    if response.on_hover_text(&label).clicked() {
        cx.send.send(Command::JumpTo(id));
    }
}
