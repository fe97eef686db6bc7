//! The search for the most valuable content: items of several sizes into one bin, some excluding others.
//!
//! Depth first. At each node the sizes get prices (a Lagrangian relaxation, improved by a few steps from the node above); what an item is
//! worth beyond its price bounds what it can add, one item a clique, and no more items than could fit. Items that cannot be part of
//! anything better leave the list. Large items are decided before small ones: once they are, the rest is nearly a matter of volume.

use super::super::bits::Bits;
use super::super::budget::Meter;

/// Classes and how many of each.
pub(super) type Pattern = Vec<(usize, usize)>;

/// What pricing found.
#[derive(Clone, Debug, Default)]
pub(super) struct Priced {
    /// No content is worth more than this. The true best when `exact` and above the floor.
    pub(super) upper: u64,
    pub(super) exact: bool,
    /// Each better than the one before, all above the floor.
    pub(super) patterns: Vec<(u64, Pattern)>,
}

/// Beyond any error of rounding in a sum of a few thousand terms.
const MARGIN: f64 = 1.0 + 1e-9;
/// Deeper than this nothing is proven, and the stack stays small.
const DEEPEST: usize = 400;

/// See [`Search::turn`].
const SMALL: u8 = 2;

/// One depth of the search.
#[derive(Clone, Default)]
struct Level {
    /// Positions that can still be taken.
    list: Vec<usize>,
    /// Value of each beyond the price of its size.
    gain: Vec<f64>,
    /// Price of each dimension.
    price: Vec<f64>,
    /// Cliques that count in the bound.
    leads: Vec<usize>,
    free: Vec<i64>,
    /// No more than so many fit.
    count: usize,
}

/// What may go into the bin. Vectors have an entry for each position, some `dims` entries.
pub(super) struct Goods<'s> {
    pub(super) dims: usize,
    pub(super) capacity: &'s [i64],
    /// The class at each position.
    pub(super) class: Vec<usize>,
    /// Conflicts between classes.
    pub(super) conflict: &'s [Bits],
    pub(super) clique: Vec<usize>,
    pub(super) value: Vec<u64>,
    pub(super) most: Vec<usize>,
    pub(super) sizes: Vec<i64>,
    /// Sizes as shares of the capacity.
    pub(super) shares: Vec<f64>,
    /// Positions below this have a size below zero.
    pub(super) givers: usize,
}

/// Contents worth more than `floor`, looking at `nodes` partial contents at most. `price` (of each dimension) is where the bound starts, and
/// is improved by so many steps.
pub(super) fn best(
    goods: Goods<'_>,
    price: &mut Vec<f64>,
    steps: usize,
    floor: u64,
    nodes: u64,
    meter: &mut Meter<'_>,
) -> Priced {
    let cliques = goods.clique.iter().max().map_or(0, |most| most + 1);
    let mut search = Search {
        dims: goods.dims,
        scale: goods
            .capacity
            .iter()
            .map(|c| 1.0 / (*c).max(1) as f64)
            .collect(),
        levels: vec![Level {
            list: (0..goods.class.len()).collect(),
            price: std::mem::take(price),
            free: goods.capacity.to_vec(),
            ..Level::default()
        }],
        class: goods.class,
        conflict: goods.conflict,
        clique: goods.clique,
        value: goods.value,
        most: goods.most,
        sizes: goods.sizes,
        shares: goods.shares,
        givers: goods.givers,
        front: vec![(0.0, 0, 0); cliques],
        stamp: 0,
        spare: vec![0; goods.dims],
        steps,
        taken: Vec::new(),
        best: floor,
        found: Vec::new(),
        left: nodes,
        meter,
        cut: false,
    };
    search.count_spare(&(0..search.givers).collect::<Vec<_>>());
    let root = search.dive(0, 0);
    if let Some(level) = search.levels.first_mut() {
        *price = std::mem::take(&mut level.price);
    }
    let exact = !search.cut;
    let upper = if exact {
        search.best
    } else {
        search.best.max((root * MARGIN).ceil() as u64)
    };
    Priced {
        upper,
        exact,
        patterns: search.found,
    }
}

