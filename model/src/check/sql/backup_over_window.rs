//! A backup longer than its window.

use super::super::shared::{change_sql, exceeds, offer};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::figure::over;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose full backup, at the slowest of what bounds it (reading the source, the network, the backup's
    /// place), takes longer than its window.
    /// ## Why it matters
    /// The backup runs into the working day, or is cut off and is none.
    /// ## What to do
    /// Compress it, use a faster place or network, or back up fully less often with differential backups between.
    /// ## References
    /// - Derived; compression: Data and backup compression part 3, Microsoft TechNet blog, 2008
    pub struct BackupOverWindow = "SQL", 39, Warning, "a backup longer than its window", ["SQL-BACKUP-WINDOW"];
}

impl Check for BackupOverWindow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(window), Some(facts)) = (one.sql.backup.window, one.facts(cx)) else {
                continue;
            };
            let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
            let Some(time) = facts.backup_s else {
                if one.first {
                    out.not_assessed(
                        one.workload,
                        format!("a rate that bounds the backup of {name}"),
                        format!("How long a backup of {name} takes is not known: give the rate of its place, of the network or of the storage"),
                    );
                }
                continue;
            };
            if exceeds(time, window.get()) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "A full backup of {name} on {vm} takes {} h; its window is {} h",
                        pretty(over(time, 3_600.0)),
                        pretty(over(window.get(), 3_600.0))
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "backup_time"));
                let offered = one
                    .edition_limit(cx, "backup_compression")
                    .is_some_and(|(v, _)| v > 0.0);
                if offered && !one.sql.backup.compressed {
                    let label = format!("Compress backups of {name}");
                    let edit = change_sql(cx, one.workload, label, |s| s.backup.compressed = true);
                    offer(finding, edit.map(|e| ("Compress backups".to_owned(), e)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BackupOverWindow;
    use crate::check::sql::{run, sample, with};
    use crate::plan::Plan;
    use crate::units::{MbPerS, Secs};

    /// 40 GiB are 42,949.67 MB: 429.5 s at 100 MB/s.
    fn plan(window: f64, target: Option<f64>) -> Plan {
        with(|sql, _| {
            sql.backup.compressed = false;
            sql.backup.window = Some(Secs::new(window));
            sql.backup.target = target.map(MbPerS::new);
        })
    }

    #[test]
    fn trips_above_the_window_and_compression_mends_it() {
        assert!(run(&BackupOverWindow, &sample()).is_empty());
        assert!(run(&BackupOverWindow, &plan(430.0, Some(100.0))).is_empty());
        let bad = plan(429.0, Some(100.0));
        let f = run(&BackupOverWindow, &bad);
        assert_eq!(f[0].fixes[0].title, "Compress backups");
        let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
        assert!(run(&BackupOverWindow, &mended).is_empty());
        assert!(!run(&BackupOverWindow, &plan(429.0, None))[0].is_found());
    }
}
