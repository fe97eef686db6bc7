//! The first page: templates, examples and recent plans, each with its own picture.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{
    Align, Align2, CornerRadius, CursorIcon, Layout, Rect, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};
use evenkeel_model::check::Verdict;
use evenkeel_model::drawing::Drawing;
use evenkeel_model::report::Date;

use super::ViewCx;
use super::paint::Paint;
use crate::command::{Action, Command};
use crate::paper::Subject;
use crate::templates::{ALL, Kind, Template};
use crate::ui::style;
use crate::ui::widgets::{self, Icon};

/// The picture of a shipped plan, and whether it holds.
#[derive(Clone, Debug)]
pub struct Thumbnail {
    pub drawing: Drawing,
    /// None when there is neither host nor VM.
    pub verdict: Option<Verdict>,
    /// Hosts, VMs and more, in words.
    pub totals: String,
}

/// What the page shows and the document does not know.
#[derive(Default)]
pub struct Welcome {
    pub thumbnails: BTreeMap<&'static str, Thumbnail>,
    pub asked: bool,
}

/// Draws every shipped plan. Takes a moment: call it beside the window.
pub fn thumbnails(date: Date) -> Vec<(&'static str, Thumbnail)> {
    ALL.iter()
        .filter_map(|template| {
            let plan = evenkeel_model::io::from_text(template.text).ok()?;
            let subject = Subject::of(plan);
            let totals = &subject.facts.totals;
            Some((
                template.key,
                Thumbnail {
                    drawing: subject.picture(date),
                    verdict: (totals.hosts > 0 || totals.vms > 0).then(|| subject.verdict()),
                    totals: format!("{} hosts · {} VMs", totals.hosts, totals.vms),
                },
            ))
        })
        .collect()
}

const CARD: egui::Vec2 = vec2(276.0, 214.0);
const GAP: f32 = 16.0;
const PICTURE: f32 = 128.0;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, welcome: &Welcome, recent: &[PathBuf]) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let across = ((ui.available_width() - 64.0 + GAP) / (CARD.x + GAP))
            .floor()
            .clamp(1.0, 4.0);
        let width = across * (CARD.x + GAP) - GAP;
        let left = ((ui.available_width() - width) / 2.0).max(16.0);
        ui.horizontal_top(|ui| {
            ui.add_space(left);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space(40.0);
                head(ui, cx);
                if !recent.is_empty() {
                    ui.add_space(28.0);
                    recents(ui, cx, recent);
                }
                for (kind, title) in [
                    (Kind::Template, "Start from a template"),
                    (Kind::Example, "Learn from an example"),
                ] {
                    ui.add_space(28.0);
                    ui.label(
                        egui::RichText::new(title)
                            .font(style::bold(14.0))
                            .color(cx.theme.text),
                    );
                    ui.add_space(8.0);
                    cards(ui, cx, welcome, kind, across as usize);
                }
                ui.add_space(40.0);
            });
        });
    });
}

fn head(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let (rect, _) = ui.allocate_exact_size(vec2(52.0, 52.0), Sense::hover());
        widgets::mark(ui.painter(), rect, cx.theme);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(
                egui::RichText::new("Evenkeel")
                    .font(style::bold(26.0))
                    .color(cx.theme.text),
            );
            ui.label(
                egui::RichText::new(
                    "Plan a fault-tolerant deployment, see at once whether it holds, hand it over as a PDF.",
                )
                .font(style::regular(14.0))
                .color(cx.theme.muted),
            );
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let open = Action::Open.spec(cx.doc, cx.ws);
            if widgets::primary_button(ui, cx.theme, "Open a plan…")
                .on_hover_text(open.tip)
                .clicked()
            {
                cx.send.act(Action::Open);
            }
        });
    });
}

fn recents(ui: &mut Ui, cx: &mut ViewCx<'_>, recent: &[PathBuf]) {
    ui.label(
        egui::RichText::new("Recent plans")
            .font(style::bold(14.0))
            .color(cx.theme.text),
    );
    ui.add_space(8.0);
    egui::Frame::new()
        .fill(cx.theme.panel)
        .stroke(Stroke::new(1.0, cx.theme.rule))
        .corner_radius(10)
        .inner_margin(4)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for path in recent.iter().take(5) {
                recent_row(ui, cx, path);
            }
        });
}

