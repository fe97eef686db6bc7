//! Files: reading a plan, writing whole or not at all, and the folders that belong to the person.

use std::fmt;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use evenkeel_model::io as text;
use evenkeel_model::plan::Plan;
use serde::{Deserialize, Serialize};

/// Overrides the folders for data and settings; tests and portable installations use it.
pub const HOME_VARIABLE: &str = "EVENKEEL_HOME";
/// Recent plans that are remembered.
pub const RECENT_MAX: usize = 10;

/// Why a file could not be read or written: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct DiskError {
    /// In a few words.
    pub what: String,
    pub path: PathBuf,
    /// Details with the place in the file, if any.
    pub why: String,
    pub todo: String,
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}. {}. {}",
            self.path.display(),
            self.what,
            self.why,
            self.todo
        )
    }
}

impl DiskError {
    fn new(path: &Path, what: &str, why: impl Into<String>, todo: &str) -> Self {
        Self {
            what: what.to_owned(),
            path: path.to_owned(),
            why: why.into(),
            todo: todo.to_owned(),
        }
    }
}

/// What a file looked like when it was last read or written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
}

/// The stamp of a file; none when there is none.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok()?;
    Some(Stamp {
        modified: meta.modified().ok(),
        bytes: meta.len(),
    })
}

/// A plan read from disk.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub plan: Plan,
    pub path: PathBuf,
    /// The file holds comments, which a save does not keep.
    pub comments: bool,
    pub stamp: Option<Stamp>,
}

/// Reads a plan. Nothing is written.
pub fn load(path: &Path) -> Result<Loaded, DiskError> {
    let bytes = read_limited(path, text::MAX_BYTES as u64)?;
    let plan = text::from_bytes(&bytes).map_err(|e| not_read(path, e))?;
    let comments = std::str::from_utf8(&bytes).is_ok_and(text::has_comments);
    Ok(Loaded {
        plan,
        // A recovery copy or a recent plan must be found from another folder too.
        path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        comments,
        stamp: stamp(path),
    })
}

fn not_read(path: &Path, fault: text::FileError) -> DiskError {
    if fault.mendable {
        return DiskError::new(
            path,
            "This file is not a plan that can be read",
            fault.to_string(),
            "Mend the place named in a text editor, or open the copy ending in .bak if there is one",
        );
    }
    // The advice stands where advice stands, once.
    let advice = evenkeel_model::report::words::sentence(&fault.advice);
    let bare = text::FileError {
        advice: String::new(),
        ..fault
    };
    DiskError::new(
        path,
        "This file cannot be read by this Evenkeel",
        bare.to_string(),
        if advice.is_empty() {
            "Open the copy ending in .bak if there is one"
        } else {
            &advice
        },
    )
}

fn read_limited(path: &Path, most: u64) -> Result<Vec<u8>, DiskError> {
    let fail = |e: &io::Error| {
        let (what, todo) = match e.kind() {
            io::ErrorKind::NotFound => (
                "There is no such file",
                "Check the name, or look whether the file was moved",
            ),
            io::ErrorKind::PermissionDenied => (
                "The file may not be read",
                "Ask for the right to read it, or copy it to a folder of your own",
            ),
            _ => (
                "The file could not be read",
                "Check the disk or the network connection, then try again",
            ),
        };
        DiskError::new(path, what, reason(e), todo)
    };
    let meta = fs::metadata(path).map_err(|e| fail(&e))?;
    if meta.is_dir() {
        return Err(DiskError::new(
            path,
            "This is a folder, not a plan",
            "A plan is one file that ends in .ron",
            "Choose the file inside it",
        ));
    }
    let too_large = || {
        DiskError::new(
            path,
            "The file is too large to be a plan",
            format!("Plans of up to {} MiB are read", most / (1024 * 1024)),
            "Check that this is the right file",
        )
    };
    if meta.len() > most {
        return Err(too_large());
    }
    // A pipe or a device has no length: the limit holds while reading too.
    let file = fs::File::open(path).map_err(|e| fail(&e))?;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| fail(&e))?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Writes a plan: whole or not at all. The version before is kept as `name.ron.bak`.
