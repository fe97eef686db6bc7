//! The window's frame by accessible label: open, edit, undo, save, recover, accept, palette. No renderer.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use evenkeel::app::App;
use evenkeel::command::{Action, Command};
use evenkeel::disk::{self, Folders};
use evenkeel::document::Document;
use evenkeel::picker::{Ask, Dialogs, NoDialogs, Picked};
use evenkeel::templates;
use evenkeel::view::dialogs::Dialog;
use evenkeel_model::ids::VmId;
use evenkeel_model::plan::{Level, Plan};
use evenkeel_model::units::Mib;

#[path = "support/window.rs"]
mod support;
use support::{Window, click, keys, send, settle, template, window};

/// Answers file dialogs, in order.
struct Answers(Mutex<VecDeque<Picked>>);

impl Answers {
    fn paths<const N: usize>(paths: [&Path; N]) -> Arc<dyn Dialogs> {
        let picked = paths.map(|p| Picked::Path(p.to_owned()));
        Arc::new(Self(Mutex::new(picked.into_iter().collect())))
    }
}

impl Dialogs for Answers {
    fn pick(&self, _: &Ask) -> Picked {
        let mut rest = self.0.lock().unwrap();
        rest.pop_front().unwrap_or(Picked::Cancelled)
    }
}

fn on_template() -> App {
    App::new(Document::new(template("two-servers"), None))
}

fn mbx() -> VmId {
    VmId::new("mbx-1").unwrap()
}

fn level(h: &Window) -> Level {
    h.state().document.plan().vms.get(&mbx()).unwrap().level
}

/// Makes one change that counts as work.
fn work(h: &mut Window) {
    send(h, Command::Select(vec![mbx().into()]));
    keys(h, Modifiers::ALT, Key::Num0);
    assert_eq!(level(h), Level::L0);
}

fn on_file(folder: &Path) -> (App, PathBuf) {
    let path = folder.join("plan.ron");
    disk::save(&path, &template("two-servers")).unwrap();
    let loaded = disk::load(&path).unwrap();
    (App::new(Document::opened(loaded)), path)
}

#[test]
fn new_from_template_edit_undo_save_and_reopen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron");
    let mut app = App::new(Document::new(Plan::default(), None)).with_welcome();
    app.dialogs = Answers::paths([&path]);
    let mut h = window(app);
    click(&mut h, "Start from Two servers, one room");
    assert!(!h.state().workspace.welcome);
    assert!(!h.state().document.needs_saving(), "nobody touched it yet");

    work(&mut h);
    let spec = |h: &Window, action: Action| {
        let app = h.state();
        action.spec(&app.document, &app.workspace).text
    };
    assert_eq!(spec(&h, Action::Undo), "Undo Set mbx-1 to level 0");
    assert!(h.query_by_label("Unsaved changes").is_some());
    keys(&mut h, Modifiers::COMMAND, Key::Z);
    assert_eq!(level(&h), Level::L2);
    assert_eq!(spec(&h, Action::Redo), "Redo Set mbx-1 to level 0");
    click(&mut h, "Redo");
    assert_eq!(level(&h), Level::L0);

    keys(&mut h, Modifiers::COMMAND, Key::S);
    assert!(!h.state().document.needs_saving());
    assert!(h.query_by_label("Unsaved changes").is_none());
    assert_eq!(h.state().document.path.as_deref(), Some(path.as_path()));
    let again = disk::load(&path).unwrap();
    assert_eq!(again.plan, **h.state().document.plan());
}

#[test]
fn a_save_that_fails_is_told_and_keeps_file_and_work() {
    let folder = tempfile::tempdir().unwrap();
    let (app, path) = on_file(folder.path());
    let before = fs::read(&path).unwrap();
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).unwrap();
    let mut h = window(app);
    work(&mut h);
    keys(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("The plan was not saved");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(h.state().document.needs_saving());
    assert_eq!(level(&h), Level::L0);

    let other = folder.path().join("other.ron");
    h.state_mut().dialogs = Answers::paths([&other]);
    click(&mut h, "Save as…");
    assert!(h.state().dialog.is_none());
    assert_eq!(
        disk::load(&other).unwrap().plan,
        **h.state().document.plan()
    );
}

