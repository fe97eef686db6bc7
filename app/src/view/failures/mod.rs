//! Studies of failures: every single part and every two by the harm they do, single points of failure by name, and how
//! many hosts each pool may lose. A row starts the drill on it.

mod points;
mod pools;
mod study;
mod table;

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};

use super::ViewCx;
use crate::command::{Action, Command};
use crate::ui::fields;
use crate::ui::widgets;
pub use study::{Pairs, Singles, all_pairs};
pub use table::Order;

/// Which list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    Singles,
    Pairs,
    Points,
    Pools,
}

impl Tab {
    pub const ALL: [Tab; 4] = [Tab::Singles, Tab::Pairs, Tab::Points, Tab::Pools];
    pub const fn title(self) -> &'static str {
        match self {
            Tab::Singles => "Single failures",
            Tab::Pairs => "Pairs of failures",
            Tab::Points => "Single points of failure",
            Tab::Pools => "Pools",
        }
    }
}

/// What the page remembers while the program runs.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub tab: Tab,
    pub filter: String,
    pub order: Order,
    /// Only pairs that do what neither part does alone.
    pub together: bool,
    pub singles: Option<Arc<Singles>>,
    pub pairs: Option<Arc<Pairs>>,
    lines: Option<table::Lines>,
}

/// Draws it. `pairs` is the share done of the study of pairs while it runs.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, pairs: Option<f32>) {
    let plan = Arc::clone(cx.doc.plan());
    ui.spacing_mut().item_spacing.y = 6.0;
    head(ui, cx);
    let singles = cx
        .ws
        .failures
        .singles
        .clone()
        .filter(|s| Arc::ptr_eq(&s.plan, &plan));
    let Some(singles) = singles else {
        waiting(ui, cx, "Examining every single failure …", None);
        return;
    };
    match cx.ws.failures.tab {
        Tab::Singles => {
            let text = table::summary(&singles.found, "single failure", "single failures");
            note(ui, cx, &text);
            table::show(ui, cx, &singles.found);
        }
        Tab::Pairs => {
            let known = cx
                .ws
                .failures
                .pairs
                .clone()
                .filter(|p| Arc::ptr_eq(&p.plan, &plan));
            match known {
                Some(found) => {
                    if found.found.examined < found.all {
                        stopped(ui, cx, &found);
                    }
                    let text =
                        table::summary(&found.found, "pair of failures", "pairs of failures");
                    note(ui, cx, &text);
                    let mut only = cx.ws.failures.together;
                    let text = "Only those that stop a VM which neither stops alone";
                    ui.checkbox(&mut only, text)
                        .on_hover_text("Minimal cut sets of two parts");
                    cx.ws.failures.together = only;
                    let list = if only { &found.together } else { &found.found };
                    table::show(ui, cx, list);
                }
                None => waiting(
                    ui,
                    cx,
                    "Examining every pair of failures …",
                    pairs.or(Some(0.0)),
                ),
            }
        }
        Tab::Points => points::show(ui, cx, &singles),
        Tab::Pools => pools::show(ui, cx),
    }
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 32.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(widgets::title(theme, "Failures"));
            ui.add_space(8.0);
            for tab in Tab::ALL {
                let on = cx.ws.failures.tab == tab;
                let chip = widgets::toggle_chip(ui, theme, on, None, tab.title(), tab.title());
                if chip.clicked() {
                    cx.ws.failures.tab = tab;
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let drill = Action::Drill.spec(cx.doc, cx.ws);
                let button = egui::Button::new("Failure drill").min_size(vec2(0.0, 28.0));
                if ui
                    .add_enabled(drill.refused.is_none(), button)
                    .on_hover_text(drill.tip)
                    .clicked()
                {
                    cx.send
                        .send(Command::Drill(super::drill::Step::Only(Vec::new())));
                }
                if cx.ws.failures.tab == Tab::Pools {
                    return;
                }
                let width = (ui.available_width() - 30.0).clamp(80.0, 200.0);
                let edit = egui::TextEdit::singleline(&mut cx.ws.failures.filter)
                    .hint_text("Filter by part or VM")
                    .desired_width(width)
                    .align(egui::Align2::LEFT_CENTER)
                    .show(ui);
                edit.response.response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Filter failures")
                });
                if !cx.ws.failures.filter.is_empty()
                    && fields::remove_button(ui, theme, "Clear the filter").clicked()
                {
                    cx.ws.failures.filter.clear();
                }
            });
        },
    );
}

fn note(ui: &mut Ui, cx: &ViewCx<'_>, text: &str) {
    ui.add(egui::Label::new(fields::muted(cx.theme, text)).wrap());
}

fn waiting(ui: &mut Ui, cx: &mut ViewCx<'_>, text: &str, share: Option<f32>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(360.0);
        ui.label(widgets::strong(cx.theme, text));
        ui.add_space(8.0);
        match share {
            Some(share) => {
                let bar = egui::ProgressBar::new(share)
                    .desired_width(320.0)
                    .text(format!("{:.0} %", share * 100.0));
                ui.add(bar);
                ui.add_space(8.0);
                if widgets::quiet_button(ui, "Stop")
                    .on_hover_text("Keeps what was found so far")
                    .clicked()
                {
                    cx.send.send(Command::StopPairs);
                }
            }
            None => {
                ui.spinner();
            }
        }
    });
}

fn stopped(ui: &mut Ui, cx: &mut ViewCx<'_>, pairs: &Pairs) {
    ui.horizontal(|ui| {
        ui.label(
            egui::RichText::new(format!(
                "Stopped after {} of {} pairs.",
                pairs.found.examined, pairs.all
            ))
            .color(cx.theme.warning),
        );
        if widgets::link(ui, cx.theme, "Examine all pairs").clicked() {
            cx.ws.failures.pairs = None;
        }
    });
}
