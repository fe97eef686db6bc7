//! Workloads: what makes demand. They stand beside the VMs and run on them with shares.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Mailbox, Sql, is_default};
use crate::ids::VmId;
use crate::units::{Iops, MbPerS, Mbps, Mib, Ms, Share};

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

/// How the amounts of a workload are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Amounts {
    /// Over all VMs that it runs on, spread by their weights.
    #[default]
    InTotal,
    /// For a VM (one member of a group) of mean weight; more VMs carry more.
    EachVm,
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

/// What a unit needs where the plan has numbers of its own; what is absent stands as the catalogue has it.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnNumbers {
    /// What is counted, for example `till`; the archetype's own word when empty.
    #[serde(skip_serializing_if = "is_default")]
    pub unit: String,
    #[serde(skip_serializing_if = "is_default")]
    pub vcpus_base: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub vcpus_per_unit: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub ram_base_mib: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub ram_per_unit_mib: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub space_base_mib: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub space_per_unit_mib: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub iops_per_unit: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub read_share: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub io_kib: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub net_in_kbps_per_unit: Option<f64>,
    #[serde(skip_serializing_if = "is_default")]
    pub net_out_kbps_per_unit: Option<f64>,
}

impl OwnNumbers {
    /// The plan's own number of a name of [`OwnNumbers::numbers`]; none where the catalogue's stands.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.numbers()
            .into_iter()
            .find(|(n, _)| *n == name)
            .and_then(|(_, v)| v)
    }
    /// Every number with its name, in the order of the file.
    pub fn numbers(&self) -> [(&'static str, Option<f64>); 11] {
        [
            ("vcpus_base", self.vcpus_base),
            ("vcpus_per_unit", self.vcpus_per_unit),
            ("ram_base_mib", self.ram_base_mib),
            ("ram_per_unit_mib", self.ram_per_unit_mib),
            ("space_base_mib", self.space_base_mib),
            ("space_per_unit_mib", self.space_per_unit_mib),
            ("iops_per_unit", self.iops_per_unit),
            ("read_share", self.read_share),
            ("io_kib", self.io_kib),
            ("net_in_kbps_per_unit", self.net_in_kbps_per_unit),
            ("net_out_kbps_per_unit", self.net_out_kbps_per_unit),
        ]
    }
}

/// A catalogue archetype with a number of its units.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchetypeUse {
    /// Key in the catalogue, for example `domain-controller`.
    pub archetype: String,
    /// Units in total: users, tags, SAPS … as the archetype says.
    pub units: f64,
    /// The plan's own numbers of a unit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub own: OwnNumbers,
}

/// Which value of a measured series is planned with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Basis {
    Mean,
    P90,
    /// Nineteen of twenty intervals lie below it.
    #[default]
    P95,
    P99,
    Peak,
}

impl Basis {
    pub const ALL: [Basis; 5] = [Basis::Mean, Basis::P90, Basis::P95, Basis::P99, Basis::Peak];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            Basis::Mean => "mean",
            Basis::P90 => "90th percentile",
            Basis::P95 => "95th percentile",
            Basis::P99 => "99th percentile",
            Basis::Peak => "peak",
        }
    }
}

/// What a measured series is about; its unit is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Meter {
    /// MHz of the machine it was measured on.
    CpuMhz,
    /// MiB in use.
    Ram,
    /// MiB in use.
    Space,
    /// Reads a second.
    Reads,
    /// Writes a second.
    Writes,
    /// MB/s read.
    ReadRate,
    /// MB/s written.
    WriteRate,
    /// Mbit/s received.
    NetIn,
    /// Mbit/s sent.
    NetOut,
    /// Memory pages of 4 KiB dirtied a second.
    DirtyPages,
}

