//! Published measurements of lockstep and of replication systems.

use serde::{Deserialize, Serialize};

use super::Source;

/// What a workload did under lockstep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockstepWorkload {
    pub name: String,
    /// Speed over the same without lockstep; none where the document states none.
    #[serde(default)]
    pub speed: Option<f64>,
    /// Logging, Mbit/s.
    pub log_mbps: f64,
    /// The guest did nothing: the logging is of its timer.
    #[serde(default)]
    pub idle: bool,
    #[serde(default)]
    pub note: String,
    pub source: Source,
}

/// What a replication system does compared with another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replication {
    pub name: String,
    /// Traffic over that of fast checkpoints.
    #[serde(default)]
    pub traffic: Option<f64>,
    /// Speed over native.
    #[serde(default)]
    pub speed: Option<f64>,
    /// What the document states, in a few words.
    pub what: String,
    pub source: Source,
}
