//! A bar that shows a load against what there is: solid now, hatched after a failure, a tick at the ceiling.

use egui::{Color32, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::Theme;

/// What a bar shows. Shares of one; more than one fills the bar and turns to the colour of an error.
pub struct Meter<'a> {
    /// Accessible name, with the number in words.
    pub name: &'a str,
    pub share: f64,
    /// Drawn hatched: what a failure would make of it.
    pub after: bool,
    pub ceiling: Option<f64>,
    pub ink: Color32,
    pub width: f32,
}

/// Draws a bar of 8 points in a row of 16.
pub fn meter(ui: &mut Ui, theme: &Theme, meter: &Meter<'_>) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(meter.width.max(12.0), 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, meter.name));
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 8.0));
    let painter = ui.painter();
    painter.rect_filled(track, 2, theme.track);
    let share = if meter.share.is_finite() {
        meter.share.clamp(0.0, 1.0) as f32
    } else {
        0.0
    };
    let over = meter.share > 1.0 || meter.ceiling.is_some_and(|c| meter.share > c);
    let ink = if meter.share > 1.0 {
        theme.error
    } else if over {
        theme.warning
    } else {
        meter.ink
    };
    let fill = Rect::from_min_size(track.min, vec2(track.width() * share, track.height()));
    if meter.after {
        let clip = ui.painter_at(fill);
        let mut x = fill.left() - fill.height();
        while x < fill.right() {
            clip.line_segment(
                [pos2(x, fill.bottom()), pos2(x + fill.height(), fill.top())],
                Stroke::new(1.6, ink),
            );
            x += 3.6;
        }
    } else if share > 0.0 {
        ui.painter().rect_filled(fill, 2, ink);
    }
    if let Some(ceiling) = meter.ceiling.filter(|c| (0.0..1.0).contains(c)) {
        let x = track.left() + track.width() * ceiling as f32;
        ui.painter().vline(
            x,
            track.y_range().expand(2.0),
            Stroke::new(1.0, theme.muted),
        );
    }
}
