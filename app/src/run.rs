//! What each command does; the only place that changes the document.

use crate::app::App;
use crate::command::Command;

/// Does one command. Failures are told to the person, never lost.
pub fn run(app: &mut App, command: Command) {
    match command {
        Command::Edit(edit) => {
            if let Err(error) = app.document.history.edit(&edit) {
                app.tell(format!("{}: {error}", edit.label));
            }
        }
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
    }
    let plan = app.document.plan();
    app.workspace.selection.retain(|id| plan.contains(id));
}
