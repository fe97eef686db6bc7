//! A tier-1 SQL Server on an overcommitted host.

use super::super::shared::{exceeds, hosts_of, plural};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A tier-1 SQL Server on a host whose VMs together have more vCPUs than it has physical cores.
    /// ## Why it matters
    /// A tier-1 database must find a core whenever it is ready to run; with more vCPUs than cores it waits for its
    /// neighbours.
    /// ## What to do
    /// Move other VMs away, or give them fewer vCPUs.
    /// ## References
    /// - SQL Server best practices guide for virtual machines, tier 1
    pub struct Tier1Overcommitted = "SQL", 7, Warning, "a tier-1 SQL Server on an overcommitted host", ["SQL-CPU-OVERCOMMIT", "SQL-CPU-GT-HOST"];
}

impl Check for Tier1Overcommitted {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx).filter(|i| i.sql.tier_1) {
            for id in hosts_of(one.vm) {
                let Some(host) = cx.facts.hosts.get(id) else {
                    continue;
                };
                if exceeds(host.load.vcpus, host.capacity.cores) {
                    out.found(
                        one.vm_id,
                        format!(
                            "Tier-1 {} stands on {}, which carries {} on {}",
                            cx.name(one.vm_id),
                            cx.name(id),
                            plural(host.load.vcpus, "vCPU"),
                            plural(host.capacity.cores, "core")
                        ),
                    )
                    .also(id)
                    .evidence(format!("host/{id}/vcpus.per_core"))
                    .placement();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tier1Overcommitted;
    use crate::check::sql::{sample, with};
    use crate::check::testing::{host_facts, judge};
    use crate::plan::Plan;

    fn at(plan: &Plan, vcpus: f64) -> Vec<crate::check::Finding> {
        judge(&Tier1Overcommitted, plan, |f| {
            for (id, n) in [("host-a", vcpus), ("host-b", 0.0)] {
                let h = host_facts(f, id);
                h.load.vcpus = n;
                h.capacity.cores = 12.0;
            }
        })
    }

    #[test]
    fn trips_above_one_vcpu_a_core_for_tier_1_only() {
        assert!(at(&sample(), 12.0).is_empty());
        assert!(
            at(&sample(), 13.0)[0]
                .message
                .contains("13 vCPUs on 12 cores")
        );
        assert!(at(&with(|sql, _| sql.tier_1 = false), 13.0).is_empty());
    }
}
