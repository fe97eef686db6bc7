//! Back-end operations of a RAID group and the disks that carry them.

use crate::figure::{Num, Tracer};

/// Reads, and every write as often as the RAID level writes it.
pub fn back_end<T: Tracer>(t: &mut T, iops: T::N, read_share: T::N, penalty: T::N) -> T::N {
    let one = t.number(1.0);
    iops.clone() * read_share.clone() + penalty * iops * (one - read_share)
}

/// Disks, before they are rounded up to the layout.
pub fn disks<T: Tracer>(back_end: T::N, disk_iops: T::N) -> T::N {
    (back_end / disk_iops).ceil()
}

/// Front-end operations that one disk of the group gives: `head-room × IOPS × (R + W) ÷ (R + penalty × W)`.
pub fn usable_of_disk<T: Tracer>(
    disk_iops: T::N,
    headroom: T::N,
    reads: T::N,
    writes: T::N,
    penalty: T::N,
) -> T::N {
    disk_iops * headroom * (reads.clone() + writes.clone()) / (reads + penalty * writes)
}

/// Rounds disks up to what the level can be built of: at least so many, a multiple of `step`.
pub fn layout<T: Tracer>(t: &mut T, disks: T::N, least: f64, step: f64) -> T::N {
    let least = t.number(least);
    let disks = disks.max(least);
    if step == 1.0 {
        return disks;
    }
    let (step, again) = (t.number(step), t.number(step));
    (disks / step).ceil() * again
}
