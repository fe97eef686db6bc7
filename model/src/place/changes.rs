//! Changes of the plan with which everything finds a place, the smallest of each sort.

use super::build::Without;
use super::explain::fits;
use super::judge::asked;
use super::question::{Change, Constraint, Question};
use crate::catalogue::Catalogue;
use crate::edit::placement::set_level;
use crate::edit::{self, Edit, Op};
use crate::facts::{Cx, Takes};
use crate::ids::{EntityId, HostId, VmId};
use crate::plan::{End, Host, Level, PlacementRules, Plan};
use crate::solve::Budget;
use crate::units::Mib;

/// Hosts and VMs that are tried, at most.
const MOST_TRIED: usize = 6;
/// Hosts added at most.
const MOST_HOSTS: usize = 4;
const GIB: u64 = 1024;
/// Memory comes in such steps, GiB.
const RAM_STEP_GIB: u64 = 8;

struct Trials<'a> {
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    question: &'a Question,
    budget: &'a Budget<'a>,
    work: &'a mut u64,
}

impl Trials<'_> {
    fn helps(&mut self, edit: &Edit) -> bool {
        if (self.budget.should_stop)() {
            return false;
        }
        let Ok(next) = edit.apply(self.plan) else {
            return false;
        };
        let next = asked(&next, self.question);
        let cx = Cx::new(&next, self.catalogue).in_year(self.question.year);
        let mut takes = Takes::new(&cx);
        let none = Without::new();
        fits(&mut takes, self.question, &none, self.budget, self.work) == Some(true)
    }
}

/// The changes that help against a conflict.
pub(super) fn that_help(
    plan: &Plan,
    catalogue: &Catalogue,
    question: &Question,
    conflict: &[Constraint],
    budget: &Budget<'_>,
    work: &mut u64,
) -> Vec<Change> {
    let mut trials = Trials {
        plan,
        catalogue,
        question,
        budget,
        work,
    };
    let mut out = Vec::new();
    let any = |list: &[Constraint]| list.iter().any(|c| conflict.contains(c));
    let add = |trials: &mut Trials<'_>, out: &mut Vec<Change>, edit: Option<Edit>| {
        if let Some(edit) = edit
            && trials.helps(&edit)
        {
            out.push(Change {
                title: edit.label.clone(),
                edit,
            });
            return true;
        }
        false
    };
    for constraint in conflict {
        let edit = without_rule(plan, constraint);
        add(&mut trials, &mut out, edit);
    }
    if any(&[
        Constraint::Memory,
        Constraint::MemoryAfterFailure,
        Constraint::Restarts,
    ]) && let Some(edit) = least_memory(&mut trials)
    {
        out.push(Change {
            title: edit.label.clone(),
            edit,
        });
    }
    let mut vms: Vec<(&VmId, u64)> = plan
        .vms
        .iter()
        .filter(|(_, vm)| vm.level.paired())
        .map(|(id, vm)| (id, vm.ram.get().saturating_mul(u64::from(vm.count))))
        .collect();
    vms.sort_by_key(|(id, size)| (std::cmp::Reverse(*size), *id));
    let mut lowered = 0;
    for (id, _) in vms.into_iter().take(MOST_TRIED) {
        let Some(vm) = plan.vms.get(id) else { continue };
        let lower = match vm.level {
            Level::L3 => Level::L2,
            _ => Level::L1,
        };
        let cx = Cx::new(plan, catalogue);
        if cx.profile.mechanism(lower).is_none() {
            continue;
        }
        let edit = set_level(plan, id, lower).ok();
        lowered += usize::from(add(&mut trials, &mut out, edit));
        if lowered == 2 {
            break;
        }
    }
    'hosts: for id in shapes(plan) {
        for n in 1..=MOST_HOSTS {
            if add(&mut trials, &mut out, more_hosts(plan, &id, n)) {
                break 'hosts;
            }
        }
    }
    out
}

/// One host of each shape, the largest first.
fn shapes(plan: &Plan) -> Vec<HostId> {
    let mut out: Vec<(&HostId, &Host)> = Vec::new();
    for (id, host) in plan.hosts.iter() {
        let same = |other: &Host| {
            other.model == host.model
                && other.cores() == host.cores()
                && other.ram == host.ram
                && other.pool == host.pool
                && other.site == host.site
        };
        if !out.iter().any(|(_, o)| same(o)) {
            out.push((id, host));
        }
    }
    out.sort_by_key(|(id, h)| (std::cmp::Reverse((h.cores(), h.ram)), *id));
    out.into_iter()
        .take(MOST_TRIED)
        .map(|(id, _)| id.clone())
        .collect()
}

