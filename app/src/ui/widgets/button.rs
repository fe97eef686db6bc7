//! Buttons: primary, quiet, icon, link, chips, segments and menu items.

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::icon::Icon;
use crate::ui::style;
use crate::ui::theme::Theme;

fn focus_ring(ui: &Ui, response: &Response, rect: Rect, theme: &Theme) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            CornerRadius::same(style::RADIUS + 2),
            Stroke::new(1.5, theme.accent),
            StrokeKind::Middle,
        );
    }
}

/// The button of the page: filled with the accent.
pub fn primary_button(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    let galley =
        ui.painter()
            .layout_no_wrap(text.to_owned(), style::bold(style::BODY), theme.on_accent());
    let size = vec2(galley.size().x + 24.0, style::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    let fill = if response.is_pointer_button_down_on() {
        Theme::mix(Color32::BLACK, theme.accent, 0.15)
    } else if response.hovered() {
        Theme::mix(Color32::WHITE, theme.accent, 0.12)
    } else {
        theme.accent
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(style::RADIUS), fill);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, theme.on_accent());
    focus_ring(ui, &response, rect, theme);
    response
}

/// An ordinary button.
pub fn quiet_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(egui::Button::new(text.into()).min_size(vec2(0.0, style::CONTROL)))
}

/// A square button with an icon; `label` is its accessible name. The tooltip is the caller's.
pub fn icon_button(ui: &mut Ui, theme: &Theme, icon: Icon, label: &str, enabled: bool) -> Response {
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(vec2(style::CONTROL, style::CONTROL), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    let fill = if enabled && response.hovered() {
        theme.hover()
    } else {
        theme.field
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(style::RADIUS),
        fill,
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
    let ink = if enabled {
        theme.text
    } else {
        Theme::mix(theme.muted, theme.panel, 0.45)
    };
    icon.paint(
        ui.painter(),
        Rect::from_center_size(rect.center(), vec2(16.0, 16.0)),
        ink,
    );
    focus_ring(ui, &response, rect, theme);
    response
}

/// Text that acts.
pub fn link(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    let galley =
        ui.painter()
            .layout_no_wrap(text.to_owned(), style::regular(style::BODY), theme.accent);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Link, enabled, text));
    ui.painter().galley(rect.min, galley, theme.accent);
    if response.hovered() || response.has_focus() {
        ui.painter().hline(
            rect.x_range(),
            rect.bottom() - 1.0,
            Stroke::new(1.0, theme.accent),
        );
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A small outlined word.
pub fn chip(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    let galley =
        ui.painter()
            .layout_no_wrap(text.to_owned(), style::regular(style::SMALL), theme.muted);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 16.0, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().rect_stroke(
        rect,
        CornerRadius::same(10),
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, theme.muted);
    response
}

/// A rounded toggle, with a dot if a colour is given. `label` is the accessible name.
pub fn toggle_chip(
    ui: &mut Ui,
    theme: &Theme,
    on: bool,
    dot: Option<Color32>,
    text: &str,
    label: &str,
) -> Response {
    let ink = if on { theme.text } else { theme.muted };
    let galley = ui
        .painter()
        .layout_no_wrap(text.to_owned(), style::regular(style::SMALL), ink);
    let lead = if dot.is_some() { 14.0 } else { 0.0 };
    let size = vec2(galley.size().x + lead + 20.0, 22.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, on, label));
    let fill = match (on, response.hovered()) {
        (_, true) => theme.hover(),
        (true, false) => theme.field,
        (false, false) => theme.panel,
    };
    let border = if on { theme.rule_strong() } else { theme.rule };
    ui.painter().rect(
        rect,
        CornerRadius::same(11),
        fill,
        Stroke::new(1.0, border),
        StrokeKind::Inside,
    );
    if let Some(colour) = dot {
        let colour = if on {
            colour
        } else {
            Theme::mix(colour, theme.panel, 0.45)
        };
        ui.painter()
            .circle_filled(pos2(rect.left() + 14.0, rect.center().y), 4.0, colour);
    }
    let at = pos2(
        rect.left() + 10.0 + lead,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, ink);
    focus_ring(ui, &response, rect, theme);
    response
}

/// One of several words side by side; `fill` colours the chosen one.
pub fn segment(
    ui: &mut Ui,
    theme: &Theme,
    chosen: bool,
    text: &str,
    label: &str,
    fill: Color32,
) -> Response {
    let width =
        ui.painter()
            .layout_no_wrap(text.to_owned(), style::regular(style::BODY), theme.text);
    let (rect, response) = ui.allocate_exact_size(
        vec2(width.size().x + 20.0, style::CONTROL - 2.0),
        Sense::click(),
    );
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, label));
    if chosen {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(style::RADIUS - 1), fill);
    } else if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(style::RADIUS - 1), theme.hover());
    }
    let (font, ink) = if chosen {
        (style::bold(style::BODY), theme.on_accent())
    } else {
        (style::regular(style::BODY), theme.muted)
    };
    ui.painter()
        .text(rect.center(), Align2::CENTER_CENTER, text, font, ink);
    focus_ring(ui, &response, rect, theme);
    response
}

/// Width of the lines of a menu: that of the widest one in the frame before, or of this one.
fn widest(ui: &Ui, natural: f32) -> f32 {
    let id = ui.scope_id().with("widest line");
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|d| {
        let (seen, before, now) = d.get_temp_mut_or_default::<(u64, f32, f32)>(id);
        if *seen != frame {
            *before = if *seen + 1 == frame { *now } else { 0.0 };
            *now = 0.0;
            *seen = frame;
        }
        *now = now.max(natural);
        natural.max(*before).max(200.0)
    })
}

/// A thin line between groups of a menu.
pub fn menu_separator(ui: &mut Ui, theme: &Theme) {
    let width = widest(ui, 0.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 9.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, theme.rule),
    );
}

/// A line of a menu: text left, shortcut right. A reason says why it cannot be used now.
pub fn menu_item(
    ui: &mut Ui,
    theme: &Theme,
    text: &str,
    shortcut: Option<String>,
    refused: Option<&str>,
) -> Response {
    let text_ink = if refused.is_some() {
        Theme::mix(theme.muted, theme.panel, 0.6)
    } else {
        theme.text
    };
    let body = style::regular(style::BODY);
    let galley = ui.painter().layout_no_wrap(text.to_owned(), body, text_ink);
    let keys = shortcut.map(|s| {
        ui.painter()
            .layout_no_wrap(s, style::regular(style::SMALL), theme.muted)
    });
    let keys_width = keys.as_ref().map_or(0.0, |k| k.size().x + 32.0);
    let width = widest(ui, galley.size().x + keys_width + 24.0);
    let sense = if refused.is_some() {
        Sense::hover()
    } else {
        Sense::click()
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, refused.is_none(), text));
    if refused.is_none() && (response.hovered() || response.has_focus()) {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), theme.selection);
    }
    let y = rect.center().y;
    ui.painter().galley(
        pos2(rect.left() + 12.0, y - galley.size().y / 2.0),
        galley,
        text_ink,
    );
    if let Some(keys) = keys {
        let at = pos2(rect.right() - 12.0 - keys.size().x, y - keys.size().y / 2.0);
        ui.painter().galley(at, keys, theme.muted);
    }
    match refused {
        Some(why) => response.on_hover_text(why),
        None => response,
    }
}
