//! Puts the stages together and remembers what did not change.
//!
//! Stages: demand of each VM → who sits where → availability links → load of hosts, pool by pool → services.
//! Each stage's result is kept under the identity of what it read, so that an edit of one VM costs about one VM.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::joint::{self, Paths};
use super::seats::{self, HostIndex, Resident, Seat, Seating, VmStatic};
use super::{
    ArrayFacts, Case, Cx, Facts, HostCapacity, HostFacts, PoolFacts, Shares, Totals, VmFacts,
    Worst, WorstShares, capacity, demand, load, protection, service,
};
use crate::catalogue::Profile;
use crate::ids::{EntityId, HostId, LinkId, PoolId, VmId};
use crate::plan::{Level, Plan};

/// Facts of a plan in a case.
pub fn derive(cx: &Cx<'_>, case: &Case) -> Facts {
    Deriver::default().derive(cx, case)
}

/// What the facts of one pool were derived from, and the facts.
struct PoolMemo {
    fingerprint: u64,
    hosts: Vec<(HostId, Arc<HostFacts>)>,
    facts: Option<Arc<PoolFacts>>,
}

/// Derives again and again, computing only what changed since the last time.
#[derive(Default)]
pub struct Deriver {
    /// The plan and profile of last time; holding them keeps the identities below alive.
    last: Option<(Plan, Arc<Profile>)>,
    pub(super) stats: BTreeMap<VmId, Arc<VmStatic>>,
    vms: BTreeMap<VmId, (Arc<VmStatic>, Arc<VmFacts>)>,
    capacities: BTreeMap<HostId, Arc<HostCapacity>>,
    paths: Paths,
    pools: BTreeMap<Option<PoolId>, PoolMemo>,
}

fn ptr<T: ?Sized>(arc: &Arc<T>) -> usize {
    Arc::as_ptr(arc).cast::<()>() as usize
}

impl Deriver {
    /// Facts in a case; equal to [`derive`] of the same plan.
    pub fn derive(&mut self, cx: &Cx<'_>, case: &Case) -> Facts {
        self.forget_what_changed(cx);
        let plan = cx.plan;
        self.stats(cx);
        let index = HostIndex::new(plan);
        self.capacities(cx);
        let ram = self.ram(&index);
        let failed = seats::spread(plan, &case.failed);
        let Seating { residents, .. } = seats::seat(cx, &index, &self.stats, &ram, case);
        let pairings = joint::pairings(cx, &self.stats);
        let (joints, links) = joint::network(cx, &pairings, &mut self.paths, &failed);
        let (hosts, pools) = self.hosts(cx, &index, &residents, &ram, case, &failed);
        let vms = self.vm_facts(cx, &joints, &pools);
        let services = plan
            .services
            .iter()
            .map(|(id, s)| {
                (
                    id.clone(),
                    Arc::new(service::service(cx, s, &self.stats, &vms)),
                )
            })
            .collect();
        let witnesses = plan
            .witnesses
            .keys()
            .map(|id| (id.clone(), Arc::new(service::witness(cx, id, &failed))))
            .collect();
        let arrays = self.arrays(cx, &residents);
        let totals = totals(plan, &hosts, &links, &vms);
        self.last = Some((plan.clone(), Arc::clone(&cx.profile)));
        Facts {
            case: case.clone(),
            vms,
            hosts,
            arrays,
            pools,
            links,
            joints,
            witnesses,
            services,
            totals,
        }
    }

