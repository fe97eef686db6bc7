//! Workloads: what makes demand, which VMs carry it, and what each VM needs against what it is given.

mod growth;

use std::sync::Arc;

use egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Popup, RichText, ScrollArea, Sense, Stroke,
    Ui, vec2,
};
use evenkeel_model::edit;
use evenkeel_model::facts::sum::{Sum, iops, space, sum};
use evenkeel_model::figure::shown_of;
use evenkeel_model::ids::{EntityId, VmId, WorkloadId};
use evenkeel_model::plan::{Plan, Workload};
use evenkeel_model::units::pretty;

use super::ViewCx;
use super::inspector::workload;
use super::tables::columns::{Look, amount};
use crate::command::Command;
use crate::ui::fields::{self, Meter};
use crate::ui::style::{self, SMALL};
use crate::ui::widgets;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let plan = Arc::clone(cx.doc.plan());
    ui.spacing_mut().item_spacing.y = 4.0;
    head(ui, cx, &plan);
    if plan.workloads.is_empty() {
        empty(ui, cx);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (id, w) in plan.workloads.iter() {
            ui.push_id(id, |ui| card(ui, cx, &plan, id, w));
            ui.add_space(8.0);
        }
        idle(ui, cx, &plan);
        growth::show(ui, cx, &plan);
    });
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 32.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.label(widgets::title(cx.theme, "Workloads"));
            let mailboxes = cx.doc.facts().totals.mailboxes;
            if mailboxes > 0.0 {
                ui.add_space(8.0);
                ui.label(fields::muted(
                    cx.theme,
                    format!("{} mailboxes in all", pretty(mailboxes)),
                ));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                add(ui, cx, plan);
            });
        },
    );
    ui.add_space(4.0);
}

fn add(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let button = widgets::quiet_button(ui, "Add workload…");
    Popup::menu(&button).show(|ui| {
        for (name, kind) in workload::fresh_kinds(cx.doc) {
            if widgets::menu_item(ui, cx.theme, name, None, None).clicked() {
                let on = match cx.ws.single() {
                    Some(EntityId::Vm(vm)) => Some(vm.clone()),
                    _ => None,
                };
                let (id, edit) = edit::add::workload(plan, name, kind, on.as_ref());
                cx.send.edit(edit);
                cx.send.send(Command::Select(vec![id]));
            }
        }
    });
}

fn empty(ui: &mut Ui, cx: &ViewCx<'_>) {
    ui.add_space(56.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.label(widgets::strong(cx.theme, "No workloads yet"));
        ui.add_space(6.0);
        ui.add(
            Label::new(
                fields::muted(
                    cx.theme,
                    "A workload is what makes demand: mailboxes, a SQL Server, a kind of application by its number of users, or figures measured on a running machine. It runs on one or more VMs, and Evenkeel works out the processors, memory, disk and traffic that they need.",
                )
                .line_height(Some(20.0)),
            )
            .wrap(),
        );
    });
}

fn card(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, id: &WorkloadId, w: &Workload) {
    let theme = cx.theme;
    let entity = EntityId::from(id);
    let selected = cx.ws.is_selected(&entity);
    let width = ui.available_width();
    Frame::new()
        .fill(theme.card)
        .stroke(Stroke::new(
            1.0,
            if selected { theme.accent } else { theme.rule },
        ))
        .corner_radius(CornerRadius::same(style::CARD_RADIUS))
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(width - 30.0);
            let look = Look::new(cx.doc);
            let (how_much, _) = amount(&look, w);
            let what = workload::title(cx.doc, w);
            ui.horizontal(|ui| {
                let name = plan.label(&entity);
                let title = ui.add(
                    Label::new(widgets::strong(theme, &name))
                        .sense(Sense::click())
                        .selectable(false),
                );
                if title.on_hover_text("Select it to edit it").clicked() {
                    cx.send.send(Command::Select(vec![entity.clone()]));
                }
                widgets::chip(ui, theme, &what);
                ui.label(fields::muted(theme, how_much));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if fields::link_named(ui, theme, "edit", &format!("Edit workload {name}"))
                        .clicked()
                    {
                        cx.send.send(Command::Select(vec![entity.clone()]));
                    }
                });
            });
            if w.runs_on.is_empty() {
                ui.label(
                    RichText::new("Runs on no VM yet, so nothing provides what it needs.")
                        .size(SMALL + 1.0)
                        .color(theme.warning),
                );
            } else {
                sizing(ui, cx, plan, w);
            }
        });
}

/// Shares of the width: VM, vCPUs, memory, disk, IOPS.
const SHARES: [f32; 5] = [2.2, 2.2, 2.8, 2.8, 1.6];

fn cells(ui: &mut Ui, height: f32, mut draw: impl FnMut(&mut Ui, usize)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let gap = 16.0;
    let free = (rect.width() - gap * (SHARES.len() - 1) as f32).max(1.0);
    let total: f32 = SHARES.iter().sum();
    let mut x = rect.left();
    for (i, share) in SHARES.iter().enumerate() {
        let width = free * share / total;
        let slot = egui::Rect::from_min_size(egui::pos2(x, rect.top()), vec2(width, rect.height()));
        let mut child = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(slot)
                .id_salt(("cell", i))
                .layout(Layout::left_to_right(Align::Center)),
        );
        child.spacing_mut().item_spacing.x = 8.0;
        draw(&mut child, i);
        x += width + gap;
    }
}

