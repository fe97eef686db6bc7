//! Where things stand: sites, pools, power feeds and witnesses.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{FeedId, PoolId, SiteId};

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
    /// Building or campus; sites that share it can be lost together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub users: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
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
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}
