//! Resynchronisation after an outage of the partner: how fast, how long, and whether it ends at all.

use crate::figure::{Num, Tracer};

/// Rate of a fixed resynchronisation, MB/s: a share of the slower of storage and network.
pub fn rate_mb_s<T: Tracer>(share: T::N, storage_mb_s: Option<T::N>, network_mb_s: T::N) -> T::N {
    share
        * match storage_mb_s {
            Some(storage) => storage.min(network_mb_s),
            None => network_mb_s,
        }
}

/// Data changed while the partner was away, MB: unique writes × outage, at most everything.
pub fn changed_mb<T: Tracer>(
    t: &mut T,
    capacity_mb: T::N,
    unique_write_mb_s: T::N,
    outage_s: T::N,
) -> T::N {
    let changed = unique_write_mb_s * outage_s;
    let changed = t.step("changed", "MB", changed);
    capacity_mb.min(changed)
}

/// Time at a fixed rate, s.
pub fn time_s<T: Tracer>(data_mb: T::N, rate_mb_s: T::N) -> T::N {
    data_mb / rate_mb_s
}

/// Time where new writes use the same link, s; none when they leave nothing.
pub fn busy_s<T: Tracer>(data_mb: T::N, link_mb_s: T::N, write_mb_s: T::N) -> Option<T::N> {
    let left = link_mb_s - write_mb_s;
    (left.value() > 0.0).then(|| data_mb / left)
}

/// Bytes under way that a resynchronisation aims at, rounded up to whole MB of 10^6 byte.
pub fn fill_target_mb<T: Tracer>(t: &mut T, bdp_bytes: T::N) -> T::N {
    (bdp_bytes / t.number(1e6)).ceil()
}
