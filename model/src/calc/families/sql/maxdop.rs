//! Degree of parallelism.

use super::inputs;
use crate::calc::Otherwise;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::parallel;

pub(super) struct Maxdop;

impl Calculation for Maxdop {
    const SPEC: Spec = Spec {
        slug: "maxdop",
        family: Family::Sql,
        title: "Max degree of parallelism",
        about: "The upper bound that Microsoft documents for the version, what setup proposes (2019 and later; stricter), and the automatic rule of SqlServerDsc. NUMA nodes are soft ones from 2016: give them as n, or give hardware nodes with cores_per_node and they are divided where a node has more than eight cores (how far is recalled: into equal nodes of at most eight).",
        inputs: &[
            Input {
                otherwise: Otherwise::Word("sql-2022"),
                ..inputs::VERSION
            },
            Input::count("lp", "logical processors in all", (1.0, 1e5))
                .symbol("L")
                .optional(),
            Input::count("n", "NUMA nodes", (1.0, 1e4)).or(1.0),
            Input::count("p", "logical processors of a node", (1.0, 1e5)).optional(),
            Input::count(
                "cores_per_node",
                "physical cores of a hardware node, where n counts those",
                (1.0, 1e5),
            )
            .optional(),
            Input::count(
                "cores",
                "cores in all, for the rule of SqlServerDsc; as many as processors when left out",
                (1.0, 1e5),
            )
            .optional(),
            Input::count(
                "maxdop",
                "the setting to judge, 0 for the default",
                (0.0, 32_767.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("nodes", "NUMA nodes that count", ""),
            Output::new("per_node", "Logical processors of a node", ""),
            Output::new("bound", "Documented upper bound", ""),
            Output::new("setup", "What setup proposes", ""),
            Output::new("dsc", "Automatic rule of SqlServerDsc", ""),
        ],
        example: &[("version", "sql-2022"), ("lp", "64"), ("n", "4")],
        sources: &[
            "Configure the max degree of parallelism option, Microsoft, 2022",
            "dba.stackexchange.com question 319145, 2022 (setup)",
            "SqlServerDsc, SqlMaxDop source and unit tests, 2025",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = g.word("version").to_owned();
        let n = g.n("n");
        let (lp, p) = (g.maybe("lp"), g.maybe("p"));
        let lp = match (lp, p.clone()) {
            (Some(lp), Some(p)) if lp.value() != n.value() * p.value() => {
                return Err(g.fault(
                    "p",
                    format!(
                        "{} nodes of {} processors are not {} processors",
                        n.value(),
                        p.value(),
                        lp.value()
                    ),
                    "give two of lp, n and p, or three that agree",
                ));
            }
            (Some(lp), _) => lp,
            (None, Some(p)) => n.clone() * p,
            (None, None) => {
                return Err(g.fault(
                    "lp",
                    "the number of logical processors is missing",
                    "give lp, or n and p",
                ));
            }
        };
        let lp = g.t.step("lp", "", lp);
        let mut nodes = n;
        let soft = rows::of_version(
            g.t,
            g.cx,
            &version,
            ("soft_cores", "cores"),
            "soft_numa_cores",
        );
        if let (Some(soft), Some(each)) = (soft, g.maybe("cores_per_node")) {
            nodes = parallel::soft_nodes(g.t, nodes, each, soft);
        }
        g.put("nodes", nodes.clone());
        let nodes = g.t.step("nodes", "", nodes);
        let each = parallel::per_node(g.t, lp.clone(), nodes.clone());
        g.put("per_node", each.clone());
        let mut most = None;
        if let Some(row) = rows::maxdop(g.t, g.cx, &version) {
            let bound = parallel::maxdop_bound(g.t, nodes.clone(), lp.clone(), row);
            most = Some(bound.value());
            g.put("bound", bound);
        }
        let whole = rows::of_version(
            g.t,
            g.cx,
            &version,
            ("setup_whole", ""),
            "maxdop_setup_whole",
        );
        if let Some(whole) = whole {
            let setup = parallel::maxdop_setup(g.t, each, whole);
            g.put("setup", setup);
        }
        let cores = match g.maybe("cores") {
            Some(cores) => cores,
            None => lp.clone(),
        };
        let top = g.cx.k(g.t, "most", keys::sql::DSC_MAXDOP_MOST, "");
        let dsc = parallel::maxdop_automatic(g.t, lp.clone(), cores, top);
        g.put("dsc", dsc);
        if let (Some(set), Some(most)) = (g.maybe("maxdop"), most) {
            if set.value() == 0.0 && (lp.value() > 8.0 || nodes.value() > 1.0) {
                g.warn("SQL-017", "left at the default on more than 8 processors or several nodes: one query takes them all");
            } else if set.value() > most {
                g.warn("SQL-017", "above the documented bound");
            }
        }
        Ok(())
    }
}
