//! What can be pointed at, and what pointing, clicking and scrolling do.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Modifiers, PointerButton, Pos2, Rect, Response, Sense, Ui, WidgetInfo};
use evenkeel_model::ids::EntityId;

use super::State;
use super::camera::{FAR, NEAR};
use super::chrome;
use super::drag::Drag;
use super::draw::near::near_chip;
use super::draw::site::pool_label;
use super::item::Item;
use super::scene::Scene;
use super::tips;
use crate::command::Command;
use crate::view::ViewCx;
use crate::view::drill::Step;
use crate::view::drill::look::part_of;

/// Calls back for every item with its rectangle, in the order of tabbing; later ones lie on top.
pub fn each(scene: &Scene, zoom: f32, f: &mut impl FnMut(&Item, Rect, &str)) {
    let places = &scene.places;
    let close = zoom >= FAR;
    for (site, place) in &places.sites {
        let label = scene.sites.get(site).map_or("", |s| s.label.as_str());
        f(&Item::Site(site.clone()), place.rect, label);
        if close {
            for chip in &place.chips {
                let array = chip.item.array().and_then(|a| scene.arrays.get(a));
                let label = array.map_or(&chip.label, |a| &a.label);
                f(&chip.item, chip.rect, label);
            }
        }
    }
    for pool in scene.pools.iter().filter(|_| close) {
        if let Some(first) = pool.parts.first() {
            f(
                &Item::Pool(pool.id.clone()),
                pool_label(*first, &pool.text, scene),
                &pool.label,
            );
        }
    }
    for (host, place) in &places.hosts {
        let label = scene.hosts.get(host).map_or("", |h| h.label.as_str());
        f(&Item::Host(host.clone()), place.rect, label);
        if close {
            for chip in &place.chips {
                let rect = if zoom > NEAR {
                    near_chip(place, chip)
                } else {
                    chip.rect
                };
                f(&chip.item, rect, &chip.label);
            }
        }
    }
    if close {
        for chip in &places.tray_chips {
            f(&chip.item, chip.rect, &chip.label);
        }
    }
    for (cable, look) in places.cables.iter().zip(&scene.cables) {
        let rows = look.rows.iter().zip(&cable.rows);
        if close && cable.card.width() > 20.0 {
            for ((link, row), rect) in rows {
                f(&Item::Link(link.clone()), *rect, &row.label);
            }
        } else if let Some((link, row)) = look.rows.first() {
            f(&Item::Link(link.clone()), cable.card, &row.label);
        }
    }
}

/// Where an item stands, canvas units.
pub fn rect_of(scene: &Scene, wanted: &Item, zoom: f32) -> Option<Rect> {
    let mut found = None;
    // Chips are found from afar too, so that a jump can go there.
    each(scene, zoom.max(FAR), &mut |item, rect, _| {
        if item == wanted {
            found = Some(rect);
        }
    });
    found
}

pub fn egui_id(item: &Item) -> egui::Id {
    egui::Id::unique(("canvas item", item))
}

/// Scrolling, pinching, wheels and dragging the picture.
pub fn camera(ui: &Ui, state: &mut State, view: Rect, bounds: Rect) {
    let over = ui.rect_contains_pointer(view);
    let (scroll, zoom, at, middle_pressed, primary_pressed, space, down, delta) = ui.input(|i| {
        (
            i.smooth_scroll_delta(),
            i.zoom_delta(),
            i.pointer.latest_pos(),
            i.pointer.button_pressed(PointerButton::Middle),
            i.pointer.button_pressed(PointerButton::Primary),
            i.key_down(egui::Key::Space),
            i.pointer.middle_down() || i.pointer.primary_down(),
            i.pointer.delta(),
        )
    });
    if over {
        if let (Some(at), true) = (at, zoom != 1.0) {
            state.camera.zoom_at(view, at, zoom);
        } else if scroll != egui::Vec2::ZERO {
            state.camera.pan(scroll);
            state.camera.hold(view, bounds);
        }
        let free = !ui.ctx().egui_wants_keyboard_input() || state.focused.is_some();
        if middle_pressed || (primary_pressed && space && free) {
            state.panning = true;
        }
        if space && free && state.drag.is_none() {
            ui.set_cursor_icon(egui::CursorIcon::Grab);
        }
    }
    if state.panning {
        if down {
            state.camera.pan(delta);
            state.camera.hold(view, bounds);
            ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        } else {
            state.panning = false;
        }
    }
}

