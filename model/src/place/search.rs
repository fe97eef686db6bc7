//! First placements in several orders, then ruin and recreate: some units are taken off their hosts and put back
//! where they fit best.

use super::failures::{broken, lacking};
use super::problem::{FULL, NONE, Problem, Spot};
use super::question::Objective;
use super::score::{Score, moved, score, share};
use super::state::State;
use crate::solve::{Meter, Random};

/// What a search keeps beside the state.
pub(super) struct Search<'p, 'm, 'b> {
    pub p: &'p Problem,
    pub objective: Objective,
    pub random: Random,
    pub meter: &'m mut Meter<'b>,
    /// Hosts that may be used.
    pub open: Vec<bool>,
    /// Fills the fullest host on which a unit fits instead of the emptiest.
    pub tight: bool,
    lead: Vec<(i64, i64)>,
    follow: Vec<(i64, i64)>,
}

/// How bad a placement is: units without a host, then what is over limits, then the objective.
pub(super) type Badness = (i64, i64, Score);

/// A placement that holds.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub at: Vec<Spot>,
    pub open: Vec<bool>,
    pub score: Score,
}

/// Spots of a pair that are looked at exactly.
const CLOSE_LOOKS: usize = 6;

/// An order in which units are placed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// The largest first.
    Size,
    /// Those with the fewest places first, then the largest.
    Choice,
    /// Pairs first, then the largest.
    Pairs,
    Random,
}

impl<'p, 'm, 'b> Search<'p, 'm, 'b> {
    pub fn new(p: &'p Problem, objective: Objective, seed: u64, meter: &'m mut Meter<'b>) -> Self {
        Self {
            p,
            objective,
            random: Random::new(seed),
            meter,
            open: vec![true; p.hosts.len()],
            tight: false,
            lead: vec![(0, 0); p.hosts.len()],
            follow: vec![(0, 0); p.hosts.len()],
        }
    }

    fn charge(&mut self, units: usize) -> bool {
        self.meter.charge(units as u64)
    }

    /// How much a host is worth avoiding with so much more on it: its fullest dimension, and what the sizes have in common
    /// with the load; when filling tightly the other way round.
    fn fullness(&self, state: &State<'_>, host: u32, more: &[i64], waits: bool) -> i64 {
        let mut worst = 0;
        let mut together = 0.0;
        for (load, more) in state.load(host).iter().zip(more) {
            worst = worst.max(load + more);
            together += (*load as f64 / FULL as f64) * (*more as f64);
        }
        if self.tight {
            return FULL - worst;
        }
        if waits {
            // What restarts elsewhere is spread too: no host should be a heavy loss.
            worst += state.waiting(host).iter().copied().max().unwrap_or(0) / 8;
        }
        worst / 2 + (together as i64) / 2
    }

