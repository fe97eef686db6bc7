//! Puts the stages together and remembers what did not change.
//!
//! Stages: demand of each VM → who sits where → availability links → load of hosts, pool by pool → services.
//! In normal running each stage keeps its result; an edit of one VM costs about one VM, its pool and its pair.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fate::Ways;
use super::joint::{self, Pairings, Paths};
use super::pools::{PoolMemo, Scene, wanted};
use super::seats::{self, HostIndex, Resident, Seat, VmStatic};
use super::{
    ArrayFacts, Case, Cx, Facts, HostCapacity, HostFacts, JointFacts, LinkFacts, MailboxFacts,
    PoolFacts, Totals, VmFacts, WitnessFacts, capacity, copies, demand, effects, load, protection,
    service,
};
use crate::catalogue::Profile;
use crate::failure::Down;
use crate::ids::{ArrayId, EntityId, HostId, LinkId, PoolId, VmId, WitnessId};
use crate::plan::{Level, Plan};

/// Facts of a plan in a case.
pub fn derive(cx: &Cx<'_>, case: &Case) -> Facts {
    Deriver::default().derive(cx, case)
}

/// Results of the stages in normal running.
#[derive(Default)]
struct Kept {
    residents: Vec<Vec<Resident>>,
    ram: Vec<f64>,
    pairings: Pairings,
    joints: BTreeMap<(HostId, HostId), Arc<JointFacts>>,
    links: BTreeMap<LinkId, Arc<LinkFacts>>,
    memo: BTreeMap<Option<PoolId>, PoolMemo>,
    hosts: BTreeMap<HostId, Arc<HostFacts>>,
    pools: BTreeMap<PoolId, Arc<PoolFacts>>,
    vms: BTreeMap<VmId, Arc<VmFacts>>,
    witnesses: BTreeMap<WitnessId, Arc<WitnessFacts>>,
}

/// Derives again and again, computing only what changed since the last time.
#[derive(Default)]
pub struct Deriver {
    /// The plan, profile and year of last time; holding them keeps identities alive.
    last: Option<(Plan, Arc<Profile>, u32)>,
    pub(super) stats: BTreeMap<VmId, Arc<VmStatic>>,
    pub(super) capacities: BTreeMap<HostId, Arc<HostCapacity>>,
    paths: Paths,
    ways: Ways,
    kept: Option<Kept>,
}

impl Deriver {
    /// Facts in a case; equal to [`derive`] of the same plan.
    pub fn derive(&mut self, cx: &Cx<'_>, case: &Case) -> Facts {
        let cx = &cx.clone().in_year(case.year);
        self.forget_what_changed(cx);
        let changed = self.stats(cx);
        self.last = Some((cx.plan.clone(), Arc::clone(&cx.profile), cx.year));
        self.capacities(cx);
        let index = HostIndex::new(cx.plan);
        let previous = self.kept.take();
        if !case.is_normal() {
            let kept = self.scratch(cx, &index, case);
            let facts = self.facts(cx, case, &kept);
            // The changes were taken in above: what is kept of normal running would miss them.
            self.kept = previous.filter(|_| changed.is_empty());
            return facts;
        }
        let kept = match previous {
            Some(previous) => self.updated(cx, &index, previous, &changed),
            None => self.scratch(cx, &index, case),
        };
        let facts = self.facts(cx, case, &kept);
        self.kept = Some(kept);
        facts
    }

