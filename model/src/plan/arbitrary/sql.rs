//! Random SQL Server workloads.

use super::Dice;
use crate::ids::{LinkId, VmId};
use crate::plan::*;
use crate::units::*;

fn growth(d: &mut Dice) -> SqlGrowth {
    if d.yes() {
        SqlGrowth::By(d.mib())
    } else {
        SqlGrowth::Percent(d.share())
    }
}

fn secs(d: &mut Dice) -> Secs {
    Secs::new(d.amount() * 100.0)
}

fn ms(d: &mut Dice) -> Ms {
    Ms::new(d.amount())
}

fn copies(d: &mut Dice, vms: &[VmId], links: &[LinkId]) -> SqlCopies {
    SqlCopies {
        by: d.choose(
            &[SqlCopying::AvailabilityGroup, SqlCopying::Mirroring],
            SqlCopying::Mirroring,
        ),
        replicas: d.many(6, |d| SqlReplica {
            vm: d.pick(vms),
            link: d.some(|d| d.pick(links)).flatten(),
            round_trip: d.some(ms),
            commit: d.choose(
                &[SqlCommit::Synchronous, SqlCommit::Asynchronous],
                SqlCommit::Synchronous,
            ),
            automatic: d.yes(),
            log_write: d.some(ms),
        }),
        databases: d.some(|d| d.below(9)),
        queues: d.many(3, |d| SqlQueue {
            database: d.text(),
            redo_kb: d.amount(),
            redo_kb_per_s: d.amount(),
            send_kb: d.amount(),
            log_kb_per_s: d.some(Dice::amount),
        }),
        detection: d.some(secs),
        overhead: d.some(secs),
        longest_recovery: d.some(secs),
    }
}

pub(super) fn sql(d: &mut Dice, vms: &[VmId], links: &[LinkId]) -> Sql {
    let versions = [
        "sql-2005", "sql-2008", "sql-2012", "sql-2019", "sql-2022", "sql-7",
    ];
    let editions = ["standard", "enterprise", "express", "gold"];
    Sql {
        version: d.choose(&versions, "sql-2008").to_owned(),
        edition: d.choose(&editions, "standard").to_owned(),
        transactions_per_s: d.amount(),
        batches_per_s: d.some(Dice::amount),
        core_ms_per_transaction: d.some(Dice::amount),
        log_bytes_per_transaction: d.some(Dice::amount),
        data_io_per_transaction: d.some(Dice::amount),
        read_share: d.some(Dice::share),
        database_size: d.mib(),
        working_set: d.some(Dice::mib),
        max_server_memory: d.some(Dice::mib),
        log_write: d.some(ms),
        commit_target: d.some(ms),
        sessions: d.some(|d| d.below(500)),
        tier_1: d.yes(),
        tempdb_files: d.some(|d| d.below(16)),
        max_dop: d.some(|d| d.below(16)),
        instance: SqlInstance {
            per_vm: d.some(|d| d.below(4)),
            architecture: d.choose(
                &[SqlArchitecture::X86, SqlArchitecture::Ia64],
                SqlArchitecture::X64,
            ),
            memory_rule: d.some(|d| d.choose(&SqlMemoryRule::ALL, SqlMemoryRule::Cores)),
            min_server_memory: d.some(Dice::mib),
            max_worker_threads: d.some(|d| d.below(2_000)),
            agents: d.some(Dice::mib),
            cost_threshold: d.some(|d| d.below(60)),
            numa_nodes: d.some(|d| d.below(5)),
            instant_initialisation: d.some(Dice::yes),
        },
        files: SqlFiles {
            databases: d.some(|d| d.below(20)),
            largest_database: d.some(Dice::mib),
            log_size: d.some(Dice::mib),
            tempdb_size: d.some(Dice::mib),
            tempdb_difference: d.some(Dice::mib),
            tempdb_equal_growth: d.some(Dice::yes),
            allocation_unit_kib: d.some(|d| d.below(65)),
            data_growth: d.some(growth),
            log_growth: d.some(growth),
            log_fragments: d.some(|d| d.below(2_000)),
            on_system_volume: d.some(Dice::yes),
        },
        measured: SqlMeasured {
            cpu_cores: d.some(Dice::amount),
            page_life: d.some(secs),
            cached: d.some(Dice::mib),
            data_read: d.some(ms),
            data_write: d.some(ms),
            sequential_read: d.some(|d| MbPerS::new(d.amount())),
        },
        backup: SqlBackup {
            longest_loss: d.some(secs),
            log_every: d.some(secs),
            full_every: d.some(secs),
            window: d.some(secs),
            compressed: d.yes(),
            target: d.some(|d| MbPerS::new(d.amount())),
            network: d.some(|d| Mbps::new(d.amount())),
        },
        copies: d.some(|d| copies(d, vms, links)),
        licensing: d.choose(
            &[SqlLicensing::Host, SqlLicensing::ServerAndCal],
            SqlLicensing::Vm,
        ),
        licences: d.some(|d| d.below(40)),
    }
}
