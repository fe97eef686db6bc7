//! Log rate, commit latency and the bound on commits that follows.

use crate::figure::{Num, Tracer};

/// Log written, MB/s.
pub fn log_mb_s<T: Tracer>(t: &mut T, commits_per_s: T::N, bytes: T::N) -> T::N {
    commits_per_s * bytes / t.number(1e6)
}

/// A log write on disks that a platform mirrors to a partner, ms: the local write and the whole round trip, as if one
/// followed the other (the safe reading of the DRBD guide).
pub fn mirrored_write_ms<N: Num>(local_ms: N, round_trip_ms: N) -> N {
    local_ms + round_trip_ms
}

/// When a synchronous copy has the log on its disk, ms from the commit: the round trip and its own write.
pub fn remote_ms<N: Num>(round_trip_ms: N, remote_write_ms: N) -> N {
    round_trip_ms + remote_write_ms
}

/// Commit with synchronous copies, ms: local and remote writes run side by side, the later one counts.
pub fn synchronous_ms<N: Num>(local_ms: N, remote_ms: N) -> N {
    local_ms.max(remote_ms)
}

/// Commits a second of one session.
pub fn per_session<T: Tracer>(t: &mut T, commit_ms: T::N) -> T::N {
    t.number(1000.0) / commit_ms
}

/// Log flushes a second of an instance: so many writes outstanding for each database, each as long as a commit.
pub fn flushes<T: Tracer>(t: &mut T, databases: T::N, outstanding: T::N, commit_ms: T::N) -> T::N {
    databases * outstanding * t.number(1000.0) / commit_ms
}

/// Log of an instance that can be in flight, MB/s.
pub fn in_flight_mb_s<T: Tracer>(
    t: &mut T,
    databases: T::N,
    in_flight_kib: T::N,
    commit_ms: T::N,
) -> T::N {
    let mb = databases * in_flight_kib * t.number(1024.0) / t.number(1e6);
    mb * t.number(1000.0) / commit_ms
}

/// Wait that commits add up to, ms: the counter of mirror commit overhead.
pub fn overhead_ms<N: Num>(transactions: N, wait_ms: N) -> N {
    transactions * wait_ms
}
