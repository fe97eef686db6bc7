//! Longer words under the pointer: figures with their meaning, and what is wrong.

use egui::{RichText, Ui};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::ids::EntityId;

use super::item::Item;
use super::scene::{Bar, Scene, percent};
use crate::ui::style;
use crate::view::ViewCx;

/// Findings told at most.
const FINDINGS: usize = 2;

/// Widest that the words come, with their frame, points.
pub const WIDEST: f32 = 300.0;

/// The words for an item.
pub fn show(ui: &mut Ui, cx: &ViewCx<'_>, scene: &Scene, item: &Item) {
    let theme = cx.theme;
    let plan = cx.doc.plan();
    let id = item.id();
    ui.set_max_width(270.0);
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.label(RichText::new(plan.label(&id)).font(style::bold(13.0)));
    let say = |ui: &mut Ui, text: String| {
        ui.label(RichText::new(text).size(12.0).color(theme.muted));
    };
    match item {
        Item::Host(host) => {
            if let Some(look) = scene.hosts.get(host) {
                say(ui, look.detail.clone());
                let fullest = look
                    .bars
                    .iter()
                    .filter(|b| !b.tip.is_empty())
                    .max_by(|a, b| {
                        let share =
                            |b: &Bar| b.after.or(b.now).unwrap_or(0.0) / b.ceiling.max(0.01);
                        share(a).total_cmp(&share(b))
                    });
                if let Some(bar) = fullest {
                    say(ui, bar.tip.clone());
                }
            }
        }
        Item::Device(EntityId::Array(array)) => {
            if let Some(look) = scene.arrays.get(array) {
                for bar in &look.bars {
                    say(ui, bar.tip.clone());
                }
            }
        }
        Item::Site(site) => {
            if let Some(look) = scene.sites.get(site) {
                say(ui, look.detail.clone());
            }
        }
        Item::Pool(pool) => {
            if let Some(look) = scene.pools.iter().find(|p| p.id == *pool) {
                say(ui, look.text.clone());
            }
        }
        Item::Link(link) => {
            if let Some(l) = plan.links.get(link) {
                say(ui, format!("{}, {}", l.role.word(), l.speed));
            }
            let row = scene
                .cables
                .iter()
                .flat_map(|c| &c.rows)
                .find(|(l, _)| l == link);
            if let Some((_, row)) = row {
                say(ui, row.text.clone());
                if let Some(s) = row.share_one_lost {
                    say(ui, format!("{} when another is lost", percent(s)));
                }
            }
        }
        _ => {}
    }
    if let EntityId::Vm(vm) = &id
        && let Some(v) = plan.vms.get(vm)
    {
        say(
            ui,
            format!(
                "level {}, {} · {} vCPU · {}",
                v.level.number(),
                v.level.word(),
                v.vcpus,
                v.ram
            ),
        );
        for (w, workload) in plan.workloads.iter() {
            if workload.runs_on.iter().any(|r| r.vm == *vm) {
                say(
                    ui,
                    format!("{}: {}", plan.label(&w.into()), workload.kind.word()),
                );
            }
        }
    }
    if let Some(drill) = cx.ws.drill.dress(plan) {
        if let Some(told) = drill.look.told(item) {
            say(ui, told);
        }
        if let Some(part) = crate::view::drill::look::part_of(item) {
            let failed = cx.ws.drill.failed.contains(&part);
            let verb = if failed { "restore" } else { "fail" };
            say(ui, format!("Click to {verb} it, right-click for its parts"));
        }
        return;
    }
    let mine: Vec<_> = cx
        .doc
        .findings()
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none() && f.subjects.contains(&id))
        .filter(|f| f.severity != Severity::Info)
        .collect();
    for f in mine.iter().take(FINDINGS) {
        let colour = if f.severity == Severity::Error {
            theme.error
        } else {
            theme.warning
        };
        ui.label(
            RichText::new(format!("{} {}", f.code, f.message))
                .size(12.0)
                .color(colour),
        );
    }
    if mine.len() > FINDINGS {
        ui.label(
            RichText::new(format!("and {} more", mine.len() - FINDINGS))
                .size(11.0)
                .color(theme.muted),
        );
    }
}
