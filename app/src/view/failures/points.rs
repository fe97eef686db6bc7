//! Parts whose failure alone stops a service or VM, by name.

use egui::{Align, Label, Layout, ScrollArea, Sense, Ui, UiBuilder, vec2};
use evenkeel_model::failure::Part;
use evenkeel_model::ids::EntityId;

use super::Singles;
use crate::command::Command;
use crate::ui::fields;
use crate::ui::widgets;
use crate::view::ViewCx;
use crate::view::drill::Step;

const ROW: f32 = 30.0;
/// Parts named in a row.
const NAMED: usize = 8;

enum Line<'a> {
    Head(&'static str),
    Of(EntityId, &'a [Part]),
}

/// Draws them.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, singles: &Singles) {
    let theme = cx.theme;
    let plan = std::sync::Arc::clone(cx.doc.plan());
    let placed = plan.vms.values().filter(|v| v.placed() > 0).count();
    let free = placed.saturating_sub(singles.vms.len());
    let text = format!(
        "A single point of failure stops the VM, or lets it run twice, when nothing else has failed. {free} of {placed} VMs \
         have none."
    );
    ui.add(Label::new(fields::muted(theme, text)).wrap());
    let wanted = cx.ws.failures.filter.trim().to_lowercase();
    let fits = |id: &EntityId, parts: &[Part]| {
        wanted.is_empty()
            || plan.label(id).to_lowercase().contains(&wanted)
            || parts
                .iter()
                .any(|p| p.label(&plan).to_lowercase().contains(&wanted))
    };
    let mut lines: Vec<Line<'_>> = Vec::new();
    let services: Vec<_> = singles
        .services
        .iter()
        .map(|(id, parts)| (EntityId::from(id), parts.as_slice()))
        .collect();
    let vms: Vec<_> = singles
        .vms
        .iter()
        .map(|(id, parts)| (EntityId::from(id), parts.as_slice()))
        .collect();
    for (head, all) in [("Services", services), ("VMs", vms)] {
        let mut some = all
            .into_iter()
            .filter(|(id, parts)| !parts.is_empty() && fits(id, parts))
            .peekable();
        if some.peek().is_some() {
            lines.push(Line::Head(head));
            lines.extend(some.map(|(id, parts)| Line::Of(id, parts)));
        }
    }
    if lines.is_empty() {
        ui.add_space(24.0);
        let text = if singles.vms.is_empty() {
            "No part alone stops a VM."
        } else {
            "Nothing to show with this filter."
        };
        ui.label(widgets::strong(theme, text));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_rows(ui, ROW, lines.len(), |ui, range| {
            for i in range {
                match lines.get(i) {
                    Some(Line::Head(text)) => {
                        let size = vec2(ui.available_width(), ROW);
                        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Max), |ui| {
                            ui.set_min_size(size);
                            ui.label(widgets::small(theme, *text));
                        });
                    }
                    Some(Line::Of(id, parts)) => row(ui, cx, &plan, id, parts),
                    None => {}
                }
            }
        });
}

fn row(
    ui: &mut Ui,
    cx: &mut ViewCx<'_>,
    plan: &evenkeel_model::plan::Plan,
    id: &EntityId,
    parts: &[Part],
) {
    let theme = cx.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name = plan.label(id);
    let (left, right) = rect.split_left_right_at_x(rect.left() + (rect.width() * 0.26).min(280.0));
    let cell = |ui: &mut Ui, rect: egui::Rect, salt: &str| {
        ui.new_child(
            UiBuilder::new()
                .max_rect(rect)
                .id_salt((salt, id))
                .layout(Layout::left_to_right(Align::Center)),
        )
    };
    let mut at = cell(ui, left.shrink2(vec2(0.0, 2.0)), "name");
    let response = at.add(
        Label::new(widgets::strong(theme, &name))
            .truncate()
            .selectable(false)
            .sense(Sense::click()),
    );
    if response.on_hover_text("Show it on the canvas").clicked() {
        cx.send
            .act(crate::command::Action::Page(crate::workspace::Page::Layout));
        cx.send.send(Command::JumpTo(id.clone()));
    }
    let mut at = cell(ui, right.shrink2(vec2(0.0, 2.0)), "parts");
    at.spacing_mut().item_spacing.x = 14.0;
    let mut named = 0;
    for part in parts.iter().take(NAMED) {
        let text = part.label(plan);
        let wide = at
            .painter()
            .layout_no_wrap(text.clone(), egui::FontId::proportional(11.5), theme.accent)
            .size()
            .x;
        if named > 0 && wide + 70.0 > at.available_width() {
            break;
        }
        named += 1;
        let link = fields::link_named(&mut at, theme, &text, &format!("Drill {text}"));
        if link.clicked() {
            cx.send.send(Command::Drill(Step::Only(vec![part.clone()])));
        }
    }
    if parts.len() > named {
        let rest: Vec<String> = parts.iter().skip(named).map(|p| p.label(plan)).collect();
        at.label(widgets::small(
            theme,
            format!("and {} more", parts.len() - named),
        ))
        .on_hover_text(rest.join("\n"));
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom(),
        egui::Stroke::new(1.0, theme.rule.gamma_multiply(0.6)),
    );
}
