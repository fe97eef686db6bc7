//! What opens, saves, exports and closes: questions first, then jobs, then their answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use evenkeel_model::ids::{WorkloadId, slugify};
use evenkeel_model::plan::Plan;

use super::measured;
use crate::app::App;
use crate::clock;
use crate::command::{Action, Answer};
use crate::disk::{self, DiskError};
use crate::document::Document;
use crate::jobs::{ExportFault, Exported, Job, Message};
use crate::paper;
use crate::pdf::PdfError;
use crate::picker::{Ask, Picked, Purpose, with_ending};
use crate::recovery::{self, Left};
use crate::templates;
use crate::view::dialogs::Dialog;
use crate::view::drill::Step;
use crate::view::toasts::Tone;
use crate::workspace::{Page, Shown, Zoom};

/// What follows once unsaved work is taken care of.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    NewFrom(&'static str),
    Open(PathBuf),
    ClosePlan,
    Quit,
    Recover(Left),
}

/// Does an action on files.
pub fn act(app: &mut App, action: Action) {
    match action {
        Action::New => app.dialog = Some(Dialog::New),
        Action::Open => ask(app, Purpose::Open),
        Action::Save => save(app, false),
        Action::SaveAs => ask(app, Purpose::SaveAs),
        Action::ExportPdf => ask(app, Purpose::ExportPdf),
        Action::ClosePlan => guard(app, Next::ClosePlan),
        Action::Quit => guard(app, Next::Quit),
        _ => {}
    }
}

/// Goes on unless work would be lost; then asks first.
pub fn guard(app: &mut App, next: Next) {
    app.document.history.commit();
    let saving = app.jobs.is_running(Job::Save);
    if saving && next == Next::Quit {
        app.next = Some(next);
    } else if app.document.needs_saving() {
        app.next = Some(next);
        app.dialog = Some(Dialog::Unsaved);
    } else {
        proceed(app, next);
    }
}

fn proceed(app: &mut App, next: Next) {
    app.dialog = None;
    match next {
        Next::NewFrom(key) => {
            let Some(template) = templates::find(key) else {
                app.tell(format!("There is no template {key}"));
                return;
            };
            match evenkeel_model::io::from_text(template.text) {
                Ok(plan) => show(app, Document::new(plan, None)),
                Err(error) => app.tell(format!("{}: {error}", template.title)),
            }
        }
        Next::Open(path) => {
            app.jobs.abandon(Job::Load);
            let ctx = app.context();
            app.jobs.start(Job::Load, &ctx, move |_| {
                Message::Loaded(disk::load(&path).map(Box::new))
            });
        }
        Next::ClosePlan => {
            app.keeper.clear();
            app.document = Document::new(Plan::default(), None);
            app.workspace.drill.step(Step::Leave);
            app.workspace.selection.clear();
            app.workspace.finding = None;
            app.workspace.why = None;
            app.workspace.welcome = true;
        }
        Next::Quit => {
            app.keeper.clear();
            app.closing = true;
            app.context()
                .send_viewport_cmd(egui::ViewportCommand::Close);
        }
        Next::Recover(left) => recover(app, &left),
    }
}

/// Asks for measurements of a workload.
pub fn measured(app: &mut App, id: WorkloadId) {
    ask(app, Purpose::Measured(id));
}

/// Puts a plan on screen.
fn show(app: &mut App, document: Document) {
    app.keeper.clear();
    app.document = document;
    let ws = &mut app.workspace;
    ws.drill.step(Step::Leave);
    ws.place = crate::view::place::State::default();
    app.jobs.abandon(Job::Place);
    ws.failures = crate::view::failures::State::default();
    ws.welcome = false;
    ws.page = Page::Layout;
    ws.selection.clear();
    ws.finding = None;
    ws.why = None;
    ws.jump = None;
    ws.zoom = Some(Zoom::Fit);
}

