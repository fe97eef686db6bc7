//! Copies that the edition does not offer.

use super::super::shared::{change_sql, cite, exceeds, offer, plural};
use super::{Instance, workloads};
use crate::catalogue::Constant;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::{SqlCommit, SqlCopies, SqlCopying};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server with an availability group of more replicas or databases than its edition allows, or with asynchronous
    /// mirroring that its edition does not offer.
    /// ## Why it matters
    /// Setup refuses it: the protection that the plan counts on is not there.
    /// ## What to do
    /// Use a higher edition, a basic group for each database, or synchronous mirroring.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; earlier versions are recalled
    pub struct CopiesNotInEdition = "SQL", 35, Error, "copies that the edition does not offer", ["SQL-SYNC-STD"];
}

/// What is wrong, in words, with the row that says so.
fn faults<'a>(
    cx: &CheckCx<'a>,
    one: &Instance<'a>,
    copies: &SqlCopies,
    edition: &str,
) -> Vec<(String, &'a Constant)> {
    let mut out = Vec::new();
    if copies.by == SqlCopying::Mirroring {
        let asynchronous = copies
            .replicas
            .iter()
            .any(|r| r.commit == SqlCommit::Asynchronous);
        if let Some((offered, row)) = one.edition_limit(cx, "asynchronous_mirroring")
            && asynchronous
            && offered <= 0.0
        {
            out.push((format!("{edition} edition mirrors synchronously only"), row));
        }
        return out;
    }
    let replicas = copies.replicas.len() as f64 + 1.0;
    if let Some((most, row)) = one.edition_limit(cx, "group_replicas")
        && exceeds(replicas, most)
    {
        out.push((
            if most <= 0.0 {
                format!("{edition} edition has no availability groups")
            } else {
                format!(
                    "it has {}, and {edition} edition allows {} in a group",
                    plural(replicas, "replica"),
                    pretty(most)
                )
            },
            row,
        ));
    }
    if let Some((most, row)) = one.edition_limit(cx, "group_databases")
        && most > 0.0
        && let Some(n) = copies.databases.or(one.sql.files.databases)
        && exceeds(f64::from(n), most)
    {
        out.push((
            format!(
                "a group holds {}, and {edition} edition allows {}",
                plural(n, "database"),
                pretty(most)
            ),
            row,
        ));
    }
    out
}

impl Check for CopiesNotInEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let (Some(copies), Some(edition)) = (&one.sql.copies, one.edition(cx)) else {
                continue;
            };
            let name = cx.name(one.workload);
            let faults = faults(cx, &one, copies, &edition.name);
            if let Some((_, row)) = faults.first() {
                let words: Vec<&str> = faults.iter().map(|(w, _)| w.as_str()).collect();
                let finding = out.found(
                    one.workload,
                    format!("Copies of {name} cannot be made: {}", words.join("; ")),
                );
                finding.also(one.vm_id);
                cite(finding, row);
                if copies.by == SqlCopying::Mirroring {
                    let label = format!("Mirror {name} synchronously");
                    let edit = change_sql(cx, one.workload, label, |s| {
                        for r in s.copies.iter_mut().flat_map(|c| &mut c.replicas) {
                            r.commit = SqlCommit::Synchronous;
                        }
                    });
                    offer(
                        finding,
                        edit.map(|e| ("Mirror synchronously".to_owned(), e)),
                    );
                }
                continue;
            }
            let limited = one
                .edition_limit(cx, "group_databases")
                .is_some_and(|(most, _)| most > 0.0);
            let told = copies.databases.or(one.sql.files.databases).is_some();
            if copies.by == SqlCopying::AvailabilityGroup && limited && !told {
                out.not_assessed(
                    one.workload,
                    format!("the databases in a group of {name}"),
                    format!(
                        "How many databases a group of {name} holds is not known; {} edition limits them",
                        edition.name
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CopiesNotInEdition;
    use crate::check::sql::{copied, copied_with, run, sample};
    use crate::plan::{SqlCommit, SqlCopying, SqlReplica};

    #[test]
    fn a_basic_group_has_two_replicas_and_one_database() {
        assert!(run(&CopiesNotInEdition, &sample()).is_empty());
        assert!(
            run(&CopiesNotInEdition, &copied(|_| ())).is_empty(),
            "Enterprise"
        );
        let at = |replicas: usize, databases: Option<u32>| {
            let plan = copied_with(|sql| {
                sql.edition = "standard".into();
                let c = sql.copies.as_mut().unwrap();
                c.replicas = vec![SqlReplica::default(); replicas];
                c.databases = databases;
            });
            run(&CopiesNotInEdition, &plan)
        };
        assert!(at(1, Some(1)).is_empty());
        assert!(at(2, Some(1))[0].message.contains("3 replicas"));
        assert!(at(1, Some(2))[0].message.contains("2 databases"));
        assert!(!at(1, None)[0].is_found());
    }

    #[test]
    fn standard_mirrors_synchronously_and_its_fix_mends_it() {
        let plan = copied_with(|sql| {
            sql.edition = "standard".into();
            let c = sql.copies.as_mut().unwrap();
            c.by = SqlCopying::Mirroring;
            c.replicas[0].commit = SqlCommit::Asynchronous;
        });
        let f = run(&CopiesNotInEdition, &plan);
        assert_eq!(f.len(), 1);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&CopiesNotInEdition, &mended).is_empty());
    }

    #[test]
    fn before_2012_there_are_no_groups() {
        let plan = copied_with(|sql| sql.version = "sql-2008".into());
        assert!(
            run(&CopiesNotInEdition, &plan)[0]
                .message
                .contains("no availability groups")
        );
    }
}
