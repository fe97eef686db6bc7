//! What can fail, and what goes down with it.
//!
//! [`Part`] names everything whose failure can be asked about, at a stable address; [`Down`] is what is out of order when
//! some parts have failed: a host without power, a RAID group beyond its redundancy, a segment whose switch is dark.

mod down;
mod part;
#[cfg(test)]
mod tests;

pub use down::{Down, Legs, legs, tolerated};
pub use part::{Owner, Part, PartError, disks, parts};
