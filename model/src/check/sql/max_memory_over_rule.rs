//! SQL Server memory above the rule.

use super::super::shared::{exceeds, gib, offer};
use super::{instances, max_memory_unset::use_rule};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose `max server memory` is more than the rule in force leaves it of the VM's memory: the 1/4/8 rule,
    /// or another that the workload or the plan's settings name.
    /// ## Why it matters
    /// What lies outside the buffer pool (the system, thread stacks, agents) does not fit beside it: the guest swaps.
    /// ## What to do
    /// Lower the setting to what the rule gives, or give the VM more memory.
    /// ## References
    /// - 1/4/8 rule: Cap max server memory, AWS Prescriptive Guidance, after J. Kehayias; with thread stacks:
    ///   max_server_memory.sql, BornSQL, 2022
    /// - Rule of stacks and 256 MB: Server memory configuration options, Microsoft, 2017; rule by cores: SqlServerDsc, 2025
    pub struct MaxMemoryOverRule = "SQL", 2, Warning, "SQL Server memory above the rule", ["SQL-MEM-RULE", "SQL-MEM-UNSET"];
}

impl Check for MaxMemoryOverRule {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(max), Some(facts)) = (one.max_memory(cx), one.facts(cx)) else {
                continue;
            };
            let rule = facts.max_server_memory_rule_mib;
            if exceeds(max, rule) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "Max server memory of {} is {}; in the {} of {} {} gives {}",
                        cx.name(one.workload),
                        gib(max),
                        gib(one.vm.ram.as_f64()),
                        cx.name(one.vm_id),
                        one.rule(cx).words(),
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
    use crate::plan::SqlMemoryRule;
    use crate::units::Mib;

    #[test]
    fn another_rule_gives_another_bound() {
        // By cores: 16,384 - 3,277 - 256 threads × 2 - 1,024 = 11,571 MiB.
        let at = |mib: u64| {
            let plan = with(|sql, _| {
                sql.instance.memory_rule = Some(SqlMemoryRule::Cores);
                sql.max_server_memory = Some(Mib::new(mib));
            });
            run(&MaxMemoryOverRule, &plan)
        };
        assert!(at(11_571).is_empty());
        assert!(at(11_572)[0].message.contains("the rule by cores gives"));
    }

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
