//! Groups of units with repair: equal ones as a chain on the number that has failed, different ones independent.

use super::chain::Chain;

/// What units do that are not needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standby {
    /// All units run and may fail.
    Hot,
    /// Spares do not fail.
    Cold,
    /// Spares fail at this share of the rate.
    Warm(f64),
}

/// What repair does after the last unit has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restore {
    /// One unit at a time, as the crews allow.
    Each,
    /// The repair from the state without any unit brings back all at once.
    All,
}

/// n equal units of which k must work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    pub n: usize,
    pub k: usize,
    /// Failures of a unit an hour.
    pub lambda: f64,
    /// Repairs of a crew an hour.
    pub mu: f64,
    /// Repair crews; as many as units where each has its own.
    pub crews: usize,
    pub standby: Standby,
    /// Share of failures that take every unit at once.
    pub beta: f64,
    pub restore: Restore,
}

/// What a group does in the long run.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GroupResult {
    /// Probability of so many failed units, from none to all.
    pub states: Vec<f64>,
    pub unavailability: f64,
    /// Outages an hour.
    pub frequency: f64,
    /// Mean hours until the first outage from all units up; none when none ever comes.
    pub mttf_h: Option<f64>,
}

/// Most units of a group.
pub const MAX_UNITS: usize = 128;

impl Group {
    /// A group of hot units, each with a crew of its own and nothing in common.
    pub fn independent(n: usize, k: usize, lambda: f64, mu: f64) -> Self {
        Self {
            n,
            k,
            lambda,
            mu,
            crews: n,
            standby: Standby::Hot,
            beta: 0.0,
            restore: Restore::Each,
        }
    }

    /// The chain on the number of failed units.
    pub fn chain(&self) -> Chain {
        let (n, k) = (self.n.min(MAX_UNITS), self.k);
        let mut chain = Chain::new(n + 1);
        for failed in 0..n {
            let left = n - failed;
            let running = left.min(k);
            let spare = (left - running) as f64;
            let failing = match self.standby {
                Standby::Hot => left as f64,
                Standby::Cold => running as f64,
                Standby::Warm(share) => running as f64 + spare * share,
            };
            chain.add(
                failed,
                failed + 1,
                failing * (1.0 - self.beta) * self.lambda,
            );
            chain.add(failed, n, self.beta * self.lambda);
            let working = (failed + 1).min(self.crews.max(1)) as f64;
            match self.restore {
                Restore::All if failed + 1 == n => chain.add(n, 0, self.mu),
                _ => chain.add(failed + 1, failed, working * self.mu),
            }
        }
        chain
    }

    /// Solves the chain; none when the group is never repaired.
    pub fn solve(&self) -> Option<GroupResult> {
        let chain = self.chain();
        let states = chain.steady()?;
        let n = chain.len() - 1;
        // More than n − k failed: the group is down.
        let limit = n.saturating_sub(self.k);
        let down = |failed: usize| failed > limit;
        let unavailability = states.iter().skip(limit + 1).sum();
        let frequency = states
            .iter()
            .enumerate()
            .filter(|(i, _)| !down(*i))
            .map(|(i, p)| {
                p * (0..=n)
                    .filter(|j| down(*j))
                    .map(|j| chain.rate(i, j))
                    .sum::<f64>()
            })
            .sum();
        let goal: Vec<usize> = (0..=n).filter(|j| down(*j)).collect();
        Some(GroupResult {
            mttf_h: chain.mean_time_to(0, &goal),
            states,
            unavailability,
            frequency,
        })
    }
}

/// Probability that fewer than `k` of independent units work, unit `i` failed with probability `q[i]`: by counting units
/// one after the other.
pub fn fewer_than(k: usize, q: &[f64]) -> f64 {
    // Failed ones are counted: more than n − k of them stop the group. Counts beyond that are one state.
    let most = q.len().saturating_sub(k);
    if k > q.len() {
        return 1.0;
    }
    let mut failed = vec![0.0f64; most + 2];
    if let Some(first) = failed.first_mut() {
        *first = 1.0;
    }
    for q in q {
        let p = 1.0 - q;
        let mut carried = 0.0;
        let last = failed.len() - 1;
        for (i, now) in failed.iter_mut().enumerate() {
            let stays = if i == last { *now } else { *now * p };
            let moves = if i == last { 0.0 } else { *now * q };
            *now = stays + carried;
            carried = moves;
        }
    }
    failed.last().copied().unwrap_or(0.0)
}

/// Mean hours until a mirror of `pairs` pairs loses both disks of one: the number of pairs with one disk left as a chain.
pub fn mirrored_pairs_life(pairs: usize, lambda: f64, mu: f64, crews: usize) -> Option<f64> {
    let pairs = pairs.clamp(1, MAX_UNITS);
    let lost = pairs + 1;
    let mut chain = Chain::new(pairs + 2);
    for degraded in 0..=pairs {
        chain.add(
            degraded,
            degraded + 1,
            (pairs - degraded) as f64 * 2.0 * lambda,
        );
        chain.add(degraded, lost, degraded as f64 * lambda);
        if degraded > 0 {
            let working = degraded.min(crews.max(1)) as f64;
            chain.add(degraded, degraded - 1, working * mu);
        }
    }
    chain.mean_time_to(0, &[lost])
}
