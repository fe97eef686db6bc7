//! Calculators: every family of formulas alone, for a quick answer or a lesson.
//!
//! A calculator is a [`Calculation`]: its [`Spec`] (inputs with units and ranges, answers, sources) and one generic run
//! over a tracer, with the same formulas as the plan's facts. [`all`] lists them; [`Calculator::run`] gives values,
//! [`Calculator::explain`] the working of every answer.

pub mod dimension;
mod families;
mod given;
mod spec;
#[cfg(test)]
mod tests;
mod values;

pub use families::all;
pub use given::{Answer, Chart, Given, Note, NoteKind, Series, Sheet, TextTable};
pub use spec::{Column, Family, Input, Kind, Number, Options, Otherwise, Output, Spec};
pub use values::{CalcError, Cell, Value, Values};

use crate::catalogue::Catalogue;
use crate::facts::Cx;
use crate::figure::{Explained, Num, Plain, Rec, Recorder, Silent, Tracer};
use crate::plan::Plan;

/// A family of formulas that stands alone.
pub trait Calculation {
    const SPEC: Spec;
    /// Computes the answers and puts them on the sheet.
    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError>;
}

type RunOf<T> = fn(&mut Given<'_, T>) -> Result<(), CalcError>;

/// A calculator of the list.
pub struct Calculator {
    pub spec: &'static Spec,
    silent: RunOf<Silent>,
    recorded: RunOf<Recorder>,
}

/// Answers with values only.
pub type Answers = Sheet<Plain>;

impl Calculator {
    pub(crate) const fn of<C: Calculation>() -> Self {
        Self {
            spec: &C::SPEC,
            silent: C::run::<Silent>,
            recorded: C::run::<Recorder>,
        }
    }

    /// Reads inputs as typed.
    pub fn read<'t>(
        &self,
        catalogue: &Catalogue,
        pairs: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Result<Values, CalcError> {
        Values::read(self.spec, catalogue, pairs)
    }

    /// The answers.
    pub fn run(&self, catalogue: &Catalogue, values: &Values) -> Result<Answers, CalcError> {
        self.sheet(catalogue, values, &mut Silent, self.silent)
    }

    /// The working of each answer, in the order of [`Calculator::run`]; an answer's address is `calc/SLUG/KEY`.
    pub fn explain(
        &self,
        catalogue: &Catalogue,
        values: &Values,
    ) -> Result<Vec<Explained>, CalcError> {
        let sheet = self.sheet(catalogue, values, &mut Recorder, self.recorded)?;
        Ok(sheet
            .answers
            .iter()
            .map(|a: &Answer<Rec>| {
                Explained::new(
                    format!("calc/{}/{}", self.spec.slug, a.key),
                    a.label.to_owned(),
                    a.unit,
                    &a.value,
                )
            })
            .collect())
    }

    fn sheet<T: Tracer>(
        &self,
        catalogue: &Catalogue,
        values: &Values,
        t: &mut T,
        run: RunOf<T>,
    ) -> Result<Sheet<T::N>, CalcError> {
        let plan = Plan::default();
        let cx = Cx::new(&plan, catalogue);
        let mut given = Given {
            t,
            cx: &cx,
            values,
            spec: self.spec,
            sheet: Sheet::default(),
        };
        run(&mut given)?;
        let sheet = given.sheet;
        match sheet.answers.iter().find(|a| !a.value.value().is_finite()) {
            Some(a) => Err(CalcError::new(
                "",
                format!("{} has no finite value for these inputs", a.label),
                "check the inputs for extremes",
            )),
            None => Ok(sheet),
        }
    }
}

/// The calculator of a slug.
pub fn find(slug: &str) -> Option<&'static Calculator> {
    all().find(|c| c.spec.slug == slug)
}

/// Slugs near to a mistyped one.
pub fn near(slug: &str) -> Vec<&'static str> {
    crate::io::nearest::nearest(slug, all().map(|c| c.spec.slug))
}