#[test]
fn a_bad_file_is_told_with_its_line_and_the_open_plan_stays() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.ron");
    fs::write(&bad, "(\n  format: 1,\n  wrong: 2,\n)").unwrap();
    let mut h = window(on_template());
    let before = h.state().document.plan().clone();
    send(&mut h, Command::OpenFile(bad));
    h.get_by_label("The plan was not opened");
    h.get_by_label_contains("line 3");
    click(&mut h, "Close");
    assert!(h.state().dialog.is_none());
    assert_eq!(*h.state().document.plan(), before);
}

#[test]
fn unsaved_work_is_asked_about() {
    let mut h = window(on_template());
    work(&mut h);
    keys(&mut h, Modifiers::COMMAND, Key::W);
    click(&mut h, "Cancel");
    assert!(!h.state().workspace.welcome);
    assert_eq!(level(&h), Level::L0);
    keys(&mut h, Modifiers::COMMAND, Key::W);
    click(&mut h, "Do not save");
    assert!(h.state().workspace.welcome);
    h.get_by_label("Open a plan…");
}

#[test]
fn saving_first_goes_on_after_the_save() {
    let folder = tempfile::tempdir().unwrap();
    let (app, path) = on_file(folder.path());
    let mut h = window(app);
    work(&mut h);
    send(&mut h, Command::NewFrom("empty"));
    assert_eq!(h.state().dialog, Some(Dialog::Unsaved));
    click(&mut h, "Save");
    let saved = disk::load(&path).unwrap().plan;
    assert_eq!(saved.vms.get(&mbx()).unwrap().level, Level::L0);
    assert_eq!(*h.state().document.plan().as_ref(), template("empty"));
}

#[test]
fn closing_the_window_asks_too() {
    let mut h = window(on_template());
    work(&mut h);
    let id = egui::ViewportId::ROOT;
    let viewport = h.input_mut().viewports.entry(id).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    h.step();
    h.input_mut()
        .viewports
        .entry(id)
        .or_default()
        .events
        .clear();
    settle(&mut h);
    assert_eq!(h.state().dialog, Some(Dialog::Unsaved));
    assert!(!h.state().closing);
}

#[test]
fn comments_are_told_before_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hand.ron");
    let text = format!("// mine\n{}", templates::find("empty").unwrap().text);
    fs::write(&path, &text).unwrap();
    let mut h = window(App::new(Document::opened(disk::load(&path).unwrap())));
    send(&mut h, Command::Do(Action::AddSite));
    keys(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("The comments in this file will go");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    click(&mut h, "Save without comments");
    assert_eq!(disk::load(&path).unwrap().plan.sites.len(), 2);
    assert_eq!(
        fs::read_to_string(folder.path().join("hand.ron.bak")).unwrap(),
        text
    );
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (app, path) = on_file(folder.path());
    let mut h = window(app);
    work(&mut h);
    disk::save(&path, &template("empty")).unwrap();
    keys(&mut h, Modifiers::COMMAND, Key::S);
    h.get_by_label("The file was changed by somebody else");
    assert_eq!(disk::load(&path).unwrap().plan, template("empty"));
    click(&mut h, "Replace theirs");
    assert_eq!(disk::load(&path).unwrap().plan, **h.state().document.plan());
}

#[test]
fn without_a_dialog_service_the_path_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("typed.ron");
    let mut app = on_template();
    app.dialogs = Arc::new(NoDialogs);
    let mut h = window(app);
    keys(&mut h, Modifiers::COMMAND, Key::S);
    let Some(Dialog::TypePath { text, .. }) = &mut h.state_mut().dialog else {
        panic!("the path is asked for");
    };
    *text = path.with_extension("").display().to_string();
    settle(&mut h);
    h.get_by_role_and_label(Role::TextInput, "Path of the file");
    click(&mut h, "Save");
    assert_eq!(disk::load(&path).unwrap().plan, **h.state().document.plan());
}

