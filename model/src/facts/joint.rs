//! Pairs of hosts that carry protected pairs, their availability links, and what the links carry.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::link::{self, Length, LinkPath};
use super::protection::minimum_limit;
use super::reach::{self, Reach};
use super::seats::VmStatic;
use super::takes::PairWay;
use super::{Cx, JointFacts, LinkFacts, PlacedFacts};
use crate::failure::Down;
use crate::figure::{Num, Origin, Silent, Tracer, over};
use crate::ids::{HostId, LinkId, VmId};
use crate::plan::LinkRole;

/// Both hosts of a pair, smaller id first.
pub(super) fn key(a: &HostId, b: &HostId) -> (HostId, HostId) {
    if a <= b {
        (a.clone(), b.clone())
    } else {
        (b.clone(), a.clone())
    }
}

/// A pair's part of a joint's load.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub vm: VmId,
    pub stat: Arc<VmStatic>,
    pub count: u32,
}

/// Who is paired over which two hosts, from the plan alone.
pub(super) type Pairings = BTreeMap<(HostId, HostId), Vec<Member>>;

pub(super) fn pairings(cx: &Cx<'_>, stats: &BTreeMap<VmId, Arc<VmStatic>>) -> Pairings {
    let mut out = Pairings::new();
    for (id, stat) in stats {
        if !stat.vm.level.paired() {
            continue;
        }
        for row in &stat.vm.placement {
            if let Some(partner) = &row.partner
                && *partner != row.host
                && cx.plan.hosts.contains(partner)
                && cx.plan.hosts.contains(&row.host)
            {
                out.entry(key(&row.host, partner))
                    .or_default()
                    .push(Member {
                        vm: id.clone(),
                        stat: Arc::clone(stat),
                        count: row.count,
                    });
            }
        }
    }
    out
}

/// Traffic of one member: mirrored writes plus lockstep.
pub(super) fn traffic<T: Tracer>(t: &mut T, id: &VmId, stat: &VmStatic) -> T::N {
    let mirror = t.given("mirror", stat.protection.mirror_mbps, "Mbit/s", || {
        Origin::Figure(format!("vm/{id}/mirror"))
    });
    match stat.protection.lockstep_mbps {
        Some(mbps) if mbps > 0.0 => {
            let lockstep = t.given("lockstep", mbps, "Mbit/s", || {
                Origin::Figure(format!("vm/{id}/lockstep"))
            });
            mirror + lockstep
        }
        _ => mirror,
    }
}

/// Load of one member: the larger of its traffic and the vendor's minimum.
pub(super) fn member_load<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    stat: &VmStatic,
    split: bool,
) -> T::N {
    let traffic = traffic(t, id, stat);
    let traffic = t.step("traffic", "Mbit/s", traffic);
    if minimum_limit(cx, &stat.vm, split).is_some() {
        let minimum = super::protection::minimum(t, cx, &stat.vm, split);
        traffic.max(minimum)
    } else {
        traffic
    }
}

/// Σ over the pairs of one joint.
pub(super) fn load<T: Tracer>(t: &mut T, cx: &Cx<'_>, members: &[Member], split: bool) -> T::N {
    let terms = members
        .iter()
        .map(|m| {
            let value = member_load(&mut Silent, cx, &m.vm, &m.stat, split).value();
            let one = t.given(m.vm.as_str(), value, "Mbit/s", || {
                Origin::Figure(format!("vm/{}/link_load", m.vm))
            });
            if m.count == 1 {
                one
            } else {
                let n = t.given("members", f64::from(m.count), "", || {
                    Origin::Counted(format!("pairs of {} here", m.vm))
                });
                n * one
            }
        })
        .collect();
    t.sum(terms)
}

/// What a placement row knows of its pair.
pub(super) fn placed(
    cx: &Cx<'_>,
    id: &VmId,
    stat: &VmStatic,
    joints: &BTreeMap<(HostId, HostId), Arc<JointFacts>>,
) -> Vec<PlacedFacts> {
    stat.vm
        .placement
        .iter()
        .map(|row| {
            let partner = row.partner.clone().filter(|_| stat.vm.level.paired());
            let split = partner
                .as_ref()
                .is_some_and(|p| cx.plan.is_split(&row.host, p));
            let joint = partner
                .as_ref()
                .and_then(|p| joints.get(&key(&row.host, p)));
            let paired = partner.as_ref().is_some_and(|p| *p != row.host);
            let t = &mut Silent;
            PlacedFacts {
                host: row.host.clone(),
                count: row.count,
                split,
                rtt_ms: joint.and_then(|j| j.rtt_ms),
                rtt_limit_ms: partner.as_ref().and_then(|_| {
                    let fibre = joint.and_then(|j| j.fibre_km);
                    reach::rtt_limit_ms(cx, &stat.vm, split, fibre)
                }),
                max_map_km: joint.and_then(|j| {
                    Reach::of(cx, std::iter::once(&*stat.vm), split)
                        .max_km(&mut Silent, cx, &j.links, Length::Map)
                        .map(|n| n.value())
                }),
                usable_one_lost_mbps: joint
                    .filter(|j| !j.links.is_empty())
                    .map(|j| j.usable_one_lost_mbps),
                traffic_mbps: if paired {
                    traffic(t, id, stat).value()
                } else {
                    0.0
                },
                minimum_mbps: super::protection::minimum(t, cx, &stat.vm, split).value(),
                load_mbps: if paired {
                    member_load(t, cx, id, stat, split).value()
                } else {
                    0.0
                },
                partner,
            }
        })
        .collect()
}

