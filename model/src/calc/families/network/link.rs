//! Payload of links: framing, sharing, one of several lost.

use super::{HEADERS, TIMESTAMPS};
use crate::calc::dimension::{DATA, RATE, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::{mirror, wire};

pub(super) struct Link;

impl Calculation for Link {
    const SPEC: Spec = Spec {
        slug: "link",
        family: Family::Network,
        title: "Usable rate of links, with one of them lost",
        about: "Line rate × share left by others × (MTU − headers) ÷ (MTU + frame), and no more than window and loss let \
                through. Several links of a role share the load; what is left without the fastest must carry it. With a load \
                it tells the shares, and the smallest common line rate that would hold it.",
        inputs: &[
            Input::quantity(
                "rate",
                "line rate of one link",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::count("n", "equal links of that rate", (1.0, 64.0)).or(1.0),
            Input::list(
                "rates",
                "line rates of unequal links instead of rate and n",
                &[Column::quantity(
                    "rate",
                    "line rate",
                    &RATE,
                    "Mbit/s",
                    (1e-6, 1e9),
                )],
            )
            .optional(),
            Input::quantity("mtu", "largest packet", &DATA, "B", (68.0, 65_535.0)).or(1_500.0),
            Input::yes_no("vlan", "frames carry a VLAN tag of 4 bytes"),
            Input::choice(
                "timestamps",
                "packets carry TCP timestamps of 12 bytes, as most systems send them",
                &[("yes", "Yes"), ("no", "No")],
            )
            .word("yes"),
            Input::share("available", "share of the line left for this role").or(1.0),
            Input::quantity(
                "rtt",
                "round trip, for the bounds by window and loss",
                &TIME,
                "ms",
                (1e-6, 1e7),
            )
            .optional(),
            Input::quantity("window", "TCP window", &DATA, "B", (1.0, 1e15)).optional(),
            Input::share("loss", "share of packets lost")
                .symbol("p")
                .optional(),
            Input::factor("c", "constant of the loss bound", (0.1, 10.0))
                .symbol("C")
                .constant(keys::MATHIS_C),
            Input::count("streams", "TCP streams side by side", (1.0, 100_000.0)).or(1.0),
            Input::quantity(
                "load",
                "load on all links together",
                &RATE,
                "Mbit/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::share(
                "ceiling",
                "share of the usable rate that planning allows with all links up",
            )
            .or(0.7),
        ],
        outputs: &[
            Output::new("efficiency", "Payload over line rate", "share"),
            Output::new("frame", "Bytes of a full frame on the wire", "B"),
            Output::new("frames", "Full frames a second on one link", "/s"),
            Output::new("usable", "Usable rate, all links up", "Mbit/s"),
            Output::new("usable_bytes", "The same in bytes", "MB/s"),
            Output::new("line_one_lost", "Line rate, fastest link lost", "Mbit/s"),
            Output::new(
                "usable_one_lost",
                "Usable rate, fastest link lost",
                "Mbit/s",
            ),
            Output::new("planned", "Usable rate within the ceiling", "Mbit/s"),
            Output::new("share", "Use, all links up", "share"),
            Output::new("share_one_lost", "Use, fastest link lost", "share"),
            Output::new("need", "Line rate that each link needs", "Mbit/s"),
            Output::new(
                "next_rate",
                "Smallest common line rate that carries it",
                "Mbit/s",
            ),
        ],
        example: &[("rate", "1Gbit/s"), ("n", "2"), ("load", "500Mbit/s")],
        sources: &[
            "Ethernet frame-size note, 2016 (38 bytes around a packet)",
            "Scales, Nelson, Venkitachalam, The Design of a Practical System for Fault-Tolerant Virtual Machines, SIGOPS OSR 44(4), 2010 (about 940 of 1,000 Mbit/s measured)",
            "Planning habit for the ceiling of 70 %",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<f64> = g
            .rows("rates")
            .iter()
            .filter_map(|r| Some(r.first()?.number()))
            .collect();
        let mut lines = Vec::new();
        match g.maybe("rate") {
            Some(_) if !rows.is_empty() => {
                return Err(g.fault("rates", "rate and rates are both given", "give one of them"));
            }
            Some(rate) => {
                let n = g.value("n") as u32;
                lines.extend((0..n).map(|_| rate.clone()));
            }
            None if rows.is_empty() => {
                return Err(g.fault(
                    "rate",
                    "no line rate is given",
                    "give rate, or rates for unequal links",
                ));
            }
            None => {
                for (i, rate) in rows.into_iter().enumerate() {
                    let n = g.cell(
                        &format!("rate_{}", i + 1),
                        rate,
                        "Mbit/s",
                        "rates: a line rate",
                    );
                    lines.push(n);
                }
            }
        }
        let mtu = g.n("mtu");
        let headers =
            g.t.number(HEADERS + if g.yes("timestamps") { TIMESTAMPS } else { 0.0 });
        let frame = g.cx.k(g.t, "frame", keys::FRAME_OVERHEAD_BYTES, "B");
        let frame = if g.yes("vlan") {
            frame + g.cx.k(g.t, "vlan_tag", keys::VLAN_TAG_BYTES, "B")
        } else {
            frame
        };
        let efficiency = wire::efficiency(g.t, mtu.clone(), headers.clone(), frame.clone());
        g.put("efficiency", efficiency.clone());
        let efficiency = g.t.step("efficiency", "", efficiency);
        let on_wire = mtu.clone() + frame;
        g.put("frame", on_wire.clone());
        let on_wire = g.t.step("frame_on_wire", "B", on_wire);
        if let Some(first) = lines.first().cloned() {
            let frames = wire::frames_per_s(g.t, first, on_wire);
            g.put("frames", frames);
        }

        let mut bounds = Vec::new();
        let (window, loss) = (
            g.maybe("window"),
            g.maybe("loss").filter(|p| p.value() > 0.0),
        );
        if window.is_some() || loss.is_some() {
            let Some(rtt) = g.maybe("rtt") else {
                return Err(g.fault(
                    "rtt",
                    "window and loss bound a link only over a round trip",
                    "give rtt",
                ));
            };
            let streams = g.n("streams");
            if let Some(window) = window {
                let bound = wire::window_mbps(g.t, window, rtt.clone()) * streams.clone();
                bounds.push(g.t.step("window_rate", "Mbit/s", bound));
            }
            if let Some(loss) = loss {
                let c = g.n("c");
                let mss = mtu - headers;
                let bound = wire::mathis_mbps(g.t, mss, rtt, c, loss) * streams;
                bounds.push(g.t.step("mathis_rate", "Mbit/s", bound));
            }
        }
        let available = g.n("available");
        let shared = available.value() < 1.0;
        let each: Vec<T::N> = lines
            .iter()
            .map(|line| {
                let line = if shared {
                    line.clone() * available.clone()
                } else {
                    line.clone()
                };
                bounds
                    .iter()
                    .cloned()
                    .fold(line * efficiency.clone(), Num::min)
            })
            .collect();
        let all = g.t.sum(each.clone());
        g.put("usable", all.clone());
        let all = g.t.step("usable", "Mbit/s", all);
        let eight = g.t.number(8.0);
        g.put("usable_bytes", all.clone() / eight);
        let several = lines.len() > 1;
        let left = |sum: T::N, parts: Vec<T::N>| match parts.into_iter().reduce(Num::max) {
            Some(fastest) if several => sum - fastest,
            _ => sum,
        };
        let line_sum = g.t.sum(lines.clone());
        let line_left = left(line_sum, lines.clone());
        let usable_left = left(all.clone(), each);
        g.put("line_one_lost", line_left);
        g.put("usable_one_lost", usable_left.clone());
        let usable_left = g.t.step("usable_one_lost", "Mbit/s", usable_left);
        if !several {
            g.warn("LNK-002", "a single link: when it is lost, protection is");
        }
        let ceiling = g.n("ceiling");
        let planned = all.clone() * ceiling.clone();
        g.put("planned", planned.clone());
        if let Some(load) = g.maybe("load") {
            g.put("share", load.clone() / all);
            g.put("share_one_lost", load.clone() / usable_left.clone());
            if load.value() > usable_left.value() {
                g.fail(
                    "LNK-007",
                    "the load is more than a lost link leaves room for",
                );
            }
            if load.value() > planned.value() {
                g.warn("LNK-008", "the load is over the ceiling with all links up");
            }
            let zero = g.t.number(0.0);
            let one = g.t.number(1.0);
            let n = g.t.number(lines.len() as f64);
            let rest = g.t.number((lines.len() - 1).max(1) as f64);
            let need = mirror::LinkNeed {
                minimum_mbps: zero.clone(),
                traffic_mbps: load,
                mirror_mbps: zero,
                resync_factor: one,
                ceiling,
                efficiency: if shared {
                    efficiency * available
                } else {
                    efficiency
                },
                links: n,
                links_left: rest,
            }
            .each_mbps(g.t);
            g.put("need", need.clone());
            let need = g.t.step("need", "Mbit/s", need);
            if let Some(next) = mirror::next_line_rate(g.t, need) {
                g.put("next_rate", next);
            }
        }
        Ok(())
    }
}
