//! Plan files: text in, text out. No disk in here.

mod file;

pub use file::{FORMAT, FileError, MAX_BYTES, from_bytes, from_text, to_text};
