//! Choices: a list that opens, buttons side by side, a tick, and yes / no / not known.

use egui::{
    Align2, Color32, CornerRadius, FontId, Id, Popup, PopupCloseBehavior, Response, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::look::FIELD;
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::theme::Theme;

/// Options beyond this many get a filter.
const FILTER_FROM: usize = 12;

/// One option of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    /// Second, quieter text; may be empty.
    pub aside: String,
}

impl<S: Into<String>> From<S> for Choice {
    fn from(text: S) -> Self {
        Choice {
            text: text.into(),
            aside: String::new(),
        }
    }
}

/// A field that opens a list; `options` gives all and the one of now, and is asked only while the list is open. Gives
/// the option chosen, if another was.
#[expect(clippy::too_many_arguments, reason = "what a field is")]
pub fn choices(
    ui: &mut Ui,
    theme: &Theme,
    id: Id,
    name: &str,
    width: f32,
    shown: &str,
    quiet: bool,
    options: &dyn Fn() -> (Vec<Choice>, Option<usize>),
) -> Option<usize> {
    let size = vec2(width.min(ui.available_width()), FIELD);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, id, Sense::click());
    paint_field(ui, theme, &response, shown, quiet);
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, enabled, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    let filter_id = id.with("filter");
    let mut picked = None;
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(size.x.max(150.0))
        .show(|ui| {
            let (all, current) = options();
            let mut filter: String = ui.data(|d| d.get_temp(filter_id)).unwrap_or_default();
            if all.len() > FILTER_FROM {
                let edit = ui.add(
                    egui::TextEdit::singleline(&mut filter)
                        .id(filter_id.with("text"))
                        .hint_text("Filter")
                        .desired_width(f32::INFINITY),
                );
                if response.clicked() {
                    edit.request_focus();
                }
                ui.data_mut(|d| d.insert_temp(filter_id, filter.clone()));
                ui.add_space(4.0);
            }
            let needle = filter.to_lowercase();
            ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for (i, option) in all.iter().enumerate() {
                    if !needle.is_empty() && !option.text.to_lowercase().contains(&needle) {
                        continue;
                    }
                    if option_row(ui, theme, option, current == Some(i)).clicked() {
                        picked = (current != Some(i)).then_some(i);
                        ui.close();
                    }
                }
            });
        });
    if picked.is_some() {
        ui.data_mut(|d| d.remove::<String>(filter_id));
        response.request_focus();
    }
    picked
}

fn paint_field(ui: &Ui, theme: &Theme, response: &Response, shown: &str, quiet: bool) {
    let rect = response.rect;
    let line = if response.has_focus() {
        theme.accent
    } else if response.hovered() {
        theme.muted
    } else {
        theme.rule
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(5),
        theme.field,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let ink = if quiet { theme.muted } else { theme.text };
    let mut job = egui::text::LayoutJob::single_section(
        shown.to_owned(),
        egui::TextFormat::simple(FontId::proportional(BODY), ink),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 28.0).max(10.0));
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let at = pos2(
        rect.right() - 20.0 - galley.size().x,
        rect.center().y - galley.size().y / 2.0,
    );
    painter.galley(at, galley, ink);
    arrow(ui, pos2(rect.right() - 11.0, rect.center().y), theme.muted);
}

/// A small triangle that points down.
fn arrow(ui: &Ui, at: egui::Pos2, ink: Color32) {
    ui.painter().add(egui::Shape::convex_polygon(
        vec![
            at + vec2(-3.5, -2.0),
            at + vec2(3.5, -2.0),
            at + vec2(0.0, 2.5),
        ],
        ink,
        Stroke::NONE,
    ));
}

fn option_row(ui: &mut Ui, theme: &Theme, option: &Choice, current: bool) -> Response {
    let font = FontId::proportional(BODY);
    let text = ui
        .painter()
        .layout_no_wrap(option.text.clone(), font, theme.text);
    let aside = ui.painter().layout_no_wrap(
        option.aside.clone(),
        FontId::proportional(SMALL),
        theme.muted,
    );
    let gap = if option.aside.is_empty() { 0.0 } else { 16.0 };
    let want = text.size().x + aside.size().x + gap + 20.0;
    let (rect, response) =
        ui.allocate_exact_size(vec2(want.max(ui.available_width()), 24.0), Sense::click());
    if response.hovered() || response.has_focus() || current {
        ui.painter().rect_filled(
            rect,
            CornerRadius::same(4),
            if current {
                theme.selection
            } else {
                theme.field
            },
        );
    }
    let y = rect.center().y;
    ui.painter().galley(
        pos2(rect.left() + 8.0, y - text.size().y / 2.0),
        text,
        theme.text,
    );
    let x = rect.right() - 8.0 - aside.size().x;
    ui.painter()
        .galley(pos2(x, y - aside.size().y / 2.0), aside, theme.muted);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, &option.text));
    response
}

