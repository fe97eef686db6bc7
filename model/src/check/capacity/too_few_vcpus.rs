//! A VM with fewer vCPUs than its workloads call for.

use super::super::shared::{address, exceeds, offer, plural, use_vcpus, vcpus_called_for};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A VM without mailboxes or SQL Server that has fewer vCPUs than its workloads call for.
    /// ## Why it matters
    /// In the busy hour the work cannot be done, whatever the host has to spare.
    /// ## What to do
    /// Give the VM more vCPUs, or move a workload to another VM.
    /// ## Limits
    /// Mailbox servers (MBX-001, MBX-003) and SQL Server (SQL-024) have checks of their own.
    /// ## References
    /// - SQL and hosts sheet, section 11, workload archetypes
    pub struct TooFewVcpus = "CAP", 29, Error, "fewer vCPUs than the workloads call for", [];
}

impl Check for TooFewVcpus {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.vms {
            let Some(vm) = cx.plan().vms.get(id) else {
                continue;
            };
            let needed = vcpus_called_for(cx, id, vm, facts);
            let told_elsewhere = !facts.sql.is_empty() && facts.demand.cpu_mhz <= 0.0;
            if facts.mailbox.is_none() && !told_elsewhere && exceeds(needed, f64::from(vm.vcpus)) {
                let finding = out.found(
                    id,
                    format!(
                        "{} has {} and its workloads call for {}",
                        cx.name(id),
                        plural(vm.vcpus, "vCPU"),
                        pretty(needed)
                    ),
                );
                let told = if facts.demand.cpu_mhz > 0.0 && facts.demand.vcpus <= 0.0 {
                    "demand.cpu_mhz"
                } else {
                    "vcpus.needed"
                };
                finding.evidence(address(id, told));
                let more = needed.ceil().min(f64::from(u32::MAX)) as u32;
                offer(finding, Some(use_vcpus(cx, id, vm, more)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TooFewVcpus;
    use crate::check::testing::{judge, sample, vm_facts};

    #[test]
    fn trips_above_what_it_has_and_its_fix_mends_it() {
        let at = |plan: &crate::plan::Plan, vcpus: f64| {
            judge(&TooFewVcpus, plan, |f| {
                let vm = vm_facts(f, "mbx-1");
                vm.mailbox = None;
                vm.demand.vcpus = vcpus;
            })
        };
        assert!(at(&sample(), 2.0).is_empty());
        let f = at(&sample(), 2.4);
        assert_eq!(
            f[0].message,
            "mbx-1 has 2 vCPUs and its workloads call for 2.4"
        );
        assert_eq!(f[0].fixes[0].title, "Use 3 vCPUs");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 2.4).is_empty());
    }
}
