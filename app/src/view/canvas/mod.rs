//! The plan as a picture: sites, hosts, VMs, links; pan, zoom, select, drag.
//!
//! Data and drawing are apart: [`layout`] says where things stand, [`scene`] what they say, [`draw`] paints,
//! [`interact`] turns gestures into commands. [`verdict`] says what a drop would change.

mod branches;
pub mod cables;
pub mod camera;
mod chrome;
pub mod drag;
pub mod draw;
pub(super) mod drop;
pub mod icons;
pub(super) mod interact;
pub mod item;
mod keys;
pub mod layout;
mod menu;
pub mod moving;
pub mod piece;
mod press;
mod room;
pub mod scene;
mod tips;
pub mod verdict;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Rect, Sense};
use evenkeel_model::check::Finding;
use evenkeel_model::facts::Facts;
use evenkeel_model::ids::{EntityId, HostId};
use evenkeel_model::plan::Plan;

use super::{ViewCx, drill};
use crate::workspace::Zoom;
use camera::Camera;
use drag::Drag;
use item::Item;
use layout::Places;
use scene::{Scene, cores};

/// What the canvas remembers from frame to frame. Nothing of it is saved.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub camera: Camera,
    /// The view's size when it was fitted to the plan, and the camera that came of it.
    fitted: Option<(egui::Vec2, Camera)>,
    /// What the plan covered in the frame before, and whether all of it was in sight.
    covered: Option<(Rect, bool)>,
    cache: Option<Cache>,
    pub drag: Option<Drag>,
    /// The link tool waits for ends.
    pub link: Option<drag::LinkTool>,
    hovered: Option<Item>,
    /// What has the keyboard.
    focused: Option<Item>,
    /// What should get the keyboard in the next frame.
    focus: Option<Item>,
    menu: Option<Item>,
    /// Where the ground was clicked for its menu, canvas units.
    menu_at: Option<egui::Pos2>,
    panning: bool,
    /// The press has begun a drag already: one begins one.
    taken: bool,
}

#[derive(Clone, Debug)]
struct Cache {
    plan: Arc<Plan>,
    facts: Arc<Facts>,
    findings: Arc<Vec<Finding>>,
    places: Arc<Places>,
    scene: Arc<Scene>,
    open: BTreeMap<HostId, Arc<cores::Open>>,
}

impl State {
    /// Takes the drag that began within `area`; none when there is no such, or it was taken before.
    pub fn take_press(&mut self, ui: &egui::Ui, area: Rect) -> bool {
        if self.taken || !press::origin(ui).is_some_and(|p| area.contains(p)) {
            return false;
        }
        self.taken = true;
        self.drag.is_none()
    }

    /// Puts drags and tools away.
    pub fn rest(&mut self) {
        self.drag = None;
        self.link = None;
    }

    /// The scene of now; built again only when plan, facts or findings are others than before.
    fn refresh(&mut self, cx: &ViewCx<'_>) -> Arc<Scene> {
        let plan = cx.doc.plan();
        let drill = cx.ws.drill.dress(plan);
        let (facts, findings) = match &drill {
            Some(shown) => (&shown.facts, &shown.findings),
            None => (cx.doc.facts(), cx.doc.findings()),
        };
        if let Some(c) = &self.cache
            && Arc::ptr_eq(&c.plan, plan)
            && Arc::ptr_eq(&c.facts, facts)
            && Arc::ptr_eq(&c.findings, findings)
        {
            return Arc::clone(&c.scene);
        }
        let places = match &self.cache {
            Some(c) if Arc::ptr_eq(&c.plan, plan) => Arc::clone(&c.places),
            _ => Arc::new(layout::place(plan)),
        };
        let scene = Arc::new(scene::build(
            &cx.doc.cx(),
            facts,
            findings,
            Arc::clone(&places),
        ));
        self.cache = Some(Cache {
            plan: Arc::clone(plan),
            facts: Arc::clone(facts),
            findings: Arc::clone(findings),
            places,
            scene: Arc::clone(&scene),
            open: BTreeMap::new(),
        });
        scene
    }

    /// The insides of the hosts that are seen from near.
    fn opened(&mut self, view: Rect) -> BTreeMap<HostId, Arc<cores::Open>> {
        let seen = self.camera.seen(view);
        let near = self.camera.zoom > camera::NEAR;
        let Some(c) = self.cache.as_mut().filter(|_| near) else {
            return BTreeMap::new();
        };
        let mut out = BTreeMap::new();
        for (id, place) in &c.places.hosts {
            if place.rect.intersects(seen) {
                let open = c.open.entry(id.clone()).or_insert_with(|| {
                    let facts = c.facts.hosts.get(id).map(AsRef::as_ref);
                    Arc::new(cores::open(&c.plan, id, facts))
                });
                out.insert(id.clone(), Arc::clone(open));
            }
        }
        out
    }

    /// Identity of the scene that is kept: equal as long as nothing was built anew.
    pub fn scene_identity(&self) -> Option<usize> {
        self.cache.as_ref().map(|c| Arc::as_ptr(&c.scene) as usize)
    }

    /// Where an item stands, canvas units.
    pub fn rect_of(&self, item: &Item) -> Option<Rect> {
        interact::rect_of(&self.cache.as_ref()?.scene, item, self.camera.zoom)
    }
}

