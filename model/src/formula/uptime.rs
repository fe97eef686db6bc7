//! Availability of one item, and what it means in minutes and nines.
//!
//! Unavailability is the kept quantity: beyond a dozen nines, one minus availability has no digits left. Rates are per
//! hour; a data sheet's "MTBF" is taken as MTTF, the mean up time.

use crate::figure::{Num, Tracer};

/// Unavailability of an item that is repaired: MTTR ÷ (MTTF + MTTR).
pub fn unavailability<T: Tracer>(mttf_h: T::N, mttr_h: T::N) -> T::N {
    mttr_h.clone() / (mttf_h + mttr_h)
}

/// Availability of an item that is repaired: MTTF ÷ (MTTF + MTTR).
pub fn availability<T: Tracer>(mttf_h: T::N, mttr_h: T::N) -> T::N {
    mttf_h.clone() / (mttf_h + mttr_h)
}

/// How often an item fails, an hour of the calendar: 1 ÷ (MTTF + MTTR).
pub fn frequency<T: Tracer>(t: &mut T, mttf_h: T::N, mttr_h: T::N) -> T::N {
    t.number(1.0) / (mttf_h + mttr_h)
}

/// A rate from a mean time, or a mean time from a rate: one over the other.
pub fn inverse<T: Tracer>(t: &mut T, of: T::N) -> T::N {
    t.number(1.0) / of
}

/// Probability of at least one event in `time_h` at a frequency: 1 − exp(−ν·t).
pub fn at_least_one<T: Tracer>(frequency_per_h: T::N, time_h: T::N, t: &mut T) -> T::N {
    let zero = t.number(0.0);
    (zero - frequency_per_h * time_h).one_minus_exp()
}

/// Availability a time after the item was up: μ/(λ+μ) + λ/(λ+μ)·e^(−(λ+μ)t).
pub fn available_at<T: Tracer>(t: &mut T, lambda: T::N, mu: T::N, time_h: T::N) -> T::N {
    let both = lambda.clone() + mu.clone();
    let both = t.step("λ + μ", "/h", both);
    let zero = t.number(0.0);
    mu / both.clone() + lambda / both.clone() * (zero - both * time_h).exp()
}

/// Unavailability a time after the item was up: λ/(λ+μ)·(1 − e^(−(λ+μ)t)).
pub fn unavailable_at<T: Tracer>(t: &mut T, lambda: T::N, mu: T::N, time_h: T::N) -> T::N {
    let both = lambda.clone() + mu;
    let both = t.step("λ + μ", "/h", both);
    let zero = t.number(0.0);
    lambda / both.clone() * (zero - both * time_h).one_minus_exp()
}

/// Mean unavailability over the first `time_h` of an item that starts up:
/// λ/(λ+μ) − λ/((λ+μ)²·T)·(1 − e^(−(λ+μ)T)).
pub fn mean_unavailable_over<T: Tracer>(t: &mut T, lambda: T::N, mu: T::N, time_h: T::N) -> T::N {
    let both = lambda.clone() + mu;
    let both = t.step("λ + μ", "/h", both);
    let zero = t.number(0.0);
    let span = both.clone() * time_h;
    lambda.clone() / both.clone() - lambda / (both * span.clone()) * (zero - span).one_minus_exp()
}

/// Minutes down in a year.
pub fn minutes_a_year<T: Tracer>(t: &mut T, unavailability: T::N, year_h: T::N) -> T::N {
    unavailability * year_h * t.number(60.0)
}

/// Unavailability of so many minutes down in a year.
pub fn of_minutes<T: Tracer>(t: &mut T, minutes: T::N, year_h: T::N) -> T::N {
    minutes / (year_h * t.number(60.0))
}

/// Nines: −log₁₀ of the unavailability.
pub fn nines<T: Tracer>(t: &mut T, unavailability: T::N) -> T::N {
    let zero = t.number(0.0);
    zero - unavailability.ln() / t.number(std::f64::consts::LN_10)
}

/// Unavailability of so many nines: 10^(−nines).
pub fn of_nines<T: Tracer>(t: &mut T, nines: T::N) -> T::N {
    let zero = t.number(0.0);
    let ten = t.number(10.0);
    ten.pow(zero - nines)
}

/// One minus a share.
pub fn other<T: Tracer>(t: &mut T, share: T::N) -> T::N {
    t.number(1.0) - share
}

/// Annual failure rate: 1 − exp(−year ÷ MTTF).
pub fn afr<T: Tracer>(t: &mut T, mttf_h: T::N, year_h: T::N) -> T::N {
    let zero = t.number(0.0);
    (zero - year_h / mttf_h).one_minus_exp()
}

/// MTTF of an annual failure rate: −year ÷ ln(1 − AFR).
pub fn mttf_of_afr<T: Tracer>(t: &mut T, afr: T::N, year_h: T::N) -> T::N {
    let zero = t.number(0.0);
    let left = t.number(1.0) - afr;
    year_h / (zero - left.ln())
}

/// MTTF of a FIT figure: a thousand million hours ÷ FIT.
pub fn mttf_of_fit<T: Tracer>(t: &mut T, fit: T::N) -> T::N {
    t.number(1e9) / fit
}

/// Mean repair time of items in series: Σλ·MTTR ÷ Σλ.
pub fn series_mttr<T: Tracer>(t: &mut T, items: &[(T::N, T::N)]) -> T::N {
    let weighted: Vec<T::N> = items
        .iter()
        .map(|(lambda, mttr)| lambda.clone() * mttr.clone())
        .collect();
    let rates: Vec<T::N> = items.iter().map(|(lambda, _)| lambda.clone()).collect();
    t.sum(weighted) / t.sum(rates)
}

/// Probability that a standby which is tested every `interval_h` is dead when it is needed:
/// 1 − (1 − e^(−λT)) ÷ (λT).
pub fn dead_standby<T: Tracer>(t: &mut T, lambda: T::N, interval_h: T::N) -> T::N {
    let span = lambda * interval_h;
    let span = t.step("λT", "", span);
    // One minus the quotient has no digits left for short intervals; the series of both has.
    if span.value() < 1e-3 {
        let (two, six, four) = (t.number(2.0), t.number(6.0), t.number(24.0));
        let square = span.clone() * span.clone();
        let cube = square.clone() * span.clone();
        return span / two - square / six + cube / four;
    }
    let zero = t.number(0.0);
    let one = t.number(1.0);
    one - (zero - span.clone()).one_minus_exp() / span
}

/// Coverage left when the standby may be dead: c × (1 − q).
pub fn coverage_left<T: Tracer>(t: &mut T, coverage: T::N, dead: T::N) -> T::N {
    coverage * (t.number(1.0) - dead)
}
