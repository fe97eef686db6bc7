//! Links: role, rate, segments with their ends and length, what was measured.

use egui::Ui;
use evenkeel_model::facts;
use evenkeel_model::plan::{End, Equipment, Link, LinkRole, Medium, Plan, Segment};
use evenkeel_model::units::{Bytes, FibreLength, MapDistance, Ms};

use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Form};
use crate::ui::widgets;

/// A role as it begins a sentence.
pub fn role_word(role: LinkRole) -> String {
    sentence(role.word())
}

/// Words as they begin a sentence.
fn sentence(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

pub fn show(ui: &mut Ui, form: &mut Form<'_, Link>, doc: &Document) {
    form.choice(
        ui,
        "Role",
        &LinkRole::ALL.map(|r| (r, role_word(r))),
        |l| l.role,
        |l, v| l.role = v,
    );
    form.quantity(ui, "Speed", "Gbit/s", |l| l.speed, |l, v| l.speed = v);
    form.optional::<Ms>(
        ui,
        "Measured round trip",
        "ms",
        "from distance",
        |l| l.measured_rtt,
        |l, v| l.measured_rtt = v,
    );
    form.optional::<Ms>(
        ui,
        "Host network stacks",
        "µs",
        "none",
        |l| l.host_stack,
        |l, v| l.host_stack = v,
    );
    form.flag(
        ui,
        "Private link of a pair",
        |l| l.private,
        |l, v| l.private = v,
    );
    segments(ui, form, doc);
    fields::fold(
        ui,
        form.theme,
        "Packets and sharing",
        &packets(form),
        false,
        |ui| {
            form.optional_whole(
                ui,
                "MTU, bytes",
                576..=65_535,
                "1,500",
                |l| l.mtu,
                |l, v| l.mtu = v,
            );
            form.flag(ui, "VLAN tag", |l| l.vlan, |l, v| l.vlan = v);
            form.optional_share(
                ui,
                "Packet loss",
                "not measured",
                |l| l.loss,
                |l, v| l.loss = v,
            );
            form.optional::<Ms>(
                ui,
                "Jitter",
                "ms",
                "not measured",
                |l| l.jitter,
                |l, v| l.jitter = v,
            );
            form.optional::<Bytes>(
                ui,
                "TCP window",
                "MB",
                "not known",
                |l| l.window,
                |l, v| l.window = v,
            );
            form.optional_whole(
                ui,
                "TCP streams",
                1..=10_000,
                "1",
                |l| l.streams,
                |l, v| l.streams = v,
            );
            form.optional_number(
                ui,
                "WAN optimiser saves",
                "",
                1.0..=1_000.0,
                "none",
                |l| l.optimiser,
                |l, v| l.optimiser = v,
            );
            form.optional_share(
                ui,
                "Share of the line",
                "100 %",
                |l| l.available,
                |l, v| l.available = v,
            );
            form.tri(
                ui,
                "Packets filtered",
                |l| l.filtered,
                |l, v| l.filtered = v,
            );
        },
    );
}

fn packets(form: &Form<'_, Link>) -> String {
    form.common(|l| {
        let mtu = l.mtu.unwrap_or(1500);
        let vlan = if l.vlan { ", VLAN" } else { "" };
        let share = l
            .available
            .map_or_else(String::new, |s| format!(", {s} of the line"));
        format!("MTU {mtu}{vlan}{share}")
    })
    .unwrap_or_else(|| "mixed".to_owned())
}

fn any_end(plan: &Plan) -> Option<End> {
    plan.hosts
        .keys()
        .next()
        .map(|h| End::Host(h.clone()))
        .or_else(|| plan.sites.keys().next().map(|s| End::Site(s.clone())))
}

fn segments(ui: &mut Ui, form: &mut Form<'_, Link>, doc: &Document) {
    let theme = form.theme;
    let plan = doc.plan();
    let Some(count) = form.common(|l| l.segments.len()) else {
        fields::heading(ui, theme, "Segments");
        fields::note(
            ui,
            theme,
            "The numbers of segments differ; edit them one by one.",
        );
        return;
    };
    let single = form.single().is_some();
    for i in 0..count {
        let title = if count == 1 {
            "Way".to_owned()
        } else {
            format!("Segment {} of {count}", i + 1)
        };
        let mut remove = false;
        fields::heading_with(ui, theme, &title, |ui| {
            if count > 1 && single {
                let name = format!("Remove segment {}", i + 1);
                remove = fields::remove_button(ui, theme, &name).clicked();
            }
        });
        segment(ui, form, doc, i, count);
        if remove {
            let label = format!("Remove a segment of {}", form.who);
            form.apply(label, |l| {
                if l.segments.len() > 1 && i < l.segments.len() {
                    l.segments.remove(i);
                }
            });
        }
    }
    if single
        && let Some(end) = any_end(plan)
        && widgets::link(ui, theme, "Add segment").clicked()
    {
        let label = format!("Add a segment to {}", form.who);
        form.apply(label, |l| {
            // A new stretch goes on from the end of the last one.
            let from = l
                .segments
                .last()
                .map_or_else(|| end.clone(), |s| s.b.clone());
            l.segments.push(Segment::between(from, end.clone()));
        });
    }
}

/// How many of each kind of equipment a stretch passes.
/// `name` tells the fields of several segments apart.
fn equipment(ui: &mut Ui, form: &mut Form<'_, Link>, name: &dyn Fn(&str) -> String, i: usize) {
    let counted = |l: &Link, kind: Equipment| {
        l.segments
            .get(i)
            .and_then(|s| s.equipment.get(&kind).copied())
            .unwrap_or(0)
    };
    let summary = form
        .common(|l| {
            let parts: Vec<String> = Equipment::ALL
                .iter()
                .filter(|kind| counted(l, **kind) > 0)
                .map(|kind| format!("{} × {}", counted(l, *kind), kind.word()))
                .collect();
            if parts.is_empty() {
                "none".to_owned()
            } else {
                parts.join(", ")
            }
        })
        .unwrap_or_else(|| "mixed".to_owned());
    fields::fold(ui, form.theme, &name("Equipment"), &summary, false, |ui| {
        for kind in Equipment::ALL {
            form.whole(
                ui,
                &name(&sentence(kind.word())),
                0..=10_000,
                |l| counted(l, kind),
                |l, v| {
                    if let Some(s) = l.segments.get_mut(i) {
                        if v == 0 {
                            s.equipment.remove(&kind);
                        } else {
                            s.equipment.insert(kind, v);
                        }
                    }
                },
            );
        }
    });
}

fn segment(ui: &mut Ui, form: &mut Form<'_, Link>, doc: &Document, i: usize, count: usize) {
    let plan = doc.plan();
    let name = |what: &str| {
        if count == 1 {
            what.to_owned()
        } else {
            format!("{what} {}", i + 1)
        }
    };
    let at = move |l: &Link| l.segments.get(i).cloned();
    let change = move |l: &mut Link, f: &dyn Fn(&mut Segment)| {
        if let Some(s) = l.segments.get_mut(i) {
            f(s);
        }
    };
    let end_name = |e: &Option<End>| e.as_ref().map_or("–".to_owned(), |e| refs::end(plan, e));
    let ends = || {
        refs::ends(plan)
            .into_iter()
            .map(|(e, c)| (Some(e), c))
            .collect()
    };
    form.pick(
        ui,
        &name("From"),
        &end_name,
        &ends,
        |l| at(l).map(|s| s.a),
        |l, v| {
            if let Some(v) = v {
                change(l, &|s| s.a = v.clone());
            }
        },
    );
    form.pick(
        ui,
        &name("To"),
        &end_name,
        &ends,
        |l| at(l).map(|s| s.b),
        |l, v| {
            if let Some(v) = v {
                change(l, &|s| s.b = v.clone());
            }
        },
    );
    // Coordinates of both sites give a distance where none is typed.
    let by_coordinates = form
        .single()
        .is_some_and(|(_, l)| facts::by_coordinates(&doc.cx(), l, i));
    form.optional::<MapDistance>(
        ui,
        &name("Map distance"),
        "km",
        if by_coordinates {
            "great circle"
        } else {
            "not known"
        },
        |l| at(l).and_then(|s| s.distance),
        |l, v| change(l, &|s| s.distance = v),
    );
    form.optional::<FibreLength>(
        ui,
        &name("Fibre length"),
        "km",
        "from distance",
        |l| at(l).and_then(|s| s.fibre),
        |l, v| change(l, &|s| s.fibre = v),
    );
    form.choice(
        ui,
        &name("Medium"),
        &Medium::ALL.map(|m| (m, sentence(m.word()))),
        |l| at(l).map(|s| s.medium).unwrap_or_default(),
        |l, v| change(l, &|s| s.medium = v),
    );
    equipment(ui, form, &name, i);
    form.optional::<Ms>(
        ui,
        &name("Delay of other equipment"),
        "µs",
        "none",
        |l| at(l).and_then(|s| s.devices),
        |l, v| change(l, &|s| s.devices = v),
    );
    form.text(
        ui,
        &name("Duct"),
        "cable or duct, if shared",
        |l| at(l).map(|s| s.duct).unwrap_or_default(),
        |l, v| change(l, &|s| s.duct.clone_from(&v)),
    );
}
