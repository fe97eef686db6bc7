//! A service out longer than it may be.

use super::super::shared::{exceeds, offer_bold};
use super::raise;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Scope;
use crate::units::Secs;

crate::check! {
    /// ## What it finds
    /// A service that would be out for longer than its longest accepted outage, or would not come back by itself, after
    /// the worst single event it must survive.
    /// ## Why it matters
    /// The business was promised this time; one incident breaks the promise.
    /// ## What to do
    /// Raise the protection level of the VM that takes longest, or agree another target.
    /// ## Limits
    /// Single events: a component, a host or a site, as the service says; a host where it says nothing. How often they
    /// happen is not judged here.
    /// ## References
    /// - Availability sheet, founding requirements FR-13 to FR-18: levels and what each keeps
    /// - DESIGN: a service is judged by the worst single incident in its scope
    pub struct OutageOverTarget = "SVC", 1, Error, "a service out longer than it may be", ["LS-HA-04", "LS-HA-05"];
}

/// The events that a service must survive, in words.
fn events(survives: &[Scope]) -> String {
    let word = |s: &Scope| match s {
        Scope::Component => "a component",
        Scope::Host => "a host",
        Scope::Site => "a site",
    };
    if survives.is_empty() {
        "a host".to_owned()
    } else {
        let all: Vec<&str> = survives.iter().map(word).collect();
        all.join(" or ")
    }
}

impl Check for OutageOverTarget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.services {
            let Some(service) = cx.plan().services.get(id) else {
                continue;
            };
            let Some(target) = service.longest_outage else {
                continue;
            };
            if facts.vms.is_empty() {
                continue;
            }
            let vm = facts.worst_vm.as_ref();
            let who = vm.map_or_else(|| cx.name(id), |vm| cx.name(vm));
            let events = events(&service.survives);
            let message = match facts.worst_outage_s {
                Some(s) if exceeds(s, target.get()) => format!(
                    "{} may be out for {target} at a time; when {events} fails, {who} is out for {}",
                    cx.name(id),
                    Secs::new(s.round()),
                ),
                Some(_) => continue,
                None => format!(
                    "{} may be out for {target} at a time; when {events} fails, {who} does not come back by itself",
                    cx.name(id)
                ),
            };
            let finding = out.found(id, message);
            finding.evidence(format!("service/{id}/outage"));
            if let Some(vm) = vm {
                finding.also(vm);
                offer_bold(finding, raise(cx, facts, vm));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OutageOverTarget;
    use crate::check::service::{run, service};
    use crate::check::testing::judge;
    use crate::ids::{ServiceId, VmId};
    use crate::plan::{Level, Plan};
    use crate::units::Secs;

    fn at(plan: &Plan, outage: Option<f64>) -> Vec<crate::check::Finding> {
        judge(&OutageOverTarget, plan, |f| {
            let id = ServiceId::new("mail").unwrap();
            let s = std::sync::Arc::make_mut(f.services.entry(id).or_default());
            s.vms = vec![VmId::new("mbx-1").unwrap()];
            s.worst_vm = s.vms.first().cloned();
            s.worst_outage_s = outage;
            s.advised_level = Some(Level::L3);
        })
    }

    #[test]
    fn trips_above_the_target_and_not_at_it() {
        let plan = service(|s| s.longest_outage = Some(Secs::new(300.0)));
        assert!(at(&plan, Some(300.0)).is_empty());
        let f = at(&plan, Some(420.0));
        assert_eq!(
            f[0].message,
            "Mail may be out for 5 min at a time; when a host fails, mbx-1 is out for 7 min"
        );
        assert_eq!(f[0].fixes[0].title, "Set level 3");
        assert!(at(&plan, None)[0].message.contains("does not come back"));
        assert!(at(&service(|_| {}), None).is_empty(), "no target");
    }

    #[test]
    fn the_fix_of_a_derived_plan_mends_it() {
        let plan = service(|s| s.longest_outage = Some(Secs::new(1.0)));
        let f = run(&OutageOverTarget, &plan);
        assert_eq!(f.len(), 1, "a level-2 VM restarts after a host failure");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&OutageOverTarget, &mended).is_empty());
    }
}
