//! What runs between hosts and sites: outlines of pools, pairs, ways to witnesses, wires to devices.

use std::collections::BTreeMap;

use egui::{Pos2, Rect};
use evenkeel_model::facts::{Cx, Facts};
use evenkeel_model::ids::{EntityId, HostId, SiteId};
use evenkeel_model::plan::{Level, Plan};

use super::super::cables;
use super::super::layout::{HostPlace, Places};
use super::{Marks, PairLook, PoolLook, Wire, WitnessLine, words};

pub(super) fn pools(
    plan: &Plan,
    facts: &Facts,
    places: &Places,
    mark: &impl Fn(EntityId) -> Marks,
) -> Vec<PoolLook> {
    let mut out = Vec::new();
    for id in plan.pools.keys() {
        let (mine, others): (Vec<&HostPlace>, Vec<&HostPlace>) = places
            .hosts
            .values()
            .partition(|h| h.pool.as_ref() == Some(id));
        let mut by_site: BTreeMap<&SiteId, Vec<Rect>> = BTreeMap::new();
        for h in mine {
            by_site
                .entry(&h.site)
                .or_default()
                .push(h.rect.expand(10.0));
        }
        if by_site.is_empty() {
            continue;
        }
        let whole = by_site
            .values()
            .flatten()
            .fold(Rect::NOTHING, |r, p| r.union(*p));
        let strangers = others.iter().any(|h| h.rect.intersects(whole))
            || places
                .sites
                .iter()
                .any(|(s, place)| !by_site.contains_key(s) && place.rect.intersects(whole));
        let (text, bad) = words::pool(plan, facts, id);
        out.push(PoolLook {
            parts: if strangers {
                by_site
                    .into_values()
                    .flat_map(|rects| without(rects, &others))
                    .collect()
            } else {
                vec![whole]
            },
            bad: bad || mark(id.into()).errors > 0,
            label: format!("Pool {}", plan.label(&id.into())),
            text,
            id: id.clone(),
        });
    }
    out
}

/// As few outlines around the rectangles as take in no stranger.
fn without(mut rects: Vec<Rect>, strangers: &[&HostPlace]) -> Vec<Rect> {
    rects.sort_by(|a, b| {
        a.top()
            .total_cmp(&b.top())
            .then(a.left().total_cmp(&b.left()))
    });
    let mut parts: Vec<Rect> = Vec::new();
    for rect in rects {
        let free = |r: Rect| !strangers.iter().any(|h| h.rect.intersects(r));
        match parts.iter_mut().find(|p| free(p.union(rect))) {
            Some(part) => *part = part.union(rect),
            None => parts.push(rect),
        }
    }
    parts
}

pub(super) fn pairs(cx: &Cx<'_>, facts: &Facts, places: &Places) -> Vec<PairLook> {
    let plan = cx.plan;
    let mut seen: BTreeMap<(HostId, HostId), [bool; 4]> = BTreeMap::new();
    for vm in plan.vms.values() {
        for row in &vm.placement {
            let Some(partner) = &row.partner else {
                continue;
            };
            if *partner == row.host {
                continue;
            }
            let key = if row.host < *partner {
                (row.host.clone(), partner.clone())
            } else {
                (partner.clone(), row.host.clone())
            };
            if let Some(flag) = seen
                .entry(key)
                .or_default()
                .get_mut(usize::from(vm.level.number()))
            {
                *flag = true;
            }
        }
    }
    let mut out = Vec::new();
    for ((a, b), levels) in seen {
        let (Some(ra), Some(rb)) = (places.hosts.get(&a), places.hosts.get(&b)) else {
            continue;
        };
        let joint = facts.joints.get(&(a.clone(), b.clone()));
        let over = joint.is_some_and(|j| {
            matches!((j.rtt_ms, j.rtt_limit_ms), (Some(r), Some(l)) if r > l)
                || matches!((j.map_km, j.max_map_km), (Some(k), Some(m)) if k > m)
        });
        let top = Level::ALL
            .iter()
            .rev()
            .find(|l| levels.get(usize::from(l.number())) == Some(&true));
        for level in Level::ALL.iter().rev() {
            if levels.get(usize::from(level.number())) != Some(&true) {
                continue;
            }
            let height = ra.rect.height().min(rb.rect.height()).max(1.0);
            let along = match level {
                // In one site the lines run above the card of their links.
                Level::L3 if ra.site == rb.site => 24.0,
                Level::L2 if ra.site == rb.site => 42.0,
                Level::L3 => 30.0,
                Level::L2 => 52.0,
                _ => 70.0,
            } / height;
            let curve = cables::between(ra.rect, rb.rect, along);
            // The tightest distance belongs to the highest level of the two hosts.
            let reach = joint
                .filter(|_| Some(level) == top && ra.site != rb.site)
                .and_then(|j| j.max_map_km);
            out.push(PairLook {
                text: words::pair(cx, *level, reach),
                a: a.clone(),
                b: b.clone(),
                level: *level,
                curve,
                over,
            });
        }
    }
    out
}

pub(super) fn witness_lines(plan: &Plan, facts: &Facts, places: &Places) -> Vec<WitnessLine> {
    let mut out = Vec::new();
    for (id, w) in plan.witnesses.iter() {
        let Some(to) = places.sites.get(&w.site) else {
            continue;
        };
        for path in facts.witnesses.get(id).iter().flat_map(|f| &f.paths) {
            if path.from == w.site {
                continue;
            }
            let Some(from) = places.sites.get(&path.from) else {
                continue;
            };
            out.push(WitnessLine {
                curve: cables::witness_curve(from.rect, to.rect),
                reachable: path.reachable,
                text: words::witness_path(path),
            });
        }
    }
    out
}

/// Lines of local links from hosts to the switches and arrays of their site.
pub(super) fn wires(plan: &Plan, places: &Places) -> Vec<Wire> {
    let mut at: BTreeMap<EntityId, Rect> = BTreeMap::new();
    for site in places.sites.values() {
        for chip in &site.chips {
            at.insert(chip.item.id(), chip.rect);
        }
    }
    let rect = |end: &evenkeel_model::plan::End| -> Option<Rect> {
        use evenkeel_model::plan::End;
        match end {
            End::Host(h) | End::Port { host: h, .. } => places.hosts.get(h).map(|h| h.rect),
            End::Switch(s) => at.get(&s.into()).copied(),
            End::Array { array, .. } => at.get(&array.into()).copied(),
            End::Witness(w) => at.get(&w.into()).copied(),
            End::Site(_) => None,
        }
    };
    let mut out = Vec::new();
    for (id, link) in plan.links.iter() {
        for s in &link.segments {
            if s.a.host().is_some() && s.b.host().is_some() {
                continue;
            }
            if let (Some(a), Some(b)) = (rect(&s.a), rect(&s.b)) {
                let (host, chip) = if s.a.host().is_some() { (a, b) } else { (b, a) };
                let from = Pos2::new(
                    chip.center()
                        .x
                        .clamp(host.left() + 24.0, host.right() - 24.0),
                    host.bottom(),
                );
                let to = chip.center_top();
                let mid = f32::midpoint(from.y, to.y);
                let home = |r: Rect| {
                    places
                        .sites
                        .iter()
                        .find(|(_, s)| s.rect.contains(r.center()))
                        .map(|(id, _)| id)
                };
                out.push(Wire {
                    far: home(host) != home(chip),
                    link: id.clone(),
                    curve: [from, Pos2::new(from.x, mid), Pos2::new(to.x, mid), to],
                });
            }
        }
    }
    out
}
