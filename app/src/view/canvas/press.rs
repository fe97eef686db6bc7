//! Where a drag began. The window system may deliver a press and a long move in one frame; what is carried is what lay
//! under the press, not what lies under the pointer when the drag is noticed.

use egui::{Pos2, Ui};

/// Where the primary button went down, screen points, when that press is a drag by now and lay on the layer of `ui`.
pub fn origin(ui: &Ui) -> Option<Pos2> {
    let at = ui.input(|i| {
        let p = &i.pointer;
        (p.primary_down() && p.is_decidedly_dragging())
            .then(|| p.press_origin())
            .flatten()
    })?;
    let layer = ui.ctx().layer_id_at(at);
    layer.is_none_or(|l| l == ui.layer_id()).then_some(at)
}
