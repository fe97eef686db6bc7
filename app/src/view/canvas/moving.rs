//! Sites and hosts on their way over the ground: where they would land, and what the plan would say to it.
//!
//! A host that is put into another site's box or another pool's outline moves there. The change in progress is shown
//! at once, so what it does to the findings is what the document says now against what it said when the drag began.

use std::sync::Arc;

use egui::{Pos2, Rect, Ui, Vec2};
use evenkeel_model::check::Finding;
use evenkeel_model::edit::{Edit, EditError, Op, placement};
use evenkeel_model::ids::{EntityId, HostId, PoolId, SiteId};
use evenkeel_model::plan::{Plan, Position, SiteKind};

use super::draw::pen::Pen;
use super::drop;
use super::item::Item;
use super::layout::{self, GRID, HostPlace, Places, snap};
use super::room::Room;
use super::scene::Scene;
use super::verdict::Verdict;
use crate::command::{Command, Way};
use crate::view::ViewCx;

/// A site or host on its way over the ground.
#[derive(Clone, Debug)]
pub struct MoveDrag {
    pub item: Item,
    others: Vec<EntityId>,
    /// From the pointer to the corner, canvas units.
    grab: Vec2,
    /// How everything was when it began.
    base: Base,
    wanted: Option<Pos2>,
    /// What the last preview asks for.
    sent: Landing,
    /// The plan on show and what it was made by.
    shown: (Arc<Plan>, Landing),
    told: Option<(Arc<Vec<Finding>>, Arc<Verdict>)>,
}

#[derive(Clone, Debug)]
struct Base {
    scene: Arc<Scene>,
    plan: Arc<Plan>,
    findings: Arc<Vec<Finding>>,
}

/// Where a drop puts things, beyond their places on the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
struct Landing {
    /// `host-a2 to North hall`; none when only the picture changes.
    words: Option<String>,
    site: Option<SiteId>,
    /// From where the pointer wants it to where there is room.
    shift: Vec2,
}

impl MoveDrag {
    /// Takes hold of a site or host at canvas point `at`; what else is selected comes along.
    pub fn begin(cx: &ViewCx<'_>, scene: &Arc<Scene>, item: &Item, at: Pos2) -> Option<Self> {
        let id = item.id();
        let corner = corner_of(&scene.places, &id)?;
        let others = if cx.ws.is_selected(&id) {
            let movable = |o: &&EntityId| matches!(o, EntityId::Host(_) | EntityId::Site(_));
            let selected = cx.ws.selection.iter().filter(movable);
            selected.filter(|o| **o != id).cloned().collect()
        } else {
            Vec::new()
        };
        let plan = Arc::clone(cx.doc.plan());
        Some(Self {
            item: item.clone(),
            others,
            grab: corner - at,
            wanted: None,
            sent: Landing::default(),
            shown: (Arc::clone(&plan), Landing::default()),
            told: None,
            base: Base {
                scene: Arc::clone(scene),
                plan,
                findings: Arc::clone(cx.doc.findings()),
            },
        })
    }

    /// Follows the pointer.
    pub fn advance(&mut self, cx: &mut ViewCx<'_>, at: Pos2) {
        if !Arc::ptr_eq(&self.shown.0, cx.doc.plan()) {
            self.shown = (Arc::clone(cx.doc.plan()), self.sent.clone());
        }
        let stale = match &self.told {
            Some((findings, _)) => !Arc::ptr_eq(findings, cx.doc.findings()),
            None => true,
        };
        if stale {
            let verdict = Verdict::between(&self.base.findings, cx.doc.findings());
            self.told = Some((Arc::clone(cx.doc.findings()), Arc::new(verdict)));
        }
        let to = snap(at + self.grab);
        if self.wanted == Some(to) {
            return;
        }
        let Some((edit, landing)) = land(&self.base, &self.item, &self.others, to) else {
            return;
        };
        if self.wanted.is_some() || edit_moves(&self.base.plan, &edit) {
            cx.send.send(Command::Preview(edit));
        }
        self.sent = landing;
        self.wanted = Some(to);
    }

    /// What the drop would change, once that is known.
    fn verdict(&self) -> Option<(&str, &Verdict)> {
        let words = self.shown.1.words.as_deref()?;
        Some((words, self.told.as_ref()?.1.as_ref()))
    }
}

fn edit_moves(plan: &Plan, edit: &Edit) -> bool {
    edit.ops.iter().any(|op| match op {
        Op::Position(id, p) => plan.layout.get(id) != p.as_ref(),
        _ => true,
    })
}

