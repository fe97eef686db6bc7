//! A pair across pools.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit;

crate::check! {
    /// ## What it finds
    /// A level 2 or 3 VM whose host and partner belong to different pools.
    /// ## Why it matters
    /// Hosts of different pools do not run each other's VMs: the pair cannot be made.
    /// ## What to do
    /// Choose a partner in the pool of the host.
    /// ## References
    /// - DESIGN: a pool may span sites, and a pair stays within one pool
    pub struct PairAcrossPools = "PRO", 5, Error, "a pair across pools", [];
}

impl Check for PairAcrossPools {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for pair in ask::pairs(plan) {
            let host = &pair.placement.host;
            let pool = |id| plan.hosts.get(id).and_then(|h| h.pool.as_ref());
            let (Some(own), Some(other)) = (pool(host), pool(pair.partner)) else {
                continue;
            };
            if own == other {
                continue;
            }
            let finding = out.found(
                pair.id,
                format!(
                    "{} runs on {} in {}, its partner {} is in {}",
                    cx.name(pair.id),
                    cx.name(host),
                    cx.name(own),
                    cx.name(pair.partner),
                    cx.name(other)
                ),
            );
            finding.also(host).also(pair.partner).placement();
            if let Some(to) = ask::other_host(plan, host, &[], false)
                && let Ok(edit) = edit::placement::move_partner(plan, pair.id, pair.row, to)
            {
                finding.fix(format!("Move the partner to {}", cx.name(to)), edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::ids::{HostId, PoolId};
    use crate::plan::Pool;

    #[test]
    fn the_partner_must_be_of_the_same_pool() {
        assert!(found(&sample(), "PRO-005").is_empty());
        let plan = with(|p| {
            let other = PoolId::new("pool-2").unwrap();
            p.pools.put(other.clone(), Pool::default());
            let third = (**p.hosts.get("host-b").unwrap()).clone();
            p.hosts.put(HostId::new("host-c").unwrap(), third);
            change!(p, hosts, "host-b", h => h.pool = Some(other));
        });
        let all = found(&plan, "PRO-005");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fixes[0].title, "Move the partner to host-c");
        assert!(found(&mended(&plan, &all, 0), "PRO-005").is_empty());
        let no_pool = with(|p| change!(p, hosts, "host-b", h => h.pool = None));
        assert!(found(&no_pool, "PRO-005").is_empty());
    }
}
