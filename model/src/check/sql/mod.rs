//! Checks of SQL Server.

mod backups_beside_databases;
mod commit_over_target;
mod cores_over_edition;
mod data_and_log_together;
mod database_over_edition;
mod log_bandwidth_over_link;
mod log_write_slow;
mod max_memory_over_edition;
mod max_memory_over_rule;
mod max_memory_unset;
mod maxdop_unset;
mod memory_over_vm;
mod odd_vcpus;
mod on_raid_0;
mod several_instances_over_memory;
mod spans_numa_nodes;
mod synchronous_over_distance;
mod tempdb_beside_databases;
mod tempdb_files;
mod tier_1_not_reserved;
mod tier_1_overcommitted;
mod transactions_over_commits;
mod unknown_version_or_edition;

use std::collections::BTreeMap;

use super::{Check, CheckCx};
use crate::catalogue::SqlEdition;
use crate::facts::{SqlFacts, VmFacts};
use crate::ids::{VmId, WorkloadId};
use crate::plan::{Host, Sql, Vm, WorkloadKind};

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &max_memory_unset::MaxMemoryUnset,
    &max_memory_over_rule::MaxMemoryOverRule,
    &memory_over_vm::MemoryOverVm,
    &cores_over_edition::CoresOverEdition,
    &max_memory_over_edition::MaxMemoryOverEdition,
    &database_over_edition::DatabaseOverEdition,
    &tier_1_overcommitted::Tier1Overcommitted,
    &odd_vcpus::OddVcpus,
    &spans_numa_nodes::SpansNumaNodes,
    &data_and_log_together::DataAndLogTogether,
    &tempdb_beside_databases::TempdbBesideDatabases,
    &log_bandwidth_over_link::LogBandwidthOverLink,
    &commit_over_target::CommitOverTarget,
    &transactions_over_commits::TransactionsOverCommits,
    &synchronous_over_distance::SynchronousOverDistance,
    &tempdb_files::TempdbFiles,
    &maxdop_unset::MaxdopUnset,
    &tier_1_not_reserved::Tier1NotReserved,
    &unknown_version_or_edition::UnknownVersionOrEdition,
    &backups_beside_databases::BackupsBesideDatabases,
    &log_write_slow::LogWriteSlow,
    &several_instances_over_memory::SeveralInstancesOverMemory,
    &on_raid_0::OnRaid0,
];

/// A SQL Server instance: a workload on one VM (each member of a group has one).
#[derive(Clone, Copy)]
struct Instance<'a> {
    workload: &'a WorkloadId,
    sql: &'a Sql,
    vm_id: &'a VmId,
    vm: &'a Vm,
    /// Which of the VM's instances it is.
    nth: usize,
}

impl<'a> Instance<'a> {
    fn vm_facts(&self, cx: &CheckCx<'a>) -> Option<&'a VmFacts> {
        cx.facts.vms.get(self.vm_id).map(|f| &**f)
    }

    fn facts(&self, cx: &CheckCx<'a>) -> Option<&'a SqlFacts> {
        self.vm_facts(cx)?.sql.get(self.nth)
    }

    /// The address of a figure of this instance.
    fn figure(&self, cx: &CheckCx<'a>, name: &str) -> String {
        let several = self.vm_facts(cx).is_some_and(|f| f.sql.len() > 1);
        if several {
            format!("vm/{}/sql.{}.{name}", self.vm_id, self.workload)
        } else {
            format!("vm/{}/sql.{name}", self.vm_id)
        }
    }

    fn edition(&self, cx: &CheckCx<'a>) -> Option<&'a SqlEdition> {
        let versions = &cx.cx.catalogue.tables.sql;
        versions
            .get(&self.sql.version)?
            .editions
            .get(&self.sql.edition)
    }

    /// Physical hosts that the VM stands on.
    fn hosts(&self, cx: &CheckCx<'a>) -> Vec<&'a Host> {
        super::shared::hosts_of(self.vm)
            .into_iter()
            .filter_map(|h| cx.cx.plan.hosts.get(h).map(|h| &**h))
            .collect()
    }
}

/// Every instance, by workload, then in the order of its VMs.
fn instances<'a>(cx: &CheckCx<'a>) -> Vec<Instance<'a>> {
    let plan: &'a crate::plan::Plan = cx.cx.plan;
    let mut seen: BTreeMap<&VmId, Vec<&WorkloadId>> = BTreeMap::new();
    let mut all = Vec::new();
    for (workload, row) in plan.workloads.iter() {
        let WorkloadKind::Sql(sql) = &row.kind else {
            continue;
        };
        for on in &row.runs_on {
            let Some(vm) = plan.vms.get(&on.vm) else {
                continue;
            };
            let there = seen.entry(&on.vm).or_default();
            if there.last() == Some(&workload) {
                continue;
            }
            all.push(Instance {
                workload,
                sql,
                vm_id: &on.vm,
                vm,
                nth: there.len(),
            });
            there.push(workload);
        }
    }
    all
}

/// One instance of each VM, for checks about the VM itself.
fn vms<'a>(cx: &CheckCx<'a>) -> impl Iterator<Item = Instance<'a>> {
    instances(cx).into_iter().filter(|i| i.nth == 0)
}

