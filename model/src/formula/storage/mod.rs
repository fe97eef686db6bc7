//! Disks and RAID groups.

pub mod disk;
pub mod raid;
