//! Processors: mailboxes per core, or megacycles per mailbox against what a core of the host gives.

use crate::figure::{Num, Tracer};

/// Megacycles of a core by its rating: SPECint_rate2006 of a core over the baseline's, times the baseline's megacycles.
pub fn core_megacycles<T: Tracer>(
    rating: T::N,
    cores: T::N,
    baseline_mhz: T::N,
    baseline_rating: T::N,
) -> T::N {
    rating / cores * baseline_mhz / baseline_rating
}

/// Megacycles of active mailboxes; each further copy of their databases adds a share.
pub fn active<T: Tracer>(
    t: &mut T,
    mailboxes: T::N,
    each: T::N,
    further_copies: Option<(T::N, T::N)>,
) -> T::N {
    match further_copies {
        Some((copies, share)) => {
            let (one, again) = (t.number(1.0), t.number(1.0));
            mailboxes * each * (one + share * (copies - again))
        }
        None => mailboxes * each,
    }
}

/// Megacycles that a VM may use: its vCPUs' cores less the hypervisor's share, and no more than its part of the host.
pub fn available<T: Tracer>(
    t: &mut T,
    vcpus: T::N,
    core_megacycles: T::N,
    hypervisor_share: T::N,
    vcpus_per_core: T::N,
) -> T::N {
    let (one, least) = (t.number(1.0), t.number(1.0));
    vcpus * core_megacycles * (one - hypervisor_share) / vcpus_per_core.max(least)
}

/// Cores (vCPUs) of which each gives so much and may be used up to a target.
pub fn cores_at_target<T: Tracer>(megacycles: T::N, each: T::N, target: T::N) -> T::N {
    megacycles / (each * target)
}

/// Megacycles of one mailbox as measured in the two busiest hours.
pub fn measured<T: Tracer>(use_share: T::N, mhz: T::N, cpus: T::N, mailboxes: T::N) -> T::N {
    use_share * mhz * cpus / mailboxes
}

/// Users that processors carry up to a target.
pub fn most_users<T: Tracer>(target: T::N, cpus: T::N, mhz: T::N, each: T::N) -> T::N {
    (target * cpus * mhz / each).floor()
}
