//! An availability link without ports.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{HostId, LinkId};
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// An end of an availability link between the hosts of a pair that names a host or site but no port.
    /// ## Why it matters
    /// Whether two links share a card cannot be told, so the check about it says "not assessed".
    /// ## What to do
    /// Name the adapter and port at each end.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-27)
    pub struct PortNotSaid = "LNK", 3, Info, "an availability link without ports", [];
}

impl Check for PortNotSaid {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut bare: BTreeMap<&LinkId, BTreeSet<&HostId>> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for path in &joint.links {
                for host in [&joint.a, &joint.b] {
                    if ask::leaves(plan, path, host) == ask::Leaves::NotSaid {
                        bare.entry(&path.link).or_default().insert(host);
                    }
                }
            }
        }
        for (id, hosts) in bare {
            let finding = out.found(
                id,
                format!(
                    "{} does not say which port it uses on {}",
                    cx.name(id),
                    ask::names(cx, hosts.iter().copied())
                ),
            );
            for host in &hosts {
                finding.also(*host);
            }
            let Some(link) = plan.links.get(id) else {
                continue;
            };
            let mut named = (**link).clone();
            for host in &hosts {
                // Cards that other availability links of this host already leave by come last.
                let used: Vec<&str> = cx
                    .facts
                    .joints
                    .values()
                    .flat_map(|j| &j.links)
                    .filter_map(|p| match ask::leaves(plan, p, host) {
                        ask::Leaves::Port { adapter, .. } => Some(adapter),
                        ask::Leaves::NotSaid => None,
                    })
                    .collect();
                let port =
                    ask::spare_port(plan, host, &used).or_else(|| ask::spare_port(plan, host, &[]));
                if let Some(port) = port {
                    let end = End::Port {
                        host: (*host).clone(),
                        adapter: port.adapter,
                        port: port.port,
                    };
                    named = ask::with_end(&named, &End::Host((*host).clone()), &end);
                }
            }
            if named != **link {
                let title = "Use free ports";
                finding.bold_fix(
                    title,
                    Edit::put(format!("Give {} free ports", cx.name(id)), id, named),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};
    use crate::ids::HostId;
    use crate::plan::End;

    #[test]
    fn a_bare_end_is_told_and_mended() {
        assert!(found(&sample(), "LNK-003").is_empty());
        let plan = with(|p| {
            change!(p, links, "a-link-2", l => {
                l.segments[0].a = End::Host(HostId::new("host-a").unwrap());
                l.segments[0].b = End::Host(HostId::new("host-b").unwrap());
            });
        });
        let all = found(&plan, "LNK-003");
        assert_eq!(all.len(), 1);
        assert_eq!(missing(&plan, "LNK-004").len(), 2, "one for each host");
        let plan = mended(&plan, &all, 0);
        assert_eq!(plan, sample());
    }
}
