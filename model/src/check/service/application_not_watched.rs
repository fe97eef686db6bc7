//! Nobody watches the application of a critical service.

use super::super::shared::{change_vm, offer_bold};
use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeSet;

crate::check! {
    /// ## What it finds
    /// A critical service on a VM whose application nobody watches from inside.
    /// ## Why it matters
    /// Platforms see the host and the VM; an application that hangs while its VM runs is down without anyone acting.
    /// ## What to do
    /// Install the platform's application monitoring or an agent, and say so on the VM.
    /// ## References
    /// - Availability sheet, FR-22: detect missing application-level awareness
    pub struct ApplicationNotWatched = "SVC", 5, Warning, "nobody watches the application of a critical service", ["FR-22"];
}

impl Check for ApplicationNotWatched {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let mut told = BTreeSet::new();
        for (id, facts) in &cx.facts.services {
            if !cx.plan().services.get(id).is_some_and(|s| s.critical) {
                continue;
            }
            for vm_id in &facts.vms {
                let Some(vm) = cx.plan().vms.get(vm_id) else {
                    continue;
                };
                if vm.app_monitored == Some(true) || !told.insert(vm_id) {
                    continue;
                }
                let name = cx.name(vm_id);
                if vm.app_monitored.is_none() {
                    out.not_assessed(
                        vm_id,
                        format!("whether the application of {name} is watched"),
                        format!("It is not known whether the application in {name} is watched"),
                    )
                    .also(id);
                } else {
                    let finding = out.found(
                        vm_id,
                        format!(
                            "{} is critical, but nobody watches the application in {name}",
                            cx.name(id)
                        ),
                    );
                    finding.also(id);
                    let label = format!("Watch the application in {name}");
                    let edit = change_vm(vm_id, vm, label, |v| v.app_monitored = Some(true));
                    let title = "Plan application monitoring".to_owned();
                    offer_bold(finding, Some((title, edit)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApplicationNotWatched;
    use crate::change;
    use crate::check::service::{run, service};
    use crate::plan::Plan;

    fn at(critical: bool, watched: Option<bool>) -> Plan {
        let mut plan = service(|s| s.critical = critical);
        change!(plan, vms, "mbx-1", vm => vm.app_monitored = watched);
        plan
    }

    #[test]
    fn trips_for_critical_services_only_and_its_fix_mends_it() {
        assert!(run(&ApplicationNotWatched, &at(true, Some(true))).is_empty());
        assert!(run(&ApplicationNotWatched, &at(false, Some(false))).is_empty());
        assert!(!run(&ApplicationNotWatched, &at(true, None))[0].is_found());
        let plan = at(true, Some(false));
        let f = run(&ApplicationNotWatched, &plan);
        assert!(f[0].message.starts_with("Mail is critical"));
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&ApplicationNotWatched, &mended).is_empty());
    }
}
