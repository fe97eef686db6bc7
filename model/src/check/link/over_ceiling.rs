//! An availability link over the plan's ceiling.

use super::bundle::bundles;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Availability links whose protection traffic, with all links up, is over the plan's ceiling of their usable rate.
    /// ## Why it matters
    /// What is left must carry bursts, resynchronisation and the share of a lost link.
    /// ## What to do
    /// Use faster links or more of them, or move pairs to other hosts.
    /// ## References
    /// - The plan's setting, 70 % by default (planning habit)
    pub struct OverCeiling = "LNK", 8, Warning, "an availability link over the plan's ceiling", ["LS-BW-03"];
}

impl Check for OverCeiling {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.link_ceiling.get();
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let most = joint.usable_mbps * ceiling;
            if joint.traffic_mbps <= most || joint.traffic_mbps <= 0.0 {
                continue;
            }
            let finding = bundle.found(
                out,
                format!(
                    "Protection of {} makes {} with all links up, above the {} % ceiling of {}",
                    bundle.pairs(cx),
                    ask::rate(joint.traffic_mbps),
                    pretty(ceiling * 100.0),
                    ask::rate(most)
                ),
            );
            finding
                .evidence(ask::joint_figure(joint, "load"))
                .evidence(ask::joint_figure(joint, "usable"))
                .placement();
            let need = joint.traffic_mbps;
            bundle.offer_faster(cx, finding, |each| each * need / most.max(1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bundle::tests::{found_at, sample_traffic};
    use crate::check::testing::{found, sample};

    #[test]
    fn seventy_per_cent_of_both_links_is_the_boundary() {
        let each = sample_traffic() / 0.7 / 2.0;
        assert!(found_at(each * 1.001, "LNK-008").is_empty());
        assert_eq!(found_at(each * 0.999, "LNK-008").len(), 1);
        assert!(found(&sample(), "LNK-008").is_empty());
    }
}
