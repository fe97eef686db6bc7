//! Both availability links on one card.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask::{self, Leaves};
use crate::edit::Edit;
use crate::ids::{HostId, LinkId, VmId};
use crate::plan::{End, LinkRole, Plan};

crate::check! {
    /// ## What it finds
    /// A host whose availability links to a partner all leave by ports of one network card.
    /// ## Why it matters
    /// The ports of a card share its logic, bus and driver: the card is one failure unit. Its failure stops mirroring and
    /// lockstep at once, so the second link protects against nothing but a cable. That undoes what a pair is for, hence an
    /// error, although the sheet has it as a warning.
    /// ## What to do
    /// Let the links leave by separate adapters.
    /// ## Limits
    /// An end that names no port is reported as not assessed.
    /// ## References
    /// - Marathon Technologies, availability blog, 2008: a dual-port card shares logic
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-27)
    pub struct OneCard = "LNK", 4, Error, "both availability links on one card", ["LS-LINK-02", "HOST-NIC-SINGLE"];
}

impl Check for OneCard {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut cards: BTreeMap<&HostId, One<'_>> = BTreeMap::new();
        let mut unknown: BTreeMap<&HostId, BTreeSet<&LinkId>> = BTreeMap::new();
        for joint in cx.facts.joints.values().filter(|j| j.links.len() > 1) {
            for host in [&joint.a, &joint.b] {
                let mut adapters = BTreeSet::new();
                let mut last = None;
                let mut bare = BTreeSet::new();
                for path in &joint.links {
                    match ask::leaves(plan, path, host) {
                        Leaves::Port { adapter, port } => {
                            adapters.insert(adapter);
                            last = Some((&path.link, adapter, port));
                        }
                        Leaves::NotSaid => {
                            bare.insert(&path.link);
                        }
                    }
                }
                if adapters.len() > 1 {
                    continue;
                }
                if !bare.is_empty() {
                    unknown.entry(host).or_default().extend(bare);
                } else if let Some((link, adapter, port)) = last {
                    let one = cards.entry(host).or_insert_with(|| One {
                        links: joint.links.iter().map(|p| &p.link).collect(),
                        adapter,
                        moving: link,
                        port,
                        vms: BTreeSet::new(),
                    });
                    one.vms.extend(&joint.vms);
                }
            }
        }
        for (host, one) in cards {
            let ports = plan
                .hosts
                .get(host)
                .and_then(|h| h.adapters.iter().find(|a| a.name == one.adapter))
                .map_or(0, |a| a.ports);
            let card = match ports {
                2 => "dual-port adapter",
                _ => "adapter",
            };
            let finding = out.found(
                host,
                format!(
                    "{} availability links of {} leave by one {card}, {}: one card failure stops mirroring",
                    if one.links.len() == 2 { "Both" } else { "All" },
                    cx.name(host),
                    one.adapter
                ),
            );
            for link in &one.links {
                finding.also(*link);
            }
            for vm in &one.vms {
                finding.also(*vm);
            }
            if let Some(edit) = separate(cx, host, &one) {
                finding.fix("Use separate adapters", edit);
            }
        }
        for (host, links) in unknown {
            let names = ask::names(cx, links.iter().copied());
            let finding = out.not_assessed(
                host,
                format!("the port of {names} on {}", cx.name(host)),
                format!(
                    "Whether the availability links of {} share a card cannot be told: the port of {names} is not said",
                    cx.name(host)
                ),
            );
            for link in &links {
                finding.also(*link);
            }
        }
    }
}

/// A host whose availability links leave by one card.
struct One<'a> {
    links: Vec<&'a LinkId>,
    adapter: &'a str,
    /// The link that a fix moves, and its port.
    moving: &'a LinkId,
    port: u32,
    vms: BTreeSet<&'a VmId>,
}