/// Cores of a NUMA node of a host.
fn node_cores(host: &Host) -> u32 {
    (host.cores() / host.numa_nodes()).max(1)
}

/// The sample with a database server on it that every check of this family accepts.
#[cfg(test)]
fn sample() -> crate::plan::Plan {
    use crate::plan::{DiskUse, RunsOn, Storage, VmDisk, Workload};
    use crate::units::{Mib, Ms};
    let mut plan = super::testing::sample();
    let (_, mailbox) = plan.vms.iter().next().unwrap();
    let mut vm = (**mailbox).clone();
    vm.vcpus = 4;
    vm.ram = Mib::new(16_384);
    vm.role = "database".into();
    vm.disks = [
        (DiskUse::System, "system"),
        (DiskUse::Database, "data"),
        (DiskUse::Log, "logs"),
        (DiskUse::TempDb, "system"),
        (DiskUse::Backup, "logs"),
    ]
    .map(|(holds, group)| VmDisk {
        name: format!("{holds:?}").to_lowercase(),
        holds,
        size: Mib::new(51_200),
        on: Storage::Local(group.into()),
    })
    .into();
    let id = VmId::new("sql-1").unwrap();
    plan.vms.put(id.clone(), vm);
    let sql = Sql {
        version: "sql-2008-r2".into(),
        edition: "standard".into(),
        transactions_per_s: 40.0,
        core_ms_per_transaction: Some(5.0),
        log_bytes_per_transaction: Some(4096.0),
        data_io_per_transaction: Some(2.0),
        database_size: Mib::new(40_960),
        max_server_memory: Some(Mib::new(11_264)),
        log_write: Some(Ms::new(2.0)),
        commit_target: Some(Ms::new(10.0)),
        sessions: Some(50),
        tier_1: true,
        tempdb_files: Some(4),
        max_dop: Some(4),
        ..Sql::default()
    };
    plan.workloads.put(
        WorkloadId::new("shop").unwrap(),
        Workload {
            name: String::new(),
            kind: WorkloadKind::Sql(sql),
            runs_on: vec![RunsOn {
                vm: id,
                weight: 1.0,
            }],
            copies_on: Vec::new(),
            growth: None,
            note: String::new(),
        },
    );
    plan
}

/// The sample with its SQL workload or VM changed.
#[cfg(test)]
fn with(change: impl FnOnce(&mut Sql, &mut Vm)) -> crate::plan::Plan {
    let mut plan = sample();
    let mut workload = (**plan.workloads.get("shop").unwrap()).clone();
    let mut vm = (**plan.vms.get("sql-1").unwrap()).clone();
    let WorkloadKind::Sql(sql) = &mut workload.kind else {
        panic!("the sample's workload is SQL Server");
    };
    change(sql, &mut vm);
    plan.workloads
        .put(WorkloadId::new("shop").unwrap(), workload);
    plan.vms.put(VmId::new("sql-1").unwrap(), vm);
    plan
}

/// What a check finds in a plan as derived.
#[cfg(test)]
fn run(check: &'static dyn Check, plan: &crate::plan::Plan) -> Vec<super::Finding> {
    super::testing::judge(check, plan, |_| {})
}

/// Facts of the sample's instance, to be set by hand.
#[cfg(test)]
fn set(facts: &mut crate::facts::Facts) -> &mut SqlFacts {
    let vm = super::testing::vm_facts(facts, "sql-1");
    if vm.sql.is_empty() {
        vm.sql.push(SqlFacts::default());
    }
    &mut vm.sql[0]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_sample_passes_every_check_of_the_family() {
        let plan = super::sample();
        for check in super::ALL {
            let found = super::run(*check, &plan);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}
