//! A VM smaller than its SQL Server needs.

use super::super::shared::{exceeds, gib, offer, use_ram};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with less memory than its SQL Server calls for: max server memory (or the working set where that is unset),
    /// stacks of the worker threads, the operating system and agents, with whatever else runs in it, and the platform's
    /// overhead for the VM.
    /// ## Why it matters
    /// The guest swaps to disk, and a page that SQL Server believes in memory costs a disk read.
    /// ## What to do
    /// Give the VM more memory, or lower max server memory.
    /// ## References
    /// - SQL Server best practices guide for virtual machines, tier 1, as quoted in public monitoring code
    pub struct MemoryOverVm = "SQL", 3, Warning, "a VM smaller than its SQL Server needs", ["SQL-MEM-VM"];
}

impl Check for MemoryOverVm {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let (Some(vm), Some(facts)) = (one.vm_facts(cx), one.facts(cx)) else {
                continue;
            };
            let has = one.vm.ram.as_f64();
            let needed = vm.demand.ram_mib + facts.vm_overhead_mib;
            if exceeds(needed, has) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{} has {} of memory; SQL Server with its threads, the system, what else runs there and the platform's overhead needs {}",
                        cx.name(one.vm_id),
                        gib(has),
                        gib(needed)
                    ),
                );
                finding
                    .also(one.workload)
                    .evidence(format!("vm/{}/ram.needed", one.vm_id))
                    .evidence(one.figure(cx, "vm_memory"));
                // Part of the overhead grows with the memory that is added.
                let more = needed + facts.vm_overhead_mib * (needed - has) / has.max(1.0);
                offer(finding, Some(use_ram(cx, one.vm_id, one.vm, more)));
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
        // 11,264 + 512 threads × 2 MiB + 1 GiB for four vCPUs = 13,312 MiB, and the platform's overhead.
        let ram = |mib: u64| with(|_, vm| vm.ram = Mib::new(mib));
        assert!(run(&MemoryOverVm, &sample()).is_empty());
        let overhead = |mib: u64| {
            let plan = ram(mib);
            let cx = crate::facts::Cx::new(&plan, crate::catalogue::Catalogue::built_in());
            let facts = crate::facts::derive(&cx, &crate::facts::Case::normal());
            facts.vms["sql-1"].sql[0].vm_overhead_mib
        };
        let extra = overhead(14_000);
        assert!(extra > 0.0 && extra < 600.0, "{extra}");
        let fits = 13_312.0 + extra;
        assert!(run(&MemoryOverVm, &ram(14_000)).is_empty() == (fits <= 14_000.0));
        let plan = ram(12_288);
        let f = run(&MemoryOverVm, &plan);
        assert_eq!(f.len(), 1);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&MemoryOverVm, &mended).is_empty());
        let agents = with(|sql, vm| {
            vm.ram = Mib::new(14_336);
            sql.instance.agents = Some(Mib::new(2_048));
        });
        assert_eq!(run(&MemoryOverVm, &agents).len(), 1);
    }
}
