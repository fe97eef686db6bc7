//! More protection traffic than a lost link leaves room for.

use super::bundle::bundles;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// Availability links whose protection traffic is more than the usable rate that is left with the fastest link lost.
    /// ## Why it matters
    /// Mirrored writes and lockstep wait for the link: the VMs slow to its pace, or protection is dropped.
    /// ## What to do
    /// Use faster links or more of them, or move pairs to other hosts.
    /// ## References
    /// - VMware, "vSphere 4 Fault Tolerance: architecture and performance", 2009; Scales and others, ACM SIGOPS OSR 44(4), 2010: logging holds the primary back
    pub struct OverUsable = "LNK", 7, Error, "more protection traffic than a lost link leaves room for", ["LS-BW-02"];
}

impl Check for OverUsable {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let (need, left) = (joint.traffic_mbps, joint.usable_one_lost_mbps);
            if need <= left {
                continue;
            }
            let finding = bundle.found(
                out,
                format!(
                    "Protection of {} makes {}; {} {}",
                    bundle.pairs(cx),
                    ask::rate(need),
                    ask::rate(left),
                    bundle.what_is_left()
                ),
            );
            finding
                .evidence(ask::joint_figure(joint, "load"))
                .evidence(ask::joint_figure(joint, "usable.one_lost"))
                .placement();
            bundle.offer_faster(cx, finding, |each| each * need / left.max(1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bundle::tests::{found_at, sample_traffic};
    use crate::check::testing::found;

    #[test]
    fn the_usable_rate_of_the_rest_is_the_boundary() {
        let traffic = sample_traffic();
        assert!(traffic > 0.0);
        // Two links: with the fastest lost, one is left.
        assert!(found_at(traffic * 1.001, "LNK-007").is_empty());
        let all = found_at(traffic * 0.999, "LNK-007");
        assert_eq!(all.len(), 1);
        assert!(all[0].placement_could_mend);
        assert!(found(&crate::check::testing::sample(), "LNK-007").is_empty());
    }
}
