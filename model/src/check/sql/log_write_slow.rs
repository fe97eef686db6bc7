//! Slow log writes.

use super::super::shared::exceeds;
use super::{cite_key, workloads};
use crate::catalogue::keys;
use crate::check::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose log writes take more than 5 ms (worth knowing) or more than 20 ms (bad).
    /// ## Why it matters
    /// Every commit waits for its log write.
    /// ## What to do
    /// Put logs on faster disks with a protected write cache, apart from everything else.
    /// ## References
    /// - SQL Server transaction log write latency, sql-sasquatch, 2015; the upper bound is recalled
    pub struct LogWriteSlow = "SQL", 21, Warning, "slow log writes", ["SQL-LOG-LAT"];
}

impl Check for LogWriteSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let good = cx.cx.constant(keys::sql::LOG_WRITE_MS);
        let bad = cx.cx.constant(keys::sql::LOG_WRITE_BAD_MS);
        for one in workloads(cx) {
            let name = cx.name(one.workload);
            let Some(ms) = one.sql.log_write.map(crate::units::Ms::get) else {
                out.not_assessed(
                    one.workload,
                    format!("the log write time of {name}"),
                    format!("How long a log write of {name} takes is not known; a planning value stands in"),
                )
                .severity(Severity::Info);
                continue;
            };
            let (severity, most, key) = if exceeds(ms, bad) {
                (Severity::Warning, bad, keys::sql::LOG_WRITE_BAD_MS)
            } else if exceeds(ms, good) {
                (Severity::Info, good, keys::sql::LOG_WRITE_MS)
            } else {
                continue;
            };
            let finding = out.found(
                one.workload,
                format!(
                    "A log write of {name} takes {} ms, more than {} ms",
                    pretty(ms),
                    pretty(most)
                ),
            );
            finding
                .severity(severity)
                .also(one.vm_id)
                .evidence(one.figure(cx, "commit_local"));
            cite_key(cx, finding, key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogWriteSlow;
    use crate::check::Severity;
    use crate::check::sql::{run, with};
    use crate::units::Ms;

    #[test]
    fn worth_knowing_above_five_and_bad_above_twenty() {
        let at = |ms: f64| {
            run(
                &LogWriteSlow,
                &with(|sql, _| sql.log_write = Some(Ms::new(ms))),
            )
        };
        assert!(at(5.0).is_empty());
        assert_eq!(at(6.0)[0].severity, Severity::Info);
        assert_eq!(at(20.0)[0].severity, Severity::Info);
        assert_eq!(at(21.0)[0].severity, Severity::Warning);
        let f = run(&LogWriteSlow, &with(|sql, _| sql.log_write = None));
        assert!(!f[0].is_found());
        assert_eq!(f[0].severity, Severity::Info);
    }
}
