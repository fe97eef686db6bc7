//! Painting in canvas units: rectangles, bars, hatching, dashes and text that stays sharp at any zoom.

use egui::epaint::{CubicBezierShape, PathStroke};
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};
use evenkeel_model::drawing::Face;

use super::super::camera::{Camera, FAR};
use crate::fonts::font_id;
use crate::ui::theme::Theme;

/// Text smaller than this on the screen cannot be read and is left out.
const LEAST_TEXT: f32 = 5.0;
/// Text of cards and chips is not set smaller than this on the screen.
const READABLE: f32 = 7.5;

pub struct Pen<'a> {
    pub painter: &'a Painter,
    pub theme: &'a Theme,
    pub camera: Camera,
    pub view: Rect,
}

impl Pen<'_> {
    pub fn zoom(&self) -> f32 {
        self.camera.zoom
    }
    pub fn at(&self, p: Pos2) -> Pos2 {
        self.camera.to_screen(self.view, p)
    }
    pub fn area(&self, r: Rect) -> Rect {
        self.camera.rect_to_screen(self.view, r)
    }
    pub fn sees(&self, r: Rect) -> bool {
        self.painter
            .clip_rect()
            .intersects(self.area(r).expand(4.0))
    }
    /// A line's width: grows with the zoom, never under most of a pixel.
    pub fn stroke(&self, width: f32, colour: Color32) -> Stroke {
        Stroke::new(
            (width * self.zoom().sqrt()).clamp(0.75, width * 2.0),
            colour,
        )
    }
    pub fn fill(&self, r: Rect, radius: f32, colour: Color32) {
        self.painter
            .rect_filled(self.area(r), radius * self.zoom(), colour);
    }
    pub fn frame(&self, r: Rect, radius: f32, fill: Color32, width: f32, colour: Color32) {
        self.painter.rect(
            self.area(r),
            radius * self.zoom(),
            fill,
            self.stroke(width, colour),
            StrokeKind::Inside,
        );
    }
    /// An outline that grows outwards, for selection.
    pub fn ring(&self, r: Rect, radius: f32, width: f32, colour: Color32) {
        self.painter.rect_stroke(
            self.area(r),
            radius * self.zoom(),
            Stroke::new(width, colour),
            StrokeKind::Outside,
        );
    }
    pub fn dashed(&self, r: Rect, radius: f32, width: f32, colour: Color32) {
        let stroke = self.stroke(width, colour);
        let points = rounded(self.area(r), radius * self.zoom());
        let dash = (4.0 * self.zoom()).clamp(3.0, 9.0);
        self.painter
            .extend(Shape::dashed_line(&points, stroke, dash, dash * 0.75));
    }
    /// Diagonal lines: after a failure, or reserved.
    pub fn hatch(&self, r: Rect, colour: Color32) {
        let r = self.area(r).intersect(self.painter.clip_rect());
        if !r.is_positive() {
            return;
        }
        let step = (3.2 * self.zoom()).clamp(2.6, 7.0);
        let stroke = Stroke::new((1.1 * self.zoom()).clamp(0.9, 2.0), colour);
        // Hung on the canvas, so that the pattern does not swim while panning.
        let base = self.at(Pos2::ZERO);
        let phase = |p: f32| (p / step).ceil() * step;
        let (low, high) = (
            r.left() + r.top() - base.x - base.y,
            r.right() + r.bottom() - base.x - base.y,
        );
        let mut sum = phase(low);
        while sum <= high {
            // Points with x + y = s inside the rectangle.
            let s = sum + base.x + base.y;
            let a = Pos2::new(
                (s - r.bottom()).max(r.left()),
                (s - r.left()).min(r.bottom()),
            );
            let b = Pos2::new((s - r.top()).min(r.right()), (s - r.right()).max(r.top()));
            self.painter.line_segment([a, b], stroke);
            sum += step;
        }
    }
    pub fn curve(&self, c: &[Pos2; 4], width: f32, colour: Color32, dashed: bool) {
        let points = c.map(|p| self.at(p));
        let bounds = Rect::from_points(&points).expand(width * 2.0);
        if !self.painter.clip_rect().intersects(bounds) {
            return;
        }
        let stroke = self.stroke(width, colour);
        let shape = CubicBezierShape::from_points_stroke(
            points,
            false,
            Color32::TRANSPARENT,
            PathStroke::from(stroke),
        );
        if dashed {
            let dash = (6.0 * self.zoom()).clamp(4.0, 10.0);
            self.painter.extend(Shape::dashed_line(
                &shape.flatten(Some(0.3)),
                stroke,
                dash,
                dash * 0.7,
            ));
        } else {
            self.painter.add(shape);
        }
    }
    /// How much larger than the zoom says text of a size is set, so that it can be read.
    pub fn swell(&self, size: f32) -> f32 {
        if self.zoom() < FAR {
            return 1.0;
        }
        (READABLE.min(size) / (size * self.zoom())).max(1.0)
    }
    /// Text at font size × zoom. Returns what it covers on the screen.
    pub fn text(
        &self,
        at: Pos2,
        anchor: Align2,
        text: &str,
        face: Face,
        size: f32,
        colour: Color32,
    ) -> Rect {
        let px = size * self.zoom() * self.swell(size);
        self.text_px(self.at(at), anchor, text, face, px, colour)
    }
    /// Text at a size of the screen.
    pub fn text_px(
        &self,
        at: Pos2,
        anchor: Align2,
        text: &str,
        face: Face,
        px: f32,
        colour: Color32,
    ) -> Rect {
        // Quarter points keep the glyph atlas small while zooming.
        let px = (px * 4.0).floor() / 4.0;
        if px < LEAST_TEXT || text.is_empty() {
            return Rect::from_min_size(at, Vec2::ZERO);
        }
        self.painter
            .text(at, anchor, text, font_id(face, px), colour)
    }
    /// Left aligned on a middle line.
    pub fn left(&self, x: f32, y: f32, text: &str, face: Face, size: f32, colour: Color32) -> Rect {
        self.text(
            Pos2::new(x, y),
            Align2::LEFT_CENTER,
            text,
            face,
            size,
            colour,
        )
    }
    pub fn right(
        &self,
        x: f32,
        y: f32,
        text: &str,
        face: Face,
        size: f32,
        colour: Color32,
    ) -> Rect {
        self.text(
            Pos2::new(x, y),
            Align2::RIGHT_CENTER,
            text,
            face,
            size,
            colour,
        )
    }
    pub fn middle(&self, p: Pos2, text: &str, face: Face, size: f32, colour: Color32) -> Rect {
        self.text(p, Align2::CENTER_CENTER, text, face, size, colour)
    }
}

/// Points around a rectangle with round corners, closed.
pub fn rounded(rect: Rect, radius: f32) -> Vec<Pos2> {
    let radius = radius
        .min(rect.width() / 2.0)
        .min(rect.height() / 2.0)
        .max(0.0);
    let inner = rect.shrink(radius);
    let quarter = std::f32::consts::FRAC_PI_2;
    let mut out = Vec::with_capacity(26);
    for (centre, turn) in [
        (inner.left_top(), 2.0),
        (inner.right_top(), 3.0),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), 1.0),
    ] {
        for i in 0..=5 {
            let angle = (turn + i as f32 / 5.0) * quarter;
            out.push(centre + Vec2::angled(angle) * radius);
        }
    }
    out.extend(out.first().copied());
    out
}

/// The first colour with a part of the second.
pub fn mix(a: Color32, b: Color32, part: f32) -> Color32 {
    let one = |a: u8, b: u8| {
        (f32::from(a) + (f32::from(b) - f32::from(a)) * part).clamp(0.0, 255.0) as u8
    };
    Color32::from_rgb(one(a.r(), b.r()), one(a.g(), b.g()), one(a.b(), b.b()))
}
