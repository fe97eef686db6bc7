//! The smallest VM and the smallest host model that hold what there is.

use std::sync::Arc;

use super::{Budget, Prober};
use crate::catalogue::{Catalogue, HostModel, Severity};
use crate::check::Finding;
use crate::ids::{EntityId, HostId, PoolId, VmId};
use crate::plan::{Host, Plan};
use crate::units::Mib;

/// Most vCPUs and memory of a VM that are examined.
const MOST_VCPUS: u32 = 256;
const MOST_RAM_MIB: u64 = 4 * 1_048_576;
/// Steps of memory.
const RAM_STEP_MIB: u64 = 512;

/// Advice counts as much as errors: what is too small by the vendor's word will not do.
fn advised<'a>(budget: &Budget<'a>) -> Budget<'a> {
    Budget {
        should_stop: budget.should_stop,
        bar: Severity::Warning,
    }
}

/// The smallest VM for its workloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallestVm {
    pub vcpus: u32,
    pub ram: Mib,
}

/// The fewest vCPUs and, with those, the least memory at which no check finds the VM itself too small. What would be
/// found of a host is left out: it says nothing of the VM's need. None when no size will do, or the search was stopped.
pub fn smallest_vm(
    plan: &Plan,
    catalogue: &Catalogue,
    id: &VmId,
    budget: &Budget<'_>,
) -> Option<SmallestVm> {
    let vm = plan.vms.get(id)?;
    let own: Vec<EntityId> = std::iter::once(EntityId::from(id))
        .chain(
            plan.workloads
                .iter()
                .filter(|(_, w)| w.runs_on.iter().any(|r| r.vm == *id))
                .map(|(w, _)| w.into()),
        )
        .collect();
    let budget = advised(budget);
    let mut prober = Prober::new(plan, catalogue, &budget);
    let made = |vcpus: u32, ram: u64| {
        let mut vm = (**vm).clone();
        vm.vcpus = vcpus;
        vm.ram = Mib::new(ram);
        let mut next = plan.clone();
        next.vms.put_arc(id.clone(), Arc::new(vm));
        next
    };
    // What remains of the VM at a size larger than any need is no question of size.
    let largest = made(MOST_VCPUS, MOST_RAM_MIB);
    let about = |all: Vec<Finding>| -> Vec<super::Mark> {
        all.iter()
            .filter(|f| own.contains(f.subject()))
            .map(super::mark)
            .collect()
    };
    let anyway = about(prober.faults(&largest));
    let mut holds = |vcpus: u32, ram: u64| {
        if prober.stopped() {
            return None;
        }
        let found = about(prober.faults(&made(vcpus, ram)));
        Some(found.iter().all(|m| anyway.contains(m)))
    };
    let vcpus = least(1, u64::from(MOST_VCPUS), |n| {
        holds(u32::try_from(n).unwrap_or(MOST_VCPUS), MOST_RAM_MIB)
    })?;
    let vcpus = u32::try_from(vcpus).unwrap_or(MOST_VCPUS);
    let steps = least(1, MOST_RAM_MIB / RAM_STEP_MIB, |n| {
        holds(vcpus, n * RAM_STEP_MIB)
    })?;
    Some(SmallestVm {
        vcpus,
        ram: Mib::new(steps * RAM_STEP_MIB),
    })
}

/// The least number at which a question that once true stays true says yes; none when it never does or is stopped.
fn least(from: u64, to: u64, mut holds: impl FnMut(u64) -> Option<bool>) -> Option<u64> {
    if holds(from)? {
        return Some(from);
    }
    if !holds(to)? {
        return None;
    }
    let (mut bad, mut good) = (from, to);
    while good - bad > 1 {
        let middle = bad + (good - bad) / 2;
        if holds(middle)? {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(good)
}

/// The smallest catalogue model for the hosts of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallestHost {
    /// Key of the model in the catalogue.
    pub model: String,
    pub name: String,
}

/// The catalogue's model with the fewest cores, then the least memory, with which every host of the pool holds: no
/// check finds a fault of a host or of a VM on it. Disks and adapters stay those of the hosts. None when no model
/// will do, or the search was stopped.
pub fn smallest_host(
    plan: &Plan,
    catalogue: &Catalogue,
    pool: &PoolId,
    budget: &Budget<'_>,
) -> Option<SmallestHost> {
    let hosts: Vec<&HostId> = plan.hosts_in_pool(pool).map(|(id, _)| id).collect();
    if hosts.is_empty() {
        return None;
    }
    let touched: Vec<EntityId> = hosts
        .iter()
        .map(|h| EntityId::from(*h))
        .chain(
            plan.vms
                .iter()
                .filter(|(_, vm)| {
                    vm.placement.iter().any(|row| {
                        hosts.contains(&&row.host)
                            || row.partner.as_ref().is_some_and(|p| hosts.contains(&p))
                    })
                })
                .map(|(id, _)| id.into()),
        )
        .chain(std::iter::once(EntityId::from(pool)))
        .collect();
    let budget = advised(budget);
    let mut prober = Prober::new(plan, catalogue, &budget);
    let mut models: Vec<(&String, &HostModel)> = catalogue.tables.hosts.iter().collect();
    models.sort_by_key(|(key, m)| {
        (
            m.sockets.saturating_mul(m.cores_per_socket),
            m.ram_mib,
            (*key).clone(),
        )
    });
    let mut found = |shape: &dyn Fn(&Host) -> Host| -> Vec<super::Mark> {
        let mut next = plan.clone();
        for id in &hosts {
            if let Some(host) = plan.hosts.get(*id) {
                next.hosts.put_arc((*id).clone(), Arc::new(shape(host)));
            }
        }
        prober
            .faults(&next)
            .iter()
            .filter(|f| f.subjects.iter().any(|s| touched.contains(s)))
            .map(super::mark)
            .collect()
    };
    // What remains on hosts larger than any need is no question of their size.
    let anyway = found(&|host| Host {
        sockets: 4,
        cores_per_socket: 64,
        ram: Mib::new(MOST_RAM_MIB),
        ..host.clone()
    });
    for (key, model) in models {
        if (budget.should_stop)() {
            return None;
        }
        let with_model = |host: &Host| {
            let mut host = host.clone();
            model.fill(key, &mut host);
            host
        };
        if found(&with_model).iter().all(|m| anyway.contains(m)) {
            return Some(SmallestHost {
                model: key.clone(),
                name: model.name.clone(),
            });
        }
    }
    None
}
