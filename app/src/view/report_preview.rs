//! The deployment plan as it prints: the same shapes that go to paper, beside their contents.

use std::sync::Arc;

use egui::{
    Align, CornerRadius, CursorIcon, Layout, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use evenkeel_model::drawing::Pt;
use evenkeel_model::plan::Plan;
use evenkeel_model::report::paginate::{OutlineEntry, Pages, Paper};

use super::ViewCx;
use super::paint::{Paint, paper_colour};
use crate::command::{Action, Answer, Command};
use crate::ui::style;
use crate::ui::widgets;

/// The laid-out pages and how they are looked at.
#[derive(Default)]
pub struct Preview {
    pub pages: Option<Arc<Pages>>,
    /// The plan and paper that the pages were made of.
    pub made_of: Option<(Arc<Plan>, Paper)>,
    pub paper: Paper,
    /// Screen points per point of paper; none fits the width.
    zoom: Option<f32>,
    /// Where to scroll in the next frame: page and height on it.
    goto: Option<(usize, f32)>,
    /// The page in the middle of the view.
    current: usize,
}

impl Preview {
    /// Whether the pages are those of this plan.
    pub fn is_current(&self, plan: &Arc<Plan>) -> bool {
        self.made_of
            .as_ref()
            .is_some_and(|(made, paper)| Arc::ptr_eq(made, plan) && *paper == self.paper)
    }
}

const GAP: f32 = 20.0;
const CONTENTS: f32 = 240.0;

/// Draws contents and pages.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, preview: &mut Preview) {
    let Some(pages) = preview.pages.clone() else {
        ui.centered_and_justified(|ui| {
            ui.label(egui::RichText::new("Laying out the pages…").color(cx.theme.muted));
        });
        return;
    };
    let side = egui::Frame::new()
        .fill(cx.theme.panel)
        .inner_margin(egui::Margin::symmetric(12, 8));
    if ui.available_width() > 760.0 {
        egui::Panel::left("report contents")
            .exact_size(CONTENTS)
            .frame(side)
            .show(ui, |ui| contents(ui, cx, preview, &pages));
    }
    egui::Panel::top("report bar")
        .exact_size(40.0)
        .frame(side.inner_margin(egui::Margin::symmetric(12, 0)))
        .show(ui, |ui| bar(ui, cx, preview, &pages));
    egui::CentralPanel::no_frame()
        .frame(egui::Frame::new().fill(cx.theme.canvas))
        .show(ui, |ui| paper(ui, cx, preview, &pages));
}

fn bar(ui: &mut Ui, cx: &mut ViewCx<'_>, preview: &mut Preview, pages: &Pages) {
    ui.horizontal_centered(|ui| {
        let count = pages.pages.len();
        ui.label(
            egui::RichText::new(format!("Page {} of {count}", preview.current + 1))
                .color(cx.theme.text),
        );
        if !preview.is_current(cx.doc.plan()) {
            ui.label(widgets::small(cx.theme, "updating…"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::quiet_button(ui, "Export PDF…").clicked() {
                cx.send.act(Action::ExportPdf);
            }
            ui.add_space(8.0);
            for (paper, word) in [(Paper::Letter, "Letter"), (Paper::A4, "A4")] {
                if widgets::segment(
                    ui,
                    cx.theme,
                    preview.paper == paper,
                    word,
                    &format!("Paper {word}"),
                    cx.theme.accent,
                )
                .clicked()
                {
                    cx.send.send(Command::Answer(Answer::Paper(paper)));
                }
            }
            ui.add_space(8.0);
            zoom(ui, cx, preview);
        });
    });
}

fn zoom(ui: &mut Ui, cx: &ViewCx<'_>, preview: &mut Preview) {
    use crate::ui::widgets::Icon;
    let now = preview.zoom.unwrap_or(1.0);
    let text = preview
        .zoom
        .map_or_else(|| "Fit width".to_owned(), |z| format!("{:.0} %", z * 100.0));
    if widgets::icon_button(ui, cx.theme, Icon::Plus, "Larger pages", true).clicked() {
        preview.zoom = Some((now * 1.25).min(4.0));
    }
    if widgets::quiet_button(ui, text)
        .on_hover_text("Fit the width of the window")
        .clicked()
    {
        preview.zoom = None;
    }
    if widgets::icon_button(ui, cx.theme, Icon::Minus, "Smaller pages", true).clicked() {
        preview.zoom = Some((now / 1.25).max(0.3));
    }
}

fn contents(ui: &mut Ui, cx: &ViewCx<'_>, preview: &mut Preview, pages: &Pages) {
    ui.set_width(ui.available_width());
    widgets::section(ui, cx.theme, "Contents");
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for entry in &pages.outline {
            line(ui, cx, preview, entry, 0);
        }
    });
}

