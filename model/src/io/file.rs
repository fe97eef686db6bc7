//! The RON form of a plan: `format: 1` and the plan's own fields.

use ron::ser::PrettyConfig;

use super::fault::{FileError, parse_fault, place};
use super::limits::{self, OutOfBounds, table};
use super::nearest::{choice, nearest};
use super::scan::{self, Fault};
use crate::catalogue::options;
use crate::ids::EntityId;
use crate::plan::{Format, Plan, Reference};

/// The format this version writes.
pub const FORMAT: u32 = 1;
/// Larger files are refused before they are read.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Takes a text from one format to the next.
type Step = fn(String) -> String;

/// One step for each format before [`FORMAT`], the oldest first. Raising the format without a step does not compile.
const STEPS: [Step; FORMAT as usize - 1] = [];

/// The format that the text says it has.
fn format_of(text: &str) -> Result<u32, FileError> {
    let Some((offset, word)) = scan::word_at(text, &["format".to_owned()]) else {
        let Some(first) = scan::first_field(text) else {
            return Err(FileError::at(
                text,
                text.len() - text.trim_start().len(),
                "this is not a plan",
                format!("a plan starts with (format: {FORMAT}, …)"),
            ));
        };
        return Err(FileError::at(
            text,
            first,
            "the plan does not say which format it has",
            format!("write format: {FORMAT} as its first field"),
        ));
    };
    match word.parse::<u32>() {
        Ok(0) | Err(_) => Err(FileError::at(
            text,
            offset,
            "the format is not a number of a format",
            format!("write format: {FORMAT}"),
        )),
        Ok(format) if format > FORMAT => Err(FileError::at(
            text,
            offset,
            format!(
                "the plan has format {format}, made by a newer Evenkeel; this one reads up to {FORMAT}"
            ),
            "open it with the newer version; nothing was changed",
        )
        .beyond_editing()),
        Ok(format) => Ok(format),
    }
}

/// Brings the text of an older format up to date.
fn migrate(text: &str, from: u32) -> std::borrow::Cow<'_, str> {
    let mut text = std::borrow::Cow::Borrowed(text);
    for step in STEPS.iter().skip(from.saturating_sub(1) as usize) {
        text = std::borrow::Cow::Owned(step(text.into_owned()));
    }
    text
}

fn guard(text: &str) -> Result<(), FileError> {
    scan::guard(text).map_err(|(offset, path, fault)| match fault {
        Fault::TooDeep => FileError::at(
            text,
            offset,
            format!("brackets are nested more than {} deep", scan::MAX_DEPTH),
            "this is not a plan, or a closing bracket is missing",
        ),
        Fault::TooMany => FileError::at(
            text,
            offset,
            match place(&path) {
                at if at.is_empty() => format!("more than {} items in one list", scan::MAX_ITEMS),
                at => format!("{at}: more than {} items in one list or table", scan::MAX_ITEMS),
            },
            "split the plan, or use groups of equal VMs",
        ),
        Fault::Twice { key, first } => {
            let (line, _) = scan::line_and_column(text, first);
            FileError::at(
                text,
                offset,
                format!(
                    "{}: the id {key} is used twice; line {line} has it first",
                    place(&path)
                ),
                "give each its own id",
            )
        }
        Fault::Mismatch {
            open,
            bracket,
            close,
        } => {
            let (line, column) = scan::line_and_column(text, open);
            FileError::at(
                text,
                offset,
                format!("{close} closes the {bracket} of line {line}, column {column}"),
                "a bracket is missing between the two, or this one is too many",
            )
        }
        Fault::Unfinished { open } => {
            let (line, column) = scan::line_and_column(text, open);
            let at = place(&path);
            let at = if at.is_empty() { at } else { format!(" in {at}") };
            FileError::at(
                text,
                offset,
                format!(
                    "the file ends{at} before what line {line}, column {column} opens is closed"
                ),
                "the file is cut off, or a bracket or quote is missing; complete it or take an older copy",
            )
        }
    })
}

