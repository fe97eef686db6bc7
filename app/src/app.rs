//! The application: holds document and workspace, draws, then runs what the views asked for.

mod study;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{CentralPanel, Frame, Margin, Panel, Stroke};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use crate::command::{Action, Command, Sender};
use crate::disk::{self, DiskError, Folders};
use crate::document::Document;
use crate::jobs::{Job, Jobs, Message};
use crate::keeper::Keeper;
use crate::picker::{Ask, Dialogs, SystemDialogs};
use crate::recovery::{self, Place};
use crate::run::files::Next;
use crate::ui::style;
use crate::ui::theme::Theme;
use crate::view::command_palette::Palette;
use crate::view::dialogs::Dialog;
use crate::view::report_preview::Preview;
use crate::view::status::Status;
use crate::view::toasts::{Toasts, Tone};
use crate::view::welcome::Welcome;
use crate::view::{self, ViewCx};
use crate::workspace::{NARROW, Page, Workspace};
use crate::{clock, run};

/// Settings of the window, in the person's folder.
pub const WINDOW_FILE: &str = "window.ron";
const RECENT_FILE: &str = "recent.ron";
/// A system's file dialog that takes longer than this to answer gets a note in the window.
const PATIENCE: Duration = Duration::from_millis(900);

pub struct App {
    pub document: Document,
    pub workspace: Workspace,
    pub theme: Theme,
    pub sender: Sender,
    pub jobs: Jobs,
    pub dialogs: Arc<dyn Dialogs>,
    /// No dialog service answered: paths are typed.
    pub no_dialogs: bool,
    /// Where settings and recovery copies lie; none keeps nothing.
    pub folders: Option<Folders>,
    pub recent: Vec<PathBuf>,
    pub dialog: Option<Dialog>,
    /// What is asked once the open dialog is answered.
    pub dialog_after: Option<Dialog>,
    pub palette: Option<Palette>,
    pub toasts: Toasts,
    pub keeper: Keeper,
    pub preview: Preview,
    pub welcome: Welcome,
    /// What follows once unsaved work is taken care of.
    pub next: Option<Next>,
    /// What the running outlook is worked out of.
    outlook_of: Option<(EntityId, Arc<Plan>)>,
    /// What the running jobs on failures are worked out of.
    pub(crate) studied: study::Studied,
    /// The question that the system's file dialog shows, and since when.
    pub asked: Option<(Ask, Instant)>,
    /// The window may close.
    pub closing: bool,
    /// What draws, in words.
    pub renderer: String,
    context: Option<egui::Context>,
    styled: Option<bool>,
    titled: String,
    settings: String,
}

