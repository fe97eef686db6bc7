//! Facts: everything derived from plan and catalogue in one case.
//!
//! Plain numbers in typed tables, units in the names. [`derive`] is pure, deterministic and total; [`Deriver`] gives
//! the same facts and computes again only what changed. Explanations run the same formulas with a recording tracer:
//! see [`explain`](fn@explain) and [`addresses`].

mod address;
mod capacity;
mod copies;
mod cx;
pub mod demand;
mod depends;
mod derive;
mod disks;
mod effects;
pub mod failures;
mod fate;
mod joint;
mod link;
mod load;
mod need;
mod outcome;
pub mod pack;
mod pools;
mod protection;
mod reach;
mod resync;
mod seats;
mod service;
pub mod sum;
mod takes;
mod working;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use address::{Explainer, FigureInfo, addresses, explain, figures_of, value};
pub use capacity::{disk_key, penalty_key};
pub use cx::{Cx, cite, typed};
pub use demand::{CopyReach, CopyShares, MailboxFacts, MailboxOnHost, SqlFacts, sql_is_on};
pub use derive::{Deriver, derive, outcomes};
pub use disks::{missing_disks, space_called_for};
pub use effects::{CheckpointFacts, EffectFacts};
pub use link::{LinkPath, Node, by_coordinates, crosses_sites, path_between, reaches_array};
pub use load::vcpus_of_megacycles;
pub use outcome::{Outcome, Outcomes, RowOutcome};
pub use protection::{minimum_limit, round_trip_limit};
pub use reach::rtt_limit_ms;
pub use resync::ResyncFacts;
pub use seats::{Seat, shared_arrays};
pub use service::vms_of;
pub use takes::{Half, PairTraffic, PairWay, Takes};

use crate::failure::{Down, Part};
use crate::ids::{
    ArrayId, EntityId, HostId, LinkId, PoolId, ServiceId, SiteId, SwitchId, VmId, WitnessId,
    WorkloadId,
};
use crate::plan::{DiskUse, Plan};

/// The state that facts are derived for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Case {
    /// Parts that have failed: sites, hosts, links, and what is in them.
    pub failed: BTreeSet<Part>,
    /// Years from now: workloads have grown by then.
    pub year: u32,
}

impl Case {
    pub fn normal() -> Self {
        Self::default()
    }
    pub fn failed(what: impl IntoIterator<Item = impl Into<Part>>) -> Self {
        Self {
            failed: what.into_iter().map(Into::into).collect(),
            year: 0,
        }
    }
    /// Everything that is out of order in it.
    pub fn down(&self, plan: &Plan) -> Down {
        Down::of(plan, &self.failed)
    }
    /// Normal running so many years from now.
    pub fn in_year(year: u32) -> Self {
        Self {
            failed: BTreeSet::new(),
            year,
        }
    }
    pub fn is_normal(&self) -> bool {
        self.failed.is_empty()
    }
}

/// Everything derived in one case.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Facts {
    pub case: Case,
    pub vms: BTreeMap<VmId, Arc<VmFacts>>,
    pub hosts: BTreeMap<HostId, Arc<HostFacts>>,
    pub arrays: BTreeMap<ArrayId, Arc<ArrayFacts>>,
    pub pools: BTreeMap<PoolId, Arc<PoolFacts>>,
    pub links: BTreeMap<LinkId, Arc<LinkFacts>>,
    /// Every two hosts that carry a pair, smaller id first.
    pub joints: BTreeMap<(HostId, HostId), Arc<JointFacts>>,
    pub witnesses: BTreeMap<WitnessId, Arc<WitnessFacts>>,
    pub services: BTreeMap<ServiceId, Arc<ServiceFacts>>,
    pub totals: Totals,
}

