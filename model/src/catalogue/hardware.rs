//! Hardware that can be bought: servers, processors and disks, as data that a person extends.

use serde::{Deserialize, Serialize};

use super::profile::Source;
use crate::plan::{Adapter, DiskKind, Host, RaidGroup, RaidLevel};
use crate::units::{Ghz, Iops, Mb, Mbps, Mib};

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

/// A processor, for one socket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessorModel {
    pub name: String,
    pub cores: u32,
    #[serde(default = "one")]
    pub threads_per_core: u32,
    pub clock_ghz: f64,
    /// SPECint_rate2006 base of a core, where it is known.
    #[serde(default)]
    pub rating_per_core: Option<f64>,
    pub source: Source,
}

/// A disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiskModel {
    pub name: String,
    pub kind: DiskKind,
    /// As sold, decimal.
    pub size_mb: u64,
    /// Random operations a second; the planning value of the kind when absent.
    #[serde(default)]
    pub iops: Option<f64>,
    pub source: Source,
}

fn one() -> u32 {
    1
}

fn within(what: &str, value: f64, least: f64, most: f64) -> Result<(), String> {
    if value.is_finite() && value >= least && value <= most {
        Ok(())
    } else {
        Err(format!("{what} must be from {least} to {most}"))
    }
}

fn named(name: &str, source: &Source) -> Result<(), String> {
    if name.trim().is_empty() || name.chars().count() > 200 {
        return Err("name must have 1 to 200 characters".to_owned());
    }
    if source.document.trim().is_empty() {
        return Err("source must name a document".to_owned());
    }
    Ok(())
}

impl HostModel {
    /// Why it cannot be used; none when it can.
    pub fn fault(&self) -> Option<String> {
        let all = || {
            named(&self.name, &self.source)?;
            within("sockets", f64::from(self.sockets), 1.0, 64.0)?;
            within(
                "cores_per_socket",
                f64::from(self.cores_per_socket),
                1.0,
                1_024.0,
            )?;
            within(
                "threads_per_core",
                f64::from(self.threads_per_core),
                1.0,
                16.0,
            )?;
            within("clock_ghz", self.clock_ghz, 0.1, 20.0)?;
            within("rating", self.rating.unwrap_or(1.0), 0.001, 1e6)?;
            within("ram_mib", self.ram_mib as f64, 256.0, 1e9)?;
            within("ports", f64::from(self.ports), 0.0, 64.0)?;
            within("port_mbps", self.port_mbps, 1.0, 1e7)?;
            within("disks", f64::from(self.disks), 0.0, 1_000.0)?;
            within("disk_mb", self.disk_mb as f64, 0.0, 1e9)
        };
        all().err()
    }

    /// Processors and memory of the model in a host; what else the host has stays.
    pub fn fill(&self, key: &str, host: &mut Host) {
        host.sockets = self.sockets;
        host.cores_per_socket = self.cores_per_socket;
        host.threads_per_core = self.threads_per_core;
        host.clock = Ghz::new(self.clock_ghz);
        host.rating = self.rating;
        host.ram = Mib::new(self.ram_mib);
        key.clone_into(&mut host.model);
    }

    /// As [`HostModel::fill`], with ports on cards of two and the disks as one mirrored group.
    pub fn fill_whole(&self, key: &str, host: &mut Host) {
        self.fill(key, host);
        host.adapters = (0..self.ports.div_ceil(2))
            .map(|n| Adapter {
                name: format!("nic{}", n + 1),
                ports: (self.ports - 2 * n).min(2),
                speed: Mbps::new(self.port_mbps),
            })
            .collect();
        let level = if self.disks >= 4 {
            RaidLevel::Raid10
        } else {
            RaidLevel::Raid1
        };
        if self.disks >= 2 {
            host.raid = vec![RaidGroup {
                name: "data".to_owned(),
                level,
                disks: self.disks - self.disks % 2,
                disk_size: Mb::new(self.disk_mb),
                kind: DiskKind::default(),
                disk_iops: None,
                spans: None,
            }];
        }
    }
}

impl ProcessorModel {
    /// Why it cannot be used; none when it can.
    pub fn fault(&self) -> Option<String> {
        let all = || {
            named(&self.name, &self.source)?;
            within("cores", f64::from(self.cores), 1.0, 1_024.0)?;
            within(
                "threads_per_core",
                f64::from(self.threads_per_core),
                1.0,
                16.0,
            )?;
            within("clock_ghz", self.clock_ghz, 0.1, 20.0)?;
            within(
                "rating_per_core",
                self.rating_per_core.unwrap_or(1.0),
                0.001,
                1e5,
            )
        };
        all().err()
    }

    /// Puts this processor into every socket of a host.
    pub fn fill(&self, host: &mut Host) {
        host.cores_per_socket = self.cores;
        host.threads_per_core = self.threads_per_core;
        host.clock = Ghz::new(self.clock_ghz);
        host.rating = self
            .rating_per_core
            .map(|r| r * f64::from(self.cores) * f64::from(host.sockets));
        host.model.clear();
    }
}

impl DiskModel {
    /// Why it cannot be used; none when it can.
    pub fn fault(&self) -> Option<String> {
        let all = || {
            named(&self.name, &self.source)?;
            within("size_mb", self.size_mb as f64, 1.0, 1e9)?;
            within("iops", self.iops.unwrap_or(1.0), 1.0, 1e8)
        };
        all().err()
    }

    /// Makes a group's disks this one.
    pub fn fill(&self, group: &mut RaidGroup) {
        group.kind = self.kind;
        group.disk_size = Mb::new(self.size_mb);
        group.disk_iops = self.iops.map(Iops::new);
    }
}
