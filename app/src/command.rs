//! What a person can ask for. Views send commands; [`crate::run`] does them after drawing.

use evenkeel_model::edit::Edit;
use evenkeel_model::ids::EntityId;

/// A request. Menu, button, shortcut, palette and canvas all send these.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// One undoable change.
    Edit(Edit),
    /// A change in progress (a drag, a slider, a text being typed): replaces the one before.
    Preview(Edit),
    /// Keeps the change in progress as one step.
    CommitPreview,
    CancelPreview,
    Undo,
    Redo,
    Select(Vec<EntityId>),
    /// Selects and scrolls the canvas there.
    JumpTo(EntityId),
    /// Opens the working of a figure.
    Why(String),
}

/// Where views put their requests.
#[derive(Default)]
pub struct Sender {
    queue: Vec<Command>,
}

impl Sender {
    pub fn send(&mut self, command: Command) {
        self.queue.push(command);
    }
    pub fn edit(&mut self, edit: Edit) {
        self.send(Command::Edit(edit));
    }
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.queue)
    }
}
