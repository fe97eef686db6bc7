//! The left panel in a drill: everything that can fail, to tick.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Align, Layout, Rect, Role, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo, pos2};
use evenkeel_model::failure::{Part, parts};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use super::{Step, words};
use crate::command::Command;
use crate::ui::style;
use crate::ui::widgets::{self, Icon};
use crate::view::ViewCx;

const ROW: f32 = 24.0;
const INDENT: f32 = 18.0;

/// Parts by the thing they belong to; ducts under each link that lies in them.
pub fn by_thing(plan: &Plan) -> BTreeMap<EntityId, Vec<Part>> {
    let mut out: BTreeMap<EntityId, Vec<Part>> = BTreeMap::new();
    for part in parts(plan) {
        match part.thing() {
            Some(id) => {
                let list = out.entry(id).or_default();
                if !matches!(part, Part::Thing(_)) {
                    list.push(part);
                }
            }
            None => {
                for id in in_duct(plan, &part) {
                    out.entry(id).or_default().push(part.clone());
                }
            }
        }
    }
    out
}

fn in_duct(plan: &Plan, part: &Part) -> BTreeSet<EntityId> {
    let Part::Duct(name) = part else {
        return BTreeSet::new();
    };
    plan.links
        .iter()
        .filter(|(_, l)| l.segments.iter().any(|s| s.duct == *name))
        .map(|(id, _)| id.into())
        .collect()
}

enum Line<'a> {
    Head(&'static str),
    Thing(&'a EntityId, bool),
    Inside(&'a Part),
}

const fn head_of(id: &EntityId) -> &'static str {
    match id {
        EntityId::Site(_) => "Sites",
        EntityId::Feed(_) => "Power feeds",
        EntityId::Host(_) => "Hosts",
        EntityId::Switch(_) => "Switches",
        EntityId::Array(_) => "Arrays",
        EntityId::Link(_) => "Links",
        EntityId::Witness(_) => "Witnesses",
        _ => "Others",
    }
}

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let plan = Arc::clone(cx.doc.plan());
    let list = cx.ws.drill.list(&plan);
    ui.horizontal(|ui| {
        ui.label(widgets::title(cx.theme, "What fails"));
    });
    let search = ui.add(
        TextEdit::singleline(&mut cx.ws.drill.filter)
            .hint_text("Filter: a disk, host, link …")
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 5)),
    );
    search.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter what can fail"));
    ui.add_space(4.0);
    let wanted = cx.ws.drill.filter.trim().to_lowercase();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut head = "";
    for (id, inside) in list.iter() {
        let name = plan.label(id).to_lowercase();
        let whole = wanted.is_empty() || name.contains(&wanted);
        let hits: Vec<&Part> = inside
            .iter()
            .filter(|p| !wanted.is_empty() && p.label(&plan).to_lowercase().contains(&wanted))
            .collect();
        if !whole && hits.is_empty() {
            continue;
        }
        if head != head_of(id) {
            head = head_of(id);
            lines.push(Line::Head(head));
        }
        lines.push(Line::Thing(id, !inside.is_empty()));
        if cx.ws.drill.open.contains(id) {
            lines.extend(inside.iter().map(Line::Inside));
        } else if !whole {
            lines.extend(hits.into_iter().map(Line::Inside));
        } else {
            // What has failed inside is never hidden.
            let failed = inside.iter().filter(|p| cx.ws.drill.failed.contains(p));
            lines.extend(failed.map(Line::Inside));
        }
    }
    if lines.is_empty() {
        ui.label(widgets::small(cx.theme, "Nothing by that name can fail"));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, lines.len(), |ui, rows| {
            for i in rows {
                if let Some(line) = lines.get(i) {
                    row(ui, cx, &plan, line);
                }
            }
        });
}

fn row(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, line: &Line<'_>) {
    let width = ui.available_width();
    match line {
        Line::Head(text) => {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
            ui.painter().text(
                pos2(rect.left(), rect.bottom() - 6.0),
                egui::Align2::LEFT_BOTTOM,
                text,
                style::bold(style::SMALL),
                cx.theme.muted,
            );
        }
        Line::Thing(id, has_parts) => {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
            let part = Part::Thing((*id).clone());
            let name = plan.label(id);
            if *has_parts {
                arrow(ui, cx, rect, id, &name);
            }
            let at = Rect::from_min_max(pos2(rect.left() + 14.0, rect.top()), rect.max);
            tick(ui, cx, at, &part, &name, &format!("Fail {name}"));
        }
        Line::Inside(part) => {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
            let at = Rect::from_min_max(pos2(rect.left() + 14.0 + INDENT, rect.top()), rect.max);
            let name = format!("Fail {}", part.label(plan));
            tick(ui, cx, at, part, &words::inside(part), &name);
        }
    }
}

fn arrow(ui: &mut Ui, cx: &mut ViewCx<'_>, rect: Rect, id: &EntityId, name: &str) {
    let at = Rect::from_min_size(rect.min, Vec2::new(14.0, rect.height()));
    let open = cx.ws.drill.open.contains(id);
    let response = ui.interact(at, ui.scope_id().with(("parts of", id)), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::DisclosureTriangle,
            true,
            open,
            format!("Parts of {name}"),
        )
    });
    let icon = if open {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let ink = if response.hovered() || response.has_focus() {
        cx.theme.text
    } else {
        cx.theme.muted
    };
    let square = Rect::from_center_size(at.center(), Vec2::splat(10.0));
    icon.paint(ui.painter(), square, ink);
    if response.clicked() && !cx.ws.drill.open.remove(id) {
        cx.ws.drill.open.insert((*id).clone());
    }
}

fn tick(ui: &mut Ui, cx: &mut ViewCx<'_>, rect: Rect, part: &Part, text: &str, label: &str) {
    let theme = cx.theme;
    let on = cx.ws.drill.failed.contains(part);
    let id = ui.scope_id().with(("fail", part));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 4.0, theme.field);
    }
    let square =
        Rect::from_center_size(pos2(rect.left() + 10.0, rect.center().y), Vec2::splat(13.0));
    let (fill, line) = if on {
        (theme.error, theme.error)
    } else {
        (theme.panel, theme.rule_strong())
    };
    ui.painter().rect(
        square,
        3.0,
        fill,
        egui::Stroke::new(1.0, line),
        egui::StrokeKind::Inside,
    );
    if on {
        Icon::Close.paint(ui.painter(), square.shrink(2.0), theme.on_accent());
    }
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(Rect::from_min_max(
                pos2(rect.left() + 23.0, rect.top()),
                rect.max,
            ))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let mut words = egui::RichText::new(text)
        .size(style::BODY)
        .color(theme.text);
    if on {
        words = words.strikethrough().color(theme.error);
    }
    inner.add(egui::Label::new(words).truncate().selectable(false));
    if response.clicked() {
        cx.send.send(Command::Drill(Step::Turn(part.clone())));
    }
}
