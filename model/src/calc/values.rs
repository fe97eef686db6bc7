//! Values entered into a calculator: read by the spec, in its units, with clear faults.

use std::collections::BTreeMap;

use super::spec::{Column, Input, Kind, Number, Options, Otherwise, Spec};
use crate::catalogue::Catalogue;
use crate::io::nearest::{choice, nearest};
use crate::units::{pretty, split_number};

/// Longest text of one value, and most rows of a list.
const MAX_TEXT: usize = 20_000;
const MAX_ROWS: usize = 2_000;

/// Why a calculator cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CalcError {
    /// Key of the input; empty when it is about none.
    pub key: String,
    pub message: String,
    /// What to do; may be empty.
    pub advice: String,
}

impl CalcError {
    pub fn new(
        key: impl Into<String>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            key: key.into(),
            message: message.into(),
            advice: advice.into(),
        }
    }
}

/// A cell of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Number(f64),
    Name(String),
}

impl Cell {
    /// The number, zero for a name.
    pub fn number(&self) -> f64 {
        match self {
            Cell::Number(n) => *n,
            Cell::Name(_) => 0.0,
        }
    }
    /// The number; none for a name and where the cell was left out.
    pub fn maybe(&self) -> Option<f64> {
        match self {
            Cell::Number(n) => Some(*n),
            Cell::Name(_) => None,
        }
    }
    /// The name, empty for a number and where the cell was left out.
    pub fn name(&self) -> &str {
        match self {
            Cell::Number(_) => "",
            Cell::Name(s) => s,
        }
    }
}

/// A value, numbers in the unit of the spec.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number(f64),
    Word(String),
    Rows(Vec<Vec<Cell>>),
}

/// What was entered, by key; what was left out is absent.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Values {
    by_key: BTreeMap<&'static str, Value>,
}

impl Values {
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.by_key.get(key)
    }
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.by_key.get(key) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }
    pub fn word(&self, key: &str) -> Option<&str> {
        match self.by_key.get(key) {
            Some(Value::Word(w)) => Some(w),
            _ => None,
        }
    }
    pub fn rows(&self, key: &str) -> &[Vec<Cell>] {
        match self.by_key.get(key) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Reads pairs of key and text by the spec. The first fault ends it.
    pub fn read<'t>(
        spec: &Spec,
        catalogue: &Catalogue,
        pairs: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, CalcError> {
        let (values, mut faults) = Self::sift(spec, catalogue, pairs);
        if faults.is_empty() {
            Ok(values)
        } else {
            Err(faults.swap_remove(0))
        }
    }

    /// Reads what can be read, and tells every fault: first those of what was entered, then what is missing.
    pub fn sift<'t>(
        spec: &Spec,
        catalogue: &Catalogue,
        pairs: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> (Self, Vec<CalcError>) {
        let mut values = Self::default();
        let mut faults = Vec::new();
        let mut entered: Vec<(&Input, &str)> = Vec::new();
        for (key, text) in pairs {
            match find(spec, key) {
                Err(e) => faults.push(e),
                Ok(input) if entered.iter().any(|(i, _)| i.key == input.key) => {
                    faults.push(CalcError::new(
                        input.key,
                        format!("{} is given twice", input.key),
                        "give it once",
                    ));
                }
                Ok(input) => entered.push((input, text)),
            }
        }
        for input in spec.inputs {
            if let Otherwise::Word(word) = input.otherwise
                && !entered.iter().any(|(i, _)| i.key == input.key)
            {
                entered.push((input, word));
            }
        }
        // Choices of the catalogue may depend on the other inputs, so they come last, in the order of the spec.
        let rank = |input: &Input| {
            let late = matches!(input.kind, Kind::Choice(Options::From(_)));
            (late, spec.inputs.iter().position(|i| i.key == input.key))
        };
        entered.sort_by_key(|(input, _)| rank(input));
        for (input, text) in &entered {
            match parse(input, text, catalogue, &values) {
                Ok(value) => {
                    values.by_key.insert(input.key, value);
                }
                Err(e) => faults.push(e),
            }
        }
        for input in spec.inputs {
            if matches!(input.otherwise, Otherwise::Required)
                && !entered.iter().any(|(i, _)| i.key == input.key)
            {
                faults.push(CalcError::new(
                    input.key,
                    format!("{} is missing: {}", input.key, input.what),
                    format!("give it as {}", example_of(input, spec)),
                ));
            }
        }
        (values, faults)
    }
}

