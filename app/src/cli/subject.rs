//! A plan from disk with everything derived from it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use evenkeel_model::check::{self, Finding};
use evenkeel_model::facts::{Case, Cx, Facts, derive};
use evenkeel_model::io;
use evenkeel_model::plan::Plan;

use super::fault::Fault;
use crate::own_catalogue;

/// Reads the text of a plan file. Never more of it than a plan may have.
pub(super) fn read_text(path: &Path) -> Result<Vec<u8>, Fault> {
    read_text_up_to(path, io::MAX_BYTES, "a plan")
}

/// Reads a file. Never more of it than `most` bytes; `what` is what it should be.
pub(super) fn read_text_up_to(path: &Path, most: usize, what: &str) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|e| Fault::read(path, &e))?;
    let about = file.metadata().map_err(|e| Fault::read(path, &e))?;
    if about.is_dir() {
        return Err(Fault::at(
            path,
            format!("this is a folder, not {what}"),
            if most == io::MAX_BYTES {
                "name the .ron file in it"
            } else {
                "name the file in it"
            },
        ));
    }
    // A pipe has no length, so the limit holds while reading.
    let mut bytes = Vec::new();
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Fault::read(path, &e))?;
    if bytes.len() > most {
        return Err(Fault::at(
            path,
            format!(
                "the file is larger than {} MiB, the most {what} may have",
                most / 1024 / 1024
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
        let cx = Cx::new(plan, own_catalogue::current()).in_year(year);
        let facts = derive(&cx, &Case::in_year(year));
        let findings = check::run(&cx, &facts);
        Self {
            cx,
            facts,
            findings,
        }
    }
}
