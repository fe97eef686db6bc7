//! The problem as the solver works on it: what stays together is one item, alike bins are one type, dimensions that never bind are gone,
//! costs have no common divisor, and items that cannot share a bin conflict.

use std::collections::BTreeMap;

use super::super::bits::Bits;
use super::problem::{Obstacle, Problem};

/// A type of bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) capacity: Vec<i64>,
    /// In units of [`Instance::cost_unit`].
    pub(super) cost: u64,
    /// Never more than there are items.
    pub(super) available: usize,
    /// There are at least as many as items, so that the number never binds.
    pub(super) plenty: bool,
    /// The caller's types, with how many of each.
    pub(super) origin: Vec<(usize, usize)>,
}

#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) n: usize,
    pub(super) dims: usize,
    /// The caller's dimension of each; `None` counts members of a keep-apart group.
    pub(super) dim_origin: Vec<Option<usize>>,
    /// `dims` numbers an item.
    pub(super) sizes: Vec<i64>,
    /// What all sizes below zero give together in each dimension: so much more than its capacity a bin's other items may take.
    pub(super) given: Vec<i64>,
    pub(super) kinds: Vec<Kind>,
    /// One an item and kind: the item alone fits and is allowed.
    pub(super) may: Vec<bool>,
    /// One row an item, or none at all when nothing conflicts.
    pub(super) conflict: Vec<Bits>,
    /// What each item stands for: the caller's items, or those of the instance it was derived from.
    pub(super) members: Vec<Vec<usize>>,
    /// 1 / the largest capacity, in each dimension.
    pub(super) scale: Vec<f64>,
    /// What a cost of 1 is to the caller. 0 when every bin is free: then bins are counted instead.
    pub(super) cost_unit: u64,
}

/// Cost, capacity, and which items it may hold: bins that look the same are alike.
type Look = (u64, Vec<i64>, Vec<bool>);

/// Pairs are compared for fit up to so much work.
const PAIR_WORK: usize = 60_000_000;

impl Instance {
    #[inline]
    pub(super) fn size(&self, item: usize) -> &[i64] {
        let start = item * self.dims;
        &self.sizes[start..start + self.dims]
    }
    #[inline]
    pub(super) fn may(&self, item: usize, kind: usize) -> bool {
        self.may[item * self.kinds.len() + kind]
    }
    #[inline]
    pub(super) fn conflicts(&self, a: usize, b: usize) -> bool {
        self.conflict.get(a).is_some_and(|row| row.has(b))
    }
    pub(super) fn total(&self, dim: usize) -> i128 {
        (0..self.n)
            .map(|item| i128::from(self.sizes[item * self.dims + dim]))
            .sum()
    }
    /// Whether nothing is below zero, so that part of what fits always fits.
    pub(super) fn is_plain(&self) -> bool {
        self.given.iter().all(|given| *given == 0)
    }
    /// What the items of a bin of this kind may take before those that give are counted.
    #[inline]
    pub(super) fn room(&self, kind: usize, dim: usize) -> i64 {
        self.kinds[kind].capacity[dim].saturating_add(self.given[dim])
    }
    /// Whether these items are a possible content.
    pub(super) fn holds(&self, kind: usize, items: &[usize]) -> bool {
        (0..self.dims).all(|dim| {
            let sum: i128 = items
                .iter()
                .map(|item| i128::from(self.size(*item)[dim]))
                .sum();
            sum <= i128::from(self.kinds[kind].capacity[dim])
        })
    }
    /// Size in a dimension as a share of the largest capacity.
    #[inline]
    pub(super) fn share(&self, item: usize, dim: usize) -> f64 {
        self.sizes[item * self.dims + dim] as f64 * self.scale[dim]
    }

