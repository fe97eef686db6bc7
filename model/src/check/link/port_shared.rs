//! An availability link that shares its port.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Severity;
use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{HostId, LinkId};
use crate::plan::{End, LinkRole};

crate::check! {
    /// ## What it finds
    /// A port that an availability link uses together with another link.
    /// ## Why it matters
    /// Both compete for the line: a backup or a busy hour on the other link holds up protection, and one port failure takes
    /// both.
    /// ## What to do
    /// Use a port of its own. Where they must share, say with the link what share of the line is left for it.
    /// ## References
    /// - The platform's help on availability links: a link of its own for each role
    pub struct PortShared = "LNK", 17, Warning, "an availability link that shares its port", [];
}

impl Check for PortShared {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut users: BTreeMap<(&HostId, &str, u32), BTreeSet<&LinkId>> = BTreeMap::new();
        for (id, link) in plan.links.iter() {
            for end in link.segments.iter().flat_map(|s| [&s.a, &s.b]) {
                if let End::Port {
                    host,
                    adapter,
                    port,
                } = end
                {
                    users
                        .entry((host, adapter.as_str(), *port))
                        .or_default()
                        .insert(id);
                }
            }
        }
        for ((host, adapter, port), links) in users {
            let availability = links.iter().copied().find(|id| {
                plan.links
                    .get(*id)
                    .is_some_and(|l| l.role == LinkRole::Availability)
            });
            let Some(first) = availability.filter(|_| links.len() > 1) else {
                continue;
            };
            let Some(link) = plan.links.get(first) else {
                continue;
            };
            let others: Vec<&LinkId> = links.iter().copied().filter(|l| *l != first).collect();
            let finding = out.found(
                first,
                format!(
                    "{} shares port {port} of {adapter} on {} with {}",
                    cx.name(first),
                    cx.name(host),
                    ask::names(cx, others.iter().copied())
                ),
            );
            finding.also(host);
            for other in others {
                finding.also(other);
            }
            // With its share stated the load is counted right; what is left is the common failure.
            if link.available.is_some() {
                finding.severity(Severity::Info);
            }
            // The other card of a second availability link is not taken: that would undo their separation.
            let used: Vec<&str> = cx
                .facts
                .joints
                .values()
                .flat_map(|j| &j.links)
                .filter(|p| p.link != *first)
                .filter_map(|p| match ask::leaves(plan, p, host) {
                    ask::Leaves::Port { adapter, .. } => Some(adapter),
                    ask::Leaves::NotSaid => None,
                })
                .collect();
            if let Some(free) = ask::spare_port(plan, host, &used).filter(|p| p.speed >= link.speed)
            {
                let now = End::Port {
                    host: host.clone(),
                    adapter: adapter.to_owned(),
                    port,
                };
                let title = format!("Use port {} of {}", free.port, free.adapter);
                let end = End::Port {
                    host: host.clone(),
                    adapter: free.adapter,
                    port: free.port,
                };
                finding.fix(
                    title,
                    Edit::put(
                        format!("Move {} to a port of its own", cx.name(first)),
                        first,
                        ask::with_end(link, &now, &end),
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::plan::{End, Plan};
    use crate::units::Share;

    fn shared() -> Plan {
        with(|p| {
            change!(p, links, "business-1", l => if let End::Port { port, .. } = &mut l.segments[0].a {
                *port = 1;
            });
        })
    }

    #[test]
    fn a_port_for_two_is_found_and_parted() {
        assert!(found(&sample(), "LNK-017").is_empty());
        let plan = shared();
        let all = found(&plan, "LNK-017");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].severity, Severity::Warning);
        assert!(found(&mended(&plan, &all, 0), "LNK-017").is_empty());
    }

    #[test]
    fn a_stated_share_makes_it_information() {
        let mut plan = shared();
        change!(plan, links, "a-link-1", l => l.available = Some(Share::new(0.5)));
        assert_eq!(found(&plan, "LNK-017")[0].severity, Severity::Info);
    }
}
