//! Data loss above what a service accepts.

use super::super::shared::{list, offer_bold};
use super::raise_all;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::VmId;
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A service with a target for data loss that depends on a VM whose disks do not survive a host failure.
    /// ## Why it matters
    /// All that was written since the last backup is lost, and the time since then is longer than the target.
    /// ## What to do
    /// Mirror the VM (level 2 or 3), or put its disks on shared storage.
    /// ## Limits
    /// Mirrors and shared storage are taken to lose nothing; how old the last backup is, is not part of a plan.
    /// ## References
    /// - Availability sheet, FR-14 and FR-28
    pub struct DataLost = "SVC", 2, Error, "data loss above what a service accepts", [];
}

impl Check for DataLost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.services {
            let target = cx.plan().services.get(id).and_then(|s| s.data_loss);
            let Some(target) = target else { continue };
            if facts.vms.is_empty() || facts.keeps_data {
                continue;
            }
            let losing: Vec<&VmId> = facts
                .vms
                .iter()
                .filter(|vm| cx.facts.vms.get(*vm).is_some_and(|f| !f.keeps_data))
                .collect();
            let names: Vec<String> = losing.iter().map(|vm| cx.name(*vm)).collect();
            let finding = out.found(
                id,
                format!(
                    "{} may lose {target} of data; a host failure takes all data of {} since the last backup",
                    cx.name(id),
                    list(&names)
                ),
            );
            for vm in &losing {
                finding.also(*vm);
            }
            // Level 1 keeps data only where they are shared; a mirror always does.
            let level = facts.advised_level.map_or(Level::L2, |l| l.max(Level::L2));
            offer_bold(finding, raise_all(cx, &losing, level));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DataLost;
    use crate::change;
    use crate::check::service::{run, service};
    use crate::plan::{Level, Plan};
    use crate::units::Secs;

    fn at(level: Level) -> Plan {
        let mut plan = service(|s| s.data_loss = Some(Secs::new(60.0)));
        change!(plan, vms, "mbx-1", vm => {
            vm.level = level;
            if !level.paired() {
                vm.placement[0].partner = None;
            }
        });
        plan
    }

    #[test]
    fn trips_on_local_disks_without_a_mirror_and_its_fix_mends_it() {
        assert!(run(&DataLost, &at(Level::L2)).is_empty());
        let plan = at(Level::L0);
        let f = run(&DataLost, &plan);
        assert!(f[0].message.contains("all data of mbx-1"), "{f:#?}");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(run(&DataLost, &mended).is_empty());
    }

    #[test]
    fn without_a_target_nothing_is_asked() {
        let mut plan = at(Level::L0);
        change!(plan, services, "mail", s => s.data_loss = None);
        assert!(run(&DataLost, &plan).is_empty());
    }
}
