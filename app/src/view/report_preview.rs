//! The deployment plan as it prints.

use super::ViewCx;
use crate::ui::widgets;

/// Draws the pages.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    ui.label(widgets::small(cx.theme, "Report"));
}