/// Over what a VM's pairs work, worst placement: one unknown round trip leaves it unknown.
pub(super) fn between(placed: &[PlacedFacts]) -> super::effects::Between {
    let pairs = || placed.iter().filter(|p| p.partner.is_some());
    super::effects::Between {
        rtt_ms: if pairs().any(|p| p.rtt_ms.is_none()) {
            None
        } else {
            pairs().filter_map(|p| p.rtt_ms).reduce(f64::max)
        },
        usable_one_lost_mbps: pairs()
            .map(|p| p.usable_one_lost_mbps.unwrap_or(0.0))
            .reduce(f64::min),
    }
}

/// Ways of availability links between hosts, remembered while the network does not change.
#[derive(Default)]
pub(super) struct Paths {
    known: BTreeMap<(HostId, HostId), Arc<Vec<LinkPath>>>,
}

impl Paths {
    pub fn clear(&mut self) {
        self.known.clear();
    }

    /// Availability links that join two hosts, by id.
    pub fn between(
        &mut self,
        cx: &Cx<'_>,
        ends: &(HostId, HostId),
        failed: &Down,
    ) -> Arc<Vec<LinkPath>> {
        if failed.is_none()
            && let Some(paths) = self.known.get(ends)
        {
            return Arc::clone(paths);
        }
        let paths = Arc::new(
            cx.plan
                .links
                .iter()
                .filter(|(_, l)| l.role == LinkRole::Availability)
                .filter_map(|(id, _)| link::path_in(cx, id, &ends.0, &ends.1, failed))
                .collect::<Vec<_>>(),
        );
        if failed.is_none() {
            self.known.insert(ends.clone(), Arc::clone(&paths));
        }
        paths
    }
}

/// Pairs that use exactly the same set of links compete for it.
#[derive(Clone, Copy, Default)]
struct Bundle {
    load: f64,
    traffic: f64,
    minimum: f64,
    mirror: f64,
    data_mb: f64,
    write_mb_s: f64,
}

impl Bundle {
    fn add(&mut self, part: &Bundle) {
        self.load += part.load;
        self.traffic += part.traffic;
        self.minimum += part.minimum;
        self.mirror += part.mirror;
        self.data_mb += part.data_mb;
        self.write_mb_s += part.write_mb_s;
    }
}

/// What the joints put on one link.
#[derive(Clone, Copy, Default)]
struct Sums {
    load: f64,
    lost: f64,
    traffic: f64,
    resync: f64,
}

/// Facts of joints, and facts of links.
pub(super) type Network = (
    BTreeMap<(HostId, HostId), Arc<JointFacts>>,
    BTreeMap<LinkId, Arc<LinkFacts>>,
);

