//! Tempdb files of different size or growth.

use super::super::shared::{exceeds, gib};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlFiles;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose tempdb data files differ by more than 1 GB in size, or grow by different amounts.
    /// ## Why it matters
    /// The file with most free space takes most of the writing, as if it were the only one.
    /// ## What to do
    /// Give all tempdb data files one size and one growth.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; sp_Blitz, First Responder Kit
    pub struct TempdbFilesUnequal = "SQL", 27, Warning, "tempdb files of different size or growth", ["SQL-TDB-EQUAL"];
}

impl Check for TempdbFilesUnequal {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let most = cx.cx.constant(keys::sql::TEMPDB_DIFFERENCE_MIB);
        for one in workloads(cx) {
            let (name, files) = (cx.name(one.workload), &one.sql.files);
            let difference = files.tempdb_difference.map(|m| m.as_f64());
            let message = match (difference, files.tempdb_equal_growth) {
                (Some(mib), _) if exceeds(mib, most) => {
                    format!("Tempdb files of {name} differ by {} in size", gib(mib))
                }
                (_, Some(false)) => format!("Tempdb files of {name} grow by different amounts"),
                (Some(_), Some(true)) => continue,
                _ => {
                    if *files != SqlFiles::default() && one.sql.tempdb_files != Some(1) {
                        out.not_assessed(
                            one.workload,
                            format!("size and growth of the tempdb files of {name}"),
                            format!("Whether tempdb files of {name} are equal in size and growth is not known"),
                        )
                        .severity(Severity::Info);
                    }
                    continue;
                }
            };
            let finding = out.found(one.workload, message);
            finding.also(one.vm_id);
            cite_key(cx, finding, keys::sql::TEMPDB_DIFFERENCE_MIB);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TempdbFilesUnequal;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_a_gigabyte_or_on_other_growth() {
        let at = |mib: Option<u64>, equal: Option<bool>| {
            let plan = with(|sql, _| {
                sql.files.tempdb_difference = mib.map(Mib::new);
                sql.files.tempdb_equal_growth = equal;
            });
            run(&TempdbFilesUnequal, &plan)
        };
        assert!(run(&TempdbFilesUnequal, &sample()).is_empty());
        assert!(at(Some(1024), Some(true)).is_empty());
        assert!(at(Some(1025), Some(true))[0].message.contains("differ by"));
        assert!(
            at(Some(0), Some(false))[0]
                .message
                .contains("grow by different")
        );
        assert!(!at(None, None)[0].is_found());
        assert!(!at(Some(0), None)[0].is_found());
    }
}
