//! Bins being filled.

use super::super::bits::Bits;
use super::instance::Instance;
use super::problem::{Bin, Packing};

/// In no bin.
pub(super) const NOWHERE: usize = usize::MAX;

/// Open bins and where each item is; some items may be in none.
#[derive(Clone)]
pub(super) struct Layout<'a> {
    pub(super) instance: &'a Instance,
    pub(super) kind: Vec<usize>,
    /// `dims` numbers a bin.
    free: Vec<i64>,
    pub(super) items: Vec<Vec<usize>>,
    /// Items of a bin as a set; kept only when something conflicts.
    held: Vec<Bits>,
    pub(super) of: Vec<usize>,
    /// Open bins of each kind.
    pub(super) used: Vec<usize>,
    pub(super) cost: u64,
}

/// Bins and their items in an instance's numbering.
pub(super) type Bins = Vec<(usize, Vec<usize>)>;

impl<'a> Layout<'a> {
    pub(super) fn new(instance: &'a Instance) -> Self {
        Self {
            instance,
            kind: Vec::new(),
            free: Vec::new(),
            items: Vec::new(),
            held: Vec::new(),
            of: vec![NOWHERE; instance.n],
            used: vec![0; instance.kinds.len()],
            cost: 0,
        }
    }

    /// Bins as given; what does not fit stays out.
    pub(super) fn from_bins(instance: &'a Instance, bins: &Bins) -> Self {
        let mut layout = Self::new(instance);
        for (kind, items) in bins {
            let Some(bin) = layout.open(*kind) else {
                continue;
            };
            // Where sizes are below zero, one item may make room for another.
            let mut before = usize::MAX;
            while before != layout.items[bin].len() {
                before = layout.items[bin].len();
                for item in items {
                    if layout.of[*item] == NOWHERE && layout.fits(*item, bin) {
                        layout.put(*item, bin);
                    }
                }
            }
        }
        layout
    }

    pub(super) fn len(&self) -> usize {
        self.kind.len()
    }

    /// Whether there is one more bin of the kind.
    pub(super) fn may_open(&self, kind: usize) -> bool {
        self.used[kind] < self.instance.kinds[kind].available
    }

    pub(super) fn open(&mut self, kind: usize) -> Option<usize> {
        if !self.may_open(kind) {
            return None;
        }
        self.kind.push(kind);
        self.free
            .extend_from_slice(&self.instance.kinds[kind].capacity);
        self.items.push(Vec::new());
        if !self.instance.conflict.is_empty() {
            self.held.push(Bits::new(self.instance.n));
        }
        self.used[kind] += 1;
        self.cost += self.instance.kinds[kind].cost;
        Some(self.kind.len() - 1)
    }

    /// Takes a bin away; its items are then in none. The last bin gets its number.
    pub(super) fn close(&mut self, bin: usize) -> Vec<usize> {
        let dims = self.instance.dims;
        let last = self.kind.len() - 1;
        let kind = self.kind.swap_remove(bin);
        let items = self.items.swap_remove(bin);
        if !self.held.is_empty() {
            self.held.swap_remove(bin);
        }
        for dim in 0..dims {
            self.free[bin * dims + dim] = self.free[last * dims + dim];
        }
        self.free.truncate(last * dims);
        for item in &items {
            self.of[*item] = NOWHERE;
        }
        if bin < last {
            for item in &self.items[bin] {
                self.of[*item] = bin;
            }
        }
        self.used[kind] -= 1;
        self.cost -= self.instance.kinds[kind].cost;
        items
    }

    #[inline]
    pub(super) fn free(&self, bin: usize) -> &[i64] {
        let dims = self.instance.dims;
        &self.free[bin * dims..(bin + 1) * dims]
    }

    #[inline]
    pub(super) fn fits(&self, item: usize, bin: usize) -> bool {
        self.instance
            .size(item)
            .iter()
            .zip(self.free(bin))
            .all(|(size, free)| size <= free)
            && self.instance.may(item, self.kind[bin])
            && (self.held.is_empty() || !self.instance.conflict[item].meets(&self.held[bin]))
    }

