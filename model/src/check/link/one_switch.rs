//! Both availability links through one switch.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::ids::{EntityId, SwitchId};
use crate::plan::End;

crate::check! {
    /// ## What it finds
    /// Two hosts of a pair whose availability links all pass the same switch.
    /// ## Why it matters
    /// The switch is one failure unit: its loss, or its maintenance, stops every availability link at once.
    /// ## What to do
    /// Lead the links through different switches, or use direct cables where the hosts stand close.
    /// ## Limits
    /// A link that ends at a site does not say its switches: not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-27): redundant paths and switches
    pub struct OneSwitch = "LNK", 5, Warning, "both availability links through one switch", [];
}

impl Check for OneSwitch {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut shared: BTreeMap<&SwitchId, BTreeSet<EntityId>> = BTreeMap::new();
        for joint in cx.facts.joints.values().filter(|j| j.links.len() > 1) {
            let switches: Vec<BTreeSet<&SwitchId>> = joint
                .links
                .iter()
                .map(|path| {
                    ask::segments(plan, path)
                        .flat_map(|s| [&s.a, &s.b])
                        .filter_map(|end| match end {
                            End::Switch(id) => Some(id),
                            _ => None,
                        })
                        .collect()
                })
                .collect();
            let common: BTreeSet<&SwitchId> = switches
                .iter()
                .skip(1)
                .fold(switches.first().cloned().unwrap_or_default(), |all, s| {
                    all.intersection(s).copied().collect()
                });
            for switch in &common {
                let with = shared.entry(*switch).or_default();
                with.extend([EntityId::from(&joint.a), EntityId::from(&joint.b)]);
                with.extend(joint.vms.iter().map(EntityId::from));
            }
            let hidden: Vec<_> = joint
                .links
                .iter()
                .filter(|p| !ask::drawn_in_full(plan, p))
                .map(|p| &p.link)
                .collect();
            if common.is_empty() && !hidden.is_empty() {
                let names = ask::names(cx, hidden.iter().copied());
                let finding = out.not_assessed(
                    &joint.a,
                    format!("the switches that {names} {}", ask::number(hidden.len(), "passes", "pass")),
                    format!(
                        "Whether the availability links of {} and {} share a switch cannot be told: {names} {} at a site",
                        cx.name(&joint.a),
                        cx.name(&joint.b),
                        ask::number(hidden.len(), "ends", "end")
                    ),
                );
                finding.also(&joint.b);
                for link in hidden {
                    finding.also(link);
                }
            }
        }
        for (switch, with) in shared {
            let hosts: Vec<EntityId> = with
                .iter()
                .filter(|id| matches!(id, EntityId::Host(_)))
                .cloned()
                .collect();
            let finding = out.found(
                switch,
                format!(
                    "All availability links between {} pass {}",
                    ask::names(cx, hosts),
                    cx.name(switch)
                ),
            );
            for id in with {
                finding.also(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, with};
    use crate::ids::{SiteId, SwitchId};
    use crate::plan::{End, Plan, Segment};

    fn through(plan: &mut Plan, first: End, second: End) {
        for (id, switch) in [("a-link-1", first), ("a-link-2", second)] {
            let id = crate::ids::LinkId::new(id).unwrap();
            let mut link = (**plan.links.get(&id).unwrap()).clone();
            let one = link.segments[0].clone();
            link.segments = vec![
                Segment {
                    b: switch.clone(),
                    ..one.clone()
                },
                Segment { a: switch, ..one },
            ];
            plan.links.put(id, link);
        }
    }
    fn switch(id: &str) -> End {
        End::Switch(SwitchId::new(id).unwrap())
    }

    #[test]
    fn one_switch_for_both_is_found_two_are_fine() {
        assert!(found(&sample(), "LNK-005").is_empty());
        let plan = with(|p| through(p, switch("switch-1"), switch("switch-2")));
        assert!(found(&plan, "LNK-005").is_empty());
        let plan = with(|p| through(p, switch("switch-1"), switch("switch-1")));
        let all = found(&plan, "LNK-005");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject().to_string(), "switch/switch-1");
    }

    #[test]
    fn a_site_hides_its_switches() {
        let plan = with(|p| {
            change!(p, links, "a-link-1", l => {
                let site = End::Site(SiteId::new("main").unwrap());
                let one = l.segments[0].clone();
                l.segments = vec![
                    Segment { b: site.clone(), ..one.clone() },
                    Segment { a: site, ..one },
                ];
            });
        });
        assert_eq!(missing(&plan, "LNK-005").len(), 1);
    }
}
