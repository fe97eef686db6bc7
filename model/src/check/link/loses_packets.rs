//! An availability link that loses packets.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::catalogue::keys;
use crate::ids::LinkId;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// An availability link between the hosts of a pair that loses more than 0.01 % of packets.
    /// ## Why it matters
    /// Each lost packet halves the rate of its stream and holds mirrored writes back for a retransmission.
    /// ## What to do
    /// Have the line repaired, or use another.
    /// ## Limits
    /// Between sites a link without a measurement is reported as not assessed.
    /// ## References
    /// - NetApp, MetroCluster IP requirements of links between switches, 2025: loss at most 0.01 %
    pub struct LosesPackets = "LNK", 14, Warning, "an availability link that loses packets", ["LS-BW-09"];
}

impl Check for LosesPackets {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let most = cx.cx.constant(keys::PACKET_LOSS_MAX);
        let mut split: BTreeMap<&LinkId, bool> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for path in &joint.links {
                *split.entry(&path.link).or_default() |= joint.split;
            }
        }
        for (id, split) in split {
            let Some(link) = cx.plan().links.get(id) else {
                continue;
            };
            match link.loss {
                Some(loss) if loss.get() > most => {
                    out.found(
                        id,
                        format!(
                            "{} loses {} % of packets; more than {} % starves mirroring",
                            cx.name(id),
                            pretty(loss.get() * 100.0),
                            pretty(most * 100.0)
                        ),
                    );
                }
                None if split => {
                    out.not_assessed(
                        id,
                        format!("the packet loss of {}", cx.name(id)),
                        format!(
                            "Whether {} loses packets cannot be told: nobody measured it",
                            cx.name(id)
                        ),
                    );
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, split_sample};
    use crate::plan::Plan;
    use crate::units::Share;

    fn loss(share: Option<f64>) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "a-link-1", l => l.loss = share.map(Share::new));
        plan
    }

    #[test]
    fn a_hundredth_of_a_per_cent_is_the_boundary() {
        assert!(found(&split_sample(), "LNK-014").is_empty());
        assert!(found(&loss(Some(0.0001)), "LNK-014").is_empty());
        assert_eq!(found(&loss(Some(0.00011)), "LNK-014").len(), 1);
        assert_eq!(missing(&loss(None), "LNK-014").len(), 1);
        assert!(
            missing(&sample(), "LNK-014").is_empty(),
            "only asked between sites"
        );
    }
}
