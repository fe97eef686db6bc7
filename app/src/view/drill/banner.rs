//! The strip over the canvas: nobody should take a drill for the plan.

use egui::{Align, Frame, Layout, Margin, Rect, Sense, Ui, Vec2};

use super::{Step, words};
use crate::command::Command;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Icon};
use crate::view::ViewCx;

/// Height of the strip, points.
const HEIGHT: f32 = 40.0;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    // Keys that belong to menus and texts stay theirs.
    let free = !ui.ctx().text_edit_focused() && !egui::Popup::is_any_open(ui.ctx());
    if free && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        cx.send.send(Command::Drill(Step::Leave));
    }
    let fill = Theme::mix(theme.warning, theme.panel, 0.18);
    let width = ui.available_width();
    Frame::new()
        .fill(fill)
        .inner_margin(Margin::symmetric(14, 0))
        .show(ui, |ui| {
            ui.set_width(width - 28.0);
            ui.allocate_ui_with_layout(
                Vec2::new(width - 28.0, HEIGHT),
                Layout::left_to_right(Align::Center),
                |ui| content(ui, cx),
            );
        });
    let line = ui.min_rect();
    ui.painter().hline(
        line.x_range(),
        line.bottom(),
        egui::Stroke::new(1.0, theme.warning),
    );
}

fn content(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    ui.spacing_mut().item_spacing.x = 10.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
    Icon::Bolt.paint(
        ui.painter(),
        Rect::from_center_size(rect.center(), Vec2::splat(16.0)),
        theme.warning,
    );
    ui.label(widgets::strong(theme, "Failure drill"));
    let plan = cx.doc.plan();
    let failed = &cx.ws.drill.failed;
    let text = match failed.len() {
        0 => "Click anything to fail it. The plan stays as it is.".to_owned(),
        1..=3 => format!("{} failed", words::names(plan, failed)),
        n => format!("{n} parts failed"),
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Leave")
            .on_hover_text("Back to the plan   Esc")
            .clicked()
        {
            cx.send.send(Command::Drill(Step::Leave));
        }
        let some = !cx.ws.drill.failed.is_empty();
        let restore = egui::Button::new("Restore all").min_size(Vec2::new(0.0, 28.0));
        if ui.add_enabled(some, restore).clicked() {
            cx.send.send(Command::Drill(Step::Restore));
        }
        if !cx.ws.drill.is_current(cx.doc.plan()) {
            ui.spinner();
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(
                egui::Label::new(egui::RichText::new(&text).color(theme.text))
                    .truncate()
                    .selectable(false),
            )
            .on_hover_text(&text);
        });
    });
}
