//! Mailboxes: what users ask of processors, memory, disks and links, by version and profile.

mod backup;
mod copies;
mod cpu;
mod databases;
mod flash;
mod guest_memory;
mod iops;
mod jbod;
mod logs;
mod measured;
mod megacycles;
mod page_file;
mod profile;
mod ram;
mod ratio;
mod replication;
mod role_memory;
mod roles;
mod shared;
mod size;
mod spindles;
#[cfg(test)]
mod tests;
mod transport;
mod volume;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<profile::Profile>(),
    Calculator::of::<size::Size>(),
    Calculator::of::<databases::Databases>(),
    Calculator::of::<volume::Volume>(),
    Calculator::of::<jbod::Jbod>(),
    Calculator::of::<copies::Copies>(),
    Calculator::of::<cpu::Cpu>(),
    Calculator::of::<megacycles::Megacycles>(),
    Calculator::of::<measured::Measured>(),
    Calculator::of::<ram::Ram>(),
    Calculator::of::<page_file::PageFile>(),
    Calculator::of::<iops::MailboxIops>(),
    Calculator::of::<spindles::Spindles>(),
    Calculator::of::<logs::Logs>(),
    Calculator::of::<replication::Replication>(),
    Calculator::of::<transport::Transport>(),
    Calculator::of::<backup::Backup>(),
    Calculator::of::<roles::Roles>(),
    Calculator::of::<role_memory::RoleMemory>(),
    Calculator::of::<flash::Flash>(),
    Calculator::of::<ratio::Ratio>(),
    Calculator::of::<guest_memory::GuestMemory>(),
];
