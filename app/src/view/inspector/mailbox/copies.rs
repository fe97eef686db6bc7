//! Copies that mailbox servers keep of each other's databases.

use egui::Ui;
use evenkeel_model::ids::{LinkId, VmId};
use evenkeel_model::plan::{MailboxReplication, Plan, Workload, WorkloadKind};
use evenkeel_model::units::{Ms, Secs};

use super::super::refs;
use super::super::workload::{F, change, part};
use crate::document::Document;
use crate::ui::fields::{self, Choice};

/// For a person who chooses.
fn word(by: MailboxReplication) -> String {
    let words = by.words();
    let mut letters = words.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What the version offers, with what is set now.
fn offered(
    form: &F<'_>,
    doc: &Document,
    now: Option<MailboxReplication>,
) -> Vec<MailboxReplication> {
    let version = form
        .common(part!(Mailbox, |m| m.version.clone(), String::new()))
        .unwrap_or_default();
    let known = doc.catalogue().tables.mailbox.get(&version);
    MailboxReplication::ALL
        .into_iter()
        .filter(|by| {
            *by == MailboxReplication::None
                || Some(*by) == now
                || known.is_none_or(|v| v.replication.contains(by))
        })
        .collect()
}

pub(super) fn show(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let by = form.common(part!(
        Mailbox,
        |m| m.replication,
        MailboxReplication::default()
    ));
    let summary = by.map_or_else(|| "mixed".to_owned(), |b| b.words().to_owned());
    let open = by.is_some_and(MailboxReplication::elsewhere);
    fields::fold(ui, form.theme, "Copies", &summary, open, |ui| {
        let options: Vec<(MailboxReplication, String)> = offered(form, doc, by)
            .into_iter()
            .map(|b| (b, word(b)))
            .collect();
        form.choice(
            ui,
            "By its own means",
            &options,
            part!(Mailbox, |m| m.replication, MailboxReplication::default()),
            change!(Mailbox, |m, v| m.replication = v),
        );
        let Some(by) = by else { return };
        if matches!(by, MailboxReplication::Group | MailboxReplication::Standby) {
            form.whole(
                ui,
                "Passive copies",
                0..=15,
                part!(Mailbox, |m| m.copies.passive, 1),
                change!(Mailbox, |m, v| m.copies.passive = v),
            );
        }
        if by == MailboxReplication::Group {
            lagged(ui, form, doc);
            form.whole(
                ui,
                "Servers lost at once",
                0..=15,
                part!(Mailbox, |m| m.copies.server_failures, 1),
                change!(Mailbox, |m, v| m.copies.server_failures = v),
            );
            form.flag(
                ui,
                "A site may be lost too",
                part!(Mailbox, |m| m.copies.site_failure, false),
                change!(Mailbox, |m, v| m.copies.site_failure = v),
            );
        }
        if by.elsewhere() {
            way(ui, form, doc);
            holders(ui, form, doc);
        }
    });
}

fn lagged(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    form.whole(
        ui,
        "Lagged copies",
        0..=15,
        part!(Mailbox, |m| m.copies.lagged, 0),
        change!(Mailbox, |m, v| m.copies.lagged = v),
    );
    if form.common(part!(Mailbox, |m| m.copies.lagged, 0)) == Some(0) {
        return;
    }
    form.optional::<Secs>(
        ui,
        "Replayed after",
        "h",
        "not known",
        part!(Mailbox, |m| m.copies.replay_lag, None),
        change!(Mailbox, |m, v| m.copies.replay_lag = v),
    );
    list(
        ui,
        form,
        doc.plan(),
        "Lagged copies on",
        "All members alike.",
        &|w| match &w.kind {
            WorkloadKind::Mailbox(m) => m.copies.lagged_on.clone(),
            _ => Vec::new(),
        },
        &|w, vms| {
            if let WorkloadKind::Mailbox(m) = &mut w.kind {
                m.copies.lagged_on = vms;
            }
        },
    );
}

fn way(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let plan = doc.plan();
    let links = || {
        std::iter::once((None, Choice::from("Any between two members")))
            .chain(plan.links.iter().map(|(id, link)| {
                let name = plan.label(&id.into());
                (Some(id.clone()), Choice::with(name, link.role.word()))
            }))
            .collect()
    };
    form.pick(
        ui,
        "Logs go over",
        &|link: &Option<LinkId>| {
            refs::name(
                plan,
                link.as_ref().map(Into::into),
                "Any between two members",
            )
        },
        &links,
        part!(Mailbox, |m| m.copies.link.clone(), None),
        change!(Mailbox, |m, v| m.copies.link = v),
    );
    form.optional::<Ms>(
        ui,
        "Round trip, measured",
        "ms",
        "as the links",
        part!(Mailbox, |m| m.copies.round_trip, None),
        change!(Mailbox, |m, v| m.copies.round_trip = v),
    );
}

fn holders(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    list(
        ui,
        form,
        doc.plan(),
        "Copies only on",
        "The VMs that it runs on hold each other's copies.",
        &|w| w.copies_on.clone(),
        &|w, vms| w.copies_on = vms,
    );
}

/// A list of VMs that can be added to and taken from.
fn list(
    ui: &mut Ui,
    form: &mut F<'_>,
    plan: &Plan,
    title: &str,
    none: &str,
    get: &dyn Fn(&Workload) -> Vec<VmId>,
    set: &dyn Fn(&mut Workload, Vec<VmId>),
) {
    let theme = form.theme;
    fields::heading(ui, theme, title);
    let Some(all) = form.common(get) else {
        fields::note(ui, theme, "The VMs differ.");
        return;
    };
    if all.is_empty() {
        fields::note(ui, theme, none);
    }
    for (i, vm) in all.iter().enumerate() {
        let name = plan.label(&vm.into());
        form.cells(ui, &[9.0, 1.2], |form, ui, cell| {
            if cell == 0 {
                ui.add(egui::Label::new(fields::plain(theme, &name)).truncate());
            } else if fields::remove_button(ui, theme, &format!("{title}: take {name} off"))
                .clicked()
            {
                let label = format!("Take copies of {} off {name}", form.who);
                form.apply(label, |w| {
                    let mut vms = get(w);
                    if i < vms.len() {
                        vms.remove(i);
                    }
                    set(w, vms);
                });
            }
        });
    }
    let options = || {
        refs::vms(plan)
            .into_iter()
            .filter(|(id, _)| !all.contains(id))
            .map(|(id, c)| (Some(id), c))
            .collect()
    };
    let added = form.picked(
        ui,
        &format!("{title}, add"),
        &|_: &Option<VmId>| "choose…".to_owned(),
        &options,
        |_| None,
    );
    if let Some(Some(vm)) = added {
        let label = format!(
            "Keep copies of {} on {}",
            form.who,
            plan.label(&(&vm).into())
        );
        form.apply(label, |w| {
            let mut vms = get(w);
            vms.push(vm.clone());
            set(w, vms);
        });
    }
}
