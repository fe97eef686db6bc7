//! Workloads: what they are, how much, and where they run.

use egui::Ui;
use evenkeel_model::edit;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::{
    Amounts, ArchetypeUse, Mailbox, MailboxReplication, Measured, RunsOn, Sql, UserClass, Workload,
    WorkloadKind,
};
use evenkeel_model::units::{Mib, Share, pretty};

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
        Some(WorkloadKind::Measured(_)) => measured(ui, form),
        None => {}
    }
}

fn more_fields(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    match form.rows.first().map(|(_, w)| w.kind.clone()) {
        Some(WorkloadKind::Mailbox(_)) => mailbox_more(ui, form),
        Some(WorkloadKind::Sql(_)) => sql_more(ui, form, doc),
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

fn mailbox(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let table = &doc.catalogue().tables.mailbox;
    form.pick(
        ui,
        "Version",
        &|key: &String| {
            table
                .get(key)
                .map_or_else(|| key.clone(), |v| v.name.clone())
        },
        &|| named(table, |v| v.name.clone(), |v| v.source.date.clone()),
        part!(Mailbox, |m| m.version.clone(), String::new()),
        change!(Mailbox, |m, v| m.version = v),
    );
    users(ui, form, doc);
    form.quantity(
        ui,
        "Mailbox quota",
        "MiB",
        part!(Mailbox, |m| m.quota, Mib::new(0)),
        change!(Mailbox, |m, v| m.quota = v),
    );
}

fn users(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let theme = form.theme;
    let Some(classes) = form.common(part!(Mailbox, |m| m.users.clone(), Vec::new())) else {
        fields::note(ui, theme, "The user classes differ.");
        return;
    };
    let version = form
        .common(part!(Mailbox, |m| m.version.clone(), String::new()))
        .unwrap_or_default();
    let profiles: Vec<(String, Choice)> = doc
        .catalogue()
        .tables
        .mailbox
        .get(&version)
        .map(|v| {
            named(
                &v.profiles,
                |p| p.name.clone(),
                |p| format!("{} messages a day", pretty(p.messages_per_day)),
            )
        })
        .unwrap_or_default();
    let word = |key: &String| {
        profiles
            .iter()
            .find(|(k, _)| k == key)
            .map_or_else(|| key.clone(), |(_, c)| c.text.clone())
    };
    let count = classes.len();
    for i in 0..count {
        let suffix = if count == 1 {
            String::new()
        } else {
            format!(" {}", i + 1)
        };
        form.whole(
            ui,
            &format!("Mailboxes{suffix}"),
            0..=10_000_000,
            part!(Mailbox, |m| m.users.get(i).map_or(0, |u| u.mailboxes), 0),
            change!(Mailbox, |m, v| if let Some(u) = m.users.get_mut(i) {
                u.mailboxes = v;
            }),
        );
        form.pick(
            ui,
            &format!("Profile{suffix}"),
            &word,
            &|| profiles.clone(),
            part!(
                Mailbox,
                |m| m
                    .users
                    .get(i)
                    .map_or_else(String::new, |u| u.profile.clone()),
                String::new()
            ),
            change!(Mailbox, |m, v| if let Some(u) = m.users.get_mut(i) {
                u.profile = v;
            }),
        );
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let free = profiles
            .iter()
            .map(|(k, _)| k)
            .find(|k| !classes.iter().any(|c| c.profile == **k))
            .cloned();
        if let Some(profile) = free
            && fields::link_named(ui, theme, "Add user class", "Add user class").clicked()
        {
            let label = format!("Add a user class to {}", form.who);
            form.apply(label, |w| {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.users.push(UserClass {
                        profile: profile.clone(),
                        mailboxes: 100,
                    });
                }
            });
        }
        if count > 1
            && fields::link_named(ui, theme, "Remove the last", "Remove the last user class")
                .clicked()
        {
            let label = format!("Remove a user class from {}", form.who);
            form.apply(label, |w| {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.users.pop();
                }
            });
        }
    });
}

