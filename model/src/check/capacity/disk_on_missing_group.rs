//! A VM disk on a RAID group that a host does not have.

use super::super::shared::{Proposal, change_vm, hosts_of};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::VmId;
use crate::plan::{Storage, Vm};

crate::check! {
    /// ## What it finds
    /// A virtual disk that lies on a RAID group which the VM's host, its partner, or the named array does not have.
    /// ## Why it matters
    /// There is no place for the disk: the VM cannot start there, and its mirror has no second half.
    /// ## What to do
    /// Choose a group that both hosts have, or add one of that name to the host that lacks it.
    /// ## Limits
    /// A mirrored disk lies on the group of the same name of the partner.
    /// ## References
    /// - Planning rule of the product
    pub struct DiskOnMissingGroup = "CAP", 19, Error, "a disk on a RAID group that is not there", [];
}

/// Puts the disk on the first group that every host of the VM has.
fn use_common_group(cx: &CheckCx<'_>, id: &VmId, vm: &Vm, disk: usize) -> Option<Proposal> {
    let hosts: Vec<_> = hosts_of(vm)
        .into_iter()
        .filter_map(|h| cx.plan().hosts.get(h))
        .collect();
    let (first, rest) = hosts.split_first()?;
    let group = first
        .raid
        .iter()
        .map(|g| &g.name)
        .find(|name| rest.iter().all(|h| h.raid.iter().any(|g| g.name == **name)))?
        .clone();
    let name = &vm.disks.get(disk)?.name;
    let title = format!("Put disk {name} on {group}");
    let label = format!("Put disk {name} of {} on {group}", cx.name(id));
    let edit = change_vm(id, vm, label, |v| {
        if let Some(d) = v.disks.get_mut(disk) {
            d.on = Storage::Local(group);
        }
    });
    Some((title, edit))
}

impl Check for DiskOnMissingGroup {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, vm) in plan.vms.iter() {
            for (at, disk) in vm.disks.iter().enumerate() {
                match &disk.on {
                    Storage::Local(group) => {
                        let lacking = hosts_of(vm).into_iter().find(|h| {
                            plan.hosts
                                .get(*h)
                                .is_some_and(|host| !host.raid.iter().any(|g| g.name == *group))
                        });
                        let Some(host) = lacking else { continue };
                        let finding = out.found(
                            id,
                            format!(
                                "Disk {} of {} lies on {group}, which {} does not have",
                                disk.name,
                                cx.name(id),
                                cx.name(host)
                            ),
                        );
                        finding.also(host).placement();
                        if let Some((title, edit)) = use_common_group(cx, id, vm, at) {
                            finding.bold_fix(title, edit);
                        }
                    }
                    Storage::Shared { array, group } => {
                        let there = plan
                            .arrays
                            .get(array)
                            .is_some_and(|a| a.raid.iter().any(|g| g.name == *group));
                        if !there {
                            out.found(
                                id,
                                format!(
                                    "Disk {} of {} lies on {group}, which {} does not have",
                                    disk.name,
                                    cx.name(id),
                                    cx.name(array)
                                ),
                            )
                            .also(array);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, findings, sample, with};

    #[test]
    fn trips_where_the_partner_lacks_the_group_and_its_fix_mends_it() {
        assert!(!codes(&sample()).contains(&"CAP-019".to_owned()));
        let plan = with(|p| change!(p, hosts, "host-b", h => h.raid.retain(|g| g.name != "logs")));
        let all = findings(&plan);
        let found: Vec<_> = all
            .iter()
            .filter(|f| f.code.to_string() == "CAP-019")
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "Disk logs of mbx-1 lies on logs, which host-b does not have"
        );
        let mended = found[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"CAP-019".to_owned()));
    }

    #[test]
    fn an_unplaced_vm_lacks_nothing() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => {
                vm.placement.clear();
                vm.disks[0].on = crate::plan::Storage::Local("elsewhere".into());
            });
        });
        assert!(!codes(&plan).contains(&"CAP-019".to_owned()));
    }
}
