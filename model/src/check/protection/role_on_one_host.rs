//! All VMs of a role on one host.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::check::ask;
use crate::edit;
use crate::ids::VmId;
use crate::plan::{Level, Vm};

crate::check! {
    /// ## What it finds
    /// Two or more VMs of one role that all run on the same host, none of them in lockstep.
    /// ## Why it matters
    /// VMs of a role stand in for each other. On one host they go down together: with its failure the whole role is away,
    /// at level 1 and 2 for as long as restarts take.
    /// ## What to do
    /// Run at least one of them on another host.
    /// ## References
    /// - Microsoft, "Capacity planning for Active Directory Domain Services", 2019: one server more than needed of each role
    pub struct RoleOnOneHost = "PRO", 13, Warning, "all VMs of a role on one host", ["APP-N1", "DC-SPREAD"];
}

impl Check for RoleOnOneHost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut roles: BTreeMap<&str, Vec<(&VmId, &Vm)>> = BTreeMap::new();
        for (id, vm) in plan.vms.iter().filter(|(_, vm)| !vm.role.is_empty()) {
            roles.entry(vm.role.as_str()).or_default().push((id, vm));
        }
        for (role, vms) in roles {
            let members: u64 = vms.iter().map(|(_, vm)| u64::from(vm.placed())).sum();
            let mut rows = vms.iter().flat_map(|(_, vm)| &vm.placement);
            let Some(host) = rows.next().map(|r| &r.host) else {
                continue;
            };
            if members < 2
                || rows.any(|r| r.host != *host)
                || vms.iter().any(|(_, vm)| vm.level == Level::L3)
            {
                continue;
            }
            let placed: Vec<&VmId> = vms
                .iter()
                .filter(|(_, vm)| vm.placed() > 0)
                .map(|(id, _)| *id)
                .collect();
            let Some(last) = placed.last().copied() else {
                continue;
            };
            let finding = out.found(
                placed.first().copied().unwrap_or(last),
                format!(
                    "All {} of role {role} run on {}: its failure stops them together",
                    ask::count(members, "VM"),
                    cx.name(host)
                ),
            );
            finding.also(host);
            for vm in &placed {
                finding.also(*vm);
            }
            finding.placement();
            let Some(vm) = plan.vms.get(last) else {
                continue;
            };
            let Some(row) = vm.placement.first() else {
                continue;
            };
            let to = row
                .partner
                .as_ref()
                .filter(|p| *p != host)
                .or_else(|| ask::other_host(plan, host, &[], false));
            if let Some(to) = to {
                let edit = if vm.is_group() {
                    edit::placement::detach_member(plan, last, 0, to)
                } else {
                    edit::placement::move_vm(plan, last, 0, to)
                };
                if let Ok(edit) = edit {
                    finding.fix(edit.label.clone(), edit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::ids::VmId;
    use crate::plan::Level;

    #[test]
    fn two_of_a_role_on_one_host_are_found_and_moved_apart() {
        assert!(found(&sample(), "PRO-013").is_empty(), "one VM is no group");
        let plan = with(|p| {
            let twin = (**p.vms.get("mbx-1").unwrap()).clone();
            p.vms.put(VmId::new("mbx-2").unwrap(), twin);
        });
        let all = found(&plan, "PRO-013");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fixes[0].title, "Move mbx-2 to host-b");
        assert!(found(&mended(&plan, &all, 0), "PRO-013").is_empty());
        let mut lockstep = plan.clone();
        change!(lockstep, vms, "mbx-2", v => v.level = Level::L3);
        assert!(found(&lockstep, "PRO-013").is_empty());
    }

    #[test]
    fn a_group_on_one_host_loses_one_member_to_another() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", v => { v.count = 3; v.placement[0].count = 3 });
        });
        let all = found(&plan, "PRO-013");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "PRO-013").is_empty());
    }
}
