//! What an edition lets an instance use.

use super::inputs;
use crate::calc::TextTable;
use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::facts::demand::sql_rows as rows;
use crate::figure::{Num, Tracer};
use crate::formula::sql::edition;
use crate::units::pretty;

pub(super) struct SqlEdition;

/// Limits that have no answer of their own, with the key of their answer.
const PLAIN: &[(&str, &str, &str)] = &[
    ("columnstore_mib", "columnstore", "MiB"),
    ("memory_optimised_mib", "memory_optimised", "MiB"),
    ("instances", "instances", ""),
    ("cluster_nodes", "cluster_nodes", ""),
    ("group_replicas", "group_replicas", ""),
    ("group_databases", "group_databases", ""),
];

impl Calculation for SqlEdition {
    const SPEC: Spec = Spec {
        slug: "sql-edition",
        family: Family::Sql,
        title: "What an edition uses",
        about: "Cores, buffer pool and database size that an edition lets an instance use of a server or VM, and which checks of editions it fails. In a VM cores and sockets are virtual. From 2012 the memory is the buffer pool alone.",
        inputs: &[
            inputs::VERSION,
            inputs::EDITION,
            Input::count("vcpus", "cores of the server or VM", (1.0, 1e5))
                .symbol("vCPU")
                .optional(),
            Input::count("sockets", "sockets that they are in", (1.0, 1e5)).optional(),
            Input::quantity(
                "ram",
                "memory of the server or VM",
                &MEMORY,
                "MiB",
                (1.0, 1e15),
            )
            .symbol("R")
            .optional(),
            Input::quantity(
                "max_server_memory",
                "max server memory; all memory when left out",
                &MEMORY,
                "MiB",
                (1.0, 1e15),
            )
            .optional(),
            Input::quantity("database", "largest database", &MEMORY, "MiB", (0.0, 1e18)).optional(),
        ],
        outputs: &[
            Output::new("usable_cores", "Cores that it uses", "cores"),
            Output::new("buffer_pool", "Buffer pool", "MiB"),
            Output::new("max_database", "Largest database", "MiB"),
            Output::new("max_cores", "Most cores", "cores"),
            Output::new("max_sockets", "Most sockets", ""),
            Output::new("max_memory", "Most memory", "MiB"),
            Output::new("columnstore", "Columnstore cache of an instance", "MiB"),
            Output::new(
                "memory_optimised",
                "Memory-optimised data of a database",
                "MiB",
            ),
            Output::new("instances", "Instances on a server", ""),
            Output::new("cluster_nodes", "Nodes of a failover cluster", ""),
            Output::new("group_replicas", "Replicas of an availability group", ""),
            Output::new("group_databases", "Databases of an availability group", ""),
        ],
        example: &[
            ("version", "sql-2022"),
            ("edition", "express"),
            ("vcpus", "8"),
            ("sockets", "2"),
            ("ram", "16GB"),
            ("max_server_memory", "8192MB"),
            ("database", "12GB"),
        ],
        sources: &[
            "Editions and supported features of SQL Server 2022, Microsoft Learn",
            "SQL Server 2016 SP1: know your limits, Microsoft SQL Server Team blog, 2016",
            "Upgrading SQL Server - Standard Edition license limits, G. Berry, SQLskills",
            "Limitations of SQL Server Express, newbedev",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = g.word("version").to_owned();
        let key = g.word("edition").to_owned();
        let Some(row) = rows::edition(g.cx, &version, &key) else {
            return Err(g.fault(
                "edition",
                "this version has no such edition",
                "choose another edition",
            ));
        };
        let name = row.name.clone();
        let unconfirmed = row.limits.values().any(|l| !l.confirmed);
        fn limit<T: Tracer>(
            g: &mut Given<'_, T>,
            of: (&str, &str),
            names: (&'static str, &'static str),
            key: &str,
        ) -> Option<T::N> {
            rows::of_edition(g.t, g.cx, of, names, key)
        }
        let of = (version.as_str(), key.as_str());
        let cores = limit(g, of, ("max_cores", "cores"), "cores");
        let processors = limit(g, of, ("max_processors", ""), "processors");
        let sockets = limit(g, of, ("max_sockets", ""), "sockets");
        let memory = limit(g, of, ("max_memory", "MiB"), "memory_mib");
        let database = limit(g, of, ("max_database", "MiB"), "database_mib");
        let mut fired: Vec<[String; 4]> = Vec::new();
        let mut fire = |code: &str, alias: &str, severity: &str, text: String| {
            fired.push([code.to_owned(), alias.to_owned(), severity.to_owned(), text]);
        };
        if let Some(vcpus) = g.maybe("vcpus") {
            let has = g.maybe("sockets");
            let pair = has.clone().zip(sockets.clone());
            let most = [cores.clone(), processors];
            let usable =
                edition::usable_cores(g.t, vcpus.clone(), most.into_iter().flatten(), pair);
            if vcpus.value() > usable.value() {
                fire(
                    "SQL-004",
                    "SQL-CPU-EDITION",
                    "warning",
                    format!(
                        "{name} uses {} of {} cores",
                        pretty(usable.value()),
                        pretty(vcpus.value())
                    ),
                );
            } else if has.is_none() && sockets.as_ref().is_some_and(|s| vcpus.value() > s.value()) {
                g.note("how many sockets the cores are in is not told: the edition's limit on sockets is left out");
            }
            g.put("usable_cores", usable);
        }
        let set = g.maybe("max_server_memory");
        if let Some(ram) = set.or_else(|| g.maybe("ram")) {
            if let Some(most) = &memory
                && ram.value() > most.value()
            {
                fire(
                    "SQL-005",
                    "SQL-MEM-EDITION",
                    "info",
                    format!(
                        "{name} uses {} MB for its buffer pool",
                        pretty(most.value())
                    ),
                );
            }
            g.put("buffer_pool", edition::buffer_pool_mib(ram, memory.clone()));
        }
        if let (Some(has), Some(most)) = (g.maybe("database"), &database)
            && has.value() > most.value()
        {
            fire(
                "SQL-006",
                "SQL-DB-EDITION",
                "error",
                format!("{name} lets a database grow to {} MB", pretty(most.value())),
            );
        }
        for (key, value) in [
            ("max_database", database),
            ("max_cores", cores),
            ("max_sockets", sockets),
            ("max_memory", memory),
        ] {
            if let Some(value) = value {
                g.put(key, value);
            }
        }
        for (row, answer, unit) in PLAIN {
            if let Some(value) = limit(g, of, (answer, unit), row) {
                g.put(answer, value);
            }
        }
        for [code, _, severity, text] in &fired {
            match (code.as_str(), severity.as_str()) {
                ("SQL-004", _) => g.warn("SQL-004", text.clone()),
                ("SQL-005", _) => g.tell("SQL-005", text.clone()),
                _ => g.fail("SQL-006", text.clone()),
            }
        }
        if unconfirmed {
            g.note(
                "some limits of this edition are recalled, not read in a source: see the working",
            );
        }
        let head = ["Check", "Also known as", "Severity", "Finding"];
        g.table(TextTable {
            key: "checks",
            title: "Checks of editions that it fails".to_owned(),
            head: head.map(str::to_owned).into(),
            rows: fired.into_iter().map(Vec::from).collect(),
        });
        Ok(())
    }
}
