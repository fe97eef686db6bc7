//! A witness reached through the other data site.

use super::arbiter::{own_way, split_pools};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A data site whose way to the witness passes the other site of a pair.
    /// ## Why it matters
    /// The loss of the other site cuts this one from the witness too. It has no vote and stops, although it is sound.
    /// ## What to do
    /// Give the site a way of its own to the witness, with its own gateway.
    /// ## References
    /// - Stratus, help on automated local site recovery: the path of a node to the quorum server must not run through the other site
    pub struct WitnessThroughDataSite = "SIT", 7, Error, "a witness reached through the other data site", ["LS-Q-05"];
}

impl Check for WitnessThroughDataSite {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pools = split_pools(plan);
        for (id, facts) in &cx.facts.witnesses {
            let Some(witness) = plan.witnesses.get(id) else {
                continue;
            };
            let mut bad = Vec::new();
            for pool in pools.iter().filter(|p| p.witnesses.contains(&id)) {
                // In a data site there is a finding about that.
                if pool.sites.contains(&witness.site) {
                    continue;
                }
                for path in &facts.paths {
                    let others: Vec<_> = path
                        .through
                        .iter()
                        .filter(|s| pool.sites.contains(s) && **s != path.from)
                        .collect();
                    if pool.sites.contains(&path.from) && !others.is_empty() {
                        bad.push((&path.from, others));
                    }
                }
            }
            let Some((from, through)) = bad.first() else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} reaches {} only through {}: the loss of one takes the vote of both",
                    cx.name(*from),
                    cx.name(id),
                    ask::names(cx, through.iter().copied())
                ),
            );
            for (from, through) in &bad {
                finding.also(*from);
                for site in through {
                    finding.also(*site);
                }
            }
            let title = format!("Give {} a way of its own", cx.name(*from));
            finding.bold_fix(title, own_way(plan, from, id));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, split_sample};
    use crate::ids::SiteId;
    use crate::plan::End;

    #[test]
    fn each_site_needs_its_own_way() {
        let plan = split_sample();
        assert!(found(&plan, "SIT-007").is_empty());
        let mut through = plan.clone();
        change!(through, links, "quorum-b", l => l.segments[0].b = End::Site(SiteId::new("main").unwrap()));
        let all = found(&through, "SIT-007");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&through, &all, 0), "SIT-007").is_empty());
    }
}
