//! Measurements as text: interval series of a running machine become what a measured workload is planned with.
//!
//! Reads comma, semicolon, tab or blank separated tables with one line of headings, as performance monitors write them.
//! Which column means what is told by its heading and the unit in it; what is not understood is named, never guessed.

mod cells;
mod columns;
#[cfg(test)]
mod tests;
mod time;

use std::collections::BTreeMap;

pub use columns::{Column, Counted};

use crate::plan::{MeasuredSeries, Meter};

/// Longest text that is read, bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Most intervals.
pub const MAX_ROWS: usize = 1_000_000;
/// Most columns.
pub const MAX_COLUMNS: usize = 20_000;

/// The machine that was measured, as far as shares of it were measured.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Machine {
    /// Clock times cores, MHz: turns per cent of the processor into MHz.
    pub mhz: Option<f64>,
    /// Cores: turns per cent of one core into MHz.
    pub cores: Option<f64>,
    /// Memory, MiB: turns per cent of memory, and memory that is free, into memory in use.
    pub ram_mib: Option<f64>,
}

/// What a text of measurements says.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Measurement {
    pub series: BTreeMap<Meter, MeasuredSeries>,
    /// Mean disk latency, ms.
    pub latency_ms: Option<f64>,
    /// Columns that were counted, as headings, with what they stand for.
    pub counted: Vec<(String, Counted)>,
    /// Columns that were understood but not counted, with the reason.
    pub left_out: Vec<(String, String)>,
    /// Headings of columns that mean nothing here.
    pub unknown: Vec<String>,
    /// Intervals in the text.
    pub intervals: usize,
}

/// Why a text of measurements cannot be used: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureFault {
    /// Line of the text, counted from 1; none where the whole is meant.
    pub line: Option<usize>,
    pub what: String,
    pub advice: String,
}

impl std::fmt::Display for MeasureFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}; {}", self.what, self.advice)
    }
}

impl std::error::Error for MeasureFault {}

fn fault(line: impl Into<Option<usize>>, what: impl Into<String>, advice: &str) -> MeasureFault {
    MeasureFault {
        line: line.into(),
        what: what.into(),
        advice: advice.to_owned(),
    }
}

/// Reads a text of measurements.
pub fn read(text: &str, machine: &Machine) -> Result<Measurement, MeasureFault> {
    if text.len() > MAX_BYTES {
        return Err(fault(
            None,
            format!("the text is larger than {} MiB", MAX_BYTES / 1024 / 1024),
            "take fewer columns or a longer interval",
        ));
    }
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(n, l)| (n + 1, l))
        .filter(|(_, l)| !l.trim().is_empty());
    let Some((_, heading)) = lines.next() else {
        return Err(fault(
            None,
            "the text is empty",
            "give a table with one line of headings",
        ));
    };
    let heading = heading.trim_start_matches('#').trim();
    let separator = match cells::separator(heading) {
        // A single column whose heading has blanks.
        cells::Separator::Blank
            if lines
                .clone()
                .next()
                .is_some_and(|(_, l)| l.split_whitespace().count() == 1) =>
        {
            cells::Separator::Comma
        }
        other => other,
    };
    let names = cells::split(heading, separator);
    if names.len() > MAX_COLUMNS {
        return Err(fault(
            1,
            format!("there are more than {MAX_COLUMNS} columns"),
            "take fewer columns",
        ));
    }
    let found = columns::recognise(&names, machine);
    if found.columns.is_empty() && !found.left_out.is_empty() {
        let why: Vec<String> = found
            .left_out
            .iter()
            .take(3)
            .map(|(name, why)| format!("{name}: {why}"))
            .collect();
        return Err(fault(
            1,
            why.join("; "),
            "say what the measured machine has",
        ));
    }
    if found.columns.is_empty() {
        return Err(fault(
            1,
            "no heading means processor, memory, disk or network",
            "name a column, with its unit, for example `CPU MHz`, `Memory GiB`, `Reads/s`, `Write MB/s`, `Network in Mbit/s`",
        ));
    }
    gather(lines, &names, separator, found)
}

/// Sums of one interval by what is counted.
type Interval = BTreeMap<Counted, f64>;

