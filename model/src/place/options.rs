//! Where each VM may stand even when it is alone: pools, storage, links, round trips, pins.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build::{Learned, Without, bundle_limits};
use super::problem::{NONE, Problem, Spot};
use super::question::{Constraint, Question};
use crate::catalogue::LimitOf;
use crate::check::protection::unequal_hosts::too_unequal;
use crate::facts::{PairWay, Takes, vms_of};
use crate::ids::{HostId, LinkId, PoolId, VmId};
use crate::plan::{Level, Plan, Scope, Storage, Vm};

/// What decides which two hosts a pair may stand on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct PairKey {
    hosts: Vec<bool>,
    levels: Vec<(Level, u32)>,
    /// In different sites, in one, or either.
    split: Option<bool>,
}

/// Hosts and the ways between them.
pub(super) struct Places {
    hosts: Vec<HostId>,
    ways: BTreeMap<(u32, u32), PairWay>,
    known: BTreeMap<PairKey, (Arc<Vec<Spot>>, BTreeSet<Constraint>)>,
    /// VMs of services that must survive the loss of a site.
    across_sites: BTreeSet<VmId>,
}

/// Where some VMs may stand as one.
pub(super) struct Options {
    pub spots: Arc<Vec<Spot>>,
    pub split: bool,
    /// What excludes hosts.
    pub whys: BTreeSet<Constraint>,
}

fn survive_sites(plan: &Plan) -> BTreeSet<VmId> {
    let services = plan.services.values();
    services
        .filter(|s| s.survives.contains(&Scope::Site))
        .flat_map(|s| vms_of(plan, s))
        .collect()
}

impl Places {
    /// Also numbers the bundles of links between hosts of a pool.
    pub fn new(
        takes: &mut Takes<'_>,
        hosts: &[HostId],
        without: &Without,
        problem: &mut Problem,
    ) -> Self {
        let cx = takes.cx().clone();
        let plan = cx.plan;
        let mut places = Self {
            hosts: hosts.to_vec(),
            ways: BTreeMap::new(),
            known: BTreeMap::new(),
            across_sites: survive_sites(plan),
        };
        if !plan.vms.values().any(|v| v.level.paired()) {
            return places;
        }
        let n = hosts.len();
        problem.way = vec![NONE; n.saturating_mul(n)];
        let mut bundles: BTreeMap<Vec<LinkId>, u32> = BTreeMap::new();
        for pool in &problem.pools {
            for (at, &a) in pool.hosts.iter().enumerate() {
                for &b in pool.hosts.iter().skip(at + 1) {
                    let (Some(x), Some(y)) = (hosts.get(a as usize), hosts.get(b as usize)) else {
                        continue;
                    };
                    let Some(way) = takes.way(x, y) else { continue };
                    let number = match bundles.get(&way.links) {
                        Some(number) => *number,
                        None => {
                            let number = problem.bundles.len() as u32;
                            problem.bundles.push(bundle_limits(&cx, &way, without));
                            bundles.insert(way.links.clone(), number);
                            number
                        }
                    };
                    for (from, to) in [(a, b), (b, a)] {
                        if let Some(w) = problem.way.get_mut(from as usize * n + to as usize) {
                            *w = number;
                        }
                    }
                    places.ways.insert((a, b), way);
                }
            }
        }
        places
    }

    /// Hosts on which a VM may stand, and why not on others.
    fn hosts_for(
        &self,
        takes: &Takes<'_>,
        question: &Question,
        (id, vm): &(VmId, Arc<Vm>),
        without: &Without,
        whys: &mut BTreeSet<Constraint>,
    ) -> Vec<bool> {
        let plan = takes.cx().plan;
        let own: BTreeSet<Option<&PoolId>> = vm
            .placement
            .iter()
            .filter_map(|row| plan.hosts.get(&row.host))
            .map(|h| h.pool.as_ref())
            .collect();
        let spare: BTreeSet<&HostId> = plan
            .pools
            .values()
            .flat_map(|p| &p.failover_hosts)
            .collect();
        let keeps = |c: &Constraint| !without.contains(c);
        let mut excluded = |constraint: Constraint| {
            if keeps(&constraint) {
                whys.insert(constraint);
                true
            } else {
                false
            }
        };
        self.hosts
            .iter()
            .map(|host| {
                let Some(row) = plan.hosts.get(host) else {
                    return false;
                };
                let pool = row.pool.as_ref();
                // Protection needs a pool, and hosts kept for restarts stay empty.
                if spare.contains(host) || vm.level != Level::L0 && pool.is_none() {
                    return !excluded(Constraint::Pools);
                }
                if !question.across_pools
                    && !own.is_empty()
                    && !own.contains(&pool)
                    && excluded(Constraint::Pools)
                {
                    return false;
                }
                let only = &vm.rules.only_on;
                if !only.is_empty()
                    && !only.contains(host)
                    && excluded(Constraint::Pinned(id.clone()))
                {
                    return false;
                }
                if vm.vcpus > row.cores() && excluded(Constraint::Cores) {
                    return false;
                }
                let lacks = vm.disks.iter().any(|d| match &d.on {
                    Storage::Local(group) => !row.raid.iter().any(|g| g.name == *group),
                    Storage::Shared { .. } => false,
                });
                !((lacks || !takes.reaches_disks(vm, host)) && excluded(Constraint::Storage))
            })
            .collect()
    }

    /// Whether the pairs of a VM stand in two sites, in one, or either.
    fn split_of(&self, plan: &Plan, id: &VmId, vm: &Vm) -> Option<bool> {
        let mut rows = vm
            .placement
            .iter()
            .filter_map(|r| Some(plan.is_split(&r.host, r.partner.as_ref()?)));
        let first = rows.next();
        match first {
            Some(first) => rows.all(|s| s == first).then_some(first),
            None => Some(self.across_sites.contains(id)),
        }
    }

