//! Throughput of a mirrored device.

use crate::calc::dimension::RATE;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};

pub(super) struct MirrorThroughput;

impl Calculation for MirrorThroughput {
    const SPEC: Spec = Spec {
        slug: "mirror-throughput",
        family: Family::Protection,
        title: "Throughput of a mirrored device",
        about: "The slower of storage and network, and less than 3 % below it. 110 MB/s is the planning figure of TCP on 1 Gbit/s.",
        inputs: &[
            Input::quantity(
                "storage",
                "throughput of the storage",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            ),
            Input::quantity(
                "network",
                "throughput of the replication network",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            ),
        ],
        outputs: &[
            Output::new("ceiling", "Ceiling: the slower of both", "MB/s"),
            Output::new("least", "At least", "MB/s"),
            Output::new("ceiling_mbps", "Ceiling, in bits", "Mbit/s"),
        ],
        example: &[("storage", "600MB/s"), ("network", "110MB/s")],
        sources: &["DRBD 9 User's Guide, LINBIT, 2020"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (storage, network) = (g.n("storage"), g.n("network"));
        g.note(if storage.value() < network.value() {
            "the storage binds"
        } else {
            "the network binds"
        });
        let ceiling = storage.min(network);
        g.put("ceiling", ceiling.clone());
        let ceiling = g.t.step("ceiling", "MB/s", ceiling);
        let loss = g.cx.k(g.t, "loss", keys::MIRROR_LOSS_SHARE, "");
        let one = g.t.number(1.0);
        g.put("least", ceiling.clone() * (one - loss));
        let eight = g.t.number(8.0);
        g.put("ceiling_mbps", ceiling * eight);
        Ok(())
    }
}
