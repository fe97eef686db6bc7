//! Logging of lockstep by record and replay.

use crate::calc::dimension::RATE;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, Values};
use crate::catalogue::{Catalogue, keys};
use crate::figure::{Num, Origin, Tracer};
use crate::formula::lockstep;

pub(super) struct LockstepLog;

fn idle_guests(catalogue: &Catalogue, _: &Values) -> Vec<(String, String)> {
    std::iter::once(("none".to_owned(), "No idle part".to_owned()))
        .chain(
            catalogue
                .tables
                .lockstep
                .iter()
                .filter(|(_, w)| w.idle)
                .map(|(k, w)| (k.clone(), w.name.clone())),
        )
        .collect()
}

impl Calculation for LockstepLog {
    const SPEC: Spec = Spec {
        slug: "lockstep-log",
        family: Family::Protection,
        title: "Logging of a lockstep VM",
        about: "(disk reads × 8 + received) × 1.2. What the VM sends and writes does not count. Where the second copy reads its \
                own disks the reads do not cross the link. The formula lies above what was measured (1,068 against 950 Mbit/s) \
                and below it for guests with a fast timer: choose the idle guest to add what its timer logs.",
        inputs: &[
            Input::quantity("disk_read", "disk reads", &RATE, "MB/s", (0.0, 1e9)).or(0.0),
            Input::quantity(
                "net_rx",
                "received from the network",
                &RATE,
                "Mbit/s",
                (0.0, 1e9),
            )
            .or(0.0),
            Input::yes_no("own_reads", "the second copy reads its own disks"),
            Input::factor("factor", "wire overhead and timer events", (1.0, 10.0))
                .constant(keys::LOG_FACTOR),
            Input::from_catalogue("idle", "idle guest whose timer is added", idle_guests)
                .word("none"),
            Input::quantity(
                "idle_rate",
                "logging of the idle guest, entered",
                &RATE,
                "Mbit/s",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity("link", "logging link", &RATE, "Mbit/s", (1e-6, 1e9)).optional(),
            Input::count("n", "equal VMs on the link", (1.0, 100_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("log", "Logging of one VM", "Mbit/s"),
            Output::new("total", "Logging of all", "Mbit/s"),
            Output::new("share", "Share of the link", "share"),
            Output::new("max_net_rx", "Most that one VM may receive", "Mbit/s"),
        ],
        example: &[("disk_read", "10MB/s"), ("net_rx", "50Mbit/s")],
        sources: &[
            "vSphere 4 Fault Tolerance: Architecture and Performance, VMware, August 2009 (structure; the factor in a second text)",
            "Scales, Nelson, Venkitachalam, The Design of a Practical System for Fault-Tolerant Virtual Machines, SIGOPS OSR 44(4), 2010",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let reads = g.n("disk_read");
        let reads = (!g.yes("own_reads")).then_some(reads);
        let received = g.n("net_rx");
        let factor = g.n("factor");
        let key = g.word("idle").to_owned();
        let idle = match g.maybe("idle_rate") {
            Some(_) if key != "none" => {
                return Err(g.fault(
                    "idle_rate",
                    "idle and idle_rate are both given",
                    "give one of them",
                ));
            }
            Some(rate) => Some(rate),
            None => g.cx.catalogue.tables.lockstep.get(&key).map(|w| {
                g.t.given("idle", w.log_mbps, "Mbit/s", || Origin::Constant {
                    key: key.clone(),
                    what: w.name.clone(),
                    source: crate::facts::cite(&w.source.document, &w.source.date),
                    confirmed: w.source.confirmed,
                    overridden: false,
                })
            }),
        };
        let log = lockstep::log_mbps(g.t, reads.clone(), received, factor.clone(), idle);
        g.put("log", log.clone());
        let log = g.t.step("log", "Mbit/s", log);
        let total = log * g.n("n");
        g.put("total", total.clone());
        if let Some(link) = g.maybe("link") {
            let total = g.t.step("total", "Mbit/s", total);
            if total.value() > link.value() {
                g.fail(
                    "LNK-007",
                    "the logging is more than the link carries: the VM is held back",
                );
            }
            g.put("share", total / link.clone());
            let most = lockstep::max_received_mbps(g.t, link, factor, reads);
            g.put("max_net_rx", most);
        }
        Ok(())
    }
}
