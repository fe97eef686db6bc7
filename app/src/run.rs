//! What each command does; the only place that changes the document.

mod edits;
pub mod files;
mod measured;
mod place;

use evenkeel_model::check::Code;
use evenkeel_model::edit::{self, Edit, EditError, Op};
use evenkeel_model::ids::{EntityId, VmId};
use evenkeel_model::plan::{End, Level, Plan, ProfileRef, SiteKind};

use crate::app::App;
use crate::clock;
use crate::command::{Action, Carried, Command};
use crate::jobs::Job;
use crate::view::canvas::{moving, piece};
use crate::view::command_palette::items::rows;
use crate::view::command_palette::{Asking, Palette};
use crate::view::dialogs::Dialog;
use crate::view::drill::Step;
use crate::view::findings;
use crate::view::toasts::Tone;
use crate::workspace::Page;

/// Does one command. Failures are told to the person, never lost.
pub fn run(app: &mut App, command: Command) {
    match command {
        Command::Edit(edit) => apply(app, &edit),
        Command::Preview(edit) => {
            if let Err(error) = app.document.history.preview(&edit) {
                app.tell(format!("{}: {error}", edit.label));
            }
        }
        Command::CommitPreview => {
            app.document.history.commit();
        }
        Command::CancelPreview => app.document.history.cancel(),
        Command::Undo => {
            app.document.history.undo();
        }
        Command::Redo => {
            app.document.history.redo();
        }
        Command::Select(ids) => app.workspace.selection = ids,
        Command::JumpTo(id) => {
            app.workspace.selection = vec![id.clone()];
            app.workspace.jump = Some(id);
        }
        Command::Why(address) => app.workspace.why = Some(address),
        Command::Do(action) => act(app, action),
        Command::MoveVm { vm, row, to } => {
            let plan = app.document.plan().clone();
            attempt(app, edit::placement::move_vm(&plan, &vm, row, &to));
        }
        Command::MovePartner { vm, row, to } => {
            let plan = app.document.plan().clone();
            attempt(app, edit::placement::move_partner(&plan, &vm, row, &to));
        }
        Command::DetachMember { vm, row, to } => {
            let plan = app.document.plan().clone();
            attempt(app, edit::placement::detach_member(&plan, &vm, row, &to));
        }
        Command::MoveHost { host, site, pool } => {
            let plan = app.document.plan().clone();
            let (site, pool) = (site.as_ref(), pool.as_ref());
            attempt(app, edit::placement::move_host(&plan, &host, site, pool));
        }
        Command::Tell(message) => app.tell(message),
        Command::Platform(profile, revision) => {
            let title = app
                .document
                .catalogue()
                .profiles()
                .find(|p| p.key == profile && p.revision == revision)
                .map_or_else(|| profile.clone(), |p| p.name());
            let platform = ProfileRef { profile, revision };
            apply(
                app,
                &Edit::new(format!("Plan for {title}"), vec![Op::Platform(platform)]),
            );
        }
        Command::NewFrom(key) => files::guard(app, files::Next::NewFrom(key)),
        Command::OpenFile(path) => files::guard(app, files::Next::Open(path)),
        Command::MoveVms { vms, what, to } => {
            let plan = app.document.plan().clone();
            attempt(app, edits::carry(&plan, &vms, what, &to));
        }
        Command::AskHost { vm, row, what } => ask(
            app,
            Asking::Host {
                vms: vec![vm],
                row,
                what,
            },
        ),
        Command::AskEnds(first) => ask(app, Asking::End(first)),
        Command::Link(a, b) => {
            let made = piece::link(app.document.plan(), a, b);
            add(app, Ok(made));
        }
        Command::AddRole(key) => {
            let (plan, selection) = now(app);
            let roles = &app.document.catalogue().tables.archetypes;
            let name = roles
                .get(&key)
                .map_or_else(|| key.clone(), |r| r.name.clone());
            workload(app, &plan, &selection, &name, |plan, vm| {
                piece::role(plan, &name, &key, Some(vm))
            });
        }
        Command::AskHome(host) => ask(app, Asking::Home(host)),
        Command::Rename(id) => rename(app, id),
        Command::Waive { code, subject } => waive(app, code, subject),
        Command::CheckHelp(code) => app.dialog = Some(Dialog::CheckHelp(code)),
        Command::ForgetRecent(path) => app.forget(&path),
        Command::AddHostOf(key) => {
            let plan = app.document.plan().clone();
            let selection = app.workspace.selection.clone();
            let catalogue = std::sync::Arc::clone(app.document.catalogue());
            match catalogue.tables.hosts.get(&key) {
                Some(model) => add(
                    app,
                    edits::in_site(&plan, &selection, |plan, site| {
                        edit::add::host_of(plan, site, &key, model)
                    }),
                ),
                None => app.tell(format!("There is no model {key}")),
            }
        }
        Command::ImportMeasured(id) => files::measured(app, id),
        Command::Drill(step) => drill(app, step),
        Command::Place(step) => place::step(app, step),
        Command::StopPairs => app.jobs.cancel(Job::Pairs),
        Command::Answer(answer) => files::answer(app, answer),
    }
    let plan = app.document.plan();
    app.workspace.selection.retain(|id| plan.contains(id));
}

