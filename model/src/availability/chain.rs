//! Markov chains in continuous time.
//!
//! States are eliminated one by one as Grassmann, Taksar and Heyman do: only sums, products and quotients of positive
//! numbers, so a probability of 1e-15 has as many digits as one of a half.

/// Rates between states; `rates[i][j]` is the rate from i to j an hour. The diagonal is not read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Chain {
    rates: Vec<Vec<f64>>,
}

/// States of a chain that may be solved at once.
pub const MAX_STATES: usize = 400;

impl Chain {
    /// A chain of `states` without any transition.
    pub fn new(states: usize) -> Self {
        Self {
            rates: vec![vec![0.0; states]; states],
        }
    }

    pub fn len(&self) -> usize {
        self.rates.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    /// Adds a transition; rates between the same states add up. Nothing happens for unknown states, a state to itself,
    /// or a rate that is not positive.
    pub fn add(&mut self, from: usize, to: usize, rate: f64) {
        if from == to || !rate.is_finite() || rate <= 0.0 {
            return;
        }
        if let Some(cell) = self.rates.get_mut(from).and_then(|row| row.get_mut(to)) {
            *cell += rate;
        }
    }

    pub fn rate(&self, from: usize, to: usize) -> f64 {
        self.rates
            .get(from)
            .and_then(|row| row.get(to))
            .copied()
            .unwrap_or(0.0)
    }

    /// Probability of each state in the long run from state 0; none when the chain has two places that it never leaves.
    pub fn steady(&self) -> Option<Vec<f64>> {
        let n = self.len();
        if n == 0 {
            return None;
        }
        // States that state 0 never comes to, and those it leaves for good, have probability zero.
        let from_0 = self.reached(0, false);
        let class: Vec<usize> = (0..n)
            .filter(|i| from_0.get(*i).copied().unwrap_or(false))
            .collect();
        let recurrent: Vec<usize> = class
            .iter()
            .copied()
            .filter(|i| {
                let forth = self.reached(*i, false);
                class.iter().all(|j| {
                    !forth.get(*j).copied().unwrap_or(false)
                        || self.reached(*j, false).get(*i).copied().unwrap_or(false)
                })
            })
            .collect();
        let first = *recurrent.first()?;
        let together = self.reached(first, false);
        if recurrent
            .iter()
            .any(|i| !together.get(*i).copied().unwrap_or(false))
        {
            return None;
        }
        let mut q: Vec<Vec<f64>> = recurrent
            .iter()
            .map(|i| recurrent.iter().map(|j| self.rate(*i, *j)).collect())
            .collect();
        let m = recurrent.len();
        let at = |q: &[Vec<f64>], i: usize, j: usize| {
            q.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0.0)
        };
        for k in (1..m).rev() {
            let out: f64 = (0..k).map(|j| at(&q, k, j)).sum();
            if out <= 0.0 {
                return None;
            }
            for i in 0..k {
                let share = at(&q, i, k) / out;
                if share == 0.0 {
                    continue;
                }
                for j in 0..k {
                    if i != j {
                        let more = share * at(&q, k, j);
                        if let Some(cell) = q.get_mut(i).and_then(|r| r.get_mut(j)) {
                            *cell += more;
                        }
                    }
                }
            }
        }
        let mut weights = vec![1.0f64];
        for k in 1..m {
            let out: f64 = (0..k).map(|j| at(&q, k, j)).sum();
            let into: f64 = weights
                .iter()
                .enumerate()
                .map(|(i, w)| w * at(&q, i, k))
                .sum();
            weights.push(into / out);
        }
        let total: f64 = weights.iter().sum();
        let mut all = vec![0.0; n];
        for (i, w) in recurrent.iter().zip(weights) {
            if let Some(p) = all.get_mut(*i) {
                *p = w / total;
            }
        }
        Some(all)
    }

    /// States reached from one, itself included; backwards: states that reach it.
    fn reached(&self, from: usize, backwards: bool) -> Vec<bool> {
        let n = self.len();
        let mut seen = vec![false; n];
        let mut open = vec![from];
        while let Some(i) = open.pop() {
            match seen.get_mut(i) {
                Some(s) if !*s => *s = true,
                _ => continue,
            }
            open.extend((0..n).filter(|j| {
                let rate = if backwards {
                    self.rate(*j, i)
                } else {
                    self.rate(i, *j)
                };
                rate > 0.0
            }));
        }
        seen
    }

