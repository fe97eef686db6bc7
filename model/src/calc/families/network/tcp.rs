//! What bounds one TCP stream: bandwidth-delay product, window, loss.

use super::{HEADERS, TIMESTAMPS};
use crate::calc::dimension::{DATA, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::wire;

pub(super) struct Tcp;

impl Calculation for Tcp {
    const SPEC: Spec = Spec {
        slug: "tcp",
        family: Family::Network,
        title: "What a TCP stream reaches over distance",
        about: "The bandwidth-delay product that a window must cover, the rate that a window lets through, the bound that \
                packet loss sets (Mathis), and the least of all bounds given. Each is answered when its inputs are there.",
        inputs: &[
            Input::quantity(
                "rate",
                "line rate or payload rate of the link",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::quantity("rtt", "round trip", &TIME, "ms", (1e-6, 1e7)),
            Input::quantity(
                "window",
                "window: bytes under way without an answer",
                &DATA,
                "B",
                (1.0, 1e15),
            )
            .optional(),
            Input::share("loss", "share of packets lost")
                .symbol("p")
                .optional(),
            Input::quantity(
                "mss",
                "payload of a packet; from the MTU when left out",
                &DATA,
                "B",
                (1.0, 1e6),
            )
            .optional(),
            Input::quantity("mtu", "largest packet", &DATA, "B", (68.0, 65_535.0)).or(1_500.0),
            Input::yes_no(
                "timestamps",
                "packets carry TCP timestamps, 12 bytes; counts when mss is left out",
            ),
            Input::factor(
                "c",
                "constant of the loss bound: 1 in the simple form, √1.5 = 1.22 is also in use",
                (0.1, 10.0),
            )
            .symbol("C")
            .constant(keys::MATHIS_C),
            Input::count("streams", "streams side by side", (1.0, 100_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("bdp", "Bandwidth-delay product", "B"),
            Output::new("window_rate", "Rate that the window lets through", "Mbit/s"),
            Output::new(
                "window_share",
                "Window over the bandwidth-delay product",
                "share",
            ),
            Output::new("mathis_rate", "Rate that loss lets through", "Mbit/s"),
            Output::new("mathis_bytes", "The same in bytes", "MB/s"),
            Output::new("usable", "Least of the bounds", "Mbit/s"),
            Output::new("usable_bytes", "The same in bytes", "MB/s"),
        ],
        example: &[("rate", "1Gbit/s"), ("rtt", "10ms"), ("window", "0.5MB")],
        sources: &[
            "A. Abbas, Mathis equation and TCP performance, 2009 (its example prints the bytes as bits; this does not)",
            "vSphere 5 Metro vMotion, Yellow-Bricks, 2011 (0.5 MB at 10 ms gives 50 MB/s)",
            "DRBD 9 User's Guide, LINBIT",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rtt = g.n("rtt");
        let rate = g.maybe("rate");
        let window = g.maybe("window");
        let loss = g.maybe("loss").filter(|p| p.value() > 0.0);
        if rate.is_none() && window.is_none() && loss.is_none() {
            return Err(g.fault(
                "rate",
                "neither a rate nor a window nor a loss is given",
                "give rate for the bandwidth-delay product, window or loss for what they let through",
            ));
        }
        let streams = g.n("streams");
        let many = streams.value() > 1.0;
        let mut bounds = Vec::new();
        let mut bdp = None;
        if let Some(rate) = rate {
            let product = wire::bdp_bytes(g.t, rate.clone(), rtt.clone());
            g.put("bdp", product.clone());
            bdp = Some(g.t.step("bdp", "B", product));
            bounds.push(rate);
        }
        if let Some(window) = window {
            let reached = wire::window_mbps(g.t, window.clone(), rtt.clone());
            let reached = if many {
                reached * streams.clone()
            } else {
                reached
            };
            g.put("window_rate", reached.clone());
            bounds.push(g.t.step("window_rate", "Mbit/s", reached));
            if let Some(bdp) = bdp {
                let all = if many {
                    window * streams.clone()
                } else {
                    window
                };
                if all.value() < bdp.value() {
                    g.warn("LNK-020", "the window is smaller than the bandwidth-delay product: the link cannot be filled");
                }
                g.put("window_share", all / bdp);
            }
        }
        if let Some(loss) = loss {
            let mss = match g.maybe("mss") {
                Some(mss) => mss,
                None => {
                    let headers = HEADERS + if g.yes("timestamps") { TIMESTAMPS } else { 0.0 };
                    let mss = g.n("mtu") - g.t.number(headers);
                    g.t.step("mss", "B", mss)
                }
            };
            let c = g.n("c");
            let reached = wire::mathis_mbps(g.t, mss, rtt, c, loss.clone());
            let reached = if many { reached * streams } else { reached };
            g.put("mathis_rate", reached.clone());
            let reached = g.t.step("mathis_rate", "Mbit/s", reached);
            let eight = g.t.number(8.0);
            g.put("mathis_bytes", reached.clone() / eight);
            bounds.push(reached);
            let most = g.cx.constant(keys::PACKET_LOSS_MAX);
            if loss.value() > most {
                g.warn("LNK-014", "more packets are lost than synchronous mirroring is supported with: TCP collapses");
            }
        }
        if let Some(least) = bounds.into_iter().reduce(Num::min) {
            g.put("usable", least.clone());
            let least = g.t.step("usable", "Mbit/s", least);
            let eight = g.t.number(8.0);
            g.put("usable_bytes", least / eight);
        }
        Ok(())
    }
}
