//! Paints drawings and pages with egui: the same shapes that go to paper, at any zoom with sharp text.

use egui::epaint::{CubicBezierShape, Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, Rect, StrokeKind, Vec2};
use evenkeel_model::drawing::{Align, Fill, Ink, Pt, Shape, Stroke};

use crate::fonts::font_id;

/// Distance and width of hatching lines at scale 1, points; as on paper.
const HATCH_STEP: f32 = 2.4;
const HATCH_WIDTH: f32 = 0.9;

/// Where a drawing goes and how it is coloured.
pub struct Paint<'a> {
    pub painter: &'a egui::Painter,
    /// Where the drawing's top left corner stands on the screen.
    pub origin: Pos2,
    /// Screen points per point of the drawing.
    pub scale: f32,
    /// The value of a colour role.
    pub ink: &'a dyn Fn(Ink) -> Color32,
}

/// The colours of paper, for previews of pages: the same in both themes.
pub fn paper_colour(ink: Ink) -> Color32 {
    let [r, g, b] = crate::pdf::paper_rgb(ink);
    Color32::from_rgb(r, g, b)
}

/// A drawing as a thing of the page, in the colours of the theme; `name` is its accessible name.
pub fn drawing(
    ui: &mut egui::Ui,
    theme: &crate::ui::theme::Theme,
    drawing: &evenkeel_model::drawing::Drawing,
    scale: f32,
    name: &str,
) {
    let size = Vec2::new(drawing.size.x * scale, drawing.size.y * scale);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    Paint {
        painter: &ui.painter_at(rect.expand(4.0)),
        origin: rect.min,
        scale,
        ink: &|ink| theme.ink(ink),
    }
    .shapes(&drawing.shapes);
}

