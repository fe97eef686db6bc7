//! Links: which hosts they join, how long the way is, and what they can carry.

mod rate;
mod way;
mod ways;
mod witness;

use super::Cx;
use crate::failure::Down;
use crate::figure::{Num, Silent};
use crate::ids::{ArrayId, EntityId, HostId, LinkId, SiteId, SwitchId, WitnessId};
use crate::plan::{End, Link, Plan};

pub(super) use rate::{fill_bytes, usable};
pub use way::by_coordinates;
pub(super) use way::{Length, can_move, max_km, route_factor, rtt};
pub(super) use ways::{Way, way_between, way_seen, way_to_vote, ways_to_array, ways_to_users};
pub(super) use witness::way_to_witness;

/// The way of a link between two hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPath {
    pub link: LinkId,
    /// Indices of the segments passed, in order.
    pub segments: Vec<usize>,
    /// None when a stretch between sites has neither distance nor measurement.
    pub rtt_ms: Option<f64>,
    /// Map distance passed; none when no stretch has one.
    pub map_km: Option<f64>,
    /// Fibre passed, as typed or by the route factor; none when no stretch has a length.
    pub fibre_km: Option<f64>,
    /// Some of the map distance comes from coordinates of sites.
    pub by_coordinates: bool,
    pub usable_mbps: f64,
    pub line_mbps: f64,
}

/// A place that segments join.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Host(HostId),
    Switch(SwitchId),
    Array(ArrayId),
    Site(SiteId),
    Witness(WitnessId),
}

impl Node {
    pub fn of(end: &End) -> Node {
        match end {
            End::Host(h) | End::Port { host: h, .. } => Node::Host(h.clone()),
            End::Switch(s) => Node::Switch(s.clone()),
            End::Array { array, .. } => Node::Array(array.clone()),
            End::Site(s) => Node::Site(s.clone()),
            End::Witness(w) => Node::Witness(w.clone()),
        }
    }

    fn key(&self) -> Key<'_> {
        match self {
            Node::Host(h) => (0, h.as_str()),
            Node::Switch(s) => (1, s.as_str()),
            Node::Array(a) => (2, a.as_str()),
            Node::Site(s) => (3, s.as_str()),
            Node::Witness(w) => (4, w.as_str()),
        }
    }

    /// The site the place stands in, if known.
    pub fn site<'a>(&'a self, plan: &'a Plan) -> Option<&'a SiteId> {
        match self {
            Node::Host(h) => plan.site_of(h),
            Node::Switch(s) => plan.switches.get(s).and_then(|x| x.site.as_ref()),
            Node::Array(a) => plan.arrays.get(a).map(|x| &x.site),
            Node::Site(s) => Some(s),
            Node::Witness(w) => plan.witnesses.get(w).map(|x| &x.site),
        }
    }

    pub fn entity(&self) -> EntityId {
        match self {
            Node::Host(h) => h.into(),
            Node::Switch(s) => s.into(),
            Node::Array(a) => a.into(),
            Node::Site(s) => s.into(),
            Node::Witness(w) => w.into(),
        }
    }
}

/// Segment indices of the shortest way (fewest segments) through one link from any of `from` to any of `to`.
fn shortest(
    id: &LinkId,
    link: &Link,
    from: &[Node],
    to: &[Node],
    down: &Down,
) -> Option<Vec<usize>> {
    // Nodes by number: a link over a switch has as many ends as hosts, and is asked about every two of them.
    let ends: Vec<(Key<'_>, Key<'_>)> = link
        .segments
        .iter()
        .map(|s| (key_of(&s.a), key_of(&s.b)))
        .collect();
    let mut nodes: Vec<Key<'_>> = ends.iter().flat_map(|(a, b)| [*a, *b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let number = |key: Key<'_>| nodes.binary_search(&key).ok();
    let mut next: Vec<Vec<(usize, usize)>> = vec![Vec::new(); nodes.len()];
    for (i, (a, b)) in ends.iter().enumerate() {
        if let (Some(a), Some(b)) = (number(*a), number(*b)) {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(list) = next.get_mut(from) {
                    list.push((i, to));
                }
            }
        }
    }
    let goals: Vec<usize> = to.iter().filter_map(|n| number(n.key())).collect();
    // How each node was reached: from the place before in the list, over a segment.
    let mut seen = vec![false; nodes.len()];
    let mut reached: Vec<(usize, Option<(usize, usize)>)> = Vec::new();
    for node in from {
        if !down.has(&node.entity())
            && let Some(n) = number(node.key())
            && let Some(s) = seen.get_mut(n)
        {
            *s = true;
            reached.push((n, None));
        }
    }
    let mut at = 0;
    while let Some((here, how)) = reached.get(at).copied() {
        if how.is_some() && goals.contains(&here) {
            let mut way = Vec::new();
            let mut cursor = at;
            while let Some((previous, segment)) = reached.get(cursor)?.1 {
                way.push(segment);
                cursor = previous;
            }
            way.reverse();
            return Some(way);
        }
        for (i, to) in next.get(here).into_iter().flatten() {
            let Some(s) = seen.get_mut(*to).filter(|s| !**s) else {
                continue;
            };
            if link
                .segments
                .get(*i)
                .is_none_or(|g| down.segment(id, *i, g))
            {
                continue;
            }
            *s = true;
            reached.push((*to, Some((at, *i))));
        }
        at += 1;
    }
    None
}