    /// Drops what was remembered of another profile, other settings or another network.
    fn forget_what_changed(&mut self, cx: &Cx<'_>) {
        let plan = cx.plan;
        let Some((last, profile, year)) = &self.last else {
            return;
        };
        if !Arc::ptr_eq(profile, &cx.profile)
            || *year != cx.year
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
            self.ways = Ways::default();
            self.capacities.clear();
            self.kept = None;
        }
        if !last.hosts.same(&plan.hosts) {
            self.paths.clear();
            self.ways = Ways::default();
            self.kept = None;
            self.capacities.retain(|id, _| {
                matches!((last.hosts.get(id), plan.hosts.get(id)), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
            });
        }
        if !last.pools.same(&plan.pools) {
            self.kept = None;
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

    /// Demand and protection of every VM, one member. Tells whose changed, went or came.
    pub(super) fn stats(&mut self, cx: &Cx<'_>) -> BTreeSet<VmId> {
        let plan = cx.plan;
        let (touched, same_workloads) = match &self.last {
            Some((last, _, _)) => (
                plan.vms.changed_since(&last.vms),
                last.workloads.same(&plan.workloads),
            ),
            None => (plan.vms.keys().cloned().collect(), false),
        };
        // Shares depend on which VMs exist and on the size of groups; those of copies on where they stand as well.
        let copied = plan.workloads.values().any(|w| demand::copied(w));
        let same_hosts = self
            .last
            .as_ref()
            .is_some_and(|(last, _, _)| last.hosts.same(&plan.hosts));
        let same_shares_all = same_workloads
            && (!copied || same_hosts)
            && touched.iter().all(|id| {
                matches!((self.stats.get(id), plan.vms.get(id)), (Some(a), Some(b))
                    if a.vm.count == b.count
                        && (!copied || (a.vm.placement == b.placement && a.vm.level == b.level)))
            });
        let mut changed = BTreeSet::new();
        let mut renew = |stats: &mut BTreeMap<VmId, Arc<VmStatic>>,
                         id: &VmId,
                         on: Vec<demand::WorkloadShare>| {
            let Some(vm) = plan.vms.get(id) else { return };
            let wanted = demand::demand(cx, id, vm, &on);
            let stat = VmStatic {
                vm: Arc::clone(vm),
                cpu_assumed: demand::cpu_assumed(cx, id, vm, &on),
                mailbox: demand::mailbox(cx, id, vm, &on),
                protection: protection::protection(cx, id, vm, &wanted, !on.is_empty()),
                demand: wanted,
                on,
            };
            stats.insert(id.clone(), Arc::new(stat));
            changed.insert(id.clone());
        };
        if same_shares_all {
            for id in &touched {
                let on = self.stats.get(id).map(|s| s.on.clone()).unwrap_or_default();
                renew(&mut self.stats, id, on);
            }
            return changed;
        }
        let mut on = demand::shares_on(plan, cx.year);
        for (id, vm) in plan.vms.iter() {
            let on = on.remove(id).unwrap_or_default();
            let same = self
                .stats
                .get(id)
                .is_some_and(|known| Arc::ptr_eq(&known.vm, vm) && same_shares(&known.on, &on));
            if !same {
                renew(&mut self.stats, id, on);
            }
        }
        let gone: Vec<VmId> = touched
            .into_iter()
            .filter(|id| !plan.vms.contains(id))
            .collect();
        for id in gone {
            self.stats.remove(&id);
            changed.insert(id);
        }
        changed
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

    fn scratch(&mut self, cx: &Cx<'_>, index: &HostIndex<'_>, case: &Case) -> Kept {
        let plan = cx.plan;
        let ram = self.ram(index);
        let failed = case.down(plan);
        let residents = seats::seat(cx, index, &self.stats, &ram, &failed).residents;
        let pairings = joint::pairings(cx, &self.stats);
        let (joints, links) = joint::network(cx, &pairings, &mut self.paths, &failed);
        let down = seats::failed_hosts(index, &failed);
        let scene = Scene {
            cx,
            index,
            residents: &residents,
            capacities: &self.capacities,
            ram: &ram,
            down: &down,
            failed: &failed,
            reach: Default::default(),
        };
        let mut kept = Kept::default();
        for (pool, members) in by_pool(index) {
            keep_pool(&mut kept, pool, scene.pool(pool, &members));
        }
        for id in plan.pools.keys() {
            kept.pools.entry(id.clone()).or_insert_with(|| {
                Arc::new(PoolFacts {
                    host_failures_wanted: wanted(plan, id),
                    ..PoolFacts::default()
                })
            });
        }
        kept.vms = self
            .stats
            .iter()
            .map(|(id, stat)| {
                let facts = vm_facts(
                    cx,
                    &mut self.ways,
                    id,
                    stat,
                    &Around {
                        joints: &joints,
                        pools: &kept.pools,
                        hosts: &kept.hosts,
                        failed: &failed,
                    },
                );
                (id.clone(), facts)
            })
            .collect();
        kept.witnesses = plan
            .witnesses
            .keys()
            .map(|id| (id.clone(), Arc::new(service::witness(cx, id, &failed))))
            .collect();
        Kept {
            residents,
            ram,
            pairings,
            joints,
            links,
            ..kept
        }
    }

    /// The stages after a change of these VMs alone; hosts, network and settings are as before.
    fn updated(
        &mut self,
        cx: &Cx<'_>,
        index: &HostIndex<'_>,
        mut kept: Kept,
        changed: &BTreeSet<VmId>,
    ) -> Kept {
        if changed.is_empty() {
            return kept;
        }
        let mut dirty: BTreeSet<usize> = BTreeSet::new();
        for (n, list) in kept.residents.iter_mut().enumerate() {
            let before = list.len();
            list.retain(|r| !changed.contains(&r.vm));
            if list.len() != before {
                dirty.insert(n);
            }
        }
        // What a host takes over after a failure names the host of another server: those hosts follow its moves.
        let moved = changed.iter().filter_map(|id| self.stats.get(id));
        for stat in moved {
            let vms = stat.on.iter().flat_map(|s| load::sharers(&s.workload));
            let rows = vms.filter_map(|vm| cx.plan.vms.get(vm));
            let hosts = rows.flat_map(|vm| vm.placement.iter().map(|row| &row.host));
            dirty.extend(hosts.filter_map(|h| index.by_id.get(h)).copied());
        }
        let only: BTreeMap<VmId, Arc<VmStatic>> = changed
            .iter()
            .filter_map(|id| Some((id.clone(), Arc::clone(self.stats.get(id)?))))
            .collect();
        let seated = seats::seat(cx, index, &only, &kept.ram, &Down::none()).residents;
        for (n, new) in seated
            .into_iter()
            .enumerate()
            .filter(|(_, l)| !l.is_empty())
        {
            if let Some(list) = kept.residents.get_mut(n) {
                list.extend(new);
                list.sort_by(|a, b| a.vm.cmp(&b.vm).then(a.row.cmp(&b.row)));
                dirty.insert(n);
            }
        }

        let mut network_changed = false;
        kept.pairings.retain(|_, members| {
            let before = members.len();
            members.retain(|m| !changed.contains(&m.vm));
            network_changed |= members.len() != before;
            !members.is_empty()
        });
        for (ends, new) in joint::pairings(cx, &only) {
            network_changed = true;
            let members = kept.pairings.entry(ends).or_default();
            members.extend(new);
            members.sort_by(|a, b| a.vm.cmp(&b.vm));
        }
        let mut affected: BTreeSet<VmId> = changed.clone();
        if network_changed {
            let (joints, links) =
                joint::network(cx, &kept.pairings, &mut self.paths, &Down::none());
            for (ends, joint) in &joints {
                let same = kept.joints.get(ends).is_some_and(|old| {
                    old.rtt_ms == joint.rtt_ms && old.links.len() == joint.links.len()
                });
                if !same {
                    affected.extend(joint.vms.iter().cloned());
                }
            }
            kept.joints = joints;
            kept.links = links;
        }

        let none = Down::none();
        let down = vec![false; index.ids.len()];
        let scene = Scene {
            cx,
            index,
            residents: &kept.residents,
            capacities: &self.capacities,
            ram: &kept.ram,
            down: &down,
            failed: &none,
            reach: Default::default(),
        };
        let renewed: Vec<(Option<&PoolId>, PoolMemo)> = by_pool(index)
            .into_iter()
            .filter(|(_, members)| members.iter().any(|n| dirty.contains(n)))
            .map(|(pool, members)| (pool, scene.pool(pool, &members)))
            .collect();
        for (pool, memo) in renewed {
            if let (Some(p), Some(now)) = (pool, &memo.facts)
                && kept
                    .pools
                    .get(p)
                    .is_none_or(|old| old.not_restartable != now.not_restartable)
            {
                let here = memo.hosts.iter().filter_map(|(id, _)| index.by_id.get(id));
                for n in here {
                    let vms = kept.residents.get(*n).into_iter().flatten();
                    affected.extend(vms.map(|r| r.vm.clone()));
                }
            }
            // What the mailboxes of a VM make of its host depends on who else is there.
            let here = memo.hosts.iter().filter_map(|(id, _)| index.by_id.get(id));
            for n in here {
                let vms = kept.residents.get(*n).into_iter().flatten();
                let mail = vms.filter(|r| r.stat.mailbox.is_some());
                affected.extend(mail.map(|r| r.vm.clone()));
            }
            keep_pool(&mut kept, pool, memo);
        }

        affected.extend(copies::partners(cx, &affected));
        for id in &affected {
            match self.stats.get(id) {
                Some(stat) => {
                    let facts = vm_facts(
                        cx,
                        &mut self.ways,
                        id,
                        stat,
                        &Around {
                            joints: &kept.joints,
                            pools: &kept.pools,
                            hosts: &kept.hosts,
                            failed: &none,
                        },
                    );
                    kept.vms.insert(id.clone(), facts);
                }
                None => {
                    kept.vms.remove(id);
                }
            }
        }
        kept
    }

    /// What the stages found, as facts.
    fn facts(&self, cx: &Cx<'_>, case: &Case, kept: &Kept) -> Facts {
        let plan = cx.plan;
        let arrays = arrays(cx, &kept.residents);
        Facts {
            case: case.clone(),
            services: plan
                .services
                .iter()
                .map(|(id, s)| {
                    (
                        id.clone(),
                        Arc::new(service::service(cx, s, &self.stats, &kept.vms)),
                    )
                })
                .collect(),
            totals: totals(plan, kept, &arrays),
            arrays,
            vms: kept.vms.clone(),
            hosts: kept.hosts.clone(),
            pools: kept.pools.clone(),
            links: kept.links.clone(),
            joints: kept.joints.clone(),
            witnesses: kept.witnesses.clone(),
        }
    }
}

/// Host numbers of each pool; hosts in no pool together.
fn by_pool<'a>(index: &HostIndex<'a>) -> BTreeMap<Option<&'a PoolId>, Vec<usize>> {
    let mut groups: BTreeMap<Option<&PoolId>, Vec<usize>> = BTreeMap::new();
    for (n, pool) in index.pool.iter().enumerate() {
        groups.entry(*pool).or_default().push(n);
    }
    groups
}

fn keep_pool(kept: &mut Kept, pool: Option<&PoolId>, memo: PoolMemo) {
    kept.hosts
        .extend(memo.hosts.iter().map(|(id, f)| (id.clone(), Arc::clone(f))));
    if let (Some(pool), Some(facts)) = (pool, &memo.facts) {
        kept.pools.insert(pool.clone(), Arc::clone(facts));
    }
    kept.memo.insert(pool.cloned(), memo);
}

/// What a VM stands among.
struct Around<'a> {
    joints: &'a BTreeMap<(HostId, HostId), Arc<JointFacts>>,
    pools: &'a BTreeMap<PoolId, Arc<PoolFacts>>,
    hosts: &'a BTreeMap<HostId, Arc<HostFacts>>,
    failed: &'a Down,
}

