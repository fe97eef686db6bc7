//! What stands on the glass: zoom buttons, the key to colours, a hint while a tool waits.

use egui::{Align2, Pos2, Rect, RichText, Ui, Vec2};
use evenkeel_model::catalogue::Mechanism;
use evenkeel_model::drawing::Face;
use evenkeel_model::plan::Level;

use super::State;
use super::camera;
use super::draw::{legend, pen::Pen};
use super::keys::percent;
use super::scene::Scene;
use crate::view::ViewCx;
use crate::workspace::Zoom;

/// Paints them and answers the buttons.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, pen: &Pen<'_>, scene: &Scene) {
    if scene.places.sites.is_empty() && scene.places.tray.is_none() {
        let middle = pen.view.center();
        let words = [
            ("An empty plan", Face::Bold, 18.0, -14.0, cx.theme.text),
            (
                "Drag a site or host from the left, or right-click here",
                Face::Regular,
                13.0,
                12.0,
                cx.theme.muted,
            ),
        ];
        for (text, face, px, y, ink) in words {
            pen.text_px(
                middle + Vec2::new(0.0, y),
                Align2::CENTER_CENTER,
                text,
                face,
                px,
                ink,
            );
        }
    }
    if cx.ws.drill.on {
        crate::view::drill::overlay::legend(pen);
    } else {
        legend(pen, &words(cx));
    }
    hint(state, pen);
    buttons(ui, cx, state, pen);
}

/// Levels as the platform does them.
fn words(cx: &ViewCx<'_>) -> Vec<(u8, String)> {
    let profile = cx.doc.cx().profile;
    Level::ALL
        .iter()
        .map(|level| {
            let word = match profile.mechanism(*level) {
                _ if *level == Level::L0 => "unprotected",
                Some(Mechanism::None) => "unprotected",
                Some(Mechanism::Restart { .. }) => "restart",
                Some(Mechanism::MirrorRestart) => "mirror",
                Some(Mechanism::Lockstep { .. }) => "lockstep",
                Some(Mechanism::Checkpoint { .. }) => "checkpoints",
                None => "not offered",
            };
            (level.number(), word.to_owned())
        })
        .collect()
}

fn hint(state: &State, pen: &Pen<'_>) {
    let text = match &state.link {
        Some(tool) if tool.from.is_some() => "Click or release on the other end · Esc ends",
        Some(_) => "Press on a host, site or switch, then go to the other end · Esc ends",
        None => return,
    };
    let theme = pen.theme;
    let at = Pos2::new(pen.view.center().x, pen.view.top() + 24.0);
    let galley = pen.painter.layout_no_wrap(
        text.to_owned(),
        crate::fonts::font_id(Face::Regular, 12.0),
        theme.text,
    );
    let r = Rect::from_center_size(at, galley.size() + Vec2::new(24.0, 12.0));
    pen.painter.rect(
        r,
        r.height() / 2.0,
        theme.panel,
        egui::Stroke::new(1.0, theme.accent),
        egui::StrokeKind::Inside,
    );
    pen.painter
        .galley(r.center() - galley.size() / 2.0, galley, theme.text);
}

/// Where the buttons stand on the glass.
pub fn buttons_area(view: Rect) -> Rect {
    Rect::from_min_size(
        Pos2::new(view.left() + 14.0, view.bottom() - 42.0),
        Vec2::new(220.0, 28.0),
    )
}

fn buttons(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, pen: &Pen<'_>) {
    let at = buttons_area(pen.view);
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(at)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    row.spacing_mut().item_spacing.x = 6.0;
    let button = |row: &mut Ui, text: &str, width: f32, label: &str| {
        let response = row.add(
            egui::Button::new(RichText::new(text).size(13.0))
                .fill(cx.theme.panel)
                .stroke(egui::Stroke::new(1.0, cx.theme.rule))
                .corner_radius(6.0)
                .min_size(Vec2::new(width, 28.0)),
        );
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label));
        response.on_hover_text(label)
    };
    let zoom = percent(state.camera.zoom);
    let mut wanted = None;
    if button(&mut row, "−", 28.0, "Zoom out").clicked() {
        wanted = Some(Zoom::Out);
    }
    if button(&mut row, &zoom, 58.0, "Zoom to 100 %").clicked() {
        wanted = Some(Zoom::Actual);
    }
    if button(&mut row, "+", 28.0, "Zoom in").clicked() {
        wanted = Some(Zoom::In);
    }
    if button(&mut row, "Fit", 40.0, "Zoom to fit").clicked() {
        wanted = Some(Zoom::Fit);
    }
    if wanted.is_some() {
        cx.ws.zoom = wanted;
        ui.request_repaint();
    }
    debug_assert!(state.camera.zoom >= camera::MIN_ZOOM);
}
