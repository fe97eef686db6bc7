//! Lockstep by record and replay: what is logged, how long output waits, and how much slower the VM runs.

use crate::figure::{Num, Tracer};

/// Logging, Mbit/s: (disk reads × 8 + received) × factor, plus what an idle guest logs. Sends and disk writes do not
/// count; reads do not where the second copy reads its own disks.
pub fn log_mbps<T: Tracer>(
    t: &mut T,
    read_mb_s: Option<T::N>,
    received_mbps: T::N,
    factor: T::N,
    idle_mbps: Option<T::N>,
) -> T::N {
    let inputs = match read_mb_s {
        Some(reads) => reads * t.number(8.0) + received_mbps,
        None => received_mbps,
    };
    let logged = inputs * factor;
    match idle_mbps {
        Some(idle) => logged + idle,
        None => logged,
    }
}

/// Most that the VM may receive on a logging link, Mbit/s: link ÷ factor − disk reads × 8.
pub fn max_received_mbps<T: Tracer>(
    t: &mut T,
    link_mbps: T::N,
    factor: T::N,
    read_mb_s: Option<T::N>,
) -> T::N {
    let zero = t.number(0.0);
    let room = link_mbps / factor;
    match read_mb_s {
        Some(reads) => (room - reads * t.number(8.0)).max(zero),
        None => room,
    }
}

/// How long each packet sent and each disk write is held, ms: round trip and the partner's time to log and answer.
pub fn output_hold_ms<T: Tracer>(rtt_ms: T::N, acknowledge_ms: Option<T::N>) -> T::N {
    match acknowledge_ms {
        Some(ack) => rtt_ms + ack,
        None => rtt_ms,
    }
}

/// Speed over native: 1 − overhead.
pub fn speed<T: Tracer>(t: &mut T, overhead: T::N) -> T::N {
    t.number(1.0) - overhead
}
