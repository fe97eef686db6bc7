//! Disks that the workloads of a VM call for.

use std::collections::BTreeMap;

use super::VmFacts;
use crate::plan::{DiskUse, Storage, Vm, VmDisk};
use crate::units::Mib;

/// Space called for, by the disks that shall hold it, MiB: what has no disk of its own is counted with the databases.
/// Logs of mailbox servers are apart, whether or not they have a disk.
pub fn space_called_for(vm: &Vm, facts: &VmFacts) -> BTreeMap<DiskUse, f64> {
    let mut needs = BTreeMap::new();
    for (holds, mib) in &facts.demand.space_mib {
        let own_disk = vm.disks.iter().any(|d| d.holds == *holds);
        let on = match holds {
            DiskUse::System | DiskUse::Data => continue,
            DiskUse::Log if facts.mailbox.is_some() => DiskUse::Log,
            DiskUse::Log | DiskUse::TempDb if !own_disk => DiskUse::Database,
            other => *other,
        };
        *needs.entry(on).or_insert(0.0) += mib;
    }
    needs
}

/// A disk for each use that the workloads call for and that has none, in whole GiB, beside the VM's first disk.
pub fn missing_disks(vm: &Vm, facts: &VmFacts) -> Vec<VmDisk> {
    let on = vm
        .disks
        .first()
        .map_or_else(|| Storage::Local("data".to_owned()), |d| d.on.clone());
    space_called_for(vm, facts)
        .into_iter()
        .filter(|(holds, mib)| *mib > 0.0 && !vm.disks.iter().any(|d| d.holds == *holds))
        .map(|(holds, mib)| VmDisk {
            name: fresh_name(vm, holds),
            holds,
            size: whole_gib(mib),
            on: on.clone(),
        })
        .collect()
}

/// Whole GiB, rounded up, at least one.
fn whole_gib(mib: f64) -> Mib {
    Mib::new(((mib / 1024.0 - 1e-9).ceil().max(1.0) as u64).saturating_mul(1024))
}

fn fresh_name(vm: &Vm, holds: DiskUse) -> String {
    let base = match holds {
        DiskUse::System => "system",
        DiskUse::Data => "data",
        DiskUse::Database => "databases",
        DiskUse::Log => "logs",
        DiskUse::TempDb => "tempdb",
        DiskUse::Backup => "backups",
    };
    let mut name = base.to_owned();
    let mut n = 2u32;
    while vm.disks.iter().any(|d| d.name == name) {
        name = format!("{base}-{n}");
        n = n.saturating_add(1);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::edit::add;
    use crate::facts::{Case, Cx, derive};
    use crate::ids::EntityId;
    use crate::plan::Plan;

    #[test]
    fn a_fresh_mailbox_server_gets_a_disk_for_databases_and_one_for_logs() {
        let plan = Plan::default();
        let (id, edit) = add::vm_called(&plan, "Mailbox", None, 1, None).unwrap();
        let plan = edit.apply(&plan).unwrap();
        let EntityId::Vm(vm) = id else {
            panic!("a VM was added");
        };
        let catalogue = Catalogue::built_in();
        let version = catalogue.tables.mailbox.keys().next_back().unwrap();
        let plan = add::mailbox(&plan, version, Some(&vm))
            .1
            .apply(&plan)
            .unwrap();
        let facts = derive(&Cx::new(&plan, catalogue), &Case::normal());
        let row = plan.vms.get(&vm).unwrap();
        let mut full = (**row).clone();
        let new = missing_disks(row, &facts.vms[&vm]);
        let uses: Vec<DiskUse> = new.iter().map(|d| d.holds).collect();
        assert_eq!(uses, [DiskUse::Database, DiskUse::Log]);
        for disk in &new {
            let needed = facts.vms[&vm].demand.space_mib[&disk.holds];
            assert!(disk.size.as_f64() >= needed && disk.size.as_f64() < needed + 1024.0);
        }
        full.disks.extend(new);
        assert!(missing_disks(&full, &facts.vms[&vm]).is_empty());
    }
}
