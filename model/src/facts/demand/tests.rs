//! Worked examples of the vendors' rules, and properties.

use super::*;
use crate::catalogue::Catalogue;
use crate::figure::{Explained, Recorder};
use crate::plan::{Mailbox, MailboxReplication, RunsOn, UserClass};
use crate::units::Mib;

/// A plan of one VM with the given workloads.
fn plan_with(vm: Vm, kinds: Vec<WorkloadKind>) -> Plan {
    let mut plan = Plan::default();
    let id = VmId::slugified("vm");
    plan.vms.put(id.clone(), vm);
    for (i, kind) in kinds.into_iter().enumerate() {
        let workload = Workload {
            name: String::new(),
            kind,
            runs_on: vec![RunsOn {
                vm: id.clone(),
                weight: 1.0,
            }],
            copies_on: Vec::new(),
            note: String::new(),
        };
        plan.workloads
            .put(WorkloadId::slugified(&format!("w{i}")), workload);
    }
    plan
}

fn a_vm(vcpus: u32, ram_gib: u64) -> Vm {
    Vm {
        name: String::new(),
        count: 1,
        role: String::new(),
        level: crate::plan::Level::L0,
        vcpus,
        ram: Mib::new(ram_gib * 1024),
        placement: Vec::new(),
        disks: Vec::new(),
        boot: None,
        app_start: None,
        app_monitored: None,
        memory_reserved: None,
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
        retention_days: 14,
        message_kb: None,
        databases: 4,
        storage_groups: 4,
        replication: MailboxReplication::None,
        multi_role: false,
        log_days: 7,
    }
}

/// Value of a figure by name, silent and recorded alike.
fn figure(plan: &Plan, rtt_ms: Option<f64>, name: &str) -> Option<f64> {
    let cx = Cx::new(plan, Catalogue::built_in());
    let shares = shares_on(plan);
    let (id, vm) = plan.vms.iter().next().expect("one VM");
    let on = shares.get(id).map_or(&[][..], Vec::as_slice);
    let silent = super::figure(&mut Silent, &cx, id, vm, on, rtt_ms, name)?;
    let recorded = super::figure(&mut Recorder, &cx, id, vm, on, rtt_ms, name).expect("as well");
    let shown = Explained::new(name.to_owned(), String::new(), "", &recorded);
    assert_eq!(
        silent.value(),
        shown.value,
        "{name}: the working is the figure"
    );
    Some(silent.value())
}

fn near(got: f64, want: f64, source: &str) {
    let scale = want.abs().max(1e-9);
    assert!(
        (got - want).abs() / scale < 1e-3,
        "{source}: {got}, not {want}"
    );
}

#[test]
fn mailbox_rules_of_2007() {
    let rows: &[(&str, Mailbox, &str, f64)] = &[
        (
            "DESIGN example 1: 500 heavy mailboxes a core",
            mail(&[("heavy", 1000)]),
            "vcpus.needed",
            2.0,
        ),
        (
            "DESIGN example 1: 2 GB + 5 MB each",
            mail(&[("heavy", 1000)]),
            "ram.needed",
            7048.0,
        ),
        (
            "S10: 100 very heavy users",
            mail(&[("very-heavy", 100)]),
            "mailbox.database_iops",
            48.0,
        ),
        (
            "S10: log IOPS before rounding",
            mail(&[("very-heavy", 100)]),
            "mailbox.log_iops",
            18.24,
        ),
    ];
    for (source, workload, name, want) in rows {
        let plan = plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(workload.clone())]);
        near(figure(&plan, None, name).expect(name), *want, source);
    }
}
