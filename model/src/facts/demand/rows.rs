//! Values of workload tables as inputs of formulas: with their source, and replaceable by the plan.

use std::ops::Bound;

use crate::catalogue::{Constant, Source};
use crate::facts::{Cx, cite};
use crate::figure::{Origin, Tracer};
use crate::plan::Plan;

/// A table of the catalogue whose values a plan may replace under `scope.key`.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    scope: &'a str,
    plan: &'a Plan,
    /// The plan replaces something of this table; else nothing is looked up.
    replaced: bool,
}

impl<'a> Rows<'a> {
    pub fn new(cx: &Cx<'a>, scope: &'a str) -> Self {
        let from = (Bound::Included(scope), Bound::Unbounded);
        let next = cx.plan.overrides.range::<str, _>(from).next();
        Self {
            scope,
            plan: cx.plan,
            replaced: next.is_some_and(|(k, _)| k.starts_with(scope)),
        }
    }

    fn replacement(&self, key: impl FnOnce() -> String) -> Option<f64> {
        if !self.replaced {
            return None;
        }
        let value = self.plan.overrides.get(&key()).copied();
        value.filter(|v| v.is_finite() && *v >= 0.0)
    }

    /// A cell's value after the plan's replacement.
    pub fn value(&self, line: &str, key: &str, value: f64) -> f64 {
        self.replacement(|| self.full(line, key)).unwrap_or(value)
    }

    fn full(&self, line: &str, key: &str) -> String {
        if line.is_empty() {
            format!("{}.{key}", self.scope)
        } else {
            format!("{}.{line}.{key}", self.scope)
        }
    }

    /// A constant of the table.
    pub fn row<T: Tracer>(
        &self,
        t: &mut T,
        symbol: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> T::N {
        let full = || format!("{}.{key}", self.scope);
        let new = self.replacement(full);
        let value = new.or_else(|| row.map(|c| c.value)).unwrap_or(0.0);
        t.given(symbol, value, unit, || match row {
            Some(c) => Origin::Constant {
                key: full(),
                what: c.what.clone(),
                source: cite(&c.source, &c.date),
                confirmed: c.confirmed,
                overridden: new.is_some(),
            },
            None => Origin::Assumed(format!("no value for {}; zero taken", full())),
        })
    }

    /// One cell of a row that shares its source with the others; `line` is the row's key, empty for the table itself.
    pub fn cell<T: Tracer>(&self, t: &mut T, cell: &Cell<'_>) -> T::N {
        let full = || self.full(cell.line, cell.key);
        let new = self.replacement(full);
        t.given(cell.symbol, new.unwrap_or(cell.value), cell.unit, || {
            Origin::Constant {
                key: full(),
                what: format!("{}: {}", cell.of, cell.what),
                source: cite(cell.cited.source, cell.cited.date),
                confirmed: cell.cited.confirmed,
                overridden: new.is_some(),
            }
        })
    }
}

/// A cell of a table.
pub(super) struct Cell<'a> {
    pub symbol: &'static str,
    pub unit: &'static str,
    pub line: &'a str,
    pub key: &'static str,
    pub value: f64,
    /// Name of the row, for people.
    pub of: &'a str,
    pub what: &'a str,
    pub cited: Cited<'a>,
}

/// Where a cell comes from.
#[derive(Clone, Copy)]
pub(super) struct Cited<'a> {
    pub source: &'a str,
    pub date: &'a str,
    pub confirmed: bool,
}

impl<'a> From<&'a Source> for Cited<'a> {
    fn from(source: &'a Source) -> Self {
        Self {
            source: &source.document,
            date: &source.date,
            confirmed: source.confirmed,
        }
    }
}
