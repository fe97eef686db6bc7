//! Workloads: what makes the demand, and what it comes to on each VM.

use super::paginate::document::{Block, Chapter, Column, Rich, Row, Table};
use super::words::{NONE, count, counted, list, mib, percent, with_unit};
use super::{Report, numbered};
use crate::facts::sql_is_on;
use crate::ids::{EntityId, WorkloadId};
use crate::plan::{Measured, Meter, SqlCommit, Workload, WorkloadKind};
use crate::units::pretty;

/// `1,680 concurrent users`; rates and measures stay as they are.
fn units(n: f64, unit: &str) -> String {
    let plain = unit.contains('/') || unit.ends_with('s') || unit.chars().all(char::is_uppercase);
    let many = if plain || n == 1.0 { "" } else { "s" };
    format!("{} {unit}{many}", pretty(n))
}

/// `1,000 heavy`, `420 with 100 messages a day`.
fn users(mailboxes: u32, profile: &str) -> String {
    let n = pretty(f64::from(mailboxes));
    match profile.parse::<f64>() {
        Ok(_) => format!("{n} with {profile} messages a day"),
        Err(_) => format!("{n} {profile}"),
    }
}

/// What a measured workload is planned with, for example `2,340 MHz, 95th percentile of 288 intervals`.
fn measured(m: &Measured, meter: Meter) -> String {
    let value = with_unit(m.planned(meter), meter.unit());
    match m.series.get(&meter) {
        Some(s) => format!(
            "{value}, {} of {}",
            m.basis.word(),
            count(s.samples as usize, "interval", "intervals")
        ),
        None => value,
    }
}

/// None when the plan has no workloads.
pub fn chapter(report: &Report<'_>) -> Option<Chapter> {
    let plan = report.cx.plan;
    if plan.workloads.is_empty() {
        return None;
    }
    let kinds: Vec<String> = plan.workloads.keys().map(|id| report.name_of(id)).collect();
    let mut blocks = vec![Block::Lead(
        format!(
            "{} what the hosts must carry: {}. {} demand is worked out per VM by published sizing rules; the appendix shows each step.",
            counted(kinds.len(), "workload makes", "workloads make"),
            list(&kinds, 6),
            if kinds.len() == 1 { "Its" } else { "Their" }
        )
        .into(),
    )];
    for (id, workload) in plan.workloads.iter() {
        blocks.push(Block::Heading {
            level: 2,
            text: report.name_of(id),
            anchor: Some(super::anchor(&EntityId::from(id))),
        });
        blocks.push(Block::KeyValues(inputs(report, workload)));
        blocks.extend(figures(report, id, workload).map(Block::Table));
    }
    Some(numbered("Workloads and sizing", "workloads", blocks))
}

/// What is installed: the product's version, the role, or that the load was measured.
pub fn product(report: &Report<'_>, workload: &Workload) -> String {
    let tables = &report.cx.catalogue.tables;
    let (key, name) = match &workload.kind {
        WorkloadKind::Mailbox(m) => (&m.version, tables.mailbox.get(&m.version).map(|v| &v.name)),
        WorkloadKind::Sql(s) => (&s.version, tables.sql.get(&s.version).map(|v| &v.name)),
        WorkloadKind::Archetype(a) => {
            let found = tables.archetypes.get(&a.archetype);
            (&a.archetype, found.map(|t| &t.name))
        }
        WorkloadKind::Measured(_) => return "an application as measured".to_owned(),
    };
    name.unwrap_or(key).clone()
}

fn inputs(report: &Report<'_>, workload: &Workload) -> Vec<(String, Rich)> {
    let tables = &report.cx.catalogue.tables;
    let kind = match &workload.kind {
        WorkloadKind::Mailbox(_) => "Mailboxes",
        WorkloadKind::Sql(_) => "SQL Server",
        WorkloadKind::Archetype(_) => "Role of the catalogue",
        WorkloadKind::Measured(_) => "As measured",
    };
    let mut rows: Vec<(String, Rich)> = vec![("Kind".to_owned(), kind.into())];
    let mut row = |key: &str, value: String| rows.push((key.to_owned(), value.into()));
    match &workload.kind {
        WorkloadKind::Mailbox(m) => {
            row("Version", product(report, workload));
            let users: Vec<String> = m
                .users
                .iter()
                .map(|u| users(u.mailboxes, &u.profile))
                .collect();
            row("Mailboxes", list(&users, 8));
            row("Quota", m.quota.to_string());
            row(
                "Deleted items kept",
                count(m.retention_days as usize, "day", "days"),
            );
            row("Databases a server", m.databases.to_string());
        }
        WorkloadKind::Sql(s) => {
            row("Version", product(report, workload));
            row("Edition", s.edition.clone());
            row(
                "Transactions at peak",
                format!("{} a second", pretty(s.transactions_per_s)),
            );
            if let Some(batches) = s.batches_per_s {
                row(
                    "Batch requests at peak",
                    format!("{} a second", pretty(batches)),
                );
            }
            row("Databases", mib(s.database_size.as_f64()));
            row(
                "Largest server memory",
                s.max_server_memory
                    .map_or_else(|| "left at its default".to_owned(), |m| m.to_string()),
            );
            for copy in s.replicas() {
                let place = match &copy.vm {
                    Some(vm) => report.name_of(vm),
                    None => "outside the plan".to_owned(),
                };
                let commit = match copy.commit {
                    SqlCommit::Synchronous => "synchronous",
                    SqlCommit::Asynchronous => "asynchronous",
                };
                row("Copy", format!("{place}, {commit}"));
            }
        }
        WorkloadKind::Archetype(a) => {
            row("Role", product(report, workload));
            let unit = tables.archetypes.get(&a.archetype);
            row(
                "Sized for",
                match unit {
                    _ if !a.own.unit.is_empty() => units(a.units, &a.own.unit),
                    Some(t) => units(a.units, &t.unit),
                    None => units(a.units, "unit"),
                },
            );
            let own = a.own.numbers().iter().filter(|(_, v)| v.is_some()).count();
            if own > 0 {
                row(
                    "Own numbers",
                    format!(
                        "{} in place of the catalogue's",
                        count(own, "number", "numbers")
                    ),
                );
            }
        }
        WorkloadKind::Measured(m) => {
            for meter in Meter::ALL {
                let value = m.planned(meter);
                if value > 0.0 {
                    row(
                        &format!("{}, as measured", meter.label()),
                        measured(m, meter),
                    );
                }
            }
            if m.headroom.get() > 0.0 {
                row("Headroom on top", m.headroom.to_string());
            }
            if !m.measured_in.is_empty() {
                row("Measured in", m.measured_in.clone());
            }
        }
    }
    let on: Vec<String> = workload
        .runs_on
        .iter()
        .map(|r| report.name_of(&r.vm))
        .collect();
    row("Runs on", list(&on, 10));
    if workload.amounts == crate::plan::Amounts::EachVm {
        row(
            "Amounts",
            format!(
                "for each VM, {} in all",
                count(workload.members(report.cx.plan) as usize, "VM", "VMs")
            ),
        );
    }
    if !workload.copies_on.is_empty() {
        row(
            "Copies on",
            list(
                &workload
                    .copies_on
                    .iter()
                    .map(|v| report.name_of(v))
                    .collect::<Vec<_>>(),
                10,
            ),
        );
    }
    if !workload.note.is_empty() {
        row("Note", workload.note.clone());
    }
    rows
}

