//! Small pictures of a placement, drawn as the canvas draws it.

use std::collections::BTreeMap;

use egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::view::canvas::camera::Camera;
use crate::view::canvas::draw::{self, Now, pen::Pen};
use crate::view::canvas::scene::Scene;

/// A picture with its name over it.
pub fn show(ui: &mut Ui, theme: &Theme, name: &str, scene: &Scene, width: f32, height: f32) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.label(widgets::small(theme, name));
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        let mut camera = Camera::default();
        camera.fit(rect, scene.places.bounds, 1.0);
        let painter = ui.painter_at(rect);
        let pen = Pen {
            painter: &painter,
            theme,
            camera,
            view: rect,
        };
        let none = BTreeMap::new();
        let now = Now {
            selection: &[],
            hovered: None,
            focused: None,
            answers: BTreeMap::new(),
            lifted: &[],
            open: &none,
        };
        draw::paint(&pen, scene, &now);
        outline(ui, theme, rect);
    });
}

fn outline(ui: &Ui, theme: &Theme, rect: Rect) {
    ui.painter().rect_stroke(
        rect,
        CornerRadius::same(6),
        Stroke::new(1.0, theme.rule),
        StrokeKind::Inside,
    );
}
