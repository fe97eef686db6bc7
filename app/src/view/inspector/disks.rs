//! Virtual disks of a VM: what they hold, how large they are, where they lie.

use egui::Ui;
use evenkeel_model::facts::missing_disks;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{DiskUse, Plan, Storage, Vm, VmDisk};
use evenkeel_model::units::{Mib, with_unit};

use super::array::fresh;
use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Choice, Form};
use crate::ui::widgets;

fn use_word(u: DiskUse) -> &'static str {
    match u {
        DiskUse::System => "System",
        DiskUse::Data => "Data",
        DiskUse::Database => "Database",
        DiskUse::Log => "Logs",
        DiskUse::TempDb => "tempdb",
        DiskUse::Backup => "Backup",
    }
}

const USES: [DiskUse; 6] = [
    DiskUse::System,
    DiskUse::Data,
    DiskUse::Database,
    DiskUse::Log,
    DiskUse::TempDb,
    DiskUse::Backup,
];

fn no_disk() -> VmDisk {
    VmDisk {
        name: String::new(),
        holds: DiskUse::Data,
        size: Mib::new(40 * 1024),
        on: Storage::Local("data".to_owned()),
    }
}

fn storage_word(plan: &Plan, s: &Storage) -> String {
    match s {
        Storage::Local(group) => format!("{group} (local)"),
        Storage::Shared { array, group } => format!("{} {group}", plan.label(&array.into())),
    }
}

/// Groups of the hosts a VM stands on, and of every array.
fn storages(plan: &Plan, vm: Option<&Vm>) -> Vec<(Storage, Choice)> {
    let mut names: Vec<String> = Vec::new();
    let own: Vec<_> = vm
        .map(|v| {
            v.placement
                .iter()
                .flat_map(|p| std::iter::once(&p.host).chain(p.partner.as_ref()))
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    for (id, host) in plan.hosts.iter() {
        if own.is_empty() || own.contains(id) {
            for group in &host.raid {
                if !names.contains(&group.name) {
                    names.push(group.name.clone());
                }
            }
        }
    }
    let mut out: Vec<(Storage, Choice)> = names
        .into_iter()
        .map(|n| {
            (
                Storage::Local(n.clone()),
                Choice::with(n, "of the host itself"),
            )
        })
        .collect();
    for id in refs::arrays(plan) {
        if let Some(array) = plan.arrays.get(&id) {
            for group in &array.raid {
                let s = Storage::Shared {
                    array: id.clone(),
                    group: group.name.clone(),
                };
                let word = storage_word(plan, &s);
                out.push((s, Choice::with(word, "shared")));
            }
        }
    }
    out
}

/// The list of disks, folded.
pub fn disks(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let theme = form.theme;
    let plan = doc.plan();
    let summary = match form.common(|v| v.disks.clone()) {
        Some(all) if all.is_empty() => "none".to_owned(),
        Some(all) => {
            let total = all.iter().fold(0u64, |n, d| n.saturating_add(d.size.get()));
            let word = if all.len() == 1 { "disk" } else { "disks" };
            format!("{} {word}, {}", all.len(), with_unit(total as f64, "MiB"))
        }
        None => "mixed".to_owned(),
    };
    let own = form.single().map(|(_, vm)| vm.clone());
    fields::fold(ui, theme, "Virtual disks", &summary, false, |ui| {
        let Some(count) = form.common(|v| v.disks.len()) else {
            fields::note(
                ui,
                theme,
                "The numbers of disks differ; edit them one by one.",
            );
            return;
        };
        // Two lines a disk: a panel of usual width cuts nothing.
        const NAMED: [f32; 3] = [5.0, 5.0, 1.2];
        const SIZED: [f32; 3] = [5.0, 5.0, 1.2];
        if count > 0 {
            fields::columns(
                ui,
                theme,
                &[
                    ("Disk, size", NAMED[0], false),
                    ("Holds, lies on", NAMED[1], false),
                    ("", NAMED[2], false),
                ],
            );
        }
        for i in 0..count {
            let n = i + 1;
            let at = move |v: &Vm| v.disks.get(i).cloned().unwrap_or_else(no_disk);
            form.cells(ui, &NAMED, |form, ui, cell| match cell {
                0 => form.text(
                    ui,
                    &format!("Name of disk {n}"),
                    "",
                    |v| at(v).name,
                    |v, t| {
                        if let Some(d) = v.disks.get_mut(i) {
                            d.name = t;
                        }
                    },
                ),
                1 => form.choice(
                    ui,
                    &format!("Disk {n} holds"),
                    &USES.map(|u| (u, use_word(u).to_owned())),
                    |v| at(v).holds,
                    |v, u| {
                        if let Some(d) = v.disks.get_mut(i) {
                            d.holds = u;
                        }
                    },
                ),
                _ => {
                    if fields::remove_button(ui, theme, &format!("Remove disk {n}")).clicked() {
                        let label = format!("Remove a disk from {}", form.who);
                        form.apply(label, |v| {
                            if i < v.disks.len() {
                                v.disks.remove(i);
                            }
                        });
                    }
                }
            });
            form.cells(ui, &SIZED, |form, ui, cell| match cell {
                0 => form.quantity(
                    ui,
                    &format!("Size of disk {n}"),
                    "GiB",
                    |v| at(v).size,
                    |v, q| {
                        if let Some(d) = v.disks.get_mut(i) {
                            d.size = q;
                        }
                    },
                ),
                1 => form.pick(
                    ui,
                    &format!("Disk {n} lies on"),
                    &|s| storage_word(plan, s),
                    &|| storages(plan, own.as_deref()),
                    |v| at(v).on,
                    |v, s| {
                        if let Some(d) = v.disks.get_mut(i) {
                            d.on = s;
                        }
                    },
                ),
                _ => {}
            });
            ui.add_space(5.0);
        }
        if widgets::link(ui, theme, "Add disk").clicked() {
            let label = format!("Add a disk to {}", form.who);
            let first = storages(plan, own.as_deref()).into_iter().next();
            // What the workloads call for and has no disk yet comes first.
            let wanted = form.single().and_then(|(id, vm)| {
                let EntityId::Vm(id) = id else { return None };
                let facts = doc.facts().vms.get(id)?;
                missing_disks(vm, facts).into_iter().next()
            });
            form.apply(label, |v| {
                if let Some(disk) = &wanted {
                    v.disks.push(disk.clone());
                    return;
                }
                let mut new = v.disks.last().cloned().unwrap_or_else(|| {
                    let mut d = no_disk();
                    if let Some((s, _)) = &first {
                        d.on = s.clone();
                    }
                    d
                });
                new.holds = DiskUse::Data;
                new.name = fresh("data", v.disks.iter().map(|d| d.name.as_str()));
                v.disks.push(new);
            });
        }
    });
}
