//! More protected VMs than the platform allows.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::catalogue::{Limit, LimitOf};
use crate::check::ask;
use crate::ids::EntityId;
use crate::plan::Vm;

crate::check! {
    /// ## What it finds
    /// A host or pool with more VMs of a level, or more vCPUs in them, than the platform allows. On a host both halves of a
    /// pair count.
    /// ## Why it matters
    /// The platform refuses to start or protect what is over the limit; where it can be raised, the limit guards the links
    /// and processors that protection needs.
    /// ## What to do
    /// Spread the pairs over more hosts, or set a lower level where it suffices.
    /// ## References
    /// - The profile's rows on protected VMs and vCPUs per host and per pool, with the documents they cite
    pub struct TooManyProtected = "PRO", 8, Warning, "more protected VMs than the platform allows", ["LS-CPU-06", "LS-SIZE-01"];
}

impl Check for TooManyProtected {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for row in &cx.profile().limits {
            let (per_host, vcpus) = match row.quantity {
                LimitOf::ProtectedVmsPerHost => (true, false),
                LimitOf::ProtectedVcpusPerHost => (true, true),
                LimitOf::ProtectedVmsPerPool => (false, false),
                LimitOf::ProtectedVcpusPerPool => (false, true),
                _ => continue,
            };
            for (subject, n) in tally(cx, row, per_host, vcpus) {
                if !row.broken_by(n as f64) {
                    continue;
                }
                let level = match row.when.level {
                    Some(level) => format!("of level {}", level.number()),
                    None => "of level 2 and 3".to_owned(),
                };
                let what = if vcpus {
                    format!("{} in VMs {level}", ask::count(n, "vCPU"))
                } else {
                    format!("{} {level}", ask::count(n, "VM"))
                };
                let halves = if per_host {
                    ", both halves of pairs counted"
                } else {
                    ""
                };
                out.found(
                    subject.clone(),
                    format!(
                        "{} has {what}{halves}; the platform allows {}",
                        cx.name(subject),
                        ask::bound(row)
                    ),
                )
                .limit(row)
                .placement();
            }
        }
    }
}

/// What a member counts for in a row: itself, its vCPUs, or nothing.
pub(crate) fn counts(row: &Limit, vm: &Vm, vcpus: bool, split: bool) -> u64 {
    let spoken_of = (vm.level.paired() || row.when.level == Some(vm.level))
        && row.applies(Some(vm.level), vm.vcpus, split);
    match (spoken_of, vcpus) {
        (false, _) => 0,
        (true, true) => u64::from(vm.vcpus),
        (true, false) => 1,
    }
}

/// VMs, or their vCPUs, that a row speaks of, by host or pool.
fn tally(cx: &CheckCx<'_>, row: &Limit, per_host: bool, vcpus: bool) -> BTreeMap<EntityId, u64> {
    let plan = cx.plan();
    let mut out: BTreeMap<EntityId, u64> = BTreeMap::new();
    for vm in plan.vms.values() {
        for placed in &vm.placement {
            let split = placed
                .partner
                .as_ref()
                .is_some_and(|p| plan.is_split(&placed.host, p));
            let one = counts(row, vm, vcpus, split);
            if one == 0 {
                continue;
            }
            let n = one.saturating_mul(u64::from(placed.count));
            let partner = placed.partner.as_ref().filter(|_| vm.level.paired());
            if per_host {
                for host in std::iter::once(&placed.host).chain(partner) {
                    let sum = out.entry(host.into()).or_default();
                    *sum = sum.saturating_add(n);
                }
            } else if let Some(pool) = plan.hosts.get(&placed.host).and_then(|h| h.pool.as_ref()) {
                let sum = out.entry(pool.into()).or_default();
                *sum = sum.saturating_add(n);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::change;
    use crate::check::testing::{found_on, row, with};
    use crate::plan::{Level, Plan};

    fn pairs(n: u32) -> Plan {
        with(|p| {
            change!(p, vms, "mbx-1", v => {
                v.level = Level::L3;
                v.count = n;
                v.placement[0].count = n;
            });
        })
    }
    fn subjects(plan: &Plan, quantity: LimitOf, level: Option<Level>, value: f64) -> Vec<String> {
        found_on(plan, "PRO-008", |p| {
            let mut limit = row(quantity, Bound::Max, value);
            limit.when.level = level;
            p.limits.push(limit);
        })
        .iter()
        .map(|f| f.subject().to_string())
        .collect()
    }

    #[test]
    fn both_halves_count_on_hosts_and_once_in_pools() {
        let l3 = Some(Level::L3);
        assert!(subjects(&pairs(4), LimitOf::ProtectedVmsPerHost, l3, 4.0).is_empty());
        assert_eq!(
            subjects(&pairs(5), LimitOf::ProtectedVmsPerHost, l3, 4.0),
            ["host/host-a", "host/host-b"]
        );
        assert!(subjects(&pairs(4), LimitOf::ProtectedVcpusPerHost, l3, 8.0).is_empty());
        assert_eq!(
            subjects(&pairs(5), LimitOf::ProtectedVcpusPerHost, l3, 8.0).len(),
            2
        );
        assert_eq!(
            subjects(&pairs(5), LimitOf::ProtectedVmsPerPool, None, 4.0),
            ["pool/pool-1"]
        );
        assert!(subjects(&pairs(5), LimitOf::ProtectedVcpusPerPool, l3, 10.0).is_empty());
        assert!(
            subjects(
                &pairs(5),
                LimitOf::ProtectedVmsPerPool,
                Some(Level::L2),
                4.0
            )
            .is_empty()
        );
    }
}
