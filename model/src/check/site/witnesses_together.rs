//! Two witnesses that share a site or feed.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use super::arbiter::split_pools;
use crate::catalogue::Severity;

crate::check! {
    /// ## What it finds
    /// Two witnesses of a pool on one power feed. In one site on separate feeds they are reported as information.
    /// ## Why it matters
    /// The alternate is there for when the preferred one is away; on one feed both go dark together.
    /// ## What to do
    /// Put the alternate in a fourth site, or on another feed.
    /// ## Limits
    /// In one site without feeds it is not assessed.
    /// ## References
    /// - Stratus, help on quorum servers and local site recovery: a third and a fourth site; both in the third is acceptable if they share no power
    pub struct WitnessesTogether = "SIT", 12, Error, "two witnesses that share a site or feed", ["LS-Q-04"];
}

impl Check for WitnessesTogether {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut seen = BTreeSet::new();
        for pool in split_pools(plan) {
            for (n, a) in pool.witnesses.iter().enumerate() {
                for b in pool.witnesses.iter().skip(n + 1) {
                    let (Some(one), Some(two)) = (plan.witnesses.get(*a), plan.witnesses.get(*b))
                    else {
                        continue;
                    };
                    if !seen.insert((*a, *b)) {
                        continue;
                    }
                    let (name_a, name_b) = (cx.name(*a), cx.name(*b));
                    match (&one.feed, &two.feed) {
                        (Some(x), Some(y)) if x == y => {
                            out.found(*a, format!("{name_a} and {name_b} hang on {}", cx.name(x)))
                                .also(*b)
                                .also(x);
                        }
                        _ if one.site != two.site => {}
                        (Some(_), Some(_)) => {
                            out.found(
                                *a,
                                format!(
                                    "{name_a} and {name_b} stand in {}, on separate feeds",
                                    cx.name(&one.site)
                                ),
                            )
                            .severity(Severity::Info)
                            .also(*b)
                            .also(&one.site);
                        }
                        _ => {
                            out.not_assessed(
                                *a,
                                format!("the power feeds of {name_a} and {name_b}"),
                                format!(
                                    "{name_a} and {name_b} stand in {}; whether they share power cannot be told",
                                    cx.name(&one.site)
                                ),
                            )
                            .also(*b);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, missing, split_sample};
    use crate::ids::{FeedId, SiteId, WitnessId};
    use crate::plan::{Feed, Plan};

    fn two(feed: Option<&str>) -> Plan {
        let mut plan = split_sample();
        for id in ["feed-x", "feed-y"] {
            let site = Some(SiteId::new("harbour").unwrap());
            plan.feeds.put(
                FeedId::new(id).unwrap(),
                Feed {
                    site,
                    ..Feed::default()
                },
            );
        }
        change!(plan, witnesses, "witness-1", w => w.feed = Some(FeedId::new("feed-x").unwrap()));
        let mut second = (**plan.witnesses.get("witness-1").unwrap()).clone();
        second.feed = feed.map(|f| FeedId::new(f).unwrap());
        plan.witnesses
            .put(WitnessId::new("witness-2").unwrap(), second);
        plan
    }

    #[test]
    fn power_must_differ() {
        assert!(found(&split_sample(), "SIT-012").is_empty());
        assert_eq!(
            found(&two(Some("feed-x")), "SIT-012")[0].severity,
            Severity::Error
        );
        assert_eq!(
            found(&two(Some("feed-y")), "SIT-012")[0].severity,
            Severity::Info
        );
        assert!(found(&two(None), "SIT-012").is_empty());
        assert_eq!(missing(&two(None), "SIT-012").len(), 1);
    }
}
