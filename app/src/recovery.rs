//! Recovery copies: the unsaved work of a running window, offered at the next start if that one ends badly.
//!
//! Each window has a lock file and a copy in the person's data folder. The lock is held while the window lives, so a
//! copy whose lock is free belongs to nobody any more.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use evenkeel_model::io as text;
use evenkeel_model::plan::Plan;
use serde::{Deserialize, Serialize};

use crate::disk::{self, DiskError, Folders};

/// Seconds between two copies.
pub const EVERY_S: u64 = 4;

/// What a copy holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Copy {
    /// The file that the work belongs to.
    path: Option<PathBuf>,
    /// Seconds since 1970.
    written: u64,
    name: String,
    plan: String,
}

/// A copy that a window left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub file: PathBuf,
    /// The file that the work belongs to.
    pub path: Option<PathBuf>,
    /// Seconds since 1970.
    pub written: u64,
    pub name: String,
}

/// The place of this window's copy, and the lock that says the window lives.
#[derive(Debug)]
pub struct Place {
    copy: PathBuf,
    lock_path: PathBuf,
    lock: Option<File>,
}

fn folder(folders: &Folders) -> PathBuf {
    folders.data.join("recovery")
}

impl Place {
    /// Takes a place for this window.
    pub fn take(folders: &Folders) -> Result<Self, std::io::Error> {
        let folder = folder(folders);
        fs::create_dir_all(&folder)?;
        for n in 0..1000u32 {
            let stem = format!("{}-{n}", std::process::id());
            let lock_path = folder.join(format!("{stem}.lock"));
            let copy = folder.join(format!("{stem}.ron"));
            let made = File::options()
                .write(true)
                .create_new(true)
                .open(&lock_path);
            match made {
                Ok(lock) => {
                    lock.lock()?;
                    return Ok(Self {
                        copy,
                        lock_path,
                        lock: Some(lock),
                    });
                }
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e),
            }
        }
        Err(std::io::Error::other(
            "every place for a recovery copy is taken",
        ))
    }

    pub fn copy(&self) -> &Path {
        &self.copy
    }

    /// Forgets the copy: the work is saved or given up.
    pub fn clear(&self) {
        // A copy that cannot be removed is offered again, which does no harm.
        let _ = fs::remove_file(&self.copy);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The copy stays if the work was not saved. The lock file goes while it is still held, except beside a copy.
        if !self.copy.exists() {
            let _ = fs::remove_file(&self.lock_path);
        }
        self.lock = None;
    }
}

/// Writes a copy.
pub fn write(file: &Path, plan: &Plan, path: Option<&Path>, now: u64) -> Result<(), DiskError> {
    let fault = |why: String| DiskError {
        what: "The recovery copy could not be written".to_owned(),
        path: file.to_owned(),
        why,
        todo: "Save your work soon".to_owned(),
    };
    let copy = Copy {
        path: path.map(Path::to_owned),
        written: now,
        name: plan.about.name.clone(),
        plan: text::to_text(plan).map_err(|e| fault(e.to_string()))?,
    };
    let text = ron::to_string(&copy).map_err(|e| fault(e.to_string()))?;
    disk::write(file, text.as_bytes(), false)
}

/// Copies that no living window owns, newest first.
pub fn left_behind(folders: &Folders) -> Vec<Left> {
    let Ok(entries) = fs::read_dir(folder(folders)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for file in entries.flatten().map(|e| e.path()) {
        if file.extension().is_none_or(|e| e != "ron") || is_owned(&file) {
            continue;
        }
        if let Some(copy) = read(&file) {
            found.push(Left {
                file,
                path: copy.path,
                written: copy.written,
                name: copy.name,
            });
        }
    }
    found.sort_by(|a, b| (b.written, &b.file).cmp(&(a.written, &a.file)));
    found
}

fn is_owned(copy: &Path) -> bool {
    let lock = copy.with_extension("lock");
    match File::options().write(true).open(lock) {
        Ok(lock) => lock.try_lock().is_err(),
        Err(_) => false,
    }
}

fn read(file: &Path) -> Option<Copy> {
    // The text of a plan is escaped inside: twice the size of a plan at most.
    let meta = fs::metadata(file).ok()?;
    if meta.len() > 3 * text::MAX_BYTES as u64 {
        return None;
    }
    ron::from_str(&fs::read_to_string(file).ok()?).ok()
}

/// The plan of a copy.
pub fn open(left: &Left) -> Result<Plan, String> {
    let copy = read(&left.file).ok_or("the recovery copy cannot be read")?;
    text::from_text(&copy.plan).map_err(|e| e.to_string())
}

/// Throws a copy away.
pub fn discard(left: &Left) {
    let _ = fs::remove_file(&left.file);
    let _ = fs::remove_file(left.file.with_extension("lock"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_offered_only_when_its_window_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let mut plan = Plan::default();
        plan.about.name = "Half done".to_owned();
        let place = Place::take(&folders).unwrap();
        write(place.copy(), &plan, Some(Path::new("/a/b.ron")), 7).unwrap();
        assert!(left_behind(&folders).is_empty(), "the window still lives");
        drop(place);
        let left = left_behind(&folders);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].name, "Half done");
        assert_eq!(left[0].path.as_deref(), Some(Path::new("/a/b.ron")));
        assert_eq!(open(&left[0]).unwrap(), plan);
        discard(&left[0]);
        assert!(left_behind(&folders).is_empty());
    }

    #[test]
    fn saved_work_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let place = Place::take(&folders).unwrap();
        write(place.copy(), &Plan::default(), None, 7).unwrap();
        place.clear();
        drop(place);
        assert!(left_behind(&folders).is_empty());
        assert_eq!(fs::read_dir(folder(&folders)).unwrap().count(), 0);
    }
}
