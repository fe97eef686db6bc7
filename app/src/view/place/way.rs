//! When nothing fits: what is in the way, what cannot hold together, and the smallest changes that would help.

use std::sync::Arc;

use egui::{Label, RichText, ScrollArea, Ui};
use evenkeel_model::place::{Infeasible, words};

use super::{Answered, Step};
use crate::command::Command;
use crate::ui::fields;
use crate::ui::style::{self, BODY};
use crate::ui::widgets;
use crate::view::ViewCx;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, answered: &Answered, i: &Infeasible) {
    let theme = cx.theme;
    let plan = &answered.plan;
    ui.spacing_mut().item_spacing.y = 4.0;
    let title = if i.proven {
        "There is no placement that holds"
    } else {
        "No placement that holds was found"
    };
    ui.label(widgets::title(theme, title));
    if !i.message.is_empty() {
        ui.add(Label::new(fields::plain(theme, format!("{}.", i.message))).wrap());
    }
    if !i.proven {
        fields::note(
            ui,
            theme,
            "A longer search may find one; that there is none is not proven.",
        );
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if !i.no_host.is_empty() {
            fields::heading(ui, theme, "Fit on no host, even alone");
            let names: Vec<String> = i.no_host.iter().map(|v| plan.label(&v.into())).collect();
            ui.add(Label::new(fields::plain(theme, names.join(", "))).wrap());
        }
        if !i.conflict.is_empty() {
            fields::heading(
                ui,
                theme,
                "These cannot be kept together; without any one of them the rest can",
            );
            for c in &i.conflict {
                let text = format!("•  {}", words(plan, c));
                ui.add(Label::new(fields::plain(theme, text)).wrap());
            }
        }
        if !i.changes.is_empty() {
            fields::heading(ui, theme, "Any one of these would help");
            let current = Arc::ptr_eq(plan, cx.doc.plan());
            for change in &i.changes {
                ui.horizontal(|ui| {
                    ui.add_enabled_ui(current, |ui| {
                        let button = ui.button("Apply");
                        button.widget_info(|| {
                            let name = format!("Apply {}", change.title);
                            egui::WidgetInfo::labeled(egui::Role::Button, current, name)
                        });
                        if button
                            .on_hover_text("One change of the plan; Undo takes it back")
                            .clicked()
                        {
                            cx.send.edit(change.edit.clone());
                        }
                    });
                    ui.add(
                        Label::new(
                            RichText::new(&change.title)
                                .font(style::regular(BODY))
                                .color(theme.text),
                        )
                        .wrap(),
                    );
                });
            }
            if !current {
                fields::note(
                    ui,
                    theme,
                    "The plan has changed since. Find a placement again.",
                );
            }
        }
        ui.add_space(12.0);
        if widgets::quiet_button(ui, "Discard").clicked() {
            cx.send.send(Command::Place(Step::Discard));
        }
    });
}
