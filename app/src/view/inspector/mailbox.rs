//! Mailbox workloads: who the users are, what is kept, and how the servers are set up.

mod copies;
mod server;
mod store;

use egui::Ui;
use evenkeel_model::plan::{Mailbox, MailboxEdition, UserClass, Workload, WorkloadKind};
use evenkeel_model::units::{Mib, pretty, with_unit};

use super::workload::{F, change, named, part};
use crate::document::Document;
use crate::ui::fields::{self, Choice};

/// Version, edition, users and quota.
pub fn mailbox(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
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
    form.choice(
        ui,
        "Edition",
        &[MailboxEdition::Standard, MailboxEdition::Enterprise].map(|e| (e, e.words().to_owned())),
        part!(Mailbox, |m| m.edition, MailboxEdition::default()),
        change!(Mailbox, |m, v| m.edition = v),
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

/// What stands where nothing is typed: the version's value, else the general one.
fn assumed(form: &F<'_>, doc: &Document, keys: (&str, &str), unit: &str) -> String {
    let (of_version, general) = keys;
    let version = form
        .common(part!(Mailbox, |m| m.version.clone(), String::new()))
        .unwrap_or_default();
    let tables = &doc.catalogue().tables;
    let row = tables
        .mailbox
        .get(&version)
        .and_then(|v| v.constants.get(of_version));
    let cx = doc.cx();
    if let Some(row) = row {
        let key = format!("{version}.{of_version}");
        let value = cx.plan.overrides.get(&key).copied().unwrap_or(row.value);
        format!("as the version, {}", with_unit(value, unit))
    } else if !general.is_empty() && cx.row(general).is_some() {
        format!("assumed {}", with_unit(cx.constant(general), unit))
    } else {
        "not in this version".to_owned()
    }
}

/// Everything else, in folds that say what they hold.
pub fn mailbox_more(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    store::databases(ui, form, doc);
    store::contents(ui, form, doc);
    copies::show(ui, form, doc);
    server::clients(ui, form, doc);
    server::server(ui, form);
    server::directory(ui, form);
    server::backup(ui, form, doc);
    server::transport(ui, form, doc);
}

/// How many of some fields are told, for a fold that is closed.
fn told(form: &F<'_>, fields: impl Fn(&Mailbox) -> Vec<bool>) -> String {
    let count = form.common(part!(
        Mailbox,
        |m| {
            let all = fields(m);
            (all.iter().filter(|f| **f).count(), all.len())
        },
        (0, 0)
    ));
    match count {
        None => "mixed".to_owned(),
        Some((0, _)) => "nothing told".to_owned(),
        Some((n, of)) => format!("{n} of {of} told"),
    }
}
