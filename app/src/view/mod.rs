//! Views: each draws from the document and sends commands; none changes the plan or computes a domain figure.

pub mod paint;

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
