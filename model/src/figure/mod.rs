//! Figures that explain themselves: a formula is one generic function, run with a silent tracer for the value and
//! with a recording one for the working. So the explanation cannot drift from the figure.

mod record;
mod silent;
mod text;

pub use record::{Explained, Input, Node, Rec, Recorder};
pub use silent::{Plain, Silent};
pub use text::{Standing, shown, shown_of};

use crate::ids::EntityId;

/// Where an input of a formula comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// What a person entered: the thing and its field.
    Typed { entity: EntityId, field: String },
    /// A constant of the profile or catalogue.
    Constant {
        key: String,
        what: String,
        source: String,
        confirmed: bool,
        /// The plan replaces the shipped value.
        overridden: bool,
    },
    /// Another figure, at this address.
    Figure(String),
    /// Taken for want of an input.
    Assumed(String),
    /// A count or sum made by the product from the plan.
    Counted(String),
    /// Entered into a calculator.
    Entered(String),
}

/// Numbers that formulas are written in. Division by zero is zero over zero and a very large number otherwise, so that
/// every figure stays finite.
pub trait Num:
    Clone
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Mul<Output = Self>
    + std::ops::Div<Output = Self>
{
    fn value(&self) -> f64;
    #[must_use]
    fn max(self, other: Self) -> Self;
    #[must_use]
    fn min(self, other: Self) -> Self;
    /// Rounds up to a whole number.
    #[must_use]
    fn ceil(self) -> Self;
    /// Rounds down to a whole number.
    #[must_use]
    fn floor(self) -> Self;
    /// e to the power of this.
    #[must_use]
    fn exp(self) -> Self;
    /// Natural logarithm; of nothing and of less, the most negative number.
    #[must_use]
    fn ln(self) -> Self;
    /// Square root; zero of what is negative.
    #[must_use]
    fn sqrt(self) -> Self;
    /// This to the power of the other.
    #[must_use]
    fn pow(self, other: Self) -> Self;
    /// −(e to the power of this − 1): one minus an exponential, with all its digits near zero.
    #[must_use]
    fn one_minus_exp(self) -> Self;
}

/// Gives formulas their inputs, and may keep a record.
pub trait Tracer {
    type N: Num;
    /// An input: symbol, value, unit, origin.
    fn given(
        &mut self,
        symbol: &str,
        value: f64,
        unit: &'static str,
        origin: impl FnOnce() -> Origin,
    ) -> Self::N;
    /// A plain number of the formula itself, such as the 2 of a round trip or a unit factor.
    fn number(&mut self, value: f64) -> Self::N;
    /// A sum of like terms.
    fn sum(&mut self, terms: Vec<Self::N>) -> Self::N;
    /// A result found by a method that is no formula (a chain solved, paths enumerated): the method's name and what it
    /// was given; the value is the method's.
    fn solved(&mut self, method: &'static str, of: Vec<Self::N>, value: f64) -> Self::N;
    /// Names an intermediate result: it shows as `symbol` in the formula and with its own working below.
    fn step(&mut self, symbol: &str, unit: &'static str, value: Self::N) -> Self::N;
}

/// The largest number that a figure takes instead of infinity.
pub const HUGE: f64 = 1e15;

/// Keeps a figure finite, and zero without a sign: an empty sum of floats is −0.
pub fn finite(value: f64) -> f64 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(-HUGE, HUGE) + 0.0
    }
}

/// Division with the rule of [`Num`].
pub fn over(a: f64, b: f64) -> f64 {
    if b == 0.0 {
        if a == 0.0 {
            0.0
        } else {
            finite(a.signum() * HUGE)
        }
    } else {
        finite(a / b)
    }
}

#[cfg(test)]
mod tests {
    use super::{HUGE, Num, Recorder, Silent, Tracer, finite};

    #[test]
    fn zero_has_no_sign_and_nothing_is_infinite() {
        assert!(finite(-0.0).is_sign_positive());
        assert!(Silent.sum(Vec::new()).value().is_sign_positive());
        assert!(Recorder.sum(Vec::new()).value().is_sign_positive());
        assert_eq!(finite(f64::NAN), 0.0);
        assert_eq!(finite(f64::NEG_INFINITY), -HUGE);
    }
}
