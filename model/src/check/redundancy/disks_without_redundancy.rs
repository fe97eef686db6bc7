//! Disks without redundancy under a VM.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Severity;
use crate::check::ask;
use crate::edit::Edit;
use crate::ids::{EntityId, VmId};
use crate::plan::{Entity, Level, RaidGroup, RaidLevel, Storage};

crate::check! {
    /// ## What it finds
    /// A RAID group without redundancy (single disks or RAID 0) that holds disks of a VM. Under an unprotected VM it is a
    /// warning.
    /// ## Why it matters
    /// One disk takes the group with it: the data, or at level 2 and 3 the mirror until all of it is copied again.
    /// ## What to do
    /// Use RAID 1 or 10, or RAID 5 or 6 where few writes come.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-26): RAID
    pub struct DisksWithoutRedundancy = "RED", 9, Error, "disks without redundancy under a VM", ["SQL-RAID0"];
}

impl Check for DisksWithoutRedundancy {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut groups: BTreeMap<(EntityId, &str), BTreeSet<&VmId>> = BTreeMap::new();
        for (id, vm) in plan.vms.iter() {
            for disk in &vm.disks {
                match &disk.on {
                    Storage::Local(group) => {
                        for row in &vm.placement {
                            let partner = row.partner.as_ref().filter(|_| vm.level.paired());
                            for host in std::iter::once(&row.host).chain(partner) {
                                groups.entry((host.into(), group)).or_default().insert(id);
                            }
                        }
                    }
                    Storage::Shared { array, group } => {
                        groups.entry((array.into(), group)).or_default().insert(id);
                    }
                }
            }
        }
        for ((owner, name), vms) in groups {
            let entity = plan.entity(&owner);
            let raid: &[RaidGroup] = match &entity {
                Some(Entity::Host(h)) => &h.raid,
                Some(Entity::Array(a)) => &a.raid,
                _ => continue,
            };
            let Some((at, group)) = raid.iter().enumerate().find(|(_, g)| g.name == name) else {
                continue;
            };
            let kind = match group.level {
                RaidLevel::Jbod => "single disks",
                RaidLevel::Raid0 => "RAID 0",
                _ => continue,
            };
            let finding = out.found(
                owner.clone(),
                format!(
                    "{name} of {} is {kind} and holds disks of {}: one disk failure takes them",
                    cx.name(owner.clone()),
                    ask::names(cx, vms.iter().copied())
                ),
            );
            let protected = vms
                .iter()
                .filter_map(|id| plan.vms.get(*id))
                .any(|vm| vm.level != Level::L0);
            if !protected {
                finding.severity(Severity::Warning);
            }
            for vm in &vms {
                finding.also(*vm);
            }
            let (level, words) = match group.disks {
                0 | 1 => continue,
                2 => (RaidLevel::Raid1, "RAID 1"),
                n if n % 2 == 0 => (RaidLevel::Raid10, "RAID 10"),
                _ => (RaidLevel::Raid5, "RAID 5"),
            };
            let safer = match &entity {
                Some(Entity::Host(h)) => {
                    let mut host = (**h).clone();
                    if let Some(g) = host.raid.get_mut(at) {
                        g.level = level;
                    }
                    Entity::from(host)
                }
                Some(Entity::Array(a)) => {
                    let mut array = (**a).clone();
                    if let Some(g) = array.raid.get_mut(at) {
                        g.level = level;
                    }
                    Entity::from(array)
                }
                _ => continue,
            };
            finding.bold_fix(
                format!("Use {words}"),
                Edit::put(
                    format!("Make {name} of {} {words}", cx.name(owner.clone())),
                    owner,
                    safer,
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Severity;
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::plan::{Level, RaidLevel};

    #[test]
    fn striped_disks_are_found_under_vms_only() {
        assert!(found(&sample(), "RED-009").is_empty());
        let mut plan =
            with(|p| change!(p, hosts, "host-b", h => h.raid[1].level = RaidLevel::Raid0));
        let all = found(&plan, "RED-009");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].severity, Severity::Error);
        assert_eq!(mended(&plan, &all, 0), sample());
        change!(plan, vms, "mbx-1", v => { v.disks.remove(1); });
        assert!(found(&plan, "RED-009").is_empty());
    }

    #[test]
    fn an_unprotected_vm_makes_it_a_warning() {
        let plan = with(|p| {
            change!(p, hosts, "host-a", h => h.raid[0].level = RaidLevel::Jbod);
            change!(p, vms, "mbx-1", v => { v.level = Level::L0; v.placement[0].partner = None });
        });
        assert_eq!(found(&plan, "RED-009")[0].severity, Severity::Warning);
    }
}