struct Search<'s, 'm> {
    dims: usize,
    conflict: &'s [Bits],
    class: Vec<usize>,
    value: Vec<u64>,
    most: Vec<usize>,
    sizes: Vec<i64>,
    /// Sizes as shares of the capacity.
    shares: Vec<f64>,
    scale: Vec<f64>,
    clique: Vec<usize>,
    /// The best gain of each clique and where; valid where the stamp is the current one.
    front: Vec<(f64, usize, u64)>,
    stamp: u64,
    /// Positions below this have a size below zero.
    givers: usize,
    /// What the givers still to be decided could give.
    spare: Vec<i64>,
    /// Steps of the bound at the root.
    steps: usize,
    levels: Vec<Level>,
    taken: Vec<(usize, usize)>,
    best: u64,
    found: Vec<(u64, Pattern)>,
    left: u64,
    meter: &'s mut Meter<'m>,
    cut: bool,
}

impl Search<'_, '_> {
    /// Whether so much value cannot beat the best.
    #[inline]
    fn is_hopeless(&self, most: f64) -> bool {
        most * MARGIN < self.best as f64 + 1.0
    }

    /// Givers are decided first, then what takes more than half of what is free, then the small ones.
    #[inline]
    fn turn(&self, at: usize, free: &[i64]) -> u8 {
        if at < self.givers {
            return 0;
        }
        let size = &self.sizes[at * self.dims..(at + 1) * self.dims];
        if size.iter().zip(free).any(|(size, free)| *size > free / 2) {
            1
        } else {
            SMALL
        }
    }

    /// Decides the list of a level; returns what the level's relaxation allows, the value so far included.
    fn dive(&mut self, level: usize, value: u64) -> f64 {
        if level >= DEEPEST {
            self.cut = true;
            return f64::INFINITY;
        }
        let mut here = std::mem::take(&mut self.levels[level]);
        here.count = self.how_many_fit(&here);
        let bound = self.relax(&mut here, level, value as f64);
        if !self.is_hopeless(bound) {
            self.branch(&here, level, value);
        }
        self.levels[level] = here;
        bound
    }

    /// Items of the list that fit, by the smallest sizes.
    fn how_many_fit(&self, here: &Level) -> usize {
        let mut count = here
            .list
            .iter()
            .fold(0_usize, |count, at| count.saturating_add(self.most[*at]));
        for dim in 0..self.dims {
            let sizes = here.list.iter().map(|at| self.sizes[at * self.dims + dim]);
            let least = sizes.min().unwrap_or(0);
            if least > 0 {
                let fit = (here.free[dim] + self.spare[dim]) / least;
                count = count.min(usize::try_from(fit).unwrap_or(0));
            }
        }
        count
    }

    /// The Lagrangian bound at the level's prices, the prices improved by a few steps towards cutting the level off. Leaves in the list
    /// only what could be part of something better, best gain first.
    fn relax(&mut self, here: &mut Level, level: usize, value: f64) -> f64 {
        let dims = self.dims;
        let mut least = f64::INFINITY;
        let mut best_price: Vec<f64> = Vec::new();
        let steps = match level {
            0 => self.steps,
            1 => 8,
            _ => 4,
        };
        let goal = self.best as f64 + 1.0;
        let mut lowest = 0.0;
        for step in 0..steps {
            self.meter
                .charge((here.list.len() * (dims + 2) / 2 + 8) as u64);
            let (bound, edge, mut slope) = self.lagrange(here, value);
            if bound < least {
                least = bound;
                best_price.clone_from(&here.price);
                lowest = edge;
            }
            if self.is_hopeless(bound) || step + 1 == steps {
                break;
            }
            let length: f64 = slope.iter().map(|s| s * s).sum();
            if length < 1e-12 {
                break;
            }
            let by = (bound - goal).max(bound * 1e-6) / length;
            for (price, slope) in here.price.iter_mut().zip(&mut slope) {
                *price = (*price - by * *slope).max(0.0);
            }
        }
        if self.is_hopeless(least) {
            return least;
        }
        if here.price != best_price {
            here.price = best_price;
            self.lagrange(here, value);
        }
        let mut order: Vec<(u8, f64, usize)> = Vec::with_capacity(here.list.len());
        for (at, gain) in here.list.iter().zip(&here.gain) {
            // With this one in, it takes the place of its clique's best, or of the least that counts.
            let (best, _, stamp) = self.front[self.clique[*at]];
            let counts = stamp == self.stamp && best >= lowest;
            let instead = if counts { best } else { lowest };
            if !self.is_hopeless(least + (gain - instead).min(0.0)) {
                order.push((self.turn(*at, &here.free), *gain, *at));
            }
        }
        order.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        here.list.clear();
        here.gain.clear();
        for (_, gain, at) in order {
            here.list.push(at);
            here.gain.push(gain);
        }
        least
    }

