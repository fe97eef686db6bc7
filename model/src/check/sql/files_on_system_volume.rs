//! Database files on the system volume.

use super::super::shared::disks;
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A SQL Server with a database file on the volume of the operating system: said so in the plan, or because the VM has
    /// disks for the system alone.
    /// ## Why it matters
    /// A file that grows fills the system's volume, and the whole server stops.
    /// ## What to do
    /// Give databases, logs and tempdb disks of their own.
    /// ## References
    /// - sp_Blitz and its check list, First Responder Kit
    pub struct FilesOnSystemVolume = "SQL", 28, Warning, "database files on the system volume", ["SQL-VOL-C"];
}

impl Check for FilesOnSystemVolume {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
            let system_only = !one.vm.disks.is_empty()
                && disks(one.vm, DiskUse::System).count() == one.vm.disks.len();
            let message = if one.sql.files.on_system_volume == Some(true) && one.first {
                format!("Files of {name} lie on the system volume")
            } else if system_only && one.sql.files.on_system_volume != Some(false) {
                format!("{vm} has disks for the system alone, so the files of {name} lie there")
            } else {
                continue;
            };
            out.found(one.vm_id, message).also(one.workload);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FilesOnSystemVolume;
    use crate::check::sql::{run, sample, with};
    use crate::plan::DiskUse;

    #[test]
    fn trips_when_told_or_when_there_is_no_other_place() {
        assert!(run(&FilesOnSystemVolume, &sample()).is_empty());
        let told = with(|sql, _| sql.files.on_system_volume = Some(true));
        assert_eq!(run(&FilesOnSystemVolume, &told).len(), 1);
        let only = with(|_, vm| vm.disks.retain(|d| d.holds == DiskUse::System));
        assert!(
            run(&FilesOnSystemVolume, &only)[0]
                .message
                .contains("for the system alone")
        );
        let none = with(|_, vm| vm.disks.clear());
        assert!(run(&FilesOnSystemVolume, &none).is_empty());
    }
}
