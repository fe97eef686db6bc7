//! Paints a table: head with sorting, the rows in sight, selection, keys, and the cell being edited.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{
    Align, Align2, CornerRadius, CursorIcon, FontId, Key as Press, Layout, Modifiers, Popup, Rect,
    Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use egui_extras::{Column as Slot, TableBuilder};
use evenkeel_model::ids::EntityId;

use super::columns::{Column, Editor, Look, Paint, Row};
use super::data::{Order, Sheet};
use super::{State, bar};
use crate::command::Command;
use crate::ui::fields::{self, Form, Style};
use crate::ui::style::{self, BODY, SMALL};
use crate::view::ViewCx;
use crate::view::inspector::{plural, who};

const ROW: f32 = 28.0;

/// The whole table of a kind.
pub fn table<T: Row>(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State) {
    let sheet = sheet::<T>(cx, state);
    let selected: BTreeSet<EntityId> = cx
        .ws
        .selection
        .iter()
        .filter(|id| id.kind() == state.tab.kind())
        .cloned()
        .collect();
    bar::show::<T>(ui, cx, state, &selected);
    if sheet.rows.is_empty() {
        empty(ui, cx, state, &sheet);
        return;
    }
    keys::<T>(ui, cx, state, &sheet);
    let follow = std::mem::take(&mut state.follow)
        .then(|| state.cursor.as_ref().and_then(|(id, _)| sheet.position(id)))
        .flatten();
    let columns = T::COLUMNS;
    egui::ScrollArea::horizontal()
        .id_salt(("table", state.tab as usize))
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            // Columns are set apart by their text; their edges show under the pointer only.
            ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut builder = TableBuilder::new(ui)
                .id_salt(("rows", state.tab as usize))
                .striped(false)
                .resizable(true)
                .auto_shrink(false)
                .sense(Sense::click())
                .cell_layout(Layout::left_to_right(Align::Center));
            for column in columns {
                builder = builder.column(
                    Slot::initial(column.width)
                        .at_least(44.0)
                        .clip(true)
                        .resizable(true),
                );
            }
            if let Some(row) = follow {
                builder = builder.scroll_to_row(row, None);
            }
            builder
                .header(30.0, |mut head| {
                    for (i, column) in columns.iter().enumerate() {
                        head.col(|ui| title(ui, cx, state, i, column));
                    }
                })
                .body(|body| {
                    body.rows(ROW, sheet.rows.len(), |mut row| {
                        let Some(id) = sheet.rows.get(row.index()) else {
                            return;
                        };
                        row.set_selected(selected.contains(id));
                        let Some(entity) = T::get(cx.doc.plan(), id) else {
                            return;
                        };
                        for (i, column) in columns.iter().enumerate() {
                            let editing = state
                                .editing
                                .as_ref()
                                .is_some_and(|(e, c, _)| e == id && *c == i);
                            let (_, response) = row.col(|ui| {
                                if editing {
                                    edit(ui, cx, state, id, &entity, column);
                                } else {
                                    cell(ui, cx, state, id, &entity, i, column);
                                }
                            });
                            if !editing {
                                react(cx, state, &sheet, &selected, id, i, column, &response);
                            }
                        }
                    });
                });
        });
}

fn sheet<T: Row>(cx: &ViewCx<'_>, state: &mut State) -> Arc<Sheet> {
    let (plan, facts) = (cx.doc.plan(), cx.doc.facts());
    let order = state.order();
    if let Some(sheet) = &state.sheet
        && sheet.is_current(plan, facts, state.tab, &state.filter, order)
    {
        return Arc::clone(sheet);
    }
    let look = Look::new(cx.doc);
    let sheet = Arc::new(Sheet::build::<T>(
        &look,
        plan,
        facts,
        state.tab,
        &state.filter,
        order,
    ));
    state.sheet = Some(Arc::clone(&sheet));
    sheet
}

