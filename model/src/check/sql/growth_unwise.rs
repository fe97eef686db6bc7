//! Files that grow by a share, by too much or by too little.

use super::super::shared::{change_sql, exceeds, gib, offer, percent};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{SqlFiles, SqlGrowth};
use crate::units::{Mib, Quantity};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose data or log files grow by a percentage, by more than 1 GB, or by less than 64 MB at a time.
    /// ## Why it matters
    /// Large steps stall the work that needs the room; small ones come often and cut the log into many fragments; a
    /// percentage does first one and later the other.
    /// ## What to do
    /// Grow data files by 256 MB and log files by 128 MB, and size them so that growth is rare.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; dbachecks, dataplat; SQL Server Setup Checklist, First Responder Kit
    pub struct GrowthUnwise = "SQL", 31, Warning, "files that grow by a share, by too much or by too little", ["SQL-GROWTH"];
}

/// What is wrong with a growth, in words, and the constant that says so.
fn fault(cx: &CheckCx<'_>, growth: SqlGrowth) -> Option<(String, &'static str)> {
    let least = cx.cx.constant(keys::sql::GROWTH_LEAST_MIB);
    let most = cx.cx.constant(keys::sql::GROWTH_MOST_MIB);
    match growth {
        SqlGrowth::Percent(share) => Some((
            format!("by {}", percent(share.get())),
            keys::sql::GROWTH_MOST_MIB,
        )),
        SqlGrowth::By(mib) if exceeds(mib.as_f64(), most) => Some((
            format!("by {}, more than {}", gib(mib.as_f64()), gib(most)),
            keys::sql::GROWTH_MOST_MIB,
        )),
        SqlGrowth::By(mib) if exceeds(least, mib.as_f64()) => Some((
            format!("by {}, less than {}", gib(mib.as_f64()), gib(least)),
            keys::sql::GROWTH_LEAST_MIB,
        )),
        SqlGrowth::By(_) => None,
    }
}

impl Check for GrowthUnwise {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let (name, files) = (cx.name(one.workload), &one.sql.files);
            let (data, log) = (files.data_growth, files.log_growth);
            let faults: Vec<(&str, String, &'static str)> = [("Data", data), ("Log", log)]
                .into_iter()
                .filter_map(|(word, growth)| {
                    let (fault, key) = fault(cx, growth?)?;
                    Some((word, fault, key))
                })
                .collect();
            if let [(word, first, key), more @ ..] = faults.as_slice() {
                let also = more
                    .first()
                    .map_or_else(String::new, |(_, f, _)| format!(", log files {f}"));
                let finding = out.found(
                    one.workload,
                    format!("{word} files of {name} grow {first}{also}"),
                );
                finding.also(one.vm_id);
                cite_key(cx, finding, key);
                let data_mib = Mib::from_canonical(cx.cx.constant(keys::sql::GROWTH_DATA_MIB));
                let log_mib = Mib::from_canonical(cx.cx.constant(keys::sql::GROWTH_LOG_MIB));
                let wrong = |w: &str| faults.iter().any(|(x, ..)| *x == w);
                let label = format!("Let files of {name} grow by fixed amounts");
                let edit = change_sql(cx, one.workload, label, |s| {
                    if wrong("Data") {
                        s.files.data_growth = Some(SqlGrowth::By(data_mib));
                    }
                    if wrong("Log") {
                        s.files.log_growth = Some(SqlGrowth::By(log_mib));
                    }
                });
                let words = match (wrong("Data"), wrong("Log")) {
                    (true, true) => format!("Grow by {data_mib} and {log_mib}"),
                    (true, false) => format!("Grow by {data_mib}"),
                    _ => format!("Grow by {log_mib}"),
                };
                offer(finding, edit.map(|e| (words, e)));
            } else if *files != SqlFiles::default() && (data.is_none() || log.is_none()) {
                out.not_assessed(
                    one.workload,
                    format!("the growth of the files of {name}"),
                    format!("By how much files of {name} grow is not known"),
                )
                .severity(Severity::Info);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GrowthUnwise;
    use crate::check::sql::{run, sample, with};
    use crate::plan::SqlGrowth;
    use crate::units::{Mib, Share};

    fn by(mib: u64) -> Option<SqlGrowth> {
        Some(SqlGrowth::By(Mib::new(mib)))
    }

    fn at(data: Option<SqlGrowth>, log: Option<SqlGrowth>) -> Vec<crate::check::Finding> {
        run(
            &GrowthUnwise,
            &with(|sql, _| {
                sql.files.data_growth = data;
                sql.files.log_growth = log;
            }),
        )
    }

    #[test]
    fn from_64_to_1024_megabytes_pass() {
        assert!(run(&GrowthUnwise, &sample()).is_empty());
        assert!(at(by(64), by(1024)).is_empty());
        assert!(
            at(by(63), by(128))[0]
                .message
                .contains("Data files of shop grow by 63 MiB")
        );
        assert!(at(by(256), by(1025))[0].message.contains("Log files"));
        let share = Some(SqlGrowth::Percent(Share::new(0.1)));
        assert!(at(share, by(128))[0].message.contains("by 10 %"));
        assert!(at(share, share)[0].message.contains("log files by 10 %"));
        assert!(!at(None, by(128))[0].is_found());
    }

    #[test]
    fn its_fix_mends_both() {
        let share = Some(SqlGrowth::Percent(Share::new(0.1)));
        let plan = with(|sql, _| {
            sql.files.data_growth = share;
            sql.files.log_growth = share;
        });
        let f = run(&GrowthUnwise, &plan);
        assert_eq!(f[0].fixes[0].title, "Grow by 256 MiB and 128 MiB");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&GrowthUnwise, &mended).is_empty());
    }
}
