//! Finding and reading the files that a bench is given.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A path as the person who started the bench meant it: cargo runs benches in the package's folder.
pub fn meant(path: &str) -> PathBuf {
    let given = PathBuf::from(path);
    let from_shell = std::env::var_os("PWD").map(|shell| Path::new(&shell).join(&given));
    let from_root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(&given);
    from_shell
        .into_iter()
        .chain([given.clone(), from_root])
        .find(|path| path.exists())
        .unwrap_or(given)
}

/// What the command line says: a folder and `--name value` pairs.
pub struct Arguments {
    pub folder: PathBuf,
    pub seconds: f64,
    pub work: Option<u64>,
    pub seed: u64,
    pub only: Option<String>,
}

impl Arguments {
    pub fn read(usage: &str) -> Result<Self, String> {
        let mut folder = None;
        let mut out = Self {
            folder: PathBuf::new(),
            seconds: 10.0,
            work: None,
            seed: 1,
            only: None,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .ok_or_else(|| format!("{word} lacks its value; {usage}"))
            };
            let wrong = |text: &str| format!("{word} {text} is not a number; {usage}");
            match word.as_str() {
                // Cargo adds this one.
                "--bench" => {}
                "--seconds" => {
                    let text = value()?;
                    out.seconds = text.parse().map_err(|_| wrong(&text))?;
                }
                "--work" => {
                    let text = value()?;
                    out.work = Some(text.parse().map_err(|_| wrong(&text))?);
                }
                "--seed" => {
                    let text = value()?;
                    out.seed = text.parse().map_err(|_| wrong(&text))?;
                }
                "--only" => out.only = Some(value()?),
                _ if word.starts_with("--") => {
                    return Err(format!("there is no option {word}; {usage}"));
                }
                _ if folder.is_none() => folder = Some(word),
                _ => return Err(format!("one folder only, not also {word}; {usage}")),
            }
        }
        if !(out.seconds > 0.0 && out.seconds.is_finite()) {
            return Err(format!("--seconds must be above 0; {usage}"));
        }
        let folder = folder.ok_or_else(|| format!("which folder? {usage}"))?;
        out.folder = meant(&folder);
        if !out.folder.is_dir() {
            return Err(format!("there is no folder {folder}"));
        }
        Ok(out)
    }
}

/// Prints what went wrong; 2 is unusable input.
pub fn exit(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Files of a folder and its sub-folders that pass, sorted.
pub fn under(folder: &Path, pass: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>, String> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let path = entry
                .map_err(|e| format!("{}: {e}", folder.display()))?
                .path();
            if path.is_dir() {
                folders.push(path);
            } else if pass(&path) {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

pub fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Whole numbers of a text, one after the other, with their lines.
pub struct Numbers<'a> {
    words: Box<dyn Iterator<Item = (usize, &'a str)> + 'a>,
    line: usize,
}

impl<'a> Numbers<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            words: Box::new(
                text.lines()
                    .enumerate()
                    .flat_map(|(at, line)| line.split_whitespace().map(move |word| (at + 1, word))),
            ),
            line: 0,
        }
    }

    /// The next number; `what` it is stands in the error.
    pub fn next<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, String> {
        let Some((line, word)) = self.words.next() else {
            return Err(format!(
                "ends after line {}, where {what} should follow",
                self.line
            ));
        };
        self.line = line;
        word.parse()
            .map_err(|_| format!("line {line}: {word} is no {what}"))
    }

    /// Nothing may be left.
    pub fn end(mut self) -> Result<(), String> {
        match self.words.next() {
            Some((line, word)) => Err(format!("line {line}: {word} stands after the end")),
            None => Ok(()),
        }
    }
}
