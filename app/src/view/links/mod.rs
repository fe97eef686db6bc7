//! Links and distance: what each pair of hosts and each link carries, normally and with one link lost, and the round
//! trip against its budget over distance.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, FontId, Frame, Label, Layout, Margin, RichText, ScrollArea, Sense, Stroke,
    Ui, vec2,
};
use evenkeel_model::drawing::Pt;
use evenkeel_model::facts::{JointFacts, LinkFacts};
use evenkeel_model::figure::shown_of;
use evenkeel_model::ids::{EntityId, LinkId};
use evenkeel_model::plan::{Link, Plan};
use evenkeel_model::report::distance_chart;
use evenkeel_model::units::{pretty, with_unit};

use super::ViewCx;
use super::inspector::{link, refs};
use super::paint;
use crate::command::Command;
use crate::ui::fields::{self, Meter};
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::widgets;

/// Screen points per point of a chart.
const ZOOM: f32 = 1.4;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let plan = Arc::clone(cx.doc.plan());
    let facts = Arc::clone(cx.doc.facts());
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 32.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.label(widgets::title(cx.theme, "Links and distance"));
        },
    );
    ui.add_space(4.0);
    if plan.links.is_empty() && facts.joints.is_empty() {
        empty(ui, cx);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if facts.joints.is_empty() {
            fields::note(
                ui,
                cx.theme,
                "No VM stands on two hosts yet: pairs at level 2 and 3 put their traffic on availability links.",
            );
        }
        for joint in facts.joints.values() {
            ui.push_id((&joint.a, &joint.b), |ui| pair(ui, cx, &plan, joint));
            ui.add_space(8.0);
        }
        if !plan.links.is_empty() {
            links(ui, cx, &plan);
        }
        ui.add_space(16.0);
    });
}

fn empty(ui: &mut Ui, cx: &ViewCx<'_>) {
    ui.add_space(56.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(460.0);
        ui.label(widgets::strong(cx.theme, "No links yet"));
        ui.add_space(6.0);
        ui.add(
            Label::new(
                fields::muted(
                    cx.theme,
                    "Mirroring and lockstep need links between the two hosts of a pair: enough bandwidth with one of them lost, and a round trip within the platform's budget. Draw a link between two hosts on the layout, or give two VMs a partner, and this page shows how far apart the hosts may stand.",
                )
                .line_height(Some(20.0)),
            )
            .wrap(),
        );
    });
}

/// One line: name, bar, numbers, why.
struct Line<'a> {
    name: &'a str,
    value: Option<f64>,
    of: Option<f64>,
    unit: &'static str,
    after: bool,
    ceiling: Option<f64>,
    why: Option<String>,
}

fn line(ui: &mut Ui, cx: &mut ViewCx<'_>, l: &Line<'_>) {
    let theme = cx.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect)
            .id_salt(l.name)
            .layout(Layout::left_to_right(Align::Center)),
    );
    row.spacing_mut().item_spacing.x = 8.0;
    let text = match (l.value, l.of) {
        (Some(v), Some(of)) => shown_of(v, of, l.unit),
        (Some(v), None) => with_unit(v, l.unit),
        (None, _) => "not known".to_owned(),
    };
    let (name_rect, _) = row.allocate_exact_size(vec2(150.0, 26.0), Sense::hover());
    let mut at_left = row.new_child(
        egui::UiBuilder::new()
            .max_rect(name_rect)
            .layout(Layout::left_to_right(Align::Center)),
    );
    at_left.add(Label::new(fields::muted(theme, l.name)).truncate());
    if let (Some(v), Some(of)) = (l.value, l.of.filter(|of| *of > 0.0)) {
        let bar = (row.available_width() - 190.0).clamp(40.0, 200.0);
        fields::meter(
            &mut row,
            theme,
            &Meter {
                name: &format!("{}: {text}", l.name),
                share: v / of,
                after: l.after,
                ceiling: l.ceiling,
                ink: theme.accent,
                width: bar,
            },
        );
    }
    row.add(
        Label::new(
            RichText::new(&text)
                .font(style::bold(BODY))
                .color(if l.value.is_some() {
                    theme.text
                } else {
                    theme.muted
                }),
        )
        .truncate(),
    );
    if let Some(address) = &l.why
        && l.value.is_some()
        && fields::link_named(&mut row, theme, "why?", &format!("Why {}", l.name)).clicked()
    {
        cx.send.send(Command::Why(address.clone()));
    }
}

