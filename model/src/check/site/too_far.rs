//! Sites farther apart than the platform allows.

use super::budget::budgets;
use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A pair across sites whose distance on the map is over the platform's.
    /// ## Why it matters
    /// The vendor states and tests the distance; beyond it support ends, even where the round trip would do.
    /// ## What to do
    /// Use a closer site, or ask the vendor for an exception and accept the finding with it.
    /// ## References
    /// - The profile's rows on distance, with the documents they cite
    /// - Marathon Technologies, "Preventing disaster rather than recovering from it", 30 July 2008 (FR-21): up to 100 miles
    pub struct TooFar = "SIT", 4, Error, "sites farther apart than the platform allows", [];
}

impl Check for TooFar {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let rows = budgets(cx, LimitOf::Distance)
            .into_iter()
            .chain(budgets(cx, LimitOf::FibreLength));
        for budget in rows {
            let joint = budget.joint;
            let (length, apart) = if budget.row.quantity == LimitOf::FibreLength {
                (joint.fibre_km, "km of fibre apart")
            } else {
                (joint.map_km, "km apart")
            };
            if !joint.split || joint.links.is_empty() {
                continue;
            }
            let (a, b) = (cx.name(&joint.a), cx.name(&joint.b));
            match length {
                Some(km) if budget.row.broken_by(km) => {
                    budget
                        .found(
                            out,
                            format!(
                                "{a} and {b} are {} {apart}; {} allows {}",
                                pretty(km),
                                budget.who(cx),
                                ask::bound(budget.row)
                            ),
                        )
                        .placement();
                }
                Some(_) => {}
                None => {
                    out.not_assessed(
                        &joint.a,
                        format!("the distance between {a} and {b}"),
                        format!(
                            "Whether {a} and {b} are too far apart cannot be told: no stretch between them has a distance"
                        ),
                    )
                    .severity(budget.row.severity)
                    .also(&joint.b);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, missing_on, row, split_sample};

    fn at_most(km: f64) -> impl Fn(&mut Profile) {
        move |p| p.limits.push(row(LimitOf::Distance, Bound::Max, km))
    }

    #[test]
    fn the_row_is_the_boundary_and_no_distance_is_not_assessed() {
        let mut plan = split_sample();
        assert!(found_on(&plan, "SIT-004", at_most(42.0)).is_empty());
        assert_eq!(found_on(&plan, "SIT-004", at_most(41.9)).len(), 1);
        change!(plan, links, "a-link-1", l => l.segments[0].distance = None);
        change!(plan, links, "a-link-2", l => l.segments[0].distance = None);
        assert!(found_on(&plan, "SIT-004", at_most(1.0)).is_empty());
        assert_eq!(missing_on(&plan, "SIT-004", at_most(1.0)).len(), 1);
    }
}
