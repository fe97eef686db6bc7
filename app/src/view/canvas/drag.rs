//! Drags: a VM or partner to a host, sites and hosts over the ground, new things from the palette, a rubber band, and
//! the two ends of a link.

use std::sync::Arc;

use egui::{Key, Modifiers, Pos2, Rect, Response, Ui, Vec2};
use evenkeel_model::edit::{Edit, EditError, placement};
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::{End, Plan};

use super::State;
use super::draw::pen::{Pen, mix};
use super::drop;
use super::interact::each;
use super::item::Item;
use super::moving::{self, MoveDrag};
use super::piece::Piece;
use super::scene::Scene;
use super::verdict::Verdicts;
use crate::command::Command;
use crate::view::ViewCx;

/// A gesture in progress.
#[derive(Clone, Debug)]
pub enum Drag {
    Vm(Box<VmDrag>),
    Move(Box<MoveDrag>),
    New(Piece),
    Band(Band),
}

/// Members or partners on their way to another host.
#[derive(Clone, Debug)]
pub struct VmDrag {
    pub item: Item,
    /// Other selected VMs that come along.
    pub others: Vec<VmId>,
    /// Take one member out of its group.
    pub one: bool,
    pub hover: Option<HostId>,
    /// Over the tray: take it off its host.
    pub off: bool,
    pub verdicts: Verdicts,
}

/// A rubber band from a canvas point.
#[derive(Clone, Debug)]
pub struct Band {
    pub from: Pos2,
    before: Vec<EntityId>,
}

/// Waiting for the two ends of a link.
#[derive(Clone, Debug, Default)]
pub struct LinkTool {
    pub from: Option<End>,
}

impl Drag {
    pub fn band(from: Pos2, cx: &ViewCx<'_>, modifiers: Modifiers) -> Self {
        let keep = modifiers.command || modifiers.shift;
        Drag::Band(Band {
            from,
            before: if keep {
                cx.ws.selection.clone()
            } else {
                Vec::new()
            },
        })
    }

    /// A VM on its way to a host; none for other things.
    pub fn vm(cx: &ViewCx<'_>, item: &Item, one: bool) -> Option<Drag> {
        let (vm, _) = item.vm()?;
        Some(Drag::Vm(Box::new(VmDrag {
            others: companions(cx, item, vm),
            item: item.clone(),
            one,
            hover: None,
            off: false,
            verdicts: Verdicts::default(),
        })))
    }

    /// What dragging an item means, taken hold of at canvas point `at`.
    pub fn begin(
        cx: &ViewCx<'_>,
        scene: &Arc<Scene>,
        item: &Item,
        at: Pos2,
        modifiers: Modifiers,
    ) -> Option<Drag> {
        match item {
            Item::Member { .. } | Item::Partner { .. } | Item::Loose(_) => {
                Self::vm(cx, item, modifiers.alt)
            }
            Item::Site(_) | Item::Host(_) => {
                MoveDrag::begin(cx, scene, item, at).map(|d| Drag::Move(Box::new(d)))
            }
            _ => None,
        }
    }
}

/// Other selected VMs that stand as a whole somewhere; they move with the one that is dragged.
fn companions(cx: &ViewCx<'_>, item: &Item, vm: &VmId) -> Vec<VmId> {
    if !cx.ws.is_selected(&vm.into()) || matches!(item, Item::Partner { .. }) {
        return Vec::new();
    }
    let plan = cx.doc.plan();
    cx.ws
        .selection
        .iter()
        .filter_map(|id| match id {
            EntityId::Vm(other) if other != vm => Some(other.clone()),
            _ => None,
        })
        .filter(|other| plan.vms.get(other).is_some_and(|v| v.placement.len() <= 1))
        .collect()
}

impl VmDrag {
    /// The edit that dropping on `to` makes.
    pub fn edit(&self, plan: &Plan, to: &HostId) -> Result<Edit, EditError> {
        vm_edit(plan, &self.item, &self.others, self.one, to)
    }

    /// What is carried, in words.
    fn what(&self, plan: &Plan) -> String {
        let name = plan.label(&self.item.id());
        match (&self.item, self.one, self.others.len()) {
            (Item::Partner { .. }, ..) => format!("partner of {name}"),
            (_, true, _) => format!("one of {name}"),
            (_, _, 0) => name,
            (_, _, n) => format!("{} VMs", n + 1),
        }
    }

    fn bubble(&self, ui: &Ui, cx: &ViewCx<'_>, at: (egui::Align2, Pos2), view: Rect) {
        let plan = cx.doc.plan();
        let what = self.what(plan);
        let judged = self
            .hover
            .as_ref()
            .and_then(|h| Some((h, self.verdicts.get(h)?)));
        let head = match judged {
            Some((host, _)) => format!("{what} to {}", plan.label(&host.into())),
            None if self.off => format!("Take {what} off its host"),
            None => format!("Move {what} to a host"),
        };
        let hint = (group_member(plan, &self.item) && !self.one)
            .then_some("Hold Alt to take one member out");
        drop::bubble(
            ui,
            cx,
            &head,
            judged.map(|(_, v)| v.as_ref()),
            hint,
            at,
            view,
        );
    }
}

