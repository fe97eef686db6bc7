//! VMs: what each needs, at which level it is protected, where it runs and what a failure does to it.

use super::paginate::document::{Block, Cell, Chapter, Column, Rich, Row, Table};
use super::words::{NONE, count, list, mbps, mib, ms, outage};
use super::{Report, anchor, numbered};
use crate::facts::VmFacts;
use crate::ids::{EntityId, VmId};
use crate::plan::{Level, Storage, Vm};
use crate::units::pretty;

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let mut blocks = vec![Block::Lead(lead(report))];
    if !plan.vms.is_empty() {
        blocks.push(Block::Table(placement(report)));
        blocks.push(heading("What a failure does"));
        blocks.push(Block::Paragraph(
            "Time until the VM serves again after each kind of failure, its worst case. “No pause” means that it carries on; a dash that it does not come back by itself; “not watched” that nobody notices.".into(),
        ));
        blocks.push(Block::Table(outcomes(report)));
        if plan.vms.values().any(|v| v.level == Level::L1) {
            blocks.push(Block::Note(
                "Not watched: at level 1 the platform watches whole hosts. When only a network card or a path to storage fails, the host still answers, so the VM is not moved and stays cut off until somebody mends it or moves it by hand.".into(),
            ));
        }
        blocks.push(heading("What each VM needs"));
        blocks.push(Block::Table(demand(report)));
        blocks.push(heading("Virtual disks"));
        blocks.push(Block::Table(disks(report)));
    }
    numbered("VMs, levels and placement", "vms", blocks)
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
        anchor: None,
    }
}

fn lead(report: &Report<'_>) -> Rich {
    let plan = report.cx.plan;
    if plan.vms.is_empty() {
        return "No VM is planned yet. Workloads need VMs to run on, and VMs need hosts.".into();
    }
    let members: usize = plan.vms.values().map(|v| v.count as usize).sum();
    let homeless: Vec<String> = plan
        .vms
        .iter()
        .filter(|(_, v)| v.placed() < v.count)
        .map(|(id, _)| report.name_of(id))
        .collect();
    let paired: usize = plan
        .vms
        .values()
        .filter(|v| v.level.paired())
        .map(|v| v.count as usize)
        .sum();
    let placed = match (members, homeless.len()) {
        (1, 0) => "it has a host".to_owned(),
        (_, 0) => "all of them have a host".to_owned(),
        (_, 1) => format!("{} still has no host", list(&homeless, 4)),
        _ => format!("{} still have no host", list(&homeless, 4)),
    };
    let pairs = match paired {
        0 if members == 1 => "It is not mirrored to a second host.".to_owned(),
        0 => "None of them is mirrored to a second host.".to_owned(),
        1 if members == 1 => "It is mirrored to a second host.".to_owned(),
        n if n == members => "Each is mirrored to a second host.".to_owned(),
        n => format!(
            "{} mirrored to a second host.",
            if n == 1 {
                "One is".to_owned()
            } else {
                format!("{n} are")
            }
        ),
    };
    format!(
        "The plan has {}; {placed}. {pairs}",
        count(members, "VM", "VMs")
    )
    .into()
}

/// The name and, for a group, its number of members.
fn title(report: &Report<'_>, id: &VmId, vm: &Vm) -> Rich {
    let rich = Rich::new().bold(report.name_of(id));
    if vm.is_group() {
        rich.text(format!(" × {}", vm.count))
    } else {
        rich
    }
}

fn linked(report: &Report<'_>, id: &VmId, vm: &Vm) -> Rich {
    let rich = report.link_to(id);
    if vm.is_group() {
        rich.text(format!(" × {}", vm.count))
    } else {
        rich
    }
}

fn placement(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("VM"),
            Column::text("Level and role"),
            Column::number("vCPUs"),
            Column::number("Memory"),
            Column::share("Runs on → partner", 1.2),
            Column::number("Round trip"),
            Column::number("Limit"),
        ],
        rows: Vec::new(),
    };
    for (id, vm) in report.cx.plan.vms.iter() {
        let facts = report.facts.vms.get(id);
        let places: Vec<String> = vm
            .placement
            .iter()
            .map(|p| {
                let n = if vm.is_group() {
                    format!("{} × ", p.count)
                } else {
                    String::new()
                };
                let partner = p
                    .partner
                    .as_ref()
                    .map_or_else(String::new, |h| format!(" → {}", report.name_of(h)));
                format!("{n}{}{partner}", report.name_of(&p.host))
            })
            .collect();
        let each = |f: &dyn Fn(&crate::facts::PlacedFacts) -> Option<f64>| -> String {
            let lines: Vec<String> = facts.map_or_else(Vec::new, |v| {
                v.placed
                    .iter()
                    .map(|p| f(p).map_or_else(|| NONE.to_owned(), ms))
                    .collect()
            });
            if lines.iter().all(|l| l == NONE) {
                NONE.to_owned()
            } else {
                lines.join("\n")
            }
        };
        let role = if vm.role.is_empty() {
            vm.level.word().to_owned()
        } else {
            vm.role.clone()
        };
        table.rows.push(
            Row::new(vec![
                title(report, id, vm).into(),
                Cell::Level(vm.level.number(), role.into()),
                vm.vcpus.to_string().into(),
                mib(vm.ram.as_f64()).into(),
                if places.is_empty() {
                    "not placed".into()
                } else {
                    places.join("\n").into()
                },
                each(&|p| p.rtt_ms).into(),
                each(&|p| p.rtt_limit_ms).into(),
            ])
            .at(anchor(&EntityId::from(id))),
        );
    }
    table
}

