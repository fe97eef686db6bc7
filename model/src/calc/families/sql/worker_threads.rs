//! Worker threads and their stacks.

use super::inputs;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::threads;
use crate::plan::SqlArchitecture;

pub(super) struct WorkerThreads;

impl Calculation for WorkerThreads {
    const SPEC: Spec = Spec {
        slug: "worker-threads",
        family: Family::Sql,
        title: "Worker threads",
        about: "Worker threads that SQL Server makes when max worker threads is left at 0, and the memory of their stacks. Up to four logical processors the base; each further one adds 16 (8 with 32 bits), above 64 processors 32.",
        inputs: &[
            Input::count("lp", "logical processors", (1.0, 1e5)).symbol("LP"),
            inputs::ARCHITECTURE,
        ],
        outputs: &[
            Output::new("workers", "Worker threads", ""),
            Output::new("workers_64", "With 64 bits", ""),
            Output::new("workers_32", "With 32 bits", ""),
            Output::new("stacks", "Stacks of the worker threads", "MiB"),
        ],
        example: &[("lp", "8")],
        sources: &[
            "Configure the max worker threads option, Microsoft, 2017",
            "max_server_memory.sql, BornSQL, 2022 (stacks)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let lp = g.n("lp");
        let architecture = inputs::architecture(g);
        let mut of = |architecture| {
            let table = rows::workers(g.t, g.cx, architecture);
            threads::workers(g.t, lp.clone(), table)
        };
        let (wide, narrow) = (of(SqlArchitecture::X64), of(SqlArchitecture::X86));
        let own = of(architecture);
        g.put("workers", own.clone());
        g.put("workers_64", wide);
        if narrow.value() > 1024.0 && architecture == SqlArchitecture::X86 {
            g.note("Microsoft recommends at most 1,024 worker threads for a 32-bit instance");
        }
        g.put("workers_32", narrow);
        let own = g.t.step("workers", "", own);
        let stacks = inputs::stacks(g, own, false);
        g.put("stacks", stacks);
        Ok(())
    }
}
