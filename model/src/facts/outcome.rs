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

/// What happens to `count` members of a placement row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowOutcome {
    pub row: usize,
    pub count: u32,
    pub outcome: Outcome,
}

/// By VM, one outcome per placement row (members that wait for a host of their pool: one entry each).
pub type Outcomes = BTreeMap<VmId, Vec<RowOutcome>>;
