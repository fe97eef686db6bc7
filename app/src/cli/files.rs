//! Files that commands write: whole or not at all.

use std::fs;
use std::path::Path;

use super::fault::Fault;
use crate::disk;

/// Writes a file whole or not at all; with `keep`, the one before stays beside it as `FILE.bak`.
pub(super) fn write(path: &Path, bytes: &[u8], keep: bool) -> Result<(), Fault> {
    disk::write(path, bytes, keep).map_err(|e| {
        let mut what = e.what.chars();
        let what: String = what
            .next()
            .map(|c| c.to_lowercase().chain(what).collect())
            .unwrap_or_default();
        Fault::at(
            path,
            format!("{what} ({}); nothing was changed", e.why),
            "make room or get the right to write there, or name another file",
        )
    })
}

/// Whether two names mean one file.
pub(super) fn same(a: &Path, b: &Path) -> bool {
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
