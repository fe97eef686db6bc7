//! Paints the shapes of one page as page operations.

use evenkeel_model::drawing::{Align, Fill, Ink, Pt as At, Shape, Stroke};
use evenkeel_model::report::paginate::{Link, Page};
use printpdf::{
    Actions, BorderArray, Color, ColorArray, Destination, Line, LineCapStyle, LineDashPattern,
    LineJoinStyle, LinePoint, LinkAnnotation, Op, PaintMode, PdfFontHandle, PdfPage, Point,
    Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, WindingOrder,
};

use super::font;
use super::ink::paper_rgb;
use crate::fonts::{self, Slot};

/// Control points of a quarter circle stand at this share of its radius.
const KAPPA: f32 = 0.552_284_8;
/// Distance and width of hatching lines, points.
const HATCH_STEP: f32 = 2.4;
const HATCH_WIDTH: f32 = 0.9;

/// One page of the file.
pub fn page(page: &Page, size: At) -> PdfPage {
    let mut painter = Painter {
        height: size.y,
        ops: Vec::new(),
        state: State::default(),
    };
    painter.ops.push(Op::SetLineJoinStyle {
        join: LineJoinStyle::Round,
    });
    for shape in &page.shapes {
        painter.shape(shape);
    }
    for link in &page.links {
        painter.link(link, size.y);
    }
    let full = Rect::from_wh(Pt(size.x), Pt(size.y));
    PdfPage {
        media_box: full.clone(),
        trim_box: full.clone(),
        crop_box: full,
        ops: painter.ops,
    }
}

/// What was set last, so that nothing is set twice.
#[derive(Clone, Default)]
struct State {
    fill: Option<Ink>,
    stroke: Option<Ink>,
    width: Option<f32>,
    dash: Option<Option<(f32, f32)>>,
    font: Option<(Slot, f32)>,
}

struct Painter {
    height: f32,
    ops: Vec<Op>,
    state: State,
}

/// Hundredths of a point are finer than any printer, and keep the file small.
fn round(v: f32) -> f32 {
    if v.is_finite() {
        (v * 100.0).round() / 100.0
    } else {
        0.0
    }
}

