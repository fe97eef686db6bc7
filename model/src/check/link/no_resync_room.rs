//! No room to resynchronise.

use super::bundle::bundles;
use crate::catalogue::keys;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Availability links whose usable rate, with all links up, is less than the mirrored writes of their pairs times the
    /// platform's factor for resynchronisation.
    /// ## Why it matters
    /// After a break the mirror must catch up while new writes go on. Without room it never does, and a second failure
    /// finds the partner without data.
    /// ## What to do
    /// Use faster links or more of them, or move pairs to other hosts.
    /// ## References
    /// - VMware, "vSAN stretched cluster bandwidth sizing": a factor of 1.25 for resynchronisation
    pub struct NoResyncRoom = "LNK", 9, Warning, "no room to resynchronise", ["LS-BW-04"];
}

impl Check for NoResyncRoom {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let factor = cx.cx.constant(keys::RESYNC_FACTOR);
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let mirror = bundle.mirror_mbps(cx);
            let need = mirror * factor;
            if mirror <= 0.0 || need <= joint.usable_mbps {
                continue;
            }
            let finding = bundle.found(out,
                format!(
                    "Mirrored writes of {} make {}; with {} times that to resynchronise, {} of usable rate are too little",
                    bundle.pairs(cx),
                    ask::rate(mirror),
                    pretty(factor),
                    ask::rate(joint.usable_mbps)
                ),
            );
            for vm in bundle.vms() {
                finding.evidence(format!("vm/{vm}/mirror"));
            }
            finding
                .evidence(ask::joint_figure(joint, "usable"))
                .placement();
            if let Some(row) = cx.cx.row(keys::RESYNC_FACTOR) {
                finding.unconfirmed |= !row.confirmed;
                finding.source = crate::facts::cite(&row.source, &row.date);
            }
            let usable = joint.usable_mbps;
            bundle.offer_faster(cx, finding, |each| each * need / usable.max(1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bundle::tests::{found_at, sample_traffic};
    use crate::check::testing::{found, sample};

    #[test]
    fn the_factor_times_the_mirror_is_the_boundary() {
        // At level 2 all traffic is mirrored writes.
        let each = sample_traffic() * 1.25 / 2.0;
        assert!(found_at(each * 1.001, "LNK-009").is_empty());
        assert_eq!(found_at(each * 0.999, "LNK-009").len(), 1);
        assert!(found(&sample(), "LNK-009").is_empty());
    }
}
