//! Files that commands write: whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::fault::Fault;

fn fault(path: &Path, e: &io::Error) -> Fault {
    let (what, advice) = match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "the disk is full".to_owned(),
            "make room, or write to another disk",
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            "the disk is read-only".to_owned(),
            "write to another folder",
        ),
        io::ErrorKind::PermissionDenied => (
            "it may not be written".to_owned(),
            "ask for the right, or write to a folder of your own",
        ),
        io::ErrorKind::NotFound => (
            "there is no such folder".to_owned(),
            "make it first, or write to one that exists",
        ),
        _ => (
            format!("it cannot be written: {e}"),
            "try again, or write to another folder",
        ),
    };
    Fault::at(path, format!("{what}; nothing was changed"), advice)
}

/// Writes a file through a temporary one in the same folder, which then takes its place.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    // Writing to a link writes the file that it names.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(Fault::at(
            path,
            "this is a folder; nothing was changed",
            "name a file",
        ));
    }
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|m| m.permissions().readonly()) {
        return Err(Fault::at(
            path,
            "the file is read-only; nothing was changed",
            "write to another name",
        ));
    }
    let folder = match target.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    };
    let put = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".evenkeel-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(&folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        if let Some(old) = &old {
            fs::set_permissions(file.path(), old.permissions())?;
        }
        file.persist(&target).map_err(|e| e.error)?;
        Ok(())
    };
    put().map_err(|e| fault(path, &e))
}

/// Whether two names mean one file.
pub(super) fn same(a: &Path, b: &Path) -> bool {
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
