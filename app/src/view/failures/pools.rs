//! How many hosts each pool may lose: what was examined, and after which failure some VM finds no host.

use std::sync::Arc;

use egui::{CornerRadius, Frame, Label, Margin, RichText, ScrollArea, Stroke, Ui};
use evenkeel_model::facts::PoolFacts;
use evenkeel_model::failure::Part;
use evenkeel_model::ids::PoolId;
use evenkeel_model::plan::Plan;

use crate::command::Command;
use crate::ui::fields;
use crate::ui::style;
use crate::ui::widgets;
use crate::view::ViewCx;
use crate::view::drill::Step;

/// Draws them.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let plan = Arc::clone(cx.doc.plan());
    let facts = Arc::clone(cx.doc.facts());
    fields::note(
        ui,
        cx.theme,
        "Every level-1 VM of the failed hosts is placed again on a host of its pool that has room and reaches its disks; free \
         memory is never added up.",
    );
    if facts.pools.is_empty() {
        ui.add_space(24.0);
        ui.label(widgets::strong(cx.theme, "The plan has no pools."));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (id, pool) in &facts.pools {
            card(ui, cx, &plan, id, pool);
            ui.add_space(4.0);
        }
    });
}

fn card(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, id: &PoolId, pool: &PoolFacts) {
    let theme = cx.theme;
    let width = ui.available_width();
    Frame::new()
        .fill(theme.card)
        .stroke(Stroke::new(1.0, theme.rule))
        .corner_radius(CornerRadius::same(style::CARD_RADIUS))
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(width - 30.0);
            let name = plan.label(&id.into());
            ui.horizontal(|ui| {
                ui.label(widgets::strong(theme, name));
                let n = pool.hosts.len();
                let hosts = if n == 1 { "host" } else { "hosts" };
                widgets::chip(ui, theme, &format!("{n} {hosts}"));
                if pool.split {
                    widgets::chip(ui, theme, "two sites");
                }
            });
            let (survived, wanted) = (pool.host_failures_survived, pool.host_failures_wanted);
            let failures = |n: u32| format!("{n} host failure{}", if n == 1 { "" } else { "s" });
            let (text, ink) = if survived >= wanted {
                (
                    format!(
                        "After any {} every level-1 VM restarts; the plan asks for {wanted}.",
                        failures(survived)
                    ),
                    theme.text,
                )
            } else {
                (
                    format!(
                        "Restarts survive {}; the plan asks for {wanted}.",
                        failures(survived)
                    ),
                    theme.error,
                )
            };
            ui.add(Label::new(RichText::new(text).size(style::BODY).color(ink)).wrap());
            for (host, vms) in &pool.not_restartable {
                ui.horizontal_wrapped(|ui| {
                    let host_name = plan.label(&host.into());
                    if fields::link_named(ui, theme, &host_name, &format!("Drill {host_name}"))
                        .clicked()
                    {
                        cx.send
                            .send(Command::Drill(Step::Only(vec![Part::from(host)])));
                    }
                    let names: Vec<String> = vms.iter().map(|v| plan.label(&v.into())).collect();
                    ui.label(fields::muted(
                        theme,
                        format!("without it no host is left for {}", names.join(", ")),
                    ));
                });
            }
        });
}
