//! Bandwidth of synchronous mirroring between two sites or hosts.

use super::platform::{or_constant, platforms};
use crate::calc::dimension::{DATA, FREQUENCY, RATE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mirror;

pub(super) struct MirrorBandwidth;

impl Calculation for MirrorBandwidth {
    const SPEC: Spec = Spec {
        slug: "mirror-bandwidth",
        family: Family::Protection,
        title: "Bandwidth that mirrored writes need",
        about: "B = Wb × md × mr: write bandwidth, times the overhead of mirrored data on the wire (md), times the room for \
                resynchronisation (mr). Writes are given as a rate, as writes a second and their size, or as a share of all I/O. \
                md 1.4 and mr 1.25 are published for stretched storage clusters, md 1.03 follows from the guide of a mirrored \
                block device; a platform brings its own.",
        inputs: &[
            Input::quantity("wb", "write bandwidth", &RATE, "MB/s", (0.0, 1e9))
                .symbol("Wb")
                .optional(),
            Input::quantity(
                "writes",
                "writes a second, when wb is left out",
                &FREQUENCY,
                "/s",
                (0.0, 1e12),
            )
            .optional(),
            Input::quantity(
                "iops",
                "all operations a second, when writes is left out",
                &FREQUENCY,
                "/s",
                (0.0, 1e12),
            )
            .optional(),
            Input::share("write_share", "share of the operations that write").optional(),
            Input::quantity(
                "size",
                "size of a write; 4 kB is 4,000 bytes",
                &DATA,
                "B",
                (1.0, 1e12),
            )
            .or(4_000.0),
            Input::from_catalogue("platform", "platform whose md and mr are taken", platforms)
                .optional(),
            Input::factor(
                "md",
                "data on the wire over data written; the platform's when left out",
                (1.0, 100.0),
            )
            .optional(),
            Input::factor(
                "mr",
                "room for resynchronisation; the platform's when left out",
                (1.0, 100.0),
            )
            .optional(),
            Input::quantity(
                "link",
                "usable rate of the link",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("writes", "Written", "MB/s"),
            Output::new("writes_mbps", "Written, in bits", "Mbit/s"),
            Output::new("mirror", "Mirrored writes on the wire", "Mbit/s"),
            Output::new("need", "With room for resynchronisation", "Mbit/s"),
            Output::new("share", "Share of the link", "share"),
        ],
        example: &[
            ("writes", "10000/s"),
            ("size", "4kB"),
            ("md", "1.4"),
            ("mr", "1.25"),
        ],
        sources: &[
            "vSAN Stretched Cluster Bandwidth Sizing, VMware, 2020",
            "VxRail 7.0 vSAN stretched cluster planning guide, Dell, 2021",
            "DRBD 9 User's Guide, LINBIT (md 1.03 derived from less than 3 % below the network)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let written = match (g.maybe("wb"), g.maybe("writes"), g.maybe("iops")) {
            (Some(wb), None, None) => wb,
            (None, Some(writes), None) => {
                let size = g.n("size");
                mirror::write_mb_s(g.t, writes, size)
            }
            (None, None, Some(iops)) => {
                let Some(share) = g.maybe("write_share") else {
                    return Err(g.fault(
                        "write_share",
                        "the share of writes is missing",
                        "give write_share, for example 30%",
                    ));
                };
                let writes = iops * share;
                let writes = g.t.step("writes", "/s", writes);
                let size = g.n("size");
                mirror::write_mb_s(g.t, writes, size)
            }
            (None, None, None) => {
                return Err(g.fault(
                    "wb",
                    "nothing is written",
                    "give wb, or writes and size, or iops and write_share",
                ));
            }
            _ => {
                return Err(g.fault(
                    "wb",
                    "writes are given in more than one way",
                    "give one of wb, writes, iops",
                ));
            }
        };
        g.put("writes", written.clone());
        let written = g.t.step("written", "MB/s", written);
        let one = g.t.number(1.0);
        let plain = mirror::mirror_mbps(g.t, written.clone(), one);
        g.put("writes_mbps", plain);
        let md = or_constant(g, "md", "md", keys::MIRROR_FACTOR, "");
        let mr = or_constant(g, "mr", "mr", keys::RESYNC_FACTOR, "");
        let mirrored = mirror::mirror_mbps(g.t, written, md);
        g.put("mirror", mirrored.clone());
        let mirrored = g.t.step("mirror", "Mbit/s", mirrored);
        let need = mirrored * mr;
        g.put("need", need.clone());
        if let Some(link) = g.maybe("link") {
            if need.value() > link.value() {
                g.warn("LNK-009", "the link leaves no room to resynchronise");
            }
            g.put("share", need / link);
        }
        Ok(())
    }
}
