//! What is selected: its inputs, then its figures with their working, then the findings about it.
//!
//! One file a kind of thing. Several things of one kind are edited together: fields show what they have in common.

mod archetype;
mod array;
mod disks;
mod figures;
mod findings;
mod growth;
mod head;
pub(crate) mod host;
pub mod jump;
pub(crate) mod link;
mod mailbox;
mod measured;
mod network;
pub(crate) mod outlook;
mod place;
mod plan;
pub(crate) mod refs;
mod service;
mod sql;
pub(crate) mod vm;
pub(crate) mod workload;

use std::sync::Arc;

use egui::{ScrollArea, Ui};
use evenkeel_model::edit;
use evenkeel_model::ids::{EntityId, Kind};
use evenkeel_model::plan::{Plan, Table};

use super::ViewCx;
use crate::ui::fields::{self, Form, Target};

/// Draws it.
pub fn show(ui: &mut Ui, cx: &mut ViewCx<'_>) {
    fields::flush(ui, cx.doc.plan(), cx.send);
    let plan = Arc::clone(cx.doc.plan());
    let mut selection = cx.ws.selection.clone();
    selection.retain(|id| plan.contains(id));
    let first = selection.first().cloned().unwrap_or(EntityId::Plan);
    ScrollArea::vertical()
        .id_salt(("inspector", &first))
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            // Keeps fields clear of the scroll bar.
            ui.set_width((ui.available_width() - 4.0).max(120.0));
            match selection.as_slice() {
                [] => plan::show(ui, cx, &plan),
                [EntityId::Plan] => plan::show(ui, cx, &plan),
                ids if ids.iter().all(|id| id.kind() == first.kind()) => {
                    head::show(ui, cx, &plan, ids);
                    inputs(ui, cx, &plan, ids);
                    if let [one] = ids {
                        figures::show(ui, cx, one);
                        outlook::show(ui, cx, one);
                        findings::show(ui, cx, one);
                    }
                    note(ui, cx, &plan, ids);
                }
                ids => {
                    head::show(ui, cx, &plan, ids);
                    head::kinds(ui, cx, &plan, ids);
                }
            }
            ui.add_space(16.0);
            jump::follow(ui, cx);
        });
    if std::mem::take(&mut cx.ws.focus_inspector) {
        let salt = match &first {
            EntityId::Plan => "about",
            _ => "inspector",
        };
        let form = fields::form_id(salt, Some(&first), selection.len().max(1));
        // Several things have no name in common; their first field is the size.
        let field = match (&first, selection.len()) {
            (EntityId::Vm(_), 2..) => "vCPUs",
            _ => "Name",
        };
        ui.memory_mut(|m| m.request_focus(form.with(field)));
    }
}

/// The rows of a table that are among `ids`.
pub(crate) fn rows<K, T>(table: &Table<K, T>, ids: &[EntityId]) -> Vec<(EntityId, Arc<T>)>
where
    K: Ord + Clone + std::borrow::Borrow<str>,
{
    ids.iter()
        .filter_map(|id| Some((id.clone(), Arc::clone(table.get(id.slug())?))))
        .collect()
}

/// The things in words: a name, or `12 VMs`.
pub(crate) fn who(plan: &Plan, ids: &[EntityId]) -> String {
    match ids {
        [] => "nothing".to_owned(),
        [one] => plan.label(one),
        many => {
            let kind = many.first().map_or(Kind::Plan, EntityId::kind);
            if many.iter().all(|id| id.kind() == kind) {
                format!("{} {}", many.len(), plural(kind))
            } else {
                format!("{} things", many.len())
            }
        }
    }
}

/// The word for several things of a kind.
pub(crate) fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "plans",
        Kind::Site => "sites",
        Kind::Pool => "pools",
        Kind::Feed => "power feeds",
        Kind::Host => "hosts",
        Kind::Switch => "switches",
        Kind::Array => "arrays",
        Kind::Link => "links",
        Kind::Witness => "witnesses",
        Kind::Vm => "VMs",
        Kind::Workload => "workloads",
        Kind::Service => "services",
    }
}

fn inputs(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, ids: &[EntityId]) {
    macro_rules! form {
        ($table:ident, $draw:path) => {{
            let rows = rows(&plan.$table, ids);
            let mut form = Form::new(cx.theme, &mut *cx.send, rows, who(plan, ids), "inspector");
            name(ui, &mut form, ids);
            $draw(ui, &mut form, cx.doc);
        }};
    }
    match ids.first().map(EntityId::kind) {
        Some(Kind::Site) => form!(sites, place::site),
        Some(Kind::Pool) => form!(pools, place::pool),
        Some(Kind::Feed) => form!(feeds, place::feed),
        Some(Kind::Host) => form!(hosts, host::show),
        Some(Kind::Switch) => form!(switches, network::switch),
        Some(Kind::Witness) => form!(witnesses, network::witness),
        Some(Kind::Array) => form!(arrays, array::show),
        Some(Kind::Link) => form!(links, link::show),
        Some(Kind::Vm) => {
            form!(vms, vm::show);
            vm::workloads(ui, cx, plan, ids);
        }
        Some(Kind::Workload) => form!(workloads, workload::show),
        Some(Kind::Service) => form!(services, service::show),
        Some(Kind::Plan) | None => {}
    }
}

/// The free name of one thing.
fn name<T: Target + Named>(ui: &mut Ui, form: &mut Form<'_, T>, ids: &[EntityId]) {
    if let [one] = ids {
        form.text(
            ui,
            "Name",
            one.slug(),
            |e| e.name().to_owned(),
            |e, name| *e.name_mut() = name,
        );
    }
}

/// Things with a free name and a note.
pub trait Named {
    fn name(&self) -> &str;
    fn name_mut(&mut self) -> &mut String;
}

macro_rules! named {
    ($($kind:ident),*) => {$(
        impl Named for evenkeel_model::plan::$kind {
            fn name(&self) -> &str { &self.name }
            fn name_mut(&mut self) -> &mut String { &mut self.name }
        }
    )*};
}
named!(
    Site, Pool, Feed, Host, Switch, Array, Link, Witness, Vm, Workload, Service
);

/// The note of one thing.
fn note(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, ids: &[EntityId]) {
    let [one] = ids else { return };
    let Some(entity) = plan.entity(one) else {
        return;
    };
    fields::heading(ui, cx.theme, "Note");
    let id = egui::Id::unique(("evenkeel-note", one));
    let typed = fields::line(
        ui,
        cx.theme,
        &fields::Line {
            id,
            name: "Note",
            label: None,
            shown: entity.note(),
            hint: "What a reader of the plan should know",
            range: "",
            right: false,
            quiet_unit: false,
            steps: false,
            bare: false,
            tall: true,
            width: ui.available_width(),
        },
        &|_| Ok(()),
    );
    let edit = |text: &str| {
        edit::Edit::new(
            format!("Set the note of {}", plan.label(one)),
            vec![edit::Op::Put(one.clone(), entity.with_note(text))],
        )
    };
    fields::settle(ui, id, typed, cx.send, edit);
}
