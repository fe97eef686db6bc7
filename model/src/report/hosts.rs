//! Hosts, their loads now and after the worst failure, and what they are made of.

use super::paginate::document::{Block, Cell, Chapter, Column, Rich, Row, RowKind, Table};
use super::words::{NONE, count, counted, list, mbps, mib, percent, with_unit};
use super::{Report, anchor, load_bar, numbered};
use crate::ids::{EntityId, HostId};
use crate::plan::{Host, Ownership, RaidGroup};
use crate::units::pretty;

pub fn chapter(report: &Report<'_>) -> Chapter {
    let plan = report.cx.plan;
    let mut blocks = vec![Block::Lead(lead(report))];
    if !plan.hosts.is_empty() {
        blocks.push(Block::Table(loads(report)));
        blocks.push(Block::Note(
            Rich::new()
                .text("Bars: solid is normal running, hatched is after the worst single failure of the pool, the tick is the ceiling set for this plan (")
                .text(format!(
                    "processors {}, memory {}, disks {}, network {}). Disk is the fuller of space and operations a second of the host's busiest group.",
                    plan.settings.cpu_ceiling, plan.settings.ram_ceiling, plan.settings.space_ceiling, plan.settings.network_ceiling
                )),
        ));
        blocks.push(heading("What each host offers"));
        blocks.push(Block::Table(capacity(report)));
        blocks.push(heading("What each host is made of"));
        blocks.push(Block::Table(hardware(report)));
    }
    if !plan.pools.is_empty() {
        blocks.push(heading("Pools"));
        blocks.push(Block::Table(pools(report)));
    }
    if !plan.arrays.is_empty() {
        blocks.push(heading("Shared storage"));
        blocks.push(Block::Table(arrays(report)));
    }
    numbered("Hosts and loads", "hosts", blocks)
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
    let t = &report.facts.totals;
    if plan.hosts.is_empty() {
        return "No host is planned yet. Until there is one, nothing can be placed or sized."
            .into();
    }
    let mut rich = Rich::new().text(format!(
        "{} the VMs. ",
        counted(plan.hosts.len(), "host carries", "hosts carry")
    ));
    rich = match &t.worst_host {
        Some(host) => rich.text(format!(
            "The fullest in normal running is {} at {} of its tightest resource",
            report.name_of(host),
            percent(t.worst_host_share)
        )),
        None => rich.text("None of them carries a load yet"),
    };
    match &t.worst_host_after {
        Some(host) => rich.text(format!(
            "; after the worst single failure it is {} at {}.",
            report.name_of(host),
            percent(t.worst_host_share_after)
        )),
        None => rich.text("."),
    }
}

/// Hosts by site, in the order of ids.
fn by_site<'a>(report: &Report<'a>) -> Vec<(String, Vec<(&'a HostId, &'a Host)>)> {
    let plan = report.cx.plan;
    let mut out: Vec<(String, Vec<_>)> = plan
        .sites
        .keys()
        .map(|site| {
            (
                report.name_of(site),
                plan.hosts
                    .iter()
                    .filter(|(_, h)| h.site == *site)
                    .map(|(id, h)| (id, &**h))
                    .collect(),
            )
        })
        .collect();
    out.push((
        "No site".to_owned(),
        plan.hosts
            .iter()
            .filter(|(_, h)| !plan.sites.contains(&h.site))
            .map(|(id, h)| (id, &**h))
            .collect(),
    ));
    out.retain(|(_, hosts)| !hosts.is_empty());
    out
}

/// Adds a row that names the site, where there is more than one.
fn grouped(table: &mut Table, groups: usize, site: &str) {
    if groups > 1 {
        table.rows.push(Row {
            cells: vec![site.into()],
            kind: RowKind::Group,
            anchor: None,
        });
    }
}

