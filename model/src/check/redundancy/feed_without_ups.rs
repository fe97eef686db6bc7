//! A feed without battery or generator.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::ids::{FeedId, HostId};

crate::check! {
    /// ## What it finds
    /// A power feed of a host under a level 2 or 3 VM that has neither battery nor generator behind it.
    /// ## Why it matters
    /// A short mains failure takes what hangs on it. With a second feed that is buffered it only costs redundancy.
    /// ## What to do
    /// Put a battery behind at least one feed of each host.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25): power
    pub struct FeedWithoutUps = "RED", 12, Info, "a feed without battery or generator", [];
}

impl Check for FeedWithoutUps {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut bare: BTreeMap<&FeedId, BTreeSet<&HostId>> = BTreeMap::new();
        for host in ask::protected_hosts(plan).into_keys() {
            for supply in plan
                .hosts
                .get(host)
                .into_iter()
                .flat_map(|h| &h.power_supplies)
            {
                if let Some(feed) = &supply.feed
                    && plan.feeds.get(feed).is_some_and(|f| !f.ups)
                {
                    bare.entry(feed).or_default().insert(host);
                }
            }
        }
        for (feed, hosts) in bare {
            let finding = out.found(
                feed,
                format!(
                    "{} feeds {} without battery or generator",
                    cx.name(feed),
                    ask::names(cx, hosts.iter().copied())
                ),
            );
            for host in hosts {
                finding.also(host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, sample, split_sample, with};

    #[test]
    fn a_feed_without_battery_is_information() {
        let all = found(&sample(), "RED-012");
        assert_eq!(all.len(), 1, "feed-b has none");
        assert_eq!(all[0].severity, Severity::Info);
        assert!(found(&split_sample(), "RED-012").is_empty());
        let plan = with(|p| change!(p, feeds, "feed-b", f => f.ups = true));
        assert!(found(&plan, "RED-012").is_empty());
    }
}
