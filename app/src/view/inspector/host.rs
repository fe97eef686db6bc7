//! Hosts: place, processors, memory, cards, disks, power.

use egui::Ui;
use evenkeel_model::ids::{FeedId, PoolId, SiteId};
use evenkeel_model::plan::{Adapter, Host, Ownership, PowerSupply};
use evenkeel_model::units::{Mbps, pretty};

use super::array::{fresh, raid};
use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Choice, Form};
use crate::ui::widgets;

pub const OWNERSHIP: [Ownership; 2] = [Ownership::Existing, Ownership::Proposed];

pub fn ownership(o: Ownership) -> &'static str {
    match o {
        Ownership::Existing => "Existing",
        Ownership::Proposed => "To be bought",
    }
}

pub fn show(ui: &mut Ui, form: &mut Form<'_, Host>, doc: &Document) {
    let plan = doc.plan();
    form.pick(
        ui,
        "Site",
        &|s: &SiteId| plan.label(&s.into()),
        &|| refs::sites(plan),
        |h| h.site.clone(),
        |h, v| h.site = v,
    );
    form.pick(
        ui,
        "Pool",
        &|p: &Option<PoolId>| refs::name(plan, p.as_ref().map(Into::into), "No pool"),
        &|| refs::pools(plan),
        |h| h.pool.clone(),
        |h, v| h.pool = v,
    );
    form.choice(
        ui,
        "Ownership",
        &OWNERSHIP.map(|o| (o, ownership(o).to_owned())),
        |h| h.ownership,
        |h, v| h.ownership = v,
    );
    model(ui, form, doc);

    fields::heading(ui, form.theme, "Processors and memory");
    form.whole(ui, "Sockets", 1..=64, |h| h.sockets, |h, v| h.sockets = v);
    form.whole(
        ui,
        "Cores per socket",
        1..=1024,
        |h| h.cores_per_socket,
        |h, v| h.cores_per_socket = v,
    );
    form.whole(
        ui,
        "Threads per core",
        1..=8,
        |h| h.threads_per_core,
        |h, v| h.threads_per_core = v,
    );
    form.quantity(ui, "Clock", "GHz", |h| h.clock, |h, v| h.clock = v);
    form.quantity(ui, "RAM", "GiB", |h| h.ram, |h, v| h.ram = v);
    form.tri(ui, "ECC memory", |h| h.ecc, |h, v| h.ecc = v);
    fields::fold(
        ui,
        form.theme,
        "Details of the processors",
        &details(form),
        false,
        |ui| {
            form.whole(
                ui,
                "NUMA nodes per socket",
                1..=64,
                |h| h.numa_nodes_per_socket,
                |h, v| h.numa_nodes_per_socket = v,
            );
            form.optional_number(
                ui,
                "SPECint_rate2006",
                "",
                0.0..=1e6,
                "not known",
                |h| h.rating,
                |h, v| h.rating = v,
            );
        },
    );
    adapters(ui, form);
    raid(ui, form, doc, |h| &h.raid, |h| &mut h.raid);
    power(ui, form, doc);
}

fn details(form: &Form<'_, Host>) -> String {
    form.common(|h| {
        let nodes = h.numa_nodes();
        let rating = h
            .rating
            .map_or_else(String::new, |r| format!(", rating {}", pretty(r)));
        format!(
            "{nodes} NUMA {}{rating}",
            if nodes == 1 { "node" } else { "nodes" }
        )
    })
    .unwrap_or_else(|| "mixed".to_owned())
}

/// A model of the catalogue; choosing one fills in what the catalogue knows of it.
fn model(ui: &mut Ui, form: &mut Form<'_, Host>, doc: &Document) {
    let models = &doc.catalogue().tables.hosts;
    let unknown = form.common(|h| h.model.clone());
    if models.is_empty() && unknown.as_deref().unwrap_or("").is_empty() {
        return;
    }
    let name = |key: &String| {
        if key.is_empty() {
            "As entered".to_owned()
        } else {
            models
                .get(key)
                .map_or_else(|| key.clone(), |m| m.name.clone())
        }
    };
    let options = || {
        std::iter::once((String::new(), Choice::from("As entered")))
            .chain(models.iter().map(|(key, m)| {
                (
                    key.clone(),
                    Choice::with(
                        m.name.clone(),
                        format!("{} × {} cores", m.sockets, m.cores_per_socket),
                    ),
                )
            }))
            .collect()
    };
    form.pick(
        ui,
        "Model",
        &name,
        &options,
        |h| h.model.clone(),
        |h, key| match models.get(&key) {
            Some(m) => m.fill(&key, h),
            None => h.model = key,
        },
    );
}

fn no_adapter() -> Adapter {
    Adapter {
        name: String::new(),
        ports: 2,
        speed: Mbps::new(10_000.0),
    }
}

