//! Evenkeel's model: plans of fault-tolerant virtual deployments and everything derived from them.
//!
//! No window, dialog, disk, clock, thread or PDF in here; deriving is pure, deterministic and total.
//!
//! ```text
//! text ──io──> Plan ──edit, history──> Plan'
//!                │
//!   catalogue ─> facts ──> check ──> report ──> drawing
//! ```
//!
//! - [`units`], [`ids`], [`plan`]: the document. [`edit`], [`history`]: every change of it. [`io`]: its text.
//! - [`catalogue`]: platforms, workload versions, constants and hardware, as data under `assets`.
//! - [`failure`]: what can fail, and what goes down with it.
//! - [`figure`]: numbers that explain themselves. [`formula`]: the formulas. [`facts`]: everything derived.
//! - [`calc`]: the same formulas alone, as calculators.
//! - [`pool`]: which host failures restarts survive, by a platform's planner and exactly.
//! - [`outlook`]: how much more it holds, and what is the smallest that does.
//! - [`solve`]: packing with proof, apart from plans. [`place`]: which VM on which host.
//! - [`check`]: rules, findings, fixes, verdict. [`drawing`]: shapes for screen and paper.

// Total: whatever the plan holds, nothing here panics.
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod availability;
pub mod calc;
pub mod catalogue;
pub mod check;
pub mod drawing;
pub mod edit;
pub mod facts;
pub mod failure;
pub mod figure;
pub mod formula;
pub mod history;
pub mod ids;
pub mod io;
pub mod measure;
pub mod outlook;
pub mod place;
pub mod plan;
pub mod pool;
pub mod report;
pub mod solve;
pub mod units;