/// What a VM (one member of a group) asks of its hosts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Demand {
    /// Processor, in cores of whatever host it runs on.
    pub cpu_cores: f64,
    /// Processor, in MHz (megacycles per second); both parts add up.
    pub cpu_mhz: f64,
    /// vCPUs that the workloads call for.
    pub vcpus: f64,
    /// Guest memory that the workloads call for.
    pub ram_mib: f64,
    /// Disk space that the workloads call for, by what it holds.
    pub space_mib: BTreeMap<DiskUse, f64>,
    /// Front-end operations a second.
    pub reads: f64,
    pub writes: f64,
    /// Of `reads` and `writes`, those on log disks.
    pub log_writes: f64,
    pub read_mb_s: f64,
    pub write_mb_s: f64,
    /// Of `write_mb_s`, logs.
    pub log_mb_s: f64,
    pub net_in_mbps: f64,
    pub net_out_mbps: f64,
    /// Of `cpu_mhz`, megacycles of a baseline that has a rating, and the same in points of it (SPECint_rate2006).
    pub rated_mhz: f64,
    pub rated_points: f64,
    /// Processor use on top after the worst failure, when it takes over from others: cores, MHz, and their points.
    pub takeover_cores: f64,
    pub takeover_mhz: f64,
    pub takeover_points: f64,
    /// Unique 4 KiB pages a second; none when nobody measured it.
    pub dirty_pages_per_s: Option<f64>,
}

/// One placement row of a VM.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedFacts {
    pub host: HostId,
    pub partner: Option<HostId>,
    pub count: u32,
    pub split: bool,
    /// Round trip over the best availability link of the two hosts; none when not known or no pair.
    pub rtt_ms: Option<f64>,
    /// Tightest round-trip limit of the platform for this VM.
    pub rtt_limit_ms: Option<f64>,
    /// Traffic that protection puts on the availability links, one member.
    pub traffic_mbps: f64,
    /// The vendor's minimum for a split pair, one member; 0 when not split or none stated.
    pub minimum_mbps: f64,
    /// Larger of both.
    pub load_mbps: f64,
    /// Largest map distance at which this pair still holds; none where nothing bounds it or the way was measured.
    pub max_map_km: Option<f64>,
    /// Usable rate of the pair's links with the fastest lost; none without links.
    pub usable_one_lost_mbps: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct VmFacts {
    /// One member.
    pub demand: Demand,
    /// Processor use was taken from the vCPU count for want of a workload.
    pub cpu_assumed: bool,
    /// No workload runs on it: what it asks of disks and network is not known.
    pub no_workload: bool,
    pub mailbox: Option<MailboxFacts>,
    pub sql: Vec<SqlFacts>,
    /// How far the copies are of the SQL Server workloads that it runs.
    pub copies: BTreeMap<WorkloadId, Vec<CopyReach>>,
    /// vCPUs that the platform schedules for a member (its own threads included).
    pub scheduled_vcpus: f64,
    /// Memory that a member takes on a host, overhead included.
    pub host_ram_mib: f64,
    /// Traffic of mirrored writes, one member.
    pub mirror_mbps: f64,
    /// Traffic of lockstep or checkpoints, one member; none when an input is missing.
    pub lockstep_mbps: Option<f64>,
    /// Inputs without which protection traffic is incomplete, in words.
    pub traffic_missing: Vec<&'static str>,
    pub placed: Vec<PlacedFacts>,
    /// What protection does to writes, output and processor; worst placement.
    pub effects: EffectFacts,
    /// Outage after the worst single host failure; none when it would not come back by itself.
    pub host_failure_outage_s: Option<f64>,
    /// Outage after the loss of its worst site; none when it would not come back by itself.
    pub site_failure_outage_s: Option<f64>,
    /// Outage after a component (disk, adapter, path, supply) fails where redundancy is as planned.
    pub component_outage_s: Option<f64>,
    /// Memory and application state survive a host failure.
    pub keeps_state: bool,
    /// Data on disk survive a host failure.
    pub keeps_data: bool,
}