fn empty(ui: &mut Ui, cx: &ViewCx<'_>, state: &State, sheet: &Sheet) {
    ui.add_space(32.0);
    ui.vertical_centered(|ui| {
        let kind = plural(state.tab.kind());
        let text = if sheet.hidden > 0 {
            format!("None of the {} {kind} matches the filter.", sheet.hidden)
        } else {
            format!("The plan has no {kind} yet.")
        };
        ui.label(fields::muted(cx.theme, text));
    });
}

fn title<T: Row>(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut State, i: usize, column: &Column<T>) {
    let theme = cx.theme;
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with(("sort", i)), Sense::click());
    let name = format!("Sort by {}", column.title);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0, theme.field);
    }
    let order = state.order();
    let sorted = order.column == i;
    let ink = if sorted { theme.text } else { theme.muted };
    let galley = ui
        .painter()
        .layout_no_wrap(column.title.to_owned(), style::bold(SMALL), ink);
    let x = if column.right {
        rect.right() - 10.0 - galley.size().x
    } else {
        rect.left() + 10.0
    };
    let mark = if column.right {
        x - 9.0
    } else {
        x + galley.size().x + 8.0
    };
    ui.painter().galley(
        pos2(x, rect.center().y - galley.size().y / 2.0),
        galley,
        ink,
    );
    if sorted {
        let tip = if order.descending { 3.0 } else { -3.0 };
        let c = pos2(mark, rect.center().y);
        ui.painter().add(egui::Shape::convex_polygon(
            vec![
                c + vec2(-3.5, -tip / 1.5),
                c + vec2(3.5, -tip / 1.5),
                c + vec2(0.0, tip),
            ],
            theme.accent,
            Stroke::NONE,
        ));
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.rule),
    );
    if response.clicked() {
        state.set_order(Order {
            column: i,
            descending: sorted && !order.descending,
        });
    }
    response.on_hover_cursor(CursorIcon::PointingHand);
}

fn cell<T: Row>(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &State,
    id: &EntityId,
    row: &Arc<T>,
    i: usize,
    column: &Column<T>,
) {
    let theme = cx.theme;
    let rect = ui.max_rect();
    let look = Look::new(cx.doc);
    let text = (column.text)(&look, id, row);
    let painter = ui.painter();
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.rule),
    );
    let inner = rect.shrink2(vec2(10.0, 0.0));
    match column.paint {
        Paint::Level => level(ui, cx, inner, &text),
        Paint::Text | Paint::Share => {
            let ink = if text == "–" || column.figure.is_none() && column.edit.is_none() {
                theme.muted
            } else {
                theme.text
            };
            let font = if i == 0 {
                style::bold(BODY)
            } else {
                FontId::proportional(BODY)
            };
            let mut job =
                egui::text::LayoutJob::single_section(text, egui::TextFormat::simple(font, ink));
            job.wrap = egui::text::TextWrapping::truncate_at_width(inner.width().max(8.0));
            let galley = ui.fonts_mut(|f| f.layout_job(job));
            let x = if column.right {
                inner.right() - galley.size().x
            } else {
                inner.left()
            };
            let lift = if column.paint == Paint::Share {
                2.0
            } else {
                0.0
            };
            ui.painter().galley(
                pos2(x, inner.center().y - galley.size().y / 2.0 - lift),
                galley,
                ink,
            );
            if column.paint == Paint::Share
                && let super::data::Key::Number(share) = (column.key)(&look, id, row)
            {
                bar_of(ui, cx, inner, share);
            }
        }
    }
    let here = state
        .cursor
        .as_ref()
        .is_some_and(|(c, at)| c == id && *at == i);
    if here {
        ui.painter().rect_stroke(
            rect.shrink(1.5),
            CornerRadius::same(3),
            Stroke::new(1.5, theme.accent),
            StrokeKind::Inside,
        );
    }
}

fn level(ui: &Ui, cx: &ViewCx<'_>, inner: Rect, text: &str) {
    let n = text.parse::<usize>().unwrap_or(0);
    let fill = cx.theme.level.get(n).copied().unwrap_or(cx.theme.muted);
    let badge = Rect::from_min_size(pos2(inner.left(), inner.center().y - 8.0), vec2(18.0, 16.0));
    ui.painter().rect_filled(badge, CornerRadius::same(4), fill);
    ui.painter().text(
        badge.center(),
        Align2::CENTER_CENTER,
        text,
        style::bold(SMALL),
        fields::on_fill(fill),
    );
}

