//! The marks of outcomes: a shape and a colour each, so that neither alone must be told apart.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2};
use evenkeel_model::facts::Outcome;

use crate::ui::theme::Theme;

/// What happens to members of a VM; later ones are worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    CarriesOn,
    Unprotected,
    Restarts,
    Stops,
    RunsTwice,
}

impl Mark {
    pub const ALL: [Mark; 5] = [
        Mark::CarriesOn,
        Mark::Unprotected,
        Mark::Restarts,
        Mark::Stops,
        Mark::RunsTwice,
    ];

    pub const fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::CarriesOn { simplex: false, .. } => Mark::CarriesOn,
            Outcome::CarriesOn { simplex: true, .. } => Mark::Unprotected,
            Outcome::Restarts { .. } => Mark::Restarts,
            Outcome::Stops { .. } => Mark::Stops,
            Outcome::SplitBrain { .. } => Mark::RunsTwice,
        }
    }

    /// In the key and as the head of a row.
    pub const fn word(self) -> &'static str {
        match self {
            Mark::CarriesOn => "carries on",
            Mark::Unprotected => "unprotected",
            Mark::Restarts => "restarts",
            Mark::Stops => "stops",
            Mark::RunsTwice => "runs twice",
        }
    }

    pub const fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Mark::CarriesOn => theme.good,
            Mark::Unprotected => theme.warning,
            Mark::Restarts => theme.accent,
            Mark::Stops => theme.error,
            Mark::RunsTwice => theme.level[3],
        }
    }

    /// Paints it, `size` high: a disc with a tick, a half disc, a triangle, a square with a cross, a diamond with two bars.
    pub fn paint(self, painter: &Painter, at: Pos2, size: f32, theme: &Theme) {
        let colour = self.colour(theme);
        let ink = if theme.dark {
            Color32::from_rgb(0x12, 0x14, 0x18)
        } else {
            Color32::WHITE
        };
        let r = size / 2.0;
        let p = |x: f32, y: f32| at + Vec2::new(x, y) * r;
        let thin = Stroke::new((size * 0.12).max(1.0), ink);
        let rim = Stroke::new((size * 0.14).max(1.0), theme.panel);
        match self {
            Mark::CarriesOn => {
                painter.circle(at, r, colour, rim);
                painter.line(vec![p(-0.42, 0.02), p(-0.1, 0.36), p(0.44, -0.34)], thin);
            }
            Mark::Unprotected => {
                painter.circle(at, r, theme.panel, rim);
                let half = (0..=16).map(|i| {
                    let turn = std::f32::consts::PI * (0.5 + i as f32 / 16.0);
                    at + Vec2::angled(turn) * r * 0.92
                });
                painter.add(Shape::convex_polygon(half.collect(), colour, Stroke::NONE));
                painter.circle_stroke(at, r * 0.9, Stroke::new((size * 0.12).max(1.0), colour));
            }
            Mark::Restarts => {
                painter.add(Shape::convex_polygon(
                    vec![p(-0.85, -1.0), p(1.05, 0.0), p(-0.85, 1.0)],
                    colour,
                    rim,
                ));
            }
            Mark::Stops => {
                let square = Rect::from_center_size(at, Vec2::splat(size * 0.92));
                painter.rect(square, size * 0.12, colour, rim, egui::StrokeKind::Outside);
                painter.line_segment([p(-0.42, -0.42), p(0.42, 0.42)], thin);
                painter.line_segment([p(-0.42, 0.42), p(0.42, -0.42)], thin);
            }
            Mark::RunsTwice => {
                painter.add(Shape::convex_polygon(
                    vec![p(0.0, -1.15), p(1.15, 0.0), p(0.0, 1.15), p(-1.15, 0.0)],
                    colour,
                    rim,
                ));
                for x in [-0.24, 0.24] {
                    painter.line_segment([p(x, -0.4), p(x, 0.4)], thin);
                }
            }
        }
    }

    /// In a row of a list, with its word as the accessible name.
    pub fn show(self, ui: &mut egui::Ui, theme: &Theme, size: f32) {
        let (rect, response) =
            ui.allocate_exact_size(Vec2::new(size + 4.0, size + 4.0), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, self.word()));
        self.paint(
            ui.painter(),
            pos2(rect.center().x, rect.center().y),
            size,
            theme,
        );
        response.on_hover_text(self.word());
    }
}
