//! The picture as plain data: what stands where, with its figures as text and shares. No painter in here.
//!
//! [`build`] dresses [`Places`] with facts and findings. While a VM is dragged, the same places are dressed with the
//! facts of the plan as it would be.

pub mod chips;
pub mod cores;
mod lines;
#[cfg(test)]
mod snapshot;
mod words;

pub use words::percent;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Pos2, Rect};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::check::Finding;
use evenkeel_model::facts::{Cx, Facts, HostFacts, LinkFacts};
use evenkeel_model::ids::{ArrayId, EntityId, HostId, LinkId, PoolId, SiteId};
use evenkeel_model::plan::{Level, LinkRole, Ownership, Plan, SiteKind};

use super::cables;
use super::layout::{Places, SitePlace};

/// Findings of one thing that stand, by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    pub errors: u32,
    pub warnings: u32,
}

impl Marks {
    pub fn worst(self) -> Option<Severity> {
        if self.errors > 0 {
            Some(Severity::Error)
        } else if self.warnings > 0 {
            Some(Severity::Warning)
        } else {
            None
        }
    }
    pub fn total(self) -> u32 {
        self.errors + self.warnings
    }
}

/// A load against its ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub name: &'static str,
    /// Share in use; none until facts know it.
    pub now: Option<f32>,
    /// Share after the worst failure.
    pub after: Option<f32>,
    /// Share that planning allows after a failure.
    pub ceiling: f32,
    /// Beside the bar.
    pub text: String,
    /// On hover.
    pub tip: String,
}

impl Bar {
    /// Which severity its colour says, if any.
    pub fn over(&self) -> Option<Severity> {
        match (self.now, self.after) {
            (Some(now), _) if now > self.ceiling => Some(Severity::Error),
            (_, Some(after)) if after > 1.0 => Some(Severity::Error),
            (_, Some(after)) if after > self.ceiling => Some(Severity::Warning),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct HostLook {
    pub name: String,
    pub detail: String,
    pub proposed: bool,
    pub bars: [Bar; 4],
    /// The bar shown when zoomed out.
    pub worst: Bar,
    pub marks: Marks,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SiteLook {
    pub name: String,
    pub detail: String,
    pub marks: Marks,
    pub label: String,
}

/// How full an array is: by what is nearest to its ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrayLook {
    /// Space and IOPS.
    pub bars: [Bar; 2],
    pub worst: Bar,
    pub label: String,
}

/// A pool as a dashed outline; several parts where one outline would take in strangers.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolLook {
    pub id: PoolId,
    pub parts: Vec<Rect>,
    pub text: String,
    pub bad: bool,
    pub label: String,
}

/// Pairs of one level between two hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct PairLook {
    pub a: HostId,
    pub b: HostId,
    pub level: Level,
    pub curve: [Pos2; 4],
    /// Beside the line; empty where there is no room for it.
    pub text: String,
    pub over: bool,
}

/// What a link's line on its card says.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkLook {
    pub name: String,
    pub text: String,
    pub share: Option<f32>,
    pub share_one_lost: Option<f32>,
    pub ceiling: f32,
    pub over: bool,
    pub marks: Marks,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CableLook {
    pub title: String,
    pub distance: String,
    pub rows: Vec<(LinkId, LinkLook)>,
    pub more: String,
    /// Text, share of the budget, whether over.
    pub rtt: Option<(String, Option<f32>, bool)>,
    pub over: bool,
}

/// From a witness to a site whose hosts it arbitrates.
#[derive(Clone, Debug, PartialEq)]
pub struct WitnessLine {
    pub curve: [Pos2; 4],
    pub reachable: bool,
    pub text: String,
}

/// A line inside a site, from a host to a switch or array.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    pub link: LinkId,
    /// Leaves the site: its cable says it already.
    pub far: bool,
    pub curve: [Pos2; 4],
}

/// The dressed picture.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Scene {
    pub places: Arc<Places>,
    pub sites: BTreeMap<SiteId, SiteLook>,
    pub hosts: BTreeMap<HostId, HostLook>,
    pub arrays: BTreeMap<ArrayId, ArrayLook>,
    pub pools: Vec<PoolLook>,
    pub pairs: Vec<PairLook>,
    /// In the order of the places' cables.
    pub cables: Vec<CableLook>,
    pub witness_lines: Vec<WitnessLine>,
    pub wires: Vec<Wire>,
    /// Findings by thing.
    pub marks: BTreeMap<EntityId, Marks>,
}

/// Findings that stand and are not accepted, by every thing they name.
pub fn marks(findings: &[Finding]) -> BTreeMap<EntityId, Marks> {
    let mut out: BTreeMap<EntityId, Marks> = BTreeMap::new();
    for f in findings
        .iter()
        .filter(|f| f.is_found() && f.waived.is_none())
    {
        for subject in &f.subjects {
            let m = out.entry(subject.clone()).or_default();
            match f.severity {
                Severity::Error => m.errors += 1,
                Severity::Warning => m.warnings += 1,
                Severity::Info => {}
            }
        }
    }
    out
}

