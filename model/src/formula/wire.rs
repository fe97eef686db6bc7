//! What a wire carries: framing, serialisation, and the bounds of a TCP stream.
//!
//! Rates are decimal, Mbit/s; a packet of MTU bytes travels in a frame of 38 bytes more, 42 with a VLAN tag.

use crate::figure::{Num, Tracer};

/// Share of the line rate that payload gets: (MTU − headers) ÷ (MTU + frame); zero where headers fill the packet.
pub fn efficiency<T: Tracer>(
    t: &mut T,
    mtu_bytes: T::N,
    header_bytes: T::N,
    frame_bytes: T::N,
) -> T::N {
    let zero = t.number(0.0);
    (mtu_bytes.clone() - header_bytes).max(zero) / (mtu_bytes + frame_bytes)
}

/// Time to put bytes on a wire, µs: bytes × 8 ÷ rate.
pub fn serialise_us<T: Tracer>(t: &mut T, bytes: T::N, rate_mbps: T::N) -> T::N {
    bytes * t.number(8.0) / rate_mbps
}

/// Frames a second that a wire carries: rate ÷ (8 × bytes on the wire).
pub fn frames_per_s<T: Tracer>(t: &mut T, rate_mbps: T::N, wire_bytes: T::N) -> T::N {
    rate_mbps * t.number(1e6) / (t.number(8.0) * wire_bytes)
}

/// Bandwidth-delay product, bytes: what must be under way to fill a link.
pub fn bdp_bytes<T: Tracer>(t: &mut T, rate_mbps: T::N, rtt_ms: T::N) -> T::N {
    rate_mbps * rtt_ms * t.number(1000.0) / t.number(8.0)
}

/// Rate that a window lets through, Mbit/s: one window each round trip.
pub fn window_mbps<T: Tracer>(t: &mut T, window_bytes: T::N, rtt_ms: T::N) -> T::N {
    window_bytes * t.number(8.0) / (rtt_ms * t.number(1000.0))
}

/// Rate that loss lets one TCP stream reach, Mbit/s: MSS × 8 ÷ RTT × C ÷ √loss (Mathis and others, 1997).
pub fn mathis_mbps<T: Tracer>(
    t: &mut T,
    mss_bytes: T::N,
    rtt_ms: T::N,
    c: T::N,
    loss_share: T::N,
) -> T::N {
    mss_bytes * t.number(8.0) / (rtt_ms * t.number(1000.0)) * c / loss_share.sqrt()
}