/// Joints and links together.
pub(super) fn network(
    cx: &Cx<'_>,
    pairings: &Pairings,
    paths: &mut Paths,
    failed: &Down,
) -> Network {
    let mut ways: BTreeMap<(HostId, HostId), Arc<Vec<LinkPath>>> = BTreeMap::new();
    let mut own: BTreeMap<(HostId, HostId), Bundle> = BTreeMap::new();
    let mut bundles: BTreeMap<Vec<LinkId>, Bundle> = BTreeMap::new();
    let link_set =
        |ways: &[LinkPath]| -> Vec<LinkId> { ways.iter().map(|w| w.link.clone()).collect() };
    for (ends, members) in pairings {
        let between = paths.between(cx, ends, failed);
        let split = cx.plan.is_split(&ends.0, &ends.1);
        let t = &mut Silent;
        let total = load(t, cx, members, split).value();
        let mut part = Bundle {
            load: total,
            ..Bundle::default()
        };
        for m in members {
            let n = f64::from(m.count);
            part.traffic += n * traffic(t, &m.vm, &m.stat).value();
            part.minimum += n * super::protection::minimum(t, cx, &m.stat.vm, split).value();
            part.mirror += n * m.stat.protection.mirror_mbps;
            let data = super::resync::mirrored_mb(cx, &m.stat.vm);
            part.data_mb += n * data;
            if data > 0.0 {
                part.write_mb_s += n * m.stat.demand.write_mb_s;
            }
        }
        bundles.entry(link_set(&between)).or_default().add(&part);
        own.insert(ends.clone(), part);
        ways.insert(ends.clone(), between);
    }

    let mut link_load: BTreeMap<&LinkId, Sums> = BTreeMap::new();
    let mut link_limit: BTreeMap<&LinkId, f64> = BTreeMap::new();
    let mut joints = BTreeMap::new();
    for (ends, members) in pairings {
        let Some(between) = ways.get(ends) else {
            continue;
        };
        let split = cx.plan.is_split(&ends.0, &ends.1);
        let PairWay {
            usable_mbps: usable,
            usable_one_lost_mbps: usable_left,
            line_one_lost_mbps: line_left,
            rtt_ms: rtt,
            fibre_km,
            map_km,
            ..
        } = PairWay::of(between);
        let reach = Reach::of(cx, members.iter().map(|m| &*m.stat.vm), split);
        let rtt_limit = reach.rtt_ms(fibre_km);
        let farthest = |measured_in| {
            reach
                .max_km(&mut Silent, cx, between, measured_in)
                .map(|n| n.value())
        };
        let part = own.get(ends).copied().unwrap_or_default();
        let all = bundles.get(&link_set(between)).copied().unwrap_or_default();
        let mut vms: Vec<VmId> = members.iter().map(|m| m.vm.clone()).collect();
        vms.sort();
        vms.dedup();
        let mut joint = JointFacts {
            a: ends.0.clone(),
            b: ends.1.clone(),
            split,
            links: between.to_vec(),
            own_load_mbps: part.load,
            load_mbps: all.load,
            traffic_mbps: all.traffic,
            minimum_mbps: all.minimum,
            mirror_mbps: all.mirror,
            line_one_lost_mbps: line_left,
            usable_mbps: usable,
            usable_one_lost_mbps: usable_left,
            rtt_ms: rtt,
            rtt_limit_ms: rtt_limit,
            vms,
            max_map_km: farthest(Length::Map),
            map_km,
            // Where the fibre was typed in itself, distances are told in it.
            max_fibre_km: farthest(Length::Fibre)
                .filter(|_| map_km.is_none() && fibre_km.is_some()),
            fibre_km,
            need_mbps: None,
            smallest_mbps: None,
            resync: None,
            own_resync_mbps: 0.0,
        };
        let t = &mut Silent;
        joint.need_mbps = super::need::each_mbps(t, cx, &joint).map(|n| n.value());
        joint.smallest_mbps = super::need::smallest_mbps(t, cx, &joint).map(|n| n.value());
        joint.resync = super::resync::facts(cx, &joint, all.data_mb, all.write_mb_s);
        joint.own_resync_mbps = joint
            .resync
            .map_or(0.0, |r| r.rate_mb_s * 8.0 * over(part.data_mb, all.data_mb));
        for way in between.iter() {
            let share = over(way.usable_mbps, usable);
            // With one other link lost, the rest takes over in proportion; the worst other link is the fastest.
            let worst_other = between
                .iter()
                .filter(|o| o.link != way.link)
                .map(|o| o.usable_mbps)
                .fold(0.0, f64::max);
            let share_lost = over(way.usable_mbps, usable - worst_other);
            let sums = link_load.entry(&way.link).or_default();
            sums.load += part.load * share;
            sums.lost += part.load * share_lost;
            sums.traffic += part.traffic * share;
            sums.resync += (part.load + joint.own_resync_mbps) * share;
            if let Some(limit) = rtt_limit {
                let entry = link_limit.entry(&way.link).or_insert(limit);
                *entry = entry.min(limit);
            }
        }
        joints.insert(ends.clone(), Arc::new(joint));
    }

    let mut links = BTreeMap::new();
    for (id, l) in cx.plan.links.iter() {
        let sums = link_load.get(id).copied().unwrap_or_default();
        let all: Vec<usize> = (0..l.segments.len()).collect();
        // End to end over every stretch only where the link is a chain between two places; the pairs' own ways rule.
        let rtt_ms = ways
            .values()
            .flat_map(|w| w.iter())
            .filter(|w| w.link == *id)
            .filter_map(|w| w.rtt_ms)
            .reduce(f64::max)
            .or_else(|| {
                if l.segments.len() == 1 || l.measured_rtt.is_some() {
                    link::rtt(&mut Silent, cx, id, l, &all).map(|n| n.value())
                } else {
                    None
                }
            });
        let usable = link::usable(&mut Silent, cx, id, l, rtt_ms).value();
        links.insert(
            id.clone(),
            Arc::new(LinkFacts {
                usable_mbps: usable,
                load_mbps: sums.load,
                load_one_lost_mbps: sums.lost,
                load_resync_mbps: sums.resync,
                traffic_mbps: sums.traffic,
                share: over(sums.load, usable),
                share_one_lost: over(sums.lost, usable),
                share_resync: over(sums.resync, usable),
                bdp_bytes: rtt_ms
                    .filter(|ms| *ms > 0.0)
                    .map(|ms| link::fill_bytes(&mut Silent, id, l, ms).value()),
                rtt_ms,
                rtt_limit_ms: link_limit.get(id).copied(),
                sites: link::sites(cx.plan, l),
                up: !failed.has(&id.into()),
            }),
        );
    }
    (joints, links)
}
