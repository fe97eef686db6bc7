//! Processor use assumed for want of a workload.

use super::super::shared::{address, percent, plural};
use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM on which no workload runs, so that its processor use is taken from its vCPU count. What it asks of disks and
    /// network is not known at all and counts as nothing: that is not assessed.
    /// ## Why it matters
    /// Host loads rest on a guess for this VM.
    /// ## What to do
    /// Add a workload to it: mailboxes, SQL Server, an archetype, or measured figures.
    /// ## References
    /// - Planning rule of the product; the assumed share is a constant that the plan can replace
    pub struct CpuUseAssumed = "CAP", 15, Info, "processor use that is assumed", [];
}

impl Check for CpuUseAssumed {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.vms {
            if !facts.cpu_assumed {
                continue;
            }
            let Some(vm) = cx.plan().vms.get(id) else {
                continue;
            };
            out.found(
                id,
                format!(
                    "No workload runs on {}: it is taken to use {} of its {}",
                    cx.name(id),
                    percent(cx.cx.constant(keys::UNKNOWN_CPU_SHARE)),
                    plural(vm.vcpus, "vCPU"),
                ),
            )
            .evidence(address(id, "demand.cpu_cores"));
            if facts.no_workload {
                out.not_assessed(
                    id,
                    format!("a workload on {}", cx.name(id)),
                    format!(
                        "What {} asks of disks and network cannot be told: no workload runs on it",
                        cx.name(id)
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CpuUseAssumed;
    use crate::check::testing::{judge, missing, sample, vm_facts, with};

    #[test]
    fn trips_only_where_the_use_is_assumed() {
        let at = |assumed: bool| {
            judge(&CpuUseAssumed, &sample(), |f| {
                vm_facts(f, "mbx-1").cpu_assumed = assumed;
            })
        };
        assert!(at(false).is_empty());
        assert!(at(true)[0].message.contains("2 vCPUs"));
    }

    #[test]
    fn disks_and_network_are_not_assessed_without_a_workload() {
        assert!(missing(&sample(), "CAP-015").is_empty());
        let alone = with(|p| p.workloads = Default::default());
        assert_eq!(missing(&alone, "CAP-015").len(), alone.vms.len());
        assert!(!missing(&alone, "LNK-011").is_empty());
    }
}
