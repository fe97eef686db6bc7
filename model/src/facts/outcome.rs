//! What a failure does to each VM.

use std::collections::BTreeMap;

use crate::ids::{HostId, VmId};

/// What happens to the members of one placement row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Goes on without a pause, on this host.
    CarriesOn { on: HostId, simplex: bool },
    /// Starts again on this host after `outage_s`.
    Restarts { on: HostId, outage_s: f64 },
    /// Does not come back by itself.
    Stops { why: &'static str },
    /// Both halves run, and neither knows of the other: two versions of the same data.
    SplitBrain { a: HostId, b: HostId },
}

/// By VM, one outcome per placement row (members that restart on several hosts: one entry per host, with count).
pub type Outcomes = BTreeMap<VmId, Vec<(u32, Outcome)>>;
