//! Lower bounds that cost next to nothing, in whole numbers: volume, rounding, cliques.

use super::super::bits::Bits;
use super::instance::Instance;
use super::problem::{Because, Obstacle};

/// The best of the quick bounds, in the instance's cost unit.
pub(super) fn quick(instance: &Instance) -> Result<(u64, Because), Obstacle> {
    if instance.n == 0 {
        return Ok((0, Because::Nothing));
    }
    let clique = clique(instance);
    let mut cheapest: Vec<(u64, usize)> = instance
        .kinds
        .iter()
        .map(|kind| (kind.cost, kind.available))
        .collect();
    cheapest.sort_unstable();
    let mut left = clique.len();
    let mut cost = 0_u64;
    for (each, available) in cheapest {
        let take = left.min(available);
        cost = cost.saturating_add(each.saturating_mul(take as u64));
        left -= take;
    }
    if left > 0 {
        return Err(Obstacle::TooFewBins {
            there_are: clique.len() - left,
            items: clique
                .into_iter()
                .filter_map(|item| instance.members[item].first().copied())
                .collect(),
        });
    }
    let mut best = (
        cost,
        Because::Clique {
            items: clique.len(),
        },
    );
    for dim in 0..instance.dims {
        let by_volume = volume(instance, dim)?;
        let rounded = rounding(instance, dim);
        let Some(dimension) = instance.dim_origin[dim] else {
            continue;
        };
        if by_volume >= best.0 {
            best = (by_volume, Because::Volume { dimension });
        }
        if rounded > best.0 {
            best = (rounded, Because::Rounding { dimension });
        }
    }
    Ok(best)
}

/// The cheapest bins, cut as one likes, that have enough of one dimension.
fn volume(instance: &Instance, dim: usize) -> Result<u64, Obstacle> {
    let asked = instance.total(dim);
    let mut left = u128::try_from(asked).unwrap_or(0);
    let mut there_is = 0_u128;
    let mut kinds: Vec<(u128, u128, usize)> = instance
        .kinds
        .iter()
        .filter(|kind| kind.capacity[dim] > 0)
        .map(|kind| {
            (
                u128::from(kind.cost),
                u128::try_from(kind.capacity[dim]).unwrap_or(0),
                kind.available,
            )
        })
        .collect();
    // Cost for what it holds, compared without dividing (costs are below 2^52).
    kinds.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    let mut cost = 0_u128;
    for (each, capacity, available) in kinds {
        let all = capacity * available as u128;
        there_is += all;
        if left > all {
            cost += each * available as u128;
            left -= all;
        } else {
            let whole = left / capacity;
            cost += each * whole;
            let rest = left - whole * capacity;
            // Below: cost × share; both factors fit as cost < 2^52 and rest < 2^64.
            cost += (each * rest).div_ceil(capacity);
            left = 0;
        }
    }
    if left > 0
        && let Some(dimension) = instance.dim_origin[dim]
    {
        return Err(Obstacle::TooLittle {
            dimension,
            asked,
            there_is: i128::try_from(there_is).unwrap_or(i128::MAX),
        });
    }
    if left > 0 {
        return Err(Obstacle::NoArrangement);
    }
    Ok(u64::try_from(cost).unwrap_or(u64::MAX))
}

/// Rounds sizes so that what fits in a bin still fits (dual feasible functions), and adds up. For one kind of bin only.
fn rounding(instance: &Instance, dim: usize) -> u64 {
    let [kind] = instance.kinds.as_slice() else {
        return 0;
    };
    let capacity = u128::try_from(kind.capacity[dim]).unwrap_or(0);
    if capacity == 0 || instance.given[dim] > 0 {
        return 0;
    }
    let sizes: Vec<u128> = (0..instance.n)
        .map(|item| u128::try_from(instance.size(item)[dim]).unwrap_or(0))
        .collect();
    let mut bins = 0_u128;
    // Multiples of 1 / (k + 1): what is above j / (k + 1) counts j / k.
    for k in 1..=16_u128 {
        let sum: u128 = sizes
            .iter()
            .map(|size| {
                let scaled = size * (k + 1);
                if scaled % capacity == 0 {
                    size * k
                } else {
                    scaled / capacity * capacity
                }
            })
            .sum();
        bins = bins.max(sum.div_ceil(capacity * k));
    }
    // Small items count nothing, and items that leave only room for those count a whole bin.
    let mut edges: Vec<u128> = sizes
        .iter()
        .copied()
        .filter(|size| *size > 0 && size * 2 <= capacity)
        .collect();
    edges.sort_unstable();
    edges.dedup();
    for edge in edges.into_iter().take(200) {
        let sum: u128 = sizes
            .iter()
            .map(|size| {
                if *size > capacity - edge {
                    capacity
                } else if *size < edge {
                    0
                } else {
                    *size
                }
            })
            .sum();
        bins = bins.max(sum.div_ceil(capacity));
    }
    u64::try_from(bins)
        .unwrap_or(u64::MAX)
        .saturating_mul(kind.cost)
}

/// Items of which no two can share a bin, found greedily.
fn clique(instance: &Instance) -> Vec<usize> {
    if instance.conflict.is_empty() {
        return vec![0];
    }
    let degree: Vec<usize> = instance
        .conflict
        .iter()
        .map(|row| row.iter().count())
        .collect();
    let mut order: Vec<usize> = (0..instance.n).collect();
    order.sort_by_key(|item| (std::cmp::Reverse(degree[*item]), *item));
    let mut best = Vec::new();
    for &first in order.iter().take(32) {
        let mut all = Bits::new(instance.n);
        all.add(&instance.conflict[first]);
        let mut found = vec![first];
        for &item in &order {
            if all.has(item) && found.iter().all(|other| instance.conflicts(*other, item)) {
                found.push(item);
            }
        }
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}
