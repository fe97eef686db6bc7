//! From plan and question to numbers: the same facts that the checks judge by, and the limits that the checks set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::limits::{self, Dims, Scale};
use super::options::Places;
use super::problem::{Bundle, Class, HUGE, Host, Kind, NONE, Pool, Problem, Restart, Spot, Spread};
use super::question::{Constraint, MayMove, Question};
use super::rules::Rules;
use crate::catalogue::keys;
use crate::facts::{Half, Takes};
use crate::ids::{HostId, PoolId, SiteId, VmId};
use crate::plan::{Level, MailboxReplication, Ownership, Plan, SpreadOver, Vm, WorkloadKind};

/// Members that are placed one by one; a plan with more is refused.
pub(super) const MOST_MEMBERS: u64 = 200_000;

/// Constraints that are left out, for finding out what is in the way.
pub(super) type Without = BTreeSet<Constraint>;

/// What the checks taught: places that a VM may not take, and what no place mends.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Learned {
    pub forbidden: BTreeMap<VmId, BTreeSet<(HostId, Option<HostId>)>>,
    /// As many vCPUs a core as are worth no more than a remark.
    pub many_vcpus: bool,
    /// Shares that today's places come to where no placement keeps the ceilings: as far, and no farther.
    pub today: BTreeMap<Constraint, f64>,
}

/// The problem, and what its numbers stand for.
pub(super) struct Built {
    pub problem: Problem,
    pub vms: Vec<VmId>,
    pub hosts: Vec<HostId>,
    /// VMs that fit on no host even alone, and what excludes their hosts.
    pub nowhere: Vec<(VmId, Vec<Constraint>)>,
    /// Every constraint that the plan has.
    pub constraints: BTreeSet<Constraint>,
}

/// Where the members of a VM stand today; those without a host nowhere.
fn homes(vm: &Vm, number: &BTreeMap<&HostId, u32>) -> Vec<Spot> {
    let mut out = Vec::new();
    for row in &vm.placement {
        let Some(&host) = number.get(&row.host) else {
            continue;
        };
        let partner = row.partner.as_ref().filter(|_| vm.level.paired());
        let partner = partner.and_then(|p| number.get(p)).copied().unwrap_or(NONE);
        let left = (vm.count as usize).saturating_sub(out.len());
        out.extend(std::iter::repeat_n(
            Spot { host, partner },
            (row.count as usize).min(left),
        ));
    }
    out.resize(vm.count as usize, Spot::NOWHERE);
    out.sort();
    out
}

/// A VM of a keep-apart group and its party; without one its members keep apart from each other too.
type Member = (VmId, Option<u32>);

/// VMs of which no two may share a host, with the party of each: members of one party may.
fn copies(plan: &Plan) -> Vec<Vec<Member>> {
    let mut out = Vec::new();
    for workload in plan.workloads.values() {
        let sources: BTreeSet<&VmId> = workload.runs_on.iter().map(|r| &r.vm).collect();
        let mut copies: BTreeSet<&VmId> = workload.copies_on.iter().collect();
        let mut group = false;
        match &workload.kind {
            WorkloadKind::Mailbox(m) => {
                copies.extend(&m.copies.lagged_on);
                group = m.replication == MailboxReplication::Group;
            }
            WorkloadKind::Sql(sql) => {
                copies.extend(sql.replicas().iter().filter_map(|r| r.vm.as_ref()));
            }
            _ => {}
        }
        if group {
            copies.extend(&sources);
        }
        let alone = |vm: &&VmId| plan.vms.get(*vm).is_some_and(|v| v.level != Level::L3);
        let copies: Vec<&VmId> = copies.into_iter().filter(alone).collect();
        let sources: Vec<&VmId> = sources.into_iter().filter(alone).collect();
        if group {
            out.push(copies.iter().map(|vm| ((*vm).clone(), None)).collect());
        } else if !copies.is_empty() {
            // Each copy keeps away from every other and from every source; sources may meet.
            let parties = |vm: &VmId, n: usize| (vm.clone(), Some(n as u32));
            let mut all: Vec<Member> = copies
                .iter()
                .enumerate()
                .map(|(n, vm)| parties(vm, n + 1))
                .collect();
            let own: Vec<&&VmId> = sources.iter().filter(|s| !copies.contains(s)).collect();
            all.extend(own.into_iter().map(|vm| parties(vm, 0)));
            out.push(all);
        }
    }
    out
}

