//! Figures of an instance that have a name of their own: each is one row, from which the facts, their addresses and
//! their workings are made.

use super::Instance;
use crate::catalogue::keys;
use crate::facts::Cx;
use crate::figure::{Num, Plain, Silent, Tracer};
use crate::plan::SqlMemoryRule as Rule;

/// A field of the facts, from the value that a figure has or lacks.
trait Held {
    fn held(value: Option<f64>) -> Self;
    fn told(&self) -> Option<f64>;
}

impl Held for f64 {
    fn held(value: Option<f64>) -> Self {
        value.unwrap_or(0.0)
    }
    fn told(&self) -> Option<f64> {
        Some(*self)
    }
}

impl Held for Option<f64> {
    fn held(value: Option<f64>) -> Self {
        value
    }
    fn told(&self) -> Option<f64> {
        *self
    }
}

macro_rules! figures {
    ($one:ident, $t:ident, $cx:ident; $($(#[$doc:meta])* $field:ident: $type:ty = $name:literal, $label:literal, $unit:literal, $make:expr;)*) => {
        /// SQL Server figures of a VM member, one instance of a workload (all of its instances there together).
        #[derive(Clone, Debug, PartialEq, Default)]
        pub struct SqlFacts {
            $($(#[$doc])* pub $field: $type,)*
        }

        /// Name, label and unit of every figure.
        pub(in crate::facts::demand) const NAMED: &[(&str, &str, &str)] = &[$(($name, $label, $unit)),*];

        /// The stored value of a named figure.
        pub(in crate::facts::demand) fn stored(facts: &SqlFacts, name: &str) -> Option<f64> {
            match name {
                $($name => facts.$field.told(),)*
                _ => None,
            }
        }

        /// A named figure of an instance; none for an unknown name or when an input is missing.
        pub(in crate::facts::demand) fn named<T: Tracer>(
            $t: &mut T,
            $cx: &Cx<'_>,
            $one: &Instance<'_>,
            name: &str,
        ) -> Option<T::N> {
            match name {
                $($name => $make,)*
                _ => None,
            }
        }

        /// All figures of an instance.
        pub(in crate::facts::demand) fn facts($cx: &Cx<'_>, $one: &Instance<'_>) -> SqlFacts {
            let $t = &mut Silent;
            SqlFacts {
                $($field: {
                    let made: Option<Plain> = $make;
                    Held::held(made.map(|n| n.value()))
                },)*
            }
        }
    };
}

figures! { one, t, cx;
    transactions_per_s: f64 = "transactions", "Transactions", "/s", Some(one.transactions(t));
    batches_per_s: f64 = "batches", "Batch requests", "/s", Some(one.batches(t));
    /// Cores of the VM that the edition uses.
    usable_cores: f64 = "usable_cores", "Cores that the edition uses", "cores", Some(one.usable_cores(t, cx));
    /// Use of those cores, a share.
    cpu_share: f64 = "cpu_share", "Processor use of those cores", "share", Some(one.cpu_share(t, cx));
    /// Items waiting at the processors; none where more is asked than there is.
    cpu_queue: Option<f64> = "cpu_queue", "Mean queue at its processors", "", one.cpu_queue(t, cx);
    vcpus_aligned: Option<f64> = "vcpus_aligned", "vCPUs that carry the load evenly over NUMA nodes", "vCPU", one.vcpus_aligned(t, cx);
    /// Soft ones where the version makes them; none without a host.
    numa_nodes: Option<f64> = "numa_nodes", "NUMA nodes that it sees", "", one.numa_nodes(t, cx);
    maxdop_bound: Option<f64> = "maxdop_bound", "Largest MAXDOP that is advised", "", one.maxdop_bound(t, cx);
    /// From the version whose setup proposes one.
    maxdop_setup: Option<f64> = "maxdop_setup", "MAXDOP that setup proposes", "", one.maxdop_setup(t, cx);
    cost_threshold: f64 = "cost_threshold", "Cost threshold for parallelism that is advised", "", Some(cx.k(t, "cost_threshold", keys::sql::COST_THRESHOLD, ""));
    /// By the rule in force, all instances of the VM together.
    max_server_memory_rule_mib: f64 = "memory_rule", "Largest maximum server memory by the rule in force", "MiB", Some(one.memory_by(t, cx, one.rule(cx)));
    memory_rule_148_mib: f64 = "memory_rule_148", "Largest maximum server memory by the 1/4/8 rule", "MiB", Some(one.memory_by(t, cx, Rule::OneFourEight));
    memory_rule_148_stacks_mib: f64 = "memory_rule_148_stacks", "Largest maximum server memory by the 1/4/8 rule with thread stacks", "MiB", Some(one.memory_by(t, cx, Rule::OneFourEightStacks));
    memory_rule_stacks_mib: f64 = "memory_rule_stacks", "Largest maximum server memory by the rule of stacks and 256 MB", "MiB", Some(one.memory_by(t, cx, Rule::Stacks));
    memory_rule_cores_mib: f64 = "memory_rule_cores", "Largest maximum server memory by the rule by cores", "MiB", Some(one.memory_by(t, cx, Rule::Cores));
    worker_threads: f64 = "worker_threads", "Worker threads", "", Some(one.worker_threads(t, cx));
    thread_stacks_mib: f64 = "thread_stacks", "Stacks of worker threads", "MiB", Some(one.thread_stacks(t, cx));
    /// Guest and the platform's overhead.
    vm_memory_mib: f64 = "vm_memory", "VM memory with the platform's overhead", "MiB", Some(one.vm_memory(t, cx));
    vm_overhead_mib: f64 = "vm_overhead", "Memory overhead of the platform", "MiB", Some(one.vm_overhead(t, cx));
    working_set_mib: f64 = "working_set", "Working set", "MiB", Some(one.working_set(t, cx));
    /// As limited by max server memory and edition, all instances of the VM together.
    buffer_pool_mib: f64 = "buffer_pool", "Buffer pool", "MiB", Some(one.buffer_pool(t, cx));
    buffer_share: Option<f64> = "buffer_share", "Working set that the buffer pool holds", "share", one.buffer_share(t, cx);
    page_life_s: f64 = "page_life", "Least page life expectancy", "s", Some(one.page_life(t, cx));
    database_mib: f64 = "database_size", "Databases", "MiB", Some(one.database(t));
    largest_database_mib: f64 = "largest_database", "Largest database", "MiB", Some(one.largest_database(t));
    data_volume_mib: f64 = "data_volume", "Volume of data files, with free space", "MiB", Some(one.data_volume(t, cx));
    log_volume_mib: f64 = "log_volume", "Volume of log files, with free space", "MiB", Some(one.log_volume(t, cx));
    tempdb_volume_mib: f64 = "tempdb_volume", "Volume of tempdb, with free space", "MiB", Some(one.tempdb_volume(t, cx));
    tempdb_files: f64 = "tempdb_files", "Tempdb data files that are advised", "", Some(one.tempdb_files(t, cx));
    read_bandwidth_mb_s: f64 = "read_bandwidth", "Sequential read that keeps the cores busy", "MB/s", Some(one.read_bandwidth(t, cx));
    log_mb_s: f64 = "log_rate", "Log written", "MB/s", Some(one.log_rate(t, cx));
    commit_local_ms: f64 = "commit_local", "Log write on its own disk", "ms", Some(one.commit_local(t, cx));
    /// With the pair's round trip, at the levels that mirror.
    commit_mirrored_ms: Option<f64> = "commit_mirrored", "Log write over the platform's mirror", "ms", one.commit_mirrored(t, cx);
    copy_rtt_ms: Option<f64> = "copy_rtt", "Round trip to the farthest synchronous copy", "ms", one.copy_round_trip(t);
    commit_copies_ms: Option<f64> = "commit_copies", "Log written on the slowest synchronous copy", "ms", one.commit_copies(t, cx);
    /// With mirroring and synchronous copies, worst placement; none when a round trip is not known.
    commit_ms: Option<f64> = "commit", "Commit latency", "ms", one.commit(t, cx);
    commits_per_session: Option<f64> = "commits_per_session", "Commits of one session", "/s", one.commits_per_session(t, cx);
    /// None when the number of sessions is not given.
    commits_bound: Option<f64> = "commits_bound", "Commits of all sessions", "/s", one.commits_bound(t, cx);
    flushes_bound: Option<f64> = "flushes_bound", "Log flushes that can be outstanding", "/s", one.flushes_bound(t, cx);
    log_bound_mb_s: Option<f64> = "log_bound", "Log that can be in flight", "MB/s", one.log_bound(t, cx);
    copies_mbps: Option<f64> = "copies_network", "Log sent to copies", "Mbit/s", one.copy_network(t, cx);
    redo_s: Option<f64> = "redo", "Redo when a copy takes over", "s", one.redo_time(t);
    recovery_s: Option<f64> = "recovery", "Recovery when a copy takes over", "s", one.recovery(t, cx);
    data_loss_s: Option<f64> = "data_loss", "Data lost when a copy takes over", "s", one.data_loss(t, cx);
    backup_volume_mib: f64 = "backup_volume", "Volume of full backups, with free space", "MiB", Some(one.backup_volume(t, cx));
    backup_mb_s: Option<f64> = "backup_rate", "Data that a backup moves", "MB/s", one.backup_rate(t, cx);
    backup_s: Option<f64> = "backup_time", "Full backup", "s", one.backup_time(t, cx);
    licences: Option<f64> = "licences", "Core licences of the VM", "", one.licences(t, cx);
    licence_packs: Option<f64> = "licence_packs", "Packs of core licences", "", one.licence_packs(t, cx);
}

/// Whether a figure stands in the inspector and in the report's appendix.
pub(in crate::facts::demand) fn headline(name: &str) -> bool {
    matches!(name, "commit" | "memory_rule" | "recovery" | "backup_time")
}
