//! What is exactly restartable: for every set of hosts that can fail, their VMs are placed again on the others.

use super::packing::Pool;
use crate::facts::pack::{self, Waiting};

/// Sets of failed hosts that are looked at for one number of failures.
const MOST_SETS: usize = 3_500;

/// Whether the VMs of any `k` hosts find room on the others; none when there are more sets than are looked at.
pub fn any_failures(pool: &Pool, k: u32) -> Option<bool> {
    let hosts = pool.free_mib.len();
    let size = usize::try_from(k).unwrap_or(usize::MAX);
    if size > hosts {
        return Some(false);
    }
    let mut chosen: Vec<usize> = (0..size).collect();
    for _ in 0..MOST_SETS {
        if !survives(pool, &chosen) {
            return Some(false);
        }
        // Next combination in order.
        let Some(i) = (0..size)
            .rev()
            .find(|i| chosen.get(*i).is_some_and(|c| *c < hosts - size + i))
        else {
            return Some(true);
        };
        let start = chosen.get(i).copied().unwrap_or(0) + 1;
        for (offset, slot) in chosen.iter_mut().skip(i).enumerate() {
            *slot = start + offset;
        }
    }
    None
}

fn survives(pool: &Pool, failed: &[usize]) -> bool {
    let left: Vec<usize> = (0..pool.free_mib.len())
        .filter(|h| !failed.contains(h))
        .collect();
    let mut waiting: Vec<Waiting> = pool
        .protected
        .iter()
        .filter(|item| failed.contains(&item.host))
        .map(|item| Waiting {
            need: item.mib,
            may: left.clone(),
        })
        .collect();
    waiting.sort_by(|a, b| b.need.total_cmp(&a.need));
    let mut free: Vec<f64> = pool.free_mib.iter().map(|f| f + super::SLACK_MIB).collect();
    pack::place(&mut free, &waiting).iter().all(Option::is_some)
}

/// The most host failures, up to `most`, after which every VM finds a host, and whether one more is known not to hold.
pub fn most_failures(pool: &Pool, most: u32) -> (u32, bool) {
    let hosts = u32::try_from(pool.free_mib.len()).unwrap_or(u32::MAX);
    let end = most.min(hosts.saturating_sub(1));
    for k in 1..=end {
        match any_failures(pool, k) {
            Some(true) => {}
            told => return (k - 1, told.is_some()),
        }
    }
    (end, end == hosts.saturating_sub(1))
}
