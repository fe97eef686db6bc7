//! Copies that SQL Server keeps by its own means: replicas, where they are, and their queues.

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::ids::{LinkId, VmId};
use evenkeel_model::plan::{
    Plan, SqlCommit, SqlCopies, SqlCopying, SqlQueue, SqlReplica, Workload, WorkloadKind,
};
use evenkeel_model::units::{Ms, Secs};

use super::super::refs;
use super::super::workload::{F, change, part};
use super::assumed;
use crate::document::Document;
use crate::ui::fields::{self, Choice};

/// Reads a replica; the default stands where there is none of that number.
fn replica(w: &Workload, i: usize) -> SqlReplica {
    match &w.kind {
        WorkloadKind::Sql(s) => s.replicas().get(i).cloned().unwrap_or_default(),
        _ => SqlReplica::default(),
    }
}

fn with_copies(w: &mut Workload, change: impl FnOnce(&mut SqlCopies)) {
    if let WorkloadKind::Sql(s) = &mut w.kind
        && let Some(copies) = &mut s.copies
    {
        change(copies);
    }
}

fn with_replica(w: &mut Workload, i: usize, change: impl FnOnce(&mut SqlReplica)) {
    with_copies(w, |c| {
        if let Some(r) = c.replicas.get_mut(i) {
            change(r);
        }
    });
}

fn with_queue(w: &mut Workload, i: usize, change: impl FnOnce(&mut SqlQueue)) {
    with_copies(w, |c| {
        if let Some(q) = c.queues.get_mut(i) {
            change(q);
        }
    });
}

/// Links that can carry a copy.
fn links(plan: &Plan) -> Vec<(Option<LinkId>, Choice)> {
    std::iter::once((None, Choice::from("The quickest")))
        .chain(plan.links.iter().map(|(id, link)| {
            let name = plan.label(&id.into());
            (Some(id.clone()), Choice::with(name, link.role.word()))
        }))
        .collect()
}

fn vms(plan: &Plan) -> Vec<(Option<VmId>, Choice)> {
    std::iter::once((None, Choice::from("Outside the plan")))
        .chain(refs::vms(plan).into_iter().map(|(id, c)| (Some(id), c)))
        .collect()
}

pub(super) fn show(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let by = form.common(part!(Sql, |s| s.copies.as_ref().map(|c| c.by), None));
    let count = form
        .common(part!(Sql, |s| s.replicas().len(), 0))
        .unwrap_or_default();
    let word = |by: Option<SqlCopying>| match by {
        None => "None",
        Some(SqlCopying::AvailabilityGroup) => "Availability group",
        Some(SqlCopying::Mirroring) => "Mirroring",
    };
    let summary = match by {
        None => "mixed".to_owned(),
        Some(None) => "none".to_owned(),
        Some(by) => format!("{}, {count}", word(by)),
    };
    fields::fold(ui, form.theme, "Copies", &summary, false, |ui| {
        form.choice(
            ui,
            "By its own means",
            &[
                None,
                Some(SqlCopying::AvailabilityGroup),
                Some(SqlCopying::Mirroring),
            ]
            .map(|by| (by, word(by).to_owned())),
            part!(Sql, |s| s.copies.as_ref().map(|c| c.by), None),
            change!(Sql, |s, v| match v {
                None => s.copies = None,
                Some(by) => {
                    let copies = s.copies.get_or_insert_with(|| SqlCopies {
                        replicas: vec![SqlReplica::default()],
                        ..SqlCopies::default()
                    });
                    copies.by = by;
                }
            }),
        );
        if let Some(Some(by)) = by {
            replicas(ui, form, doc);
            takeover(ui, form, doc, by);
            queues(ui, form);
        }
    });
}

fn replicas(ui: &mut Ui, form: &mut F<'_>, doc: &Document) {
    let (plan, theme) = (doc.plan(), form.theme);
    let Some(all) = form.common(part!(Sql, |s| s.replicas().to_vec(), Vec::new())) else {
        fields::note(ui, theme, "The copies differ.");
        return;
    };
    for (i, copy) in all.iter().enumerate() {
        let n = i + 1;
        fields::heading_with(ui, theme, &format!("Copy {n}"), |ui| {
            if fields::link_named(ui, theme, "remove", &format!("Remove copy {n}")).clicked() {
                let label = format!("Take copy {n} off {}", form.who);
                form.apply(label, |w| {
                    with_copies(w, |c| {
                        if i < c.replicas.len() {
                            c.replicas.remove(i);
                        }
                    });
                });
            }
        });
        form.pick(
            ui,
            &format!("Copy {n} on"),
            &|vm: &Option<VmId>| refs::name(plan, vm.as_ref().map(Into::into), "Outside the plan"),
            &|| vms(plan),
            |w| replica(w, i).vm,
            |w, v| with_replica(w, i, |r| r.vm = v),
        );
        form.choice(
            ui,
            &format!("Copy {n} commits"),
            &[
                (SqlCommit::Synchronous, "Synchronously".to_owned()),
                (SqlCommit::Asynchronous, "Asynchronously".to_owned()),
            ],
            |w| replica(w, i).commit,
            |w, v| with_replica(w, i, |r| r.commit = v),
        );
        if copy.commit == SqlCommit::Synchronous {
            form.flag(
                ui,
                &format!("Copy {n} takes over by itself"),
                |w| replica(w, i).automatic,
                |w, v| with_replica(w, i, |r| r.automatic = v),
            );
        }
        form.pick(
            ui,
            &format!("Link of copy {n}"),
            &|link: &Option<LinkId>| {
                refs::name(plan, link.as_ref().map(Into::into), "The quickest")
            },
            &|| links(plan),
            |w| replica(w, i).link,
            |w, v| with_replica(w, i, |r| r.link = v),
        );
        form.optional::<Ms>(
            ui,
            &format!("Round trip of copy {n}"),
            "ms",
            "over the link",
            |w| replica(w, i).round_trip,
            |w, v| with_replica(w, i, |r| r.round_trip = v),
        );
        form.optional::<Ms>(
            ui,
            &format!("Log write of copy {n}"),
            "ms",
            "as here",
            |w| replica(w, i).log_write,
            |w, v| with_replica(w, i, |r| r.log_write = v),
        );
    }
    if fields::link_named(ui, theme, "Add copy", "Add copy").clicked() {
        let label = format!("Add a copy to {}", form.who);
        form.apply(label, |w| {
            with_copies(w, |c| c.replicas.push(SqlReplica::default()));
        });
    }
}

