//! What a calculation works with: its inputs as traced numbers, and the sheet it puts its answers on.

use super::spec::{Input, Kind, Number, Otherwise, Spec};
use super::values::{CalcError, Cell, Values};
use crate::facts::Cx;
use crate::figure::{Num, Origin, Tracer};

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer<N> {
    pub key: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub value: N,
}

/// A table of text beside the figures, for example a list of cut sets.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TextTable {
    /// For programs.
    pub key: &'static str,
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A curve beside the figures, for a chart: points with rising first value.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Series {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

/// A chart beside the figures.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Chart {
    pub title: String,
    pub x: String,
    pub y: String,
    pub series: Vec<Series>,
    /// A horizontal line that must not be crossed, with its words.
    pub limit: Option<(f64, String)>,
}

/// How far an answer can be relied on, or what the reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    Info,
    Warning,
    /// The answer says that something does not hold.
    Error,
}

/// A sentence beside the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// Code of the product's check that says the same of a plan; empty where there is none.
    pub code: &'static str,
    pub text: String,
}

/// Everything a calculation answers.
#[derive(Clone, Debug)]
pub struct Sheet<N> {
    pub answers: Vec<Answer<N>>,
    pub notes: Vec<Note>,
    pub tables: Vec<TextTable>,
    pub charts: Vec<Chart>,
}

impl<N> Default for Sheet<N> {
    fn default() -> Self {
        Self {
            answers: Vec::new(),
            notes: Vec::new(),
            tables: Vec::new(),
            charts: Vec::new(),
        }
    }
}

/// Inputs, tracer and sheet of one run.
pub struct Given<'a, T: Tracer> {
    pub t: &'a mut T,
    /// The catalogue, and a plan without anything in it: constants stand as shipped.
    pub cx: &'a Cx<'a>,
    pub values: &'a Values,
    pub(super) spec: &'static Spec,
    pub(super) sheet: Sheet<T::N>,
}

impl<T: Tracer> Given<'_, T> {
    fn input(&self, key: &str) -> Option<(&'static Input, &'static Number)> {
        let input = self.spec.inputs.iter().find(|i| i.key == key)?;
        match &input.kind {
            Kind::Number(number) => Some((input, number)),
            _ => None,
        }
    }

    /// A number input: entered, or its default; none when it was left out and has none.
    pub fn maybe(&mut self, key: &str) -> Option<T::N> {
        let (input, number) = self.input(key)?;
        if let Some(value) = self.values.number(key) {
            return Some(self.t.given(input.symbol, value, number.unit, || {
                Origin::Entered(format!("{}: {}", input.key, input.what))
            }));
        }
        match input.otherwise {
            Otherwise::Value(value) => Some(self.t.given(input.symbol, value, number.unit, || {
                Origin::Assumed(format!("{}; the default of {}", input.what, input.key))
            })),
            Otherwise::Constant(constant) => {
                Some(self.cx.k(self.t, input.symbol, constant, number.unit))
            }
            _ => None,
        }
    }

    /// A number input that is required or has a default; zero for an unknown key (a test holds the keys against the spec).
    pub fn n(&mut self, key: &str) -> T::N {
        match self.maybe(key) {
            Some(n) => n,
            None => self.t.number(0.0),
        }
    }

    /// The plain value of a number input.
    pub fn value(&mut self, key: &str) -> f64 {
        self.n(key).value()
    }

    /// A choice or text; empty when left out.
    pub fn word(&self, key: &str) -> &str {
        self.values.word(key).unwrap_or("")
    }

    /// Whether a yes-or-no input says yes.
    pub fn yes(&self, key: &str) -> bool {
        self.word(key) == "yes"
    }

    /// Rows of a list.
    pub fn rows(&self, key: &str) -> &[Vec<Cell>] {
        self.values.rows(key)
    }

    /// A number of a list's row as an input of a formula.
    pub fn cell(&mut self, symbol: &str, value: f64, unit: &'static str, of: &str) -> T::N {
        self.t
            .given(symbol, value, unit, || Origin::Entered(of.to_owned()))
    }

    /// Puts an answer on the sheet, by the key of an output of the spec.
    pub fn put(&mut self, key: &'static str, value: T::N) {
        if let Some(output) = self.spec.outputs.iter().find(|o| o.key == key) {
            self.sheet.answers.push(Answer {
                key: output.key,
                label: output.label,
                unit: output.unit,
                value,
            });
        }
    }

    pub fn note(&mut self, text: impl Into<String>) {
        self.say(NoteKind::Info, "", text);
    }

    /// Says something worth knowing that a check of a plan says too.
    pub fn tell(&mut self, code: &'static str, text: impl Into<String>) {
        self.say(NoteKind::Info, code, text);
    }

    pub fn warn(&mut self, code: &'static str, text: impl Into<String>) {
        self.say(NoteKind::Warning, code, text);
    }

    pub fn fail(&mut self, code: &'static str, text: impl Into<String>) {
        self.say(NoteKind::Error, code, text);
    }

    fn say(&mut self, kind: NoteKind, code: &'static str, text: impl Into<String>) {
        self.sheet.notes.push(Note {
            kind,
            code,
            text: text.into(),
        });
    }

    pub fn table(&mut self, table: TextTable) {
        self.sheet.tables.push(table);
    }

    pub fn chart(&mut self, chart: Chart) {
        self.sheet.charts.push(chart);
    }

    /// A fault of an input, for inputs that do not go together.
    pub fn fault(
        &self,
        key: &'static str,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> CalcError {
        CalcError::new(key, message, advice)
    }
}
