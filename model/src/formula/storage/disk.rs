//! Single disks and what stands between them and the host.

use crate::figure::Tracer;

/// Random operations a second of a disk: one for each seek and access.
pub fn random_iops<T: Tracer>(t: &mut T, seek_ms: T::N, access_ms: T::N) -> T::N {
    t.number(1000.0) / (seek_ms + access_ms)
}

/// Sequential operations a second of a disk: no seek between them.
pub fn sequential_iops<T: Tracer>(t: &mut T, access_ms: T::N) -> T::N {
    t.number(1000.0) / access_ms
}

/// Rate of operations of a size, KB/s.
pub fn rate_kb_s<T: Tracer>(iops: T::N, block_kb: T::N) -> T::N {
    iops * block_kb
}

/// Operations a second that a bus carries; it counts 1,024 KB to the MB.
pub fn bus_iops<T: Tracer>(t: &mut T, bus_mb_s: T::N, block_kb: T::N) -> T::N {
    bus_mb_s * t.number(1024.0) / block_kb
}

/// Operations that would have been asked for had the storage been fast enough.
pub fn held_back<T: Tracer>(iops: T::N, latency_ms: T::N, target_ms: T::N) -> T::N {
    iops * latency_ms / target_ms
}

/// Operations a second that read a database into memory within a time.
pub fn cache_warm<T: Tracer>(database_kb: T::N, page_kb: T::N, seconds: T::N) -> T::N {
    database_kb / page_kb / seconds
}
