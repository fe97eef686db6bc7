//! Parallelism without a bound on a large SQL Server.

use super::super::shared::{change_sql, cite, offer, plural};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server on more than 8 vCPUs, or over several NUMA nodes, whose MAXDOP is left at its default; or one whose
    /// MAXDOP is above what the vendor advises for the version.
    /// ## Why it matters
    /// One query then takes every processor and reads memory of every node, while all others wait.
    /// ## What to do
    /// Set MAXDOP to the processors of a NUMA node, at most 8.
    /// ## Limits
    /// Where the nodes that the instance sees are not told, they are those of the host that the VM needs, divided into
    /// soft-NUMA nodes where the version does so.
    /// ## References
    /// - Configure the max degree of parallelism option, Microsoft, 2022
    pub struct MaxdopUnset = "SQL", 17, Warning, "parallelism without a bound on a large SQL Server", ["SQL-MAXDOP"];
}

/// Processors up to which the default does no harm, and the value always safe to set.
const ALWAYS: u32 = 8;

impl Check for MaxdopUnset {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let vcpus = one.vm.vcpus;
            let (Some(facts), Some(_)) = (one.facts(cx), one.version(cx)) else {
                continue;
            };
            let (Some(nodes), Some(most)) = (facts.numa_nodes, facts.maxdop_bound) else {
                let name = cx.name(one.vm_id);
                if vcpus > ALWAYS {
                    out.not_assessed(
                        one.workload,
                        format!("a host of {name}"),
                        format!("Without a host the NUMA nodes of {name} are not known"),
                    )
                    .also(one.vm_id);
                }
                continue;
            };
            let name = cx.name(one.workload);
            let message = match one.sql.max_dop.filter(|n| *n > 0) {
                None if vcpus > ALWAYS || nodes > 1.0 => format!(
                    "MAXDOP of {name} is left at its default on {} and {}",
                    plural(vcpus, "vCPU"),
                    plural(nodes, "NUMA node")
                ),
                Some(n) if f64::from(n) > most => {
                    format!(
                        "MAXDOP of {name} is {n}; at most {} is advised on {} and {}",
                        pretty(most),
                        plural(vcpus, "vCPU"),
                        plural(nodes, "NUMA node")
                    )
                }
                _ => continue,
            };
            let finding = out.found(one.workload, message);
            finding
                .also(one.vm_id)
                .evidence(one.figure(cx, "maxdop_bound"));
            if let Some((_, row)) = one.version_limit(cx, "maxdop_node_whole") {
                cite(finding, row);
            }
            let advised = (most as u32).clamp(1, ALWAYS);
            let label = format!("Set MAXDOP of {name} to {advised}");
            let edit = change_sql(cx, one.workload, label, |s| s.max_dop = Some(advised));
            offer(
                finding,
                edit.map(|e| (format!("Set MAXDOP to {advised}"), e)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MaxdopUnset;
    use crate::check::sql::{run, sample, with};

    fn at(max_dop: Option<u32>, vcpus: u32) -> Vec<crate::check::Finding> {
        let plan = with(|sql, vm| {
            sql.max_dop = max_dop;
            vm.vcpus = vcpus;
        });
        run(&MaxdopUnset, &plan)
    }

    #[test]
    fn a_node_of_six_cores() {
        assert!(run(&MaxdopUnset, &sample()).is_empty());
        assert!(at(None, 6).is_empty(), "one node, no more than eight");
        assert!(at(Some(6), 6).is_empty());
        assert!(at(Some(7), 6)[0].message.contains("at most 6"));
        // Eight vCPUs on nodes of six span two nodes of four.
        assert!(at(None, 8)[0].message.contains("2 NUMA nodes"));
        assert!(at(Some(0), 8)[0].is_found(), "zero is the default");
        assert!(at(Some(4), 8).is_empty());
        assert!(at(Some(5), 8)[0].is_found());
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = with(|sql, vm| {
            sql.max_dop = None;
            vm.vcpus = 12;
        });
        let f = run(&MaxdopUnset, &plan);
        assert_eq!(f[0].fixes[0].title, "Set MAXDOP to 6");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&MaxdopUnset, &mended).is_empty());
    }

    /// Two nodes of 32 processors that soft-NUMA divides into four of 16: documentation bound 16 (dba.stackexchange.com
    /// 319145, 2022, after Microsoft's documentation); before 2016 eight.
    #[test]
    fn the_bound_depends_on_the_version() {
        let at = |version: &str, max_dop: u32| {
            let plan = with(|sql, vm| {
                sql.version = version.into();
                sql.edition = "enterprise".into();
                sql.instance.numa_nodes = Some(4);
                sql.max_dop = Some(max_dop);
                vm.vcpus = 64;
            });
            run(&MaxdopUnset, &plan)
        };
        assert!(at("sql-2022", 16).is_empty());
        assert_eq!(at("sql-2022", 17).len(), 1);
        assert!(at("sql-2012", 8).is_empty());
        assert_eq!(at("sql-2012", 9).len(), 1);
    }
}
