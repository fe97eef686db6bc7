//! Shared arrays, and the RAID groups that hosts and arrays have alike.

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::ids::SiteId;
use evenkeel_model::plan::{Array, DiskKind, RaidGroup, RaidLevel};
use evenkeel_model::units::{Iops, Mb, pretty};

use super::host::{OWNERSHIP, ownership};
use super::network::feeds;
use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Form, Target};
use crate::ui::widgets;

pub fn show(ui: &mut Ui, form: &mut Form<'_, Array>, doc: &Document) {
    let plan = doc.plan();
    form.pick(
        ui,
        "Site",
        &|s: &SiteId| plan.label(&s.into()),
        &|| refs::sites(plan),
        |a| a.site.clone(),
        |a, v| a.site = v,
    );
    form.choice(
        ui,
        "Ownership",
        &OWNERSHIP.map(|o| (o, ownership(o).to_owned())),
        |a| a.ownership,
        |a, v| a.ownership = v,
    );
    form.whole(
        ui,
        "Controllers",
        1..=64,
        |a| a.controllers,
        |a, v| a.controllers = v,
    );
    raid(ui, form, doc, |a| &a.raid, |a| &mut a.raid);
    fields::heading(ui, form.theme, "Power");
    feeds(ui, form, doc, |a| &a.feeds, |a| &mut a.feeds);
}

pub fn raid_word(level: RaidLevel) -> &'static str {
    match level {
        RaidLevel::Jbod => "none",
        other => other.word(),
    }
}

pub fn disk_word(kind: DiskKind) -> &'static str {
    match kind {
        DiskKind::Sata7k => "SATA 7.2k",
        DiskKind::Sas10k => "SAS 10k",
        DiskKind::Sas15k => "SAS 15k",
        DiskKind::Ssd => "SSD",
        DiskKind::Nvme => "NVMe",
    }
}

const KINDS: [DiskKind; 5] = [
    DiskKind::Sata7k,
    DiskKind::Sas10k,
    DiskKind::Sas15k,
    DiskKind::Ssd,
    DiskKind::Nvme,
];

fn one_disk() -> RaidGroup {
    RaidGroup {
        name: String::new(),
        level: RaidLevel::Raid1,
        disks: 2,
        disk_size: Mb::new(600_000),
        kind: DiskKind::default(),
        disk_iops: None,
        spans: None,
    }
}

/// RAID groups as a list, two lines each.
pub fn raid<T: Target>(
    ui: &mut Ui,
    form: &mut Form<'_, T>,
    doc: &Document,
    get: impl Fn(&T) -> &Vec<RaidGroup> + Copy,
    get_mut: impl Fn(&mut T) -> &mut Vec<RaidGroup> + Copy,
) {
    let theme = form.theme;
    let summary = match form.common(|e| get(e).clone()) {
        Some(groups) if groups.is_empty() => "none".to_owned(),
        Some(groups) => match groups.as_slice() {
            [g] => format!("{} × {} {}", g.disks, g.disk_size, raid_word(g.level)),
            many => {
                let disks = many.iter().fold(0u32, |n, g| n.saturating_add(g.disks));
                format!("{} groups, {disks} disks", many.len())
            }
        },
        None => "mixed".to_owned(),
    };
    fields::fold(ui, theme, "RAID groups", &summary, false, |ui| {
        let Some(count) = form.common(|e| get(e).len()) else {
            fields::note(
                ui,
                theme,
                "The numbers of groups differ; edit them one by one.",
            );
            return;
        };
        for i in 0..count {
            group(ui, form, doc, i, get, get_mut);
        }
        if widgets::link(ui, theme, "Add RAID group").clicked() {
            let label = format!("Add a RAID group to {}", form.who);
            form.apply(label, |e| {
                let groups = get_mut(e);
                let mut new = groups.last().cloned().unwrap_or_else(one_disk);
                new.name = fresh("data", groups.iter().map(|g| g.name.as_str()));
                groups.push(new);
            });
        }
    });
}

/// A name that none of `taken` has: `data`, `data2`, …
pub fn fresh<'a>(base: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut n = 1u32;
    loop {
        let name = if n == 1 {
            base.to_owned()
        } else {
            format!("{base}{n}")
        };
        if !taken.clone().any(|t| t == name) {
            return name;
        }
        n = n.saturating_add(1);
    }
}

fn group<T: Target>(
    ui: &mut Ui,
    form: &mut Form<'_, T>,
    doc: &Document,
    i: usize,
    get: impl Fn(&T) -> &Vec<RaidGroup> + Copy,
    get_mut: impl Fn(&mut T) -> &mut Vec<RaidGroup> + Copy,
) {
    let theme = form.theme;
    let at = move |e: &T| get(e).get(i).cloned().unwrap_or_else(one_disk);
    let change = move |e: &mut T, f: &dyn Fn(&mut RaidGroup)| {
        if let Some(g) = get_mut(e).get_mut(i) {
            f(g);
        }
    };
    let n = i + 1;
    fields::columns(
        ui,
        theme,
        &[
            ("Name", 5.0, false),
            ("Level", 5.0, false),
            ("Disks", 3.2, true),
            ("", 1.2, false),
        ],
    );
    form.cells(ui, &[5.0, 5.0, 3.2, 1.2], |form, ui, cell| match cell {
        0 => form.text(
            ui,
            &format!("Name of group {n}"),
            "",
            |e| at(e).name,
            |e, v| change(e, &|g| g.name.clone_from(&v)),
        ),
        1 => form.choice(
            ui,
            &format!("RAID level of group {n}"),
            &RaidLevel::ALL.map(|l| (l, raid_word(l).to_owned())),
            |e| at(e).level,
            |e, v| change(e, &|g| g.level = v),
        ),
        2 => form.whole(
            ui,
            &format!("Disks of group {n}"),
            1..=10_000,
            |e| at(e).disks,
            |e, v| change(e, &|g| g.disks = v),
        ),
        _ => {
            if fields::remove_button(ui, theme, &format!("Remove group {n}")).clicked() {
                let label = format!("Remove a RAID group from {}", form.who);
                form.apply(label, |e| {
                    if i < get(e).len() {
                        get_mut(e).remove(i);
                    }
                });
            }
        }
    });
    fields::columns(
        ui,
        theme,
        &[
            ("Disk size", 5.0, true),
            ("Kind", 5.0, false),
            ("IOPS a disk", 4.4, true),
        ],
    );
    form.cells(ui, &[5.0, 5.0, 4.4], |form, ui, cell| match cell {
        0 => form.quantity(
            ui,
            &format!("Disk size of group {n}"),
            "GB",
            |e| at(e).disk_size,
            |e, v| change(e, &|g| g.disk_size = v),
        ),
        1 => form.choice(
            ui,
            &format!("Disk kind of group {n}"),
            &KINDS.map(|k| (k, disk_word(k).to_owned())),
            |e| at(e).kind,
            |e, v| change(e, &|g| g.kind = v),
        ),
        _ => {
            let hint = form.common(|e| at(e).kind).map_or(String::new(), |kind| {
                let key = format!("{}.{kind:?}", keys::DISK_IOPS);
                pretty(doc.cx().constant(&key))
            });
            form.optional::<Iops>(
                ui,
                &format!("IOPS of one disk of group {n}"),
                "IOPS",
                &hint,
                |e| at(e).disk_iops,
                |e, v| change(e, &|g| g.disk_iops = v),
            );
        }
    });
    ui.add_space(6.0);
}
