//! Log rate, and what it asks of the network to copies.

use crate::calc::dimension::{DATA, FREQUENCY, RATE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::sql::{commit, copies};

pub(super) struct SqlLogRate;

impl Calculation for SqlLogRate {
    const SPEC: Spec = Spec {
        slug: "sql-log-rate",
        family: Family::Sql,
        title: "Log rate and the network of copies",
        about: "Commits a second times the log of a transaction; the network to copies carries it to each of them, with 20 to 30 % on top (recalled).",
        inputs: &[
            Input::quantity("tps", "commits", &FREQUENCY, "/s", (0.0, 1e9)),
            Input::quantity(
                "log_bytes",
                "log written by a transaction",
                &DATA,
                "B",
                (0.0, 1e12),
            )
            .constant(keys::sql::LOG_BYTES),
            Input::count("copies", "copies that the log is sent to", (0.0, 1e4)).or(1.0),
            Input::share("overhead", "network on top of the log")
                .constant(keys::sql::COPY_OVERHEAD),
            Input::quantity(
                "link",
                "network between the servers, to judge",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("log_rate", "Log", "MB/s"),
            Output::new("log_day", "Log of a day at that rate", "GB"),
            Output::new("network", "Network to the copies", "Mbit/s"),
            Output::new("link_share", "Share of the link", "share"),
        ],
        example: &[
            ("tps", "2000/s"),
            ("log_bytes", "4096B"),
            ("link", "1Gbit/s"),
        ],
        sources: &[
            "Analyze synchronous commit impact on high commit rate workloads, Microsoft SQL Server Tiger team, 2018",
            "Recalled: 20 to 30 % on top of the log rate",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (tps, bytes) = (g.n("tps"), g.n("log_bytes"));
        let log = commit::log_mb_s(g.t, tps, bytes);
        g.put("log_rate", log.clone());
        let log = g.t.step("log_rate", "MB/s", log);
        let (day, thousand) = (g.t.number(86_400.0), g.t.number(1000.0));
        g.put("log_day", log.clone() * day / thousand);
        let (overhead, n) = (g.n("overhead"), g.n("copies"));
        let network = copies::copy_mbps(g.t, log, overhead, n);
        g.put("network", network.clone());
        if let Some(link) = g.maybe("link") {
            let network = g.t.step("network", "Mbit/s", network);
            let share = network / link;
            if share.value() > 1.0 {
                g.fail("SQL-012", "the link does not carry the log");
            }
            g.put("link_share", share);
        }
        Ok(())
    }
}
