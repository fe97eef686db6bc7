//! Storage: RAID groups, disks, and what stands between them and the host.

mod disk;
mod raid;
#[cfg(test)]
mod tests;

use crate::calc::{Calculator, Given, Input};
use crate::catalogue::keys;
use crate::figure::Tracer;
use crate::plan::DiskKind;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<raid::Raid>(),
    Calculator::of::<raid::Rebuild>(),
    Calculator::of::<raid::Headroom>(),
    Calculator::of::<disk::Spindle>(),
    Calculator::of::<disk::Chain>(),
    Calculator::of::<disk::Correction>(),
    Calculator::of::<disk::CacheWarm>(),
    Calculator::of::<disk::BusLimit>(),
];

/// Kinds of disks, with the purposes whose planning values differ.
const KINDS: &[(&str, &str)] = &[
    ("5.4k", "5,400 rpm"),
    ("7.2k", "7,200 rpm SATA or NL-SAS"),
    ("10k", "10,000 rpm"),
    ("15k", "15,000 rpm"),
    ("ssd", "SATA or SAS flash"),
    ("nvme", "NVMe"),
];

const fn kind(what: &'static str) -> Input {
    Input::choice("kind", what, KINDS)
}

/// The constant of a kind's planning IOPS; none for disks too slow to plan with.
fn planning_key(kind: &str) -> Option<&'static str> {
    Some(crate::facts::disk_key(match kind {
        "7.2k" => DiskKind::Sata7k,
        "10k" => DiskKind::Sas10k,
        "15k" => DiskKind::Sas15k,
        "ssd" => DiskKind::Ssd,
        "nvme" => DiskKind::Nvme,
        _ => return None,
    }))
}

/// Random operations of a disk of a kind, by the catalogue.
fn planned<T: Tracer>(g: &mut Given<'_, T>, kind: &str) -> Option<T::N> {
    match planning_key(kind) {
        Some(key) => Some(g.cx.k(g.t, "i", key, "IOPS")),
        None => {
            let key = keys::DISK_IOPS_SLOW;
            (!kind.is_empty()).then(|| g.cx.k(g.t, "i", key, "IOPS"))
        }
    }
}
