//! Pan and zoom: canvas units to screen points and back. Text is set at font size × zoom, so it stays sharp.

use egui::{Pos2, Rect, Vec2};

/// Smallest and largest zoom.
pub const MIN_ZOOM: f32 = 0.04;
pub const MAX_ZOOM: f32 = 6.0;
/// Under this, a host is a name, one bar and a colour.
pub const FAR: f32 = 0.45;
/// Over this, a host opens: sockets, NUMA nodes and cores.
pub const NEAR: f32 = 1.8;

/// Height of the buttons and the legend at the foot of the view, with air.
const GLASS: f32 = 48.0;

/// What part of the canvas is seen, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Canvas point at the middle of the view.
    pub centre: Pos2,
    /// Screen points per canvas unit.
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            centre: Pos2::ZERO,
            zoom: 1.0,
        }
    }
}

impl Camera {
    pub fn to_screen(&self, view: Rect, p: Pos2) -> Pos2 {
        view.center() + (p - self.centre) * self.zoom
    }
    pub fn rect_to_screen(&self, view: Rect, r: Rect) -> Rect {
        Rect::from_min_max(self.to_screen(view, r.min), self.to_screen(view, r.max))
    }
    pub fn to_canvas(&self, view: Rect, p: Pos2) -> Pos2 {
        self.centre + (p - view.center()) / self.zoom
    }
    /// The part of the canvas that the view shows.
    pub fn seen(&self, view: Rect) -> Rect {
        Rect::from_center_size(self.centre, view.size() / self.zoom)
    }
    /// Moves the picture by screen points.
    pub fn pan(&mut self, by: Vec2) {
        self.centre -= by / self.zoom;
    }
    /// Moves back just enough that part of `bounds` is seen.
    pub fn hold(&mut self, view: Rect, bounds: Rect) {
        const KEPT: f32 = 80.0;
        let half = self.seen(view).size() / 2.0;
        let clamp = |at: f32, half: f32, low: f32, high: f32| {
            let kept = (KEPT / self.zoom).min((high - low) / 2.0).min(half);
            at.clamp(low - half + kept, high + half - kept)
        };
        if bounds.is_finite() && bounds.is_positive() && half.is_finite() {
            self.centre = Pos2::new(
                clamp(self.centre.x, half.x, bounds.left(), bounds.right()),
                clamp(self.centre.y, half.y, bounds.top(), bounds.bottom()),
            );
        }
    }
    /// Zooms so that the canvas point under `at` stays there.
    pub fn zoom_at(&mut self, view: Rect, at: Pos2, factor: f32) {
        let held = self.to_canvas(view, at);
        self.zoom = (self.zoom * factor).clamp(MIN_ZOOM, MAX_ZOOM);
        let now = self.to_canvas(view, at);
        self.centre += held - now;
    }
    /// Whether all of `bounds` is seen and nothing on the glass covers it.
    pub fn shows(&self, view: Rect, bounds: Rect) -> bool {
        let clear = Rect::from_min_max(view.min, view.max - Vec2::new(0.0, GLASS));
        clear
            .expand(0.5)
            .contains_rect(self.rect_to_screen(view, bounds))
    }
    /// Shows all of `bounds`, at most at `largest`.
    pub fn fit(&mut self, view: Rect, bounds: Rect, largest: f32) {
        // Room for the buttons and the legend below, and air around.
        let room = Rect::from_min_max(
            view.min + Vec2::splat(24.0),
            view.max - Vec2::new(24.0, GLASS + 16.0),
        );
        let usable = room.size().max(Vec2::splat(40.0));
        let size = bounds.size().max(Vec2::splat(1.0));
        self.zoom = (usable.x / size.x)
            .min(usable.y / size.y)
            .clamp(MIN_ZOOM, largest);
        self.centre = bounds.center() + (view.center() - room.center()) / self.zoom;
    }
    /// Pans just enough that `rect` is inside the view.
    pub fn reveal(&mut self, view: Rect, rect: Rect) {
        let seen = self.seen(view).shrink(24.0 / self.zoom);
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if to - from > high - low || from < low {
                from - low
            } else if to > high {
                to - high
            } else {
                0.0
            }
        };
        self.centre += Vec2::new(
            shift(seen.left(), seen.right(), rect.left(), rect.right()),
            shift(seen.top(), seen.bottom(), rect.top(), rect.bottom()),
        );
    }
}