fn bar_of(ui: &Ui, cx: &ViewCx<'_>, inner: Rect, share: f64) {
    let track = Rect::from_min_max(
        pos2(inner.left(), inner.bottom() - 6.0),
        pos2(inner.right(), inner.bottom() - 3.5),
    );
    ui.painter().rect_filled(track, 1, cx.theme.track);
    let width = track.width() * (share.clamp(0.0, 1.0) as f32);
    let ink = if share > 1.0 {
        cx.theme.error
    } else {
        cx.theme.accent
    };
    ui.painter().rect_filled(
        Rect::from_min_size(track.min, vec2(width, track.height())),
        1,
        ink,
    );
}

/// What a click does to a cell that is not being edited.
#[expect(clippy::too_many_arguments, reason = "the surroundings of a cell")]
fn react<T: Row>(
    cx: &mut ViewCx<'_>,
    state: &mut State,
    sheet: &Sheet,
    selected: &BTreeSet<EntityId>,
    id: &EntityId,
    i: usize,
    column: &Column<T>,
    response: &Response,
) {
    let name = format!("{} of {}", column.title, cx.doc.plan().label(id));
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Cell, true, &name);
        info.selected = Some(selected.contains(id));
        info
    });
    if response.clicked() {
        let keys = response.ctx.input(|input| input.modifiers);
        state.cursor = Some((id.clone(), i));
        let ids = if keys.shift {
            range(sheet, state.anchor.as_ref().unwrap_or(id), id)
        } else if keys.command {
            let mut ids: Vec<EntityId> = selected.iter().cloned().collect();
            match ids.iter().position(|s| s == id) {
                Some(at) => {
                    ids.remove(at);
                }
                None => ids.push(id.clone()),
            }
            state.anchor = Some(id.clone());
            ids
        } else {
            state.anchor = Some(id.clone());
            vec![id.clone()]
        };
        cx.send.send(Command::Select(ids));
    }
    if response.double_clicked() {
        open(cx, state, id, i, column);
    }
    if response.hovered() {
        let tip = match (column.edit.is_some(), column.figure) {
            (true, _) => "Double-click to edit",
            (false, Some(figure)) if !figure.is_empty() => "Double-click for the working",
            _ => return,
        };
        response
            .clone()
            .on_hover_text(RichText::new(tip).size(SMALL));
    }
}

/// Opens a cell for editing, or the working of its figure.
fn open<T: Row>(
    cx: &mut ViewCx<'_>,
    state: &mut State,
    id: &EntityId,
    i: usize,
    column: &Column<T>,
) {
    if column.edit.is_some() {
        state.editing = Some((id.clone(), i, true));
    } else if let Some(figure) = column.figure.filter(|f| !f.is_empty()) {
        cx.send.send(Command::Why(format!("{id}/{figure}")));
    }
}

/// The rows from one to another, as they stand.
fn range(sheet: &Sheet, a: &EntityId, b: &EntityId) -> Vec<EntityId> {
    match (sheet.position(a), sheet.position(b)) {
        (Some(a), Some(b)) => sheet
            .rows
            .get(a.min(b)..=a.max(b))
            .map(<[EntityId]>::to_vec)
            .unwrap_or_default(),
        _ => vec![b.clone()],
    }
}

