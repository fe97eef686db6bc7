//! A round trip over the platform's budget.

use super::budget::round_trips;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Two hosts of a pair between which packets travel longer than the platform allows for the level and vCPUs of the VM.
    /// ## Why it matters
    /// Every mirrored write and every packet a lockstep VM sends waits for the partner's answer. Over the budget the VM
    /// crawls, or the platform drops its protection.
    /// ## What to do
    /// Use a closer host or a shorter route, a level with a larger budget, or a VM with fewer vCPUs.
    /// ## References
    /// - The profile's rows on the round trip, with the documents they cite
    pub struct OverBudget = "SIT", 1, Error, "a round trip over the platform's budget", ["LS-RTT-01", "LS-RTT-02", "LS-RTT-03", "LS-RTT-04", "LS-RTT-08", "LS-SYNC-05"];
}

impl Check for OverBudget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for budget in round_trips(cx) {
            let joint = budget.joint;
            let Some(rtt) = joint.rtt_ms.filter(|rtt| budget.broken_by(*rtt)) else {
                continue;
            };
            let reach = match joint.max_map_km {
                Some(km) if joint.rtt_limit_ms == Some(budget.at) => {
                    format!(", reached at {} km", pretty(km))
                }
                _ => String::new(),
            };
            let finding = budget.found(
                out,
                format!(
                    "{} there and back between {} and {}; {} allows {}{reach}",
                    budget.shown(rtt),
                    cx.name(&joint.a),
                    cx.name(&joint.b),
                    budget.who(cx),
                    budget.allows()
                ),
            );
            finding.evidence(ask::joint_figure(joint, "rtt"));
            finding.placement();
            budget.offer_easier(cx, finding, rtt);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, mended, row, split_sample};
    use crate::plan::{Level, Plan};
    use crate::units::Ms;

    /// 2 ms at level 3 with two vCPUs or more, 10 ms else.
    fn budgets(p: &mut Profile) {
        let mut strict = row(LimitOf::RoundTrip, Bound::Max, 2.0);
        strict.when.level = Some(Level::L3);
        strict.when.min_vcpus = Some(2);
        p.limits
            .extend([strict, row(LimitOf::RoundTrip, Bound::Max, 10.0)]);
    }
    fn at(ms: f64, level: Level, vcpus: u32) -> Plan {
        let mut plan = split_sample();
        for id in ["a-link-1", "a-link-2"] {
            let id = crate::ids::LinkId::new(id).unwrap();
            let mut link = (**plan.links.get(&id).unwrap()).clone();
            link.measured_rtt = Some(Ms::new(ms));
            plan.links.put(id, link);
        }
        change!(plan, vms, "mbx-1", v => { v.level = level; v.vcpus = vcpus });
        plan
    }

    #[test]
    fn each_level_has_its_budget() {
        let n = |ms, level, vcpus| found_on(&at(ms, level, vcpus), "SIT-001", budgets).len();
        assert_eq!(n(2.0, Level::L3, 2), 0);
        assert_eq!(n(2.01, Level::L3, 2), 1);
        assert_eq!(n(2.01, Level::L3, 1), 0);
        assert_eq!(n(10.0, Level::L2, 2), 0);
        assert_eq!(n(10.01, Level::L2, 2), 1);
    }

    #[test]
    fn a_row_for_each_kilometre_grows_with_the_fibre() {
        // 42 km on the map are 52.5 km of fibre: 0.01 ms/km allow 0.525 ms.
        let n = |ms: f64| {
            found_on(&at(ms, Level::L2, 2), "SIT-001", |p| {
                p.limits.clear();
                p.limits
                    .push(row(LimitOf::RoundTripPerKm, Bound::Max, 0.01));
            })
            .len()
        };
        assert_eq!(n(0.525), 0);
        assert_eq!(n(0.526), 1);
    }

    #[test]
    fn level_2_or_one_vcpu_mend_what_lockstep_does_not_hold() {
        let plan = at(5.0, Level::L3, 2);
        let all = found_on(&plan, "SIT-001", budgets);
        assert_eq!(all[0].fixes.len(), 2);
        for fix in 0..2 {
            assert!(found_on(&mended(&plan, &all, fix), "SIT-001", budgets).is_empty());
        }
        assert!(
            found_on(&at(11.0, Level::L3, 2), "SIT-001", budgets)[0]
                .fixes
                .is_empty()
        );
    }
}
