//! Growth by year: a small chart a kind of resource, and what no longer holds first.

use std::sync::Arc;

use egui::{Label, RichText, Ui};
use evenkeel_model::drawing::Pt;
use evenkeel_model::outlook::{Outgrowing, grows};
use evenkeel_model::plan::Plan;
use evenkeel_model::report::growth::growth_chart;

use crate::command::Command;
use crate::ui::fields;
use crate::ui::style::BODY;
use crate::ui::widgets;
use crate::view::{ViewCx, paint};

/// Screen points per point of a chart.
const ZOOM: f32 = 1.3;

pub(super) fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Arc<Plan>) {
    let theme = cx.theme;
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.label(widgets::title(theme, "Growth"));
        ui.add_space(4.0);
        if fields::link_named(ui, theme, "set rates", "Set the growth of the plan").clicked() {
            cx.send.send(Command::Select(Vec::new()));
        }
    });
    if !grows(plan) {
        fields::note(
            ui,
            theme,
            "Nothing grows yet. Give the plan rates of growth, or one workload its own, and this shows in which year what runs out first.",
        );
        return;
    }
    let Some((of, out)) = cx.ws.growth.clone() else {
        fields::note(ui, theme, "Working it out…");
        return;
    };
    ui.add(
        Label::new(
            RichText::new(words(plan, &out))
                .size(BODY)
                .color(theme.text),
        )
        .wrap(),
    );
    ui.add_space(6.0);
    let width = ui.available_width().min(1000.0);
    let height = if width > 620.0 { 320.0 } else { 460.0 };
    if let Some(drawing) = growth_chart(plan, &out, Pt::new(width / ZOOM, height / ZOOM)) {
        paint::drawing(ui, theme, &drawing, ZOOM, &words(plan, &out));
    }
    if !Arc::ptr_eq(&of, plan) {
        fields::note(ui, theme, "Being worked out again");
    }
    ui.add_space(12.0);
}

fn words(plan: &Plan, out: &Outgrowing) -> String {
    let years = plan.settings.years;
    match out.runs_out() {
        Some((year, found)) => {
            let first = found
                .first()
                .map_or_else(String::new, |f| format!("{} {}", f.code, f.message));
            format!("Year {year} of {years}: {first}")
        }
        None => format!("No check fails within {years} years that does not fail today."),
    }
}
