//! How many more users, transactions or VMs until a check fails, and which one.

use std::sync::Arc;

use super::{Budget, Prober};
use crate::catalogue::Catalogue;
use crate::check::Finding;
use crate::ids::{VmId, WorkloadId};
use crate::plan::{Amounts, Plan, Vm, Workload, WorkloadKind};
use crate::units::{Iops, MbPerS, Mbps, Mib};

/// Where the search ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// The next amount adds this finding.
    Check(Box<Finding>),
    /// No check failed up to the largest amount examined.
    NoneFound,
    /// The search was stopped; `most` is what was proven so far.
    Stopped,
}

/// How far something can grow.
#[derive(Clone, Debug, PartialEq)]
pub struct Headroom {
    /// What is counted: `mailboxes`, `transactions a second`, `users`, `VMs`, `% of what was measured`.
    pub unit: String,
    pub now: f64,
    /// The largest amount that adds no finding.
    pub most: f64,
    pub limit: Limit,
}

impl Headroom {
    /// How many more.
    pub fn more(&self) -> f64 {
        (self.most - self.now).max(0.0)
    }
}

/// Beyond this many times the present amount the search ends.
const MOST_TIMES: f64 = 1000.0;

/// How far a workload can grow, on the VMs that it runs on, before a check fails. The mix of its users stays; what
/// grows with them (databases, rates) grows in step. None for an unknown workload, one of nothing and one
/// that runs on no placed VM.
pub fn headroom(
    plan: &Plan,
    catalogue: &Catalogue,
    id: &WorkloadId,
    budget: &Budget<'_>,
) -> Option<Headroom> {
    let workload = plan.workloads.get(id)?;
    let placed = |vm: &VmId| plan.vms.get(vm).is_some_and(|v| v.placed() > 0);
    if !workload.runs_on.iter().any(|r| placed(&r.vm)) {
        return None;
    }
    let (mut unit, now) = amount(catalogue, &workload.kind)?;
    if workload.amounts == Amounts::EachVm {
        unit.push_str(" on each VM");
    }
    let made = |amount: f64| {
        let mut next = plan.clone();
        let scaled = Workload {
            kind: scaled(&workload.kind, now, amount),
            ..(**workload).clone()
        };
        next.workloads.put_arc(id.clone(), Arc::new(scaled));
        next
    };
    Some(search(plan, catalogue, budget, unit, now, made))
}

/// How many VMs like this one its hosts hold before a check fails: more members, spread over its placement rows as
/// they are.
pub fn vms(plan: &Plan, catalogue: &Catalogue, id: &VmId, budget: &Budget<'_>) -> Option<Headroom> {
    let vm = plan.vms.get(id)?;
    let placed = vm.placed();
    if placed == 0 {
        return None;
    }
    let now = f64::from(placed);
    let made = |wanted: f64| {
        let mut next = plan.clone();
        next.vms.put_arc(id.clone(), Arc::new(members(vm, wanted)));
        // Each further member carries as much as one does now.
        for (w_id, w) in plan.workloads.iter() {
            let all: f64 = w.runs_on.iter().map(|r| r.weight).sum();
            let own: f64 = w
                .runs_on
                .iter()
                .filter(|r| r.vm == *id)
                .map(|r| r.weight)
                .sum();
            if own <= 0.0 || all <= 0.0 {
                continue;
            }
            let Some((_, total)) = amount(catalogue, &w.kind) else {
                continue;
            };
            // Told for each VM, the amounts stay and the members make more of it.
            let factor = match w.amounts {
                Amounts::InTotal => 1.0 + own / all * (wanted / now - 1.0),
                Amounts::EachVm => 1.0,
            };
            let mut more = (**w).clone();
            more.kind = scaled(&w.kind, total, total * factor);
            for row in more.runs_on.iter_mut().filter(|r| r.vm == *id) {
                row.weight *= wanted / now;
            }
            next.workloads.put_arc(w_id.clone(), Arc::new(more));
        }
        next
    };
    Some(search(plan, catalogue, budget, "VMs".to_owned(), now, made))
}

/// The same VM with `amount` placed members: each row keeps its part, the first rows take what is left over.
fn members(vm: &Vm, amount: f64) -> Vm {
    let mut vm = vm.clone();
    let placed = u64::from(vm.placed().max(1));
    let amount = amount.clamp(0.0, f64::from(u32::MAX)) as u64;
    let extra = u32::try_from(amount.saturating_sub(placed)).unwrap_or(u32::MAX);
    vm.count = vm.count.saturating_add(extra);
    let mut left = u64::from(extra);
    let rows = vm.placement.len();
    for (n, row) in vm.placement.iter_mut().enumerate() {
        let part = if n + 1 == rows {
            left
        } else {
            (u64::from(extra) * u64::from(row.count))
                .div_ceil(placed)
                .min(left)
        };
        left -= part;
        row.count = row
            .count
            .saturating_add(u32::try_from(part).unwrap_or(u32::MAX));
    }
    vm
}

