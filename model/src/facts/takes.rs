//! What one member of a VM takes of a host that it is not on yet, by the formulas that loads are summed with.
//!
//! Loads are sums over residents, so the load of any placement is the sum of what its members take. Placing adds these
//! parts up; it has no formula of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::derive::Deriver;
use super::joint::{self, Paths};
use super::pools::wanted;
use super::seats::{HostIndex, Resident, Seat, VmStatic, shared_arrays};
use super::{Cx, HostCapacity, HostLoad, LinkPath, link, load, protection, reach, resync};
use crate::failure::Down;
use crate::figure::{Num as _, Silent};
use crate::ids::{ArrayId, HostId, LinkId, PoolId, VmId};
use crate::plan::{LinkRole, Vm};

/// The half of a pair that a member is on a host; a VM without a partner leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// Runs here: alone, or as the half that leads.
    Leads,
    /// Stands here as the partner.
    Follows,
    /// The partner, after the host that led is lost.
    TakesOver,
}

/// What pairs put on the availability links between their hosts, one member, Mbit/s.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PairTraffic {
    pub traffic_mbps: f64,
    pub mirror_mbps: f64,
    /// The vendor's minimum when the pair is split; 0 where none is stated.
    pub minimum_split_mbps: f64,
    /// Mirrored data that a resynchronisation copies, MB.
    pub data_mb: f64,
}

/// The availability links between two hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct PairWay {
    /// By id; pairs over the same links share what these carry.
    pub links: Vec<LinkId>,
    pub usable_mbps: f64,
    /// With the fastest lost; of a single link, its own.
    pub usable_one_lost_mbps: f64,
    pub line_one_lost_mbps: f64,
    /// Slowest way; none when one is not known.
    pub rtt_ms: Option<f64>,
    pub fibre_km: Option<f64>,
    pub map_km: Option<f64>,
}

impl PairWay {
    /// What several ways come to together.
    pub(super) fn of(ways: &[LinkPath]) -> Self {
        let usable: f64 = ways.iter().map(|w| w.usable_mbps).sum();
        let line: f64 = ways.iter().map(|w| w.line_mbps).sum();
        let fastest_usable = ways.iter().map(|w| w.usable_mbps).fold(0.0, f64::max);
        let fastest_line = ways.iter().map(|w| w.line_mbps).fold(0.0, f64::max);
        let (usable_left, line_left) = if ways.len() > 1 {
            (usable - fastest_usable, line - fastest_line)
        } else {
            (usable, line)
        };
        // Either link may have to carry the pair, so the slowest way counts; one unknown way leaves it unknown.
        let rtt_ms = if ways.is_empty() || ways.iter().any(|w| w.rtt_ms.is_none()) {
            None
        } else {
            ways.iter().filter_map(|w| w.rtt_ms).reduce(f64::max)
        };
        let slowest = ways
            .iter()
            .filter(|w| w.rtt_ms.is_some())
            .max_by(|a, b| a.rtt_ms.unwrap_or(0.0).total_cmp(&b.rtt_ms.unwrap_or(0.0)));
        Self {
            links: ways.iter().map(|w| w.link.clone()).collect(),
            usable_mbps: usable,
            usable_one_lost_mbps: usable_left,
            line_one_lost_mbps: line_left,
            rtt_ms,
            fibre_km: slowest.and_then(|w| w.fibre_km),
            map_km: ways.iter().filter_map(|w| w.map_km).reduce(f64::max),
        }
    }
}

/// Demands and capacities of a plan, for whoever places.
pub struct Takes<'a> {
    cx: Cx<'a>,
    stats: BTreeMap<VmId, Arc<VmStatic>>,
    capacities: BTreeMap<HostId, Arc<HostCapacity>>,
    paths: Paths,
    /// Hosts that reach an array over storage links.
    reached: BTreeMap<ArrayId, BTreeSet<HostId>>,
    /// Hosts that an availability link touches, by link.
    touched: Vec<(LinkId, Vec<HostId>)>,
}

impl<'a> Takes<'a> {
    pub fn new(cx: &Cx<'a>) -> Self {
        let mut deriver = Deriver::default();
        deriver.stats(cx);
        deriver.capacities(cx);
        let links = cx.plan.links.iter();
        let touched = links
            .filter(|(_, l)| l.role == LinkRole::Availability)
            .map(|(id, l)| (id.clone(), link::hosts_on(cx.plan, l)))
            .collect();
        let reached = cx
            .plan
            .arrays
            .keys()
            .map(|array| {
                let hosts = cx.plan.hosts.keys();
                let reach = |h: &&HostId| link::reaches_array(cx.plan, h, array, &Down::none());
                (array.clone(), hosts.filter(reach).cloned().collect())
            })
            .collect();
        Self {
            cx: cx.clone(),
            reached,
            stats: deriver.stats,
            capacities: deriver.capacities,
            paths: Paths::default(),
            touched,
        }
    }

