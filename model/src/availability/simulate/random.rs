//! Seeded random numbers: the same on every machine and in every release; each block has a stream of its own.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::super::quantile::normal;

/// How long a repair takes around its mean.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Spread {
    /// Any time, short ones more often.
    #[default]
    Exponential,
    /// Always the mean.
    Fixed,
    /// Log-normal with this standard deviation over the mean.
    LogNormal(f64),
}

/// Draws of one block.
pub struct Random(ChaCha8Rng);

impl Random {
    pub fn new(seed: u64, block: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(block);
        Self(rng)
    }

    /// Evenly in (0, 1].
    pub fn unit(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.unit().ln()
    }

    pub fn spread(&mut self, mean: f64, spread: Spread) -> f64 {
        if mean <= 0.0 {
            return 0.0;
        }
        match spread {
            Spread::Exponential => self.exponential(mean),
            Spread::Fixed => mean,
            Spread::LogNormal(share) => {
                let variance = (share * share).ln_1p();
                let z = normal(self.unit().min(1.0 - 1e-16));
                mean * (variance.sqrt() * z - variance / 2.0).exp()
            }
        }
    }
}
