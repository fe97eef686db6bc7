//! Only one availability link.

use super::bundle::start;
use crate::catalogue::{LimitOf, Severity};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// Two hosts that carry a pair and that a single availability link joins.
    /// ## Why it matters
    /// One cable, port or card then stops mirroring and lockstep. In one site that is a warning: the VM runs on without
    /// protection. Across sites it is an error: the cable is long and dug up, repair takes days, and the pair must ask the
    /// witness whenever it blinks.
    /// ## What to do
    /// Add a second availability link on another card, across sites in another duct.
    /// ## References
    /// - Marathon Technologies, webinar questions and answers, 30 June 2008: two links; one lost has no effect
    /// - The platform's help on availability links and private networks: set up redundant links
    pub struct OnlyOne = "LNK", 2, Warning, "only one availability link", ["LS-LINK-01"];
}

impl Check for OnlyOne {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for joint in cx.facts.joints.values() {
            let [only] = joint.links.as_slice() else {
                continue;
            };
            let (a, b) = (&joint.a, &joint.b);
            let finding = out.found(
                a,
                format!(
                    "{} and {} are joined by {} alone{}",
                    cx.name(a),
                    cx.name(b),
                    cx.name(&only.link),
                    if joint.split {
                        ", across sites"
                    } else {
                        ": its loss stops the protection of their pairs"
                    }
                ),
            );
            finding.also(b).also(&only.link);
            for vm in &joint.vms {
                finding.also(vm);
            }
            let row = joint.vms.iter().find_map(|id| {
                let vm = cx.plan().vms.get(id)?;
                cx.profile()
                    .limits_on(
                        LimitOf::AvailabilityLinks,
                        Some(vm.level),
                        vm.vcpus,
                        joint.split,
                    )
                    .find(|row| row.broken_by(1.0))
            });
            if let Some(row) = row {
                finding.limit(row);
            }
            if joint.split {
                finding.severity(Severity::Error);
            }
            if let Some(edit) = start::new_link(cx.plan(), a, b, Some(only)) {
                if joint.split {
                    finding.bold_fix("Add a second link as long as the first", edit);
                } else {
                    finding.bold_fix("Add a second availability link", edit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::check::testing::{found, mended, sample, split_sample};
    use crate::ids::LinkId;
    use crate::plan::Plan;

    fn one(mut plan: Plan) -> Plan {
        plan.links.remove(&LinkId::new("a-link-2").unwrap());
        plan
    }

    #[test]
    fn one_link_is_a_warning_in_a_site_and_an_error_across() {
        assert!(found(&sample(), "LNK-002").is_empty());
        assert!(found(&split_sample(), "LNK-002").is_empty());
        for (plan, severity) in [
            (one(sample()), Severity::Warning),
            (one(split_sample()), Severity::Error),
        ] {
            let all = found(&plan, "LNK-002");
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].severity, severity);
            let plan = mended(&plan, &all, 0);
            assert!(found(&plan, "LNK-002").is_empty());
            assert!(found(&plan, "LNK-004").is_empty(), "on another card");
        }
    }
}