impl Meter {
    pub const ALL: [Meter; 10] = [
        Meter::CpuMhz,
        Meter::Ram,
        Meter::Space,
        Meter::Reads,
        Meter::Writes,
        Meter::ReadRate,
        Meter::WriteRate,
        Meter::NetIn,
        Meter::NetOut,
        Meter::DirtyPages,
    ];
    pub const fn unit(self) -> &'static str {
        match self {
            Meter::CpuMhz => "MHz",
            Meter::Ram | Meter::Space => "MiB",
            Meter::Reads | Meter::Writes => "IOPS",
            Meter::ReadRate | Meter::WriteRate => "MB/s",
            Meter::NetIn | Meter::NetOut => "Mbit/s",
            Meter::DirtyPages => "pages/s",
        }
    }
    /// For people.
    pub const fn label(self) -> &'static str {
        match self {
            Meter::CpuMhz => "Processor",
            Meter::Ram => "Memory",
            Meter::Space => "Disk space",
            Meter::Reads => "Reads",
            Meter::Writes => "Writes",
            Meter::ReadRate => "Read rate",
            Meter::WriteRate => "Write rate",
            Meter::NetIn => "Network received",
            Meter::NetOut => "Network sent",
            Meter::DirtyPages => "Memory pages dirtied",
        }
    }
}

/// A series of measurements, as what is kept of it.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredSeries {
    /// Intervals measured.
    pub samples: u32,
    /// Seconds of an interval, where the times tell it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub interval_s: Option<f64>,
    pub mean: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub peak: f64,
}

impl MeasuredSeries {
    pub fn at(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Mean => self.mean,
            Basis::P90 => self.p90,
            Basis::P95 => self.p95,
            Basis::P99 => self.p99,
            Basis::Peak => self.peak,
        }
    }
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
    /// Mean disk latency while it was measured: slow storage held the operations back.
    #[serde(skip_serializing_if = "is_default")]
    pub latency: Option<Ms>,
    /// Clock times cores of the machine it was measured on, MHz: turns per cent of processor into MHz.
    #[serde(skip_serializing_if = "is_default")]
    pub machine_mhz: Option<f64>,
    /// Which value of the series is planned with.
    #[serde(skip_serializing_if = "is_default")]
    pub basis: Basis,
    /// Series from a file of measurements; each stands for the typed value of the same quantity.
    #[serde(skip_serializing_if = "is_default")]
    pub series: BTreeMap<Meter, MeasuredSeries>,
    /// Name of the file that the series come from.
    #[serde(skip_serializing_if = "is_default")]
    pub measured_in: String,
}

impl Measured {
    /// The typed value of a meter; 0 where it was not measured.
    pub fn typed(&self, meter: Meter) -> f64 {
        match meter {
            Meter::CpuMhz => self.cpu_mhz,
            Meter::Ram => self.ram.as_f64(),
            Meter::Space => self.space.as_f64(),
            Meter::Reads => self.reads.get(),
            Meter::Writes => self.writes.get(),
            Meter::ReadRate => self.read_rate.get(),
            Meter::WriteRate => self.write_rate.get(),
            Meter::NetIn => self.net_in.get(),
            Meter::NetOut => self.net_out.get(),
            Meter::DirtyPages => self.dirty_pages_per_s.unwrap_or(0.0),
        }
    }
    /// What is planned with before headroom: the series where there is one, else the typed value.
    pub fn planned(&self, meter: Meter) -> f64 {
        match self.series.get(&meter) {
            Some(series) => series.at(self.basis),
            None => self.typed(meter),
        }
    }
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
    /// Whether the amounts are totals over its VMs or those of each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub amounts: Amounts,
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

impl Workload {
    /// VM members that it runs on, those of unknown VMs left out.
    pub fn members(&self, plan: &super::Plan) -> u32 {
        let vms: std::collections::BTreeSet<&VmId> = self.runs_on.iter().map(|r| &r.vm).collect();
        vms.into_iter()
            .filter_map(|vm| plan.vms.get(vm))
            .fold(0u32, |n, vm| n.saturating_add(vm.count.max(1)))
    }

    /// How many times the told amounts the whole is: 1 for totals.
    pub fn times(&self, plan: &super::Plan) -> f64 {
        match self.amounts {
            Amounts::InTotal => 1.0,
            Amounts::EachVm => f64::from(self.members(plan)),
        }
    }
}
