//! Which host failures a pool's restarts survive: what a platform's own planner admits, and what is exactly restartable.
//!
//! Planners look at plain numbers: memory that hosts have free once everything that runs is counted, and the VMs that
//! would have to start again. They know no plan and no platform; a profile's data chooses between them.

pub mod exact;
pub mod packing;
pub mod reserve;
#[cfg(test)]
mod tests;

use crate::figure::{Num, Silent, Tracer};

/// A VM that is to start again when its host fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Memory that it takes, MiB.
    pub mib: f64,
    /// The host it runs on, by number.
    pub host: usize,
}

/// Memory with what the last digits of sums may be off by: free room that is short by less than this is enough.
pub(crate) const SLACK_MIB: f64 = 1e-6;

/// Whether a VM fits into free memory.
pub(crate) fn fits(mib: f64, free: f64) -> bool {
    mib <= free + SLACK_MIB
}

/// Orders in which `r` of `n` hosts can fail one after another: n × (n − 1) × … ; a huge number instead of infinity.
pub fn orders(n: u32, r: u32) -> f64 {
    (0..r).fold(1.0, |all: f64, i| {
        (all * f64::from(n.saturating_sub(i))).min(crate::figure::HUGE)
    })
}

/// Failures that a clustered file system of `n` hosts survives by its own quorum, `disabled` of them kept out of it.
pub fn quorum_failures(n: u32, disabled: u32) -> u32 {
    let (n, disabled) = (f64::from(n), f64::from(disabled.min(n)));
    let t = &mut Silent;
    let (n, disabled) = (t.number(n), t.number(disabled));
    crate::formula::pool::quorum_failures(t, n, disabled).value() as u32
}

/// The largest number from 0 to `most` for which something holds, halving the range each time: what holds for a number is
/// taken to hold for every smaller one.
pub fn largest(most: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}
