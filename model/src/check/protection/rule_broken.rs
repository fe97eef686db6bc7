//! A VM that stands where its placement rules forbid it.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Check, CheckCx, Findings, Meta, ask, shared};
use crate::ids::{HostId, VmId};
use crate::place::rules::Rules;
use crate::plan::{Placement, SpreadOver};

crate::check! {
    /// ## What it finds
    /// A VM on a host that it is not pinned to or licensed for, VMs that must stay together on different hosts, VMs that
    /// must stay apart on one host, or a role on fewer hosts or sites than its rule asks for.
    /// ## Why it matters
    /// The rules state what the plan itself cannot know: a licence bound to a server, an application and its database
    /// that talk all the time, two nodes of a cluster that must not fail together.
    /// ## What to do
    /// Move the VMs, let the plan be placed automatically, or change the rule.
    /// ## Limits
    /// Together and apart look at the hosts where members run in normal operation, not at partners.
    /// ## References
    /// - The plan's own rules
    pub struct RuleBroken = "PRO", 19, Error, "a placement rule broken", [];
}

fn rows<'a>(cx: &CheckCx<'a>, vms: &'a [VmId]) -> impl Iterator<Item = (&'a VmId, &'a Placement)> {
    let plan = cx.cx.plan;
    vms.iter()
        .filter_map(|id| Some((id, plan.vms.get(id)?)))
        .flat_map(|(id, vm)| vm.placement.iter().map(move |row| (id, row)))
}

fn pinned(cx: &CheckCx<'_>, out: &mut Findings) {
    for (id, vm) in cx.plan().vms.iter() {
        let only = &vm.rules.only_on;
        let wrong = shared::hosts_of(vm)
            .into_iter()
            .find(|h| !only.is_empty() && !only.contains(h));
        if let Some(host) = wrong {
            out.found(
                id,
                format!(
                    "{} stands on {}; its rule allows {}",
                    cx.name(id),
                    cx.name(host),
                    ask::names(cx, only.iter())
                ),
            )
            .also(host)
            .placement();
        }
    }
}

fn together(cx: &CheckCx<'_>, rules: &Rules, out: &mut Findings) {
    for (word, vms) in &rules.together {
        let hosts: BTreeSet<&HostId> = rows(cx, vms).map(|(_, r)| &r.host).collect();
        let partners: BTreeSet<&HostId> = rows(cx, vms)
            .filter(|(id, _)| cx.plan().vms.get(*id).is_some_and(|v| v.level.paired()))
            .filter_map(|(_, r)| r.partner.as_ref())
            .collect();
        let (what, places) = if hosts.len() > 1 {
            ("run on", &hosts)
        } else if partners.len() > 1 {
            ("have their partners on", &partners)
        } else {
            continue;
        };
        let Some(first) = vms.first() else { continue };
        let finding = out.found(
            first,
            format!(
                "{} are to stay together ({word}) and {what} {}",
                ask::names(cx, vms.iter()),
                ask::names(cx, places.iter().copied())
            ),
        );
        finding.placement();
        for vm in vms {
            finding.also(vm);
        }
        for host in places {
            finding.also(*host);
        }
    }
}

fn apart(cx: &CheckCx<'_>, rules: &Rules, out: &mut Findings) {
    for (word, vms) in &rules.apart {
        let mut on: BTreeMap<&HostId, (u32, BTreeSet<&VmId>)> = BTreeMap::new();
        for (id, row) in rows(cx, vms) {
            let here = on.entry(&row.host).or_default();
            here.0 = here.0.saturating_add(row.count);
            here.1.insert(id);
        }
        for (host, (members, here)) in on {
            if members < 2 {
                continue;
            }
            let Some(first) = here.first().copied() else {
                continue;
            };
            let who = if here.len() == 1 {
                format!("{members} members of {}", cx.name(first))
            } else {
                ask::names(cx, here.iter().copied())
            };
            let finding = out.found(
                first,
                format!(
                    "{who} are to stay apart ({word}) and run on {}",
                    cx.name(host)
                ),
            );
            finding.placement();
            for vm in here {
                finding.also(vm);
            }
            finding.also(host);
        }
    }
}