fn recent_row(ui: &mut Ui, cx: &mut ViewCx<'_>, path: &Path) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Open {name}")));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(7), cx.theme.selection);
    }
    let y = rect.center().y;
    Icon::File.paint(
        ui.painter(),
        Rect::from_center_size(pos2(rect.left() + 20.0, y), vec2(15.0, 15.0)),
        cx.theme.accent,
    );
    let at = ui.painter().text(
        pos2(rect.left() + 38.0, y),
        Align2::LEFT_CENTER,
        &name,
        style::bold(style::BODY),
        cx.theme.text,
    );
    let folder = path
        .parent()
        .map_or_else(String::new, |p| p.display().to_string());
    let clip = Rect::from_min_max(pos2(at.right() + 12.0, rect.top()), rect.max);
    ui.painter()
        .with_clip_rect(clip.intersect(ui.clip_rect()))
        .text(
            pos2(at.right() + 12.0, y),
            Align2::LEFT_CENTER,
            folder,
            style::regular(style::SMALL),
            cx.theme.muted,
        );
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        cx.send.send(Command::OpenFile(path.to_owned()));
    }
    response.context_menu(|ui| {
        if widgets::menu_item(ui, cx.theme, "Forget this plan", None, None).clicked() {
            cx.send.send(Command::ForgetRecent(path.to_owned()));
            ui.close();
        }
    });
}

fn cards(ui: &mut Ui, cx: &mut ViewCx<'_>, welcome: &Welcome, kind: Kind, across: usize) {
    let all: Vec<&Template> = ALL.iter().filter(|t| t.kind == kind).collect();
    ui.spacing_mut().item_spacing = vec2(GAP, GAP);
    for row in all.chunks(across.max(1)) {
        ui.horizontal(|ui| {
            for template in row {
                card(ui, cx, template, welcome.thumbnails.get(template.key));
            }
        });
    }
}

fn card(ui: &mut Ui, cx: &mut ViewCx<'_>, template: &Template, picture: Option<&Thumbnail>) {
    let theme = cx.theme;
    let (rect, response) = ui.allocate_exact_size(CARD, Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("Start from {}", template.title))
    });
    let lively = response.hovered() || response.has_focus();
    let border = if lively { theme.accent } else { theme.rule };
    ui.painter().rect(
        rect,
        CornerRadius::same(10),
        theme.panel,
        Stroke::new(if lively { 1.5 } else { 1.0 }, border),
        StrokeKind::Inside,
    );
    let top = Rect::from_min_size(rect.min, vec2(rect.width(), PICTURE)).shrink(1.5);
    ui.painter().rect_filled(
        top,
        CornerRadius {
            nw: 9,
            ne: 9,
            sw: 0,
            se: 0,
        },
        theme.canvas,
    );
    match picture {
        Some(p) if !p.drawing.shapes.is_empty() => paint(
            ui,
            theme,
            top.shrink2(vec2(12.0, 0.0)).with_min_y(top.top() + 12.0),
            &p.drawing,
        ),
        _ => Icon::Site.paint(
            ui.painter(),
            Rect::from_center_size(top.center(), vec2(28.0, 28.0)),
            theme.muted,
        ),
    }
    let x = rect.left() + 14.0;
    let text_width = rect.width() - 28.0;
    ui.painter().text(
        pos2(x, top.bottom() + 11.0),
        Align2::LEFT_TOP,
        template.title,
        style::bold(style::BODY),
        theme.text,
    );
    let mut job = egui::text::LayoutJob::simple(
        template.summary.to_owned(),
        style::regular(style::SMALL),
        theme.muted,
        text_width,
    );
    job.wrap.max_rows = 3;
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .galley(pos2(x, top.bottom() + 30.0), galley, theme.muted);
    let mut response = response.on_hover_cursor(CursorIcon::PointingHand);
    if let Some(p) = picture {
        let words = p.verdict.unwrap_or(Verdict::NothingToAssess).words();
        response = response.on_hover_text(format!("{} · {}", p.totals, words));
    }
    if response.clicked() {
        cx.send.send(Command::NewFrom(template.key));
    }
}

/// Paints a drawing into a rectangle, as large as it fits.
fn paint(ui: &Ui, theme: &crate::ui::theme::Theme, into: Rect, drawing: &Drawing) {
    if drawing.size.x <= 0.0 || drawing.size.y <= 0.0 {
        return;
    }
    // The whole width; of a tall drawing its head.
    let scale = (into.width() / drawing.size.x).min(1.0);
    let size = vec2(drawing.size.x, drawing.size.y) * scale;
    let mut origin = into.center() - size / 2.0;
    origin.y = origin.y.max(into.top());
    let painter = ui.painter().with_clip_rect(into.intersect(ui.clip_rect()));
    Paint {
        painter: &painter,
        origin,
        scale,
        ink: &|ink| theme.ink(ink),
    }
    .shapes(&drawing.shapes);
}
