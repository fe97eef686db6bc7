//! The top bar: mark, plan and file, menus, search, undo and redo, export.

use std::path::PathBuf;

use egui::{
    Align, CornerRadius, Layout, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{ViewCx, menu};
use crate::command::Action;
use crate::ui::style;
use crate::ui::widgets::{self, Icon};

/// Height of the bar, points.
pub const HEIGHT: f32 = 44.0;

/// Draws the bar.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, recent: &[PathBuf]) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
        widgets::mark(ui.painter(), rect, cx.theme);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Evenkeel"));
        if cx.ws.welcome {
            ui.label(widgets::strong(cx.theme, "Evenkeel"));
        } else {
            names(ui, cx);
        }
        menu::show(ui, cx, recent);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !cx.ws.welcome {
                let export = Action::ExportPdf.spec(cx.doc, cx.ws);
                if widgets::primary_button(ui, cx.theme, "Export PDF…")
                    .on_hover_text(export.tip)
                    .clicked()
                {
                    cx.send.act(Action::ExportPdf);
                }
                ui.add_space(4.0);
                icon(ui, cx, Action::Drill, Icon::Bolt, "Failure drill");
                icon(ui, cx, Action::Redo, Icon::Redo, "Redo");
                icon(ui, cx, Action::Undo, Icon::Undo, "Undo");
            }
            search(ui, cx);
        });
    });
}

fn names(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let name = &cx.doc.plan().about.name;
    let name = if name.is_empty() {
        "Untitled plan"
    } else {
        name
    };
    let wide = ui.available_width() > 1100.0;
    let limit = if wide { 260.0 } else { 170.0 };
    ui.scope(|ui| {
        ui.set_max_width(limit);
        ui.add(egui::Label::new(widgets::strong(cx.theme, name)).truncate());
    });
    let file = cx.doc.file_name();
    if wide {
        ui.scope(|ui| {
            ui.set_max_width(220.0);
            let text = egui::RichText::new(&file).color(cx.theme.muted);
            let label = ui.add(egui::Label::new(text).truncate());
            if let Some(path) = &cx.doc.path {
                label.on_hover_text(path.display().to_string());
            }
        });
    }
    if cx.doc.needs_saving() {
        let (rect, response) = ui.allocate_exact_size(vec2(6.0, 16.0), Sense::hover());
        ui.painter()
            .circle_filled(rect.center(), 2.5, cx.theme.muted);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Unsaved changes"));
        response.on_hover_text("Changes that are not saved yet");
    }
}

fn icon(ui: &mut Ui, cx: &mut ViewCx<'_>, action: Action, icon: Icon, label: &str) {
    let spec = action.spec(cx.doc, cx.ws);
    let keys = spec
        .shortcut
        .map_or_else(String::new, |s| super::command_palette::shortcut_text(&s));
    let response = widgets::icon_button(ui, cx.theme, icon, label, spec.refused.is_none());
    let tip = match spec.refused {
        Some(why) => why.to_owned(),
        None => format!("{}   {keys}", spec.text),
    };
    if response.on_hover_text(tip).clicked() {
        cx.send.act(action);
    }
}

fn search(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let width = (ui.available_width() - 16.0).clamp(32.0, 250.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, style::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Find or do anything"));
    let theme = cx.theme;
    let fill = if response.hovered() {
        theme.hover()
    } else {
        theme.field
    };
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect(
        rect,
        CornerRadius::same(style::RADIUS),
        fill,
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
    let icon = Rect::from_center_size(pos2(rect.left() + 16.0, rect.center().y), vec2(13.0, 13.0));
    Icon::Search.paint(&painter, icon, theme.muted);
    if width > 150.0 {
        painter.text(
            pos2(rect.left() + 30.0, rect.center().y),
            egui::Align2::LEFT_CENTER,
            "Find or do anything",
            style::regular(style::BODY),
            theme.muted,
        );
    }
    if width > 220.0 {
        painter.text(
            pos2(rect.right() - 10.0, rect.center().y),
            egui::Align2::RIGHT_CENTER,
            super::command_palette::shortcut_text(&egui::KeyboardShortcut::new(
                egui::Modifiers::COMMAND,
                egui::Key::K,
            )),
            style::regular(style::SMALL),
            theme.muted,
        );
    }
    if response.clicked() {
        cx.send.act(Action::Palette);
    }
}
