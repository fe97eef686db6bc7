//! Pools: quorum of clustered hosts, heartbeats, slots and shares that are kept free.

use crate::figure::{Num, Tracer};

/// Failures that the quorum of a clustered file system survives: ⌊(n − d − 1) ÷ 2⌋ + d, with d hosts kept out of it.
pub fn quorum_failures<T: Tracer>(t: &mut T, hosts: T::N, disabled: T::N) -> T::N {
    let (zero, one, two) = (t.number(0.0), t.number(1.0), t.number(2.0));
    ((hosts - disabled.clone() - one).max(zero) / two).floor() + disabled
}

/// Seconds between heartbeats by the time-out: (T + 10) ÷ 10, held within 2 to 6 s.
pub fn heartbeat_s<T: Tracer>(t: &mut T, timeout_s: T::N) -> T::N {
    let (two, six, ten) = (t.number(2.0), t.number(6.0), t.number(10.0));
    ((timeout_s + ten.clone()) / ten).max(two).min(six)
}

/// Slots of a host: as many as its processor and its memory both hold; none where neither slot has a size.
pub fn slots<T: Tracer>(
    cpu_mhz: T::N,
    mib: T::N,
    slot_cpu_mhz: Option<T::N>,
    slot_mib: Option<T::N>,
) -> Option<T::N> {
    let by_cpu = slot_cpu_mhz.map(|slot| (cpu_mhz / slot).floor());
    let by_memory = slot_mib.map(|slot| (mib / slot).floor());
    match (by_cpu, by_memory) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Share of a resource that is not reserved.
pub fn free_share<T: Tracer>(total: T::N, reserved: T::N) -> T::N {
    (total.clone() - reserved) / total
}
