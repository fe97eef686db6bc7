//! VMs and groups: level, place, size, disks, start, and the workloads in them.

use egui::Ui;
use evenkeel_model::catalogue::keys;
use evenkeel_model::edit::{Edit, placement};
use evenkeel_model::ids::{EntityId, HostId, VmId};
use evenkeel_model::plan::{Level, Mirroring, Plan, Vm};
use evenkeel_model::units::{Secs, with_unit};

use super::disks::disks;
use super::{refs, rows, workload};
use crate::command::Command;
use crate::document::Document;
use crate::ui::fields::{self, Choice, Form, Segment, Style};
use crate::view::ViewCx;

pub fn show(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    level(ui, form, doc);
    place(ui, form, doc);
    if form.common(|v| v.level.paired()) != Some(false) {
        form.choice(
            ui,
            "Write done",
            &Mirroring::ALL.map(|m| (m, m.word().to_owned())),
            |v| v.mirroring,
            |v, m| v.mirroring = m,
        );
    }
    form.whole(ui, "vCPUs", 1..=1024, |v| v.vcpus, |v, n| v.vcpus = n);
    // Editions and licences of a database server count sockets; elsewhere they say nothing.
    if form.common(|v| v.sockets) != Some(None)
        || form.rows.iter().any(|(id, _)| serves_sql(doc, id))
    {
        form.optional_whole(
            ui,
            "Virtual sockets",
            1..=1024,
            "not known",
            |v| v.sockets,
            |v, n| v.sockets = n,
        );
    }
    form.quantity(ui, "Memory", "GiB", |v| v.ram, |v, q| v.ram = q);
    if form.common(Vm::is_group) != Some(false) {
        form.whole(ui, "Members", 1..=10_000, |v| v.count, |v, n| v.count = n);
    }
    form.text(
        ui,
        "Role",
        "for example mailbox",
        |v| v.role.clone(),
        |v, t| v.role = t,
    );
    disks(ui, form, doc);
    start(ui, form, doc);
}

/// The level as buttons in the colours of levels.
pub fn level(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let theme = form.theme;
    let profile = doc.cx().profile;
    let current = form.common(|v| v.level).map(|l| usize::from(l.number()));
    let options: Vec<Segment<'_>> = Level::ALL
        .iter()
        .zip(["0", "1", "2", "3"])
        .map(|(level, text)| Segment {
            text,
            name: format!("Level {text}"),
            hover: match profile.mechanism(*level) {
                Some(_) => level.word().to_owned(),
                None => format!("{}; {} does not offer it", level.word(), profile.product),
            },
            ink: theme
                .level
                .get(usize::from(level.number()))
                .copied()
                .unwrap_or(theme.accent),
        })
        .collect();
    let id = form.salt.with("level");
    let picked = if form.style == Style::Rows {
        fields::row(ui, theme, "Protection level", "", 124.0, |ui, _| {
            fields::segments(ui, theme, id, 124.0, &options, current)
        })
    } else {
        let width = ui.available_width();
        fields::segments(ui, theme, id, width, &options, current)
    };
    if let Some(level) = picked.and_then(|i| Level::ALL.get(i)) {
        set_level(form, doc.plan(), *level);
    }
}

/// Dials the level of all, partners included, in one step.
pub fn set_level(form: &mut Form<'_, Vm>, plan: &Plan, level: Level) {
    let edits: Vec<Edit> = ids(form)
        .iter()
        .filter_map(|vm| placement::set_level(plan, vm, level).ok())
        .collect();
    send(form, edits, format!("to level {}", level.number()));
}

