//! Which VM members sit on which host, and in what part: active, standby or half of a lockstep pair.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::demand::WorkloadShare;
use super::link::reaches_array;
use super::outcome::{Outcome, Outcomes};
use super::protection::Protection;
use super::{Case, Cx, Demand, MailboxFacts};
use crate::ids::{ArrayId, EntityId, HostId, PoolId, VmId};
use crate::plan::{Level, Plan, Storage, Vm};

/// What is known of a VM before its placement.
#[derive(Clone, Debug)]
pub(super) struct VmStatic {
    pub vm: Arc<Vm>,
    pub demand: Demand,
    pub cpu_assumed: bool,
    pub mailbox: Option<MailboxFacts>,
    pub protection: Protection,
    pub on: Vec<WorkloadShare>,
}

/// The part a member plays on a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// Runs here.
    Active,
    /// Disks mirrored, memory and vCPUs kept for a restart.
    Standby,
    /// One of the two running halves of a level-3 pair.
    Twin,
}

/// Members of one placement row on a host.
#[derive(Clone, Debug)]
pub(super) struct Resident {
    pub vm: VmId,
    pub stat: Arc<VmStatic>,
    pub row: usize,
    pub count: u32,
    pub seat: Seat,
    /// Stands on its row's host, or runs alone; false for the half on the partner.
    pub leads: bool,
    /// The other host of the pair, by index.
    pub other: Option<usize>,
}

/// Hosts by number, for loops without look-ups.
pub(super) struct HostIndex<'a> {
    pub ids: Vec<&'a HostId>,
    pub by_id: BTreeMap<&'a HostId, usize>,
    pub pool: Vec<Option<&'a PoolId>>,
    /// Members of each pool, by number.
    pub pools: BTreeMap<&'a PoolId, Vec<usize>>,
}

impl<'a> HostIndex<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let mut index = Self {
            ids: Vec::new(),
            by_id: BTreeMap::new(),
            pool: Vec::new(),
            pools: BTreeMap::new(),
        };
        for (n, (id, host)) in plan.hosts.iter().enumerate() {
            index.ids.push(id);
            index.by_id.insert(id, n);
            index.pool.push(host.pool.as_ref());
            if let Some(pool) = &host.pool {
                index.pools.entry(pool).or_default().push(n);
            }
        }
        index
    }
}

/// Everything of a failure set in terms of hosts: a failed site takes its hosts along.
pub(super) fn failed_hosts(plan: &Plan, index: &HostIndex<'_>, case: &Case) -> Vec<bool> {
    index
        .ids
        .iter()
        .map(|id| {
            case.failed.contains(&EntityId::from(*id))
                || plan
                    .site_of(id)
                    .is_some_and(|s| case.failed.contains(&s.into()))
        })
        .collect()
}

/// A failed site takes its hosts, switches, arrays and witnesses along.
pub(super) fn spread(plan: &Plan, failed: &BTreeSet<EntityId>) -> BTreeSet<EntityId> {
    let mut out = failed.clone();
    let gone = |site: &crate::ids::SiteId| failed.contains(&EntityId::from(site));
    out.extend(
        plan.hosts
            .iter()
            .filter(|(_, h)| gone(&h.site))
            .map(|(id, _)| id.into()),
    );
    out.extend(
        plan.arrays
            .iter()
            .filter(|(_, a)| gone(&a.site))
            .map(|(id, _)| id.into()),
    );
    out.extend(
        plan.witnesses
            .iter()
            .filter(|(_, w)| gone(&w.site))
            .map(|(id, _)| id.into()),
    );
    out.extend(
        plan.switches
            .iter()
            .filter(|(_, s)| s.site.as_ref().is_some_and(gone))
            .map(|(id, _)| id.into()),
    );
    out
}

/// Arrays that a VM's disks lie on; none when a disk lies on a host.
pub fn shared_arrays(vm: &Vm) -> Option<Vec<&ArrayId>> {
    let mut arrays = Vec::new();
    for disk in &vm.disks {
        match &disk.on {
            Storage::Local(_) => return None,
            Storage::Shared { array, .. } => {
                if !arrays.contains(&array) {
                    arrays.push(array);
                }
            }
        }
    }
    Some(arrays)
}