/// Dresses places with what the plan, its facts and findings say.
pub fn build(cx: &Cx<'_>, facts: &Facts, findings: &[Finding], places: Arc<Places>) -> Scene {
    let plan = cx.plan;
    let marks = marks(findings);
    let mark = |id: EntityId| marks.get(&id).copied().unwrap_or_default();
    let sites = places
        .sites
        .iter()
        .map(|(id, place)| {
            (
                id.clone(),
                site_look(plan, facts, id, place, mark(id.into())),
            )
        })
        .collect();
    let hosts = places
        .hosts
        .keys()
        .filter_map(|id| Some((id.clone(), host_look(plan, facts, id, mark(id.into()))?)))
        .collect();
    let cables = places
        .cables
        .iter()
        .map(|c| cable_look(plan, facts, c, &mark))
        .collect();
    let arrays = plan.arrays.keys();
    let arrays = arrays.filter_map(|id| Some((id.clone(), array_look(plan, facts, id)?)));
    Scene {
        arrays: arrays.collect(),
        sites,
        hosts,
        pools: lines::pools(plan, facts, &places, &mark),
        pairs: lines::pairs(cx, facts, &places),
        cables,
        witness_lines: lines::witness_lines(plan, facts, &places),
        wires: lines::wires(plan, &places),
        marks,
        places,
    }
}

fn share(v: f64) -> Option<f32> {
    v.is_finite().then_some(v as f32)
}

fn bar(name: &'static str, now: Option<f64>, after: Option<f64>, ceiling: f64) -> Bar {
    let now = now.and_then(share);
    let after = after.and_then(share);
    let text = now.map_or_else(String::new, words::percent);
    let mut tip = String::new();
    if let Some(n) = now {
        tip = format!("{name} {} now", words::percent(n));
        if let Some(a) = after {
            tip += &format!(", {} after the worst failure", words::percent(a));
        }
        tip += &format!(", ceiling {}", words::percent(ceiling as f32));
    }
    Bar {
        name,
        now,
        after,
        ceiling: share(ceiling).unwrap_or(1.0),
        text,
        tip,
    }
}

/// In a case of failures the bars show that case alone.
fn bars(plan: &Plan, facts: Option<&HostFacts>, normal: bool) -> [Bar; 4] {
    let s = &plan.settings;
    let worst = facts.filter(|_| normal).map(|f| &f.worst);
    let disk_ceiling = match facts {
        Some(f) if f.worst.iops.value > f.worst.space.value => s.iops_ceiling,
        _ => s.space_ceiling,
    };
    [
        bar(
            "CPU",
            facts.map(|f| f.shares.cpu),
            worst.map(|w| w.cpu.value),
            s.cpu_ceiling.get(),
        ),
        bar(
            "RAM",
            facts.map(|f| f.shares.ram),
            worst.map(|w| w.ram.value),
            s.ram_ceiling.get(),
        ),
        bar(
            "Disk",
            facts.map(|f| f.shares.disk()),
            worst.map(|w| w.disk().value),
            disk_ceiling.get(),
        ),
        bar(
            "Net",
            facts.map(|f| f.shares.net),
            worst.map(|w| w.net.value),
            s.network_ceiling.get(),
        ),
    ]
}

/// The bar that is nearest to its ceiling.
fn worst_of(bars: &[Bar]) -> Option<Bar> {
    let closeness = |b: &Bar| b.after.or(b.now).unwrap_or(0.0) / b.ceiling.max(0.01);
    bars.iter()
        .max_by(|a, b| closeness(a).total_cmp(&closeness(b)))
        .cloned()
}

fn array_look(plan: &Plan, facts: &Facts, id: &ArrayId) -> Option<ArrayLook> {
    let shares = &facts.arrays.get(id)?.shares;
    let s = &plan.settings;
    let bars = [
        bar("Space", Some(shares.space), None, s.space_ceiling.get()),
        bar("IOPS", Some(shares.iops), None, s.iops_ceiling.get()),
    ];
    let worst = worst_of(&bars)?;
    let chip = chips::device(plan, id.into())?;
    let label = format!("{}, {} {}", chip.label, worst.name, worst.text);
    Some(ArrayLook { bars, worst, label })
}

fn host_look(plan: &Plan, facts: &Facts, id: &HostId, marks: Marks) -> Option<HostLook> {
    let host = plan.hosts.get(id)?;
    let name = plan.label(&id.into());
    let detail = format!(
        "{} × {} cores · {}",
        host.sockets, host.cores_per_socket, host.ram
    );
    let bars = bars(
        plan,
        facts.hosts.get(id).map(AsRef::as_ref),
        facts.case.is_normal(),
    );
    let worst = worst_of(&bars)?;
    Some(HostLook {
        label: format!(
            "Host {name}, {} × {} cores, {}",
            host.sockets, host.cores_per_socket, host.ram
        ),
        name,
        detail,
        proposed: host.ownership == Ownership::Proposed,
        bars,
        worst,
        marks,
    })
}

