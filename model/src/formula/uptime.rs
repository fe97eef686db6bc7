//! Availability of one item, and what it means in minutes and nines.
//!
//! Unavailability is the kept quantity: beyond a dozen nines, one minus availability has no digits left.

use crate::figure::{Num, Tracer};

/// Unavailability of an item that is repaired: MTTR ÷ (MTTF + MTTR).
pub fn unavailability<T: Tracer>(mttf_h: T::N, mttr_h: T::N) -> T::N {
    mttr_h.clone() / (mttf_h + mttr_h)
}

/// Minutes down in a year.
pub fn minutes_a_year<T: Tracer>(t: &mut T, unavailability: T::N, year_h: T::N) -> T::N {
    unavailability * year_h * t.number(60.0)
}

/// Nines: −log₁₀ of the unavailability.
pub fn nines<T: Tracer>(t: &mut T, unavailability: T::N) -> T::N {
    let zero = t.number(0.0);
    zero - unavailability.ln() / t.number(std::f64::consts::LN_10)
}
