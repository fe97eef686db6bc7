//! A tier-1 SQL Server without reserved memory.

use super::super::shared::{offer, reserve_memory};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A tier-1 SQL Server whose VM has no full memory reservation.
    /// ## Why it matters
    /// Under memory pressure the hypervisor takes pages of the buffer pool away without SQL Server knowing.
    /// ## What to do
    /// Reserve all memory of the VM.
    /// ## References
    /// - SQL Server best practices guide for virtual machines, tier 1; Server memory configuration options, Microsoft, 2017
    pub struct Tier1NotReserved = "SQL", 18, Warning, "a tier-1 SQL Server without reserved memory", ["SQL-MEM-RESERVE"];
}

impl Check for Tier1NotReserved {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx).into_iter().filter(|i| i.sql.tier_1) {
            let name = cx.name(one.vm_id);
            match one.vm.memory_reserved {
                Some(true) => {}
                Some(false) => {
                    let finding = out.found(
                        one.vm_id,
                        format!(
                            "Memory of {name} is not reserved, though {} is tier 1",
                            cx.name(one.workload)
                        ),
                    );
                    finding.also(one.workload);
                    offer(finding, Some(reserve_memory(cx, one.vm_id, one.vm)));
                }
                None => {
                    out.not_assessed(
                        one.vm_id,
                        format!("whether memory of {name} is reserved"),
                        format!("It is not known whether all memory of {name} is reserved"),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tier1NotReserved;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_when_not_reserved_and_its_fix_mends_it() {
        assert!(run(&Tier1NotReserved, &sample()).is_empty());
        let plan = with(|_, vm| vm.memory_reserved = Some(false));
        let f = run(&Tier1NotReserved, &plan);
        assert!(f[0].is_found());
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&Tier1NotReserved, &mended).is_empty());
        let unknown = with(|_, vm| vm.memory_reserved = None);
        assert!(!run(&Tier1NotReserved, &unknown)[0].is_found());
        let tier_2 = with(|sql, vm| {
            sql.tier_1 = false;
            vm.memory_reserved = Some(false);
        });
        assert!(run(&Tier1NotReserved, &tier_2).is_empty());
    }
}
