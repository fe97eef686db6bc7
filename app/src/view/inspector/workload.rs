//! Workloads: what they are, how much, and where they run.

use egui::Ui;
use evenkeel_model::edit;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{
    Amounts, ArchetypeUse, Mailbox, Measured, RunsOn, Sql, UserClass, Workload, WorkloadKind,
};
use evenkeel_model::units::Mib;

use super::archetype::archetype;
use super::mailbox::{mailbox, mailbox_more};
use super::measured::measured;
use super::refs;
use super::sql::{sql, sql_more};
use crate::document::Document;
use crate::ui::fields::{self, Choice, Form};

pub(super) type F<'a> = Form<'a, Workload>;

/// What a workload is, with its version: `Exchange 2007 mailboxes`.
pub fn title(doc: &Document, w: &Workload) -> String {
    let tables = &doc.catalogue().tables;
    match &w.kind {
        WorkloadKind::Mailbox(m) => {
            let name = tables
                .mailbox
                .get(&m.version)
                .map_or(m.version.as_str(), |v| v.name.as_str());
            format!("{name} mailboxes")
        }
        WorkloadKind::Sql(s) => tables
            .sql
            .get(&s.version)
            .map_or_else(|| s.version.clone(), |v| v.name.clone()),
        WorkloadKind::Archetype(a) => tables
            .archetypes
            .get(&a.archetype)
            .map_or_else(|| a.archetype.clone(), |t| t.name.clone()),
        WorkloadKind::Measured(_) => "measured".to_owned(),
    }
}

/// The whole form.
pub fn show(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let same_kind = form.common(|w| std::mem::discriminant(&w.kind)).is_some();
    if same_kind {
        main_fields(ui, form, doc);
        more_fields(ui, form, doc);
    } else {
        fields::note(ui, form.theme, "The workloads are of different kinds.");
    }
    super::growth::show(ui, form, doc);
    runs_on(ui, form, doc);
}

/// The fields that size it first; also shown at the VMs that it runs on.
pub fn main_fields(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    match form.rows.first().map(|(_, w)| w.kind.clone()) {
        Some(WorkloadKind::Mailbox(_)) => mailbox(ui, form, doc),
        Some(WorkloadKind::Sql(_)) => sql(ui, form, doc),
        Some(WorkloadKind::Archetype(_)) => archetype(ui, form, doc),
        Some(WorkloadKind::Measured(_)) => measured(ui, form, doc),
        None => {}
    }
}

fn more_fields(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    match form.rows.first().map(|(_, w)| w.kind.clone()) {
        Some(WorkloadKind::Mailbox(_)) => mailbox_more(ui, form, doc),
        Some(WorkloadKind::Sql(_)) => sql_more(ui, form, doc),
        Some(WorkloadKind::Archetype(_)) => super::archetype::more(ui, form, doc),
        _ => {}
    }
}

/// Reads a part of a kind; the default stands where a row is of another kind.
macro_rules! part {
    ($kind:ident, |$m:ident| $read:expr, $none:expr) => {
        |w: &Workload| match &w.kind {
            WorkloadKind::$kind($m) => $read,
            _ => $none,
        }
    };
}
/// Changes a part of a kind.
macro_rules! change {
    ($kind:ident, |$m:ident, $v:ident| $write:expr) => {
        |w: &mut Workload, $v| {
            if let WorkloadKind::$kind($m) = &mut w.kind {
                $write;
            }
        }
    };
}

pub(super) use {change, part};

pub(super) fn named<V>(
    table: &std::collections::BTreeMap<String, V>,
    name: impl Fn(&V) -> String,
    aside: impl Fn(&V) -> String,
) -> Vec<(String, Choice)> {
    table
        .iter()
        .map(|(key, v)| (key.clone(), Choice::with(name(v), aside(v))))
        .collect()
}

