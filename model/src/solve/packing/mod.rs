//! Packing items with several sizes each into the fewest or cheapest bins, with a proven bound (vector bin packing).
//!
//! A [`Problem`] has items, bin types (capacity, cost, how many there are), and groups that are kept apart or together; an existing host
//! is a bin type of which there is one and which costs nothing. [`pack`] answers with a packing, a bound that no packing can be below,
//! where the bound comes from, and what is in the way when there is no packing.
//!
//! ```text
//! Problem ──instance──> Instance ──bounds──> quick bounds
//!                          │──construct──> first packings ──repair──> better ones
//!                          │──relax (simplex, pricing over classes)──> bound, fractions ──round──> packings
//!                          └──branch (decide)──> packings and bound until they meet
//! ```
//!
//! - [`problem`]: what is asked and answered, and the check of a packing, written apart from the solver.
//! - `instance`, `decide`, `classes`: the problem as it is worked on; after decisions; alike items.
//! - `layout`: bins being filled. `construct`, `repair`: packings without proof. `bounds`: bounds without search.
//! - `relax`, `simplex`, `pricing`, `knapsack`, `round`: relaxation by columns, its linear program, the best content of one bin, dives.
//! - `branch`, `solver`: exact search; who works when.

mod bounds;
mod branch;
mod classes;
mod construct;
mod decide;
mod instance;
mod knapsack;
mod layout;
mod pricing;
pub mod problem;
mod relax;
mod repair;
mod round;
mod simplex;
mod solver;

#[cfg(test)]
mod tests;

pub use problem::{
    Answer, Apart, Because, Bin, BinType, Broken, Fault, Item, Obstacle, Packing, Problem,
    Progress, Verdict,
};
pub use solver::{Options, pack};