fn drill(app: &mut App, step: Step) {
    let ws = &mut app.workspace;
    let before = ws.drill.on;
    ws.drill.step(step);
    if ws.drill.on {
        ws.page = Page::Layout;
        if !before {
            ws.selection.clear();
            ws.canvas.rest();
        }
    }
}

fn ask(app: &mut App, asking: Asking) {
    app.palette = Some(Palette::new(asking));
}

/// Asks where what is meant of the selected VMs goes; of one VM with several rows, first which row.
fn ask_host(app: &mut App, what: Carried) {
    let vms = edits::vms(&app.workspace.selection);
    let plan = app.document.plan();
    let rows = match vms.as_slice() {
        [one] => plan.vms.get(one).map(|v| rows(v, what)),
        _ => None,
    };
    let asking = match (vms.as_slice(), rows.as_deref()) {
        ([one], Some([_, _, ..])) => Asking::Row {
            vm: one.clone(),
            what,
        },
        (_, rows) => Asking::Host {
            row: rows.map(|r| r.first().copied().unwrap_or(0)),
            vms,
            what,
        },
    };
    ask(app, asking);
}

/// Asks for the ends of a link that the selection does not give.
fn ask_ends(app: &mut App) {
    let selection = &app.workspace.selection;
    let ends: Vec<End> = selection.iter().filter_map(piece::end_of).collect();
    match ends.as_slice() {
        [a, b] => run(app, Command::Link(a.clone(), b.clone())),
        [one] => ask(app, Asking::End(Some(one.clone()))),
        _ => ask(app, Asking::End(None)),
    }
}

fn now(app: &App) -> (std::sync::Arc<Plan>, Vec<EntityId>) {
    let plan = std::sync::Arc::clone(app.document.plan());
    (plan, app.workspace.selection.clone())
}

fn rename(app: &mut App, id: EntityId) {
    let text = app.document.plan().label(&id);
    app.dialog = Some(Dialog::Rename { id, text });
}

fn waive(app: &mut App, code: Code, subject: EntityId) {
    app.dialog = Some(Dialog::Waive {
        code,
        subject,
        reason: String::new(),
        by: app.workspace.signs_as.clone(),
        date: clock::iso(clock::today()),
    });
}

fn apply(app: &mut App, edit: &Edit) {
    if let Err(error) = app.document.history.edit(edit) {
        app.tell(format!("{}: {error}", edit.label));
    }
}

fn attempt(app: &mut App, edit: Result<Edit, EditError>) {
    match edit {
        Ok(edit) => apply(app, &edit),
        Err(error) => app.tell(error.to_string()),
    }
}

