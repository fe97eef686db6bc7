//! SQL Server memory above the rule.

use super::super::shared::{exceeds, gib, offer};
use super::{instances, max_memory_unset::use_rule};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose `max server memory` is more than the 1/4/8 rule leaves it of the VM's memory.
    /// ## Why it matters
    /// What lies outside the buffer pool (the system, thread stacks, agents) does not fit beside it: the guest swaps.
    /// ## What to do
    /// Lower the setting to what the rule gives, or give the VM more memory.
    /// ## References
    /// - SQL and hosts sheet, section 2.1: rule A (Cap max server memory, AWS Prescriptive Guidance, after J. Kehayias)
    pub struct MaxMemoryOverRule = "SQL", 2, Warning, "SQL Server memory above the rule", ["SQL-MEM-RULE", "SQL-MEM-UNSET"];
}

impl Check for MaxMemoryOverRule {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(max), Some(facts)) = (one.sql.max_server_memory, one.facts(cx)) else {
                continue;
            };
            let rule = facts.max_server_memory_rule_mib;
            if exceeds(max.as_f64(), rule) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "Max server memory of {} is {}; in the {} of {} the 1/4/8 rule gives {}",
                        cx.name(one.workload),
                        gib(max.as_f64()),
                        gib(one.vm.ram.as_f64()),
                        cx.name(one.vm_id),
                        gib(rule)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "memory_rule"));
                offer(finding, use_rule(cx, &one));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MaxMemoryOverRule;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_the_rule_and_its_fix_mends_it() {
        // 16 GB: 1 + 4 kept back, 11 GB left.
        assert!(run(&MaxMemoryOverRule, &sample()).is_empty());
        let plan = with(|sql, _| sql.max_server_memory = Some(Mib::new(11_265)));
        assert_eq!(run(&MaxMemoryOverRule, &plan).len(), 1);
        let plan = with(|sql, _| sql.max_server_memory = Some(Mib::new(15_360)));
        let f = run(&MaxMemoryOverRule, &plan);
        assert_eq!(
            f[0].message,
            "Max server memory of shop is 15 GiB; in the 16 GiB of sql-1 the 1/4/8 rule gives 11 GiB"
        );
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&MaxMemoryOverRule, &mended).is_empty());
    }
}
