//! Figures other than demand, as formulas by name: what the address book computes and explains.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::capacity;
use super::copies;
use super::demand;
use super::derive::{self, Deriver};
use super::effects;
use super::joint::{self, Pairings};
use super::link::Length;
use super::load::{self, GroupWhat, What};
use super::need;
use super::pools::Scene;
use super::protection;
use super::reach::Reach;
use super::resync;
use super::seats::{self, HostIndex, Resident, VmStatic};
use super::{Cx, Facts, JointFacts, VmFacts, Worst};
use crate::failure::Down;
use crate::figure::{Num, Origin, Silent, Tracer, over};
use crate::ids::{ArrayId, EntityId, HostId, LinkId, ServiceId, VmId};
use crate::plan::{Host, Level, RaidGroup};

/// Stages of deriving kept for explanations.
pub(super) struct Working<'a> {
    pub cx: &'a Cx<'a>,
    pub facts: &'a Facts,
    pub stats: BTreeMap<VmId, Arc<VmStatic>>,
    index: HostIndex<'a>,
    residents: Vec<Vec<Resident>>,
    capacities: BTreeMap<HostId, Arc<super::HostCapacity>>,
    ram: Vec<f64>,
    down: Vec<bool>,
    failed: Down,
    pairings: Pairings,
}