fn vm_facts(
    cx: &Cx<'_>,
    ways: &mut Ways,
    id: &VmId,
    stat: &VmStatic,
    around: &Around<'_>,
) -> Arc<VmFacts> {
    let Around {
        joints,
        pools,
        hosts,
        failed,
    } = *around;
    let placed = joint::placed(cx, id, stat, joints);
    let level = stat.vm.level;
    let paired = level.paired()
        && !placed.is_empty()
        && placed
            .iter()
            .all(|p| p.partner.as_ref().is_some_and(|q| *q != p.host));
    let copies = copies::reach(cx, stat, joints, failed);
    let reach = demand::Reach {
        pair_rtt_ms: copies::pair_rtt_ms(level, &placed),
        copies,
    };
    let kept_on_arrays = || seats::shared_arrays(&stat.vm).is_some_and(|a| !a.is_empty());
    Arc::new(VmFacts {
        demand: stat.demand.clone(),
        cpu_assumed: stat.cpu_assumed,
        no_workload: stat.on.is_empty(),
        mailbox: stat.mailbox.clone().map(|m| MailboxFacts {
            on_host: demand::mailbox_on_host(cx, id, &stat.vm, &stat.on, hosts),
            ..m
        }),
        sql: demand::sql(cx, id, &stat.vm, &stat.on, &reach),
        copies: reach.copies,
        scheduled_vcpus: stat.protection.scheduled_vcpus,
        host_ram_mib: stat.protection.host_ram_mib,
        mirror_mbps: stat.protection.mirror_mbps,
        lockstep_mbps: stat.protection.lockstep_mbps,
        traffic_missing: stat.protection.missing.clone(),
        effects: effects::facts(cx, id, &stat.vm, &stat.demand, &joint::between(&placed)),
        placed,
        host_failure_outage_s: host_outage(cx, id, stat, pools),
        site_failure_outage_s: service::worst_site_outage(cx, ways, stat),
        component_outage_s: paired.then_some(0.0),
        keeps_state: paired && level == Level::L3,
        keeps_data: paired || (level == Level::L1 && kept_on_arrays()),
    })
}

