//! Instances promised more memory than the VM has.

use super::super::shared::{exceeds, gib, offer, plural};
use super::{instances, max_memory_unset::use_rule};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with several SQL Server instances whose `max server memory` together is more than the rule in force leaves of
    /// the VM; or whose `min server memory` is, of one instance or several.
    /// ## Why it matters
    /// Each instance believes in memory that another already holds; the guest swaps.
    /// ## What to do
    /// Share what the rule gives between the instances.
    /// ## References
    /// - Server memory configuration options, Microsoft, 2017
    pub struct SeveralInstancesOverMemory = "SQL", 22, Error, "instances promised more memory than the VM has", ["SQL-MEM-MULTI"];
}

impl Check for SeveralInstancesOverMemory {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let all = instances(cx);
        for one in all.iter().filter(|i| i.nth == 0) {
            let Some(facts) = one.facts(cx) else { continue };
            let here = || all.iter().filter(|i| i.vm_id == one.vm_id);
            let count: u32 = here().fold(0, |n, i| n.saturating_add(i.sql.instances()));
            let most: f64 = here()
                .filter_map(|i| Some(i.max_memory(cx)? * f64::from(i.sql.instances())))
                .sum();
            let least: f64 = here()
                .filter_map(|i| {
                    let min = i.sql.instance.min_server_memory?.as_f64();
                    Some(min * f64::from(i.sql.instances()))
                })
                .sum();
            let rule = facts.max_server_memory_rule_mib;
            let (word, sum) = if exceeds(least, rule) {
                ("Min", least)
            } else {
                ("Max", most)
            };
            if exceeds(sum, rule) && (word == "Min" || count > 1) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{word} server memory of {} on {} adds up to {}; {} leaves {} of its {}",
                        plural(count, "instance"),
                        cx.name(one.vm_id),
                        gib(sum),
                        one.rule(cx).words(),
                        gib(rule),
                        gib(one.vm.ram.as_f64())
                    ),
                );
                finding.evidence(one.figure(cx, "memory_rule"));
                for i in here() {
                    finding.also(i.workload);
                }
                if here().count() == 1 && word == "Max" {
                    offer(finding, use_rule(cx, one));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SeveralInstancesOverMemory;
    use crate::check::sql::{run, sample, with};
    use crate::ids::WorkloadId;
    use crate::plan::{Plan, WorkloadKind};
    use crate::units::Mib;

    /// A second instance of 5 GiB beside a first of `first` MiB.
    fn two(first: u64) -> Plan {
        let mut plan = sample();
        for (id, mib) in [("shop", first), ("stock", 5120)] {
            let mut workload = (**plan.workloads.get("shop").unwrap()).clone();
            if let WorkloadKind::Sql(sql) = &mut workload.kind {
                sql.max_server_memory = Some(Mib::new(mib));
            }
            plan.workloads.put(WorkloadId::new(id).unwrap(), workload);
        }
        plan
    }

    #[test]
    fn trips_above_what_the_rule_leaves_for_all() {
        assert!(run(&SeveralInstancesOverMemory, &sample()).is_empty());
        // 11 GiB are left of 16.
        assert!(run(&SeveralInstancesOverMemory, &two(6144)).is_empty());
        let f = run(&SeveralInstancesOverMemory, &two(7168));
        assert!(f[0].message.contains("adds up to 12 GiB"), "{f:#?}");
    }

    #[test]
    fn what_is_kept_at_least_counts_too() {
        let at = |mib: u64| {
            let plan = with(|sql, _| sql.instance.min_server_memory = Some(Mib::new(mib)));
            run(&SeveralInstancesOverMemory, &plan)
        };
        assert!(at(11_264).is_empty());
        assert!(
            at(11_265)[0]
                .message
                .contains("Min server memory of 1 instance")
        );
    }

    #[test]
    fn instances_of_one_workload_count_each() {
        let plan = with(|sql, _| {
            sql.instance.per_vm = Some(3);
            sql.max_server_memory = Some(Mib::new(4_096));
        });
        let f = run(&SeveralInstancesOverMemory, &plan);
        assert!(f[0].message.contains("3 instances"), "{f:#?}");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&SeveralInstancesOverMemory, &mended).is_empty());
    }
}
