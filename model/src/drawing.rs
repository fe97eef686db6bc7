//! Drawings as plain shapes: charts, topology and report pages, painted alike on screen and on paper.
//!
//! Lengths are in points (1/72 inch), origin top left, y down. Colours are roles, so that each painter
//! (light window, dark window, paper) chooses its own values. This module knows no font file and no painter.

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