fn loads(report: &Report<'_>) -> Table {
    let settings = &report.cx.plan.settings;
    let mut table = Table {
        columns: vec![
            Column::text("Host"),
            Column::text("Processor"),
            Column::text("Memory"),
            Column::text("Disk"),
            Column::text("Network"),
        ],
        rows: Vec::new(),
    };
    let sites = by_site(report);
    for (site, hosts) in &sites {
        grouped(&mut table, sites.len(), site);
        for (id, _) in hosts {
            let mut cells = vec![Rich::new().bold(report.name_of(*id)).into()];
            match report.facts.hosts.get(*id) {
                Some(f) if f.up => {
                    let (now, worst) = (&f.shares, &f.worst);
                    let (disk_now, disk) = (now.disk(), worst.disk());
                    cells.push(load_bar(
                        now.cpu,
                        Some(worst.cpu.value),
                        settings.cpu_ceiling.get(),
                    ));
                    cells.push(load_bar(
                        now.ram,
                        Some(worst.ram.value),
                        settings.ram_ceiling.get(),
                    ));
                    cells.push(load_bar(
                        disk_now,
                        Some(disk.value),
                        settings.space_ceiling.get(),
                    ));
                    cells.push(load_bar(
                        now.net,
                        Some(worst.net.value),
                        settings.network_ceiling.get(),
                    ));
                }
                _ => cells.extend((0..4).map(|_| Cell::from(NONE))),
            }
            table
                .rows
                .push(Row::new(cells).at(anchor(&EntityId::from(*id))));
        }
    }
    table
}

fn capacity(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Host"),
            Column::number("VMs"),
            Column::number("vCPUs a core"),
            Column::number("Processor used of"),
            Column::number("Memory used of"),
            Column::share("Worst failure for it", 1.0),
        ],
        rows: Vec::new(),
    };
    for (id, _) in report.cx.plan.hosts.iter() {
        let Some(f) = report.facts.hosts.get(id) else {
            continue;
        };
        let mut worst: Vec<EntityId> = [&f.worst.cpu, &f.worst.ram, f.worst.disk(), &f.worst.net]
            .into_iter()
            .filter_map(|w| w.after.clone())
            .collect();
        worst.sort();
        worst.dedup();
        let after: Vec<String> = worst
            .iter()
            .map(|w| format!("loss of {}", report.name(w)))
            .collect();
        table.rows.push(Row::new(vec![
            report.link_to(id).into(),
            pretty(f64::from(f.load.vms)).into(),
            pretty(f.vcpus_per_core).into(),
            format!(
                "{} of {}",
                pretty(f.load.cpu_cores),
                with_unit(f.capacity.cpu_cores, "cores")
            )
            .into(),
            format!("{} of {}", mib(f.load.ram_mib), mib(f.capacity.ram_mib)).into(),
            if after.is_empty() {
                "none changes it".into()
            } else {
                list(&after, 2).into()
            },
        ]));
    }
    table
}

