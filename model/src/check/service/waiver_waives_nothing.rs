//! A waiver that matches no finding.

use crate::check::{Check, CheckCx, Finding, Findings, Meta};
use crate::edit;
use crate::plan::Plan;

crate::check! {
    /// ## What it finds
    /// A waiver in the plan whose check no longer reports that thing.
    /// ## Why it matters
    /// A stale acceptance hides the fault from view should it come back, and a customer signs a risk that is not there.
    /// ## What to do
    /// Remove the waiver.
    /// ## References
    /// - DESIGN: a waiver that matches nothing is itself a finding
    pub struct WaiverWaivesNothing = "SVC", 99, Warning, "a waiver that waives nothing", [];
}

impl Check for WaiverWaivesNothing {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    /// Needs all other findings: see [`waiver_matches_nothing`], which runs after every check.
    fn run(&self, _: &CheckCx<'_>, _: &mut Findings) {}
}

/// Adds a finding for each waiver that no finding uses.
pub(in crate::check) fn waiver_matches_nothing(plan: &Plan, all: &mut Vec<Finding>) {
    let mut out = Findings::default();
    out.start(&WaiverWaivesNothing::META);
    for waiver in &plan.waivers {
        if !all.iter().any(|f| f.waived.as_ref() == Some(waiver)) {
            out.found(
                waiver.subject.clone(),
                format!(
                    "{} is accepted for {}, but nothing of the kind is found there",
                    waiver.code, waiver.subject
                ),
            )
            .fix(
                "Remove the waiver",
                edit::unwaive(&waiver.code, &waiver.subject),
            );
        }
    }
    all.append(&mut out.all());
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{codes, sample};
    use crate::ids::EntityId;
    use crate::plan::Waiver;

    #[test]
    fn a_stale_waiver_is_found_and_its_fix_removes_it() {
        let mut plan = sample();
        assert!(!codes(&plan).contains(&"SVC-099".to_owned()));
        plan.waivers.push(Waiver {
            code: "CAP-999".into(),
            subject: EntityId::Plan,
            reason: "test".into(),
            by: String::new(),
            date: String::new(),
        });
        assert!(codes(&plan).contains(&"SVC-099".to_owned()));
        let finding = crate::check::testing::findings(&plan)
            .into_iter()
            .find(|f| f.code.number == 99)
            .unwrap();
        let mended = finding.fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"SVC-099".to_owned()));
    }
}
