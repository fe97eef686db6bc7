//! The tracer that only computes.

use super::{Num, Origin, Tracer, finite, over};

/// A plain number under the rules of [`Num`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Plain(pub f64);

impl std::ops::Add for Plain {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self(finite(self.0 + o.0))
    }
}
impl std::ops::Sub for Plain {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self(finite(self.0 - o.0))
    }
}
impl std::ops::Mul for Plain {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Self(finite(self.0 * o.0))
    }
}
impl std::ops::Div for Plain {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        Self(over(self.0, o.0))
    }
}

impl Num for Plain {
    fn value(&self) -> f64 {
        self.0
    }
    fn max(self, o: Self) -> Self {
        if o.0 > self.0 { o } else { self }
    }
    fn min(self, o: Self) -> Self {
        if o.0 < self.0 { o } else { self }
    }
    fn ceil(self) -> Self {
        Self(ceil(self.0))
    }
    fn floor(self) -> Self {
        Self(floor(self.0))
    }
    fn exp(self) -> Self {
        Self(finite(self.0.exp()))
    }
    fn ln(self) -> Self {
        Self(ln(self.0))
    }
    fn sqrt(self) -> Self {
        Self(self.0.max(0.0).sqrt())
    }
    fn pow(self, o: Self) -> Self {
        Self(finite(self.0.powf(o.0)))
    }
    fn one_minus_exp(self) -> Self {
        Self(finite(-self.0.exp_m1()))
    }
}

/// Rounds up, forgiving the last digits of binary fractions.
pub(super) fn ceil(v: f64) -> f64 {
    (v - 1e-9).ceil() + 0.0
}
/// Rounds down, forgiving the last digits of binary fractions.
pub(super) fn floor(v: f64) -> f64 {
    (v + 1e-9).floor()
}

/// Natural logarithm that stays finite.
pub(super) fn ln(v: f64) -> f64 {
    if v > 0.0 {
        finite(v.ln())
    } else {
        -super::HUGE
    }
}

/// Computes and keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Tracer for Silent {
    type N = Plain;
    #[inline]
    fn given(&mut self, _: &str, value: f64, _: &'static str, _: impl FnOnce() -> Origin) -> Plain {
        Plain(finite(value))
    }
    #[inline]
    fn number(&mut self, value: f64) -> Plain {
        Plain(value)
    }
    fn sum(&mut self, terms: Vec<Plain>) -> Plain {
        Plain(finite(terms.into_iter().map(|t| t.0).sum()))
    }
    #[inline]
    fn solved(&mut self, _: &'static str, _: Vec<Plain>, value: f64) -> Plain {
        Plain(finite(value))
    }
    #[inline]
    fn step(&mut self, _: &str, _: &'static str, value: Plain) -> Plain {
        value
    }
}
