//! Checks of SQL Server.

mod allocation_unit_not_64k;
mod backup_over_window;
mod backups_beside_databases;
mod backups_too_rare;
mod buffer_pool_below_working_set;
mod commit_over_target;
mod copies_not_in_edition;
mod copies_recover_late;
mod cores_over_edition;
mod cost_threshold_default;
mod cpu_over_target;
mod data_access_slow;
mod data_and_log_together;
mod database_over_edition;
mod files_on_system_volume;
mod growth_unwise;
mod host_licences_suffice;
mod log_bandwidth_over_link;
mod log_write_slow;
mod many_log_fragments;
mod max_memory_over_edition;
mod max_memory_over_rule;
mod max_memory_unset;
mod maxdop_unset;
mod memory_over_vm;
mod no_instant_initialisation;
mod odd_vcpus;
mod on_raid_0;
mod page_life_short;
mod reads_starve_cores;
mod set_up_not_told;
mod several_instances_over_memory;
mod spans_numa_nodes;
mod synchronous_over_distance;
mod tempdb_beside_databases;
mod tempdb_files;
mod tempdb_files_unequal;
mod tier_1_not_reserved;
mod tier_1_overcommitted;
mod too_few_licences;
mod too_many_copies;
mod transactions_over_commits;
mod unknown_version_or_edition;
mod volumes_without_room;

use std::collections::BTreeMap;

use super::{Check, CheckCx, Finding};
use crate::catalogue::{Constant, SqlEdition, SqlVersion, keys};
use crate::facts::{SqlFacts, VmFacts};
use crate::figure::{Num, Silent};
use crate::ids::{VmId, WorkloadId};
use crate::plan::{Host, Sql, SqlFiles, SqlInstance, SqlMemoryRule, Vm, WorkloadKind};

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
    &cpu_over_target::CpuOverTarget,
    &cost_threshold_default::CostThresholdDefault,
    &page_life_short::PageLifeShort,
    &tempdb_files_unequal::TempdbFilesUnequal,
    &files_on_system_volume::FilesOnSystemVolume,
    &allocation_unit_not_64k::AllocationUnitNot64k,
    &no_instant_initialisation::NoInstantInitialisation,
    &growth_unwise::GrowthUnwise,
    &many_log_fragments::ManyLogFragments,
    &data_access_slow::DataAccessSlow,
    &reads_starve_cores::ReadsStarveCores,
    &copies_not_in_edition::CopiesNotInEdition,
    &too_many_copies::TooManyCopies,
    &too_few_licences::TooFewLicences,
    &backups_too_rare::BackupsTooRare,
    &backup_over_window::BackupOverWindow,
    &copies_recover_late::CopiesRecoverLate,
    &buffer_pool_below_working_set::BufferPoolBelowWorkingSet,
    &volumes_without_room::VolumesWithoutRoom,
    &host_licences_suffice::HostLicencesSuffice,
    &set_up_not_told::SetUpNotTold,
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
    /// The VM holds a copy of the workload's databases.
    copy: bool,
    /// The first of its workload: what is missing of the workload is said once.
    first: bool,
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

    fn version(&self, cx: &CheckCx<'a>) -> Option<&'a SqlVersion> {
        cx.cx.catalogue.tables.sql.get(&self.sql.version)
    }

    fn edition(&self, cx: &CheckCx<'a>) -> Option<&'a SqlEdition> {
        self.version(cx)?.editions.get(&self.sql.edition)
    }

    /// A limit of the edition with the row that sets it; none where it is the operating system's.
    fn edition_limit(&self, cx: &CheckCx<'a>, key: &str) -> Option<(f64, &'a Constant)> {
        let row = self.edition(cx)?.limits.get(key)?;
        let scope = format!("{}.{}", self.sql.version, self.sql.edition);
        Some((in_force(cx, &scope, key, row), row))
    }

    /// A constant of the version with its row.
    fn version_limit(&self, cx: &CheckCx<'a>, key: &str) -> Option<(f64, &'a Constant)> {
        let row = self.version(cx)?.constants.get(key)?;
        Some((in_force(cx, &self.sql.version, key, row), row))
    }

    /// `max server memory` in MiB; none where it is left at the default, which means no limit.
    fn max_memory(&self, cx: &CheckCx<'_>) -> Option<f64> {
        let unlimited = cx.cx.constant(keys::sql::MAX_MEMORY_UNLIMITED_MIB);
        let max = self.sql.max_server_memory?.as_f64();
        (unlimited <= 0.0 || max < unlimited).then_some(max)
    }

    /// The rule for `max server memory` in force.
    fn rule(&self, cx: &CheckCx<'_>) -> SqlMemoryRule {
        let own = self.sql.instance.memory_rule;
        own.unwrap_or(cx.plan().settings.sql_memory_rule)
    }

    /// Something of how the instance or its files are set up is told.
    fn described(&self) -> bool {
        self.sql.instance != SqlInstance::default() || self.sql.files != SqlFiles::default()
    }

    /// The round trip whose lack leaves the commit unknown, in words.
    fn unknown_way(&self, cx: &CheckCx<'_>) -> String {
        let pair_known = self
            .facts_of(cx)
            .is_some_and(|f| f.commit_mirrored_ms.is_some());
        if self.vm.level.paired() && !pair_known {
            format!(
                "the round trip between the hosts of {}",
                cx.name(self.vm_id)
            )
        } else {
            format!("the round trip to the copies of {}", cx.name(self.workload))
        }
    }

    fn facts_of<'f>(&self, cx: &CheckCx<'f>) -> Option<&'f SqlFacts> {
        cx.facts.vms.get(self.vm_id)?.sql.get(self.nth)
    }

    /// Physical hosts that the VM stands on.
    fn hosts(&self, cx: &CheckCx<'a>) -> Vec<&'a Host> {
        super::shared::hosts_of(self.vm)
            .into_iter()
            .filter_map(|h| cx.cx.plan.hosts.get(h).map(|h| &**h))
            .collect()
    }
}

