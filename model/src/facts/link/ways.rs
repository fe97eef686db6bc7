//! Ways of hosts to each other, to their users, to arrays and to votes, as steps over segments.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Node, ends_of, segments_between, shortest, way_to_witness};
use crate::failure::Down;
use crate::ids::{ArrayId, HostId, LinkId, SiteId, WitnessId};
use crate::plan::{Link, LinkRole, Plan};

/// A way through links: link and segment (from 0) of each step.
pub(in crate::facts) type Way = Vec<(LinkId, usize)>;

/// The way of one link between two hosts.
pub(in crate::facts) fn way_between(
    plan: &Plan,
    id: &LinkId,
    a: &HostId,
    b: &HostId,
    down: &Down,
) -> Option<Way> {
    let segments = segments_between(plan, id, a, b, down)?;
    Some(segments.into_iter().map(|i| (id.clone(), i)).collect())
}

/// A way between two hosts over any networks that carry a heartbeat, several links in a row included.
pub(in crate::facts) fn way_seen(plan: &Plan, a: &HostId, b: &HostId, down: &Down) -> Option<Way> {
    let carries = |role: LinkRole| {
        matches!(
            role,
            LinkRole::Availability | LinkRole::Business | LinkRole::Management
        )
    };
    let links: Vec<(&LinkId, &Link)> = plan
        .links
        .iter()
        .filter(|(id, l)| carries(l.role) && !down.has(&(*id).into()))
        .map(|(id, l)| (id, &**l))
        .collect();
    if down.host(a) || down.host(b) {
        return None;
    }
    let goals: BTreeSet<Node> = links
        .iter()
        .flat_map(|(_, l)| ends_of(plan, l, b))
        .collect();
    let mut from: BTreeMap<Node, Option<(Node, LinkId, usize)>> = BTreeMap::new();
    let mut open: VecDeque<Node> = VecDeque::new();
    for node in links.iter().flat_map(|(_, l)| ends_of(plan, l, a)) {
        if !down.has(&node.entity()) && !from.contains_key(&node) {
            from.insert(node.clone(), None);
            open.push_back(node);
        }
    }
    while let Some(here) = open.pop_front() {
        if goals.contains(&here) {
            let mut way = Way::new();
            let mut cursor = here;
            while let Some(Some((previous, link, segment))) = from.get(&cursor) {
                way.push((link.clone(), *segment));
                cursor = previous.clone();
            }
            way.reverse();
            return Some(way);
        }
        for (id, link) in &links {
            for (i, segment) in link.segments.iter().enumerate() {
                let (x, y) = (Node::of(&segment.a), Node::of(&segment.b));
                let next = if x == here {
                    y
                } else if y == here {
                    x
                } else {
                    continue;
                };
                if !from.contains_key(&next) && !down.segment(id, i, segment) {
                    from.insert(next.clone(), Some((here.clone(), (*id).clone(), i)));
                    open.push_back(next);
                }
            }
        }
    }
    None
}

/// First steps of a host towards its users: each business segment that ends at it.
pub(in crate::facts) fn ways_to_users(plan: &Plan, host: &HostId) -> Vec<Way> {
    let mut ways = Vec::new();
    for (id, link) in plan
        .links
        .iter()
        .filter(|(_, l)| l.role == LinkRole::Business)
    {
        for (i, s) in link.segments.iter().enumerate() {
            if s.a.host() == Some(host) || s.b.host() == Some(host) {
                ways.push(vec![(id.clone(), i)]);
            }
        }
    }
    ways
}

/// Ways of a host to an array, one for each storage link that leads there.
pub(in crate::facts) fn ways_to_array(
    plan: &Plan,
    host: &HostId,
    array: &ArrayId,
    down: &Down,
) -> Vec<Way> {
    if down.has(&array.into()) || down.host(host) {
        return Vec::new();
    }
    plan.links
        .iter()
        .filter(|(id, link)| link.role == LinkRole::Storage && !down.has(&(*id).into()))
        .filter_map(|(id, link)| {
            let to = [Node::Array(array.clone())];
            let segments = shortest(id, link, &ends_of(plan, link, host), &to, down)?;
            Some(segments.into_iter().map(|i| (id.clone(), i)).collect())
        })
        .collect()
}

/// The way of a site to a witness; nothing to pass where both stand in one place.
pub(in crate::facts) fn way_to_vote(
    plan: &Plan,
    site: &SiteId,
    witness: &WitnessId,
    down: &Down,
) -> Option<Way> {
    if plan.witnesses.get(witness).is_some_and(|w| w.site == *site) {
        return (!down.has(&witness.into())).then(Vec::new);
    }
    way_to_witness(plan, site, witness, down).map(|w| w.steps)
}