/// What lies on a host.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HostLoad {
    /// Cores' worth of processor use.
    pub cpu_cores: f64,
    pub vcpus: f64,
    pub ram_mib: f64,
    pub net_mbps: f64,
    /// By RAID group, in the host's order.
    pub groups: Vec<GroupLoad>,
    /// VM members present, standby and lockstep halves counted.
    pub vms: u32,
}

/// What lies on a RAID group.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GroupLoad {
    pub space_mib: f64,
    pub reads: f64,
    pub writes: f64,
    /// reads + penalty × writes.
    pub back_end_iops: f64,
}

/// What a RAID group can carry.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GroupCapacity {
    pub name: String,
    pub space_mib: f64,
    /// Disks × IOPS of a disk.
    pub back_end_iops: f64,
}

/// What a host offers VMs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HostCapacity {
    pub cores: f64,
    /// After the hypervisor's share.
    pub cpu_cores: f64,
    /// Megacycles of one core.
    pub core_mhz: f64,
    /// SPECint_rate2006 of one core, where the host's rating is known.
    pub core_rating: Option<f64>,
    pub threads: f64,
    /// After the hypervisor and control domain.
    pub ram_mib: f64,
    /// Ports on business links, or every port where no link says.
    pub net_mbps: f64,
    pub groups: Vec<GroupCapacity>,
}

/// A load as shares of capacity, for bars and ceilings.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Shares {
    pub cpu: f64,
    pub ram: f64,
    /// Fullest RAID group by space.
    pub space: f64,
    /// Busiest RAID group by IOPS.
    pub iops: f64,
    pub net: f64,
}

impl Shares {
    /// The disk bar: the larger of space and IOPS.
    pub fn disk(&self) -> f64 {
        self.space.max(self.iops)
    }
    pub fn worst(&self) -> f64 {
        self.cpu.max(self.ram).max(self.disk()).max(self.net)
    }
}

/// The worst value of a quantity over single failures, and which failure it is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Worst {
    pub value: f64,
    /// None when no failure makes it worse than normal.
    pub after: Option<EntityId>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct WorstShares {
    pub cpu: Worst,
    pub ram: Worst,
    pub space: Worst,
    pub iops: Worst,
    pub net: Worst,
}

