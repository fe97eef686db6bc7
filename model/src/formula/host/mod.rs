//! Processors and memory of hosts.

pub mod cpu;
pub mod memory;
