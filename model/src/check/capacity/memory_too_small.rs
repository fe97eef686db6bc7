//! A VM with less memory than its workloads call for.

use super::super::shared::{address, exceeds, gib, offer, use_ram};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with less memory than its archetypes and measured workloads call for, together with whatever else runs in it.
    /// ## Why it matters
    /// The guest swaps to disk; its users and its neighbours wait.
    /// ## What to do
    /// Give the VM more memory, or move a workload to another VM.
    /// ## Limits
    /// Mailbox servers and SQL Server have checks of their own (MBX-002, SQL-003).
    /// ## References
    /// - SQL and hosts sheet, section 11, workload archetypes
    pub struct MemoryTooSmall = "CAP", 28, Error, "less memory than the workloads call for", [];
}

impl Check for MemoryTooSmall {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.vms {
            let Some(vm) = cx.plan().vms.get(id) else {
                continue;
            };
            let needed = facts.demand.ram_mib;
            let has = vm.ram.as_f64();
            let told_elsewhere = !facts.sql.is_empty()
                || facts
                    .mailbox
                    .as_ref()
                    .is_some_and(|m| exceeds(m.ram_mib, has));
            if !told_elsewhere && exceeds(needed, has) {
                let finding = out.found(
                    id,
                    format!(
                        "{} has {} of memory and its workloads call for {}",
                        cx.name(id),
                        gib(has),
                        gib(needed)
                    ),
                );
                finding.evidence(address(id, "ram.needed"));
                offer(finding, Some(use_ram(cx, id, vm, needed)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryTooSmall;
    use crate::check::testing::{judge, sample, vm_facts};

    #[test]
    fn trips_above_what_it_has_and_its_fix_mends_it() {
        let at = |plan: &crate::plan::Plan, mib: f64| {
            judge(&MemoryTooSmall, plan, |f| {
                let vm = vm_facts(f, "mbx-1");
                vm.mailbox = None;
                vm.demand.ram_mib = mib;
            })
        };
        assert!(at(&sample(), 8192.0).is_empty());
        let f = at(&sample(), 9000.0);
        assert_eq!(f[0].fixes[0].title, "Use 9 GiB");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 9000.0).is_empty());
    }
}
