//! Studies of failures: every single part and every two of them, by the harm they do.
//!
//! A study is prepared once for a plan and then examined in blocks that do not depend on each other: the caller spreads
//! them over threads, stops when it likes, and merges what was found. The rules are those of [`super::outcomes`]: who
//! carries on, restarts (placed again, never by adding up free memory), stops, or runs twice.

mod drill;
mod found;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use drill::{Data, Drill, RowTold, drill};
pub use found::{Effect, Failure, Found, Harm, Overload, effects};

use crate::facts::derive::Deriver;
use crate::facts::fate::{Fate, Row, Ways, intact};
use crate::facts::link::{self, Way};
use crate::facts::load::{self, What};
use crate::facts::pack::{self, Waiting};
use crate::facts::seats::{self, HostIndex, Resident, Seat, VmStatic, shared_arrays};
use crate::facts::{Case, Cx, HostCapacity, vms_of};
use crate::failure::{Down, Part, parts};
use crate::figure::{Num, Silent};
use crate::ids::{ArrayId, HostId, LinkId, ServiceId, VmId};
use crate::plan::Level;

/// Processor cores, memory and network of a host.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    cpu: f64,
    ram: f64,
    net: f64,
}

/// A placement row in a study.
struct Placed {
    vm: VmId,
    stat: Arc<VmStatic>,
    count: u32,
    number: usize,
    row: Row,
    host: usize,
    partner: Option<usize>,
}

/// A plan prepared for failures.
pub struct FailureStudy<'a> {
    cx: &'a Cx<'a>,
    index: HostIndex<'a>,
    rows: Vec<Placed>,
    parts: Vec<Part>,
    /// Rows that depend on each part, by the part's number.
    touched: Vec<Vec<u32>>,
    base: Vec<Load>,
    capacities: Vec<HostCapacity>,
    residents: Vec<Vec<Resident>>,
    /// Hosts whose VMs take over work (active database copies) when a host is lost, by that host.
    takers: BTreeMap<usize, Vec<usize>>,
    reach: BTreeMap<(usize, ArrayId), Arc<Vec<Way>>>,
    /// Load and usable rate of the availability links of each pair of hosts.
    joints: BTreeMap<(usize, usize), (f64, BTreeMap<LinkId, f64>)>,
    /// Failures that a result lists at most.
    pub keep: usize,
}

impl<'a> FailureStudy<'a> {
    /// Prepares a plan: everything that can fail.
    pub fn new(cx: &'a Cx<'a>) -> Self {
        Self::of(cx, parts(cx.plan))
    }