fn ids(form: &Form<'_, Vm>) -> Vec<VmId> {
    form.rows
        .iter()
        .filter_map(|(id, _)| match id {
            EntityId::Vm(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}

/// One edit under its own name, several under a common one.
fn send(form: &mut Form<'_, Vm>, mut edits: Vec<Edit>, what: String) {
    match edits.len() {
        0 => {}
        1 => {
            if let Some(edit) = edits.pop() {
                form.send.edit(edit);
            }
        }
        _ => {
            let label = format!("Set {} {what}", form.who);
            form.send.edit(Edit::many(label, edits));
        }
    }
    form.committed = true;
}

/// Whether SQL Server runs on a VM.
fn serves_sql(doc: &Document, id: &EntityId) -> bool {
    let EntityId::Vm(vm) = id else { return false };
    doc.facts().vms.get(vm).is_some_and(|f| !f.sql.is_empty())
}

fn place(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let plan = doc.plan();
    let simple = form.common(|v| !v.is_group() && v.placement.len() <= 1);
    if simple == Some(true) {
        runs_on(ui, form, doc);
        if form.common(|v| v.level.paired() || v.placement.iter().any(|p| p.partner.is_some()))
            != Some(false)
        {
            partner(ui, form, doc);
        }
        return;
    }
    let Some((id, vm)) = form.single().cloned() else {
        runs_on(ui, form, doc);
        return;
    };
    let EntityId::Vm(id) = id else { return };
    let theme = form.theme;
    let placed = vm.placed();
    fields::heading(
        ui,
        theme,
        &format!("Placement · {placed} of {} members", vm.count),
    );
    for (i, row) in vm.placement.iter().enumerate() {
        let paired = vm.level.paired() || row.partner.is_some();
        let shares: &[f32] = if paired {
            &[2.2, 5.0, 5.0, 1.2]
        } else {
            &[2.2, 10.0, 1.2]
        };
        let last = shares.len() - 1;
        form.cells(ui, shares, |form, ui, cell| {
            if cell == 0 {
                form.whole(
                    ui,
                    &format!("Members in row {}", i + 1),
                    1..=10_000,
                    |v| v.placement.get(i).map_or(1, |p| p.count),
                    |v, n| {
                        if let Some(p) = v.placement.get_mut(i) {
                            p.count = n;
                        }
                    },
                );
            } else if cell == last {
                if fields::remove_button(ui, theme, &format!("Take row {} off", i + 1)).clicked()
                    && let Ok(edit) = placement::unplace(plan, &id, Some(i))
                {
                    form.send.edit(edit);
                }
            } else if cell == 1 {
                let name = format!("Host of row {}", i + 1);
                let to = form.picked(
                    ui,
                    &name,
                    &|h: &HostId| plan.label(&h.into()),
                    &|| refs::hosts(plan, None),
                    |_| row.host.clone(),
                );
                if let Some(to) = to {
                    form.send.send(Command::MoveVm {
                        vm: id.clone(),
                        row: i,
                        to,
                    });
                }
            } else {
                let name = format!("Partner of row {}", i + 1);
                let to = form.picked(
                    ui,
                    &name,
                    &|h: &Option<HostId>| refs::name(plan, h.as_ref().map(Into::into), "partner"),
                    &|| some(refs::hosts(plan, Some(&row.host))),
                    |_| row.partner.clone(),
                );
                if let Some(Some(to)) = to {
                    form.send.send(Command::MovePartner {
                        vm: id.clone(),
                        row: i,
                        to,
                    });
                }
            }
        });
    }
    if placed < vm.count {
        let left = vm.count - placed;
        let to = form.picked(
            ui,
            "Place the rest",
            &|_: &Option<_>| format!("{left} on…"),
            &|| some(refs::hosts(plan, None)),
            |_| None,
        );
        if let Some(Some(to)) = to {
            form.send.send(Command::MoveVm {
                vm: id,
                row: vm.placement.len(),
                to,
            });
        }
    }
}

fn some<T>(all: Vec<(T, Choice)>) -> Vec<(Option<T>, Choice)> {
    all.into_iter().map(|(v, c)| (Some(v), c)).collect()
}

/// The host of each VM's first row.
pub fn runs_on(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let plan = doc.plan();
    let to = form.picked(
        ui,
        "Runs on",
        &|h: &Option<HostId>| refs::name(plan, h.as_ref().map(Into::into), "No host yet"),
        &|| {
            std::iter::once((None, Choice::from("No host")))
                .chain(some(refs::hosts(plan, None)))
                .collect()
        },
        |v| v.placement.first().map(|p| p.host.clone()),
    );
    if let Some(to) = to {
        let edits = ids(form)
            .iter()
            .filter_map(|vm| match &to {
                Some(host) => placement::move_vm(plan, vm, 0, host).ok(),
                None => placement::unplace(plan, vm, None).ok(),
            })
            .collect();
        let what = match &to {
            Some(host) => format!("to run on {}", plan.label(&host.into())),
            None => "to run on no host".to_owned(),
        };
        send(form, edits, what);
    }
}

/// The partner of each VM's first row.
pub fn partner(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let plan = doc.plan();
    let own = form
        .common(|v| v.placement.first().map(|p| p.host.clone()))
        .flatten();
    let to = form.picked(
        ui,
        "Partner",
        &|h: &Option<HostId>| refs::name(plan, h.as_ref().map(Into::into), "No partner yet"),
        &|| some(refs::hosts(plan, own.as_ref())),
        |v| v.placement.first().and_then(|p| p.partner.clone()),
    );
    if let Some(Some(to)) = to {
        let edits = ids(form)
            .iter()
            .filter_map(|vm| placement::move_partner(plan, vm, 0, &to).ok())
            .collect();
        send(
            form,
            edits,
            format!("to have {} as partner", plan.label(&(&to).into())),
        );
    }
}

fn start(ui: &mut Ui, form: &mut Form<'_, Vm>, doc: &Document) {
    let cx = doc.cx();
    let from = |key| format!("profile: {}", with_unit(cx.constant(key), "s"));
    let (boot, app) = (from(keys::BOOT_S), from(keys::APP_START_S));
    let word = |v: Option<bool>| match v {
        Some(true) => "watched",
        Some(false) => "not watched",
        None => "not known if watched",
    };
    let summary = form
        .common(|v| v.app_monitored)
        .map_or("mixed", word)
        .to_owned();
    fields::fold(ui, form.theme, "Start and care", &summary, false, |ui| {
        form.optional::<Secs>(ui, "Guest start", "s", &boot, |v| v.boot, |v, q| v.boot = q);
        form.optional::<Secs>(
            ui,
            "Application start",
            "s",
            &app,
            |v| v.app_start,
            |v, q| v.app_start = q,
        );
        form.tri(
            ui,
            "Application watched",
            |v| v.app_monitored,
            |v, b| v.app_monitored = b,
        );
        form.tri(
            ui,
            "Memory reserved",
            |v| v.memory_reserved,
            |v, b| v.memory_reserved = b,
        );
        form.optional_number(
            ui,
            "Pages dirtied",
            "/s",
            0.0..=1e12,
            "by its workloads",
            |v| v.dirty_pages_per_s,
            |v, n| v.dirty_pages_per_s = n,
        );
    });
}

/// The workloads that run on a VM, each with its main fields.
pub fn workloads(ui: &mut Ui, cx: &mut ViewCx<'_>, plan: &Plan, ids: &[EntityId]) {
    let [EntityId::Vm(vm)] = ids else { return };
    for (id, w) in plan.workloads.iter() {
        if !w.runs_on.iter().any(|r| r.vm == *vm) {
            continue;
        }
        let id = EntityId::from(id);
        let title = format!("Workload · {}", workload::title(cx.doc, w));
        let sharing = w.runs_on.len();
        fields::heading_with(ui, cx.theme, &title, |ui| {
            let name = format!("Open workload {}", plan.label(&id));
            if fields::link_named(ui, cx.theme, "open", &name).clicked() {
                cx.send.send(Command::Select(vec![id.clone()]));
            }
        });
        let mut form = Form::new(
            cx.theme,
            &mut *cx.send,
            rows(&plan.workloads, std::slice::from_ref(&id)),
            plan.label(&id),
            "inspector",
        );
        workload::main_fields(ui, &mut form, cx.doc);
        if sharing > 1 {
            fields::note(ui, cx.theme, &format!("In total over {sharing} VMs."));
        }
    }
}
