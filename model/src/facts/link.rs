//! Links: which hosts they join, how long the way is, and what they carry.

use super::Cx;
use crate::ids::{HostId, LinkId};

/// The way of a link between two hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPath {
    pub link: LinkId,
    /// Indices of the segments passed, in order.
    pub segments: Vec<usize>,
    pub rtt_ms: Option<f64>,
    /// Map distance passed, if every inter-site stretch has one.
    pub map_km: Option<f64>,
    pub usable_mbps: f64,
    pub line_mbps: f64,
}

/// The way of link `link` between two hosts, if it joins them.
pub fn path_between(_cx: &Cx<'_>, _link: &LinkId, _a: &HostId, _b: &HostId) -> Option<LinkPath> {
    None
}