/// Adds something and selects it.
fn add(app: &mut App, made: Result<(EntityId, Edit), EditError>) {
    match made {
        Ok((id, edit)) => {
            apply(app, &edit);
            app.workspace.selection = vec![id.clone()];
            app.workspace.jump = Some(id);
        }
        Err(error) => app.tell(error.to_string()),
    }
}

fn act(app: &mut App, action: Action) {
    let (plan, selection) = now(app);
    match action {
        Action::Undo => {
            app.document.history.undo();
        }
        Action::Redo => {
            app.document.history.redo();
        }
        Action::SelectAll => {
            app.workspace.selection = plan
                .entities()
                .filter(|id| matches!(id, EntityId::Host(_) | EntityId::Vm(_)))
                .collect();
        }
        Action::SelectNone => app.workspace.selection.clear(),
        Action::Delete => {
            if !selection.is_empty() {
                match edit::remove(&plan, &selection) {
                    Ok(edit) => {
                        apply(app, &edit);
                        let told = edits::removed(&plan, app.document.plan(), &selection);
                        app.toasts.push(Tone::Plain, told);
                    }
                    Err(error) => app.tell(error.to_string()),
                }
            }
        }
        Action::Level(n) => {
            if let Some(level) = Level::from_number(n) {
                attempt(app, edits::level(&plan, &selection, level));
            }
        }
        Action::Unplace => attempt(app, edits::unplace(&plan, &selection)),
        Action::AddSite => add(app, Ok(edit::add::site(&plan, SiteKind::Data, None))),
        Action::AddHost => add(
            app,
            edits::in_site(&plan, &selection, |plan, site| {
                edit::add::host(plan, site, None)
            }),
        ),
        Action::AddHostModel => ask(app, Asking::Model),
        Action::AddVm => add(
            app,
            edit::add::vm(&plan, edits::host_for(&plan, &selection).as_ref(), 1, None),
        ),
        Action::AddGroup => add(
            app,
            edit::add::vm(&plan, edits::host_for(&plan, &selection).as_ref(), 4, None),
        ),
        Action::AddMailbox => {
            let version = newest(app.document.catalogue().tables.mailbox.keys());
            workload(app, &plan, &selection, "Mailbox", |plan, vm| {
                edit::add::mailbox(plan, &version, Some(vm))
            });
        }
        Action::AddSql => {
            let version = newest(app.document.catalogue().tables.sql.keys());
            workload(app, &plan, &selection, "SQL", |plan, vm| {
                edit::add::sql(plan, &version, Some(vm))
            });
        }
        Action::AddRole => ask(app, Asking::Role),
        Action::AddLink => ask_ends(app),
        Action::AddArray => add(
            app,
            edits::in_site(&plan, &selection, |plan, site| {
                Ok(edit::add::array(plan, site, None))
            }),
        ),
        Action::AddSwitch => add(
            app,
            edits::in_site(&plan, &selection, |plan, site| {
                Ok(edit::add::switch(plan, site, None))
            }),
        ),
        Action::AddFeed => add(
            app,
            edits::in_site(&plan, &selection, |plan, site| {
                Ok(edit::add::feed(plan, site))
            }),
        ),
        Action::AddPool => add(app, Ok(edit::add::pool(&plan))),
        Action::AddWitness => add(app, Ok(edit::add::witness(&plan, None, None))),
        Action::AddService => add(app, Ok(edit::add::service(&plan))),
        Action::NextFinding => step(app, true),
        Action::PreviousFinding => step(app, false),
        Action::FixFinding => fix(app),
        Action::Drill => {
            let ws = &mut app.workspace;
            if ws.drill.on && ws.page != Page::Layout {
                ws.page = Page::Layout;
            } else if ws.drill.on {
                drill(app, Step::Leave);
            } else {
                drill(app, Step::Only(Vec::new()));
            }
        }
        Action::AutoPlace => place::step(app, crate::view::place::Step::Start),
        Action::RestoreAll => drill(app, Step::Restore),
        Action::Page(page) => app.workspace.page = page,
        Action::Zoom(zoom) => {
            app.workspace.page = Page::Layout;
            app.workspace.zoom = Some(zoom);
        }
        Action::ToggleLeft => app.workspace.left ^= true,
        Action::ToggleRight => app.workspace.right ^= true,
        Action::ToggleFindings => app.workspace.findings_open ^= true,
        Action::ToggleTheme => app.workspace.dark = Some(!app.theme.dark),
        Action::New
        | Action::Open
        | Action::Save
        | Action::SaveAs
        | Action::ExportPdf
        | Action::ClosePlan
        | Action::Quit => files::act(app, action),
        Action::Duplicate => {
            if let [one] = selection.as_slice() {
                add(app, edit::duplicate(&plan, one));
            }
        }
        Action::Rename => {
            if let [one] = selection.as_slice() {
                rename(app, one.clone());
            }
        }
        Action::MoveToHost => ask_host(app, Carried::Members),
        Action::MovePartner => ask_host(app, Carried::Partner),
        Action::DetachOne => ask_host(app, Carried::One),
        Action::Nudge(way) => attempt(app, moving::nudge(&plan, &selection, way)),
        Action::WaiveFinding => {
            if let Some((code, subject)) = app.workspace.finding.clone() {
                waive(app, code, subject);
            }
        }
        Action::FindingHelp => {
            if let Some((code, _)) = app.workspace.finding {
                app.dialog = Some(Dialog::CheckHelp(code));
            }
        }
        Action::Palette => ask(app, Asking::Anything),
        Action::Guide => app.dialog = Some(Dialog::Guide),
        Action::Shortcuts => app.dialog = Some(Dialog::Shortcuts),
        Action::About => app.dialog = Some(Dialog::About),
    }
}

