//! Which VM members sit on which host, and in what part: active, standby or half of a lockstep pair.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::demand::WorkloadShare;
use super::fate::{Fate, Ways};
use super::link::reaches_array;
use super::outcome::{Outcome, Outcomes, RowOutcome};
use super::pack::{self, Waiting};
use super::protection::Protection;
use super::{Cx, Demand, MailboxFacts};
use crate::failure::Down;
use crate::ids::{ArrayId, HostId, PoolId, VmId};
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

/// Hosts that are down, by number.
pub(super) fn failed_hosts(index: &HostIndex<'_>, failed: &Down) -> Vec<bool> {
    index.ids.iter().map(|id| failed.host(id)).collect()
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
pub(super) fn can_restart(plan: &Plan, vm: &Vm, host: &HostId, failed: &Down) -> bool {
    shared_arrays(vm)
        .is_some_and(|arrays| arrays.iter().all(|a| reaches_array(plan, host, a, failed)))
}

/// Who sits where.
pub(super) struct Seating {
    /// By host number.
    pub residents: Vec<Vec<Resident>>,
    pub outcomes: Outcomes,
}

/// Seats every VM while some things are out of order. Level-1 members of failed hosts go, largest memory first, to the
/// pool's host with the most free memory that reaches their disks.
pub(super) fn seat(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    stats: &BTreeMap<VmId, Arc<VmStatic>>,
    ram_mib: &[f64],
    failed: &Down,
) -> Seating {
    let down = failed_hosts(index, failed);
    let mut residents: Vec<Vec<Resident>> = vec![Vec::new(); index.ids.len()];
    let mut outcomes = Outcomes::new();
    let mut waiting: Vec<(usize, Resident)> = Vec::new();
    let mut ways = Ways::default();
    let normal = failed.is_none();
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
            let resident = |seat, other, leads| Resident {
                vm: id.clone(),
                stat: Arc::clone(stat),
                row,
                count: placement.count,
                seat,
                leads,
                other,
            };
            let mut put = |n: usize, r: Resident| {
                if let Some(list) = residents.get_mut(n) {
                    list.push(r);
                }
            };
            let is_down = |n: usize| down.get(n).copied().unwrap_or(true);
            let fate = if normal {
                Fate::Runs {
                    there: false,
                    simplex: false,
                }
            } else {
                ways.row(cx, stat, placement).fate(cx.plan, failed)
            };
            let both_up = |p: usize| !is_down(host) && !is_down(p);
            match (fate, partner) {
                (Fate::Waits, _) => {
                    waiting.push((host, resident(Seat::Active, None, true)));
                    continue;
                }
                // Redundant: both halves have their seats.
                (
                    Fate::Runs {
                        there,
                        simplex: false,
                    },
                    Some(p),
                ) if both_up(p) => {
                    let (runs, waits) = if there { (p, host) } else { (host, p) };
                    let (first, second) = if level == Level::L3 {
                        (Seat::Twin, Seat::Twin)
                    } else {
                        (Seat::Active, Seat::Standby)
                    };
                    put(runs, resident(first, Some(waits), !there));
                    put(waits, resident(second, Some(runs), there));
                }
                (Fate::Both, Some(p)) => {
                    put(host, resident(Seat::Active, None, true));
                    put(p, resident(Seat::Active, None, true));
                }
                (Fate::Runs { there: true, .. } | Fate::Restarts { there: true }, Some(p)) => {
                    put(p, resident(Seat::Active, None, true));
                }
                // What has lost its disks or ways still stands on its host.
                _ if !is_down(host) => put(host, resident(Seat::Active, None, true)),
                _ => {}
            }
            if !normal {
                let here = || placement.host.clone();
                let partner = || placement.partner.clone().unwrap_or_else(here);
                let outcome = match fate {
                    Fate::Runs { there, simplex } => Outcome::CarriesOn {
                        on: if there { partner() } else { here() },
                        simplex,
                    },
                    Fate::Restarts { there } => Outcome::Restarts {
                        on: if there { partner() } else { here() },
                        outage_s: stat.protection.restart_s,
                    },
                    Fate::Both => Outcome::SplitBrain {
                        a: here(),
                        b: partner(),
                    },
                    Fate::Stops(why) => Outcome::Stops { why },
                    Fate::Waits => continue,
                };
                outcomes.entry(id.clone()).or_default().push(RowOutcome {
                    row,
                    count: placement.count,
                    outcome,
                });
            }
        }
    }
    if !waiting.is_empty() {
        let reach = Reached::default();
        let restarts = restart(
            cx,
            index,
            &residents,
            ram_mib,
            (&down, failed, &reach),
            waiting,
        );
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
            outcomes
                .entry(resident.vm.clone())
                .or_default()
                .push(RowOutcome {
                    row: resident.row,
                    count: resident.count,
                    outcome,
                });
        }
    }
    Seating {
        residents,
        outcomes,
    }
}

/// Which hosts, by number, reach which arrays, remembered while the same things are out of order.
pub(super) type Reached = RefCell<BTreeMap<(usize, ArrayId), bool>>;

/// Where waiting level-1 members go: one entry per member, none where nothing fits.
pub(super) fn restart(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    residents: &[Vec<Resident>],
    ram_mib: &[f64],
    (down, failed, reach): (&[bool], &Down, &Reached),
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
    let mut reach = reach.borrow_mut();
    let stats: Vec<Arc<VmStatic>> = members.iter().map(|(_, r)| Arc::clone(&r.stat)).collect();
    let mut waiting = Vec::with_capacity(members.len());
    for ((from, resident), stat) in members.iter().zip(&stats) {
        let pool = index.pool.get(*from).copied().flatten();
        let arrays = shared_arrays(&stat.vm);
        let may = pool
            .and_then(|p| index.pools.get(p))
            .into_iter()
            .flatten()
            .copied()
            .filter(|n| n != from && !down.get(*n).copied().unwrap_or(true))
            .filter(|n| {
                arrays.as_ref().is_some_and(|arrays| {
                    arrays.iter().all(|a| {
                        *reach.entry((*n, (*a).clone())).or_insert_with(|| {
                            index
                                .ids
                                .get(*n)
                                .is_some_and(|id| reaches_array(cx.plan, id, a, failed))
                        })
                    })
                })
            })
            .collect();
        waiting.push(Waiting {
            need: resident.stat.protection.host_ram_mib,
            may,
        });
    }
    let targets = pack::place(&mut free, &waiting);
    members.into_iter().map(|(_, r)| r).zip(targets).collect()
}
