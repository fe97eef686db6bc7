//! Load of the hosts of a pool, now and after the worst host failure, and which restarts find room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::load;
use super::seats::{self, HostIndex, Reached, Resident, Seat};
use super::{Cx, HostCapacity, HostFacts, PoolFacts, Shares, Worst, WorstShares};
use crate::failure::Down;
use crate::ids::{EntityId, HostId, PoolId, VmId};
use crate::plan::{Level, Plan};

/// Sets of failures looked at in one pool before the search gives up and counts the number as not survived.
const MOST_SETS: usize = 3_500;

/// Facts of one pool and its hosts.
#[derive(Clone)]
pub(super) struct PoolMemo {
    pub hosts: Vec<(HostId, Arc<HostFacts>)>,
    pub facts: Option<Arc<PoolFacts>>,
}

/// Who sits where, what hosts offer, and what is down.
pub(super) struct Scene<'a> {
    pub cx: &'a Cx<'a>,
    pub index: &'a HostIndex<'a>,
    pub residents: &'a [Vec<Resident>],
    pub capacities: &'a BTreeMap<HostId, Arc<HostCapacity>>,
    pub ram: &'a [f64],
    pub down: &'a [bool],
    pub failed: &'a Down,
    pub reach: Reached,
}

impl Scene<'_> {
    fn restart(
        &self,
        gone: &[bool],
        waiting: Vec<(usize, Resident)>,
    ) -> Vec<(Resident, Option<usize>)> {
        seats::restart(
            self.cx,
            self.index,
            self.residents,
            self.ram,
            (gone, self.failed, &self.reach),
            waiting,
        )
    }

    pub fn pool(&self, pool: Option<&PoolId>, members: &[usize]) -> PoolMemo {
        let (cx, index, plan) = (self.cx, self.index, self.cx.plan);
        let none: Vec<Resident> = Vec::new();
        let at = |n: usize| self.residents.get(n).unwrap_or(&none);
        let mut out: BTreeMap<usize, HostFacts> = BTreeMap::new();
        let lost: Vec<&HostId> = self.lost();
        for &n in members {
            let Some(id) = index.ids.get(n) else { continue };
            let (Some(host), Some(capacity)) = (plan.hosts.get(*id), self.capacities.get(*id))
            else {
                continue;
            };
            let load = load::host(cx, host, capacity, at(n), &lost);
            let shares = load::shares(capacity, &load);
            out.insert(
                n,
                HostFacts {
                    capacity: (**capacity).clone(),
                    vcpus_per_core: crate::figure::over(load.vcpus, capacity.cores),
                    worst: as_worst(&shares),
                    load,
                    shares,
                    up: !self.down.get(n).copied().unwrap_or(false),
                },
            );
        }
        // Hosts outside the pool matter only where a pair reaches across pools: their failure loads a partner here.
        let mut causes: BTreeSet<usize> = members.iter().copied().collect();
        for &n in members {
            causes.extend(at(n).iter().filter_map(|r| r.other));
            causes.extend(self.others_of(at(n)));
        }
        let mut not_restartable = Vec::new();
        for &cause in &causes {
            if self.down.get(cause).copied().unwrap_or(true) {
                continue;
            }
            let (mut after, stranded) = self.after_failure(cause);
            let Some(cause_id) = index.ids.get(cause) else {
                continue;
            };
            let mut lost = lost.clone();
            lost.push(cause_id);
            // Servers that take over databases are loaded though nothing moves to their host.
            for &n in members {
                if n != cause && at(n).iter().any(|r| load::takes_over(cx, r, &[*cause_id])) {
                    after.entry(n).or_insert_with(|| at(n).to_vec());
                }
            }
            for (n, list) in after {
                let Some(facts) = out.get_mut(&n) else {
                    continue;
                };
                let Some(host) = index.ids.get(n).and_then(|id| plan.hosts.get(*id)) else {
                    continue;
                };
                let load = load::host(cx, host, &facts.capacity, &list, &lost);
                let shares = load::shares(&facts.capacity, &load);
                raise(&mut facts.worst, &shares, &EntityId::from(*cause_id));
            }
            if !stranded.is_empty() && members.contains(&cause) {
                not_restartable.push(((*cause_id).clone(), stranded));
            }
        }
        let facts = pool.map(|p| {
            let wanted = wanted(plan, p);
            let survived = if not_restartable.is_empty() {
                self.survived(members, wanted)
            } else {
                0
            };
            let sites: BTreeSet<_> = members
                .iter()
                .filter_map(|n| index.ids.get(*n))
                .filter_map(|id| plan.site_of(id))
                .collect();
            Arc::new(PoolFacts {
                hosts: members
                    .iter()
                    .filter_map(|n| index.ids.get(*n))
                    .map(|id| (*id).clone())
                    .collect(),
                not_restartable,
                host_failures_survived: survived,
                host_failures_wanted: wanted,
                split: sites.len() > 1,
            })
        });
        PoolMemo {
            hosts: out
                .into_iter()
                .filter_map(|(n, f)| Some(((*index.ids.get(n)?).clone(), Arc::new(f))))
                .collect(),
            facts,
        }
    }

    /// Hosts that are down in this case.
    pub fn lost(&self) -> Vec<&HostId> {
        let ids = self.index.ids.iter().zip(self.down);
        ids.filter(|(_, down)| **down).map(|(id, _)| *id).collect()
    }

    /// Hosts of other servers whose databases these residents would take over.
    fn others_of(&self, residents: &[Resident]) -> Vec<usize> {
        residents
            .iter()
            .flat_map(|r| load::other_hosts(self.cx, r))
            .filter_map(|h| self.index.by_id.get(h))
            .copied()
            .collect()
    }

    /// Residents of every host that a failure of `cause` changes, and level-1 VMs that find no host.
    pub fn after_failure(&self, cause: usize) -> (BTreeMap<usize, Vec<Resident>>, Vec<VmId>) {
        let mut changed: BTreeMap<usize, Vec<Resident>> = BTreeMap::new();
        let mut waiting = Vec::new();
        let none: Vec<Resident> = Vec::new();
        let at = |n: usize| self.residents.get(n).unwrap_or(&none);
        for r in at(cause) {
            match (r.other, r.seat) {
                (Some(other), Seat::Active | Seat::Twin) => {
                    let list = changed.entry(other).or_insert_with(|| at(other).clone());
                    for there in list.iter_mut().filter(|t| t.vm == r.vm && t.row == r.row) {
                        if there.seat == Seat::Standby {
                            there.seat = Seat::Active;
                        }
                    }
                }
                (Some(_), Seat::Standby) => {}
                (None, _) if r.stat.vm.level == Level::L1 => waiting.push((cause, r.clone())),
                (None, _) => {}
            }
        }
        let mut stranded: Vec<VmId> = Vec::new();
        if !waiting.is_empty() {
            let mut gone = self.down.to_vec();
            if let Some(g) = gone.get_mut(cause) {
                *g = true;
            }
            for (resident, target) in self.restart(&gone, waiting) {
                match target {
                    Some(n) => {
                        let list = changed.entry(n).or_insert_with(|| at(n).clone());
                        list.push(resident);
                    }
                    None => stranded.push(resident.vm),
                }
            }
        }
        stranded.sort();
        stranded.dedup();
        (changed, stranded)
    }

    /// The most host failures, up to `wanted`, after which every level-1 VM finds a host, in every choice of hosts.
    fn survived(&self, members: &[usize], wanted: u32) -> u32 {
        let up: Vec<usize> = members
            .iter()
            .copied()
            .filter(|n| !self.down.get(*n).copied().unwrap_or(true))
            .collect();
        let has_level_1 = |n: usize| {
            self.residents
                .get(n)
                .is_some_and(|list| list.iter().any(|r| r.stat.vm.level == Level::L1))
        };
        if !up.iter().any(|n| has_level_1(*n)) {
            return wanted.min(u32::try_from(up.len().saturating_sub(1)).unwrap_or(u32::MAX));
        }
        // One failure holds already when this is asked.
        let mut survived = u32::from(wanted > 0);
        for k in 2..=wanted {
            let size = usize::try_from(k).unwrap_or(usize::MAX);
            if size >= up.len() {
                break;
            }
            let mut sets = 0usize;
            let mut chosen: Vec<usize> = (0..size).collect();
            let holds = loop {
                sets += 1;
                let gone_set: BTreeSet<usize> =
                    chosen.iter().filter_map(|i| up.get(*i)).copied().collect();
                let mut gone = self.down.to_vec();
                for n in &gone_set {
                    if let Some(g) = gone.get_mut(*n) {
                        *g = true;
                    }
                }
                let waiting: Vec<(usize, Resident)> = gone_set
                    .iter()
                    .flat_map(|n| {
                        self.residents
                            .get(*n)
                            .into_iter()
                            .flatten()
                            .filter(|r| r.stat.vm.level == Level::L1 && r.other.is_none())
                            .map(|r| (*n, r.clone()))
                    })
                    .collect();
                let fits = self
                    .restart(&gone, waiting)
                    .iter()
                    .all(|(_, target)| target.is_some());
                if !fits {
                    break false;
                }
                // Next combination in order.
                let Some(i) = (0..size)
                    .rev()
                    .find(|i| chosen.get(*i).is_some_and(|c| *c < up.len() - size + i))
                else {
                    break true;
                };
                let start = chosen.get(i).copied().unwrap_or(0) + 1;
                for (offset, slot) in chosen.iter_mut().skip(i).enumerate() {
                    *slot = start + offset;
                }
                if sets >= MOST_SETS {
                    break false;
                }
            };
            if !holds {
                break;
            }
            survived = k;
        }
        survived
    }
}

/// Host failures that a pool must survive.
pub(super) fn wanted(plan: &Plan, pool: &PoolId) -> u32 {
    plan.pools
        .get(pool)
        .and_then(|p| p.host_failures)
        .unwrap_or(plan.settings.host_failures)
}

fn as_worst(shares: &Shares) -> WorstShares {
    let w = |value| Worst { value, after: None };
    WorstShares {
        cpu: w(shares.cpu),
        ram: w(shares.ram),
        space: w(shares.space),
        iops: w(shares.iops),
        net: w(shares.net),
    }
}

fn raise(worst: &mut WorstShares, shares: &Shares, cause: &EntityId) {
    let up = |w: &mut Worst, value: f64| {
        if value > w.value {
            *w = Worst {
                value,
                after: Some(cause.clone()),
            };
        }
    };
    up(&mut worst.cpu, shares.cpu);
    up(&mut worst.ram, shares.ram);
    up(&mut worst.space, shares.space);
    up(&mut worst.iops, shares.iops);
    up(&mut worst.net, shares.net);
}
