//! Synchronous mirroring: what crosses the link, and what a write waits for.

use crate::figure::{Num, Tracer};

/// Mirrored writes on the wire, Mbit/s: MB/s × 8 × factor of the wire.
pub fn mirror_mbps<T: Tracer>(t: &mut T, write_mb_s: T::N, wire_factor: T::N) -> T::N {
    write_mb_s * t.number(8.0) * wire_factor
}

/// Bytes written a second, MB/s: writes a second × size.
pub fn write_mb_s<T: Tracer>(t: &mut T, writes_per_s: T::N, write_bytes: T::N) -> T::N {
    writes_per_s * write_bytes / t.number(1e6)
}

/// The partner's part of a commit, ms: there and back, and its own write.
pub fn commit_remote_ms<T: Tracer>(rtt_ms: T::N, remote_write_ms: T::N) -> T::N {
    rtt_ms + remote_write_ms
}

/// Commit where both disks write at the same time, ms: the slower side.
pub fn commit_parallel_ms<T: Tracer>(local_write_ms: T::N, remote_ms: T::N) -> T::N {
    local_write_ms.max(remote_ms)
}

/// The careful planning rule for a commit, ms: local write plus round trip.
pub fn commit_plan_ms<T: Tracer>(local_write_ms: T::N, rtt_ms: T::N) -> T::N {
    local_write_ms + rtt_ms
}

/// Writes a second that wait for each other: queue depth ÷ commit.
pub fn serial_iops<T: Tracer>(t: &mut T, queue_depth: T::N, commit_ms: T::N) -> T::N {
    queue_depth * t.number(1000.0) / commit_ms
}

/// Line rate that one link must have so that the mirroring and lockstep of pairs hold, Mbit/s: the vendor's minimum
/// with the fastest lost, traffic within the usable rate with the fastest lost and within the ceiling with all up, and
/// mirrored writes with room for resynchronisation.
#[derive(Clone, Debug)]
pub struct LinkNeed<N> {
    pub minimum_mbps: N,
    pub traffic_mbps: N,
    pub mirror_mbps: N,
    pub resync_factor: N,
    pub ceiling: N,
    /// Payload over line rate.
    pub efficiency: N,
    /// Links in the role, and what is left of them with the fastest lost.
    pub links: N,
    pub links_left: N,
}

impl<N: Num> LinkNeed<N> {
    pub fn each_mbps<T: Tracer<N = N>>(self, t: &mut T) -> N {
        let usable_left = self.links_left.clone() * self.efficiency.clone();
        let usable = self.links * self.efficiency;
        let minimum = self.minimum_mbps / self.links_left;
        let minimum = t.step("by_minimum", "Mbit/s", minimum);
        let lost = self.traffic_mbps.clone() / usable_left;
        let lost = t.step("by_one_lost", "Mbit/s", lost);
        let normal = self.traffic_mbps / (self.ceiling * usable.clone());
        let normal = t.step("by_ceiling", "Mbit/s", normal);
        let resync = self.mirror_mbps * self.resync_factor / usable;
        let resync = t.step("by_resync", "Mbit/s", resync);
        minimum.max(lost).max(normal).max(resync)
    }
}

/// Common line rates of Ethernet, Mbit/s.
pub const LINE_RATES_MBPS: [f64; 9] = [
    100.0, 1_000.0, 2_500.0, 10_000.0, 25_000.0, 40_000.0, 100_000.0, 200_000.0, 400_000.0,
];

/// The slowest common line rate of at least `need_mbps`; none beyond the fastest.
pub fn next_line_rate<T: Tracer>(t: &mut T, need_mbps: T::N) -> Option<T::N> {
    let need = need_mbps.value();
    let rate = LINE_RATES_MBPS.into_iter().find(|r| *r >= need)?;
    Some(t.solved("next common line rate", vec![need_mbps], rate))
}