/// A node without its own text, for sorting.
type Key<'a> = (u8, &'a str);

fn key_of(end: &End) -> Key<'_> {
    match end {
        End::Host(h) | End::Port { host: h, .. } => (0, h.as_str()),
        End::Switch(s) => (1, s.as_str()),
        End::Array { array, .. } => (2, array.as_str()),
        End::Site(s) => (3, s.as_str()),
        End::Witness(w) => (4, w.as_str()),
    }
}

/// Where a host joins a link: itself, or its site where the link ends at sites.
fn ends_of(plan: &Plan, link: &Link, host: &HostId) -> Vec<Node> {
    let mut nodes = vec![Node::Host(host.clone())];
    let named = link
        .segments
        .iter()
        .any(|s| s.a.host() == Some(host) || s.b.host() == Some(host));
    if !named && let Some(site) = plan.site_of(host) {
        nodes.push(Node::Site(site.clone()));
    }
    nodes
}

/// Hosts that a link touches, itself or at their site, sorted.
pub(super) fn hosts_on(plan: &Plan, link: &Link) -> Vec<HostId> {
    let mut ends: Vec<Node> = link
        .segments
        .iter()
        .flat_map(|s| [Node::of(&s.a), Node::of(&s.b)])
        .collect();
    ends.sort();
    ends.dedup();
    let sites = ends.iter().any(|n| matches!(n, Node::Site(_)));
    let touches = |host: &HostId| {
        let itself = Node::Host(host.clone());
        ends.binary_search(&itself).is_ok()
            || sites
                && plan
                    .site_of(host)
                    .is_some_and(|s| ends.binary_search(&Node::Site(s.clone())).is_ok())
    };
    plan.hosts.keys().filter(|h| touches(h)).cloned().collect()
}

/// The way of link `link` between two hosts, if it joins them.
pub fn path_between(cx: &Cx<'_>, link: &LinkId, a: &HostId, b: &HostId) -> Option<LinkPath> {
    path_in(cx, link, a, b, &Down::none())
}

/// Segments of a link that lead from one host to another while things are out of order.
fn segments_between(
    plan: &Plan,
    id: &LinkId,
    a: &HostId,
    b: &HostId,
    down: &Down,
) -> Option<Vec<usize>> {
    let link = plan.links.get(id)?;
    if down.has(&id.into()) {
        return None;
    }
    let from = ends_of(plan, link, a);
    let to = ends_of(plan, link, b);
    if from.iter().any(|n| to.contains(n)) {
        // Both hang on the same site's end: the link leads away from both, not between them.
        return None;
    }
    shortest(id, link, &from, &to, down)
}

/// The same while these things have failed.
pub(super) fn path_in(
    cx: &Cx<'_>,
    id: &LinkId,
    a: &HostId,
    b: &HostId,
    down: &Down,
) -> Option<LinkPath> {
    let link = cx.plan.links.get(id)?;
    let segments = segments_between(cx.plan, id, a, b, down)?;
    let rtt_ms = rtt(&mut Silent, cx, id, link, &segments).map(|n| n.value());
    Some(LinkPath {
        link: id.clone(),
        rtt_ms,
        map_km: way::sum_of(&segments, |i| way::map_km(&mut Silent, cx, id, link, i)),
        fibre_km: way::sum_of(&segments, |i| way::fibre_km(&mut Silent, cx, id, link, i)),
        by_coordinates: segments.iter().any(|i| by_coordinates(cx, link, *i)),
        usable_mbps: usable(&mut Silent, cx, id, link, rtt_ms).value(),
        line_mbps: link.speed.get(),
        segments,
    })
}

/// Whether a segment joins two different sites.
pub fn crosses_sites(plan: &Plan, link: &Link, segment: usize) -> bool {
    link.segments.get(segment).is_some_and(|s| {
        let (a, b) = (Node::of(&s.a), Node::of(&s.b));
        match (a.site(plan), b.site(plan)) {
            (Some(x), Some(y)) => x != y,
            _ => false,
        }
    })
}

/// Sites that a link joins, sorted.
pub(super) fn sites(plan: &Plan, link: &Link) -> Vec<SiteId> {
    let mut out: Vec<SiteId> = link
        .segments
        .iter()
        .flat_map(|s| [&s.a, &s.b])
        .filter_map(|end| Node::of(end).site(plan).cloned())
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Whether a host reaches an array over storage links while these things have failed.
pub fn reaches_array(plan: &Plan, host: &HostId, array: &ArrayId, down: &Down) -> bool {
    !ways_to_array(plan, host, array, down).is_empty()
}