fn colour(ink: Ink) -> Color {
    let [r, g, b] = paper_rgb(ink).map(|v| (f32::from(v) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}

impl Painter {
    fn point(&self, p: At) -> Point {
        Point {
            x: Pt(round(p.x)),
            y: Pt(round(self.height - p.y)),
        }
    }

    fn on(&self, p: At) -> LinePoint {
        LinePoint {
            p: self.point(p),
            bezier: false,
        }
    }

    fn off(&self, p: At) -> LinePoint {
        LinePoint {
            p: self.point(p),
            bezier: true,
        }
    }

    fn set_fill(&mut self, ink: Ink) {
        if self.state.fill != Some(ink) {
            self.state.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn set_stroke(&mut self, stroke: &Stroke) {
        if self.state.stroke != Some(stroke.ink) {
            self.state.stroke = Some(stroke.ink);
            self.ops.push(Op::SetOutlineColor {
                col: colour(stroke.ink),
            });
        }
        let width = round(stroke.width.max(0.0));
        if self.state.width != Some(width) {
            self.state.width = Some(width);
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
        }
        let dash = stroke.dashed.then(|| {
            (
                round((width * 3.0).clamp(2.4, 9.0)),
                round((width * 2.2).clamp(1.8, 6.0)),
            )
        });
        if self.state.dash != Some(dash) {
            self.state.dash = Some(dash);
            let pattern = dash.map_or_else(LineDashPattern::solid, |(on, off)| {
                LineDashPattern::new(0.0, &[on, off])
            });
            self.ops.push(Op::SetLineDashPattern { dash: pattern });
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect {
                at,
                size,
                radius,
                fill,
                stroke,
            } => {
                let outline = self.rounded(*at, *size, *radius);
                let far = At::new(at.x + size.x, at.y + size.y);
                self.area(outline, *at, far, fill, stroke.as_ref());
            }
            Shape::Line { points, stroke } => {
                if points.len() > 1 {
                    self.set_stroke(stroke);
                    let points = points.iter().map(|p| self.on(*p)).collect();
                    self.ops.push(Op::DrawLine {
                        line: Line {
                            points,
                            is_closed: false,
                        },
                    });
                }
            }
            Shape::Polygon {
                points,
                fill,
                stroke,
            } => {
                let outline: Vec<_> = points.iter().map(|p| self.on(*p)).collect();
                let low = points.iter().fold(At::new(f32::MAX, f32::MAX), |a, p| {
                    At::new(a.x.min(p.x), a.y.min(p.y))
                });
                let high = points.iter().fold(At::new(f32::MIN, f32::MIN), |a, p| {
                    At::new(a.x.max(p.x), a.y.max(p.y))
                });
                self.area(outline, low, high, fill, stroke.as_ref());
            }
            Shape::Curve {
                from,
                control_a,
                control_b,
                to,
                stroke,
            } => {
                self.set_stroke(stroke);
                let points = vec![
                    self.on(*from),
                    self.off(*control_a),
                    self.off(*control_b),
                    self.on(*to),
                ];
                self.ops.push(Op::DrawLine {
                    line: Line {
                        points,
                        is_closed: false,
                    },
                });
            }
            Shape::Circle {
                centre,
                radius,
                fill,
                stroke,
            } => {
                let at = At::new(centre.x - radius, centre.y - radius);
                let size = At::new(radius * 2.0, radius * 2.0);
                let outline = self.rounded(at, size, *radius);
                self.area(
                    outline,
                    at,
                    At::new(at.x + size.x, at.y + size.y),
                    fill,
                    stroke.as_ref(),
                );
            }
            Shape::Text {
                at,
                text,
                face,
                size,
                ink,
                align,
            } => {
                let runs = fonts::runs(text, *face);
                let width = runs.iter().map(|r| r.width).sum::<i32>() as f32 * size / 1000.0;
                let x = match align {
                    Align::Left => at.x,
                    Align::Centre => at.x - width / 2.0,
                    Align::Right => at.x - width,
                };
                self.text(At::new(x, at.y), &runs, *size, *ink);
            }
        }
    }

    /// A rectangle's outline with corners of a radius.
    fn rounded(&self, at: At, size: At, radius: f32) -> Vec<LinePoint> {
        let r = radius.min(size.x / 2.0).min(size.y / 2.0).max(0.0);
        let (l, t, w, h) = (at.x, at.y, size.x, size.y);
        if r <= 0.01 {
            return [(l, t), (l + w, t), (l + w, t + h), (l, t + h)]
                .iter()
                .map(|&(x, y)| self.on(At::new(x, y)))
                .collect();
        }
        let k = r * (1.0 - KAPPA);
        let (right, foot) = (l + w, t + h);
        [
            (false, l + r, t),
            (false, right - r, t),
            (true, right - k, t),
            (true, right, t + k),
            (false, right, t + r),
            (false, right, foot - r),
            (true, right, foot - k),
            (true, right - k, foot),
            (false, right - r, foot),
            (false, l + r, foot),
            (true, l + k, foot),
            (true, l, foot - k),
            (false, l, foot - r),
            (false, l, t + r),
            (true, l, t + k),
            (true, l + k, t),
            (false, l + r, t),
        ]
        .iter()
        .map(|&(bezier, x, y)| LinePoint {
            bezier,
            ..self.on(At::new(x, y))
        })
        .collect()
    }

    fn polygon(&mut self, outline: Vec<LinePoint>, mode: PaintMode) {
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points: outline }],
                mode,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    fn area(
        &mut self,
        outline: Vec<LinePoint>,
        low: At,
        high: At,
        fill: &Fill,
        stroke: Option<&Stroke>,
    ) {
        if outline.len() < 3 {
            return;
        }
        match (fill, stroke) {
            (Fill::Solid(ink), None) => {
                self.set_fill(*ink);
                self.polygon(outline, PaintMode::Fill);
                return;
            }
            (Fill::Solid(ink), Some(stroke)) => {
                self.set_fill(*ink);
                self.set_stroke(stroke);
                self.polygon(outline, PaintMode::FillStroke);
                return;
            }
            (Fill::Hatched(ink), _) => self.hatch(outline.clone(), low, high, *ink),
            (Fill::None, _) => {}
        }
        if let Some(stroke) = stroke {
            self.set_stroke(stroke);
            self.polygon(outline, PaintMode::Stroke);
        }
    }

    /// Diagonal lines clipped to the outline. They lie on one grid of the page, so that neighbours match.
    fn hatch(&mut self, outline: Vec<LinePoint>, low: At, high: At, ink: Ink) {
        let before = self.state.clone();
        self.ops.push(Op::SaveGraphicsState);
        self.polygon(outline, PaintMode::Clip);
        self.set_stroke(&Stroke {
            ink,
            width: HATCH_WIDTH,
            dashed: false,
        });
        self.ops.push(Op::SetLineCapStyle {
            cap: LineCapStyle::ProjectingSquare,
        });
        let height = high.y - low.y;
        let first = ((low.x + low.y) / HATCH_STEP).floor();
        let last = ((high.x + high.y) / HATCH_STEP).ceil();
        // Never endless, whatever size a drawing asks for.
        let count = (last - first).clamp(0.0, 4000.0) as i32;
        for i in 0..=count {
            let sum = (first + i as f32) * HATCH_STEP;
            let points = vec![
                self.on(At::new(sum - low.y - height, low.y + height)),
                self.on(At::new(sum - low.y, low.y)),
            ];
            self.ops.push(Op::DrawLine {
                line: Line {
                    points,
                    is_closed: false,
                },
            });
        }
        self.ops.push(Op::RestoreGraphicsState);
        self.state = before;
    }

    fn text(&mut self, at: At, runs: &[fonts::Run], size: f32, ink: Ink) {
        if runs.is_empty() || !(size.is_finite() && size > 0.0) {
            return;
        }
        self.set_fill(ink);
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetTextCursor {
            pos: self.point(at),
        });
        for run in runs {
            if self.state.font != Some((run.slot, size)) {
                self.state.font = Some((run.slot, size));
                self.ops.push(Op::SetFont {
                    font: PdfFontHandle::External(font::id(run.slot)),
                    size: Pt(size),
                });
            }
            let mut items = Vec::new();
            let mut part = String::new();
            for (c, kern) in run.text.chars().zip(&run.kerns) {
                part.push(c);
                if *kern != 0 {
                    items.push(TextItem::Text(std::mem::take(&mut part)));
                    // In a PDF a positive number moves the pen back.
                    items.push(TextItem::Offset(-f32::from(*kern)));
                }
            }
            if !part.is_empty() {
                items.push(TextItem::Text(part));
            }
            self.ops.push(Op::ShowText { items });
        }
        self.ops.push(Op::EndTextSection);
    }

    fn link(&mut self, link: &Link, height: f32) {
        let rect = Rect::from_xywh(
            Pt(round(link.at.x)),
            Pt(round(height - link.at.y - link.size.y)),
            Pt(round(link.size.x)),
            Pt(round(link.size.y)),
        );
        // A little over the target, so that it does not stick to the window's edge.
        let top = round((height - link.y + 12.0).min(height));
        let to = Destination::Xyz {
            page: link.page + 1,
            left: Some(0.0),
            top: Some(top),
            zoom: None,
        };
        self.ops.push(Op::LinkAnnotation {
            link: LinkAnnotation::new(
                rect,
                Actions::Goto(to),
                Some(BorderArray::Solid([0.0; 3])),
                Some(ColorArray::Transparent),
                None,
            ),
        });
    }
}