fn spread(cx: &CheckCx<'_>, rules: &Rules, out: &mut Findings) {
    for group in &rules.spread {
        let members: u32 = rows(cx, &group.vms).fold(0, |n, (_, r)| n.saturating_add(r.count));
        let wanted = group.at_least.min(members) as usize;
        let hosts: BTreeSet<&HostId> = rows(cx, &group.vms).map(|(_, r)| &r.host).collect();
        let (places, noun) = match group.over {
            SpreadOver::Hosts => (hosts.len(), "host"),
            SpreadOver::Sites => {
                let sites: BTreeSet<_> =
                    hosts.iter().filter_map(|h| cx.plan().site_of(h)).collect();
                (sites.len(), "site")
            }
        };
        let Some(first) = group.vms.first().filter(|_| places < wanted) else {
            continue;
        };
        let who = if group.role.is_empty() {
            cx.name(first)
        } else {
            format!("VMs of role {}", group.role)
        };
        let finding = out.found(
            first,
            format!(
                "{who} run on {}; {} asked for",
                match group.over {
                    SpreadOver::Hosts => ask::count(places as u64, noun),
                    SpreadOver::Sites => format!("hosts of {}", ask::count(places as u64, noun)),
                },
                match wanted {
                    1 => "1 is".to_owned(),
                    n => format!("{n} are"),
                }
            ),
        );
        finding.placement();
        for vm in &group.vms {
            finding.also(vm);
        }
        for host in hosts {
            finding.also(host);
        }
    }
}

impl Check for RuleBroken {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let rules = Rules::of(cx.plan());
        pinned(cx, out);
        together(cx, &rules, out);
        apart(cx, &rules, out);
        spread(cx, &rules, out);
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, sample};
    use crate::ids::{HostId, VmId};
    use crate::plan::{Level, Placement, Plan, Spread, SpreadOver};

    const CODE: &str = "PRO-019";

    /// Two unprotected VMs, each on the hosts named.
    fn two(a: &[&str], b: &[&str], rules: impl Fn(&mut crate::plan::PlacementRules)) -> Plan {
        let mut plan = sample();
        let base = (**plan.vms.values().next().unwrap()).clone();
        let ids: Vec<VmId> = plan.vms.keys().cloned().collect();
        for id in ids {
            plan.vms.remove(&id);
        }
        for (name, hosts) in [("one", a), ("two", b)] {
            let mut vm = base.clone();
            vm.level = Level::L0;
            vm.role = "web".to_owned();
            vm.count = hosts.len() as u32;
            vm.placement = hosts
                .iter()
                .map(|h| Placement {
                    host: HostId::slugified(h),
                    partner: None,
                    count: 1,
                })
                .collect();
            rules(&mut vm.rules);
            plan.vms.put(VmId::slugified(name), vm);
        }
        plan.workloads = Default::default();
        plan.services = Default::default();
        plan
    }

    #[test]
    fn pins() {
        let pin = |host: &str| {
            let host = HostId::slugified(host);
            two(&["host-a"], &["host-a"], move |r| {
                r.only_on = vec![host.clone()]
            })
        };
        assert_eq!(found(&pin("host-b"), CODE).len(), 2);
        assert_eq!(found(&pin("host-a"), CODE).len(), 0);
        // A partner counts.
        let mut plan = sample();
        change!(plan, vms, "mbx-1", v => v.rules.only_on = vec![HostId::slugified("host-a")]);
        assert_eq!(found(&plan, CODE).len(), 1);
    }

    #[test]
    fn together_and_apart() {
        let near = |r: &mut crate::plan::PlacementRules| r.together = "app".into();
        assert_eq!(found(&two(&["host-a"], &["host-b"], near), CODE).len(), 1);
        assert_eq!(found(&two(&["host-a"], &["host-a"], near), CODE).len(), 0);
        let far = |r: &mut crate::plan::PlacementRules| r.apart = "dc".into();
        assert_eq!(found(&two(&["host-a"], &["host-a"], far), CODE).len(), 1);
        assert_eq!(found(&two(&["host-a"], &["host-b"], far), CODE).len(), 0);
        assert_eq!(
            found(&two(&["host-a", "host-b"], &["host-b"], far), CODE).len(),
            1
        );
    }

    #[test]
    fn spread_counts_places_and_never_asks_for_more_than_members() {
        let hosts = |at_least| {
            move |r: &mut crate::plan::PlacementRules| {
                r.spread = Some(Spread {
                    over: SpreadOver::Hosts,
                    at_least,
                });
            }
        };
        assert_eq!(
            found(&two(&["host-a"], &["host-a"], hosts(2)), CODE).len(),
            1
        );
        assert_eq!(
            found(&two(&["host-a"], &["host-b"], hosts(2)), CODE).len(),
            0
        );
        assert_eq!(
            found(&two(&["host-a"], &["host-b"], hosts(3)), CODE).len(),
            0
        );
        let sites = |r: &mut crate::plan::PlacementRules| {
            r.spread = Some(Spread {
                over: SpreadOver::Sites,
                at_least: 2,
            });
        };
        assert_eq!(found(&two(&["host-a"], &["host-b"], sites), CODE).len(), 1);
    }
}
