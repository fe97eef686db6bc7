//! A pool of a size the platform does not allow.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use crate::catalogue::{Bound, LimitOf};
use crate::check::ask;
use crate::ids::PoolId;
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A pool with more or fewer hosts than the platform allows, and a pool of one host with level-1 VMs.
    /// ## Why it matters
    /// Beyond the limit the platform does not form the pool; one host alone has nowhere to restart its VMs.
    /// ## What to do
    /// Divide the pool, or add a host to it.
    /// ## References
    /// - The profile's rows on hosts per pool, with the documents they cite
    pub struct PoolSize = "PRO", 12, Error, "a pool of a size the platform does not allow", ["HOST-LIMIT-POOL", "LS-SIZE-02"];
}

impl Check for PoolSize {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for id in cx.plan().pools.keys() {
            let n = cx.plan().hosts_in_pool(id).count() as u64;
            if n == 0 {
                continue;
            }
            let levels = levels(cx, id);
            let split = spans_sites(cx, id);
            if n == 1 && levels.contains(&Level::L1) {
                out.found(
                    id,
                    format!(
                        "{} has 1 host: its level-1 VMs have nowhere to restart",
                        cx.name(id)
                    ),
                );
            }
            let rows = cx.profile().limits.iter().filter(|row| {
                row.quantity == LimitOf::HostsPerPool
                    && row.when.level.is_none_or(|l| levels.contains(&l))
                    && row.when.split.is_none_or(|s| s == split)
                    // Too few hosts for restarts is a check of its own.
                    && !(row.bound == Bound::Min && row.when.level == Some(Level::L1))
                    && row.broken_by(n as f64)
            });
            for row in rows {
                let with = match row.when.level {
                    Some(level) => format!(" with VMs of level {}", level.number()),
                    None => String::new(),
                };
                let across = if row.when.split == Some(true) {
                    " across sites"
                } else {
                    ""
                };
                out.found(
                    id,
                    format!(
                        "{} has {}; in a pool{across}{with} the platform allows {}",
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

/// Levels of the VMs on a pool's hosts.
pub(in crate::check) fn levels(cx: &CheckCx<'_>, pool: &PoolId) -> BTreeSet<Level> {
    let plan = cx.plan();
    plan.vms
        .values()
        .filter(|vm| {
            vm.placement.iter().any(|row| {
                plan.hosts
                    .get(&row.host)
                    .is_some_and(|h| h.pool.as_ref() == Some(pool))
            })
        })
        .map(|vm| vm.level)
        .collect()
}

/// Whether a pool's hosts stand in several sites.
pub(super) fn spans_sites(cx: &CheckCx<'_>, pool: &PoolId) -> bool {
    let sites: BTreeSet<_> = cx
        .plan()
        .hosts_in_pool(pool)
        .map(|(_, h)| &h.site)
        .collect();
    sites.len() > 1
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::change;
    use crate::check::testing::{found, found_on, row, sample, shared_sample};
    use crate::plan::Level;

    #[test]
    fn rows_bound_the_number_of_hosts() {
        let with = |bound, value, level, split| {
            found_on(&sample(), "PRO-012", |p| {
                let mut limit = row(LimitOf::HostsPerPool, bound, value);
                limit.when.level = level;
                limit.when.split = split;
                p.limits.push(limit);
            })
            .len()
        };
        assert_eq!(with(Bound::Max, 2.0, None, None), 0);
        assert_eq!(with(Bound::Max, 1.0, None, None), 1);
        assert_eq!(with(Bound::Min, 3.0, None, None), 1);
        assert_eq!(
            with(Bound::Min, 3.0, Some(Level::L3), None),
            0,
            "no level 3 here"
        );
        assert_eq!(with(Bound::Min, 3.0, Some(Level::L2), None), 1);
        assert_eq!(with(Bound::Max, 1.0, None, Some(true)), 0, "one site");
    }

    #[test]
    fn one_host_restarts_nothing() {
        let mut plan = shared_sample();
        assert!(found(&plan, "PRO-012").is_empty());
        change!(plan, hosts, "host-b", h => h.pool = None);
        assert_eq!(found(&plan, "PRO-012").len(), 1);
    }
}
