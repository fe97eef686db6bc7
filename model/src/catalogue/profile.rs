//! A platform profile: vendor, product and version as data. Limits are rows; so are constants.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::plan::{Level, StorageProtocol};

/// How a level is done by a platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mechanism {
    /// Runs once, nothing else.
    None,
    /// Restarted on another host of the pool.
    Restart {
        /// Disks must lie on shared storage.
        shared_storage: bool,
    },
    /// Disks mirrored to the partner, restarted there after a host fault.
    MirrorRestart,
    /// Both hosts run the same instructions; inputs cross the link.
    Lockstep {
        /// Disks are mirrored too (not shared).
        mirrored: bool,
        /// The second copy reads its own disks, so disk reads do not cross the link.
        own_reads: bool,
    },
    /// Dirty pages cross the link every epoch; output is held until acknowledged.
    Checkpoint { mirrored: bool },
}

/// What the platform's own planner counts when it admits restarts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Admission {
    #[default]
    None,
    /// Memory only: greedy or exhaustive packing (XenServer HA).
    MemoryPacking,
    /// Slots of the largest reservation (vSphere HA).
    Slots,
    /// Percentage of the pool kept free (vSphere HA).
    Percentage,
    /// Hosts without VMs wait for the failure of another (vSphere HA).
    FailoverHosts,
    /// Memory of whole nodes kept free, counted over the pool (Hyper-V).
    ReserveNodes,
}

impl Admission {
    pub const ALL: [Admission; 6] = [
        Admission::None,
        Admission::MemoryPacking,
        Admission::Slots,
        Admission::Percentage,
        Admission::FailoverHosts,
        Admission::ReserveNodes,
    ];
    /// For people.
    pub const fn word(self) -> &'static str {
        match self {
            Admission::None => "none",
            Admission::MemoryPacking => "memory placed VM by VM",
            Admission::Slots => "slots of the largest reservation",
            Admission::Percentage => "a share of the pool",
            Admission::FailoverHosts => "hosts kept idle",
            Admission::ReserveNodes => "memory of whole nodes",
        }
    }
}

/// What a limit is about. The unit of each is fixed, so rows of different profiles compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LimitOf {
    /// ms between the hosts of a pair.
    RoundTrip,
    /// ms between the hosts of a pair, for each km of fibre between them.
    RoundTripPerKm,
    /// Mbit/s of availability link per protected VM.
    BandwidthPerVm,
    /// Mbit/s of each availability link.
    AvailabilityLinkSpeed,
    /// km on the map between the hosts of a split pair.
    Distance,
    /// km of fibre between the hosts of a split pair.
    FibreLength,
    /// vCPUs of one VM.
    Vcpus,
    /// MiB of one VM.
    VmRam,
    /// Virtual disks of one VM.
    VmDisks,
    /// Hosts of a pool.
    HostsPerPool,
    /// VMs running on a host.
    VmsPerHost,
    /// VMs of the level on a host, both halves of pairs counted.
    ProtectedVmsPerHost,
    /// vCPUs of VMs of the level on a host, both halves of pairs counted.
    ProtectedVcpusPerHost,
    /// VMs of the level in a pool.
    ProtectedVmsPerPool,
    /// vCPUs summed over VMs of the level in a pool.
    ProtectedVcpusPerPool,
    /// Hardware threads of a host.
    ThreadsPerHost,
    /// MiB of a host.
    HostRam,
    /// Availability links between the hosts of a pair.
    AvailabilityLinks,
    /// Network cards of a host.
    AdaptersPerHost,
    /// Network ports of a host that carries pairs.
    ProtectedHostPorts,
    /// Mbit/s of a private link that also carries availability traffic, while a host has a port that fast to spare.
    PrivateLinkSpeed,
    /// Switches and converters on a private link.
    PrivateLinkBoxes,
    /// Share of a VM's memory that must be reserved on both hosts.
    ReservedRam,
    /// ms between hosts that move running VMs to each other.
    MigrationRoundTrip,
    /// Mbit/s for each VM that moves while it runs.
    MigrationBandwidth,
    /// MHz between the clocks of a pair's hosts.
    ClockDifference,
    /// ms from either host to the witness.
    WitnessRoundTrip,
    /// Mbit/s to the witness.
    WitnessLinkSpeed,
    /// Witnesses of a split pair.
    Witnesses,
    /// vCPUs per physical core of a host.
    VcpusPerCore,
    /// vCPUs per hardware thread of a host.
    VcpusPerThread,
    /// vCPUs of all VMs on a host.
    VcpusPerHost,
    /// VMs running in a pool.
    VmsPerPool,
    /// Network adapters of one VM.
    VmNics,
    /// MiB of one virtual disk.
    VirtualDisk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    /// Fails when the value is greater.
    Max,
    /// Fails when the value is greater or equal.
    Below,
    /// Fails when the value is smaller.
    Min,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
    Info,
}