/// One kind for each VM, or for all that stay together.
fn bundled(plan: &Plan, rules: &Rules, vms: &[VmId], without: &Without) -> Vec<Vec<usize>> {
    let number: BTreeMap<&VmId, usize> = vms.iter().enumerate().map(|(n, id)| (id, n)).collect();
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for (word, members) in &rules.together {
        if without.contains(&Constraint::Together(word.clone())) {
            continue;
        }
        let group: Vec<usize> = members
            .iter()
            .filter_map(|m| number.get(m))
            .copied()
            .collect();
        seen.extend(&group);
        out.push(group);
    }
    for (n, id) in vms.iter().enumerate() {
        if !seen.contains(&n) && plan.vms.get(id).is_some_and(|v| v.count > 0) {
            out.push(vec![n]);
        }
    }
    out.sort();
    out
}

impl Built {
    pub fn new(
        takes: &mut Takes<'_>,
        question: &Question,
        without: &Without,
        learned: &Learned,
    ) -> Self {
        let cx = takes.cx().clone();
        let plan = cx.plan;
        let hosts: Vec<HostId> = plan.hosts.keys().cloned().collect();
        let vms: Vec<VmId> = plan.vms.keys().cloned().collect();
        let number: BTreeMap<&HostId, u32> = hosts
            .iter()
            .enumerate()
            .map(|(n, id)| (id, n as u32))
            .collect();
        let rules = Rules::of(plan);
        let mut constraints = limits::constraints(plan, &rules);
        let dims = Dims::new(&cx, learned);
        let mut problem = Problem {
            dims: dims.count(),
            cpu: Dims::CPU,
            vcpus: Dims::VCPUS,
            ..Problem::default()
        };
        let mut scales: Vec<Scale> = Vec::new();
        let mut shown: Vec<&HostId> = Vec::new();
        let pools: Vec<&PoolId> = plan.pools.keys().collect();
        let sites: Vec<&SiteId> = plan.sites.keys().collect();
        problem.sites = sites.len();
        problem.pools = pools
            .iter()
            .map(|id| {
                let wanted = takes.host_failures_wanted(id);
                Pool {
                    hosts: Vec::new(),
                    failures: question.host_failures.unwrap_or(wanted).max(1),
                    judged: !without.contains(&Constraint::Restarts),
                    rows: dims.pool_limits(&cx, id, without),
                }
            })
            .collect();
        for (n, id) in hosts.iter().enumerate() {
            let (Some(row), Some(capacity)) = (plan.hosts.get(id), takes.capacity(id)) else {
                continue;
            };
            let class = shown.iter().position(|other| {
                takes.capacity(other) == Some(capacity)
                    && plan.hosts.get(*other).is_some_and(|o| o.raid == row.raid)
                    && limits::pool_size(plan, other) == limits::pool_size(plan, id)
            });
            let class = class.unwrap_or_else(|| {
                let scale = dims.scale(&cx, id, capacity, without);
                problem.classes.push(Class {
                    after: scale.after.clone(),
                    share: scale.share.clone(),
                    ram_mib: capacity.ram_mib,
                });
                scales.push(scale);
                shown.push(id);
                shown.len() - 1
            });
            let pool = row
                .pool
                .as_ref()
                .and_then(|p| pools.iter().position(|q| *q == p));
            if let Some(pool) = pool.and_then(|p| problem.pools.get_mut(p)) {
                pool.hosts.push(n as u32);
            }
            let usual = u64::from(row.ownership == Ownership::Proposed);
            problem.hosts.push(Host {
                class,
                pool,
                site: sites.iter().position(|s| **s == row.site).unwrap_or(0),
                cost: question.prices.get(id).copied().unwrap_or(usual),
            });
        }
        let mut places = Places::new(takes, &hosts, without, &mut problem);
        let tolerated = limits::tolerated(&cx);
        let mut nowhere = Vec::new();
        let groups = bundled(plan, &rules, &vms, without);
        let all_rows: Vec<(VmId, Arc<Vm>)> = vms
            .iter()
            .filter_map(|id| Some((id.clone(), Arc::clone(plan.vms.get(id)?))))
            .collect();
        for group in groups {
            let members: Vec<&(VmId, Arc<Vm>)> =
                group.iter().filter_map(|n| all_rows.get(*n)).collect();
            let word = |vm: &Vm| Constraint::Together(vm.rules.together.clone());
            let single = match members.as_slice() {
                [(_, vm)] => vm.rules.together.is_empty() || without.contains(&word(vm)),
                _ => false,
            };
            let count = |vm: &Vm| if single { 1 } else { vm.count };
            let paired = members.iter().any(|(_, vm)| vm.level.paired());
            let options = places.options(takes, question, &members, (without, learned), &problem);
            let split = |vm: &Vm| vm.level.paired() && options.split;
            let classes = problem.classes.len();
            let mut kind = Kind {
                parts: group
                    .iter()
                    .zip(&members)
                    .map(|(n, (_, vm))| (*n, count(vm)))
                    .collect(),
                paired,
                lead: vec![vec![0; problem.dims]; classes],
                follow: vec![vec![0; problem.dims]; classes],
                over: vec![vec![0; problem.dims]; classes],
                takeover: vec![0; classes],
                from: Vec::new(),
                restarts: Vec::new(),
                ram_mib: (0.0, 0.0),
                traffic: [0; 3],
                rows: vec![0; dims.pool_rows()],
                options: Arc::clone(&options.spots),
                apart: Vec::new(),
                spread: Vec::new(),
                tolerates: vec![HUGE; classes],
            };
            for (at, (id, vm)) in group.iter().zip(&members) {
                let n = i64::from(count(vm));
                let add = |sum: &mut Vec<i64>, part: &[i64]| {
                    for (s, p) in sum.iter_mut().zip(part) {
                        *s = s.saturating_add(n.saturating_mul(*p)).min(HUGE);
                    }
                };
                let mut alone = Vec::new();
                for (class, (host, scale)) in shown.iter().zip(&scales).enumerate() {
                    let of = |half| takes.of(id, host, half).unwrap_or_default();
                    let lead = dims.of(scale, &of(Half::Leads), vm, split(vm));
                    add(&mut kind.lead[class], &lead);
                    if vm.level.paired() {
                        let follow = dims.of(scale, &of(Half::Follows), vm, split(vm));
                        let over = dims.of(scale, &of(Half::TakesOver), vm, split(vm));
                        let more: Vec<i64> = over
                            .iter()
                            .zip(&follow)
                            .map(|(o, f)| (o - f).max(0))
                            .collect();
                        add(&mut kind.follow[class], &follow);
                        add(&mut kind.over[class], &more);
                    }
                    let takeover = takes.takeover_cores(id, host);
                    if takeover > 0.0 {
                        kind.takeover[class] += n * scale.number(Dims::CPU, takeover);
                    }
                    if let (Some(most), Some(row)) = (tolerated.get(id), plan.hosts.get(*host)) {
                        let most = scale.number(Dims::VCPUS, most.vcpus(f64::from(row.cores())));
                        kind.tolerates[class] = kind.tolerates[class].min(most);
                    }
                    alone.push(lead);
                }
                if vm.level == Level::L1 {
                    let reach = if Takes::restartable(vm) {
                        hosts.iter().map(|h| takes.reaches_disks(vm, h)).collect()
                    } else {
                        Vec::new()
                    };
                    let one = Restart {
                        vm: *at,
                        ram_mib: takes.ram_mib(id),
                        take: alone,
                        reach,
                    };
                    kind.restarts
                        .extend(std::iter::repeat_n(one, count(vm) as usize));
                }
                let m = f64::from(count(vm));
                let ram = m * takes.ram_mib(id);
                kind.ram_mib.0 += ram;
                if vm.level.paired() {
                    kind.ram_mib.1 += ram;
                    let t = takes.traffic(id);
                    let minimum = if split(vm) { t.minimum_split_mbps } else { 0.0 };
                    for (sum, part) in
                        kind.traffic
                            .iter_mut()
                            .zip([t.traffic_mbps, minimum, t.mirror_mbps])
                    {
                        *sum = sum.saturating_add(micro(m * part));
                    }
                }
                for (sum, part) in kind.rows.iter_mut().zip(dims.pool_counts(vm, split(vm))) {
                    *sum = sum.saturating_add(n.saturating_mul(part));
                }
                kind.from.extend(
                    takes
                        .takes_over_from(id)
                        .iter()
                        .filter_map(|v| vms.iter().position(|w| w == v)),
                );
            }
            kind.from.sort_unstable();
            kind.from.dedup();
            if kind.options.is_empty() {
                let whys = options.whys.iter().cloned();
                for (id, _) in &members {
                    nowhere.push((id.clone(), whys.clone().collect()));
                }
            }
            let mut at_home: Vec<Spot> = match members.as_slice() {
                [(_, vm)] if single => homes(vm, &number),
                all => vec![common_home(all, &number)],
            };
            at_home.sort();
            for spot in at_home {
                problem.units.push(problem.kinds.len());
                problem.home.push(spot);
            }
            problem.kinds.push(kind);
        }
        keep_apart(&mut problem, plan, &rules, &vms, without, &mut nowhere);
        spread_out(&mut problem, plan, &rules, &vms, without);
        fix(&mut problem, plan, question, &vms, without);
        problem.zero = vec![0; problem.dims];
        problem.tolerance = !tolerated.is_empty();
        problem.takeovers = problem.kinds.iter().any(|k| !k.from.is_empty());
        problem.accept_what_stays();
        for (_, whys) in &nowhere {
            constraints.extend(whys.iter().cloned());
        }
        Self {
            problem,
            vms,
            hosts,
            nowhere,
            constraints,
        }
    }
}

