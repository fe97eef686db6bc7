//! A witness whose way is not drawn.

use super::arbiter::{drawn, split_pools};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A witness of a pair across sites to which no link is drawn. Always reported as not assessed.
    /// ## Why it matters
    /// Whether both sites reach it, and whether one reaches it only through the other, decides who survives a cut.
    /// ## What to do
    /// Draw a link of role witness from each data site to the witness.
    /// ## References
    /// - Stratus, help on automated local site recovery
    pub struct WitnessWayNotKnown = "SIT", 13, Error, "a witness whose way is not drawn", [];
}

impl Check for WitnessWayNotKnown {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pools = split_pools(plan);
        for (id, witness) in plan.witnesses.iter() {
            let needed = pools
                .iter()
                .any(|p| p.witnesses.contains(&id) && !p.sites.contains(&witness.site));
            if needed && !drawn(plan, id) {
                out.not_assessed(
                    id,
                    format!("a link to {}", cx.name(id)),
                    format!(
                        "How the data sites reach {} cannot be told: no link to it is drawn",
                        cx.name(id)
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{missing, sample, split_sample};
    use crate::ids::LinkId;

    #[test]
    fn a_way_must_be_drawn() {
        let mut plan = split_sample();
        assert!(missing(&plan, "SIT-013").is_empty());
        for id in ["quorum-a", "quorum-b"] {
            plan.links.remove(&LinkId::new(id).unwrap());
        }
        assert_eq!(missing(&plan, "SIT-013").len(), 1);
        let mut local = sample();
        local.sites = plan.sites.clone();
        local.witnesses = plan.witnesses.clone();
        assert!(missing(&local, "SIT-013").is_empty(), "nothing is split");
    }
}
