//! Availability links of unequal length.

use crate::catalogue::keys;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Availability links of a pair across sites whose round trips differ by more than 0.2 ms, or whose distances differ by
    /// more than 20 km.
    /// ## Why it matters
    /// Packets of one stream overtake each other, and the loss of the shorter link changes the pace of every VM over it.
    /// ## What to do
    /// Use routes of about the same length.
    /// ## References
    /// - NetApp, MetroCluster IP requirements of links between switches, 2025: fabrics differ by at most 20 km or 0.2 ms
    pub struct UnequalPaths = "LNK", 15, Warning, "availability links of unequal length", ["LS-RTT-07"];
}

impl Check for UnequalPaths {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let most_ms = cx.cx.constant(keys::UNEQUAL_RTT_MS);
        let most_km = cx.cx.constant(keys::UNEQUAL_KM);
        for joint in cx.facts.joints.values().filter(|j| j.split) {
            let spread = |values: Vec<f64>| {
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                let high = values.iter().copied().fold(0.0, f64::max);
                (values.len() > 1).then_some((low, high))
            };
            let rtt = spread(joint.links.iter().filter_map(|p| p.rtt_ms).collect())
                .filter(|(low, high)| high - low > most_ms);
            let km = spread(
                joint
                    .links
                    .iter()
                    .filter_map(|p| p.map_km.or(p.fibre_km))
                    .collect(),
            )
            .filter(|(low, high)| high - low > most_km);
            let what = match (rtt, km) {
                (Some((low, high)), _) => {
                    format!(
                        "take {} and {} ms there and back",
                        pretty(low),
                        pretty(high)
                    )
                }
                (None, Some((low, high))) => {
                    format!("are {} and {} km long", pretty(low), pretty(high))
                }
                (None, None) => continue,
            };
            let finding = out.found(
                &joint.a,
                format!(
                    "The availability links between {} and {} {what}",
                    cx.name(&joint.a),
                    cx.name(&joint.b)
                ),
            );
            finding
                .also(&joint.b)
                .evidence(ask::joint_figure(joint, "rtt"));
            for path in &joint.links {
                finding
                    .also(&path.link)
                    .evidence(format!("link/{}/rtt", path.link));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, split_sample};
    use crate::plan::Plan;
    use crate::units::{MapDistance, Ms};

    fn second(km: f64, measured: Option<f64>) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "a-link-2", l => {
            l.segments[0].distance = Some(MapDistance::from_km(km));
            l.measured_rtt = measured.map(Ms::new);
        });
        plan
    }

    #[test]
    fn lengths_and_times_may_differ_a_little() {
        assert!(found(&split_sample(), "LNK-015").is_empty());
        // 42 km take 0.514 ms at route factor 1.25; measured times leave the distance to decide.
        assert!(found(&second(61.9, Some(0.7)), "LNK-015").is_empty());
        assert_eq!(found(&second(62.1, Some(0.7)), "LNK-015").len(), 1);
        assert_eq!(found(&second(42.0, Some(0.8)), "LNK-015").len(), 1);
    }
}