/// The zoom steps of the buttons, coarse to fine.
const STEPS: &[f32] = &[
    0.06, 0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0,
];

/// The next larger or smaller step of a zoom.
pub fn step(zoom: f32, larger: bool) -> f32 {
    let found = if larger {
        STEPS.iter().find(|s| **s > zoom * 1.01)
    } else {
        STEPS.iter().rev().find(|s| **s < zoom * 0.99)
    };
    found
        .copied()
        .unwrap_or(if larger { MAX_ZOOM } else { MIN_ZOOM })
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Rect = Rect {
        min: Pos2::new(100.0, 50.0),
        max: Pos2::new(900.0, 650.0),
    };

    #[test]
    fn there_and_back() {
        let camera = Camera {
            centre: Pos2::new(30.0, -20.0),
            zoom: 1.7,
        };
        let p = Pos2::new(12.0, 34.0);
        let back = camera.to_canvas(VIEW, camera.to_screen(VIEW, p));
        assert!((back - p).length() < 1e-3);
    }

    #[test]
    fn zooming_holds_the_point_under_the_pointer() {
        let mut camera = Camera::default();
        let at = Pos2::new(300.0, 200.0);
        let before = camera.to_canvas(VIEW, at);
        camera.zoom_at(VIEW, at, 2.5);
        assert!((camera.to_canvas(VIEW, at) - before).length() < 1e-3);
        camera.zoom_at(VIEW, at, 1e6);
        assert_eq!(camera.zoom, MAX_ZOOM);
    }

    #[test]
    fn fit_shows_everything() {
        let mut camera = Camera::default();
        let bounds = Rect::from_min_max(Pos2::new(-500.0, 0.0), Pos2::new(3000.0, 900.0));
        camera.fit(VIEW, bounds, 1.5);
        assert!(camera.seen(VIEW).contains_rect(bounds));
        camera.fit(VIEW, Rect::from_min_size(Pos2::ZERO, Vec2::splat(1.0)), 1.5);
        assert_eq!(camera.zoom, 1.5);
    }

    #[test]
    fn part_of_the_plan_stays_in_view() {
        let bounds = Rect::from_min_size(Pos2::ZERO, Vec2::new(500.0, 300.0));
        for zoom in [MIN_ZOOM, 1.0, MAX_ZOOM] {
            for by in [Vec2::splat(1e6), Vec2::splat(-1e6), Vec2::new(1e6, 0.0)] {
                let mut camera = Camera {
                    centre: bounds.center(),
                    zoom,
                };
                camera.hold(VIEW, bounds);
                assert_eq!(camera.centre, bounds.center(), "what is in view stays");
                camera.pan(by);
                camera.hold(VIEW, bounds);
                assert!(camera.seen(VIEW).intersect(bounds).is_positive());
            }
        }
    }

    #[test]
    fn reveal_moves_as_little_as_possible() {
        let mut camera = Camera::default();
        let near = Rect::from_center_size(camera.centre, Vec2::splat(10.0));
        camera.reveal(VIEW, near);
        assert_eq!(camera, Camera::default());
        let far = Rect::from_min_size(Pos2::new(1000.0, 0.0), Vec2::splat(10.0));
        camera.reveal(VIEW, far);
        assert!(camera.seen(VIEW).contains_rect(far));
        assert_eq!(camera.centre.y, 0.0);
    }

    #[test]
    fn steps_go_both_ways_and_end() {
        assert_eq!(step(1.0, true), 1.25);
        assert_eq!(step(1.0, false), 0.8);
        assert_eq!(step(MAX_ZOOM, true), MAX_ZOOM);
        assert_eq!(step(0.05, false), MIN_ZOOM);
    }
}
