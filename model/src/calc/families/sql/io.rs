//! I/O of transactions.

use crate::calc::dimension::{DATA, FREQUENCY, MEMORY};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::Tracer;
use crate::formula::sql::{commit, storage};

pub(super) struct SqlIo;

impl Calculation for SqlIo {
    const SPEC: Spec = Spec {
        slug: "sql-iops",
        family: Family::Sql,
        title: "I/O of transactions",
        about: "Data and log I/O of small transactions where nothing was measured: 1 to 5 physical reads and writes and one log write each, seven in ten reading (recalled starting point).",
        inputs: &[
            Input::quantity("tps", "transactions", &FREQUENCY, "/s", (0.0, 1e9)),
            Input::factor(
                "io",
                "physical data reads and writes of a transaction",
                (0.0, 1e6),
            )
            .constant(keys::sql::DATA_IO),
            Input::share("read_share", "share of these that reads").constant(keys::sql::READ_SHARE),
            Input::quantity(
                "log_bytes",
                "log written by a transaction",
                &DATA,
                "B",
                (0.0, 1e12),
            )
            .constant(keys::sql::LOG_BYTES),
            Input::quantity("page", "database page", &MEMORY, "KiB", (1.0, 1024.0))
                .constant(keys::sql::PAGE_KIB),
            Input::factor(
                "group",
                "transactions of one log write, where commits are grouped",
                (1.0, 1e6),
            )
            .or(1.0),
        ],
        outputs: &[
            Output::new("reads", "Data reads", "IOPS"),
            Output::new("writes", "Data writes", "IOPS"),
            Output::new("log_writes", "Log writes", "IOPS"),
            Output::new("iops", "All", "IOPS"),
            Output::new("read_rate", "Read", "MB/s"),
            Output::new("write_rate", "Written, log included", "MB/s"),
            Output::new("log_rate", "Log", "MB/s"),
        ],
        example: &[("tps", "500/s")],
        sources: &[
            "Recalled starting point where nothing is known",
            "Memory management architecture guide, Microsoft Learn (8 KB pages)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let tps = g.n("tps");
        let data = tps.clone() * g.n("io");
        let data = g.t.step("data_io", "IOPS", data);
        let share = g.n("read_share");
        let one = g.t.number(1.0);
        let reads = data.clone() * share.clone();
        let writes = data * (one - share);
        g.put("reads", reads.clone());
        g.put("writes", writes.clone());
        let log = tps.clone() / g.n("group");
        g.put("log_writes", log.clone());
        let (reads, writes) = (
            g.t.step("reads", "IOPS", reads),
            g.t.step("writes", "IOPS", writes),
        );
        let log = g.t.step("log_writes", "IOPS", log);
        let all = g.t.sum(vec![reads.clone(), writes.clone(), log]);
        g.put("iops", all);
        let page = g.n("page");
        let read_rate = storage::pages_mb_s(g.t, reads, page.clone());
        g.put("read_rate", read_rate);
        let bytes = g.n("log_bytes");
        let log_rate = commit::log_mb_s(g.t, tps, bytes);
        let pages = storage::pages_mb_s(g.t, writes, page);
        let log = g.t.step("log_rate", "MB/s", log_rate.clone());
        g.put("write_rate", pages + log);
        g.put("log_rate", log_rate);
        Ok(())
    }
}