/// A field path such as `runs_on[0].weight` or `overrides[a.b]` as steps.
fn steps(field: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = field;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (step, after) = inner.split_once(']').unwrap_or((inner, ""));
            out.push(step.to_owned());
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (step, after) = rest.split_at(end);
            out.push(step.to_owned());
            rest = after;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    out
}

fn path_of(subject: &EntityId, field: &str) -> Vec<String> {
    let mut path = match subject {
        EntityId::Plan => Vec::new(),
        other => vec![table(other.kind()).to_owned(), other.slug().to_owned()],
    };
    path.extend(steps(field));
    path
}

fn and_more(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        2 => "; one more place is like this".to_owned(),
        n => format!("; {} more places are like this", n - 1),
    }
}

fn out_of_bounds(text: &str, all: &[OutOfBounds]) -> Result<(), FileError> {
    let Some(first) = all.first() else {
        return Ok(());
    };
    let path = path_of(&first.subject, &first.field);
    Err(FileError::at(
        text,
        scan::offset_of(text, &path).unwrap_or(0),
        format!("{}: {}", place(&path), first.what),
        format!("{}{}", first.advice, and_more(all.len())),
    ))
}

fn dangling(text: &str, plan: &Plan, all: &[(EntityId, Reference)]) -> Result<(), FileError> {
    let Some((from, reference)) = all.first() else {
        return Ok(());
    };
    let kind = reference.target.kind();
    let slug = reference.target.slug();
    let path = path_of(from, &reference.field);
    let ids: Vec<EntityId> = plan.entities().filter(|id| id.kind() == kind).collect();
    let advice = match nearest(slug, ids.iter().map(EntityId::slug)) {
        near if near.is_empty() => format!("add {slug} to {}, or name another", table(kind)),
        near => format!("write {}, or add {slug} to {}", choice(&near), table(kind)),
    };
    Err(FileError::at(
        text,
        scan::offset_of(text, &path).unwrap_or(0),
        format!(
            "{}: there is no {} {slug} in the plan",
            place(&path),
            kind.word()
        ),
        format!("{advice}{}", and_more(all.len())),
    ))
}

/// Reads a plan.
pub fn from_text(text: &str) -> Result<Plan, FileError> {
    if text.len() > MAX_BYTES {
        return Err(FileError::whole(
            format!(
                "the file is larger than {} MiB, the most a plan may have",
                MAX_BYTES / 1024 / 1024
            ),
            "split the plan, or use groups of equal VMs",
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if scan::is_blank(text) {
        return Err(FileError::whole(
            "the file is empty",
            "take an older copy of the plan, or start from a template",
        ));
    }
    guard(text)?;
    let text = &*migrate(text, format_of(text)?);
    let mut plan: Plan = options()
        .from_str(text)
        .map_err(|e| parse_fault(text, &e))?;
    plan.format = Format(FORMAT);
    out_of_bounds(text, &limits::bounds(&plan))?;
    dangling(text, &plan, &plan.dangling())?;
    Ok(plan)
}

/// Reads a plan from bytes.
pub fn from_bytes(bytes: &[u8]) -> Result<Plan, FileError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_text(text),
        Err(fault) => {
            let offset = fault.valid_up_to();
            let good = bytes.get(..offset).unwrap_or_default();
            let (line, column) = scan::line_and_column(&String::from_utf8_lossy(good), good.len());
            Err(FileError {
                line,
                column,
                message: format!("the file is not text in UTF-8: byte {offset} is no character"),
                advice: "save it as UTF-8, or take another copy".to_owned(),
                mendable: false,
            })
        }
    }
}

/// Writes a plan in canonical form: rows by id, defaults left out, a list's items one a line.
pub fn to_text(plan: &Plan) -> Result<String, FileError> {
    let config = PrettyConfig::new().depth_limit(4);
    options()
        .to_string_pretty(plan, config)
        .map(|text| text + "\n")
        .map_err(|e| FileError::whole(format!("the plan cannot be written: {e}"), ""))
}