    /// Reads a validated problem.
    pub(super) fn new(problem: &Problem) -> Result<Self, Obstacle> {
        let of = clusters(problem);
        let n = of.iter().max().map_or(0, |most| most + 1);
        let mut members = vec![Vec::new(); n];
        for (item, cluster) in of.iter().enumerate() {
            members[*cluster].push(item);
        }
        let mut conflict: Vec<Bits> = Vec::new();
        let mut counted = Vec::new();
        for group in &problem.apart {
            let mut items = group.items.clone();
            items.sort_unstable();
            items.dedup();
            if items.len() <= group.most {
                continue;
            }
            match group.most {
                0 => {
                    return Err(Obstacle::FitsNowhere {
                        items: items.into_iter().take(1).collect(),
                        dimension: None,
                    });
                }
                1 => {
                    if conflict.is_empty() {
                        conflict = vec![Bits::new(n); n];
                    }
                    keep_apart(&items, &of, &mut conflict)?;
                }
                most => counted.push((items, most)),
            }
        }
        let wide = problem.dimensions + counted.len();
        let mut sizes = vec![0_i64; n * wide];
        for (cluster, items) in members.iter().enumerate() {
            let sum = &mut sizes[cluster * wide..cluster * wide + problem.dimensions];
            for item in items {
                for (dimension, (sum, size)) in
                    sum.iter_mut().zip(&problem.items[*item].size).enumerate()
                {
                    *sum = sum.checked_add(*size).ok_or(Obstacle::FitsNowhere {
                        items: items.clone(),
                        dimension: Some(dimension),
                    })?;
                }
            }
        }
        for (at, (items, _)) in counted.iter().enumerate() {
            for item in items {
                sizes[of[*item] * wide + problem.dimensions + at] += 1;
            }
        }
        let mut instance = Self {
            n,
            dims: wide,
            dim_origin: (0..problem.dimensions)
                .map(Some)
                .chain(counted.iter().map(|_| None))
                .collect(),
            given: given(&sizes, n, wide),
            sizes,
            kinds: Vec::new(),
            may: Vec::new(),
            conflict,
            members,
            scale: Vec::new(),
            cost_unit: 1,
        };
        let most: Vec<i64> = counted
            .iter()
            .map(|(_, most)| i64::try_from(*most).unwrap_or(i64::MAX))
            .collect();
        instance.take_kinds(problem, &most);
        instance.each_fits(problem)?;
        instance.drop_slack_dimensions();
        instance.set_scale();
        instance.sizes_conflict();
        Ok(instance)
    }

