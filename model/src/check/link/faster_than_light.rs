//! A round trip below light in fibre.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::catalogue::keys;
use crate::ids::LinkId;
use crate::plan::Segment;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A link whose measured round trip is shorter than light needs through fibre of the stated length, both ways, without
    /// any equipment.
    /// ## Why it matters
    /// One of the two inputs is wrong, and every figure of the pair rests on them.
    /// ## What to do
    /// Measure again, or correct the distance.
    /// ## Limits
    /// Map distance counts as it is, without the route factor; hollow-core fibre with its own delay.
    /// ## References
    /// - MapYourTech, fibre latency articles: 4.897 µs/km; constants `fibre_us_per_km` and `medium_factor`
    pub struct FasterThanLight = "LNK", 12, Error, "a round trip below light in fibre", ["LS-RTT-06"];
}

impl Check for FasterThanLight {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let us_per_km = cx.cx.constant(keys::FIBRE_US_PER_KM);
        let mut ways: BTreeMap<&LinkId, f64> = BTreeMap::new();
        for path in cx.facts.joints.values().flat_map(|j| &j.links) {
            let km = crate::check::ask::segments(plan, path)
                .map(|s| km(cx, s))
                .sum::<f64>();
            if let Some((id, _)) = plan.links.iter().find(|(id, _)| **id == path.link) {
                let most = ways.entry(id).or_insert(km);
                *most = most.max(km);
            }
        }
        for (id, link) in plan.links.iter() {
            let Some(measured) = link.measured_rtt else {
                continue;
            };
            // Without a pair over it the way is not known; it passes each stretch of a link that has one only.
            let km = match (ways.get(id), link.segments.as_slice()) {
                (Some(km), _) => *km,
                (None, [only]) => km(cx, only),
                (None, _) => continue,
            };
            let least = 2.0 * km * us_per_km / 1000.0;
            if measured.get() >= least {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} is given as {} ms there and back over {} km; light in fibre needs {} ms",
                    cx.name(id),
                    pretty(measured.get()),
                    pretty(km),
                    pretty(least)
                ),
            );
            finding.evidence(format!("link/{id}/rtt"));
            let mut unmeasured = (**link).clone();
            unmeasured.measured_rtt = None;
            finding.bold_fix(
                "Work it out from the distance",
                crate::edit::Edit::put(
                    format!("Drop the measured round trip of {}", cx.name(id)),
                    id,
                    unmeasured,
                ),
            );
        }
    }
}

/// Length of a stretch as plain fibre: fibre where given, else the distance on the map, which no fibre undercuts.
fn km(cx: &CheckCx<'_>, segment: &Segment) -> f64 {
    let key = format!("{}.{}", keys::MEDIUM_FACTOR, segment.medium.key());
    // Compensating fibre only adds: light in the rest is no faster than in plain fibre.
    let factor = cx.cx.constant(&key).min(1.0);
    factor
        * match (segment.fibre, segment.distance) {
            (Some(fibre), _) => fibre.km(),
            (None, Some(map)) => map.km(),
            (None, None) => 0.0,
        }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, split_sample};
    use crate::plan::Plan;
    use crate::units::Ms;

    fn measured(ms: f64) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "a-link-1", l => l.measured_rtt = Some(Ms::new(ms)));
        plan
    }

    #[test]
    fn light_is_the_boundary() {
        // 2 × 42 km × 4.897 µs/km = 0.411348 ms.
        assert!(found(&split_sample(), "LNK-012").is_empty());
        assert!(found(&measured(0.412), "LNK-012").is_empty());
        let plan = measured(0.411);
        let all = found(&plan, "LNK-012");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "LNK-012").is_empty());
        // 0.69 × 0.411348 ms in hollow-core fibre.
        let hollow = |ms| {
            let mut plan = measured(ms);
            change!(plan, links, "a-link-1", l => l.segments[0].medium = crate::plan::Medium::HollowCore);
            found(&plan, "LNK-012").len()
        };
        assert_eq!((hollow(0.284), hollow(0.283)), (0, 1));
    }
}
