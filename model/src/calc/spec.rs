//! What a calculator says of itself: its inputs with units and ranges, its answers, and where its formulas come from.

use super::dimension::Dimension;
use super::values::Values;
use crate::catalogue::Catalogue;

/// Groups of calculators, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Mailboxes,
    Sql,
    Workloads,
    Hosts,
    Storage,
    Network,
    Protection,
    Pools,
    Availability,
    Cost,
}

impl Family {
    pub const ALL: [Family; 10] = [
        Family::Mailboxes,
        Family::Sql,
        Family::Workloads,
        Family::Hosts,
        Family::Storage,
        Family::Network,
        Family::Protection,
        Family::Pools,
        Family::Availability,
        Family::Cost,
    ];
    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Family::Mailboxes => "Mailboxes",
            Family::Sql => "SQL Server",
            Family::Workloads => "Other workloads",
            Family::Hosts => "Hosts",
            Family::Storage => "Storage",
            Family::Network => "Links and distance",
            Family::Protection => "Lockstep and mirroring",
            Family::Pools => "Pools and restart",
            Family::Availability => "Availability",
            Family::Cost => "Cost and consolidation",
        }
    }
    /// For programs.
    pub const fn key(self) -> &'static str {
        match self {
            Family::Mailboxes => "mailboxes",
            Family::Sql => "sql",
            Family::Workloads => "workloads",
            Family::Hosts => "hosts",
            Family::Storage => "storage",
            Family::Network => "network",
            Family::Protection => "protection",
            Family::Pools => "pools",
            Family::Availability => "availability",
            Family::Cost => "cost",
        }
    }
}

/// Choices of an input: key as typed, and what it means.
#[derive(Clone, Copy, Debug)]
pub enum Options {
    Fixed(&'static [(&'static str, &'static str)]),
    /// Keys of the catalogue, which may depend on what else is given (profiles of the version chosen).
    From(fn(&Catalogue, &Values) -> Vec<(String, String)>),
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// As the formulas write it.
    pub key: &'static str,
    pub what: &'static str,
    /// None for a name.
    pub number: Option<Number>,
    /// May be left out at the end of a row.
    pub optional: bool,
}

/// A number with the unit that formulas take it in, and its range in that unit.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    pub dimension: &'static Dimension,
    pub unit: &'static str,
    pub min: f64,
    pub max: f64,
    pub whole: bool,
}

/// What may be entered.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Number(Number),
    Choice(Options),
    /// Free text with a grammar that `what` explains.
    Text,
    /// Rows separated by commas, cells by colons: `9GHz:9GB,9GHz:6GB`.
    List(&'static [Column]),
}

