//! What a dialog was answered.

use std::path::PathBuf;

use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Waiver;
use evenkeel_model::report::paginate::Paper;

use crate::picker::Ask;
use crate::recovery::Left;

/// Answers to the questions of [`crate::view::dialogs::Dialog`].
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Leaves things as they are.
    Close,
    /// Saves, then goes on.
    SaveFirst,
    /// Goes on without saving.
    Discard,
    /// Saves in spite of what was told.
    SaveAnyway,
    SaveElsewhere,
    /// A path was typed.
    Path(Ask, PathBuf),
    /// The file that exists may be replaced.
    Replace(Ask, PathBuf),
    /// No longer waits for the system's dialog.
    TypeInstead(Ask),
    StopWaiting,
    Renamed(EntityId, String),
    Waived(Waiver),
    Recover(Left),
    ForgetCopy(Left),
    CancelExport,
    Paper(Paper),
}
