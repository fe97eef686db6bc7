//! SQL Server workloads: load, sizes, and how the instance is set up, as far as checks and formulas read it.
//!
//! What is not known is absent: formulas then take the catalogue's assumption, checks say that they cannot look.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{LinkId, VmId};
use crate::units::{MbPerS, Mbps, Mib, Ms, Secs, Share};

/// SQL Server, one instance per VM member unless said otherwise.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sql {
    /// Key of the version in the catalogue, for example `sql-2008`.
    pub version: String,
    /// Edition key of the version's table, for example `standard`.
    pub edition: String,
    /// Peak transactions a second that commit, in total; 0 when the load is told in batch requests.
    #[serde(default, skip_serializing_if = "is_default")]
    pub transactions_per_s: f64,
    /// Peak batch requests a second, in total.
    #[serde(default, skip_serializing_if = "is_default")]
    pub batches_per_s: Option<f64>,
    /// Processor time of one batch request (of one transaction where no batches are given) in core-milliseconds; the
    /// catalogue's assumption when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub core_ms_per_transaction: Option<f64>,
    /// Mean log bytes of one transaction; the catalogue's assumption when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub log_bytes_per_transaction: Option<f64>,
    /// Physical data reads and writes of one transaction; the catalogue's assumption when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub data_io_per_transaction: Option<f64>,
    /// Share of data I/O that reads; 70 % when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub read_share: Option<Share>,
    /// Data files of all databases, free space inside them included.
    pub database_size: Mib,
    /// Hot part that the buffer pool should hold; the catalogue's share of the database when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub working_set: Option<Mib>,
    /// `max server memory` of each instance; absent means left at its default.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_server_memory: Option<Mib>,
    /// Local log write latency.
    #[serde(default, skip_serializing_if = "is_default")]
    pub log_write: Option<Ms>,
    /// Longest commit that the application accepts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub commit_target: Option<Ms>,
    /// Sessions that commit at the same time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sessions: Option<u32>,
    /// Must not share processors: full vCPU and memory guarantees are checked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tier_1: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub tempdb_files: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_dop: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub instance: SqlInstance,
    #[serde(default, skip_serializing_if = "is_default")]
    pub files: SqlFiles,
    #[serde(default, skip_serializing_if = "is_default")]
    pub measured: SqlMeasured,
    #[serde(default, skip_serializing_if = "is_default")]
    pub backup: SqlBackup,
    /// Copies that SQL Server keeps by its own means.
    #[serde(default, skip_serializing_if = "is_default")]
    pub copies: Option<SqlCopies>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub licensing: SqlLicensing,
    /// Core licences held for each VM.
    #[serde(default, skip_serializing_if = "is_default")]
    pub licences: Option<u32>,
}

/// Processor architecture of the instance; sets the stack of a worker thread and the number of workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SqlArchitecture {
    #[default]
    X64,
    /// 32-bit.
    X86,
    Ia64,
}

/// Which published rule gives the largest `max server memory`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SqlMemoryRule {
    /// 1 GB, 1 GB in 4 up to 16 GB, 1 GB in 8 above.
    #[default]
    OneFourEight,
    /// The same with thread stacks, small-memory steps and an edition cap.
    OneFourEightStacks,
    /// Memory less the system, thread stacks and 256 MB.
    Stacks,
    /// Memory less a share, thread stacks and 1 GB for each started four cores.
    Cores,
}

impl SqlMemoryRule {
    pub const ALL: [SqlMemoryRule; 4] = [
        SqlMemoryRule::OneFourEight,
        SqlMemoryRule::OneFourEightStacks,
        SqlMemoryRule::Stacks,
        SqlMemoryRule::Cores,
    ];
    /// For people, as after "by".
    pub const fn words(self) -> &'static str {
        match self {
            SqlMemoryRule::OneFourEight => "the 1/4/8 rule",
            SqlMemoryRule::OneFourEightStacks => "the 1/4/8 rule with thread stacks",
            SqlMemoryRule::Stacks => "the rule of stacks and 256 MB",
            SqlMemoryRule::Cores => "the rule by cores",
        }
    }
}

/// How each instance is set up.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlInstance {
    /// Instances of this workload in each VM member; 1 when absent. Load and databases are shared among them.
    #[serde(skip_serializing_if = "is_default")]
    pub per_vm: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    pub architecture: SqlArchitecture,
    /// The rule for `max server memory`; the plan's when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub memory_rule: Option<SqlMemoryRule>,
    #[serde(skip_serializing_if = "is_default")]
    pub min_server_memory: Option<Mib>,
    /// `max worker threads`; 0 or absent lets the server choose.
    #[serde(skip_serializing_if = "is_default")]
    pub max_worker_threads: Option<u32>,
    /// Memory of agents and other programs in the guest.
    #[serde(skip_serializing_if = "is_default")]
    pub agents: Option<Mib>,
    /// `cost threshold for parallelism`.
    #[serde(skip_serializing_if = "is_default")]
    pub cost_threshold: Option<u32>,
    /// (Soft-)NUMA nodes that the instance sees; worked out from the hosts when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub numa_nodes: Option<u32>,
    /// Instant file initialisation is on.
    #[serde(skip_serializing_if = "is_default")]
    pub instant_initialisation: Option<bool>,
}

/// By how much a file grows when it is full.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum SqlGrowth {
    By(Mib),
    Percent(Share),
}

