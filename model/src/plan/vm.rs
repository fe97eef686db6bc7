//! VMs and groups of equal VMs.

use serde::{Deserialize, Serialize};

use super::host::{is_one, one};
use super::is_default;
use crate::ids::{ArrayId, HostId};
use crate::units::{Ghz, Mib, Secs};

/// Protection of a VM.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Level {
    /// Nothing.
    #[default]
    L0,
    /// Restart on another host of the pool.
    L1,
    /// Disks mirrored to a partner host; restart there after a host fault.
    L2,
    /// Lockstep or checkpoints on two hosts; no downtime.
    L3,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::L0, Level::L1, Level::L2, Level::L3];
    pub const fn number(self) -> u8 {
        match self {
            Level::L0 => 0,
            Level::L1 => 1,
            Level::L2 => 2,
            Level::L3 => 3,
        }
    }
    /// Levels 2 and 3 stand on two hosts.
    pub const fn paired(self) -> bool {
        matches!(self, Level::L2 | Level::L3)
    }
    /// `unprotected`, `basic failover`, `component-level`, `system-level`.
    pub const fn word(self) -> &'static str {
        match self {
            Level::L0 => "unprotected",
            Level::L1 => "basic failover",
            Level::L2 => "component-level fault tolerance",
            Level::L3 => "system-level fault tolerance",
        }
    }
    pub const fn from_number(n: u8) -> Option<Level> {
        match n {
            0 => Some(Level::L0),
            1 => Some(Level::L1),
            2 => Some(Level::L2),
            3 => Some(Level::L3),
            _ => None,
        }
    }
}

/// `count` members of a VM on `host`, and on `partner` at level 2 and 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    pub host: HostId,
    #[serde(default, skip_serializing_if = "is_default")]
    pub partner: Option<HostId>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
}

/// What a virtual disk holds.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum DiskUse {
    #[default]
    System,
    Data,
    Database,
    Log,
    TempDb,
    Backup,
}

/// Where a virtual disk lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Storage {
    /// A RAID group of the hosts the VM stands on, by name.
    Local(String),
    /// A RAID group of a shared array, by name.
    Shared { array: ArrayId, group: String },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VmDisk {
    /// Name within the VM, for example `logs`.
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub holds: DiskUse,
    pub size: Mib,
    pub on: Storage,
}

/// When a mirrored write is done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Mirroring {
    /// On the partner's disk; protocol C. Only this loses nothing.
    #[default]
    OnDisk,
    /// In the partner's memory; protocol B.
    InMemory,
    /// In the local send buffer; protocol A.
    Sent,
}

impl Mirroring {
    pub const ALL: [Mirroring; 3] = [Mirroring::OnDisk, Mirroring::InMemory, Mirroring::Sent];
    /// For people: when a write is done.
    pub const fn word(self) -> &'static str {
        match self {
            Mirroring::OnDisk => "on the partner's disk (C)",
            Mirroring::InMemory => "in the partner's memory (B)",
            Mirroring::Sent => "when it is sent (A)",
        }
    }
}

/// What members of a role are spread over.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum SpreadOver {
    #[default]
    Hosts,
    Sites,
}

/// The members of a role stand in so many places at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    pub over: SpreadOver,
    /// As many as there are members when they are fewer.
    #[serde(default = "two", skip_serializing_if = "is_two")]
    pub at_least: u32,
}

fn two() -> u32 {
    2
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_two(n: &u32) -> bool {
    *n == 2
}

/// What whoever places a VM must keep to.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlacementRules {
    /// It stays where it stands.
    #[serde(skip_serializing_if = "is_default")]
    pub fixed: bool,
    /// The hosts it may stand on, with its partner: pinned to them, or licensed for them. Empty means every host.
    #[serde(skip_serializing_if = "is_default")]
    pub only_on: Vec<HostId>,
    /// VMs with the same word run on one host, and pairs among them have one partner.
    #[serde(skip_serializing_if = "is_default")]
    pub together: String,
    /// All members of the VMs with the same word run on different hosts.
    #[serde(skip_serializing_if = "is_default")]
    pub apart: String,
    /// The members of its role, or of itself where it has none, run in several places.
    #[serde(skip_serializing_if = "is_default")]
    pub spread: Option<Spread>,
}

/// A VM, or a group of `count` equal ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vm {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// Members of the group; 1 for a single VM.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
    /// What it does, for example `mailbox`; VMs of one role stand in for each other.
    #[serde(default, skip_serializing_if = "is_default")]
    pub role: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub level: Level,
    pub vcpus: u32,
    /// Virtual sockets that the guest sees; editions and licences count them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sockets: Option<u32>,
    pub ram: Mib,
    /// When a write that is mirrored to the partner is done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mirroring: Mirroring,
    #[serde(default, skip_serializing_if = "is_default")]
    pub placement: Vec<Placement>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub rules: PlacementRules,
    #[serde(default, skip_serializing_if = "is_default")]
    pub disks: Vec<VmDisk>,
    /// Guest start; the profile's value when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub boot: Option<Secs>,
    /// Application start and recovery after the guest is up; the profile's value when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub app_start: Option<Secs>,
    /// Somebody watches the application inside and acts; absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub app_monitored: Option<bool>,
    /// All memory reserved (no ballooning, no dynamic memory); absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub memory_reserved: Option<bool>,
    /// Processor reserved for it on its host.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cpu_reserved: Option<Ghz>,
    /// Unique memory pages of 4 KiB that a member dirties a second, as measured; wins over what its workloads tell.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dirty_pages_per_s: Option<f64>,
    /// Virtual network adapters.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub nics: u32,
    /// At level 1: the platform tries once to restart it and keeps no room for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub best_effort: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

impl Vm {
    /// Members that have a host.
    pub fn placed(&self) -> u32 {
        self.placement
            .iter()
            .fold(0u32, |n, row| n.saturating_add(row.count))
    }
    /// Whether the VM is a group of several members.
    pub fn is_group(&self) -> bool {
        self.count > 1
    }
}
