//! The relaxation by columns: fractions of bin contents that cover every class of items at least cost, contents found by pricing.
//!
//! The bound is proven apart from the linear program. Its duals, cut to whole numbers, are values of items; pricing gives the most
//! value that one bin can hold; so much value altogether needs so many bins (Farley's bound, with a charge for bins that are limited).
//! All in integers: an inexact program gives a weaker bound, never a wrong one.

use std::collections::HashSet;

use super::super::budget::Meter;
use super::classes::Classes;
use super::instance::Instance;
use super::knapsack::Pattern;
use super::pricing::Pricer;
use super::simplex::{Column, Simplex};

/// Contents seen anywhere in the search, in items of the instance the search began with.
#[derive(Default)]
pub(super) struct Pool {
    columns: Vec<(usize, Vec<usize>)>,
    seen: HashSet<(usize, Vec<usize>)>,
}

/// Partial contents that a first pricing looks at; only when it finds nothing is a full one needed.
const GLANCE: u64 = 3_000;
/// A pool beyond this size takes no more.
const MOST_COLUMNS: usize = 200_000;

impl Pool {
    pub(super) fn add(&mut self, kind: usize, mut items: Vec<usize>) {
        items.sort_unstable();
        if self.columns.len() < MOST_COLUMNS && self.seen.insert((kind, items.clone())) {
            self.columns.push((kind, items));
        }
    }
}

/// How a relaxation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// No content improves it.
    Converged,
    /// The bound reached the cutoff.
    Cut,
    /// The bound cannot rise further, though the solution might improve.
    Tight,
    /// Pricing or the work came to its limit.
    Short,
}

pub(super) struct Relaxation<'a> {
    pub(super) instance: &'a Instance,
    pub(super) classes: &'a Classes,
    pricers: Vec<Pricer<'a>>,
    simplex: Simplex,
    pub(super) patterns: Vec<(usize, Pattern)>,
    seen: HashSet<(usize, Pattern)>,
    /// Row of each kind that is limited.
    row: Vec<Option<usize>>,
    /// Costs in the program are the instance's divided by this.
    cost_scale: f64,
    /// Integer values are the program's times `cost_scale` times this.
    value_scale: u64,
    pub(super) bound: u64,
    /// Values that prove the bound, one a class.
    pub(super) values: Vec<u64>,
    /// Duals at the best bound, to smooth the next ones with.
    centre: Option<(f64, Vec<f64>)>,
    /// Partial contents a pricing may look at.
    pub(super) nodes: u64,
}

impl<'a> Relaxation<'a> {
    pub(super) fn new(instance: &'a Instance, classes: &'a Classes) -> Self {
        let dearest = instance.kinds.iter().map(|kind| kind.cost).max();
        let dearest = dearest.unwrap_or(1).max(1);
        let cover: Vec<f64> = classes.members.iter().map(|m| m.len() as f64).collect();
        let mut row = Vec::new();
        let mut limits = Vec::new();
        for kind in &instance.kinds {
            row.push((!kind.plenty).then(|| {
                limits.push(kind.available as f64);
                cover.len() + limits.len() - 1
            }));
        }
        let artificial = if limits.is_empty() { 1.5 } else { 1000.0 };
        let bits = 64 - dearest.leading_zeros();
        Self {
            instance,
            classes,
            pricers: (0..instance.kinds.len())
                .map(|kind| Pricer::new(instance, classes, kind))
                .collect(),
            simplex: Simplex::new(&cover, &limits, artificial),
            patterns: Vec::new(),
            seen: HashSet::new(),
            row,
            cost_scale: dearest as f64,
            value_scale: 1 << 52_u32.saturating_sub(bits).min(30),
            bound: 0,
            values: Vec::new(),
            centre: None,
            nodes: 200_000,
        }
    }

    /// Takes the contents of a pool that are possible here, those first that look best under `duals` (one an item of the pool).
    pub(super) fn take_pool(&mut self, pool: &Pool, duals: &[f64], most: usize) {
        // Item of the pool → item here.
        let mut of = vec![usize::MAX; duals.len()];
        for (item, members) in self.instance.members.iter().enumerate() {
            for member in members {
                of[*member] = item;
            }
        }
        let mut order: Vec<(f64, usize)> = pool
            .columns
            .iter()
            .enumerate()
            .filter(|(_, (kind, _))| self.instance.kinds[*kind].available > 0)
            .map(|(at, (kind, items))| {
                let value: f64 = items
                    .iter()
                    .filter(|item| of[**item] != usize::MAX)
                    .map(|item| duals[*item])
                    .sum();
                let cost = self.instance.kinds[*kind].cost as f64 / self.cost_scale;
                (cost - value, at)
            })
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let goal = self.patterns.len() + most;
        for (_, at) in order {
            if self.patterns.len() >= goal {
                break;
            }
            let (kind, items) = &pool.columns[at];
            let mut here: Vec<usize> = items
                .iter()
                .map(|item| of[*item])
                .filter(|item| *item != usize::MAX)
                .collect();
            here.sort_unstable();
            let mut whole: Vec<usize> = Vec::new();
            for part in here.chunk_by(|a, b| a == b) {
                let Some(&item) = part.first() else {
                    continue;
                };
                let all = part.len() == self.instance.members[item].len();
                if all
                    && self.instance.may(item, *kind)
                    && whole
                        .iter()
                        .all(|other| !self.instance.conflicts(*other, item))
                {
                    whole.push(item);
                }
            }
            // Only where sizes are below zero can a part not fit.
            if self.instance.is_plain() || self.instance.holds(*kind, &whole) {
                self.add_items(*kind, &whole);
            }
        }
    }

