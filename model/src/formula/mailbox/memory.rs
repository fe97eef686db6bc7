//! Memory: a base and a cache per mailbox, a cache covered by a size of server, or memory per mailbox with client access.

use super::steps;
use crate::figure::{Num, Tracer};

/// Base and cache of all mailboxes, at least what storage groups ask for, MiB.
pub fn base_and_cache<T: Tracer>(base: T::N, cache: T::N, least: Option<T::N>) -> T::N {
    match least {
        Some(least) => (base + cache).max(least),
        None => base + cache,
    }
}

/// The smallest of rising sizes that covers a need; the need itself when none does.
pub fn covering<T: Tracer>(
    t: &mut T,
    method: &'static str,
    need: T::N,
    sizes: impl IntoIterator<Item = (f64, f64)>,
) -> (T::N, bool) {
    let wanted = need.value();
    // What only rounding of sums adds does not ask for the next size.
    let enough = wanted - wanted.abs() * 1e-9;
    match sizes.into_iter().find(|(covers, _)| *covers >= enough) {
        Some((_, size)) => (t.solved(method, vec![need], size), true),
        None => (need, false),
    }
}

/// Least memory by databases: a base and every started step.
pub fn by_databases<T: Tracer>(
    base: Option<T::N>,
    databases: T::N,
    step: T::N,
    each: T::N,
) -> T::N {
    let steps = steps::<T>(databases, step, each);
    match base {
        Some(base) => base + steps,
        None => steps,
    }
}

/// Memory of client access on a mailbox server: a base and so much for each of its cores.
pub fn client_access<T: Tracer>(base: T::N, each: T::N, mailbox_cores: T::N, share: T::N) -> T::N {
    base + each * (mailbox_cores * share)
}

/// Page file: memory and a little, up to a most.
pub fn page_file<T: Tracer>(ram: T::N, extra: T::N, most: Option<T::N>) -> T::N {
    match most {
        Some(most) => (ram + extra).min(most),
        None => ram + extra,
    }
}
