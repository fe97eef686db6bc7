//! Where things stand: sites, pools, power feeds and witnesses.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::catalogue::Admission;
use crate::ids::{ArrayId, FeedId, HostId, PoolId, SiteId};
use crate::units::{Mib, Share};

/// What a site is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SiteKind {
    /// Holds hosts that run VMs.
    #[default]
    Data,
    /// Holds only a witness.
    Witness,
    /// A branch office whose users depend on services elsewhere.
    Branch,
}

/// A building or room whose loss is one event.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: SiteKind,
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: String,
    /// Degrees north; with `longitude` it gives map distances to other sites.
    #[serde(default, skip_serializing_if = "is_default")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "is_default")]
    pub longitude: Option<f64>,
    /// Building or campus; sites that share it can be lost together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub users: u32,
    /// Share of host failures that take every host of the place at once (power, cooling, firmware, hands); the
    /// catalogue's assumption when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub common_cause: Option<Share>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// How hosts reach the volume of a pool's heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum StorageProtocol {
    #[default]
    FibreChannel,
    Iscsi,
    /// iSCSI with a password exchange.
    IscsiChap,
    Nfs,
    Smb,
}

impl StorageProtocol {
    pub const ALL: [StorageProtocol; 5] = [
        StorageProtocol::FibreChannel,
        StorageProtocol::Iscsi,
        StorageProtocol::IscsiChap,
        StorageProtocol::Nfs,
        StorageProtocol::Smb,
    ];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            StorageProtocol::FibreChannel => "Fibre Channel",
            StorageProtocol::Iscsi => "iSCSI",
            StorageProtocol::IscsiChap => "iSCSI with CHAP",
            StorageProtocol::Nfs => "NFS",
            StorageProtocol::Smb => "SMB",
        }
    }
}

/// The shared volume by which the hosts of a pool know of each other.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Heartbeat {
    pub over: StorageProtocol,
    pub size: Mib,
    /// The array it lies on, if it is one of the plan.
    #[serde(skip_serializing_if = "is_default")]
    pub array: Option<ArrayId>,
}

/// Hosts that can run each other's VMs. May span sites.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// Host failures that restarts must survive; the plan's own setting when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub host_failures: Option<u32>,
    /// How the platform keeps room for restarts, where it offers a choice; its own first choice when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub admission: Option<Admission>,
    /// Share of the pool that is kept free, where room is kept as a share.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reserved: Option<Share>,
    /// Hosts that stay without VMs until another fails, where room is kept so.
    #[serde(default, skip_serializing_if = "is_default")]
    pub failover_hosts: Vec<HostId>,
    /// The shared volume of the heartbeat; absent means not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub heartbeat: Option<Heartbeat>,
    /// The hosts share a clustered file system with a quorum of its own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clustered: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// A power feed: what goes dark together.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub site: Option<SiteId>,
    /// Battery or generator behind it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ups: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// The arbiter (quorum server) of pairs or pools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub site: SiteId,
    /// Pools it arbitrates; empty means every pool.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pools: Vec<PoolId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub feed: Option<FeedId>,
    /// The ports of quorum traffic are open on every way to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ports_open: Option<bool>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

impl Site {
    /// Degrees north and east, where both are known.
    pub fn coordinates(&self) -> Option<(f64, f64)> {
        Some((self.latitude?, self.longitude?))
    }
}
