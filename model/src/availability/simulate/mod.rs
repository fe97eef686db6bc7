//! Monte-Carlo simulation of repairable systems by an event calendar.
//!
//! A [`Model`] holds parts that fail and are repaired (by crews of their own or shared), causes that take several parts
//! at once, spares that wait cold, and what is watched: structures over the parts, with failover between their sides.
//! [`Model::compile`] makes it ready; [`Simulation::block`] runs one block of replications. Blocks are independent: any
//! number may run at once, and their [`Tally`] merged in order gives the same figures however they were spread.

mod calendar;
mod engine;
mod random;
mod tally;
#[cfg(test)]
mod tests;

pub use engine::{Run, Simulation};
pub use random::{Random, Spread};
pub use tally::{Summary, Tally};

use super::structure::Expr;

/// A part that fails and is repaired.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    pub mttf_h: f64,
    pub mttr_h: f64,
    pub repair: Spread,
    /// Crews that repair it, by number; its own when none.
    pub crew: Option<usize>,
}

impl Item {
    /// Exponential times and a crew of its own.
    pub fn new(mttf_h: f64, mttr_h: f64) -> Self {
        Self {
            mttf_h,
            mttr_h,
            repair: Spread::Exponential,
            crew: None,
        }
    }
}

/// Something that takes several parts at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    pub mttf_h: f64,
    pub items: Vec<usize>,
}

/// Equal parts of which only so many run; the others wait and do not fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Cold {
    pub items: Vec<usize>,
    pub running: usize,
}

/// Failover between the sides of what is watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failover {
    /// Probability that it works.
    pub coverage: f64,
    /// Mean of one that works, hours.
    pub delta_h: f64,
    /// Mean of one that does not, hours.
    pub tau_h: f64,
    /// How both times spread.
    pub spread: Spread,
    /// Every side serves, so that the loss of any interrupts; otherwise only the active one.
    pub all_serve: bool,
}

impl Failover {
    /// At once and always.
    pub const INSTANT: Failover = Failover {
        coverage: 1.0,
        delta_h: 0.0,
        tau_h: 0.0,
        spread: Spread::Exponential,
        all_serve: false,
    };
}

/// Work that is planned: every so many hours, for so long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub every_h: f64,
    pub hours: f64,
}

/// What is watched: up while one of its sides is.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// What must work for each side, structures of what works.
    pub sides: Vec<Expr>,
    pub failover: Failover,
    pub planned: Option<Window>,
}

impl Watch {
    /// A plain structure.
    pub fn of(works: Expr) -> Self {
        Self {
            sides: vec![works],
            failover: Failover::INSTANT,
            planned: None,
        }
    }
}

/// Everything that is simulated together.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Model {
    pub items: Vec<Item>,
    /// People in each crew.
    pub crews: Vec<usize>,
    pub shared: Vec<Shared>,
    pub cold: Vec<Cold>,
    pub watches: Vec<Watch>,
}

impl Model {
    /// Ready to run. Numbers of parts and crews that do not exist are left out.
    pub fn compile(&self) -> Simulation {
        Simulation::new(self)
    }
}
