//! Users and units on processors and servers.

use crate::figure::{Num, Tracer};

/// Servers for a load: each carries so much, started ones count in full.
pub fn servers<T: Tracer>(load: T::N, per_server: T::N) -> T::N {
    (load / per_server).ceil()
}

/// Units of started steps: ⌈units ÷ step⌉.
pub fn steps<T: Tracer>(units: T::N, step: T::N) -> T::N {
    (units / step).ceil()
}

/// VMs of a size that hardware threads hold without sharing: ⌊threads ÷ vCPUs⌋.
pub fn vms_on_threads<T: Tracer>(threads: T::N, vcpus: T::N) -> T::N {
    (threads / vcpus).floor()
}

/// Operations a second of a site: users × active per cent × operations a day × peak ÷ (360,000 × hours).
pub fn operations_per_s<T: Tracer>(
    t: &mut T,
    users: T::N,
    active_share: T::N,
    operations_per_day: T::N,
    peak_factor: T::N,
    hours: T::N,
) -> T::N {
    let per_cent = active_share * t.number(100.0);
    users * per_cent * operations_per_day * peak_factor / (t.number(360_000.0) * hours)
}
