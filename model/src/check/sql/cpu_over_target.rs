//! Processor use of a SQL Server above its target.

use super::super::shared::{exceeds, offer, percent, use_vcpus};
use super::{cite_key, vms};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::figure::over;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose planned peak load takes more than 70 % of the cores that its edition uses; more than all of
    /// them is an error.
    /// ## Why it matters
    /// Above 70 % queues at the processors climb steeply, and nothing is left for a burst.
    /// ## What to do
    /// Give the VM more vCPUs, move databases to another VM, or use an edition that uses more cores.
    /// ## Limits
    /// What hosts carry in all is CAP-004 and CAP-005.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft (HighCPUUsage); Capacity planning for Active Directory Domain Services,
    ///   Microsoft, 2019 (queue at a processor)
    pub struct CpuOverTarget = "SQL", 24, Warning, "SQL Server processor over the target", ["SQL-CPU-TARGET"];
}

impl Check for CpuOverTarget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let target = cx.cx.constant(keys::sql::CPU_TARGET);
        for one in vms(cx) {
            let (Some(vm), Some(facts)) = (one.vm_facts(cx), one.facts(cx)) else {
                continue;
            };
            let usable = facts.usable_cores;
            let share = over(vm.demand.cpu_cores, usable);
            if exceeds(share, target) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{} needs {} cores at peak, {} of the {} that it may use; {} is the target",
                        cx.name(one.vm_id),
                        pretty(vm.demand.cpu_cores),
                        percent(share),
                        pretty(usable),
                        percent(target)
                    ),
                );
                finding
                    .also(one.workload)
                    .evidence(format!("vm/{}/demand.cpu_cores", one.vm_id))
                    .evidence(one.figure(cx, "cpu_share"));
                cite_key(cx, finding, keys::sql::CPU_TARGET);
                if exceeds(share, 1.0) {
                    finding.severity(Severity::Error);
                }
                // More vCPUs help only as far as the edition uses them.
                let wanted = over(vm.demand.cpu_cores, target).ceil();
                let most = one
                    .edition_limit(cx, "cores")
                    .map_or(f64::INFINITY, |l| l.0);
                if usable >= f64::from(one.vm.vcpus) && wanted <= most && wanted < 4_096.0 {
                    let wanted = wanted as u32;
                    let even = wanted.saturating_add(wanted % 2);
                    offer(finding, Some(use_vcpus(cx, one.vm_id, one.vm, even)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CpuOverTarget;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, with};

    fn at(cores: f64) -> Vec<crate::check::Finding> {
        run(
            &CpuOverTarget,
            &with(|sql, _| sql.measured.cpu_cores = Some(cores)),
        )
    }

    #[test]
    fn trips_above_seventy_percent_and_is_an_error_above_all() {
        assert!(run(&CpuOverTarget, &sample()).is_empty());
        assert!(at(2.8).is_empty());
        let f = at(2.9);
        assert_eq!(f[0].severity, Severity::Warning);
        assert_eq!(f[0].fixes[0].title, "Use 6 vCPUs");
        assert_eq!(at(4.1)[0].severity, Severity::Error);
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = with(|sql, _| sql.measured.cpu_cores = Some(3.9));
        let f = run(&CpuOverTarget, &plan);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&CpuOverTarget, &mended).is_empty());
    }

    #[test]
    fn cores_that_the_edition_leaves_unused_do_not_help() {
        let plan = with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.edition = "express".into();
            sql.measured.cpu_cores = Some(3.0);
            vm.vcpus = 8;
            vm.sockets = Some(1);
        });
        let f = run(&CpuOverTarget, &plan);
        assert!(f[0].message.contains("of the 4 that it may use"), "{f:#?}");
        assert!(f[0].fixes.is_empty());
    }
}