fn put(id: impl Into<EntityId>, at: Pos2) -> Op {
    Op::Position(id.into(), Some(Position { x: at.x, y: at.y }))
}

fn corner_of(base: &Places, id: &EntityId) -> Option<Pos2> {
    match id {
        EntityId::Site(s) => base.sites.get(s).map(|s| s.rect.min),
        EntityId::Host(h) => base.hosts.get(h).map(|h| h.rect.min),
        _ => None,
    }
}

/// Another site or pool that a host is put into.
struct Goal {
    site: Option<SiteId>,
    pool: Option<PoolId>,
}

fn goal(scene: &Scene, place: &HostPlace, at: Pos2) -> Goal {
    let site = scene
        .places
        .sites
        .iter()
        .find(|(id, s)| **id != place.site && s.rect.contains(at))
        .map(|(id, _)| id.clone());
    let around = |own: bool| {
        scene
            .pools
            .iter()
            .filter(move |p| (place.pool.as_ref() == Some(&p.id)) == own)
            .find(|p| p.parts.iter().any(|r| r.contains(at)))
    };
    let pool = match around(true) {
        Some(_) => None,
        None => around(false).map(|p| p.id.clone()),
    };
    Goal { site, pool }
}

/// The edit that puts a site or host with its corner at `to`, or at the nearest free place, and others by as much.
fn land(base: &Base, item: &Item, others: &[EntityId], to: Pos2) -> Option<(Edit, Landing)> {
    let (plan, places) = (&base.plan, &base.scene.places);
    let id = item.id();
    let by = to - corner_of(places, &id)?;
    let all: Vec<&EntityId> = std::iter::once(&id).chain(others).collect();
    // A host whose site moves goes with it.
    let alone = |place: &HostPlace| !all.contains(&&EntityId::from(&place.site));
    let mut room = Room::new(places, all.iter().copied());
    let mut goals: Vec<(HostId, Goal)> = Vec::new();
    for one in &all {
        match one {
            EntityId::Site(site) => room.site(places.sites.get(site)?.rect.translate(by)),
            EntityId::Host(host) => {
                let place = places.hosts.get(host)?;
                if alone(place) {
                    let rect = place.rect.translate(by);
                    let goal = goal(&base.scene, place, rect.center());
                    room.host(rect, goal.site.as_ref().unwrap_or(&place.site));
                    goals.push((host.clone(), goal));
                }
            }
            _ => {}
        }
    }
    let shift = if by == Vec2::ZERO {
        Vec2::ZERO
    } else {
        room.shift()
    };
    let mut ops = stand(plan, places, &all, by + shift)?;
    let mut moved = Vec::new();
    for (host, goal) in &goals {
        if goal.site.is_none() && goal.pool.is_none() {
            continue;
        }
        let edit = placement::move_host(plan, host, goal.site.as_ref(), goal.pool.as_ref());
        moved.push(edit.ok()?);
        let from = places.hosts.get(host).map(|h| &h.site);
        let homes: Vec<&SiteId> = from.into_iter().chain(&goal.site).collect();
        ops.extend(pin(plan, places, &homes, &all));
    }
    let label = match moved.as_slice() {
        [] => format!("Move {} on the canvas", plan.label(&id)),
        [one] => one.label.clone(),
        many => format!("Move {} hosts", many.len()),
    };
    let landing = Landing {
        words: (!moved.is_empty()).then(|| label.trim_start_matches("Move ").to_owned()),
        site: goals.into_iter().find_map(|(_, g)| g.site),
        shift,
    };
    ops.extend(moved.into_iter().flat_map(|e| e.ops));
    Some((Edit::new(label, ops), landing))
}

/// Keeps every site where it stands when another one comes.
pub fn pin_sites(plan: &Plan, places: &Places) -> Vec<Op> {
    places
        .sites
        .iter()
        .map(|(id, s)| (EntityId::from(id), s.origin))
        .filter(|(id, _)| !plan.layout.contains_key(id))
        .map(|(id, at)| put(id, at))
        .collect()
}

/// Puts sites and hosts `by` from where they are; hosts that were put by hand stay where they are in their site.
fn stand(plan: &Plan, places: &Places, all: &[&EntityId], by: Vec2) -> Option<Vec<Op>> {
    let mut ops = Vec::new();
    for one in all {
        match one {
            EntityId::Site(site) => {
                ops.push(put(site, places.sites.get(site)?.origin + by));
                for (host, h) in places.hosts.iter().filter(|(_, h)| h.site == *site) {
                    let host = EntityId::from(host);
                    if plan.layout.contains_key(&host) && !all.contains(&&host) {
                        ops.push(put(host, h.rect.min + by));
                    }
                }
            }
            EntityId::Host(host) => ops.push(put(host, places.hosts.get(host)?.rect.min + by)),
            _ => {}
        }
    }
    Some(ops)
}