#[test]
fn recovery_is_offered_and_brings_the_work_back() {
    let home = tempfile::tempdir().unwrap();
    let folders = Folders::under(home.path());
    let mut app = on_template().with_folders(folders.clone());
    app.keeper.every = Duration::ZERO;
    let mut h = window(app);
    work(&mut h);
    let lost = h.state().document.plan().clone();
    assert!(h.state().keeper.holds(&lost));
    // The window ends without a word.
    drop(h);

    let app = App::new(Document::new(Plan::default(), None))
        .with_welcome()
        .with_folders(folders.clone());
    let mut h = window(app);
    h.get_by_label("Unsaved work was found");
    click(&mut h, "Recover");
    assert_eq!(*h.state().document.plan(), lost);
    assert!(h.state().document.needs_saving());
    assert!(h.state().workspace.selection.is_empty());
    keys(&mut h, Modifiers::COMMAND, Key::W);
    click(&mut h, "Do not save");
    drop(h);
    assert!(evenkeel::recovery::left_behind(&folders).is_empty());
}

#[test]
fn settings_and_recent_plans_are_remembered() {
    let home = tempfile::tempdir().unwrap();
    let folders = Folders::under(home.path());
    let (app, path) = on_file(home.path());
    let mut h = window(app.with_folders(folders.clone()));
    send(&mut h, Command::Do(Action::ToggleTheme));
    send(&mut h, Command::Do(Action::ToggleLeft));
    let dark = h.state().theme.dark;
    work(&mut h);
    keys(&mut h, Modifiers::COMMAND, Key::S);
    h.state_mut().write_settings();
    drop(h);

    let app = App::new(Document::new(Plan::default(), None))
        .with_welcome()
        .with_folders(folders);
    let h = window(app);
    assert_eq!(h.state().theme.dark, dark);
    assert!(!h.state().workspace.left);
    assert_eq!(h.state().recent, [path]);
    h.get_by_label("Open plan.ron");
}

