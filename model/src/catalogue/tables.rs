//! Versions of workloads as data: SQL Server, archetypes, and hardware models.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::profile::Source;

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
