//! Processor use and queue.

use crate::figure::{Num, Tracer};

/// Cores' worth of so many requests a second of so many core-milliseconds.
pub fn cores<T: Tracer>(t: &mut T, requests_per_s: T::N, core_ms: T::N) -> T::N {
    requests_per_s * core_ms / t.number(1000.0)
}

/// Cores that keep the use at a target.
pub fn cores_at<N: Num>(cores: N, target: N) -> N {
    cores / target
}

/// Items in the queue of a processor in use by a share: U ÷ (1 − U); without end at full use.
pub fn queue<T: Tracer>(t: &mut T, share: T::N) -> T::N {
    let one = t.number(1.0);
    let top = t.number(1.0);
    let share = share.min(top);
    share.clone() / (one - share)
}

/// Benchmark throughput of a core.
pub fn per_core<N: Num>(throughput: N, cores: N) -> N {
    throughput / cores
}