/// What the workload comes to on each VM member, as the facts say.
fn figures(report: &Report<'_>, id: &WorkloadId, workload: &Workload) -> Option<Table> {
    let vms = || {
        workload
            .runs_on
            .iter()
            .filter_map(|r| report.facts.vms.get(&r.vm).map(|f| (&r.vm, f)))
    };
    let mut rows = Vec::new();
    let columns = match &workload.kind {
        WorkloadKind::Mailbox(_) => {
            for (vm, f) in vms() {
                let Some(m) = &f.mailbox else { continue };
                rows.push(vec![
                    pretty(m.mailboxes),
                    // Versions by megacycles ask for no cores, and the oldest have no rule for processors.
                    if m.cores_needed > 0.0 {
                        count(m.cores_needed as usize, "core", "cores")
                    } else if f.demand.cpu_mhz > 0.0 {
                        with_unit(f.demand.cpu_mhz, "MHz")
                    } else {
                        NONE.to_owned()
                    },
                    mib(m.ram_mib),
                    with_unit(m.database_iops, "IOPS"),
                    with_unit(m.log_iops, "IOPS"),
                    mib(m.database_mib),
                    mib(m.log_mib),
                    report.name_of(vm),
                ]);
            }
            &[
                "Mailboxes",
                "Processor",
                "Memory",
                "On databases",
                "On logs",
                "Databases",
                "Logs",
            ][..]
        }
        WorkloadKind::Sql(sql) => {
            let copies = sql.replicas().iter().filter_map(|r| {
                let vm = r.vm.as_ref()?;
                Some((vm, report.facts.vms.get(vm)?))
            });
            for (vm, f) in vms().chain(copies) {
                let nth = report
                    .cx
                    .plan
                    .workloads
                    .iter()
                    .filter(|(_, w)| sql_is_on(w, vm))
                    .position(|(other, _)| other == id);
                let Some(s) = nth.and_then(|n| f.sql.get(n)) else {
                    continue;
                };
                rows.push(vec![
                    pretty(s.transactions_per_s),
                    percent(s.cpu_share),
                    with_unit(s.log_mb_s, "MB/s"),
                    mib(s.working_set_mib),
                    mib(s.max_server_memory_rule_mib),
                    s.commit_ms
                        .map_or_else(|| super::words::NONE.to_owned(), super::words::ms),
                    report.name_of(vm),
                ]);
            }
            &[
                "Transactions/s",
                "Processor",
                "Log rate",
                "Working set",
                "Memory by rule",
                "Commit",
            ][..]
        }
        _ => {
            for (vm, f) in vms() {
                let d = &f.demand;
                let or_dash = |v: f64, text: String| if v > 0.0 { text } else { NONE.to_owned() };
                rows.push(vec![
                    or_dash(d.vcpus, pretty(d.vcpus)),
                    or_dash(d.ram_mib, mib(d.ram_mib)),
                    or_dash(d.reads, pretty(d.reads.round())),
                    or_dash(d.writes, pretty(d.writes.round())),
                    report.name_of(vm),
                ]);
            }
            &["vCPUs", "Memory", "Reads/s", "Writes/s"][..]
        }
    };
    if rows.is_empty() {
        return None;
    }
    let mut table = Table {
        columns: vec![Column::text("Per VM")],
        rows: Vec::new(),
    };
    table
        .columns
        .extend(columns.iter().map(|c| Column::number(*c)));
    for mut row in rows {
        // The VM's name was put last.
        let name = row.pop().unwrap_or_default();
        let mut cells = vec![name.into()];
        cells.extend(row.into_iter().map(super::paginate::document::Cell::from));
        table.rows.push(Row::new(cells));
    }
    Some(table)
}