/// Files of the databases.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlFiles {
    /// User databases of the workload; 1 when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub databases: Option<u32>,
    /// Data files of the largest database; all of them when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub largest_database: Option<Mib>,
    /// Log files of all databases; worked out from the log rate when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub log_size: Option<Mib>,
    /// All tempdb files; the catalogue's share of the databases when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub tempdb_size: Option<Mib>,
    /// Difference between the largest and the smallest tempdb data file.
    #[serde(skip_serializing_if = "is_default")]
    pub tempdb_difference: Option<Mib>,
    /// All tempdb data files grow by the same amount.
    #[serde(skip_serializing_if = "is_default")]
    pub tempdb_equal_growth: Option<bool>,
    /// Allocation unit of the volumes of data and logs, KiB.
    #[serde(skip_serializing_if = "is_default")]
    pub allocation_unit_kib: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    pub data_growth: Option<SqlGrowth>,
    #[serde(skip_serializing_if = "is_default")]
    pub log_growth: Option<SqlGrowth>,
    /// Virtual log files of the log that has most.
    #[serde(skip_serializing_if = "is_default")]
    pub log_fragments: Option<u32>,
    /// Some file of a database lies on the system volume.
    #[serde(skip_serializing_if = "is_default")]
    pub on_system_volume: Option<bool>,
}

/// What was measured on the running system.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlMeasured {
    /// Cores' worth of processor in use at peak, in total; wins over what the load comes to.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_cores: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub page_life: Option<Secs>,
    /// Database pages in the buffer pool of each instance.
    #[serde(skip_serializing_if = "is_default")]
    pub cached: Option<Mib>,
    #[serde(skip_serializing_if = "is_default")]
    pub data_read: Option<Ms>,
    #[serde(skip_serializing_if = "is_default")]
    pub data_write: Option<Ms>,
    /// Sequential read of the storage of data files.
    #[serde(skip_serializing_if = "is_default")]
    pub sequential_read: Option<MbPerS>,
}

/// Backups.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlBackup {
    /// Most data that may be lost, as time.
    #[serde(skip_serializing_if = "is_default")]
    pub longest_loss: Option<Secs>,
    #[serde(skip_serializing_if = "is_default")]
    pub log_every: Option<Secs>,
    #[serde(skip_serializing_if = "is_default")]
    pub full_every: Option<Secs>,
    /// Time that a full backup may take.
    #[serde(skip_serializing_if = "is_default")]
    pub window: Option<Secs>,
    #[serde(skip_serializing_if = "is_default")]
    pub compressed: bool,
    /// Rate at which the backup's place is written, after compression.
    #[serde(skip_serializing_if = "is_default")]
    pub target: Option<MbPerS>,
    /// Network between server and backup.
    #[serde(skip_serializing_if = "is_default")]
    pub network: Option<Mbps>,
}

/// Means by which SQL Server copies databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SqlCopying {
    #[default]
    AvailabilityGroup,
    Mirroring,
}

/// Whether a commit waits for the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SqlCommit {
    #[default]
    Synchronous,
    Asynchronous,
}

/// A copy of the databases on another server.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlReplica {
    /// The VM that holds it; absent when it stands outside the plan.
    #[serde(skip_serializing_if = "is_default")]
    pub vm: Option<VmId>,
    /// Link that carries the log; the quickest between the hosts when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub link: Option<LinkId>,
    /// Round trip as measured; wins over the link's.
    #[serde(skip_serializing_if = "is_default")]
    pub round_trip: Option<Ms>,
    #[serde(skip_serializing_if = "is_default")]
    pub commit: SqlCommit,
    /// Takes over by itself.
    #[serde(skip_serializing_if = "is_default")]
    pub automatic: bool,
    /// Log write of the copy; that of the workload when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub log_write: Option<Ms>,
}

/// Queues of a copied database, 1 KB = 1,024 bytes.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlQueue {
    #[serde(skip_serializing_if = "is_default")]
    pub database: String,
    #[serde(skip_serializing_if = "is_default")]
    pub redo_kb: f64,
    #[serde(skip_serializing_if = "is_default")]
    pub redo_kb_per_s: f64,
    #[serde(skip_serializing_if = "is_default")]
    pub send_kb: f64,
    /// Log generated; the workload's log rate when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub log_kb_per_s: Option<f64>,
}

/// Copies that SQL Server keeps by its own means.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SqlCopies {
    #[serde(skip_serializing_if = "is_default")]
    pub by: SqlCopying,
    #[serde(skip_serializing_if = "is_default")]
    pub replicas: Vec<SqlReplica>,
    /// Databases of one group; all of the workload when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub databases: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    pub queues: Vec<SqlQueue>,
    /// Time until a failure is acted on; the default of the means when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub detection: Option<Secs>,
    /// Time of the failover itself; the catalogue's assumption when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub overhead: Option<Secs>,
    /// Longest recovery that is accepted.
    #[serde(skip_serializing_if = "is_default")]
    pub longest_recovery: Option<Secs>,
}

/// How the instances are licensed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SqlLicensing {
    /// Virtual cores of each VM (processors before 2012).
    #[default]
    Vm,
    /// All cores of the hosts (all processors before 2012).
    Host,
    /// Server and client access licences.
    ServerAndCal,
}

impl Sql {
    /// Copies that it keeps by its own means.
    pub fn replicas(&self) -> &[SqlReplica] {
        self.copies.as_ref().map_or(&[], |c| &c.replicas)
    }
    /// Instances in each VM member.
    pub fn instances(&self) -> u32 {
        self.instance.per_vm.unwrap_or(1).max(1)
    }
    /// User databases.
    pub fn databases(&self) -> u32 {
        self.files.databases.unwrap_or(1).max(1)
    }
}
