//! Time to put bytes on a wire, and frames a second.

use crate::calc::dimension::{DATA, RATE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::Tracer;
use crate::formula::wire;

pub(super) struct Serialise;

impl Calculation for Serialise {
    const SPEC: Spec = Spec {
        slug: "serialise",
        family: Family::Network,
        title: "Time to put bytes on a wire",
        about: "Bytes × 8 ÷ rate, and how many such frames a second the wire carries. Bytes are taken as they travel; with \
                framed=yes they are a packet, and preamble, header, checksum, gap and a VLAN tag come on top.",
        inputs: &[
            Input::quantity("bytes", "bytes to send", &DATA, "B", (1.0, 1e15)),
            Input::quantity("rate", "line rate", &RATE, "Mbit/s", (1e-6, 1e9)),
            Input::yes_no("framed", "the bytes are a packet: add its Ethernet frame"),
            Input::yes_no("vlan", "the frame carries a VLAN tag"),
        ],
        outputs: &[
            Output::new("wire", "Bytes on the wire", "B"),
            Output::new("time", "Time on the wire", "µs"),
            Output::new("frames", "Frames a second", "/s"),
        ],
        example: &[("bytes", "4096B"), ("rate", "155Mbit/s")],
        sources: &[
            "Ethernet frame-size note, 2016 (84 bytes for the smallest frame: 14,880,952 a second at 10 Gbit/s)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let bytes = g.n("bytes");
        let bytes = if g.yes("framed") {
            bytes + g.cx.k(g.t, "frame", keys::FRAME_OVERHEAD_BYTES, "B")
        } else {
            bytes
        };
        let bytes = if g.yes("vlan") {
            bytes + g.cx.k(g.t, "vlan_tag", keys::VLAN_TAG_BYTES, "B")
        } else {
            bytes
        };
        g.put("wire", bytes.clone());
        let bytes = g.t.step("wire", "B", bytes);
        let rate = g.n("rate");
        let time = wire::serialise_us(g.t, bytes.clone(), rate.clone());
        g.put("time", time);
        let frames = wire::frames_per_s(g.t, rate, bytes);
        g.put("frames", frames);
        Ok(())
    }
}
