//! Slow reads or writes of data files.

use super::super::shared::exceeds;
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlMeasured;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose measured reads or writes of data files take more than 20 ms on average; reads above 200 ms and
    /// writes above 100 ms are errors.
    /// ## Why it matters
    /// Every query that misses memory waits that long for each of its reads.
    /// ## What to do
    /// Use more or faster disks, or more memory so that fewer reads reach them.
    /// ## References
    /// - SQL Server storage settings guide, sqlwithvj, 2026 (20 ms); sp_Blitz and its check list, First Responder Kit (200
    ///   and 100 ms)
    pub struct DataAccessSlow = "SQL", 33, Warning, "slow reads or writes of data files", ["SQL-DATA-LAT"];
}

impl Check for DataAccessSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let slow = cx.cx.constant(keys::sql::DATA_SLOW_MS);
        for one in workloads(cx) {
            let (name, measured) = (cx.name(one.workload), &one.sql.measured);
            let all = [
                ("read", measured.data_read, keys::sql::DATA_READ_ALARM_MS),
                ("write", measured.data_write, keys::sql::DATA_WRITE_ALARM_MS),
            ];
            if all.iter().all(|(_, ms, _)| ms.is_none()) {
                if *measured != SqlMeasured::default() {
                    out.not_assessed(
                        one.workload,
                        format!("how long reads and writes of data of {name} take"),
                        format!("Reads and writes of data files of {name} were not measured"),
                    )
                    .severity(Severity::Info);
                }
                continue;
            }
            // The worse of both is reported, with the other in the same sentence.
            let mut words = Vec::new();
            let mut worst: Option<(Severity, &'static str)> = None;
            for (word, ms, alarm_key) in all {
                let Some(ms) = ms.map(crate::units::Ms::get) else {
                    continue;
                };
                let (severity, most, key) = if exceeds(ms, cx.cx.constant(alarm_key)) {
                    (Severity::Error, cx.cx.constant(alarm_key), alarm_key)
                } else if exceeds(ms, slow) {
                    (Severity::Warning, slow, keys::sql::DATA_SLOW_MS)
                } else {
                    continue;
                };
                words.push(format!(
                    "a {word} takes {} ms, more than {} ms",
                    pretty(ms),
                    pretty(most)
                ));
                if worst.is_none_or(|(s, _)| severity < s) {
                    worst = Some((severity, key));
                }
            }
            if let Some((severity, key)) = worst {
                let finding = out.found(
                    one.workload,
                    format!("Of data files of {name} {}", words.join("; ")),
                );
                finding.severity(severity).also(one.vm_id);
                cite_key(cx, finding, key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DataAccessSlow;
    use crate::check::Severity;
    use crate::check::sql::{run, sample, with};
    use crate::units::Ms;

    #[test]
    fn slow_above_20_and_an_error_above_200_read_or_100_written() {
        let at = |read: Option<f64>, write: Option<f64>| {
            let plan = with(|sql, _| {
                sql.measured.data_read = read.map(Ms::new);
                sql.measured.data_write = write.map(Ms::new);
            });
            run(&DataAccessSlow, &plan)
        };
        assert!(run(&DataAccessSlow, &sample()).is_empty());
        assert!(at(Some(20.0), Some(20.0)).is_empty());
        assert_eq!(at(Some(21.0), None)[0].severity, Severity::Warning);
        assert_eq!(at(Some(200.0), Some(100.0))[0].severity, Severity::Warning);
        assert_eq!(at(Some(201.0), None)[0].severity, Severity::Error);
        assert_eq!(at(None, Some(101.0))[0].severity, Severity::Error);
        let both = at(Some(30.0), Some(150.0));
        assert_eq!(both.len(), 1);
        assert_eq!(both[0].severity, Severity::Error);
        let other = with(|sql, _| sql.measured.cpu_cores = Some(1.0));
        assert!(!run(&DataAccessSlow, &other)[0].is_found());
    }
}
