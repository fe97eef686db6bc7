//! Processor of a SQL Server.

use crate::calc::dimension::{FREQUENCY, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::{cpu, parallel};

pub(super) struct SqlCpu;

impl Calculation for SqlCpu {
    const SPEC: Spec = Spec {
        slug: "sql-cpu",
        family: Family::Sql,
        title: "Processor of a SQL Server",
        about: "Cores from batch requests or transactions a second (500 to 1,000 simple ones a second on a modern core, recalled; the safe end is taken), or as measured; vCPUs that keep the use at the target, 70 % by the assessment rule. For capacity Microsoft plans 40 % with a spare host and 60 % without, never above 80 %. With hosts n and k lost the rest runs at use × n ÷ (n − k).",
        inputs: &[
            Input::quantity(
                "requests",
                "batch requests or transactions",
                &FREQUENCY,
                "/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity("core_ms", "processor time of one", &TIME, "ms", (0.0, 1e9))
                .constant(keys::sql::CORE_MS),
            Input::quantity(
                "per_core",
                "requests a second on one core, instead of core_ms",
                &FREQUENCY,
                "/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::factor(
                "cores",
                "cores in use as measured, instead of requests",
                (0.0, 1e6),
            )
            .optional(),
            Input::share("target", "use to plan for").constant(keys::sql::CPU_TARGET),
            Input::count("node_cores", "cores of a NUMA node of the host", (1.0, 1e5)).optional(),
            Input::count("vcpus", "cores there are, to judge", (1.0, 1e6)).optional(),
            Input::count("n", "equal servers that share the load", (1.0, 1e6)).or(1.0),
            Input::count("k", "servers lost", (0.0, 1e6)).or(0.0),
        ],
        outputs: &[
            Output::new("cores", "Cores in use", "cores"),
            Output::new("vcpus", "vCPUs at the target", "vCPU"),
            Output::new("aligned", "Even, and dividing over NUMA nodes", "vCPU"),
            Output::new("use", "Use of what there is", "share"),
            Output::new("use_after", "Use after the loss", "share"),
            Output::new("queue", "Mean queue at the processors", ""),
            Output::new(
                "read_bandwidth",
                "Sequential read that keeps them busy",
                "MB/s",
            ),
        ],
        example: &[("requests", "4000/s"), ("node_cores", "8"), ("vcpus", "12")],
        sources: &[
            "Recalled: 500 to 1,000 batch requests a second per core",
            "SQL Assessment API default ruleset, Microsoft",
            "Capacity planning for Active Directory Domain Services, Microsoft, 2019",
            "SQL Server Setup Checklist, First Responder Kit, 2026 (200 MB/s a core)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let cores = match (g.maybe("cores"), g.maybe("requests")) {
            (Some(cores), _) => cores,
            (None, Some(requests)) => match g.maybe("per_core") {
                Some(each) => requests / each,
                None => {
                    let ms = g.n("core_ms");
                    cpu::cores(g.t, requests, ms)
                }
            },
            (None, None) => {
                return Err(g.fault(
                    "requests",
                    "neither requests nor cores are given",
                    "give requests a second, or cores as measured",
                ));
            }
        };
        g.put("cores", cores.clone());
        let cores = g.t.step("cores", "cores", cores);
        let target = g.n("target");
        if target.value() <= 0.0 {
            return Err(g.fault(
                "target",
                "a use of nothing cannot be planned for",
                "give more than 0 %",
            ));
        }
        if target.value() > 0.8 {
            g.warn("SQL-024", "never plan above 80 %");
        }
        let wanted = cpu::cores_at(cores.clone(), target);
        let wanted = g.t.step("needed", "cores", wanted);
        g.put("vcpus", wanted.clone().ceil());
        if let Some(node) = g.maybe("node_cores") {
            let even = parallel::aligned_vcpus(g.t, wanted, node);
            g.put("aligned", even);
        }
        let (n, k) = (g.n("n"), g.n("k"));
        if k.value() >= n.value() && k.value() > 0.0 {
            return Err(g.fault("k", "no server is left", "give fewer than n"));
        }
        if let Some(vcpus) = g.maybe("vcpus") {
            let share = cores / (vcpus.clone() * n.clone());
            let now = share.value();
            g.put("use", share.clone());
            let share = g.t.step("use", "", share);
            let after = share.clone() * n.clone() / (n - k.clone());
            let then = after.value();
            if k.value() > 0.0 {
                g.put("use_after", after);
                if then > 0.8 {
                    g.warn("CAP-005", "more than 80 % after the loss");
                }
            }
            if now < 1.0 {
                let queue = cpu::queue(g.t, share);
                g.put("queue", queue);
            }
            if now > 0.7 {
                g.warn("SQL-024", "more than the 70 % of the assessment rule");
            }
            let read =
                g.cx.k(g.t, "read_per_core", keys::sql::READ_MB_S_PER_CORE, "MB/s");
            g.put("read_bandwidth", vcpus * read);
        }
        Ok(())
    }
}