fn outcomes(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("VM"),
            Column::share("Level", 1.0),
            Column::number("Component fails"),
            Column::number("Host fails"),
            Column::number("Site is lost"),
            Column::share("What is kept", 1.1),
        ],
        rows: Vec::new(),
    };
    for (id, vm) in report.cx.plan.vms.iter() {
        let Some(f) = report.facts.vms.get(id) else {
            continue;
        };
        let time = |s: Option<f64>| s.map_or_else(|| NONE.to_owned(), outage);
        let kept = match (f.keeps_state, f.keeps_data) {
            (true, _) => "memory, application state and data",
            (false, true) => "data; the application starts again",
            (false, false) => "nothing since the last backup",
        };
        table.rows.push(Row::new(vec![
            linked(report, id, vm).into(),
            Cell::Level(vm.level.number(), vm.level.word().into()),
            match f.component_outage_s {
                None if vm.level == Level::L1 => "not watched".into(),
                outage => time(outage).into(),
            },
            time(f.host_failure_outage_s).into(),
            time(f.site_failure_outage_s).into(),
            kept.into(),
        ]));
    }
    table
}

fn demand(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("VM"),
            Column::number("vCPUs given"),
            Column::number("asked"),
            Column::number("Memory given"),
            Column::number("asked"),
            Column::number("Reads/s"),
            Column::number("Writes/s"),
            Column::number("Network"),
            Column::number("Mirroring"),
        ],
        rows: Vec::new(),
    };
    for (id, vm) in report.cx.plan.vms.iter() {
        let empty = VmFacts::default();
        let f = report.facts.vms.get(id).map_or(&empty, |f| &**f);
        let d = &f.demand;
        let or_dash = |v: f64, text: String| if v > 0.0 { text } else { NONE.to_owned() };
        table.rows.push(Row::new(vec![
            linked(report, id, vm).into(),
            vm.vcpus.to_string().into(),
            or_dash(d.vcpus, pretty(d.vcpus)).into(),
            mib(vm.ram.as_f64()).into(),
            or_dash(d.ram_mib, mib(d.ram_mib)).into(),
            or_dash(d.reads, pretty(d.reads.round())).into(),
            or_dash(d.writes, pretty(d.writes.round())).into(),
            or_dash(
                d.net_in_mbps.max(d.net_out_mbps),
                mbps(d.net_in_mbps.max(d.net_out_mbps)),
            )
            .into(),
            or_dash(f.mirror_mbps, mbps(f.mirror_mbps)).into(),
        ]));
    }
    table
}

fn disks(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("VM"),
            Column::text("Disk"),
            Column::text("Holds"),
            Column::number("Size"),
            Column::share("Lies on", 1.0),
        ],
        rows: Vec::new(),
    };
    for (id, vm) in report.cx.plan.vms.iter() {
        for (i, disk) in vm.disks.iter().enumerate() {
            let on = match &disk.on {
                Storage::Local(group) if vm.level.paired() => {
                    format!("group {group} of both hosts")
                }
                Storage::Local(group) => format!("group {group} of its host"),
                Storage::Shared { array, group } => {
                    format!("group {group} of {}", report.name_of(array))
                }
            };
            table.rows.push(Row::new(vec![
                if i == 0 {
                    linked(report, id, vm).into()
                } else {
                    "".into()
                },
                disk.name.as_str().into(),
                holds(disk.holds).into(),
                mib(disk.size.as_f64()).into(),
                on.into(),
            ]));
        }
        if vm.disks.is_empty() {
            table.rows.push(Row::new(vec![
                linked(report, id, vm).into(),
                NONE.into(),
                NONE.into(),
                NONE.into(),
                "no disks given".into(),
            ]));
        }
    }
    table
}

fn holds(of: crate::plan::DiskUse) -> &'static str {
    use crate::plan::DiskUse;
    match of {
        DiskUse::System => "system",
        DiskUse::Data => "data",
        DiskUse::Database => "databases",
        DiskUse::Log => "logs",
        DiskUse::TempDb => "tempdb",
        DiskUse::Backup => "backup",
    }
}
