//! What every formula reads: plan, catalogue, profile, and constants with their origin.

use std::sync::Arc;

pub use crate::catalogue::cite;
use crate::catalogue::{Catalogue, Constant, Profile};
use crate::figure::{Origin, Tracer};
use crate::ids::EntityId;
use crate::plan::Plan;

/// Shared inputs of deriving.
#[derive(Clone)]
pub struct Cx<'a> {
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub profile: Arc<Profile>,
    /// Years from now that demand is taken at.
    pub year: u32,
}

impl<'a> Cx<'a> {
    pub fn new(plan: &'a Plan, catalogue: &'a Catalogue) -> Self {
        Self {
            plan,
            catalogue,
            profile: catalogue.profile_or_neutral(plan),
            year: 0,
        }
    }

    /// The same, so many years from now.
    #[must_use]
    pub fn in_year(mut self, year: u32) -> Self {
        self.year = year;
        self
    }

    /// A constant row: the profile's, else the general one.
    pub fn row(&self, key: &str) -> Option<&Constant> {
        self.profile
            .constants
            .get(key)
            .or_else(|| self.catalogue.tables.constants.get(key))
    }

    /// The value in force: the plan's override, else the row's, else zero.
    pub fn constant(&self, key: &str) -> f64 {
        self.plan
            .overrides
            .get(key)
            .copied()
            .filter(|v| v.is_finite() && *v >= 0.0)
            .or_else(|| self.row(key).map(|c| c.value))
            .unwrap_or(0.0)
    }

    /// Whether the plan replaces any of these constants.
    pub fn replaces(&self, keys: &[&str]) -> bool {
        !self.plan.overrides.is_empty() && keys.iter().any(|k| self.plan.overrides.contains_key(*k))
    }

    /// The constant as an input of a formula.
    pub fn k<T: Tracer>(&self, t: &mut T, symbol: &str, key: &str, unit: &'static str) -> T::N {
        t.given(symbol, self.constant(key), unit, || self.origin(key))
    }

    /// A row of a workload table as an input; `scope` makes its key unique for overrides.
    pub fn row_value<T: Tracer>(
        &self,
        t: &mut T,
        symbol: &str,
        scope: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> T::N {
        let full = || format!("{scope}.{key}");
        let over = if self.plan.overrides.is_empty() {
            None
        } else {
            self.plan
                .overrides
                .get(&full())
                .copied()
                .filter(|v| v.is_finite() && *v >= 0.0)
        };
        let value = over.or_else(|| row.map(|c| c.value)).unwrap_or(0.0);
        t.given(symbol, value, unit, || match row {
            Some(c) => Origin::Constant {
                key: full(),
                what: c.what.clone(),
                source: cite(&c.source, &c.date),
                confirmed: c.confirmed,
                overridden: over.is_some(),
            },
            None => Origin::Assumed(format!("no value for {}; zero taken", full())),
        })
    }

    /// Where a constant comes from.
    pub fn origin(&self, key: &str) -> Origin {
        match self.row(key) {
            Some(c) => Origin::Constant {
                key: key.to_owned(),
                what: c.what.clone(),
                source: cite(&c.source, &c.date),
                confirmed: c.confirmed,
                overridden: self.plan.overrides.contains_key(key),
            },
            None => Origin::Assumed(format!("no value for {key}; zero taken")),
        }
    }
}

/// An input that a person typed.
pub fn typed(entity: impl Into<EntityId>, field: &str) -> Origin {
    Origin::Typed {
        entity: entity.into(),
        field: field.to_owned(),
    }
}
