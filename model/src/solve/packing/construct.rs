//! Packings built in one pass: items in some order into the bin that suits them (first fit, best fit, dot product, distance), or bin
//! after bin filled with the items that suit it.

use super::super::budget::Meter;
use super::super::random::Random;
use super::instance::Instance;
use super::layout::{Layout, NOWHERE};

/// What makes one item larger than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Sum,
    Longest,
    Squares,
}

/// What makes a place suit an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The first bin that has room; bin by bin: the largest item.
    First,
    /// The least left over.
    Best,
    /// Sizes that point where the free space points.
    Dot,
    /// The free space that is nearest to the size.
    Near,
}

#[derive(Clone, Debug)]
pub(super) struct Recipe {
    /// Weight of each dimension.
    pub(super) weight: Vec<f64>,
    pub(super) measure: Measure,
    pub(super) rule: Rule,
    pub(super) bin_by_bin: bool,
    /// Random share by which sizes are thought larger or smaller.
    pub(super) noise: f64,
}

/// Weights of dimensions: alike, by how scarce each is, and by that squared.
pub(super) fn weights(instance: &Instance) -> Vec<Vec<f64>> {
    let alike = vec![1.0; instance.dims];
    let scarce: Vec<f64> = (0..instance.dims)
        .map(|dim| (0..instance.n).map(|item| instance.share(item, dim)).sum())
        .collect();
    let sum: f64 = scarce.iter().sum::<f64>().max(1e-300) / instance.dims.max(1) as f64;
    let scarce: Vec<f64> = scarce.iter().map(|total| total / sum).collect();
    let squared = scarce.iter().map(|total| total * total).collect();
    vec![alike, scarce, squared]
}

/// The recipes that are tried first, quick ones before slow ones.
pub(super) fn recipes(instance: &Instance) -> Vec<Recipe> {
    let mut out = Vec::new();
    for bin_by_bin in [false, true] {
        for weight in weights(instance) {
            for measure in [Measure::Sum, Measure::Longest, Measure::Squares] {
                for rule in [Rule::First, Rule::Best, Rule::Dot, Rule::Near] {
                    let alike = rule != Rule::First && measure != Measure::Sum;
                    if bin_by_bin && (alike || rule == Rule::Best) {
                        continue;
                    }
                    out.push(Recipe {
                        weight: weight.clone(),
                        measure,
                        rule,
                        bin_by_bin,
                        noise: 0.0,
                    });
                }
            }
        }
    }
    out
}

/// How large each item is by a measure.
pub(super) fn measured(instance: &Instance, weight: &[f64], measure: Measure) -> Vec<f64> {
    (0..instance.n)
        .map(|item| {
            let shares = (0..instance.dims).map(|dim| weight[dim] * instance.share(item, dim));
            match measure {
                Measure::Sum => shares.sum(),
                Measure::Longest => shares.fold(0.0, f64::max),
                Measure::Squares => shares.map(|share| share * share).sum(),
            }
        })
        .collect()
}

/// The score of an item in free space, larger is better.
#[inline]
pub(super) fn score(rule: Rule, weight: &[f64], scale: &[f64], size: &[i64], free: &[i64]) -> f64 {
    let each = weight.iter().zip(scale).zip(size.iter().zip(free)).map(
        |((weight, scale), (size, free))| (*weight, *size as f64 * scale, *free as f64 * scale),
    );
    match rule {
        Rule::First => 0.0,
        Rule::Best => -each.map(|(w, s, f)| w * (f - s)).sum::<f64>(),
        Rule::Dot => each.map(|(w, s, f)| w * s * f).sum(),
        Rule::Near => -each.map(|(w, s, f)| w * (f - s) * (f - s)).sum::<f64>(),
    }
}

/// A packing by one recipe, started from `layout`; items that found no place are in none.
pub(super) fn build<'a>(
    mut layout: Layout<'a>,
    recipe: &Recipe,
    random: &mut Random,
    meter: &mut Meter<'_>,
) -> Layout<'a> {
    let instance = layout.instance;
    let mut large = measured(instance, &recipe.weight, recipe.measure);
    if recipe.noise > 0.0 {
        for large in &mut large {
            *large *= 1.0 + recipe.noise * (2.0 * random.unit() - 1.0);
        }
    }
    let mut order: Vec<usize> = (0..instance.n)
        .filter(|item| layout.of[*item] == NOWHERE)
        .collect();
    order.sort_by(|a, b| large[*b].total_cmp(&large[*a]).then(a.cmp(b)));
    if recipe.bin_by_bin {
        bin_by_bin(&mut layout, recipe, &large, order, meter);
    } else {
        item_by_item(&mut layout, recipe, &order, meter);
    }
    layout.economise();
    layout
}