impl App {
    /// A window on a document, with no folder of its own: nothing is remembered.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            workspace: Workspace::default(),
            theme: Theme::light(),
            sender: Sender::default(),
            jobs: Jobs::default(),
            dialogs: Arc::new(SystemDialogs),
            no_dialogs: false,
            folders: None,
            recent: Vec::new(),
            dialog: None,
            dialog_after: None,
            palette: None,
            toasts: Toasts::default(),
            keeper: Keeper::new(None, None),
            preview: Preview::default(),
            welcome: Welcome::default(),
            next: None,
            outlook_of: None,
            studied: study::Studied::default(),
            asked: None,
            closing: false,
            renderer: String::new(),
            context: None,
            styled: None,
            titled: String::new(),
            settings: String::new(),
        }
    }

    /// Takes settings and recent plans from the person's folders, keeps recovery copies there, and offers those that
    /// an earlier window left behind.
    pub fn with_folders(mut self, folders: Folders) -> Self {
        let (page, welcome) = (self.workspace.page, self.workspace.welcome);
        self.workspace = folders.read(WINDOW_FILE);
        self.workspace.page = page;
        self.workspace.welcome = welcome;
        self.recent = folders.read(RECENT_FILE);
        self.keeper = match Place::take(&folders) {
            Ok(place) => Keeper::new(Some(place), None),
            Err(e) => Keeper::new(None, Some(e.to_string())),
        };
        let left = recovery::left_behind(&folders);
        if !left.is_empty() {
            self.dialog = Some(Dialog::Recover(left));
        }
        self.folders = Some(folders);
        self
    }

    /// Shows the welcome page instead of a plan.
    pub fn with_welcome(mut self) -> Self {
        self.workspace.welcome = true;
        self
    }

    /// Tells first that the named plan could not be opened; what was to be asked follows.
    pub fn with_fault(mut self, error: DiskError) -> Self {
        self.dialog_after = self.dialog.take();
        run::files::not_opened(&mut self, error);
        self
    }

    /// Tells the person that something did not work.
    pub fn tell(&mut self, message: String) {
        self.toasts.push(Tone::Bad, message);
    }

    /// The window's context; one of its own before the first frame.
    pub fn context(&self) -> egui::Context {
        self.context.clone().unwrap_or_default()
    }

    /// Puts a plan first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        disk::remember(&mut self.recent, path);
        self.write_recent();
    }

    /// Takes a plan from the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|p| p != path);
        self.write_recent();
    }

    fn write_recent(&mut self) {
        if let Some(folders) = &self.folders
            && let Err(error) = folders.write(RECENT_FILE, &self.recent)
        {
            self.tell(format!("The list of recent plans was not kept. {error}"));
        }
    }

    /// One frame: answers of jobs, draw, run commands.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.context.get_or_insert_with(|| ctx.clone());
        self.look(&ctx);
        if !style::ready(&ctx) {
            return;
        }
        for message in self.jobs.take() {
            run::files::receive(self, message);
        }
        self.incoming(&ctx);
        if self.dialog.is_none() {
            self.dialog = self.dialog_after.take();
        }
        self.document.refresh();
        if self.dialog.is_none() && self.palette.is_none() {
            self.shortcuts(&ctx);
            self.frame(ui);
        } else {
            // Keys belong to what lies on top.
            let held = ctx.input_mut(|i| std::mem::take(&mut i.events));
            let (keys, rest) = held.into_iter().partition(is_key);
            ctx.input_mut(|i| i.events = rest);
            // So does the pointer: nothing under it answers or explains itself.
            ui.visuals_mut().disabled_alpha = 1.0;
            ui.disable();
            self.frame(ui);
            ctx.input_mut(|i| i.events.splice(0..0, keys).for_each(drop));
        }
        self.overlays(&ctx);
        for command in self.sender.take() {
            // What is being typed belongs to what is saved, handed over or left.
            if command.leaves_fields()
                && let Some(edit) = crate::ui::fields::take_pending(&ctx, self.document.plan())
            {
                run::run(self, Command::Edit(edit));
            }
            run::run(self, command);
        }
        self.background(&ctx);
    }

    /// Follows the chosen theme, or the system's.
    fn look(&mut self, ctx: &egui::Context) {
        let dark = self
            .workspace
            .dark
            .unwrap_or_else(|| ctx.system_theme() == Some(egui::Theme::Dark));
        if self.styled != Some(dark) {
            self.theme = if dark { Theme::dark() } else { Theme::light() };
            style::apply(ctx, &self.theme);
            self.styled = Some(dark);
        }
    }

    /// What comes from outside: the wish to close the window, files dropped on it.
    fn incoming(&mut self, ctx: &egui::Context) {
        if ctx.input(|i| i.viewport().close_requested()) && !self.closing {
            let must_ask = self.document.needs_saving() || self.jobs.is_running(Job::Save);
            if must_ask {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.sender.act(Action::Quit);
            } else {
                self.keeper.clear();
                self.closing = true;
            }
        }
        let dropped = ctx.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_owned()));
        if let Some(path) = dropped {
            self.sender.send(Command::OpenFile(path));
        }
    }

    /// Sends the action whose keys were pressed. A text field that has the focus keeps plain keys for itself.
    fn shortcuts(&mut self, ctx: &egui::Context) {
        // Things on the canvas and rows have the keyboard too, but leave editing keys alone.
        let typing = ctx.text_edit_focused();
        // A shortcut also answers with further modifiers held: those that ask for more come first.
        let mut all: Vec<_> = Action::ALL
            .iter()
            .filter_map(|action| {
                let spec = action.spec(&self.document, &self.workspace);
                Some((spec.shortcut?, action, spec.refused))
            })
            .collect();
        all.sort_by_key(|(keys, ..)| !(keys.modifiers.shift || keys.modifiers.alt));
        for (keys, action, refused) in all {
            let editing = matches!(
                action,
                Action::SelectAll | Action::Undo | Action::Redo | Action::Delete | Action::Nudge(_)
            );
            let plain = keys.modifiers.is_none() && !is_function_key(keys.logical_key);
            // In a table the key edits the cell.
            let cell = *action == Action::Rename
                && self.workspace.page == Page::Tables
                && self.workspace.tables.cursor.is_some();
            if (typing && (editing || plain)) || refused.is_some() || cell {
                continue;
            }
            if ctx.input_mut(|i| i.consume_shortcut(&keys)) {
                self.sender.act(*action);
            }
        }
        let redo = egui::KeyboardShortcut::new(
            egui::Modifiers::COMMAND.plus(egui::Modifiers::SHIFT),
            egui::Key::Z,
        );
        if !typing && ctx.input_mut(|i| i.consume_shortcut(&redo)) {
            self.sender.act(Action::Redo);
        }
    }

    fn status(&self) -> Status {
        let job = [
            (Job::Export, "Exporting"),
            (Job::Save, "Saving"),
            (Job::Load, "Opening"),
            (Job::Pairs, "Examining pairs"),
        ]
        .into_iter()
        .find_map(|(job, word)| Some((word.to_owned(), self.jobs.progress(job)?)));
        Status {
            recovery_age_s: self.keeper.age_s(),
            recovery_fault: self.keeper.fault().map(str::to_owned),
            renderer: self.renderer.clone(),
            job,
        }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let status = self.status();
        let theme = self.theme.clone();
        let mut cx = ViewCx {
            doc: &self.document,
            ws: &mut self.workspace,
            send: &mut self.sender,
            theme: &theme,
        };
        let bar = Frame::new()
            .fill(theme.panel)
            .inner_margin(Margin::symmetric(12, 0));
        Panel::top("top bar")
            .exact_size(view::toolbar::HEIGHT)
            .frame(bar)
            .show(ui, |ui| view::toolbar::show(ui, &mut cx, &self.recent));
        if !cx.ws.welcome {
            Panel::top("tabs")
                .exact_size(view::tabs::HEIGHT)
                .frame(bar)
                .show(ui, |ui| view::tabs::show(ui, &mut cx));
        }
        Panel::bottom("status bar")
            .exact_size(view::status::HEIGHT)
            .frame(bar)
            .show(ui, |ui| view::status::show(ui, &mut cx, &status));
        if cx.ws.welcome {
            CentralPanel::no_frame()
                .frame(Frame::new().fill(theme.canvas))
                .show(ui, |ui| {
                    view::welcome::show(ui, &mut cx, &self.welcome, &self.recent);
                });
            return;
        }
        findings(ui, &mut cx);
        sides(ui, &mut cx);
        let pairs = self.jobs.progress(Job::Pairs);
        centre(ui, &mut cx, &mut self.preview, pairs);
        view::why::show(ui, &mut cx);
    }

    /// Height of the findings panel as it shows now.
    fn findings_height(&mut self, window: f32) -> f32 {
        let open = *self.workspace.findings_size(window);
        let ws = &self.workspace;
        if ws.welcome || ws.page == Page::Calculators {
            0.0
        } else if ws.findings_open {
            open
        } else {
            view::findings::HEAD
        }
    }

    /// What lies over the window: dialog, palette, toasts.
    fn overlays(&mut self, ctx: &egui::Context) {
        if self.dialog.is_none()
            && let Some((ask, since)) = &self.asked
        {
            if since.elapsed() >= PATIENCE {
                self.dialog = Some(Dialog::Waiting(ask.clone()));
            } else {
                ctx.request_repaint_after(PATIENCE);
            }
        }
        let theme = self.theme.clone();
        let lift = view::status::HEIGHT + self.findings_height(ctx.content_rect().width());
        let mut cx = ViewCx {
            doc: &self.document,
            ws: &mut self.workspace,
            send: &mut self.sender,
            theme: &theme,
        };
        if let Some(palette) = &mut self.palette
            && !view::command_palette::show(ctx, palette, &mut cx)
        {
            self.palette = None;
        }
        if let Some(dialog) = &mut self.dialog {
            view::dialogs::show(ctx, dialog, &mut cx, self.jobs.progress(Job::Export));
        }
        self.toasts.show(ctx, &theme, lift);
    }

    /// Starts what runs beside: recovery copies, pages of the preview, pictures of the welcome page.
    fn background(&mut self, ctx: &egui::Context) {
        self.document.refresh();
        let plan = Arc::clone(self.document.plan());
        if self.document.needs_saving() && !self.document.history.is_previewing() {
            if !self.jobs.is_running(Job::Recovery) && self.keeper.is_due(&plan) {
                self.keep(ctx, &plan);
            }
            let wait = if self.keeper.holds(&plan) {
                Duration::from_secs(1)
            } else {
                self.keeper.every
            };
            ctx.request_repaint_after(wait);
        }
        let (paper, page) = (self.preview.paper, self.workspace.page);
        if page == Page::Report
            && !self.workspace.welcome
            && !self.preview.is_current(&plan)
            && !self.jobs.is_running(Job::Pages)
        {
            let subject = self.document.subject();
            self.jobs.start(Job::Pages, ctx, move |_| Message::Pages {
                pages: Arc::new(subject.pages(clock::today(), paper)),
                plan: subject.plan,
                paper,
            });
        }
        self.outlook(ctx, &plan);
        self.growth(ctx, &plan);
        self.study(ctx, &plan);
        if self.workspace.welcome && !self.welcome.asked {
            self.welcome.asked = true;
            self.jobs.start(Job::Thumbnails, ctx, |_| {
                Message::Thumbnails(view::welcome::thumbnails(clock::today()))
            });
        }
        let title = if self.workspace.welcome {
            "Evenkeel".to_owned()
        } else {
            let dirty = if self.document.needs_saving() {
                "• "
            } else {
                ""
            };
            format!(
                "{dirty}{} – Evenkeel",
                self.document.plan().label(&EntityId::Plan)
            )
        };
        if self.titled != title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.titled = title;
        }
        if let Some(rect) = ctx.input(|i| i.viewport().inner_rect) {
            self.workspace.window = [rect.width(), rect.height()];
        }
    }

    fn keep(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let Some(place) = &self.keeper.place else {
            return;
        };
        let (copy, path) = (place.copy().to_owned(), self.document.path.clone());
        let plan = Arc::clone(plan);
        self.jobs.start(Job::Recovery, ctx, move |_| {
            let result = recovery::write(&copy, &plan, path.as_deref(), clock::seconds());
            Message::Recovery { plan, result }
        });
    }

    /// Writes the recovery copy at once; whether it lies on disk now.
    pub fn keep_now(&mut self) -> bool {
        let Some(place) = &self.keeper.place else {
            return false;
        };
        let plan = Arc::clone(self.document.plan());
        let path = self.document.path.as_deref();
        let result = recovery::write(place.copy(), &plan, path, clock::seconds());
        let good = result.is_ok();
        self.keeper.written(plan, result);
        good
    }

    /// Writes the window's settings if they changed.
    pub fn write_settings(&mut self) {
        let Some(folders) = &self.folders else { return };
        let text = ron::to_string(&self.workspace).unwrap_or_default();
        if text != self.settings {
            // At the end of the program nobody is left to tell; the old settings stay.
            let _ = folders.write(WINDOW_FILE, &self.workspace);
            self.settings = text;
        }
    }
}

