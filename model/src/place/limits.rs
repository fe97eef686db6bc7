//! The dimensions of a host, and the limits that the plan's checks set in each.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Learned, Without};
use super::problem::{FULL, HUGE, SLACK};
use super::question::Constraint;
use super::rules::Rules;
use crate::catalogue::{Bound, Limit, LimitOf, keys};
use crate::check::CheckCx;
use crate::check::mailbox::vcpus_over_mailbox_ratio;
use crate::check::protection::too_many_protected::counts;
use crate::facts::{Cx, Facts, HostCapacity, HostLoad};
use crate::ids::{HostId, PoolId, VmId};
use crate::plan::{Level, Plan, Vm, WorkloadKind};

/// A row that counts VMs, or their vCPUs.
#[derive(Clone, Debug)]
struct Row {
    limit: Limit,
    vcpus: bool,
    /// Every VM, not only protected ones.
    all: bool,
}

/// Dimensions: five of every host, those of the platform's rows, and two for each RAID group in the host's order.
#[derive(Clone, Debug)]
pub(super) struct Dims {
    rows: Vec<Row>,
    pool_rows: Vec<Row>,
    groups: usize,
    many_vcpus: bool,
    today: BTreeMap<Constraint, f64>,
}

/// What the dimensions of a host are measured in.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// Value that is [`FULL`].
    base: Vec<f64>,
    pub after: Vec<i64>,
    pub share: Vec<f64>,
}

impl Scale {
    /// A value in a dimension.
    pub fn number(&self, dim: usize, value: f64) -> i64 {
        let base = self.base.get(dim).copied().unwrap_or(f64::INFINITY);
        if value <= 0.0 || base == f64::INFINITY {
            0
        } else if base <= 0.0 {
            HUGE
        } else {
            (value / base * FULL as f64).round().min(HUGE as f64) as i64
        }
    }
}

/// What a count may come to by a row; a bound that is not reached is one less.
fn most(limit: &Limit) -> f64 {
    match limit.bound {
        Bound::Max => limit.value.floor(),
        Bound::Below => (limit.value - 1.0).ceil(),
        Bound::Min => f64::INFINITY,
    }
}

/// A dimension without a limit is measured in so many capacities.
const NO_LIMIT: f64 = 1e5;

impl Dims {
    pub const CPU: usize = 0;
    pub const VCPUS: usize = 1;
    const FIXED: usize = 5;

    pub fn new(cx: &Cx<'_>, learned: &Learned) -> Self {
        let row = |limit: &Limit, vcpus, all| Row {
            limit: limit.clone(),
            vcpus,
            all,
        };
        let mut dims = Self {
            rows: Vec::new(),
            pool_rows: Vec::new(),
            groups: cx
                .plan
                .hosts
                .values()
                .map(|h| h.raid.len())
                .max()
                .unwrap_or(0),
            many_vcpus: learned.many_vcpus,
            today: learned.today.clone(),
        };
        for limit in &cx.profile.limits {
            match limit.quantity {
                LimitOf::ProtectedVmsPerHost => dims.rows.push(row(limit, false, false)),
                LimitOf::ProtectedVcpusPerHost => dims.rows.push(row(limit, true, false)),
                LimitOf::ProtectedVmsPerPool => dims.pool_rows.push(row(limit, false, false)),
                LimitOf::ProtectedVcpusPerPool => dims.pool_rows.push(row(limit, true, false)),
                LimitOf::VmsPerPool => dims.pool_rows.push(row(limit, false, true)),
                _ => {}
            }
        }
        dims
    }

    pub fn count(&self) -> usize {
        Self::FIXED + self.rows.len() + 2 * self.groups
    }

    pub fn pool_rows(&self) -> usize {
        self.pool_rows.len()
    }

    /// What a pool may come to in each of its rows.
    pub fn pool_limits(&self, cx: &Cx<'_>, pool: &PoolId, without: &Without) -> Vec<i64> {
        let hosts = cx.plan.hosts_in_pool(pool).count();
        let hosts = u32::try_from(hosts).unwrap_or(u32::MAX);
        self.pool_rows
            .iter()
            .map(|row| {
                let applies = !row.all || row.limit.applies_to_hosts(hosts);
                if applies && !without.contains(&Constraint::Numbers) {
                    most(&row.limit).min(HUGE as f64) as i64
                } else {
                    HUGE
                }
            })
            .collect()
    }

    /// What a member counts for in the rows of its pool.
    pub fn pool_counts(&self, vm: &Vm, split: bool) -> Vec<i64> {
        self.pool_rows
            .iter()
            .map(|row| row.counts(vm, split))
            .collect()
    }

