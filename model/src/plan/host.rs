//! Physical servers and shared arrays.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{FeedId, PoolId, SiteId};
use crate::units::{Ghz, Iops, Mb, Mbps, Mib, Share};

/// Whether a thing is there already or must be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Ownership {
    #[default]
    Existing,
    Proposed,
}

/// A network card; its ports share logic, so the card is one failure unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    /// Name within the host, for example `nic1`.
    pub name: String,
    pub ports: u32,
    /// Line rate of each port.
    pub speed: Mbps,
}

/// How disks of a group are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RaidLevel {
    Jbod,
    Raid0,
    Raid1,
    Raid10,
    Raid5,
    Raid6,
    /// Stripes over several RAID 5 groups.
    Raid50,
    /// Stripes over several RAID 6 groups.
    Raid60,
    /// Two parity disks beside the data, written together with it.
    RaidDp,
}

impl RaidLevel {
    pub const ALL: [RaidLevel; 9] = [
        RaidLevel::Jbod,
        RaidLevel::Raid0,
        RaidLevel::Raid1,
        RaidLevel::Raid10,
        RaidLevel::Raid5,
        RaidLevel::Raid6,
        RaidLevel::Raid50,
        RaidLevel::Raid60,
        RaidLevel::RaidDp,
    ];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            RaidLevel::Jbod => "no RAID",
            RaidLevel::Raid0 => "RAID 0",
            RaidLevel::Raid1 => "RAID 1",
            RaidLevel::Raid10 => "RAID 10",
            RaidLevel::Raid5 => "RAID 5",
            RaidLevel::Raid6 => "RAID 6",
            RaidLevel::Raid50 => "RAID 50",
            RaidLevel::Raid60 => "RAID 60",
            RaidLevel::RaidDp => "RAID-DP",
        }
    }
    /// Stripes over several parity groups.
    pub const fn spanned(self) -> bool {
        matches!(self, RaidLevel::Raid50 | RaidLevel::Raid60)
    }
    /// Disks that hold no data, with so many parity groups; none where half of them mirror the others.
    pub const fn parity_disks(self, spans: u32) -> Option<u32> {
        Some(match self {
            RaidLevel::Jbod | RaidLevel::Raid0 => 0,
            RaidLevel::Raid1 | RaidLevel::Raid10 => return None,
            RaidLevel::Raid5 => 1,
            RaidLevel::Raid6 | RaidLevel::RaidDp => 2,
            RaidLevel::Raid50 => spans,
            RaidLevel::Raid60 => spans.saturating_mul(2),
        })
    }
    /// Fewest disks, with so many parity groups.
    pub const fn least_disks(self, spans: u32) -> u32 {
        match self {
            RaidLevel::Jbod => 1,
            RaidLevel::Raid0 | RaidLevel::Raid1 => 2,
            RaidLevel::Raid5 | RaidLevel::RaidDp => 3,
            RaidLevel::Raid10 | RaidLevel::Raid6 => 4,
            RaidLevel::Raid50 => spans.saturating_mul(3),
            RaidLevel::Raid60 => spans.saturating_mul(4),
        }
    }
}

/// What kind of disk; sets the planning IOPS where none are given.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum DiskKind {
    Sata7k,
    Sas10k,
    #[default]
    Sas15k,
    Ssd,
    Nvme,
}

/// Disks combined into one volume set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaidGroup {
    /// Name within the host or array, for example `data`. A mirrored disk lies on the group of the same name of the partner.
    pub name: String,
    pub level: RaidLevel,
    pub disks: u32,
    pub disk_size: Mb,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: DiskKind,
    /// Random IOPS of one disk; the catalogue's planning value of the kind when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disk_iops: Option<Iops>,
    /// Parity groups that RAID 50 and 60 stripe over; two when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spans: Option<u32>,
}

impl RaidGroup {
    /// Parity groups that the level stripes over; 1 where it does not.
    pub fn spans(&self) -> u32 {
        if self.level.spanned() {
            self.spans.unwrap_or(2).max(1)
        } else {
            1
        }
    }
    /// Disks whose capacity can be used.
    pub fn usable_disks(&self) -> u32 {
        match self.level.parity_disks(self.spans()) {
            Some(parity) => self.disks.saturating_sub(parity),
            None => self.disks / 2,
        }
    }
}

/// A power supply and the feed it hangs on, if known.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerSupply {
    #[serde(default, skip_serializing_if = "is_default")]
    pub feed: Option<FeedId>,
}

/// A physical server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub site: SiteId,
    #[serde(default, skip_serializing_if = "is_default")]
    pub pool: Option<PoolId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub ownership: Ownership,
    /// Key of a catalogue model, if it is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub model: String,
    pub sockets: u32,
    pub cores_per_socket: u32,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub threads_per_core: u32,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub numa_nodes_per_socket: u32,
    pub clock: Ghz,
    /// SPECint_rate2006 base of the whole server, if known; scales megacycles between processors.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rating: Option<f64>,
    pub ram: Mib,
    /// Error-correcting memory; absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ecc: Option<bool>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub adapters: Vec<Adapter>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub raid: Vec<RaidGroup>,
    /// Disk controllers; absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub controllers: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub power_supplies: Vec<PowerSupply>,
    /// Fans tolerate the loss of one; absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redundant_fans: Option<bool>,
    /// Memory given to the control domain or management system; the platform's own value when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub control_ram: Option<Mib>,
    /// Measured share of time that a vCPU waited for a processor, mean of all VMs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cpu_ready: Option<Share>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

impl Host {
    /// Physical cores.
    pub fn cores(&self) -> u32 {
        self.sockets.saturating_mul(self.cores_per_socket)
    }
    /// Hardware threads.
    pub fn threads(&self) -> u32 {
        self.cores().saturating_mul(self.threads_per_core.max(1))
    }
    /// NUMA nodes, at least one.
    pub fn numa_nodes(&self) -> u32 {
        self.sockets
            .saturating_mul(self.numa_nodes_per_socket.max(1))
            .max(1)
    }
}

/// A shared disk array, reached over links of role storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Array {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub site: SiteId,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub controllers: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub raid: Vec<RaidGroup>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub feeds: Vec<FeedId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub ownership: Ownership,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

pub(super) fn one() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_one(n: &u32) -> bool {
    *n == 1
}
