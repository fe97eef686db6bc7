//! A VM's disks smaller than its workloads need.

use std::collections::BTreeMap;

use super::super::shared::{
    Proposal, address, change_vm, enlarge_disk, exceeds, gib, holds_word, offer_bold, space_mib,
};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::{VmFacts, missing_disks, space_called_for};
use crate::ids::VmId;
use crate::plan::{DiskUse, Vm};

crate::check! {
    /// ## What it finds
    /// A VM whose disks for databases, tempdb, logs or backups hold less than its workloads call for, growth and free
    /// space included. What has no disk of its own is counted with the databases.
    /// ## Why it matters
    /// The databases stop when the disk is full.
    /// ## What to do
    /// Make the disk larger, or move users or databases elsewhere.
    /// ## Limits
    /// System and data disks are not judged: what a measured server holds may lie on either. Logs of mailbox servers
    /// have a check of their own (MBX-007).
    /// ## References
    /// - Database × 1.20, index, 20 % free (Planning Storage Configurations, Microsoft)
    pub struct DisksTooSmall = "CAP", 9, Error, "disks smaller than the workload needs", ["MBX-11.5"];
}

/// Space called for by the disks that shall hold it, but for logs of mailbox servers.
fn needs(vm: &Vm, facts: &VmFacts) -> BTreeMap<DiskUse, f64> {
    let mut needs = space_called_for(vm, facts);
    if facts.mailbox.is_some() {
        needs.remove(&DiskUse::Log);
    }
    needs
}

/// The figure of the space that a use calls for.
const fn figure(holds: DiskUse) -> &'static str {
    match holds {
        DiskUse::System => "space.system",
        DiskUse::Data => "space.data",
        DiskUse::Database => "space.database",
        DiskUse::Log => "space.log",
        DiskUse::TempDb => "space.tempdb",
        DiskUse::Backup => "space.backup",
    }
}

impl Check for DisksTooSmall {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.vms {
            let Some(vm) = cx.plan().vms.get(id) else {
                continue;
            };
            let needs = needs(vm, facts);
            if vm.disks.is_empty() {
                if needs.values().any(|mib| *mib > 0.0) {
                    let missing = format!("the disks of {}", cx.name(id));
                    let message =
                        format!("{} has no disks, so its space is not known", cx.name(id));
                    out.not_assessed(id, missing, message);
                }
                continue;
            }
            let short: Vec<(DiskUse, f64, f64)> = needs
                .into_iter()
                .map(|(holds, needed)| (holds, needed, space_mib(vm, holds)))
                .filter(|(_, needed, has)| exceeds(*needed, *has))
                .collect();
            let Some((worst, needed, _)) = short.first().copied() else {
                continue;
            };
            let each: Vec<String> = short
                .iter()
                .map(|(holds, needed, has)| {
                    format!(
                        "{} for {}, which need {}",
                        gib(*has),
                        holds_word(*holds),
                        gib(*needed)
                    )
                })
                .collect();
            let finding = out.found(id, format!("{} has {}", cx.name(id), each.join("; ")));
            for (holds, _, _) in &short {
                finding.evidence(address(id, figure(*holds)));
            }
            let fix = enlarge_disk(cx, id, vm, worst, needed)
                .or_else(|| add_disk(cx, id, vm, facts, worst));
            offer_bold(finding, fix);
        }
    }
}

/// Gives the VM a disk for what has none.
fn add_disk(
    cx: &CheckCx<'_>,
    id: &VmId,
    vm: &Vm,
    facts: &VmFacts,
    holds: DiskUse,
) -> Option<Proposal> {
    let disk = missing_disks(vm, facts)
        .into_iter()
        .find(|d| d.holds == holds)?;
    let word = match holds {
        DiskUse::Database => "database",
        DiskUse::Log => "log",
        DiskUse::TempDb => "tempdb",
        DiskUse::Backup => "backup",
        DiskUse::System => "system",
        DiskUse::Data => "data",
    };
    let size = gib(disk.size.as_f64());
    let title = format!("Add a {word} disk of {size}");
    let label = format!("Add a {word} disk of {size} to {}", cx.name(id));
    Some((title, change_vm(id, vm, label, |v| v.disks.push(disk))))
}

#[cfg(test)]
mod tests {
    use super::DisksTooSmall;
    use crate::change;
    use crate::check::testing::{judge, sample, vm_facts, with};
    use crate::plan::{DiskUse, Plan};

    fn at(plan: &Plan, database_gib: f64, log_gib: f64) -> Vec<crate::check::Finding> {
        judge(&DisksTooSmall, plan, |f| {
            let vm = vm_facts(f, "mbx-1");
            vm.mailbox = None;
            vm.demand.space_mib = [
                (DiskUse::Database, database_gib * 1024.0),
                (DiskUse::Log, log_gib * 1024.0),
            ]
            .into();
        })
    }

    #[test]
    fn trips_above_the_size_and_its_fix_mends_it() {
        assert!(at(&sample(), 700.0, 200.0).is_empty());
        let f = at(&sample(), 750.5, 0.0);
        assert_eq!(
            f[0].message,
            "mbx-1 has 700 GiB for databases, which need 750 GiB"
        );
        assert_eq!(f[0].fixes[0].title, "Make disk databases 751 GiB");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 750.5, 0.0).is_empty());
    }

    #[test]
    fn a_use_without_a_disk_gets_one() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => vm.disks.retain(|d| d.holds == DiskUse::System));
        });
        let f = at(&plan, 600.5, 0.0);
        assert_eq!(
            f[0].message,
            "mbx-1 has 0 MiB for databases, which need 600 GiB"
        );
        assert_eq!(f[0].fixes[0].title, "Add a database disk of 601 GiB");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(at(&mended, 600.5, 0.0).is_empty());
    }

    #[test]
    fn logs_without_a_disk_count_with_the_databases() {
        let plan =
            with(|p| change!(p, vms, "mbx-1", vm => vm.disks.retain(|d| d.holds != DiskUse::Log)));
        assert!(at(&plan, 600.0, 100.0).is_empty());
        assert_eq!(at(&plan, 600.0, 101.0).len(), 1);
    }

    #[test]
    fn without_disks_it_is_not_assessed() {
        let plan = with(|p| change!(p, vms, "mbx-1", vm => vm.disks.clear()));
        let f = at(&plan, 600.0, 100.0);
        assert!(!f[0].is_found());
    }
}