pub fn save(path: &Path, plan: &Plan) -> Result<Option<Stamp>, DiskError> {
    let text = text::to_text(plan).map_err(|e| {
        DiskError::new(
            path,
            "The plan could not be put into words",
            e.to_string(),
            "Your work is still open. Please report this",
        )
    })?;
    write(path, text.as_bytes(), true)?;
    Ok(stamp(path))
}

/// Writes a file whole or not at all: a temporary file in the same folder, flushed to disk, then renamed over the
/// old one. With `keep`, the old one stays beside it with `.bak` added to its name.
pub fn write(path: &Path, bytes: &[u8], keep: bool) -> Result<(), DiskError> {
    // Writing to a link writes the file it points to.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |e: &io::Error| write_fault(path, e);
    if target.is_dir() {
        return Err(DiskError::new(
            path,
            "This is a folder",
            "A file cannot take its place",
            "Choose another name",
        ));
    }
    let folder = match target.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    };
    let old = fs::metadata(&target).ok();
    // Renaming over a device, a pipe or a socket would destroy it.
    if old.as_ref().is_some_and(|m| !m.is_file()) {
        return Err(DiskError::new(
            path,
            "This is a device, a pipe or a socket, not a file",
            "A file cannot take its place",
            "Nothing was changed and your work is still open. Choose the name of a file",
        ));
    }
    if old.as_ref().is_some_and(|m| m.permissions().readonly()) {
        return Err(DiskError::new(
            path,
            "The file may not be written",
            "It is marked read-only",
            "Nothing was changed and your work is still open. Save it under another name",
        ));
    }
    let mut temporary = new_file(&folder).map_err(|e| fail(&e))?;
    temporary.write_all(bytes).map_err(|e| fail(&e))?;
    temporary.as_file().sync_all().map_err(|e| fail(&e))?;
    if let Some(old) = old {
        fs::set_permissions(temporary.path(), old.permissions()).map_err(|e| fail(&e))?;
        if keep {
            keep_old(&target).map_err(|e| fail(&e))?;
        }
    }
    temporary.persist(&target).map_err(|e| fail(&e.error))?;
    // The new name must be on disk too; not every system can do this for a folder, and the data are there already.
    if let Ok(folder) = fs::File::open(&folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A temporary file with the rights that a new file of this person has.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".evenkeel-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Puts the old version beside its file, without a moment in which neither exists.
fn keep_old(target: &Path) -> io::Result<()> {
    let mut name = target.as_os_str().to_owned();
    name.push(".bak");
    let kept = PathBuf::from(name);
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    let room = tempfile::Builder::new()
        .prefix(".evenkeel-")
        .suffix(".tmp")
        .make_in(folder, |path| {
            fs::hard_link(target, path).or_else(|_| fs::copy(target, path).map(|_| ()))
        })?;
    room.into_temp_path().persist(kept).map_err(|e| e.error)
}

/// A reason of the system in words: without its number and without the name of a temporary file.
fn reason(e: &io::Error) -> String {
    let text = match e.raw_os_error() {
        Some(_) => e.to_string(),
        // The library for temporary files adds a name that means nothing to a person.
        None if e.kind() != io::ErrorKind::Other => e.kind().to_string(),
        None => e.to_string(),
    };
    let words = text.split(" (os error").next().unwrap_or(&text).trim();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn write_fault(path: &Path, e: &io::Error) -> DiskError {
    let safe = "The file on disk is as it was and your work is still open";
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
        .display();
    let (what, why, todo) = match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "The disk is full",
            reason(e),
            "Make room, or save to another disk",
        ),
        io::ErrorKind::ReadOnlyFilesystem => {
            ("The disk is read-only", reason(e), "Save to another folder")
        }
        io::ErrorKind::PermissionDenied => (
            "This folder may not be written",
            format!("You have no right to write in {folder}"),
            "Save to a folder of your own",
        ),
        io::ErrorKind::NotFound => (
            "There is no such folder",
            format!("{folder} does not exist"),
            "Choose a folder that exists, or make it first",
        ),
        _ => (
            "The file could not be written",
            reason(e),
            "Try again, or save to another folder",
        ),
    };
    DiskError {
        what: what.to_owned(),
        path: path.to_owned(),
        why,
        todo: format!("{safe}. {todo}"),
    }
}

