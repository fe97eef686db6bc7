//! Who works when: a first placement that holds, every possibility where there are few, then ever better ones.

use super::bounds::{Bound, bound};
use super::exact::{self, End};
use super::problem::{NONE, Problem, Spot};
use super::question::{Objective, Phase};
use super::score::{Score, score};
use super::search::{Found, Order, Search};
use super::state::State;
use crate::solve::Meter;

/// What came out.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub found: Option<Found>,
    pub bound: i64,
    /// Without a placement: there is none.
    pub impossible: bool,
}

/// Told of every improvement: phase, best value, bound, work.
pub(super) type Tell<'t> = dyn FnMut(Phase, Option<i64>, i64, u64) + 't;

/// Arrangements up to which every one is looked at first.
const FEW: f64 = 5e5;
/// Work that a search of every possibility may take.
const EXACT_WORK: u64 = 400_000_000;

/// How hard to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// Until the budget ends or nothing is better.
    Full,
    /// Whether there is a placement at all.
    AnyThatHolds,
}

struct Solver<'p, 'm, 'b, 't> {
    search: Search<'p, 'm, 'b>,
    bound: Bound,
    best: Option<Found>,
    tell: &'t mut Tell<'t>,
}

/// Places all units.
pub(super) fn solve<'t>(
    p: &Problem,
    objective: Objective,
    seed: u64,
    (effort, start): (Effort, Option<&[Spot]>),
    meter: &mut Meter<'_>,
    tell: &'t mut Tell<'t>,
) -> Outcome {
    let bound = bound(p, objective);
    let none = |impossible| Outcome {
        found: None,
        bound: bound.value,
        impossible,
    };
    if bound.impossible || p.units.iter().any(|k| p.kinds[*k].options.is_empty()) {
        return none(true);
    }
    let few = exact::arrangements(p) <= FEW;
    if few {
        tell(Phase::Proving, None, bound.value, meter.used());
        if let End::Complete(found) =
            exact::search(p, objective, bound.value, None, EXACT_WORK, meter)
        {
            let value = found.as_ref().map_or(bound.value, |f| f.score.0);
            return Outcome {
                impossible: found.is_none(),
                bound: value,
                found: with_few_moves(p, objective, found, (seed, bound), meter),
            };
        }
    }
    let mut solver = Solver {
        search: Search::new(p, objective, seed, meter),
        bound,
        best: None,
        tell,
    };
    solver.first(effort, start);
    if solver.best.is_some() && effort == Effort::Full {
        solver.improve();
    }
    let found = solver.best.take();
    let mut outcome = Outcome {
        bound: solver.bound.value,
        found,
        impossible: false,
    };
    if p.units.len() <= 40 && !few {
        let meter = &mut *solver.search.meter;
        let known = outcome.found.clone();
        let done = known.as_ref().is_some_and(|f| f.score.0 <= outcome.bound);
        if !done
            && meter.goes_on()
            && let End::Complete(best) =
                exact::search(p, objective, outcome.bound, known, EXACT_WORK / 4, meter)
        {
            outcome.impossible = best.is_none();
            if let Some(best) = &best {
                outcome.bound = best.score.0;
            }
            let bound = solver.bound.clone();
            outcome.found = with_few_moves(p, objective, best, (seed, bound), meter);
        }
    }
    outcome
}

/// The same value with fewer moves: as today where that holds, else with units gone home that moved for nothing.
fn with_few_moves(
    p: &Problem,
    objective: Objective,
    found: Option<Found>,
    (seed, bound): (u64, Bound),
    meter: &mut Meter<'_>,
) -> Option<Found> {
    found.as_ref()?;
    let mut solver = Solver {
        search: Search::new(p, objective, seed, meter),
        bound,
        best: found,
        tell: &mut |_, _, _, _| {},
    };
    let today = solver.search.as_today();
    if solver.search.holds(&today).is_ok() {
        solver.offer(&today);
    }
    solver.go_home();
    solver.best
}