fn sizing(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, w: &Workload) {
    let theme = cx.theme;
    ui.add_space(4.0);
    cells(ui, 18.0, |ui, i| {
        let text = ["VM", "vCPUs needed", "Memory needed", "Disk needed", "IOPS"]
            .get(i)
            .copied()
            .unwrap_or("");
        ui.label(
            RichText::new(text)
                .font(style::bold(SMALL))
                .color(theme.muted),
        );
    });
    widgets::rule(ui, theme);
    for r in &w.runs_on {
        vm_row(ui, cx, plan, &r.vm);
        widgets::rule(ui, theme);
    }
    if w.runs_on.len() > 1 {
        let s = sum(plan, cx.doc.facts(), w.runs_on.iter().map(|r| &r.vm));
        total(ui, cx, &s);
    }
}

fn needed(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    name: &str,
    needed: f64,
    given: f64,
    unit: &str,
    why: Option<String>,
) {
    let theme = cx.theme;
    let text = shown_of(needed, given, unit);
    let link_room = if why.is_some() { 38.0 } else { 0.0 };
    let text_room = if unit.is_empty() { 52.0 } else { 136.0 };
    let bar = (ui.available_width() - text_room - link_room - 16.0).min(120.0);
    if bar > 24.0 {
        let share = if given > 0.0 { needed / given } else { 0.0 };
        fields::meter(
            ui,
            theme,
            &Meter {
                name: &format!("{name} {text}"),
                share,
                after: false,
                ceiling: None,
                ink: theme.accent,
                width: bar,
            },
        );
    }
    ui.add(Label::new(fields::plain(theme, text)).truncate());
    if let Some(address) = why
        && fields::link_named(ui, theme, "why?", &format!("Why {name}")).clicked()
    {
        cx.send.send(Command::Why(address));
    }
}

fn vm_row(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, id: &VmId) {
    let Some(vm) = plan.vms.get(id) else { return };
    let theme = cx.theme;
    let facts = Arc::clone(cx.doc.facts());
    let name = plan.label(&id.into());
    let f = facts.vms.get(id);
    let (space_needed, space_given) = space(plan, &facts, id);
    cells(ui, 30.0, |ui, i| match i {
        0 => {
            let level = usize::from(vm.level.number());
            let ink = theme.level.get(level).copied().unwrap_or(theme.muted);
            widgets::dot(ui, ink).on_hover_text(vm.level.word());
            let text = if vm.is_group() {
                format!("{name} × {}", pretty(f64::from(vm.count)))
            } else {
                name.clone()
            };
            if fields::link_named(ui, theme, &text, &format!("Select {name}")).clicked() {
                cx.send.send(Command::Select(vec![id.into()]));
            }
        }
        1 => needed(
            ui,
            cx,
            &format!("vCPUs of {name}"),
            f.map_or(0.0, |f| f.demand.vcpus),
            f64::from(vm.vcpus),
            "",
            Some(format!("vm/{id}/vcpus.needed")),
        ),
        2 => needed(
            ui,
            cx,
            &format!("memory of {name}"),
            f.map_or(0.0, |f| f.demand.ram_mib),
            vm.ram.as_f64(),
            "MiB",
            Some(format!("vm/{id}/ram.needed")),
        ),
        3 => needed(
            ui,
            cx,
            &format!("disk of {name}"),
            space_needed,
            space_given,
            "MiB",
            None,
        ),
        _ => {
            ui.label(fields::plain(theme, pretty(iops(&facts, id))));
        }
    });
}

fn total(ui: &mut Ui, cx: &mut ViewCx<'_>, s: &Sum) {
    let theme = cx.theme;
    cells(ui, 28.0, |ui, i| {
        let text = match i {
            0 => format!("{} VMs in all", pretty(f64::from(s.members))),
            1 => format!("{} of {}", pretty(s.vcpus_needed), pretty(s.vcpus_given)),
            2 => shown_of(s.ram_needed_mib, s.ram_given_mib, "MiB"),
            3 => shown_of(s.space_needed_mib, s.space_given_mib, "MiB"),
            _ => pretty(s.iops),
        };
        ui.add(Label::new(widgets::strong(theme, text)).truncate());
    });
}

/// VMs that no workload runs on: their processor use is only assumed.
fn idle(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let theme = cx.theme;
    let idle: Vec<&VmId> = plan
        .vms
        .keys()
        .filter(|id| {
            !plan
                .workloads
                .values()
                .any(|w| w.runs_on.iter().any(|r| r.vm == **id))
        })
        .collect();
    if idle.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(
        RichText::new("VMs without a workload")
            .font(style::bold(SMALL))
            .color(theme.muted),
    );
    fields::note(
        ui,
        theme,
        "What they use is assumed from their number of vCPUs. Give them a workload to size them.",
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for id in idle.iter().take(40) {
            let name = plan.label(&(*id).into());
            if fields::link_named(ui, theme, &name, &format!("Select {name}")).clicked() {
                cx.send.send(Command::Select(vec![(*id).into()]));
            }
        }
        if idle.len() > 40 {
            ui.label(widgets::small(
                theme,
                format!("and {} more", idle.len() - 40),
            ));
        }
    });
}
