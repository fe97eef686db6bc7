//! Volumes without the free space that files need to grow.

use super::super::shared::{enlarge_disk, exceeds, gib, holds_word, offer_bold, space_mib};
use super::{cite_key, vms};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::SqlFacts;
use crate::plan::{DiskUse, Sql};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose disk of data, logs, tempdb or backups holds the files but leaves less than 20 % free. What
    /// the plan does not state of logs, tempdb and backups is assumed, and then worth knowing only.
    /// ## Why it matters
    /// A file that cannot grow stops its database; a full log stops every transaction.
    /// ## What to do
    /// Make the disk larger, or state the size of the files.
    /// ## Limits
    /// Disks that are smaller than the files themselves are CAP-009.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; dbachecks, dataplat (a fifth of the volume free)
    pub struct VolumesWithoutRoom = "SQL", 42, Warning, "volumes without the free space that files need to grow", [];
}

/// Uses of disks: the volume that a workload calls for, its figure, and whether its files are stated.
type Row = (
    DiskUse,
    fn(&SqlFacts) -> f64,
    &'static str,
    fn(&Sql) -> bool,
);
const ROWS: [Row; 4] = [
    (
        DiskUse::Database,
        |f| f.data_volume_mib,
        "data_volume",
        |_| true,
    ),
    (
        DiskUse::Log,
        |f| f.log_volume_mib,
        "log_volume",
        |s| s.files.log_size.is_some(),
    ),
    (
        DiskUse::TempDb,
        |f| f.tempdb_volume_mib,
        "tempdb_volume",
        |s| s.files.tempdb_size.is_some(),
    ),
    (
        DiskUse::Backup,
        |f| f.backup_volume_mib,
        "backup_volume",
        |_| false,
    ),
];

impl Check for VolumesWithoutRoom {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let all = super::instances(cx);
        for one in vms(cx) {
            let here = || all.iter().filter(|i| i.vm_id == one.vm_id);
            let Some(vm) = one.vm_facts(cx) else { continue };
            for (holds, volume, figure, stated) in ROWS {
                let has = space_mib(one.vm, holds);
                let files = vm.demand.space_mib.get(&holds).copied().unwrap_or(0.0);
                let wanted: f64 = vm.sql.iter().map(volume).sum();
                if has <= 0.0 || exceeds(files, has) || !exceeds(wanted, has) {
                    continue;
                }
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "The disk for {} of {} holds {}; with free space {} are advised",
                        holds_word(holds),
                        cx.name(one.vm_id),
                        gib(has),
                        gib(wanted)
                    ),
                );
                for i in here() {
                    finding.also(i.workload).evidence(i.figure(cx, figure));
                }
                cite_key(cx, finding, keys::sql::VOLUME_FREE_SHARE);
                if !here().all(|i| stated(i.sql)) {
                    finding.severity(Severity::Info);
                    finding.unconfirmed = true;
                }
                offer_bold(finding, enlarge_disk(cx, one.vm_id, one.vm, holds, wanted));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VolumesWithoutRoom;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn a_fifth_stays_free() {
        // 40,960 MiB on 51,200 MiB.
        assert!(run(&VolumesWithoutRoom, &sample()).is_empty());
        let plan = with(|sql, _| sql.database_size = Mib::new(40_961));
        let f = run(&VolumesWithoutRoom, &plan);
        assert_eq!(f[0].severity, Severity::Warning);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&VolumesWithoutRoom, &mended).is_empty());
        let tight = with(|sql, _| sql.database_size = Mib::new(51_201));
        assert!(
            run(&VolumesWithoutRoom, &tight)
                .iter()
                .all(|f| !f.message.contains("databases")),
            "CAP-009"
        );
    }

    #[test]
    fn what_is_assumed_is_worth_knowing_only() {
        let at = |stated: bool| {
            let plan = with(|sql, vm| {
                vm.disks[3].size = Mib::new(5_000);
                sql.files.tempdb_size = stated.then(|| Mib::new(4_096));
            });
            run(&VolumesWithoutRoom, &plan)
        };
        assert_eq!(at(true)[0].severity, Severity::Warning);
        assert_eq!(at(false)[0].severity, Severity::Info);
    }
}
