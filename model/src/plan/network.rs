//! Switches and links.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{ArrayId, FeedId, HostId, SiteId, SwitchId, WitnessId};
use crate::units::{FibreLength, MapDistance, Mbps, Ms, Share};

#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub site: Option<SiteId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub feeds: Vec<FeedId>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkRole {
    /// Mirroring, lockstep or checkpoint traffic between the hosts of pairs.
    Availability,
    /// Users.
    Business,
    Management,
    /// To the arbiter.
    Witness,
    /// To shared arrays.
    Storage,
}

impl LinkRole {
    pub const ALL: [LinkRole; 5] = [
        LinkRole::Availability,
        LinkRole::Business,
        LinkRole::Management,
        LinkRole::Witness,
        LinkRole::Storage,
    ];
    pub const fn word(self) -> &'static str {
        match self {
            LinkRole::Availability => "availability",
            LinkRole::Business => "business",
            LinkRole::Management => "management",
            LinkRole::Witness => "witness",
            LinkRole::Storage => "storage",
        }
    }
}

/// One end of a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum End {
    /// A host without saying which port: checks about ports say "not assessed".
    Host(HostId),
    /// A port of an adapter, counted from 1.
    Port {
        host: HostId,
        adapter: String,
        port: u32,
    },
    Switch(SwitchId),
    /// A controller of an array, counted from 1.
    Array {
        array: ArrayId,
        controller: u32,
    },
    /// A whole site: every host there is attached.
    Site(SiteId),
    Witness(WitnessId),
}

impl End {
    /// The host at this end, if it is one.
    pub fn host(&self) -> Option<&HostId> {
        match self {
            End::Host(host) | End::Port { host, .. } => Some(host),
            _ => None,
        }
    }
}

/// A stretch of a link between two ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub a: End,
    pub b: End,
    /// Distance on the map; the route factor turns it into fibre.
    #[serde(default, skip_serializing_if = "is_default")]
    pub distance: Option<MapDistance>,
    /// Length of the fibre itself; wins over the map distance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fibre: Option<FibreLength>,
    /// One-way delay of all equipment on the stretch.
    #[serde(default, skip_serializing_if = "is_default")]
    pub devices: Option<Ms>,
    /// Duct or cable; segments that share it are lost together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub duct: String,
}

/// A network with a role, made of segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub role: LinkRole,
    /// Line rate.
    pub speed: Mbps,
    pub segments: Vec<Segment>,
    /// Measured round trip end to end; wins over distance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub measured_rtt: Option<Ms>,
    /// Largest packet in bytes; 1500 when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mtu: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub vlan: bool,
    /// Share of packets lost, if measured.
    #[serde(default, skip_serializing_if = "is_default")]
    pub loss: Option<Share>,
    /// Equipment on the way filters packets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub filtered: Option<bool>,
    /// The same traffic shares the line with others: share of the line rate left for this role.
    #[serde(default, skip_serializing_if = "is_default")]
    pub available: Option<Share>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}
