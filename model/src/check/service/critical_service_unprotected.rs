//! A critical service on an unprotected VM.

use super::super::shared::{offer_bold, use_level};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Level;
use std::collections::BTreeSet;

crate::check! {
    /// ## What it finds
    /// A critical service that depends on a VM at level 0.
    /// ## Why it matters
    /// After a host failure the VM stays down until somebody repairs the host.
    /// ## What to do
    /// Set level 1 or higher for the VM.
    /// ## References
    /// - Availability sheet, FR-06 and FR-13 to FR-15: resources and levels matched to tier
    pub struct CriticalServiceUnprotected = "SVC", 7, Warning, "a critical service on an unprotected VM", [];
}

impl Check for CriticalServiceUnprotected {
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
                let bare = cx
                    .plan()
                    .vms
                    .get(vm_id)
                    .is_some_and(|vm| vm.level == Level::L0);
                if bare && told.insert(vm_id) {
                    let finding = out.found(
                        vm_id,
                        format!(
                            "{} is critical, but {} is unprotected",
                            cx.name(id),
                            cx.name(vm_id)
                        ),
                    );
                    finding.also(id);
                    let level = facts.advised_level.filter(|l| *l > Level::L0);
                    let level = level.unwrap_or(Level::L1);
                    offer_bold(finding, use_level(cx, vm_id, level));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CriticalServiceUnprotected;
    use crate::change;
    use crate::check::service::{run, service};
    use crate::plan::{Level, Plan};

    fn at(critical: bool, level: Level) -> Plan {
        let mut plan = service(|s| s.critical = critical);
        change!(plan, vms, "mbx-1", vm => vm.level = level);
        plan
    }

    #[test]
    fn trips_at_level_0_for_critical_services_only() {
        assert!(run(&CriticalServiceUnprotected, &at(true, Level::L1)).is_empty());
        assert!(run(&CriticalServiceUnprotected, &at(false, Level::L0)).is_empty());
        let plan = at(true, Level::L0);
        let f = run(&CriticalServiceUnprotected, &plan);
        assert_eq!(f[0].message, "Mail is critical, but mbx-1 is unprotected");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&CriticalServiceUnprotected, &mended).is_empty());
    }
}
