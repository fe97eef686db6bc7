//! A SQL Server that spans NUMA nodes.

use super::super::shared::{exceeds, gib, hosts_of, plural};
use super::{node_cores, vms};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM with more vCPUs than a NUMA node of its hosts has cores, or more memory than a node has.
    /// ## Why it matters
    /// Part of the memory is then remote for each vCPU; access to it takes about half as long again.
    /// ## What to do
    /// Keep the VM within a node, or choose a number of vCPUs that divides evenly over the nodes and expose them to the
    /// guest.
    /// ## References
    /// - Recalled rule of virtual NUMA
    pub struct SpansNumaNodes = "SQL", 9, Warning, "a SQL Server that spans NUMA nodes", ["SQL-NUMA-SPAN"];
}

impl Check for SpansNumaNodes {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let vm = one.vm;
            for id in hosts_of(vm) {
                let Some(host) = cx.plan().hosts.get(id) else {
                    continue;
                };
                let cores = node_cores(host);
                let memory = host.ram.as_f64() / f64::from(host.numa_nodes());
                let name = cx.name(one.vm_id);
                let message = if vm.vcpus > cores {
                    format!(
                        "{name} has {}; a NUMA node of {} has {}",
                        plural(vm.vcpus, "vCPU"),
                        cx.name(id),
                        plural(cores, "core")
                    )
                } else if exceeds(vm.ram.as_f64(), memory) {
                    format!(
                        "{name} has {} of memory; a NUMA node of {} has {}",
                        gib(vm.ram.as_f64()),
                        cx.name(id),
                        gib(memory)
                    )
                } else {
                    continue;
                };
                let finding = out.found(one.vm_id, message);
                finding.also(id).placement();
                finding.unconfirmed = true;
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SpansNumaNodes;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_a_node_by_cores_or_memory() {
        // Two sockets of six cores and 24 GiB each.
        assert!(run(&SpansNumaNodes, &sample()).is_empty());
        let at = |vcpus: u32, gib: u64| {
            with(|_, vm| {
                vm.vcpus = vcpus;
                vm.ram = Mib::new(gib * 1024);
            })
        };
        assert!(run(&SpansNumaNodes, &at(6, 24)).is_empty());
        assert!(
            run(&SpansNumaNodes, &at(7, 24))[0]
                .message
                .contains("has 6 cores")
        );
        assert!(
            run(&SpansNumaNodes, &at(6, 25))[0]
                .message
                .contains("has 24 GiB")
        );
    }
}
