//! A witness that a site cannot reach.

use super::arbiter::{drawn, own_way, split_pools};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A data site of a pair that no link joins to the witness, while other links to the witness are drawn.
    /// ## Why it matters
    /// A half that cannot ask the witness stops as soon as it loses sight of its partner.
    /// ## What to do
    /// Draw a link of role witness, business or management from the site to the witness.
    /// ## References
    /// - Stratus, help on quorum servers: a node that has lost its partner and every quorum server shuts its VM down
    pub struct WitnessNotReached = "SIT", 9, Error, "a witness that a site cannot reach", ["LS-Q-06"];
}

impl Check for WitnessNotReached {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pools = split_pools(plan);
        for (id, facts) in &cx.facts.witnesses {
            let Some(witness) = plan.witnesses.get(id).filter(|_| drawn(plan, id)) else {
                continue;
            };
            let cut: Vec<_> = facts
                .paths
                .iter()
                .filter(|path| {
                    !path.reachable
                        && path.from != witness.site
                        && pools
                            .iter()
                            .any(|p| p.witnesses.contains(&id) && p.sites.contains(&path.from))
                })
                .map(|path| &path.from)
                .collect();
            let Some(first) = cut.first().copied() else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "No link leads from {} to {}",
                    ask::names(cx, cut.iter().copied()),
                    cx.name(id)
                ),
            );
            for site in &cut {
                finding.also(*site);
            }
            finding.bold_fix(
                format!("Join {} to the witness", cx.name(first)),
                own_way(plan, first, id),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, mended, missing, split_sample};
    use crate::ids::LinkId;

    #[test]
    fn each_site_must_reach_it() {
        let mut plan = split_sample();
        assert!(found(&plan, "SIT-009").is_empty());
        plan.links.remove(&LinkId::new("quorum-b").unwrap());
        let all = found(&plan, "SIT-009");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "SIT-009").is_empty());
        plan.links.remove(&LinkId::new("quorum-a").unwrap());
        assert!(found(&plan, "SIT-009").is_empty(), "nothing is drawn");
        assert_eq!(missing(&plan, "SIT-013").len(), 1);
    }
}
