//! Both sites reach the witness through one box.

use super::arbiter::split_pools;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::ids::SwitchId;

crate::check! {
    /// ## What it finds
    /// A witness that two data sites reach through the same switch or router, outside the witness's own site.
    /// ## Why it matters
    /// When that box fails both sites lose their vote together: a cut between them then stops every pair.
    /// ## What to do
    /// Give each site a gateway of its own to the witness.
    /// ## Limits
    /// Only boxes that the plan draws on the ways are seen.
    /// ## References
    /// - Stratus, ztC Edge 3.0 help: each node reaches the quorum server through its own gateway
    pub struct SharedGateway = "SIT", 14, Error, "one gateway to the witness for both sites", ["LS-Q-05"];
}

impl Check for SharedGateway {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let pools = split_pools(plan);
        for (id, facts) in &cx.facts.witnesses {
            let Some(witness) = plan.witnesses.get(id) else {
                continue;
            };
            let mut shared: Option<&SwitchId> = None;
            for pool in pools.iter().filter(|p| p.witnesses.contains(&id)) {
                let mut ways = facts.paths.iter().filter(|p| pool.sites.contains(&p.from));
                let Some(first) = ways.next() else { continue };
                for other in ways {
                    shared = shared.or_else(|| {
                        first.switches.iter().find(|s| {
                            let home = plan.switches.get(*s).and_then(|x| x.site.as_ref());
                            other.switches.contains(s) && home != Some(&witness.site)
                        })
                    });
                }
            }
            let Some(switch) = shared else { continue };
            let finding = out.found(
                id,
                format!(
                    "Every data site reaches {} through {}: its loss takes the vote of all",
                    cx.name(id),
                    ask::names(cx, [switch])
                ),
            );
            finding.also(switch);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, split_sample};
    use crate::ids::{SiteId, SwitchId, WitnessId};
    use crate::plan::{End, Plan, Segment, Switch};

    /// Both ways through switches, by name.
    fn through(a: &str, b: &str, site: Option<&str>) -> Plan {
        let mut plan = split_sample();
        for name in [a, b] {
            plan.switches.put(
                SwitchId::new(name).unwrap(),
                Switch {
                    site: site.map(|s| SiteId::new(s).unwrap()),
                    ..Switch::default()
                },
            );
        }
        let way = |from: &End, name: &str| {
            let box_ = End::Switch(SwitchId::new(name).unwrap());
            let witness = End::Witness(WitnessId::new("witness-1").unwrap());
            vec![
                Segment::between(from.clone(), box_.clone()),
                Segment::between(box_, witness),
            ]
        };
        change!(plan, links, "quorum-a", l => l.segments = way(&l.segments[0].a.clone(), a));
        change!(plan, links, "quorum-b", l => l.segments = way(&l.segments[0].a.clone(), b));
        plan
    }

    #[test]
    fn each_site_needs_a_gateway_of_its_own() {
        assert!(found(&split_sample(), "SIT-014").is_empty());
        assert!(found(&through("gw-1", "gw-2", None), "SIT-014").is_empty());
        assert_eq!(found(&through("gw-1", "gw-1", None), "SIT-014").len(), 1);
        let home = split_sample()
            .witnesses
            .values()
            .next()
            .unwrap()
            .site
            .clone();
        assert!(
            found(&through("gw-1", "gw-1", Some(home.as_str())), "SIT-014").is_empty(),
            "in the witness's own site it is lost with the witness"
        );
    }
}
