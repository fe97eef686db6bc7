//! Restarts planned VM by VM by memory (HA of xapi, xapi-project/xen-api: HA feature document and its planner).
//!
//! Only memory is planned, no running VM is stopped or moved. Small pools are planned through every order in which hosts
//! can fail; large ones by slots of the largest VM.

use super::{Item, fits, largest, orders};

/// A pool as the planner sees it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Pool {
    /// Free memory of each live host with every placed VM counted, MiB.
    pub free_mib: Vec<f64>,
    /// Protected VMs.
    pub protected: Vec<Item>,
    /// Hosts of the pool, live or not.
    pub hosts: u32,
}

/// From when the plan is approximate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Most hosts that every order is tried for.
    pub hosts: f64,
    /// Orders from which they are no longer tried one by one.
    pub orders: f64,
}

/// How a plan is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Exhaustive,
    Approximate,
}

/// The planner's choice for `r` failures of a pool of `n` hosts.
pub fn method(n: u32, r: u32, bounds: Bounds) -> Method {
    if f64::from(n) <= bounds.hosts && orders(n, r) < bounds.orders {
        Method::Exhaustive
    } else {
        Method::Approximate
    }
}

/// Whether every protected VM starts again after any `r` host failures.
pub fn plan_exists(pool: &Pool, r: u32, bounds: Bounds) -> bool {
    let live = u32::try_from(pool.free_mib.len()).unwrap_or(u32::MAX);
    if live < r || (live == r && !pool.protected.is_empty()) {
        return false;
    }
    match method(pool.hosts, r, bounds) {
        Method::Exhaustive => every_order(pool, r),
        Method::Approximate => by_slots(pool, r),
    }
}

/// The most failures for which a plan exists, found by halving.
pub fn most_failures(pool: &Pool, bounds: Bounds) -> u32 {
    largest(pool.hosts, |r| plan_exists(pool, r, bounds))
}

/// What stands while hosts fail one after another.
#[derive(Clone)]
struct State {
    /// Free memory; none where the host has failed.
    free: Vec<Option<f64>>,
    items: Vec<Item>,
}

fn every_order(pool: &Pool, r: u32) -> bool {
    let state = State {
        free: pool.free_mib.iter().copied().map(Some).collect(),
        items: pool.protected.clone(),
    };
    fail_next(&state, r)
}

/// Fails each live host in turn, starts its VMs elsewhere, and goes on with one failure less.
fn fail_next(state: &State, left: u32) -> bool {
    if left == 0 {
        return true;
    }
    (0..state.free.len())
        .filter(|h| state.free.get(*h).is_some_and(Option::is_some))
        .all(|h| without(state, h).is_some_and(|next| fail_next(&next, left - 1)))
}

/// The state after a host failed and its VMs, largest first, each started on the host with the most free memory; none when
/// one finds no room.
fn without(state: &State, host: usize) -> Option<State> {
    let mut next = state.clone();
    if let Some(free) = next.free.get_mut(host) {
        *free = None;
    }
    let mut moving: Vec<usize> = (0..next.items.len())
        .filter(|i| next.items.get(*i).is_some_and(|item| item.host == host))
        .collect();
    let size = |i: &usize| state.items.get(*i).map_or(0.0, |item| item.mib);
    moving.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
    for i in moving {
        let need = size(&i);
        let (target, room) = next
            .free
            .iter()
            .enumerate()
            .filter_map(|(h, free)| free.map(|f| (h, f)))
            .reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        if !fits(need, room) {
            return None;
        }
        if let Some(free) = next.free.get_mut(target) {
            *free = Some(room - need);
        }
        if let Some(item) = next.items.get_mut(i) {
            item.host = target;
        }
    }
    Some(next)
}

/// By slots of the largest protected VM: the hosts with the most slots are lost, and the others must hold as many VMs as
/// the fullest hosts carry.
fn by_slots(pool: &Pool, r: u32) -> bool {
    let largest = pool.protected.iter().map(|i| i.mib).fold(0.0, f64::max);
    if largest <= 0.0 {
        return true;
    }
    let r = usize::try_from(r).unwrap_or(usize::MAX);
    let mut slots: Vec<f64> = pool
        .free_mib
        .iter()
        .map(|free| ((free + super::SLACK_MIB) / largest).floor().max(0.0))
        .collect();
    slots.sort_by(|a, b| b.total_cmp(a));
    let capacity: f64 = slots.iter().skip(r).sum();
    let mut carried = vec![0.0f64; pool.free_mib.len()];
    for item in &pool.protected {
        if let Some(n) = carried.get_mut(item.host) {
            *n += 1.0;
        }
    }
    carried.sort_by(|a, b| b.total_cmp(a));
    carried.iter().take(r).sum::<f64>() <= capacity
}
