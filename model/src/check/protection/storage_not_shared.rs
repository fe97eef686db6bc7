//! Restarts on storage that other hosts cannot reach.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Mechanism;
use crate::check::ask;
use crate::edit::Edit;
use crate::facts::reaches_array;
use crate::failure::Down;
use crate::ids::{ArrayId, HostId, PoolId};
use crate::plan::{Level, Storage, Vm};

crate::check! {
    /// ## What it finds
    /// A level-1 VM with disks on local storage, or on an array that some host of its pool cannot reach.
    /// ## Why it matters
    /// A restart on another host needs the disks there. What lies on the failed host is gone with it.
    /// ## What to do
    /// Put the disks on a shared array that every host of the pool reaches, or protect the VM at level 2, which mirrors
    /// local disks.
    /// ## References
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-13): shared storage is needed
    /// - Citrix, administrator's guides, 2010 and 2011: a protected VM has its disks on shared storage
    pub struct StorageNotShared = "PRO", 9, Error, "restarts on storage that other hosts cannot reach", ["LS-HA-01", "HOST-HA-AGILE"];
}

impl Check for StorageNotShared {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        if !matches!(
            cx.profile().mechanism(Level::L1),
            Some(Mechanism::Restart {
                shared_storage: true
            })
        ) {
            return;
        }
        let plan = cx.plan();
        let mut known: BTreeMap<(&HostId, &ArrayId), bool> = BTreeMap::new();
        for (id, vm) in plan.vms.iter().filter(|(_, vm)| vm.level == Level::L1) {
            if vm.placement.is_empty() {
                continue;
            }
            if vm.disks.is_empty() {
                out.not_assessed(
                    id,
                    format!("the disks of {}", cx.name(id)),
                    format!(
                        "Whether other hosts reach the disks of {} cannot be told: it has none",
                        cx.name(id)
                    ),
                );
                continue;
            }
            let hosts = pool_hosts(cx, vm);
            let local: Vec<String> = vm
                .disks
                .iter()
                .filter(|d| matches!(d.on, Storage::Local(_)))
                .map(|d| d.name.clone())
                .collect();
            if !local.is_empty() {
                let finding = out.found(
                    id,
                    format!(
                        "{} is at level 1 with {} on local storage: {} to a restart elsewhere",
                        cx.name(id),
                        ask::words(&local),
                        ask::number(local.len(), "it is lost", "they are lost")
                    ),
                );
                let reach = |array: &ArrayId| {
                    hosts
                        .iter()
                        .all(|h| reaches_array(plan, h, array, &Down::none()))
                };
                if let Some((array, row)) = plan
                    .arrays
                    .iter()
                    .find(|(array, row)| !row.raid.is_empty() && reach(array))
                {
                    let title = format!("Put its disks on {}", cx.name(array));
                    finding.bold_fix(
                        title,
                        Edit::put(
                            format!("Put the disks of {} on {}", cx.name(id), cx.name(array)),
                            id,
                            on_array(vm, array, row),
                        ),
                    );
                }
                if cx.profile().mechanism(Level::L2).is_some()
                    && let Some(edit) = ask::with_level(cx, [id], Level::L2)
                {
                    finding.bold_fix("Use level 2", edit);
                }
                continue;
            }
            for array in ask::arrays_of(vm) {
                let cut: Vec<&HostId> = hosts
                    .iter()
                    .copied()
                    .filter(|host| {
                        !*known
                            .entry((host, array))
                            .or_insert_with(|| reaches_array(plan, host, array, &Down::none()))
                    })
                    .collect();
                if cut.is_empty() {
                    continue;
                }
                let finding = out.found(
                    id,
                    format!(
                        "{} cannot reach {}, where disks of {} lie",
                        ask::names(cx, cut.iter().copied()),
                        cx.name(array),
                        cx.name(id)
                    ),
                );
                finding.also(array);
                for host in cut {
                    finding.also(host);
                }
            }
        }
    }
}

/// Hosts of the pools that a VM runs in, and its own.
fn pool_hosts<'a>(cx: &CheckCx<'a>, vm: &'a Vm) -> BTreeSet<&'a HostId> {
    let plan = cx.plan();
    let pools: BTreeSet<&PoolId> = vm
        .placement
        .iter()
        .filter_map(|row| plan.hosts.get(&row.host)?.pool.as_ref())
        .collect();
    plan.hosts
        .iter()
        .filter(|(_, h)| h.pool.as_ref().is_some_and(|p| pools.contains(p)))
        .map(|(id, _)| id)
        .chain(vm.placement.iter().map(|row| &row.host))
        .collect()
}

/// The VM with its local disks on an array: groups of the same name where there are, else the first.
fn on_array(vm: &Vm, array: &ArrayId, row: &crate::plan::Array) -> Vm {
    let mut vm = vm.clone();
    for disk in &mut vm.disks {
        if let Storage::Local(name) = &disk.on {
            let group = row
                .raid
                .iter()
                .find(|g| g.name == *name)
                .or_else(|| row.raid.first());
            if let Some(group) = group {
                disk.on = Storage::Shared {
                    array: array.clone(),
                    group: group.name.clone(),
                };
            }
        }
    }
    vm
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, shared_sample};
    use crate::plan::{Level, Storage};

    #[test]
    fn local_disks_do_not_restart() {
        let plan = shared_sample();
        assert!(found(&plan, "PRO-009").is_empty());
        let mut local = plan.clone();
        change!(local, vms, "mbx-1", v => v.disks[1].on = Storage::Local("data".into()));
        let all = found(&local, "PRO-009");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&local, &all, 0), plan);
        assert!(found(&mended(&local, &all, 1), "PRO-009").is_empty());
        assert!(
            found(&sample(), "PRO-009").is_empty(),
            "level 2 mirrors local disks"
        );
    }

    #[test]
    fn every_host_of_the_pool_must_reach_the_array() {
        let mut plan = shared_sample();
        change!(plan, links, "storage-1", l => { l.segments.remove(1); });
        assert!(
            found(&plan, "PRO-009").is_empty(),
            "one of two ways is left"
        );
        change!(plan, links, "storage-2", l => { l.segments.remove(1); });
        let all = found(&plan, "PRO-009");
        assert_eq!(all.len(), 1);
        assert!(all[0].message.starts_with("host-b cannot reach array-1"));
    }

    #[test]
    fn without_disks_it_is_not_assessed() {
        let mut plan = shared_sample();
        change!(plan, vms, "mbx-1", v => v.disks.clear());
        assert_eq!(missing(&plan, "PRO-009").len(), 1);
        change!(plan, vms, "mbx-1", v => v.level = Level::L0);
        assert!(missing(&plan, "PRO-009").is_empty());
    }
}