    fn add_items(&mut self, kind: usize, items: &[usize]) {
        let mut classes: Vec<usize> = items.iter().map(|item| self.classes.of[*item]).collect();
        classes.sort_unstable();
        let pattern = classes
            .chunk_by(|a, b| a == b)
            .filter_map(|part| Some((*part.first()?, part.len())))
            .collect();
        self.add(kind, pattern);
    }

    fn add(&mut self, kind: usize, mut pattern: Pattern) -> bool {
        pattern.sort_unstable();
        if pattern.is_empty() || !self.seen.insert((kind, pattern.clone())) {
            return false;
        }
        let mut entries: Vec<(usize, f64)> = pattern
            .iter()
            .map(|(class, count)| (*class, *count as f64))
            .collect();
        if let Some(row) = self.row[kind] {
            entries.push((row, 1.0));
        }
        self.simplex.add(Column {
            cost: self.instance.kinds[kind].cost as f64 / self.cost_scale,
            entries,
        });
        self.patterns.push((kind, pattern));
        true
    }

    /// Value of the program in the instance's cost unit.
    pub(super) fn objective(&self) -> f64 {
        self.simplex.objective() * self.cost_scale
    }

    /// Whether every class is covered by contents.
    pub(super) fn covers_all(&self) -> bool {
        self.simplex.uncovered() < 1e-4
    }

    /// Contents in use and how much of each.
    pub(super) fn solution(&self) -> Vec<(usize, f64)> {
        self.simplex.solution()
    }

    /// Dual of each item of the pool; those that are not here have 0.
    pub(super) fn pool_duals(&self, items: usize) -> Vec<f64> {
        let mut out = vec![0.0; items];
        for (item, members) in self.instance.members.iter().enumerate() {
            let dual = self.simplex.duals()[self.classes.of[item]];
            for member in members {
                out[*member] = dual / members.len() as f64;
            }
        }
        out
    }

    fn to_value(&self, dual: f64) -> u64 {
        let most = (1_u64 << 62) / (self.instance.n as u64 + 1);
        // Saturating by definition: negative and NaN become 0.
        ((dual * self.cost_scale * self.value_scale as f64) as u64).min(most)
    }

    /// Solves by adding contents until none improves, the bound reaches `cutoff`, or it is `tight` enough.
    pub(super) fn solve(
        &mut self,
        cutoff: u64,
        stop_when_tight: bool,
        meter: &mut Meter<'_>,
    ) -> End {
        let mut smooth = 0.6;
        loop {
            self.simplex.optimise(|units| meter.charge(units));
            if !meter.goes_on() {
                return End::Short;
            }
            let duals = self.simplex.duals().to_vec();
            if smooth > 0.0
                && let Some((_, centre)) = &self.centre
            {
                let mixed: Vec<f64> = duals
                    .iter()
                    .zip(centre)
                    .map(|(now, centre)| smooth * centre + (1.0 - smooth) * now)
                    .collect();
                let (added, _) = self.round(&mixed, meter);
                if self.bound >= cutoff {
                    return End::Cut;
                }
                if added {
                    continue;
                }
                smooth = if smooth > 0.3 { smooth - 0.2 } else { 0.0 };
            }
            let (added, exact) = self.round(&duals, meter);
            if self.bound >= cutoff {
                return End::Cut;
            }
            if !meter.goes_on() {
                return End::Short;
            }
            if !added {
                if !exact {
                    return End::Short;
                }
                if self.covers_all() || !self.simplex.raise_artificial_cost() {
                    return End::Converged;
                }
            }
            if stop_when_tight && self.covers_all() {
                let above = (self.objective() - 1e-3).ceil();
                if self.bound as f64 >= above {
                    return End::Tight;
                }
            }
        }
    }

