//! Versions of workloads as data: mailbox servers, SQL Server, archetypes, and hardware models.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::profile::{Constant, Source};

/// Per-mailbox figures of one user profile of a mailbox version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxProfile {
    /// For people, for example `Heavy`.
    pub name: String,
    /// Sent and received per mailbox and work day.
    pub messages_per_day: f64,
    /// Database cache per mailbox, MB of 2^20 bytes.
    pub cache_mib: f64,
    /// Database IOPS per mailbox at peak.
    pub iops: f64,
    /// Log files per mailbox and day.
    pub logs_per_day: f64,
    /// Mailboxes that one core carries, where the version is sized so.
    #[serde(default)]
    pub mailboxes_per_core: Option<f64>,
    /// Megacycles per active mailbox, where the version is sized so.
    #[serde(default)]
    pub megacycles: Option<f64>,
    pub source: Source,
}

/// A mailbox server version: data for the formulas that all versions share, and which of the differing ones it uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxVersion {
    pub name: String,
    /// By key: `light`, `average`, `heavy` …
    pub profiles: BTreeMap<String, MailboxProfile>,
    /// Values by key: `base_mib`, `base_multi_role_mib`, `storage_group_step`, `storage_group_step_mib`, `max_cores`,
    /// `max_cores_multi_role`, `max_ram_mib`, `log_mib`, `message_kb`, `message_growth` and `message_far` (logs of larger
    /// messages), `log_iops_share`, `log_read_share` (replicated), `read_share`, `page_kib`, `local_replication_cores`,
    /// `database_overhead`, `index_share`, `free_share`, `move_share`, `log_days_min`, `database_limit_mib`,
    /// `database_limit_replicated_mib`, `database_hard_limit_mib`, `databases_max`, `storage_groups_max`,
    /// `retention_workday_share`, `vcpus_per_core_advised`, `vcpus_per_core_max`, `host_vcpus`. An absent one
    /// leaves its part of the formulas out.
    pub constants: BTreeMap<String, Constant>,
    /// Restarting it by the platform together with its own clustering is not supported.
    pub no_restart_with_clustering: bool,
    pub source: Source,
}

/// Limits of one edition; absent means the operating system's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlEdition {
    pub name: String,
    #[serde(default)]
    pub max_sockets: Option<u32>,
    #[serde(default)]
    pub max_cores: Option<u32>,
    #[serde(default)]
    pub max_memory_mib: Option<f64>,
    #[serde(default)]
    pub max_database_mib: Option<f64>,
    pub source: Source,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlVersion {
    pub name: String,
    pub editions: BTreeMap<String, SqlEdition>,
    pub source: Source,
}

/// Demand of one unit of an archetype, and a fixed part of each VM.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archetype {
    pub name: String,
    /// What is counted: `user`, `tag`, `SAPS` …
    pub unit: String,
    #[serde(default)]
    pub vcpus_base: f64,
    #[serde(default)]
    pub vcpus_per_unit: f64,
    #[serde(default)]
    pub ram_base_mib: f64,
    #[serde(default)]
    pub ram_per_unit_mib: f64,
    #[serde(default)]
    pub space_base_mib: f64,
    #[serde(default)]
    pub space_per_unit_mib: f64,
    /// Units count by started steps of this size; 0 for every unit.
    #[serde(default)]
    pub unit_step: f64,
    /// Fewest vCPUs of a VM.
    #[serde(default)]
    pub vcpus_min: f64,
    /// Least memory of a VM.
    #[serde(default)]
    pub ram_min_mib: f64,
    /// Memory is rounded up to a multiple of this, before growth and again after it.
    #[serde(default)]
    pub ram_step_mib: f64,
    /// Growth of memory over the life of the VM, a share.
    #[serde(default)]
    pub ram_growth: f64,
    #[serde(default)]
    pub iops_per_unit: f64,
    /// Share of the I/O that reads.
    pub read_share: f64,
    /// Mean size of an I/O in KiB.
    #[serde(default = "page")]
    pub io_kib: f64,
    #[serde(default)]
    pub net_in_kbps_per_unit: f64,
    #[serde(default)]
    pub net_out_kbps_per_unit: f64,
    pub source: Source,
}

fn page() -> f64 {
    8.0
}

/// A server that can be bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostModel {
    pub name: String,
    /// A ready host; site and pool are filled in when it is placed.
    pub sockets: u32,
    pub cores_per_socket: u32,
    pub threads_per_core: u32,
    pub clock_ghz: f64,
    #[serde(default)]
    pub rating: Option<f64>,
    pub ram_mib: u64,
    pub ports: u32,
    pub port_mbps: f64,
    pub disks: u32,
    pub disk_mb: u64,
    pub source: Source,
}
