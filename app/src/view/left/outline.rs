//! The outline: search, fold, select; double click shows a thing on the canvas.

use egui::accesskit::Role;
use egui::{
    Align2, CornerRadius, EventFilter, Key, Modifiers, Pos2, Rect, Response, ScrollArea, Sense,
    Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo,
};
use evenkeel_model::catalogue::Severity;
use evenkeel_model::drawing::Face;

use super::State;
use super::rows::{Row, Sign};
use crate::command::{Action, Command};
use crate::ui::{style, widgets};
use crate::view::ViewCx;
use crate::view::canvas::drag::Drag;
use crate::view::canvas::{self, icons, interact::chosen, scene::chips};

const ROW_H: f32 = 23.0;
const INDENT: f32 = 14.0;

pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State) {
    widgets::section(ui, cx.theme, "Outline");
    let search = ui.add(
        TextEdit::singleline(&mut state.filter)
            .hint_text("Filter")
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 5)),
    );
    search.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter the outline"));
    ui.add_space(4.0);
    let rows = state.rows(cx);
    if rows.is_empty() {
        let text = if state.filter.is_empty() {
            "Nothing in the plan yet"
        } else {
            "Nothing by that name"
        };
        ui.label(widgets::small(cx.theme, text));
        return;
    }
    // When the selection was made elsewhere, its row comes into sight.
    let scroll = (state.shown != cx.ws.selection)
        .then(|| {
            rows.iter().position(|r| {
                r.item
                    .as_ref()
                    .is_some_and(|i| cx.ws.selection.contains(&i.id()))
            })
        })
        .flatten();
    state.shown.clone_from(&cx.ws.selection);
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show_viewport(ui, |ui, viewport| {
            let width = ui.available_width();
            ui.set_min_size(Vec2::new(width, rows.len() as f32 * ROW_H));
            let corner = ui.min_rect().min;
            let at = |i: usize| {
                Rect::from_min_size(
                    Pos2::new(corner.x, corner.y + i as f32 * ROW_H),
                    Vec2::new(width, ROW_H),
                )
            };
            let first = (viewport.top() / ROW_H).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW_H).ceil().max(0.0) as usize).min(rows.len());
            let wanted = state
                .focus
                .as_ref()
                .and_then(|k| rows.iter().position(|r| r.key == *k));
            for i in first..last {
                if let Some(row) = rows.get(i) {
                    line(ui, cx, state, &rows, i, row, at(i));
                }
            }
            if let Some(i) = scroll.or(wanted) {
                let visible = i > first && i + 1 < last;
                if !visible {
                    ui.scroll_to_rect(at(i), None);
                }
            }
        });
}

fn line(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    rows: &[Row],
    index: usize,
    row: &Row,
    rect: Rect,
) {
    let id = ui.scope_id().with(("outline", &row.key));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let selected = row
        .item
        .as_ref()
        .is_some_and(|i| cx.ws.selection.contains(&i.id()));
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, selected, &row.name));
    paint(ui, cx, row, rect, &response, selected);
    if state.focus.as_ref() == Some(&row.key) {
        state.focus = None;
        response.request_focus();
    }
    let on_arrow = response
        .interact_pointer_pos()
        .is_some_and(|p| p.x < rect.left() + arrow_end(row));
    if response.clicked() && row.open.is_some() && (on_arrow || row.item.is_none()) {
        turn(state, &row.key);
    } else if response.clicked() {
        choose(ui, cx, row);
        response.request_focus();
    }
    if response.double_clicked()
        && let Some(item) = &row.item
    {
        cx.send.send(Command::JumpTo(item.id()));
    }
    if let Some(item) = &row.item
        && item.vm().is_some()
        && cx.ws.canvas.take_press(ui, rect.intersect(ui.clip_rect()))
    {
        cx.ws.canvas.drag = Drag::vm(cx, item, false);
    }
    if let Some(item) = &row.item {
        if response.secondary_clicked() && !selected {
            cx.send.send(Command::Select(vec![item.id()]));
        }
        if response.secondary_clicked() || response.context_menu_opened() {
            response.context_menu(|ui| canvas::menu_of(ui, cx, item));
        }
    }
    if response.has_focus() {
        keys(ui, cx, state, rows, index, row, &response);
    }
}

fn turn(state: &mut State, key: &str) {
    if !state.turned.remove(key) {
        state.turned.insert(key.to_owned());
    }
}

fn choose(ui: &Ui, cx: &mut ViewCx<'_>, row: &Row) {
    let Some(item) = &row.item else { return };
    let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
    let after = chosen(&cx.ws.selection, &item.id(), extend);
    cx.send.send(Command::Select(after));
}