    /// Prices every kind at `duals`: whether a content was added that improves the program, and whether pricing was exact.
    fn round(&mut self, duals: &[f64], meter: &mut Meter<'_>) -> (bool, bool) {
        let values: Vec<u64> = duals
            .iter()
            .take(self.classes.len())
            .map(|dual| self.to_value(*dual))
            .collect();
        let mut added = false;
        let mut exact = true;
        let mut upper = Vec::with_capacity(self.pricers.len());
        for kind in 0..self.pricers.len() {
            let charge = self.row[kind].map_or(0, |row| self.to_value(-duals[row]));
            let floor = self.instance.kinds[kind].cost * self.value_scale + charge;
            let mut priced = self.pricers[kind].price(&values, floor, GLANCE, meter);
            if !priced.exact && priced.patterns.is_empty() {
                priced = self.pricers[kind].price(&values, floor, self.nodes, meter);
            }
            exact &= priced.exact;
            upper.push(priced.upper);
            let best = priced.patterns.last().cloned();
            for (_, pattern) in priced.patterns.into_iter().rev().take(4) {
                added |= self.add_improving(kind, pattern);
            }
            if let Some((_, pattern)) = best {
                added |= self.add_others(kind, &values, pattern, floor, meter);
            }
        }
        if let Some(bound) = self.proven(&values, &upper)
            && (bound > self.bound || self.values.is_empty())
        {
            self.bound = bound;
            self.values = values;
        }
        let weight: f64 = duals
            .iter()
            .zip(&self.classes.members)
            .map(|(dual, members)| dual * members.len() as f64)
            .sum();
        let worst = upper
            .iter()
            .zip(&self.instance.kinds)
            .map(|(upper, kind)| *upper as f64 / (kind.cost * self.value_scale).max(1) as f64)
            .fold(1.0, f64::max);
        // Kept for smoothing only, so a rough figure does.
        let bound = weight / worst;
        if self.centre.as_ref().is_none_or(|(best, _)| bound > *best) {
            self.centre = Some((bound, duals.to_vec()));
        }
        (added, exact)
    }

    fn add_improving(&mut self, kind: usize, pattern: Pattern) -> bool {
        let at = self.patterns.len();
        self.add(kind, pattern)
            && self
                .simplex
                .columns
                .get(at)
                .is_some_and(|column| self.simplex.reduced(column) < -1e-7)
    }

    /// More contents, of what the first ones leave, so that together they look like a packing.
    fn add_others(
        &mut self,
        kind: usize,
        values: &[u64],
        mut pattern: Pattern,
        floor: u64,
        meter: &mut Meter<'_>,
    ) -> bool {
        let mut rest = values.to_vec();
        let mut added = false;
        for _ in 0..12 {
            for (class, _) in &pattern {
                rest[*class] = 0;
            }
            let mut priced = self.pricers[kind].price(&rest, floor, 400, meter);
            let Some((_, next)) = priced.patterns.pop() else {
                break;
            };
            pattern = next;
            added |= self.add_improving(kind, pattern.clone());
        }
        added
    }

    /// The bound that these values prove when no bin of a kind can hold more than `upper` of it.
    fn proven(&self, values: &[u64], upper: &[u64]) -> Option<u64> {
        let scale = i128::from(self.value_scale);
        let all: i128 = values
            .iter()
            .zip(&self.classes.members)
            .map(|(value, members)| i128::from(*value) * members.len() as i128)
            .sum();
        // Values are shrunk by p / q so that no plentiful bin holds more than its cost.
        let (mut p, mut q) = (1_i128, 1_i128);
        for (kind, upper) in self.instance.kinds.iter().zip(upper) {
            let (cost, upper) = (i128::from(kind.cost) * scale, i128::from(*upper));
            if kind.plenty && upper.checked_mul(p)? > cost.checked_mul(q)? {
                (p, q) = (cost, upper);
            }
        }
        let mut sum = all.checked_mul(p)?;
        for (kind, upper) in self.instance.kinds.iter().zip(upper) {
            let (cost, upper) = (i128::from(kind.cost) * scale, i128::from(*upper));
            if !kind.plenty {
                let over = upper.checked_mul(p)?.checked_sub(cost.checked_mul(q)?)?;
                let charge = over.max(0).checked_mul(kind.available as i128)?;
                sum = sum.checked_sub(charge)?;
            }
        }
        if sum <= 0 {
            return Some(0);
        }
        let unit = q.checked_mul(scale)?;
        u64::try_from((sum - 1) / unit + 1).ok()
    }
}

impl Relaxation<'_> {
    /// The contents found here, in items of the pool.
    pub(super) fn contents(&self) -> impl Iterator<Item = (usize, Vec<usize>)> + '_ {
        self.patterns.iter().map(|(kind, pattern)| {
            let items = pattern
                .iter()
                .flat_map(|(class, count)| self.classes.members[*class].iter().take(*count))
                .flat_map(|item| self.instance.members[*item].iter().copied())
                .collect();
            (*kind, items)
        })
    }
}
