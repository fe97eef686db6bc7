//! More vCPUs than the host has hardware threads.

use super::super::shared::{hosts_of, offer_bold, plural, use_vcpus};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with more vCPUs than a host it stands on (its own or its partner's) has hardware threads.
    /// ## Why it matters
    /// Its vCPUs can never all run at the same time; hypervisors refuse to start such a VM.
    /// ## What to do
    /// Give the VM fewer vCPUs, or place it on a larger host.
    /// ## Limits
    /// A VM with as many vCPUs as threads passes here; cores are a check of their own (CAP-002).
    /// ## References
    /// - SQL and hosts sheet, section 7.3: a VM cannot have more vCPUs than the host has logical processors (vSphere 6.7 VM Administration, VMware)
    /// - id SQL-CPU-GT-HOST
    pub struct VcpusOverThreads = "CAP", 1, Error, "more vCPUs than the host has hardware threads", ["SQL-CPU-GT-HOST"];
}

impl Check for VcpusOverThreads {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let hosts = hosts_of(vm)
                .into_iter()
                .filter_map(|h| cx.plan().hosts.get(h).map(|host| (h, host)));
            let Some((host_id, host)) = hosts.min_by_key(|(_, host)| host.threads()) else {
                continue;
            };
            if vm.vcpus > host.threads() {
                let fits = host.cores().max(1);
                let finding = out.found(
                    id,
                    format!(
                        "{} has {}, but {} has only {}",
                        cx.name(id),
                        plural(vm.vcpus, "vCPU"),
                        cx.name(host_id),
                        plural(host.threads(), "hardware thread"),
                    ),
                );
                finding.also(host_id).placement();
                offer_bold(finding, Some(use_vcpus(cx, id, vm, fits)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, findings, with};

    fn vcpus(n: u32, threads_per_core: u32) -> crate::plan::Plan {
        with(|p| {
            change!(p, vms, "mbx-1", vm => vm.vcpus = n);
            change!(p, hosts, "host-b", h => h.threads_per_core = threads_per_core);
        })
    }

    #[test]
    fn trips_above_the_threads_of_the_partner_and_not_at_them() {
        assert!(codes(&vcpus(13, 1)).contains(&"CAP-001".to_owned()));
        assert!(!codes(&vcpus(12, 1)).contains(&"CAP-001".to_owned()));
        // host-a stays at one thread a core, so it is the smaller one.
        assert!(codes(&vcpus(13, 2)).contains(&"CAP-001".to_owned()));
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = vcpus(64, 1);
        let all = findings(&plan);
        let f = all
            .iter()
            .find(|f| f.code.to_string() == "CAP-001")
            .unwrap();
        assert!(f.message.contains("64 vCPUs") && f.message.contains("12 hardware threads"));
        assert_eq!(f.fixes[0].title, "Use 12 vCPUs");
        let mended = f.fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"CAP-001".to_owned()));
    }
}
