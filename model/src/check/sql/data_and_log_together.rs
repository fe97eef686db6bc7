//! Database and log on the same disks.

use super::super::shared::{disks, group_name, same_group};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose databases and logs lie on the same RAID group.
    /// ## Why it matters
    /// The sequential writing of logs becomes random, so every commit waits longer; and one lost group takes both.
    /// ## What to do
    /// Put the logs on a RAID 1 or RAID 10 group of their own.
    /// ## References
    /// - Recalled rule of storage layout; SQL Server storage settings guides
    pub struct DataAndLogTogether = "SQL", 10, Warning, "database and log on the same disks", ["SQL-VOL-LOG"];
}

impl Check for DataAndLogTogether {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            for (holds, word) in [(DiskUse::Database, "database"), (DiskUse::Log, "log")] {
                if disks(one.vm, holds).next().is_none() {
                    let name = cx.name(one.vm_id);
                    out.not_assessed(
                        one.vm_id,
                        format!("a {word} disk of {name}"),
                        format!("No disk of {name} holds {word}s, so where they lie is not known"),
                    );
                    break;
                }
            }
            if let Some(on) = same_group(one.vm, DiskUse::Database, DiskUse::Log) {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "Databases and logs of {} both lie on {}",
                        cx.name(one.vm_id),
                        group_name(cx, on)
                    ),
                );
                finding.also(one.workload);
                finding.unconfirmed = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DataAndLogTogether;
    use crate::check::sql::{run, sample, with};
    use crate::plan::{DiskUse, Storage};

    #[test]
    fn trips_on_one_group_and_not_on_two() {
        assert!(run(&DataAndLogTogether, &sample()).is_empty());
        let plan = with(|_, vm| vm.disks[2].on = Storage::Local("data".into()));
        assert_eq!(
            run(&DataAndLogTogether, &plan)[0].message,
            "Databases and logs of sql-1 both lie on data"
        );
    }

    #[test]
    fn without_a_log_disk_it_is_not_assessed() {
        let plan = with(|_, vm| vm.disks.retain(|d| d.holds != DiskUse::Log));
        let f = run(&DataAndLogTogether, &plan);
        assert_eq!(f.len(), 1);
        assert!(!f[0].is_found());
    }
}
