//! Pairs that do not come into step again, or too late.

use super::bundle::bundles;
use crate::catalogue::Severity;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::units::Secs;

crate::check! {
    /// ## What it finds
    /// Pairs whose new writes fill their availability links, so that a resynchronisation never ends; and pairs that are
    /// without protection, outage and resynchronisation together, for longer than the plan allows.
    /// ## Why it matters
    /// Until they are in step the second failure takes the service and its data.
    /// ## What to do
    /// Use faster links, allow longer, or plan a shorter repair.
    /// ## Limits
    /// Every write is taken to go to another block, the careful side. Without an allowed time the second part is not assessed.
    /// ## References
    /// - LINBIT, "DRBD 9 User's Guide": resynchronisation takes data ÷ rate
    pub struct NeverInStep = "LNK", 28, Error, "pairs that do not come into step again in time", ["LS-SYNC-03"];
}

impl Check for NeverInStep {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let allowed = cx.plan().settings.allowed_exposure;
        let mut asked = false;
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let Some(resync) = joint.resync else {
                continue;
            };
            let Some(exposed) = resync.exposed_s else {
                let finding = bundle.found(
                    out,
                    format!(
                        "New writes of {} fill their links: a resynchronisation never ends",
                        bundle.pairs(cx)
                    ),
                );
                finding
                    .evidence(ask::joint_figure(joint, "traffic"))
                    .evidence(ask::joint_figure(joint, "usable"))
                    .placement();
                bundle.offer_faster(cx, finding, |each| {
                    each * joint.traffic_mbps * 1.25 / joint.usable_mbps.max(1.0)
                });
                continue;
            };
            match allowed {
                Some(allowed) if exposed > allowed.get() => {
                    let finding = bundle.found(
                        out,
                        format!(
                            "{} are without protection for {} after an outage of {}; the plan allows {allowed}",
                            bundle.pairs(cx),
                            Secs::new(exposed.round()),
                            cx.plan().settings.partner_outage
                        ),
                    );
                    finding
                        .severity(Severity::Warning)
                        .evidence(ask::joint_figure(joint, "resync.exposed"));
                }
                Some(_) => {}
                None if !asked => {
                    asked = true;
                    out.not_assessed(
                        crate::ids::EntityId::Plan,
                        "the longest time without protection that is accepted".to_owned(),
                        "Whether pairs are in step again soon enough cannot be told: the plan does not say how long they may be without protection".to_owned(),
                    )
                    .severity(Severity::Warning);
                }
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::NeverInStep;
    use crate::catalogue::Severity;
    use crate::check::testing::{found, judge, missing, sample};
    use crate::plan::Plan;
    use crate::units::Secs;

    fn allowed(s: Option<f64>) -> Plan {
        let mut plan = sample();
        plan.settings.allowed_exposure = s.map(Secs::new);
        plan
    }

    #[test]
    fn the_allowed_time_is_the_boundary() {
        let at = |exposed: Option<f64>| {
            judge(&NeverInStep, &allowed(Some(20_000.0)), |f| {
                for joint in f.joints.values_mut() {
                    if let Some(r) = &mut Arc::make_mut(joint).resync {
                        r.exposed_s = exposed;
                    }
                }
            })
        };
        assert!(at(Some(20_000.0)).is_empty());
        assert_eq!(at(Some(20_001.0))[0].severity, Severity::Warning);
        assert_eq!(at(None)[0].severity, Severity::Error);
        assert_eq!(missing(&allowed(None), "LNK-028").len(), 1);
        assert!(missing(&allowed(Some(1e6)), "LNK-028").is_empty());
        assert!(found(&allowed(Some(1e6)), "LNK-028").is_empty());
    }
}
