//! Services: what the business asks for.

use egui::Ui;
use evenkeel_model::plan::{Allowance, Dependency, Period, Scope, Service};
use evenkeel_model::units::Secs;

use super::refs;
use crate::document::Document;
use crate::ui::fields::{self, Choice, Form};

pub fn show(ui: &mut Ui, form: &mut Form<'_, Service>, doc: &Document) {
    form.whole(ui, "Users", 0..=10_000_000, |s| s.users, |s, v| s.users = v);
    form.optional_number(
        ui,
        "Needed a week",
        "h",
        0.0..=168.0,
        "168 h",
        |s| s.hours_per_week,
        |s, v| s.hours_per_week = v,
    );
    form.flag(ui, "Critical", |s| s.critical, |s, v| s.critical = v);

    fields::heading(ui, form.theme, "Targets");
    form.optional::<Secs>(
        ui,
        "Longest outage",
        "min",
        "no target",
        |s| s.longest_outage,
        |s, v| s.longest_outage = v,
    );
    form.optional::<Secs>(
        ui,
        "Downtime allowed",
        "min",
        "no target",
        |s| s.allowance.map(|a| a.downtime),
        |s, v| {
            s.allowance = v.map(|downtime| Allowance {
                downtime,
                per: s.allowance.map_or(Period::Month, |a| a.per),
            });
        },
    );
    if form.common(|s| s.allowance.is_some()) != Some(false) {
        let periods = [
            (Some(Period::Week), "a week".to_owned()),
            (Some(Period::Month), "a month".to_owned()),
            (Some(Period::Year), "a year".to_owned()),
        ];
        form.choice(
            ui,
            "Allowed per",
            &periods,
            |s| s.allowance.map(|a| a.per),
            |s, v| {
                if let (Some(a), Some(per)) = (&mut s.allowance, v) {
                    a.per = per;
                }
            },
        );
    }
    form.optional::<Secs>(
        ui,
        "Data loss",
        "s",
        "no target",
        |s| s.data_loss,
        |s, v| s.data_loss = v,
    );
    form.flag(
        ui,
        "Keeps its state",
        |s| s.keep_state,
        |s, v| s.keep_state = v,
    );

    fields::heading(ui, form.theme, "Survives the loss of");
    for (scope, name) in [
        (Scope::Component, "A component"),
        (Scope::Host, "A host"),
        (Scope::Site, "A site"),
    ] {
        form.flag(
            ui,
            name,
            |s| s.survives.contains(&scope),
            |s, on| {
                s.survives.retain(|x| *x != scope);
                if on {
                    s.survives.push(scope);
                    s.survives.sort();
                }
            },
        );
    }
    depends(ui, form, doc);
}

fn depends(ui: &mut Ui, form: &mut Form<'_, Service>, doc: &Document) {
    let theme = form.theme;
    let plan = doc.plan();
    fields::heading(ui, theme, "Depends on");
    let Some(all) = form.common(|s| s.depends_on.clone()) else {
        fields::note(ui, theme, "The services depend on different things.");
        return;
    };
    let label = |d: &Dependency| match d {
        Dependency::Vm(id) => plan.label(&id.into()),
        Dependency::Workload(id) => plan.label(&id.into()),
    };
    for (i, d) in all.iter().enumerate() {
        let kind = match d {
            Dependency::Vm(_) => "VM",
            Dependency::Workload(_) => "workload",
        };
        form.cells(ui, &[10.0, 4.0, 1.2], |form, ui, cell| match cell {
            0 => {
                ui.add(egui::Label::new(fields::plain(theme, label(d))).truncate());
            }
            1 => {
                ui.add(egui::Label::new(fields::muted(theme, kind)).truncate());
            }
            _ => {
                if fields::remove_button(ui, theme, &format!("Remove {}", label(d))).clicked() {
                    let words = format!("{} no longer depends on {}", form.who, label(d));
                    form.apply(words, |s| {
                        if i < s.depends_on.len() {
                            s.depends_on.remove(i);
                        }
                    });
                }
            }
        });
    }
    let options = || {
        let workloads = refs::workloads(plan).into_iter().map(|(id, c)| {
            let aside = format!("{} workload", c.aside);
            (Some(Dependency::Workload(id)), Choice::with(c.text, aside))
        });
        let vms = refs::vms(plan)
            .into_iter()
            .map(|(id, c)| (Some(Dependency::Vm(id)), Choice::with(c.text, "VM")));
        workloads
            .chain(vms)
            .filter(|(d, _)| d.as_ref().is_none_or(|d| !all.contains(d)))
            .collect()
    };
    let added = form.picked(
        ui,
        "Add",
        &|_: &Option<Dependency>| "workload or VM…".to_owned(),
        &options,
        |_| None,
    );
    if let Some(Some(d)) = added {
        let words = format!("{} depends on {}", form.who, label(&d));
        form.apply(words, |s| s.depends_on.push(d.clone()));
    }
}
