//! Exact search: the relaxation at every node; a node is split by whether two items share a bin (Ryan and Foster), or by the kind of bin
//! an item is in.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

use super::super::budget::Meter;
use super::super::random::Random;
use super::classes::Classes;
use super::decide::Decision;
use super::instance::Instance;
use super::layout::{Bins, cost_of, lifted};
use super::relax::{End, Pool, Relaxation};
use super::round;

struct Node {
    decisions: Vec<Decision>,
    bound: u64,
    number: u64,
    duals: Rc<Vec<f64>>,
}

impl Node {
    /// Lowest bound first, then the deepest, then the youngest.
    fn rank(&self) -> (std::cmp::Reverse<u64>, usize, u64) {
        (
            std::cmp::Reverse(self.bound),
            self.decisions.len(),
            self.number,
        )
    }
}
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}
impl Eq for Node {}
impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The open nodes of a search over one instance.
pub(super) struct Tree {
    open: BinaryHeap<Node>,
    made: u64,
    pub(super) visited: u64,
    /// Least bound of nodes that were neither solved nor could be divided.
    given_up: Option<u64>,
}

/// What a step did.
pub(super) enum Step {
    /// Nothing is left that could be cheaper than the cutoff.
    Exhausted,
    Went,
}

impl Tree {
    pub(super) fn new(bound: u64, duals: Vec<f64>) -> Self {
        let mut open = BinaryHeap::new();
        open.push(Node {
            decisions: Vec::new(),
            bound,
            number: 0,
            duals: Rc::new(duals),
        });
        Self {
            open,
            made: 1,
            visited: 0,
            given_up: None,
        }
    }

    /// No packing is cheaper than this; `None`: than the cutoff of the last step.
    pub(super) fn bound(&self) -> Option<u64> {
        let open = self.open.peek().map(|node| node.bound);
        open.into_iter().chain(self.given_up).min()
    }

    /// Works on one node. A packing cheaper than `cutoff` comes back in items of the pool.
    pub(super) fn step(
        &mut self,
        instance: &Instance,
        pool: &mut Pool,
        cutoff: u64,
        random: &mut Random,
        meter: &mut Meter<'_>,
    ) -> (Step, Option<Bins>) {
        let Some(node) = self.open.pop() else {
            return (Step::Exhausted, None);
        };
        if node.bound >= cutoff {
            self.open.clear();
            return (Step::Exhausted, None);
        }
        self.visited += 1;
        meter.charge((instance.n * instance.n / 8) as u64);
        let Some(here) = instance.decided(&node.decisions) else {
            return (Step::Went, None);
        };
        let classes = Classes::new(&here);
        let mut relaxation = Relaxation::new(&here, &classes);
        relaxation.take_pool(pool, &node.duals, 6 * classes.len() + 50);
        let end = relaxation.solve(cutoff, true, meter);
        for (kind, items) in relaxation.contents() {
            pool.add(kind, items);
        }
        let bound = relaxation.bound.max(node.bound);
        if end == End::Cut || bound >= cutoff {
            return (Step::Went, None);
        }
        if !meter.goes_on() {
            self.open.push(node);
            return (Step::Went, None);
        }
        let solution = relaxation.solution();
        let mut found = round::whole(&relaxation, &solution);
        if found.is_none() {
            found = round::rounded(&relaxation, &solution, random, meter);
        }
        let found = found
            .filter(|bins| cost_of(&here, bins) < cutoff)
            .map(|bins| lifted(&here, &bins));
        if found
            .as_ref()
            .is_some_and(|bins| cost_of(instance, bins) <= bound)
        {
            return (Step::Went, found);
        }
        if let Some((left, right)) = split(&relaxation, &solution) {
            let duals = Rc::new(relaxation.pool_duals(instance.n));
            for decisions in [right, left] {
                let mut all = node.decisions.clone();
                all.extend(decisions);
                self.open.push(Node {
                    decisions: all,
                    bound,
                    number: self.made,
                    duals: Rc::clone(&duals),
                });
                self.made += 1;
            }
        } else {
            // Neither solved nor divisible: nothing is claimed.
            self.given_up = Some(self.given_up.map_or(bound, |least| least.min(bound)));
        }
        (Step::Went, found)
    }
}

/// Two sets of decisions of which one holds in every packing: pairs that the solution uses in part first.
fn split(
    relaxation: &Relaxation<'_>,
    solution: &[(usize, f64)],
) -> Option<(Vec<Decision>, Vec<Decision>)> {
    let classes = relaxation.classes;
    let instance = relaxation.instance;
    let name = |item: usize| instance.members[item].first().copied().unwrap_or(0);
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (at, share) in solution {
        let pattern = &relaxation.patterns[*at].1;
        for (first, (a, count)) in pattern.iter().enumerate() {
            if *count > 1 {
                *pairs.entry((*a, *a)).or_default() += share * (count - 1) as f64;
            }
            for (b, _) in &pattern[first + 1..] {
                *pairs.entry((*a, *b)).or_default() += share;
            }
        }
    }
    let mut best: Option<(f64, (usize, usize))> = None;
    for (pair, share) in &pairs {
        let part = share.fract();
        let middle = part.min(1.0 - part);
        if middle < 1e-3 {
            continue;
        }
        // Large items first among the near equal: both sides then change much.
        let weight: f64 = [pair.0, pair.1]
            .iter()
            .map(|class| {
                let item = classes.members[*class].first().copied().unwrap_or(0);
                (0..instance.dims)
                    .map(|dim| instance.share(item, dim))
                    .fold(0.0, f64::max)
            })
            .sum();
        let score = middle + 0.1 * weight;
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, *pair));
        }
    }
    let chosen = best.map(|(_, pair)| pair).or_else(|| {
        // Only shares of alike contents are broken: any pair of such a content divides. Failing that, items are covered more than
        // once and cannot be left out (sizes below zero): any pair at all.
        let broken = |share: f64| (share - share.round()).abs() > 1e-3;
        let any_pair = |at: usize| match relaxation.patterns[at].1.as_slice() {
            [(a, count), ..] if *count > 1 => Some((*a, *a)),
            [(a, _), (b, _), ..] => Some((*a, *b)),
            _ => None,
        };
        let first = solution.iter().filter(|(_, share)| broken(*share));
        let single = instance.kinds.len() > 1 && first.clone().next().is_some();
        first
            .chain(solution.iter().filter(|_| !single))
            .find_map(|(at, _)| any_pair(*at))
    });
    if let Some((a, b)) = chosen {
        let first = *classes.members[a].first()?;
        let second = *classes.members[b].get(usize::from(a == b))?;
        let (first, second) = (name(first), name(second));
        return Some((
            vec![Decision::Together(first, second)],
            vec![Decision::Apart(first, second)],
        ));
    }
    // Bins with one class each, of several kinds.
    let (at, _) = solution
        .iter()
        .find(|(_, share)| (share - share.round()).abs() > 1e-3)?;
    let (kind, pattern) = &relaxation.patterns[*at];
    let item = *classes.members[pattern.first()?.0].first()?;
    let others: Vec<Decision> = (0..instance.kinds.len())
        .filter(|other| other != kind && instance.may(item, *other))
        .map(|other| Decision::NotIn(name(item), other))
        .collect();
    if others.is_empty() {
        return None;
    }
    Some((others, vec![Decision::NotIn(name(item), *kind)]))
}
