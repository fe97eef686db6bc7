//! What clients send and are answered.

use crate::figure::Tracer;

/// Mbit/s of so many batches a second of so many bytes.
pub fn client_mbps<T: Tracer>(t: &mut T, batches_per_s: T::N, bytes: T::N) -> T::N {
    batches_per_s * bytes * t.number(8.0) / t.number(1e6)
}