    /// The best place for a unit; none where it has none that is open.
    pub fn best_spot(&mut self, state: &State<'_>, unit: usize) -> Option<Spot> {
        let p = self.p;
        let kind = p.kind(unit);
        let home = p.home[unit];
        let stay = |spot: Spot| {
            if self.objective == Objective::Moves && spot != home {
                FULL * 8
            } else {
                0
            }
        };
        let noise = |random: &mut Random| (random.unit() * (FULL as f64) * 0.02) as i64;
        let mut best: Option<(i64, i64, Spot)> = None;
        let waits = !kind.restarts.is_empty();
        if !kind.paired {
            let mut work = 0;
            for &spot in kind.options.iter().filter(|s| self.open[s.host as usize]) {
                work += p.dims * 3;
                let mut over = state.cost_of(unit, spot);
                if !kind.spread.is_empty() && state.helps_spread(unit, spot) {
                    over -= FULL / 4;
                }
                let lead = &kind.lead[p.class_of(spot.host)];
                let full = self.fullness(state, spot.host, lead, waits)
                    + stay(spot)
                    + noise(&mut self.random);
                if best.is_none_or(|(o, f, _)| (over, full) < (o, f)) {
                    best = Some((over, full, spot));
                }
            }
            self.charge(work);
            return best.map(|(.., spot)| spot);
        }
        // Each half alone first, then the closest looks at the most promising pairs.
        let mut work = 0;
        for host in 0..p.hosts.len() as u32 {
            if !self.open[host as usize] {
                continue;
            }
            work += p.dims * 4;
            let class = p.class_of(host);
            let alone = Spot {
                host,
                partner: NONE,
            };
            self.lead[host as usize] = (
                state.cost_of(unit, alone),
                self.fullness(state, host, &kind.lead[class], waits),
            );
            self.follow[host as usize] = (
                state.follow_cost(unit, host),
                self.fullness(state, host, &kind.follow[class], false),
            );
        }
        let mut near: Vec<(i64, i64, Spot)> = Vec::with_capacity(CLOSE_LOOKS + 1);
        let salt = self.random.below(1 << 16) as u64;
        for &spot in kind.options.iter() {
            let (h, q) = (spot.host as usize, spot.partner as usize);
            if !self.open[h] || !self.open[q] {
                continue;
            }
            work += 2;
            let (lead, follow) = (self.lead[h], self.follow[q]);
            let over = lead.0 + follow.0;
            let mixed = (u64::from(spot.host) << 20 | u64::from(spot.partner)).wrapping_add(salt);
            let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44;
            let full = lead.1.max(follow.1)
                + (lead.1 + follow.1) / 4
                + (mixed as i64) * (FULL >> 26)
                + stay(spot);
            let last = near.last().copied();
            if near.len() < CLOSE_LOOKS || last.is_some_and(|(o, f, _)| (over, full) < (o, f)) {
                let at = near.partition_point(|(o, f, _)| (*o, *f) <= (over, full));
                near.insert(at, (over, full, spot));
                near.truncate(CLOSE_LOOKS);
            }
        }
        for (_, full, spot) in near {
            work += p.dims * 6;
            let mut over = state.cost_of(unit, spot);
            if !kind.spread.is_empty() && state.helps_spread(unit, spot) {
                over -= FULL / 4;
            }
            if best.is_none_or(|(o, f, _)| (over, full) < (o, f)) {
                best = Some((over, full, spot));
            }
        }
        self.charge(work);
        best.map(|(.., spot)| spot)
    }

    /// Places units in an order; what has no open place stays without.
    fn fill(&mut self, state: &mut State<'_>, units: &[usize]) {
        for unit in units {
            if let Some(spot) = self.best_spot(state, *unit) {
                state.put(*unit, spot);
            }
            if !self.meter.goes_on() {
                // What is begun is finished: a placement with holes is of no use.
                continue;
            }
        }
    }

    fn sorted(&mut self, mut units: Vec<usize>, order: Order) -> Vec<usize> {
        let p = self.p;
        let choices = |u: usize| p.kind(u).options.len();
        let size = |u: usize| std::cmp::Reverse(p.size(u));
        match order {
            Order::Size => units.sort_by_key(|u| (size(*u), *u)),
            Order::Choice => units.sort_by_key(|u| (choices(*u), size(*u), *u)),
            Order::Pairs => units.sort_by_key(|u| (!p.kind(*u).paired, size(*u), *u)),
            Order::Random => {
                let mut keyed: Vec<(i64, usize)> = units
                    .iter()
                    .map(|u| {
                        let noise = 0.7 + 0.6 * self.random.unit();
                        (-((p.size(*u) as f64 * noise) as i64), *u)
                    })
                    .collect();
                keyed.sort_unstable();
                units = keyed.into_iter().map(|(_, u)| u).collect();
            }
        }
        // Those without a choice come first in any order.
        units.sort_by_key(|u| choices(*u) > 1);
        units
    }