fn recover(app: &mut App, left: &Left) {
    match recovery::open(left) {
        Ok(plan) => {
            let mut document = Document::new(plan, left.path.clone());
            document.mark_recovered();
            show(app, document);
            // The old copy goes only once the new one lies on disk.
            if app.keep_now() {
                recovery::discard(left);
            }
            app.toasts
                .push(Tone::Good, "The unsaved work is back. Save it to keep it");
        }
        Err(why) => fail(
            app,
            "The work could not be recovered",
            DiskError {
                what: "The recovery copy cannot be read".to_owned(),
                path: left.file.clone(),
                why,
                todo: "The copy stays where it is".to_owned(),
            },
            false,
        ),
    }
}

fn fail(app: &mut App, title: &str, error: DiskError, save_elsewhere: bool) {
    app.dialog = Some(Dialog::Fault {
        title: title.to_owned(),
        error,
        save_elsewhere,
    });
}

/// Tells that a plan could not be opened.
pub fn not_opened(app: &mut App, error: DiskError) {
    fail(app, "The plan was not opened", error, false);
}

/// Asks for a file, by the system's dialog or here.
fn ask(app: &mut App, purpose: Purpose) {
    app.document.history.commit();
    let path = app.document.path.clone();
    let folder = path
        .as_deref()
        .or(app.recent.first().map(PathBuf::as_path))
        .and_then(Path::parent)
        .map(Path::to_owned);
    let stem = path
        .as_deref()
        .and_then(Path::file_stem)
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_else(|| match app.document.plan().about.name.as_str() {
            "" => "plan".to_owned(),
            name => slugify(name),
        });
    let mut ask = Ask {
        purpose,
        folder,
        name: String::new(),
    };
    if ask.saves() {
        ask.name = format!("{stem}.{}", ask.ending());
    }
    if app.no_dialogs {
        type_path(app, ask);
        return;
    }
    app.jobs.abandon(Job::Dialog);
    app.asked = Some((ask.clone(), Instant::now()));
    let dialogs = Arc::clone(&app.dialogs);
    let ctx = app.context();
    app.jobs.start(Job::Dialog, &ctx, move |_| {
        let picked = dialogs.pick(&ask);
        Message::Picked { ask, picked }
    });
}

fn type_path(app: &mut App, ask: Ask) {
    let folder = ask
        .folder
        .clone()
        .or_else(|| directories::UserDirs::new().map(|d| d.home_dir().to_owned()))
        .unwrap_or_default();
    let text = folder.join(&ask.name).display().to_string();
    app.dialog = Some(Dialog::TypePath { ask, text });
}

/// Saves to the plan's file. `force` skips what was already told.
fn save(app: &mut App, force: bool) {
    app.document.history.commit();
    let Some(path) = app.document.path.clone() else {
        ask(app, Purpose::SaveAs);
        return;
    };
    if !force {
        if app.document.comments {
            app.dialog = Some(Dialog::CommentsGo(path));
            return;
        }
        let now = disk::stamp(&path);
        if app.document.stamp.is_some() && now.is_some() && now != app.document.stamp {
            app.dialog = Some(Dialog::ChangedOnDisk(path));
            return;
        }
    }
    start_save(app, path);
}

fn start_save(app: &mut App, path: PathBuf) {
    let path = std::path::absolute(&path).unwrap_or(path);
    if app.jobs.is_running(Job::Save) {
        app.toasts.push(Tone::Plain, "Still saving");
        return;
    }
    let plan = Arc::clone(app.document.plan());
    let ctx = app.context();
    app.jobs.start(Job::Save, &ctx, move |_| {
        let result = disk::save(&path, &plan);
        Message::Saved { plan, path, result }
    });
}

