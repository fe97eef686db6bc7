//! A protected VM's host in no pool.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{HostId, PoolId, VmId};
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A host of a level 1, 2 or 3 VM that belongs to no pool.
    /// ## Why it matters
    /// Only hosts of one pool run each other's VMs: outside a pool there is neither a restart nor a pair.
    /// ## What to do
    /// Put the host into the pool of the hosts it works with.
    /// ## References
    /// - DESIGN: a pool is the hosts that can run each other's VMs
    pub struct HostInNoPool = "PRO", 16, Error, "a protected VM's host in no pool", [];
}

impl Check for HostInNoPool {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut alone: BTreeMap<&HostId, (BTreeSet<&VmId>, Option<&PoolId>)> = BTreeMap::new();
        let pool = |id: &HostId| plan.hosts.get(id).and_then(|h| h.pool.as_ref());
        for (id, vm) in plan.vms.iter().filter(|(_, vm)| vm.level != Level::L0) {
            for row in &vm.placement {
                let partner = row.partner.as_ref().filter(|_| vm.level.paired());
                for (host, other) in std::iter::once((&row.host, partner))
                    .chain(partner.map(|p| (p, Some(&row.host))))
                {
                    if plan.hosts.get(host).is_some_and(|h| h.pool.is_none()) {
                        let entry = alone.entry(host).or_default();
                        entry.0.insert(id);
                        entry.1 = entry.1.or_else(|| other.and_then(pool));
                    }
                }
            }
        }
        for (host, (vms, pool)) in alone {
            let finding = out.found(
                host,
                format!(
                    "{} belongs to no pool but carries {}, which {} protected",
                    cx.name(host),
                    ask::names(cx, vms.iter().copied()),
                    ask::number(vms.len(), "is", "are")
                ),
            );
            for vm in &vms {
                finding.also(*vm);
            }
            let only = plan.pools.keys().next().filter(|_| plan.pools.len() == 1);
            if let Some(pool) = pool.or(only)
                && let Some(row) = plan.hosts.get(host)
            {
                let mut joined = (**row).clone();
                joined.pool = Some(pool.clone());
                let title = format!("Put {} in {}", cx.name(host), cx.name(pool));
                finding.fix(title.clone(), Edit::put(title, host, joined));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::plan::Level;

    #[test]
    fn a_pair_needs_a_pool_and_the_fix_joins_it() {
        assert!(found(&sample(), "PRO-016").is_empty());
        let plan = with(|p| change!(p, hosts, "host-b", h => h.pool = None));
        let all = found(&plan, "PRO-016");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
    }

    #[test]
    fn an_unprotected_vm_needs_none() {
        let plan = with(|p| {
            change!(p, hosts, "host-a", h => h.pool = None);
            change!(p, vms, "mbx-1", v => { v.level = Level::L0; v.placement[0].partner = None });
        });
        assert!(found(&plan, "PRO-016").is_empty());
    }
}