fn keys(
    ui: &Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    rows: &[Row],
    index: usize,
    row: &Row,
    response: &Response,
) {
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: false,
        tab: false,
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let press = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let mut go = |cx: &mut ViewCx<'_>, to: Option<&Row>| {
        if let Some(to) = to {
            state.focus = Some(to.key.clone());
            if let Some(item) = &to.item {
                cx.send.send(Command::Select(vec![item.id()]));
            }
        }
    };
    if press(Key::ArrowDown) {
        go(cx, rows.get(index + 1));
    } else if press(Key::ArrowUp) {
        go(cx, index.checked_sub(1).and_then(|i| rows.get(i)));
    } else if press(Key::ArrowRight) {
        match row.open {
            Some(false) => turn(state, &row.key),
            Some(true) => go(cx, rows.get(index + 1)),
            None => {}
        }
    } else if press(Key::ArrowLeft) {
        if row.open == Some(true) {
            turn(state, &row.key);
        } else {
            let parent = rows
                .get(..index)
                .and_then(|above| above.iter().rev().find(|r| r.depth < row.depth));
            go(cx, parent);
        }
    } else if press(Key::Enter) {
        if let Some(item) = &row.item {
            cx.send.send(Command::JumpTo(item.id()));
        }
    } else if press(Key::Delete) && Action::Delete.spec(cx.doc, cx.ws).refused.is_none() {
        cx.send.act(Action::Delete);
    }
}

fn arrow_end(row: &Row) -> f32 {
    row.depth as f32 * INDENT + 18.0
}

fn paint(ui: &Ui, cx: &ViewCx<'_>, row: &Row, rect: Rect, response: &Response, selected: bool) {
    let theme = cx.theme;
    let painter = ui.painter();
    let back = rect.shrink2(Vec2::new(0.0, 0.5));
    if selected {
        painter.rect_filled(back, CornerRadius::same(5), theme.selection);
    } else if response.hovered() {
        painter.rect_filled(back, CornerRadius::same(5), theme.hover());
    }
    if response.has_focus() {
        painter.rect_stroke(
            back,
            CornerRadius::same(5),
            Stroke::new(1.0, theme.accent),
            StrokeKind::Inside,
        );
    }
    let y = rect.center().y;
    let mut x = rect.left() + 6.0 + row.depth as f32 * INDENT;
    if let Some(open) = row.open {
        let c = Pos2::new(x + 3.5, y);
        let points = if open {
            [(-3.5, -2.0), (3.5, -2.0), (0.0, 2.5)]
        } else {
            [(-1.5, -3.5), (3.0, 0.0), (-1.5, 3.5)]
        };
        let points = points.map(|(dx, dy)| c + Vec2::new(dx, dy)).to_vec();
        painter.add(egui::Shape::convex_polygon(
            points,
            theme.muted,
            Stroke::NONE,
        ));
    }
    x += 12.0;
    match row.sign {
        Some(Sign::Level(level)) => {
            let colour = theme
                .level
                .get(usize::from(level.number()))
                .copied()
                .unwrap_or(theme.muted);
            painter.circle_filled(Pos2::new(x + 4.0, y), 4.0, colour);
            x += 14.0;
        }
        Some(Sign::Icon(icon)) => {
            let square = Rect::from_center_size(Pos2::new(x + 6.0, y), Vec2::splat(13.0));
            icons::paint(painter, square, icon, theme.muted);
            x += 18.0;
        }
        None => {}
    }
    let mut right = rect.right() - 6.0;
    if !row.note.is_empty() {
        let r = painter.text(
            Pos2::new(right, y),
            Align2::RIGHT_CENTER,
            &row.note,
            style::regular(11.0),
            theme.muted,
        );
        right = r.left() - 6.0;
    }
    if let Some(worst) = row.marks.worst() {
        let colour = theme.severity(worst);
        let text = row.marks.total().to_string();
        let size = Vec2::new(8.0 + 6.0 * text.len() as f32, 14.0);
        let r = Rect::from_min_size(Pos2::new(right - size.x, y - 7.0), size);
        let radius = if worst == Severity::Error { 7 } else { 4 };
        painter.rect_filled(r, CornerRadius::same(radius), colour);
        let ink = theme.on_accent();
        painter.text(
            r.center(),
            Align2::CENTER_CENTER,
            text,
            style::bold(10.0),
            ink,
        );
        right = r.left() - 6.0;
    }
    let (face, ink) = if row.item.is_none() {
        (Face::Bold, theme.muted)
    } else {
        (Face::Regular, theme.text)
    };
    let size = if row.item.is_none() { 12.0 } else { 13.0 };
    let name = chips::shorten(&row.name, face, size, right - x);
    painter.text(
        Pos2::new(x, y),
        Align2::LEFT_CENTER,
        name,
        crate::fonts::font_id(face, size),
        ink,
    );
}
