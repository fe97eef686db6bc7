//! Placing: which VM stands on which host.
//!
//! [`place`] answers a [`Question`] with a [`Proposal`], one undoable edit that the plan's own checks have judged, with a
//! bound that no placement can be better than; or with what is in the way ([`Infeasible`]).
//!
//! ```text
//! Plan ──Takes (facts)──> Built: Problem in whole numbers ──solver──> spots ──judge──> Edit, findings
//!                             ^                                                │
//!                             └────────── Learned: what the checks forbid ─────┘
//! ```
//!
//! - [`question`](Question): what is asked and answered. [`rules`]: what VMs state about their places.
//! - `build`, `limits`, `options`: from plan to [`problem`](self); loads and limits are those of facts and checks.
//! - `state`, `failures`, `score`: a placement, kept up to date; what failures do to it; what it is worth.
//! - `search`, `exact`, `bounds`, `solver`: first placements, ruin and recreate, every possibility, bounds.
//! - `judge`: the edit and its findings. `explain`, `changes`: when nothing fits.

mod bounds;
mod build;
mod changes;
mod exact;
mod explain;
mod failures;
mod judge;
mod limits;
mod options;
mod problem;
mod question;
pub mod rules;
mod score;
mod search;
mod solver;
mod state;
#[cfg(test)]
mod tests;

pub use explain::words;
pub use question::*;

use build::{Built, Learned, MOST_MEMBERS, Without};
use judge::{Compared, Judge, asked, edit, host_changes, learn};
use score::value;
use search::Found;
use solver::{Effort, Outcome, solve};

use crate::catalogue::{Catalogue, Severity};
use crate::check::Finding;
use crate::facts::{Cx, Facts, Takes};
use crate::plan::Plan;
use crate::solve::{Budget, Meter};

/// Times that the checks may send a placement back.
const MOST_LESSONS: usize = 12;
/// Numbers that a problem may be made of.
const MOST_NUMBERS: u128 = 60_000_000;
/// Hosts at most.
const MOST_HOSTS: usize = 5_000;

/// Places the VMs of a plan.
///
/// Works until nothing better is possible or the budget ends; the same seed and work give the same answer. `progress` is
/// told of every improvement.
pub fn place(
    plan: &Plan,
    catalogue: &Catalogue,
    question: &Question,
    budget: &Budget<'_>,
    progress: &mut dyn FnMut(&Progress),
) -> Answer {
    if let Some(too_large) = too_large(plan) {
        return Answer::Infeasible(Box::new(too_large));
    }
    let judged = asked(plan, question);
    let cx = Cx::new(&judged, catalogue).in_year(question.year);
    let mut placer = Placer {
        plan: &judged,
        question,
        takes: Takes::new(&cx),
        judge: Judge::new(catalogue, question.year),
        learned: Learned::default(),
        meter: Meter::new(budget),
        progress,
        best: None,
        before: None,
    };
    let missed = match placer.run() {
        None => {
            return match placer.best.take() {
                Some(best) => Answer::Proposal(Box::new(placer.proposal(plan, best))),
                None => Answer::Infeasible(Box::default()),
            };
        }
        Some(missed) => missed,
    };
    let work = placer.meter.used();
    placer.tell(Phase::Explaining, None, 0);
    let (built, proven) = missed;
    let infeasible = explain::explain(&judged, catalogue, question, &built, proven, budget, work);
    Answer::Infeasible(Box::new(infeasible))
}

