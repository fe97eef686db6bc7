//! Short questions about the plan that checks of pairs, links, sites and parts ask.

use std::collections::{BTreeMap, BTreeSet};

use super::CheckCx;
use crate::catalogue::{Bound, Limit, LimitOf};
use crate::edit::{self, Edit};
use crate::facts::{JointFacts, LinkPath};
use crate::ids::{EntityId, HostId, LinkId, PoolId, SiteId, VmId};
use crate::plan::{Adapter, End, Level, Link, Placement, Plan, Storage, Vm};
use crate::units::{Mbps, pretty};

/// A placement row of a level-2 or level-3 VM that has a partner.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub id: &'a VmId,
    /// Index of the placement row.
    pub row: usize,
    pub placement: &'a Placement,
    pub partner: &'a HostId,
}

/// Every placement row with a partner at level 2 and 3.
pub(super) fn pairs(plan: &Plan) -> impl Iterator<Item = Pair<'_>> {
    plan.vms
        .iter()
        .filter(|(_, vm)| vm.level.paired())
        .flat_map(|(id, vm)| {
            vm.placement
                .iter()
                .enumerate()
                .filter_map(move |(row, placement)| {
                    Some(Pair {
                        id,
                        row,
                        placement,
                        partner: placement.partner.as_ref()?,
                    })
                })
        })
}

/// VMs of every two different hosts that carry pairs, smaller host first.
pub(super) fn pairs_by_hosts(plan: &Plan) -> BTreeMap<(&HostId, &HostId), BTreeSet<&VmId>> {
    let mut out: BTreeMap<(&HostId, &HostId), BTreeSet<&VmId>> = BTreeMap::new();
    for pair in pairs(plan) {
        let (a, b) = (&pair.placement.host, pair.partner);
        if a != b {
            out.entry(if a < b { (a, b) } else { (b, a) })
                .or_default()
                .insert(pair.id);
        }
    }
    out
}

/// Hosts that carry a half of a level-2 or level-3 VM, with those VMs.
pub(super) fn protected_hosts(plan: &Plan) -> BTreeMap<&HostId, BTreeSet<&VmId>> {
    let mut out: BTreeMap<&HostId, BTreeSet<&VmId>> = BTreeMap::new();
    for (id, vm) in plan.vms.iter().filter(|(_, vm)| vm.level.paired()) {
        for row in &vm.placement {
            for host in std::iter::once(&row.host).chain(row.partner.as_ref()) {
                out.entry(host).or_default().insert(id);
            }
        }
    }
    out
}

/// Arrays that a VM's disks lie on.
pub(super) fn arrays_of(vm: &Vm) -> BTreeSet<&crate::ids::ArrayId> {
    vm.disks
        .iter()
        .filter_map(|d| match &d.on {
            Storage::Shared { array, .. } => Some(array),
            Storage::Local(_) => None,
        })
        .collect()
}

/// Pools with pairs across sites, with the hosts of those pairs; pairs on hosts without a pool are left out.
pub(super) fn split_pools(plan: &Plan) -> BTreeMap<&PoolId, BTreeSet<(&HostId, &HostId)>> {
    let mut out: BTreeMap<&PoolId, BTreeSet<(&HostId, &HostId)>> = BTreeMap::new();
    for (a, b) in pairs_by_hosts(plan).into_keys() {
        if !plan.is_split(a, b) {
            continue;
        }
        for host in [a, b] {
            if let Some(pool) = plan.hosts.get(host).and_then(|h| h.pool.as_ref()) {
                out.entry(pool).or_default().insert((a, b));
            }
        }
    }
    out
}

/// Sites of the given pairs of hosts.
pub(super) fn sites_of<'a>(
    plan: &'a Plan,
    hosts: &BTreeSet<(&'a HostId, &'a HostId)>,
) -> BTreeSet<&'a SiteId> {
    hosts
        .iter()
        .flat_map(|(a, b)| [plan.site_of(a), plan.site_of(b)])
        .flatten()
        .collect()
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub(super) fn names<I>(cx: &CheckCx<'_>, ids: I) -> String
where
    I: IntoIterator,
    I::Item: Into<EntityId>,
{
    let all: Vec<String> = ids.into_iter().map(|id| cx.name(id)).collect();
    words(&all)
}

/// The same for words.
pub(super) fn words(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if all.len() <= 4 => format!("{} and {last}", first.join(", ")),
        [a, b, c, rest @ ..] => format!("{a}, {b}, {c} and {} more", rest.len()),
        [a, b] => format!("{a} and {b}"),
    }
}

