//! Processors of hosts: what is left for VMs, what survivors carry, how many hosts a load needs, waiting for a processor.

use crate::figure::{Num, Tracer};

/// Cores' worth of a processor whose further threads add some; `further` is threads per core less one.
pub fn with_threads<T: Tracer>(t: &mut T, cores: T::N, further: T::N, worth: T::N) -> T::N {
    let one = t.number(1.0);
    cores * (one + further * worth)
}

/// What the hypervisor leaves.
pub fn left_by_hypervisor<T: Tracer>(t: &mut T, cores: T::N, hypervisor_share: T::N) -> T::N {
    let one = t.number(1.0);
    cores * (one - hypervisor_share)
}

/// Use of each host after some of equal hosts are lost: u × n ÷ (n − k).
pub fn after_loss<T: Tracer>(used: T::N, hosts: T::N, lost: T::N) -> T::N {
    used * hosts.clone() / (hosts - lost)
}

/// Fewest equal hosts: as many as carry the load at the target, and the ones that may be lost.
pub fn fewest_hosts<T: Tracer>(load: T::N, host: T::N, target: T::N, lost: T::N) -> T::N {
    (load / (host * target)).ceil() + lost
}

/// Use of each host that carries its share of a load.
pub fn share_each<T: Tracer>(load: T::N, hosts: T::N, host: T::N) -> T::N {
    load / (hosts * host)
}

/// Cores of another speed for the same work: cores × old ÷ new, of clocks or of ratings of a core.
pub fn at_another_speed<T: Tracer>(cores: T::N, old: T::N, new: T::N) -> T::N {
    cores * old / new
}

/// Share of an interval that a VM waited for a processor: the sum of waits over the interval.
pub fn ready_share<T: Tracer>(t: &mut T, summation_ms: T::N, interval_s: T::N) -> T::N {
    summation_ms / (interval_s * t.number(1000.0))
}

/// Waits that a host could show in an interval, s: each logical processor the whole of it.
pub fn ready_capacity_s<T: Tracer>(logical_processors: T::N, interval_s: T::N) -> T::N {
    logical_processors * interval_s
}
