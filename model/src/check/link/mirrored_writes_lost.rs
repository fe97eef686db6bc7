//! Mirrored writes that can be lost although none may be.

use std::collections::BTreeSet;

use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::edit::Edit;
use crate::facts::vms_of;
use crate::ids::{EntityId, VmId};
use crate::plan::Mirroring;

crate::check! {
    /// ## What it finds
    /// A VM whose mirrored writes are done before they are on the partner's disk, while a service on it may lose no data.
    /// ## Why it matters
    /// With protocol A what is under way is lost with the host; with protocol B a power failure on both sides loses it. Only
    /// a write that waits for the partner's disk, protocol C, loses nothing.
    /// ## What to do
    /// Wait for the partner's disk, and plan its latency.
    /// ## References
    /// - LINBIT, "DRBD 9 User's Guide": replication protocols A, B and C
    pub struct MirroredWritesLost = "LNK", 26, Error, "mirrored writes that can be lost although none may be", ["LS-SYNC-01"];
}

impl Check for MirroredWritesLost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut said: BTreeSet<VmId> = BTreeSet::new();
        for (id, service) in plan.services.iter() {
            if service.data_loss.is_none_or(|s| s.get() > 0.0) {
                continue;
            }
            for vm_id in vms_of(plan, service) {
                let Some(vm) = plan.vms.get(&vm_id) else {
                    continue;
                };
                if !vm.level.paired()
                    || vm.mirroring == Mirroring::OnDisk
                    || !said.insert(vm_id.clone())
                {
                    continue;
                }
                let finding = out.found(
                    &vm_id,
                    format!(
                        "A mirrored write of {} is done {}; {} may lose no data",
                        cx.name(&vm_id),
                        vm.mirroring.word(),
                        cx.name(id)
                    ),
                );
                finding.also(EntityId::from(id));
                let mut safe = (**vm).clone();
                safe.mirroring = Mirroring::OnDisk;
                finding.bold_fix(
                    "Wait for the partner's disk",
                    Edit::put(
                        format!("Mirror {} to the partner's disk", ask::names(cx, [&vm_id])),
                        &vm_id,
                        safe,
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, with};
    use crate::ids::{ServiceId, VmId};
    use crate::plan::{Dependency, Mirroring, Plan, Service};
    use crate::units::Secs;

    fn plan(mirroring: Mirroring, data_loss: Option<f64>) -> Plan {
        with(|p| {
            change!(p, vms, "mbx-1", v => v.mirroring = mirroring);
            p.services.put(
                ServiceId::new("mail").unwrap(),
                Service {
                    data_loss: data_loss.map(Secs::new),
                    depends_on: vec![Dependency::Vm(VmId::new("mbx-1").unwrap())],
                    ..Service::default()
                },
            );
        })
    }

    #[test]
    fn only_the_partners_disk_loses_nothing() {
        assert!(found(&plan(Mirroring::OnDisk, Some(0.0)), "LNK-026").is_empty());
        assert!(found(&plan(Mirroring::Sent, Some(60.0)), "LNK-026").is_empty());
        assert!(found(&plan(Mirroring::Sent, None), "LNK-026").is_empty());
        for mirroring in [Mirroring::InMemory, Mirroring::Sent] {
            let plan = plan(mirroring, Some(0.0));
            let all = found(&plan, "LNK-026");
            assert_eq!(all.len(), 1);
            assert!(found(&mended(&plan, &all, 0), "LNK-026").is_empty());
        }
    }
}
