//! Fields of forms: text with a unit, numbers, choices. A field keeps what a person types until it can be read, and
//! hands over a value once, on Enter or when the focus leaves.
//!
//! [`line`] is the one text field under all of them; [`Form`] puts fields into rows and turns values into edits.

mod choice;
mod form;
mod line;
mod look;
mod meter;
mod numbers;
mod picks;
mod read;

pub use choice::{Choice, Segment, check, choices, on_fill, segments, tri_state};
pub use form::{Form, Style, Target, form_id};
pub use line::{Line, Typed, error_of, flush, line, settle, take_pending};
pub use look::{
    ROW, columns, fold, fold_id, heading, heading_with, link_named, muted, note, open, plain,
    remove_button, row,
};
pub use meter::{Meter, meter};
pub use read::{grouped, read_number, read_quantity, read_share, read_whole, unit_of};
