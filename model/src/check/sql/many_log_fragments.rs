//! A log in many fragments.

use super::super::shared::{exceeds, plural};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server with a log of more than 50 virtual log files (worth knowing) or more than 512 (bad).
    /// ## Why it matters
    /// Recovery, restore and the start of copies go through all of them; a failover takes longer.
    /// ## What to do
    /// Shrink the log and let it grow again in a few large steps.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; dbachecks, dataplat
    pub struct ManyLogFragments = "SQL", 32, Warning, "a log in many fragments", ["SQL-VLF"];
}

impl Check for ManyLogFragments {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let many = cx.cx.constant(keys::sql::FRAGMENTS_MANY);
        let too_many = cx.cx.constant(keys::sql::FRAGMENTS_TOO_MANY);
        for one in workloads(cx) {
            let Some(n) = one.sql.files.log_fragments.map(f64::from) else {
                // Known only where somebody looked; a new server has few.
                continue;
            };
            let (severity, most, key) = if exceeds(n, too_many) {
                (Severity::Warning, too_many, keys::sql::FRAGMENTS_TOO_MANY)
            } else if exceeds(n, many) {
                (Severity::Info, many, keys::sql::FRAGMENTS_MANY)
            } else {
                continue;
            };
            let finding = out.found(
                one.workload,
                format!(
                    "A log of {} consists of {}, more than {}",
                    cx.name(one.workload),
                    plural(n, "virtual log file"),
                    pretty(most)
                ),
            );
            finding.severity(severity).also(one.vm_id);
            cite_key(cx, finding, key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ManyLogFragments;
    use crate::check::Severity;
    use crate::check::sql::{run, with};

    #[test]
    fn worth_knowing_above_50_and_bad_above_512() {
        let at = |n: Option<u32>| {
            run(
                &ManyLogFragments,
                &with(|sql, _| sql.files.log_fragments = n),
            )
        };
        assert!(at(None).is_empty());
        assert!(at(Some(50)).is_empty());
        assert_eq!(at(Some(51))[0].severity, Severity::Info);
        assert_eq!(at(Some(512))[0].severity, Severity::Info);
        assert_eq!(at(Some(513))[0].severity, Severity::Warning);
    }
}
