//! Small line icons of the kinds of things, for palette, canvas and outline.

use egui::epaint::PathStroke;
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Site,
    Host,
    Vm,
    Group,
    Mail,
    Database,
    Archetype,
    Measured,
    Link,
    Witness,
    Switch,
    Feed,
    Array,
    Pool,
    Service,
}

/// Paints an icon into a square.
pub fn paint(painter: &Painter, square: Rect, icon: Icon, colour: Color32) {
    let s = square.width() / 16.0;
    let at = |x: f32, y: f32| square.min + Vec2::new(x, y) * s;
    let stroke = Stroke::new((1.3 * s).max(0.8), colour);
    let rect = |x: f32, y: f32, w: f32, h: f32, r: f32| {
        painter.rect_stroke(
            Rect::from_min_size(at(x, y), Vec2::new(w, h) * s),
            r * s,
            stroke,
            StrokeKind::Middle,
        );
    };
    let line = |points: &[(f32, f32)]| {
        let points: Vec<Pos2> = points.iter().map(|(x, y)| at(*x, *y)).collect();
        painter.add(Shape::line(points, PathStroke::from(stroke)));
    };
    let dot = |x: f32, y: f32| {
        painter.circle_filled(at(x, y), 0.9 * s, colour);
    };
    match icon {
        Icon::Site => rect(2.5, 2.5, 11.0, 11.0, 2.0),
        Icon::Host => {
            rect(2.0, 2.5, 12.0, 4.5, 1.5);
            rect(2.0, 9.0, 12.0, 4.5, 1.5);
            dot(4.6, 4.8);
            dot(4.6, 11.2);
        }
        Icon::Vm => {
            rect(2.0, 3.0, 12.0, 8.0, 1.5);
            line(&[(5.5, 13.5), (10.5, 13.5)]);
        }
        Icon::Group => {
            rect(1.8, 2.2, 8.6, 7.0, 1.5);
            rect(5.6, 6.6, 8.6, 7.0, 1.5);
        }
        Icon::Mail => {
            rect(1.8, 3.2, 12.4, 9.6, 1.5);
            line(&[(2.2, 4.2), (8.0, 8.8), (13.8, 4.2)]);
        }
        Icon::Database | Icon::Array => {
            let top = Rect::from_center_size(at(8.0, 4.2), Vec2::new(9.6, 3.6) * s);
            painter.add(Shape::ellipse_stroke(
                top.center(),
                top.size() / 2.0,
                stroke,
            ));
            line(&[
                (3.2, 4.2),
                (3.2, 11.6),
                (4.6, 13.0),
                (8.0, 13.6),
                (11.4, 13.0),
                (12.8, 11.6),
                (12.8, 4.2),
            ]);
            if icon == Icon::Array {
                line(&[(3.2, 8.0), (4.6, 9.3), (8.0, 9.9), (11.4, 9.3), (12.8, 8.0)]);
            }
        }
        Icon::Archetype => {
            line(&[
                (8.0, 1.8),
                (13.6, 5.0),
                (13.6, 11.0),
                (8.0, 14.2),
                (2.4, 11.0),
                (2.4, 5.0),
                (8.0, 1.8),
            ]);
            line(&[(2.4, 5.0), (8.0, 8.2), (13.6, 5.0)]);
            line(&[(8.0, 8.2), (8.0, 14.2)]);
        }
        Icon::Measured => {
            line(&[
                (1.8, 9.0),
                (4.8, 9.0),
                (6.6, 3.6),
                (9.2, 13.0),
                (11.0, 9.0),
                (14.2, 9.0),
            ]);
        }
        Icon::Link => {
            painter.circle_stroke(at(3.6, 8.0), 2.0 * s, stroke);
            painter.circle_stroke(at(12.4, 8.0), 2.0 * s, stroke);
            line(&[(5.6, 8.0), (10.4, 8.0)]);
        }
        Icon::Witness => line(&[
            (8.0, 1.8),
            (13.2, 3.8),
            (13.2, 8.0),
            (11.4, 11.8),
            (8.0, 14.2),
            (4.6, 11.8),
            (2.8, 8.0),
            (2.8, 3.8),
            (8.0, 1.8),
        ]),
        Icon::Switch => {
            rect(1.8, 5.0, 12.4, 6.0, 1.5);
            for x in [4.4, 6.8, 9.2, 11.6] {
                dot(x, 8.0);
            }
        }
        Icon::Feed => line(&[
            (9.2, 1.8),
            (4.4, 9.0),
            (7.8, 9.0),
            (6.8, 14.2),
            (11.6, 7.0),
            (8.2, 7.0),
            (9.2, 1.8),
        ]),
        Icon::Pool => {
            let r = Rect::from_min_size(at(2.0, 3.5), Vec2::new(12.0, 9.0) * s);
            let corners = [
                r.left_top(),
                r.right_top(),
                r.right_bottom(),
                r.left_bottom(),
                r.left_top(),
            ];
            painter.extend(Shape::dashed_line(&corners, stroke, 2.4 * s, 1.8 * s));
        }
        Icon::Service => {
            painter.circle_stroke(at(8.0, 5.4), 2.6 * s, stroke);
            line(&[
                (2.8, 14.0),
                (3.6, 11.2),
                (6.0, 10.0),
                (10.0, 10.0),
                (12.4, 11.2),
                (13.2, 14.0),
            ]);
        }
    }
}
