//! The catalogue of this run: what ships, and a person's own hardware from a folder of `.ron` files.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use evenkeel_model::catalogue::{Catalogue, CatalogueError, OWN_BYTES};

use crate::disk::Folders;

/// Most files that are read of a folder.
const MOST_FILES: usize = 200;

/// A catalogue, and what could not be read into it.
#[derive(Debug, Default)]
pub struct Own {
    pub catalogue: Catalogue,
    pub folder: Option<PathBuf>,
    pub faults: Vec<CatalogueError>,
}

static OWN: OnceLock<Own> = OnceLock::new();

/// Reads the person's folder, or `folder` where one is named. What is read first holds for the whole run.
pub fn start(folder: Option<&Path>) -> &'static Own {
    OWN.get_or_init(|| {
        let folder = folder
            .map(Path::to_owned)
            .or_else(|| Some(Folders::of_person()?.data.join("catalogue")).filter(|f| f.is_dir()));
        match folder {
            Some(folder) => with(&folder),
            None => Own {
                catalogue: Catalogue::built_in().clone(),
                ..Own::default()
            },
        }
    })
}

/// The catalogue of this run.
pub fn current() -> &'static Catalogue {
    &start(None).catalogue
}

/// What ships, with the `.ron` files of a folder in the order of their names. A file that cannot be used is left out whole
/// and told.
pub fn with(folder: &Path) -> Own {
    let mut own = Own {
        catalogue: Catalogue::built_in().clone(),
        folder: Some(folder.to_owned()),
        faults: Vec::new(),
    };
    let fault = |path: &Path, message: String| CatalogueError {
        file: path.display().to_string(),
        message,
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => {
            own.faults
                .push(fault(folder, format!("the folder cannot be read: {e}")));
            return own;
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "ron"))
        .collect();
    files.sort();
    if files.len() > MOST_FILES {
        own.faults.push(fault(
            folder,
            format!(
                "there are {} files; the first {MOST_FILES} are read",
                files.len()
            ),
        ));
        files.truncate(MOST_FILES);
    }
    for path in files {
        let mut bytes = Vec::new();
        let read =
            File::open(&path).and_then(|f| f.take(OWN_BYTES as u64 + 1).read_to_end(&mut bytes));
        if let Err(e) = read {
            own.faults
                .push(fault(&path, format!("it cannot be read: {e}")));
            continue;
        }
        match String::from_utf8(bytes) {
            Err(_) => own
                .faults
                .push(fault(&path, "it is no text in UTF-8".to_owned())),
            Ok(text) => {
                if let Err(e) = own.catalogue.add_own(&path.display().to_string(), &text) {
                    own.faults.push(e);
                }
            }
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"(hosts: {"ours-2u": (name: "Our 2U", sockets: 2, cores_per_socket: 24, threads_per_core: 2, clock_ghz: 2.4,
        ram_mib: 524288, ports: 4, port_mbps: 25000, disks: 8, disk_mb: 3840000, source: (document: "Our price list", date: "2026", confirmed: true))})"#;

    #[test]
    fn good_files_are_added_and_bad_ones_told_by_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("a.ron", GOOD);
        put("b.ron", "(\n hosts: {\n  \"x\": (nme: \"X\"),\n })");
        put(
            "c.ron",
            &GOOD
                .replace("ours-2u", "zero")
                .replace("sockets: 2", "sockets: 0"),
        );
        put("d.ron", &GOOD.replace("ours-2u", "entry-2009"));
        put("e.ron", "(constants: {})");
        put(
            "f.ron",
            "(constants: {\"boot_s\": (value: 1, unit: \"s\", what: \"x\", source: \"y\", date: \"z\", confirmed: true)})",
        );
        put("g.txt", "not read");
        put("h.ron", &" ".repeat(OWN_BYTES + 10));
        let own = with(folder.path());
        assert!(own.catalogue.tables.hosts.contains_key("ours-2u"));
        assert!(own.catalogue.tables.hosts.contains_key("entry-2009"));
        let told: Vec<String> = own.faults.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told[0].contains("b.ron: line 3"), "{}", told[0]);
        assert!(
            told[1].contains("sockets must be from 1 to 64"),
            "{}",
            told[1]
        );
        assert!(told[2].contains("in the catalogue already"), "{}", told[2]);
        assert!(
            told[3].contains("only hosts, processors and disks"),
            "{}",
            told[3]
        );
        assert!(told[4].contains("larger than"), "{}", told[4]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let own = with(Path::new("/no/such/folder"));
        assert_eq!(own.faults.len(), 1);
        assert!(!own.catalogue.tables.hosts.is_empty());
    }
}