fn line(ui: &mut Ui, cx: &ViewCx<'_>, preview: &mut Preview, entry: &OutlineEntry, depth: usize) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &entry.title));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), cx.theme.field);
    }
    let number = (entry.page + 1).to_string();
    let y = rect.center().y;
    ui.painter().text(
        pos2(rect.right() - 6.0, y),
        egui::Align2::RIGHT_CENTER,
        number,
        style::regular(style::SMALL),
        cx.theme.muted,
    );
    let left = rect.left() + 6.0 + depth as f32 * 12.0;
    let (font, ink) = if depth == 0 {
        (style::regular(style::BODY), cx.theme.text)
    } else {
        (style::regular(style::SMALL), cx.theme.muted)
    };
    let mut job = egui::text::LayoutJob::simple_singleline(entry.title.clone(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.right() - 34.0 - left);
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .galley(pos2(left, y - galley.size().y / 2.0), galley, ink);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        preview.goto = Some((entry.page, entry.y));
    }
    if depth == 0 {
        for child in &entry.children {
            line(ui, cx, preview, child, depth + 1);
        }
    }
}

fn paper(ui: &mut Ui, cx: &ViewCx<'_>, preview: &mut Preview, pages: &Pages) {
    let size = pages.size;
    if size.x <= 0.0 || size.y <= 0.0 {
        return;
    }
    let room = ui.available_width() - 2.0 * GAP;
    let scale = preview
        .zoom
        .unwrap_or_else(|| (room / size.x).clamp(0.3, 1.6));
    let page = vec2(size.x, size.y) * scale;
    let step = page.y + GAP;
    let mut area = ScrollArea::both()
        .id_salt("report pages")
        .auto_shrink(false);
    if let Some((index, y)) = preview.goto.take() {
        let top = GAP + index as f32 * step + y * scale;
        area = area.vertical_scroll_offset((top - 24.0).max(0.0));
    }
    area.show_viewport(ui, |ui, view| {
        let width = (page.x + 2.0 * GAP).max(ui.available_width());
        let height = GAP + pages.pages.len() as f32 * step;
        ui.set_width(width);
        ui.set_height(height);
        let origin = ui.min_rect().min;
        preview.current = ((view.center().y - GAP) / step)
            .floor()
            .clamp(0.0, pages.pages.len().saturating_sub(1) as f32)
            as usize;
        for (i, content) in pages.pages.iter().enumerate() {
            let top = GAP + i as f32 * step;
            if top > view.max.y || top + page.y < view.min.y {
                continue;
            }
            let at = origin + vec2((width - page.x) / 2.0, top);
            let rect = Rect::from_min_size(at, page);
            sheet(ui, cx, rect);
            let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
            Paint {
                painter: &painter,
                origin: at,
                scale,
                ink: &paper_colour,
            }
            .shapes(&content.shapes);
            let label = ui.interact(rect, ui.scope_id().with(("page", i)), Sense::hover());
            label.widget_info(|| {
                WidgetInfo::labeled(
                    Role::Image,
                    true,
                    format!("Page {} of {}", i + 1, pages.pages.len()),
                )
            });
            for (n, link) in content.links.iter().enumerate() {
                let from = |p: Pt| at + vec2(p.x, p.y) * scale;
                let area =
                    Rect::from_min_size(from(link.at), vec2(link.size.x, link.size.y) * scale);
                let response = ui
                    .interact(area, ui.scope_id().with(("link", i, n)), Sense::click())
                    .on_hover_cursor(CursorIcon::PointingHand);
                if response.clicked() {
                    preview.goto = Some((link.page, link.y));
                }
            }
        }
    });
}

fn sheet(ui: &Ui, cx: &ViewCx<'_>, rect: Rect) {
    let shadow = egui::Shadow {
        offset: [0, 2],
        blur: 12,
        spread: 0,
        color: egui::Color32::from_black_alpha(if cx.theme.dark { 140 } else { 40 }),
    };
    ui.painter().add(shadow.as_shape(rect, CornerRadius::ZERO));
    ui.painter().rect(
        rect,
        CornerRadius::ZERO,
        egui::Color32::WHITE,
        Stroke::new(1.0, cx.theme.rule),
        StrokeKind::Outside,
    );
}
