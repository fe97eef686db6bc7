//! Rate of a resynchronisation, and how much may be under way.

use crate::calc::dimension::{RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::{resync, wire};

pub(super) struct ResyncRate;

impl Calculation for ResyncRate {
    const SPEC: Spec = Spec {
        slug: "resync-rate",
        family: Family::Protection,
        title: "Rate of a resynchronisation",
        about: "A fixed rate is 30 % of the slower of storage and network, so that running VMs keep the rest. For a rate that \
                adapts itself the fill target is the bandwidth-delay product, rounded up to whole MB as the guide's examples \
                do (its text says twice the product).",
        inputs: &[
            Input::quantity(
                "storage",
                "throughput of the storage",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "network",
                "throughput of the replication network",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            ),
            Input::share("share", "share of the slower of both").constant(keys::RESYNC_SHARE),
            Input::quantity(
                "rtt",
                "round trip, for the fill target",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .optional(),
            Input::quantity(
                "rate",
                "rate that is set, to hold against the rule",
                &RATE,
                "MB/s",
                (0.0, 1e9),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("rate", "Fixed rate", "MB/s"),
            Output::new("bdp", "Bandwidth-delay product", "B"),
            Output::new("fill_target", "Fill target to begin with", "MB"),
            Output::new("share_set", "Share that the rate set takes", "share"),
        ],
        example: &[("storage", "400MB/s"), ("network", "110MB/s")],
        sources: &["DRBD 9 User's Guide, LINBIT, 2020"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (share, storage, network) = (g.n("share"), g.maybe("storage"), g.n("network"));
        let rate = resync::rate_mb_s::<T>(share.clone(), storage.clone(), network.clone());
        g.put("rate", rate);
        if let Some(rtt) = g.maybe("rtt") {
            let eight = g.t.number(8.0);
            let bdp = wire::bdp_bytes(g.t, network.clone() * eight, rtt);
            g.put("bdp", bdp.clone());
            let bdp = g.t.step("bdp", "B", bdp);
            let fill = resync::fill_target_mb(g.t, bdp);
            g.put("fill_target", fill);
        }
        if let Some(set) = g.maybe("rate") {
            let slower = match storage {
                Some(storage) => storage.min(network),
                None => network,
            };
            let of = set / slower;
            if of.value() > share.value() {
                g.warn("LNK-027", "the rate set is more than its share of the slower of storage and network: running VMs starve");
            }
            g.put("share_set", of);
        }
        Ok(())
    }
}