/// The newest version of a table; keys end in years.
fn newest<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    keys.max().cloned().unwrap_or_default()
}

/// A workload on the selected VM, or on a new VM called `base`.
fn workload(
    app: &mut App,
    plan: &Plan,
    selection: &[EntityId],
    base: &str,
    make: impl Fn(&Plan, &VmId) -> (EntityId, Edit),
) {
    let made = match edits::vms(selection).first() {
        Some(vm) => Ok(make(plan, vm)),
        None => {
            let host = edits::host_for(plan, selection);
            edit::hosted(
                plan,
                app.document.catalogue(),
                base,
                host.as_ref(),
                |plan, vm| Ok(make(plan, vm)),
            )
        }
    };
    add(app, made);
}

/// Chooses the next or previous finding that the filter shows.
fn step(app: &mut App, forward: bool) {
    let all = app.document.findings().clone();
    let plan = app.document.plan().clone();
    let shown: Vec<_> = findings::listed(&app.workspace.filter, &all, |f| plan.label(f.subject()))
        .into_iter()
        .map(|f| (f.code, f.subject().clone()))
        .collect();
    let now = app
        .workspace
        .finding
        .as_ref()
        .and_then(|key| shown.iter().position(|k| k == key));
    let next = match (now, forward) {
        (None, true) => 0,
        (None, false) => shown.len().saturating_sub(1),
        (Some(i), true) => (i + 1) % shown.len().max(1),
        (Some(i), false) => i.checked_sub(1).unwrap_or(shown.len().saturating_sub(1)),
    };
    match shown.get(next) {
        Some(key) => {
            app.workspace.findings_open = true;
            app.workspace.finding = Some(key.clone());
            app.workspace.selection = vec![key.1.clone()];
            app.workspace.jump = Some(key.1.clone());
        }
        None => app.tell("No finding is listed".to_owned()),
    }
}

/// Applies the first fix of the chosen finding.
fn fix(app: &mut App) {
    let Some((code, subject)) = app.workspace.finding.clone() else {
        return;
    };
    let findings = app.document.findings().clone();
    let found = findings
        .iter()
        .find(|f| f.code == code && *f.subject() == subject);
    match found.and_then(|f| f.fixes.first()) {
        Some(fix) => apply(app, &fix.edit),
        None => app.tell(format!("{code} has no fix to apply; see its help")),
    }
}
