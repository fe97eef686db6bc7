//! What is in the way when nothing fits: constraints that cannot hold together, and the smallest change that would help.

use std::collections::BTreeSet;

use super::build::{Built, Learned, Without};
use super::changes;
use super::question::{Constraint, Infeasible, Question};
use super::solver::{Effort, solve};
use crate::catalogue::Catalogue;
use crate::facts::{Cx, Takes};
use crate::ids::VmId;
use crate::plan::Plan;
use crate::solve::{Budget, Meter};

/// Work of one trial whether something fits.
const TRIAL: u64 = 40_000_000;

/// Whether a question has an answer; none when it is not known.
pub(super) fn fits(
    takes: &mut Takes<'_>,
    question: &Question,
    without: &Without,
    budget: &Budget<'_>,
    work: &mut u64,
) -> Option<bool> {
    let built = Built::new(takes, question, without, &Learned::default());
    if !built.nowhere.is_empty() {
        return Some(false);
    }
    let mut meter = Meter::new(&Budget {
        work: TRIAL,
        should_stop: budget.should_stop,
    });
    let outcome = solve(
        &built.problem,
        question.objective,
        question.seed,
        (Effort::AnyThatHolds, None),
        &mut meter,
        &mut |_, _, _, _| {},
    );
    *work = work.saturating_add(meter.used());
    match outcome.found {
        Some(_) => Some(true),
        None if outcome.impossible => Some(false),
        None => None,
    }
}

struct Filter<'t, 'a, 'q, 'b> {
    takes: &'t mut Takes<'a>,
    question: &'q Question,
    budget: &'b Budget<'b>,
    work: u64,
    /// Constraints left out so far: without them nothing fits either.
    out: Without,
    needed: Vec<Constraint>,
    proven: bool,
}

impl Filter<'_, '_, '_, '_> {
    /// Leaves out what can be left out of a list without anything fitting.
    fn run(&mut self, list: &[Constraint]) {
        if list.is_empty() || (self.budget.should_stop)() {
            self.proven &= list.is_empty();
            self.needed.extend(list.iter().cloned());
            return;
        }
        let mut without = self.out.clone();
        without.extend(list.iter().cloned());
        match fits(
            self.takes,
            self.question,
            &without,
            self.budget,
            &mut self.work,
        ) {
            Some(true) => {
                if let [one] = list {
                    self.needed.push(one.clone());
                } else {
                    let (left, right) = list.split_at(list.len() / 2);
                    self.run(left);
                    self.run(right);
                }
            }
            answer => {
                self.proven &= answer.is_some();
                self.out = without;
            }
        }
    }
}

/// Finds out what is in the way.
pub(super) fn explain(
    plan: &Plan,
    catalogue: &Catalogue,
    question: &Question,
    built: &Built,
    proven: bool,
    budget: &Budget<'_>,
    work: u64,
) -> Infeasible {
    let cx = Cx::new(plan, catalogue).in_year(question.year);
    let mut takes = Takes::new(&cx);
    let mut no_host: Vec<VmId> = built.nowhere.iter().map(|(id, _)| id.clone()).collect();
    no_host.sort();
    no_host.dedup();
    let mut filter = Filter {
        takes: &mut takes,
        question,
        budget,
        work,
        out: Without::new(),
        needed: Vec::new(),
        proven,
    };
    let all: Vec<Constraint> = built.constraints.iter().cloned().collect();
    // With nothing asked for at all it must fit, or there is no host.
    filter.run(&all);
    let mut conflict: Vec<Constraint> = filter.needed;
    conflict.sort();
    let proven = filter.proven;
    let mut work = filter.work;
    let changes = changes::that_help(plan, catalogue, question, &conflict, budget, &mut work);
    Infeasible {
        proven,
        message: message(plan, built, &no_host, &conflict),
        no_host,
        conflict,
        changes,
        work,
    }
}

fn message(plan: &Plan, built: &Built, no_host: &[VmId], conflict: &[Constraint]) -> String {
    if plan.hosts.is_empty() {
        return "The plan has no hosts".to_owned();
    }
    if let Some(first) = no_host.first() {
        let whys: BTreeSet<String> = built
            .nowhere
            .iter()
            .filter(|(id, _)| id == first)
            .flat_map(|(_, whys)| whys)
            .map(|c| words(plan, c))
            .collect();
        let whys: Vec<String> = whys.into_iter().collect();
        let others = match no_host.len() {
            1 => String::new(),
            2 => " and one more VM".to_owned(),
            n => format!(" and {} more VMs", n - 1),
        };
        let because = if whys.is_empty() {
            String::new()
        } else {
            format!(": {} excludes every host", whys.join(", "))
        };
        return format!(
            "{}{others} may stand on no host{because}",
            plan.label(&first.into())
        );
    }
    match conflict {
        [] => "No placement was found".to_owned(),
        [one] => format!("{} cannot be kept", capital(&words(plan, one))),
        many => {
            let words: Vec<String> = many.iter().map(|c| words(plan, c)).collect();
            let (last, head) = words
                .split_last()
                .map_or((String::new(), &[][..]), |(l, h)| (l.clone(), h));
            format!(
                "{} and {last} cannot be kept together",
                capital(&head.join(", "))
            )
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}

/// A constraint as it stands in a sentence.
pub fn words(plan: &Plan, constraint: &Constraint) -> String {
    let s = |text: &str| text.to_owned();
    match constraint {
        Constraint::Processor => s("the processor target"),
        Constraint::ProcessorAfterFailure => s("the processor ceiling after a host failure"),
        Constraint::Vcpus => s("the vCPUs that a host may carry"),
        Constraint::Cores => s("as many cores as the VM has vCPUs"),
        Constraint::Memory => s("the memory ceiling"),
        Constraint::MemoryAfterFailure => s("the memory ceiling after a host failure"),
        Constraint::Space => s("the disk space ceiling"),
        Constraint::Operations => s("the ceiling of disk operations"),
        Constraint::OperationsAfterFailure => {
            s("the ceiling of disk operations after a host failure")
        }
        Constraint::Network => s("the ceiling of the adapters"),
        Constraint::NetworkAfterFailure => s("the ceiling of the adapters after a host failure"),
        Constraint::Restarts => s("room to restart level-1 VMs"),
        Constraint::Numbers => s("the number of VMs that the platform takes"),
        Constraint::Links => s("what the availability links carry"),
        Constraint::Distance => {
            s("an availability link that is short enough between the hosts of a pair")
        }
        Constraint::EqualHosts => s("equal hosts for a pair"),
        Constraint::Sites => s("the sites of pairs"),
        Constraint::Pools => s("the pools that VMs are in"),
        Constraint::Storage => s("the storage that disks lie on"),
        Constraint::Copies => s("copies of a database apart"),
        Constraint::Role(role) => format!("role {role} on several hosts"),
        Constraint::Together(word) => format!("the rule that keeps {word} together"),
        Constraint::Apart(word) => format!("the rule that keeps {word} apart"),
        Constraint::Spread(role) => format!("the spread of {role}"),
        Constraint::Pinned(vm) => format!("the hosts that {} is bound to", plan.label(&vm.into())),
        Constraint::Fixed(vm) => format!(
            "the place of {}, which may not move",
            plan.label(&vm.into())
        ),
        Constraint::Check(code) => code.clone(),
    }
}