fn takeover(ui: &mut Ui, form: &mut F<'_>, doc: &Document, by: SqlCopying) {
    fields::heading(ui, form.theme, "Taking over");
    if by == SqlCopying::AvailabilityGroup {
        form.optional_whole(
            ui,
            "Databases in a group",
            1..=100_000,
            "all of them",
            part!(Sql, |s| s.copies.as_ref().and_then(|c| c.databases), None),
            |w, v| with_copies(w, |c| c.databases = v),
        );
    }
    let timeout = match by {
        SqlCopying::AvailabilityGroup => keys::sql::HEALTH_CHECK_S,
        SqlCopying::Mirroring => keys::sql::SESSION_TIMEOUT_S,
    };
    form.optional::<Secs>(
        ui,
        "Failure found after",
        "s",
        &assumed(doc, timeout, "s"),
        part!(Sql, |s| s.copies.as_ref().and_then(|c| c.detection), None),
        |w, v| with_copies(w, |c| c.detection = v),
    );
    form.optional::<Secs>(
        ui,
        "Failover itself",
        "s",
        &assumed(doc, keys::sql::FAILOVER_OVERHEAD_S, "s"),
        part!(Sql, |s| s.copies.as_ref().and_then(|c| c.overhead), None),
        |w, v| with_copies(w, |c| c.overhead = v),
    );
    form.optional::<Secs>(
        ui,
        "Longest recovery",
        "s",
        "no target",
        part!(
            Sql,
            |s| s.copies.as_ref().and_then(|c| c.longest_recovery),
            None
        ),
        |w, v| with_copies(w, |c| c.longest_recovery = v),
    );
}

type Get = fn(&SqlQueue) -> f64;
type Set = fn(&mut SqlQueue, f64);

/// Queues of the copied databases: what waits for redo and to be sent, and how fast it goes.
fn queues(ui: &mut Ui, form: &mut F<'_>) {
    let theme = form.theme;
    fields::heading(ui, theme, "Queues of databases");
    let queues = form.common(part!(
        Sql,
        |s| s
            .copies
            .as_ref()
            .map_or_else(Vec::new, |c| c.queues.clone()),
        Vec::new()
    ));
    let Some(all) = queues else {
        fields::note(ui, theme, "The queues differ.");
        return;
    };
    if all.is_empty() {
        fields::note(
            ui,
            theme,
            "With the queues of a copied database its recovery and loss can be told.",
        );
    }
    let read = |w: &Workload, i: usize, get: Get| match &w.kind {
        WorkloadKind::Sql(s) => s
            .copies
            .as_ref()
            .and_then(|c| c.queues.get(i))
            .map_or(0.0, get),
        _ => 0.0,
    };
    for i in 0..all.len() {
        let n = i + 1;
        form.text(
            ui,
            &format!("Database {n}"),
            "name",
            |w| match &w.kind {
                WorkloadKind::Sql(s) => s
                    .copies
                    .as_ref()
                    .and_then(|c| c.queues.get(i))
                    .map_or_else(String::new, |q| q.database.clone()),
                _ => String::new(),
            },
            |w, v| with_queue(w, i, |q| q.database = v),
        );
        let rows: [(&str, &str, Get, Set); 4] = [
            ("Waits for redo", "KB", |q| q.redo_kb, |q, v| q.redo_kb = v),
            (
                "Redo",
                "KB/s",
                |q| q.redo_kb_per_s,
                |q, v| q.redo_kb_per_s = v,
            ),
            (
                "Waits to be sent",
                "KB",
                |q| q.send_kb,
                |q, v| q.send_kb = v,
            ),
            (
                "Log made",
                "KB/s",
                |q| q.log_kb_per_s.unwrap_or(0.0),
                |q, v| q.log_kb_per_s = (v > 0.0).then_some(v),
            ),
        ];
        for (name, unit, get, set) in rows {
            form.number(
                ui,
                &format!("{name} {n}"),
                unit,
                0.0..=1e12,
                |w| read(w, i, get),
                |w, v| with_queue(w, i, |q| set(q, v)),
            );
        }
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if fields::link_named(ui, theme, "Add queue", "Add queue").clicked() {
            let label = format!("Add a queue to {}", form.who);
            form.apply(label, |w| {
                with_copies(w, |c| c.queues.push(SqlQueue::default()));
            });
        }
        if !all.is_empty()
            && fields::link_named(ui, theme, "Remove the last", "Remove the last queue").clicked()
        {
            let label = format!("Remove a queue from {}", form.who);
            form.apply(label, |w| {
                with_copies(w, |c| {
                    c.queues.pop();
                });
            });
        }
    });
}