fn start_export(app: &mut App, path: PathBuf) {
    if app.jobs.is_running(Job::Export) {
        return;
    }
    app.document.refresh();
    let subject = app.document.subject();
    let (date, size) = (clock::today(), app.preview.paper);
    app.dialog = Some(Dialog::Exporting(path.clone()));
    let ctx = app.context();
    let repaint = ctx.clone();
    app.jobs.start(Job::Export, &ctx, move |ticket| {
        let mut progress = |share: f32| {
            repaint.request_repaint();
            ticket.progress(share)
        };
        let result = export(&subject, date, size, &path, &mut progress);
        Message::Exported { path, result }
    });
}

fn export(
    subject: &paper::Subject,
    date: evenkeel_model::report::Date,
    size: evenkeel_model::report::paginate::Paper,
    path: &Path,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Exported, ExportFault> {
    if !progress(0.02) {
        return Err(ExportFault::Cancelled);
    }
    let pages = subject.pages(date, size);
    let output = paper::pdf(&pages, date, &mut |share| progress(0.2 + 0.75 * share)).map_err(
        |e| match e {
            PdfError::Cancelled => ExportFault::Cancelled,
            other => ExportFault::Render(other.to_string()),
        },
    )?;
    if !progress(0.95) {
        return Err(ExportFault::Cancelled);
    }
    disk::write(path, &output.bytes, false).map_err(ExportFault::Disk)?;
    Ok(Exported {
        pages: pages.pages.len(),
        bytes: output.bytes.len(),
        warnings: output.warnings,
    })
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Takes the answer of a job.
pub fn receive(app: &mut App, message: Message) {
    match message {
        Message::Picked { ask, picked } => {
            app.asked = None;
            if matches!(app.dialog, Some(Dialog::Waiting(_))) {
                app.dialog = None;
            }
            match picked {
                Picked::Path(path) => chosen(app, &ask, path),
                Picked::Cancelled => app.next = None,
                Picked::Unavailable => {
                    app.no_dialogs = true;
                    type_path(app, ask);
                }
            }
        }
        Message::Loaded(Ok(loaded)) => {
            app.remember(&loaded.path);
            show(app, Document::opened(*loaded));
        }
        Message::Loaded(Err(error)) => not_opened(app, error),
        Message::Saved { plan, path, result } => saved(app, plan, path, result),
        Message::Recovery { plan, result } => {
            app.keeper.written(plan, result);
            // Saved or given up while the copy was being written.
            if !app.document.needs_saving() {
                app.keeper.clear();
            }
        }
        Message::Outlook {
            plan,
            subject,
            outlook,
        } => {
            app.workspace.outlook = Some(Arc::new(Shown {
                plan,
                subject,
                outlook,
            }));
        }
        Message::Growth { plan, growth } => {
            app.workspace.growth = Some((plan, Arc::new(growth)));
        }
        Message::Drilled(shown) => {
            // Left meanwhile.
            if app.workspace.drill.on {
                app.workspace.drill.shown = Some(shown);
            }
        }
        Message::Singles(singles) => app.workspace.failures.singles = Some(singles),
        Message::Pairs(pairs) => app.workspace.failures.pairs = Some(pairs),
        Message::Placed(answered) => {
            app.workspace.place.running = None;
            app.workspace.place.answered = Some(answered);
        }
        Message::Pages { plan, paper, pages } => {
            app.preview.pages = Some(pages);
            app.preview.made_of = Some((plan, paper));
        }
        Message::Thumbnails(all) => app.welcome.thumbnails.extend(all),
        Message::Exported { path, result } => exported(app, &path, result),
        Message::Measured { id, path, result } => measured::take(app, &id, &path, result),
    }
}

fn saved(
    app: &mut App,
    plan: Arc<Plan>,
    path: PathBuf,
    result: Result<Option<disk::Stamp>, DiskError>,
) {
    match result {
        Ok(stamp) => {
            app.document.saved(plan, path.clone(), stamp);
            app.remember(&path);
            app.toasts
                .push(Tone::Good, format!("Saved {}", name_of(&path)));
            if !app.document.needs_saving() {
                app.keeper.clear();
            }
            if let Some(next) = app.next.take() {
                guard(app, next);
            }
        }
        Err(error) => fail(app, "The plan was not saved", error, true),
    }
}

fn exported(app: &mut App, path: &Path, result: Result<Exported, ExportFault>) {
    if matches!(app.dialog, Some(Dialog::Exporting(_))) {
        app.dialog = None;
    }
    match result {
        Ok(done) => {
            let text = format!(
                "Exported {}, {} pages, {} KB",
                name_of(path),
                done.pages,
                done.bytes.div_ceil(1000)
            );
            app.toasts.push(Tone::Good, text);
            for warning in done.warnings {
                app.toasts.push(Tone::Bad, warning);
            }
        }
        Err(ExportFault::Cancelled) => app.toasts.push(Tone::Plain, "The export was cancelled"),
        Err(ExportFault::Disk(error)) => fail(app, "The PDF was not written", error, false),
        Err(ExportFault::Render(why)) => fail(
            app,
            "The PDF was not written",
            DiskError {
                what: "The pages could not be put into a PDF".to_owned(),
                path: path.to_owned(),
                why,
                todo: "Your plan is untouched. Please report this".to_owned(),
            },
            false,
        ),
    }
}

/// A path was chosen in the system's dialog, which asked about replacing a file itself.
fn chosen(app: &mut App, ask: &Ask, path: PathBuf) {
    match ask.purpose {
        Purpose::Open => guard(app, Next::Open(path)),
        Purpose::SaveAs => start_save(app, with_ending(&path, ask.ending())),
        Purpose::ExportPdf => start_export(app, with_ending(&path, ask.ending())),
        Purpose::Measured(ref id) => measured::start(app, id.clone(), path),
    }
}

/// Does what a dialog was answered.
pub fn answer(app: &mut App, answer: Answer) {
    let dialog = app.dialog.take();
    match answer {
        Answer::Close => app.next = None,
        Answer::SaveFirst => save(app, false),
        Answer::Discard => {
            if let Some(next) = app.next.take() {
                proceed(app, next);
            }
        }
        Answer::SaveAnyway => save(app, true),
        Answer::SaveElsewhere => ask(app, Purpose::SaveAs),
        Answer::Path(ask, path) => {
            let path = if ask.saves() {
                with_ending(&path, ask.ending())
            } else {
                path
            };
            let same = app.document.path.as_deref() == Some(&path);
            if ask.saves() && path.is_file() && !same {
                app.dialog = Some(Dialog::Overwrite(ask, path));
            } else {
                chosen(app, &ask, path);
            }
        }
        Answer::Replace(ask, path) => chosen(app, &ask, path),
        Answer::TypeInstead(ask) => {
            app.jobs.abandon(Job::Dialog);
            app.asked = None;
            type_path(app, ask);
        }
        Answer::StopWaiting => {
            app.jobs.abandon(Job::Dialog);
            app.asked = None;
            app.next = None;
        }
        Answer::Recover(left) => proceed(app, Next::Recover(left)),
        Answer::ForgetCopy(left) => {
            recovery::discard(&left);
            if let Some(Dialog::Recover(mut rest)) = dialog {
                rest.retain(|l| *l != left);
                if !rest.is_empty() {
                    app.dialog = Some(Dialog::Recover(rest));
                }
            }
        }
        Answer::CancelExport => {
            app.jobs.cancel(Job::Export);
            app.dialog = dialog;
        }
        Answer::Paper(paper) => {
            app.preview.paper = paper;
            app.dialog = dialog;
        }
        Answer::Renamed(id, name) => {
            let plan = app.document.plan().clone();
            super::attempt(app, evenkeel_model::edit::rename(&plan, &id, &name));
        }
        Answer::Waived(waiver) => {
            if !waiver.by.is_empty() {
                app.workspace.signs_as.clone_from(&waiver.by);
            }
            super::apply(app, &evenkeel_model::edit::waive(waiver));
        }
    }
}
