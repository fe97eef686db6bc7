//! An instance after decisions of the search, and what is left when bins are settled.

use std::collections::BTreeMap;

use super::super::bits::Bits;
use super::instance::{Instance, root};

/// What the search may decide, in items of the instance it is decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Together(usize, usize),
    Apart(usize, usize),
    /// The item is not in a bin of this kind.
    NotIn(usize, usize),
}

impl Instance {
    /// The instance after decisions of the search: items glued into one, pairs parted, kinds forbidden, items and bins taken out.
    /// Members are items of `self`. `None` when that is impossible.
    pub(super) fn decided(&self, decisions: &[Decision]) -> Option<Self> {
        let mut link: Vec<usize> = (0..self.n).collect();
        for decision in decisions {
            if let Decision::Together(a, b) = decision {
                let (a, b) = (root(&mut link, *a), root(&mut link, *b));
                link[a.max(b)] = a.min(b);
            }
        }
        let mut number = vec![usize::MAX; self.n];
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut of = vec![0; self.n];
        for (item, cluster) in of.iter_mut().enumerate() {
            let top = root(&mut link, item);
            if number[top] == usize::MAX {
                number[top] = members.len();
                members.push(Vec::new());
            }
            *cluster = number[top];
            members[number[top]].push(item);
        }
        let n = members.len();
        let kinds = self.kinds.len();
        let mut sizes = vec![0; n * self.dims];
        let mut may = vec![true; n * kinds];
        for (cluster, items) in members.iter().enumerate() {
            for item in items {
                for (dim, size) in self.size(*item).iter().enumerate() {
                    let sum: &mut i64 = &mut sizes[cluster * self.dims + dim];
                    *sum = sum.checked_add(*size)?;
                }
                for kind in 0..kinds {
                    may[cluster * kinds + kind] &= self.may(*item, kind);
                }
            }
        }
        for decision in decisions {
            if let Decision::NotIn(item, kind) = decision {
                may[of[*item] * kinds + kind] = false;
            }
        }
        let parted = decisions
            .iter()
            .any(|decision| matches!(decision, Decision::Apart(..)));
        let mut conflict = Vec::new();
        if !self.conflict.is_empty() || parted {
            conflict = vec![Bits::new(n); n];
        }
        if !self.conflict.is_empty() {
            for (cluster, items) in members.iter().enumerate() {
                for item in items {
                    for other in self.conflict[*item].iter() {
                        conflict[cluster].set(of[other]);
                    }
                }
            }
        }
        for decision in decisions {
            if let Decision::Apart(a, b) = decision {
                conflict[of[*a]].set(of[*b]);
                conflict[of[*b]].set(of[*a]);
            }
        }
        for cluster in 0..n {
            if conflict.get(cluster).is_some_and(|row| row.has(cluster)) {
                return None;
            }
            let mut some = false;
            for kind in 0..kinds {
                let fits = may[cluster * kinds + kind]
                    && sizes[cluster * self.dims..(cluster + 1) * self.dims]
                        .iter()
                        .enumerate()
                        .all(|(dim, size)| *size <= self.room(kind, dim));
                may[cluster * kinds + kind] = fits;
                some |= fits;
            }
            if !some {
                return None;
            }
        }
        let mut instance = Self {
            n,
            dims: self.dims,
            dim_origin: self.dim_origin.clone(),
            sizes,
            given: self.given.clone(),
            kinds: self.kinds.clone(),
            may,
            conflict,
            members,
            scale: self.scale.clone(),
            cost_unit: self.cost_unit,
        };
        // A glued item may have lost partners. Only its own pairs need looking at.
        if !instance.conflict.is_empty() {
            for a in 0..n {
                if instance.members[a].len() < 2 {
                    continue;
                }
                for b in 0..n {
                    if a != b && !instance.conflicts(a, b) && !instance.fit_together(a, b) {
                        instance.conflict[a].set(b);
                        instance.conflict[b].set(a);
                    }
                }
            }
        }
        Some(instance)
    }

    /// What is left when bins of these kinds with these items are settled. Members are as in `self`.
    pub(super) fn without(&self, bins: &[(usize, &[usize])]) -> Self {
        let mut gone = vec![false; self.n];
        let mut kinds = self.kinds.clone();
        for (kind, items) in bins {
            for item in *items {
                gone[*item] = true;
            }
            kinds[*kind].available = kinds[*kind].available.saturating_sub(1);
        }
        let left: Vec<usize> = (0..self.n).filter(|item| !gone[*item]).collect();
        for kind in &mut kinds {
            if kind.plenty {
                kind.available = left.len();
            }
            kind.available = kind.available.min(left.len());
        }
        let number: BTreeMap<usize, usize> = left
            .iter()
            .enumerate()
            .map(|(at, old)| (*old, at))
            .collect();
        let mut conflict = Vec::new();
        if !self.conflict.is_empty() {
            conflict = vec![Bits::new(left.len()); left.len()];
            for (at, old) in left.iter().enumerate() {
                for other in self.conflict[*old].iter() {
                    if let Some(other) = number.get(&other) {
                        conflict[at].set(*other);
                    }
                }
            }
        }
        Self {
            n: left.len(),
            dims: self.dims,
            dim_origin: self.dim_origin.clone(),
            given: self.given.clone(),
            sizes: left
                .iter()
                .flat_map(|item| self.size(*item))
                .copied()
                .collect(),
            may: left
                .iter()
                .flat_map(|item| {
                    let start = item * self.kinds.len();
                    &self.may[start..start + self.kinds.len()]
                })
                .copied()
                .collect(),
            kinds,
            conflict,
            members: left
                .into_iter()
                .map(|item| self.members[item].clone())
                .collect(),
            scale: self.scale.clone(),
            cost_unit: self.cost_unit,
        }
    }
}
