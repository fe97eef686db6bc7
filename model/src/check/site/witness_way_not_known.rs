//! A witness whose way is not drawn.

use std::collections::BTreeSet;

use super::arbiter::{draw_ways, drawn, split_pools};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::SiteId;

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
            let sites: BTreeSet<&SiteId> = pools
                .iter()
                .filter(|p| p.witnesses.contains(&id) && !p.sites.contains(&witness.site))
                .flat_map(|p| p.sites.iter().copied())
                .collect();
            if !sites.is_empty() && !drawn(plan, id) {
                let finding = out.not_assessed(
                    id,
                    format!("a link to {}", cx.name(id)),
                    format!(
                        "How the data sites reach {} cannot be told: no link to it is drawn",
                        cx.name(id)
                    ),
                );
                let title = match sites.len() {
                    1 => "Draw a link to the witness",
                    _ => "Draw a link from each site to the witness",
                };
                if let Some(edit) =
                    draw_ways(plan, &sites, id, &format!("Draw links to {}", cx.name(id)))
                {
                    finding.fix(title, edit);
                }
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
        let found = missing(&plan, "SIT-013");
        assert_eq!(found.len(), 1);
        let fix = &found[0].fixes[0];
        assert_eq!(fix.title, "Draw a link from each site to the witness");
        let mended = fix.edit.apply(&plan).unwrap();
        assert!(missing(&mended, "SIT-013").is_empty());
        let mut local = sample();
        local.sites = plan.sites.clone();
        local.witnesses = plan.witnesses.clone();
        assert!(missing(&local, "SIT-013").is_empty(), "nothing is split");
    }
}
