//! Line charts as plain shapes: axes with round steps, curves, lines that must not be crossed, marked points.

use super::{Align, Drawing, Face, Fill, Ink, Pt, Shape, Stroke};
use crate::units::{pretty, with_unit};

/// What an axis shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Axis {
    /// Stands at the end of the axis, for example `km` or `years`.
    pub unit: String,
    /// Shares of one, written in per cent.
    pub share: bool,
    /// Only whole numbers are marked.
    pub whole: bool,
    /// Reaches at least so far.
    pub at_least: f64,
}

/// A curve; points in rising order of the first value.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub points: Vec<(f64, f64)>,
    pub ink: Ink,
    pub dashed: bool,
    /// A dot at each point.
    pub dots: bool,
    /// Stands at the end of the curve; may be empty.
    pub name: String,
}

/// A point with words beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub at: (f64, f64),
    pub text: String,
    pub ink: Ink,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LineChart {
    /// May be empty.
    pub title: String,
    pub x: Axis,
    pub y: Axis,
    pub curves: Vec<Curve>,
    /// Horizontal lines that must not be crossed, with their words.
    pub limits: Vec<(f64, String)>,
    pub marks: Vec<Mark>,
}

const SMALL: f32 = 7.5;

/// Text on a chart.
fn text(at: Pt, text: impl Into<String>, size: f32, ink: Ink, align: Align) -> Shape {
    Shape::Text {
        at,
        text: text.into(),
        face: Face::Regular,
        size,
        ink,
        align,
    }
}

