//! Switches and links.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{ArrayId, FeedId, HostId, SiteId, SwitchId, WitnessId};
use crate::units::{Bytes, FibreLength, MapDistance, Mbps, Ms, Share};

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

/// What light runs through; the catalogue knows the delay of each.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Medium {
    /// Single-mode fibre.
    #[default]
    Fibre,
    /// Fibre with dispersion-compensating fibre on the way.
    Compensated,
    HollowCore,
}

impl Medium {
    pub const ALL: [Medium; 3] = [Medium::Fibre, Medium::Compensated, Medium::HollowCore];
    pub const fn word(self) -> &'static str {
        match self {
            Medium::Fibre => "fibre",
            Medium::Compensated => "dispersion-compensated fibre",
            Medium::HollowCore => "hollow-core fibre",
        }
    }
    /// Name of its row in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Medium::Fibre => "Fibre",
            Medium::Compensated => "Compensated",
            Medium::HollowCore => "HollowCore",
        }
    }
}

/// Equipment on a stretch that adds delay; the catalogue knows how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Equipment {
    /// Optical amplifier.
    Amplifier,
    /// Transponder with error correction, or a conversion to electricity and back.
    Transponder,
    /// Forward error correction alone.
    ErrorCorrection,
    CutThroughSwitch,
    /// Store-and-forward switch.
    Switch,
    /// Router or firewall.
    Router,
}

impl Equipment {
    pub const ALL: [Equipment; 6] = [
        Equipment::Amplifier,
        Equipment::Transponder,
        Equipment::ErrorCorrection,
        Equipment::CutThroughSwitch,
        Equipment::Switch,
        Equipment::Router,
    ];
    /// For people, one of it.
    pub const fn word(self) -> &'static str {
        match self {
            Equipment::Amplifier => "amplifier",
            Equipment::Transponder => "transponder",
            Equipment::ErrorCorrection => "error correction",
            Equipment::CutThroughSwitch => "cut-through switch",
            Equipment::Switch => "switch",
            Equipment::Router => "router",
        }
    }
    /// Name of its row in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Equipment::Amplifier => "Amplifier",
            Equipment::Transponder => "Transponder",
            Equipment::ErrorCorrection => "ErrorCorrection",
            Equipment::CutThroughSwitch => "CutThroughSwitch",
            Equipment::Switch => "Switch",
            Equipment::Router => "Router",
        }
    }
}

/// A stretch of a link between two ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub a: End,
    pub b: End,
    /// Distance on the map; the route factor turns it into fibre. Without it and without a fibre length the coordinates of
    /// the two sites give it, where they are known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub distance: Option<MapDistance>,
    /// Length of the fibre itself; wins over the map distance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fibre: Option<FibreLength>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub medium: Medium,
    /// Equipment on the stretch by kind, with how many; each counts once each way.
    #[serde(default, skip_serializing_if = "is_default")]
    pub equipment: BTreeMap<Equipment, u32>,
    /// One-way delay of other equipment on the stretch, all together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub devices: Option<Ms>,
    /// Duct or cable; segments that share it are lost together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub duct: String,
}

impl Segment {
    /// A stretch of which only the ends are known.
    pub fn between(a: End, b: End) -> Self {
        Self {
            a,
            b,
            distance: None,
            fibre: None,
            medium: Medium::Fibre,
            equipment: BTreeMap::new(),
            devices: None,
            duct: String::new(),
        }
    }
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
    /// The private link of two hosts that form one system.
    #[serde(default, skip_serializing_if = "is_default")]
    pub private: bool,
    /// Time in the network stacks of both hosts for each round trip.
    #[serde(default, skip_serializing_if = "is_default")]
    pub host_stack: Option<Ms>,
    /// TCP window of a stream: what may be under way without an answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub window: Option<Bytes>,
    /// TCP streams side by side that window and loss are counted for; one when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub streams: Option<u32>,
    /// Largest difference of round trips, if measured.
    #[serde(default, skip_serializing_if = "is_default")]
    pub jitter: Option<Ms>,
    /// How many times less traffic a WAN optimiser is said to make; never counted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub optimiser: Option<f64>,
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

impl Link {
    /// A link of which only role, rate and way are known.
    pub fn new(role: LinkRole, speed: Mbps, segments: Vec<Segment>) -> Self {
        Self {
            name: String::new(),
            role,
            speed,
            segments,
            measured_rtt: None,
            mtu: None,
            vlan: false,
            private: false,
            host_stack: None,
            window: None,
            streams: None,
            jitter: None,
            optimiser: None,
            loss: None,
            filtered: None,
            available: None,
            note: String::new(),
        }
    }
}