/// How an input is typed.
fn example_of(input: &Input, spec: &Spec) -> String {
    let typed = spec.example.iter().find(|(k, _)| *k == input.key);
    match (typed, input.kind) {
        (Some((k, v)), _) => format!("{k}={v}"),
        (None, Kind::Number(n)) => format!(
            "{}={}{}",
            input.key,
            pretty(n.min.max(1.0).min(n.max)),
            n.unit
        ),
        (None, Kind::Choice(Options::Fixed(all))) => {
            format!("{}={}", input.key, all.first().map_or("", |(k, _)| k))
        }
        (None, _) => format!("{}=…", input.key),
    }
}

/// The input of a key or symbol; case and the difference of `-` and `_` do not count.
fn find<'s>(spec: &'s Spec, key: &str) -> Result<&'s Input, CalcError> {
    let same = |a: &str| {
        let plain = |s: &str| s.replace('-', "_").to_lowercase();
        plain(a) == plain(key)
    };
    if let Some(input) = spec
        .inputs
        .iter()
        .find(|i| i.key == key || i.symbol == key)
        .or_else(|| spec.inputs.iter().find(|i| same(i.key) || same(i.symbol)))
    {
        return Ok(input);
    }
    let keys: Vec<&str> = spec.inputs.iter().map(|i| i.key).collect();
    let near = nearest(key, keys.iter().copied());
    let advice = if near.is_empty() {
        format!("it takes {}", keys.join(", "))
    } else {
        format!("did you mean {}?", choice(&near))
    };
    let shown: String = key.chars().take(60).collect();
    Err(CalcError::new(
        shown.clone(),
        format!("{} has no input {shown}", spec.slug),
        advice,
    ))
}

fn parse(
    input: &Input,
    text: &str,
    catalogue: &Catalogue,
    others: &Values,
) -> Result<Value, CalcError> {
    if text.len() > MAX_TEXT {
        return Err(CalcError::new(
            input.key,
            format!("{} is longer than {MAX_TEXT} characters", input.key),
            "shorten it",
        ));
    }
    match input.kind {
        Kind::Number(number) => read_number(input.key, &number, text).map(Value::Number),
        Kind::Text => Ok(Value::Word(text.trim().to_owned())),
        Kind::Choice(options) => {
            let all: Vec<(String, String)> = match options {
                Options::Fixed(all) => all
                    .iter()
                    .map(|(k, n)| ((*k).to_owned(), (*n).to_owned()))
                    .collect(),
                Options::From(f) => f(catalogue, others),
            };
            let wanted = text.trim();
            if let Some((key, _)) = all.iter().find(|(k, _)| k == wanted).or_else(|| {
                all.iter()
                    .find(|(k, n)| k.eq_ignore_ascii_case(wanted) || n.eq_ignore_ascii_case(wanted))
            }) {
                return Ok(Value::Word(key.clone()));
            }
            let keys: Vec<&str> = all.iter().map(|(k, _)| k.as_str()).collect();
            let near = nearest(wanted, keys.iter().copied());
            let advice = if keys.is_empty() {
                "it depends on an input that is missing: give that too".to_owned()
            } else if near.is_empty() {
                format!("choose one of {}", keys.join(", "))
            } else {
                format!("did you mean {}?", choice(&near))
            };
            let shown: String = wanted.chars().take(60).collect();
            Err(CalcError::new(
                input.key,
                format!("{} cannot be \"{shown}\"", input.key),
                advice,
            ))
        }
        Kind::List(columns) => read_rows(input.key, columns, text).map(Value::Rows),
    }
}

