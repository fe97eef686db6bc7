//! Transport queues, backup and restore.

use crate::figure::{Num, Tracer};

/// Queue database of all mail, KB: messages of a day with those that wait and those kept for a second delivery, twice for
/// the shadow.
pub struct Queue<N> {
    pub message_kb: N,
    pub messages_a_day: N,
    pub queued_share: N,
    pub queue_days: N,
    pub safety_net_days: N,
    pub copies: N,
}

impl<N> Queue<N> {
    /// KB in all.
    pub fn kb<T: Tracer<N = N>>(self, t: &mut T) -> N
    where
        N: Num,
    {
        let one = t.number(1.0);
        self.message_kb
            * self.messages_a_day
            * (one + self.queued_share * self.queue_days + self.safety_net_days)
            * self.copies
    }
}

/// Hours to copy so many MiB at so many MB/s.
pub fn hours<T: Tracer>(t: &mut T, mib: T::N, mb_s: T::N) -> T::N {
    mib * t.number(1.048_576) / mb_s / t.number(3600.0)
}

/// Hours to replay so many log files at so many a second.
pub fn replay_hours<T: Tracer>(t: &mut T, files: T::N, per_second: T::N) -> T::N {
    files / per_second / t.number(3600.0)
}