/// `one` for exactly one thing, else `many`.
pub(super) fn number<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// `1 host`, `3 hosts`.
pub(super) fn count(n: u64, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        pretty(n as f64),
        if n == 1 { "" } else { "s" }
    )
}

/// `1,310 Mbit/s`, `10 Gbit/s`.
pub(super) fn rate(mbps: f64) -> String {
    if mbps >= 10_000.0 {
        format!("{} Gbit/s", pretty(mbps / 1000.0))
    } else {
        format!("{} Mbit/s", pretty(mbps))
    }
}

/// A limit as part of a sentence: `round trip of a pair, at most 10 ms`; `vCPUs of a VM, at most 8`.
pub(super) fn limit_words(limit: &Limit) -> String {
    let word = limit.quantity.word();
    let mut chars = word.chars();
    // Words that are abbreviations keep their capitals.
    let (first, rest) = (chars.next(), chars.as_str());
    let abbreviation = rest.starts_with(char::is_uppercase);
    let word = match first {
        Some(c) if !abbreviation => format!("{}{rest}", c.to_lowercase()),
        _ => word.to_owned(),
    };
    let bound = bound(limit);
    // The words name what is counted already.
    let bound = match limit.quantity.unit() {
        "vCPU" => bound
            .trim_end_matches("vCPUs")
            .trim_end_matches("vCPU")
            .trim_end(),
        _ => bound.as_str(),
    };
    let level = match limit.when.level {
        Some(level) => format!(" at level {}", level.number()),
        None => String::new(),
    };
    format!("{word}, {bound}{level}")
}

/// How a limit reads: `at most 4`, `below 10`, `at least 3`, with the unit.
pub(super) fn bound(limit: &Limit) -> String {
    let words = match limit.bound {
        Bound::Max => "at most",
        Bound::Below => "less than",
        Bound::Min => "at least",
    };
    let unit = match limit.quantity {
        LimitOf::BandwidthPerVm | LimitOf::AvailabilityLinkSpeed => {
            return format!("{words} {}", rate(limit.value));
        }
        _ => limit.quantity.unit(),
    };
    if unit.is_empty() {
        format!("{words} {}", pretty(limit.value))
    } else if unit == "vCPU" && limit.value != 1.0 {
        format!("{words} {} vCPUs", pretty(limit.value))
    } else {
        format!("{words} {} {unit}", pretty(limit.value))
    }
}

/// The largest whole number that an upper bound lets through.
pub(super) fn largest_whole(limit: &Limit) -> u32 {
    let value = match limit.bound {
        Bound::Below => (limit.value.ceil() - 1.0).max(0.0),
        Bound::Max | Bound::Min => limit.value.floor(),
    };
    value as u32
}

/// The address of a figure of two hosts that carry pairs.
pub(super) fn joint_figure(joint: &JointFacts, name: &str) -> String {
    format!("joint/{}+{}/{name}", joint.a, joint.b)
}

/// Level and vCPUs as rows of a profile speak of them: `level 3 with 2 vCPUs`.
pub(super) fn level_words(level: Level, vcpus: u32) -> String {
    format!(
        "level {} with {}",
        level.number(),
        count(u64::from(vcpus), "vCPU")
    )
}

/// The same VM with another number of vCPUs.
pub(super) fn with_vcpus(cx: &CheckCx<'_>, id: &VmId, vcpus: u32) -> Option<Edit> {
    let mut vm = (**cx.plan().vms.get(id)?).clone();
    vm.vcpus = vcpus;
    let label = format!("Give {} {}", cx.name(id), count(u64::from(vcpus), "vCPU"));
    Some(Edit::put(label, id, vm))
}

