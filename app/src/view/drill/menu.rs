//! "Fail this…" in context menus: the thing and the parts in it.

use egui::Ui;
use evenkeel_model::failure::Part;
use evenkeel_model::ids::EntityId;

use super::{Step, words};
use crate::command::{Action, Command};
use crate::view::ViewCx;

/// Lines of a menu for a thing: the whole, then what is in it.
pub fn of(ui: &mut Ui, cx: &mut ViewCx<'_>, id: &EntityId) {
    let plan = std::sync::Arc::clone(cx.doc.plan());
    let list = cx.ws.drill.list(&plan);
    let Some(inside) = list.get(id) else { return };
    let name = plan.label(id);
    let whole = Part::Thing(id.clone());
    line(ui, cx, &whole, &name);
    if inside.is_empty() {
        return;
    }
    let text = format!("Fail a part of {name}");
    ui.menu_button(text, |ui| {
        egui::ScrollArea::vertical()
            .max_height(360.0)
            .show(ui, |ui| {
                for part in inside {
                    line(ui, cx, part, &words::inside(part));
                }
            });
    });
}

fn line(ui: &mut Ui, cx: &mut ViewCx<'_>, part: &Part, name: &str) {
    let on = cx.ws.drill.on && cx.ws.drill.failed.contains(part);
    let text = format!("{} {name}", if on { "Restore" } else { "Fail" });
    if ui
        .button(text)
        .on_hover_text("A rehearsal: the plan stays as it is")
        .clicked()
    {
        cx.send.send(Command::Drill(Step::Turn(part.clone())));
        ui.close();
    }
}

/// The menu of a thing while the drill is on: nothing in it changes the plan.
pub fn drilling(ui: &mut Ui, cx: &mut ViewCx<'_>, id: Option<&EntityId>) {
    if let Some(id) = id {
        of(ui, cx, id);
        ui.separator();
    }
    for action in [Action::RestoreAll, Action::Drill] {
        let spec = action.spec(cx.doc, cx.ws);
        let button = egui::Button::new(&spec.text);
        if ui.add_enabled(spec.refused.is_none(), button).clicked() {
            cx.send.act(action);
            ui.close();
        }
    }
}