impl Choice {
    /// A choice with a second, quieter text.
    pub fn with(text: impl Into<String>, aside: impl Into<String>) -> Self {
        Choice {
            text: text.into(),
            aside: aside.into(),
        }
    }
}

/// One of several buttons side by side.
pub struct Segment<'a> {
    pub text: &'a str,
    /// Accessible name.
    pub name: String,
    pub hover: String,
    /// Fill when chosen.
    pub ink: Color32,
}

/// Buttons side by side of which one is on. Gives the one clicked, if it is another.
pub fn segments(
    ui: &mut Ui,
    theme: &Theme,
    id: Id,
    width: f32,
    options: &[Segment<'_>],
    current: Option<usize>,
) -> Option<usize> {
    let (_, rect) = ui.allocate_space(vec2(width.min(ui.available_width()), FIELD));
    ui.painter().rect(
        rect,
        CornerRadius::same(5),
        theme.field,
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
    // Longer words take more of the width.
    let weight = |s: &Segment<'_>| s.text.chars().count() as f32 + 3.0;
    let total: f32 = options.iter().map(weight).sum::<f32>().max(1.0);
    let mut x = rect.left();
    let mut picked = None;
    for (i, option) in options.iter().enumerate() {
        let step = rect.width() * weight(option) / total;
        let cell = egui::Rect::from_min_size(pos2(x, rect.top()), vec2(step, rect.height()));
        x += step;
        let response = ui.interact(cell, id.with(i), Sense::click());
        let on = current == Some(i);
        let (ink, font) = if on {
            let white = on_fill(option.ink);
            ui.painter()
                .rect_filled(cell, CornerRadius::same(5), option.ink);
            (white, style::bold(BODY))
        } else {
            if response.hovered() {
                ui.painter()
                    .rect_filled(cell.shrink(1.0), CornerRadius::same(4), theme.track);
            }
            (theme.text, FontId::proportional(BODY))
        };
        let font = if option.text.chars().count() > 3 {
            FontId::new(12.0, font.family)
        } else {
            font
        };
        ui.painter()
            .text(cell.center(), Align2::CENTER_CENTER, option.text, font, ink);
        if response.has_focus() {
            ui.painter().rect_stroke(
                cell,
                CornerRadius::same(5),
                Stroke::new(2.0, theme.accent),
                StrokeKind::Inside,
            );
        }
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, &option.name));
        if response.clicked() && !on {
            picked = Some(i);
        }
        if !option.hover.is_empty() {
            response.on_hover_text(&option.hover);
        }
    }
    picked
}

/// Black or white, whichever reads better on a fill.
pub fn on_fill(fill: Color32) -> Color32 {
    let dark = Color32::from_rgb(0x10, 0x14, 0x1a);
    if Theme::contrast(dark, fill) > Theme::contrast(Color32::WHITE, fill) {
        dark
    } else {
        Color32::WHITE
    }
}

/// Yes, no, or not known. `None` at `value` means that several things differ.
pub fn tri_state(
    ui: &mut Ui,
    theme: &Theme,
    id: Id,
    name: &str,
    value: Option<Option<bool>>,
) -> Option<Option<bool>> {
    let options = ["Yes", "No", "Not known"].map(|text| Segment {
        text,
        name: format!("{name}: {}", text.to_lowercase()),
        hover: String::new(),
        ink: theme.accent,
    });
    let current = value.map(|v| match v {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    });
    segments(ui, theme, id, 176.0, &options, current).map(|i| match i {
        0 => Some(true),
        1 => Some(false),
        _ => None,
    })
}

/// A tick. `None` means that several things differ.
pub fn check(ui: &mut Ui, theme: &Theme, id: Id, name: &str, value: Option<bool>) -> Option<bool> {
    let (_, rect) = ui.allocate_space(vec2(34.0, 20.0));
    let response = ui.interact(rect, id, Sense::click());
    let on = value == Some(true);
    let fill = match value {
        Some(true) => theme.accent,
        _ => theme.track,
    };
    let line = if response.has_focus() {
        Stroke::new(2.0, theme.text)
    } else {
        Stroke::new(1.0, if on { theme.accent } else { theme.rule })
    };
    ui.painter()
        .rect(rect, CornerRadius::same(10), fill, line, StrokeKind::Inside);
    let x = match value {
        Some(true) => rect.right() - 10.0,
        Some(false) => rect.left() + 10.0,
        None => rect.center().x,
    };
    ui.painter()
        .circle_filled(pos2(x, rect.center().y), 7.0, Color32::WHITE);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, on, name));
    if value.is_none() {
        response.clone().on_hover_text("Not the same everywhere");
    }
    response.clicked().then_some(!on)
}