/// Millionths.
pub(super) fn micro(value: f64) -> i64 {
    (value * 1e6).round().clamp(0.0, HUGE as f64) as i64
}

/// The place that VMs which stay together share today, if they do.
fn common_home(members: &[&(VmId, Arc<Vm>)], number: &BTreeMap<&HostId, u32>) -> Spot {
    let mut host = None;
    let mut partner = None;
    for (_, vm) in members {
        for spot in homes(vm, number) {
            if *host.get_or_insert(spot.host) != spot.host {
                return Spot::NOWHERE;
            }
            if vm.level.paired() && *partner.get_or_insert(spot.partner) != spot.partner {
                return Spot::NOWHERE;
            }
        }
    }
    match host {
        Some(host) if host != NONE => Spot {
            host,
            partner: partner.unwrap_or(NONE),
        },
        _ => Spot::NOWHERE,
    }
}

/// Keep-apart words and copies of databases.
fn keep_apart(
    problem: &mut Problem,
    plan: &Plan,
    rules: &Rules,
    vms: &[VmId],
    without: &Without,
    nowhere: &mut Vec<(VmId, Vec<Constraint>)>,
) {
    let mut groups: Vec<(Constraint, Vec<Member>)> = rules
        .apart
        .iter()
        .map(|(word, vms)| {
            let members = vms.iter().map(|vm| (vm.clone(), None)).collect();
            (Constraint::Apart(word.clone()), members)
        })
        .collect();
    groups.extend(copies(plan).into_iter().map(|g| (Constraint::Copies, g)));
    for (constraint, group) in groups {
        if without.contains(&constraint) {
            continue;
        }
        let at = problem.apart;
        problem.apart += 1;
        let parties: BTreeMap<&VmId, Option<u32>> = group.iter().map(|(v, p)| (v, *p)).collect();
        for kind in &mut problem.kinds {
            let mut here: Vec<(Option<u32>, u32)> = Vec::new();
            for (n, count) in &kind.parts {
                if let Some(party) = vms.get(*n).and_then(|id| parties.get(id)) {
                    here.push((*party, *count));
                }
            }
            let Some((first, _)) = here.first().copied() else {
                continue;
            };
            let strict: u32 = here
                .iter()
                .filter(|(p, _)| p.is_none())
                .map(|(_, n)| n)
                .sum();
            if strict > 1 || here.iter().any(|(p, _)| *p != first) {
                // They are to stay together and apart.
                kind.options = Arc::default();
                for (n, _) in &kind.parts {
                    if let Some(id) = vms.get(*n) {
                        nowhere.push((id.clone(), vec![constraint.clone()]));
                    }
                }
                continue;
            }
            kind.apart.push((at, first.unwrap_or(NONE)));
        }
    }
}