/// Sets several VMs to a level in one edit.
pub(super) fn with_level<'a>(
    cx: &CheckCx<'_>,
    ids: impl IntoIterator<Item = &'a VmId>,
    level: Level,
) -> Option<Edit> {
    let ids: Vec<&VmId> = ids.into_iter().collect();
    let edits: Vec<Edit> = ids
        .iter()
        .map(|id| edit::placement::set_level(cx.plan(), id, level).ok())
        .collect::<Option<_>>()?;
    Some(joined(
        format!("Set {} to level {}", names(cx, ids), level.number()),
        edits,
    ))
}

/// Several edits under one name; a single one keeps its own.
fn joined(label: String, mut edits: Vec<Edit>) -> Edit {
    match edits.pop() {
        Some(only) if edits.is_empty() => only,
        Some(last) => {
            edits.push(last);
            Edit::many(label, edits)
        }
        None => Edit::many(label, edits),
    }
}

/// Makes an edit from the plan as it then is.
pub(super) type Step<'a> = &'a dyn Fn(&Plan) -> Option<Edit>;

/// Makes edits one after the other, each on the plan that the one before leaves, as one edit.
pub(super) fn in_turn(plan: &Plan, label: impl Into<String>, steps: &[Step<'_>]) -> Option<Edit> {
    let mut now = plan.clone();
    let mut edits = Vec::new();
    for step in steps {
        let edit = step(&now)?;
        now = edit.apply(&now).ok()?;
        edits.push(edit);
    }
    Some(Edit::many(label, edits))
}

/// How a link leaves a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaves<'a> {
    Port {
        adapter: &'a str,
        port: u32,
    },
    /// The end names the host or its site only.
    NotSaid,
}

/// How the way of a link leaves one of its two hosts.
pub(super) fn leaves<'a>(plan: &'a Plan, path: &LinkPath, host: &HostId) -> Leaves<'a> {
    let Some(link) = plan.links.get(&path.link) else {
        return Leaves::NotSaid;
    };
    path.segments
        .iter()
        .filter_map(|i| link.segments.get(*i))
        .flat_map(|s| [&s.a, &s.b])
        .find_map(|end| match end {
            End::Port {
                host: h,
                adapter,
                port,
            } if h == host => Some(Leaves::Port {
                adapter: adapter.as_str(),
                port: *port,
            }),
            _ => None,
        })
        .unwrap_or(Leaves::NotSaid)
}

/// Segments of a way.
pub(super) fn segments<'a>(
    plan: &'a Plan,
    path: &'a LinkPath,
) -> impl Iterator<Item = &'a crate::plan::Segment> {
    plan.links
        .get(&path.link)
        .into_iter()
        .flat_map(|link| path.segments.iter().filter_map(|i| link.segments.get(*i)))
}

/// Whether a way says every box it passes: no end is a whole site.
pub(super) fn drawn_in_full(plan: &Plan, path: &LinkPath) -> bool {
    segments(plan, path)
        .flat_map(|s| [&s.a, &s.b])
        .all(|end| !matches!(end, End::Site(_)))
}

/// A free port of a host.
pub(super) struct SparePort {
    pub adapter: String,
    pub port: u32,
    pub speed: Mbps,
}

/// A port that no link uses, of a card not in `not_on`; the fastest card first.
pub(super) fn spare_port(plan: &Plan, host: &HostId, not_on: &[&str]) -> Option<SparePort> {
    let taken: BTreeSet<(&str, u32)> = plan
        .links
        .values()
        .flat_map(|l| &l.segments)
        .flat_map(|s| [&s.a, &s.b])
        .filter_map(|end| match end {
            End::Port {
                host: h,
                adapter,
                port,
            } if h == host => Some((adapter.as_str(), *port)),
            _ => None,
        })
        .collect();
    let mut cards: Vec<&Adapter> = plan
        .hosts
        .get(host)?
        .adapters
        .iter()
        .filter(|a| !not_on.contains(&a.name.as_str()))
        .collect();
    cards.sort_by(|a, b| b.speed.get().total_cmp(&a.speed.get()));
    cards.into_iter().find_map(|card| {
        (1..=card.ports.min(64))
            .find(|p| !taken.contains(&(card.name.as_str(), *p)))
            .map(|port| SparePort {
                adapter: card.name.clone(),
                port,
                speed: card.speed,
            })
    })
}