impl<'a> Working<'a> {
    pub fn new(cx: &'a Cx<'a>, facts: &'a Facts) -> Self {
        let mut deriver = Deriver::default();
        deriver.stats(cx);
        deriver.capacities(cx);
        let index = HostIndex::new(cx.plan);
        let ram = deriver.ram(&index);
        let failed = facts.case.down(cx.plan);
        let seating = seats::seat(cx, &index, &deriver.stats, &ram, &failed);
        Self {
            cx,
            facts,
            pairings: joint::pairings(cx, &deriver.stats),
            residents: seating.residents,
            down: seats::failed_hosts(&index, &failed),
            failed,
            stats: deriver.stats,
            capacities: deriver.capacities,
            index,
            ram,
        }
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            cx: self.cx,
            index: &self.index,
            residents: &self.residents,
            capacities: &self.capacities,
            ram: &self.ram,
            down: &self.down,
            failed: &self.failed,
            reach: Default::default(),
        }
    }

    fn residents(&self, host: &HostId) -> Vec<Resident> {
        self.index
            .by_id
            .get(host)
            .and_then(|n| self.residents.get(*n))
            .cloned()
            .unwrap_or_default()
    }

    /// Residents of a host after the failure that a worst value names.
    fn residents_after(&self, host: &HostId, worst: &Worst) -> Vec<Resident> {
        let Some(EntityId::Host(cause)) = &worst.after else {
            return self.residents(host);
        };
        let (Some(&cause), Some(&n)) = (self.index.by_id.get(cause), self.index.by_id.get(host))
        else {
            return self.residents(host);
        };
        self.scene()
            .after_failure(cause)
            .0
            .remove(&n)
            .unwrap_or_else(|| self.residents(host))
    }

    /// A figure of a VM.
    pub fn vm<T: Tracer>(&self, t: &mut T, id: &VmId, name: &str) -> Option<T::N> {
        let cx = self.cx;
        let stat = self.stats.get(id)?;
        let facts: &VmFacts = self.facts.vms.get(id)?;
        let vm = &stat.vm;
        let worst_rtt = facts
            .placed
            .iter()
            .filter(|p| p.rtt_ms.is_some())
            .max_by(|a, b| a.rtt_ms.unwrap_or(0.0).total_cmp(&b.rtt_ms.unwrap_or(0.0)));
        let split = facts.placed.iter().any(|p| p.split);
        Some(match name {
            "vcpus.scheduled" => protection::scheduled_vcpus(t, cx, id, vm),
            "ram.on_host" => protection::host_ram(t, cx, id, vm),
            "mirror" => protection::mirror(t, cx, id, vm, &stat.demand),
            "lockstep" => protection::lockstep(t, cx, id, vm, &stat.demand)?,
            "traffic" => joint::traffic(t, id, stat),
            "link_load" => joint::member_load(t, cx, id, stat, split),
            // A pair in step takes over instead of starting again.
            "restart" if vm.level == Level::L3 => protection::takeover(t, cx),
            "restart" => protection::restart(t, cx, id, vm),
            "max_distance" => self.vm_distance(t, stat, facts)?,
            "write.added" => effects::write_added(t, cx, id, vm, &joint::between(&facts.placed))?,
            "output.hold" | "output.hold_max" => {
                let between = joint::between(&facts.placed);
                let longest = name == "output.hold_max";
                effects::hold(t, cx, id, vm, &stat.demand, &between, longest)?
            }
            "cpu.overhead" => effects::cpu_overhead(t, cx, vm)?,
            "rtt" => {
                let p = worst_rtt?;
                let joint = joint::key(&p.host, p.partner.as_ref()?);
                self.joint(t, &joint, "rtt")?
            }
            _ if demand::on_host(name) => {
                let seats = demand::seats(cx, vm, &self.facts.hosts);
                demand::figure_on_host(t, cx, id, vm, &stat.on, &seats, name)?
            }
            _ => {
                if let Some(what) = name.strip_prefix("checkpoint.") {
                    let between = joint::between(&facts.placed);
                    let held = effects::held(t, cx, id, vm, &stat.demand, &between)?;
                    return effects::checkpoint_figure::<T>(held, what);
                }
                let reach = demand::Reach {
                    pair_rtt_ms: copies::pair_rtt_ms(vm.level, &facts.placed),
                    copies: facts.copies.clone(),
                };
                return demand::figure(t, cx, id, vm, &stat.on, &reach, name);
            }
        })
    }

    /// Largest map distance of a VM's pairs: the least over its placements.
    fn vm_distance<T: Tracer>(&self, t: &mut T, stat: &VmStatic, facts: &VmFacts) -> Option<T::N> {
        let wanted = facts
            .placed
            .iter()
            .filter(|p| p.max_map_km.is_some())
            .min_by(|a, b| {
                a.max_map_km
                    .partial_cmp(&b.max_map_km)
                    .unwrap_or(std::cmp::Ordering::Equal)
            })?;
        let key = joint::key(&wanted.host, wanted.partner.as_ref()?);
        let joint = self.facts.joints.get(&key)?;
        Reach::of(self.cx, std::iter::once(&*stat.vm), wanted.split).max_km(
            t,
            self.cx,
            &joint.links,
            Length::Map,
        )
    }

    fn host_total<T: Tracer>(
        &self,
        t: &mut T,
        id: &HostId,
        residents: &[Resident],
        what: What,
        after: Option<&Worst>,
    ) -> Option<T::N> {
        let capacity = &self.facts.hosts.get(id)?.capacity;
        let scene = self.scene();
        let mut lost: Vec<&HostId> = scene.lost();
        if let Some(EntityId::Host(host)) = after.and_then(|w| w.after.as_ref()) {
            lost.extend(self.index.by_id.get_key_value(host).map(|(id, _)| *id));
        }
        Some(load::total(t, self.cx, residents, capacity, what, &lost))
    }

    /// A figure of a host.
    pub fn host<T: Tracer>(&self, t: &mut T, id: &HostId, name: &str) -> Option<T::N> {
        let cx = self.cx;
        let host: &Arc<Host> = cx.plan.hosts.get(id)?;
        let facts = self.facts.hosts.get(id)?;
        let share_of = |t: &mut T,
                        what: What,
                        capacity: fn(&mut T, &Cx<'_>, &HostId, &Host) -> T::N,
                        after: Option<&Worst>| {
            let residents = match after {
                Some(worst) => self.residents_after(id, worst),
                None => self.residents(id),
            };
            let load = self.host_total(t, id, &residents, what, after)?;
            let (symbol, unit) = match what {
                What::Cpu => ("load", "cores"),
                What::Vcpus => ("vcpus", "vCPU"),
                What::Ram => ("load", "MiB"),
                What::Net => ("load", "Mbit/s"),
            };
            let load = t.step(symbol, unit, load);
            let capacity = capacity(t, cx, id, host);
            let capacity = t.step("capacity", unit, capacity);
            Some(load / capacity)
        };
        let w = &facts.worst;
        Some(match name {
            "cpu.capacity" => capacity::cpu_cores(t, cx, id, host),
            "ram.capacity" => capacity::ram_mib(t, cx, id, host),
            "net.capacity" => capacity::net_mbps(t, cx, id, host),
            "cpu.load" => self.host_total(t, id, &self.residents(id), What::Cpu, None)?,
            "ram.load" => self.host_total(t, id, &self.residents(id), What::Ram, None)?,
            "net.load" => self.host_total(t, id, &self.residents(id), What::Net, None)?,
            "vcpus.load" => self.host_total(t, id, &self.residents(id), What::Vcpus, None)?,
            "vcpus.per_core" => {
                let vcpus = self.host_total(t, id, &self.residents(id), What::Vcpus, None)?;
                let vcpus = t.step("vcpus", "vCPU", vcpus);
                let cores = t.given("cores", f64::from(host.cores()), "cores", || {
                    Origin::Counted("sockets × cores per socket".into())
                });
                vcpus / cores
            }
            "cpu.share" => share_of(t, What::Cpu, capacity::cpu_cores, None)?,
            "ram.share" => share_of(t, What::Ram, capacity::ram_mib, None)?,
            "net.share" => share_of(t, What::Net, capacity::net_mbps, None)?,
            "cpu.share_after" => share_of(t, What::Cpu, capacity::cpu_cores, Some(&w.cpu))?,
            "ram.share_after" => share_of(t, What::Ram, capacity::ram_mib, Some(&w.ram))?,
            "net.share_after" => share_of(t, What::Net, capacity::net_mbps, Some(&w.net))?,
            _ => {
                let rest = name.strip_prefix("disk.")?;
                let (group, what) = rest.rsplit_once('.')?;
                let group = host.raid.iter().find(|g| g.name == group)?;
                let residents = self.residents(id);
                self.group(t, &id.into(), group, what, |kind| {
                    load::group_parts(cx, &residents, &group.name, kind)
                })?
            }
        })
    }

    /// A figure of a RAID group, from what lies on it now and after the failure that `what` may ask for.
    fn group<T: Tracer>(
        &self,
        t: &mut T,
        owner: &EntityId,
        group: &RaidGroup,
        what: &str,
        parts: impl Fn(GroupWhat) -> Vec<(Resident, f64)>,
    ) -> Option<T::N> {
        let cx = self.cx;
        let space = |t: &mut T| load::group_total(t, &parts(GroupWhat::Space), "MiB");
        let iops = |t: &mut T| {
            let reads = load::group_total(t, &parts(GroupWhat::Reads), "IOPS");
            let reads = t.step("reads", "IOPS", reads);
            let writes = load::group_total(t, &parts(GroupWhat::Writes), "IOPS");
            let writes = t.step("writes", "IOPS", writes);
            load::back_end(t, cx, group, reads, writes)
        };
        Some(match what {
            "space_capacity" => capacity::group_space(t, owner, group),
            "iops_capacity" => capacity::group_iops(t, cx, owner, group),
            "space_load" => space(t),
            "iops_load" => iops(t),
            "space_share" => {
                let used = space(t);
                let used = t.step("used", "MiB", used);
                let capacity = capacity::group_space(t, owner, group);
                used / t.step("capacity", "MiB", capacity)
            }
            "iops_share" => {
                let load = iops(t);
                let load = t.step("load", "IOPS", load);
                let capacity = capacity::group_iops(t, cx, owner, group);
                load / t.step("capacity", "IOPS", capacity)
            }
            _ => return None,
        })
    }

    /// A figure of a shared array.
    pub fn array<T: Tracer>(&self, t: &mut T, id: &ArrayId, name: &str) -> Option<T::N> {
        let array = self.cx.plan.arrays.get(id)?;
        let (group, what) = name.strip_prefix("disk.")?.rsplit_once('.')?;
        let group = array.raid.iter().find(|g| g.name == group)?;
        let running = derive::running(&self.residents);
        self.group(t, &id.into(), group, what, |kind| {
            load::array_parts(&running, id.as_str(), &group.name, kind)
        })
    }

    /// A figure of a link.
    pub fn link<T: Tracer>(&self, t: &mut T, id: &LinkId, name: &str) -> Option<T::N> {
        let cx = self.cx;
        let link = cx.plan.links.get(id)?;
        let facts = self.facts.links.get(id)?;
        let load = |t: &mut T, lost: bool, resync: bool| {
            let mut terms = Vec::new();
            for joint in self.facts.joints.values() {
                let Some(way) = joint.links.iter().find(|w| w.link == *id) else {
                    continue;
                };
                let worst_other = joint
                    .links
                    .iter()
                    .filter(|o| o.link != *id)
                    .map(|o| o.usable_mbps)
                    .fold(0.0, f64::max);
                let rest = joint.usable_mbps - if lost { worst_other } else { 0.0 };
                let own = self.own_load(joint);
                let pairs = t.given("pairs", own, "Mbit/s", || {
                    Origin::Figure(format!("joint/{}+{}/own_load", joint.a, joint.b))
                });
                let pairs = if resync && joint.own_resync_mbps > 0.0 {
                    let rate = joint.resync.map_or(0.0, |r| r.rate_mb_s);
                    let resync = t.given("resync", rate, "MB/s", || {
                        Origin::Figure(format!("joint/{}+{}/resync.rate", joint.a, joint.b))
                    }) * t.number(8.0);
                    let part = over(joint.own_resync_mbps, rate * 8.0);
                    if part < 1.0 {
                        let part = t.given("part", part, "", || {
                            Origin::Counted(
                                "part of these two hosts in the data over the same links".into(),
                            )
                        });
                        pairs + resync * part
                    } else {
                        pairs + resync
                    }
                } else {
                    pairs
                };
                if joint.links.len() == 1 || (lost && joint.links.len() == 2) {
                    terms.push(pairs);
                } else {
                    let this = t.given("this_link", way.usable_mbps, "Mbit/s", || {
                        Origin::Figure(format!("link/{id}/usable"))
                    });
                    let all = t.given("links_up", rest, "Mbit/s", || {
                        Origin::Counted("usable rate of the availability links that are up".into())
                    });
                    terms.push(pairs * this / all);
                }
            }
            t.sum(terms)
        };
        Some(match name {
            "usable" => super::link::usable(t, cx, id, link, facts.rtt_ms),
            "load" => load(t, false, false),
            "load.one_lost" => load(t, true, false),
            "load.resync" => load(t, false, true),
            "bdp" => super::link::fill_bytes(t, id, link, facts.rtt_ms?),
            "share" | "share.one_lost" | "share.resync" => {
                let sum = load(t, name == "share.one_lost", name == "share.resync");
                let sum = t.step("load", "Mbit/s", sum);
                let usable = super::link::usable(t, cx, id, link, facts.rtt_ms);
                sum / t.step("usable", "Mbit/s", usable)
            }
            "rtt" => {
                facts.rtt_ms?;
                let way = self
                    .facts
                    .joints
                    .values()
                    .flat_map(|j| j.links.iter())
                    .filter(|w| w.link == *id && w.rtt_ms.is_some())
                    .max_by(|a, b| a.rtt_ms.unwrap_or(0.0).total_cmp(&b.rtt_ms.unwrap_or(0.0)));
                let all: Vec<usize> = (0..link.segments.len()).collect();
                super::link::rtt(t, cx, id, link, way.map_or(&all, |w| &w.segments))?
            }
            _ => return None,
        })
    }

    fn own_load(&self, joint: &JointFacts) -> f64 {
        self.pairings
            .get(&(joint.a.clone(), joint.b.clone()))
            .map_or(0.0, |m| {
                joint::load(&mut Silent, self.cx, m, joint.split).value()
            })
    }

    /// A figure of two hosts that carry pairs.
    pub fn joint<T: Tracer>(&self, t: &mut T, key: &(HostId, HostId), name: &str) -> Option<T::N> {
        let cx = self.cx;
        let joint = self.facts.joints.get(key)?;
        let lines = |t: &mut T, value: fn(&super::LinkPath) -> f64, what: &'static str| {
            let terms: Vec<T::N> = joint
                .links
                .iter()
                .map(|w| {
                    t.given(w.link.as_str(), value(w), "Mbit/s", || {
                        if what == "usable" {
                            Origin::Figure(format!("link/{}/usable", w.link))
                        } else {
                            super::typed(&w.link, "speed")
                        }
                    })
                })
                .collect();
            let fastest = terms.clone().into_iter().reduce(T::N::max);
            (t.sum(terms), fastest)
        };
        Some(match name {
            "own_load" => joint::load(t, cx, self.pairings.get(key)?, joint.split),
            "load" => {
                // All joints over the same links compete.
                let links: Vec<&LinkId> = joint.links.iter().map(|w| &w.link).collect();
                let terms = self
                    .facts
                    .joints
                    .values()
                    .filter(|j| j.links.iter().map(|w| &w.link).eq(links.iter().copied()))
                    .map(|j| {
                        let symbol = format!("{}+{}", j.a, j.b);
                        t.given(&symbol, self.own_load(j), "Mbit/s", || {
                            Origin::Figure(format!("joint/{symbol}/own_load"))
                        })
                    })
                    .collect();
                t.sum(terms)
            }
            "usable" => lines(t, |w| w.usable_mbps, "usable").0,
            "usable.one_lost" | "line.one_lost" => {
                let usable = name.starts_with("usable");
                let (sum, fastest) = if usable {
                    lines(t, |w| w.usable_mbps, "usable")
                } else {
                    lines(t, |w| w.line_mbps, "line")
                };
                match fastest {
                    Some(fastest) if joint.links.len() > 1 => sum - fastest,
                    _ => sum,
                }
            }
            "rtt" => {
                joint.rtt_ms?;
                let way = joint
                    .links
                    .iter()
                    .filter(|w| w.rtt_ms.is_some())
                    .max_by(|a, b| a.rtt_ms.unwrap_or(0.0).total_cmp(&b.rtt_ms.unwrap_or(0.0)))?;
                let link = cx.plan.links.get(&way.link)?;
                super::link::rtt(t, cx, &way.link, link, &way.segments)?
            }
            "max_distance" | "max_fibre" => {
                let members = self.pairings.get(key)?;
                let measured_in = if name == "max_fibre" {
                    Length::Fibre
                } else {
                    Length::Map
                };
                Reach::of(cx, members.iter().map(|m| &*m.stat.vm), joint.split).max_km(
                    t,
                    cx,
                    &joint.links,
                    measured_in,
                )?
            }
            "traffic" => self.competing(t, joint, |t, _, m| {
                t.given(
                    m.vm.as_str(),
                    joint::traffic(&mut Silent, &m.vm, &m.stat).value(),
                    "Mbit/s",
                    || Origin::Figure(format!("vm/{}/traffic", m.vm)),
                )
            }),
            "minimum" => self.competing(t, joint, |t, split, m| {
                protection::minimum(t, cx, &m.stat.vm, split)
            }),
            "mirror" => self.competing(t, joint, |t, _, m| {
                t.given(
                    m.vm.as_str(),
                    m.stat.protection.mirror_mbps,
                    "Mbit/s",
                    || Origin::Figure(format!("vm/{}/mirror", m.vm)),
                )
            }),
            "link.need" => need::each_mbps(t, cx, joint)?,
            "link.smallest" => need::smallest_mbps(t, cx, joint)?,
            "resync.data" => self.competing(t, joint, |t, _, m| {
                t.given(
                    m.vm.as_str(),
                    resync::mirrored_mb(cx, &m.stat.vm),
                    "MB",
                    || Origin::Counted(format!("mirrored disks of {}", m.vm)),
                )
            }),
            _ => {
                let what = name.strip_prefix("resync.")?;
                resync::of(t, cx, joint, joint.resync.as_ref()?, what)?
            }
        })
    }

    /// Σ count × amount over the pairs that use the same links.
    fn competing<T: Tracer>(
        &self,
        t: &mut T,
        joint: &JointFacts,
        amount: impl Fn(&mut T, bool, &joint::Member) -> T::N,
    ) -> T::N {
        let links =
            |j: &JointFacts| -> Vec<LinkId> { j.links.iter().map(|w| w.link.clone()).collect() };
        let own = links(joint);
        let mut terms = Vec::new();
        for (key, other) in &self.facts.joints {
            if links(other) != own {
                continue;
            }
            for m in self.pairings.get(key).into_iter().flatten() {
                let one = amount(t, other.split, m);
                terms.push(if m.count == 1 {
                    one
                } else {
                    let n = t.given("pairs", f64::from(m.count), "", || {
                        Origin::Counted(format!("pairs of {} here", m.vm))
                    });
                    n * one
                });
            }
        }
        t.sum(terms)
    }

    /// A figure of the whole plan.
    pub fn plan<T: Tracer>(&self, t: &mut T, name: &str) -> Option<T::N> {
        match name {
            "max_distance" => {
                let mut least: Option<T::N> = None;
                for ((a, b), joint) in self.facts.joints.iter().filter(|(_, j)| j.split) {
                    let Some(km) = joint.max_map_km else { continue };
                    let pair = format!("{a}+{b}");
                    let n = t.given(&pair, km, "km", || {
                        Origin::Figure(format!("joint/{pair}/max_distance"))
                    });
                    least = Some(match least {
                        Some(known) => known.min(n),
                        None => n,
                    });
                }
                least
            }
            _ => None,
        }
    }

    /// A figure of a service.
    pub fn service<T: Tracer>(&self, t: &mut T, id: &ServiceId, name: &str) -> Option<T::N> {
        let facts = self.facts.services.get(id)?;
        match name {
            "outage" => {
                let worst = facts.worst_outage_s?;
                let symbol = facts.worst_vm.as_ref().map_or("none", |v| v.as_str());
                Some(t.given(symbol, worst, "s", || match &facts.worst_vm {
                    Some(vm) => Origin::Figure(format!("vm/{vm}/restart")),
                    None => Origin::Counted("no VM of the service is interrupted".into()),
                }))
            }
            _ => None,
        }
    }
}
