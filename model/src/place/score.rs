//! What a placement is worth by an objective.

use super::problem::{FULL, Problem, Spot};
use super::question::Objective;
use super::state::State;

/// Smaller is better: the value, then how evenly hosts are filled. Shares count in thousand-millionths.
pub(super) type Score = (i64, i64);

/// Shares in whole numbers.
pub(super) const PER_SHARE: f64 = 1e9;

/// The highest share of a host's capacity in normal running.
pub(super) fn share(state: &State<'_>, host: u32) -> f64 {
    let class = state.p.class(host);
    state
        .load(host)
        .iter()
        .zip(&class.share)
        .map(|(load, share)| *load as f64 / FULL as f64 * share)
        .fold(0.0, f64::max)
}

/// Members of a kind that stand elsewhere than today, newly placed ones not counted.
fn moved_of(home: &[Spot], at: &[Spot]) -> i64 {
    let mut left: Vec<Spot> = at.to_vec();
    let mut moved = 0;
    for spot in home.iter().filter(|s| s.is_somewhere()) {
        match left.iter().position(|s| s == spot) {
            Some(found) => {
                left.swap_remove(found);
            }
            None => moved += 1,
        }
    }
    moved
}

/// Members that change their place. Units that stay together count as all of theirs.
pub(super) fn moved(p: &Problem, at: &[Spot]) -> i64 {
    let mut sum = 0;
    let mut from = 0;
    while from < p.units.len() {
        let kind = p.units[from];
        let mut to = from;
        while to < p.units.len() && p.units[to] == kind {
            to += 1;
        }
        let members: u32 = p.kinds[kind].parts.iter().map(|(_, n)| n).sum();
        let units = if to - from > 64 {
            // Counted place by place: long groups would be compared with themselves.
            let pairs = p.home[from..to].iter().zip(&at[from..to]);
            pairs.filter(|(h, a)| h.is_somewhere() && h != a).count() as i64
        } else {
            moved_of(&p.home[from..to], &at[from..to])
        };
        sum += units * i64::from(members);
        from = to;
    }
    sum
}

/// How evenly hosts are filled: the sum of squares, small where all are alike.
fn unevenness(state: &State<'_>) -> i64 {
    let hosts = 0..state.p.hosts.len() as u32;
    let sum: f64 = hosts.map(|h| share(state, h).powi(2)).sum();
    (sum * 1e6) as i64
}

/// The score when `open` hosts are in use or kept.
pub(super) fn score(state: &State<'_>, objective: Objective, open: &[bool]) -> Score {
    let p = state.p;
    let opened = || p.hosts.iter().zip(open).filter(|(_, o)| **o);
    let value = match objective {
        Objective::Hosts => opened().count() as i64,
        Objective::Cost => {
            let cost = opened().fold(0u64, |sum, (h, _)| sum.saturating_add(h.cost));
            i64::try_from(cost).unwrap_or(i64::MAX)
        }
        Objective::Balance => {
            let hosts = 0..p.hosts.len() as u32;
            let worst = hosts.map(|h| share(state, h)).fold(0.0, f64::max);
            (worst * PER_SHARE).round() as i64
        }
        Objective::Moves => moved(p, &state.at),
    };
    (value, unevenness(state))
}

/// A score's value in the unit of its objective.
pub(super) fn value(objective: Objective, value: i64) -> f64 {
    match objective {
        Objective::Balance => value as f64 / PER_SHARE,
        Objective::Hosts | Objective::Cost | Objective::Moves => value as f64,
    }
}
