//! The question: what counts, which VMs, what must hold, and how long to search.

use egui::{DragValue, Id, RichText, ScrollArea, Ui, WidgetInfo};
use evenkeel_model::ids::EntityId;
use evenkeel_model::place::Objective;
use evenkeel_model::plan::Ownership;

use super::{Step, Which};
use crate::command::Command;
use crate::ui::fields;
use crate::ui::style::{BODY, SMALL};
use crate::ui::theme::Theme;
use crate::ui::widgets;
use crate::view::ViewCx;

const fn tip(objective: Objective) -> &'static str {
    match objective {
        Objective::Hosts => "As few hosts as hold everything, failures included",
        Objective::Cost => "Hosts to buy cost, existing ones need not",
        Objective::Balance => "The fullest host as little full as can be",
        Objective::Moves => "Mends what does not hold with the fewest moves",
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn option(ui: &mut Ui, theme: &Theme, on: bool, text: &str, tip: &str) -> bool {
    let response = ui.add(egui::RadioButton::new(
        on,
        RichText::new(text).size(BODY).color(theme.text),
    ));
    response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, on, text));
    response.on_hover_text(tip).clicked()
}

fn number(
    ui: &mut Ui,
    name: &str,
    value: &mut u32,
    range: std::ops::RangeInclusive<u32>,
    suffix: &str,
) {
    let response = ui.add(DragValue::new(value).range(range).suffix(suffix));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::SpinButton, true, name));
}

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(widgets::title(theme, "Auto-place"));
    ui.add_space(2.0);
    let busy = cx.ws.place.running.is_some();
    let foot = 44.0;
    let height = ui.available_height() - foot;
    ScrollArea::vertical()
        .id_salt("question")
        .auto_shrink(false)
        .max_height(height)
        .show(ui, |ui| {
            ui.add_enabled_ui(!busy, |ui| form(ui, cx));
        });
    ui.add_space(8.0);
    let bare = cx.doc.plan().hosts.is_empty() || cx.doc.plan().vms.is_empty();
    ui.add_enabled_ui(!busy && !bare, |ui| {
        let response = widgets::primary_button(ui, theme, "Find a placement");
        if response.clicked() {
            cx.send.send(Command::Place(Step::Start));
        }
        if bare {
            response.on_disabled_hover_text("The plan needs a host and a VM");
        }
    });
}

fn form(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    let theme = cx.theme;
    let plan = std::sync::Arc::clone(cx.doc.plan());
    let selected = cx
        .ws
        .selection
        .iter()
        .filter(|id| matches!(id, EntityId::Vm(_)))
        .count();
    let loose: u32 = plan
        .vms
        .values()
        .map(|v| v.count.saturating_sub(v.placed()))
        .sum();
    let asked = &mut cx.ws.place.asked;
    ui.set_max_width(super::ASK - 8.0);
    fields::heading(ui, theme, "What counts");
    for objective in Objective::ALL {
        let on = asked.objective == objective;
        if option(ui, theme, on, &capital(objective.word()), tip(objective)) {
            asked.objective = objective;
        }
        if on {
            ui.indent("tip", |ui| fields::note(ui, theme, tip(objective)));
        }
    }
    fields::heading(ui, theme, "Which VMs may be placed");
    let choices = [
        (Which::All, "All".to_owned()),
        (
            Which::Unplaced,
            format!("Only those without a host ({loose})"),
        ),
        (
            Which::Selected,
            format!("Those selected ({selected}) and those without a host"),
        ),
    ];
    for (which, text) in choices {
        if option(
            ui,
            theme,
            asked.which == which,
            &text,
            "VMs that the plan fixes never move",
        ) {
            asked.which = which;
        }
    }
    ui.checkbox(&mut asked.across_pools, "VMs may leave their pool");
    fields::heading(ui, theme, "What must hold");
    let mut own = asked.host_failures.is_some();
    ui.horizontal(|ui| {
        ui.checkbox(&mut own, "Restarts survive another number of host failures")
            .on_hover_text("Otherwise as many as the plan asks for");
    });
    match (own, &mut asked.host_failures) {
        (true, Some(n)) => {
            ui.indent("failures", |ui| {
                number(ui, "Host failures", n, 0..=16, " host failures")
            });
        }
        (true, none) => *none = Some(1),
        (false, some) => *some = None,
    }
    fields::row(ui, theme, "After growth of", "", 110.0, |ui, _| {
        number(ui, "Years of growth", &mut asked.year, 0..=20, " years");
    });
    fields::row(ui, theme, "Search for", "", 110.0, |ui, _| {
        number(ui, "Seconds", &mut asked.seconds, 1..=3600, " s");
    });
    if asked.objective == Objective::Cost {
        fields::heading(ui, theme, "Price of using a host");
        fields::note(
            ui,
            theme,
            "In whatever unit you like. Existing hosts cost nothing unless you say so.",
        );
        for (id, host) in plan.hosts.iter() {
            let usual = u64::from(host.ownership == Ownership::Proposed);
            let mut price = asked.prices.get(id).copied().unwrap_or(usual);
            let name = plan.label(&id.into());
            ui.push_id(Id::unique(("price", id)), |ui| {
                fields::row(ui, theme, &name, "", 110.0, |ui, _| {
                    let value = DragValue::new(&mut price).range(0..=1_000_000_000u64);
                    let response = ui.add(value);
                    response.widget_info(|| {
                        WidgetInfo::labeled(
                            egui::Role::SpinButton,
                            true,
                            format!("Price of {name}"),
                        )
                    });
                    if response.changed() {
                        asked.prices.insert(id.clone(), price);
                    }
                });
            });
        }
    }
    ui.label(RichText::new("").size(SMALL));
}