/// Moves the selected sites and hosts by one step of the grid, unless something is in the way.
pub fn nudge(plan: &Plan, selection: &[EntityId], way: Way) -> Result<Edit, EditError> {
    let refused = |why: &str| EditError::Refused(why.to_owned());
    let places = layout::place(plan);
    let movable = |id: &&EntityId| matches!(id, EntityId::Host(_) | EntityId::Site(_));
    let all: Vec<&EntityId> = selection.iter().filter(movable).collect();
    let corner = all.first().and_then(|id| corner_of(&places, id));
    let corner = corner.ok_or_else(|| refused("select a host or site first"))?;
    // To the next line of the grid: a whole step, but for what stands between lines.
    let (along, towards) = match way {
        Way::Left | Way::Right => (corner.x, way.towards().x),
        Way::Up | Way::Down => (corner.y, way.towards().y),
    };
    let line = (along * towards / GRID + 1e-3).floor() + 1.0;
    let by = way.towards() * (line * GRID - along * towards);
    let mut room = Room::new(&places, all.iter().copied());
    for one in &all {
        match one {
            EntityId::Site(id) => {
                if let Some(site) = places.sites.get(id) {
                    room.site(site.rect);
                }
            }
            EntityId::Host(id) => {
                if let Some(host) = places.hosts.get(id)
                    && !all.contains(&&EntityId::from(&host.site))
                {
                    room.host(host.rect, &host.site);
                }
            }
            _ => {}
        }
    }
    // What lies on something already may be moved off it.
    if room.free(Vec2::ZERO) && !room.free(by) {
        return Err(refused("no room on that side: something else stands there"));
    }
    let what = match all.as_slice() {
        [one] => plan.label(one),
        many => format!("{} things", many.len()),
    };
    let ops = stand(plan, &places, &all, by).ok_or_else(|| refused("it is not on the canvas"))?;
    let label = format!("Move {what} {} on the canvas", way.word());
    Ok(Edit::new(label, ops))
}

/// Keeps neighbours where they stand when a host comes or goes: those of `homes`, and the boxes of sites.
pub fn pin(plan: &Plan, places: &Places, homes: &[&SiteId], moving: &[&EntityId]) -> Vec<Op> {
    let free = |id: &EntityId| !plan.layout.contains_key(id) && !moving.contains(&id);
    let sites = places
        .sites
        .iter()
        .filter(|(_, s)| s.kind == SiteKind::Data)
        .map(|(id, s)| (EntityId::from(id), s.origin));
    let hosts = places
        .hosts
        .iter()
        .filter(|(_, h)| homes.contains(&&h.site))
        .map(|(id, h)| (EntityId::from(id), h.rect.min));
    sites
        .chain(hosts)
        .filter(|(id, _)| free(id))
        .map(|(id, at)| put(id, at))
        .collect()
}

/// The target's outline, the card as the hand holds it, and what the drop would do.
pub fn paint(
    ui: &Ui,
    cx: &ViewCx<'_>,
    drag: &MoveDrag,
    pen: &Pen<'_>,
    scene: &Scene,
    pointer: Pos2,
) {
    let theme = cx.theme;
    let verdict = drag.verdict();
    let colour = verdict.map_or(theme.accent, |(_, v)| v.answer.colour(theme));
    let landing = &drag.shown.1;
    if let Some(site) = landing
        .site
        .as_ref()
        .and_then(|s| scene.places.sites.get(s))
    {
        pen.ring(site.rect.expand(2.0), 13.0, 2.0, colour);
    }
    let id = drag.item.id();
    let rect = match &id {
        EntityId::Site(s) => scene.places.sites.get(s).map(|s| s.rect),
        EntityId::Host(h) => scene.places.hosts.get(h).map(|h| h.rect),
        _ => None,
    };
    let Some(rect) = rect else { return };
    if landing.shift != Vec2::ZERO {
        let held = rect.translate(-landing.shift);
        pen.fill(held, 8.0, theme.accent.gamma_multiply(0.08));
        pen.dashed(held, 8.0, 1.0, theme.accent);
        pen.ring(rect, 9.0, 2.0, colour);
    }
    if let Some((words, verdict)) = verdict {
        let card: Option<Rect> = matches!(id, EntityId::Host(_)).then(|| pen.area(rect));
        let at = drop::beside(card, pointer, pen.view);
        drop::bubble(ui, cx, words, Some(verdict), None, at, pen.view);
    }
}
