//! Both availability links in one duct.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use crate::check::ask;
use crate::facts::crosses_sites;

crate::check! {
    /// ## What it finds
    /// Two hosts of a pair whose availability links all run through the same duct or cable.
    /// ## Why it matters
    /// One excavator cuts all of them, and the pair is left to the witness.
    /// ## What to do
    /// Have the second link laid on another route, and ask the carrier to confirm it in writing.
    /// ## Limits
    /// Links between sites that name no duct are reported as not assessed.
    /// ## References
    /// - Marathon Technologies, availability blog, 2008: common failure of two links
    pub struct OneDuct = "LNK", 13, Warning, "both availability links in one duct", ["LS-LINK-02"];
}

impl Check for OneDuct {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for joint in cx.facts.joints.values().filter(|j| j.links.len() > 1) {
            let ducts: Vec<BTreeSet<&str>> = joint
                .links
                .iter()
                .map(|path| {
                    ask::segments(plan, path)
                        .map(|s| s.duct.as_str())
                        .filter(|d| !d.is_empty())
                        .collect()
                })
                .collect();
            let common: Vec<String> = ducts
                .first()
                .into_iter()
                .flatten()
                .filter(|d| ducts.iter().all(|other| other.contains(*d)))
                .map(|d| (*d).to_owned())
                .collect();
            let (a, b) = (&joint.a, &joint.b);
            if !common.is_empty() {
                let finding = out.found(
                    a,
                    format!(
                        "All availability links between {} and {} run through {}",
                        cx.name(a),
                        cx.name(b),
                        ask::words(&common)
                    ),
                );
                finding.also(b);
                for path in &joint.links {
                    finding.also(&path.link);
                }
                continue;
            }
            let unknown: Vec<_> = joint
                .links
                .iter()
                .filter(|path| {
                    plan.links.get(&path.link).is_some_and(|link| {
                        path.segments.iter().any(|i| {
                            crosses_sites(plan, link, *i)
                                && link.segments.get(*i).is_some_and(|s| s.duct.is_empty())
                        })
                    })
                })
                .map(|path| &path.link)
                .collect();
            if !unknown.is_empty() {
                let names = ask::names(cx, unknown.iter().copied());
                let finding = out.not_assessed(
                    a,
                    format!("the duct of {names}"),
                    format!(
                        "Whether the availability links between {} and {} share a duct cannot be told: {names} {} none",
                        cx.name(a),
                        cx.name(b),
                        ask::number(unknown.len(), "names", "name")
                    ),
                );
                finding.also(b);
                for link in unknown {
                    finding.also(link);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, split_sample};

    #[test]
    fn one_duct_is_found_and_no_duct_is_not_assessed() {
        let plan = split_sample();
        assert!(found(&plan, "LNK-013").is_empty());
        assert!(missing(&plan, "LNK-013").is_empty());
        let mut one = plan.clone();
        change!(one, links, "a-link-2", l => l.segments[0].duct = "duct-1".into());
        assert_eq!(found(&one, "LNK-013").len(), 1);
        let mut none = plan.clone();
        change!(none, links, "a-link-2", l => l.segments[0].duct.clear());
        assert!(found(&none, "LNK-013").is_empty());
        assert_eq!(missing(&none, "LNK-013").len(), 1);
        assert!(
            missing(&sample(), "LNK-013").is_empty(),
            "no duct within a room"
        );
    }
}