    /// The scale of a host.
    pub fn scale(
        &self,
        cx: &Cx<'_>,
        id: &HostId,
        capacity: &HostCapacity,
        without: &Without,
    ) -> Scale {
        let settings = &cx.plan.settings;
        let bar = |ceiling: f64, of: Constraint| (self.raised(ceiling, &of), of);
        let mut scale = Scale {
            base: Vec::new(),
            after: Vec::new(),
            share: Vec::new(),
        };
        bar_of(
            &mut scale,
            without,
            capacity.cpu_cores,
            bar(settings.cpu_target.get(), Constraint::Processor),
            Some(bar(
                settings.cpu_ceiling.get(),
                Constraint::ProcessorAfterFailure,
            )),
        );
        let vcpus = if without.contains(&Constraint::Vcpus) {
            f64::INFINITY
        } else {
            self.vcpus(cx, capacity)
        };
        scale.base.push(vcpus);
        scale.share.push(0.0);
        scale.after.push(HUGE);
        let ram = settings.ram_ceiling.get();
        bar_of(
            &mut scale,
            without,
            capacity.ram_mib,
            bar(ram.min(1.0), Constraint::Memory),
            Some(bar(ram, Constraint::MemoryAfterFailure)),
        );
        let net = settings.network_ceiling.get();
        bar_of(
            &mut scale,
            without,
            capacity.net_mbps,
            bar(net, Constraint::Network),
            Some(bar(net, Constraint::NetworkAfterFailure)),
        );
        let numbers = without.contains(&Constraint::Numbers);
        let hosts = pool_size(cx.plan, id);
        let vms = cx
            .profile
            .limits
            .iter()
            .filter(|l| l.quantity == LimitOf::VmsPerHost && l.applies_to_hosts(hosts))
            .map(most)
            .fold(f64::INFINITY, f64::min);
        let counted = self.rows.iter().map(|r| most(&r.limit));
        for value in std::iter::once(vms).chain(counted) {
            scale.base.push(if numbers { f64::INFINITY } else { value });
            scale.share.push(0.0);
            scale.after.push(HUGE);
        }
        for n in 0..self.groups {
            let (space, iops) = capacity
                .groups
                .get(n)
                .map_or((f64::INFINITY, f64::INFINITY), |g| {
                    (g.space_mib, g.back_end_iops)
                });
            let full = settings.space_ceiling.get();
            let full = bar(full, Constraint::Space);
            bar_of(&mut scale, without, space, full, None);
            let busy = settings.iops_ceiling.get();
            bar_of(
                &mut scale,
                without,
                iops,
                bar(busy, Constraint::Operations),
                Some(bar(busy, Constraint::OperationsAfterFailure)),
            );
        }
        scale
    }

    /// A ceiling, or what today's places come to where that may be kept; never more than there is.
    fn raised(&self, ceiling: f64, of: &Constraint) -> f64 {
        match self.today.get(of) {
            Some(today) => ceiling.max(today.min(1.0) + 1e-9),
            None => ceiling,
        }
    }

    /// vCPUs that a host may carry.
    fn vcpus(&self, cx: &Cx<'_>, capacity: &HostCapacity) -> f64 {
        let wanted = cx.plan.settings.vcpus_per_core;
        let usual = wanted >= crate::plan::Settings::default().vcpus_per_core;
        let per_core = if self.many_vcpus && usual {
            // From here on it is more than a remark.
            wanted.max(cx.constant(keys::VCPUS_PER_CORE_MANY) * (1.0 - 1e-9))
        } else {
            wanted
        };
        let rows = |quantity| {
            cx.profile
                .limits_on(quantity, None, 0, false)
                .map(|l| match l.bound {
                    Bound::Max => l.value,
                    Bound::Below => l.value * (1.0 - 1e-9),
                    Bound::Min => f64::INFINITY,
                })
                .fold(f64::INFINITY, f64::min)
        };
        (per_core * capacity.cores)
            .min(rows(LimitOf::VcpusPerCore) * capacity.cores)
            .min(rows(LimitOf::VcpusPerHost))
            .min(rows(LimitOf::VcpusPerThread) * capacity.threads)
    }

    /// A load as numbers.
    pub fn of(&self, scale: &Scale, load: &HostLoad, vm: &Vm, split: bool) -> Vec<i64> {
        let mut values = vec![
            load.cpu_cores,
            load.vcpus,
            load.ram_mib,
            load.net_mbps,
            f64::from(load.vms),
        ];
        values.extend(self.rows.iter().map(|r| r.counts(vm, split) as f64));
        for n in 0..self.groups {
            let group = load.groups.get(n);
            values.push(group.map_or(0.0, |g| g.space_mib));
            values.push(group.map_or(0.0, |g| g.back_end_iops));
        }
        values
            .into_iter()
            .enumerate()
            .map(|(dim, value)| scale.number(dim, value))
            .collect()
    }
}

/// A dimension that is a share of a capacity, with its ceilings now and after a failure.
fn bar_of(
    scale: &mut Scale,
    without: &Without,
    capacity: f64,
    (now, name): (f64, Constraint),
    after: Option<(f64, Constraint)>,
) {
    let ceiling = if without.contains(&name) {
        NO_LIMIT
    } else {
        now
    };
    scale.base.push(capacity * ceiling);
    scale.share.push(ceiling);
    scale.after.push(match after {
        Some((c, name)) if !without.contains(&name) && ceiling > 0.0 => {
            let most = (c / ceiling * FULL as f64) as i64;
            most.saturating_add(SLACK).min(HUGE)
        }
        _ => HUGE,
    });
}

