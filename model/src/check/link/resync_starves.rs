//! A resynchronisation that starves running VMs.

use super::bundle::bundles;
use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::edit::{Edit, Op};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A resynchronisation rate, as the plan sets it, above 30 % of what the availability links of its pairs carry.
    /// ## Why it matters
    /// Running VMs mirror over the same links: their writes wait while the rest catches up.
    /// ## What to do
    /// Set a lower rate, or leave it out: then the plan takes the share.
    /// ## Limits
    /// The throughput of the disks is not known to the plan; a slower disk makes the fair rate lower still.
    /// ## References
    /// - LINBIT, "DRBD 9 User's Guide": 30 % of the slower of storage and network
    pub struct ResyncStarves = "LNK", 27, Warning, "a resynchronisation that starves running VMs", ["LS-SYNC-02"];
}

impl Check for ResyncStarves {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let Some(rate) = cx.plan().settings.resync_rate else {
            return;
        };
        let share = cx.cx.constant(keys::RESYNC_SHARE);
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let most = share * joint.usable_mbps / 8.0;
            if joint.resync.is_none() || rate.get() <= most {
                continue;
            }
            let finding = bundle.found(
                out,
                format!(
                    "Resynchronisation of {} is set to {rate}; {} % of what their links carry are {} MB/s",
                    bundle.pairs(cx),
                    pretty(share * 100.0),
                    pretty(most)
                ),
            );
            finding
                .evidence(ask::joint_figure(joint, "resync.rate"))
                .evidence(ask::joint_figure(joint, "usable"));
            let mut settings = cx.plan().settings.clone();
            settings.resync_rate = None;
            finding.fix(
                "Take the share of the links",
                Edit::new(
                    "Take the rate of resynchronisation from the links",
                    vec![Op::Settings(settings)],
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, mended, sample};
    use crate::plan::Plan;
    use crate::units::MbPerS;

    fn set(rate: f64) -> Plan {
        let mut plan = sample();
        plan.settings.resync_rate = Some(MbPerS::new(rate));
        plan
    }

    #[test]
    fn thirty_per_cent_of_the_links_are_the_boundary() {
        // Two links of 1 Gbit/s: 2 × 941.48 Mbit/s ÷ 8 × 0.3 = 70.6 MB/s.
        assert!(found(&sample(), "LNK-027").is_empty());
        assert!(found(&set(70.6), "LNK-027").is_empty());
        let plan = set(70.7);
        let all = found(&plan, "LNK-027");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "LNK-027").is_empty());
    }
}
