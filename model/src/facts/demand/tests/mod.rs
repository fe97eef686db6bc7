//! Worked examples of the vendors' rules, each with its source, and properties.

mod hosts;
mod mailboxes;
mod others;
mod properties;
mod sql;
mod sweep;

use super::*;
use crate::catalogue::Catalogue;
use crate::figure::{Explained, Recorder};
use crate::plan::{
    ArchetypeUse, Level, Mailbox, MailboxReplication, Mirroring, RunsOn, Sql, UserClass,
};
use crate::units::Mib;

/// A plan of one VM with the given workloads.
fn plan_with(vm: Vm, kinds: Vec<WorkloadKind>) -> Plan {
    let mut plan = Plan::default();
    let id = VmId::slugified("vm");
    plan.vms.put(id.clone(), vm);
    for (i, kind) in kinds.into_iter().enumerate() {
        add_workload(&mut plan, &format!("w{i}"), kind, &[(&id, 1.0)]);
    }
    plan
}

fn add_workload(plan: &mut Plan, id: &str, kind: WorkloadKind, on: &[(&VmId, f64)]) {
    let workload = Workload {
        name: String::new(),
        kind,
        runs_on: on
            .iter()
            .map(|(vm, weight)| RunsOn {
                vm: (*vm).clone(),
                weight: *weight,
            })
            .collect(),
        copies_on: Vec::new(),
        growth: None,
        amounts: crate::plan::Amounts::default(),
        note: String::new(),
    };
    plan.workloads.put(WorkloadId::slugified(id), workload);
}

fn a_vm(vcpus: u32, ram_gib: u64) -> Vm {
    Vm {
        name: String::new(),
        count: 1,
        role: String::new(),
        level: Level::L0,
        vcpus,
        ram: Mib::new(ram_gib * 1024),
        placement: Vec::new(),
        disks: Vec::new(),
        boot: None,
        app_start: None,
        app_monitored: None,
        rules: Default::default(),
        memory_reserved: None,
        sockets: None,
        cpu_reserved: None,
        nics: 1,
        best_effort: false,
        dirty_pages_per_s: None,
        mirroring: Mirroring::OnDisk,
        note: String::new(),
    }
}

fn mail(users: &[(&str, u32)]) -> Mailbox {
    Mailbox {
        version: "exchange-2007".into(),
        users: users
            .iter()
            .map(|(profile, mailboxes)| UserClass {
                profile: (*profile).into(),
                mailboxes: *mailboxes,
            })
            .collect(),
        quota: Mib::new(500),
        databases: 4,
        storage_groups: 4,
        ..Mailbox::default()
    }
}

fn a_sql(transactions_per_s: f64) -> Sql {
    Sql {
        version: "sql-2008".into(),
        edition: "standard".into(),
        transactions_per_s,
        database_size: Mib::new(100 * 1024),
        ..Sql::default()
    }
}

fn archetype_of(key: &str, units: f64) -> WorkloadKind {
    WorkloadKind::Archetype(ArchetypeUse {
        archetype: key.into(),
        units,
        ..ArchetypeUse::default()
    })
}

/// Value of a figure of the plan's only VM by name; silent and recorded must agree.
fn figure(plan: &Plan, rtt_ms: Option<f64>, name: &str) -> Option<f64> {
    let cx = Cx::new(plan, Catalogue::built_in());
    let shares = shares_on(plan, 0);
    let (id, vm) = plan.vms.iter().next().expect("one VM");
    let on = shares.get(id).map_or(&[][..], Vec::as_slice);
    let reach = Reach {
        pair_rtt_ms: rtt_ms,
        ..Reach::default()
    };
    let silent = super::figure(&mut Silent, &cx, id, vm, on, &reach, name)?;
    let recorded = super::figure(&mut Recorder, &cx, id, vm, on, &reach, name).expect("as well");
    let shown = Explained::new(name.to_owned(), String::new(), "", &recorded);
    assert_eq!(
        silent.value(),
        shown.value,
        "{name}: the working is the figure"
    );
    Some(silent.value())
}

#[track_caller]
fn near(got: f64, want: f64, source: &str) {
    let scale = want.abs().max(1e-9);
    assert!(
        (got - want).abs() / scale < 1e-3,
        "{source}: {got}, not {want}"
    );
}