/// What is counted of a workload, and how much there is.
pub(super) fn amount(catalogue: &Catalogue, kind: &WorkloadKind) -> Option<(String, f64)> {
    let (unit, now) = match kind {
        WorkloadKind::Mailbox(m) => {
            let all: f64 = m.users.iter().map(|u| f64::from(u.mailboxes)).sum();
            ("mailboxes".to_owned(), all)
        }
        WorkloadKind::Sql(s) => ("transactions a second".to_owned(), s.transactions_per_s),
        WorkloadKind::Archetype(a) => {
            let unit = catalogue
                .tables
                .archetypes
                .get(&a.archetype)
                .map_or_else(|| "units".to_owned(), |x| x.unit_for(2.0));
            (unit, a.units)
        }
        WorkloadKind::Measured(_) => ("% of what was measured".to_owned(), 100.0),
    };
    (now.is_finite() && now > 0.0).then_some((unit, now))
}

/// The workload at another amount: counts, and what follows from them.
pub(super) fn scaled(kind: &WorkloadKind, now: f64, amount: f64) -> WorkloadKind {
    let factor = amount / now;
    let mib = |v: Mib| Mib::new((v.as_f64() * factor).round().clamp(0.0, 1e12) as u64);
    match kind {
        WorkloadKind::Mailbox(m) => {
            let mut m = m.clone();
            // Whole mailboxes that add up to the amount: rounded down, the rest to the largest class.
            let mut given = 0.0;
            let mut largest = (0, 0u32);
            for (n, class) in m.users.iter_mut().enumerate() {
                if class.mailboxes > largest.1 {
                    largest = (n, class.mailboxes);
                }
                let part = (f64::from(class.mailboxes) * factor + 1e-9).floor();
                given += part;
                class.mailboxes = part.clamp(0.0, f64::from(u32::MAX)) as u32;
            }
            let rest = (amount.round() - given).clamp(0.0, f64::from(u32::MAX)) as u32;
            if let Some(class) = m.users.get_mut(largest.0) {
                class.mailboxes = class.mailboxes.saturating_add(rest);
            }
            WorkloadKind::Mailbox(m)
        }
        WorkloadKind::Sql(s) => {
            let mut s = s.clone();
            s.transactions_per_s = amount;
            WorkloadKind::Sql(s)
        }
        WorkloadKind::Archetype(a) => {
            let mut a = a.clone();
            a.units = amount;
            WorkloadKind::Archetype(a)
        }
        WorkloadKind::Measured(m) => {
            let mut m = m.clone();
            m.cpu_mhz *= factor;
            m.ram = mib(m.ram);
            m.space = mib(m.space);
            m.reads = Iops::new(m.reads.get() * factor);
            m.writes = Iops::new(m.writes.get() * factor);
            m.read_rate = MbPerS::new(m.read_rate.get() * factor);
            m.write_rate = MbPerS::new(m.write_rate.get() * factor);
            m.net_in = Mbps::new(m.net_in.get() * factor);
            m.net_out = Mbps::new(m.net_out.get() * factor);
            m.dirty_pages_per_s = m.dirty_pages_per_s.map(|p| p * factor);
            for s in m.series.values_mut() {
                for value in [&mut s.mean, &mut s.p90, &mut s.p95, &mut s.p99, &mut s.peak] {
                    *value *= factor;
                }
            }
            WorkloadKind::Measured(m)
        }
    }
}

/// The largest whole amount above the present one at which nothing new is found: doubled steps until something is,
/// then halved. Where a check fails and holds again for a larger amount, a boundary between the two is found.
fn search(
    plan: &Plan,
    catalogue: &Catalogue,
    budget: &Budget<'_>,
    unit: String,
    now: f64,
    made: impl Fn(f64) -> Plan,
) -> Headroom {
    let mut prober = Prober::new(plan, catalogue, budget);
    let mut good = 0.0f64;
    let mut jump = (now / 64.0).ceil().max(1.0);
    let most_steps = (now * MOST_TIMES).ceil();
    let answer = |steps: f64, limit| Headroom {
        unit: unit.clone(),
        now,
        most: now + steps,
        limit,
    };
    let (mut bad, mut fault) = loop {
        if prober.stopped() {
            return answer(good, Limit::Stopped);
        }
        let next = good + jump;
        if next > most_steps {
            return answer(good, Limit::NoneFound);
        }
        match prober.new_fault(&made(now + next)) {
            Some(fault) => break (next, fault),
            None => {
                good = next;
                jump *= 2.0;
            }
        }
    };
    while bad - good > 1.0 {
        if prober.stopped() {
            return answer(good, Limit::Stopped);
        }
        let middle = ((good + bad) / 2.0).floor();
        match prober.new_fault(&made(now + middle)) {
            Some(found) => {
                bad = middle;
                fault = found;
            }
            None => good = middle,
        }
    }
    answer(good, Limit::Check(Box::new(fault)))
}
