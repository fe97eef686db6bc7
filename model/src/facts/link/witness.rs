//! The way of quorum traffic: from a site to a witness through several links.

use std::collections::{BTreeMap, BinaryHeap};

use super::Node;
use crate::failure::Down;
use crate::ids::{LinkId, SiteId, WitnessId};
use crate::plan::{LinkRole, Plan};

/// A way through several links from a site to a witness.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::facts) struct WitnessWay {
    /// Link and segment of each step.
    pub steps: Vec<(LinkId, usize)>,
    pub through: Vec<SiteId>,
}

/// Where one came from, and over which segment of which link.
type Step = (Node, LinkId, usize);

/// The way from a site to a witness that passes the fewest other sites, then the fewest segments. Links of role
/// witness, business and management count (quorum traffic runs over the first business network on some platforms).
pub(in crate::facts) fn way_to_witness(
    plan: &Plan,
    from: &SiteId,
    witness: &WitnessId,
    down: &Down,
) -> Option<WitnessWay> {
    let home = &plan.witnesses.get(witness)?.site;
    let mut edges: BTreeMap<Node, Vec<(Node, LinkId, usize)>> = BTreeMap::new();
    for (id, link) in plan.links.iter() {
        let counts = matches!(
            link.role,
            LinkRole::Witness | LinkRole::Business | LinkRole::Management
        );
        if !counts || down.has(&id.into()) {
            continue;
        }
        for (i, s) in link.segments.iter().enumerate() {
            if down.segment(id, i, s) {
                continue;
            }
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
        if node.site(plan) == Some(from) && !down.has(&node.entity()) {
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
            if down.has(&next.entity()) {
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