    /// Prepares a plan for failures of these parts alone.
    pub fn of(cx: &'a Cx<'a>, parts: Vec<Part>) -> Self {
        let plan = cx.plan;
        let mut deriver = Deriver::default();
        let facts = deriver.derive(cx, &Case::normal());
        let index = HostIndex::new(plan);
        let ram = deriver.ram(&index);
        let seating = seats::seat(cx, &index, &deriver.stats, &ram, &Down::none());
        let (mut base, mut capacities) = (Vec::new(), Vec::new());
        for (n, id) in index.ids.iter().enumerate() {
            let capacity = deriver.capacities.get(*id);
            let capacity = capacity.map(|c| (**c).clone()).unwrap_or_default();
            let residents = seating.residents.get(n).map_or(&[][..], Vec::as_slice);
            base.push(sum(cx, residents, &capacity, &[]));
            capacities.push(capacity);
        }
        let mut takers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (n, list) in seating.residents.iter().enumerate() {
            for cause in list.iter().flat_map(|r| load::other_hosts(cx, r)) {
                let Some(&cause) = index.by_id.get(cause) else {
                    continue;
                };
                let hosts = takers.entry(cause).or_default();
                if cause != n && !hosts.contains(&n) {
                    hosts.push(n);
                }
            }
        }
        let mut ways = Ways::default();
        let mut reach = BTreeMap::new();
        let mut rows = Vec::new();
        for (id, stat) in &deriver.stats {
            for (number, placement) in stat.vm.placement.iter().enumerate() {
                let Some(&host) = index.by_id.get(&placement.host) else {
                    continue;
                };
                let partner = placement
                    .partner
                    .as_ref()
                    .filter(|_| stat.vm.level.paired())
                    .and_then(|p| index.by_id.get(p))
                    .copied()
                    .filter(|p| *p != host);
                if stat.vm.level == Level::L1 {
                    let pool = index.pool.get(host).copied().flatten();
                    let hosts = pool.and_then(|p| index.pools.get(p)).into_iter().flatten();
                    for n in hosts {
                        for array in shared_arrays(&stat.vm).into_iter().flatten() {
                            if let Some(h) = index.ids.get(*n) {
                                reach
                                    .entry((*n, array.clone()))
                                    .or_insert_with(|| ways.array_ways(plan, h, array));
                            }
                        }
                    }
                }
                rows.push(Placed {
                    vm: id.clone(),
                    stat: Arc::clone(stat),
                    count: placement.count,
                    number,
                    row: ways.row(cx, stat, placement),
                    host,
                    partner,
                });
            }
        }
        let number: BTreeMap<&Part, usize> =
            parts.iter().enumerate().map(|(i, p)| (p, i)).collect();
        let mut touched = vec![Vec::new(); parts.len()];
        for (i, placed) in rows.iter().enumerate() {
            for part in placed.row.depends(plan) {
                if let Some(list) = number.get(&part).and_then(|n| touched.get_mut(*n)) {
                    list.push(i as u32);
                }
            }
        }
        let joints = facts
            .joints
            .iter()
            .filter_map(|((a, b), j)| {
                let (a, b) = (*index.by_id.get(a)?, *index.by_id.get(b)?);
                let links = j
                    .links
                    .iter()
                    .map(|w| (w.link.clone(), w.usable_mbps))
                    .collect();
                Some(((a.min(b), a.max(b)), (j.load_mbps, links)))
            })
            .collect();
        Self {
            cx,
            index,
            rows,
            parts,
            touched,
            base,
            capacities,
            residents: seating.residents,
            takers,
            reach,
            joints,
            keep: 1_000,
        }
    }

    /// What is examined, in the order of blocks.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// One failure of any parts.
    pub fn examine(&self, failed: &[Part]) -> Failure {
        let rows: BTreeSet<u32> = failed
            .iter()
            .flat_map(|part| match self.parts.iter().position(|p| p == part) {
                Some(n) => self.touched.get(n).cloned().unwrap_or_default(),
                // A part that the study does not list: every row is looked at.
                None => (0..self.rows.len() as u32).collect(),
            })
            .collect();
        self.judge(failed.to_vec(), rows.into_iter())
    }

    /// Every single failure.
    pub fn singles(&self, should_stop: &dyn Fn() -> bool) -> Found {
        let mut found = Found::default();
        for (part, rows) in self.parts.iter().zip(&self.touched) {
            if should_stop() {
                break;
            }
            // Single failures are all kept: single points are read from them.
            found.add(
                self.judge(vec![part.clone()], rows.iter().copied()),
                usize::MAX,
            );
        }
        found.trim(usize::MAX);
        found
    }

    /// Blocks of pairs: the first part of the pair is the block's number.
    pub fn pair_blocks(&self) -> usize {
        self.parts.len().saturating_sub(1)
    }

    /// Every pair whose first part is the block's.
    pub fn pairs(&self, block: usize, should_stop: &dyn Fn() -> bool) -> Found {
        let mut found = Found::default();
        let (Some(first), Some(of_first)) = (self.parts.get(block), self.touched.get(block)) else {
            return found;
        };
        let rest = self.parts.iter().zip(&self.touched).skip(block + 1);
        for (second, of_second) in rest {
            if should_stop() {
                break;
            }
            let failed = vec![first.clone(), second.clone()];
            let failure = self.judge(failed, merged(of_first, of_second));
            found.add(failure, self.keep);
        }
        found.trim(self.keep);
        found
    }

    /// All pairs one after the other, until it is told to stop; and whether all were examined.
    pub fn all_pairs(&self, should_stop: &dyn Fn() -> bool) -> (Found, bool) {
        let mut found = Found::default();
        for block in 0..self.pair_blocks() {
            if should_stop() {
                return (found, false);
            }
            found.merge(self.pairs(block, should_stop), self.keep);
        }
        (found, !should_stop())
    }