fn is_key(event: &egui::Event) -> bool {
    use egui::Event;
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Copy
            | Event::Cut
            | Event::Paste(_)
            | Event::Ime(_)
    )
}

fn is_function_key(key: egui::Key) -> bool {
    use egui::Key;
    matches!(
        key,
        Key::F1
            | Key::F2
            | Key::F3
            | Key::F4
            | Key::F5
            | Key::F6
            | Key::F7
            | Key::F8
            | Key::F9
            | Key::F10
            | Key::F11
            | Key::F12
    )
}

fn findings(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    // Calculators know no plan; the drill is not about normal running; studies of failures want the room.
    if matches!(cx.ws.page, Page::Calculators | Page::Failures | Page::Place)
        || (cx.ws.page == Page::Layout && cx.ws.drill.on)
    {
        return;
    }
    let plain = Frame::new().fill(cx.theme.panel);
    if cx.ws.findings_open {
        let window = ui.ctx().content_rect().width();
        let size = *cx.ws.findings_size(window);
        let shown = Panel::bottom(named("findings", window))
            .resizable(true)
            .default_size(size)
            .size_range(view::findings::HEAD + 30.0..=ui.available_height() * 0.6)
            .frame(plain)
            .show(ui, |ui| {
                ui.set_min_height(ui.available_height());
                view::findings::show(ui, cx);
            });
        *cx.ws.findings_size(window) = shown.response.rect.height();
    } else {
        Panel::bottom("findings head")
            .exact_size(view::findings::HEAD)
            .frame(plain)
            .show(ui, |ui| view::findings::show(ui, cx));
    }
}

