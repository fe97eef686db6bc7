//! A WAN optimiser counted toward what the platform asks.

use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::edit::Edit;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// An availability link for which the plan states what a WAN optimiser saves.
    /// ## Why it matters
    /// Vendors do not accept such gains toward their minimum: latency binds, not volume, and mirrored or encrypted blocks
    /// hardly compress. This plan never counts them.
    /// ## What to do
    /// Take the optimiser out and give the link the rate it needs.
    /// ## References
    /// - Marathon Technologies, Application Availability Blog, 14 October 2009; vMotion bandwidth requirement, VMware vSphere 6
    pub struct CountsOptimiser = "LNK", 22, Error, "a WAN optimiser counted toward the minimum", ["LS-BW-11"];
}

impl Check for CountsOptimiser {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, link) in cx.plan().links.iter() {
            let Some(gain) = link.optimiser.filter(|gain| *gain > 1.0) else {
                continue;
            };
            let used = cx
                .facts
                .joints
                .values()
                .find(|j| j.links.iter().any(|w| w.link == *id));
            let Some(joint) = used else { continue };
            let finding = out.found(
                id,
                format!(
                    "A WAN optimiser is to make {} times less traffic on {}; vendors do not count it, and neither does this plan: it has {} there",
                    pretty(gain),
                    cx.name(id),
                    ask::rate(link.speed.get())
                ),
            );
            for vm in &joint.vms {
                finding.also(vm);
            }
            let mut without = (**link).clone();
            without.optimiser = None;
            finding.fix(
                "Plan without the optimiser",
                Edit::put(
                    format!("Plan {} without an optimiser", cx.name(id)),
                    id,
                    without,
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};

    #[test]
    fn a_gain_is_an_error_and_none_is_not() {
        let gain = |g: f64| with(|p| change!(p, links, "a-link-1", l => l.optimiser = Some(g)));
        assert!(found(&sample(), "LNK-022").is_empty());
        assert!(found(&gain(1.0), "LNK-022").is_empty());
        let plan = gain(4.0);
        let all = found(&plan, "LNK-022");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
    }
}
