//! A VM, or members of a group, without a host.

use super::super::shared::{Proposal, address};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::placement::{move_vm, set_level};
use crate::ids::VmId;
use crate::plan::Vm;

crate::check! {
    /// ## What it finds
    /// A VM that has no host, or a group some of whose members have none.
    /// ## Why it matters
    /// What is not placed is not sized: no host carries its load, so every other figure looks better than it is.
    /// ## What to do
    /// Drag it to a host.
    /// ## References
    /// - Planning rule of the product
    pub struct VmWithoutHost = "CAP", 14, Error, "a VM without a host", [];
}

/// Places the rest on the host with the most free memory, if it fits there.
fn place(cx: &CheckCx<'_>, id: &VmId, vm: &Vm, missing: u32) -> Option<Proposal> {
    let one = cx.facts.vms.get(id)?.host_ram_mib;
    let free = |h: &crate::facts::HostFacts| h.capacity.ram_mib - h.load.ram_mib;
    let (host, _) = cx
        .facts
        .hosts
        .iter()
        .filter(|(_, h)| free(h) >= one * f64::from(missing) && free(h) > 0.0)
        .max_by(|(a, x), (b, y)| free(x).total_cmp(&free(y)).then_with(|| b.cmp(a)))?;
    let mut edit = move_vm(cx.plan(), id, vm.placement.len(), host).ok()?;
    if vm.level.paired() {
        // Gives the new row a partner as well.
        let placed = edit.apply(cx.plan()).ok()?;
        edit = crate::edit::Edit::new(edit.label, set_level(&placed, id, vm.level).ok()?.ops);
    }
    Some((format!("Place on {}", cx.name(host)), edit))
}

impl Check for VmWithoutHost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let missing = vm.count.saturating_sub(vm.placed());
            if missing == 0 {
                continue;
            }
            let message = if vm.is_group() {
                format!(
                    "{missing} of the {} members of {} have no host",
                    vm.count,
                    cx.name(id)
                )
            } else {
                format!("{} has no host", cx.name(id))
            };
            let finding = out.found(id, message);
            finding.evidence(address(id, "ram.on_host")).placement();
            if let Some((title, edit)) = place(cx, id, vm, missing) {
                finding.bold_fix(title, edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VmWithoutHost;
    use crate::change;
    use crate::check::testing::{codes, host_facts, judge, sample, vm_facts, with};

    #[test]
    fn trips_without_a_host_and_its_fix_places_it_with_a_partner() {
        assert!(!codes(&sample()).contains(&"CAP-014".to_owned()));
        let plan = with(|p| change!(p, vms, "mbx-1", vm => vm.placement.clear()));
        let f = judge(&VmWithoutHost, &plan, |f| {
            vm_facts(f, "mbx-1").host_ram_mib = 8192.0;
            host_facts(f, "host-a").capacity.ram_mib = 40_000.0;
            host_facts(f, "host-a").load.ram_mib = 0.0;
            host_facts(f, "host-b").capacity.ram_mib = 40_000.0;
            host_facts(f, "host-b").load.ram_mib = 30_000.0;
        });
        assert_eq!(f[0].message, "mbx-1 has no host");
        assert_eq!(f[0].fixes[0].title, "Place on host-a");
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"CAP-014".to_owned()));
        let vm = mended.vms.values().next().unwrap();
        assert!(vm.placement[0].partner.is_some());
    }

    #[test]
    fn counts_members_of_a_group() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => {
                vm.count = 4;
                vm.placement[0].count = 3;
            });
        });
        let f = judge(&VmWithoutHost, &plan, |_| {});
        assert_eq!(f[0].message, "1 of the 4 members of mbx-1 have no host");
        let all = with(|p| {
            change!(p, vms, "mbx-1", vm => {
                vm.count = 4;
                vm.placement[0].count = 4;
            });
        });
        assert!(judge(&VmWithoutHost, &all, |_| {}).is_empty());
    }
}