    pub fn cx(&self) -> &Cx<'a> {
        &self.cx
    }

    /// What a host offers.
    pub fn capacity(&self, host: &HostId) -> Option<&HostCapacity> {
        self.capacities.get(host).map(|c| &**c)
    }

    /// Load that one member puts on a host as this half; none where either does not exist.
    pub fn of(&self, vm: &VmId, host: &HostId, half: Half) -> Option<HostLoad> {
        let stat = self.stats.get(vm)?;
        let (row, capacity) = (self.cx.plan.hosts.get(host)?, self.capacities.get(host)?);
        let paired = stat.vm.level.paired();
        let lockstep = stat.vm.level == crate::plan::Level::L3;
        let seat = match half {
            _ if paired && lockstep => Seat::Twin,
            Half::Follows => Seat::Standby,
            Half::Leads | Half::TakesOver => Seat::Active,
        };
        let resident = Resident {
            vm: vm.clone(),
            stat: Arc::clone(stat),
            row: 0,
            count: 1,
            seat,
            leads: half == Half::Leads,
            other: None,
        };
        Some(load::host(&self.cx, row, capacity, &[resident], &[]))
    }

    /// Cores that a member uses on top while it takes over databases from another server.
    pub fn takeover_cores(&self, vm: &VmId, host: &HostId) -> f64 {
        let (Some(stat), Some(capacity)) = (self.stats.get(vm), self.capacities.get(host)) else {
            return 0.0;
        };
        let lockstep = stat.vm.level == crate::plan::Level::L3;
        let cores = |takes_over| {
            let of = (vm, &stat.demand);
            load::used_cores(&mut Silent, &self.cx, of, capacity, takes_over, lockstep).value()
        };
        cores(true) - cores(false)
    }

    /// VMs whose loss makes this one take over databases.
    pub fn takes_over_from(&self, vm: &VmId) -> Vec<VmId> {
        let Some(stat) = self.stats.get(vm) else {
            return Vec::new();
        };
        let d = &stat.demand;
        if d.takeover_cores <= 0.0 && d.takeover_mhz <= 0.0 {
            return Vec::new();
        }
        let mut vms: Vec<VmId> = stat
            .on
            .iter()
            .flat_map(|s| load::sharers(&s.workload))
            .filter(|other| *other != vm)
            .cloned()
            .collect();
        vms.sort();
        vms.dedup();
        vms
    }

    /// Memory that a member takes on a host, MiB.
    pub fn ram_mib(&self, vm: &VmId) -> f64 {
        self.stats
            .get(vm)
            .map_or(0.0, |s| s.protection.host_ram_mib)
    }

    /// Traffic of a pair of this VM.
    pub fn traffic(&self, vm: &VmId) -> PairTraffic {
        let Some(stat) = self.stats.get(vm) else {
            return PairTraffic::default();
        };
        let t = &mut Silent;
        PairTraffic {
            traffic_mbps: joint::traffic(t, vm, stat).value(),
            mirror_mbps: stat.protection.mirror_mbps,
            minimum_split_mbps: protection::minimum(t, &self.cx, &stat.vm, true).value(),
            data_mb: resync::mirrored_mb(&self.cx, &stat.vm),
        }
    }

    /// Availability links between two hosts; none when no link joins them.
    pub fn way(&mut self, a: &HostId, b: &HostId) -> Option<PairWay> {
        let on_both =
            |hosts: &Vec<HostId>| hosts.binary_search(a).is_ok() && hosts.binary_search(b).is_ok();
        if a == b || !self.touched.iter().any(|(_, hosts)| on_both(hosts)) {
            return None;
        }
        let ends = joint::key(a, b);
        let ways = self.paths.between(&self.cx, &ends, &Down::none());
        (!ways.is_empty()).then(|| PairWay::of(&ways))
    }

    /// The largest round trip that the platform's rows leave such a pair, ms.
    pub fn rtt_limit_ms(&self, vm: &Vm, split: bool, way: &PairWay) -> Option<f64> {
        reach::rtt_limit_ms(&self.cx, vm, split, way.fibre_km)
    }

    /// Whether a host reaches every shared disk of a VM.
    pub fn reaches_disks(&self, vm: &Vm, host: &HostId) -> bool {
        let mut arrays = vm.disks.iter().filter_map(|d| match &d.on {
            crate::plan::Storage::Shared { array, .. } => Some(array),
            crate::plan::Storage::Local(_) => None,
        });
        arrays.all(|a| {
            self.reached
                .get(a)
                .is_some_and(|hosts| hosts.contains(host))
        })
    }

    /// Whether another host may restart a level-1 VM at all: no disk of it lies on a host.
    pub fn restartable(vm: &Vm) -> bool {
        shared_arrays(vm).is_some()
    }

    /// Host failures that a pool must survive.
    pub fn host_failures_wanted(&self, pool: &PoolId) -> u32 {
        wanted(self.cx.plan, pool)
    }

    /// Hosts by number, as failures are looked at.
    pub fn hosts(&self) -> Vec<HostId> {
        HostIndex::new(self.cx.plan)
            .ids
            .into_iter()
            .cloned()
            .collect()
    }
}
