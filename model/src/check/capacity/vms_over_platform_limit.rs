//! More VMs on a host than the platform takes.

use std::collections::BTreeMap;

use super::super::protection::levels;
use super::super::shared::plural;
use super::{broken, takes};
use crate::catalogue::{Limit, LimitOf};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::{HostId, PoolId};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host that carries more VMs than the platform takes, standby and lockstep halves counted. Some platforms take
    /// fewer on hosts of a pool with restarts, by the size of the pool.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Move VMs to other hosts.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct VmsOverPlatformLimit = "CAP", 24, Error, "more VMs on a host than the platform takes", ["HOST-LIMIT"];
}

/// The pool that a host is in.
fn pool_of<'a>(cx: &'a CheckCx<'_>, host: &HostId) -> Option<&'a PoolId> {
    cx.plan().hosts.get(host)?.pool.as_ref()
}

impl Check for VmsOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let of_pools: BTreeMap<Option<&PoolId>, Vec<&Limit>> = cx
            .facts
            .pools
            .iter()
            .map(|(id, pool)| {
                let hosts = u32::try_from(pool.hosts.len()).unwrap_or(u32::MAX);
                let levels = levels(cx, id);
                let rows = cx.profile().limits.iter().filter(|l| {
                    l.quantity == LimitOf::VmsPerHost
                        && (l.when.min_hosts.is_some() || l.when.max_hosts.is_some())
                        && l.applies_to_pool(&levels, hosts)
                });
                (Some(id), rows.collect())
            })
            .collect();
        for (id, host) in &cx.facts.hosts {
            let value = f64::from(host.load.vms);
            let rows = of_pools.get(&pool_of(cx, id)).into_iter().flatten();
            let tighter = rows.filter(|l| l.broken_by(value));
            let limit = tighter
                .copied()
                .chain(broken(cx, LimitOf::VmsPerHost, None, 0, false, value))
                .min_by(|a, b| {
                    a.severity
                        .cmp(&b.severity)
                        .then(a.value.total_cmp(&b.value))
                });
            if let Some(limit) = limit {
                let pooled = limit.when.min_hosts.is_some() || limit.when.max_hosts.is_some();
                out.found(
                    id,
                    format!(
                        "{} carries {}; {} on a host{}",
                        cx.name(id),
                        plural(value, "VM"),
                        takes(cx, limit, &pretty(limit.value)),
                        if pooled { " of such a pool" } else { "" }
                    ),
                )
                .limit(limit)
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VmsOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{host_facts, judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::VmsPerHost, limit);
            judge_with(&VmsOverPlatformLimit, &sample(), &catalogue, |f| {
                host_facts(f, "host-a").load.vms = 50
            })
        };
        assert!(at(50.0).is_empty());
        assert_eq!(
            at(49.0)[0].message,
            "host-a carries 50 VMs; Neutral platform 1 takes at most 49 on a host"
        );
    }

    #[test]
    fn a_row_may_speak_of_pools_of_a_size_with_restarts() {
        // vSphere 4.0 Update 1: 160 VMs on a host of a cluster of up to 8, 40 above.
        let at = |plan: &crate::plan::Plan, least: Option<u32>, vms: u32| {
            let mut catalogue = limited(LimitOf::VmsPerHost, 320.0);
            let mut profile = (**catalogue.newest("neutral/neutral").unwrap()).clone();
            let mut tighter = profile.limits[0].clone();
            tighter.value = 160.0;
            tighter.when.level = Some(crate::plan::Level::L1);
            tighter.when.min_hosts = least;
            tighter.when.max_hosts = Some(8);
            profile.limits.push(tighter);
            let text = crate::catalogue::options().to_string(&profile).unwrap();
            catalogue.add_profile("test", &text).unwrap();
            judge_with(&VmsOverPlatformLimit, plan, &catalogue, |f| {
                host_facts(f, "host-a").load.vms = vms
            })
        };
        let restarts = crate::check::testing::shared_sample();
        assert!(at(&restarts, None, 160).is_empty());
        assert!(
            at(&restarts, None, 161)[0]
                .message
                .ends_with("160 on a host of such a pool")
        );
        assert!(at(&restarts, Some(3), 161).is_empty(), "a pool of two");
        assert!(at(&sample(), None, 161).is_empty(), "nothing restarts");
    }
}
