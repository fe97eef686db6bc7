//! The palette of things to drag onto the canvas, and the outline that mirrors the plan.

use super::ViewCx;
use crate::ui::widgets;

/// Draws it.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    ui.label(widgets::small(cx.theme, "Palette and outline"));
}
