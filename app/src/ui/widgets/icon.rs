//! Icons as strokes on a 16 × 16 grid, so that they are sharp at every scale and take any colour.

use egui::epaint::{CubicBezierShape, PathShape};
use egui::{Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

use crate::ui::theme::Theme;

/// The icons of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    Undo,
    Redo,
    Search,
    Close,
    Plus,
    Minus,
    ChevronDown,
    ChevronRight,
    ChevronUp,
    More,
    File,
    Folder,
    Clock,
    Template,
    Help,
    Site,
    Host,
    Vm,
    Group,
    Mailbox,
    Sql,
    Link,
    Witness,
    Switch,
    Pool,
    Service,
    Bolt,
    Fit,
    Check,
    Warning,
}

impl Icon {
    /// Paints the icon into a square.
    pub fn paint(self, painter: &Painter, rect: Rect, ink: Color32) {
        let scale = rect.width() / 16.0;
        let width = (1.3 * scale).max(1.0);
        let stroke = Stroke::new(width, ink);
        let p = |x: f32, y: f32| rect.min + vec2(x, y) * scale;
        let line = |points: &[(f32, f32)]| {
            painter.add(Shape::line(
                points.iter().map(|&(x, y)| p(x, y)).collect::<Vec<Pos2>>(),
                stroke,
            ));
        };
        let frame = |x: f32, y: f32, w: f32, h: f32, r: f32| {
            painter.rect_stroke(
                Rect::from_min_size(p(x, y), vec2(w, h) * scale),
                CornerRadius::same((r * scale).round().clamp(0.0, 255.0) as u8),
                stroke,
                StrokeKind::Middle,
            );
        };
        let ring = |x: f32, y: f32, r: f32| {
            painter.circle_stroke(p(x, y), r * scale, stroke);
        };
        let spot = |x: f32, y: f32, r: f32| {
            painter.circle_filled(p(x, y), r * scale, ink);
        };
        let curve = |points: [(f32, f32); 4]| {
            painter.add(CubicBezierShape::from_points_stroke(
                points.map(|(x, y)| p(x, y)),
                false,
                Color32::TRANSPARENT,
                stroke,
            ));
        };
        match self {
            Icon::Undo => {
                line(&[(5.5, 3.0), (2.5, 6.0), (5.5, 9.0)]);
                line(&[(2.5, 6.0), (9.5, 6.0)]);
                curve([(9.5, 6.0), (14.6, 6.0), (14.6, 13.0), (9.5, 13.0)]);
                line(&[(9.5, 13.0), (6.5, 13.0)]);
            }
            Icon::Redo => {
                line(&[(10.5, 3.0), (13.5, 6.0), (10.5, 9.0)]);
                line(&[(13.5, 6.0), (6.5, 6.0)]);
                curve([(6.5, 6.0), (1.4, 6.0), (1.4, 13.0), (6.5, 13.0)]);
                line(&[(6.5, 13.0), (9.5, 13.0)]);
            }
            Icon::Search => {
                ring(7.0, 7.0, 4.5);
                line(&[(10.4, 10.4), (14.0, 14.0)]);
            }
            Icon::Close => {
                line(&[(4.0, 4.0), (12.0, 12.0)]);
                line(&[(12.0, 4.0), (4.0, 12.0)]);
            }
            Icon::Plus => {
                line(&[(8.0, 3.0), (8.0, 13.0)]);
                line(&[(3.0, 8.0), (13.0, 8.0)]);
            }
            Icon::Minus => line(&[(3.0, 8.0), (13.0, 8.0)]),
            Icon::ChevronDown => line(&[(4.0, 6.0), (8.0, 10.0), (12.0, 6.0)]),
            Icon::ChevronRight => line(&[(6.0, 4.0), (10.0, 8.0), (6.0, 12.0)]),
            Icon::ChevronUp => line(&[(4.0, 10.0), (8.0, 6.0), (12.0, 10.0)]),
            Icon::More => {
                for x in [3.5, 8.0, 12.5] {
                    spot(x, 8.0, 1.3);
                }
            }
            Icon::File => {
                line(&[
                    (9.5, 2.0),
                    (3.5, 2.0),
                    (3.5, 14.0),
                    (12.5, 14.0),
                    (12.5, 5.0),
                    (9.5, 2.0),
                    (9.5, 5.0),
                    (12.5, 5.0),
                ]);
            }
            Icon::Folder => line(&[
                (2.0, 13.0),
                (2.0, 3.5),
                (6.5, 3.5),
                (8.0, 5.5),
                (14.0, 5.5),
                (14.0, 13.0),
                (2.0, 13.0),
            ]),
            Icon::Clock => {
                ring(8.0, 8.0, 5.8);
                line(&[(8.0, 4.6), (8.0, 8.2), (10.6, 9.6)]);
            }
            Icon::Template => {
                frame(2.5, 2.5, 11.0, 11.0, 1.5);
                line(&[(2.5, 6.0), (13.5, 6.0)]);
                line(&[(6.5, 6.0), (6.5, 13.5)]);
            }
            Icon::Help => {
                ring(8.0, 8.0, 6.0);
                curve([(6.0, 6.6), (6.0, 3.6), (10.4, 3.8), (10.0, 6.6)]);
                curve([(10.0, 6.6), (9.8, 7.8), (8.0, 7.8), (8.0, 9.4)]);
                spot(8.0, 11.5, 0.9);
            }
            Icon::Site => frame(2.5, 3.0, 11.0, 10.0, 1.5),
            Icon::Host => {
                frame(2.5, 3.0, 11.0, 4.2, 1.0);
                frame(2.5, 8.8, 11.0, 4.2, 1.0);
                spot(5.0, 5.1, 0.8);
                spot(5.0, 10.9, 0.8);
            }
            Icon::Vm => {
                frame(2.5, 3.0, 11.0, 7.5, 1.2);
                line(&[(8.0, 10.5), (8.0, 13.2)]);
                line(&[(5.0, 13.2), (11.0, 13.2)]);
            }
            Icon::Group => {
                frame(2.0, 2.8, 8.6, 6.4, 1.2);
                line(&[
                    (12.0, 6.4),
                    (14.0, 6.4),
                    (14.0, 13.0),
                    (5.2, 13.0),
                    (5.2, 11.0),
                ]);
            }
            Icon::Mailbox => {
                frame(2.0, 3.5, 12.0, 9.0, 1.2);
                line(&[(2.4, 4.4), (8.0, 9.0), (13.6, 4.4)]);
            }
            Icon::Sql => {
                painter.add(egui::epaint::EllipseShape {
                    center: p(8.0, 4.0),
                    radius: vec2(5.0, 2.0) * scale,
                    fill: Color32::TRANSPARENT,
                    stroke,
                    angle: 0.0,
                });
                line(&[(3.0, 4.0), (3.0, 12.0)]);
                line(&[(13.0, 4.0), (13.0, 12.0)]);
                curve([(3.0, 12.0), (3.4, 14.6), (12.6, 14.6), (13.0, 12.0)]);
            }
            Icon::Link => {
                ring(3.6, 8.0, 2.0);
                ring(12.4, 8.0, 2.0);
                line(&[(5.6, 8.0), (10.4, 8.0)]);
            }
            Icon::Witness => {
                line(&[(8.0, 2.0), (13.0, 4.0), (13.0, 8.0)]);
                line(&[(8.0, 2.0), (3.0, 4.0), (3.0, 8.0)]);
                curve([(13.0, 8.0), (13.0, 11.5), (10.0, 13.2), (8.0, 14.0)]);
                curve([(3.0, 8.0), (3.0, 11.5), (6.0, 13.2), (8.0, 14.0)]);
            }
            Icon::Switch => {
                frame(1.8, 5.2, 12.4, 5.6, 1.2);
                for x in [4.6, 6.9, 9.2, 11.5] {
                    spot(x, 8.0, 0.8);
                }
            }
            Icon::Pool => {
                for shape in Shape::dashed_line(
                    &[
                        p(2.5, 3.0),
                        p(13.5, 3.0),
                        p(13.5, 13.0),
                        p(2.5, 13.0),
                        p(2.5, 3.0),
                    ],
                    stroke,
                    2.2 * scale,
                    1.8 * scale,
                ) {
                    painter.add(shape);
                }
            }
            Icon::Service => {
                ring(8.0, 5.2, 2.6);
                curve([(2.8, 13.6), (3.2, 8.8), (12.8, 8.8), (13.2, 13.6)]);
            }
            Icon::Bolt => {
                painter.add(Shape::Path(PathShape::closed_line(
                    [
                        (9.0, 1.8),
                        (3.8, 9.0),
                        (7.4, 9.0),
                        (6.8, 14.2),
                        (12.2, 6.8),
                        (8.6, 6.8),
                    ]
                    .map(|(x, y)| p(x, y))
                    .to_vec(),
                    stroke,
                )));
            }
            Icon::Fit => {
                line(&[(2.5, 5.5), (2.5, 2.5), (5.5, 2.5)]);
                line(&[(10.5, 2.5), (13.5, 2.5), (13.5, 5.5)]);
                line(&[(13.5, 10.5), (13.5, 13.5), (10.5, 13.5)]);
                line(&[(5.5, 13.5), (2.5, 13.5), (2.5, 10.5)]);
            }
            Icon::Check => line(&[(3.0, 8.4), (6.5, 12.0), (13.0, 4.4)]),
            Icon::Warning => {
                line(&[(8.0, 2.4), (14.2, 13.4), (1.8, 13.4), (8.0, 2.4)]);
                line(&[(8.0, 6.4), (8.0, 9.6)]);
                spot(8.0, 11.6, 0.8);
            }
        }
    }
}

/// The product's mark: a level beam on its pivot with a load on each side.
pub fn mark(painter: &Painter, rect: Rect, theme: &Theme) {
    let s = rect.width() / 20.0;
    let p = |x: f32, y: f32| rect.min + vec2(x, y) * s;
    let bar = |x: f32, y: f32, w: f32, h: f32, r: f32, c: Color32| {
        painter.rect_filled(
            Rect::from_min_size(p(x, y), vec2(w, h) * s),
            CornerRadius::same((r * s).round().clamp(0.0, 255.0) as u8),
            c,
        );
    };
    bar(2.0, 3.0, 5.0, 5.0, 1.4, theme.level[3]);
    bar(13.0, 3.0, 5.0, 5.0, 1.4, theme.level[3]);
    bar(0.5, 9.4, 19.0, 2.6, 1.3, theme.accent);
    painter.add(Shape::convex_polygon(
        vec![p(10.0, 12.8), p(14.0, 18.4), p(6.0, 18.4)],
        theme.muted,
        Stroke::NONE,
    ));
}
