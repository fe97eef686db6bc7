//! The keyboard on the canvas: arrows between things, delete, zoom, levels.

use egui::{Key, Modifiers, Pos2, Rect, Response, Ui, Vec2};

use super::State;
use super::camera;
use super::interact::each;
use super::item::Item;
use super::scene::Scene;
use crate::command::{Action, Command};
use crate::view::ViewCx;
use crate::view::drill::Step;
use crate::view::drill::look::part_of;
use crate::workspace::Zoom;

/// Keys while the canvas or one of its things has the keyboard.
pub fn handle(
    ui: &Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    scene: &Scene,
    view: Rect,
    background: &Response,
) {
    let ours = background.has_focus() || state.focused.is_some();
    let nobody = ui.memory(|m| m.focused().is_none());
    if !(ours || nobody) || state.drag.is_some() {
        return;
    }
    if background.has_focus() {
        let keys = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
            tab: false,
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(background.id, keys));
    }
    let press = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if press(Key::F) {
        cx.ws.zoom = Some(Zoom::Fit);
    }
    if press(Key::Plus) || press(Key::Equals) {
        cx.ws.zoom = Some(Zoom::In);
    }
    if press(Key::Minus) {
        cx.ws.zoom = Some(Zoom::Out);
    }
    if !ours {
        return;
    }
    if cx.ws.drill.on {
        let turned = press(Key::Enter) || press(Key::Space) || press(Key::Delete);
        if let Some(part) = state.focused.as_ref().filter(|_| turned).and_then(part_of) {
            cx.send.send(Command::Drill(Step::Turn(part)));
        }
    } else {
        editing(cx, state, &press);
    }
    let direction = [
        (Key::ArrowLeft, Vec2::new(-1.0, 0.0)),
        (Key::ArrowRight, Vec2::new(1.0, 0.0)),
        (Key::ArrowUp, Vec2::new(0.0, -1.0)),
        (Key::ArrowDown, Vec2::new(0.0, 1.0)),
    ]
    .into_iter()
    .find(|(key, _)| press(*key))
    .map(|(_, d)| d);
    if let Some(direction) = direction {
        go(cx, state, scene, view, direction);
    }
}

/// Keys that change the plan or the selection.
fn editing(cx: &mut ViewCx<'_>, state: &State, press: &impl Fn(Key) -> bool) {
    for (key, action) in [
        (Key::Delete, Action::Delete),
        (Key::Backspace, Action::Delete),
        (Key::Num0, Action::Level(0)),
        (Key::Num1, Action::Level(1)),
        (Key::Num2, Action::Level(2)),
        (Key::Num3, Action::Level(3)),
        (Key::Home, Action::Zoom(Zoom::Fit)),
    ] {
        if press(key) && action.spec(cx.doc, cx.ws).refused.is_none() {
            cx.send.act(action);
        }
    }
    // A tool that waits ends first.
    if state.link.is_none() && press(Key::Escape) && !cx.ws.selection.is_empty() {
        cx.send.send(Command::Select(Vec::new()));
    }
    if press(Key::Enter) {
        cx.ws.right = true;
        cx.ws.focus_inspector = true;
    }
}

/// Selects the nearest thing in a direction and shows it.
fn go(cx: &mut ViewCx<'_>, state: &mut State, scene: &Scene, view: Rect, direction: Vec2) {
    let zoom = state.camera.zoom;
    let mut all: Vec<(Item, Rect)> = Vec::new();
    each(scene, zoom, &mut |item, rect, _| {
        all.push((item.clone(), rect));
    });
    let from = state
        .focused
        .as_ref()
        .and_then(|f| all.iter().find(|(i, _)| i == f))
        .or_else(|| {
            let id = cx.ws.selection.first()?;
            all.iter().find(|(i, _)| i.id() == *id)
        });
    let next = match from {
        Some((item, rect)) => nearest(&all, item, *rect, direction),
        None => all.first(),
    };
    if let Some((item, rect)) = next {
        cx.send.send(Command::Select(vec![item.id()]));
        state.focus = Some(item.clone());
        state.camera.reveal(view, rect.expand(12.0));
    }
}

/// The nearest thing on that side: near along the direction, nearer still across it.
pub fn nearest<'a>(
    all: &'a [(Item, Rect)],
    from: &Item,
    rect: Rect,
    direction: Vec2,
) -> Option<&'a (Item, Rect)> {
    let anchor = head(from, rect);
    all.iter()
        .filter(|(item, _)| item != from)
        .filter_map(|entry| {
            let to = head(&entry.0, entry.1);
            let by = to - anchor;
            let along = by.dot(direction);
            let across = (by - direction * along).length();
            (along > 2.0 && across < along * 3.0 + 40.0).then_some((along + across * 2.0, entry))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, entry)| entry)
}

/// Where a thing is for the arrows: boxes that hold others are at their title, so that going down leads inside.
fn head(item: &Item, rect: Rect) -> Pos2 {
    match item {
        Item::Site(_) | Item::Host(_) => Pos2::new(rect.left() + 60.0, rect.top() + 18.0),
        _ => rect.center(),
    }
}

/// A zoom as text: `100 %`.
pub fn percent(zoom: f32) -> String {
    let shown = zoom.clamp(camera::MIN_ZOOM, camera::MAX_ZOOM) * 100.0;
    format!("{shown:.0} %")
}
