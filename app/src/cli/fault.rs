//! A fault of input or output in one line: where, what, what to do.

use std::fmt;
use std::io;
use std::path::Path;

use evenkeel_model::io::FileError;

/// Shown as `plan.ron:12:8: what — what to do`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// File, with line and column where known.
    place: String,
    what: String,
    advice: String,
}

impl Fault {
    pub fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            advice: advice.into(),
        }
    }

    pub fn at(path: &Path, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(path.display().to_string(), what, advice)
    }

    /// A plan that cannot be read.
    pub fn plan(path: &Path, fault: FileError) -> Self {
        let place = if fault.line == 0 {
            path.display().to_string()
        } else {
            format!("{}:{}:{}", path.display(), fault.line, fault.column)
        };
        Self::new(place, fault.message, fault.advice)
    }

    /// A file that cannot be opened or read.
    pub fn read(path: &Path, e: &io::Error) -> Self {
        let (what, advice) = match e.kind() {
            io::ErrorKind::NotFound => (
                "there is no such file".to_owned(),
                "check the name, or make a plan with evenkeel new",
            ),
            io::ErrorKind::PermissionDenied => (
                "the file may not be read".to_owned(),
                "ask for the right to read it, or copy it",
            ),
            _ => (
                format!("the file cannot be read: {e}"),
                "check the disk or the network, then try again",
            ),
        };
        Self::at(path, what, advice)
    }

    /// Standard output that cannot be written.
    pub fn output(e: &io::Error) -> Self {
        Self::new(
            "standard output",
            format!("it cannot be written: {e}"),
            "make room, or send it elsewhere",
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if !self.advice.is_empty() {
            write!(f, " — {}", self.advice)?;
        }
        Ok(())
    }
}
