//! A plan from disk with everything derived from it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Finding};
use evenkeel_model::facts::{Case, Cx, Facts, derive};
use evenkeel_model::io;
use evenkeel_model::plan::Plan;

use super::fault::Fault;

/// Reads the text of a plan file. Never more of it than a plan may have.
pub(super) fn read_text(path: &Path) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|e| Fault::read(path, &e))?;
    let about = file.metadata().map_err(|e| Fault::read(path, &e))?;
    if about.is_dir() {
        return Err(Fault::at(
            path,
            "this is a folder, not a plan",
            "name the .ron file in it",
        ));
    }
    // A pipe has no length, so the limit holds while reading.
    let mut bytes = Vec::new();
    file.take(io::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Fault::read(path, &e))?;
    if bytes.len() > io::MAX_BYTES {
        return Err(Fault::at(
            path,
            format!(
                "the file is larger than {} MiB, the most a plan may have",
                io::MAX_BYTES / 1024 / 1024
            ),
            "check that it is the right file",
        ));
    }
    Ok(bytes)
}

/// Reads a plan.
pub(super) fn read_plan(path: &Path) -> Result<Plan, Fault> {
    io::from_bytes(&read_text(path)?).map_err(|e| Fault::plan(path, e))
}

/// A plan with its facts and findings in normal running, so many years from now.
pub(super) struct Subject<'a> {
    pub cx: Cx<'a>,
    pub facts: Facts,
    pub findings: Vec<Finding>,
}

impl<'a> Subject<'a> {
    pub fn of(plan: &'a Plan, year: u32) -> Self {
        let cx = Cx::new(plan, Catalogue::built_in()).in_year(year);
        let facts = derive(&cx, &Case::in_year(year));
        let findings = check::run(&cx, &facts);
        Self {
            cx,
            facts,
            findings,
        }
    }
}
