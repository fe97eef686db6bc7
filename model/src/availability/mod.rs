//! The mathematics of availability: chains, groups with repair, structures, bounds, intervals, simulation.
//!
//! Pure, deterministic, plain numbers. Rates are per hour, times hours. Unavailability is the kept quantity, never one
//! minus availability: methods add positive terms only wherever the method allows it, so that small figures keep all
//! their digits. Closed formulas stand in [`crate::formula`]; here is what is solved, searched or drawn.
//!
//! - [`chain`]: Markov chains: steady state, mean time to a set of states, state after a time.
//! - [`group`]: n equal units, k needed, with crews, standby and common cause; different units.
//! - [`structure`], [`bdd`], [`cuts`], [`importance`]: Boolean structures with shared parts as one variable.
//! - [`quantile`]: chi-square, Student's t and normal quantiles; intervals of field data.
//! - [`contract`]: how long a service contract takes to send somebody.
//! - [`simulate`]: event calendar with seeded, independent blocks.

pub mod bdd;
pub mod chain;
pub mod contract;
pub mod cuts;
pub mod group;
pub mod importance;
pub mod quantile;
pub mod simulate;
pub mod structure;

#[cfg(test)]
mod tests;