fn read_number(key: &str, number: &Number, text: &str) -> Result<f64, CalcError> {
    let shown: String = text.trim().chars().take(60).collect();
    let units = number.dimension.examples();
    let (value, unit) = split_number(text).ok_or_else(|| {
        let advice = if units.is_empty() {
            "write a plain number".to_owned()
        } else {
            format!("write a number with a unit, one of {units}")
        };
        CalcError::new(key, format!("{key}: \"{shown}\" is not a number"), advice)
    })?;
    let value = if unit.is_empty() {
        value
    } else {
        let typed = number.dimension.factor(unit).ok_or_else(|| {
            let advice = if units.is_empty() {
                "write a plain number".to_owned()
            } else {
                format!("use one of {units}")
            };
            CalcError::new(
                key,
                format!(
                    "{key}: \"{}\" is no unit of {}",
                    unit.chars().take(30).collect::<String>(),
                    number.dimension.name
                ),
                advice,
            )
        })?;
        let own = number.dimension.factor(number.unit).unwrap_or(1.0);
        if typed == own {
            value
        } else {
            value * typed / own
        }
    };
    if !value.is_finite() || value < number.min || value > number.max {
        return Err(CalcError::new(
            key,
            format!("{key}: {shown} is outside its range"),
            format!(
                "it goes from {} to {}",
                ranged(number, number.min),
                ranged(number, number.max)
            ),
        ));
    }
    if number.whole && (value - value.round()).abs() > 1e-9 {
        return Err(CalcError::new(
            key,
            format!("{key}: {shown} is not a whole number"),
            "write a whole number",
        ));
    }
    Ok(if number.whole { value.round() } else { value })
}

/// An end of a range with its unit.
pub(super) fn ranged(number: &Number, value: f64) -> String {
    if number.unit.is_empty() {
        pretty(value)
    } else {
        format!("{} {}", pretty(value), number.unit)
    }
}

fn read_rows(key: &str, columns: &[Column], text: &str) -> Result<Vec<Vec<Cell>>, CalcError> {
    let form: Vec<&str> = columns.iter().map(|c| c.key).collect();
    let form = form.join(":");
    let mut rows = Vec::new();
    for (n, row) in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .enumerate()
    {
        if n >= MAX_ROWS {
            return Err(CalcError::new(
                key,
                format!("{key} has more than {MAX_ROWS} rows"),
                "shorten it",
            ));
        }
        let cells: Vec<&str> = row.split(':').map(str::trim).collect();
        let needed = columns
            .iter()
            .rposition(|c| !c.optional)
            .map_or(0, |last| last + 1);
        if cells.len() < needed || cells.len() > columns.len() {
            let shown: String = row.chars().take(60).collect();
            return Err(CalcError::new(
                key,
                format!(
                    "{key}: row {} \"{shown}\" has {} parts, not {}",
                    n + 1,
                    cells.len(),
                    if needed == columns.len() {
                        needed.to_string()
                    } else {
                        format!("{needed} to {}", columns.len())
                    }
                ),
                format!("write each row as {form}, rows separated by commas"),
            ));
        }
        let cells = columns
            .iter()
            .zip(cells.into_iter().map(Some).chain(std::iter::repeat(None)))
            .map(
                |(column, text)| match (&column.number, text.unwrap_or("")) {
                    (_, "") if column.optional => Ok(Cell::Name(String::new())),
                    (Some(number), text) => read_number(
                        &format!("{key}, row {}, {}", n + 1, column.key),
                        number,
                        text,
                    )
                    .map(Cell::Number)
                    .map_err(|e| CalcError {
                        key: key.to_owned(),
                        ..e
                    }),
                    (None, text) => Ok(Cell::Name(text.to_owned())),
                },
            )
            .collect::<Result<Vec<_>, _>>()?;
        rows.push(cells);
    }
    Ok(rows)
}
