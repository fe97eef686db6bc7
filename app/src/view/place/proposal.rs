//! A proposal beside today: pictures, loads before and after, moves, findings.

use std::sync::Arc;

use egui::{Align, Label, Layout, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};
use evenkeel_model::check::Finding;
use evenkeel_model::place::{HostChange, Objective, Proposal, Stand};
use evenkeel_model::plan::Plan;
use evenkeel_model::units::with_unit;

use super::{Answered, Step, measured, picture};
use crate::command::Command;
use crate::ui::fields::{self, Meter};
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::widgets;
use crate::view::ViewCx;

/// The whole in a sentence.
pub fn headline(p: &Proposal) -> String {
    let close = if p.is_optimal() {
        "none is better".to_owned()
    } else {
        format!(
            "none has less than {}, a gap of {}",
            measured(p.objective, p.bound),
            with_unit(p.gap(), "share")
        )
    };
    let before = p
        .value_before
        .filter(|_| p.objective != Objective::Moves)
        .map_or_else(String::new, |b| {
            format!(" (today {})", measured(p.objective, b))
        });
    let value = measured(p.objective, p.value);
    let mut text = format!("{value}{before}; {close}.");
    if let Some(first) = text.get(..1) {
        let first = first.to_uppercase();
        text.replace_range(..1, &first);
    }
    text
}

fn moved(p: &Proposal) -> String {
    let vms = |n: u32| {
        if n == 1 {
            "1 VM".to_owned()
        } else {
            format!("{n} VMs")
        }
    };
    match (p.members_moved(), p.members_placed()) {
        (0, 0) => "Every VM stays where it is.".to_owned(),
        (m, 0) => format!("{} moved.", vms(m)),
        (0, n) => format!("{} newly placed.", vms(n)),
        (m, n) => format!("{} moved, {} newly placed.", vms(m), vms(n)),
    }
}

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, answered: &Answered, p: &Proposal) {
    let theme = cx.theme;
    let current = Arc::ptr_eq(&answered.plan, cx.doc.plan());
    ui.spacing_mut().item_spacing.y = 4.0;
    let width = ui.available_width();
    ui.allocate_ui_with_layout(
        vec2(width, 32.0),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.add_enabled_ui(current && !p.moves.is_empty(), |ui| {
                if widgets::primary_button(ui, theme, "Accept")
                    .on_hover_text("One change of the plan; Undo takes it back")
                    .clicked()
                {
                    cx.send.send(Command::Place(Step::Accept));
                }
            });
            if widgets::quiet_button(ui, "Discard").clicked() {
                cx.send.send(Command::Place(Step::Discard));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = headline(p);
                ui.add(
                    Label::new(
                        RichText::new(&text)
                            .font(style::bold(style::TITLE - 1.0))
                            .color(theme.text),
                    )
                    .truncate()
                    .selectable(false),
                )
                .on_hover_text(text);
            });
        },
    );
    let mut note = moved(p);
    if !p.unused.is_empty() {
        let names: Vec<String> = p.unused.iter().map(|h| p.plan.label(&h.into())).collect();
        note += &format!(" Not needed: {}.", names.join(", "));
    }
    ui.add(Label::new(fields::muted(theme, note)).wrap());
    if !current {
        ui.label(
            RichText::new("The plan has changed since. Ask again before you accept.")
                .color(theme.warning),
        );
    }
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let inner = ui.available_width() - 8.0;
        if let Some(after) = &answered.after {
            let side = (inner - 12.0) / 2.0;
            let height = (side * 0.62).clamp(120.0, 340.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                picture::show(ui, theme, "Today", &answered.before, side, height);
                picture::show(ui, theme, "Proposed", after, side, height);
            });
        }
        moves(ui, cx, &answered.plan, p);
        hosts(ui, cx, &answered.plan, p);
        for (title, list, good) in [
            ("Findings that go", &p.removed, true),
            ("Findings that come", &p.added, false),
            (p.remaining_title(), &p.remaining, false),
        ] {
            findings(ui, cx, title, list, good);
        }
        ui.add_space(16.0);
    });
}

fn stand(plan: &Plan, stand: &Stand) -> String {
    let host = plan.label(&(&stand.host).into());
    match &stand.partner {
        Some(partner) => format!("{host} with {}", plan.label(&partner.into())),
        None => host,
    }
}

