//! Every possibility, where there are few: branch and bound.

use super::failures::broken;
use super::problem::{Problem, Spot};
use super::question::Objective;
use super::score::{Score, score, share};
use super::search::Found;
use super::state::State;
use crate::solve::Meter;

/// What a search of every possibility came to.
pub(super) enum End {
    /// All were looked at: the best is known, or there is none.
    Complete(Option<Found>),
    /// The budget ended it.
    Cut,
}

struct Exact<'p, 'm, 'b> {
    p: &'p Problem,
    objective: Objective,
    order: Vec<usize>,
    state: State<'p>,
    best: Option<Found>,
    bound: i64,
    meter: &'m mut Meter<'b>,
    left: u64,
    cut: bool,
}

/// The number of arrangements when nothing is excluded; a very large number where it is larger.
pub(super) fn arrangements(p: &Problem) -> f64 {
    p.units
        .iter()
        .map(|k| p.kinds[*k].options.len().max(1) as f64)
        .product()
}

/// Looks at every placement that could be better than `best`, with at most so much work.
pub(super) fn search(
    p: &Problem,
    objective: Objective,
    bound: i64,
    best: Option<Found>,
    work: u64,
    meter: &mut Meter<'_>,
) -> End {
    let mut order: Vec<usize> = (0..p.units.len()).collect();
    // Those with the fewest places first; units of a kind stay together.
    order.sort_by_key(|u| {
        let kind = p.units[*u];
        (
            p.kinds[kind].options.len(),
            std::cmp::Reverse(p.size(*u)),
            kind,
            *u,
        )
    });
    let mut exact = Exact {
        p,
        objective,
        order,
        state: State::new(p),
        best,
        bound,
        meter,
        left: work,
        cut: false,
    };
    exact.go(0);
    if exact.cut {
        End::Cut
    } else {
        End::Complete(exact.best)
    }
}

impl Exact<'_, '_, '_> {
    fn pay(&mut self, work: u64) -> bool {
        self.left = self.left.saturating_sub(work);
        if self.left == 0 || !self.meter.charge(work) {
            self.cut = true;
        }
        !self.cut
    }

    fn better(&self, value: i64) -> bool {
        self.best.as_ref().is_none_or(|b| value < b.score.0)
    }

    fn is_best(&self) -> bool {
        self.best.as_ref().is_some_and(|b| b.score.0 <= self.bound)
    }

    /// What the placement comes to at least, whatever follows.
    fn so_far(&self, at: usize) -> i64 {
        match self.objective {
            Objective::Hosts => self.state.on.iter().filter(|u| !u.is_empty()).count() as i64,
            Objective::Cost => {
                let used = self.state.on.iter().zip(&self.p.hosts);
                let cost = used.filter(|(u, _)| !u.is_empty()).map(|(_, h)| h.cost);
                cost.fold(0i64, |sum, c| {
                    sum.saturating_add(i64::try_from(c).unwrap_or(i64::MAX))
                })
            }
            Objective::Balance => {
                let hosts = 0..self.p.hosts.len() as u32;
                let worst = hosts.map(|h| share(&self.state, h)).fold(0.0, f64::max);
                (worst * super::score::PER_SHARE).round() as i64
            }
            Objective::Moves => self.moved_so_far(at),
        }
    }

    /// Members moved of the kinds that are placed whole.
    fn moved_so_far(&self, at: usize) -> i64 {
        let p = self.p;
        let done = self.order.get(at).map(|u| p.units[*u]);
        let placed: Vec<Spot> = (0..p.units.len())
            .map(|u| {
                let unfinished = done == Some(p.units[u]) || !self.state.at[u].is_somewhere();
                if unfinished {
                    p.home[u]
                } else {
                    self.state.at[u]
                }
            })
            .collect();
        super::score::moved(p, &placed)
    }

    fn go(&mut self, at: usize) {
        if self.cut || self.is_best() {
            return;
        }
        let Some(&unit) = self.order.get(at) else {
            self.leaf();
            return;
        };
        let p = self.p;
        let kind = p.units[unit];
        let before = at
            .checked_sub(1)
            .map(|b| self.order[b])
            .filter(|b| p.units[*b] == kind)
            .map(|b| self.state.at[b]);
        let options = std::sync::Arc::clone(&p.kinds[kind].options);
        for &spot in options.iter() {
            // Alike units: what was tried in one order need not be in another.
            if before.is_some_and(|b| spot < b) {
                continue;
            }
            if !self.pay(p.dims as u64 * 6) {
                return;
            }
            if self.state.cost_of(unit, spot) > 0 {
                continue;
            }
            self.state.put(unit, spot);
            let value = self.so_far(at + 1);
            if self.better(value) && self.spread_possible(at + 1) {
                self.go(at + 1);
            }
            self.state.take(unit);
            if self.cut {
                return;
            }
        }
    }

    /// Units that are left could still make up for what spread groups are short of.
    fn spread_possible(&self, at: usize) -> bool {
        self.p.spread.is_empty() || {
            let left = self.order.len() - at;
            (0..self.p.spread.len()).all(|g| {
                let wanted = self.p.spread[g].at_least;
                self.state.places_of(g) + left >= wanted
            })
        }
    }

    fn leaf(&mut self) {
        let p = self.p;
        if self.state.total_over() > 0 {
            return;
        }
        let all = vec![true; p.hosts.len()];
        let mut work = 0;
        let survives = broken(&self.state, &all, &mut work).is_none();
        if !survives {
            self.pay(work.max(1));
            return;
        }
        let open = match self.objective {
            Objective::Balance | Objective::Moves => Some(all),
            Objective::Hosts | Objective::Cost => self.fewest_open(&mut work),
        };
        if let Some(open) = open {
            let score: Score = score(&self.state, self.objective, &open);
            if self.better(score.0) {
                self.best = Some(Found {
                    at: self.state.at.clone(),
                    open,
                    score,
                });
            }
        }
        self.pay(work.max(1));
    }

    /// The cheapest hosts beside those in use with which failures are survived.
    fn fewest_open(&self, work: &mut u64) -> Option<Vec<bool>> {
        let used = self.state.used();
        let spare: Vec<usize> = (0..used.len()).filter(|h| !used[*h]).collect();
        let mut best: Option<(i64, Vec<bool>)> = None;
        // Few hosts: every choice of spare ones.
        let choices = 1u32.checked_shl(spare.len().min(12) as u32).unwrap_or(1);
        for choice in 0..choices {
            let mut open = used.clone();
            for (n, host) in spare.iter().enumerate().take(12) {
                open[*host] |= choice & (1 << n) != 0;
            }
            let value = score(&self.state, self.objective, &open).0;
            let known = best
                .as_ref()
                .map(|b| b.0)
                .or(self.best.as_ref().map(|b| b.score.0));
            if known.is_some_and(|k| value >= k) {
                continue;
            }
            if broken(&self.state, &open, work).is_none() {
                best = Some((value, open));
            }
        }
        best.map(|b| b.1)
    }
}
