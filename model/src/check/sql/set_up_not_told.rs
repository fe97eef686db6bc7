//! A tier-1 SQL Server whose set-up is not told.

use super::workloads;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A tier-1 SQL Server of which neither settings of the instance nor its files are told.
    /// ## Why it matters
    /// Checks of parallelism, file growth, allocation units, instant initialisation and tempdb then cannot look.
    /// ## What to do
    /// Give what is known under settings of the instance and files of the workload.
    /// ## References
    /// - Planning rule of the product: nothing passes by silence
    pub struct SetUpNotTold = "SQL", 44, Info, "a tier-1 SQL Server whose set-up is not told", [];
}

impl Check for SetUpNotTold {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            if one.sql.tier_1 && !one.described() {
                let name = cx.name(one.workload);
                out.not_assessed(
                    one.workload,
                    format!("settings and files of {name}"),
                    format!("How {name} is set up is not known: cost threshold, instant initialisation, allocation unit, growth, equal tempdb files"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SetUpNotTold;
    use crate::check::sql::{run, sample, with};
    use crate::plan::{SqlFiles, SqlInstance};

    #[test]
    fn one_line_for_a_tier_1_server_of_which_nothing_is_told() {
        assert!(run(&SetUpNotTold, &sample()).is_empty());
        let at = |tier_1: bool| {
            let plan = with(|sql, _| {
                sql.tier_1 = tier_1;
                sql.instance = SqlInstance::default();
                sql.files = SqlFiles::default();
            });
            run(&SetUpNotTold, &plan)
        };
        let f = at(true);
        assert_eq!(f.len(), 1);
        assert!(!f[0].is_found());
        assert!(at(false).is_empty());
    }
}
