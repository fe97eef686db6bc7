//! Workloads: what makes demand. They stand beside the VMs and run on them with shares.

use serde::{Deserialize, Serialize};

use super::{Mailbox, Sql, is_default};
use crate::ids::VmId;
use crate::units::{Iops, MbPerS, Mbps, Mib, Share};

/// Growth in a year, compounded: what is 0 stands still.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Growth {
    /// Mailboxes, users and other units.
    #[serde(skip_serializing_if = "is_default")]
    pub users: Share,
    /// What each of them keeps: quotas, databases, working sets.
    #[serde(skip_serializing_if = "is_default")]
    pub data: Share,
    /// What each of them does: transactions, measured processor use, memory, I/O and traffic.
    #[serde(skip_serializing_if = "is_default")]
    pub load: Share,
}

/// A VM that carries part of a workload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunsOn {
    pub vm: VmId,
    /// Weight of this VM (all members of a group together) among those that carry the workload.
    #[serde(default = "unit_weight", skip_serializing_if = "is_unit_weight")]
    pub weight: f64,
}

fn unit_weight() -> f64 {
    1.0
}
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_unit_weight(w: &f64) -> bool {
    *w == 1.0
}

/// A catalogue archetype with a number of its units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchetypeUse {
    /// Key in the catalogue, for example `domain-controller`.
    pub archetype: String,
    /// Units in total: users, tags, SAPS … as the archetype says.
    pub units: f64,
}

/// Demand as measured, in total over the VMs that the workload runs on.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Measured {
    /// Processor use in MHz of the machine it was measured on.
    #[serde(skip_serializing_if = "is_default")]
    pub cpu_mhz: f64,
    #[serde(skip_serializing_if = "is_default")]
    pub ram: Mib,
    #[serde(skip_serializing_if = "is_default")]
    pub space: Mib,
    #[serde(skip_serializing_if = "is_default")]
    pub reads: Iops,
    #[serde(skip_serializing_if = "is_default")]
    pub writes: Iops,
    #[serde(skip_serializing_if = "is_default")]
    pub read_rate: MbPerS,
    #[serde(skip_serializing_if = "is_default")]
    pub write_rate: MbPerS,
    #[serde(skip_serializing_if = "is_default")]
    pub net_in: Mbps,
    #[serde(skip_serializing_if = "is_default")]
    pub net_out: Mbps,
    /// Unique memory pages of 4 KiB dirtied per second.
    #[serde(skip_serializing_if = "is_default")]
    pub dirty_pages_per_s: Option<f64>,
    /// Added on top of what was measured.
    #[serde(skip_serializing_if = "is_default")]
    pub headroom: Share,
}

#[expect(
    clippy::large_enum_variant,
    reason = "workloads are few and shared behind an Arc"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WorkloadKind {
    Mailbox(Mailbox),
    Sql(Sql),
    Archetype(ArchetypeUse),
    Measured(Measured),
}

impl WorkloadKind {
    /// `mailbox`, `SQL Server`, `archetype`, `measured`.
    pub const fn word(&self) -> &'static str {
        match self {
            WorkloadKind::Mailbox(_) => "mailbox",
            WorkloadKind::Sql(_) => "SQL Server",
            WorkloadKind::Archetype(_) => "archetype",
            WorkloadKind::Measured(_) => "measured",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    pub kind: WorkloadKind,
    #[serde(default, skip_serializing_if = "is_default")]
    pub runs_on: Vec<RunsOn>,
    /// Databases whose copies run on other VMs: VMs that hold copies of the same data must not share a host.
    #[serde(default, skip_serializing_if = "is_default")]
    pub copies_on: Vec<VmId>,
    /// How it grows; the plan's own rates when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub growth: Option<Growth>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}