/// Lets everything that is seen be pointed at, and does what pointing at it means.
pub fn items(
    ui: &Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Arc<Scene>,
    view: Rect,
    background: &Response,
) -> Vec<(Item, Response)> {
    let mut touched = Vec::new();
    let seen = state.camera.seen(view).expand(8.0);
    let mut hovered = None;
    let mut focused = None;
    let camera = state.camera;
    let modifiers = ui.input(|i| i.modifiers);
    let wanted = state.focus.take();
    let dragging = state.drag.is_some() || state.panning || state.menu.is_some();
    let mut acts: Vec<(Item, Response)> = Vec::new();
    let drill = cx.ws.drill.dress(cx.doc.plan());
    let mut grabbed = background.dragged() || ui.ctx().dragged_id().is_none();
    each(scene, camera.zoom, &mut |item, rect, label| {
        if !rect.intersects(seen) && wanted.as_ref() != Some(item) {
            return;
        }
        let area = camera.rect_to_screen(view, rect).intersect(background.rect);
        let response = ui.interact(area, egui_id(item), Sense::click_and_drag());
        grabbed |= response.dragged();
        let selected = cx.ws.selection.contains(&item.id());
        match drill.as_ref().and_then(|d| d.look.told(item)) {
            Some(told) => response.widget_info(|| {
                WidgetInfo::selected(Role::Button, true, selected, format!("{label}: {told}"))
            }),
            None => {
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, label))
            }
        }
        if wanted.as_ref() == Some(item) {
            response.request_focus();
        }
        if response.hovered() {
            hovered = Some(item.clone());
            // Over an open host's insides words would hide what they speak of.
            let open = matches!(item, Item::Host(_)) && camera.zoom > NEAR;
            if !dragging && !open && rests(ui) {
                let mut tip = egui::Tooltip::for_enabled(&response).at_pointer();
                // At the right it opens to the left: the inspector stays free.
                let at = ui.input(|i| i.pointer.hover_pos());
                if at.is_some_and(|p| p.x + tips::WIDEST > view.right()) {
                    tip.popup = tip
                        .popup
                        .align(egui::RectAlign::BOTTOM_END)
                        .align_alternatives(&[egui::RectAlign::TOP_END]);
                }
                tip.show(|ui| tips::show(ui, cx, scene, item));
            }
        }
        if response.has_focus() {
            focused = Some(item.clone());
            let keys = egui::EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
                tab: false,
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, keys));
        }
        if response.gained_focus()
            || response.clicked()
            || response.double_clicked()
            || response.secondary_clicked()
            || state.menu.as_ref() == Some(item)
        {
            acts.push((item.clone(), response));
        }
    });
    // What appeared under a pointer that drags something else is not hovered.
    state.hovered = if state.drag.is_some() { None } else { hovered };
    state.focused = focused;
    for (item, response) in acts {
        act(cx, state, scene, view, &item, &response, modifiers);
        touched.push((item, response));
    }
    if background.clicked() {
        if state.link.is_none() {
            cx.send.send(Command::Select(Vec::new()));
        }
        background.request_focus();
    }
    if grabbed {
        begin(ui, cx, state, scene, view, modifiers);
    }
    if background.secondary_clicked() {
        state.menu = None;
        state.menu_at = background
            .interact_pointer_pos()
            .map(|p| camera.to_canvas(view, p));
    }
    touched
}

/// Whether the pointer has stood still long enough to ask what is under it.
fn rests(ui: &Ui) -> bool {
    const LONG: f32 = 0.7;
    let still = ui.input(|i| i.pointer.time_since_last_movement());
    if still < LONG {
        ui.ctx().request_repaint_after_secs(LONG - still);
    }
    still >= LONG
}

fn act(
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Scene,
    view: Rect,
    item: &Item,
    response: &Response,
    modifiers: Modifiers,
) {
    let id = item.id();
    if response.double_clicked() && !cx.ws.drill.on {
        if matches!(item, Item::Host(_) | Item::Site(_)) {
            if let Some(rect) = rect_of(scene, item, state.camera.zoom) {
                state.camera.fit(view, rect.expand(16.0), 3.0);
            }
        } else {
            cx.ws.right = true;
        }
    } else if response.clicked()
        && cx.ws.drill.on
        && let Some(part) = part_of(item)
    {
        cx.send.send(Command::Drill(Step::Turn(part)));
        response.request_focus();
    } else if response.clicked() && state.link.is_none() && !state.panning {
        let extend = modifiers.command || modifiers.shift;
        cx.send
            .send(Command::Select(chosen(&cx.ws.selection, &id, extend)));
        response.request_focus();
    }
    if response.secondary_clicked() {
        if !cx.ws.is_selected(&id) && !cx.ws.drill.on {
            cx.send.send(Command::Select(vec![id]));
        }
        state.menu = Some(item.clone());
    }
}

/// Begins the drag of what lies under the press, wherever the pointer is by now; on free ground a rubber band.
fn begin(
    ui: &Ui,
    cx: &ViewCx<'_>,
    state: &mut State,
    scene: &Arc<Scene>,
    view: Rect,
    modifiers: Modifiers,
) {
    let grip = ui.style().interaction.resize_grab_radius_side;
    if !state.take_press(ui, view.shrink(grip)) {
        return;
    }
    let Some(press) = ui.input(|i| i.pointer.press_origin()) else {
        return;
    };
    if cx.ws.drill.on {
        // Nothing moves in a drill but the picture.
        state.panning = !chrome::buttons_area(view).contains(press);
        return;
    }
    let busy = state.panning || state.link.is_some();
    if busy || chrome::buttons_area(view).contains(press) {
        return;
    }
    let at = state.camera.to_canvas(view, press);
    state.drag = match item_at(scene, at, state.camera.zoom) {
        Some(item) => Drag::begin(cx, scene, &item, at, modifiers),
        None => Some(Drag::band(at, cx, modifiers)),
    };
}

/// The topmost item at a canvas point.
fn item_at(scene: &Scene, at: Pos2, zoom: f32) -> Option<Item> {
    let mut found = None;
    each(scene, zoom, &mut |item, rect, _| {
        if rect.contains(at) {
            found = Some(item.clone());
        }
    });
    found
}

/// The selection after a click.
pub fn chosen(before: &[EntityId], id: &EntityId, extend: bool) -> Vec<EntityId> {
    if !extend {
        return vec![id.clone()];
    }
    let mut after = before.to_vec();
    match after.iter().position(|s| s == id) {
        Some(i) => {
            after.remove(i);
        }
        None => after.push(id.clone()),
    }
    after
}