impl Paint<'_> {
    /// Paints shapes in order. What lies outside the painter's clip rectangle is skipped.
    pub fn shapes(&self, shapes: &[Shape]) {
        for shape in shapes {
            self.shape(shape);
        }
    }

    fn pos(&self, p: Pt) -> Pos2 {
        self.origin + Vec2::new(p.x, p.y) * self.scale
    }

    fn stroke(&self, stroke: &Stroke) -> egui::Stroke {
        egui::Stroke::new(stroke.width * self.scale, (self.ink)(stroke.ink))
    }

    fn visible(&self, points: &[Pos2], margin: f32) -> bool {
        let finite = points.iter().all(|p| p.x.is_finite() && p.y.is_finite());
        finite
            && self
                .painter
                .clip_rect()
                .intersects(Rect::from_points(points).expand(margin))
    }

    /// Paints one shape.
    pub fn shape(&self, shape: &Shape) {
        match shape {
            Shape::Rect {
                at,
                size,
                radius,
                fill,
                stroke,
            } => {
                let rect =
                    Rect::from_min_size(self.pos(*at), Vec2::new(size.x, size.y) * self.scale);
                if !self.visible(&[rect.min, rect.max], 2.0) {
                    return;
                }
                let dashed = stroke.as_ref().filter(|s| s.dashed);
                let radius = (radius * self.scale)
                    .min(rect.width() / 2.0)
                    .min(rect.height() / 2.0)
                    .max(0.0);
                if matches!(fill, Fill::Hatched(_)) || dashed.is_some() {
                    self.outline(&rounded(rect, radius), fill, stroke.as_ref());
                    return;
                }
                let colour = if let Fill::Solid(ink) = fill {
                    (self.ink)(*ink)
                } else {
                    Color32::TRANSPARENT
                };
                let line = stroke
                    .as_ref()
                    .map_or(egui::Stroke::NONE, |s| self.stroke(s));
                self.painter
                    .rect(rect, radius, colour, line, StrokeKind::Middle);
            }
            Shape::Line { points, stroke } => {
                let points: Vec<Pos2> = points.iter().map(|p| self.pos(*p)).collect();
                if points.len() > 1 && self.visible(&points, stroke.width * self.scale + 1.0) {
                    self.line(points, stroke);
                }
            }
            Shape::Polygon {
                points,
                fill,
                stroke,
            } => {
                let points: Vec<Pos2> = points.iter().map(|p| self.pos(*p)).collect();
                if points.len() > 2 && self.visible(&points, 2.0) {
                    self.outline(&points, fill, stroke.as_ref());
                }
            }
            Shape::Curve {
                from,
                control_a,
                control_b,
                to,
                stroke,
            } => {
                let points = [from, control_a, control_b, to].map(|p| self.pos(*p));
                if self.visible(&points, stroke.width * self.scale + 1.0) {
                    let curve = CubicBezierShape::from_points_stroke(
                        points,
                        false,
                        Color32::TRANSPARENT,
                        self.stroke(stroke),
                    );
                    if stroke.dashed {
                        self.line(curve.flatten(Some(0.1)), stroke);
                    } else {
                        self.painter.add(curve);
                    }
                }
            }
            Shape::Circle {
                centre,
                radius,
                fill,
                stroke,
            } => {
                let (centre, radius) = (self.pos(*centre), radius * self.scale);
                let extent = Rect::from_center_size(centre, Vec2::splat(radius * 2.0));
                if !self.visible(&[extent.min, extent.max], 2.0) {
                    return;
                }
                if matches!(fill, Fill::Hatched(_)) || stroke.as_ref().is_some_and(|s| s.dashed) {
                    self.outline(&rounded(extent, radius), fill, stroke.as_ref());
                    return;
                }
                let colour = if let Fill::Solid(ink) = fill {
                    (self.ink)(*ink)
                } else {
                    Color32::TRANSPARENT
                };
                let line = stroke
                    .as_ref()
                    .map_or(egui::Stroke::NONE, |s| self.stroke(s));
                self.painter.circle(centre, radius, colour, line);
            }
            Shape::Text {
                at,
                text,
                face,
                size,
                ink,
                align,
            } => {
                let (at, size) = (self.pos(*at), size * self.scale);
                // Under two points nothing can be read; a text of no size has no layout.
                if size < 2.0
                    || !size.is_finite()
                    || text.is_empty()
                    || !at.x.is_finite()
                    || !at.y.is_finite()
                {
                    return;
                }
                let clip = self.painter.clip_rect();
                if at.y + size < clip.top() || at.y - size * 1.2 > clip.bottom() {
                    return;
                }
                let galley = self.painter.layout_no_wrap(
                    text.clone(),
                    font_id(*face, size),
                    (self.ink)(*ink),
                );
                let baseline = galley
                    .rows
                    .first()
                    .and_then(|row| row.row.glyphs.first().map(|g| row.pos.y + g.pos.y))
                    .unwrap_or(size);
                let x = match align {
                    Align::Left => at.x,
                    Align::Centre => at.x - galley.size().x / 2.0,
                    Align::Right => at.x - galley.size().x,
                };
                self.painter
                    .galley(Pos2::new(x, at.y - baseline), galley, (self.ink)(*ink));
            }
        }
    }

    fn line(&self, points: Vec<Pos2>, stroke: &Stroke) {
        let line = self.stroke(stroke);
        if stroke.dashed {
            let (dash, gap) = (
                (line.width * 3.0).clamp(2.4, 30.0),
                (line.width * 2.2).clamp(1.8, 20.0),
            );
            self.painter
                .extend(egui::Shape::dashed_line(&points, line, dash, gap));
        } else {
            self.painter.add(egui::Shape::line(points, line));
        }
    }

    fn outline(&self, points: &[Pos2], fill: &Fill, stroke: Option<&Stroke>) {
        match fill {
            Fill::None => {}
            Fill::Solid(ink) => {
                let colour = (self.ink)(*ink);
                if is_convex(points) {
                    self.painter.add(egui::Shape::convex_polygon(
                        points.to_vec(),
                        colour,
                        egui::Stroke::NONE,
                    ));
                } else {
                    self.painter.add(filled(points, colour));
                }
            }
            Fill::Hatched(ink) => {
                let line = egui::Stroke::new((HATCH_WIDTH * self.scale).max(0.6), (self.ink)(*ink));
                let step = (HATCH_STEP * self.scale).max(2.0);
                for [a, b] in hatching(points, step, self.origin) {
                    self.painter.line_segment([a, b], line);
                }
            }
        }
        if let Some(stroke) = stroke {
            let mut closed = points.to_vec();
            closed.extend(points.first());
            self.line(closed, stroke);
        }
    }
}