/// Whether `host` can restart a level-1 VM: same pool, and every disk on an array that it reaches.
pub(super) fn can_restart(
    plan: &Plan,
    vm: &Vm,
    host: &HostId,
    failed: &BTreeSet<EntityId>,
) -> bool {
    shared_arrays(vm)
        .is_some_and(|arrays| arrays.iter().all(|a| reaches_array(plan, host, a, failed)))
}

/// Who sits where.
pub(super) struct Seating {
    /// By host number.
    pub residents: Vec<Vec<Resident>>,
    pub outcomes: Outcomes,
}

/// Seats every VM in a case. Level-1 members of failed hosts go, largest memory first, to the pool's host with the
/// most free memory that reaches their disks.
pub(super) fn seat(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    stats: &BTreeMap<VmId, Arc<VmStatic>>,
    ram_mib: &[f64],
    case: &Case,
) -> Seating {
    let down = failed_hosts(cx.plan, index, case);
    let mut residents: Vec<Vec<Resident>> = vec![Vec::new(); index.ids.len()];
    let mut outcomes = Outcomes::new();
    let mut waiting: Vec<(usize, Resident)> = Vec::new();
    let record = !case.is_normal();
    let is_down = |n: usize| down.get(n).copied().unwrap_or(true);
    for (id, stat) in stats {
        let level = stat.vm.level;
        for (row, placement) in stat.vm.placement.iter().enumerate() {
            let Some(&host) = index.by_id.get(&placement.host) else {
                continue;
            };
            let partner = if level.paired() {
                placement
                    .partner
                    .as_ref()
                    .and_then(|p| index.by_id.get(p))
                    .copied()
                    .filter(|p| *p != host)
            } else {
                None
            };
            let resident = |seat, other| Resident {
                vm: id.clone(),
                stat: Arc::clone(stat),
                row,
                count: placement.count,
                seat,
                leads: true,
                other,
            };
            let mut put = |n: usize, r: Resident| {
                if let Some(list) = residents.get_mut(n) {
                    list.push(r);
                }
            };
            let outcome = match (partner, is_down(host), partner.is_some_and(&is_down)) {
                (None, false, _) => {
                    put(host, resident(Seat::Active, None));
                    None
                }
                (Some(p), false, false) => {
                    let (here, there) = if level == Level::L3 {
                        (Seat::Twin, Seat::Twin)
                    } else {
                        (Seat::Active, Seat::Standby)
                    };
                    put(host, resident(here, Some(p)));
                    let second = Resident {
                        leads: false,
                        ..resident(there, Some(host))
                    };
                    put(p, second);
                    None
                }
                (Some(_), false, true) => {
                    put(host, resident(Seat::Active, None));
                    Some(Outcome::CarriesOn {
                        on: placement.host.clone(),
                        simplex: true,
                    })
                }
                (Some(p), true, false) => {
                    put(p, resident(Seat::Active, None));
                    let on = placement
                        .partner
                        .clone()
                        .unwrap_or_else(|| placement.host.clone());
                    Some(if level == Level::L3 {
                        Outcome::CarriesOn { on, simplex: true }
                    } else {
                        Outcome::Restarts {
                            on,
                            outage_s: stat.protection.restart_s,
                        }
                    })
                }
                (None, true, _) if level == Level::L1 => {
                    waiting.push((host, resident(Seat::Active, None)));
                    continue;
                }
                (None, true, _) => Some(Outcome::Stops {
                    why: "its host failed and nothing restarts it",
                }),
                (Some(_), true, true) => Some(Outcome::Stops {
                    why: "both its hosts failed",
                }),
            };
            if record {
                let outcome = outcome.unwrap_or(Outcome::CarriesOn {
                    on: placement.host.clone(),
                    simplex: false,
                });
                outcomes
                    .entry(id.clone())
                    .or_default()
                    .push((placement.count, outcome));
            }
        }
    }
    if !waiting.is_empty() {
        let spread = spread(cx.plan, &case.failed);
        let restarts = restart(cx, index, &residents, ram_mib, &down, &spread, waiting);
        for (resident, target) in restarts {
            let outcome = match target {
                Some(n) => {
                    let on = index.ids.get(n).map(|id| (*id).clone());
                    if let Some(list) = residents.get_mut(n) {
                        list.push(resident.clone());
                    }
                    match on {
                        Some(on) => Outcome::Restarts {
                            on,
                            outage_s: resident.stat.protection.restart_s,
                        },
                        None => Outcome::Stops {
                            why: "no host is left",
                        },
                    }
                }
                None => Outcome::Stops {
                    why: "no host of its pool has room and reaches its disks",
                },
            };
            if record {
                outcomes
                    .entry(resident.vm.clone())
                    .or_default()
                    .push((resident.count, outcome));
            }
        }
    }
    Seating {
        residents,
        outcomes,
    }
}

