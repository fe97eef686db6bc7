//! The application: holds document and workspace, draws, then runs what the views asked for.

use std::path::PathBuf;

use egui::{CentralPanel, Frame, Margin, Panel, Stroke};

use evenkeel_model::plan::Plan;

use crate::command::{Action, Sender};
use crate::document::Document;
use crate::ui::style;
use crate::ui::theme::Theme;
use crate::view::{self, ViewCx};
use crate::workspace::{Page, Workspace};

pub struct App {
    pub document: Document,
    pub workspace: Workspace,
    pub theme: Theme,
    pub sender: Sender,
    messages: Vec<String>,
    styled: Option<bool>,
}

impl App {
    pub fn new(document: Document) -> Self {
        Self {
            document,
            workspace: Workspace::default(),
            theme: Theme::light(),
            sender: Sender::default(),
            messages: Vec::new(),
            styled: None,
        }
    }

    /// Tells the person something in passing.
    pub fn tell(&mut self, message: String) {
        self.messages.push(message);
    }

    /// One frame: refresh, draw, run commands.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.look(ui.ctx());
        if !style::ready(ui.ctx()) {
            return;
        }
        self.document.refresh();
        self.shortcuts(ui.ctx());
        self.frame(ui);
        for command in self.sender.take() {
            crate::run::run(self, command);
        }
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

    /// Sends the action whose keys were pressed. A text field that has the focus keeps plain keys for itself.
    fn shortcuts(&mut self, ctx: &egui::Context) {
        let typing = ctx.egui_wants_keyboard_input();
        for action in Action::ALL {
            let spec = action.spec(&self.document, &self.workspace);
            let Some(keys) = spec.shortcut else { continue };
            let editing = matches!(
                action,
                Action::SelectAll | Action::Undo | Action::Redo | Action::Delete
            );
            let plain = keys.modifiers.is_none() && !is_function_key(keys.logical_key);
            if (typing && (editing || plain)) || spec.refused.is_some() {
                continue;
            }
            if ctx.input_mut(|i| i.consume_shortcut(&keys)) {
                self.sender.act(*action);
            }
        }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let mut sender = std::mem::take(&mut self.sender);
        let theme = self.theme.clone();
        let mut cx = ViewCx {
            doc: &self.document,
            ws: &mut self.workspace,
            send: &mut sender,
            theme: &theme,
        };
        let bar = Frame::new()
            .fill(theme.panel)
            .inner_margin(Margin::symmetric(12, 0));
        Panel::top("top bar")
            .exact_size(view::toolbar::HEIGHT)
            .frame(bar)
            .show(ui, |ui| view::toolbar::show(ui, &mut cx, &[]));
        Panel::top("tabs")
            .exact_size(view::tabs::HEIGHT)
            .frame(bar)
            .show(ui, |ui| view::tabs::show(ui, &mut cx));
        Panel::bottom("status bar")
            .exact_size(view::status::HEIGHT)
            .frame(bar)
            .show(ui, |ui| {
                view::status::show(ui, &mut cx, &view::status::Status::default());
            });
        findings(ui, &mut cx);
        sides(ui, &mut cx);
        centre(ui, &mut cx);
        view::why::show(ui, &mut cx);
        self.sender = sender;
    }
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
    let plain = Frame::new().fill(cx.theme.panel);
    if cx.ws.findings_open {
        let shown = Panel::bottom("findings")
            .resizable(true)
            .default_size(cx.ws.findings_height)
            .size_range(view::findings::HEAD + 30.0..=ui.available_height() * 0.6)
            .frame(plain)
            .show(ui, |ui| view::findings::show(ui, cx));
        cx.ws.findings_height = shown.response.rect.height();
    } else {
        Panel::bottom("findings head")
            .exact_size(view::findings::HEAD)
            .frame(plain)
            .show(ui, |ui| view::findings::show(ui, cx));
    }
}

fn sides(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    if cx.ws.page == Page::Report {
        return;
    }
    let side = Frame::new()
        .fill(cx.theme.panel)
        .inner_margin(Margin::symmetric(12, 8));
    if cx.ws.left && cx.ws.page == Page::Layout {
        let shown = Panel::left("left")
            .resizable(true)
            .default_size(cx.ws.left_width)
            .size_range(180.0..=420.0)
            .frame(side)
            .show(ui, |ui| {
                fill(ui);
                view::left::show(ui, cx);
            });
        cx.ws.left_width = shown.response.rect.width();
    }
    if cx.ws.right {
        let shown = Panel::right("right")
            .resizable(true)
            .default_size(cx.ws.right_width)
            .size_range(260.0..=520.0)
            .frame(side)
            .show(ui, |ui| {
                fill(ui);
                view::inspector::show(ui, cx);
            });
        cx.ws.right_width = shown.response.rect.width();
    }
}

/// Keeps a panel at its width, whatever is in it.
fn fill(ui: &mut egui::Ui) {
    ui.set_width(ui.available_width());
}

fn centre(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
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
            Page::Layout => view::canvas::show(ui, cx),
            Page::Workloads => view::workloads::show(ui, cx),
            Page::Tables => view::tables::show(ui, cx),
            Page::Links => view::links::show(ui, cx),
            Page::Report => view::report_preview::show(ui, cx),
        });
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.ui(ui);
    }
}

/// Why there is no window, in words for a person.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error("{0}")]
    Plan(String),
    #[error("no window could be opened: {0}")]
    NoWindow(String),
}

/// Opens the window, on a plan if one is named, and returns when it is closed.
pub fn run_window(plan: Option<PathBuf>) -> Result<(), WindowError> {
    let mut app = match plan {
        Some(path) => {
            let bytes = std::fs::read(&path)
                .map_err(|e| WindowError::Plan(format!("{}: {e}", path.display())))?;
            let plan = evenkeel_model::io::from_bytes(&bytes)
                .map_err(|e| WindowError::Plan(format!("{}: {e}", path.display())))?;
            App::new(Document::new(plan, Some(path)))
        }
        None => App::new(Document::new(Plan::default(), None)),
    };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Evenkeel")
            .with_app_id("evenkeel")
            .with_inner_size(app.workspace.window)
            .with_min_inner_size([900.0, 560.0]),
        ..Default::default()
    };
    eframe::run_native(
        "evenkeel",
        options,
        Box::new(|cc| {
            style::install(&cc.egui_ctx, &app.theme);
            app.styled = None;
            Ok(Box::new(app))
        }),
    )
    .map_err(|e| WindowError::NoWindow(e.to_string()))
}