/// Corner points of a rectangle with round corners.
fn rounded(rect: Rect, radius: f32) -> Vec<Pos2> {
    if radius < 0.5 {
        return vec![
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
        ];
    }
    let inner = rect.shrink(radius);
    let steps = ((radius * 1.5).ceil() as usize).clamp(3, 24);
    let corners = [
        (inner.right_top(), 3),
        (inner.right_bottom(), 0),
        (inner.left_bottom(), 1),
        (inner.left_top(), 2),
    ];
    corners
        .into_iter()
        .flat_map(|(centre, quarter)| {
            (0..=steps).map(move |i| {
                let angle =
                    (quarter as f32 + i as f32 / steps as f32) * std::f32::consts::FRAC_PI_2;
                centre + Vec2::angled(angle) * radius
            })
        })
        .collect()
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    let (u, v) = (b - a, c - b);
    u.x * v.y - u.y * v.x
}

fn is_convex(points: &[Pos2]) -> bool {
    let (mut left, mut right) = (false, false);
    for (i, &a) in points.iter().enumerate() {
        let (Some(&b), Some(&c)) = (
            points.get((i + 1) % points.len()),
            points.get((i + 2) % points.len()),
        ) else {
            return true;
        };
        let turn = cross(a, b, c);
        left |= turn < -1e-3;
        right |= turn > 1e-3;
    }
    !(left && right)
}

/// A polygon that bends inwards, cut into triangles by clipping ears.
fn filled(points: &[Pos2], colour: Color32) -> Mesh {
    let mut mesh = Mesh {
        vertices: points
            .iter()
            .map(|&pos| Vertex {
                pos,
                uv: WHITE_UV,
                color: colour,
            })
            .collect(),
        ..Mesh::default()
    };
    let area: f32 = points
        .iter()
        .zip(points.iter().cycle().skip(1))
        .map(|(a, b)| a.x * b.y - b.x * a.y)
        .sum();
    let sign = if area < 0.0 { -1.0 } else { 1.0 };
    let mut left: Vec<(u32, Pos2)> = (0u32..).zip(points.iter().copied()).collect();
    while left.len() > 2 {
        let count = left.len();
        let ear = (0..count).find(|&i| {
            let at = |k: usize| left.get((i + k) % count).map(|v| v.1).unwrap_or_default();
            let (a, b, c) = (at(0), at(1), at(2));
            let inside = |p: Pos2| {
                [(a, b), (b, c), (c, a)]
                    .iter()
                    .all(|&(u, v)| sign * cross(u, v, p) > 0.0)
            };
            sign * cross(a, b, c) >= 0.0 && !left.iter().any(|v| inside(v.1))
        });
        // A polygon that crosses itself has no ear left: what is cut so far stands.
        let Some(i) = ear else { break };
        let corners: Vec<u32> = (0..3)
            .filter_map(|k| left.get((i + k) % count).map(|v| v.0))
            .collect();
        mesh.indices.extend(corners);
        left.remove((i + 1) % count);
    }
    mesh
}