/// Roles over hosts and sites, as the plan and its checks ask.
fn spread_out(problem: &mut Problem, plan: &Plan, rules: &Rules, vms: &[VmId], without: &Without) {
    let mut groups: Vec<(Constraint, SpreadOver, usize, Vec<VmId>)> = Vec::new();
    for g in &rules.spread {
        let name = match g.vms.first() {
            Some(first) if g.role.is_empty() => first.to_string(),
            _ => g.role.clone(),
        };
        groups.push((
            Constraint::Spread(name),
            g.over,
            g.at_least as usize,
            g.vms.clone(),
        ));
    }
    let mut roles: BTreeMap<&str, Vec<VmId>> = BTreeMap::new();
    for (id, vm) in plan.vms.iter().filter(|(_, vm)| !vm.role.is_empty()) {
        roles.entry(vm.role.as_str()).or_default().push(id.clone());
    }
    for (role, vms) in roles {
        let rows = || vms.iter().filter_map(|id| plan.vms.get(id));
        if rows().all(|vm| vm.level != Level::L3) {
            groups.push((Constraint::Role(role.to_owned()), SpreadOver::Hosts, 2, vms));
        }
    }
    for workload in plan.workloads.values() {
        if let WorkloadKind::Mailbox(m) = &workload.kind
            && m.replication == MailboxReplication::Group
            && m.copies.site_failure
        {
            let mut all: Vec<VmId> = workload.runs_on.iter().map(|r| r.vm.clone()).collect();
            all.extend(workload.copies_on.iter().cloned());
            all.extend(m.copies.lagged_on.iter().cloned());
            groups.push((Constraint::Copies, SpreadOver::Sites, 2, all));
        }
    }
    for (constraint, over, at_least, members) in groups {
        if without.contains(&constraint) {
            continue;
        }
        let at = problem.spread.len();
        let mut count = 0usize;
        for kind in 0..problem.kinds.len() {
            let parts = &problem.kinds[kind].parts;
            let of: u32 = parts
                .iter()
                .filter(|(n, _)| vms.get(*n).is_some_and(|id| members.contains(id)))
                .map(|(_, c)| c)
                .sum();
            if of > 0 {
                let units = problem.units.iter().filter(|k| **k == kind).count();
                count += of as usize * units;
                problem.kinds[kind].spread.push(at);
            }
        }
        problem.spread.push(Spread {
            over_sites: over == SpreadOver::Sites,
            at_least: at_least.min(count),
        });
    }
}

