//! What makes demand.

use super::ViewCx;
use crate::ui::widgets;

/// Draws it.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    ui.label(widgets::small(cx.theme, "Workloads"));
}