    /// Everything anew.
    pub fn construct(&mut self, order: Order) -> State<'p> {
        let mut state = State::new(self.p);
        let units = self.sorted((0..self.p.units.len()).collect(), order);
        self.fill(&mut state, &units);
        state
    }

    /// As today, the rest placed.
    pub fn as_today(&mut self) -> State<'p> {
        let p = self.p;
        let mut state = State::new(p);
        let mut left = Vec::new();
        for unit in 0..p.units.len() {
            let home = p.home[unit];
            let partner_open =
                home.partner == NONE || self.open.get(home.partner as usize) == Some(&true);
            if home.is_somewhere()
                && self.open[home.host as usize]
                && partner_open
                && p.kind(unit).options.binary_search(&home).is_ok()
            {
                state.put(unit, home);
            } else {
                left.push(unit);
            }
        }
        let left = self.sorted(left, Order::Choice);
        self.fill(&mut state, &left);
        state
    }

    /// As given, except what stands on hosts that are closed: that is placed anew.
    pub fn moved_out(&mut self, at: &[Spot]) -> State<'p> {
        let mut state = State::new(self.p);
        let mut left = Vec::new();
        for (unit, spot) in at.iter().enumerate() {
            let open = |h: u32| h == NONE || self.open[h as usize];
            if spot.is_somewhere() && open(spot.host) && open(spot.partner) {
                state.put(unit, *spot);
            } else {
                left.push(unit);
            }
        }
        let left = self.sorted(left, Order::Size);
        self.fill(&mut state, &left);
        state
    }

    /// How bad a placement is, and a host that is in the way of surviving failures.
    pub fn badness(&mut self, state: &State<'_>) -> (Badness, Option<u32>) {
        self.charge(self.p.hosts.len() * self.p.dims * 3);
        let mut over = state.total_over();
        let mut trouble = None;
        if state.unplaced == 0 && over < FULL {
            let mut work = 0;
            let (lack, host) = lacking(state, &self.open, &mut work);
            self.meter.charge(work);
            trouble = host;
            over = over.saturating_add(lack);
        }
        let score = match self.objective {
            // Which hosts are open is decided outside; room that is left in one piece takes what must start again.
            Objective::Hosts | Objective::Cost => (0, -score(state, self.objective, &self.open).1),
            _ => score(state, self.objective, &self.open),
        };
        ((state.unplaced as i64, over, score), trouble)
    }

    /// Whether a placement holds with all hosts, and with the open ones alone; else a host that is in the way.
    pub fn holds(&mut self, state: &State<'_>) -> Result<(), Option<u32>> {
        if state.unplaced > 0 || state.total_over() > 0 {
            return Err(None);
        }
        let mut work = 0;
        let all = vec![true; self.p.hosts.len()];
        let mut found = broken(state, &all, &mut work);
        if found.is_none() && self.open != all {
            found = broken(state, &self.open, &mut work);
        }
        self.meter.charge(work);
        match found {
            None => Ok(()),
            Some(b) => Err(b.host(self.p)),
        }
    }

    /// Works on a placement until it holds, or the rounds or the budget end.
    pub fn mend(&mut self, state: &mut State<'p>, rounds: usize) -> bool {
        self.improve(state, rounds, true)
    }

    /// Ruin and recreate. With `until_it_holds` it ends with the first placement that holds; else it goes on for a better
    /// score and leaves the best that holds. Whether the state holds.
    pub fn improve(&mut self, state: &mut State<'p>, rounds: usize, until_it_holds: bool) -> bool {
        let tight = self.tight;
        let (mut now, mut trouble) = self.badness(state);
        let mut best: Option<(Score, Vec<Spot>)> = None;
        if now.0 == 0 && now.1 == 0 {
            match self.holds(state) {
                Ok(()) if until_it_holds => return true,
                Ok(()) => best = Some((now.2, state.at.clone())),
                Err(host) => trouble = host,
            }
        }
        const HISTORY: usize = 40;
        let mut history = vec![now; HISTORY];
        for round in 0..rounds {
            if !self.meter.goes_on() {
                break;
            }
            let removed = self.ruin(state, trouble);
            if removed.is_empty() {
                continue;
            }
            let order = if round % 3 == 0 {
                Order::Size
            } else {
                Order::Random
            };
            // Both ways to fill, whichever the start was made with.
            self.tight = tight != (self.random.below(4) == 0);
            let units = self.sorted(removed.iter().map(|(u, _)| *u).collect(), order);
            self.fill(state, &units);
            self.tight = tight;
            let (mut then, found) = self.badness(state);
            let mut holds = false;
            if then.0 == 0 && then.1 == 0 {
                match self.holds(state) {
                    Ok(()) => holds = true,
                    // With the hosts that are closed it is another matter.
                    Err(_) => then.1 = 1,
                }
            }
            if holds {
                if until_it_holds {
                    return true;
                }
                if best.as_ref().is_none_or(|(s, _)| then.2 < *s) {
                    best = Some((then.2, state.at.clone()));
                }
            }
            let late = &mut history[round % HISTORY];
            if then <= now || then < *late {
                now = then;
                trouble = found;
            } else {
                for (unit, _) in &removed {
                    state.take(*unit);
                }
                for (unit, spot) in &removed {
                    if spot.is_somewhere() {
                        state.put(*unit, *spot);
                    }
                }
            }
            *late = now;
        }
        match best {
            Some((_, at)) => {
                *state = State::with(self.p, &at);
                true
            }
            None => false,
        }
    }

    /// The host that is most over its limits, or a random one that is in use.
    fn worst_host(&mut self, state: &State<'_>) -> Option<u32> {
        let hosts: Vec<u32> = (0..self.p.hosts.len() as u32)
            .filter(|h| self.open[*h as usize] && !state.on[*h as usize].is_empty())
            .collect();
        if hosts.is_empty() {
            return None;
        }
        let pick = hosts[self.random.below(hosts.len())];
        if self.random.below(3) == 0 {
            return Some(pick);
        }
        let full = |h: u32| match self.objective {
            Objective::Balance => (share(state, h) * 1e9) as i64,
            _ => state.over_of(h).max(state.fullest(h) - FULL),
        };
        let worst = hosts.iter().copied().max_by_key(|h| (full(*h), *h))?;
        Some(if full(worst) > 0 || self.objective == Objective::Balance {
            worst
        } else {
            pick
        })
    }

    /// Takes units off: of a host in trouble and some others, or a few anywhere. What was where.
    fn ruin(&mut self, state: &mut State<'_>, trouble: Option<u32>) -> Vec<(usize, Spot)> {
        let p = self.p;
        let mut chosen: Vec<usize> = Vec::new();
        for unit in 0..p.units.len() {
            if !state.at[unit].is_somewhere() {
                chosen.push(unit);
            }
        }
        let first = match trouble {
            Some(host) if self.random.below(4) > 0 => Some(host),
            _ => self.worst_host(state),
        };
        if let Some(first) = first {
            let mut hosts = vec![first];
            let pool = p.hosts[first as usize].pool;
            let others: Vec<u32> = (0..p.hosts.len() as u32)
                .filter(|h| {
                    *h != first && self.open[*h as usize] && p.hosts[*h as usize].pool == pool
                })
                .collect();
            if !others.is_empty() {
                for _ in 0..1 + self.random.below(3) {
                    hosts.push(others[self.random.below(others.len())]);
                }
            }
            let part = 0.15 + 0.85 * self.random.unit() * self.random.unit();
            for host in hosts {
                for unit in &state.on[host as usize] {
                    if self.random.unit() < part {
                        chosen.push(*unit as usize);
                    }
                }
            }
        }
        if self.objective == Objective::Moves && self.random.below(2) == 0 {
            // Those that have moved may go back.
            for unit in 0..p.units.len() {
                if state.at[unit] != p.home[unit] && self.random.below(4) == 0 {
                    chosen.push(unit);
                }
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        chosen.retain(|u| p.kind(*u).options.len() > 1 || !state.at[*u].is_somewhere());
        let removed: Vec<(usize, Spot)> = chosen.iter().map(|u| (*u, state.at[*u])).collect();
        for unit in chosen {
            state.take(unit);
        }
        removed
    }

    /// What was found, with its score.
    pub fn found(&self, state: &State<'_>) -> Found {
        Found {
            at: state.at.clone(),
            open: self.open.clone(),
            score: score(state, self.objective, &self.open),
        }
    }

    /// Members moved, for comparing placements of equal value.
    pub fn moved(&self, at: &[Spot]) -> i64 {
        moved(self.p, at)
    }
}