/// A plan that is more than can be placed at once.
fn too_large(plan: &Plan) -> Option<Infeasible> {
    let members: u64 = plan.vms.values().map(|vm| u64::from(vm.count)).sum();
    let groups = plan.hosts.values().map(|h| h.raid.len()).max().unwrap_or(0);
    let mut classes: Vec<_> = plan
        .hosts
        .values()
        .map(|h| {
            (
                h.cores(),
                h.ram,
                h.clock.get().to_bits(),
                h.raid.len(),
                h.adapters.len(),
            )
        })
        .collect();
    classes.sort_unstable();
    classes.dedup();
    let numbers = plan.vms.len() as u128 * classes.len() as u128 * (8 + 2 * groups as u128) * 4;
    let message = if members > MOST_MEMBERS {
        format!("{members} VMs are more than can be placed at once, {MOST_MEMBERS}")
    } else if plan.hosts.len() > MOST_HOSTS {
        format!(
            "{} hosts are more than can be filled at once, {MOST_HOSTS}",
            plan.hosts.len()
        )
    } else if numbers > MOST_NUMBERS {
        "So many VMs and so many different hosts are more than can be placed at once".to_owned()
    } else {
        return None;
    };
    Some(Infeasible {
        message,
        ..Infeasible::default()
    })
}

/// A placement that was judged.
struct Judged {
    found: Found,
    bound: i64,
    edit: crate::edit::Edit,
    moves: Vec<Move>,
    facts: Facts,
    compared: Compared,
    hosts: Vec<crate::ids::HostId>,
    /// Findings that it should not carry, the gravest first.
    bad: (usize, usize, usize),
}

struct Placer<'a, 'b, 'p> {
    plan: &'a Plan,
    question: &'a Question,
    takes: Takes<'a>,
    judge: Judge<'a>,
    learned: Learned,
    meter: Meter<'b>,
    progress: &'p mut dyn FnMut(&Progress),
    best: Option<Judged>,
    before: Option<(Facts, Vec<Finding>)>,
}

