//! Views: each draws from the document and sends commands; none changes the plan or computes a domain figure.

pub mod calculators;
pub mod canvas;
pub mod command_palette;
pub mod dialogs;
pub mod drill;
pub mod failures;
pub mod findings;
pub mod help;
pub mod inspector;
pub mod left;
pub mod links;
pub mod menu;
mod menu_keys;
pub mod paint;
pub mod place;
pub mod report_preview;
pub mod status;
pub mod tables;
pub mod tabs;
pub mod toasts;
pub mod toolbar;
pub mod welcome;
pub mod why;
pub mod workloads;

use crate::command::Sender;
use crate::document::Document;
use crate::ui::theme::Theme;
use crate::workspace::Workspace;

/// What every view gets.
pub struct ViewCx<'a> {
    pub doc: &'a Document,
    pub ws: &'a mut Workspace,
    pub send: &'a mut Sender,
    pub theme: &'a Theme,
}
