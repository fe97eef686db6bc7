//! Items that are alike: same size, same allowed bins, same conflicts. The relaxation has one row a class.

use std::collections::BTreeMap;

use super::super::bits::Bits;
use super::instance::Instance;

#[derive(Clone, Debug)]
pub(super) struct Classes {
    pub(super) of: Vec<usize>,
    pub(super) members: Vec<Vec<usize>>,
    /// How many of the class a bin may hold by its conflicts: 1 or all.
    pub(super) most: Vec<usize>,
    /// Conflicts between classes; none at all when nothing conflicts.
    pub(super) conflict: Vec<Bits>,
    /// Sets of classes of which a bin holds one item at most; a class that a bin may hold several of is alone.
    pub(super) clique: Vec<usize>,
}

impl Classes {
    pub(super) fn new(instance: &Instance) -> Self {
        let kinds = instance.kinds.len();
        let mut same: BTreeMap<(&[i64], &[bool]), Vec<usize>> = BTreeMap::new();
        let mut of = vec![0; instance.n];
        let mut members: Vec<Vec<usize>> = Vec::new();
        for (item, number) in of.iter_mut().enumerate() {
            let may = &instance.may[item * kinds..(item + 1) * kinds];
            let candidates = same.entry((instance.size(item), may)).or_default();
            let class = candidates
                .iter()
                .copied()
                .find(|class| alike(instance, &members[*class], item));
            let class = class.unwrap_or_else(|| {
                members.push(Vec::new());
                candidates.push(members.len() - 1);
                members.len() - 1
            });
            members[class].push(item);
            *number = class;
        }
        let most: Vec<usize> = members
            .iter()
            .map(|items| match items.as_slice() {
                [first, second, ..] if instance.conflicts(*first, *second) => 1,
                items => items.len(),
            })
            .collect();
        let mut conflict = Vec::new();
        if !instance.conflict.is_empty() {
            conflict = vec![Bits::new(members.len()); members.len()];
            for (class, items) in members.iter().enumerate() {
                let Some(first) = items.first() else {
                    continue;
                };
                for other in instance.conflict[*first].iter() {
                    if of[other] != class {
                        conflict[class].set(of[other]);
                    }
                }
            }
        }
        Self {
            clique: cliques(&most, &conflict),
            of,
            members,
            most,
            conflict,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.members.len()
    }
}

/// Whether an item of the same size and bins has the same conflicts as the class: either all of it conflict with each other, or none.
fn alike(instance: &Instance, class: &[usize], item: usize) -> bool {
    let Some(first) = class.first() else {
        return false;
    };
    if instance.conflict.is_empty() {
        return true;
    }
    let (a, b) = (&instance.conflict[*first], &instance.conflict[item]);
    if !a.has(item) {
        let parted = class
            .get(1)
            .is_some_and(|second| instance.conflicts(*first, *second));
        return !parted && a == b;
    }
    let joined = class
        .get(1)
        .is_some_and(|second| !instance.conflicts(*first, *second));
    if joined {
        return false;
    }
    let (mut a, mut b) = (a.clone(), b.clone());
    a.set(*first);
    b.set(item);
    a == b
}

/// Parts the classes into cliques, those with many conflicts first.
fn cliques(most: &[usize], conflict: &[Bits]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..most.len()).collect();
    if !conflict.is_empty() {
        order.sort_by_key(|class| (std::cmp::Reverse(conflict[*class].iter().count()), *class));
    }
    let mut of = vec![0; most.len()];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for class in order {
        let joins = |group: &Vec<usize>| {
            most[class] == 1
                && group
                    .iter()
                    .all(|other| most[*other] == 1 && conflict[class].has(*other))
        };
        let found = if conflict.is_empty() {
            None
        } else {
            groups.iter().position(joins)
        };
        let at = found.unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(class);
        of[class] = at;
    }
    of
}
