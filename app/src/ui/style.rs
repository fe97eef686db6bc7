//! Turns a [`Theme`] into egui's style: fonts, text sizes, spacing on a 4 px grid, quiet borders.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, vec2};

use super::theme::Theme;
use crate::fonts;

/// Body text, points.
pub const BODY: f32 = 13.0;
/// Secondary text, points.
pub const SMALL: f32 = 11.0;
/// Titles of panels and pages, points.
pub const TITLE: f32 = 16.0;
/// Height of buttons and fields, points.
pub const CONTROL: f32 = 28.0;
/// Corner radius of controls, points.
pub const RADIUS: u8 = 6;
/// Corner radius of cards, points.
pub const CARD_RADIUS: u8 = 8;

/// The semi-bold face at a size.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(fonts::BOLD_FAMILY.into()))
}

/// The regular face at a size.
pub fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// Gives a context the shipped fonts and the look of a theme. Fonts count from the next frame on: call it when the
/// context is made, or see [`ready`].
pub fn install(ctx: &egui::Context, theme: &Theme) {
    ctx.set_fonts(fonts::definitions());
    apply(ctx, theme);
}

/// Whether the shipped fonts can be used in this frame; asks for them and for another frame if not.
pub fn ready(ctx: &egui::Context) -> bool {
    let has = ctx.fonts(|f| {
        f.families()
            .contains(&FontFamily::Name(fonts::BOLD_FAMILY.into()))
    });
    if !has {
        ctx.set_fonts(fonts::definitions());
        ctx.request_discard("fonts");
        ctx.request_repaint();
    }
    has
}

/// Zoom of one scrolled point, as an exponent: a notch of a wheel is 40 points, or 80 where the system tells it twice.
const ZOOM_OF_A_POINT: f32 = 1.0 / 550.0;

/// Applies a theme's colours, sizes and spacing, and how far a wheel zooms.
pub fn apply(ctx: &egui::Context, theme: &Theme) {
    ctx.set_theme(if theme.dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    });
    ctx.all_styles_mut(|style| *style = of(theme));
    ctx.options_mut(|o| o.input_options.scroll_zoom_speed = ZOOM_OF_A_POINT);
}

/// The egui style of a theme.
pub fn of(theme: &Theme) -> egui::Style {
    let mut style = egui::Style {
        visuals: visuals(theme),
        ..Default::default()
    };
    style.text_styles = [
        (TextStyle::Body, regular(BODY)),
        (TextStyle::Button, regular(BODY)),
        (TextStyle::Small, regular(SMALL)),
        (TextStyle::Heading, bold(TITLE)),
        (TextStyle::Monospace, FontId::monospace(12.0)),
    ]
    .into();
    let s = &mut style.spacing;
    s.item_spacing = vec2(8.0, 4.0);
    s.button_padding = vec2(10.0, 4.0);
    s.interact_size = vec2(28.0, CONTROL);
    s.window_margin = Margin::same(16);
    s.menu_margin = Margin::symmetric(6, 6);
    s.menu_spacing = 2.0;
    s.menu_width = 320.0;
    s.tooltip_width = 360.0;
    s.indent = 16.0;
    s.icon_width = 16.0;
    s.icon_width_inner = 10.0;
    s.combo_height = 320.0;
    s.scroll = egui::style::ScrollStyle::thin();
    style.interaction.tooltip_delay = 0.35;
    style.interaction.resize_grab_radius_side = 5.0;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.1;
    style
}

fn visuals(theme: &Theme) -> egui::Visuals {
    let mut v = if theme.dark {
        egui::Visuals::dark()
    } else {
        egui::Visuals::light()
    };
    let radius = CornerRadius::same(RADIUS);
    let shadow = Shadow {
        offset: [0, 6],
        blur: 24,
        spread: 0,
        color: Color32::from_black_alpha(if theme.dark { 120 } else { 36 }),
    };
    v.weak_text_color = Some(theme.muted);
    v.hyperlink_color = theme.accent;
    v.faint_bg_color = theme.card;
    v.extreme_bg_color = theme.field;
    v.text_edit_bg_color = Some(theme.field);
    v.code_bg_color = theme.field;
    v.warn_fg_color = theme.warning;
    v.error_fg_color = theme.error;
    v.window_corner_radius = CornerRadius::same(10);
    v.window_fill = theme.panel;
    v.window_stroke = Stroke::new(1.0, theme.rule);
    v.window_shadow = shadow;
    v.popup_shadow = shadow;
    v.menu_corner_radius = CornerRadius::same(CARD_RADIUS);
    v.panel_fill = theme.panel;
    v.selection.bg_fill = theme.selection;
    v.selection.stroke = Stroke::new(1.0, theme.accent);
    v.striped = false;
    v.indent_has_left_vline = false;
    v.slider_trailing_fill = true;
    v.text_cursor.stroke = Stroke::new(1.5, theme.accent);

    let quiet = Stroke::new(1.0, theme.rule);
    let text = Stroke::new(1.0, theme.text);
    let w = &mut v.widgets;
    w.noninteractive.bg_fill = theme.panel;
    w.noninteractive.weak_bg_fill = theme.panel;
    w.noninteractive.bg_stroke = quiet;
    w.noninteractive.fg_stroke = text;
    w.inactive.bg_fill = theme.field;
    w.inactive.weak_bg_fill = theme.field;
    w.inactive.bg_stroke = quiet;
    w.inactive.fg_stroke = text;
    w.hovered.bg_fill = theme.hover();
    w.hovered.weak_bg_fill = theme.hover();
    w.hovered.bg_stroke = Stroke::new(1.0, theme.rule_strong());
    w.hovered.fg_stroke = text;
    w.active.bg_fill = theme.selection;
    w.active.weak_bg_fill = theme.selection;
    w.active.bg_stroke = Stroke::new(1.0, theme.accent);
    w.active.fg_stroke = text;
    w.open.bg_fill = theme.hover();
    w.open.weak_bg_fill = theme.hover();
    w.open.bg_stroke = quiet;
    w.open.fg_stroke = text;
    for state in [
        &mut w.noninteractive,
        &mut w.inactive,
        &mut w.hovered,
        &mut w.active,
        &mut w.open,
    ] {
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    v
}
