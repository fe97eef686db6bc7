//! Links: which hosts they join, how long the way is, and what they can carry.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{Cx, typed};
use crate::catalogue::keys;
use crate::figure::{Num, Silent, Tracer};
use crate::ids::{ArrayId, EntityId, HostId, LinkId, SiteId, SwitchId, WitnessId};
use crate::plan::{End, Link, LinkRole, Plan};

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
    /// Length of fibre passed; none where a stretch between sites has none.
    pub fibre_km: Option<f64>,
    pub usable_mbps: f64,
    pub line_mbps: f64,
}

/// How a length between sites is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    Map,
    Fibre,
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
    link: &Link,
    from: &[Node],
    to: &[Node],
    failed: &BTreeSet<EntityId>,
) -> Option<Vec<usize>> {
    let mut seen: Vec<(Node, Option<(usize, usize)>)> = Vec::new();
    for node in from {
        if !failed.contains(&node.entity()) {
            seen.push((node.clone(), None));
        }
    }
    let mut at = 0;
    while at < seen.len() {
        let here = seen.get(at)?.0.clone();
        if to.contains(&here) && seen.get(at)?.1.is_some() {
            let mut way = Vec::new();
            let mut cursor = at;
            while let Some((previous, segment)) = seen.get(cursor)?.1 {
                way.push(segment);
                cursor = previous;
            }
            way.reverse();
            return Some(way);
        }
        for (i, segment) in link.segments.iter().enumerate() {
            let (a, b) = (Node::of(&segment.a), Node::of(&segment.b));
            let next = if a == here {
                b
            } else if b == here {
                a
            } else {
                continue;
            };
            if failed.contains(&next.entity()) || seen.iter().any(|(n, _)| *n == next) {
                continue;
            }
            seen.push((next, Some((at, i))));
        }
        at += 1;
    }
    None
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

/// The way of link `link` between two hosts, if it joins them.
pub fn path_between(cx: &Cx<'_>, link: &LinkId, a: &HostId, b: &HostId) -> Option<LinkPath> {
    path_in(cx, link, a, b, &BTreeSet::new())
}

/// The same while these things have failed.
pub(super) fn path_in(
    cx: &Cx<'_>,
    id: &LinkId,
    a: &HostId,
    b: &HostId,
    failed: &BTreeSet<EntityId>,
) -> Option<LinkPath> {
    let link = cx.plan.links.get(id)?;
    if failed.contains(&id.into()) {
        return None;
    }
    let from = ends_of(cx.plan, link, a);
    let to = ends_of(cx.plan, link, b);
    if from.iter().any(|n| to.contains(n)) {
        // Both hang on the same site's end: the link leads away from both, not between them.
        return None;
    }
    let segments = shortest(link, &from, &to, failed)?;
    let rtt_ms = rtt(&mut Silent, cx, id, link, &segments).map(|n| n.value());
    let map_km = map_km(link, &segments);
    Some(LinkPath {
        link: id.clone(),
        rtt_ms,
        map_km,
        fibre_km: fibre_km(cx.plan, link, &segments),
        usable_mbps: usable(&mut Silent, cx, id, link).value(),
        line_mbps: link.speed.get(),
        segments,
    })
}

fn map_km(link: &Link, segments: &[usize]) -> Option<f64> {
    let mut sum = None;
    for segment in segments.iter().filter_map(|i| link.segments.get(*i)) {
        if let Some(d) = segment.distance {
            sum = Some(sum.unwrap_or(0.0) + d.km());
        }
    }
    sum
}

fn fibre_km(plan: &Plan, link: &Link, segments: &[usize]) -> Option<f64> {
    let mut sum = None;
    for &i in segments {
        match link.segments.get(i)?.fibre {
            Some(f) => sum = Some(sum.unwrap_or(0.0) + f.km()),
            None if crosses_sites(plan, link, i) => return None,
            None => {}
        }
    }
    sum
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

/// Round trip over these segments, ms: measured if given, else light in fibre both ways plus equipment
/// (lockstep sheet, section 8.1). None when a stretch between sites has no length.
pub(super) fn rtt<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    segments: &[usize],
) -> Option<T::N> {
    if let Some(measured) = link.measured_rtt {
        return Some(t.given("measured", measured.get(), "ms", || {
            typed(id, "measured_rtt")
        }));
    }
    let mut lengths = Vec::new();
    let mut devices = Vec::new();
    for &i in segments {
        let segment = link.segments.get(i)?;
        if let Some(fibre) = segment.fibre {
            lengths.push(t.given("fibre", fibre.km(), "km", || {
                typed(id, &format!("segments[{i}].fibre"))
            }));
        } else if let Some(distance) = segment.distance {
            let map = t.given("distance", distance.km(), "km", || {
                typed(id, &format!("segments[{i}].distance"))
            });
            let factor = t.given("route_factor", cx.plan.settings.route_factor, "", || {
                typed(EntityId::Plan, "settings.route_factor")
            });
            lengths.push(map * factor);
        } else if crosses_sites(cx.plan, link, i) {
            return None;
        }
        if let Some(d) = segment.devices {
            devices.push(t.given("devices", d.get(), "ms", || {
                typed(id, &format!("segments[{i}].devices"))
            }));
        }
    }
    let two = t.number(2.0);
    let (no_length, no_device) = (lengths.is_empty(), devices.is_empty());
    let km = t.sum(lengths);
    let equipment = t.sum(devices);
    let delay = cx.k(t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
    let to_ms = t.number(1000.0);
    Some(match (no_length, no_device) {
        (true, true) => t.number(0.0),
        (true, false) => two * equipment,
        (false, true) => two * (km * delay / to_ms),
        (false, false) => two * (km * delay / to_ms + equipment),
    })
}

/// Largest length between the sites that keeps `limit_ms` over these segments, their own lengths replaced by it: of
/// fibre, or on the map.
pub(super) fn max_km<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    (id, link): (&LinkId, &Link),
    segments: &[usize],
    limit_ms: f64,
    measured_in: Length,
) -> Option<T::N> {
    if link.measured_rtt.is_some() || !segments.iter().any(|i| crosses_sites(cx.plan, link, *i)) {
        return None;
    }
    let mut devices = Vec::new();
    for &i in segments {
        if let Some(d) = link.segments.get(i)?.devices {
            devices.push(t.given("devices", d.get(), "ms", || {
                typed(id, &format!("segments[{i}].devices"))
            }));
        }
    }
    let limit = t.given("limit", limit_ms, "ms", || {
        crate::figure::Origin::Counted(
            "tightest round-trip row of the platform for the pairs".into(),
        )
    });
    let two = t.number(2.0);
    let thousand = t.number(1000.0);
    let none = devices.is_empty();
    let equipment = t.sum(devices);
    let delay = cx.k(t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
    let zero = t.number(0.0);
    let left = if none {
        limit
    } else {
        limit - two.clone() * equipment
    };
    let a_km = match measured_in {
        Length::Fibre => two * delay,
        Length::Map => {
            let factor = t.given("route_factor", cx.plan.settings.route_factor, "", || {
                typed(EntityId::Plan, "settings.route_factor")
            });
            two * delay * factor
        }
    };
    Some((left * thousand / a_km).max(zero))
}

/// Payload rate of a link, Mbit/s: line rate × what is available × (MTU − headers) ÷ (MTU + frame).
pub(super) fn usable<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &LinkId, link: &Link) -> T::N {
    let speed = t.given("speed", link.speed.get(), "Mbit/s", || typed(id, "speed"));
    let speed = match link.available {
        Some(share) => {
            let share = t.given("available", share.get(), "", || typed(id, "available"));
            speed * share
        }
        None => speed,
    };
    let mtu = t.given("mtu", f64::from(link.mtu.unwrap_or(1500)), "bytes", || {
        if link.mtu.is_some() {
            typed(id, "mtu")
        } else {
            crate::figure::Origin::Assumed("standard Ethernet packets of 1,500 bytes".into())
        }
    });
    let headers = cx.k(t, "headers", keys::TCP_HEADER_BYTES, "bytes");
    let frame = cx.k(t, "frame", keys::FRAME_OVERHEAD_BYTES, "bytes");
    let frame = if link.vlan {
        frame + cx.k(t, "vlan_tag", keys::VLAN_TAG_BYTES, "bytes")
    } else {
        frame
    };
    let zero = t.number(0.0);
    speed * (mtu.clone() - headers).max(zero) / (mtu + frame)
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
pub fn reaches_array(
    plan: &Plan,
    host: &HostId,
    array: &ArrayId,
    failed: &BTreeSet<EntityId>,
) -> bool {
    if failed.contains(&array.into()) || failed.contains(&host.into()) {
        return false;
    }
    plan.links.iter().any(|(id, link)| {
        link.role == LinkRole::Storage
            && !failed.contains(&id.into())
            && shortest(
                link,
                &ends_of(plan, link, host),
                &[Node::Array(array.clone())],
                failed,
            )
            .is_some()
    })
}

/// A way through several links from a site to a witness.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WitnessWay {
    /// Link and segment of each step.
    pub steps: Vec<(LinkId, usize)>,
    pub through: Vec<SiteId>,
}

/// Where one came from, and over which segment of which link.
type Step = (Node, LinkId, usize);

/// The way from a site to a witness that passes the fewest other sites, then the fewest segments. Links of role
/// witness, business and management count (quorum traffic runs over the first business network on some platforms).
pub(super) fn way_to_witness(
    plan: &Plan,
    from: &SiteId,
    witness: &WitnessId,
    failed: &BTreeSet<EntityId>,
) -> Option<WitnessWay> {
    let home = &plan.witnesses.get(witness)?.site;
    let mut edges: BTreeMap<Node, Vec<(Node, LinkId, usize)>> = BTreeMap::new();
    for (id, link) in plan.links.iter() {
        let counts = matches!(
            link.role,
            LinkRole::Witness | LinkRole::Business | LinkRole::Management
        );
        if !counts || failed.contains(&id.into()) {
            continue;
        }
        for (i, s) in link.segments.iter().enumerate() {
            let (a, b) = (Node::of(&s.a), Node::of(&s.b));
            edges
                .entry(a.clone())
                .or_default()
                .push((b.clone(), id.clone(), i));
            edges.entry(b).or_default().push((a, id.clone(), i));
        }
    }
    let is_goal = |n: &Node| *n == Node::Witness(witness.clone()) || *n == Node::Site(home.clone());
    let foreign = |n: &Node| n.site(plan).is_some_and(|s| s != from && s != home);
    let mut best: BTreeMap<Node, (u32, Option<Step>)> = BTreeMap::new();
    let mut heap: BinaryHeap<std::cmp::Reverse<(u32, Node)>> = BinaryHeap::new();
    for node in edges.keys() {
        if node.site(plan) == Some(from) && !failed.contains(&node.entity()) {
            best.insert(node.clone(), (0, None));
            heap.push(std::cmp::Reverse((0, node.clone())));
        }
    }
    while let Some(std::cmp::Reverse((cost, here))) = heap.pop() {
        if best.get(&here).is_some_and(|(c, _)| *c < cost) {
            continue;
        }
        if is_goal(&here) {
            let mut steps = Vec::new();
            let mut through = Vec::new();
            let mut cursor = here;
            loop {
                if foreign(&cursor)
                    && let Some(site) = cursor.site(plan)
                    && !through.contains(site)
                {
                    through.push(site.clone());
                }
                match best.get(&cursor) {
                    Some((_, Some((previous, link, segment)))) => {
                        steps.push((link.clone(), *segment));
                        cursor = previous.clone();
                    }
                    _ => break,
                }
            }
            steps.reverse();
            through.reverse();
            return Some(WitnessWay { steps, through });
        }
        for (next, link, segment) in edges.get(&here).into_iter().flatten() {
            if failed.contains(&next.entity()) {
                continue;
            }
            let next_cost = cost.saturating_add(if foreign(next) { 1001 } else { 1 });
            if best.get(next).is_none_or(|(c, _)| next_cost < *c) {
                best.insert(
                    next.clone(),
                    (next_cost, Some((here.clone(), link.clone(), *segment))),
                );
                heap.push(std::cmp::Reverse((next_cost, next.clone())));
            }
        }
    }
    None
}
