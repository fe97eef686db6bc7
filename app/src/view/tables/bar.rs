//! The bar over a table: how many rows are selected, and one field that sets a column of all of them.

use std::collections::BTreeSet;

use egui::{Align, CornerRadius, Frame, Layout, Margin, Ui, UiBuilder, vec2};
use evenkeel_model::ids::EntityId;

use super::State;
use super::columns::Row;
use crate::command::{Action, Command};
use crate::ui::fields::{self, Choice, Form, Style};
use crate::ui::widgets;
use crate::view::ViewCx;
use crate::view::inspector::who;

/// Draws it; a hint stands there while fewer than two rows are selected.
pub fn show<T: Row>(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    state: &mut State,
    selected: &BTreeSet<EntityId>,
) {
    let theme = cx.theme;
    let width = ui.available_width();
    Frame::new()
        .fill(if selected.len() > 1 {
            theme.selection
        } else {
            theme.card
        })
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(10, 3))
        .show(ui, |ui| {
            ui.set_width(width - 20.0);
            ui.allocate_ui_with_layout(
                vec2(width - 20.0, 30.0),
                Layout::left_to_right(Align::Center),
                |ui| {
                    if selected.len() < 2 {
                        ui.label(widgets::small(
                            theme,
                            "Select several rows with Ctrl or Shift to set a column of all of them. Double-click a cell to edit it.",
                        ));
                    } else {
                        set::<T>(ui, cx, state, selected);
                    }
                },
            );
        });
}

fn set<T: Row>(ui: &mut Ui, cx: &mut ViewCx<'_>, state: &mut State, selected: &BTreeSet<EntityId>) {
    let theme = cx.theme;
    ui.spacing_mut().item_spacing.x = 8.0;
    let editable: Vec<usize> = T::COLUMNS
        .iter()
        .enumerate()
        .filter(|(_, c)| c.edit.is_some() && c.title != "Name")
        .map(|(i, _)| i)
        .collect();
    ui.label(widgets::strong(
        theme,
        format!("{} selected", selected.len()),
    ));
    let Some(first) = editable.first().copied() else {
        return;
    };
    let slot = state.tab as usize;
    let mut chosen = state
        .set_column
        .get(slot)
        .copied()
        .filter(|c| editable.contains(c))
        .unwrap_or(first);
    ui.label(fields::muted(theme, "Set"));
    let title = T::COLUMNS.get(chosen).map_or("", |c| c.title);
    let picked = fields::choices(
        ui,
        theme,
        egui::Id::unique(("evenkeel-set-column", slot)),
        "Column to set",
        136.0,
        title,
        false,
        &|| {
            let all = editable
                .iter()
                .filter_map(|i| T::COLUMNS.get(*i))
                .map(|c| Choice::from(c.title))
                .collect();
            (all, editable.iter().position(|i| *i == chosen))
        },
    );
    if let Some(c) = picked.and_then(|i| editable.get(i).copied()) {
        chosen = c;
        if let Some(s) = state.set_column.get_mut(slot) {
            *s = c;
        }
    }
    ui.label(fields::muted(theme, "to"));
    let plan = cx.doc.plan();
    let ids: Vec<EntityId> = selected.iter().cloned().collect();
    let rows = ids
        .iter()
        .filter_map(|id| Some((id.clone(), T::get(plan, id)?)))
        .collect();
    let mut form = Form::new(theme, &mut *cx.send, rows, who(plan, &ids), "bar");
    form.style = Style::Slots;
    if let Some(column) = T::COLUMNS.get(chosen)
        && let Some((_, draw)) = column.edit
    {
        let (rect, _) = ui.allocate_exact_size(vec2(170.0, 26.0), egui::Sense::hover());
        let mut field = ui.new_child(
            UiBuilder::new()
                .max_rect(rect)
                .id_salt("set-field")
                .layout(Layout::left_to_right(Align::Center)),
        );
        field.spacing_mut().interact_size.y = 26.0;
        form.hold_errors();
        draw(&mut field, &mut form, cx.doc, column.title);
        if let Some(error) = form.held_error() {
            ui.label(
                egui::RichText::new(error)
                    .size(crate::ui::style::SMALL)
                    .color(theme.error),
            );
        }
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if widgets::link(ui, theme, "Remove").clicked() {
            cx.send.act(Action::Delete);
        }
        if widgets::link(ui, theme, "Select none").clicked() {
            cx.send.send(Command::Select(Vec::new()));
        }
    });
}