/// Moves what an item stands for, and whole VMs with it, to a host.
fn vm_edit(
    plan: &Plan,
    item: &Item,
    others: &[VmId],
    one: bool,
    to: &HostId,
) -> Result<Edit, EditError> {
    let Some((vm, row)) = item.vm() else {
        return Err(EditError::Refused("only VMs go to hosts".to_owned()));
    };
    let first = match item {
        Item::Partner { .. } => return placement::move_partner(plan, vm, row, to),
        Item::Member { .. } if one => return placement::detach_member(plan, vm, row, to),
        _ => placement::move_vm(plan, vm, row, to)?,
    };
    if others.is_empty() {
        return Ok(first);
    }
    let mut edits = vec![first];
    for other in others {
        edits.push(placement::move_vm(plan, other, 0, to)?);
    }
    let label = format!("Move {} VMs to {}", edits.len(), plan.label(&to.into()));
    Ok(Edit::many(label, edits))
}

/// Chips that a drag has lifted from their place.
pub fn lifted(state: &State) -> Vec<Item> {
    match &state.drag {
        Some(Drag::Vm(d)) if !d.one => vec![d.item.clone()],
        _ => Vec::new(),
    }
}

/// Carries the gesture on, and ends it when the button comes up or Escape is pressed.
pub fn advance(
    ui: &Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Arc<Scene>,
    view: Rect,
    background: &Response,
) {
    let (pointer, released, down, escape, alt) = ui.input(|i| {
        (
            i.pointer.interact_pos(),
            i.pointer.primary_released(),
            i.pointer.primary_down(),
            i.key_pressed(Key::Escape),
            i.modifiers.alt,
        )
    });
    link_tool(ui, cx, state, scene, view, escape);
    if escape && let Some(drag) = state.drag.take() {
        if matches!(drag, Drag::Move(_)) {
            cx.send.send(Command::CancelPreview);
        }
        return;
    }
    let Some(mut drag) = state.drag.take() else {
        return;
    };
    let Some(pointer) = pointer.filter(|_| down || released) else {
        // The button came up where this window could not see it.
        if matches!(drag, Drag::Move(_)) {
            cx.send.send(Command::CommitPreview);
        }
        return;
    };
    if !matches!(drag, Drag::New(_)) {
        edge_pan(ui, state, view, pointer);
    }
    let at = state.camera.to_canvas(view, pointer);
    let inside = view.contains(pointer);
    match &mut drag {
        Drag::Vm(d) => {
            d.one = alt && group_member(cx.doc.plan(), &d.item);
            d.hover = if inside { host_at(scene, at) } else { None };
            d.off = inside && scene.places.tray.is_some_and(|t| t.contains(at));
            let (item, others, one, hover) =
                (d.item.clone(), d.others.clone(), d.one, d.hover.clone());
            let plan = Arc::clone(cx.doc.plan());
            let all = d.verdicts.advance(cx, one, hover.as_ref(), scene, &|to| {
                vm_edit(&plan, &item, &others, one, to)
            });
            if !all {
                ui.request_repaint();
            }
            ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        Drag::Move(d) => {
            d.advance(cx, at);
            ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        Drag::New(_) => ui.set_cursor_icon(if inside {
            egui::CursorIcon::Copy
        } else {
            egui::CursorIcon::Grabbing
        }),
        Drag::Band(band) => {
            let found = in_band(
                scene,
                state,
                Rect::from_two_pos(band.from, at),
                &band.before,
            );
            if found != cx.ws.selection {
                cx.send.send(Command::Select(found));
            }
        }
    }
    if released {
        finish(cx, state, scene, drag, at, inside);
        background.request_focus();
    } else {
        state.drag = Some(drag);
    }
}

fn group_member(plan: &Plan, item: &Item) -> bool {
    matches!(item, Item::Member { .. })
        && item
            .vm()
            .and_then(|(vm, _)| plan.vms.get(vm))
            .is_some_and(|v| v.is_group())
}

fn finish(
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Scene,
    drag: Drag,
    at: Pos2,
    inside: bool,
) {
    match drag {
        Drag::Vm(d) => {
            let plan = cx.doc.plan();
            if let Some(host) = &d.hover {
                // The same edit that was judged; made anew, should it not have been its turn yet.
                if let Ok(edit) = d.edit(plan, host) {
                    cx.send.edit(edit);
                }
            } else if d.off
                && let Some((vm, row)) = d.item.vm()
                && let Ok(edit) = placement::unplace(plan, vm, Some(row))
            {
                cx.send.edit(edit);
            }
            cx.send.send(Command::Select(vec![d.item.id()]));
        }
        Drag::Move(_) => cx.send.send(Command::CommitPreview),
        Drag::New(Piece::Link) if inside => {
            state.link = Some(LinkTool {
                from: drop::end_at(scene, at),
            });
        }
        Drag::New(piece) if inside => drop::add(cx, piece, &drop::spot(scene, at)),
        Drag::New(_) | Drag::Band(_) => {}
    }
}

fn host_at(scene: &Scene, at: Pos2) -> Option<HostId> {
    scene
        .places
        .hosts
        .iter()
        .find(|(_, h)| h.rect.contains(at))
        .map(|(id, _)| id.clone())
}

/// At the edge of the view the picture follows.
fn edge_pan(ui: &Ui, state: &mut State, view: Rect, pointer: Pos2) {
    const EDGE: f32 = 22.0;
    let push = |low: f32, high: f32, p: f32| {
        if p < low + EDGE {
            (low + EDGE - p).min(EDGE)
        } else if p > high - EDGE {
            -(p - high + EDGE).min(EDGE)
        } else {
            0.0
        }
    };
    let by = Vec2::new(
        push(view.left(), view.right(), pointer.x),
        push(view.top(), view.bottom(), pointer.y),
    );
    if by != Vec2::ZERO && view.expand(40.0).contains(pointer) {
        state.camera.pan(by * 0.4);
        ui.request_repaint();
    }
}

/// Everything that the band holds, without what holds the band.
fn in_band(scene: &Scene, state: &State, band: Rect, before: &[EntityId]) -> Vec<EntityId> {
    let mut out = before.to_vec();
    each(scene, state.camera.zoom, &mut |item, rect, _| {
        let whole = matches!(item, Item::Site(_) | Item::Host(_) | Item::Pool(_));
        let hit = if whole {
            band.contains_rect(rect)
        } else {
            band.intersects(rect)
        };
        let id = item.id();
        if hit && !out.contains(&id) {
            out.push(id);
        }
    });
    out
}

fn link_tool(
    ui: &Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Scene,
    view: Rect,
    escape: bool,
) {
    let Some(tool) = &mut state.link else { return };
    if escape {
        state.link = None;
        return;
    }
    ui.set_cursor_icon(egui::CursorIcon::Crosshair);
    let (pointer, pressed, released) = ui.input(|i| {
        (
            i.pointer.interact_pos(),
            i.pointer.primary_pressed(),
            i.pointer.primary_released(),
        )
    });
    let Some(p) = pointer.filter(|p| view.contains(*p)) else {
        return;
    };
    let end = drop::end_at(scene, state.camera.to_canvas(view, p));
    if pressed && tool.from.is_none() {
        tool.from = end;
    } else if released
        && let (Some(from), Some(to)) = (&tool.from, end)
        && *from != to
    {
        drop::link(cx, from.clone(), to);
        state.link = None;
    }
}

/// What a gesture shows over the picture.
pub fn paint(ui: &Ui, cx: &ViewCx<'_>, state: &State, pen: &Pen<'_>, scene: &Scene) {
    let pointer = ui.input(|i| i.pointer.latest_pos());
    let theme = cx.theme;
    if let (Some(tool), Some(p)) = (&state.link, pointer)
        && let Some(from) = tool.from.as_ref().and_then(|e| drop::end_rect(scene, e))
    {
        let a = pen.at(from.center());
        pen.painter
            .line_segment([a, p], egui::Stroke::new(2.0, theme.accent));
        pen.painter.circle_filled(a, 4.0, theme.accent);
    }
    match (&state.drag, pointer) {
        (Some(Drag::Band(band)), Some(p)) => {
            let r = Rect::from_two_pos(pen.at(band.from), p);
            pen.painter.rect(
                r,
                2.0,
                theme.accent.gamma_multiply(0.1),
                egui::Stroke::new(1.0, theme.accent),
                egui::StrokeKind::Inside,
            );
        }
        (Some(Drag::Vm(d)), Some(p)) => {
            let host = d
                .hover
                .as_ref()
                .and_then(|h| scene.places.hosts.get(h))
                .map(|h| pen.area(h.rect));
            d.bubble(ui, cx, drop::beside(host, p, pen.view), pen.view);
        }
        (Some(Drag::Move(d)), Some(p)) => moving::paint(ui, cx, d, pen, scene, p),
        (Some(Drag::New(piece)), Some(p)) => {
            let target = drop::target_rect(scene, *piece, state.camera.to_canvas(pen.view, p));
            if let (Some(r), true) = (target, pen.view.contains(p)) {
                pen.ring(r, 9.0, 2.0, theme.accent);
            }
            let colour = mix(theme.panel, theme.accent, 0.1);
            let alone = target.is_none() && pen.view.contains(p);
            drop::carried(ui, cx, *piece, alone, p, colour);
        }
        _ => {}
    }
}
