//! Things to drag onto the canvas. A click adds them at a sensible place.

use egui::accesskit::Role;
use egui::{Align2, CornerRadius, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};
use evenkeel_model::plan::End;

use crate::ui::{style, widgets};
use crate::view::ViewCx;
use crate::view::canvas::drag::{Drag, LinkTool};
use crate::view::canvas::piece::{Piece, end_of};
use crate::view::canvas::{drop, icons};

const COLUMNS: usize = 4;
const TILE_H: f32 = 46.0;
const GAP: f32 = 6.0;

pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    widgets::section(ui, cx.theme, "Drag onto the canvas");
    let width = (ui.available_width() - GAP * (COLUMNS as f32 - 1.0)) / COLUMNS as f32;
    ui.spacing_mut().item_spacing = Vec2::splat(GAP);
    for line in Piece::ALL.chunks(COLUMNS) {
        ui.horizontal(|ui| {
            for piece in line {
                tile(ui, cx, *piece, width);
            }
        });
    }
    ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
}

fn tile(ui: &mut Ui, cx: &mut ViewCx<'_>, piece: Piece, width: f32) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(width, TILE_H), Sense::click_and_drag());
    let label = format!("Add {}", piece.title());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let theme = cx.theme;
    let active = matches!(&cx.ws.canvas.drag, Some(Drag::New(p)) if *p == piece)
        || (piece == Piece::Link && cx.ws.canvas.link.is_some());
    let (fill, line, ink) = if active {
        (theme.selection, theme.accent, theme.accent)
    } else if response.hovered() {
        (theme.hover(), theme.rule_strong(), theme.text)
    } else {
        (theme.field, theme.rule, theme.muted)
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(6),
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            CornerRadius::same(7),
            Stroke::new(1.0, theme.accent),
            StrokeKind::Outside,
        );
    }
    let square = Rect::from_center_size(
        Pos2::new(rect.center().x, rect.top() + 16.0),
        Vec2::splat(17.0),
    );
    icons::paint(ui.painter(), square, piece.icon(), ink);
    ui.painter().text(
        Pos2::new(rect.center().x, rect.bottom() - 10.0),
        Align2::CENTER_CENTER,
        piece.title(),
        style::regular(if width < 42.0 { 9.0 } else { 10.5 }),
        if active { theme.accent } else { theme.text },
    );
    if cx.ws.canvas.take_press(ui, rect) {
        cx.ws.canvas.link = None;
        cx.ws.canvas.drag = Some(Drag::New(piece));
    }
    if response.clicked() {
        if piece == Piece::Link {
            link(cx);
        } else {
            let spot = drop::chosen_spot(cx);
            drop::add(cx, piece, &spot);
        }
    }
    if cx.ws.canvas.drag.is_none() {
        response.on_hover_text(piece.tip());
    }
}

/// With two ends selected they are joined at once; else the canvas waits for them.
fn link(cx: &mut ViewCx<'_>) {
    let ends: Vec<End> = cx.ws.selection.iter().filter_map(end_of).collect();
    match ends.as_slice() {
        [a, b] => drop::link(cx, a.clone(), b.clone()),
        [one] => {
            cx.ws.canvas.link = Some(LinkTool {
                from: Some(one.clone()),
            });
        }
        _ => cx.ws.canvas.link = Some(LinkTool::default()),
    }
}
