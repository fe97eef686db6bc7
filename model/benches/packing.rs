//! Vector bin packing on the instances of a folder: bins and bound in so many seconds each, beside the known optimum.
//!
//! `cargo bench --bench packing -- FOLDER [--seconds S] [--work UNITS] [--seed N] [--only WORD]`
//!
//! Reads `*.vbp` of the folder and its sub-folders: number of dimensions, capacity in each, number of lines, then a line an item with its
//! sizes and how often it occurs. Known optima are read, after solving, from the folder's `optima.csv` (columns `file` and
//! `optimum_bins`).

// A bench is read on the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod files;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use evenkeel_model::solve::Budget;
use evenkeel_model::solve::packing::{BinType, Item, Options, Problem, pack};
use files::{Arguments, Numbers};

const USAGE: &str =
    "cargo bench --bench packing -- FOLDER [--seconds S] [--work UNITS] [--seed N] [--only WORD]";

/// Items an instance may ask for; more is taken for a broken file.
const MOST_ITEMS: usize = 100_000;

fn main() -> ExitCode {
    files::exit(Arguments::read(USAGE).and_then(|arguments| run(&arguments)))
}

fn read(text: &str) -> Result<Problem, String> {
    let mut numbers = Numbers::new(text);
    let dimensions: usize = numbers.next("number of dimensions")?;
    if dimensions > 1000 {
        return Err(format!("{dimensions} dimensions are too many"));
    }
    let capacity = (0..dimensions)
        .map(|_| numbers.next("capacity"))
        .collect::<Result<Vec<i64>, _>>()?;
    let lines: usize = numbers.next("number of items")?;
    let mut items = Vec::new();
    for _ in 0..lines {
        let size = (0..dimensions)
            .map(|_| numbers.next("size"))
            .collect::<Result<Vec<i64>, _>>()?;
        let times: usize = numbers.next("number of times an item occurs")?;
        if times.saturating_add(items.len()) > MOST_ITEMS {
            return Err(format!("more than {MOST_ITEMS} items"));
        }
        items.extend((0..times).map(|_| Item {
            size: size.clone(),
            only_in: None,
        }));
    }
    numbers.end()?;
    Ok(Problem {
        dimensions,
        items,
        bins: vec![BinType {
            capacity,
            cost: 1,
            available: None,
        }],
        ..Problem::default()
    })
}

/// What was found on one instance.
struct Row {
    name: String,
    family: String,
    bins: Option<u64>,
    bound: u64,
    seconds: f64,
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let found = files::under(&arguments.folder, &|path| {
        path.extension().is_some_and(|ext| ext == "vbp")
    })?;
    let mut problems = Vec::new();
    for path in found {
        let name = name_in(&arguments.folder, &path);
        if arguments
            .only
            .as_ref()
            .is_some_and(|only| !name.contains(only))
        {
            continue;
        }
        let problem = files::text(&path)
            .and_then(|text| read(&text))
            .map_err(|error| format!("{name}: {error}"))?;
        problems.push((name, problem));
    }
    if problems.is_empty() {
        return Err(format!("{} holds no .vbp file", arguments.folder.display()));
    }
    println!(
        "{:<34} {:>5} {:>4} {:>5} {:>6} {:>4} {:>7} {:>7} {:>12}  by",
        "instance", "items", "dims", "bins", "bound", "gap", "optimum", "seconds", "work"
    );
    // The optima are looked at only for the print of what was solved.
    let mut known = None;
    let mut rows = Vec::new();
    for (name, problem) in &problems {
        let start = Instant::now();
        let stop =
            || arguments.work.is_none() && start.elapsed().as_secs_f64() >= arguments.seconds;
        let budget = Budget {
            work: arguments.work.unwrap_or(Budget::UNLIMITED),
            should_stop: &stop,
        };
        let options = Options {
            seed: arguments.seed,
            ..Options::default()
        };
        let answer = pack(problem, &options, &budget, &mut |_| ())
            .map_err(|fault| format!("{name}: {fault}"))?;
        let seconds = start.elapsed().as_secs_f64();
        if let Some(packing) = &answer.packing {
            problem
                .check(packing)
                .map_err(|broken| format!("{name}: the packing is wrong: {broken}"))?;
        }
        let row = Row {
            family: family(name),
            name: name.clone(),
            bins: answer.packing.as_ref().map(|packing| packing.cost),
            bound: answer.bound,
            seconds,
        };
        if known.is_none() {
            known = Some(optima(&arguments.folder)?);
        }
        let optimum = known.as_ref().and_then(|known| known.get(name));
        println!(
            "{:<34} {:>5} {:>4} {:>5} {:>6} {:>4} {:>7} {:>7.2} {:>12}  {}",
            row.name,
            problem.items.len(),
            problem.dimensions,
            row.bins.map_or("-".into(), |bins| bins.to_string()),
            row.bound,
            row.bins
                .map_or("-".into(), |bins| (bins - row.bound).to_string()),
            optimum.map_or("-".into(), u64::to_string),
            row.seconds,
            answer.work,
            format!("{:?}", answer.because)
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_lowercase(),
        );
        rows.push(row);
    }
    totals(&rows, &known.unwrap_or_default());
    Ok(())
}