    /// Bin types, alike ones as one.
    fn take_kinds(&mut self, problem: &Problem, most: &[i64]) {
        let mut alike: BTreeMap<Look, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, bin) in problem.bins.iter().enumerate() {
            let available = bin.available.unwrap_or(self.n).min(self.n);
            if available == 0 {
                continue;
            }
            let mut capacity = bin.capacity.clone();
            capacity.extend_from_slice(most);
            let may: Vec<bool> = (0..self.n)
                .map(|item| {
                    self.members[item].iter().all(|member| {
                        problem.items[*member]
                            .only_in
                            .as_ref()
                            .is_none_or(|kinds| kinds.contains(&at))
                    }) && self
                        .size(item)
                        .iter()
                        .zip(capacity.iter().zip(&self.given))
                        .all(|(size, (capacity, given))| *size <= capacity.saturating_add(*given))
                })
                .collect();
            if may.contains(&true) {
                alike
                    .entry((bin.cost, capacity, may))
                    .or_default()
                    .push((at, available));
            }
        }
        let unit = alike
            .keys()
            .fold(0, |unit, (cost, _, _)| greatest_divisor(unit, *cost));
        self.cost_unit = unit;
        self.may = vec![false; self.n * alike.len()];
        let kinds = alike.len();
        for (at, ((cost, capacity, may), origin)) in alike.into_iter().enumerate() {
            for (item, may) in may.iter().enumerate() {
                self.may[item * kinds + at] = *may;
            }
            let sum: usize = origin.iter().map(|(_, available)| *available).sum();
            self.kinds.push(Kind {
                capacity,
                cost: cost.checked_div(unit).unwrap_or(1),
                available: sum.min(self.n),
                plenty: sum >= self.n,
                origin,
            });
        }
    }

    fn each_fits(&self, problem: &Problem) -> Result<(), Obstacle> {
        for item in 0..self.n {
            if (0..self.kinds.len()).any(|kind| self.may(item, kind)) {
                continue;
            }
            let allowed = |at: usize| {
                self.members[item].iter().all(|member| {
                    problem.items[*member]
                        .only_in
                        .as_ref()
                        .is_none_or(|kinds| kinds.contains(&at))
                })
            };
            let there = || {
                problem
                    .bins
                    .iter()
                    .enumerate()
                    .filter(|(at, bin)| bin.available != Some(0) && allowed(*at))
                    .map(|(_, bin)| bin)
            };
            let dimension = (0..problem.dimensions).find(|dim| {
                there().next().is_some()
                    && there().all(|bin| {
                        self.size(item)[*dim] > bin.capacity[*dim].saturating_add(self.given[*dim])
                    })
            });
            return Err(Obstacle::FitsNowhere {
                items: self.members[item].clone(),
                dimension,
            });
        }
        Ok(())
    }

    /// A dimension of which any bin could hold everything does not matter.
    fn drop_slack_dimensions(&mut self) {
        let keep: Vec<usize> = (0..self.dims)
            .filter(|dim| {
                let total: i128 = (0..self.n)
                    .map(|item| i128::from(self.size(item)[*dim]).max(0))
                    .sum();
                self.kinds
                    .iter()
                    .any(|kind| total > i128::from(kind.capacity[*dim]))
            })
            .collect();
        if keep.len() == self.dims {
            return;
        }
        self.sizes = (0..self.n)
            .flat_map(|item| keep.iter().map(move |dim| (item, *dim)))
            .map(|(item, dim)| self.sizes[item * self.dims + dim])
            .collect();
        for kind in &mut self.kinds {
            kind.capacity = keep.iter().map(|dim| kind.capacity[*dim]).collect();
        }
        self.dim_origin = keep.iter().map(|dim| self.dim_origin[*dim]).collect();
        self.given = keep.iter().map(|dim| self.given[*dim]).collect();
        self.dims = keep.len();
    }

    fn set_scale(&mut self) {
        self.scale = (0..self.dims)
            .map(|dim| {
                let most = self.kinds.iter().map(|kind| kind.capacity[dim]).max();
                1.0 / most.unwrap_or(1).max(1) as f64
            })
            .collect();
    }

    /// Whether both fit in one bin of some type.
    pub(super) fn fit_together(&self, a: usize, b: usize) -> bool {
        (0..self.kinds.len()).any(|kind| {
            self.may(a, kind)
                && self.may(b, kind)
                && (0..self.dims).all(|dim| {
                    let (a, b) = (self.size(a)[dim], self.size(b)[dim]);
                    let room = self.room(kind, dim);
                    a <= room && b <= room.saturating_sub(a)
                })
        })
    }

    /// Two items that fit in no bin together conflict, too.
    fn sizes_conflict(&mut self) {
        let work = self.n * self.n * self.kinds.len() * self.dims.max(1) / 2;
        if work > PAIR_WORK {
            return;
        }
        let mut rows = std::mem::take(&mut self.conflict);
        for a in 0..self.n {
            for b in a + 1..self.n {
                if !self.fit_together(a, b) {
                    if rows.is_empty() {
                        rows = vec![Bits::new(self.n); self.n];
                    }
                    rows[a].set(b);
                    rows[b].set(a);
                }
            }
        }
        self.conflict = rows;
    }
}

fn given(sizes: &[i64], n: usize, dims: usize) -> Vec<i64> {
    (0..dims)
        .map(|dim| {
            (0..n)
                .map(|item| sizes[item * dims + dim].min(0))
                .fold(0_i64, |sum, size| sum.saturating_sub(size))
        })
        .collect()
}

pub(super) fn root(link: &mut [usize], mut item: usize) -> usize {
    while link[item] != item {
        link[item] = link[link[item]];
        item = link[item];
    }
    item
}

/// The cluster of each item: what must stay together has one number.
fn clusters(problem: &Problem) -> Vec<usize> {
    let mut link: Vec<usize> = (0..problem.items.len()).collect();
    for group in &problem.together {
        for two in group.windows(2) {
            let (a, b) = (root(&mut link, two[0]), root(&mut link, two[1]));
            link[a.max(b)] = a.min(b);
        }
    }
    let mut number = vec![usize::MAX; link.len()];
    let mut next = 0;
    (0..link.len())
        .map(|item| {
            let top = root(&mut link, item);
            if number[top] == usize::MAX {
                number[top] = next;
                next += 1;
            }
            number[top]
        })
        .collect()
}

fn keep_apart(items: &[usize], of: &[usize], conflict: &mut [Bits]) -> Result<(), Obstacle> {
    for (at, first) in items.iter().enumerate() {
        for second in &items[at + 1..] {
            if of[*first] == of[*second] {
                return Err(Obstacle::TogetherAndApart {
                    first: *first,
                    second: *second,
                });
            }
            conflict[of[*first]].set(of[*second]);
            conflict[of[*second]].set(of[*first]);
        }
    }
    Ok(())
}

fn greatest_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        greatest_divisor(b, a % b)
    }
}
