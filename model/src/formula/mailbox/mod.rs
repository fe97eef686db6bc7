//! Mailbox servers: what users ask of processors, memory, disks and links, and what databases, logs and queues take.
//!
//! MB and GB of the vendor's formulas are binary (MiB, GiB here); a message's KB is 1,024 bytes. A part of a formula that
//! a version does not have is left out by the caller.

pub mod cpu;
pub mod flow;
pub mod io;
pub mod logs;
pub mod memory;
pub mod size;
pub mod spindles;

use crate::catalogue::{MailboxVersion, Reading};
use crate::figure::{Num, Tracer};

/// What a version's table makes of figures of its rows for a reading: a row as it stands, between two, or scaled.
pub fn read<T: Tracer>(
    t: &mut T,
    version: &MailboxVersion,
    reading: &Reading<'_>,
    messages: impl FnOnce(&mut T, f64) -> T::N,
    mut cell: impl FnMut(&mut T, &str) -> Option<T::N>,
) -> Option<T::N> {
    Some(match *reading {
        Reading::Row(row) => cell(t, row)?,
        Reading::Between {
            low,
            high,
            messages: n,
        } => {
            let (a, b) = (cell(t, low)?, cell(t, high)?);
            let messages = messages(t, n);
            let (from, to) = (
                t.number(version.messages(low)),
                t.number(version.messages(high)),
            );
            between::<T>(a, b, messages, from, to)
        }
        Reading::Scaled { row, messages: n } => {
            let figure = cell(t, row)?;
            let messages = messages(t, n);
            let own = t.number(version.messages(row));
            scaled::<T>(figure, messages, own)
        }
    })
}

/// A figure between two rows of a table, linear in messages a day.
pub fn between<T: Tracer>(
    low: T::N,
    high: T::N,
    messages: T::N,
    low_messages: T::N,
    high_messages: T::N,
) -> T::N {
    low.clone() + (high - low) * (messages - low_messages.clone()) / (high_messages - low_messages)
}

/// A row's figure scaled by messages a day.
pub fn scaled<T: Tracer>(row: T::N, messages: T::N, row_messages: T::N) -> T::N {
    row * messages / row_messages
}

/// What every started step asks for: `round up(count ÷ step) × each`.
pub fn steps<T: Tracer>(count: T::N, step: T::N, each: T::N) -> T::N {
    (count / step).ceil() * each
}
