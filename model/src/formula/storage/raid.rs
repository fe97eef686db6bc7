//! RAID groups: what writes cost behind, how many disks a load needs, space and rebuild.

use crate::figure::{Num, Tracer};

/// Operations behind the controller: reads and, for each write, as many as the level's penalty.
pub fn back_end<T: Tracer>(reads: T::N, writes: T::N, penalty: T::N) -> T::N {
    reads + penalty * writes
}

/// Operations in front that some disks carry: n × i ÷ (r + F × w), shares of reads and writes adding up to one.
pub fn front_end<T: Tracer>(
    disks: T::N,
    disk_iops: T::N,
    read_share: T::N,
    write_share: T::N,
    penalty: T::N,
) -> T::N {
    disks * disk_iops / (read_share + penalty * write_share)
}

/// Disks for an operation rate behind, before the level's own minimum and pairs.
pub fn disks_for<T: Tracer>(back_end_iops: T::N, disk_iops: T::N) -> T::N {
    (back_end_iops / disk_iops).ceil()
}

/// Usable space of so many disks of data, MiB.
pub fn space_mib<T: Tracer>(t: &mut T, usable_disks: T::N, disk_mb: T::N) -> T::N {
    let mib_per_mb = t.number(1e6 / 1_048_576.0);
    usable_disks * disk_mb * mib_per_mb
}

/// Time to write a failed disk anew, h.
pub fn rebuild_h<T: Tracer>(t: &mut T, disk_mb: T::N, rate_mb_s: T::N) -> T::N {
    disk_mb / (rate_mb_s * t.number(3600.0))
}