    /// Drops what was remembered of another profile, other settings or another network.
    fn forget_what_changed(&mut self, cx: &Cx<'_>) {
        let plan = cx.plan;
        let Some((last, profile)) = &self.last else {
            return;
        };
        if !Arc::ptr_eq(profile, &cx.profile)
            || last.overrides != plan.overrides
            || last.settings != plan.settings
        {
            *self = Self::default();
            return;
        }
        let network = last.links.same(&plan.links)
            && last.sites.same(&plan.sites)
            && last.switches.same(&plan.switches)
            && last.arrays.same(&plan.arrays)
            && last.witnesses.same(&plan.witnesses);
        if !network {
            self.paths.clear();
            self.capacities.clear();
            self.pools.clear();
            self.vms.clear();
        }
        if !last.hosts.same(&plan.hosts) {
            self.paths.clear();
            self.pools.clear();
            self.vms.clear();
            self.capacities.retain(|id, _| {
                matches!((last.hosts.get(id), plan.hosts.get(id)), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
            });
        }
    }

    /// Memory that each host offers, by number.
    pub(super) fn ram(&self, index: &HostIndex<'_>) -> Vec<f64> {
        index
            .ids
            .iter()
            .map(|id| self.capacities.get(*id).map_or(0.0, |c| c.ram_mib))
            .collect()
    }

    /// Demand and protection of every VM, one member.
    pub(super) fn stats(&mut self, cx: &Cx<'_>) {
        let plan = cx.plan;
        let same_workloads = self
            .last
            .as_ref()
            .is_some_and(|(last, _)| last.workloads.same(&plan.workloads));
        if same_workloads
            && self
                .last
                .as_ref()
                .is_some_and(|(last, _)| last.vms.same(&plan.vms))
        {
            return;
        }
        let mut on = demand::shares_on(plan);
        let mut next = BTreeMap::new();
        for (id, vm) in plan.vms.iter() {
            let on = on.remove(id).unwrap_or_default();
            if let Some(known) = self.stats.get(id)
                && Arc::ptr_eq(&known.vm, vm)
                && same_shares(&known.on, &on)
            {
                next.insert(id.clone(), Arc::clone(known));
                continue;
            }
            let wanted = demand::demand(cx, id, vm, &on);
            let stat = VmStatic {
                vm: Arc::clone(vm),
                cpu_assumed: demand::cpu_assumed(cx, id, vm, &on),
                mailbox: demand::mailbox(cx, id, vm, &on),
                protection: protection::protection(cx, id, vm, &wanted),
                demand: wanted,
                on,
            };
            next.insert(id.clone(), Arc::new(stat));
        }
        self.stats = next;
    }

    /// What every host offers.
    pub(super) fn capacities(&mut self, cx: &Cx<'_>) {
        for (id, host) in cx.plan.hosts.iter() {
            if !self.capacities.contains_key(id) {
                self.capacities
                    .insert(id.clone(), Arc::new(capacity::host(cx, id, host)));
            }
        }
        if self.capacities.len() > cx.plan.hosts.len() {
            self.capacities.retain(|id, _| cx.plan.hosts.contains(id));
        }
    }

    /// Load of every host now and after the worst host failure, pool by pool.
    fn hosts(
        &mut self,
        cx: &Cx<'_>,
        index: &HostIndex<'_>,
        residents: &[Vec<Resident>],
        ram: &[f64],
        case: &Case,
        failed: &BTreeSet<EntityId>,
    ) -> (
        BTreeMap<HostId, Arc<HostFacts>>,
        BTreeMap<PoolId, Arc<PoolFacts>>,
    ) {
        let plan = cx.plan;
        let down = seats::failed_hosts(plan, index, case);
        let mut groups: BTreeMap<Option<&PoolId>, Vec<usize>> = BTreeMap::new();
        for (n, pool) in index.pool.iter().enumerate() {
            groups.entry(*pool).or_default().push(n);
        }
        let mut hosts = BTreeMap::new();
        let mut pools = BTreeMap::new();
        let mut memo = BTreeMap::new();
        for (pool, members) in &groups {
            let key = pool.cloned();
            let fingerprint = fingerprint(plan, index, *pool, members, residents, case);
            let entry = match self.pools.remove(&key) {
                Some(known) if known.fingerprint == fingerprint => known,
                _ => self.pool(
                    cx,
                    index,
                    *pool,
                    members,
                    residents,
                    ram,
                    &down,
                    failed,
                    fingerprint,
                ),
            };
            hosts.extend(
                entry
                    .hosts
                    .iter()
                    .map(|(id, f)| (id.clone(), Arc::clone(f))),
            );
            if let (Some(pool), Some(facts)) = (pool, &entry.facts) {
                pools.insert((*pool).clone(), Arc::clone(facts));
            }
            memo.insert(key, entry);
        }
        for (id, _) in plan.pools.iter() {
            pools.entry(id.clone()).or_insert_with(|| {
                Arc::new(PoolFacts {
                    host_failures_wanted: wanted(plan, id),
                    ..PoolFacts::default()
                })
            });
        }
        self.pools = memo;
        (hosts, pools)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call, each argument a stage's result"
    )]
    fn pool(
        &self,
        cx: &Cx<'_>,
        index: &HostIndex<'_>,
        pool: Option<&PoolId>,
        members: &[usize],
        residents: &[Vec<Resident>],
        ram: &[f64],
        down: &[bool],
        failed: &BTreeSet<EntityId>,
        fingerprint: u64,
    ) -> PoolMemo {
        let plan = cx.plan;
        let none: Vec<Resident> = Vec::new();
        let at = |n: usize| residents.get(n).unwrap_or(&none);
        let mut out: BTreeMap<usize, HostFacts> = BTreeMap::new();
        for &n in members {
            let Some(id) = index.ids.get(n) else { continue };
            let (Some(host), Some(capacity)) = (plan.hosts.get(*id), self.capacities.get(*id))
            else {
                continue;
            };
            let load = load::host(cx, host, capacity, at(n));
            let shares = load::shares(capacity, &load);
            out.insert(
                n,
                HostFacts {
                    capacity: (**capacity).clone(),
                    vcpus_per_core: crate::figure::over(load.vcpus, capacity.cores),
                    worst: as_worst(&shares),
                    load,
                    shares,
                    up: !down.get(n).copied().unwrap_or(false),
                },
            );
        }
        // Hosts outside the pool matter only where a pair reaches across pools: their failure loads a partner here.
        let mut causes: BTreeSet<usize> = members.iter().copied().collect();
        for &n in members {
            causes.extend(at(n).iter().filter_map(|r| r.other));
        }
        let mut not_restartable = Vec::new();
        for &cause in &causes {
            if down.get(cause).copied().unwrap_or(true) {
                continue;
            }
            let (after, stranded) = after_failure(cx, index, residents, ram, down, failed, cause);
            let Some(cause_id) = index.ids.get(cause) else {
                continue;
            };
            for (n, list) in after {
                let Some(facts) = out.get_mut(&n) else {
                    continue;
                };
                let Some(host) = index.ids.get(n).and_then(|id| plan.hosts.get(*id)) else {
                    continue;
                };
                let load = load::host(cx, host, &facts.capacity, &list);
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
                survived(cx, index, residents, ram, down, failed, members, wanted)
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
            fingerprint,
            hosts: out
                .into_iter()
                .filter_map(|(n, f)| Some(((*index.ids.get(n)?).clone(), Arc::new(f))))
                .collect(),
            facts,
        }
    }

    fn vm_facts(
        &mut self,
        cx: &Cx<'_>,
        joints: &BTreeMap<(HostId, HostId), Arc<super::JointFacts>>,
        pools: &BTreeMap<PoolId, Arc<PoolFacts>>,
    ) -> BTreeMap<VmId, Arc<VmFacts>> {
        let mut out = BTreeMap::new();
        let mut memo = BTreeMap::new();
        for (id, stat) in &self.stats {
            let placed = joint::placed(cx, id, stat, joints);
            let host_failure = host_outage(cx, id, stat, pools);
            let facts = match self.vms.remove(id) {
                Some((known, facts))
                    if Arc::ptr_eq(&known, stat)
                        && facts.placed == placed
                        && facts.host_failure_outage_s == host_failure =>
                {
                    facts
                }
                _ => {
                    let paired = stat.vm.level.paired()
                        && !placed.is_empty()
                        && placed
                            .iter()
                            .all(|p| p.partner.as_ref().is_some_and(|q| *q != p.host));
                    // A commit waits for the partner's disk: the slowest pair rules, one unknown leaves it unknown.
                    let rtt = if !stat.vm.level.paired() {
                        None
                    } else if placed.iter().any(|p| p.rtt_ms.is_none()) {
                        None
                    } else {
                        placed.iter().filter_map(|p| p.rtt_ms).reduce(f64::max)
                    };
                    Arc::new(VmFacts {
                        demand: stat.demand.clone(),
                        cpu_assumed: stat.cpu_assumed,
                        mailbox: stat.mailbox.clone(),
                        sql: demand::sql(cx, id, &stat.vm, &stat.on, rtt),
                        scheduled_vcpus: stat.protection.scheduled_vcpus,
                        host_ram_mib: stat.protection.host_ram_mib,
                        mirror_mbps: stat.protection.mirror_mbps,
                        lockstep_mbps: stat.protection.lockstep_mbps,
                        traffic_missing: stat.protection.missing.clone(),
                        placed,
                        host_failure_outage_s: host_failure,
                        site_failure_outage_s: service::worst_site_outage(cx, stat),
                        component_outage_s: paired.then_some(0.0),
                        keeps_state: paired && stat.vm.level == Level::L3,
                        keeps_data: paired
                            || (stat.vm.level == Level::L1
                                && seats::shared_arrays(&stat.vm).is_some_and(|a| !a.is_empty())),
                    })
                }
            };
            out.insert(id.clone(), Arc::clone(&facts));
            memo.insert(id.clone(), (Arc::clone(stat), facts));
        }
        self.vms = memo;
        out
    }

    fn arrays(
        &self,
        cx: &Cx<'_>,
        residents: &[Vec<Resident>],
    ) -> BTreeMap<crate::ids::ArrayId, Arc<ArrayFacts>> {
        if cx.plan.arrays.is_empty() {
            return BTreeMap::new();
        }
        let mut running: BTreeMap<(&VmId, usize), (Arc<VmStatic>, u32)> = BTreeMap::new();
        for r in residents
            .iter()
            .flatten()
            .filter(|r| r.seat != Seat::Standby)
        {
            let entry = running
                .entry((&r.vm, r.row))
                .or_insert_with(|| (Arc::clone(&r.stat), 0));
            // Both halves of a pair share one copy of a shared disk; restarted members add up.
            entry.1 = if r.seat == Seat::Twin {
                r.count
            } else {
                entry.1.saturating_add(r.count)
            };
        }
        let running: Vec<(Arc<VmStatic>, u32)> = running.into_values().collect();
        cx.plan
            .arrays
            .iter()
            .map(|(id, array)| {
                let owner = EntityId::from(id);
                let groups: Vec<_> = array
                    .raid
                    .iter()
                    .map(|g| capacity::group(cx, &owner, g))
                    .collect();
                let load: Vec<_> = array
                    .raid
                    .iter()
                    .map(|g| load::array_group(cx, id.as_str(), g, &running))
                    .collect();
                let shares = load::array_shares(&groups, &load);
                (
                    id.clone(),
                    Arc::new(ArrayFacts {
                        groups,
                        load,
                        shares,
                    }),
                )
            })
            .collect()
    }
}

fn same_shares(a: &[demand::WorkloadShare], b: &[demand::WorkloadShare]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| {
            x.id == y.id && x.share == y.share && Arc::ptr_eq(&x.workload, &y.workload)
        })
}