/// What stands when nothing is entered.
#[derive(Clone, Copy, Debug)]
pub enum Otherwise {
    /// It must be entered.
    Required,
    /// The formula does without it.
    Absent,
    /// A plain default that the formula assumes, in the input's unit.
    Value(f64),
    /// A choice or text.
    Word(&'static str),
    /// The catalogue's constant, with its source.
    Constant(&'static str),
}

/// One input.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// As typed on the command line: the symbol in plain letters, for example `mttf`.
    pub key: &'static str,
    /// As formulas show it, for example `λ`; also accepted when typed.
    pub symbol: &'static str,
    /// One line for people.
    pub what: &'static str,
    pub kind: Kind,
    pub otherwise: Otherwise,
}

/// A number input: key, what, dimension, unit, range.
const fn number(
    key: &'static str,
    what: &'static str,
    dimension: &'static Dimension,
    unit: &'static str,
    (min, max): (f64, f64),
    whole: bool,
) -> Input {
    Input {
        key,
        symbol: key,
        what,
        kind: Kind::Number(Number {
            dimension,
            unit,
            min,
            max,
            whole,
        }),
        otherwise: Otherwise::Required,
    }
}

impl Input {
    /// A quantity in `unit`, one of the dimension's.
    pub const fn quantity(
        key: &'static str,
        what: &'static str,
        dimension: &'static Dimension,
        unit: &'static str,
        range: (f64, f64),
    ) -> Self {
        number(key, what, dimension, unit, range, false)
    }
    /// A whole number.
    pub const fn count(key: &'static str, what: &'static str, range: (f64, f64)) -> Self {
        number(key, what, &super::dimension::NUMBER, "", range, true)
    }
    /// A number without a unit.
    pub const fn factor(key: &'static str, what: &'static str, range: (f64, f64)) -> Self {
        number(key, what, &super::dimension::NUMBER, "", range, false)
    }
    /// A part of one, 0 to 1.
    pub const fn share(key: &'static str, what: &'static str) -> Self {
        number(key, what, &super::dimension::SHARE, "", (0.0, 1.0), false)
    }
    pub const fn choice(
        key: &'static str,
        what: &'static str,
        options: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            key,
            symbol: key,
            what,
            kind: Kind::Choice(Options::Fixed(options)),
            otherwise: Otherwise::Required,
        }
    }
    /// `no` unless entered as `yes`.
    pub const fn yes_no(key: &'static str, what: &'static str) -> Self {
        Self::choice(key, what, &[("no", "No"), ("yes", "Yes")]).word("no")
    }
    pub const fn from_catalogue(
        key: &'static str,
        what: &'static str,
        options: fn(&Catalogue, &Values) -> Vec<(String, String)>,
    ) -> Self {
        Self {
            key,
            symbol: key,
            what,
            kind: Kind::Choice(Options::From(options)),
            otherwise: Otherwise::Required,
        }
    }
    pub const fn text(key: &'static str, what: &'static str) -> Self {
        Self {
            key,
            symbol: key,
            what,
            kind: Kind::Text,
            otherwise: Otherwise::Required,
        }
    }
    pub const fn list(key: &'static str, what: &'static str, columns: &'static [Column]) -> Self {
        Self {
            key,
            symbol: key,
            what,
            kind: Kind::List(columns),
            otherwise: Otherwise::Required,
        }
    }
    /// The symbol as formulas show it.
    pub const fn symbol(mut self, symbol: &'static str) -> Self {
        self.symbol = symbol;
        self
    }
    pub const fn optional(mut self) -> Self {
        self.otherwise = Otherwise::Absent;
        self
    }
    /// A default in the input's unit.
    pub const fn or(mut self, value: f64) -> Self {
        self.otherwise = Otherwise::Value(value);
        self
    }
    pub const fn word(mut self, word: &'static str) -> Self {
        self.otherwise = Otherwise::Word(word);
        self
    }
    /// The catalogue's constant as default, in the input's unit.
    pub const fn constant(mut self, key: &'static str) -> Self {
        self.otherwise = Otherwise::Constant(key);
        self
    }
}

impl Column {
    /// A name.
    pub const fn name(key: &'static str, what: &'static str) -> Self {
        Self {
            key,
            what,
            number: None,
            optional: false,
        }
    }
    /// May be left out where nothing follows it.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
    pub const fn quantity(
        key: &'static str,
        what: &'static str,
        dimension: &'static Dimension,
        unit: &'static str,
        (min, max): (f64, f64),
    ) -> Self {
        Self {
            key,
            what,
            number: Some(Number {
                dimension,
                unit,
                min,
                max,
                whole: false,
            }),
            optional: false,
        }
    }
    /// A whole number.
    pub const fn count(key: &'static str, what: &'static str, (min, max): (f64, f64)) -> Self {
        Self {
            key,
            what,
            number: Some(Number {
                dimension: &super::dimension::NUMBER,
                unit: "",
                min,
                max,
                whole: true,
            }),
            optional: false,
        }
    }
}

/// One answer that a calculator may give.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    pub key: &'static str,
    /// For people, sentence case.
    pub label: &'static str,
    pub unit: &'static str,
}

impl Output {
    pub const fn new(key: &'static str, label: &'static str, unit: &'static str) -> Self {
        Self { key, label, unit }
    }
}

/// A calculator's description.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Stable name on the command line.
    pub slug: &'static str,
    pub family: Family,
    pub title: &'static str,
    /// What question it answers and under what assumptions, a few sentences.
    pub about: &'static str,
    pub inputs: &'static [Input],
    /// Answers in the order they are shown; one may be left out where it has no meaning.
    pub outputs: &'static [Output],
    /// A published or worked case, as typed; the page begins with it.
    pub example: &'static [(&'static str, &'static str)],
    /// Documents that the formulas come from.
    pub sources: &'static [&'static str],
}
