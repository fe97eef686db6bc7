//! A single way to the users.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use super::parts::{business, host_found, host_unknown};
use crate::check::ask;
use crate::ids::SwitchId;
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM with one business link, or whose business links all go to one switch.
    /// ## Why it matters
    /// The VM runs, and nobody reaches it. Most platforms do not count that as a failure and do nothing about it.
    /// ## What to do
    /// Join the host to two switches by two adapters.
    /// ## Limits
    /// Without a business link, or where one ends at a site, it is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-27): redundant network paths and switches
    pub struct OneBusinessPath = "RED", 5, Warning, "a single way to the users", [];
}

impl Check for OneBusinessPath {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (host, vms) in ask::protected_hosts(plan) {
            let ways = business(plan, host);
            let hidden = ways
                .iter()
                .any(|w| w.own.is_none() || matches!(w.next, End::Site(_)));
            if ways.is_empty() || hidden {
                host_unknown(cx, out, host, "business links to switches");
                continue;
            }
            let switches: Vec<Option<&SwitchId>> = ways
                .iter()
                .map(|w| match w.next {
                    End::Switch(id) => Some(id),
                    _ => None,
                })
                .collect();
            let distinct: BTreeSet<&Option<&SwitchId>> = switches.iter().collect();
            let message = match (ways.as_slice(), switches.first()) {
                ([only], _) => format!(
                    "{} reaches its users by {} alone",
                    cx.name(host),
                    cx.name(only.link)
                ),
                (_, Some(Some(switch))) if distinct.len() == 1 => format!(
                    "All business links of {} go to {}",
                    cx.name(host),
                    cx.name(*switch)
                ),
                _ => continue,
            };
            let finding = host_found(cx, out, host, &vms, &message);
            for way in &ways {
                finding.also(way.link);
            }
            for switch in switches.into_iter().flatten() {
                finding.also(switch);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, with};
    use crate::ids::{LinkId, SwitchId};
    use crate::plan::End;

    #[test]
    fn two_links_to_two_switches_are_enough() {
        assert!(found(&sample(), "RED-005").is_empty());
        let plan = with(|p| {
            p.links.remove(&LinkId::new("business-2").unwrap());
        });
        assert_eq!(found(&plan, "RED-005").len(), 2);
        let plan = with(
            |p| change!(p, links, "business-2", l => l.segments[0].b = End::Switch(SwitchId::new("switch-1").unwrap())),
        );
        let all = found(&plan, "RED-005");
        assert_eq!(all.len(), 1);
        assert!(all[0].message.contains("go to switch-1"));
    }

    #[test]
    fn no_business_link_is_not_assessed() {
        let plan = with(|p| {
            p.links.remove(&LinkId::new("business-1").unwrap());
            p.links.remove(&LinkId::new("business-2").unwrap());
        });
        assert!(found(&plan, "RED-005").is_empty());
        assert_eq!(missing(&plan, "RED-005").len(), 2);
    }
}
