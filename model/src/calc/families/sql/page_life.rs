//! Page life expectancy.

use crate::calc::dimension::{MEMORY, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::memory;

pub(super) struct PageLife;

impl Calculation for PageLife {
    const SPEC: Spec = Spec {
        slug: "page-life",
        family: Family::Sql,
        title: "Page life expectancy",
        about: "How long pages should stay in memory: 700 s (assessment rule), or 300 s for each 4 GB of cached data where that is more. Better judged for each NUMA node: give the nodes, and the data of one node counts.",
        inputs: &[
            Input::quantity(
                "cached",
                "data in the buffer pool",
                &MEMORY,
                "GB",
                (0.0, 1e9),
            ),
            Input::count(
                "nodes",
                "NUMA nodes that the data are spread over",
                (1.0, 1e4),
            )
            .or(1.0),
            Input::quantity(
                "alert",
                "least value whatever the memory",
                &TIME,
                "s",
                (0.0, 1e9),
            )
            .constant(keys::sql::PAGE_LIFE_S),
            Input::quantity("step", "expected for each 4 GB", &TIME, "s", (0.0, 1e9))
                .constant(keys::sql::PAGE_LIFE_STEP_S),
            Input::quantity(
                "ple",
                "page life expectancy as measured, to judge",
                &TIME,
                "s",
                (0.0, 1e12),
            )
            .optional()
            .symbol("PLE"),
        ],
        outputs: &[
            Output::new("scaled", "By the cached data", "s"),
            Output::new("threshold", "Least page life expectancy", "s"),
        ],
        example: &[("cached", "64GB")],
        sources: &[
            "SQL Assessment API default ruleset, Microsoft",
            "Page life expectancy and 300 sec limit, blog.datamaster.hr, after J. Kehayias",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let each = g.n("cached") / g.n("nodes");
        let each = g.t.step("cached_node", "GB", each);
        let (alert, step) = (g.n("alert"), g.n("step"));
        let scaled = memory::page_life_scaled_s(g.t, each, step);
        g.put("scaled", scaled.clone());
        let scaled = g.t.step("scaled", "s", scaled);
        let least = alert.max(scaled);
        let bound = least.value();
        g.put("threshold", least);
        if let Some(has) = g.maybe("ple")
            && has.value() < bound
        {
            g.tell("SQL-026", "pages do not stay in memory as long as that");
        }
        Ok(())
    }
}
