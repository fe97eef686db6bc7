//! `evenkeel fmt`: the canonical form of a plan file.

use std::io::Write;

use evenkeel_model::io;

use super::args::FmtArgs;
use super::fault::Fault;
use super::subject::read_text;
use super::{Out, files, status};

pub(super) fn run(args: &FmtArgs, out: &mut Out<'_>, err: &mut dyn Write) -> Result<u8, Fault> {
    let path = &args.plan;
    let bytes = read_text(path)?;
    let plan = io::from_bytes(&bytes).map_err(|e| Fault::plan(path, e))?;
    let canonical = io::to_text(&plan).map_err(|e| Fault::plan(path, e))?;
    if canonical.as_bytes() == bytes {
        return Ok(status::OK);
    }
    if args.check {
        out.line(format!(
            "{}: not in canonical form; evenkeel fmt {} would change it",
            path.display(),
            path.display()
        ))?;
        return Ok(status::FOUND);
    }
    let comments = std::str::from_utf8(&bytes).is_ok_and(io::has_comments);
    files::write(path, canonical.as_bytes(), comments)?;
    if comments {
        let _ = writeln!(
            err,
            "evenkeel: {}: its comments are not kept — the version before is {}.bak; notes of things are kept",
            path.display(),
            path.display()
        );
    }
    Ok(status::OK)
}
