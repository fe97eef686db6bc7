//! A database above the edition limit.

use super::super::shared::{cite, exceeds, gib};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server workload whose largest database is larger than the edition lets a database grow. Where the largest is
    /// not told, all databases together are compared.
    /// ## Why it matters
    /// The file cannot grow further: every insert then fails.
    /// ## What to do
    /// Use a higher edition, or spread the data over several databases.
    /// ## Limits
    /// Without the size of the largest one, a workload of many small databases may be reported wrongly.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; Limitations of SQL Server Express, newbedev, 2020
    pub struct DatabaseOverEdition = "SQL", 6, Error, "a database above the edition limit", ["SQL-DB-EDITION"];
}

impl Check for DatabaseOverEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(edition), Some((most, row)), Some(facts)) = (
                one.edition(cx),
                one.edition_limit(cx, "database_mib"),
                one.facts(cx),
            ) else {
                continue;
            };
            let size = facts.largest_database_mib;
            if exceeds(size, most) {
                let what = if one.sql.files.largest_database.is_some() {
                    "The largest database of"
                } else {
                    "Databases of"
                };
                let finding = out.found(
                    one.workload,
                    format!(
                        "{what} {} on {}: {}; {} edition lets a database grow to {}",
                        cx.name(one.workload),
                        cx.name(one.vm_id),
                        gib(size),
                        edition.name,
                        gib(most)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "largest_database"));
                cite(finding, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseOverEdition;
    use crate::check::sql::{
        cores_over_edition::CoresOverEdition, max_memory_over_edition::MaxMemoryOverEdition, run,
        sample, with,
    };
    use crate::check::{Check, Severity};
    use crate::units::Mib;

    #[test]
    fn trips_above_the_edition_and_not_at_it() {
        assert!(run(&DatabaseOverEdition, &sample()).is_empty());
        let size = |gib: u64| {
            with(|sql, _| {
                sql.edition = "express".into();
                sql.database_size = Mib::new(gib * 1024);
            })
        };
        assert!(run(&DatabaseOverEdition, &size(10)).is_empty());
        assert_eq!(run(&DatabaseOverEdition, &size(11)).len(), 1);
    }

    #[test]
    fn many_small_databases_pass_where_the_largest_is_told() {
        let plan = with(|sql, _| {
            sql.edition = "express".into();
            sql.database_size = Mib::new(40 * 1024);
            sql.files.largest_database = Some(Mib::new(10 * 1024));
        });
        assert!(run(&DatabaseOverEdition, &plan).is_empty());
    }

    /// SQL Server 2022 Express on 8 vCPUs in 2 sockets and 16 GB with 8,192 MB and 12 GB of databases (Editions and
    /// supported features of SQL Server 2022, Microsoft): of the checks of editions exactly these three.
    #[test]
    fn express_fires_the_three_edition_checks() {
        let plan = with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.edition = "express".into();
            sql.database_size = Mib::new(12 * 1024);
            sql.max_server_memory = Some(Mib::new(8192));
            vm.vcpus = 8;
            vm.sockets = Some(2);
            vm.ram = Mib::new(16 * 1024);
        });
        for (check, severity) in [
            (&CoresOverEdition as &'static dyn Check, Severity::Warning),
            (&MaxMemoryOverEdition, Severity::Info),
            (&DatabaseOverEdition, Severity::Error),
        ] {
            let f = run(check, &plan);
            assert_eq!(f.len(), 1, "{f:#?}");
            assert!(f[0].is_found());
            assert_eq!(f[0].severity, severity);
        }
    }
}