/// Where a thing of the plan stands on the canvas: its first item.
pub fn find(scene: &Scene, id: &EntityId) -> Option<Item> {
    let mut found = None;
    interact::each(scene, 1.0, &mut |item, _, _| {
        if found.is_none() && item.id() == *id {
            found = Some(item.clone());
        }
    });
    found
}

/// Draws the canvas and answers gestures and keys on it.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    let view = ui.available_rect_before_wrap();
    if view.width() < 40.0 || view.height() < 40.0 {
        return;
    }
    ui.allocate_rect(view, Sense::hover());
    // The edges of the panels around are theirs to be drawn by.
    let grip = ui.style().interaction.resize_grab_radius_side;
    let id = ui.scope_id().with("canvas ground");
    let background = ui.interact(view.shrink(grip), id, Sense::click_and_drag());
    background.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, "Canvas of the plan")
    });
    let mut state = std::mem::take(&mut cx.ws.canvas);
    let scene = state.refresh(cx);
    state.taken &= ui.input(|i| i.pointer.primary_down());
    requests(&mut state, cx, &scene, view);
    interact::camera(ui, &mut state, view, scene.places.bounds);
    let touched = interact::items(ui, cx, &mut state, &scene, view, &background);
    keys::handle(ui, cx, &mut state, &scene, view, &background);
    drag::advance(ui, cx, &mut state, &scene, view, &background);

    let shown = verdict::preview(&state, cx, &scene);
    let painter = ui.painter_at(view);
    let open = state.opened(view);
    let lifted = drag::lifted(&state);
    let pen = draw::pen::Pen {
        painter: &painter,
        theme: cx.theme,
        camera: state.camera,
        view,
    };
    let now = draw::Now {
        selection: &cx.ws.selection,
        hovered: state.hovered.as_ref(),
        focused: state.focused.as_ref(),
        answers: verdict::answers(&state),
        lifted: &lifted,
        open: &open,
    };
    draw::paint(&pen, &shown, &now);
    let drill = cx.ws.drill.dress(cx.doc.plan());
    if let Some(drill) = &drill {
        drill::overlay::paint(&pen, &shown, &drill.look);
    }
    drag::paint(ui, cx, &state, &pen, &scene);
    chrome::show(ui, cx, &mut state, &pen, &scene);
    menu::show(cx, &mut state, &scene, &touched, &background);
    cx.ws.canvas = state;
}

/// The context menu of an item, for views that show the same things.
pub fn menu_of(ui: &mut egui::Ui, cx: &mut ViewCx<'_>, item: &Item) {
    let mut state = std::mem::take(&mut cx.ws.canvas);
    menu::of_item(ui, cx, &mut state, item);
    cx.ws.canvas = state;
}

/// What the rest of the window asked of the canvas.
fn requests(state: &mut State, cx: &mut ViewCx<'_>, scene: &Scene, view: Rect) {
    let bounds = scene.places.bounds;
    // The view gets its real size after its first frames, and another one when a panel comes or goes: what nobody
    // moved since is fitted again.
    let stale = state
        .fitted
        .is_none_or(|(size, camera)| size != view.size() && camera == state.camera);
    if stale {
        fit(state, view, bounds);
    }
    keep_in_sight(state, view, bounds);
    match cx.ws.zoom.take() {
        Some(Zoom::In) => zoom_to(state, view, camera::step(state.camera.zoom, true)),
        Some(Zoom::Out) => zoom_to(state, view, camera::step(state.camera.zoom, false)),
        Some(Zoom::Actual) => zoom_to(state, view, 1.0),
        Some(Zoom::Fit) => fit(state, view, bounds),
        Some(Zoom::Selection) => {
            let mut around = Rect::NOTHING;
            interact::each(scene, state.camera.zoom, &mut |item, rect, _| {
                if cx.ws.selection.contains(&item.id()) {
                    around = around.union(rect);
                }
            });
            if around.is_finite() {
                state.camera.fit(view, around.expand(24.0), 2.5);
            }
        }
        None => {}
    }
    if let Some(id) = cx.ws.jump.take()
        && let Some(item) = find(scene, &id)
    {
        if state.camera.zoom < camera::FAR && item.vm().is_some() {
            state.camera.zoom = 1.0;
        }
        if let Some(rect) = interact::rect_of(scene, &item, state.camera.zoom) {
            state.camera.reveal(view, rect.expand(20.0));
        }
    }
}

/// What was in sight as a whole stays so when something is added or grows.
fn keep_in_sight(state: &mut State, view: Rect, bounds: Rect) {
    if state.drag.is_some() {
        return;
    }
    let grown = matches!(state.covered, Some((before, true)) if before != bounds);
    if grown && !state.camera.shows(view, bounds) {
        fit(state, view, bounds);
    }
    state.covered = Some((bounds, state.camera.shows(view, bounds)));
}

/// Largest zoom of a fitted view: a small plan fills a big window, yet does not shout.
const LARGEST_FIT: f32 = 1.5;
/// The same on a large screen, short of where hosts open.
const LARGEST_FIT_WIDE: f32 = 1.78;

fn fit(state: &mut State, view: Rect, bounds: Rect) {
    let wide = view.width() > 1500.0 && view.height() > 800.0;
    let largest = if wide { LARGEST_FIT_WIDE } else { LARGEST_FIT };
    state.camera.fit(view, bounds, largest);
    state.fitted = Some((view.size(), state.camera));
}

fn zoom_to(state: &mut State, view: Rect, zoom: f32) {
    let factor = zoom / state.camera.zoom;
    state.camera.zoom_at(view, view.center(), factor);
}
