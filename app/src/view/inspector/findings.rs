//! Findings about the selected thing, with what would mend them.

use std::sync::Arc;

use egui::{Label, RichText, Ui};
use evenkeel_model::check::Finding;
use evenkeel_model::ids::EntityId;

use crate::command::Command;
use crate::ui::fields;
use crate::ui::style::SMALL;
use crate::ui::widgets;
use crate::view::ViewCx;

/// Shown at most; the findings panel has them all.
const MOST: usize = 12;

/// Findings that name `id`.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    let all = Arc::clone(cx.doc.findings());
    let own: Vec<&Finding> = all.iter().filter(|f| f.subjects.contains(id)).collect();
    if own.is_empty() {
        return;
    }
    fields::heading(ui, cx.theme, "Findings");
    widgets::rule(ui, cx.theme);
    for finding in own.iter().take(MOST) {
        one(ui, cx, finding);
        widgets::rule(ui, cx.theme);
    }
    if own.len() > MOST {
        fields::note(ui, cx.theme, &format!("{} more below", own.len() - MOST));
    }
}

fn one(ui: &mut Ui, cx: &mut ViewCx<'_>, finding: &Finding) {
    let theme = cx.theme;
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (ink, state) = match (&finding.waived, finding.is_found()) {
            (Some(_), _) => (theme.muted, " · accepted"),
            (None, true) => (theme.severity(finding.severity), ""),
            (None, false) => (theme.muted, " · not assessed"),
        };
        widgets::dot(ui, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(
                Label::new(
                    RichText::new(&finding.message)
                        .size(SMALL + 1.0)
                        .color(theme.text),
                )
                .wrap(),
            );
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let code = format!("{}{state}", finding.code);
                let help =
                    fields::link_named(ui, theme, &code, &format!("Help on {}", finding.code));
                if help.clicked() {
                    cx.send.send(Command::CheckHelp(finding.code));
                }
                if finding.waived.is_none() {
                    for fix in &finding.fixes {
                        if fields::link_named(ui, theme, &fix.title, &fix.title).clicked() {
                            cx.send.edit(fix.edit.clone());
                        }
                    }
                    let accept = format!("Accept {}", finding.code);
                    if finding.is_found()
                        && fields::link_named(ui, theme, "Accept…", &accept).clicked()
                    {
                        cx.send.send(Command::Waive {
                            code: finding.code,
                            subject: finding.subject().clone(),
                        });
                    }
                }
            });
        });
    });
    ui.add_space(4.0);
}