impl Row {
    fn counts(&self, vm: &Vm, split: bool) -> i64 {
        if self.all {
            1
        } else {
            counts(&self.limit, vm, self.vcpus, split).min(1 << 30) as i64
        }
    }
}

/// Hosts of the pool that a host is in.
pub(super) fn pool_size(plan: &Plan, host: &HostId) -> u32 {
    let pool = plan.hosts.get(host).and_then(|h| h.pool.as_ref());
    let hosts = pool.map_or(1, |p| plan.hosts_in_pool(p).count());
    u32::try_from(hosts).unwrap_or(u32::MAX)
}

/// vCPUs on a host beside which a VM can stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    most: f64,
    less: f64,
    advised: f64,
}

impl Tolerance {
    pub fn vcpus(&self, cores: f64) -> f64 {
        (self.most * cores - self.less)
            .min(self.advised * cores)
            .max(0.0)
    }
}

/// VMs that tolerate only so many vCPUs on their host: mailbox servers, and databases of tier 1.
pub(super) fn tolerated(cx: &Cx<'_>) -> BTreeMap<VmId, Tolerance> {
    let facts = Facts::default();
    let check = CheckCx { cx, facts: &facts };
    let mut out: BTreeMap<VmId, Tolerance> = vcpus_over_mailbox_ratio::tolerated(&check)
        .into_iter()
        .map(|(vm, (most, less, advised))| {
            let one = Tolerance {
                most,
                less,
                advised,
            };
            (vm.clone(), one)
        })
        .collect();
    for workload in cx.plan.workloads.values() {
        let WorkloadKind::Sql(sql) = &workload.kind else {
            continue;
        };
        if !sql.tier_1 {
            continue;
        }
        let copies = sql.replicas().iter().filter_map(|r| r.vm.as_ref());
        for vm in workload.runs_on.iter().map(|r| &r.vm).chain(copies) {
            out.entry(vm.clone()).or_insert(Tolerance {
                most: 1.0,
                less: 0.0,
                advised: 1.0,
            });
        }
    }
    out
}

/// Every constraint that placing a plan keeps.
pub(super) fn constraints(plan: &Plan, rules: &Rules) -> BTreeSet<Constraint> {
    let mut out: BTreeSet<Constraint> = [
        Constraint::Processor,
        Constraint::ProcessorAfterFailure,
        Constraint::Vcpus,
        Constraint::Cores,
        Constraint::Memory,
        Constraint::MemoryAfterFailure,
        Constraint::Space,
        Constraint::Operations,
        Constraint::OperationsAfterFailure,
        Constraint::Network,
        Constraint::NetworkAfterFailure,
        Constraint::Numbers,
        Constraint::Pools,
        Constraint::Storage,
        Constraint::Copies,
    ]
    .into();
    if plan.vms.values().any(|v| v.level == Level::L1) {
        out.insert(Constraint::Restarts);
    }
    if plan.vms.values().any(|v| v.level.paired()) {
        out.extend([
            Constraint::Links,
            Constraint::Distance,
            Constraint::EqualHosts,
            Constraint::Sites,
        ]);
    }
    for (id, vm) in plan.vms.iter() {
        if !vm.role.is_empty() {
            out.insert(Constraint::Role(vm.role.clone()));
        }
        if !vm.rules.only_on.is_empty() {
            out.insert(Constraint::Pinned(id.clone()));
        }
        if vm.rules.fixed {
            out.insert(Constraint::Fixed(id.clone()));
        }
    }
    out.extend(rules.together.keys().cloned().map(Constraint::Together));
    out.extend(rules.apart.keys().cloned().map(Constraint::Apart));
    out.extend(rules.spread.iter().map(|g| {
        Constraint::Spread(match g.vms.first() {
            Some(first) if g.role.is_empty() => first.to_string(),
            _ => g.role.clone(),
        })
    }));
    out
}

/// What the hosts come to today, in each limit that is a share.
pub(super) fn shares_of(facts: &Facts) -> BTreeMap<Constraint, f64> {
    let mut out = BTreeMap::new();
    let mut note = |of: Constraint, share: f64| {
        let known = out.entry(of).or_insert(0.0f64);
        *known = known.max(share);
    };
    for host in facts.hosts.values() {
        let (now, worst) = (&host.shares, &host.worst);
        note(Constraint::Processor, now.cpu);
        note(Constraint::ProcessorAfterFailure, worst.cpu.value);
        note(Constraint::Memory, now.ram);
        note(Constraint::MemoryAfterFailure, worst.ram.value);
        note(Constraint::Space, now.space);
        note(Constraint::Operations, now.iops);
        note(Constraint::OperationsAfterFailure, worst.iops.value);
        note(Constraint::Network, now.net);
        note(Constraint::NetworkAfterFailure, worst.net.value);
    }
    out
}
