//! Services: what the business sees, and what it asks for.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::ids::{VmId, WorkloadId};
use crate::units::Secs;

/// An event that a service must survive within its targets.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Scope {
    /// A disk, adapter, path or power supply.
    #[default]
    Component,
    /// A whole host.
    Host,
    /// A whole site.
    Site,
}

/// Downtime allowed in a period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    pub downtime: Secs,
    pub per: Period,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    Week,
    Month,
    Year,
}

/// What a service depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dependency {
    Vm(VmId),
    Workload(WorkloadId),
}

#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub users: u32,
    /// Hours of the week that it is needed; 168 when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hours_per_week: Option<f64>,
    /// Longest outage of one incident; absent means no target.
    #[serde(default, skip_serializing_if = "is_default")]
    pub longest_outage: Option<Secs>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub allowance: Option<Allowance>,
    /// Most data that one incident may lose, as time; absent means no target.
    #[serde(default, skip_serializing_if = "is_default")]
    pub data_loss: Option<Secs>,
    /// Memory and application state must survive.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keep_state: bool,
    /// Events that it must survive within its targets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub survives: Vec<Scope>,
    /// Somebody must notice when the application itself hangs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub critical: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Dependency>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}
