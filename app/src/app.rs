//! The application: holds document and workspace, draws, then runs what the views asked for.

use crate::command::Sender;
use crate::document::Document;
use crate::ui::theme::Theme;
use crate::workspace::Workspace;

pub struct App {
    pub document: Document,
    pub workspace: Workspace,
    pub theme: Theme,
    pub sender: Sender,
    messages: Vec<String>,
}

impl App {
    pub fn new(document: Document) -> Self {
        Self {
            document,
            workspace: Workspace::default(),
            theme: Theme::light(),
            sender: Sender::default(),
            messages: Vec::new(),
        }
    }

    /// Tells the person something in passing.
    pub fn tell(&mut self, message: String) {
        self.messages.push(message);
    }

    /// One frame: refresh, draw, run commands.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.document.refresh();
        ui.label(self.document.verdict().words());
        for command in self.sender.take() {
            crate::run::run(self, command);
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.ui(ui);
    }
}
