//! Parallelism without a bound on a large SQL Server.

use super::super::shared::{change_sql, offer, plural};
use super::{Instance, instances, node_cores};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server on more than 8 vCPUs, or over several NUMA nodes, whose MAXDOP is left at its default; or one whose
    /// MAXDOP is above what the vendor advises.
    /// ## Why it matters
    /// One query then takes every processor and reads memory of every node, while all others wait.
    /// ## What to do
    /// Set MAXDOP to the processors of a NUMA node, at most 8.
    /// ## Limits
    /// The bound of the newest versions is used (16 a node); before 2016 it was 8. The nodes of the guest are taken as
    /// those of the host that the VM needs.
    /// ## References
    /// - SQL and hosts sheet, section 3.3 and check SQL-MAXDOP (Configure the max degree of parallelism option, Microsoft, 2022)
    pub struct MaxdopUnset = "SQL", 17, Warning, "parallelism without a bound on a large SQL Server", ["SQL-MAXDOP"];
}

/// Processors up to which the default does no harm, and the value always safe to set.
const ALWAYS: u32 = 8;
/// Largest value advised with several nodes, from version 2016.
const MOST: u32 = 16;

/// NUMA nodes that the VM spans on the host where it spans most.
fn nodes(cx: &CheckCx<'_>, one: &Instance<'_>) -> Option<u32> {
    one.hosts(cx)
        .iter()
        .map(|h| one.vm.vcpus.div_ceil(node_cores(h)).max(1))
        .max()
}

impl Check for MaxdopUnset {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let vcpus = one.vm.vcpus;
            let Some(nodes) = nodes(cx, &one) else {
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
            let per_node = vcpus.div_ceil(nodes);
            let most = if nodes == 1 {
                vcpus.min(ALWAYS)
            } else {
                per_node.min(MOST)
            };
            let name = cx.name(one.workload);
            let message = match one.sql.max_dop.filter(|n| *n > 0) {
                None if vcpus > ALWAYS || nodes > 1 => format!(
                    "MAXDOP of {name} is left at its default on {} and {}",
                    plural(vcpus, "vCPU"),
                    plural(nodes, "NUMA node")
                ),
                Some(n) if n > most => {
                    format!(
                        "MAXDOP of {name} is {n}; at most {most} is advised on {}",
                        plural(vcpus, "vCPU")
                    )
                }
                _ => continue,
            };
            let finding = out.found(one.workload, message);
            finding.also(one.vm_id);
            let advised = per_node.clamp(1, ALWAYS);
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
}