fn sides(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    if matches!(
        cx.ws.page,
        Page::Report | Page::Calculators | Page::Failures | Page::Place
    ) {
        return;
    }
    let window = ui.ctx().content_rect().width();
    let margin = if window < NARROW { 8 } else { 12 };
    let side = Frame::new()
        .fill(cx.theme.panel)
        .inner_margin(Margin::symmetric(margin, 8));
    let (left, right) = cx.ws.side_sizes(window);
    let (left, right) = (*left, *right);
    if cx.ws.left && cx.ws.page == Page::Layout {
        let shown = Panel::left(named("left", window))
            .resizable(true)
            .default_size(left)
            .size_range(180.0..=420.0)
            .frame(side)
            .show(ui, |ui| {
                fill(ui);
                if cx.ws.drill.on {
                    view::drill::parts::show(ui, cx);
                } else {
                    view::left::show(ui, cx);
                }
            });
        *cx.ws.side_sizes(window).0 = shown.response.rect.width();
    }
    let drilling = cx.ws.drill.on && cx.ws.page == Page::Layout;
    if cx.ws.right || drilling {
        let shown = Panel::right(named("right", window))
            .resizable(true)
            .default_size(right)
            .size_range(260.0..=520.0)
            .frame(side)
            .show(ui, |ui| {
                fill(ui);
                if drilling {
                    view::drill::panel::show(ui, cx);
                } else {
                    view::inspector::show(ui, cx);
                }
            });
        *cx.ws.side_sizes(window).1 = shown.response.rect.width();
    }
}