fn wanted(plan: &Plan, pool: &PoolId) -> u32 {
    plan.pools
        .get(pool)
        .and_then(|p| p.host_failures)
        .unwrap_or(plan.settings.host_failures)
}

/// Identity of everything that a pool's load depends on.
fn fingerprint(
    plan: &Plan,
    index: &HostIndex<'_>,
    pool: Option<&PoolId>,
    members: &[usize],
    residents: &[Vec<Resident>],
    case: &Case,
) -> u64 {
    let mut h = DefaultHasher::new();
    pool.map(|p| plan.pools.get(p).map(ptr)).hash(&mut h);
    case.failed.hash(&mut h);
    for &n in members {
        if let Some(host) = index.ids.get(n).and_then(|id| plan.hosts.get(*id)) {
            ptr(host).hash(&mut h);
        }
        for r in residents.get(n).into_iter().flatten() {
            (ptr(&r.stat), r.row, r.count, r.seat, r.other).hash(&mut h);
        }
    }
    h.finish()
}

/// Residents of every host that a failure of `cause` changes, and level-1 VMs that find no host.
pub(super) fn after_failure(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    residents: &[Vec<Resident>],
    ram: &[f64],
    down: &[bool],
    failed: &BTreeSet<EntityId>,
    cause: usize,
) -> (BTreeMap<usize, Vec<Resident>>, Vec<VmId>) {
    let mut changed: BTreeMap<usize, Vec<Resident>> = BTreeMap::new();
    let mut waiting = Vec::new();
    let none: Vec<Resident> = Vec::new();
    let at = |n: usize| residents.get(n).unwrap_or(&none);
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
        let mut gone = down.to_vec();
        if let Some(g) = gone.get_mut(cause) {
            *g = true;
        }
        for (resident, target) in seats::restart(cx, index, residents, ram, &gone, failed, waiting)
        {
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

/// Sets of failures looked at in one pool before only the largest are.
const MOST_SETS: usize = 3_500;

/// The most host failures, up to `wanted`, after which every level-1 VM finds a host, in every choice of hosts.
#[expect(
    clippy::too_many_arguments,
    reason = "one call, each argument a stage's result"
)]
fn survived(
    cx: &Cx<'_>,
    index: &HostIndex<'_>,
    residents: &[Vec<Resident>],
    ram: &[f64],
    down: &[bool],
    failed: &BTreeSet<EntityId>,
    members: &[usize],
    wanted: u32,
) -> u32 {
    let up: Vec<usize> = members
        .iter()
        .copied()
        .filter(|n| !down.get(*n).copied().unwrap_or(true))
        .collect();
    let has_level_1 = |n: usize| {
        residents
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
            let mut gone = down.to_vec();
            for n in &gone_set {
                if let Some(g) = gone.get_mut(*n) {
                    *g = true;
                }
            }
            let waiting: Vec<(usize, Resident)> = gone_set
                .iter()
                .flat_map(|n| {
                    residents
                        .get(*n)
                        .into_iter()
                        .flatten()
                        .filter(|r| r.stat.vm.level == Level::L1 && r.other.is_none())
                        .map(|r| (*n, r.clone()))
                })
                .collect();
            let fits = seats::restart(cx, index, residents, ram, &gone, failed, waiting)
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

/// Outage after the worst single host failure of a VM.
fn host_outage(
    cx: &Cx<'_>,
    id: &VmId,
    stat: &VmStatic,
    pools: &BTreeMap<PoolId, Arc<PoolFacts>>,
) -> Option<f64> {
    let vm = &stat.vm;
    if vm.placement.is_empty() || cx.profile.mechanism(vm.level).is_none() {
        return None;
    }
    match vm.level {
        Level::L0 => None,
        Level::L1 => vm
            .placement
            .iter()
            .all(|row| {
                cx.plan
                    .hosts
                    .get(&row.host)
                    .and_then(|h| h.pool.as_ref())
                    .and_then(|p| pools.get(p))
                    .is_some_and(|p| {
                        p.hosts.len() > 1
                            && !p
                                .not_restartable
                                .iter()
                                .any(|(host, vms)| *host == row.host && vms.contains(id))
                    })
            })
            .then_some(stat.protection.restart_s),
        Level::L2 | Level::L3 => {
            let paired = vm
                .placement
                .iter()
                .all(|row| row.partner.as_ref().is_some_and(|p| *p != row.host));
            paired.then_some(if vm.level == Level::L3 {
                stat.protection.takeover_s
            } else {
                stat.protection.restart_s
            })
        }
    }
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

fn totals(
    plan: &Plan,
    hosts: &BTreeMap<HostId, Arc<HostFacts>>,
    links: &BTreeMap<LinkId, Arc<super::LinkFacts>>,
    vms: &BTreeMap<VmId, Arc<VmFacts>>,
) -> Totals {
    let mut t = Totals {
        hosts: u32::try_from(plan.hosts.len()).unwrap_or(u32::MAX),
        sites: u32::try_from(plan.sites.len()).unwrap_or(u32::MAX),
        vms: plan
            .vms
            .values()
            .fold(0u32, |n, v| n.saturating_add(v.count)),
        ..Totals::default()
    };
    for (id, vm) in plan.vms.iter() {
        if let Some(m) = vms.get(id).and_then(|f| f.mailbox.as_ref()) {
            t.mailboxes += m.mailboxes * f64::from(vm.count);
        }
    }
    for (id, h) in hosts {
        let now = h.shares.worst();
        if now > t.worst_host_share {
            t.worst_host_share = now;
            t.worst_host = Some(id.clone());
        }
        let w = &h.worst;
        let after = w
            .cpu
            .value
            .max(w.ram.value)
            .max(w.disk().value)
            .max(w.net.value);
        if after > t.worst_host_share_after {
            t.worst_host_share_after = after;
            t.worst_host_after = Some(id.clone());
        }
    }
    for (id, l) in links {
        if l.share_one_lost > t.worst_link_share {
            t.worst_link_share = l.share_one_lost;
            t.worst_link = Some(id.clone());
        }
    }
    t
}

/// What a failure does to each VM, one entry per placement row (or per member that restarts).
pub fn outcomes(cx: &Cx<'_>, case: &Case) -> super::Outcomes {
    let mut deriver = Deriver::default();
    deriver.stats(cx);
    deriver.capacities(cx);
    let index = HostIndex::new(cx.plan);
    let ram = deriver.ram(&index);
    seats::seat(cx, &index, &deriver.stats, &ram, case).outcomes
}
