//! Solvers that know nothing of plans: how much fits where, and how close to the best that is.
//!
//! - [`packing`]: the fewest or cheapest bins, with proof.
//! - `budget`, `random`, `bits`: what they share. No clock: a [`Budget`] counts work and asks whether to stop; the same seed and work give
//!   the same answer.

mod bits;
mod budget;
pub mod packing;
mod random;

pub use budget::Budget;
pub(crate) use budget::Meter;
pub(crate) use random::Random;
