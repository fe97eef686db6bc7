//! What a mailbox takes on disk, databases, and the volumes under them. All in MiB unless named otherwise.

use crate::figure::Tracer;

/// Mail of a mailbox in a day.
pub fn daily_mail<T: Tracer>(t: &mut T, messages: T::N, message_kb: T::N) -> T::N {
    messages * message_kb / t.number(1024.0)
}

/// Deleted items: mail of the retention, and shares of the quota for items that are kept longer.
pub fn deleted_items<T: Tracer>(
    daily_mail: T::N,
    days: T::N,
    workday_share: Option<T::N>,
    quota: &T::N,
    shares: impl IntoIterator<Item = T::N>,
) -> T::N {
    let mut sum = daily_mail * days;
    if let Some(share) = workday_share {
        sum = sum * share;
    }
    for share in shares {
        sum = sum + quota.clone() * share;
    }
    sum
}

/// Database file of so many mailboxes with room on top.
pub fn database<T: Tracer>(t: &mut T, mailboxes: T::N, mailbox: T::N, overhead: T::N) -> T::N {
    let one = t.number(1.0);
    mailboxes * mailbox * (one + overhead)
}

/// The index share of a volume that keeps room for further indexes among its databases.
pub fn index_with_room<T: Tracer>(t: &mut T, index: T::N, further: T::N, databases: T::N) -> T::N {
    let one = t.number(1.0);
    index * (one + further / databases)
}

/// The volume under files: index beside them, and a share that stays free.
pub fn volume<T: Tracer>(t: &mut T, files: T::N, index: Option<T::N>, free: T::N) -> T::N {
    let one = t.number(1.0);
    let full = match index {
        Some(index) => {
            let one = t.number(1.0);
            files * (one + index)
        }
        None => files,
    };
    full / (one - free)
}

/// The largest database on a disk without RAID: `formatted × (1 − free) ÷ (1 + index)`.
pub fn largest_on_disk<T: Tracer>(t: &mut T, formatted: T::N, free: T::N, index: T::N) -> T::N {
    let (one, again) = (t.number(1.0), t.number(1.0));
    formatted * (one - free) / (again + index)
}
