//! Local search: take a bin away, then empty a few bins and fill them again until everything is in once more.
//!
//! Items that were left out often weigh more, so that the search does not leave out the same ones for ever.

use super::super::budget::Meter;
use super::super::random::Random;
use super::construct::{Measure, Rule, measured, place, weights};
use super::instance::Instance;
use super::layout::{Bins, Layout, NOWHERE};

pub(super) struct Repair<'a> {
    layout: Layout<'a>,
    absent: Vec<usize>,
    /// How much an item counts while it is in no bin.
    burden: Vec<f64>,
    large: Vec<f64>,
    weights: Vec<Vec<f64>>,
    /// What the layout was made from has this cost.
    below: u64,
    rounds: u64,
}

/// Rounds without success after which another bin is taken away.
const ROUNDS: u64 = 30_000;

impl<'a> Repair<'a> {
    pub(super) fn new(instance: &'a Instance) -> Self {
        let weights = weights(instance);
        let alike = vec![1.0; instance.dims];
        let large = measured(instance, &alike, Measure::Sum);
        Self {
            layout: Layout::new(instance),
            absent: Vec::new(),
            burden: large.iter().map(|large| 1.0 + large).collect(),
            large,
            weights,
            below: u64::MAX,
            rounds: 0,
        }
    }

    /// Looks for a packing cheaper than `best`, `work` units long; with no best, for any.
    pub(super) fn search(
        &mut self,
        best: Option<(&Bins, u64)>,
        work: u64,
        random: &mut Random,
        meter: &mut Meter<'_>,
    ) -> Option<Bins> {
        let end = meter.used().saturating_add(work);
        while meter.goes_on() && meter.used() < end {
            let cost = best.map_or(u64::MAX - 1, |(_, cost)| cost);
            if self.below != cost || self.rounds >= ROUNDS {
                self.begin(best, random);
                self.below = cost;
                self.rounds = 0;
            }
            if self.layout.len() == 0 {
                return None;
            }
            self.fill(random, meter);
            while meter.goes_on() && meter.used() < end && self.rounds < ROUNDS {
                if self.absent.is_empty() {
                    self.below = u64::MAX;
                    return Some(self.layout.bins());
                }
                self.rounds += 1;
                self.round(random, meter);
            }
        }
        None
    }

    /// A layout that costs less than the best, with some items in no bin.
    fn begin(&mut self, best: Option<(&Bins, u64)>, random: &mut Random) {
        let instance = self.layout.instance;
        let Some((bins, cost)) = best else {
            // Nothing holds so far: all bins there are.
            self.layout = Layout::new(instance);
            for kind in 0..instance.kinds.len() {
                while self.layout.open(kind).is_some() {}
            }
            self.absent = (0..instance.n).collect();
            return;
        };
        self.layout = Layout::from_bins(instance, bins);
        while self.layout.cost >= cost {
            let paid: Vec<usize> = (0..self.layout.len())
                .filter(|bin| instance.kinds[self.layout.kind[*bin]].cost > 0)
                .collect();
            if paid.is_empty() {
                break;
            }
            self.layout.close(paid[random.below(paid.len())]);
        }
        // What was saved may buy cheaper bins.
        loop {
            let saved = cost.saturating_sub(1).saturating_sub(self.layout.cost);
            let kinds: Vec<usize> = (0..instance.kinds.len())
                .filter(|kind| instance.kinds[*kind].cost <= saved && self.layout.may_open(*kind))
                .collect();
            if kinds.is_empty() || self.layout.len() > instance.n {
                break;
            }
            self.layout.open(kinds[random.below(kinds.len())]);
        }
        self.absent = (0..instance.n)
            .filter(|item| self.layout.of[*item] == NOWHERE)
            .collect();
    }

    fn fill(&mut self, random: &mut Random, meter: &mut Meter<'_>) {
        let mut list = std::mem::take(&mut self.absent);
        self.sort(&mut list, 0, random);
        for item in list {
            meter.charge((self.layout.len() * (self.layout.instance.dims + 1)) as u64);
            match place(&self.layout, item, Rule::Best, &self.weights[0]) {
                Some(bin) => self.layout.put(item, bin),
                None => self.absent.push(item),
            }
        }
    }

    fn sort(&self, list: &mut [usize], how: usize, random: &mut Random) {
        list.sort_unstable();
        random.shuffle(list);
        match how {
            0 => list.sort_by(|a, b| self.large[*b].total_cmp(&self.large[*a])),
            1 => list.sort_by(|a, b| {
                (self.large[*b] * self.burden[*b]).total_cmp(&(self.large[*a] * self.burden[*a]))
            }),
            _ => {}
        }
    }

    /// Empties a few bins, fills again, keeps the outcome unless more is left out.
    fn round(&mut self, random: &mut Random, meter: &mut Meter<'_>) {
        let instance = self.layout.instance;
        let bins = self.layout.len();
        let mut moved: Vec<(usize, usize)> = Vec::new();
        let some = 1 + random.below(4.min(bins));
        for _ in 0..some {
            let bin = random.below(bins);
            let part = random.below(3) == 0 && instance.is_plain();
            for item in self.layout.items[bin].clone() {
                if !part || random.below(2) == 0 {
                    self.layout.take(item);
                    moved.push((item, bin));
                }
            }
        }
        let before: f64 = self.absent.iter().map(|item| self.burden[*item]).sum();
        let mut list: Vec<usize> = moved.iter().map(|(item, _)| *item).collect();
        list.extend_from_slice(&self.absent);
        self.sort(&mut list, random.below(3), random);
        let rule = [Rule::Best, Rule::Near, Rule::Dot, Rule::First][random.below(4)];
        let weight = &self.weights[random.below(self.weights.len())];
        meter.charge((list.len() * (bins * (instance.dims + 2) + 16)) as u64);
        let mut left: Vec<usize> = Vec::new();
        let mut after = 0.0;
        let mut placed: Vec<usize> = Vec::with_capacity(list.len());
        for item in list {
            match place(&self.layout, item, rule, weight) {
                Some(bin) => {
                    self.layout.put(item, bin);
                    placed.push(item);
                }
                None => {
                    after += self.burden[item];
                    left.push(item);
                }
            }
        }
        if after <= before {
            self.absent = left;
            for item in &self.absent {
                self.burden[*item] += 0.01;
            }
            return;
        }
        for item in placed {
            self.layout.take(item);
        }
        for (item, bin) in moved {
            self.layout.put(item, bin);
        }
        for item in &self.absent {
            self.burden[*item] += 0.01;
        }
    }
}