    /// Bound, the least gain that still counts in it, and its slope by price.
    fn lagrange(&mut self, here: &mut Level, value: f64) -> (f64, f64, Vec<f64>) {
        let dims = self.dims;
        self.stamp += 1;
        here.gain.clear();
        here.leads.clear();
        let mut slope: Vec<f64> = here
            .free
            .iter()
            .zip(&self.scale)
            .map(|(free, scale)| *free as f64 * scale)
            .collect();
        let mut bound = value;
        for (slope, price) in slope.iter().zip(&here.price) {
            bound += slope * price;
        }
        for &at in &here.list {
            let share = &self.shares[at * dims..(at + 1) * dims];
            let price: f64 = share.iter().zip(&here.price).map(|(s, u)| s * u).sum();
            let gain = self.value[at] as f64 - price;
            here.gain.push(gain);
            if gain > 0.0 {
                let front = &mut self.front[self.clique[at]];
                if front.2 != self.stamp {
                    *front = (gain, at, self.stamp);
                    here.leads.push(self.clique[at]);
                } else if gain > front.0 {
                    *front = (gain, at, self.stamp);
                }
            }
        }
        // The largest gains only, when only a few items fit.
        if here.count < here.leads.len() {
            let front = &self.front;
            let by_gain = |a: &usize, b: &usize| front[*b].0.total_cmp(&front[*a].0);
            if here.count > 0 {
                here.leads.select_nth_unstable_by(here.count - 1, by_gain);
            }
            here.leads.truncate(here.count);
        }
        let mut edge = f64::INFINITY;
        let mut count = 0;
        for clique in &here.leads {
            let (gain, at, _) = self.front[*clique];
            let times = self.most[at];
            count += times;
            edge = edge.min(gain);
            bound += gain * times as f64;
            let share = &self.shares[at * dims..(at + 1) * dims];
            for (slope, share) in slope.iter_mut().zip(share) {
                *slope -= share * times as f64;
            }
        }
        if count < here.count || !edge.is_finite() {
            edge = 0.0;
        }
        (bound, edge, slope)
    }

    fn branch(&mut self, here: &Level, level: usize, value: u64) {
        let base: f64 = value as f64
            + here
                .free
                .iter()
                .zip(self.scale.iter().zip(&here.price))
                .map(|(free, (scale, price))| *free as f64 * scale * price)
                .sum::<f64>();
        let smalls = here
            .list
            .partition_point(|at| self.turn(*at, &here.free) < SMALL);
        for from in 0..here.list.len() {
            if self.left == 0 || !self.meter.goes_on() {
                self.cut = true;
                return;
            }
            if from == smalls && from > 0 {
                // Without the large ones the prices are others.
                self.go_on_without(here, from, level, value);
                return;
            }
            let at = here.list[from];
            if at >= self.givers {
                let most = base + self.best_gains(here, from, smalls);
                if self.is_hopeless(most) {
                    return;
                }
            }
            for count in (1..=self.how_many(at, here)).rev() {
                self.take(here, from, count, level, value);
                if self.cut {
                    return;
                }
            }
        }
    }