fn pair(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, joint: &JointFacts) {
    let theme = cx.theme;
    let width = ui.available_width();
    Frame::new()
        .fill(theme.card)
        .stroke(Stroke::new(1.0, theme.rule))
        .corner_radius(CornerRadius::same(style::CARD_RADIUS))
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(width - 30.0);
            ui.horizontal(|ui| {
                let title = format!(
                    "{} ⇄ {}",
                    plan.label(&(&joint.a).into()),
                    plan.label(&(&joint.b).into())
                );
                let head = ui.add(
                    Label::new(widgets::strong(theme, &title))
                        .sense(Sense::click())
                        .selectable(false),
                );
                if head.on_hover_text("Select both hosts").clicked() {
                    cx.send
                        .send(Command::Select(vec![(&joint.a).into(), (&joint.b).into()]));
                }
                if joint.split {
                    widgets::chip(ui, theme, "two sites");
                }
                for vm in joint.vms.iter().take(6) {
                    let name = plan.label(&vm.into());
                    if fields::link_named(ui, theme, &name, &format!("Select {name}")).clicked() {
                        cx.send.send(Command::Select(vec![vm.into()]));
                    }
                }
                if joint.vms.len() > 6 {
                    ui.label(widgets::small(
                        theme,
                        format!("and {} more", joint.vms.len() - 6),
                    ));
                }
            });
            ui.add_space(2.0);
            let inner = ui.available_width();
            let side_by_side = inner > 860.0;
            let room = if side_by_side {
                inner * 0.5 - 8.0
            } else {
                inner.min(640.0)
            };
            // Type of paper is small; the window shows the same chart a third larger.
            let chart = distance_chart(joint, Pt::new(room / ZOOM, 132.0));
            let left = if side_by_side && chart.is_some() {
                inner - room - 8.0
            } else {
                inner
            };
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(
                    vec2(left - 8.0, 0.0),
                    Layout::top_down(Align::Min),
                    |ui| {
                        ui.set_width(left - 8.0);
                        figures(ui, cx, joint);
                    },
                );
                if side_by_side && let Some(drawing) = &chart {
                    paint(ui, cx, drawing, joint);
                }
            });
            if !side_by_side && let Some(drawing) = &chart {
                paint(ui, cx, drawing, joint);
            }
        });
}

fn figures(ui: &mut Ui, cx: &mut ViewCx<'_>, joint: &JointFacts) {
    let theme = cx.theme;
    let base = format!("joint/{}+{}", joint.a, joint.b);
    let ceiling = Some(cx.doc.plan().settings.link_ceiling.get());
    if joint.links.is_empty() {
        ui.label(
            RichText::new("No availability link joins these hosts.")
                .size(BODY)
                .color(theme.error),
        );
    } else {
        line(
            ui,
            cx,
            &Line {
                name: "Load, all links up",
                value: Some(joint.load_mbps),
                of: Some(joint.usable_mbps),
                unit: "Mbit/s",
                after: false,
                ceiling,
                why: Some(format!("{base}/load")),
            },
        );
        line(
            ui,
            cx,
            &Line {
                name: "Load, fastest link lost",
                value: Some(joint.load_mbps),
                of: Some(joint.usable_one_lost_mbps),
                unit: "Mbit/s",
                after: true,
                ceiling: None,
                why: Some(format!("{base}/usable.one_lost")),
            },
        );
    }
    line(
        ui,
        cx,
        &Line {
            name: "Round trip",
            value: joint.rtt_ms,
            of: joint.rtt_limit_ms,
            unit: "ms",
            after: false,
            ceiling: None,
            why: Some(format!("{base}/rtt")),
        },
    );
    if let Some(most) = joint.max_map_km {
        line(
            ui,
            cx,
            &Line {
                name: "Holds up to",
                value: Some(most),
                of: None,
                unit: "km",
                after: false,
                ceiling: None,
                why: Some(format!("{base}/max_distance")),
            },
        );
    }
    if joint.minimum_mbps > 0.0 {
        fields::note(
            ui,
            theme,
            &format!(
                "Estimated {}; the platform's minimum is {}. The larger counts.",
                with_unit(joint.traffic_mbps, "Mbit/s"),
                with_unit(joint.minimum_mbps, "Mbit/s")
            ),
        );
    }
}

fn paint(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    drawing: &evenkeel_model::drawing::Drawing,
    joint: &JointFacts,
) {
    let (over, here, most) = match (joint.map_km, joint.max_map_km) {
        (Some(here), Some(most)) => ("distance", Some(here), Some(most)),
        _ => ("length of fibre", joint.fibre_km, joint.max_fibre_km),
    };
    let km = |v: Option<f64>| v.map_or_else(|| "?".to_owned(), pretty);
    let name = format!(
        "Round trip over {over}: {} km now, holds up to {} km",
        km(here),
        km(most)
    );
    paint::drawing(ui, cx.theme, drawing, ZOOM, &name);
}

