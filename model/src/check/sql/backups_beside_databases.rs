//! Backups on the disks of the databases.

use super::super::shared::{disks, group_name, same_group};
use super::vms;
use crate::check::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::ArrayId;
use crate::plan::{DiskUse, Storage, Vm};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose backups lie on the same RAID group as its databases, or on the same shared array.
    /// ## Why it matters
    /// One failure loses both the database and its backup.
    /// ## What to do
    /// Put backups on another group, best on another machine.
    /// ## References
    /// - sp_Blitz, First Responder Kit; SQL Assessment API default ruleset, Microsoft
    pub struct BackupsBesideDatabases = "SQL", 20, Error, "backups on the disks of the databases", ["SQL-VOL-BACKUP"];
}

/// The shared array that holds both databases and backups of a VM.
fn same_array(vm: &Vm) -> Option<&ArrayId> {
    let arrays = |holds| {
        disks(vm, holds).filter_map(|d| match &d.on {
            Storage::Shared { array, .. } => Some(array),
            Storage::Local(_) => None,
        })
    };
    arrays(DiskUse::Database).find(|a| arrays(DiskUse::Backup).any(|b| b == *a))
}

impl Check for BackupsBesideDatabases {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let name = cx.name(one.vm_id);
            if disks(one.vm, DiskUse::Backup).next().is_none() {
                out.not_assessed(
                    one.vm_id,
                    format!("a backup disk of {name}"),
                    format!("No disk of {name} holds backups, so where they lie is not known"),
                )
                .severity(Severity::Info);
            } else if let Some(on) = same_group(one.vm, DiskUse::Database, DiskUse::Backup) {
                out.found(
                    one.vm_id,
                    format!(
                        "Backups and databases of {name} both lie on {}",
                        group_name(cx, on)
                    ),
                )
                .also(one.workload);
            } else if let Some(array) = same_array(one.vm) {
                out.found(
                    one.vm_id,
                    format!(
                        "Backups and databases of {name} both lie on array {}",
                        cx.name(array)
                    ),
                )
                .also(one.workload)
                .also(array);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BackupsBesideDatabases;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, with};
    use crate::ids::ArrayId;
    use crate::plan::{DiskUse, Storage};

    #[test]
    fn trips_on_one_group_and_not_on_two() {
        assert!(run(&BackupsBesideDatabases, &sample()).is_empty());
        let plan = with(|_, vm| vm.disks[4].on = Storage::Local("data".into()));
        assert!(run(&BackupsBesideDatabases, &plan)[0].is_found());
        let on = |group: &str| Storage::Shared {
            array: ArrayId::new("san").unwrap(),
            group: group.into(),
        };
        let array = with(|_, vm| {
            vm.disks[1].on = on("fast");
            vm.disks[4].on = on("slow");
        });
        assert!(
            run(&BackupsBesideDatabases, &array)[0]
                .message
                .contains("array san")
        );
        let none = with(|_, vm| vm.disks.retain(|d| d.holds != DiskUse::Backup));
        let f = run(&BackupsBesideDatabases, &none);
        assert!(!f[0].is_found());
        assert_eq!(f[0].severity, Severity::Info);
    }
}
