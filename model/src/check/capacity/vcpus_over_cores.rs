//! More vCPUs than the host has cores.

use super::super::shared::{hosts_of, offer_bold, plural, use_vcpus};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with more vCPUs than a host it stands on has physical cores, though not more than it has hardware threads.
    /// ## Why it matters
    /// Two of its vCPUs must share a core, which gives each little more than half a core; a VM that holds every core
    /// leaves none for the hypervisor and for its neighbours.
    /// ## What to do
    /// Give the VM fewer vCPUs, or place it on a larger host.
    /// ## References
    /// - SQL and hosts sheet, section 3.5: tier-1 VMs at most as many vCPUs as physical cores (VMware, SQL Server on VMware best practices)
    /// - id SQL-CPU-GT-HOST
    pub struct VcpusOverCores = "CAP", 2, Warning, "more vCPUs than the host has cores", ["SQL-CPU-GT-HOST"];
}

impl Check for VcpusOverCores {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let hosts = hosts_of(vm)
                .into_iter()
                .filter_map(|h| cx.plan().hosts.get(h).map(|host| (h, host)));
            let Some((host_id, host)) = hosts
                .filter(|(_, host)| vm.vcpus > host.cores())
                .min_by_key(|(_, host)| host.cores())
            else {
                continue;
            };
            if hosts_of(vm)
                .iter()
                .filter_map(|h| cx.plan().hosts.get(*h))
                .any(|h| vm.vcpus > h.threads())
            {
                // CAP-001 says the graver thing.
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} has {}, but {} has only {}",
                    cx.name(id),
                    plural(vm.vcpus, "vCPU"),
                    cx.name(host_id),
                    plural(host.cores(), "core"),
                ),
            );
            finding.also(host_id).placement();
            offer_bold(finding, Some(use_vcpus(cx, id, vm, host.cores().max(1))));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, findings, with};

    fn vcpus(n: u32) -> crate::plan::Plan {
        with(|p| {
            change!(p, vms, "mbx-1", vm => vm.vcpus = n);
            change!(p, hosts, "host-a", h => h.threads_per_core = 2);
            change!(p, hosts, "host-b", h => h.threads_per_core = 2);
        })
    }

    #[test]
    fn trips_between_cores_and_threads_only() {
        assert!(!codes(&vcpus(12)).contains(&"CAP-002".to_owned()));
        assert!(codes(&vcpus(13)).contains(&"CAP-002".to_owned()));
        assert!(codes(&vcpus(24)).contains(&"CAP-002".to_owned()));
        let refused = codes(&vcpus(25));
        assert!(!refused.contains(&"CAP-002".to_owned()));
        assert!(refused.contains(&"CAP-001".to_owned()));
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = vcpus(16);
        let all = findings(&plan);
        let f = all
            .iter()
            .find(|f| f.code.to_string() == "CAP-002")
            .unwrap();
        let mended = f.fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"CAP-002".to_owned()));
    }
}
