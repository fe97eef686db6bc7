//! SQL Server: processor, memory, parallelism, log and commits, copies, backups, licences.
//!
//! Which version's or edition's values stand in a formula is the caller's matter.

pub mod backup;
pub mod commit;
pub mod copies;
pub mod cpu;
pub mod edition;
pub mod licence;
pub mod memory;
pub mod network;
pub mod parallel;
pub mod storage;
pub mod threads;

use crate::figure::{Num, Tracer};

/// The nearest whole number, halves to the even one as the published scripts round.
fn nearest<T: Tracer>(t: &mut T, value: T::N) -> T::N {
    let whole = value.value().round_ties_even();
    t.solved("nearest", vec![value], whole)
}
