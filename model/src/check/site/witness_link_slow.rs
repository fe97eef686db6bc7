//! A link to a witness slower than the platform asks.

use std::collections::BTreeSet;

use super::arbiter::split_pools;
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};

crate::check! {
    /// ## What it finds
    /// A way from a data site to its witness over a link slower than the platform asks.
    /// ## Why it matters
    /// Votes come late, and a site that is well counts as lost.
    /// ## What to do
    /// Use a faster link to the witness.
    /// ## References
    /// - The profile's row on bandwidth to the witness, with the document it cites
    pub struct WitnessLinkSlow = "SIT", 16, Warning, "a link to a witness slower than the platform asks", [];
}

impl Check for WitnessLinkSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let Some(row) = cx
            .profile()
            .limits
            .iter()
            .find(|l| l.quantity == LimitOf::WitnessLinkSpeed)
        else {
            return;
        };
        let pools = split_pools(cx.plan());
        let mut said = BTreeSet::new();
        for (id, facts) in &cx.facts.witnesses {
            for path in &facts.paths {
                let arbitrates = pools
                    .iter()
                    .any(|p| p.witnesses.contains(&id) && p.sites.contains(&path.from));
                for link_id in path.links.iter().filter(|_| arbitrates) {
                    let Some(link) = cx.plan().links.get(link_id) else {
                        continue;
                    };
                    if !row.broken_by(link.speed.get()) || !said.insert(link_id) {
                        continue;
                    }
                    let finding = out.found(
                        link_id,
                        format!(
                            "{} leads to {} at {}; the platform asks for {}",
                            cx.name(link_id),
                            cx.name(id),
                            ask::rate(link.speed.get()),
                            ask::bound(row)
                        ),
                    );
                    finding.limit(row).also(id);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::change;
    use crate::check::testing::{found_on, row, split_sample};
    use crate::units::Mbps;

    #[test]
    fn the_row_is_the_boundary() {
        let n = |mbps: f64| {
            let mut plan = split_sample();
            change!(plan, links, "quorum-a", l => l.speed = Mbps::new(mbps));
            change!(plan, links, "quorum-b", l => l.speed = Mbps::new(100.0));
            found_on(&plan, "SIT-016", |p| {
                p.limits
                    .push(row(LimitOf::WitnessLinkSpeed, Bound::Min, 10.0));
            })
            .len()
        };
        assert_eq!(n(10.0), 0);
        assert_eq!(n(9.9), 1);
    }
}
