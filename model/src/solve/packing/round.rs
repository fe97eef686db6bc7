//! From a fractional solution of the relaxation to packings: rounding, and diving (settle bins, solve what is left, again).

use super::super::budget::Meter;
use super::super::random::Random;
use super::classes::Classes;
use super::construct::{self, Measure, Recipe, Rule};
use super::instance::Instance;
use super::layout::{Bins, Layout, cost_of};
use super::relax::{End, Pool, Relaxation};

/// Hands out members of classes, each once.
struct Hand<'a> {
    classes: &'a Classes,
    next: Vec<usize>,
}

impl<'a> Hand<'a> {
    fn new(classes: &'a Classes) -> Self {
        Self {
            classes,
            next: vec![0; classes.len()],
        }
    }

    /// Items for a pattern; fewer when a class has none left.
    fn take(&mut self, pattern: &[(usize, usize)]) -> Vec<usize> {
        let mut out = Vec::new();
        for (class, count) in pattern {
            let members = &self.classes.members[*class];
            let end = (self.next[*class] + count).min(members.len());
            out.extend_from_slice(&members[self.next[*class]..end]);
            self.next[*class] = end;
        }
        out
    }
}

/// A packing from a solution without fractions.
pub(super) fn whole(relaxation: &Relaxation<'_>, solution: &[(usize, f64)]) -> Option<Bins> {
    let mut hand = Hand::new(relaxation.classes);
    let mut bins = Bins::new();
    for (at, share) in solution {
        let times = share.round();
        if (share - times).abs() > 1e-3 {
            return None;
        }
        let (kind, pattern) = &relaxation.patterns[*at];
        for _ in 0..times as usize {
            let items = hand.take(pattern);
            if !items.is_empty() {
                bins.push((*kind, items));
            }
        }
    }
    let layout = Layout::from_bins(relaxation.instance, &bins);
    layout.is_complete().then_some(bins)
}

/// Packings made by keeping the contents that are used most and building the rest: the cheapest of a few.
pub(super) fn rounded(
    relaxation: &Relaxation<'_>,
    solution: &[(usize, f64)],
    random: &mut Random,
    meter: &mut Meter<'_>,
) -> Option<Bins> {
    let instance = relaxation.instance;
    let mut order = solution.to_vec();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut best: Option<(u64, Bins)> = None;
    for least in [0.3, 0.6] {
        let mut hand = Hand::new(relaxation.classes);
        let mut kept = Bins::new();
        for (at, share) in order.iter().filter(|(_, share)| *share >= least) {
            let (kind, pattern) = &relaxation.patterns[*at];
            for _ in 0..(share.round() as usize).max(1) {
                let items = hand.take(pattern);
                if items.len() == pattern.iter().map(|(_, count)| count).sum() {
                    kept.push((*kind, items));
                }
            }
        }
        for (rule, bin_by_bin) in [(Rule::Best, false), (Rule::Dot, true)] {
            let recipe = Recipe {
                weight: vec![1.0; instance.dims],
                measure: Measure::Sum,
                rule,
                bin_by_bin,
                noise: 0.0,
            };
            let layout = Layout::from_bins(instance, &kept);
            let built = construct::build(layout, &recipe, random, meter);
            if built.is_complete() && best.as_ref().is_none_or(|(cost, _)| built.cost < *cost) {
                best = Some((built.cost, built.bins()));
            }
        }
    }
    best.map(|(_, bins)| bins)
}

/// Dives from `instance` to packings cheaper than `cutoff`, settling the most used contents first; `noise` makes dives differ. Bins are in
/// items of the pool (the instance's members).
pub(super) fn dive(
    instance: &Instance,
    pool: &mut Pool,
    duals: &[f64],
    mut cutoff: u64,
    noise: f64,
    random: &mut Random,
    meter: &mut Meter<'_>,
) -> Option<Bins> {
    let mut settled = Bins::new();
    let mut spent = 0_u64;
    let mut duals = duals.to_vec();
    let mut current = instance.clone();
    let mut best: Option<Bins> = None;
    while current.n > 0 && meter.goes_on() {
        if spent >= cutoff {
            return best;
        }
        let classes = Classes::new(&current);
        let mut relaxation = Relaxation::new(&current, &classes);
        relaxation.nodes = 20_000;
        relaxation.take_pool(pool, &duals, 6 * classes.len() + 50);
        let end = relaxation.solve(cutoff - spent, false, meter);
        for (kind, items) in relaxation.contents() {
            pool.add(kind, items);
        }
        if end == End::Cut || !meter.goes_on() || !relaxation.covers_all() {
            return best;
        }
        duals = relaxation.pool_duals(duals.len());
        let solution = relaxation.solution();
        let found = whole(&relaxation, &solution)
            .or_else(|| rounded(&relaxation, &solution, random, meter));
        if let Some(bins) = found
            && spent + cost_of(&current, &bins) < cutoff
        {
            cutoff = spent + cost_of(&current, &bins);
            let mut all = settled.clone();
            all.extend(super::layout::lifted(&current, &bins));
            best = Some(all);
            if end == End::Converged && relaxation.bound >= cutoff - spent {
                return best;
            }
        }
        let taken = choose(&relaxation, &solution, noise, random);
        if taken.is_empty() {
            return best;
        }
        spent += cost_of(&current, &taken);
        settled.extend(super::layout::lifted(&current, &taken));
        let borrowed: Vec<(usize, &[usize])> = taken
            .iter()
            .map(|(kind, items)| (*kind, items.as_slice()))
            .collect();
        current = current.without(&borrowed);
    }
    if current.n == 0 && spent < cutoff {
        best = Some(settled);
    }
    best
}

/// The contents to settle now: all that are used whole, and a few more by how much they are used.
fn choose(
    relaxation: &Relaxation<'_>,
    solution: &[(usize, f64)],
    noise: f64,
    random: &mut Random,
) -> Bins {
    let mut order: Vec<(f64, usize, f64)> = solution
        .iter()
        .map(|(at, share)| (share.min(1.0) + noise * random.unit(), *at, *share))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut hand = Hand::new(relaxation.classes);
    let mut taken = Bins::new();
    let mut bold = 1 + solution.len() / 60;
    let mut used = vec![0; relaxation.instance.kinds.len()];
    for (_, at, share) in order {
        let times = (share + 1e-3).floor() as usize;
        let more = usize::from(times == 0 && bold > 0);
        let (kind, pattern) = &relaxation.patterns[at];
        for _ in 0..times.max(more) {
            if used[*kind] >= relaxation.instance.kinds[*kind].available {
                break;
            }
            let items = hand.take(pattern);
            if items.len() < pattern.iter().map(|(_, count)| count).sum() && !taken.is_empty() {
                break;
            }
            used[*kind] += 1;
            taken.push((*kind, items));
        }
        bold -= more;
    }
    taken.retain(|(_, items)| !items.is_empty());
    taken
}