/// Units that stay where they are have that place alone.
fn fix(problem: &mut Problem, plan: &Plan, question: &Question, vms: &[VmId], without: &Without) {
    let stays = |n: &usize| {
        let Some(id) = vms.get(*n) else { return false };
        let fixed = plan.vms.get(id).is_some_and(|vm| vm.rules.fixed)
            && !without.contains(&Constraint::Fixed(id.clone()));
        fixed
            || match &question.may_move {
                MayMove::All => false,
                MayMove::Unplaced => true,
                MayMove::Only(some) => !some.contains(id),
            }
    };
    for unit in 0..problem.units.len() {
        let kind = problem.units[unit];
        let home = problem.home[unit];
        if home.is_somewhere() && problem.kinds[kind].parts.iter().any(|(n, _)| stays(n)) {
            // A kind of its own for those that stay.
            let same = problem
                .kinds
                .iter()
                .position(|k| k.parts == problem.kinds[kind].parts && *k.options == [home]);
            let at = same.unwrap_or_else(|| {
                let mut own = problem.kinds[kind].clone();
                own.options = Arc::new(vec![home]);
                problem.kinds.push(own);
                problem.kinds.len() - 1
            });
            problem.units[unit] = at;
        }
    }
}

/// Bundles of links by number, with what they carry.
pub(super) fn bundle_limits(
    cx: &crate::facts::Cx<'_>,
    way: &crate::facts::PairWay,
    without: &Without,
) -> Bundle {
    if without.contains(&Constraint::Links) {
        return Bundle { most: [HUGE; 3] };
    }
    let ceiling = cx.plan.settings.link_ceiling.get();
    let factor = cx.constant(keys::RESYNC_FACTOR);
    let floor = |mbps: f64| (mbps * 1e6).floor().clamp(0.0, HUGE as f64) as i64;
    Bundle {
        most: [
            floor((way.usable_mbps * ceiling).min(way.usable_one_lost_mbps)),
            floor(way.line_one_lost_mbps),
            if factor > 0.0 {
                floor(way.usable_mbps / factor)
            } else {
                HUGE
            },
        ],
    }
}
