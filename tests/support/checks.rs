//! The source of the checks, without their tests.

use std::path::{Path, PathBuf};

/// Files under the folder of checks that are not for tests: name within it, and code.
pub fn all() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/src/check");
    let mut files = Vec::new();
    under(&folder, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).expect("it is under it");
            let text = std::fs::read_to_string(&path).expect("the source reads");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            (name.to_string_lossy().replace('\\', "/"), code.to_owned())
        })
        .filter(|(name, _)| !["finding.rs", "testing.rs"].contains(&name.as_str()))
        .collect()
}

fn under(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the checks are there") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            under(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}
