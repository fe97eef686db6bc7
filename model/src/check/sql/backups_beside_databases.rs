//! Backups on the disks of the databases.

use super::super::shared::{disks, group_name, same_group};
use super::vms;
use crate::check::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose backups lie on the same RAID group as its databases.
    /// ## Why it matters
    /// One failure loses both the database and its backup.
    /// ## What to do
    /// Put backups on another group, best on another machine.
    /// ## References
    /// - SQL and hosts sheet, section 4.1 and check SQL-VOL-BACKUP (sp_Blitz, First Responder Kit; SQL Assessment API default ruleset, Microsoft)
    pub struct BackupsBesideDatabases = "SQL", 20, Error, "backups on the disks of the databases", ["SQL-VOL-BACKUP"];
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
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BackupsBesideDatabases;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, with};
    use crate::plan::{DiskUse, Storage};

    #[test]
    fn trips_on_one_group_and_not_on_two() {
        assert!(run(&BackupsBesideDatabases, &sample()).is_empty());
        let plan = with(|_, vm| vm.disks[4].on = Storage::Local("data".into()));
        assert!(run(&BackupsBesideDatabases, &plan)[0].is_found());
        let none = with(|_, vm| vm.disks.retain(|d| d.holds != DiskUse::Backup));
        let f = run(&BackupsBesideDatabases, &none);
        assert!(!f[0].is_found());
        assert_eq!(f[0].severity, Severity::Info);
    }
}
