//! Copies that SQL Server keeps itself: bandwidth, recovery and loss (Monitor performance for Always On availability
//! groups, Microsoft, 2017).

use crate::figure::{Num, Tracer};

/// Network of so many copies, Mbit/s: the log rate and what comes on top.
pub fn copy_mbps<T: Tracer>(t: &mut T, log_mb_s: T::N, overhead: T::N, copies: T::N) -> T::N {
    let one = t.number(1.0);
    log_mb_s * (one + overhead) * copies * t.number(8.0)
}

/// Time to redo what is queued, s.
pub fn redo_s<N: Num>(queue_kb: N, rate_kb_s: N) -> N {
    queue_kb / rate_kb_s
}

/// Recovery, s: detection, failover, redo.
pub fn failover_s<N: Num>(detection_s: N, overhead_s: N, redo_s: N) -> N {
    detection_s + overhead_s + redo_s
}

/// Data lost, as seconds of log.
pub fn loss_s<N: Num>(send_queue_kb: N, log_kb_s: N) -> N {
    send_queue_kb / log_kb_s
}

/// The largest of several; zero of none.
pub fn worst<T: Tracer>(t: &mut T, all: Vec<T::N>) -> T::N {
    match all.into_iter().reduce(Num::max) {
        Some(n) => n,
        None => t.number(0.0),
    }
}