/// Diagonal lines inside a polygon, on one grid that hangs on `grid`, so that neighbours match and nothing swims
/// while panning.
fn hatching(points: &[Pos2], step: f32, grid: Pos2) -> Vec<[Pos2; 2]> {
    let base = grid.x + grid.y;
    let along = |p: Pos2| p.x + p.y - base;
    let low = points
        .iter()
        .map(|p| along(*p))
        .fold(f32::INFINITY, f32::min);
    let high = points
        .iter()
        .map(|p| along(*p))
        .fold(f32::NEG_INFINITY, f32::max);
    let mut out = Vec::new();
    if !(low.is_finite() && high.is_finite() && step > 0.0) {
        return out;
    }
    let first = (low / step).ceil();
    let count = (((high / step).floor() - first).max(-1.0) as usize)
        .wrapping_add(1)
        .min(2000);
    for i in 0..count {
        let sum = (first + i as f32) * step;
        let mut hits: Vec<Pos2> = points
            .iter()
            .zip(points.iter().cycle().skip(1))
            .filter_map(|(a, b)| {
                let (u, v) = (along(*a) - sum, along(*b) - sum);
                // Half open, so that a corner is hit once.
                ((u <= 0.0) != (v <= 0.0)).then(|| *a + (*b - *a) * (u / (u - v)))
            })
            .collect();
        hits.sort_by(|a, b| a.x.total_cmp(&b.x));
        out.extend(hits.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
    }
    out
}

#[cfg(test)]
mod tests {
    use evenkeel_model::drawing::Face;

    use super::*;

    fn points(list: &[(f32, f32)]) -> Vec<Pos2> {
        list.iter().map(|&(x, y)| Pos2::new(x, y)).collect()
    }

    #[test]
    fn hatching_stays_inside_and_covers() {
        let square = points(&[(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)]);
        let lines = hatching(&square, 2.0, Pos2::ZERO);
        assert_eq!(lines.len(), 20);
        for [a, b] in &lines {
            assert!((a.x + a.y - b.x - b.y).abs() < 1e-3);
            for p in [a, b] {
                assert!(
                    (-0.01..=20.01).contains(&p.x) && (-0.01..=20.01).contains(&p.y),
                    "{p:?}"
                );
            }
        }
        // A notch from above is left free.
        let notched = points(&[
            (0.0, 0.0),
            (8.0, 0.0),
            (8.0, 15.0),
            (12.0, 15.0),
            (12.0, 0.0),
            (20.0, 0.0),
            (20.0, 20.0),
            (0.0, 20.0),
        ]);
        assert!(hatching(&notched, 2.0, Pos2::ZERO).iter().all(|[a, b]| {
            let middle = *a + (*b - *a) * 0.5;
            !(8.1..11.9).contains(&middle.x) || middle.y > 14.9
        }));
        assert!(
            hatching(
                &points(&[(f32::NAN, 0.0), (1.0, 1.0), (0.0, 1.0)]),
                2.0,
                Pos2::ZERO
            )
            .len()
                < 2000
        );
    }

    #[test]
    fn a_polygon_that_bends_inwards_is_filled_as_it_is() {
        let arrow = points(&[(0.0, 0.0), (10.0, 5.0), (0.0, 10.0), (3.0, 5.0)]);
        assert!(!is_convex(&arrow));
        assert!(is_convex(&rounded(
            Rect::from_min_size(Pos2::ZERO, Vec2::splat(40.0)),
            8.0
        )));
        for arrow in [arrow.clone(), arrow.into_iter().rev().collect()] {
            let mesh = filled(&arrow, Color32::RED);
            let area: f32 = mesh
                .indices
                .chunks_exact(3)
                .map(|t| {
                    let p = |k: usize| mesh.vertices[t[k] as usize].pos;
                    cross(p(0), p(1), p(2)).abs() / 2.0
                })
                .sum();
            // Half of 10 × 10 without the notch of half 10 × 3.
            assert!((area - 35.0).abs() < 0.01, "{area}");
        }
    }

    /// Paints a text in a window without a renderer and returns where its baseline and edges are.
    fn painted(align: Align, scale: f32) -> (f32, f32, f32) {
        let context = egui::Context::default();
        context.set_fonts(crate::fonts::definitions());
        let text = Shape::Text {
            at: Pt::new(100.0, 50.0),
            text: "Host 12".into(),
            face: Face::Bold,
            size: 10.0,
            ink: Ink::Text,
            align,
        };
        let mut found = None;
        for _ in 0..2 {
            let mut output = context.run_ui(egui::RawInput::default(), |ui| {
                Paint {
                    painter: ui.painter(),
                    origin: Pos2::ZERO,
                    scale,
                    ink: &paper_colour,
                }
                .shapes(std::slice::from_ref(&text));
            });
            output.textures_delta.clear();
            for clipped in output.shapes {
                if let egui::Shape::Text(t) = clipped.shape {
                    let row = &t.galley.rows[0];
                    found = Some((
                        t.pos.y + row.pos.y + row.row.glyphs[0].pos.y,
                        t.pos.x,
                        t.pos.x + t.galley.size().x,
                    ));
                }
            }
        }
        found.expect("a text")
    }

    #[test]
    fn text_stands_on_its_baseline_at_any_zoom() {
        for scale in [0.5, 1.0, 2.5] {
            let (baseline, left, _) = painted(Align::Left, scale);
            assert!(
                (baseline - 50.0 * scale).abs() < 1.0,
                "{baseline} at {scale}"
            );
            assert!((left - 100.0 * scale).abs() < 1.0);
            let (_, _, right) = painted(Align::Right, scale);
            assert!((right - 100.0 * scale).abs() < 1.0);
            // As wide on screen as on paper.
            let width = evenkeel_model::drawing::Measure::width(
                &crate::fonts::FontMetrics,
                "Host 12",
                Face::Bold,
                10.0 * scale,
            );
            let (_, left, right) = painted(Align::Left, scale);
            assert!(
                (right - left - width).abs() < width * 0.08 + 1.0,
                "{} against {width}",
                right - left
            );
        }
    }
}