/// Shares of the width: name, way, load, one lost, resynchronising, round trip.
const SHARES: [f32; 6] = [2.4, 2.6, 2.4, 2.4, 2.4, 1.9];

fn cells(ui: &mut Ui, height: f32, mut draw: impl FnMut(&mut Ui, usize)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let gap = 14.0;
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

fn links(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan) {
    let theme = cx.theme;
    ui.add_space(6.0);
    ui.label(widgets::strong(theme, "Every link"));
    ui.add_space(2.0);
    cells(ui, 20.0, |ui, i| {
        let text = [
            "Link",
            "Way",
            "Load, all links up",
            "Load, another link lost",
            "Load, resynchronising",
            "Round trip",
        ]
        .get(i)
        .copied()
        .unwrap_or("");
        ui.add(
            Label::new(
                RichText::new(text)
                    .font(style::bold(SMALL))
                    .color(theme.muted),
            )
            .truncate(),
        );
    });
    widgets::rule(ui, theme);
    let facts = Arc::clone(cx.doc.facts());
    for (id, l) in plan.links.iter() {
        let none = LinkFacts::default();
        let f = facts.links.get(id).map_or(&none, |f| &**f);
        ui.push_id(id, |ui| link_row(ui, cx, plan, id, l, f));
        widgets::rule(ui, theme);
    }
}

fn link_row(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, id: &LinkId, l: &Link, f: &LinkFacts) {
    let theme = cx.theme;
    let entity = EntityId::from(id);
    let name = plan.label(&entity);
    if cx.ws.is_selected(&entity) {
        let rect = egui::Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), 38.0));
        ui.painter().rect_filled(rect, 0, theme.selection);
    }
    cells(ui, 38.0, |ui, i| match i {
        0 => {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = 14.0;
                ui.add_space(2.0);
                if fields::link_named(ui, theme, &name, &format!("Select {name}")).clicked() {
                    cx.send.send(Command::Select(vec![entity.clone()]));
                }
                ui.horizontal(|ui| {
                    ui.add_space(1.0);
                    ui.add(Label::new(widgets::small(theme, link::role_word(l.role))).truncate());
                });
            });
        }
        1 => {
            let way = match (l.segments.first(), l.segments.last()) {
                (Some(a), Some(b)) => {
                    format!("{} – {}", refs::end(plan, &a.a), refs::end(plan, &b.b))
                }
                _ => "–".to_owned(),
            };
            ui.add(Label::new(fields::plain(theme, way)).truncate());
        }
        2..=4 if !crate::view::canvas::scene::carries(l.role, f) => {
            // No load is derived for it: the first column says what it can do, the second nothing.
            let text = if i == 2 {
                l.speed.to_string()
            } else {
                "–".to_owned()
            };
            ui.add(Label::new(fields::muted(theme, text)).truncate());
        }
        2 => load(ui, cx, &name, f.load_mbps, f.usable_mbps, false),
        3 => load(ui, cx, &name, f.load_one_lost_mbps, f.usable_mbps, true),
        4 => load(ui, cx, &name, f.load_resync_mbps, f.usable_mbps, true),
        _ => {
            let text = match (f.rtt_ms, f.rtt_limit_ms) {
                (Some(rtt), Some(limit)) => format!("{} of {} ms", pretty(rtt), pretty(limit)),
                (Some(rtt), None) => format!("{} ms", pretty(rtt)),
                (None, _) => "not known".to_owned(),
            };
            let galley = ui
                .painter()
                .layout_no_wrap(text, FontId::proportional(BODY), theme.text);
            let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
            ui.painter().galley(rect.min, galley, theme.text);
            if f.rtt_ms.is_some()
                && fields::link_named(ui, theme, "why?", &format!("Why round trip of {name}"))
                    .clicked()
            {
                cx.send.send(Command::Why(format!("{entity}/rtt")));
            }
        }
    });
}

fn load(ui: &mut Ui, cx: &ViewCx<'_>, name: &str, load: f64, usable: f64, after: bool) {
    let theme = cx.theme;
    if load <= 0.0 {
        ui.add(
            Label::new(fields::muted(
                theme,
                format!("{} free", with_unit(usable, "Mbit/s")),
            ))
            .truncate(),
        );
        return;
    }
    let share = if usable > 0.0 { load / usable } else { 2.0 };
    fields::meter(
        ui,
        theme,
        &Meter {
            name: &format!("Load of {name}: {}", with_unit(share, "share")),
            share,
            after,
            ceiling: (!after).then(|| cx.doc.plan().settings.link_ceiling.get()),
            ink: theme.accent,
            width: (ui.available_width() - 96.0).clamp(24.0, 110.0),
        },
    );
    ui.add(Label::new(fields::plain(theme, with_unit(load, "Mbit/s"))).truncate());
}
