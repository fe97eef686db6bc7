//! Worker threads and their stacks (Configure the max worker threads option, Microsoft, 2017).

use crate::figure::{Num, Tracer};

/// Rows of the table of `max worker threads` left at 0.
pub struct WorkerRows<N> {
    /// Up to four processors.
    pub base: N,
    /// For each processor from the fifth, up to 64 processors.
    pub step: N,
    /// The same above 64 processors.
    pub step_many: N,
}

/// Processors up to which the base alone holds.
const FREE: f64 = 4.0;
/// Processors up to which the first step holds; the table puts 64 itself there.
const MANY: f64 = 64.0;

/// Worker threads of so many logical processors.
pub fn workers<T: Tracer>(t: &mut T, processors: T::N, rows: WorkerRows<T::N>) -> T::N {
    let lp = processors.value();
    if lp <= FREE {
        return rows.base;
    }
    let step = if lp <= MANY {
        rows.step
    } else {
        rows.step_many
    };
    rows.base + (processors - t.number(FREE)) * step
}
