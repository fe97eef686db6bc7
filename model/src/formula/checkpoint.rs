//! Fast checkpoints: dirty memory crosses the link every epoch, output waits until it is acknowledged.
//!
//! Run, pause, copy, resume, send, acknowledge, release output (Cully and others, Remus, NSDI 2008).

use crate::figure::{Num, Tracer};

/// Bytes of a memory page.
pub const PAGE_BYTES: f64 = 4096.0;

/// What a checkpointed VM is given.
#[derive(Clone, Debug)]
pub struct Checkpoint<N> {
    /// From the start of one checkpoint to the start of the next, as wanted.
    pub epoch_ms: N,
    /// Unique pages written in one epoch.
    pub dirty_pages: N,
    pub page_bytes: N,
    /// Compressed over raw size.
    pub compression: N,
    pub link_mbps: N,
    /// Pause of the VM to copy.
    pub pause_ms: N,
    pub rtt_ms: N,
}

/// What comes of it.
#[derive(Clone, Debug)]
pub struct Held<N> {
    pub mb_per_epoch: N,
    pub send_ms: N,
    /// The epoch that is kept: the wanted one, or what pause, sending and answer take.
    pub epoch_ms: N,
    /// Average on the wire.
    pub mbps: N,
    /// Delay of outgoing packets.
    pub hold_mean_ms: N,
    pub hold_max_ms: N,
    /// Share of time the VM stands still.
    pub pause_share: N,
    /// Largest dirty set that keeps the wanted rate.
    pub most_pages: N,
    /// Pause, sending and answer take longer than the wanted epoch.
    pub saturated: bool,
}

impl<N: Num> Checkpoint<N> {
    pub fn held<T: Tracer<N = N>>(self, t: &mut T) -> Held<N> {
        let (eight, to_us) = (t.number(8.0), t.number(1000.0));
        let bytes = self.dirty_pages * self.page_bytes.clone() * self.compression.clone();
        let mb = bytes / t.number(1e6);
        let mb = t.step("checkpoint", "MB", mb);
        // MB × 8 ÷ Mbit/s gives seconds.
        let send = mb.clone() * eight.clone() * to_us.clone() / self.link_mbps.clone();
        let send = t.step("send", "ms", send);
        let cycle = self.pause_ms.clone() + send.clone() + self.rtt_ms.clone();
        let cycle = t.step("cycle", "ms", cycle);
        let saturated = cycle.value() > self.epoch_ms.value();
        let epoch = self.epoch_ms.clone().max(cycle.clone());
        let epoch = t.step("epoch_kept", "ms", epoch);
        let mbps = mb.clone() * eight.clone() * to_us.clone() / epoch.clone();
        let two = t.number(2.0);
        let zero = t.number(0.0);
        let spare = (self.epoch_ms - self.pause_ms.clone() - self.rtt_ms).max(zero);
        let most_pages =
            spare * self.link_mbps * to_us / (eight * self.page_bytes * self.compression);
        Held {
            mb_per_epoch: mb,
            send_ms: send,
            mbps,
            hold_mean_ms: epoch.clone() / two + cycle.clone(),
            hold_max_ms: epoch.clone() + cycle,
            pause_share: self.pause_ms / epoch.clone(),
            epoch_ms: epoch,
            most_pages,
            saturated,
        }
    }
}

/// Traffic while the wanted epoch is kept, Mbit/s, from pages written a second.
pub fn rate_mbps<T: Tracer>(
    t: &mut T,
    pages_per_s: T::N,
    page_bytes: T::N,
    compression: T::N,
) -> T::N {
    pages_per_s * page_bytes * t.number(8.0) * compression / t.number(1e6)
}

/// Requests a second of one client that waits for each answer: 1 ÷ (service + hold).
pub fn closed_loop_per_s<T: Tracer>(t: &mut T, service_ms: T::N, hold_ms: T::N) -> T::N {
    t.number(1000.0) / (service_ms + hold_ms)
}