fn gather<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    names: &[String],
    separator: cells::Separator,
    found: columns::Found,
) -> Result<Measurement, MeasureFault> {
    let mut intervals: Vec<Interval> = Vec::new();
    let mut times: Vec<f64> = Vec::new();
    // Rows of one time belong together where rows are told apart by an instance.
    let mut last_time = String::new();
    let mut totals = false;
    for (line, text) in lines {
        if text.starts_with('#') || text.contains("LINUX-RESTART") {
            continue;
        }
        let row = cells::split(text, separator);
        let spare = row.len() == names.len() + 1 && row.last().is_some_and(String::is_empty);
        if row.len() != names.len() && !spare {
            return Err(fault(
                line,
                format!(
                    "{} cells where the headings have {}",
                    row.len(),
                    names.len()
                ),
                "each line needs as many cells as there are headings",
            ));
        }
        let instance = found.instance.and_then(|i| row.get(i)).map(|s| s.trim());
        if instance == Some("lo") {
            continue;
        }
        let whole = instance.is_some_and(|s| matches!(s, "all" | "-1" | "_Total"));
        let time = found.time.and_then(|i| row.get(i)).map_or("", |s| s.trim());
        let same = instance.is_some() && !time.is_empty() && time == last_time;
        if !same {
            if intervals.len() >= MAX_ROWS {
                return Err(fault(
                    line,
                    format!("there are more than {MAX_ROWS} intervals"),
                    "take a longer interval",
                ));
            }
            intervals.push(Interval::new());
            times.extend(time::seconds(time));
            time.clone_into(&mut last_time);
            totals = false;
        }
        // The row of the whole stands for those of the parts.
        if same && totals && !whole {
            continue;
        }
        let Some(interval) = intervals.last_mut() else {
            continue;
        };
        if whole && !totals {
            interval.clear();
            totals = true;
        }
        for column in &found.columns {
            let cell = row.get(column.at).map_or("", |s| s.trim());
            let Some(value) = cells::number(cell, separator).map_err(|()| {
                fault(
                    line,
                    format!("`{}` under {} is not a number", short(cell), column.name),
                    "write a number, or leave the cell empty where nothing was measured",
                )
            })?
            else {
                continue;
            };
            let value = column.value(value);
            if value < 0.0 {
                return Err(fault(
                    line,
                    format!(
                        "{} under {} comes to less than nothing",
                        short(cell),
                        column.name
                    ),
                    "check the unit in the heading and what the measured machine has",
                ));
            }
            if column.counted == Counted::Latency {
                let at = interval.entry(Counted::Latency).or_insert(0.0);
                *at = at.max(value);
            } else {
                *interval.entry(column.counted).or_insert(0.0) += value;
            }
        }
    }
    finish(intervals, &times, found)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn finish(
    intervals: Vec<Interval>,
    times: &[f64],
    found: columns::Found,
) -> Result<Measurement, MeasureFault> {
    let step = time::interval(times);
    let mut values: BTreeMap<Counted, Vec<f64>> = BTreeMap::new();
    for interval in &intervals {
        for (counted, value) in interval {
            values.entry(*counted).or_default().push(*value);
        }
    }
    if values.is_empty() {
        return Err(fault(
            None,
            "no line has a number under the headings that are understood",
            "give at least one interval",
        ));
    }
    let mut out = Measurement {
        counted: found
            .columns
            .iter()
            .map(|c| (c.name.clone(), c.counted))
            .collect(),
        left_out: found.left_out,
        unknown: found.unknown,
        intervals: intervals.len(),
        ..Measurement::default()
    };
    for (counted, values) in values {
        match counted {
            Counted::Latency => {
                let n = values.len() as f64;
                out.latency_ms = Some(values.iter().sum::<f64>() / n);
            }
            Counted::Meter(meter) => {
                if let Some(series) = kept(values, step) {
                    out.series.insert(meter, series);
                }
            }
        }
    }
    Ok(out)
}

/// What is kept of a series. Percentiles are by nearest rank: the least value that so many of the intervals do not exceed.
fn kept(mut values: Vec<f64>, interval_s: Option<f64>) -> Option<MeasuredSeries> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let peak = *values.last()?;
    let rank = |share: f64| {
        let at = (share * n as f64).ceil() as usize;
        values.get(at.clamp(1, n) - 1).copied().unwrap_or(peak)
    };
    Some(MeasuredSeries {
        samples: u32::try_from(n).unwrap_or(u32::MAX),
        interval_s,
        mean: values.iter().sum::<f64>() / n as f64,
        p90: rank(0.9),
        p95: rank(0.95),
        p99: rank(0.99),
        peak,
    })
}