fn adapters(ui: &mut Ui, form: &mut Form<'_, Host>) {
    let theme = form.theme;
    let summary = match form.common(|h| h.adapters.clone()) {
        Some(all) if all.is_empty() => "none".to_owned(),
        Some(all) => {
            let ports = all.iter().fold(0u32, |n, a| n.saturating_add(a.ports));
            format!(
                "{} {}, {ports} ports",
                all.len(),
                if all.len() == 1 { "card" } else { "cards" }
            )
        }
        None => "mixed".to_owned(),
    };
    fields::fold(ui, theme, "Adapters", &summary, false, |ui| {
        let Some(count) = form.common(|h| h.adapters.len()) else {
            fields::note(
                ui,
                theme,
                "The numbers of cards differ; edit them one by one.",
            );
            return;
        };
        const SHARES: [f32; 4] = [5.0, 3.0, 5.0, 1.2];
        if count > 0 {
            fields::columns(
                ui,
                theme,
                &[
                    ("Card", SHARES[0], false),
                    ("Ports", SHARES[1], true),
                    ("Speed of a port", SHARES[2], true),
                    ("", SHARES[3], false),
                ],
            );
        }
        for i in 0..count {
            let n = i + 1;
            let at = move |h: &Host| h.adapters.get(i).cloned().unwrap_or_else(no_adapter);
            form.cells(ui, &SHARES, |form, ui, cell| match cell {
                0 => form.text(
                    ui,
                    &format!("Name of card {n}"),
                    "",
                    |h| at(h).name,
                    |h, v| {
                        if let Some(a) = h.adapters.get_mut(i) {
                            a.name = v;
                        }
                    },
                ),
                1 => form.whole(
                    ui,
                    &format!("Ports of card {n}"),
                    1..=64,
                    |h| at(h).ports,
                    |h, v| {
                        if let Some(a) = h.adapters.get_mut(i) {
                            a.ports = v;
                        }
                    },
                ),
                2 => form.quantity(
                    ui,
                    &format!("Speed of card {n}"),
                    "Gbit/s",
                    |h| at(h).speed,
                    |h, v| {
                        if let Some(a) = h.adapters.get_mut(i) {
                            a.speed = v;
                        }
                    },
                ),
                _ => {
                    if fields::remove_button(ui, theme, &format!("Remove card {n}")).clicked() {
                        let label = format!("Remove a card from {}", form.who);
                        form.apply(label, |h| {
                            if i < h.adapters.len() {
                                h.adapters.remove(i);
                            }
                        });
                    }
                }
            });
        }
        if widgets::link(ui, theme, "Add card").clicked() {
            let label = format!("Add a card to {}", form.who);
            form.apply(label, |h| {
                let mut new = h.adapters.last().cloned().unwrap_or_else(no_adapter);
                let n = h.adapters.len() + 1;
                new.name = fresh(
                    &format!("nic{n}"),
                    h.adapters.iter().map(|a| a.name.as_str()),
                );
                h.adapters.push(new);
            });
        }
    });
}

fn power(ui: &mut Ui, form: &mut Form<'_, Host>, doc: &Document) {
    let theme = form.theme;
    let plan = doc.plan();
    let summary = form.common(|h| h.power_supplies.len()).map_or_else(
        || "mixed".to_owned(),
        |n| match n {
            0 => "not entered".to_owned(),
            1 => "1 power supply".to_owned(),
            n => format!("{n} power supplies"),
        },
    );
    fields::fold(ui, theme, "Power and redundancy", &summary, false, |ui| {
        match form.common(|h| h.power_supplies.len()) {
            Some(count) => {
                for i in 0..count {
                    let n = i + 1;
                    form.cells(ui, &[5.0, 8.0, 1.2], |form, ui, cell| match cell {
                        0 => {
                            ui.add(
                                egui::Label::new(fields::muted(theme, format!("Supply {n}, feed")))
                                    .truncate(),
                            );
                        }
                        1 => form.pick(
                            ui,
                            &format!("Feed of power supply {n}"),
                            &|f: &Option<FeedId>| {
                                refs::name(plan, f.as_ref().map(Into::into), "Not known")
                            },
                            &|| refs::feeds(plan),
                            |h| h.power_supplies.get(i).and_then(|p| p.feed.clone()),
                            |h, v| {
                                if let Some(p) = h.power_supplies.get_mut(i) {
                                    p.feed = v;
                                }
                            },
                        ),
                        _ => {
                            let name = format!("Remove power supply {n}");
                            if fields::remove_button(ui, theme, &name).clicked() {
                                let label = format!("Remove a power supply from {}", form.who);
                                form.apply(label, |h| {
                                    if i < h.power_supplies.len() {
                                        h.power_supplies.remove(i);
                                    }
                                });
                            }
                        }
                    });
                }
                if widgets::link(ui, theme, "Add power supply").clicked() {
                    let label = format!("Add a power supply to {}", form.who);
                    form.apply(label, |h| h.power_supplies.push(PowerSupply::default()));
                }
            }
            None => {
                fields::note(ui, theme, "The numbers of power supplies differ.");
            }
        }
        form.tri(
            ui,
            "Redundant fans",
            |h| h.redundant_fans,
            |h, v| h.redundant_fans = v,
        );
        form.optional_whole(
            ui,
            "Disk controllers",
            1..=64,
            "not known",
            |h| h.controllers,
            |h, v| h.controllers = v,
        );
    });
}