impl<'p> Solver<'p, '_, '_, '_> {
    fn p(&self) -> &'p Problem {
        self.search.p
    }

    fn goes_on(&self) -> bool {
        self.search.meter.goes_on()
    }

    fn report(&mut self, phase: Phase) {
        let best = self.best.as_ref().map(|b| b.score.0);
        (self.tell)(phase, best, self.bound.value, self.search.meter.used());
    }

    fn is_done(&self) -> bool {
        self.best
            .as_ref()
            .is_some_and(|b| b.score.0 <= self.bound.value)
    }

    /// Takes a placement that holds, if it is better; hosts that it leaves empty are closed where that holds too.
    fn offer(&mut self, state: &State<'p>) -> bool {
        let mut found = self.search.found(state);
        if matches!(self.search.objective, Objective::Hosts | Objective::Cost) {
            let open = self.close_empty(state);
            found.score = score(state, self.search.objective, &open);
            found.open = open;
        }
        let better = match &self.best {
            None => true,
            Some(b) => {
                let moved = |f: &Found| self.search.moved(&f.at);
                found.score.0 < b.score.0
                    || found.score.0 == b.score.0
                        && match self.search.objective {
                            Objective::Hosts | Objective::Cost => {
                                (moved(&found), found.score.1) < (moved(b), b.score.1)
                            }
                            _ => found.score < b.score,
                        }
            }
        };
        if better {
            self.best = Some(found);
        }
        better
    }

    /// Open hosts less those that are empty and not needed.
    fn close_empty(&mut self, state: &State<'p>) -> Vec<bool> {
        let p = self.p();
        let kept = self.search.open.clone();
        let used = state.used();
        let mut open: Vec<bool> = kept.iter().zip(&used).map(|(o, u)| *o && *u).collect();
        self.search.open.clone_from(&open);
        if self.search.holds(state).is_err() {
            // Some are needed for restarts: those that come cheapest.
            let mut spare: Vec<usize> = (0..p.hosts.len())
                .filter(|h| kept[*h] && !used[*h])
                .collect();
            spare.sort_by_key(|h| (p.hosts[*h].cost, *h));
            for host in spare {
                open[host] = true;
                self.search.open.clone_from(&open);
                if self.search.holds(state).is_ok() {
                    break;
                }
            }
        }
        self.search.open = kept;
        open
    }

    /// A first placement that holds, with every host open.
    fn first(&mut self, effort: Effort, start: Option<&[Spot]>) {
        self.report(Phase::Constructing);
        let p = self.p();
        let n = p.units.len();
        if let Some(at) = start.filter(|at| at.len() == n) {
            let allowed =
                |(unit, spot): (usize, &Spot)| p.kind(unit).options.binary_search(spot).is_ok();
            if at.iter().enumerate().all(allowed) {
                let state = State::with(p, at);
                if self.search.holds(&state).is_ok() {
                    self.offer(&state);
                    self.report(Phase::Constructing);
                    if n > 300 {
                        return;
                    }
                }
            }
        }
        let begin = self.search.objective == Objective::Moves;
        let mut kept: Option<(super::search::Badness, Vec<Spot>)> = None;
        let orders = [
            Order::Size,
            Order::Pairs,
            Order::Choice,
            Order::Random,
            Order::Random,
        ];
        let starts = std::iter::once(None).chain(orders.into_iter().map(Some));
        for order in starts {
            let mut state = match order {
                None => self.search.as_today(),
                Some(order) => self.search.construct(order),
            };
            let rounds = if effort == Effort::Full { 60 } else { 120 };
            if self.search.mend(&mut state, rounds) {
                self.offer(&state);
                self.report(Phase::Constructing);
                if begin || effort == Effort::AnyThatHolds || n > 300 {
                    return;
                }
                continue;
            }
            let (bad, _) = self.search.badness(&state);
            if kept.as_ref().is_none_or(|(b, _)| bad < *b) {
                kept = Some((bad, state.at.clone()));
            }
            if !self.goes_on() {
                break;
            }
        }
        if self.best.is_some() {
            return;
        }
        // None of the quick ones held: work on the best of them, and on new ones, for longer and longer.
        let mut rounds = 500;
        let most = if effort == Effort::Full {
            40_000
        } else {
            4_000
        };
        while self.goes_on() && rounds <= most && self.best.is_none() {
            let mut state = match &kept {
                Some((_, at)) if rounds % 1_000 != 0 => State::with(p, at),
                _ => self.search.construct(Order::Random),
            };
            if self.search.mend(&mut state, rounds) {
                self.offer(&state);
            }
            rounds *= 2;
        }
    }

    fn improve(&mut self) {
        self.report(Phase::Improving);
        match self.search.objective {
            Objective::Hosts | Objective::Cost => self.descend(),
            Objective::Balance | Objective::Moves => {
                let mut rounds = 200;
                // Small plans are proven afterwards; the rest ends with the budget.
                let small = self.p().units.len() <= 40;
                let mut idle = 0;
                while self.goes_on() && !self.is_done() && !(small && idle > 6) {
                    let Some(best) = self.best.as_ref() else {
                        return;
                    };
                    let mut state = if idle % 4 == 3 {
                        self.search.construct(Order::Random)
                    } else {
                        State::with(self.search.p, &best.at)
                    };
                    if self.search.improve(&mut state, rounds, false) && self.offer(&state) {
                        self.report(Phase::Improving);
                        idle = 0;
                    } else {
                        idle += 1;
                        rounds = (rounds * 3 / 2).min(20_000);
                    }
                }
            }
        }
        self.go_home();
        self.report(Phase::Improving);
    }

    /// Fewer or cheaper hosts, as long as it holds.
    fn descend(&mut self) {
        let counts = |f: &Found| f.open.iter().filter(|o| **o).count();
        if self.search.objective == Objective::Hosts {
            let mut low = usize::try_from(self.bound.value).unwrap_or(0);
            while let Some(high) = self.best.as_ref().map(counts) {
                if low >= high || !self.goes_on() {
                    break;
                }
                let middle = (low + high) / 2;
                let held = self.try_with(high - middle, 0, 150);
                self.report(Phase::Improving);
                if !held {
                    low = middle + 1;
                }
            }
        }
        let small = self.p().units.len() <= 40;
        let mut idle = 0usize;
        while self.goes_on() && !self.is_done() && !(small && idle > 12) {
            let swap = idle % 4;
            let (close, open) = match swap {
                0 | 2 => (1, 0),
                1 => (2, 1),
                _ => (1 + self.search.random.below(2), self.search.random.below(3)),
            };
            if self.try_with(close, open, 200 + 200 * idle.min(40)) {
                self.report(Phase::Improving);
                idle = 0;
            } else {
                idle += 1;
            }
        }
    }

    /// Closes some hosts and opens others; whether something better was found.
    fn try_with(&mut self, close: usize, add: usize, rounds: usize) -> bool {
        let Some(best) = self.best.clone() else {
            return false;
        };
        let p = self.p();
        let mut open = best.open.clone();
        let cost = self.search.objective == Objective::Cost;
        let fixed: Vec<bool> = {
            let mut fixed = vec![false; p.hosts.len()];
            for k in &p.units {
                if let [one] = p.kinds[*k].options.as_slice() {
                    fixed[one.host as usize] = true;
                    if one.partner != NONE {
                        fixed[one.partner as usize] = true;
                    }
                }
            }
            fixed
        };
        let mut closed: Vec<usize> = (0..open.len()).filter(|h| !open[*h]).collect();
        self.search.random.shuffle(&mut closed);
        for host in closed.into_iter().take(add) {
            open[host] = true;
        }
        let loads = State::with(p, &best.at);
        let mut can: Vec<(f64, usize)> = (0..open.len())
            .filter(|h| open[*h] && best.open[*h] && !fixed[*h] && (!cost || p.hosts[*h].cost > 0))
            .map(|h| {
                let full = loads.fullest(h as u32) as f64 / super::problem::FULL as f64;
                let weak = self.weakness(h);
                let price = if cost { p.hosts[h].cost as f64 } else { 1.0 };
                let noise = 0.8 + 0.4 * self.search.random.unit();
                (-(price * weak * (1.2 - full.min(1.0)) * noise), h)
            })
            .collect();
        can.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut left = close;
        for (_, host) in can {
            if left == 0 {
                break;
            }
            if let Some(pool) = p.hosts[host].pool
                && let Some(least) = self.bound.pools.get(pool)
            {
                let hosts = &p.pools[pool].hosts;
                if hosts.iter().filter(|h| open[**h as usize]).count() <= *least {
                    continue;
                }
            }
            open[host] = false;
            left -= 1;
        }
        if left > 0 {
            return false;
        }
        let wanted: Score = score(&loads, self.search.objective, &open);
        if wanted.0 >= best.score.0 {
            return false;
        }
        self.search.open = open;
        let kept = best
            .open
            .iter()
            .zip(&self.search.open)
            .filter(|(b, o)| **b && !**o)
            .count();
        // The fewer hosts, the tighter they are filled.
        self.search.tight = self.search.random.below(3) > 0;
        let mut state = if kept * 6 > p.hosts.len() || self.search.random.below(3) == 0 {
            let order = [Order::Size, Order::Random, Order::Pairs][self.search.random.below(3)];
            self.search.construct(order)
        } else {
            self.search.moved_out(&best.at)
        };
        let held = self.search.mend(&mut state, rounds) && self.offer(&state);
        self.search.tight = false;
        self.search.open = vec![true; p.hosts.len()];
        held
    }

    /// How large the units are on a host: small hosts are the weaker ones.
    fn weakness(&self, host: usize) -> f64 {
        let p = self.p();
        if p.classes.len() < 2 {
            return 1.0;
        }
        let class = p.hosts[host].class;
        let sum: f64 = p
            .kinds
            .iter()
            .take(200)
            .filter_map(|k| k.lead[class].iter().max())
            .map(|m| *m as f64 / super::problem::FULL as f64)
            .sum();
        sum.max(1e-6)
    }

    /// Units that moved for nothing go back.
    fn go_home(&mut self) {
        let Some(best) = self.best.clone() else {
            return;
        };
        if self.search.objective == Objective::Balance {
            return;
        }
        let p = self.p();
        self.search.open.clone_from(&best.open);
        let mut state = State::with(p, &self.aligned(&best.at));
        let mut any = false;
        for unit in 0..p.units.len() {
            let (home, at) = (p.home[unit], state.at[unit]);
            let may = home.is_somewhere()
                && home != at
                && best.open[home.host as usize]
                && (home.partner == NONE || best.open[home.partner as usize])
                && p.kind(unit).options.binary_search(&home).is_ok();
            if !may {
                continue;
            }
            state.take(unit);
            if state.cost_of(unit, home) <= 0 {
                state.put(unit, home);
                if self.search.holds(&state).is_ok() {
                    any = true;
                    continue;
                }
                state.take(unit);
            }
            state.put(unit, at);
            if !self.goes_on() {
                break;
            }
        }
        if any || self.best.is_some() {
            let score = score(&state, self.search.objective, &best.open);
            if score.0 <= best.score.0 {
                self.best = Some(Found {
                    at: state.at.clone(),
                    open: best.open.clone(),
                    score,
                });
            }
        }
        self.search.open = vec![true; p.hosts.len()];
    }

    /// The same places, given to alike units so that most stay.
    fn aligned(&self, at: &[Spot]) -> Vec<Spot> {
        let p = self.p();
        let mut out = at.to_vec();
        let mut from = 0;
        while from < p.units.len() {
            let mut to = from;
            while to < p.units.len() && p.units[to] == p.units[from] {
                to += 1;
            }
            let mut left: Vec<Spot> = at[from..to].to_vec();
            let mut open: Vec<usize> = Vec::new();
            for (unit, slot) in out.iter_mut().enumerate().take(to).skip(from) {
                match left.iter().position(|s| *s == p.home[unit]) {
                    Some(found) => *slot = left.swap_remove(found),
                    None => open.push(unit),
                }
            }
            for (unit, spot) in open.into_iter().zip(left) {
                out[unit] = spot;
            }
            from = to;
        }
        out
    }
}

/// The value that search comes to without looking at every possibility.
#[cfg(test)]
pub(super) fn by_search_alone(
    p: &Problem,
    objective: Objective,
    seed: u64,
    work: u64,
) -> Option<i64> {
    let bound = bound(p, objective);
    if bound.impossible {
        return None;
    }
    let mut meter = Meter::new(&crate::solve::Budget::work(work));
    let mut solver = Solver {
        search: Search::new(p, objective, seed, &mut meter),
        bound,
        best: None,
        tell: &mut |_, _, _, _| {},
    };
    solver.first(Effort::Full, None);
    if solver.best.is_some() {
        solver.improve();
    }
    solver.best.map(|f| f.score.0)
}