impl Placer<'_, '_, '_> {
    fn tell(&mut self, phase: Phase, best: Option<i64>, bound: i64) {
        let objective = self.question.objective;
        let work = self.meter.used();
        (self.progress)(&Progress {
            phase,
            best: best.map(|b| value(objective, b)),
            bound: value(objective, bound),
            work,
        });
    }

    /// None when there is a placement; else the problem, and whether it is proven that there is none.
    fn run(&mut self) -> Option<(Built, bool)> {
        // Any placement first, until the checks agree.
        let mut lessons = 0;
        loop {
            let (built, outcome) = self.solve(Effort::AnyThatHolds);
            let Some(found) = outcome.found else {
                if self.best.is_some() {
                    break;
                }
                if !self.learned.many_vcpus {
                    // More vCPUs than usual are only a remark.
                    self.learned.many_vcpus = true;
                    continue;
                }
                if self.learned.today.is_empty() && self.all_placed() {
                    // No placement keeps every ceiling; those that are passed today may be passed as far.
                    self.learned.today = limits::shares_of(&self.before().0);
                    self.learned.forbidden.clear();
                    continue;
                }
                let proven = outcome.impossible && self.learned.forbidden.is_empty();
                return Some((built, proven));
            };
            lessons += 1;
            let again = self.take(&built, found, outcome.bound);
            if !again || lessons >= MOST_LESSONS {
                break;
            }
        }
        // Then the best.
        let mut lessons = 0;
        while self.meter.goes_on() && lessons < MOST_LESSONS {
            let (built, outcome) = self.solve(Effort::Full);
            let Some(found) = outcome.found else { break };
            lessons += 1;
            if !self.take(&built, found, outcome.bound) {
                break;
            }
        }
        None
    }

    fn solve(&mut self, effort: Effort) -> (Built, Outcome) {
        let built = Built::new(
            &mut self.takes,
            self.question,
            &Without::new(),
            &self.learned,
        );
        if !built.nowhere.is_empty() {
            let outcome = Outcome {
                found: None,
                bound: 0,
                impossible: true,
            };
            return (built, outcome);
        }
        let objective = self.question.objective;
        let progress = &mut *self.progress;
        let start = self.best.as_ref().map(|b| b.found.at.as_slice());
        let outcome = solve(
            &built.problem,
            objective,
            self.question.seed,
            (effort, start),
            &mut self.meter,
            &mut |phase, best, bound, work| {
                progress(&Progress {
                    phase,
                    best: best.map(|b| value(objective, b)),
                    bound: value(objective, bound),
                    work,
                });
            },
        );
        (built, outcome)
    }

    /// Judges a placement and keeps it when it is better. True when the checks taught something.
    fn take(&mut self, built: &Built, found: Found, bound: i64) -> bool {
        self.tell(Phase::Checking, Some(found.score.0), bound);
        self.before();
        let (edit, moves) = edit(self.plan, built, &found.at);
        let Ok(next) = edit.apply(self.plan) else {
            return false;
        };
        let (facts, findings) = self.judge.of(&next);
        let before = self.before.as_ref().map_or(&[][..], |(_, f)| f.as_slice());
        let compared = Compared::new(before, findings);
        let count = |s: Severity| compared.bad(&moves).filter(|f| f.severity == s).count();
        let bad = (
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
        );
        let clean = bad == (0, 0, 0);
        let taught = !clean && learn(&next, &compared, &moves, &mut self.learned);
        let judged = Judged {
            found,
            bound,
            edit,
            moves,
            facts,
            compared,
            hosts: built.hosts.clone(),
            bad,
        };
        let better = self.best.as_ref().is_none_or(|b| {
            (judged.bad, judged.found.score) < (b.bad, b.found.score)
                || judged.bad == b.bad && judged.found.score.0 <= b.found.score.0
        });
        if better {
            self.best = Some(judged);
        }
        taught
    }

    fn proposal(&mut self, plan: &Plan, best: Judged) -> Proposal {
        let objective = self.question.objective;
        let next = best.edit.apply(plan).unwrap_or_else(|_| plan.clone());
        let before = self
            .before
            .take()
            .map(|(facts, _)| facts)
            .unwrap_or_default();
        let unused = best
            .hosts
            .iter()
            .zip(&best.found.open)
            .filter(|(_, open)| !**open)
            .map(|(id, _)| id.clone())
            .collect();
        Proposal {
            objective,
            plan: next,
            hosts: host_changes(&best.hosts, &before, &best.facts),
            edit: best.edit,
            moves: best.moves,
            unused,
            value: value(objective, best.found.score.0),
            value_before: self.value_today(&before),
            bound: value(objective, best.bound.min(best.found.score.0)),
            added: best.compared.added,
            removed: best.compared.removed,
            remaining: best.compared.remaining,
            as_today: !self.learned.today.is_empty(),
            work: self.meter.used(),
        }
    }

    /// Facts and findings of today.
    fn before(&mut self) -> &(Facts, Vec<Finding>) {
        let (judge, plan) = (&mut self.judge, self.plan);
        self.before.get_or_insert_with(|| judge.of(plan))
    }

    fn all_placed(&self) -> bool {
        self.plan.vms.values().all(|vm| vm.placed() >= vm.count)
    }

    /// The objective today; none where something has no host.
    fn value_today(&self, before: &Facts) -> Option<f64> {
        if !self.all_placed() {
            return None;
        }
        let used = || before.hosts.iter().filter(|(_, h)| h.load.vms > 0);
        Some(match self.question.objective {
            Objective::Hosts => used().count() as f64,
            Objective::Cost => used().map(|(id, _)| self.price(id) as f64).sum(),
            Objective::Balance => used().map(|(_, h)| h.shares.worst()).fold(0.0, f64::max),
            Objective::Moves => 0.0,
        })
    }

    fn price(&self, id: &crate::ids::HostId) -> u64 {
        let usual = self
            .plan
            .hosts
            .get(id)
            .is_some_and(|h| h.ownership == crate::plan::Ownership::Proposed);
        let given = self.question.prices.get(id).copied();
        given.unwrap_or(u64::from(usual))
    }
}