fn item_by_item(layout: &mut Layout<'_>, recipe: &Recipe, order: &[usize], meter: &mut Meter<'_>) {
    let instance = layout.instance;
    let mut left = Left::new(instance, &recipe.weight, order);
    for &item in order {
        if !meter.charge((layout.len() * (instance.dims + 1)) as u64) {
            return;
        }
        if let Some(bin) = place(layout, item, recipe.rule, &recipe.weight) {
            layout.put(item, bin);
        } else if let Some(kind) = left.kind_for(layout, item)
            && let Some(bin) = layout.open(kind)
        {
            layout.put(item, bin);
        }
        left.took(item);
    }
}

/// The open bin that suits the item best.
pub(super) fn place(layout: &Layout<'_>, item: usize, rule: Rule, weight: &[f64]) -> Option<usize> {
    let instance = layout.instance;
    let mut fitting = (0..layout.len()).filter(|bin| layout.fits(item, *bin));
    if rule == Rule::First {
        return fitting.next();
    }
    let mut best: Option<(f64, usize)> = None;
    for bin in fitting {
        let score = score(
            rule,
            weight,
            &instance.scale,
            instance.size(item),
            layout.free(bin),
        );
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, bin));
        }
    }
    best.map(|(_, bin)| bin)
}

/// What is still to be placed, to judge which kind of bin to open.
struct Left<'a> {
    instance: &'a Instance,
    weight: &'a [f64],
    sum: Vec<f64>,
}

impl<'a> Left<'a> {
    fn new(instance: &'a Instance, weight: &'a [f64], order: &[usize]) -> Self {
        let sum = (0..instance.dims)
            .map(|dim| order.iter().map(|item| instance.share(*item, dim)).sum())
            .collect();
        Self {
            instance,
            weight,
            sum,
        }
    }

    fn took(&mut self, item: usize) {
        for (dim, sum) in self.sum.iter_mut().enumerate() {
            *sum -= self.instance.share(item, dim);
        }
    }

    /// The kind that serves most of what is left for its cost.
    fn kind_for(&self, layout: &Layout<'_>, item: usize) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (at, kind) in self.instance.kinds.iter().enumerate() {
            if !layout.may_open(at) || !self.instance.may(item, at) {
                continue;
            }
            let serves: f64 = (0..self.instance.dims)
                .map(|dim| {
                    let holds = kind.capacity[dim] as f64 * self.instance.scale[dim];
                    let left = self.sum[dim].max(1e-12);
                    self.weight[dim] * holds.min(left) / left
                })
                .sum();
            let score = (serves + 1e-9) / (kind.cost as f64 + 1e-9);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        best.map(|(_, kind)| kind)
    }
}

fn bin_by_bin(
    layout: &mut Layout<'_>,
    recipe: &Recipe,
    large: &[f64],
    mut order: Vec<usize>,
    meter: &mut Meter<'_>,
) {
    let instance = layout.instance;
    for bin in 0..layout.len() {
        if !fill(layout, bin, recipe, &mut order.clone(), meter) {
            return;
        }
    }
    order.retain(|item| layout.of[*item] == NOWHERE);
    while !order.is_empty() {
        let mut best: Option<(f64, usize, Vec<usize>)> = None;
        for kind in 0..instance.kinds.len() {
            let Some(bin) = layout.open(kind) else {
                continue;
            };
            let mut rest = order.clone();
            let go_on = fill(layout, bin, recipe, &mut rest, meter);
            let items = layout.close(bin);
            if !go_on {
                return;
            }
            let value: f64 = items.iter().map(|item| large[*item] + 1e-9).sum();
            let score = value / (instance.kinds[kind].cost as f64 + 1e-9);
            if !items.is_empty() && best.as_ref().is_none_or(|(most, _, _)| score > *most) {
                best = Some((score, kind, items));
            }
        }
        let Some((_, kind, items)) = best else {
            return;
        };
        let Some(bin) = layout.open(kind) else {
            return;
        };
        for item in items {
            layout.put(item, bin);
        }
        order.retain(|item| layout.of[*item] == NOWHERE);
    }
}

/// Fills one bin from `order`; `false` when the work must end.
fn fill(
    layout: &mut Layout<'_>,
    bin: usize,
    recipe: &Recipe,
    order: &mut Vec<usize>,
    meter: &mut Meter<'_>,
) -> bool {
    let instance = layout.instance;
    // What does not fit now will not fit later.
    loop {
        if !meter.charge((order.len() * (instance.dims + 1)) as u64) {
            return false;
        }
        order.retain(|item| layout.of[*item] == NOWHERE && layout.fits(*item, bin));
        let mut best: Option<(f64, usize)> = None;
        for &item in order.iter() {
            let score = score(
                recipe.rule,
                &recipe.weight,
                &instance.scale,
                instance.size(item),
                layout.free(bin),
            );
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, item));
                if recipe.rule == Rule::First {
                    break;
                }
            }
        }
        let Some((_, item)) = best else {
            return true;
        };
        layout.put(item, bin);
    }
}