fn runs_on(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let theme = form.theme;
    let plan = doc.plan();
    fields::heading(ui, theme, "Runs on");
    let Some(all) = form.common(|w| w.runs_on.clone()) else {
        fields::note(ui, theme, "The workloads run on different VMs.");
        return;
    };
    if all.is_empty() {
        fields::note(ui, theme, "No VM yet: nothing asks for what it needs.");
    }
    if all.len() > 1 {
        fields::columns(
            ui,
            theme,
            &[("VM", 9.0, false), ("Weight", 3.5, true), ("", 1.2, false)],
        );
    }
    for (i, row) in all.iter().enumerate() {
        let name = plan.label(&(&row.vm).into());
        form.cells(ui, &[9.0, 3.5, 1.2], |form, ui, cell| match cell {
            0 => {
                ui.add(egui::Label::new(fields::plain(theme, &name)).truncate());
            }
            1 if all.len() > 1 => form.number(
                ui,
                &format!("Weight of {name}"),
                "",
                0.0..=1e6,
                |w| w.runs_on.get(i).map_or(1.0, |r| r.weight),
                |w, v| {
                    if let Some(r) = w.runs_on.get_mut(i) {
                        r.weight = v;
                    }
                },
            ),
            1 => {}
            _ => {
                if fields::remove_button(ui, theme, &format!("Take off {name}")).clicked() {
                    let label = format!("Take {} off {name}", form.who);
                    form.apply(label, |w| {
                        if i < w.runs_on.len() {
                            w.runs_on.remove(i);
                        }
                    });
                }
            }
        });
    }
    amounts(ui, form, doc);
    let options = || {
        refs::vms(plan)
            .into_iter()
            .filter(|(id, _)| !all.iter().any(|r| r.vm == *id))
            .map(|(id, c)| (Some(id), c))
            .collect()
    };
    let added = form.picked(
        ui,
        "Add VM",
        &|_: &Option<_>| "choose…".to_owned(),
        &options,
        |_| None,
    );
    if let Some(Some(vm)) = added {
        let label = format!("Run {} on {}", form.who, plan.label(&(&vm).into()));
        form.apply(label, |w| {
            w.runs_on.push(RunsOn {
                vm: vm.clone(),
                weight: 1.0,
            });
        });
    }
}

/// Whether the amounts are totals or those of each VM; turning one into the other keeps the totals.
fn amounts(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let Some((id, w)) = form.single().cloned() else {
        return;
    };
    let EntityId::Workload(id) = id else { return };
    let plan = doc.plan();
    let (other, now, word) = match w.amounts {
        Amounts::InTotal => (Amounts::EachVm, "Amounts are totals", "tell for each VM"),
        Amounts::EachVm => (
            Amounts::InTotal,
            "Amounts are those of each VM",
            "tell as totals",
        ),
    };
    if w.members(plan) == 0 {
        return;
    }
    let theme = form.theme;
    let mut wanted = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(fields::muted(theme, now));
        match edit::amounts::told(plan, &id, other) {
            Ok(_) => wanted = fields::link_named(ui, theme, word, word).clicked(),
            Err(e) => {
                ui.label(crate::ui::widgets::small(theme, "cannot be divided"))
                    .on_hover_text(e.to_string());
            }
        }
    });
    if wanted && let Ok(edit) = edit::amounts::told(plan, &id, other) {
        form.submit(edit);
    }
}

/// A workload of each kind with sensible first values, for the button that adds one.
pub fn fresh_kinds(doc: &Document) -> Vec<(&'static str, WorkloadKind)> {
    let tables = &doc.catalogue().tables;
    let mut out = Vec::new();
    if let Some(version) = tables.mailbox.keys().next() {
        out.push((
            "Mailboxes",
            WorkloadKind::Mailbox(Mailbox {
                version: version.clone(),
                users: tables
                    .mailbox
                    .get(version)
                    .and_then(|v| v.profiles.keys().next())
                    .map(|profile| UserClass {
                        profile: profile.clone(),
                        mailboxes: 500,
                    })
                    .into_iter()
                    .collect(),
                quota: Mib::new(500),
                ..Mailbox::default()
            }),
        ));
    }
    if let Some((version, v)) = tables.sql.iter().next() {
        out.push((
            "SQL Server",
            WorkloadKind::Sql(Sql {
                version: version.clone(),
                edition: v.editions.keys().next().cloned().unwrap_or_default(),
                transactions_per_s: 100.0,
                database_size: Mib::new(50 * 1024),
                ..Sql::default()
            }),
        ));
    }
    if let Some(key) = tables.archetypes.keys().next() {
        out.push((
            "Archetype",
            WorkloadKind::Archetype(ArchetypeUse {
                archetype: key.clone(),
                units: 100.0,
                ..ArchetypeUse::default()
            }),
        ));
    }
    out.push(("Measured", WorkloadKind::Measured(Measured::default())));
    out
}