/// Where settings and data of this person lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    pub config: PathBuf,
    pub data: PathBuf,
}

impl Folders {
    /// The system's folders for this program, or those of [`HOME_VARIABLE`]; none when the person has no home.
    pub fn of_person() -> Option<Self> {
        if let Some(home) = std::env::var_os(HOME_VARIABLE).filter(|h| !h.is_empty()) {
            return Some(Self::under(Path::new(&home)));
        }
        let dirs = directories::ProjectDirs::from("", "", "evenkeel")?;
        Some(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_local_dir().to_owned(),
        })
    }

    /// Both under one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            config: home.join("config"),
            data: home.join("data"),
        }
    }

    /// Reads a settings file; damaged or missing ones give the default.
    pub fn read<T: Default + for<'de> Deserialize<'de>>(&self, name: &str) -> T {
        fs::read_to_string(self.config.join(name))
            .ok()
            .and_then(|text| ron::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Writes a settings file.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), DiskError> {
        let path = self.config.join(name);
        let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::default())
            .map_err(|e| write_fault(&path, &io::Error::other(e)))?;
        fs::create_dir_all(&self.config).map_err(|e| write_fault(&path, &e))?;
        write(&path, text.as_bytes(), false)
    }
}

/// Puts a path first in the list of recent plans.
pub fn remember(recent: &mut Vec<PathBuf>, path: &Path) {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    recent.retain(|p| *p != path);
    recent.insert(0, path);
    recent.truncate(RECENT_MAX);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_keeps_the_version_before_and_leaves_no_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        write(&path, b"one", true).unwrap();
        write(&path, b"two", true).unwrap();
        write(&path, b"three", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(
            fs::read(folder.path().join("plan.ron.bak")).unwrap(),
            b"two"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_cannot_be_written_is_told_and_nothing_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        write(&path, b"one", true).unwrap();
        let mut rights = fs::metadata(&path).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&path, rights).unwrap();
        let error = write(&path, b"two", true).unwrap_err();
        assert!(error.why.contains("read-only"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let error = write(&folder.path().join("no/plan.ron"), b"x", true).unwrap_err();
        assert_eq!(error.what, "There is no such folder");
        let wanted = folder.path().join("no").display().to_string();
        assert_eq!(error.why, format!("{wanted} does not exist"));
        assert!(!error.to_string().contains(".evenkeel-"), "{error}");
        assert!(write(folder.path(), b"x", true).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_replaced() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _open = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let link = folder.path().join("link.pdf");
        std::os::unix::fs::symlink(&socket, &link).unwrap();
        for path in [&socket, &link] {
            let error = write(path, b"one", true).unwrap_err();
            assert!(error.what.contains("not a file"), "{error}");
        }
        let kind = fs::symlink_metadata(&socket).unwrap().file_type();
        assert!(kind.is_socket());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn bad_files_are_told_with_what_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.ron");
        assert!(load(&path).unwrap_err().what.contains("no such file"));
        assert!(load(folder.path()).unwrap_err().what.contains("folder"));
        for bytes in [
            &b""[..],
            b"(format: 1",
            b"\xff\xfe",
            b"(format: 99)",
            b"[1, 2]",
        ] {
            fs::write(&path, bytes).unwrap();
            let error = load(&path).unwrap_err();
            assert!(!error.why.is_empty() && !error.todo.is_empty());
        }
        fs::write(&path, vec![b'('; text::MAX_BYTES + 1]).unwrap();
        assert!(load(&path).unwrap_err().what.contains("too large"));
    }
}
