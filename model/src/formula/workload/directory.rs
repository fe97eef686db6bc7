//! Domain controllers: memory, processor, database, authentication channel.

use crate::figure::{Num, Tracer};

/// Memory up to whole gigabytes, GB.
pub fn whole_gb<T: Tracer>(parts_gb: T::N) -> T::N {
    parts_gb.ceil()
}

/// Whole gigabytes grown, up to whole ones again, GB.
pub fn grown_gb<T: Tracer>(t: &mut T, whole_gb: T::N, growth: T::N) -> T::N {
    let one = t.number(1.0);
    (whole_gb * (one + growth)).ceil()
}

/// Processors for the use of all controllers at the target: Σ use ÷ target.
pub fn processors<T: Tracer>(use_of_all: T::N, target: T::N) -> T::N {
    use_of_all / target
}

/// Size of the database by users, GB.
pub fn database_gb<T: Tracer>(t: &mut T, users: T::N, kb_per_user: T::N) -> T::N {
    users * kb_per_user / t.number(1024.0 * 1024.0)
}

/// Database by the rule of 2008: 0.4 GB for 1,000 users, and for a global catalog half of the other domains, GB.
pub fn database_2008_gb<T: Tracer>(
    t: &mut T,
    users: T::N,
    gb_per_1000: T::N,
    others_gb: T::N,
    catalog_share: T::N,
) -> T::N {
    users / t.number(1000.0) * gb_per_1000 + others_gb * catalog_share
}

/// Mean calls in use on an authentication channel: (acquires at end − at start + time-outs) × hold ÷ time.
pub fn channel_calls<T: Tracer>(
    acquires_end: T::N,
    acquires_start: T::N,
    time_outs: T::N,
    hold_s: T::N,
    time_s: T::N,
) -> T::N {
    (acquires_end - acquires_start + time_outs) * hold_s / time_s
}
