//! What one bin of a kind could hold that is worth most, when every class of items has a value.
//!
//! Values are whole numbers, so that what comes out proves a bound.

use super::super::budget::Meter;
use super::classes::Classes;
use super::instance::Instance;
use super::knapsack::{self, Goods, Priced};

/// Prices one kind of bin; keeps its multipliers from call to call.
pub(super) struct Pricer<'a> {
    instance: &'a Instance,
    classes: &'a Classes,
    kind: usize,
    /// Price of each dimension.
    multiplier: Vec<f64>,
    /// Shares of the capacity, `dims` a class.
    share: Vec<f64>,
    /// Most of each class in one bin.
    most: Vec<usize>,
}

impl<'a> Pricer<'a> {
    pub(super) fn new(instance: &'a Instance, classes: &'a Classes, kind: usize) -> Self {
        let capacity = &instance.kinds[kind].capacity;
        let mut share = Vec::with_capacity(classes.len() * instance.dims);
        let mut most = Vec::with_capacity(classes.len());
        for (class, items) in classes.members.iter().enumerate() {
            let first = items.first().copied().unwrap_or(0);
            for (size, capacity) in instance.size(first).iter().zip(capacity) {
                share.push(*size as f64 / (*capacity).max(1) as f64);
            }
            most.push(if instance.may(first, kind) {
                classes.most[class]
            } else {
                0
            });
        }
        Self {
            instance,
            classes,
            kind,
            multiplier: Vec::new(),
            share,
            most,
        }
    }

    /// Contents worth more than `floor`, looking at `nodes` partial contents at most.
    pub(super) fn price(
        &mut self,
        values: &[u64],
        floor: u64,
        nodes: u64,
        meter: &mut Meter<'_>,
    ) -> Priced {
        let dims = self.instance.dims;
        let mut classes: Vec<usize> = (0..self.classes.len())
            .filter(|class| (values[*class] > 0 || self.gives(*class)) && self.most[*class] > 0)
            .collect();
        let fresh = self.multiplier.len() != dims;
        if fresh {
            let top = values.iter().max().copied().unwrap_or(0);
            self.multiplier = vec![top as f64; dims];
        }
        // What gives room comes first: once that is settled, what does not fit never will.
        classes.sort_by_key(|class| (!self.gives(*class), *class));
        let givers = classes.iter().filter(|class| self.gives(**class)).count();
        let capacity = &self.instance.kinds[self.kind].capacity;
        let mut sizes = Vec::with_capacity(classes.len() * dims);
        let mut shares = Vec::with_capacity(classes.len() * dims);
        for class in &classes {
            let first = self.classes.members[*class].first().copied().unwrap_or(0);
            sizes.extend_from_slice(self.instance.size(first));
            shares.extend_from_slice(&self.share[class * dims..(class + 1) * dims]);
        }
        let goods = Goods {
            dims,
            conflict: &self.classes.conflict,
            clique: classes
                .iter()
                .map(|class| self.classes.clique[*class])
                .collect(),
            value: classes.iter().map(|class| values[*class]).collect(),
            most: classes.iter().map(|class| self.most[*class]).collect(),
            capacity,
            sizes,
            shares,
            givers,
            class: classes,
        };
        let steps = if fresh { 60 } else { 20 };
        knapsack::best(goods, &mut self.multiplier, steps, floor, nodes, meter)
    }

    fn gives(&self, class: usize) -> bool {
        let dims = self.instance.dims;
        self.share[class * dims..(class + 1) * dims]
            .iter()
            .any(|share| *share < 0.0)
    }
}