/// The template with too little memory for its mailboxes: a finding with a fix.
fn short_of_memory() -> Plan {
    let mut plan = template("two-servers");
    let mut vm = (**plan.vms.get(&mbx()).unwrap()).clone();
    vm.ram = Mib::new(2048);
    plan.vms.put(mbx(), vm);
    plan
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_taken_back() {
    let mut h = window(App::new(Document::new(short_of_memory(), None)));
    let finding = |h: &Window| {
        let app = h.state();
        let findings = app.document.findings();
        let found = findings
            .iter()
            .find(|f| f.is_found() && *f.subject() == mbx().into() && !f.fixes.is_empty());
        found.expect("too little memory is a finding").clone()
    };
    let one = finding(&h);
    let row = format!("{} {}", one.code, one.message);
    click(&mut h, &row);
    assert_eq!(h.state().workspace.selection, [one.subject().clone()]);
    send(&mut h, Command::Do(Action::WaiveFinding));
    h.get_by_role_and_label(Role::TextInput, "Reason").focus();
    h.run_ok();
    h.get_by_role_and_label(Role::TextInput, "Reason")
        .type_text("Spare on the shelf");
    settle(&mut h);
    click(&mut h, "Accept");
    let waivers = &h.state().document.plan().waivers;
    assert_eq!(waivers.len(), 1);
    assert_eq!(waivers[0].reason, "Spare on the shelf");
    assert!(!waivers[0].date.is_empty());
    assert!(finding(&h).waived.is_some());
    assert!(
        h.query_by_label(&row).is_none(),
        "accepted ones are folded away"
    );
    click(&mut h, "Accepted: 1");
    h.get_by_label(&row);
    keys(&mut h, Modifiers::COMMAND, Key::Z);
    assert!(h.state().document.plan().waivers.is_empty());
}

#[test]
fn a_fix_applies_as_one_step() {
    let mut h = window(App::new(Document::new(short_of_memory(), None)));
    let findings = h.state().document.findings().clone();
    let (finding, fix) = findings
        .iter()
        .filter(|f| f.is_found())
        .find_map(|f| Some((f, f.fixes.first()?)))
        .expect("some finding has a fix");
    h.get_all_by_label(&fix.title)
        .next()
        .expect("the fix shows")
        .click();
    settle(&mut h);
    let app = h.state();
    assert_eq!(
        app.document.history.undo_label(),
        Some(fix.edit.label.as_str())
    );
    let still = app
        .document
        .findings()
        .iter()
        .any(|f| f.code == finding.code && f.subject() == finding.subject() && f.is_found());
    assert!(!still, "{}", finding.message);
    assert_eq!(app.document.history.steps().count(), 1);
}

#[test]
fn things_are_renamed_duplicated_and_deleted_from_the_keyboard() {
    let mut h = window(on_template());
    send(&mut h, Command::Select(vec![mbx().into()]));
    keys(&mut h, Modifiers::NONE, Key::F2);
    let Some(Dialog::Rename { text, .. }) = &mut h.state_mut().dialog else {
        panic!("the name is asked for");
    };
    *text = "Mail one".into();
    settle(&mut h);
    click(&mut h, "Rename");
    assert_eq!(h.state().document.plan().label(&mbx().into()), "Mail one");
    keys(&mut h, Modifiers::COMMAND, Key::D);
    assert_eq!(h.state().document.plan().vms.len(), 2);
    assert_ne!(h.state().workspace.selection, [mbx().into()]);
    keys(&mut h, Modifiers::NONE, Key::Delete);
    assert_eq!(h.state().document.plan().vms.len(), 1);
    assert!(h.state().workspace.selection.is_empty());
}

#[test]
fn the_pdf_is_exported_and_previewed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.pdf");
    let mut app = on_template();
    app.dialogs = Answers::paths([&path]);
    let mut h = window(app);
    click(&mut h, "Report");
    assert!(h.query_all_by_label_contains("Page 1 of").next().is_some());
    let pages = h.state().preview.pages.clone().expect("laid out");
    keys(&mut h, Modifiers::COMMAND, Key::E);
    assert!(h.state().dialog.is_none());
    assert!(fs::read(&path).unwrap().starts_with(b"%PDF-"));
    let told = h
        .state()
        .toasts
        .texts()
        .any(|t| t.starts_with(&format!("Exported plan.pdf, {} pages", pages.pages.len())));
    assert!(told);
}

#[test]
fn every_action_has_words_and_its_own_keys() {
    let app = on_template();
    let mut seen = Vec::new();
    for action in Action::ALL {
        let spec = action.spec(&app.document, &app.workspace);
        assert!(!spec.text.is_empty() && !spec.tip.is_empty(), "{action:?}");
        if let Some(keys) = spec.shortcut {
            assert!(!seen.contains(&keys), "{action:?} shares {keys:?}");
            seen.push(keys);
        }
    }
}

#[test]
fn keys_stay_with_an_open_dialog() {
    let mut h = window(on_template());
    send(&mut h, Command::Select(vec![mbx().into()]));
    send(&mut h, Command::Do(Action::About));
    keys(&mut h, Modifiers::NONE, Key::Delete);
    keys(&mut h, Modifiers::NONE, Key::Num0);
    assert_eq!(level(&h), Level::L2);
    keys(&mut h, Modifiers::NONE, Key::Escape);
    assert!(h.state().dialog.is_none());
    assert_eq!(h.state().workspace.selection, [mbx().into()]);
}