    /// Sum of the best gains from a position on, one a clique, of so many items as fit.
    fn best_gains(&mut self, here: &Level, from: usize, smalls: usize) -> f64 {
        let mut count = here.count;
        let mut sum = 0.0;
        self.stamp += 1;
        // Two falling sequences: the rest of the large ones, and the small ones.
        let (mut a, mut b) = (from, smalls.max(from));
        let end = smalls.max(from);
        while count > 0 {
            let large = if a < end { here.gain[a] } else { 0.0 };
            let small = here.gain.get(b).copied().unwrap_or(0.0);
            let gain = large.max(small);
            if gain <= 0.0 {
                break;
            }
            let at = if large >= small {
                a += 1;
                here.list[a - 1]
            } else {
                b += 1;
                here.list[b - 1]
            };
            let front = &mut self.front[self.clique[at]];
            if front.2 == self.stamp {
                continue;
            }
            front.2 = self.stamp;
            let times = self.most[at].min(count);
            sum += gain * times as f64;
            count -= times;
        }
        sum
    }

    /// The positions from `from` on, as a node of their own.
    fn go_on_without(&mut self, here: &Level, from: usize, level: usize, value: u64) {
        if self.levels.len() < level + 2 {
            self.levels.push(Level::default());
        }
        self.left = self.left.saturating_sub(1);
        let next = &mut self.levels[level + 1];
        next.list.clear();
        next.list.extend_from_slice(&here.list[from..]);
        next.free.clone_from(&here.free);
        next.price.clone_from(&here.price);
        self.spare.fill(0);
        self.dive(level + 1, value);
    }

    fn how_many(&self, at: usize, here: &Level) -> usize {
        if self.most[at] == 1 || at < self.givers {
            return self.most[at];
        }
        let size = &self.sizes[at * self.dims..(at + 1) * self.dims];
        let mut count = self.most[at];
        for (free, size) in here.free.iter().zip(size) {
            if *size > 0 {
                count = count.min(usize::try_from(free / size).unwrap_or(0));
            }
        }
        count
    }

    fn count_spare(&mut self, rest: &[usize]) {
        self.spare.fill(0);
        for &at in rest {
            if at >= self.givers {
                return;
            }
            let size = &self.sizes[at * self.dims..(at + 1) * self.dims];
            for (spare, size) in self.spare.iter_mut().zip(size) {
                *spare -= size.min(&0) * self.most[at] as i64;
            }
        }
    }

    /// Takes some of the item at `from` and goes deeper with what follows it.
    fn take(&mut self, here: &Level, from: usize, count: usize, level: usize, value: u64) {
        let dims = self.dims;
        self.left = self.left.saturating_sub(1);
        let at = here.list[from];
        let rest = &here.list[from + 1..];
        self.meter.charge((rest.len() * (dims + 1) / 2 + 4) as u64);
        if self.levels.len() < level + 2 {
            self.levels.push(Level::default());
        }
        let mut next = std::mem::take(&mut self.levels[level + 1]);
        let size = &self.sizes[at * dims..(at + 1) * dims];
        next.free.clear();
        for (free, size) in here.free.iter().zip(size) {
            next.free.push(free - size * count as i64);
        }
        let value = value + self.value[at] * count as u64;
        self.taken.push((at, count));
        if value > self.best && (self.givers == 0 || next.free.iter().all(|free| *free >= 0)) {
            self.best = value;
            let pattern = self
                .taken
                .iter()
                .map(|(at, count)| (self.class[*at], *count))
                .collect();
            self.found.push((value, pattern));
        }
        if self.givers > 0 {
            self.count_spare(rest);
        }
        let conflict = self.conflict.get(self.class[at]);
        next.list.clear();
        for &other in rest {
            let size = &self.sizes[other * dims..(other + 1) * dims];
            let fits = size
                .iter()
                .zip(next.free.iter().zip(&self.spare))
                .all(|(size, (free, spare))| *size <= free + spare);
            if fits && conflict.is_none_or(|row| !row.has(self.class[other])) {
                next.list.push(other);
            }
        }
        next.price.clone_from(&here.price);
        let empty = next.list.is_empty();
        self.levels[level + 1] = next;
        if !empty {
            self.dive(level + 1, value);
        }
        self.taken.pop();
    }
}
