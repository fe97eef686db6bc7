//! A SQL Server of an unknown version or edition.

use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::WorkloadKind;

crate::check! {
    /// ## What it finds
    /// A SQL Server workload whose version or edition the catalogue does not have.
    /// ## Why it matters
    /// The limits of the edition cannot be checked: a database that cannot grow would pass.
    /// ## What to do
    /// Choose a version and edition that the catalogue has, or add a table for yours.
    /// ## References
    /// - Planning rule of the product: nothing passes by silence
    pub struct UnknownVersionOrEdition = "SQL", 19, Error, "a SQL Server of an unknown version or edition", [];
}

impl Check for UnknownVersionOrEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, workload) in cx.plan().workloads.iter() {
            let WorkloadKind::Sql(sql) = &workload.kind else {
                continue;
            };
            let known = cx.cx.catalogue.tables.sql.get(&sql.version);
            let message = match known {
                None => format!(
                    "{} is of version {}, which the catalogue does not have",
                    cx.name(id),
                    sql.version
                ),
                Some(version) if !version.editions.contains_key(&sql.edition) => {
                    let has: Vec<&str> = version.editions.keys().map(String::as_str).collect();
                    format!(
                        "{} is of edition {}, which {} does not have (it has {})",
                        cx.name(id),
                        sql.edition,
                        version.name,
                        has.join(", ")
                    )
                }
                Some(_) => continue,
            };
            out.found(id, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UnknownVersionOrEdition;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_on_what_the_catalogue_does_not_have() {
        assert!(run(&UnknownVersionOrEdition, &sample()).is_empty());
        let version = with(|sql, _| sql.version = "sql-7".into());
        assert!(
            run(&UnknownVersionOrEdition, &version)[0]
                .message
                .contains("sql-7")
        );
        let edition = with(|sql, _| sql.edition = "gold".into());
        assert!(
            run(&UnknownVersionOrEdition, &edition)[0]
                .message
                .contains("standard")
        );
    }
}
