//! A single network adapter.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

use super::parts::{business, host_found, host_unknown};
use crate::check::ask;
use crate::edit::Edit;
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM with one network adapter, or whose business links all leave by one.
    /// ## Why it matters
    /// The ports of a card share its logic: its failure cuts the host off, however many ports it has.
    /// ## What to do
    /// Fit a second adapter, and spread each kind of link over both.
    /// ## Limits
    /// A host without any adapter in the plan is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25, FR-27)
    /// - SQL and hosts sheet, section 10: several ports of one card do not help
    pub struct OneAdapter = "RED", 3, Warning, "a single network adapter", ["HOST-NIC-SINGLE"];
}

impl Check for OneAdapter {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (host, vms) in ask::protected_hosts(plan) {
            let Some(row) = plan.hosts.get(host) else {
                continue;
            };
            match row.adapters.as_slice() {
                [] => host_unknown(cx, out, host, "network adapters"),
                [only] => {
                    let message =
                        format!("{} has one network adapter, {}", cx.name(host), only.name);
                    let finding = host_found(cx, out, host, &vms, &message);
                    let mut two = (**row).clone();
                    let mut second = only.clone();
                    second.name = format!("{}-2", only.name);
                    two.adapters.push(second);
                    finding.bold_fix(
                        "Add an adapter",
                        Edit::put(format!("Add an adapter to {}", cx.name(host)), host, two),
                    );
                }
                _ => {
                    let ways = business(plan, host);
                    let cards: Option<BTreeSet<&str>> = ways
                        .iter()
                        .map(|way| match way.own {
                            Some(End::Port { adapter, .. }) => Some(adapter.as_str()),
                            _ => None,
                        })
                        .collect();
                    if let Some(cards) = cards.filter(|c| ways.len() > 1 && c.len() == 1)
                        && let Some(card) = cards.first()
                    {
                        let message = format!(
                            "All business links of {} leave by one adapter, {card}",
                            cx.name(host)
                        );
                        let finding = host_found(cx, out, host, &vms, &message);
                        for way in &ways {
                            finding.also(way.link);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};
    use crate::plan::End;

    #[test]
    fn two_adapters_are_enough_if_both_are_used() {
        assert!(found(&sample(), "RED-003").is_empty());
        let plan = with(|p| change!(p, hosts, "host-a", h => h.adapters.truncate(1)));
        let all = found(&plan, "RED-003");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "RED-003").is_empty());
        let plan = with(|p| {
            change!(p, links, "business-2", l => if let End::Port { adapter, .. } = &mut l.segments[0].a {
                *adapter = "nic1".into();
            });
        });
        assert_eq!(found(&plan, "RED-003").len(), 1);
        let plan = with(|p| change!(p, hosts, "host-a", h => h.adapters.clear()));
        assert_eq!(missing(&plan, "RED-003").len(), 1);
    }
}