/// When a limit applies; an absent part applies always.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    pub level: Option<Level>,
    pub min_vcpus: Option<u32>,
    pub max_vcpus: Option<u32>,
    pub split: Option<bool>,
    /// Hosts of the pool, or of the pool in one site for rows about the witness; a row that names them speaks of pools.
    pub min_hosts: Option<u32>,
    pub max_hosts: Option<u32>,
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Document, publisher.
    pub document: String,
    /// Date of the document as far as known, for example `2013` or `2008-06-30`.
    pub date: String,
    /// Read in the document; false means recalled or assumed.
    pub confirmed: bool,
}

/// Document and date in one line.
pub fn cite(source: &str, date: &str) -> String {
    if date.is_empty() {
        source.to_owned()
    } else {
        format!("{source}, {date}")
    }
}

/// One limit of a platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub quantity: LimitOf,
    #[serde(default)]
    pub when: When,
    pub bound: Bound,
    pub value: f64,
    /// The fixed unit of the quantity, spelled out for readers; checked on load.
    pub unit: String,
    pub severity: Severity,
    pub source: String,
    pub date: String,
    pub confirmed: bool,
}

/// A named value with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    pub value: f64,
    pub unit: String,
    /// What it is, in a few words.
    pub what: String,
    pub source: String,
    #[serde(default)]
    pub date: String,
    pub confirmed: bool,
}

/// A value that depends on another, as points: straight lines between them, flat outside. Of two points with the same
/// first value the later one holds from there on, so steps can be written too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// In rising order of the first value.
    pub points: Vec<(f64, f64)>,
    pub what: String,
    pub source: String,
    #[serde(default)]
    pub date: String,
    pub confirmed: bool,
}

/// A value that depends on two others: rows by memory, columns by vCPUs. Straight lines between the entries; beyond the
/// last row and column the line through the last two goes on, before the first the first holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// vCPUs, rising.
    pub vcpus: Vec<f64>,
    /// Memory in MiB, rising, and the values in the order of the columns.
    pub rows: Vec<(f64, Vec<f64>)>,
    pub what: String,
    pub source: String,
    #[serde(default)]
    pub date: String,
    pub confirmed: bool,
}

impl Grid {
    /// Why the grid cannot be used; none where it can.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let rising = |all: &[f64]| all.windows(2).all(|w| matches!(w, [a, b] if a < b));
        let memory: Vec<f64> = self.rows.iter().map(|(m, _)| *m).collect();
        let usable = |v: &f64| v.is_finite() && *v >= 0.0;
        if self.vcpus.is_empty() || self.rows.is_empty() {
            return Some("it needs a column and a row");
        }
        if !rising(&self.vcpus) || !rising(&memory) {
            return Some("its vCPUs and its memory must rise");
        }
        if !self
            .rows
            .iter()
            .all(|(_, values)| values.len() == self.vcpus.len())
        {
            return Some("each row needs as many values as there are columns");
        }
        let all = self.rows.iter().flat_map(|(_, values)| values);
        if !all.chain(&self.vcpus).chain(&memory).all(usable) {
            return Some("its values must be finite and not negative");
        }
        self.source.is_empty().then_some("it needs a source")
    }
}

impl Curve {
    /// The value at `x`; zero without points.
    pub fn at(&self, x: f64) -> f64 {
        let mut below: Option<(f64, f64)> = None;
        for &(px, py) in &self.points {
            if px <= x {
                below = Some((px, py));
                continue;
            }
            return match below {
                None => py,
                Some((bx, by)) => by + (py - by) * (x - bx) / (px - bx),
            };
        }
        below.map_or(0.0, |(_, y)| y)
    }
}

/// What a node does when it has lost its partner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Split pairs need a witness; without one both halves may run.
    pub witness_for_split: bool,
    /// Witnesses that the vendor advises.
    pub advised_witnesses: u32,
    /// A node that has lost partner and every witness stops its VMs.
    pub stops_without_vote: bool,
    /// Ports that votes travel through, for example `UDP 4557`; empty where the vendor names none.
    #[serde(default)]
    pub ports: Vec<String>,
    pub source: String,
    pub confirmed: bool,
}