/// The name under which a panel's size is kept: narrow windows have sizes of their own.
fn named(panel: &str, window: f32) -> egui::Id {
    egui::Id::unique((panel, window < NARROW))
}

/// Keeps a panel at its width, whatever is in it.
fn fill(ui: &mut egui::Ui) {
    ui.set_width(ui.available_width());
}

fn centre(ui: &mut egui::Ui, cx: &mut ViewCx<'_>, preview: &mut Preview, pairs: Option<f32>) {
    let frame = match cx.ws.page {
        Page::Layout => Frame::new().fill(cx.theme.canvas),
        Page::Report => Frame::new().fill(cx.theme.canvas),
        _ => Frame::new()
            .fill(cx.theme.panel)
            .inner_margin(Margin::symmetric(16, 12)),
    };
    CentralPanel::no_frame()
        .frame(frame.stroke(Stroke::NONE))
        .show(ui, |ui| match cx.ws.page {
            Page::Layout => {
                if cx.ws.drill.on {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    view::drill::banner::show(ui, cx);
                }
                view::canvas::show(ui, cx);
            }
            Page::Workloads => view::workloads::show(ui, cx),
            Page::Tables => view::tables::show(ui, cx),
            Page::Links => view::links::show(ui, cx),
            Page::Failures => view::failures::show(ui, cx, pairs),
            Page::Place => view::place::show(ui, cx),
            Page::Report => view::report_preview::show(ui, cx, preview),
            Page::Calculators => view::calculators::show(ui, cx),
        });
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.ui(ui);
    }

    #[cfg(feature = "glow")]
    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.write_settings();
    }

    #[cfg(not(feature = "glow"))]
    fn on_exit(&mut self) {
        self.write_settings();
    }
}