/// The value of a row: the plan's override, else the row's.
fn in_force(cx: &CheckCx<'_>, scope: &str, key: &str, row: &Constant) -> f64 {
    let cx = cx.cx;
    cx.row_value(&mut Silent, "", scope, key, Some(row), "")
        .value()
}

/// Cites the constant that a check compares with.
fn cite_key<'f>(cx: &CheckCx<'_>, finding: &'f mut Finding, key: &str) -> &'f mut Finding {
    match cx.cx.row(key) {
        Some(row) => super::shared::cite(finding, row),
        None => finding,
    }
}

/// The first instance of each workload, for checks of what is the same on all its VMs.
fn workloads<'a>(cx: &CheckCx<'a>) -> impl Iterator<Item = Instance<'a>> {
    instances(cx).into_iter().filter(|i| i.first)
}

/// Every instance, by workload, then in the order of its VMs, those that hold copies last.
fn instances<'a>(cx: &CheckCx<'a>) -> Vec<Instance<'a>> {
    let plan: &'a crate::plan::Plan = cx.cx.plan;
    let mut seen: BTreeMap<&VmId, Vec<&WorkloadId>> = BTreeMap::new();
    let mut all = Vec::new();
    for (workload, row) in plan.workloads.iter() {
        let WorkloadKind::Sql(sql) = &row.kind else {
            continue;
        };
        let runs = row.runs_on.iter().map(|on| (&on.vm, false));
        let copies = sql.replicas().iter().filter_map(|r| r.vm.as_ref());
        for (vm_id, copy) in runs.chain(copies.map(|vm| (vm, true))) {
            let Some(vm) = plan.vms.get(vm_id) else {
                continue;
            };
            let there = seen.entry(vm_id).or_default();
            if there.last() == Some(&workload) {
                continue;
            }
            all.push(Instance {
                workload,
                sql,
                vm_id,
                vm,
                nth: there.len(),
                copy,
                first: all
                    .last()
                    .is_none_or(|i: &Instance<'_>| i.workload != workload),
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
    use crate::plan::{DiskUse, RunsOn, SqlBackup, SqlGrowth, Storage, VmDisk, Workload};
    use crate::units::{Mib, Ms, Secs};
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
        instance: SqlInstance {
            cost_threshold: Some(50),
            instant_initialisation: Some(true),
            ..SqlInstance::default()
        },
        files: SqlFiles {
            tempdb_difference: Some(Mib::new(0)),
            tempdb_equal_growth: Some(true),
            allocation_unit_kib: Some(64),
            data_growth: Some(SqlGrowth::By(Mib::new(256))),
            log_growth: Some(SqlGrowth::By(Mib::new(128))),
            ..SqlFiles::default()
        },
        backup: SqlBackup {
            log_every: Some(Secs::new(900.0)),
            full_every: Some(Secs::new(86_400.0)),
            compressed: true,
            ..SqlBackup::default()
        },
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
            amounts: crate::plan::Amounts::default(),
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

/// The sample as an availability group: its VM unprotected on one host, and an equal one on the other that holds a copy.
#[cfg(test)]
pub(crate) fn copied_with(change: impl FnOnce(&mut Sql)) -> crate::plan::Plan {
    use crate::plan::{Level, SqlCopies, SqlReplica};
    let copy = VmId::new("sql-2").unwrap();
    let mut plan = with(|sql, vm| {
        vm.level = Level::L0;
        vm.placement[0].partner = None;
        sql.version = "sql-2022".into();
        sql.edition = "enterprise".into();
        sql.copies = Some(SqlCopies {
            replicas: vec![SqlReplica {
                vm: Some(copy.clone()),
                automatic: true,
                ..SqlReplica::default()
            }],
            databases: Some(1),
            ..SqlCopies::default()
        });
        change(sql);
    });
    let mut twin = (**plan.vms.get("sql-1").unwrap()).clone();
    twin.placement[0].host = crate::ids::HostId::new("host-b").unwrap();
    plan.vms.put(copy, twin);
    plan
}

/// The same with its copies changed.
#[cfg(test)]
fn copied(change: impl FnOnce(&mut crate::plan::SqlCopies)) -> crate::plan::Plan {
    copied_with(|sql| {
        if let Some(copies) = &mut sql.copies {
            change(copies);
        }
    })
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
