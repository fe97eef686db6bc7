//! Figures of the selected thing, each with the way to its working.

use std::sync::Arc;

use egui::{Align, FontId, Layout, Sense, Ui, UiBuilder, pos2, vec2};
use evenkeel_model::facts::{FigureInfo, figures_of};
use evenkeel_model::figure::shown;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use crate::command::{Command, Sender};
use crate::ui::fields;
use crate::ui::style::{self, BODY, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::view::ViewCx;

/// All figures of a thing: the headline ones, the rest on request.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    let facts = Arc::clone(cx.doc.facts());
    let all = figures_of(&cx.doc.cx(), &facts, id);
    if all.is_empty() {
        return;
    }
    let more = egui::Id::unique("evenkeel-all-figures");
    let mut every = ui.data(|d| d.get_temp::<bool>(more)).unwrap_or(false);
    let headlines = all.iter().filter(|f| f.headline).count();
    let both = headlines > 0 && headlines < all.len();
    fields::heading_with(ui, cx.theme, "Figures", |ui| {
        if both {
            let text = if every {
                "Only the main ones".to_owned()
            } else {
                format!("All {}", all.len())
            };
            if fields::link_named(ui, cx.theme, &text, "Show all figures").clicked() {
                every = !every;
            }
        }
    });
    ui.data_mut(|d| d.insert_temp(more, every));
    widgets::rule(ui, cx.theme);
    for figure in all.iter().filter(|f| every || !both || f.headline) {
        let open = cx.ws.why.as_deref() == Some(figure.address.as_str());
        let given = given(cx.doc.plan(), figure);
        row(ui, cx.theme, cx.send, figure, given, open);
    }
}

/// What the plan gives where a figure says what is needed.
fn given(plan: &Plan, figure: &FigureInfo) -> Option<(String, String)> {
    let EntityId::Vm(id) = &figure.subject else {
        return None;
    };
    let vm = plan.vms.get(id)?;
    match figure.address.rsplit('/').next()? {
        "ram.needed" => Some(shown(vm.ram.as_f64(), "MiB")),
        "vcpus.needed" => Some(shown(f64::from(vm.vcpus), "")),
        _ => None,
    }
}

/// One figure: label, value with unit, why.
pub fn row(
    ui: &mut Ui,
    theme: &Theme,
    send: &mut Sender,
    figure: &FigureInfo,
    given: Option<(String, String)>,
    open: bool,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let mut right = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .id_salt(("figure", &figure.address))
            .layout(Layout::right_to_left(Align::Center)),
    );
    right.spacing_mut().item_spacing.x = 8.0;
    let name = format!("Why {}", figure.label);
    if fields::link_named(&mut right, theme, "why?", &name).clicked() {
        send.send(Command::Why(figure.address.clone()));
    }
    let (mut number, mut unit) = shown(figure.value, figure.unit);
    if let Some((of, of_unit)) = given {
        // Equal units are said once: `6.88 of 8 GiB`.
        let own = if unit == of_unit || of_unit.is_empty() {
            String::new()
        } else {
            format!(" {unit}")
        };
        number = format!("{number}{own} of {of}");
        unit = of_unit;
    }
    let ink = if open { theme.accent } else { theme.text };
    let painter = right.painter().clone();
    let mut x = right.min_rect().left().min(rect.right() - 34.0) - 8.0;
    let mut set = |text: String, font: FontId, ink| {
        let galley = painter.layout_no_wrap(text, font, ink);
        x -= galley.size().x;
        painter.galley(
            pos2(x, rect.center().y - galley.size().y / 2.0),
            galley,
            ink,
        );
        x -= 4.0;
    };
    if !unit.is_empty() {
        set(unit.clone(), FontId::proportional(SMALL + 1.0), theme.muted);
    }
    set(number.clone(), style::bold(BODY), ink);
    let label_rect = egui::Rect::from_min_max(rect.min, pos2(x - 4.0, rect.bottom()));
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(label_rect.shrink2(vec2(2.0, 0.0)))
            .id_salt(("figure label", &figure.address))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let label = left.add(
        egui::Label::new(fields::muted(theme, &figure.label))
            .truncate()
            .selectable(false),
    );
    label.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::Label,
            true,
            format!("{} {number} {unit}", figure.label).trim_end(),
        )
    });
    widgets::rule(ui, theme);
}
