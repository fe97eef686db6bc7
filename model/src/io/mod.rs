//! Plan files: text in, text out. No disk in here.
//!
//! A text is looked over before it is parsed (`scan`), parsed, and looked over again as a plan (`limits`); every fault
//! says where, what, and what to do. [`to_text`] writes the one canonical form.

mod fault;
mod file;
mod limits;
pub(crate) mod nearest;
mod scan;
#[cfg(test)]
mod tests;

pub use fault::FileError;
pub use file::{FORMAT, MAX_BYTES, from_bytes, from_text, to_text};
pub use limits::{
    MAX_COUNT, MAX_NAME, MAX_NOTE, MAX_PEOPLE, OutOfBounds, bounds, entity_bounds, plan_bounds,
};
pub use scan::{MAX_DEPTH, MAX_ITEMS, has_comments};
