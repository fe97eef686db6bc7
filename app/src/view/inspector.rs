//! What is selected: its inputs and figures, at the right.

use super::ViewCx;
use crate::ui::widgets;

/// Draws it.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    ui.label(widgets::small(cx.theme, "Inspector"));
}
