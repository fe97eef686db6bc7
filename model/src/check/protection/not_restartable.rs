//! A pool that cannot restart its VMs.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use crate::check::ask;
use crate::ids::{HostId, VmId};
use crate::plan::Storage;

crate::check! {
    /// ## What it finds
    /// A pool in which, after the loss of one host, some level-1 VM finds no host with room that reaches its disks.
    /// ## Why it matters
    /// Level 1 promises a restart. What finds no room stays down until somebody makes room.
    /// ## What to do
    /// Add memory or a host, move VMs, or let less important VMs go without restart.
    /// ## Limits
    /// Memory, pool and storage decide; processor load after the restart is a finding of its own. VMs on local disks are
    /// reported by PRO-009 and left out here.
    /// ## References
    /// - Citrix, administrator's guides, 2010 and 2011: a failover plan must exist for the configured number of host failures
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-13)
    pub struct NotRestartable = "PRO", 10, Error, "a pool that cannot restart its VMs", ["HOST-HA-PLAN", "HOST-HA-SPARE"];
}

impl Check for NotRestartable {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, pool) in &cx.facts.pools {
            if pool.hosts.len() < 2 {
                continue;
            }
            let on_array = |vm: &&VmId| {
                plan.vms
                    .get(*vm)
                    .is_some_and(|v| !v.disks.iter().any(|d| matches!(d.on, Storage::Local(_))))
            };
            let after: Vec<(&HostId, BTreeSet<&VmId>)> = pool
                .not_restartable
                .iter()
                .map(|(host, vms)| (host, vms.iter().filter(on_array).collect()))
                .filter(|(_, vms): &(_, BTreeSet<&VmId>)| !vms.is_empty())
                .collect();
            let Some((worst, vms)) = after
                .iter()
                .max_by_key(|(host, vms)| (vms.len(), std::cmp::Reverse(*host)))
            else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "After losing {}, {} cannot restart {}",
                    cx.name(*worst),
                    cx.name(id),
                    ask::names(cx, vms.iter().copied())
                ),
            );
            for (host, vms) in &after {
                finding.also(*host);
                for vm in vms {
                    finding.also(*vm);
                }
            }
            finding.placement();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, shared_sample};
    use crate::units::Mib;

    #[test]
    fn a_restart_needs_room() {
        let plan = shared_sample();
        assert!(found(&plan, "PRO-010").is_empty());
        let mut full = plan.clone();
        crate::change!(full, vms, "mbx-1", v => v.ram = Mib::new(60 * 1024));
        let all = found(&full, "PRO-010");
        assert_eq!(all.len(), 1, "60 GiB do not fit the other host of 48");
        assert_eq!(all[0].subject().to_string(), "pool/pool-1");
        assert!(all[0].placement_could_mend);
    }
}