/// Where waiting level-1 members go: one entry per member, none where nothing fits.
pub(super) fn restart(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    residents: &[Vec<Resident>],
    ram_mib: &[f64],
    down: &[bool],
    failed: &BTreeSet<EntityId>,
    waiting: Vec<(usize, Resident)>,
) -> Vec<(Resident, Option<usize>)> {
    let mut free: Vec<f64> = ram_mib
        .iter()
        .enumerate()
        .map(|(n, capacity)| {
            let used: f64 = residents.get(n).map_or(0.0, |list| {
                list.iter()
                    .map(|r| f64::from(r.count) * r.stat.protection.host_ram_mib)
                    .sum()
            });
            capacity - used
        })
        .collect();
    let mut members: Vec<(usize, Resident)> = Vec::new();
    for (from, resident) in waiting {
        // A group of very many members would be placed one by one for nothing: beyond this none fits anyway.
        for _ in 0..resident.count.min(4096) {
            let mut one = resident.clone();
            one.count = 1;
            members.push((from, one));
        }
    }
    members.sort_by(|(_, a), (_, b)| {
        b.stat
            .protection
            .host_ram_mib
            .total_cmp(&a.stat.protection.host_ram_mib)
            .then_with(|| a.vm.cmp(&b.vm))
            .then_with(|| a.row.cmp(&b.row))
    });
    let mut reach: BTreeMap<(usize, &ArrayId), bool> = BTreeMap::new();
    let stats: Vec<Arc<VmStatic>> = members.iter().map(|(_, r)| Arc::clone(&r.stat)).collect();
    let mut targets = Vec::with_capacity(members.len());
    for ((from, resident), stat) in members.iter().zip(&stats) {
        let need = resident.stat.protection.host_ram_mib;
        let pool = index.pool.get(*from).copied().flatten();
        let arrays = shared_arrays(&stat.vm);
        let target = pool
            .and_then(|p| index.pools.get(p))
            .into_iter()
            .flatten()
            .copied()
            .filter(|n| n != from && !down.get(*n).copied().unwrap_or(true))
            .filter(|n| free.get(*n).is_some_and(|f| *f >= need))
            .filter(|n| {
                arrays.as_ref().is_some_and(|arrays| {
                    arrays.iter().all(|a| {
                        *reach.entry((*n, *a)).or_insert_with(|| {
                            index
                                .ids
                                .get(*n)
                                .is_some_and(|id| reaches_array(cx.plan, id, a, failed))
                        })
                    })
                })
            })
            .max_by(|a, b| {
                let f = |n: &usize| free.get(*n).copied().unwrap_or(0.0);
                f(a).total_cmp(&f(b)).then_with(|| b.cmp(a))
            });
        if let Some(f) = target.and_then(|n| free.get_mut(n)) {
            *f -= need;
        }
        targets.push(target);
    }
    members.into_iter().map(|(_, r)| r).zip(targets).collect()
}