fn site_look(plan: &Plan, facts: &Facts, id: &SiteId, place: &SitePlace, marks: Marks) -> SiteLook {
    let name = plan.label(&id.into());
    let hosts = plan.hosts.values().filter(|h| h.site == *id).count();
    let feeds: Vec<_> = plan
        .feeds
        .values()
        .filter(|f| f.site.as_ref() == Some(id))
        .collect();
    let mut parts = Vec::new();
    match place.kind {
        SiteKind::Data => parts.push(words::count(hosts, "host", "hosts")),
        SiteKind::Witness => parts.push(words::witness(plan, facts, id)),
        SiteKind::Branch => parts.push("branch".to_owned()),
    }
    let users = plan.sites.get(id).map_or(0, |s| s.users);
    if users > 0 {
        parts.push(format!("{} users", words::thousands(users)));
    }
    if !feeds.is_empty() && place.kind == SiteKind::Data {
        parts.push(words::count(feeds.len(), "power feed", "power feeds"));
        if feeds.iter().any(|f| f.ups) {
            parts.push("UPS".to_owned());
        }
    }
    let label = match place.kind {
        SiteKind::Data => format!("Site {name}, {}", words::count(hosts, "host", "hosts")),
        SiteKind::Witness => format!("Witness site {name}"),
        SiteKind::Branch => format!("Branch {name}"),
    };
    SiteLook {
        name,
        detail: parts.join(" · "),
        marks,
        label,
    }
}

fn cable_look(
    plan: &Plan,
    facts: &Facts,
    cable: &cables::Cable,
    mark: &impl Fn(EntityId) -> Marks,
) -> CableLook {
    let known: Vec<(&LinkId, &LinkFacts)> = cable
        .links
        .iter()
        .filter_map(|id| Some((id, facts.links.get(id)?.as_ref())))
        .collect();
    let rows: Vec<(LinkId, LinkLook)> = cable
        .links
        .iter()
        .take(cables::MAX_ROWS)
        .filter_map(|id| Some((id.clone(), link_look(plan, facts, id, mark(id.into()))?)))
        .collect();
    let rtt = cable.rtt.and_then(|_| {
        known
            .iter()
            .filter_map(|(_, f)| f.rtt_ms.map(|r| (r, f.rtt_limit_ms)))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(rtt, limit)| words::round_trip(rtt, limit))
            .or_else(|| Some(("round trip not known".to_owned(), None, false)))
    });
    let left = cable.links.len().saturating_sub(cables::MAX_ROWS);
    let title = match cable.links.as_slice() {
        [one] => format!("{} link", words::capital(plan_role(plan, one))),
        many => format!("{} {} links", many.len(), cable.role.word()),
    };
    let over = rows.iter().any(|(_, r)| r.over) || rtt.as_ref().is_some_and(|r| r.2);
    CableLook {
        title,
        distance: words::distance(plan, &cable.links),
        rows,
        more: if left > 0 {
            format!("and {left} more")
        } else {
            String::new()
        },
        rtt,
        over,
    }
}

fn plan_role(plan: &Plan, id: &LinkId) -> &'static str {
    plan.links.get(id).map_or("", |l| l.role.word())
}

/// Whether a load of the link is known: protection traffic is derived, other traffic is not, and no figure is not zero.
pub fn carries(role: LinkRole, facts: &LinkFacts) -> bool {
    role == LinkRole::Availability || facts.load_mbps > 0.0
}

/// What a link says of itself wherever it is shown.
pub fn link_look(plan: &Plan, facts: &Facts, id: &LinkId, marks: Marks) -> Option<LinkLook> {
    let link = plan.links.get(id)?;
    let entity = EntityId::from(id);
    let known = facts.links.get(id);
    let ceiling = plan.settings.link_ceiling.get();
    let text = match known {
        Some(f) if !f.up => "down".to_owned(),
        // What matters of a way to a witness is its time.
        Some(f) if link.role == LinkRole::Witness && f.rtt_ms.is_some() => {
            format!("{} ms", words::number(f.rtt_ms.unwrap_or(0.0)))
        }
        Some(f) if link.role == LinkRole::Availability => words::used(f.load_mbps, f.usable_mbps),
        Some(f) if carries(link.role, f) && f.share.is_finite() => words::percent(f.share as f32),
        Some(f) if f.rtt_ms.is_some() => format!(
            "{} · {} ms",
            link.speed,
            words::number(f.rtt_ms.unwrap_or(0.0))
        ),
        Some(_) | None => link.speed.to_string(),
    };
    let loaded = known.filter(|f| carries(link.role, f));
    Some(LinkLook {
        name: plan.label(&entity),
        text,
        share: loaded.and_then(|f| share(f.share)),
        share_one_lost: loaded
            .filter(|_| facts.case.is_normal())
            .and_then(|f| share(f.share_one_lost)),
        ceiling: share(ceiling).unwrap_or(1.0),
        over: known.is_some_and(|f| {
            f.share > 1.0
                || (facts.case.is_normal() && f.share_one_lost > 1.0)
                || matches!((f.rtt_ms, f.rtt_limit_ms), (Some(r), Some(l)) if r > l)
        }),
        marks,
        label: chips::link_label(plan, &entity, link),
    })
}
