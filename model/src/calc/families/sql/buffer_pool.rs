//! Buffer pool against the working set.

use super::inputs;
use crate::calc::Otherwise;
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::edition;

pub(super) struct BufferPool;

impl Calculation for BufferPool {
    const SPEC: Spec = Spec {
        slug: "buffer-pool",
        family: Family::Sql,
        title: "Buffer pool and working set",
        about: "The buffer pool, by max server memory and the edition, against the hot part of the databases. Without a measurement 10 to 20 % of the databases are taken as hot (recalled).",
        inputs: &[
            Input::quantity(
                "max_server_memory",
                "max server memory (the memory of the server where it is not set)",
                &MEMORY,
                "MiB",
                (1.0, 1e12),
            ),
            Input::quantity("database", "all databases", &MEMORY, "MiB", (0.0, 1e15)).optional(),
            Input::share("hot_share", "hot part of the databases").constant(keys::sql::WORKING_SET),
            Input::quantity(
                "working_set",
                "hot part as measured",
                &MEMORY,
                "MiB",
                (0.0, 1e15),
            )
            .optional(),
            Input {
                otherwise: Otherwise::Absent,
                ..inputs::VERSION
            },
            Input {
                otherwise: Otherwise::Absent,
                ..inputs::EDITION
            },
        ],
        outputs: &[
            Output::new("buffer_pool", "Buffer pool", "MiB"),
            Output::new("working_set", "Working set", "MiB"),
            Output::new("held", "Working set held in memory", "share"),
            Output::new("missing", "Memory missing", "MiB"),
        ],
        example: &[("max_server_memory", "64GB"), ("database", "500GB")],
        sources: &[
            "Recalled rule: size the buffer pool for the hot set",
            "Editions and supported features of SQL Server 2022, Microsoft Learn",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let set = match (g.maybe("working_set"), g.maybe("database")) {
            (Some(set), _) => set,
            (None, Some(database)) => database * g.n("hot_share"),
            (None, None) => {
                return Err(g.fault(
                    "working_set",
                    "neither a working set nor databases are given",
                    "give working_set, or database",
                ));
            }
        };
        let key = (g.word("version").to_owned(), g.word("edition").to_owned());
        let most = rows::of_edition(
            g.t,
            g.cx,
            (&key.0, &key.1),
            ("edition_memory", "MiB"),
            "memory_mib",
        );
        let max = g.n("max_server_memory");
        let above = most.as_ref().is_some_and(|m| max.value() > m.value());
        let pool = edition::buffer_pool_mib(max, most);
        g.put("buffer_pool", pool.clone());
        g.put("working_set", set.clone());
        let pool = g.t.step("buffer_pool", "MiB", pool);
        let set = g.t.step("working_set", "MiB", set);
        let (one, zero) = (g.t.number(1.0), g.t.number(0.0));
        if set.value() > 0.0 {
            g.put("held", (pool.clone() / set.clone()).min(one));
        }
        let missing = (set - pool).max(zero);
        if missing.value() > 0.0 {
            g.tell("SQL-041", "the working set does not fit: what does not stay in memory is read again and again");
        }
        g.put("missing", missing);
        if above {
            g.tell(
                "SQL-005",
                "the edition uses less than max server memory for its buffer pool",
            );
        }
        Ok(())
    }
}
