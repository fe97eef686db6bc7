//! Too few cores of directory servers for the mailbox servers.

use super::super::shared::{cite, exceeds};
use super::works;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{DirectoryArchitecture, WorkloadKind};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Fewer cores of global catalogs than the cores of the mailbox servers ask for: one for eight, one for four where the
    /// catalogs are 32-bit.
    /// ## Why it matters
    /// Every delivery and every client asks the directory; a slow directory makes mail slow, whatever the mailbox servers
    /// have to spare.
    /// ## What to do
    /// Add a directory server or cores to one, or say in the workload how many stand outside of this plan.
    /// ## Limits
    /// Counted are the vCPUs of VMs that run a directory server, and what the workload says. The memory of a catalog should
    /// hold the whole directory.
    /// ## References
    /// - Exchange 2010 Sizing Cheat Sheet, MSExchange.org, 2 Feb 2012
    /// - Exchange 2013 Sizing and Configuration Recommendations, Microsoft dn879075
    pub struct TooFewDirectoryCores = "MBX", 18, Warning, "too few cores of directory servers", ["MBX-11.9"];
}

impl Check for TooFewDirectoryCores {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.cx.plan;
        // All mailbox workloads ask the same directory.
        let (mut needed, mut outside) = (0.0, 0u32);
        let mut directories = std::collections::BTreeSet::new();
        let mut first = None;
        let mut told = false;
        for work in works(cx) {
            let directory = &work.mailbox.directory;
            let old = directory.architecture == DirectoryArchitecture::X86;
            let x86 = old.then(|| work.constant(cx, "directory_ratio_x86", ""));
            let ratio = x86
                .flatten()
                .or_else(|| work.constant(cx, "directory_ratio", ""));
            let Some((ratio, row)) = ratio.filter(|(ratio, _)| *ratio > 0.0) else {
                continue;
            };
            let vcpus: f64 = work
                .vms(plan)
                .iter()
                .map(|(_, vm)| f64::from(vm.vcpus) * f64::from(vm.count))
                .sum();
            needed += vcpus / ratio;
            told |= directory.cores.is_some();
            outside = outside.max(directory.cores.unwrap_or(0));
            directories.extend(work.version.directory_archetypes.iter());
            first = first.or(Some((work.id, ratio, row)));
        }
        let Some((id, ratio, row)) = first else {
            return;
        };
        let mut here = 0.0;
        for workload in plan.workloads.values() {
            if let WorkloadKind::Archetype(used) = &workload.kind
                && directories.contains(&used.archetype)
            {
                told = true;
                let vms = workload
                    .runs_on
                    .iter()
                    .filter_map(|on| plan.vms.get(&on.vm));
                here += vms
                    .map(|vm| f64::from(vm.vcpus) * f64::from(vm.count))
                    .sum::<f64>();
            }
        }
        if !told {
            out.not_assessed(
                id,
                "the cores of directory servers",
                "No directory server is in the plan, and no workload says how many cores stand outside of it",
            );
            return;
        }
        let has = here + f64::from(outside);
        let needed = (needed - 1e-9).ceil();
        if exceeds(needed, has) {
            let finding = out.found(
                id,
                format!(
                    "The mailbox servers ask for {} of global catalogs, one for each {} of theirs; there are {}",
                    super::super::shared::plural(needed, "core"),
                    pretty(ratio),
                    pretty(has)
                ),
            );
            cite(finding, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TooFewDirectoryCores;
    use crate::change;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::{judge, sample};
    use crate::plan::DirectoryArchitecture;

    #[test]
    fn one_core_for_eight_and_for_four_of_32_bit() {
        let at = |vcpus, cores, architecture| {
            let mut plan = mailboxes(|m| {
                m.directory.cores = Some(cores);
                m.directory.architecture = architecture;
            });
            change!(plan, vms, "mbx-1", vm => vm.vcpus = vcpus);
            judge(&TooFewDirectoryCores, &plan, |_| {})
        };
        assert!(at(8, 1, DirectoryArchitecture::X64).is_empty());
        assert!(
            at(9, 1, DirectoryArchitecture::X64)[0]
                .message
                .contains("2 cores")
        );
        assert_eq!(at(8, 1, DirectoryArchitecture::X86).len(), 1);
        assert!(at(8, 2, DirectoryArchitecture::X86).is_empty());
    }

    #[test]
    fn a_directory_server_of_the_plan_counts() {
        let mut plan = sample();
        assert!(!judge(&TooFewDirectoryCores, &plan, |_| {})[0].is_found());
        let kind = crate::plan::WorkloadKind::Archetype(crate::plan::ArchetypeUse {
            archetype: "domain-controller".into(),
            units: 100.0,
            own: Default::default(),
        });
        let vm = crate::ids::VmId::new("mbx-1").unwrap();
        plan = crate::edit::add::workload(&plan, "dc", kind, Some(&vm))
            .1
            .apply(&plan)
            .unwrap();
        assert!(judge(&TooFewDirectoryCores, &plan, |_| {}).is_empty());
    }
}
