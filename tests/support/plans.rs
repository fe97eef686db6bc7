//! The shipped example plans, as the folder holds them.

use std::path::{Path, PathBuf};

/// Where the examples lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

/// Every example, sorted by name.
pub fn all() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of examples is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|x| x == "ron"))
        .collect();
    out.sort();
    out
}
