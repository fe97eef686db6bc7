//! Transaction logs: how many, how large a volume, and what they put on a link.

use crate::figure::{Num, Tracer};

/// How many times the logs of the base size messages of a size make: 1 up to the base, `1 + growth × (size ÷ base − 1)` up
/// to twice the base, `far × size ÷ base` above.
pub fn message_factor<T: Tracer>(
    t: &mut T,
    size_kb: T::N,
    base_kb: T::N,
    growth: impl FnOnce(&mut T) -> T::N,
    far: impl FnOnce(&mut T) -> T::N,
) -> Option<T::N> {
    let ratio = size_kb.value() / base_kb.value();
    // A version without a base size says nothing about larger messages.
    if !(ratio.is_finite() && ratio > 1.0) {
        return None;
    }
    Some(if ratio <= 2.0 {
        let (one, again) = (t.number(1.0), t.number(1.0));
        one + growth(t) * (size_kb / base_kb - again)
    } else {
        far(t) * size_kb / base_kb
    })
}

/// Log megabytes (2^20 bytes) of mailboxes in a day.
pub fn a_day<T: Tracer>(mailboxes: T::N, logs: T::N, factor: Option<T::N>, file_mib: T::N) -> T::N {
    let logs = mailboxes * logs;
    let logs = match factor {
        Some(factor) => logs * factor,
        None => logs,
    };
    logs * file_mib
}

/// Logs kept: so many days, and every byte of the mailboxes that move.
pub fn kept<T: Tracer>(a_day: T::N, days: T::N, moved: Option<(T::N, T::N)>) -> T::N {
    let kept = a_day * days;
    match moved {
        Some((mailboxes, size)) => kept + mailboxes * size,
        None => kept,
    }
}

/// MB/s of so many megabytes (2^20 bytes) a day in the busiest hour.
pub fn peak_mb_s<T: Tracer>(t: &mut T, day_mib: T::N, peak_hour: T::N) -> T::N {
    day_mib * peak_hour * t.number(1.048_576) / t.number(3600.0)
}

/// Mbit/s of so many megabytes (2^20 bytes, 8.389 Mbit) a day in the busiest hour.
pub fn peak_mbps<T: Tracer>(t: &mut T, day_mib: T::N, peak_hour: T::N) -> T::N {
    day_mib * peak_hour * t.number(8.388_608) / t.number(3600.0)
}