fn line(points: Vec<Pt>, ink: Ink, width: f32, dashed: bool) -> Shape {
    Shape::Line {
        points,
        stroke: Stroke { ink, width, dashed },
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten.
pub fn nice(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|n| *n >= value * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

impl Axis {
    fn label(&self, value: f64) -> String {
        if self.share {
            with_unit(value, "share")
        } else {
            pretty(value)
        }
    }

    /// Round step for about `parts` parts of the range.
    fn step(&self, range: f64, parts: f64) -> f64 {
        let step = nice(range / parts);
        if self.whole {
            step.round().max(1.0)
        } else {
            step
        }
    }
}

impl LineChart {
    /// Ends of both axes; none when there is nothing finite to show.
    fn range(&self) -> Option<((f64, f64), (f64, f64))> {
        let points = self
            .curves
            .iter()
            .flat_map(|c| c.points.iter().copied())
            .chain(self.marks.iter().map(|m| m.at));
        let mut x = (f64::INFINITY, f64::NEG_INFINITY);
        let mut y = (0.0f64, self.y.at_least);
        for (px, py) in points.filter(|(px, py)| px.is_finite() && py.is_finite()) {
            x = (x.0.min(px), x.1.max(px));
            y = (y.0.min(py), y.1.max(py));
        }
        for (limit, _) in self.limits.iter().filter(|(l, _)| l.is_finite()) {
            y.1 = y.1.max(*limit);
        }
        x.1 = x.1.max(self.x.at_least);
        let wide = x.1 - x.0;
        (wide.is_finite() && wide > 0.0 && y.1 > y.0)
            .then_some((x, (y.0, y.1 + (y.1 - y.0) * 0.08)))
    }

    /// The chart at a size in points, at least 120 × 60. None when there is nothing to show.
    pub fn draw(&self, size: Pt) -> Option<Drawing> {
        let size = Pt::new(size.x.max(120.0), size.y.max(60.0));
        let ((x0, x1), (y0, y1)) = self.range()?;
        let mut shapes = Vec::new();
        let mut top = 12.0;
        if !self.title.is_empty() {
            shapes.push(Shape::Text {
                at: Pt::new(0.0, 9.0),
                text: self.title.clone(),
                face: Face::Bold,
                size: 8.5,
                ink: Ink::Text,
                align: Align::Left,
            });
            top = 26.0;
        }
        let (left, foot, right) = (32.0, size.y - 22.0, size.x - 14.0);
        let x = |v: f64| left + ((v - x0) / (x1 - x0)) as f32 * (right - left);
        let y = |v: f64| foot - ((v - y0) / (y1 - y0)) as f32 * (foot - top);
        let step = self
            .y
            .step(y1 - y0, f64::from((foot - top) / 28.0).clamp(2.0, 6.0));
        let mut tick = (y0 / step).ceil() * step;
        while tick <= y1 && shapes.len() < 40 {
            shapes.push(line(
                vec![Pt::new(left, y(tick)), Pt::new(right, y(tick))],
                Ink::Rule,
                0.5,
                false,
            ));
            shapes.push(text(
                Pt::new(left - 6.0, y(tick) + 2.6),
                self.y.label(tick),
                SMALL,
                Ink::Muted,
                Align::Right,
            ));
            tick += step;
        }
        if !self.y.unit.is_empty() {
            let at = Pt::new(left - 6.0, top - 5.0);
            shapes.push(text(
                at,
                self.y.unit.clone(),
                SMALL,
                Ink::Muted,
                Align::Right,
            ));
        }
        let step = self.x.step(
            x1 - x0,
            f64::from((right - left) / if self.x.whole { 22.0 } else { 52.0 }).clamp(2.0, 10.0),
        );
        let mut tick = (x0 / step).ceil() * step;
        let mut many = 0;
        while tick <= x1 + 1e-9 && many < 40 {
            let last = tick + step > x1 + 1e-9;
            let label = if last && !self.x.unit.is_empty() {
                format!("{} {}", self.x.label(tick), self.x.unit)
            } else {
                self.x.label(tick)
            };
            let (px, align) = if last && px_near(x(tick), right) {
                (right, Align::Right)
            } else {
                (x(tick), Align::Centre)
            };
            shapes.push(text(
                Pt::new(px, foot + 11.0),
                label,
                SMALL,
                Ink::Muted,
                align,
            ));
            tick += step;
            many += 1;
        }
        shapes.push(line(
            vec![Pt::new(left, foot), Pt::new(right, foot)],
            Ink::Muted,
            0.8,
            false,
        ));
        for (limit, words) in &self.limits {
            let at = y(*limit);
            shapes.push(line(
                vec![Pt::new(left, at), Pt::new(right, at)],
                Ink::Error,
                0.9,
                true,
            ));
            if !words.is_empty() {
                let at = Pt::new(left + 4.0, at - 3.0);
                shapes.push(text(at, words.clone(), SMALL, Ink::Error, Align::Left));
            }
        }
        for curve in &self.curves {
            let points: Vec<Pt> = curve
                .points
                .iter()
                .filter(|(px, py)| px.is_finite() && py.is_finite())
                .map(|(px, py)| Pt::new(x(*px), y(*py)))
                .collect();
            if curve.dots {
                for centre in &points {
                    shapes.push(Shape::Circle {
                        centre: *centre,
                        radius: 1.8,
                        fill: Fill::Solid(curve.ink),
                        stroke: None,
                    });
                }
            }
            if let Some(last) = points.last()
                && !curve.name.is_empty()
            {
                let at = Pt::new(last.x.min(right) - 2.0, last.y - 4.0);
                shapes.push(text(at, curve.name.clone(), SMALL, curve.ink, Align::Right));
            }
            if points.len() > 1 {
                shapes.push(line(points, curve.ink, 1.4, curve.dashed));
            }
        }
        for mark in &self.marks {
            let centre = Pt::new(x(mark.at.0), y(mark.at.1));
            shapes.push(Shape::Circle {
                centre,
                radius: 3.0,
                fill: Fill::Solid(Ink::Paper),
                stroke: Some(Stroke {
                    ink: mark.ink,
                    width: 1.4,
                    dashed: false,
                }),
            });
            let far = centre.x > (left + right) / 2.0;
            let (dx, align) = if far {
                (-7.0, Align::Right)
            } else {
                (7.0, Align::Left)
            };
            shapes.push(text(
                Pt::new(centre.x + dx, centre.y + 9.0),
                mark.text.clone(),
                8.0,
                Ink::Text,
                align,
            ));
        }
        Some(Drawing { size, shapes })
    }
}

fn px_near(a: f32, right: f32) -> bool {
    right - a < 18.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> LineChart {
        LineChart {
            title: "Round trip".into(),
            x: Axis {
                unit: "km".into(),
                ..Axis::default()
            },
            y: Axis {
                unit: "ms".into(),
                ..Axis::default()
            },
            curves: vec![Curve {
                points: vec![(0.0, 0.0), (200.0, 2.4)],
                ink: Ink::Accent,
                dashed: false,
                dots: false,
                name: String::new(),
            }],
            limits: vec![(2.0, "limit 2 ms".into())],
            marks: vec![Mark {
                at: (100.0, 1.2),
                text: "here".into(),
                ink: Ink::Accent,
            }],
        }
    }

    #[test]
    fn everything_lies_within_the_chart() {
        let drawing = chart().draw(Pt::new(300.0, 140.0)).unwrap();
        for shape in &drawing.shapes {
            if let Shape::Line { points, .. } = shape {
                for p in points {
                    assert!(
                        p.x >= 0.0 && p.x <= 300.0 && p.y >= 0.0 && p.y <= 140.0,
                        "{p:?}"
                    );
                }
            }
        }
        let words = |w: &str| {
            drawing
                .shapes
                .iter()
                .any(|s| matches!(s, Shape::Text { text, .. } if text == w))
        };
        assert!(words("limit 2 ms") && words("200 km") && words("here") && words("Round trip"));
    }

    #[test]
    fn nothing_finite_is_no_chart() {
        let mut c = chart();
        c.curves[0].points = vec![(f64::NAN, 1.0)];
        c.marks.clear();
        assert_eq!(c.draw(Pt::new(300.0, 140.0)), None);
        c.curves[0].points = vec![(1.0, 1.0)];
        assert_eq!(
            c.draw(Pt::new(300.0, 140.0)),
            None,
            "one point has no width"
        );
        c.curves[0].points = vec![(0.0, 1e300), (1e300, 0.0)];
        assert!(c.draw(Pt::new(0.0, 0.0)).is_some());
    }

    #[test]
    fn steps_are_round() {
        for (v, n) in [
            (0.3, 0.5),
            (1.0, 1.0),
            (1.1, 2.0),
            (23.0, 25.0),
            (700.0, 1000.0),
            (0.0, 1.0),
        ] {
            assert_eq!(nice(v), n, "{v}");
        }
    }
}