    fn judge(&self, failed: Vec<Part>, rows: impl Iterator<Item = u32>) -> Failure {
        let plan = self.cx.plan;
        let mut failure = Failure {
            parts: failed,
            harm: Harm::default(),
            vms: Vec::new(),
            overloads: Vec::new(),
        };
        let down = Down::of(plan, &failure.parts);
        let mut vms: BTreeMap<&VmId, Effect> = BTreeMap::new();
        let mut change: BTreeMap<usize, Load> = BTreeMap::new();
        let mut waiting: Vec<&Placed> = Vec::new();
        let mut links: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut cut: Vec<(&Placed, BTreeSet<LinkId>)> = Vec::new();
        for i in rows {
            let Some(placed) = self.rows.get(i as usize) else {
                continue;
            };
            let n = placed.count;
            let fate = placed.row.fate(plan, &down);
            match fate {
                Fate::Runs { there, simplex } => {
                    if simplex {
                        vms.entry(&placed.vm).or_default().simplex += n;
                        failure.harm.simplex += n;
                        let on = if there {
                            placed.partner
                        } else {
                            Some(placed.host)
                        };
                        self.moves(placed, on, &mut change);
                    } else if let Some(partner) = placed.partner
                        && let Some(up) = placed.row.links_up(plan, &down)
                    {
                        let key = (placed.host.min(partner), placed.host.max(partner));
                        if links.insert(key) {
                            cut.push((placed, up.into_iter().cloned().collect()));
                        }
                    }
                }
                Fate::Restarts { there } => {
                    let e = vms.entry(&placed.vm).or_default();
                    e.restarts += n;
                    e.outage_s = e.outage_s.max(placed.stat.protection.restart_s);
                    failure.harm.restarts += n;
                    let on = if there {
                        placed.partner
                    } else {
                        Some(placed.host)
                    };
                    self.moves(placed, on, &mut change);
                }
                Fate::Waits => waiting.push(placed),
                Fate::Stops(_) => {
                    vms.entry(&placed.vm).or_default().stops += n;
                    failure.harm.stops += n;
                }
                Fate::Both => {
                    vms.entry(&placed.vm).or_default().split_brain += n;
                    failure.harm.split_brain += n;
                }
            }
        }
        if !waiting.is_empty() {
            self.restart(&waiting, &down, &mut change, &mut vms, &mut failure.harm);
        }
        self.taken_over(&down, &mut change);
        failure.vms = vms.into_iter().map(|(id, e)| (id.clone(), e)).collect();
        self.overloads(&down, &change, &cut, &mut failure);
        failure
    }

    /// A row that now runs on one host alone: the standby takes its load, or a lockstep half drops its overhead.
    fn moves(&self, placed: &Placed, on: Option<usize>, change: &mut BTreeMap<usize, Load>) {
        let Some(n) = on else { return };
        let Some(capacity) = self.capacities.get(n) else {
            return;
        };
        let seat = if placed.stat.vm.level == Level::L3 {
            Seat::Twin
        } else if n == placed.host {
            Seat::Active
        } else {
            Seat::Standby
        };
        let resident = |seat| Resident {
            vm: placed.vm.clone(),
            stat: Arc::clone(&placed.stat),
            row: placed.number,
            count: placed.count,
            seat,
            leads: n == placed.host,
            other: None,
        };
        if seat == Seat::Active {
            return;
        }
        let before = sum(self.cx, &[resident(seat)], capacity, &[]);
        let after = sum(self.cx, &[resident(Seat::Active)], capacity, &[]);
        let load = change.entry(n).or_default();
        load.cpu += after.cpu - before.cpu;
        load.ram += after.ram - before.ram;
        load.net += after.net - before.net;
    }

