//! Disk operations of databases and logs.

use crate::figure::Tracer;

/// What the host must carry: operations with overhead on top.
pub fn with_overhead<T: Tracer>(t: &mut T, iops: T::N, overhead: T::N) -> T::N {
    let one = t.number(1.0);
    iops * (one + overhead)
}

/// Operations of the part that writes.
pub fn writes<T: Tracer>(t: &mut T, iops: T::N, read_share: T::N) -> T::N {
    let one = t.number(1.0);
    iops * (one - read_share)
}

/// Megabytes a second of so many pages.
pub fn pages_mb_s<T: Tracer>(t: &mut T, per_second: T::N, page_kib: T::N) -> T::N {
    per_second * page_kib * t.number(1024.0) / t.number(1e6)
}

/// Reads a second of background maintenance, of which each copy reads so many MB (2^20 bytes) a second.
pub fn maintenance_iops<T: Tracer>(
    t: &mut T,
    copies: T::N,
    each_mb_s: T::N,
    read_kib: T::N,
) -> T::N {
    copies * each_mb_s * t.number(1024.0) / read_kib
}
