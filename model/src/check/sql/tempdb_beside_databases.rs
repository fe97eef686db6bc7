//! Tempdb on the disks of user databases.

use super::super::shared::{disks, group_name, same_group};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::DiskUse;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM whose tempdb lies on the same RAID group as user databases.
    /// ## Why it matters
    /// Sorts and row versions compete with the databases for the same disks in the busiest moments.
    /// ## What to do
    /// Give tempdb a group of its own.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; tempdb database, Microsoft, 2017
    pub struct TempdbBesideDatabases = "SQL", 11, Warning, "tempdb on the disks of user databases", ["SQL-TDB-VOLUME"];
}

impl Check for TempdbBesideDatabases {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let name = cx.name(one.vm_id);
            if disks(one.vm, DiskUse::TempDb).next().is_none() {
                out.not_assessed(
                    one.vm_id,
                    format!("a tempdb disk of {name}"),
                    format!("No disk of {name} holds tempdb, so where it lies is not known"),
                );
            } else if let Some(on) = same_group(one.vm, DiskUse::Database, DiskUse::TempDb) {
                out.found(
                    one.vm_id,
                    format!(
                        "Tempdb and databases of {name} both lie on {}",
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
    use super::TempdbBesideDatabases;
    use crate::check::sql::{run, sample, with};
    use crate::plan::{DiskUse, Storage};

    #[test]
    fn trips_on_one_group_and_not_on_two() {
        assert!(run(&TempdbBesideDatabases, &sample()).is_empty());
        let plan = with(|_, vm| vm.disks[3].on = Storage::Local("data".into()));
        assert!(run(&TempdbBesideDatabases, &plan)[0].is_found());
        let none = with(|_, vm| vm.disks.retain(|d| d.holds != DiskUse::TempDb));
        assert!(!run(&TempdbBesideDatabases, &none)[0].is_found());
    }
}
