//! Labels, dots, rules.

use egui::{Color32, Response, RichText, Sense, Stroke, Ui, vec2};

use crate::ui::style;
use crate::ui::theme::Theme;

/// Secondary text.
pub fn small(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .font(style::regular(style::SMALL))
        .color(theme.muted)
}

/// Body text in the semi-bold face.
pub fn strong(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .font(style::bold(style::BODY))
        .color(theme.text)
}

/// The title of a page or a panel.
pub fn title(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text)
        .font(style::bold(style::TITLE))
        .color(theme.text)
}

/// The head of a group of fields.
pub fn section(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    ui.add_space(8.0);
    let response = ui.label(
        RichText::new(text)
            .font(style::bold(style::SMALL))
            .color(theme.muted),
    );
    ui.add_space(2.0);
    response
}

/// A filled dot.
pub fn dot(ui: &mut Ui, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(8.0, 16.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.0, colour);
    response
}

/// A key or shortcut.
pub fn kbd(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    egui::Frame::new()
        .fill(theme.field)
        .stroke(Stroke::new(1.0, theme.rule))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(5, 1))
        .show(ui, |ui| ui.label(small(theme, text)))
        .response
}

/// A thin horizontal line over the whole width, without space of its own.
pub fn rule(ui: &mut Ui, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, theme.rule),
    );
}

/// A thin vertical line.
pub fn vertical_rule(ui: &mut Ui, theme: &Theme, height: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, height), Sense::hover());
    ui.painter().vline(
        rect.center().x,
        rect.y_range(),
        Stroke::new(1.0, theme.rule),
    );
}
