//! What replications add up to: mean with interval, years without an outage, percentiles.

use super::super::quantile::student_t;

/// Downtime below this many hours is "none" for percentiles; bins grow by a fifth of a per cent from here.
const LEAST_H: f64 = 1e-7;
const GROWTH: f64 = 1.002;
const BINS: usize = 14_000;

/// Downtimes of replications, merged in any grouping.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tally {
    pub replications: u64,
    sum: f64,
    squares: f64,
    outages: u64,
    none: u64,
    planned: f64,
    /// Counts by size; empty until the first outage.
    bins: Vec<u64>,
    most: f64,
}

/// What a tally says.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Summary {
    pub replications: u64,
    /// Mean hours down in a replication.
    pub mean_h: f64,
    pub deviation_h: f64,
    /// Half of the interval at the confidence asked for.
    pub half_width_h: f64,
    /// Share of replications without an outage.
    pub none: f64,
    /// Outages in a replication.
    pub outages: f64,
    /// Of the mean, hours of planned work.
    pub planned_h: f64,
    pub p50_h: f64,
    pub p95_h: f64,
    pub p99_h: f64,
}

impl Tally {
    pub fn add(&mut self, hours: f64, planned: f64, outages: u64) {
        self.replications += 1;
        self.sum += hours;
        self.squares += hours * hours;
        self.planned += planned;
        self.outages += outages;
        self.most = self.most.max(hours);
        if hours < LEAST_H {
            self.none += 1;
            return;
        }
        if self.bins.is_empty() {
            self.bins = vec![0; BINS];
        }
        let bin = ((hours / LEAST_H).ln() / GROWTH.ln()) as usize;
        if let Some(b) = self.bins.get_mut(bin.min(BINS - 1)) {
            *b += 1;
        }
    }

    /// Adds what another block found; in the order of blocks, sums are the same to the last digit.
    pub fn merge(&mut self, other: &Tally) {
        self.replications += other.replications;
        self.sum += other.sum;
        self.squares += other.squares;
        self.outages += other.outages;
        self.none += other.none;
        self.planned += other.planned;
        self.most = self.most.max(other.most);
        if self.bins.is_empty() {
            self.bins.clone_from(&other.bins);
        } else {
            for (a, b) in self.bins.iter_mut().zip(&other.bins) {
                *a += b;
            }
        }
    }

    /// The downtime that a share of replications stays below, within a fifth of a per cent.
    pub fn percentile(&self, share: f64) -> f64 {
        let wanted = share * self.replications as f64;
        let mut seen = self.none as f64;
        if seen >= wanted {
            return 0.0;
        }
        for (bin, count) in self.bins.iter().enumerate() {
            seen += *count as f64;
            if seen >= wanted {
                return (LEAST_H * GROWTH.powf(bin as f64 + 0.5)).min(self.most);
            }
        }
        self.most
    }

    /// Mean, interval and percentiles at a confidence, for example 0.95.
    pub fn summary(&self, confidence: f64) -> Summary {
        let n = self.replications as f64;
        if self.replications == 0 {
            return Summary::default();
        }
        let mean = self.sum / n;
        let variance = if self.replications > 1 {
            ((self.squares - self.sum * mean) / (n - 1.0)).max(0.0)
        } else {
            0.0
        };
        let deviation = variance.sqrt();
        let t = if self.replications > 1 {
            student_t(0.5 + confidence / 2.0, n - 1.0)
        } else {
            0.0
        };
        Summary {
            replications: self.replications,
            mean_h: mean,
            deviation_h: deviation,
            half_width_h: t * deviation / n.sqrt(),
            none: self.none as f64 / n,
            outages: self.outages as f64 / n,
            planned_h: self.planned / n,
            p50_h: self.percentile(0.5),
            p95_h: self.percentile(0.95),
            p99_h: self.percentile(0.99),
        }
    }
}