/// Members that use shared disks, each placement row once: both halves of a pair share one copy of a shared disk.
pub(super) fn running(residents: &[Vec<Resident>]) -> Vec<Resident> {
    let mut running: BTreeMap<(&VmId, usize), Resident> = BTreeMap::new();
    for r in residents
        .iter()
        .flatten()
        .filter(|r| r.seat != Seat::Standby)
    {
        match running.get_mut(&(&r.vm, r.row)) {
            // The other half of a pair adds nothing; members that restarted elsewhere add up.
            Some(known) if r.seat != Seat::Twin => {
                known.count = known.count.saturating_add(r.count);
            }
            Some(_) => {}
            None => {
                running.insert((&r.vm, r.row), r.clone());
            }
        }
    }
    running.into_values().collect()
}

/// Load of shared arrays.
fn arrays(cx: &Cx<'_>, residents: &[Vec<Resident>]) -> BTreeMap<ArrayId, Arc<ArrayFacts>> {
    if cx.plan.arrays.is_empty() {
        return BTreeMap::new();
    }
    let running = running(residents);
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

fn same_shares(a: &[demand::WorkloadShare], b: &[demand::WorkloadShare]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(x, y)| {
            x.id == y.id
                && x.share == y.share
                && x.copies == y.copies
                && Arc::ptr_eq(&x.workload, &y.workload)
        })
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

fn totals(plan: &Plan, kept: &Kept, arrays: &BTreeMap<ArrayId, Arc<ArrayFacts>>) -> Totals {
    let (hosts, links, vms) = (&kept.hosts, &kept.links, &kept.vms);
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
    for (id, a) in arrays {
        let share = a.shares.disk();
        if share > t.worst_array_share {
            t.worst_array_share = share;
            t.worst_array = Some(id.clone());
        }
    }
    for (ends, joint) in &kept.joints {
        if let Some(km) = joint.max_map_km.filter(|_| joint.split)
            && t.max_map_km.is_none_or(|most| km < most)
        {
            t.max_map_km = Some(km);
            t.max_map_hosts = Some(ends.clone());
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
    seats::seat(cx, &index, &deriver.stats, &ram, &case.down(cx.plan)).outcomes
}