fn edit<T: Row>(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    id: &EntityId,
    row: &Arc<T>,
    column: &Column<T>,
) {
    let Some((editor, draw)) = column.edit else {
        return;
    };
    let fresh = state.editing.as_ref().is_some_and(|e| e.2);
    let rect = ui.max_rect();
    let mut form = Form::new(
        cx.theme,
        &mut *cx.send,
        vec![(id.clone(), Arc::clone(row))],
        who(cx.doc.plan(), std::slice::from_ref(id)),
        "cell",
    );
    form.style = Style::Cells;
    let field = form.salt.with(column.title);
    ui.spacing_mut().interact_size.y = 22.0;
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(vec2(2.0, 1.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    draw(&mut inner, &mut form, cx.doc, column.title);
    let done = form.committed || form.cancelled;
    let error = fields::error_of(ui, field);
    if let Some(error) = &error {
        egui::Area::new(field.with("error"))
            .order(egui::Order::Tooltip)
            .fixed_pos(rect.left_bottom() + vec2(0.0, 2.0))
            .interactable(false)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(320.0);
                    ui.label(RichText::new(error).size(SMALL).color(cx.theme.error));
                });
            });
    }
    if fresh {
        match editor {
            Editor::Line => ui.memory_mut(|m| m.request_focus(field)),
            Editor::List => Popup::open_id(ui.ctx(), field.with("popup")),
            Editor::Buttons => {}
        }
        state.editing = Some((id.clone(), state.editing.as_ref().map_or(0, |e| e.1), false));
        return;
    }
    let still = match editor {
        Editor::Line => ui.memory(|m| m.has_focus(field)) || error.is_some(),
        Editor::List => Popup::is_id_open(ui.ctx(), field.with("popup")),
        Editor::Buttons => {
            let away = ui.input(|i| {
                i.pointer.any_click() && i.pointer.interact_pos().is_some_and(|p| !rect.contains(p))
            });
            !away && !ui.input(|i| i.key_pressed(Press::Escape))
        }
    };
    if done || !still {
        state.editing = None;
    }
}

/// Keys of the table while no field has the focus.
fn keys<T: Row>(ui: &Ui, cx: &mut ViewCx<'_>, state: &mut State, sheet: &Sheet) {
    if state.editing.is_some()
        || ui.memory(|m| m.focused().is_some())
        || Popup::is_any_open(ui.ctx())
    {
        return;
    }
    if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Press::A)) {
        cx.send.send(Command::Select(sheet.rows.clone()));
        return;
    }
    let Some((id, column)) = state.cursor.clone() else {
        return;
    };
    let Some(at) = sheet.position(&id) else {
        return;
    };
    let page = ((ui.available_height() / ROW) as usize).max(2) - 1;
    let last = sheet.rows.len().saturating_sub(1);
    let columns = T::COLUMNS.len();
    let mut row = at;
    let mut col = column;
    let mut extend = false;
    ui.input_mut(|i| {
        extend = i.modifiers.shift;
        let mut hit = |key: Press| {
            i.consume_key(Modifiers::NONE, key) || i.consume_key(Modifiers::SHIFT, key)
        };
        if hit(Press::ArrowDown) {
            row = (row + 1).min(last);
        }
        if hit(Press::ArrowUp) {
            row = row.saturating_sub(1);
        }
        if hit(Press::PageDown) {
            row = (row + page).min(last);
        }
        if hit(Press::PageUp) {
            row = row.saturating_sub(page);
        }
        if hit(Press::Home) {
            row = 0;
        }
        if hit(Press::End) {
            row = last;
        }
        if hit(Press::ArrowRight) {
            col = (col + 1).min(columns.saturating_sub(1));
        }
        if hit(Press::ArrowLeft) {
            col = col.saturating_sub(1);
        }
    });
    if row != at || col != column {
        let Some(to) = sheet.rows.get(row).cloned() else {
            return;
        };
        if row != at {
            let ids = if extend {
                range(sheet, state.anchor.as_ref().unwrap_or(&id), &to)
            } else {
                state.anchor = Some(to.clone());
                vec![to.clone()]
            };
            cx.send.send(Command::Select(ids));
        }
        state.cursor = Some((to, col));
        state.follow = true;
    }
    let enter = ui.input_mut(|i| {
        i.consume_key(Modifiers::NONE, Press::Enter) || i.consume_key(Modifiers::NONE, Press::F2)
    });
    if enter && let Some(c) = T::COLUMNS.get(col) {
        open(cx, state, &id, col, c);
    }
}