fn mailbox_more(ui: &mut Ui, form: &mut F<'_>) {
    fields::heading(ui, form.theme, "Storage and role");
    form.whole(
        ui,
        "Databases a server",
        1..=1000,
        part!(Mailbox, |m| m.databases, 1),
        change!(Mailbox, |m, v| m.databases = v),
    );
    form.whole(
        ui,
        "Storage groups a server",
        1..=1000,
        part!(Mailbox, |m| m.storage_groups, 1),
        change!(Mailbox, |m, v| m.storage_groups = v),
    );
    form.whole(
        ui,
        "Days deleted items stay",
        0..=3650,
        part!(Mailbox, |m| m.retention_days, 0),
        change!(Mailbox, |m, v| m.retention_days = v),
    );
    form.whole(
        ui,
        "Days of logs kept",
        0..=365,
        part!(Mailbox, |m| m.log_days, 0),
        change!(Mailbox, |m, v| m.log_days = v),
    );
    form.optional_number(
        ui,
        "Mean message",
        "KB",
        0.0..=1e6,
        "as the version",
        part!(Mailbox, |m| m.message_kb, None),
        change!(Mailbox, |m, v| m.message_kb = v),
    );
    form.choice(
        ui,
        "Copies by its own means",
        &[
            (MailboxReplication::None, "None".to_owned()),
            (MailboxReplication::Local, "Same server".to_owned()),
            (MailboxReplication::Cluster, "Another server".to_owned()),
        ],
        part!(Mailbox, |m| m.replication, MailboxReplication::None),
        change!(Mailbox, |m, v| m.replication = v),
    );
    form.flag(
        ui,
        "Client access and transport too",
        part!(Mailbox, |m| m.multi_role, false),
        change!(Mailbox, |m, v| m.multi_role = v),
    );
}

fn archetype(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let table = &doc.catalogue().tables.archetypes;
    form.pick(
        ui,
        "Kind",
        &|key: &String| {
            table
                .get(key)
                .map_or_else(|| key.clone(), |a| a.name.clone())
        },
        &|| named(table, |a| a.name.clone(), |a| format!("by {}", a.unit)),
        part!(Archetype, |a| a.archetype.clone(), String::new()),
        change!(Archetype, |a, v| a.archetype = v),
    );
    let unit = form
        .common(part!(Archetype, |a| a.archetype.clone(), String::new()))
        .and_then(|key| table.get(&key).map(|a| a.unit.clone()))
        .unwrap_or_default();
    form.number(
        ui,
        "Units",
        &unit,
        0.0..=1e9,
        part!(Archetype, |a| a.units, 0.0),
        change!(Archetype, |a, v| a.units = v),
    );
}

fn measured(ui: &mut Ui, form: &mut F<'_>) {
    form.number(
        ui,
        "Processor",
        "MHz",
        0.0..=1e8,
        part!(Measured, |m| m.cpu_mhz, 0.0),
        change!(Measured, |m, v| m.cpu_mhz = v),
    );
    macro_rules! quantity {
        ($name:literal, $unit:literal, $field:ident) => {
            form.quantity(
                ui,
                $name,
                $unit,
                part!(Measured, |m| m.$field, Default::default()),
                change!(Measured, |m, v| m.$field = v),
            );
        };
    }
    quantity!("Memory used", "GiB", ram);
    quantity!("Disk space", "GiB", space);
    quantity!("Reads", "IOPS", reads);
    quantity!("Writes", "IOPS", writes);
    quantity!("Read rate", "MB/s", read_rate);
    quantity!("Write rate", "MB/s", write_rate);
    quantity!("Network in", "Mbit/s", net_in);
    quantity!("Network out", "Mbit/s", net_out);
    form.optional_number(
        ui,
        "Pages dirtied",
        "/s",
        0.0..=1e9,
        "not measured",
        part!(Measured, |m| m.dirty_pages_per_s, None),
        change!(Measured, |m, v| m.dirty_pages_per_s = v),
    );
    form.share(
        ui,
        "Headroom on top",
        10.0,
        part!(Measured, |m| m.headroom, Share::new(0.0)),
        change!(Measured, |m, v| m.headroom = v),
    );
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
