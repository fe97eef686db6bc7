//! Paints a scene. Nothing is decided here: what stands where and what it says comes from the scene.

pub(super) mod host;
mod link;
pub(super) mod near;
pub mod pen;
pub(super) mod site;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{Align2, Color32, Mesh, Pos2, Rect, Vec2};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::drawing::Face;
use evenkeel_model::ids::{EntityId, HostId};

use super::camera::{FAR, NEAR};
use super::item::Item;
use super::scene::{Marks, Scene, cores};
use crate::ui::theme::Theme;
use pen::Pen;

/// How the outline of a host answers a drag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    Better,
    Good,
    Worse,
    Breaks,
}

impl Answer {
    pub fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Answer::Better | Answer::Good => theme.good,
            Answer::Worse => theme.warning,
            Answer::Breaks => theme.error,
        }
    }
}

/// What changes from frame to frame without the scene changing.
pub struct Now<'a> {
    pub selection: &'a [EntityId],
    pub hovered: Option<&'a Item>,
    pub focused: Option<&'a Item>,
    /// Under a drag: what each host says to the drop.
    pub answers: BTreeMap<HostId, Answer>,
    /// Chips that are being dragged away.
    pub lifted: &'a [Item],
    /// Opened hosts, by host.
    pub open: &'a BTreeMap<HostId, Arc<cores::Open>>,
}

impl Now<'_> {
    pub fn selected(&self, id: &EntityId) -> bool {
        self.selection.contains(id)
    }
    pub fn hot(&self, item: &Item) -> bool {
        self.hovered == Some(item)
    }
    pub fn focus(&self, item: &Item) -> bool {
        self.focused == Some(item)
    }
}

/// Paints everything, back to front.
pub fn paint(pen: &Pen<'_>, scene: &Scene, now: &Now<'_>) {
    grid(pen);
    link::behind(pen, scene, now);
    site::sites(pen, scene, now);
    link::inside(pen, scene, now);
    site::devices(pen, scene, now);
    site::pools(pen, scene, now);
    link::pairs(pen, scene, now);
    for (id, place) in &scene.places.hosts {
        if !pen.sees(place.rect) {
            continue;
        }
        if let Some(look) = scene.hosts.get(id) {
            if pen.zoom() < FAR {
                host::far(pen, id, place, look, now);
            } else if pen.zoom() > NEAR {
                near::near(pen, id, place, look, scene, now);
            } else {
                host::card(pen, id, place, look, scene, now);
            }
        }
    }
    site::tray(pen, scene, now);
    link::cards(pen, scene, now);
    link::labels(pen, scene, now);
}

/// Colour of a severity.
pub fn severity(pen: &Pen<'_>, s: Severity) -> Color32 {
    match s {
        Severity::Error => pen.theme.error,
        Severity::Warning => pen.theme.warning,
        Severity::Info => pen.theme.info,
    }
}

/// Text on a filled badge.
fn on_badge(pen: &Pen<'_>) -> Color32 {
    if pen.theme.dark {
        Color32::from_rgb(0x12, 0x14, 0x18)
    } else {
        Color32::WHITE
    }
}

/// A small filled mark with the number of findings, its right edge at `right`. Returns its width in canvas units.
fn badge(pen: &Pen<'_>, right: Pos2, marks: Marks, size: f32) -> f32 {
    let Some(worst) = marks.worst() else {
        return 0.0;
    };
    let text = marks.total().to_string();
    let w = (size + (text.len() as f32 - 1.0) * size * 0.45).max(size);
    let r = Rect::from_min_size(
        Pos2::new(right.x - w, right.y - size / 2.0),
        Vec2::new(w, size),
    );
    let colour = severity(pen, worst);
    if worst == Severity::Error {
        pen.fill(r, size / 2.0, colour);
    } else {
        // Square corners say warning where colour alone does not.
        pen.fill(r, size / 4.0, colour);
    }
    pen.middle(r.center(), &text, Face::Bold, size * 0.68, on_badge(pen));
    w
}

/// Dots every few grid steps, as one mesh of squares without soft edges: there are many.
fn grid(pen: &Pen<'_>) {
    let mut step = 32.0;
    while step * pen.zoom() < 22.0 {
        step *= 2.0;
    }
    let seen = pen.camera.seen(pen.view);
    let colour = pen::mix(pen.theme.canvas, pen.theme.muted, 0.28);
    let first = Pos2::new(
        (seen.left() / step).floor() * step,
        (seen.top() / step).floor() * step,
    );
    // Whole pixels, or they would come out unlike each other.
    let scale = pen.painter.pixels_per_point();
    let size = Vec2::splat((1.4 * scale).round().max(1.0) / scale);
    let mut dots = Mesh::default();
    let mut y = first.y;
    while y <= seen.bottom() {
        let mut x = first.x;
        while x <= seen.right() {
            let p = pen.at(Pos2::new(x, y));
            dots.add_colored_rect(Rect::from_min_size(p.round_to_pixels(scale), size), colour);
            x += step;
        }
        y += step;
    }
    pen.painter.add(dots);
}

/// The key to colours and patterns, bottom right.
pub fn legend(pen: &Pen<'_>, words: &[(u8, String)]) {
    let theme = pen.theme;
    let px = 11.0;
    let y = pen.view.bottom() - 20.0;
    let mut x = pen.view.right() - 16.0;
    let font = crate::fonts::font_id(Face::Regular, px);
    let hatch_text = "after a host failure";
    let mut entries: Vec<(Option<u8>, String)> = vec![(None, hatch_text.to_owned())];
    entries.extend(words.iter().map(|(n, w)| (Some(*n), format!("{n} {w}"))));
    let widths: Vec<f32> = entries
        .iter()
        .map(|(_, t)| {
            pen.painter
                .layout_no_wrap(t.clone(), font.clone(), theme.muted)
                .size()
                .x
        })
        .collect();
    let total: f32 = widths.iter().map(|w| w + 30.0).sum();
    // On a narrow canvas the key would cover the buttons.
    if total > pen.view.width() - 230.0 {
        return;
    }
    let back = Rect::from_min_max(
        Pos2::new(x - total + 8.0, y - 13.0),
        Pos2::new(x + 8.0, y + 13.0),
    );
    pen.painter
        .rect_filled(back, 6.0, theme.canvas.gamma_multiply(0.85));
    for ((level, text), w) in entries.iter().zip(&widths) {
        x -= w;
        pen.painter.text(
            Pos2::new(x, y),
            Align2::LEFT_CENTER,
            text,
            font.clone(),
            theme.muted,
        );
        x -= 9.0;
        let centre = Pos2::new(x, y);
        match level {
            Some(n) => {
                let colour = theme
                    .level
                    .get(usize::from(*n))
                    .copied()
                    .unwrap_or(theme.muted);
                pen.painter.circle_filled(centre, 4.0, colour);
            }
            None => {
                let r = Rect::from_center_size(centre - Vec2::new(5.0, 0.0), Vec2::new(14.0, 7.0));
                pen.painter
                    .rect_filled(r, 1.0, theme.accent.gamma_multiply(0.22));
                let stroke = egui::Stroke::new(1.1, theme.accent);
                for i in 0..6 {
                    let s = i as f32 * 3.4;
                    let a = Pos2::new(
                        r.left() + (s - r.height()).max(0.0),
                        r.top() + s.min(r.height()),
                    );
                    let b = Pos2::new(
                        r.left() + s.min(r.width()),
                        r.top() + (s - r.width()).max(0.0),
                    );
                    pen.painter.line_segment([a, b], stroke);
                }
            }
        }
        x -= 21.0;
    }
}
