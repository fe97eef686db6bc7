//! How a workload grows: as the plan says, or at rates of its own.

use egui::Ui;
use evenkeel_model::plan::{Growth, Workload};
use evenkeel_model::report::growth::rate_words;
use evenkeel_model::units::Share;

use super::workload::F;
use crate::document::Document;
use crate::ui::fields;

pub(super) fn show(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let plan = doc.plan().settings.growth;
    fields::heading(ui, form.theme, "Growth");
    form.flag(
        ui,
        "Rates of its own",
        |w| w.growth.is_some(),
        move |w: &mut Workload, own| w.growth = own.then(|| w.growth.unwrap_or(plan)),
    );
    if form.common(|w| w.growth.is_some()) != Some(true) {
        let text = format!("As the plan: {} a year.", rate_words(&plan));
        fields::note(ui, form.theme, &text);
        return;
    }
    type Get = fn(&Growth) -> Share;
    type Set = fn(&mut Growth, Share);
    let rates: [(&str, Get, Set); 3] = [
        ("Users a year", |g| g.users, |g, v| g.users = v),
        ("Data of each a year", |g| g.data, |g, v| g.data = v),
        ("Load of each a year", |g| g.load, |g, v| g.load = v),
    ];
    for (name, get, set) in rates {
        form.share(
            ui,
            name,
            10.0,
            move |w| w.growth.as_ref().map_or(Share::new(0.0), get),
            move |w, v| set(w.growth.get_or_insert_default(), v),
        );
    }
}
