//! All power supplies on one feed.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use super::parts::{host_found, host_unknown};
use crate::catalogue::Severity;
use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{FeedId, HostId};
use crate::plan::{Host, Plan};

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM whose two or more power supplies all hang on one feed. Where its partner hangs on the
    /// same feed alone it is an error: one fuse stops both halves.
    /// ## Why it matters
    /// What goes dark together fails together; the second supply helps against its own faults only.
    /// ## What to do
    /// Put one supply on another feed.
    /// ## Limits
    /// Supplies whose feed is not known are not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25); FR-24
    pub struct OneFeed = "RED", 2, Warning, "all power supplies on one feed", [];
}

impl Check for OneFeed {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pairs = ask::pairs_by_hosts(plan);
        for (host, vms) in ask::protected_hosts(plan) {
            let Some(row) = plan.hosts.get(host).filter(|h| h.power_supplies.len() > 1) else {
                continue;
            };
            let known: BTreeSet<&FeedId> = feeds(row);
            if known.len() > 1 {
                continue;
            }
            if row.power_supplies.iter().any(|p| p.feed.is_none()) {
                host_unknown(cx, out, host, "power feeds");
                continue;
            }
            let Some(feed) = known.first().copied() else {
                continue;
            };
            let partner = pairs
                .keys()
                .filter_map(|(a, b)| match (*a == host, *b == host) {
                    (true, _) => Some(*b),
                    (_, true) => Some(*a),
                    _ => None,
                })
                .find(|p| only_feed(plan, p) == Some(feed));
            let message = match partner {
                Some(partner) => format!(
                    "{} and its partner {} hang on {} alone",
                    cx.name(host),
                    cx.name(partner),
                    cx.name(feed)
                ),
                None => format!(
                    "All {} power supplies of {} hang on {}",
                    row.power_supplies.len(),
                    cx.name(host),
                    cx.name(feed)
                ),
            };
            let finding = host_found(cx, out, host, &vms, &message);
            finding.also(feed);
            if let Some(partner) = partner {
                finding.also(partner).severity(Severity::Error);
            }
            let other = plan
                .feeds
                .iter()
                .find(|(id, f)| *id != feed && f.site.as_ref() == Some(&row.site));
            if let Some((other, _)) = other {
                let mut moved = (**row).clone();
                if let Some(supply) = moved.power_supplies.last_mut() {
                    supply.feed = Some(other.clone());
                }
                let name = cx.name(other);
                finding.fix(
                    format!("Put one supply on {name}"),
                    Edit::put(
                        format!("Put one power supply of {} on {name}", cx.name(host)),
                        host,
                        moved,
                    ),
                );
            }
        }
    }
}

fn feeds(host: &Host) -> BTreeSet<&FeedId> {
    host.power_supplies
        .iter()
        .filter_map(|p| p.feed.as_ref())
        .collect()
}

/// The feed that a host hangs on alone.
fn only_feed<'a>(plan: &'a Plan, host: &HostId) -> Option<&'a FeedId> {
    let row = plan.hosts.get(host)?;
    let feeds = feeds(row);
    let known = row.power_supplies.iter().all(|p| p.feed.is_some());
    feeds.first().copied().filter(|_| known && feeds.len() == 1)
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};
    use crate::ids::FeedId;

    #[test]
    fn supplies_belong_on_two_feeds() {
        assert!(found(&sample(), "RED-002").is_empty());
        let one = FeedId::new("feed-a").unwrap();
        let mut plan = with(
            |p| change!(p, hosts, "host-a", h => h.power_supplies[1].feed = Some(one.clone())),
        );
        let all = found(&plan, "RED-002");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].severity, Severity::Warning);
        assert_eq!(mended(&plan, &all, 0), sample());
        change!(plan, hosts, "host-b", h => h.power_supplies[1].feed = Some(one));
        let all = found(&plan, "RED-002");
        assert_eq!(all.len(), 2);
        assert!(
            all.iter().all(|f| f.severity == Severity::Error),
            "one fuse stops both"
        );
    }

    #[test]
    fn an_unknown_feed_is_not_assessed() {
        let plan = with(|p| change!(p, hosts, "host-a", h => h.power_supplies[1].feed = None));
        assert!(found(&plan, "RED-002").is_empty());
        assert_eq!(missing(&plan, "RED-002").len(), 1);
    }
}