/// Moves one link to a free port of another card; where none is free, changes places with a link of another role.
fn separate(cx: &CheckCx<'_>, host: &HostId, one: &One<'_>) -> Option<Edit> {
    let plan = cx.plan();
    let now = End::Port {
        host: host.clone(),
        adapter: one.adapter.to_owned(),
        port: one.port,
    };
    let link = plan.links.get(one.moving)?;
    let label = format!(
        "Move {} of {} to another adapter",
        cx.name(one.moving),
        cx.name(host)
    );
    let fast = |adapter: &str| {
        plan.hosts.get(host).is_some_and(|h| {
            h.adapters
                .iter()
                .any(|a| a.name == adapter && a.speed >= link.speed)
        })
    };
    if let Some(port) =
        ask::spare_port(plan, host, &[one.adapter]).filter(|p| p.speed >= link.speed)
    {
        let end = End::Port {
            host: host.clone(),
            adapter: port.adapter,
            port: port.port,
        };
        return Some(Edit::put(
            label,
            one.moving,
            ask::with_end(link, &now, &end),
        ));
    }
    let (other, end) = swappable(plan, host, one.adapter)
        .find(|(_, end)| matches!(end, End::Port { adapter, .. } if fast(adapter)))?;
    let other_link = plan.links.get(other)?;
    Some(Edit::many(
        label.clone(),
        [
            Edit::put(label.clone(), one.moving, ask::with_end(link, &now, end)),
            Edit::put(label, other, ask::with_end(other_link, end, &now)),
        ],
    ))
}

/// Ports of a host's other cards that links of other roles use.
fn swappable<'a>(
    plan: &'a Plan,
    host: &'a HostId,
    not_on: &'a str,
) -> impl Iterator<Item = (&'a LinkId, &'a End)> {
    plan.links
        .iter()
        .filter(|(_, l)| l.role != LinkRole::Availability)
        .flat_map(|(id, l)| l.segments.iter().map(move |s| (id, s)))
        .flat_map(|(id, s)| [(id, &s.a), (id, &s.b)])
        .filter(move |(_, end)| {
            matches!(end, End::Port { host: h, adapter, .. } if h == host && adapter != not_on)
        })
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};
    use crate::plan::{End, Plan};

    fn port(end: &mut End, adapter_now: &str, port_now: u32) {
        if let End::Port { adapter, port, .. } = end {
            *adapter = adapter_now.to_owned();
            *port = port_now;
        }
    }
    /// The second availability link and the first business link of host-b change cards.
    fn crossed() -> Plan {
        with(|p| {
            change!(p, links, "a-link-2", l => port(&mut l.segments[0].b, "nic1", 2));
            change!(p, links, "business-1", l => port(&mut l.segments[1].a, "nic2", 1));
        })
    }

    #[test]
    fn both_on_a_dual_port_card_is_an_error() {
        assert!(found(&sample(), "LNK-004").is_empty());
        let plan = crossed();
        let all = found(&plan, "LNK-004");
        assert_eq!(all.len(), 1);
        assert_eq!(
            all[0].message,
            "Both availability links of host-b leave by one dual-port adapter, nic1: one card failure stops mirroring"
        );
        assert_eq!(all[0].fixes[0].title, "Use separate adapters");
        let mended = mended(&plan, &all, 0);
        assert!(found(&mended, "LNK-004").is_empty());
        assert!(
            found(&mended, "LNK-017").is_empty(),
            "no port is used twice"
        );
    }

    #[test]
    fn a_free_port_is_taken_before_places_are_changed() {
        let plan = with(|p| {
            change!(p, hosts, "host-b", h => h.adapters[1].ports = 3);
            change!(p, links, "a-link-2", l => port(&mut l.segments[0].b, "nic1", 2));
            change!(p, links, "business-1", l => port(&mut l.segments[1].a, "nic2", 1));
        });
        let all = found(&plan, "LNK-004");
        assert_eq!(all[0].fixes[0].edit.ops.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "LNK-004").is_empty());
    }

    #[test]
    fn without_a_port_it_is_not_assessed() {
        let plan = with(|p| {
            change!(p, links, "a-link-2", l => {
                l.segments[0].b = End::Host(crate::ids::HostId::new("host-b").unwrap());
            });
        });
        assert!(found(&plan, "LNK-004").is_empty());
        assert_eq!(missing(&plan, "LNK-004").len(), 1);
    }
}
