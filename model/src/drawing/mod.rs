//! Drawings as plain shapes: charts, topology and report pages, painted alike on screen and on paper.
//!
//! Lengths are in points (1/72 inch), origin top left, y down. Colours are roles, so that each painter
//! (light window, dark window, paper) chooses its own values. This module knows no font file and no painter.

pub mod chart;

/// A point or size in points.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Pt {
    pub x: f32,
    pub y: f32,
}

impl Pt {
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// What a colour means; the painter decides its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ink {
    /// Body text.
    Text,
    /// Secondary text.
    Muted,
    /// The page or panel itself.
    Paper,
    /// Raised surface: a card on the page.
    Card,
    /// Thin rules and quiet borders.
    Rule,
    /// Empty part of a bar.
    Track,
    /// The one accent.
    Accent,
    /// Protection level 0 to 3.
    Level(u8),
    /// Soft fill for a protection level.
    LevelSoft(u8),
    Error,
    Warning,
    Info,
    Good,
    /// Soft backgrounds for callouts.
    ErrorSoft,
    WarningSoft,
    InfoSoft,
    GoodSoft,
}

/// Which of the shipped faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    Regular,
    Bold,
    Mono,
}

/// Horizontal anchoring of a text at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    None,
    Solid(Ink),
    /// Diagonal hatching, the product's sign for "after a failure".
    Hatched(Ink),
}

/// An outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub ink: Ink,
    /// Points.
    pub width: f32,
    pub dashed: bool,
}

/// One thing to paint. Later shapes cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect {
        at: Pt,
        size: Pt,
        /// Corner radius, points.
        radius: f32,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    Line {
        points: Vec<Pt>,
        stroke: Stroke,
    },
    /// Closed polygon.
    Polygon {
        points: Vec<Pt>,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    /// Cubic Bézier from `from` to `to`.
    Curve {
        from: Pt,
        control_a: Pt,
        control_b: Pt,
        to: Pt,
        stroke: Stroke,
    },
    Circle {
        centre: Pt,
        radius: f32,
        fill: Fill,
        stroke: Option<Stroke>,
    },
    /// A single line of text; `at` is the baseline.
    Text {
        at: Pt,
        text: String,
        face: Face,
        /// Points.
        size: f32,
        ink: Ink,
        align: Align,
    },
}

impl Shape {
    /// The same shape moved by `by`.
    pub fn moved(&self, by: Pt) -> Shape {
        self.placed(by, 1.0)
    }

    /// The same shape scaled about the origin, strokes and text with it, then moved by `by`.
    pub fn placed(&self, by: Pt, scale: f32) -> Shape {
        let p = |q: Pt| Pt::new(q.x * scale + by.x, q.y * scale + by.y);
        let s = |stroke: Stroke| Stroke {
            width: stroke.width * scale,
            ..stroke
        };
        match self {
            Shape::Rect {
                at,
                size,
                radius,
                fill,
                stroke,
            } => Shape::Rect {
                at: p(*at),
                size: Pt::new(size.x * scale, size.y * scale),
                radius: radius * scale,
                fill: *fill,
                stroke: stroke.map(s),
            },
            Shape::Line { points, stroke } => Shape::Line {
                points: points.iter().copied().map(p).collect(),
                stroke: s(*stroke),
            },
            Shape::Polygon {
                points,
                fill,
                stroke,
            } => Shape::Polygon {
                points: points.iter().copied().map(p).collect(),
                fill: *fill,
                stroke: stroke.map(s),
            },
            Shape::Curve {
                from,
                control_a,
                control_b,
                to,
                stroke,
            } => Shape::Curve {
                from: p(*from),
                control_a: p(*control_a),
                control_b: p(*control_b),
                to: p(*to),
                stroke: s(*stroke),
            },
            Shape::Circle {
                centre,
                radius,
                fill,
                stroke,
            } => Shape::Circle {
                centre: p(*centre),
                radius: radius * scale,
                fill: *fill,
                stroke: stroke.map(s),
            },
            Shape::Text {
                at,
                text,
                face,
                size,
                ink,
                align,
            } => Shape::Text {
                at: p(*at),
                text: text.clone(),
                face: *face,
                size: size * scale,
                ink: *ink,
                align: *align,
            },
        }
    }

    /// Left top and right bottom corner of what the shape covers, without its stroke's half width.
    pub fn bounds(&self, measure: &dyn Measure) -> (Pt, Pt) {
        let around = |points: &[Pt]| {
            points.iter().fold(
                (
                    Pt::new(f32::INFINITY, f32::INFINITY),
                    Pt::new(f32::NEG_INFINITY, f32::NEG_INFINITY),
                ),
                |(low, high), p| {
                    (
                        Pt::new(low.x.min(p.x), low.y.min(p.y)),
                        Pt::new(high.x.max(p.x), high.y.max(p.y)),
                    )
                },
            )
        };
        match self {
            Shape::Rect { at, size, .. } => around(&[*at, Pt::new(at.x + size.x, at.y + size.y)]),
            Shape::Line { points, .. } | Shape::Polygon { points, .. } => around(points),
            Shape::Curve {
                from,
                control_a,
                control_b,
                to,
                ..
            } => around(&[*from, *control_a, *control_b, *to]),
            Shape::Circle { centre, radius, .. } => around(&[
                Pt::new(centre.x - radius, centre.y - radius),
                Pt::new(centre.x + radius, centre.y + radius),
            ]),
            Shape::Text {
                at,
                text,
                face,
                size,
                align,
                ..
            } => {
                let width = measure.width(text, *face, *size);
                let left = match align {
                    Align::Left => at.x,
                    Align::Centre => at.x - width / 2.0,
                    Align::Right => at.x - width,
                };
                around(&[
                    Pt::new(left, at.y - size * 0.75),
                    Pt::new(left + width, at.y + size * 0.22),
                ])
            }
        }
    }
}

/// A drawing with its extent.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Drawing {
    pub size: Pt,
    pub shapes: Vec<Shape>,
}

/// Widths of text, given by whoever owns the font files.
pub trait Measure {
    /// Width in points of one line.
    fn width(&self, text: &str, face: Face, size: f32) -> f32;
}
