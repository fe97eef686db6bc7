//! A VM smaller than its SQL Server needs.

use super::super::shared::{exceeds, gib, offer, use_ram};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with less memory than its SQL Server needs: max server memory (or the working set where that is unset),
    /// stacks of the worker threads, and the operating system, with whatever else runs in it.
    /// ## Why it matters
    /// The guest swaps to disk, and a page that SQL Server believes in memory costs a disk read.
    /// ## What to do
    /// Give the VM more memory, or lower max server memory.
    /// ## References
    /// - SQL and hosts sheet, section 2.5 (VMware, SQL Server on VMware best practices) and check SQL-MEM-VM
    pub struct MemoryOverVm = "SQL", 3, Warning, "a VM smaller than its SQL Server needs", ["SQL-MEM-VM"];
}

impl Check for MemoryOverVm {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let Some(facts) = one.vm_facts(cx) else {
                continue;
            };
            let (has, needed) = (one.vm.ram.as_f64(), facts.demand.ram_mib);
            if exceeds(needed, has) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{} has {} of memory; SQL Server with its threads, the system and what else runs there needs {}",
                        cx.name(one.vm_id),
                        gib(has),
                        gib(needed)
                    ),
                );
                finding
                    .also(one.workload)
                    .evidence(format!("vm/{}/ram.needed", one.vm_id));
                offer(finding, Some(use_ram(cx, one.vm_id, one.vm, needed)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryOverVm;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_the_memory_and_its_fix_mends_it() {
        // 11,264 + 512 threads × 2 MiB + 1 GiB for four vCPUs = 13,312 MiB.
        let ram = |mib: u64| with(|_, vm| vm.ram = Mib::new(mib));
        assert!(run(&MemoryOverVm, &sample()).is_empty());
        assert!(run(&MemoryOverVm, &ram(13_312)).is_empty());
        let plan = ram(12_288);
        let f = run(&MemoryOverVm, &plan);
        assert_eq!(f[0].fixes[0].title, "Use 13 GiB");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&MemoryOverVm, &mended).is_empty());
    }
}
