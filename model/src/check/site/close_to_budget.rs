//! A round trip close to the platform's budget.

use super::budget::round_trips;
use crate::catalogue::{Severity, keys};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Two hosts of a pair whose round trip is within the platform's budget but uses 90 % of it or more.
    /// ## Why it matters
    /// Jitter, or a reroute by the carrier, breaks it. A hundred miles at the usual route factor use 98 % of 2 ms.
    /// ## What to do
    /// Ask the carrier for a guaranteed route and latency, or use a shorter one.
    /// ## References
    /// - Constant `round_trip_close`; the profile's rows on the round trip
    pub struct CloseToBudget = "SIT", 2, Warning, "a round trip close to the platform's budget", ["LS-RTT-05"];
}

impl Check for CloseToBudget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let close = cx.cx.constant(keys::ROUND_TRIP_CLOSE);
        for budget in round_trips(cx) {
            let joint = budget.joint;
            let limit = budget.at;
            let Some(rtt) = joint.rtt_ms.filter(|rtt| {
                close > 0.0 && *rtt > 0.0 && !budget.broken_by(*rtt) && *rtt >= close * limit
            }) else {
                continue;
            };
            let finding = budget.found(
                out,
                format!(
                    "{} there and back between {} and {} use {} % of the {} ms that {} allows",
                    budget.shown(rtt),
                    cx.name(&joint.a),
                    cx.name(&joint.b),
                    pretty((rtt / limit * 100.0).floor()),
                    pretty(limit),
                    budget.who(cx)
                ),
            );
            finding
                .severity(Severity::Warning)
                .evidence(ask::joint_figure(joint, "rtt"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::check::testing::{found_on, row, split_sample};

    #[test]
    fn ninety_per_cent_is_the_boundary() {
        // 2 × 42 km × 1.25 × 4.897 µs/km = 0.514185 ms.
        let n = |limit: f64| {
            found_on(&split_sample(), "SIT-002", |p| {
                p.limits.push(row(LimitOf::RoundTrip, Bound::Max, limit));
            })
            .len()
        };
        assert_eq!(n(0.572), 0);
        assert_eq!(n(0.571), 1);
        assert_eq!(n(0.5142), 1);
        assert_eq!(n(0.514), 0, "over the budget is another check");
    }
}
