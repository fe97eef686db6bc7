//! Too few or oddly many tempdb files.

use super::super::shared::{change_sql, offer, plural};
use super::{cite_key, instances};
use crate::catalogue::keys;
use crate::check::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::formula::sql::parallel;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose number of tempdb data files is neither its processors up to 8, nor 8, nor more in steps of 4.
    /// ## Why it matters
    /// Allocation pages of tempdb are fought over when there are too few files.
    /// ## What to do
    /// Use as many files as processors, up to 8, all of one size.
    /// ## References
    /// - tempdb database, Microsoft, 2017; SQL Assessment API default ruleset, Microsoft
    pub struct TempdbFiles = "SQL", 16, Warning, "too few or oddly many tempdb files", ["SQL-TDB-FILES"];
}

impl Check for TempdbFiles {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let name = cx.name(one.workload);
            let Some(files) = one.sql.tempdb_files else {
                if !one.first {
                    continue;
                }
                out.not_assessed(
                    one.workload,
                    format!("the tempdb files of {name}"),
                    format!("How many tempdb files {name} has is not known"),
                )
                .severity(Severity::Info);
                continue;
            };
            let Some(facts) = one.facts(cx) else { continue };
            let most = cx.cx.constant(keys::sql::TEMPDB_FILES_MOST);
            let step = cx.cx.constant(keys::sql::TEMPDB_FILES_STEP);
            let advised = facts.tempdb_files;
            let wanted = advised as u32;
            let wrong = !parallel::tempdb_files_fit(f64::from(files), advised, most, step);
            if wrong {
                let finding = out.found(
                    one.workload,
                    format!(
                        "{name} has {} on {} of {}; {wanted} are advised",
                        plural(files, "tempdb file"),
                        plural(one.vm.vcpus, "vCPU"),
                        cx.name(one.vm_id),
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "tempdb_files"));
                cite_key(cx, finding, keys::sql::TEMPDB_FILES_MOST);
                let title = format!("Use {}", plural(wanted, "tempdb file"));
                let label = format!("Give {name} {}", plural(wanted, "tempdb file"));
                let edit = change_sql(cx, one.workload, label, |s| s.tempdb_files = Some(wanted));
                offer(finding, edit.map(|e| (title, e)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TempdbFiles;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn the_rule_of_files() {
        let at = |files: Option<u32>, vcpus: u32| {
            let plan = with(|sql, vm| {
                sql.tempdb_files = files;
                vm.vcpus = vcpus;
            });
            run(&TempdbFiles, &plan)
        };
        assert!(run(&TempdbFiles, &sample()).is_empty());
        for (files, vcpus) in [(1, 1), (4, 4), (8, 16), (8, 4), (12, 16)] {
            assert!(at(Some(files), vcpus).is_empty(), "{files} on {vcpus}");
        }
        for (files, vcpus) in [(1, 4), (5, 4), (7, 8), (10, 16)] {
            assert!(at(Some(files), vcpus)[0].is_found(), "{files} on {vcpus}");
        }
        assert!(!at(None, 4)[0].is_found());
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = with(|sql, _| sql.tempdb_files = Some(1));
        let f = run(&TempdbFiles, &plan);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&TempdbFiles, &mended).is_empty());
    }
}
