//! Cost threshold for parallelism as installed.

use super::super::shared::{change_sql, offer};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlInstance;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose cost threshold for parallelism is 5, as installed.
    /// ## Why it matters
    /// The value stems from machines of the last century: small queries go parallel and wait for their own threads.
    /// ## What to do
    /// Begin with 50, and watch.
    /// ## References
    /// - SQL Server Setup Checklist, First Responder Kit, 2026; SQL Assessment API default ruleset, Microsoft
    pub struct CostThresholdDefault = "SQL", 25, Info, "cost threshold for parallelism as installed", ["SQL-CTFP"];
}

impl Check for CostThresholdDefault {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let installed = cx.cx.constant(keys::sql::COST_THRESHOLD_DEFAULT);
        let advised = cx.cx.constant(keys::sql::COST_THRESHOLD);
        for one in workloads(cx) {
            let name = cx.name(one.workload);
            match one.sql.instance.cost_threshold {
                Some(n) if f64::from(n) == installed => {
                    let finding = out.found(
                        one.workload,
                        format!("Cost threshold for parallelism of {name} is {n}, as installed"),
                    );
                    finding.evidence(one.figure(cx, "cost_threshold"));
                    cite_key(cx, finding, keys::sql::COST_THRESHOLD);
                    let words = pretty(advised);
                    let label = format!("Set cost threshold of {name} to {words}");
                    let edit = change_sql(cx, one.workload, label, |s| {
                        s.instance.cost_threshold = Some(advised as u32);
                    });
                    offer(
                        finding,
                        edit.map(|e| (format!("Set cost threshold to {words}"), e)),
                    );
                }
                None if one.sql.instance != SqlInstance::default() => {
                    out.not_assessed(
                        one.workload,
                        format!("the cost threshold for parallelism of {name}"),
                        format!("The cost threshold for parallelism of {name} is not known"),
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
    use super::CostThresholdDefault;
    use crate::check::sql::{run, sample, with};
    use crate::plan::SqlInstance;

    #[test]
    fn trips_at_five_alone_and_its_fix_mends_it() {
        let at = |n: Option<u32>| with(|sql, _| sql.instance.cost_threshold = n);
        assert!(run(&CostThresholdDefault, &sample()).is_empty());
        for n in [4, 6, 50] {
            assert!(run(&CostThresholdDefault, &at(Some(n))).is_empty());
        }
        let plan = at(Some(5));
        let f = run(&CostThresholdDefault, &plan);
        assert_eq!(f[0].fixes[0].title, "Set cost threshold to 50");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&CostThresholdDefault, &mended).is_empty());
        assert!(!run(&CostThresholdDefault, &at(None))[0].is_found());
        let silent = with(|sql, _| sql.instance = SqlInstance::default());
        assert!(run(&CostThresholdDefault, &silent).is_empty());
    }
}
