//! I/O of transactions and the space of files.

use crate::figure::Tracer;

/// MB/s of so many pages a second.
pub fn pages_mb_s<T: Tracer>(t: &mut T, per_s: T::N, page_kib: T::N) -> T::N {
    per_s * page_kib * t.number(1024.0) / t.number(1e6)
}

/// Volume that holds files and stays free by a share, MiB.
pub fn volume_mib<T: Tracer>(t: &mut T, files_mib: T::N, free_share: T::N) -> T::N {
    let one = t.number(1.0);
    files_mib / (one - free_share)
}

/// Log between two log backups, MiB, so many times over.
pub fn log_kept_mib<T: Tracer>(t: &mut T, log_mb_s: T::N, every_s: T::N, times: T::N) -> T::N {
    let mib_per_mb = t.number(1e6 / 1_048_576.0);
    log_mb_s * every_s * times * mib_per_mb
}
