//! A private link through boxes within a site.

use std::collections::BTreeSet;

use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::ids::{EntityId, HostId, SwitchId};
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// The private link of two hosts of one site that runs through a switch or other equipment instead of a single cable.
    /// ## Why it matters
    /// The platform treats anything but one cable as a split system: it then needs a witness and keeps to the limits of two
    /// sites.
    /// ## What to do
    /// Join the two hosts by one cable, or plan them as a split pair.
    /// ## References
    /// - The profile's row on switches and converters of a private link, with the document it cites
    pub struct PrivateLinkThroughBoxes = "LNK", 24, Error, "a private link through switches within a site", ["LS-LINK-04"];
}

impl Check for PrivateLinkThroughBoxes {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let Some(row) = cx
            .profile()
            .limits
            .iter()
            .find(|l| l.quantity == LimitOf::PrivateLinkBoxes)
        else {
            return;
        };
        for (id, link) in plan.links.iter().filter(|(_, l)| l.private) {
            let ends = || link.segments.iter().flat_map(|s| [&s.a, &s.b]);
            let hosts: BTreeSet<&HostId> = ends().filter_map(End::host).collect();
            let sites: BTreeSet<_> = hosts.iter().filter_map(|h| plan.site_of(h)).collect();
            if sites.len() > 1 {
                continue;
            }
            let switches: BTreeSet<&SwitchId> = ends()
                .filter_map(|e| match e {
                    End::Switch(s) => Some(s),
                    _ => None,
                })
                .collect();
            let other: u32 = link
                .segments
                .iter()
                .flat_map(|s| s.equipment.values())
                .fold(0, |n, c| n.saturating_add(*c));
            let boxes = switches.len() as f64 + f64::from(other);
            if !row.broken_by(boxes) {
                continue;
            }
            let what = if switches.is_empty() {
                ask::count(u64::from(other), "piece of equipment")
                    .replace("piece of equipments", "pieces of equipment")
            } else {
                ask::names(cx, switches.iter().copied())
            };
            let finding = out.found(
                id,
                format!(
                    "{} is private and runs through {what}; the platform then takes the pair as split over sites",
                    cx.name(id)
                ),
            );
            finding.limit(row);
            for switch in switches {
                finding.also(EntityId::from(switch));
            }
            for host in hosts {
                finding.also(EntityId::from(host));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, row, sample, split_sample};
    use crate::plan::{Equipment, Plan};

    fn asks(p: &mut Profile) {
        p.limits
            .push(row(LimitOf::PrivateLinkBoxes, Bound::Max, 0.0));
    }
    fn boxes(mut plan: Plan, n: u32) -> Plan {
        change!(plan, links, "a-link-1", l => {
            l.private = true;
            if n > 0 { l.segments[0].equipment.insert(Equipment::Transponder, n); }
        });
        plan
    }

    #[test]
    fn one_cable_is_right_within_a_site() {
        assert!(found_on(&boxes(sample(), 0), "LNK-024", asks).is_empty());
        assert_eq!(found_on(&boxes(sample(), 2), "LNK-024", asks).len(), 1);
        assert!(
            found_on(&boxes(split_sample(), 2), "LNK-024", asks).is_empty(),
            "split anyway"
        );
        assert!(found_on(&boxes(sample(), 2), "LNK-024", |_| ()).is_empty());
    }
}
