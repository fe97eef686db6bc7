//! Backups that are too far apart.

use super::super::shared::{change_sql, exceeds, offer};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlBackup;
use crate::units::{Secs, pretty};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose log is backed up less often than every 15 minutes (or less often than the data that may be lost
    /// allow), or whose last full backup can be older than 7 days.
    /// ## Why it matters
    /// What was written since the last log backup is gone when the database is; a restore from an old full backup takes
    /// many steps.
    /// ## What to do
    /// Back up the log at least as often as data may be lost, and everything once a week.
    /// ## References
    /// - dbachecks default configuration, dataplat; SQL Assessment API default ruleset, Microsoft (24 hours for logs)
    pub struct BackupsTooRare = "SQL", 38, Warning, "backups that are too far apart", ["SQL-BACKUP-AGE"];
}

/// `15 min`, `7 days`.
fn span(seconds: f64) -> String {
    if seconds >= 86_400.0 {
        super::super::shared::plural(seconds / 86_400.0, "day")
    } else if seconds >= 3_600.0 {
        format!("{} h", pretty(seconds / 3_600.0))
    } else {
        format!("{} min", pretty(seconds / 60.0))
    }
}

impl Check for BackupsTooRare {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let (name, backup) = (cx.name(one.workload), &one.sql.backup);
            let general = cx.cx.constant(keys::sql::LOG_BACKUP_S);
            let log_most = backup
                .longest_loss
                .map_or(general, |s| s.get().min(general));
            let full_most = cx.cx.constant(keys::sql::FULL_BACKUP_S);
            let rows = [
                (
                    "the log",
                    backup.log_every,
                    log_most,
                    keys::sql::LOG_BACKUP_S,
                ),
                (
                    "everything",
                    backup.full_every,
                    full_most,
                    keys::sql::FULL_BACKUP_S,
                ),
            ];
            let rare: Vec<_> = rows
                .iter()
                .filter_map(|(word, every, most, key)| {
                    let every = every.map(Secs::get)?;
                    exceeds(every, *most).then_some((*word, every, *most, *key))
                })
                .collect();
            if let Some((.., key)) = rare.first() {
                let words: Vec<String> = rare
                    .iter()
                    .map(|(word, every, most, _)| {
                        format!("{word} every {}, not every {}", span(*every), span(*most))
                    })
                    .collect();
                let finding = out.found(
                    one.workload,
                    format!("{name} is backed up too rarely: {}", words.join("; ")),
                );
                finding.also(one.vm_id);
                cite_key(cx, finding, key);
                let label = format!("Back up {name} more often");
                let edit = change_sql(cx, one.workload, label, |s| {
                    for (every, most) in [
                        (&mut s.backup.log_every, log_most),
                        (&mut s.backup.full_every, full_most),
                    ] {
                        *every = every.map(|e| Secs::new(e.get().min(most)));
                    }
                });
                offer(finding, edit.map(|e| ("Back up more often".to_owned(), e)));
            } else if *backup != SqlBackup::default()
                && (backup.log_every.is_none() || backup.full_every.is_none())
            {
                let what = if backup.log_every.is_none() {
                    "the log of"
                } else {
                    "all of"
                };
                out.not_assessed(
                    one.workload,
                    format!("how often {name} is backed up"),
                    format!("How often {what} {name} is backed up is not known"),
                )
                .severity(Severity::Info);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BackupsTooRare;
    use crate::check::sql::{run, sample, with};
    use crate::units::Secs;

    #[test]
    fn fifteen_minutes_and_seven_days() {
        let plan = |log: f64, full: f64, loss: Option<f64>| {
            with(|sql, _| {
                sql.backup.log_every = Some(Secs::new(log));
                sql.backup.full_every = Some(Secs::new(full));
                sql.backup.longest_loss = loss.map(Secs::new);
            })
        };
        let week = 7.0 * 86_400.0;
        assert!(run(&BackupsTooRare, &sample()).is_empty(), "nothing told");
        assert!(run(&BackupsTooRare, &plan(900.0, week, None)).is_empty());
        let f = run(&BackupsTooRare, &plan(901.0, week, None));
        assert!(f[0].message.contains("the log every"), "{f:#?}");
        assert_eq!(
            run(&BackupsTooRare, &plan(900.0, week + 1.0, None)).len(),
            1
        );
        let strict = plan(600.0, week, Some(300.0));
        let f = run(&BackupsTooRare, &strict);
        assert!(f[0].message.contains("not every 5 min"), "{f:#?}");
        let mended = f[0].fixes[0].edit.apply(&strict).unwrap();
        assert!(run(&BackupsTooRare, &mended).is_empty());
        let part = with(|sql, _| sql.backup.log_every = None);
        assert!(!run(&BackupsTooRare, &part)[0].is_found());
    }
}
