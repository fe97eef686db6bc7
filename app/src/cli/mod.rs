//! The command line: the same program without a window. One file a command; none needs a display.
//!
//! [`run`] takes arguments and two writers and gives the exit status, so tests can call it without a process.

mod args;
mod assess;
mod calc;
mod check;
mod diff;
mod explain;
mod export;
mod fail;
mod fault;
mod files;
mod fmt;
mod json;
mod measure;
mod new;
mod outlook;
mod place;
mod subject;
mod window;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::{CommandFactory as _, Parser as _};

use args::{Cli, Command};
use fault::Fault;

use crate::own_catalogue;

/// Exit statuses, as the help explains them.
pub mod status {
    /// Done; for `check`: nothing at or above the bar.
    pub const OK: u8 = 0;
    /// `check` has findings, `fmt --check` would change the file, `diff` has differences, `place` found no placement.
    pub const FOUND: u8 = 1;
    /// The input or the arguments cannot be used, or a file cannot be written.
    pub const UNUSABLE: u8 = 2;
    /// No window can be opened here.
    pub const NO_WINDOW: u8 = 3;
}

/// Where a command writes, and whether anybody still reads.
struct Out<'a> {
    to: &'a mut dyn Write,
    gone: bool,
}

impl Out<'_> {
    /// Writes text. A reader that has gone away (`| head`) is no fault and ends the output.
    fn text(&mut self, text: &str) -> Result<(), Fault> {
        if self.gone {
            return Ok(());
        }
        match self.to.write_all(text.as_bytes()) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            Err(e) => Err(Fault::output(&e)),
        }
    }

    fn line(&mut self, line: impl AsRef<str>) -> Result<(), Fault> {
        self.text(line.as_ref())?;
        self.text("\n")
    }

    /// A document of JSON, indented, with a line end.
    fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Fault> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|e| Fault::new("output", format!("no JSON could be made: {e}"), ""))?;
        self.line(text)
    }

    fn flush(&mut self) -> Result<(), Fault> {
        match self.to.flush() {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Fault::output(&e)),
            _ => Ok(()),
        }
    }
}

/// A bare word that is neither a command nor a file: most likely a command that does not exist.
fn unknown_command(arguments: &[OsString]) -> Option<Fault> {
    let word = arguments.get(1)?.to_str()?;
    let bare = word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let cli = Cli::command();
    let known: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
    if !bare || word == "help" || known.contains(&word) || Path::new(word).exists() {
        return None;
    }
    Some(Fault::new(
        word,
        "there is no such command and no such file",
        format!("the commands are {} and help", known.join(", ")),
    ))
}

/// What a fault of the arguments is, in one line.
fn first_paragraph(said: &str) -> String {
    let lines = said.lines().take_while(|l| !l.trim().is_empty());
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let line = words.join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

/// Runs the program with its arguments, the program's name first. Gives the exit status.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(fault) = unknown_command(&arguments) {
        let _ = writeln!(err, "evenkeel: {fault}");
        return status::UNUSABLE;
    }
    let command = arguments
        .get(1)
        .and_then(|a| a.to_str())
        .filter(|a| Cli::command().find_subcommand(a).is_some())
        .map_or_else(String::new, |a| format!(" {a}"));
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        // Help and version are asked for and go to the output; the rest is a fault of the arguments.
        Err(e) if e.use_stderr() => {
            let said = first_paragraph(&e.render().to_string());
            let _ = writeln!(err, "evenkeel: {said} — see evenkeel{command} --help");
            return status::UNUSABLE;
        }
        Err(e) => {
            let _ = write!(out, "{}", e.render()).and_then(|()| out.flush());
            return status::OK;
        }
    };
    let own = own_catalogue::start(cli.catalogue.as_deref());
    for fault in &own.faults {
        let _ = writeln!(
            err,
            "evenkeel: {fault} — correct the file or take it out of the folder"
        );
    }
    // A folder that was asked for must be of use; the person's own must not stop a plan from being read.
    if cli.catalogue.is_some() && !own.faults.is_empty() {
        return status::UNUSABLE;
    }
    let mut out = Out {
        to: out,
        gone: false,
    };
    let done = match cli.command {
        None => return window::open(cli.plan, err),
        Some(Command::Check(a)) => check::run(&a, &mut out),
        Some(Command::Assess(a)) => assess::run(&a, &mut out),
        Some(Command::Explain(a)) => explain::run(&a, &mut out),
        Some(Command::Calc(a)) => calc::run(&a, &mut out),
        Some(Command::Outlook(a)) => outlook::run(&a, &mut out),
        Some(Command::Fail(a)) => fail::run(&a, &mut out),
        Some(Command::Place(a)) => place::run(&a, &mut out, err),
        Some(Command::Measure(a)) => measure::run(&a, &mut out),
        Some(Command::Export(a)) => export::run(&a, &mut out, err),
        Some(Command::Fmt(a)) => fmt::run(&a, &mut out, err),
        Some(Command::New(a)) => new::run(&a, &mut out),
        Some(Command::Diff(a)) => diff::run(&a, &mut out),
    };
    match done.and_then(|status| out.flush().map(|()| status)) {
        Ok(status) => status,
        Err(fault) => {
            let _ = writeln!(err, "evenkeel: {fault}");
            status::UNUSABLE
        }
    }
}
