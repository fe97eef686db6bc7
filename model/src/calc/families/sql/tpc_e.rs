//! Benchmark throughput of a core, and scaling by it.

use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::cpu;

pub(super) struct TpcE;

impl Calculation for TpcE {
    const SPEC: Spec = Spec {
        slug: "tpc-e",
        family: Family::Sql,
        title: "Benchmark throughput of a core",
        about: "Published TPC-E results are upper bounds, not sizing targets. The ratio of two systems' throughput of a core scales between generations of processors; business load reaches 10 to 25 % of it (recalled). For example 6,606.75 tpsE on 56 cores of Xeon Platinum 8180, 118.0 a core.",
        inputs: &[
            Input::factor(
                "tps",
                "throughput of the system, tpsE (or tpmC)",
                (1e-9, 1e12),
            )
            .symbol("tpsE"),
            Input::count("cores", "its cores", (1.0, 1e6)),
            Input::factor("tps2", "throughput of a second system", (1e-9, 1e12)).optional(),
            Input::count(
                "cores2",
                "its cores; as many as the first when left out",
                (1.0, 1e6),
            )
            .optional(),
            Input::factor(
                "load_cores",
                "cores in use on the first system, to carry over to the second",
                (0.0, 1e6),
            )
            .optional(),
            Input::share("share", "part of the benchmark that business load reaches")
                .constant(keys::sql::BENCHMARK_SHARE),
            Input::factor(
                "load",
                "throughput that is needed, in the benchmark's unit",
                (0.0, 1e12),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("per_core", "Throughput of a core", ""),
            Output::new("per_core2", "The same of the second system", ""),
            Output::new("ratio", "Second over first, a core", ""),
            Output::new("difference", "Difference of both systems", "share"),
            Output::new(
                "scaled_cores",
                "Cores on the second system for the same load",
                "cores",
            ),
            Output::new("derated", "Business load of a core", ""),
            Output::new("cores_needed", "Cores for the load", "cores"),
        ],
        example: &[("tps", "6598.36"), ("cores", "56"), ("tps2", "6606.75")],
        sources: &[
            "TPC-E posts, G. Berry, SQLskills, 2018",
            "Recalled: 10 to 25 % of the benchmark for business load",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (tps, cores) = (g.n("tps"), g.n("cores"));
        let first = cpu::per_core(tps.clone(), cores.clone());
        g.put("per_core", first.clone());
        let first = g.t.step("per_core", "", first);
        if let Some(tps2) = g.maybe("tps2") {
            let cores2 = match g.maybe("cores2") {
                Some(cores2) => cores2,
                None => cores,
            };
            let second = cpu::per_core(tps2.clone(), cores2);
            g.put("per_core2", second.clone());
            let second = g.t.step("per_core2", "", second);
            g.put("ratio", second.clone() / first.clone());
            let one = g.t.number(1.0);
            g.put("difference", tps2 / tps - one);
            if let Some(load) = g.maybe("load_cores") {
                g.put("scaled_cores", load * first.clone() / second);
            }
        }
        let share = g.n("share");
        let derated = first * share;
        g.put("derated", derated.clone());
        if let Some(load) = g.maybe("load") {
            let derated = g.t.step("derated", "", derated);
            if derated.value() <= 0.0 {
                return Err(g.fault(
                    "share",
                    "nothing of the benchmark carries no load",
                    "give more than 0 %",
                ));
            }
            g.put("cores_needed", (load / derated).ceil());
        }
        Ok(())
    }
}
