//! Instant file initialisation off.

use super::super::shared::{change_sql, offer};
use super::workloads;
use crate::catalogue::Severity;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlInstance;

crate::check! {
    /// ## What it finds
    /// A SQL Server without instant file initialisation.
    /// ## Why it matters
    /// Each growth of a data file, and a restore, first writes zeros over all of it; work waits meanwhile.
    /// ## What to do
    /// Give the service account the right to perform volume maintenance tasks; setup offers it from 2016.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft
    pub struct NoInstantInitialisation = "SQL", 30, Warning, "instant file initialisation off", ["SQL-IFI"];
}

impl Check for NoInstantInitialisation {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let name = cx.name(one.workload);
            match one.sql.instance.instant_initialisation {
                Some(false) => {
                    let finding = out.found(
                        one.workload,
                        format!("Instant file initialisation of {name} is off"),
                    );
                    finding.also(one.vm_id);
                    let label = format!("Turn on instant file initialisation of {name}");
                    let edit = change_sql(cx, one.workload, label, |s| {
                        s.instance.instant_initialisation = Some(true);
                    });
                    offer(finding, edit.map(|e| ("Turn it on".to_owned(), e)));
                }
                None if one.sql.instance != SqlInstance::default() => {
                    out.not_assessed(
                        one.workload,
                        format!("instant file initialisation of {name}"),
                        format!("Whether {name} initialises files instantly is not known"),
                    )
                    .severity(Severity::Info);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NoInstantInitialisation;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_when_off_and_its_fix_mends_it() {
        let at = |on: Option<bool>| with(|sql, _| sql.instance.instant_initialisation = on);
        assert!(run(&NoInstantInitialisation, &sample()).is_empty());
        let plan = at(Some(false));
        let f = run(&NoInstantInitialisation, &plan);
        assert!(f[0].is_found());
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&NoInstantInitialisation, &mended).is_empty());
        assert!(!run(&NoInstantInitialisation, &at(None))[0].is_found());
    }
}
