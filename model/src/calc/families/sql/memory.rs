//! Max server memory by four published rules.

use super::inputs;
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::memory;

pub(super) struct MaxServerMemory;

impl Calculation for MaxServerMemory {
    const SPEC: Spec = Spec {
        slug: "max-server-memory",
        family: Family::Sql,
        title: "Max server memory",
        about: "The largest max server memory that leaves room for the rest of the server, by four published rules. a: 1 GB for the system, 1 GB in 4 up to 16 GB and 1 GB in 8 above (1/4/8). bornsql: the same with thread stacks, steps for small memory and a cap by version and edition. b: memory less the system (1 to 4 GB), thread stacks and 256 MB. c: memory less a share, thread stacks and 1 GB for each started four cores (SqlServerDsc). Rules b, c and bornsql need the number of cores.",
        inputs: &[
            inputs::RAM,
            Input::choice(
                "rule",
                "which rule answers as max_server_memory; all that can be are shown",
                &[
                    ("a", "1/4/8 rule"),
                    ("b", "Stacks and 256 MB (Microsoft, 2017)"),
                    ("c", "By cores (SqlServerDsc)"),
                    ("bornsql", "1/4/8 with stacks (BornSQL script)"),
                ],
            )
            .word("a"),
            Input::count("cores", "cores of the server or VM", (1.0, 1e5)).optional(),
            Input::count(
                "lp",
                "logical processors; as many as cores when left out",
                (1.0, 1e5),
            )
            .symbol("LP")
            .optional(),
            inputs::ARCHITECTURE,
            inputs::WORKERS,
            Input::quantity(
                "os",
                "memory of the system in rule b, 1 to 4 GB",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .constant(keys::sql::STACKS_OS_MIB),
            Input::quantity(
                "g",
                "memory set aside at start in rule b (-g)",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .constant(keys::sql::STACKS_OTHER_MIB),
            Input::from_catalogue(
                "version",
                "version of SQL Server, for the cap of rule bornsql",
                |c, _| {
                    c.tables
                        .sql
                        .iter()
                        .map(|(k, v)| (k.clone(), v.name.clone()))
                        .collect()
                },
            )
            .optional(),
            Input {
                otherwise: crate::calc::Otherwise::Absent,
                ..inputs::EDITION
            },
        ],
        outputs: &[
            Output::new(
                "max_server_memory",
                "Largest max server memory by the rule",
                "MiB",
            ),
            Output::new("max_server_memory_gb", "The same", "GB"),
            Output::new("reserve", "Kept by the rule", "GB"),
            Output::new("rule_a", "By the 1/4/8 rule", "MiB"),
            Output::new("bornsql", "By the 1/4/8 rule with stacks", "MiB"),
            Output::new("rule_b", "By the rule of stacks and 256 MB", "MiB"),
            Output::new("rule_c", "By the rule by cores", "MiB"),
            Output::new("workers", "Worker threads", ""),
            Output::new("stacks", "Stacks of worker threads", "MiB"),
        ],
        example: &[("ram", "256GB"), ("rule", "a")],
        sources: &[
            "Cap max server memory, AWS Prescriptive Guidance, after J. Kehayias",
            "max_server_memory.sql, BornSQL (R. West), 2022",
            "Server memory configuration options, Microsoft, 2017",
            "SqlServerDsc, SqlMemory source and unit tests, 2025",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rule = g.word("rule").to_owned();
        let cores = g.maybe("cores");
        if cores.is_none() && rule != "a" {
            return Err(g.fault(
                "cores",
                format!("rule {rule} needs the number of cores"),
                "give cores, or take rule=a",
            ));
        }
        let ram = g.n("ram");
        let (mib, one) = (g.t.number(1024.0), g.t.number(1024.0));
        let ram_mib = ram.clone() * mib;
        let kept = inputs::reserve(g, ram.clone());
        let kept = g.t.step("reserve", "GB", kept);
        let a = memory::less_reserve_mib(g.t, ram.clone(), kept.clone());
        let (mut b, mut c, mut born) = (None, None, None);
        if let Some(cores) = cores {
            let lp = match g.maybe("lp") {
                Some(lp) => lp,
                None => cores.clone(),
            };
            let workers = inputs::workers(g, lp);
            let stacks = inputs::stacks(g, workers.clone(), false);
            let (os, other) = (g.n("os"), g.n("g"));
            b = Some(memory::stacks_rule_mib(
                g.t,
                ram_mib.clone(),
                os,
                stacks.clone(),
                other,
            ));
            let stack = rows::stack(g.t, g.cx, inputs::architecture(g), true);
            let by_cores = rows::by_cores(g.t, g.cx);
            c = Some(memory::by_cores_mib(g.t, ram_mib, cores, stack, by_cores));
            let key = (g.word("version").to_owned(), g.word("edition").to_owned());
            let names = ("cap", "GB");
            let cap = rows::of_edition(g.t, g.cx, (&key.0, &key.1), names, "stacks_rule_cap_gb");
            let small = rows::small_steps(g.t, g.cx);
            let table = rows::one_four_eight(g.t, g.cx);
            let born_mib = memory::one_four_eight_stacks_mib(
                g.t,
                ram.clone(),
                stacks.clone(),
                cap,
                small,
                table,
            );
            born = Some(born_mib);
            g.put("workers", workers);
            g.put("stacks", stacks);
        }
        let chosen = match rule.as_str() {
            "b" => b.clone(),
            "c" => c.clone(),
            "bornsql" => born.clone(),
            _ => Some(a.clone()),
        };
        if let Some(chosen) = chosen {
            g.put("max_server_memory", chosen.clone());
            if chosen.value() < g.cx.constant(keys::sql::MAX_MEMORY_LEAST_MIB) {
                g.fail("SQL-002", "less than the smallest legal max server memory, 128 MB: the server is too small");
            }
            let chosen = g.t.step("max_server_memory", "MiB", chosen);
            let gb = chosen / one;
            g.put("max_server_memory_gb", gb.clone());
            let kept = if rule == "a" { kept } else { ram - gb };
            g.put("reserve", kept);
        }
        g.put("rule_a", a);
        for (key, value) in [("bornsql", born), ("rule_b", b), ("rule_c", c)] {
            if let Some(value) = value {
                g.put(key, value);
            }
        }
        Ok(())
    }
}
