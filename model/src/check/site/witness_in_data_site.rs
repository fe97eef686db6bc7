//! A witness in one of its two data sites.

use super::arbiter::{split_pools, third_site};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;

crate::check! {
    /// ## What it finds
    /// A witness that stands in a site of a pair it arbitrates.
    /// ## Why it matters
    /// The loss of that site takes a half and the witness together. The other half then has no vote and stops: the loss of
    /// one site stops everything.
    /// ## What to do
    /// Move the witness to a third site.
    /// ## References
    /// - Stratus, help on quorum servers: with two sites only, the loss of the site with the quorum server stops the survivor
    pub struct WitnessInDataSite = "SIT", 6, Error, "a witness in one of its two data sites", ["LS-Q-03"];
}

impl Check for WitnessInDataSite {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, witness) in plan.witnesses.iter() {
            let pools: Vec<_> = split_pools(plan)
                .into_iter()
                .filter(|p| p.witnesses.contains(&id) && p.sites.contains(&witness.site))
                .collect();
            let Some(first) = pools.first() else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} stands in {}, a data site of {}: its loss takes a half and the witness together",
                    cx.name(id),
                    cx.name(&witness.site),
                    cx.name(first.id)
                ),
            );
            finding.also(&witness.site);
            for pool in &pools {
                finding.also(pool.id);
            }
            let data = pools.iter().flat_map(|p| p.sites.iter().copied()).collect();
            if let Some(site) = third_site(plan, &data) {
                let mut moved = (**witness).clone();
                moved.site = site.clone();
                // A feed is of the old site.
                moved.feed = None;
                let title = format!("Move the witness to {}", cx.name(site));
                finding.bold_fix(
                    title,
                    Edit::put(
                        format!("Move {} to {}", cx.name(id), cx.name(site)),
                        id,
                        moved,
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, split_sample};
    use crate::ids::SiteId;

    #[test]
    fn a_third_site_is_right_and_a_data_site_is_not() {
        let plan = split_sample();
        assert!(found(&plan, "SIT-006").is_empty());
        let mut moved = plan.clone();
        change!(moved, witnesses, "witness-1", w => w.site = SiteId::new("north").unwrap());
        let all = found(&moved, "SIT-006");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fixes[0].title, "Move the witness to Harbour office");
        assert_eq!(mended(&moved, &all, 0), plan);
    }
}
