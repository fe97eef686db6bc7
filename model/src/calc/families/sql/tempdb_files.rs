//! Tempdb data files.

use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::parallel;

pub(super) struct TempdbFiles;

impl Calculation for TempdbFiles {
    const SPEC: Spec = Spec {
        slug: "tempdb-files",
        family: Family::Sql,
        title: "Tempdb data files",
        about: "As many data files as logical processors, at most eight; more in steps of four only while allocation contention persists. All of one size and one growth.",
        inputs: &[
            Input::count("lp", "logical processors", (1.0, 1e5)).symbol("LP"),
            Input::count("files", "files there are, to judge", (1.0, 1e5)).optional(),
        ],
        outputs: &[
            Output::new("files", "Data files", ""),
            Output::new("next", "With the next step, where contention persists", ""),
        ],
        example: &[("lp", "16")],
        sources: &[
            "tempdb database, Microsoft, 2017",
            "SQL Assessment API default ruleset, Microsoft",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let lp = g.n("lp");
        let most = g.cx.k(g.t, "most", keys::sql::TEMPDB_FILES_MOST, "");
        let step = g.cx.k(g.t, "step", keys::sql::TEMPDB_FILES_STEP, "");
        let (most_n, step_n) = (most.value(), step.value());
        let files = parallel::tempdb_files(g.t, lp, most);
        let advised = files.value();
        g.put("files", files.clone());
        let files = g.t.step("files", "", files);
        g.put("next", files + step);
        if let Some(has) = g.maybe("files")
            && !parallel::tempdb_files_fit(has.value(), advised, most_n, step_n)
        {
            g.warn(
                "SQL-016",
                "neither the advised number, nor eight, nor more in steps of four",
            );
        }
        Ok(())
    }
}
