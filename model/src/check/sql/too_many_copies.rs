//! More copies than an availability group has.

use super::super::shared::{change_sql, cite, exceeds, offer, plural};
use super::workloads;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{SqlCommit, SqlCopying};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// An availability group with more secondary replicas than the version allows, 8 from 2014, or with more synchronous
    /// ones, 4 from 2019 and 2 before.
    /// ## Why it matters
    /// Setup refuses the surplus, so what the plan counts on is not there.
    /// ## What to do
    /// Take replicas away, or let some commit asynchronously.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; AWS Prescriptive Guidance (the primary is counted
    ///   among five); sqldbahub.com for 2012 to 2017
    pub struct TooManyCopies = "SQL", 36, Error, "more copies than an availability group has", ["SQL-SYNC-COUNT"];
}

impl Check for TooManyCopies {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let Some(copies) = &one.sql.copies else {
                continue;
            };
            if copies.by != SqlCopying::AvailabilityGroup {
                continue;
            }
            let name = cx.name(one.workload);
            let all = copies.replicas.len() as f64;
            let synchronous = copies
                .replicas
                .iter()
                .filter(|r| r.commit == SqlCommit::Synchronous)
                .count() as f64;
            for (has, key, word) in [
                (all, "secondaries", "secondary replica"),
                (
                    synchronous,
                    "synchronous_secondaries",
                    "synchronous secondary replica",
                ),
            ] {
                let Some((most, row)) = one.version_limit(cx, key) else {
                    continue;
                };
                // Versions without groups are a matter of the edition's check.
                if most <= 0.0 || !exceeds(has, most) {
                    continue;
                }
                let version = one.version(cx).map_or_else(String::new, |v| v.name.clone());
                let finding = out.found(
                    one.workload,
                    format!(
                        "The group of {name} has {}; {version} allows {}",
                        plural(has, word),
                        pretty(most)
                    ),
                );
                finding.also(one.vm_id);
                cite(finding, row);
                if key == "synchronous_secondaries" {
                    let label = format!("Let surplus copies of {name} commit asynchronously");
                    let edit = change_sql(cx, one.workload, label, |s| {
                        let mut left = most as usize;
                        for r in s.copies.iter_mut().flat_map(|c| &mut c.replicas) {
                            if r.commit == SqlCommit::Synchronous {
                                if left == 0 {
                                    r.commit = SqlCommit::Asynchronous;
                                    r.automatic = false;
                                } else {
                                    left -= 1;
                                }
                            }
                        }
                    });
                    offer(
                        finding,
                        edit.map(|e| ("Make the surplus asynchronous".to_owned(), e)),
                    );
                }
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TooManyCopies;
    use crate::check::sql::{copied_with, run, sample};
    use crate::plan::{Plan, SqlCommit, SqlReplica};

    fn plan(version: &str, synchronous: usize, asynchronous: usize) -> Plan {
        copied_with(|sql| {
            sql.version = version.into();
            let c = sql.copies.as_mut().unwrap();
            c.replicas = vec![SqlReplica::default(); synchronous];
            for _ in 0..asynchronous {
                c.replicas.push(SqlReplica {
                    commit: SqlCommit::Asynchronous,
                    ..SqlReplica::default()
                });
            }
        })
    }

    #[test]
    fn by_version() {
        assert!(run(&TooManyCopies, &sample()).is_empty());
        for (version, synchronous, asynchronous, trips) in [
            ("sql-2022", 4, 4, false),
            ("sql-2022", 5, 0, true),
            ("sql-2022", 4, 5, true),
            ("sql-2017", 2, 6, false),
            ("sql-2017", 3, 0, true),
            ("sql-2012", 2, 2, false),
            ("sql-2012", 2, 3, true),
            ("sql-2008", 2, 0, false),
        ] {
            let f = run(&TooManyCopies, &plan(version, synchronous, asynchronous));
            assert_eq!(
                !f.is_empty(),
                trips,
                "{version} {synchronous}+{asynchronous}"
            );
        }
    }

    #[test]
    fn its_fix_mends_it() {
        let plan = plan("sql-2022", 6, 1);
        let f = run(&TooManyCopies, &plan);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&TooManyCopies, &mended).is_empty());
    }
}
