//! What is wrong with a file, in words.

use ron::error::{Error, SpannedError};

use super::nearest::{choice, nearest};
use super::scan;

/// Why a text is no plan: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Counted from 1; 0 when the fault has no place.
    pub line: usize,
    /// In characters, counted from 1; 0 when the fault has no place.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// A text editor can mend it at its place; else the advice says all there is to do.
    pub mendable: bool,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, column {}: ", self.line, self.column)?;
        }
        f.write_str(&self.message)?;
        if !self.advice.is_empty() {
            write!(f, " — {}", self.advice)?;
        }
        Ok(())
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// A fault of the file as a whole.
    pub(super) fn whole(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            line: 0,
            column: 0,
            message: message.into(),
            advice: advice.into(),
            mendable: false,
        }
    }
    /// The same fault, which no text editor can mend.
    pub(super) fn beyond_editing(mut self) -> Self {
        self.mendable = false;
        self
    }
    /// A fault at a byte of the text.
    pub(super) fn at(
        text: &str,
        offset: usize,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let (line, column) = scan::line_and_column(text, offset);
        Self {
            line,
            column,
            message: message.into(),
            advice: advice.into(),
            mendable: true,
        }
    }
}

/// A path in words: `host host-a, raid[0].disks`.
pub(super) fn place(path: &[String]) -> String {
    let known = crate::ids::Kind::ALL
        .iter()
        .find(|k| path.first().is_some_and(|t| t == super::limits::table(**k)));
    let (head, rest) = match (known, path) {
        (Some(kind), [_, slug, rest @ ..]) => (format!("{} {slug}", kind.word()), rest),
        _ => (String::new(), path),
    };
    let mut field = String::new();
    for step in rest {
        if step.bytes().all(|b| b.is_ascii_digit()) {
            field.push_str(&format!("[{step}]"));
        } else {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(step);
        }
    }
    match (head.is_empty(), field.is_empty()) {
        (true, _) => field,
        (false, true) => head,
        (false, false) => format!("{head}, {field}"),
    }
}

fn named(place: &str, message: String) -> String {
    if place.is_empty() {
        message
    } else {
        format!("{place}: {message}")
    }
}

