//! The head of the inspector: name, kind, and what can be done with the whole thing.

use std::collections::BTreeMap;

use egui::{Align, Layout, Popup, Sense, Ui, WidgetInfo, vec2};
use evenkeel_model::edit::kind_title;
use evenkeel_model::ids::{EntityId, Kind};
use evenkeel_model::plan::Plan;

use super::{plural, who};
use crate::command::{Action, Command};
use crate::ui::fields;
use crate::ui::widgets::{self, Icon};
use crate::view::ViewCx;

/// Name, kind and menu.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, ids: &[EntityId]) {
    let title = who(plan, ids);
    let kind = match ids {
        [EntityId::Vm(id)] if plan.vms.get(id).is_some_and(|v| v.is_group()) => "VM group",
        [one] => kind_title(one.kind()),
        _ => "",
    };
    line(ui, cx, &title, kind, |ui, cx| menu(ui, cx, ids));
}

/// A title with a chip behind it and something at the right.
pub fn line(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    title: &str,
    kind: &str,
    right: impl FnOnce(&mut Ui, &mut ViewCx<'_>),
) {
    let size = vec2(ui.available_width(), 30.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        right(ui, cx);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            // The chip keeps its room when the name is long.
            let chip = if kind.is_empty() {
                0.0
            } else {
                kind.chars().count() as f32 * 6.5 + 26.0
            };
            let galley = {
                let mut job = egui::text::LayoutJob::single_section(
                    title.to_owned(),
                    egui::TextFormat::simple(
                        crate::ui::style::bold(crate::ui::style::TITLE),
                        cx.theme.text,
                    ),
                );
                job.wrap = egui::text::TextWrapping::truncate_at_width(
                    (ui.available_width() - chip).max(40.0),
                );
                ui.fonts_mut(|f| f.layout_job(job))
            };
            let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
            ui.painter().galley(rect.min, galley, cx.theme.text);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, title));
            if !kind.is_empty() {
                widgets::chip(ui, cx.theme, kind);
            }
        });
    });
    ui.add_space(4.0);
}

fn menu(ui: &mut Ui, cx: &mut ViewCx<'_>, ids: &[EntityId]) {
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 26.0), Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "More about the selection"));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 5, cx.theme.hover());
    }
    Icon::More.paint(
        ui.painter(),
        egui::Rect::from_center_size(rect.center(), vec2(16.0, 16.0)),
        cx.theme.muted,
    );
    Popup::menu(&response).show(|ui| {
        if let [one] = ids
            && widgets::menu_item(ui, cx.theme, "Show on the canvas", None, None).clicked()
        {
            cx.send.act(Action::Page(crate::workspace::Page::Layout));
            cx.send.send(Command::JumpTo(one.clone()));
        }
        for action in [Action::Rename, Action::Duplicate, Action::Delete] {
            let spec = action.spec(cx.doc, cx.ws);
            let keys = spec.shortcut.map(|k| ui.ctx().format_shortcut(&k));
            if widgets::menu_item(ui, cx.theme, &spec.text, keys, spec.refused).clicked() {
                cx.send.act(action);
            }
        }
    });
}

/// A selection of several kinds: how many of each, to narrow it down.
pub fn kinds(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, ids: &[EntityId]) {
    let mut by_kind: BTreeMap<Kind, Vec<EntityId>> = BTreeMap::new();
    for id in ids {
        by_kind.entry(id.kind()).or_default().push(id.clone());
    }
    fields::note(
        ui,
        cx.theme,
        "Things of several kinds are selected. Choose one kind to edit it.",
    );
    ui.add_space(6.0);
    for (kind, ids) in by_kind {
        let name = match ids.as_slice() {
            [one] => plan.label(one),
            many => format!("{} {}", many.len(), plural(kind)),
        };
        fields::row(ui, cx.theme, kind_title(kind), "", 190.0, |ui, _| {
            if widgets::link(ui, cx.theme, &name).clicked() {
                cx.send.send(Command::Select(ids));
            }
        });
    }
}
