//! Type, rows and small marks that forms and tables share.

use egui::{
    Align, CornerRadius, FontId, Layout, Response, RichText, Sense, Stroke, Ui, UiBuilder, Vec2,
    vec2,
};

use crate::ui::style::{self, BODY, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets;

/// Height of a row of a form, points.
pub const ROW: f32 = 30.0;
/// Height of a field, points.
pub const FIELD: f32 = 26.0;

pub fn plain(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text).size(BODY).color(theme.text)
}
pub fn muted(theme: &Theme, text: impl Into<String>) -> RichText {
    RichText::new(text).size(BODY).color(theme.muted)
}
/// A quiet heading between groups of fields.
pub fn heading(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    heading_with(ui, theme, text, |_| ())
}

/// A heading with something at its right end, for example an "Add" link.
pub fn heading_with(
    ui: &mut Ui,
    theme: &Theme,
    text: &str,
    right: impl FnOnce(&mut Ui),
) -> Response {
    ui.add_space(12.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let mut at_right = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .id_salt(("heading", text))
            .layout(Layout::right_to_left(Align::Center)),
    );
    right(&mut at_right);
    // The words end where what stands at the right begins.
    let used = at_right.min_rect().width();
    let room = rect.with_max_x(rect.right() - if used > 0.0 { used + 8.0 } else { 0.0 });
    let font = style::bold(SMALL);
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(room)
            .layout(Layout::left_to_right(Align::Center)),
    );
    let response = left.add(
        egui::Label::new(RichText::new(text).font(font).color(theme.muted))
            .truncate()
            .selectable(false),
    );
    ui.add_space(2.0);
    response
}

/// A wrapped line of secondary text.
pub fn note(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    ui.add(
        egui::Label::new(
            RichText::new(text)
                .size(SMALL)
                .color(theme.muted)
                .line_height(Some(16.0)),
        )
        .wrap(),
    )
}

/// A clickable word whose accessible name says more than the word.
pub fn link_named(ui: &mut Ui, theme: &Theme, text: &str, name: &str) -> Response {
    let galley = ui.painter().layout_no_wrap(
        text.to_owned(),
        FontId::proportional(SMALL + 0.5),
        theme.accent,
    );
    let (rect, response) =
        ui.allocate_exact_size(galley.size() + Vec2::new(2.0, 4.0), Sense::click());
    let at = rect.center() - galley.size() / 2.0;
    if response.hovered() || response.has_focus() {
        ui.painter().hline(
            at.x..=at.x + galley.size().x,
            at.y + galley.size().y - 1.0,
            Stroke::new(1.0, theme.accent),
        );
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand2(vec2(2.0, 0.0)),
            CornerRadius::same(3),
            Stroke::new(1.0, theme.accent),
            egui::StrokeKind::Outside,
        );
    }
    ui.painter().galley(at, galley, theme.accent);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, ui.is_enabled(), name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A row: name at the left, a field of `width` at the right. Gives the id of the label for the field's accessible
/// name. `aside` stands between the two in small type, for example the allowed range.
pub fn row<R>(
    ui: &mut Ui,
    theme: &Theme,
    name: &str,
    aside: &str,
    width: f32,
    field: impl FnOnce(&mut Ui, egui::Id) -> R,
) -> R {
    let full = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(full, ROW), Sense::hover());
    let width = width.min(full * 0.72);
    let (left, right) = rect.split_left_right_at_x(rect.right() - width);
    let mut label_ui = ui.new_child(
        UiBuilder::new()
            .max_rect(left.shrink2(vec2(2.0, 0.0)))
            .id_salt(("label", name))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let label = label_ui
        .add(
            egui::Label::new(muted(theme, name))
                .truncate()
                .selectable(false),
        )
        .id;
    if !aside.is_empty() {
        let room = left.right() - label_ui.min_rect().right() - 10.0;
        let galley =
            ui.painter()
                .layout_no_wrap(aside.to_owned(), FontId::proportional(SMALL), theme.muted);
        if galley.size().x <= room {
            let at = egui::pos2(
                left.right() - 8.0 - galley.size().x,
                left.center().y - galley.size().y / 2.0,
            );
            ui.painter().galley(at, galley, theme.muted);
        }
    }
    let mut field_ui = ui.new_child(
        UiBuilder::new()
            .max_rect(right.shrink2(vec2(0.0, 2.0)))
            .id_salt(("field", name))
            .layout(Layout::right_to_left(Align::Center)),
    );
    field_ui.spacing_mut().interact_size.y = FIELD;
    field(&mut field_ui, label)
}