    /// Mean hours from `start` until one of `goal` is entered; none when it may never be.
    pub fn mean_time_to(&self, start: usize, goal: &[usize]) -> Option<f64> {
        if goal.contains(&start) {
            return Some(0.0);
        }
        let n = self.len();
        // Only what is met before the goal counts.
        let mut stopped = self.clone();
        for g in goal {
            if let Some(row) = stopped.rates.get_mut(*g) {
                row.fill(0.0);
            }
        }
        let met = stopped.reached(start, false);
        let mut states: Vec<usize> = (0..n)
            .filter(|i| met.get(*i).copied().unwrap_or(false) && !goal.contains(i))
            .collect();
        // The start is eliminated last.
        states.retain(|i| *i != start);
        states.insert(0, start);
        let m = states.len();
        let mut q: Vec<Vec<f64>> = states
            .iter()
            .map(|i| states.iter().map(|j| self.rate(*i, *j)).collect())
            .collect();
        let mut out: Vec<f64> = states
            .iter()
            .map(|i| goal.iter().map(|g| self.rate(*i, *g)).sum())
            .collect();
        let mut time = vec![1.0f64; m];
        let at = |q: &[Vec<f64>], i: usize, j: usize| {
            q.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0.0)
        };
        let of = |v: &[f64], i: usize| v.get(i).copied().unwrap_or(0.0);
        for k in (1..m).rev() {
            let leave: f64 = (0..k).map(|j| at(&q, k, j)).sum::<f64>() + of(&out, k);
            if leave <= 0.0 {
                return None;
            }
            for i in 0..k {
                let share = at(&q, i, k) / leave;
                if share == 0.0 {
                    continue;
                }
                for j in 0..k {
                    if i != j {
                        let more = share * at(&q, k, j);
                        if let Some(cell) = q.get_mut(i).and_then(|r| r.get_mut(j)) {
                            *cell += more;
                        }
                    }
                }
                let (more_out, more_time) = (share * of(&out, k), share * of(&time, k));
                if let Some(cell) = out.get_mut(i) {
                    *cell += more_out;
                }
                if let Some(cell) = time.get_mut(i) {
                    *cell += more_time;
                }
            }
        }
        let leave = of(&out, 0);
        (leave > 0.0).then(|| of(&time, 0) / leave)
    }

    /// Probability of each state `hours` after the chain was in `start`.
    pub fn after(&self, start: usize, hours: f64) -> Vec<f64> {
        let n = self.len();
        let mut now = vec![0.0; n];
        if let Some(p) = now.get_mut(start) {
            *p = 1.0;
        }
        let fastest = (0..n)
            .map(|i| (0..n).filter(|j| *j != i).map(|j| self.rate(i, j)).sum())
            .fold(0.0f64, f64::max);
        if hours <= 0.0 || fastest <= 0.0 {
            return now;
        }
        // A step so short that the series of the uniformised chain converges at once, then squared again and again.
        let squarings = (fastest * hours).log2().ceil().max(0.0);
        let step = hours / squarings.exp2();
        let jump: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let out: f64 = (0..n).filter(|j| *j != i).map(|j| self.rate(i, j)).sum();
                (0..n)
                    .map(|j| {
                        if i == j {
                            1.0 - out / fastest
                        } else {
                            self.rate(i, j) / fastest
                        }
                    })
                    .collect()
            })
            .collect();
        let times = |a: &[Vec<f64>], b: &[Vec<f64>]| -> Vec<Vec<f64>> {
            a.iter()
                .map(|row| {
                    let mut sum = vec![0.0; n];
                    for (x, other) in row.iter().zip(b) {
                        if *x != 0.0 {
                            for (s, y) in sum.iter_mut().zip(other) {
                                *s += x * y;
                            }
                        }
                    }
                    sum
                })
                .collect()
        };
        let mut power: Vec<Vec<f64>> = (0..n)
            .map(|i| (0..n).map(|j| if i == j { 1.0 } else { 0.0 }).collect())
            .collect();
        let mut matrix = vec![vec![0.0; n]; n];
        let mut weight = (-fastest * step).exp();
        for k in 0..40u32 {
            if k > 0 {
                power = times(&power, &jump);
                weight *= fastest * step / f64::from(k);
            }
            for (sum, row) in matrix.iter_mut().zip(&power) {
                for (s, p) in sum.iter_mut().zip(row) {
                    *s += weight * p;
                }
            }
        }
        for _ in 0..(squarings as u32) {
            matrix = times(&matrix, &matrix);
        }
        matrix.get(start).cloned().unwrap_or(now)
    }
}
