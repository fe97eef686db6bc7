//! Traffic to a witness that keeps a small component for each part of each object.

use crate::figure::Tracer;

/// Components of mirrored objects: VMs × objects × (failures tolerated + 1) × stripe width.
pub fn components<T: Tracer>(
    t: &mut T,
    vms: T::N,
    objects_per_vm: T::N,
    failures_tolerated: T::N,
    stripe_width: T::N,
) -> T::N {
    vms * objects_per_vm * (failures_tolerated + t.number(1.0)) * stripe_width
}

/// Traffic when every component changes its owner at once, Mbit/s: bytes × 8 × components ÷ seconds.
pub fn traffic_mbps<T: Tracer>(
    t: &mut T,
    bytes_each: T::N,
    components: T::N,
    seconds: T::N,
) -> T::N {
    bytes_each * t.number(8.0) * components / seconds / t.number(1e6)
}
