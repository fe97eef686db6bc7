//! A database above the edition limit.

use super::super::shared::{exceeds, gib};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server workload whose databases are larger than the edition lets a database grow.
    /// ## Why it matters
    /// The file cannot grow further: every insert then fails.
    /// ## What to do
    /// Use a higher edition, or spread the data over several databases.
    /// ## Limits
    /// The limit is of one database; a plan states their sum, so a workload of many small databases may be reported
    /// wrongly.
    /// ## References
    /// - SQL and hosts sheet, section 1 and check SQL-DB-EDITION (Editions and supported features of SQL Server, Microsoft)
    pub struct DatabaseOverEdition = "SQL", 6, Error, "a database above the edition limit", ["SQL-DB-EDITION"];
}

impl Check for DatabaseOverEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some((edition, most)), Some(facts)) = (
                one.edition(cx).and_then(|e| Some((e, e.max_database_mib?))),
                one.facts(cx),
            ) else {
                continue;
            };
            if exceeds(facts.database_mib, most) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "Databases of {} on {} take {}; {} edition lets a database grow to {}",
                        cx.name(one.workload),
                        cx.name(one.vm_id),
                        gib(facts.database_mib),
                        edition.name,
                        gib(most)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "database_size"));
                finding.source = crate::facts::cite(&edition.source.document, &edition.source.date);
                finding.unconfirmed = !edition.source.confirmed;
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
    fn the_sheets_express_example_fires_the_three_edition_checks() {
        let plan = with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.edition = "express".into();
            sql.database_size = Mib::new(12 * 1024);
            sql.max_server_memory = Some(Mib::new(8192));
            vm.vcpus = 8;
        });
        assert_eq!(run(&DatabaseOverEdition, &plan).len(), 1);
        assert_eq!(run(&CoresOverEdition, &plan).len(), 1);
        assert_eq!(run(&MaxMemoryOverEdition, &plan).len(), 1);
    }
}