fn moves(ui: &mut Ui, cx: &ViewCx<'_>, plan: &Plan, p: &Proposal) {
    let theme = cx.theme;
    if p.moves.is_empty() {
        return;
    }
    fields::heading(ui, theme, "Moves");
    for m in &p.moves {
        let mut name = plan.label(&(&m.vm).into());
        if m.members > 1 {
            name += &format!(" ×{}", m.members);
        }
        let from = m
            .from
            .as_ref()
            .map_or_else(|| "no host".to_owned(), |s| stand(plan, s));
        let to = stand(plan, &m.to);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {from} to {to}"))
        });
        let mut row = ui.new_child(
            UiBuilder::new()
                .max_rect(rect)
                .id_salt((&m.vm, &to, &from))
                .layout(Layout::left_to_right(Align::Center)),
        );
        row.spacing_mut().item_spacing.x = 10.0;
        let head = row.allocate_exact_size(vec2(180.0, 22.0), Sense::hover()).0;
        row.painter().with_clip_rect(head).text(
            head.left_center(),
            egui::Align2::LEFT_CENTER,
            &name,
            style::bold(BODY),
            theme.text,
        );
        row.add(Label::new(fields::muted(theme, from)).selectable(false));
        row.add(Label::new(fields::muted(theme, "→")).selectable(false));
        row.add(Label::new(fields::plain(theme, to)).selectable(false));
    }
}

const HEADS: [&str; 5] = ["Host", "Processor", "Memory", "Disk", "Network"];
const SHARES: [f32; 5] = [1.3, 1.6, 1.6, 1.6, 1.6];

fn cells(ui: &mut Ui, height: f32, mut draw: impl FnMut(&mut Ui, usize)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let gap = 14.0;
    let free = (rect.width() - gap * (SHARES.len() - 1) as f32).max(1.0);
    let total: f32 = SHARES.iter().sum();
    let mut x = rect.left();
    for (i, share) in SHARES.iter().enumerate() {
        let width = free * share / total;
        let slot = egui::Rect::from_min_size(egui::pos2(x, rect.top()), vec2(width, height));
        let mut child = ui.new_child(
            UiBuilder::new()
                .max_rect(slot)
                .id_salt(("cell", i))
                .layout(Layout::left_to_right(Align::Center)),
        );
        child.spacing_mut().item_spacing.x = 6.0;
        draw(&mut child, i);
        x += width + gap;
    }
}

fn hosts(ui: &mut Ui, cx: &ViewCx<'_>, plan: &Plan, p: &Proposal) {
    let theme = cx.theme;
    fields::heading(ui, theme, "Hosts, today over proposed");
    cells(ui, 18.0, |ui, i| {
        let text = HEADS.get(i).copied().unwrap_or("");
        ui.label(
            RichText::new(text)
                .font(style::bold(SMALL))
                .color(theme.muted),
        );
    });
    widgets::rule(ui, theme);
    for h in &p.hosts {
        ui.push_id(&h.host, |ui| host(ui, cx, plan, h));
        widgets::rule(ui, theme);
    }
}

fn host(ui: &mut Ui, cx: &ViewCx<'_>, plan: &Plan, h: &HostChange) {
    let theme = cx.theme;
    let s = &plan.settings;
    let name = plan.label(&(&h.host).into());
    cells(ui, 40.0, |ui, i| {
        let (before, after, ceiling) = match i {
            1 => (h.before.shares.cpu, h.after.shares.cpu, s.cpu_ceiling),
            2 => (h.before.shares.ram, h.after.shares.ram, s.ram_ceiling),
            3 => (
                h.before.shares.disk(),
                h.after.shares.disk(),
                s.space_ceiling,
            ),
            4 => (h.before.shares.net, h.after.shares.net, s.network_ceiling),
            _ => {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.spacing_mut().interact_size.y = 16.0;
                    ui.add_space(3.0);
                    ui.add(Label::new(widgets::strong(theme, &name)).truncate());
                    let vms = format!("{} → {} VMs", h.before.vms, h.after.vms);
                    ui.label(widgets::small(theme, vms));
                });
                return;
            }
        };
        let head = HEADS.get(i).copied().unwrap_or("");
        let width = (ui.available_width() - 48.0).clamp(24.0, 200.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.spacing_mut().interact_size.y = 16.0;
            ui.add_space(3.0);
            for (when, share) in [("today", before), ("proposed", after)] {
                ui.horizontal(|ui| {
                    let ink = if when == "today" {
                        theme.muted
                    } else {
                        theme.accent
                    };
                    fields::meter(
                        ui,
                        theme,
                        &Meter {
                            name: &format!(
                                "{head} of {name} {when}: {}",
                                with_unit(share, "share")
                            ),
                            share,
                            after: false,
                            ceiling: Some(ceiling.get()),
                            ink,
                            width,
                        },
                    );
                    let ink = if when == "today" {
                        theme.muted
                    } else {
                        theme.text
                    };
                    let text = with_unit(share, "share");
                    ui.label(RichText::new(text).size(SMALL).color(ink));
                });
            }
        });
    });
}

fn findings(ui: &mut Ui, cx: &ViewCx<'_>, title: &str, list: &[Finding], good: bool) {
    let theme = cx.theme;
    if list.is_empty() {
        return;
    }
    fields::heading(ui, theme, title);
    for f in list {
        let ink = if good {
            theme.good
        } else {
            theme.severity(f.severity)
        };
        let text = format!("{} {}", f.code, f.message);
        ui.add(Label::new(RichText::new(text).size(BODY).color(ink)).wrap());
    }
}