impl WorstShares {
    pub fn disk(&self) -> &Worst {
        if self.iops.value > self.space.value {
            &self.iops
        } else {
            &self.space
        }
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct HostFacts {
    pub capacity: HostCapacity,
    /// In the case of the facts.
    pub load: HostLoad,
    pub shares: Shares,
    /// Over every single host failure of the pool.
    pub worst: WorstShares,
    /// vCPUs per physical core.
    pub vcpus_per_core: f64,
    pub up: bool,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ArrayFacts {
    pub groups: Vec<GroupCapacity>,
    pub load: Vec<GroupLoad>,
    pub shares: Shares,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct PoolFacts {
    pub hosts: Vec<HostId>,
    /// Single host failures after which some level-1 VM finds no host, with the VMs.
    pub not_restartable: Vec<(HostId, Vec<VmId>)>,
    /// Host failures that restarts survive, placing every VM again; at most the plan's setting is examined.
    pub host_failures_survived: u32,
    pub host_failures_wanted: u32,
    pub split: bool,
}

/// A link as a whole.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LinkFacts {
    /// Line rate × what is available × payload efficiency.
    pub usable_mbps: f64,
    pub load_mbps: f64,
    /// Load with the worst other link of its joints lost.
    pub load_one_lost_mbps: f64,
    /// Load while pairs resynchronise, all links up.
    pub load_resync_mbps: f64,
    /// Estimated protection traffic alone, without the vendor's minimum.
    pub traffic_mbps: f64,
    pub share: f64,
    pub share_one_lost: f64,
    pub share_resync: f64,
    /// Line rate × round trip: what must be under way to fill it; none without a round trip.
    pub bdp_bytes: Option<f64>,
    /// Round trip end to end where every stretch is known.
    pub rtt_ms: Option<f64>,
    /// Tightest limit of the pairs over it.
    pub rtt_limit_ms: Option<f64>,
    /// Sites it joins.
    pub sites: Vec<SiteId>,
    pub up: bool,
}

/// Two hosts that carry pairs together, and the availability links between them.
#[derive(Clone, Debug, PartialEq)]
pub struct JointFacts {
    /// The smaller id.
    pub a: HostId,
    pub b: HostId,
    pub split: bool,
    /// Availability links that join them.
    pub links: Vec<LinkPath>,
    /// Σ of loads of the pairs of these two hosts.
    pub own_load_mbps: f64,
    /// Σ of loads of all pairs that use the same links (of these two hosts and of others).
    pub load_mbps: f64,
    pub traffic_mbps: f64,
    pub minimum_mbps: f64,
    /// Of `traffic_mbps`, mirrored writes.
    pub mirror_mbps: f64,
    /// Line rate left when the fastest link is lost (its own rate when there is one only).
    pub line_one_lost_mbps: f64,
    /// Usable rate of all links, and with the fastest lost.
    pub usable_mbps: f64,
    pub usable_one_lost_mbps: f64,
    pub rtt_ms: Option<f64>,
    pub rtt_limit_ms: Option<f64>,
    pub vms: Vec<VmId>,
    /// Largest map distance at which the tightest pair still holds; none without a distance limit or route.
    pub max_map_km: Option<f64>,
    pub map_km: Option<f64>,
    /// The same in lengths of fibre, where that alone is known.
    pub max_fibre_km: Option<f64>,
    /// Fibre of the slowest link, as typed or by the route factor.
    pub fibre_km: Option<f64>,
    /// Line rate that each of the links needs, and the smallest common rate that will do; none without links.
    pub need_mbps: Option<f64>,
    pub smallest_mbps: Option<f64>,
    /// After an outage of either host; none without mirrored data or links.
    pub resync: Option<ResyncFacts>,
    /// Part of these two hosts in the resynchronisation over the same links.
    pub own_resync_mbps: f64,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct WitnessFacts {
    /// From each site that holds hosts it arbitrates: round trip if known, and sites passed on the way.
    pub paths: Vec<WitnessPath>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WitnessPath {
    pub from: SiteId,
    pub reachable: bool,
    pub rtt_ms: Option<f64>,
    /// Sites between, neither the start nor the witness's own.
    pub through: Vec<SiteId>,
    /// Links and switches of the way, in order, each once.
    pub links: Vec<LinkId>,
    pub switches: Vec<SwitchId>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct ServiceFacts {
    /// VMs it depends on, workloads resolved.
    pub vms: Vec<VmId>,
    /// Outage of the worst single incident among those it must survive; none when something does not come back by itself.
    pub worst_outage_s: Option<f64>,
    /// The VM that sets it.
    pub worst_vm: Option<VmId>,
    pub keeps_state: bool,
    pub keeps_data: bool,
    /// Lowest level that keeps outage, data loss and state in the scope; none when no offered level does.
    pub advised_level: Option<crate::plan::Level>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Totals {
    pub hosts: u32,
    pub sites: u32,
    pub vms: u32,
    pub mailboxes: f64,
    /// Highest bar of any host in normal running, and after the worst failure.
    pub worst_host_share: f64,
    pub worst_host: Option<HostId>,
    pub worst_host_share_after: f64,
    pub worst_host_after: Option<HostId>,
    pub worst_link_share: f64,
    pub worst_link: Option<LinkId>,
    /// The larger of space and IOPS of the array that is nearest to full.
    pub worst_array_share: f64,
    pub worst_array: Option<ArrayId>,
    /// Largest map distance at which every split pair still holds; none where nothing bounds it.
    pub max_map_km: Option<f64>,
    /// The hosts of the pair that sets it.
    pub max_map_hosts: Option<(HostId, HostId)>,
}
