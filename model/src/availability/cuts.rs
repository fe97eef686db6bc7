//! Minimal cut sets: the smallest sets of parts whose failure stops the whole.

use std::collections::BTreeMap;

use super::bdd::{Bdd, FAILED, Ref, TooLarge, WORKS};
use super::structure::Expr;

/// Parts in rising order.
pub type CutSet = Vec<usize>;

/// Cut sets up to an order, and whether greater ones were left out.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CutSets {
    /// By order, then by parts.
    pub sets: Vec<CutSet>,
    /// Sets of a higher order exist and are not listed: sums over the list then bound nothing.
    pub dropped: bool,
    /// The list was cut off at its greatest length.
    pub full: bool,
}

/// Most sets kept in a list.
pub const MAX_SETS: usize = 20_000;

/// Minimal cut sets of a diagram with at most `order` parts.
pub fn minimal(bdd: &mut Bdd, root: Ref, order: usize) -> Result<CutSets, TooLarge> {
    let mut search = Search {
        bdd,
        memo: BTreeMap::new(),
        full: false,
    };
    let mut sets: Vec<CutSet> = search
        .below(root, order)
        .into_iter()
        .map(|mut set| {
            set.sort_unstable();
            set
        })
        .collect();
    let full = search.full;
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    // Diagrams are canonical: the list is complete when it is the whole again.
    let union = bdd.build(&union(&sets))?;
    Ok(CutSets {
        sets,
        dropped: union != root,
        full,
    })
}

/// Failure of any of these sets.
pub fn union(sets: &[CutSet]) -> Expr {
    Expr::any(
        sets.iter()
            .map(|s| Expr::all(s.iter().map(|p| Expr::Part(*p)))),
    )
}

struct Search<'a> {
    bdd: &'a Bdd,
    memo: BTreeMap<(Ref, usize), Vec<CutSet>>,
    full: bool,
}

impl Search<'_> {
    /// Minimal sets under a node with at most `left` parts, each in rising order.
    fn below(&mut self, r: Ref, left: usize) -> Vec<CutSet> {
        if r == FAILED {
            return vec![Vec::new()];
        }
        if r == WORKS {
            return Vec::new();
        }
        if let Some(known) = self.memo.get(&(r, left)) {
            return known.clone();
        }
        let (low, high) = self.bdd.branches(r);
        let without = self.below(low, left);
        let mut out = without.clone();
        if left > 0
            && let Some(part) = self.bdd.part(r)
        {
            let more: Vec<CutSet> = self
                .below(high, left - 1)
                .into_iter()
                .filter(|set| !without.iter().any(|s| subset(s, set)))
                .map(|mut set| {
                    let at = set.partition_point(|p| *p < part);
                    set.insert(at, part);
                    set
                })
                .collect();
            out.extend(more);
        }
        if out.len() > MAX_SETS {
            out.sort_by_key(Vec::len);
            out.truncate(MAX_SETS);
            self.full = true;
        }
        self.memo.insert((r, left), out.clone());
        out
    }
}

/// Whether every part of `a` is in `b`; both in rising order.
fn subset(a: &[usize], b: &[usize]) -> bool {
    if a.len() > b.len() {
        return false;
    }
    let mut rest = b.iter();
    a.iter().all(|x| rest.by_ref().any(|y| y == x))
}

/// Probability of a set whose parts are independent.
pub fn probability(set: &[usize], q: &impl Fn(usize) -> f64) -> f64 {
    set.iter().map(|p| q(*p)).product()
}

/// Sum over the sets: never below the truth for a complete list.
pub fn rare_event_sum(sets: &[CutSet], q: &impl Fn(usize) -> f64) -> f64 {
    sets.iter().map(|s| probability(s, q)).sum()
}

/// 1 − Π(1 − Πq): between the truth and the rare-event sum for a complete list.
pub fn min_cut_bound(sets: &[CutSet], q: &impl Fn(usize) -> f64) -> f64 {
    let log: f64 = sets.iter().map(|s| (-probability(s, q)).ln_1p()).sum();
    -log.exp_m1()
}
