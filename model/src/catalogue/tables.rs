//! Versions of workloads as data: SQL Server, archetypes, and hardware models.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::profile::{Constant, Source};

/// One edition of a SQL Server version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlEdition {
    pub name: String,
    /// Limits by key: `sockets`, `cores`, `processors` (logical), `memory_mib`, `columnstore_mib`, `memory_optimised_mib`,
    /// `database_mib`, `instances`, `cluster_nodes`, `group_replicas`, `group_databases`, `stacks_rule_cap_gb` (of a memory
    /// rule); and what is offered, 1 or 0:
    /// `asynchronous_mirroring`, `backup_compression`. An absent limit is the operating system's.
    #[serde(default)]
    pub limits: BTreeMap<String, Constant>,
    pub source: Source,
}

impl SqlEdition {
    /// The value of a limit.
    pub fn limit(&self, key: &str) -> Option<f64> {
        self.limits.get(key).map(|row| row.value)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlVersion {
    pub name: String,
    pub editions: BTreeMap<String, SqlEdition>,
    /// What differs by version, by key: `maxdop_one_node`, `maxdop_node_whole`, `maxdop_node_most`, `maxdop_node_part`,
    /// `maxdop_setup_whole`, `soft_numa_cores`, `log_writes_outstanding`, `log_in_flight_kib`, `secondaries`,
    /// `synchronous_secondaries`, `licence_cores`. An absent one leaves its part of the rules out.
    #[serde(default)]
    pub constants: BTreeMap<String, Constant>,
    pub source: Source,
}

impl SqlVersion {
    /// The value of a constant.
    pub fn constant(&self, key: &str) -> Option<f64> {
        self.constants.get(key).map(|row| row.value)
    }
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

impl Archetype {
    /// The unit as it reads after an amount: `user`, `users`, `requests/s`; abbreviations stay.
    pub fn unit_for(&self, amount: f64) -> String {
        let (word, rest) = match self.unit.split_once('/') {
            Some((word, rest)) => (word, format!("/{rest}")),
            None => (self.unit.as_str(), String::new()),
        };
        let counted = word.chars().any(char::is_lowercase) && !word.ends_with('s');
        if counted && amount != 1.0 {
            format!("{word}s{rest}")
        } else {
            self.unit.clone()
        }
    }
}

fn page() -> f64 {
    8.0
}
