//! The RON form of a plan: `format: 1` and the plan's own fields.

use serde::Deserialize;

use crate::catalogue::options;
use crate::plan::Plan;

/// The format this version writes.
pub const FORMAT: u32 = 1;
/// Larger files are refused before they are read.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Why a file is no plan: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", self.place())]
pub struct FileError {
    /// Counted from 1; 0 when the fault has no place.
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl FileError {
    fn place(&self) -> String {
        if self.line == 0 {
            String::new()
        } else {
            format!("line {}, column {}: ", self.line, self.column)
        }
    }
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Reads a plan.
pub fn from_text(text: &str) -> Result<Plan, FileError> {
    let fault = |e: ron::error::SpannedError| FileError {
        line: e.span.start.line,
        column: e.span.start.col,
        message: e.code.to_string(),
    };
    let FormatOnly { format } = options().from_str(text).map_err(fault)?;
    if format > FORMAT {
        return Err(FileError {
            line: 0,
            column: 0,
            message: format!(
                "the plan has format {format}, made by a newer Evenkeel; this one reads up to {FORMAT}"
            ),
        });
    }
    options().from_str(text).map_err(fault)
}

/// Reads a plan from bytes.
pub fn from_bytes(bytes: &[u8]) -> Result<Plan, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileError {
        line: 0,
        column: 0,
        message: "the file is not text in UTF-8".to_owned(),
    })?;
    from_text(text)
}

/// Writes a plan in canonical form.
pub fn to_text(plan: &Plan) -> Result<String, FileError> {
    let config = ron::ser::PrettyConfig::new().depth_limit(6);
    options()
        .to_string_pretty(plan, config)
        .map_err(|e| FileError {
            line: 0,
            column: 0,
            message: e.to_string(),
        })
}