    pub(super) fn put(&mut self, item: usize, bin: usize) {
        let dims = self.instance.dims;
        for (free, size) in self.free[bin * dims..(bin + 1) * dims]
            .iter_mut()
            .zip(self.instance.size(item))
        {
            *free -= size;
        }
        self.items[bin].push(item);
        if let Some(held) = self.held.get_mut(bin) {
            held.set(item);
        }
        self.of[item] = bin;
    }

    pub(super) fn take(&mut self, item: usize) {
        let bin = std::mem::replace(&mut self.of[item], NOWHERE);
        let dims = self.instance.dims;
        for (free, size) in self.free[bin * dims..(bin + 1) * dims]
            .iter_mut()
            .zip(self.instance.size(item))
        {
            *free += size;
        }
        if let Some(at) = self.items[bin].iter().position(|it| *it == item) {
            self.items[bin].swap_remove(at);
        }
        if let Some(held) = self.held.get_mut(bin) {
            held.clear(item);
        }
    }

    /// Whether the items of a bin would all fit in one of another kind.
    pub(super) fn fits_kind(&self, bin: usize, kind: usize) -> bool {
        let old = &self.instance.kinds[self.kind[bin]].capacity;
        let new = &self.instance.kinds[kind].capacity;
        self.free(bin)
            .iter()
            .zip(old)
            .zip(new)
            .all(|((free, old), new)| old - free <= *new)
            && self.items[bin]
                .iter()
                .all(|item| self.instance.may(*item, kind))
    }

    /// Every bin as the cheapest kind that holds its items; empty bins go.
    pub(super) fn economise(&mut self) {
        let mut bin = 0;
        while bin < self.len() {
            if self.items[bin].is_empty() {
                self.close(bin);
                continue;
            }
            let now = self.instance.kinds[self.kind[bin]].cost;
            let better = (0..self.instance.kinds.len())
                .filter(|kind| {
                    self.instance.kinds[*kind].cost < now
                        && self.may_open(*kind)
                        && self.fits_kind(bin, *kind)
                })
                .min_by_key(|kind| self.instance.kinds[*kind].cost);
            if let Some(kind) = better {
                let items = self.close(bin);
                if let Some(new) = self.open(kind) {
                    for item in items {
                        self.put(item, new);
                    }
                }
                continue;
            }
            bin += 1;
        }
    }

    pub(super) fn bins(&self) -> Bins {
        self.kind
            .iter()
            .zip(&self.items)
            .filter(|(_, items)| !items.is_empty())
            .map(|(kind, items)| (*kind, items.clone()))
            .collect()
    }

    pub(super) fn is_complete(&self) -> bool {
        self.of.iter().all(|bin| *bin != NOWHERE)
    }
}

/// Sum of the costs, in the instance's unit.
pub(super) fn cost_of(instance: &Instance, bins: &Bins) -> u64 {
    bins.iter()
        .map(|(kind, _)| instance.kinds[*kind].cost)
        .sum()
}

/// Bins in the numbering of the instance that `instance` was derived from.
pub(super) fn lifted(instance: &Instance, bins: &Bins) -> Bins {
    bins.iter()
        .map(|(kind, items)| {
            let items = items
                .iter()
                .flat_map(|item| instance.members[*item].iter().copied())
                .collect();
            (*kind, items)
        })
        .collect()
}

/// Bins in the caller's numbering, in a fixed order.
pub(super) fn packing(instance: &Instance, bins: &Bins) -> Packing {
    let mut used = vec![0_usize; instance.kinds.len()];
    let mut out: Vec<Bin> = Vec::new();
    for (kind, items) in bins.iter().filter(|(_, items)| !items.is_empty()) {
        let mut before = 0;
        let at = used[*kind];
        used[*kind] += 1;
        let origin = instance.kinds[*kind].origin.iter().find(|(_, available)| {
            before += available;
            at < before
        });
        let mut items: Vec<usize> = items
            .iter()
            .flat_map(|item| instance.members[*item].iter().copied())
            .collect();
        items.sort_unstable();
        out.push(Bin {
            kind: origin.map_or(0, |(kind, _)| *kind),
            items,
        });
    }
    out.sort_unstable();
    Packing {
        bins: out,
        cost: cost_of(instance, bins).saturating_mul(instance.cost_unit),
    }
}