/// A link with every end that `pick` names replaced.
pub(super) fn with_end(link: &Link, old: &End, new: &End) -> Link {
    let mut link = link.clone();
    for segment in &mut link.segments {
        for end in [&mut segment.a, &mut segment.b] {
            if end == old {
                *end = new.clone();
            }
        }
    }
    link
}

/// Common line rates in Mbit/s.
const RATES: [f64; 7] = [
    1_000.0, 2_500.0, 10_000.0, 25_000.0, 40_000.0, 100_000.0, 400_000.0,
];

/// Sets these links to the slowest common rate of at least `mbps` that every named port can do.
pub(super) fn faster(cx: &CheckCx<'_>, links: &[&LinkId], mbps: f64) -> Option<(String, Edit)> {
    let plan = cx.plan();
    let speed = RATES.into_iter().find(|r| *r >= mbps)?;
    let mut edits = Vec::new();
    for id in links {
        let link = plan.links.get(*id)?;
        let fits = link
            .segments
            .iter()
            .flat_map(|s| [&s.a, &s.b])
            .all(|end| port_speed(plan, end).is_none_or(|s| s >= speed));
        if !fits {
            return None;
        }
        let mut link = (**link).clone();
        link.speed = Mbps::new(speed.max(link.speed.get()));
        edits.push(Edit::put(
            format!("Set {} to {}", cx.name(*id), rate(speed)),
            *id,
            link,
        ));
    }
    let what = names(cx, links.iter().copied());
    Some((
        format!("Use {} links", rate(speed)),
        joined(format!("Set {what} to {}", rate(speed)), edits),
    ))
}

/// Line rate of the port at an end, Mbit/s, if it names one that exists.
pub(super) fn port_speed(plan: &Plan, end: &End) -> Option<f64> {
    match end {
        End::Port { host, adapter, .. } => plan
            .hosts
            .get(host)?
            .adapters
            .iter()
            .find(|a| a.name == *adapter)
            .map(|a| a.speed.get()),
        _ => None,
    }
}

/// The host of the same pool and site, other than these, that carries the fewest VMs.
pub(super) fn other_host<'a>(
    plan: &'a Plan,
    near: &HostId,
    not: &[&HostId],
    same_site: bool,
) -> Option<&'a HostId> {
    let own = plan.hosts.get(near)?;
    let pool = own.pool.as_ref()?;
    plan.hosts
        .iter()
        .filter(|(id, h)| {
            h.pool.as_ref() == Some(pool)
                && *id != near
                && !not.contains(id)
                && (!same_site || h.site == own.site)
        })
        .min_by_key(|(id, h)| {
            let carried: u64 = plan
                .vms
                .values()
                .flat_map(|v| &v.placement)
                .filter(|r| r.host == **id || r.partner.as_ref() == Some(id))
                .map(|r| u64::from(r.count))
                .sum();
            (h.site != own.site, carried, *id)
        })
        .map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{findings, sample, shared_sample, split_sample};

    /// Every fix that is offered can be made.
    #[test]
    fn fixes_apply() {
        let mut seen = 0;
        for mut plan in [sample(), split_sample(), shared_sample()] {
            crate::change!(plan, hosts, "host-a", h => { h.pool = None; h.adapters.truncate(1); h.raid[0].level = crate::plan::RaidLevel::Raid0 });
            crate::change!(plan, links, "a-link-1", l => { l.measured_rtt = Some(crate::units::Ms::new(0.001)); l.filtered = Some(true) });
            crate::change!(plan, vms, "mbx-1", v => { v.count = 3; v.placement[0].count = 3; v.disks[0].on = crate::plan::Storage::Local("system".into()) });
            plan.witnesses = crate::plan::Table::default();
            plan.links.remove("quorum-a");
            plan.links.remove("quorum-b");
            for finding in findings(&plan) {
                for fix in &finding.fixes {
                    seen += 1;
                    let made = fix.edit.apply(&plan);
                    assert!(made.is_ok(), "{} {}: {made:?}", finding.code, fix.title);
                }
            }
        }
        assert!(seen > 10, "{seen} fixes");
    }
}