/// The id of the group under a title.
pub fn fold_id(title: &str) -> egui::Id {
    egui::Id::unique(("evenkeel-fold", title))
}

/// Opens the group under a title.
pub fn open(ctx: &egui::Context, title: &str) {
    let mut state = egui::collapsing_header::CollapsingState::load_with_default_open(
        ctx,
        fold_id(title),
        false,
    );
    if !state.is_open() {
        state.set_open(true);
        state.store(ctx);
    }
}

/// A heading that opens and closes what is under it; closed, it tells a summary.
pub fn fold(
    ui: &mut Ui,
    theme: &Theme,
    title: &str,
    summary: &str,
    open_at_first: bool,
    body: impl FnOnce(&mut Ui),
) {
    let id = fold_id(title);
    let mut state = egui::collapsing_header::CollapsingState::load_with_default_open(
        ui.ctx(),
        id,
        open_at_first,
    );
    ui.add_space(4.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let response = ui.interact(rect, id.with("head"), Sense::click());
    let open = state.is_open();
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::DisclosureTriangle, true, open, title)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(
            rect.expand2(vec2(4.0, 0.0)),
            CornerRadius::same(4),
            theme.field,
        );
    }
    let icon = if open {
        widgets::Icon::ChevronDown
    } else {
        widgets::Icon::ChevronRight
    };
    icon.paint(
        ui.painter(),
        egui::Rect::from_center_size(
            egui::pos2(rect.left() + 6.0, rect.center().y),
            vec2(11.0, 11.0),
        ),
        theme.muted,
    );
    let head = ui
        .painter()
        .layout_no_wrap(title.to_owned(), style::bold(SMALL), theme.muted);
    let x = rect.left() + 16.0;
    let text_right = x + head.size().x;
    ui.painter().galley(
        egui::pos2(x, rect.center().y - head.size().y / 2.0),
        head,
        theme.muted,
    );
    if !open {
        let mut job = egui::text::LayoutJob::single_section(
            summary.to_owned(),
            egui::TextFormat::simple(FontId::proportional(SMALL + 1.0), theme.text),
        );
        job.wrap = egui::text::TextWrapping::truncate_at_width(
            (rect.right() - text_right - 12.0).max(10.0),
        );
        let galley = ui.fonts_mut(|f| f.layout_job(job));
        ui.painter().galley(
            egui::pos2(
                rect.right() - galley.size().x,
                rect.center().y - galley.size().y / 2.0,
            ),
            galley,
            theme.text,
        );
    }
    if response.clicked() {
        state.toggle(ui);
    }
    state.show_body_unindented(ui, body);
    state.store(ui.ctx());
}

/// A small cross that takes a row of a list away.
pub fn remove_button(ui: &mut Ui, theme: &Theme, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 24.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name));
    let ink = if response.hovered() || response.has_focus() {
        theme.error
    } else {
        theme.muted
    };
    widgets::Icon::Close.paint(
        ui.painter(),
        egui::Rect::from_center_size(rect.center(), vec2(11.0, 11.0)),
        ink,
    );
    response.on_hover_text(name)
}

/// Small headings over fields side by side.
pub fn columns(ui: &mut Ui, theme: &Theme, heads: &[(&str, f32, bool)]) {
    let gap = 6.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let free = (rect.width() - gap * (heads.len().max(1) - 1) as f32).max(0.0);
    let total: f32 = heads.iter().map(|h| h.1).sum::<f32>().max(0.001);
    let mut x = rect.left();
    for (text, share, right) in heads {
        let width = free * share / total;
        let (at, align) = if *right {
            (x + width - 9.0, egui::Align2::RIGHT_CENTER)
        } else {
            (x + 2.0, egui::Align2::LEFT_CENTER)
        };
        ui.painter().text(
            egui::pos2(at, rect.center().y),
            align,
            *text,
            FontId::proportional(SMALL),
            theme.muted,
        );
        x += width + gap;
    }
}
