//! More VMs in a pool than the platform takes.

use super::pool_size::levels;
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};

crate::check! {
    /// ## What it finds
    /// A pool that runs more VMs than the platform takes in one.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Divide the pool.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct VmsOverPoolLimit = "PRO", 18, Error, "more VMs in a pool than the platform takes", ["HOST-LIMIT"];
}

impl Check for VmsOverPoolLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, pool) in &cx.facts.pools {
            let Ok(hosts) = u32::try_from(pool.hosts.len()) else {
                continue;
            };
            let levels = levels(cx, id);
            let plan = cx.plan();
            let vms: u64 = plan
                .vms
                .values()
                .flat_map(|vm| &vm.placement)
                .filter(|row| pool.hosts.contains(&row.host))
                .map(|row| u64::from(row.count))
                .sum();
            let rows = cx.profile().limits.iter().filter(|l| {
                l.quantity == LimitOf::VmsPerPool
                    && l.applies_to_pool(&levels, hosts)
                    && l.broken_by(vms as f64)
            });
            if let Some(row) = rows.min_by(|a, b| {
                a.severity
                    .cmp(&b.severity)
                    .then(a.value.total_cmp(&b.value))
            }) {
                out.found(
                    id,
                    format!(
                        "{} runs {}; the platform takes {} in a pool",
                        cx.name(id),
                        ask::count(vms, "VM"),
                        ask::bound(row)
                    ),
                )
                .limit(row)
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::change;
    use crate::check::testing::{found_on, row, with};

    #[test]
    fn members_are_counted_and_the_row_is_the_boundary() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", v => {
                v.count = 5;
                v.placement[0].count = 5;
            });
        });
        let at = |n: f64| {
            found_on(&plan, "PRO-018", |p| {
                p.limits.push(row(LimitOf::VmsPerPool, Bound::Max, n));
            })
        };
        assert!(at(5.0).is_empty());
        assert_eq!(
            at(4.0)[0].message,
            "pool-1 runs 5 VMs; the platform takes at most 4 in a pool"
        );
    }
}
