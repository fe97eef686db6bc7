//! Formulas as generic functions over traced numbers: what facts of a plan and calculators share.
//!
//! A function takes its inputs already given (the caller knows where they come from: typed in the plan, a constant of
//! the catalogue, entered into a calculator) and returns the result. Units stand in the names of the arguments.

pub mod checkpoint;
pub mod cost;
pub mod disks;
pub mod energy;
pub mod failover;
pub mod fibre;
pub mod host;
pub mod invest;
pub mod lockstep;
pub mod mailbox;
pub mod mirror;
pub mod planned;
pub mod pool;
pub mod resync;
pub mod sites;
pub mod sql;
pub mod storage;
pub mod uptime;
pub mod wire;
pub mod witness;
pub mod workload;