    /// Places the members that wait, as [`super::outcomes`] does.
    fn restart<'p>(
        &'p self,
        waiting: &[&'p Placed],
        down: &Down,
        change: &mut BTreeMap<usize, Load>,
        vms: &mut BTreeMap<&'p VmId, Effect>,
        harm: &mut Harm,
    ) {
        let mut free: Vec<f64> = self
            .capacities
            .iter()
            .zip(&self.base)
            .map(|(c, b)| c.ram_mib - b.ram)
            .collect();
        for (n, load) in change.iter() {
            if let Some(f) = free.get_mut(*n) {
                *f -= load.ram;
            }
        }
        let mut members: Vec<&Placed> = Vec::new();
        for placed in waiting {
            members.extend(std::iter::repeat_n(
                *placed,
                placed.count.min(4096) as usize,
            ));
        }
        members.sort_by(|a, b| {
            b.stat
                .protection
                .host_ram_mib
                .total_cmp(&a.stat.protection.host_ram_mib)
                .then_with(|| a.vm.cmp(&b.vm))
                .then_with(|| a.number.cmp(&b.number))
        });
        let mut reached: BTreeMap<(usize, &ArrayId), bool> = BTreeMap::new();
        let wishes: Vec<Waiting> = members
            .iter()
            .map(|placed| {
                let pool = self.index.pool.get(placed.host).copied().flatten();
                let arrays = shared_arrays(&placed.stat.vm);
                let may = pool
                    .and_then(|p| self.index.pools.get(p))
                    .into_iter()
                    .flatten()
                    .copied()
                    .filter(|n| *n != placed.host)
                    .filter(|n| self.index.ids.get(*n).is_some_and(|id| !down.host(id)))
                    .filter(|n| {
                        arrays.as_ref().is_some_and(|arrays| {
                            arrays.iter().all(|a| {
                                *reached
                                    .entry((*n, *a))
                                    .or_insert_with(|| self.reaches(*n, a, down))
                            })
                        })
                    })
                    .collect();
                Waiting {
                    need: placed.stat.protection.host_ram_mib,
                    may,
                }
            })
            .collect();
        let places = pack::place(&mut free, &wishes);
        for (placed, place) in members.into_iter().zip(places) {
            let e = vms.entry(&placed.vm).or_default();
            match place {
                Some(n) => {
                    e.restarts += 1;
                    e.outage_s = e.outage_s.max(placed.stat.protection.restart_s);
                    harm.restarts += 1;
                    let one = Resident {
                        vm: placed.vm.clone(),
                        stat: Arc::clone(&placed.stat),
                        row: placed.number,
                        count: 1,
                        seat: Seat::Active,
                        leads: true,
                        other: None,
                    };
                    let Some(capacity) = self.capacities.get(n) else {
                        continue;
                    };
                    let more = sum(self.cx, &[one], capacity, &[]);
                    let load = change.entry(n).or_default();
                    load.cpu += more.cpu;
                    load.ram += more.ram;
                    load.net += more.net;
                }
                None => {
                    e.stops += 1;
                    harm.stops += 1;
                }
            }
        }
    }

    /// Servers that take over databases are loaded though nothing moves to their host.
    fn taken_over(&self, down: &Down, change: &mut BTreeMap<usize, Load>) {
        if self.takers.is_empty() {
            return;
        }
        let lost: Vec<&HostId> = self
            .index
            .ids
            .iter()
            .copied()
            .filter(|id| down.host(id))
            .collect();
        let hosts: BTreeSet<usize> = lost
            .iter()
            .filter_map(|id| self.takers.get(self.index.by_id.get(*id)?))
            .flatten()
            .copied()
            .collect();
        for n in hosts {
            let (Some(list), Some(capacity), Some(base)) = (
                self.residents.get(n),
                self.capacities.get(n),
                self.base.get(n),
            ) else {
                continue;
            };
            let after = sum(self.cx, list, capacity, &lost);
            let load = change.entry(n).or_default();
            load.cpu += after.cpu - base.cpu;
            load.net += after.net - base.net;
        }
    }

    fn reaches(&self, host: usize, array: &ArrayId, down: &Down) -> bool {
        let plan = self.cx.plan;
        let Some(ways) = self.reach.get(&(host, array.clone())) else {
            return false;
        };
        !down.has(&array.into())
            && (ways.iter().any(|w| intact(plan, w, down))
                || (!ways.is_empty()
                    && self
                        .index
                        .ids
                        .get(host)
                        .is_some_and(|id| !link::ways_to_array(plan, id, array, down).is_empty())))
    }

