//! A slow private link in a role that a faster port could take.

use std::collections::BTreeSet;

use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::ids::{EntityId, HostId};
use crate::plan::{End, LinkRole, Plan};

crate::check! {
    /// ## What it finds
    /// The private link of two hosts that also carries availability traffic and is slower than the platform allows for that,
    /// while one of the hosts has a port that fast, management aside.
    /// ## Why it matters
    /// The platform gives the role to the faster ports by its own rule; the slow link would hold protection back.
    /// ## What to do
    /// Run availability traffic over the faster ports.
    /// ## References
    /// - The profile's row on a private link that carries availability traffic, with the document it cites
    pub struct PrivateLinkSlow = "LNK", 23, Warning, "a slow private link that carries availability traffic", ["LS-LINK-03"];
}

impl Check for PrivateLinkSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let Some(row) = cx
            .profile()
            .limits
            .iter()
            .find(|l| l.quantity == LimitOf::PrivateLinkSpeed)
        else {
            return;
        };
        for (id, link) in plan.links.iter() {
            if !link.private
                || link.role != LinkRole::Availability
                || !row.broken_by(link.speed.get())
            {
                continue;
            }
            let hosts: BTreeSet<&HostId> = link
                .segments
                .iter()
                .flat_map(|s| [&s.a, &s.b])
                .filter_map(End::host)
                .collect();
            let faster = hosts.iter().find_map(|host| {
                let card = fast_port(plan, host, row.value)?;
                Some((*host, card))
            });
            let Some((host, card)) = faster else { continue };
            let finding = out.found(
                id,
                format!(
                    "{} is private, carries availability traffic and runs at {}, while {card} of {} runs at {} or more",
                    cx.name(id),
                    ask::rate(link.speed.get()),
                    cx.name(host),
                    ask::rate(row.value)
                ),
            );
            finding.limit(row);
            for host in hosts {
                finding.also(EntityId::from(host));
            }
        }
    }
}

/// A card of a host with a port of that rate that no management link uses.
fn fast_port<'a>(plan: &'a Plan, host: &HostId, mbps: f64) -> Option<&'a str> {
    let management: BTreeSet<(&str, u32)> = plan
        .links
        .values()
        .filter(|l| l.role == LinkRole::Management)
        .flat_map(|l| &l.segments)
        .flat_map(|s| [&s.a, &s.b])
        .filter_map(|end| match end {
            End::Port {
                host: h,
                adapter,
                port,
            } if h == host => Some((adapter.as_str(), *port)),
            _ => None,
        })
        .collect();
    plan.hosts
        .get(host)?
        .adapters
        .iter()
        .filter(|a| a.speed.get() >= mbps)
        .find(|a| (1..=a.ports.min(64)).any(|p| !management.contains(&(a.name.as_str(), p))))
        .map(|a| a.name.as_str())
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, row, sample};
    use crate::plan::Plan;
    use crate::units::Mbps;

    fn asks(p: &mut Profile) {
        p.limits
            .push(row(LimitOf::PrivateLinkSpeed, Bound::Min, 10_000.0));
    }
    fn private(link: f64, card: f64) -> Plan {
        let mut plan = sample();
        change!(plan, links, "a-link-1", l => { l.private = true; l.speed = Mbps::new(link) });
        change!(plan, hosts, "host-a", h => {
            for a in &mut h.adapters { a.speed = Mbps::new(card) }
        });
        plan
    }

    #[test]
    fn only_a_faster_port_to_spare_makes_it_a_fault() {
        assert!(
            found_on(&sample(), "LNK-023", asks).is_empty(),
            "none is private"
        );
        assert!(found_on(&private(1_000.0, 1_000.0), "LNK-023", asks).is_empty());
        assert_eq!(
            found_on(&private(1_000.0, 10_000.0), "LNK-023", asks).len(),
            1
        );
        assert!(found_on(&private(10_000.0, 10_000.0), "LNK-023", asks).is_empty());
        assert!(found_on(&private(1_000.0, 10_000.0), "LNK-023", |_| ()).is_empty());
    }
}