#[test]
fn a_shortcut_with_shift_is_not_taken_for_the_one_without() {
    let folder = tempfile::tempdir().unwrap();
    let (mut app, path) = on_file(folder.path());
    let other = folder.path().join("other.ron");
    app.dialogs = Answers::paths([&other]);
    let before = fs::read(&path).unwrap();
    let mut h = window(app);
    work(&mut h);
    keys(&mut h, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(h.state().document.path.as_deref(), Some(other.as_path()));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_plan_named_at_the_start_that_cannot_be_read_is_told_over_the_welcome_page() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.ron");
    fs::write(&bad, "(\n  format: 1,\n  wrong: 2,\n)").unwrap();
    let mut app = App::new(Document::new(Plan::default(), None)).with_welcome();
    app.dialog = Some(Dialog::About);
    let mut h = window(app.with_fault(disk::load(&bad).unwrap_err()));
    h.get_by_label("The plan was not opened");
    h.get_by_label_contains("line 3");
    assert!(h.state().workspace.welcome);
    click(&mut h, "Close");
    assert_eq!(
        h.state().dialog,
        Some(Dialog::About),
        "what was to be asked follows"
    );
}

#[test]
fn the_status_bar_says_what_was_not_assessed() {
    let h = window(App::new(Document::new(Plan::default(), None)));
    h.get_by_label("Nothing to assess yet");
    h.get_by_label("Nothing to assess yet: the plan has no VM and no workload.");
    let plan = template("two-buildings");
    let h = window(App::new(Document::new(plan, None)));
    assert!(h.query_by_label("Nothing to assess yet").is_none());
    let open = h.state().document.counts().not_assessed;
    assert!(open > 0, "this plan leaves something open");
    h.get_by_label_contains(&format!(", {open} not assessed"));
    assert!(h.state().workspace.filter.not_assessed);
}

#[test]
fn removing_a_host_tells_what_went_with_it() {
    let mut h = window(on_template());
    let host = h
        .state()
        .document
        .plan()
        .hosts
        .keys()
        .next()
        .unwrap()
        .clone();
    send(&mut h, Command::Select(vec![host.clone().into()]));
    let before = h.state().document.plan().clone();
    keys(&mut h, Modifiers::NONE, Key::Delete);
    let after = h.state().document.plan().clone();
    let gone = before.links.len() - after.links.len();
    assert!(gone > 0, "a link ends at the host");
    let told: Vec<&str> = h.state().toasts.texts().collect();
    let label = before.label(&host.into());
    assert!(
        told.iter()
            .any(|t| t.starts_with(&format!("Removed {label}: "))
                && t.contains(&format!("{gone} link"))
                && t.ends_with("Undo with Ctrl+Z")),
        "{told:?}"
    );
}

#[test]
fn a_small_dialog_after_a_large_one_has_its_own_size() {
    let mut h = window(on_template());
    send(&mut h, Command::Do(Action::About));
    let own = h.get_by_label("Close").rect();
    click(&mut h, "Close");
    send(&mut h, Command::Do(Action::Shortcuts));
    click(&mut h, "Close");
    send(&mut h, Command::Do(Action::About));
    assert_eq!(h.get_by_label("Close").rect(), own);
}

#[test]
fn the_menu_of_a_finding_names_figures_and_each_once() {
    let mut h = window(App::new(Document::new(short_of_memory(), None)));
    let findings = h.state().document.findings().clone();
    let finding = findings.iter().find(|f| !f.evidence.is_empty()).unwrap();
    let row = format!("{} {}", finding.code, finding.message);
    h.get_by_label(&row).click_secondary();
    settle(&mut h);
    let lines: Vec<String> = h
        .query_all_by_label_contains("Why: ")
        .filter_map(|n| n.accesskit_node().label())
        .collect();
    assert!(!lines.is_empty());
    let mut once = lines.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), lines.len(), "{lines:?}");
    for address in &finding.evidence {
        assert!(!lines.iter().any(|l| l.contains(address)), "{lines:?}");
    }
}