/// From how many VMs a system counts as large, and what it should then have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LargeSystem {
    /// Protected VMs of a pool, or vCPUs of one of them.
    pub vms: u32,
    pub vcpus: u32,
    /// Each availability link, Mbit/s.
    pub link_mbps: f64,
    /// What the platform holds for itself.
    pub system_vcpus: f64,
    pub system_ram_mib: f64,
    pub source: String,
    pub date: String,
    pub confirmed: bool,
}

/// A step of the installation; text may name `{objects}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallStep {
    pub phase: Phase,
    pub title: String,
    pub text: String,
}

/// The order in which things are installed; each kind of thing belongs to one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// Sites and power feeds.
    Site,
    /// Hosts, mounted and powered.
    Hosts,
    /// Shared arrays.
    Storage,
    /// Switches, links and their segments: cables find both their ends in place.
    Network,
    /// Pools.
    Pools,
    /// Witnesses.
    Witness,
    /// VMs without protection.
    Vms,
    /// Workloads in the VMs.
    Workloads,
    /// Protection dialled up, VM by VM.
    Protection,
    /// Services accepted with the customer.
    Acceptance,
}

impl Phase {
    pub const ALL: [Phase; 10] = [
        Phase::Site,
        Phase::Hosts,
        Phase::Storage,
        Phase::Network,
        Phase::Pools,
        Phase::Witness,
        Phase::Vms,
        Phase::Workloads,
        Phase::Protection,
        Phase::Acceptance,
    ];
}

/// A platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Version of this schema: 1.
    pub schema: u32,
    /// `vendor/product`, as plans name it.
    pub key: String,
    pub revision: u32,
    pub vendor: String,
    pub product: String,
    pub version: String,
    pub released: String,
    /// One sentence for the picker.
    pub summary: String,
    /// Levels offered; a level that is absent is not offered. Level 0 always is.
    pub levels: BTreeMap<Level, Mechanism>,
    /// Pairs may be split across sites.
    pub split: bool,
    /// How room is kept for restarts.
    pub admission: Admission,
    /// Other ways that the platform offers for it.
    #[serde(default)]
    pub admission_choices: Vec<Admission>,
    /// What may carry the volume of the pool's heartbeat; empty where nothing is stated.
    #[serde(default)]
    pub heartbeat_over: Vec<StorageProtocol>,
    /// What a system with many VMs should have.
    #[serde(default)]
    pub large_system: Option<LargeSystem>,
    /// Both hosts of a pair must be alike.
    pub identical_hosts: Option<Severity>,
    /// More memory promised to VMs than the host has: refused (error) or allowed (warning).
    pub memory_overcommit: Severity,
    pub quorum: Quorum,
    pub limits: Vec<Limit>,
    /// Values by key; keys are those of [`super::keys`].
    pub constants: BTreeMap<String, Constant>,
    /// Memory of the control domain in MiB by host memory in MiB, beside `hypervisor_ram_mib`.
    #[serde(default)]
    pub control_ram: Option<Curve>,
    /// Memory overhead of a VM in MiB by its memory and vCPUs; stands for `vm_ram_overhead_share` and
    /// `vm_ram_overhead_mib`.
    #[serde(default)]
    pub vm_overhead: Option<Grid>,
    pub steps: Vec<InstallStep>,
    #[serde(default)]
    pub notes: Vec<String>,
}

impl LimitOf {
    /// The unit every row of this quantity is in.
    pub const fn unit(self) -> &'static str {
        match self {
            LimitOf::RoundTrip | LimitOf::WitnessRoundTrip | LimitOf::MigrationRoundTrip => "ms",
            LimitOf::RoundTripPerKm => "ms/km",
            LimitOf::BandwidthPerVm
            | LimitOf::AvailabilityLinkSpeed
            | LimitOf::PrivateLinkSpeed
            | LimitOf::MigrationBandwidth
            | LimitOf::WitnessLinkSpeed => "Mbit/s",
            LimitOf::Distance | LimitOf::FibreLength => "km",
            LimitOf::VmRam | LimitOf::HostRam | LimitOf::VirtualDisk => "MiB",
            LimitOf::ClockDifference => "MHz",
            LimitOf::Vcpus
            | LimitOf::VcpusPerHost
            | LimitOf::ProtectedVcpusPerHost
            | LimitOf::ProtectedVcpusPerPool => "vCPU",
            LimitOf::VcpusPerCore => "vCPU/core",
            LimitOf::VcpusPerThread => "vCPU/thread",
            LimitOf::VmDisks
            | LimitOf::HostsPerPool
            | LimitOf::VmsPerHost
            | LimitOf::ProtectedVmsPerHost
            | LimitOf::ProtectedVmsPerPool
            | LimitOf::ThreadsPerHost
            | LimitOf::AvailabilityLinks
            | LimitOf::AdaptersPerHost
            | LimitOf::VmsPerPool
            | LimitOf::VmNics
            | LimitOf::ProtectedHostPorts
            | LimitOf::PrivateLinkBoxes
            | LimitOf::ReservedRam
            | LimitOf::Witnesses => "",
        }
    }
}

