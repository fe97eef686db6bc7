//! Fast checkpoints on a link.

use crate::calc::dimension::{DATA, FREQUENCY, RATE, TIME};
use crate::calc::{CalcError, Calculation, Chart, Family, Given, Input, Output, Series, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Silent, Tracer};
use crate::formula::checkpoint::{self, PAGE_BYTES};

pub(super) struct Checkpoint;

impl Calculation for Checkpoint {
    const SPEC: Spec = Spec {
        slug: "checkpoint",
        family: Family::Protection,
        title: "Checkpoints: traffic, epoch and output hold",
        about: "Each epoch the pages written in it cross the link; the next checkpoint waits for the last acknowledgement, and \
                output for its own. Dirty pages are unique pages of one epoch. A rate of dirty pages is scaled to the epoch, \
                which understates short epochs when it was measured over long ones.",
        inputs: &[
            Input::quantity(
                "epoch",
                "from the start of one checkpoint to the start of the next",
                &TIME,
                "ms",
                (1e-3, 1e7),
            )
            .symbol("E")
            .constant(keys::EPOCH_MS),
            Input::factor("pages", "unique pages written in one epoch", (0.0, 1e12))
                .symbol("D")
                .optional(),
            Input::quantity(
                "dirty_rate",
                "unique pages written a second, when pages is left out",
                &FREQUENCY,
                "/s",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity("page", "size of a page", &DATA, "B", (1.0, 1e9))
                .symbol("P")
                .or(PAGE_BYTES),
            Input::factor("r", "compressed over raw size", (0.0, 1.0))
                .constant(keys::CHECKPOINT_COMPRESSION),
            Input::quantity(
                "link",
                "usable rate of the link",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .symbol("L"),
            Input::quantity("t_c", "pause of the VM to copy", &TIME, "ms", (0.0, 1e6))
                .constant(keys::CHECKPOINT_PAUSE_MS),
            Input::quantity("rtt", "round trip", &TIME, "ms", (0.0, 1e7)).or(0.0),
            Input::quantity(
                "service",
                "time to work on a request without protection",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .or(0.0),
        ],
        outputs: &[
            Output::new("mb", "Each checkpoint", "MB"),
            Output::new("t_tx", "Time to send it", "ms"),
            Output::new("epoch_kept", "Epoch that is kept", "ms"),
            Output::new("per_s", "Checkpoints a second", "/s"),
            Output::new("traffic", "Average on the wire", "Mbit/s"),
            Output::new("hold_mean", "Output is held, average", "ms"),
            Output::new("hold_max", "Output is held, longest", "ms"),
            Output::new("pause_share", "Share of time the VM stands still", "share"),
            Output::new(
                "saturated",
                "Saturated: 1 when the wanted epoch cannot be kept",
                "",
            ),
            Output::new("d_max", "Most pages that keep the wanted epoch", ""),
            Output::new(
                "requests",
                "Requests of one client that waits for each answer",
                "/s",
            ),
        ],
        example: &[
            ("epoch", "25ms"),
            ("pages", "2500"),
            ("r", "1"),
            ("link", "1Gbit/s"),
            ("t_c", "2ms"),
            ("rtt", "0.2ms"),
        ],
        sources: &[
            "Cully and others, Remus, NSDI 2008 (run, pause, copy, resume, send, acknowledge, release output); formulas derived from these steps",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let epoch = g.n("epoch");
        let pages = match (g.maybe("pages"), g.maybe("dirty_rate")) {
            (Some(pages), None) => pages,
            (None, Some(rate)) => {
                let thousand = g.t.number(1000.0);
                let pages = rate * epoch.clone() / thousand;
                g.note("pages are scaled from a rate: measured over longer times it understates the pages of a short epoch");
                g.t.step("D", "", pages)
            }
            (None, None) => {
                return Err(g.fault(
                    "pages",
                    "no dirty pages are given",
                    "give pages, or dirty_rate",
                ));
            }
            _ => {
                return Err(g.fault(
                    "pages",
                    "pages and dirty_rate are both given",
                    "give one of them",
                ));
            }
        };
        let given = checkpoint::Checkpoint {
            epoch_ms: epoch,
            dirty_pages: pages,
            page_bytes: g.n("page"),
            compression: g.n("r"),
            link_mbps: g.n("link"),
            pause_ms: g.n("t_c"),
            rtt_ms: g.n("rtt"),
        };
        let chart = chart(&given);
        let held = given.held(g.t);
        g.put("mb", held.mb_per_epoch);
        g.put("t_tx", held.send_ms);
        let thousand = g.t.number(1000.0);
        let kept = held.epoch_ms;
        g.put("epoch_kept", kept.clone());
        g.put("per_s", thousand / kept);
        g.put("traffic", held.mbps);
        g.put("hold_mean", held.hold_mean_ms.clone());
        g.put("hold_max", held.hold_max_ms);
        g.put("pause_share", held.pause_share);
        let saturated = g.t.number(if held.saturated { 1.0 } else { 0.0 });
        g.put("saturated", saturated);
        g.put("d_max", held.most_pages);
        if held.saturated {
            g.fail(
                "LNK-019",
                "saturated: pause, sending and answer take longer than the wanted epoch",
            );
        }
        let service = g.n("service");
        let hold = g.t.step("hold_mean", "ms", held.hold_mean_ms);
        let requests = checkpoint::closed_loop_per_s(g.t, service, hold);
        g.put("requests", requests);
        g.chart(chart);
        Ok(())
    }
}

/// Average hold over the epoch wanted, for the same pages a second.
fn chart<N: Num>(given: &checkpoint::Checkpoint<N>) -> Chart {
    let per_ms = given.dirty_pages.value() / given.epoch_ms.value().max(1e-9);
    let t = &mut Silent;
    let points = (1..=40)
        .map(|i| {
            let epoch = given.epoch_ms.value() * f64::from(i) / 10.0;
            let held = checkpoint::Checkpoint {
                epoch_ms: t.number(epoch),
                dirty_pages: t.number(per_ms * epoch),
                page_bytes: t.number(given.page_bytes.value()),
                compression: t.number(given.compression.value()),
                link_mbps: t.number(given.link_mbps.value()),
                pause_ms: t.number(given.pause_ms.value()),
                rtt_ms: t.number(given.rtt_ms.value()),
            }
            .held(t);
            (epoch, held.hold_mean_ms.value())
        })
        .collect();
    Chart {
        title: "Output hold over the epoch, dirty pages in proportion".to_owned(),
        x: "Epoch, ms".to_owned(),
        y: "Average hold, ms".to_owned(),
        series: vec![Series {
            name: "Average hold".to_owned(),
            points,
        }],
        limit: None,
    }
}