fn name_in(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The folder and the first word of the file's name.
fn family(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let class = file.split(['_', '.']).next().unwrap_or(file);
    if folder.is_empty() {
        class.to_owned()
    } else {
        format!("{folder} {class}")
    }
}

fn optima(folder: &Path) -> Result<BTreeMap<String, u64>, String> {
    let path = folder.join("optima.csv");
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = files::text(&path)?;
    let mut lines = text.lines().enumerate();
    let head: Vec<&str> = lines
        .next()
        .map(|(_, head)| head.split(',').map(str::trim).collect())
        .unwrap_or_default();
    let column = |name: &str| {
        head.iter()
            .position(|head| *head == name)
            .ok_or_else(|| format!("{}: no column {name}", path.display()))
    };
    let (file, optimum) = (column("file")?, column("optimum_bins")?);
    let mut out = BTreeMap::new();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let name = fields.get(file).copied().unwrap_or_default();
        let value = fields.get(optimum).and_then(|text| text.parse().ok());
        let Some(value) = value else {
            return Err(format!(
                "{} line {}: no number in optimum_bins",
                path.display(),
                at + 1
            ));
        };
        out.insert(name.to_owned(), value);
    }
    Ok(out)
}

fn totals(rows: &[Row], known: &BTreeMap<String, u64>) {
    println!();
    println!(
        "{:<24} {:>9} {:>8} {:>8} {:>7} {:>9} {:>9}",
        "family", "instances", "reached", "proven", "worst", "wrong", "seconds"
    );
    let mut families: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        families.entry(&row.family).or_default().push(row);
    }
    let all: Vec<&Row> = rows.iter().collect();
    for (family, rows) in families
        .iter()
        .map(|(f, rows)| (*f, rows))
        .chain([("all", &all)])
    {
        let excess = |row: &&&Row| Some(row.bins?.saturating_sub(*known.get(&row.name)?));
        let reached = rows.iter().filter(|row| excess(row) == Some(0)).count();
        let proven = rows
            .iter()
            .filter(|row| row.bins == Some(row.bound))
            .count();
        let worst = rows.iter().filter_map(|row| excess(&row)).max();
        // A bound above the known optimum, or fewer bins than it.
        let wrong = rows
            .iter()
            .filter(|row| {
                known.get(&row.name).is_some_and(|optimum| {
                    row.bound > *optimum || row.bins.is_some_and(|bins| bins < *optimum)
                })
            })
            .count();
        let seconds: f64 = rows.iter().map(|row| row.seconds).sum();
        println!(
            "{family:<24} {:>9} {reached:>8} {proven:>8} {:>7} {wrong:>9} {seconds:>9.2}",
            rows.len(),
            worst.map_or("-".into(), |worst| format!("+{worst}")),
        );
    }
}