fn hardware(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Host"),
            Column::share("Processors and memory", 0.98),
            Column::share("Disks", 1.28),
            Column::share("Adapters", 0.86),
            Column::share("Power, cooling", 0.82),
        ],
        rows: Vec::new(),
    };
    for (id, host) in report.cx.plan.hosts.iter() {
        let mut name = report.link_to(id);
        if host.ownership == Ownership::Proposed {
            name = name.muted("\nto be bought");
        }
        let ecc = match host.ecc {
            Some(true) => " with ECC",
            Some(false) => " without ECC",
            None => "",
        };
        let model = match report.cx.catalogue.tables.hosts.get(&host.model) {
            Some(model) => format!("{}\n", model.name),
            None if host.model.is_empty() => String::new(),
            None => format!("{}\n", host.model),
        };
        let processors = format!(
            "{model}{} × {} cores, {}\n{}{ecc}",
            host.sockets, host.cores_per_socket, host.clock, host.ram
        );
        let mut disks: Vec<String> = host.raid.iter().map(raid).collect();
        if let Some(n) = host.controllers {
            disks.push(count(n as usize, "controller", "controllers"));
        }
        let adapters: Vec<String> = host
            .adapters
            .iter()
            .map(|a| format!("{}: {} × {}", a.name, a.ports, mbps(a.speed.get())))
            .collect();
        let feeds: Vec<String> = host
            .power_supplies
            .iter()
            .filter_map(|p| p.feed.as_ref())
            .map(|f| report.name_of(f))
            .collect();
        let mut power = vec![count(host.power_supplies.len(), "supply", "supplies")];
        if !feeds.is_empty() {
            power.push(format!("on {}", list(&feeds, 4)));
        }
        power.extend(host.redundant_fans.map(|r| {
            if r {
                "redundant fans".to_owned()
            } else {
                "fans not redundant".to_owned()
            }
        }));
        let lines = |parts: Vec<String>| {
            if parts.is_empty() {
                NONE.to_owned()
            } else {
                parts.join("\n")
            }
        };
        table.rows.push(Row::new(vec![
            name.into(),
            processors.into(),
            lines(disks).into(),
            lines(adapters).into(),
            lines(power).into(),
        ]));
    }
    table
}

/// `data: RAID 10, 8 × 600 GB`.
pub fn raid(group: &RaidGroup) -> String {
    let level = group.level.word();
    format!(
        "{}: {level}, {} × {}",
        group.name, group.disks, group.disk_size
    )
}

fn pools(report: &Report<'_>) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Pool"),
            Column::share("Hosts", 1.0),
            Column::number("Host failures survived"),
            Column::share("VMs that could not restart", 0.9),
        ],
        rows: Vec::new(),
    };
    for id in report.cx.plan.pools.keys() {
        let Some(f) = report.facts.pools.get(id) else {
            continue;
        };
        let hosts: Vec<String> = f.hosts.iter().map(|h| report.name_of(h)).collect();
        let stuck: Vec<String> = f
            .not_restartable
            .iter()
            .map(|(host, vms)| {
                format!(
                    "{} after {}",
                    list(
                        &vms.iter().map(|v| report.name_of(v)).collect::<Vec<_>>(),
                        4
                    ),
                    report.name_of(host)
                )
            })
            .collect();
        let mut name = Rich::new().bold(report.name_of(id));
        if f.split {
            name = name.muted("\nspans sites");
        }
        table.rows.push(
            Row::new(vec![
                name.into(),
                list(&hosts, 8).into(),
                format!(
                    "{} of {} wanted",
                    f.host_failures_survived, f.host_failures_wanted
                )
                .into(),
                if stuck.is_empty() {
                    "none".into()
                } else {
                    stuck.join("; ").into()
                },
            ])
            .at(anchor(&id.into())),
        );
    }
    table
}

fn arrays(report: &Report<'_>) -> Table {
    let ceiling = report.cx.plan.settings.space_ceiling.get();
    let mut table = Table {
        columns: vec![
            Column::text("Array"),
            Column::share("Disks", 1.0),
            Column::number("Controllers"),
            Column::text("Space"),
            Column::text("Operations"),
        ],
        rows: Vec::new(),
    };
    for (id, array) in report.cx.plan.arrays.iter() {
        let groups: Vec<String> = array.raid.iter().map(raid).collect();
        let shares = report.facts.arrays.get(id).map(|f| f.shares);
        let bar = |share: Option<f64>| {
            share.map_or_else(|| Cell::from(NONE), |s| load_bar(s, None, ceiling))
        };
        table.rows.push(
            Row::new(vec![
                Rich::new().bold(report.name_of(id)).into(),
                groups.join("\n").into(),
                array.controllers.to_string().into(),
                bar(shares.map(|s| s.space)),
                bar(shares.map(|s| s.iops)),
            ])
            .at(anchor(&id.into())),
        );
    }
    table
}