/// `n` more hosts like one of the plan, on the same links.
fn more_hosts(plan: &Plan, like: &HostId, n: usize) -> Option<Edit> {
    let mut next = plan.clone();
    let mut ops: Vec<Op> = Vec::new();
    for _ in 0..n {
        let (id, edit) = edit::duplicate(&next, &like.into()).ok()?;
        let EntityId::Host(new) = id else { return None };
        next = edit.apply(&next).ok()?;
        ops.extend(edit.ops);
        let instead = |end: &End| match end {
            End::Host(h) if h == like => Some(End::Host(new.clone())),
            End::Port {
                host,
                adapter,
                port,
            } if host == like => Some(End::Port {
                host: new.clone(),
                adapter: adapter.clone(),
                port: *port,
            }),
            _ => None,
        };
        let links: Vec<_> = next
            .links
            .iter()
            .map(|(id, l)| (id.clone(), l.clone()))
            .collect();
        for (id, link) in links {
            let mut row = (*link).clone();
            for segment in &link.segments {
                let (a, b) = (instead(&segment.a), instead(&segment.b));
                if a.is_some() || b.is_some() {
                    let mut more = segment.clone();
                    more.a = a.unwrap_or(more.a);
                    more.b = b.unwrap_or(more.b);
                    row.segments.push(more);
                }
            }
            if row.segments.len() > link.segments.len() {
                next.links.put(id.clone(), row.clone());
                ops.push(Op::Put(id.into(), row.into()));
            }
        }
    }
    let name = plan.label(&like.into());
    let label = match n {
        1 => format!("Add one more host like {name}"),
        n => format!("Add {n} more hosts like {name}"),
    };
    Some(Edit::new(label, ops))
}

/// The least memory that one host must get.
fn least_memory(trials: &mut Trials<'_>) -> Option<Edit> {
    let plan = trials.plan;
    let with = |id: &HostId, steps: u64| -> Option<Edit> {
        let mut host = (**plan.hosts.get(id)?).clone();
        host.ram = Mib::new(host.ram.get().saturating_add(steps * RAM_STEP_GIB * GIB));
        let label = format!(
            "Add {} GiB to {}",
            steps * RAM_STEP_GIB,
            plan.label(&id.into())
        );
        Some(Edit::put(label, id, host))
    };
    let mut hosts: Vec<(&HostId, u64)> =
        plan.hosts.iter().map(|(id, h)| (id, h.ram.get())).collect();
    hosts.sort_by_key(|(id, ram)| (*ram, *id));
    let mut best: Option<(u64, Edit)> = None;
    for (id, ram) in hosts.into_iter().take(MOST_TRIED) {
        let most = (ram / GIB / RAM_STEP_GIB).max(2) * 4;
        let most = best
            .as_ref()
            .map_or(most, |(known, _)| most.min(known.saturating_sub(1)));
        if most == 0 || !with(id, most).is_some_and(|e| trials.helps(&e)) {
            continue;
        }
        let (mut bad, mut good) = (0, most);
        while good - bad > 1 {
            let middle = bad + (good - bad) / 2;
            if with(id, middle).is_some_and(|e| trials.helps(&e)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        if let Some(edit) = with(id, good) {
            best = Some((good, edit));
        }
    }
    best.map(|(_, edit)| edit)
}

/// The plan without a rule.
fn without_rule(plan: &Plan, constraint: &Constraint) -> Option<Edit> {
    type Clear<'c> = Box<dyn Fn(&mut PlacementRules) -> bool + 'c>;
    let (label, clear): (String, Clear<'_>) = match constraint {
        Constraint::Together(word) => (
            format!("Let {word} stand apart"),
            Box::new(move |r| {
                r.together == *word && {
                    r.together.clear();
                    true
                }
            }),
        ),
        Constraint::Apart(word) => (
            format!("Let {word} stand on one host"),
            Box::new(move |r| {
                r.apart == *word && {
                    r.apart.clear();
                    true
                }
            }),
        ),
        Constraint::Pinned(vm) => {
            return one_vm(plan, vm, "Let % stand on any host", |r| r.only_on.clear());
        }
        Constraint::Fixed(vm) => return one_vm(plan, vm, "Let % move", |r| r.fixed = false),
        _ => return None,
    };
    let mut ops = Vec::new();
    for (id, vm) in plan.vms.iter() {
        let mut next = (**vm).clone();
        if clear(&mut next.rules) {
            ops.push(Op::Put(id.into(), next.into()));
        }
    }
    Some(Edit::new(label, ops))
}

fn one_vm(
    plan: &Plan,
    id: &VmId,
    label: &str,
    change: impl FnOnce(&mut PlacementRules),
) -> Option<Edit> {
    let mut vm = (**plan.vms.get(id)?).clone();
    change(&mut vm.rules);
    Some(Edit::put(
        label.replace('%', &plan.label(&id.into())),
        id,
        vm,
    ))
}