impl Limit {
    /// Whether the limit speaks of such a VM or pair, whatever its pool.
    pub fn applies(&self, level: Option<Level>, vcpus: u32, split: bool) -> bool {
        self.when.min_hosts.is_none()
            && self.when.max_hosts.is_none()
            && self.speaks_of(level, vcpus, split)
    }

    /// The same where so many hosts stand in a site.
    pub fn applies_among(&self, level: Option<Level>, vcpus: u32, split: bool, hosts: u32) -> bool {
        self.speaks_of(level, vcpus, split) && self.applies_to_hosts(hosts)
    }

    fn speaks_of(&self, level: Option<Level>, vcpus: u32, split: bool) -> bool {
        self.when.level.is_none_or(|l| Some(l) == level)
            && self.when.min_vcpus.is_none_or(|n| vcpus >= n)
            && self.when.max_vcpus.is_none_or(|n| vcpus <= n)
            && self.when.split.is_none_or(|s| s == split)
    }

    /// Whether the limit speaks of a pool of so many hosts that carries VMs of these levels.
    pub fn applies_to_pool(&self, levels: &BTreeSet<Level>, hosts: u32) -> bool {
        self.when.level.is_none_or(|l| levels.contains(&l)) && self.applies_to_hosts(hosts)
    }

    /// Whether the limit speaks of so many hosts.
    pub fn applies_to_hosts(&self, hosts: u32) -> bool {
        self.when.min_hosts.is_none_or(|n| hosts >= n)
            && self.when.max_hosts.is_none_or(|n| hosts <= n)
    }

    /// Whether `value` breaks the limit.
    pub fn broken_by(&self, value: f64) -> bool {
        match self.bound {
            Bound::Max => value > self.value,
            Bound::Below => value >= self.value,
            Bound::Min => value < self.value,
        }
    }
}

impl Profile {
    /// Product and version; the version once only.
    pub fn name(&self) -> String {
        if self.version.is_empty() || self.product.contains(&self.version) {
            self.product.clone()
        } else {
            format!("{} {}", self.product, self.version)
        }
    }

    /// Vendor, product and version; the vendor once only.
    pub fn title(&self) -> String {
        if self.product.starts_with(&self.vendor) {
            self.name()
        } else {
            format!("{} {}", self.vendor, self.name())
        }
    }

    /// The mechanism of a level; none when the platform does not offer it.
    pub fn mechanism(&self, level: Level) -> Option<&Mechanism> {
        match level {
            Level::L0 => Some(self.levels.get(&Level::L0).unwrap_or(&Mechanism::None)),
            other => self.levels.get(&other),
        }
    }

    /// Rows about a quantity that apply to such a VM or pair.
    pub fn limits_on(
        &self,
        quantity: LimitOf,
        level: Option<Level>,
        vcpus: u32,
        split: bool,
    ) -> impl Iterator<Item = &Limit> {
        self.limits
            .iter()
            .filter(move |l| l.quantity == quantity && l.applies(level, vcpus, split))
    }

    /// Every way that the platform offers to keep room for restarts, its own first.
    pub fn admissions(&self) -> impl Iterator<Item = Admission> + '_ {
        std::iter::once(self.admission).chain(self.admission_choices.iter().copied())
    }

    /// The tightest row about a quantity: smallest of the upper bounds, else largest of the lower ones.
    pub fn limit_on(
        &self,
        quantity: LimitOf,
        level: Option<Level>,
        vcpus: u32,
        split: bool,
    ) -> Option<&Limit> {
        self.limits_on(quantity, level, vcpus, split)
            .reduce(|a, b| {
                let b_tighter = match (a.bound, b.bound) {
                    (Bound::Min, Bound::Min) => b.value > a.value,
                    (Bound::Min, _) => true,
                    (_, Bound::Min) => false,
                    _ => b.value < a.value,
                };
                if b_tighter { b } else { a }
            })
    }
}