/// A parser's fault in our words, at the place where it was met.
pub(super) fn parse_fault(text: &str, error: &SpannedError) -> FileError {
    // The parser may stand behind the blank before, or within, the value that it could not take.
    let start = scan::byte_at(text, error.span.start.line, error.span.start.col);
    let delimits = |c: char| c.is_whitespace() || ",:()[]{}".contains(c);
    let after = text.get(start..).unwrap_or("");
    let blank = after.len() - after.trim_start().len();
    let offset = if blank > 0 {
        start + blank
    } else {
        let before = text.get(..start).unwrap_or("");
        before.trim_end_matches(|c| !delimits(c)).len()
    };
    let found: String = text
        .get(offset..)
        .unwrap_or("")
        .chars()
        .take_while(|c| !delimits(*c))
        .take(40)
        .collect();
    let place_of = |offset| place(&scan::path_at(text, offset));
    let here = |message: String, advice: &str| {
        FileError::at(text, offset, named(&place_of(offset), message), advice)
    };
    let expected = |what: &str, advice: &str| {
        let message = if found.is_empty() {
            format!("{what} belongs here")
        } else {
            format!("{what} belongs here, not {found}")
        };
        here(message, advice)
    };
    match &error.code {
        Error::Eof | Error::ExpectedStringEnd | Error::UnclosedBlockComment => FileError::at(
            text,
            text.len(),
            named(
                &place_of(text.len()),
                "the file ends before the plan does".to_owned(),
            ),
            "it is cut off or a closing bracket or quote is missing; complete it or take an older copy",
        ),
        Error::NoSuchStructField {
            expected, found, ..
        } => {
            let near = nearest(found, expected.iter().copied());
            let advice = match (near.is_empty(), expected.is_empty()) {
                (false, _) => format!("write {}, or remove it", choice(&near)),
                (true, true) => "remove it".to_owned(),
                (true, false) => format!("use {}, or remove it", choice(expected)),
            };
            here_field(
                text,
                start,
                found,
                format!("there is no field {found}"),
                advice,
            )
        }
        Error::DuplicateStructField { field, .. } => here_field(
            text,
            start,
            field,
            format!("the field {field} is given twice"),
            "keep one".to_owned(),
        ),
        Error::MissingStructField { field, .. } => {
            let (bracket, path) = scan::bracket_at(text, start);
            let message = named(&place(&path), format!("the field {field} is missing"));
            FileError::at(text, bracket, message, format!("add {field}: …"))
        }
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => {
            let near = nearest(found, expected.iter().copied());
            let words = if near.is_empty() { *expected } else { &near };
            here(
                format!("there is no {found} to choose here"),
                &format!("write {}", choice(words)),
            )
        }
        Error::Message(message) => {
            let (what, advice) = match (message.split_once("; "), message.split_once(": use ")) {
                (Some((what, advice)), _) => (what, advice.to_owned()),
                (None, Some((what, words))) => (what, format!("use {words}")),
                (None, None) => (message.as_str(), "correct it".to_owned()),
            };
            here(what.to_owned(), &advice)
        }
        Error::ExpectedString => {
            expected("a text in double quotes", "put it in quotes, with its unit")
        }
        Error::ExpectedInteger | Error::IntegerOutOfBounds if found.starts_with('-') => {
            here(format!("{found} is negative"), "use a whole number from 0")
        }
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => expected(
            "a whole number",
            "write it without quotes, unit and fraction",
        ),
        Error::IntegerOutOfBounds => here(
            "the number is out of range".to_owned(),
            "use a whole number from 0 to 4294967295",
        ),
        Error::ExpectedFloat => expected("a number", "write it without quotes and unit"),
        Error::ExpectedBoolean => expected("true or false", "write true or false"),
        Error::ExpectedArray => expected("a list [ … ]", "put it in square brackets"),
        Error::ExpectedMap => expected(
            "a table { \"id\": ( … ), … }",
            "put the rows in curly brackets, each with its id in quotes",
        ),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) | Error::ExpectedUnit => {
            expected("( field: value, … )", "put the fields in round brackets")
        }
        Error::ExpectedComma | Error::ExpectedStructLikeEnd | Error::ExpectedArrayEnd
            if found.parse::<f64>().is_ok() =>
        {
            expected("a whole number", "write it without a fraction")
        }
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd | Error::ExpectedComma => expected(
            "a comma or )",
            "separate fields by commas and close the bracket",
        ),
        Error::ExpectedArrayEnd => expected(
            "a comma or ]",
            "separate items by commas and close the bracket",
        ),
        Error::ExpectedMapEnd => expected(
            "a comma or }",
            "separate rows by commas and close the bracket",
        ),
        Error::ExpectedMapColon => expected("a colon", "write field: value"),
        Error::ExpectedIdentifier => expected("a plain word", "write it without quotes"),
        Error::TrailingCharacters => here(
            "there is more after the end of the plan".to_owned(),
            "remove what follows the last bracket",
        ),
        Error::InvalidValueForType { expected, found } => here(
            format!("{found} does not fit: {expected} belongs here"),
            "correct it",
        ),
        other => {
            let message = other.to_string();
            let mut chars = message.chars();
            let lower = chars
                .next()
                .map(|c| c.to_lowercase().chain(chars).collect())
                .unwrap_or_default();
            here(lower, "correct it, or take an older copy of the plan")
        }
    }
}

/// A fault of a field's name: it stands at or shortly before where the parser stopped.
fn here_field(text: &str, start: usize, field: &str, message: String, advice: String) -> FileError {
    let ahead = text.get(start..).unwrap_or("");
    let offset = if ahead.trim_start().starts_with(field) {
        start + (ahead.len() - ahead.trim_start().len())
    } else {
        text.get(..start)
            .and_then(|before| before.rfind(field))
            .unwrap_or(start)
    };
    let (_, path) = scan::bracket_at(text, offset);
    FileError::at(text, offset, named(&place(&path), message), advice)
}
