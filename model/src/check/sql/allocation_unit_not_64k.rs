//! Volumes with another allocation unit than 64 KB.

use super::super::shared::{change_sql, offer};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlFiles;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose volumes of data and logs are formatted with another allocation unit than 64 KB.
    /// ## Why it matters
    /// SQL Server reads and writes extents of 64 KB; smaller units make more work of them.
    /// ## What to do
    /// Format volumes of data, logs and tempdb with 64 KB before files are put on them.
    /// ## Limits
    /// On the local disks of a cloud VM the same is a warning; a plan does not know clouds.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; SQL Server Setup Checklist, First Responder Kit
    pub struct AllocationUnitNot64k = "SQL", 29, Info, "volumes with another allocation unit than 64 KB", ["SQL-ALLOC-64K"];
}

impl Check for AllocationUnitNot64k {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let wanted = cx.cx.constant(keys::sql::ALLOCATION_UNIT_KIB);
        for one in workloads(cx) {
            let name = cx.name(one.workload);
            match one.sql.files.allocation_unit_kib {
                Some(kib) if f64::from(kib) != wanted => {
                    let finding = out.found(
                        one.workload,
                        format!(
                            "Volumes of {name} are formatted with {kib} KB, not {} KB",
                            pretty(wanted)
                        ),
                    );
                    finding.also(one.vm_id);
                    cite_key(cx, finding, keys::sql::ALLOCATION_UNIT_KIB);
                    let words = pretty(wanted);
                    let label = format!("Format volumes of {name} with {words} KB");
                    let edit = change_sql(cx, one.workload, label, |s| {
                        s.files.allocation_unit_kib = Some(wanted as u32);
                    });
                    offer(
                        finding,
                        edit.map(|e| (format!("Format with {words} KB"), e)),
                    );
                }
                None if one.sql.files != SqlFiles::default() => {
                    out.not_assessed(
                        one.workload,
                        format!("the allocation unit of the volumes of {name}"),
                        format!("How the volumes of {name} are formatted is not known"),
                    )
                    .severity(Severity::Info);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AllocationUnitNot64k;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_on_other_units_and_its_fix_mends_it() {
        let at = |kib: Option<u32>| with(|sql, _| sql.files.allocation_unit_kib = kib);
        assert!(run(&AllocationUnitNot64k, &sample()).is_empty());
        assert_eq!(run(&AllocationUnitNot64k, &at(Some(128))).len(), 1);
        let plan = at(Some(4));
        let f = run(&AllocationUnitNot64k, &plan);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&AllocationUnitNot64k, &mended).is_empty());
        assert!(!run(&AllocationUnitNot64k, &at(None))[0].is_found());
    }
}
