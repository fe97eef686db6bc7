//! Too few hosts for safe restarts.

use super::pool_size::{levels, spans_sites};
use crate::catalogue::{Bound, LimitOf};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A pool with level-1 VMs and at least two hosts, but fewer than the platform advises for restarts.
    /// ## Why it matters
    /// Where two hosts lose sight of each other neither can tell a dead neighbour from a cut cable: both may fence
    /// themselves, and all VMs stop.
    /// ## What to do
    /// Add a host to the pool, or protect the VMs at level 2 with a witness.
    /// ## References
    /// - The profile's row on hosts per pool, with the document it cites
    /// - Citrix, administrator's guide, 2011: at least three hosts in a pool with high availability
    pub struct TooFewHostsToRestart = "PRO", 15, Warning, "too few hosts for safe restarts", ["HOST-POOL-SIZE", "LS-HA-03"];
}

impl Check for TooFewHostsToRestart {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for id in cx.plan().pools.keys() {
            let n = cx.plan().hosts_in_pool(id).count() as u64;
            // A pool of one host is an error of its own.
            if n < 2 || !levels(cx, id).contains(&Level::L1) {
                continue;
            }
            let split = spans_sites(cx, id);
            let row = cx.profile().limits.iter().find(|row| {
                row.quantity == LimitOf::HostsPerPool
                    && row.bound == Bound::Min
                    && row.when.level == Some(Level::L1)
                    && row.when.split.is_none_or(|s| s == split)
                    && row.broken_by(n as f64)
            });
            if let Some(row) = row {
                out.found(
                    id,
                    format!(
                        "{} restarts VMs on {}; the platform advises {}",
                        cx.name(id),
                        ask::count(n, "host"),
                        ask::bound(row)
                    ),
                )
                .limit(row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::check::testing::{found, found_on, row, sample, shared_sample};
    use crate::plan::Level;

    fn at_least(value: f64) -> impl Fn(&mut Profile) {
        move |p| {
            let mut limit = row(LimitOf::HostsPerPool, Bound::Min, value);
            limit.when.level = Some(Level::L1);
            p.limits.push(limit);
        }
    }

    #[test]
    fn the_row_is_the_boundary_and_only_for_restarts() {
        let plan = shared_sample();
        assert!(found(&plan, "PRO-015").is_empty(), "no row, no advice");
        assert!(found_on(&plan, "PRO-015", at_least(2.0)).is_empty());
        assert_eq!(found_on(&plan, "PRO-015", at_least(3.0)).len(), 1);
        assert!(found_on(&sample(), "PRO-015", at_least(3.0)).is_empty());
    }
}
