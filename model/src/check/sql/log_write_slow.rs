//! Slow log writes.

use super::super::shared::exceeds;
use super::instances;
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
    /// - SQL and hosts sheet, section 4.2 and check SQL-LOG-LAT (SQL Server transaction log write latency, sql-sasquatch, 2015)
    pub struct LogWriteSlow = "SQL", 21, Warning, "slow log writes", ["SQL-LOG-LAT"];
}

/// Good up to here (SQL Server transaction log write latency, sql-sasquatch, 2015).
const GOOD_MS: f64 = 5.0;
/// Bad above (same sheet section, recalled).
const BAD_MS: f64 = 20.0;

impl Check for LogWriteSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx)
            .into_iter()
            .filter(|i| i.nth == 0 || i.sql.log_write.is_some())
        {
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
            let (severity, most) = if exceeds(ms, BAD_MS) {
                (Severity::Warning, BAD_MS)
            } else if exceeds(ms, GOOD_MS) {
                (Severity::Info, GOOD_MS)
            } else {
                continue;
            };
            out.found(
                one.workload,
                format!(
                    "A log write of {name} takes {} ms, more than {} ms",
                    pretty(ms),
                    pretty(most)
                ),
            )
            .severity(severity)
            .also(one.vm_id)
            .evidence(one.figure(cx, "commit"));
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