    pub fn options(
        &mut self,
        takes: &Takes<'_>,
        question: &Question,
        members: &[&(VmId, Arc<Vm>)],
        (without, learned): (&Without, &Learned),
        problem: &Problem,
    ) -> Options {
        let plan = takes.cx().plan;
        let mut whys = BTreeSet::new();
        let mut hosts = vec![true; self.hosts.len()];
        let mut split = None;
        for member in members {
            let may = self.hosts_for(takes, question, member, without, &mut whys);
            for (h, m) in hosts.iter_mut().zip(may) {
                *h &= m;
            }
            if member.1.level.paired() {
                split = self.split_of(plan, &member.0, &member.1);
            }
        }
        if without.contains(&Constraint::Sites) {
            split = None;
        }
        let mut levels: Vec<(Level, u32)> = members
            .iter()
            .filter(|(_, vm)| vm.level.paired())
            .map(|(_, vm)| (vm.level, vm.vcpus))
            .collect();
        levels.sort();
        levels.dedup();
        let spots = if levels.is_empty() {
            let alone = hosts.iter().enumerate().filter(|(_, may)| **may);
            Arc::new(
                alone
                    .map(|(n, _)| Spot {
                        host: n as u32,
                        partner: NONE,
                    })
                    .collect(),
            )
        } else {
            let key = PairKey {
                hosts,
                levels,
                split,
            };
            let known = match self.known.get(&key) {
                Some(known) => known.clone(),
                None => {
                    let vms: Vec<&Arc<Vm>> = members
                        .iter()
                        .map(|(_, vm)| vm)
                        .filter(|vm| vm.level.paired())
                        .collect();
                    let made = self.pairs(takes, &key, &vms, without, problem);
                    self.known.insert(key, made.clone());
                    made
                }
            };
            whys.extend(known.1);
            known.0
        };
        let lessons: Vec<_> = members
            .iter()
            .filter_map(|(id, vm)| Some((vm.level.paired(), learned.forbidden.get(id)?)))
            .collect();
        let taught = |spot: &Spot| {
            let Some(host) = self.hosts.get(spot.host as usize) else {
                return false;
            };
            let partner = self.hosts.get(spot.partner as usize);
            lessons.iter().any(|(paired, places)| {
                let partner = partner.filter(|_| *paired).cloned();
                places.contains(&(host.clone(), partner))
            })
        };
        let spots = if lessons.is_empty() || !spots.iter().any(taught) {
            spots
        } else {
            let left: Vec<Spot> = spots.iter().copied().filter(|s| !taught(s)).collect();
            // What no place mends is no reason to place nothing.
            if left.is_empty() {
                spots
            } else {
                Arc::new(left)
            }
        };
        Options {
            spots,
            split: split.unwrap_or(true),
            whys,
        }
    }

    /// Every two hosts for pairs of these VMs.
    fn pairs(
        &self,
        takes: &Takes<'_>,
        key: &PairKey,
        vms: &[&Arc<Vm>],
        without: &Without,
        problem: &Problem,
    ) -> (Arc<Vec<Spot>>, BTreeSet<Constraint>) {
        let cx = takes.cx();
        let plan = cx.plan;
        let mut whys = BTreeSet::new();
        let mut spots = Vec::new();
        let may = |n: u32| key.hosts.get(n as usize).copied().unwrap_or(false);
        for pool in &problem.pools {
            for &a in pool.hosts.iter().filter(|a| may(**a)) {
                for &b in pool.hosts.iter().filter(|b| **b != a && may(**b)) {
                    let (Some(x), Some(y)) =
                        (self.hosts.get(a as usize), self.hosts.get(b as usize))
                    else {
                        continue;
                    };
                    let (Some(host), Some(partner)) = (plan.hosts.get(x), plan.hosts.get(y)) else {
                        continue;
                    };
                    let split = host.site != partner.site;
                    let mut no = |constraint: Constraint, wrong: bool| {
                        let no = wrong && !without.contains(&constraint);
                        if no {
                            whys.insert(constraint);
                        }
                        no
                    };
                    let wrong_sites =
                        key.split.is_some_and(|s| s != split) || split && !cx.profile.split;
                    let way = self.ways.get(&(a.min(b), a.max(b)));
                    let bad = no(Constraint::Sites, wrong_sites)
                        || no(
                            Constraint::Distance,
                            way.is_none_or(|way| {
                                vms.iter().any(|vm| too_far(takes, vm, split, way))
                            }),
                        )
                        || no(
                            Constraint::EqualHosts,
                            vms.iter()
                                .any(|vm| too_unequal(cx, vm, host, partner, split)),
                        );
                    if !bad {
                        spots.push(Spot {
                            host: a,
                            partner: b,
                        });
                    }
                }
            }
        }
        spots.sort();
        (Arc::new(spots), whys)
    }
}

/// Whether a way is longer than the platform's rows allow such a pair.
fn too_far(takes: &Takes<'_>, vm: &Vm, split: bool, way: &PairWay) -> bool {
    let rows = &takes.cx().profile;
    let over = |quantity, value: Option<f64>| {
        let row = rows.limit_on(quantity, Some(vm.level), vm.vcpus, split);
        matches!((row, value), (Some(row), Some(value)) if row.broken_by(value))
    };
    let slow = match (way.rtt_ms, takes.rtt_limit_ms(vm, split, way)) {
        (Some(rtt), Some(limit)) => rtt > limit || over(LimitOf::RoundTrip, way.rtt_ms),
        _ => false,
    };
    slow || split
        && (over(LimitOf::Distance, way.map_km) || over(LimitOf::FibreLength, way.fibre_km))
}