    /// Hosts above the plan's ceilings because of the failure, and links that carry less than they are asked for.
    fn overloads(
        &self,
        down: &Down,
        change: &BTreeMap<usize, Load>,
        cut: &[(&Placed, BTreeSet<LinkId>)],
        failure: &mut Failure,
    ) {
        let settings = &self.cx.plan.settings;
        let over = crate::figure::over;
        for (n, load) in change {
            let (Some(id), Some(base), Some(capacity)) = (
                self.index.ids.get(*n),
                self.base.get(*n),
                self.capacities.get(*n),
            ) else {
                continue;
            };
            if down.host(id) {
                continue;
            }
            for (what, before, more, capacity, ceiling) in [
                (
                    "processor",
                    base.cpu,
                    load.cpu,
                    capacity.cpu_cores,
                    settings.cpu_ceiling,
                ),
                (
                    "memory",
                    base.ram,
                    load.ram,
                    capacity.ram_mib,
                    settings.ram_ceiling,
                ),
                (
                    "network",
                    base.net,
                    load.net,
                    capacity.net_mbps,
                    settings.network_ceiling,
                ),
            ] {
                let share = over(before + more, capacity);
                // What is started here is counted too where its memory was promised before.
                let taken = more > 0.0 || load.cpu > 0.0;
                if taken && share > ceiling.get() {
                    failure.overloads.push(Overload {
                        thing: (*id).into(),
                        what,
                        share,
                    });
                }
            }
        }
        let mut told: BTreeSet<LinkId> = BTreeSet::new();
        for (placed, up) in cut {
            let Some(partner) = placed.partner else {
                continue;
            };
            let key = (placed.host.min(partner), placed.host.max(partner));
            let Some((load, links)) = self.joints.get(&key) else {
                continue;
            };
            if up.len() == links.len() {
                continue;
            }
            let usable: f64 = links
                .iter()
                .filter(|(id, _)| up.contains(*id))
                .map(|(_, r)| r)
                .sum();
            if usable > 0.0 && *load > usable {
                for link in up.iter().filter(|l| told.insert((*l).clone())) {
                    failure.overloads.push(Overload {
                        thing: link.into(),
                        what: "link",
                        share: load / usable,
                    });
                }
            }
        }
        failure.harm.overloaded = failure.overloads.len() as u32;
    }

    /// Parts whose failure alone stops a VM (some member of it) or makes it run twice, by VM.
    pub fn single_points(&self, singles: &Found) -> BTreeMap<VmId, Vec<Part>> {
        let mut out: BTreeMap<VmId, Vec<Part>> = BTreeMap::new();
        for failure in &singles.worst {
            let [part] = failure.parts.as_slice() else {
                continue;
            };
            for (vm, effect) in &failure.vms {
                if effect.stops > 0 || effect.split_brain > 0 {
                    out.entry(vm.clone()).or_default().push(part.clone());
                }
            }
        }
        out.values_mut().for_each(|parts| parts.sort());
        out
    }

    /// The same by service: every VM of a service counts.
    pub fn single_points_of_services(
        &self,
        by_vm: &BTreeMap<VmId, Vec<Part>>,
    ) -> BTreeMap<ServiceId, Vec<Part>> {
        self.cx
            .plan
            .services
            .iter()
            .map(|(id, service)| {
                let parts: BTreeSet<Part> = vms_of(self.cx.plan, service)
                    .iter()
                    .filter_map(|vm| by_vm.get(vm))
                    .flatten()
                    .cloned()
                    .collect();
                (id.clone(), parts.into_iter().collect())
            })
            .collect()
    }
}

/// Two sorted lists as one, without repetition.
fn merged<'l>(a: &'l [u32], b: &'l [u32]) -> impl Iterator<Item = u32> + 'l {
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    std::iter::from_fn(move || match (a.peek().copied(), b.peek().copied()) {
        (Some(x), Some(y)) if x == y => {
            b.next();
            a.next()
        }
        (Some(x), Some(y)) if x < y => a.next(),
        (_, Some(_)) => b.next(),
        (_, None) => a.next(),
    })
}

fn sum(cx: &Cx<'_>, residents: &[Resident], capacity: &HostCapacity, lost: &[&HostId]) -> Load {
    let of = |what| load::total(&mut Silent, cx, residents, capacity, what, lost).value();
    Load {
        cpu: of(What::Cpu),
        ram: of(What::Ram),
        net: of(What::Net),
    }
}

/// A host as a part.
pub fn host_parts<'h>(hosts: impl IntoIterator<Item = &'h HostId>) -> Vec<Part> {
    hosts.into_iter().map(Part::from).collect()
}
