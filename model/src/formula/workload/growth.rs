//! Measured series and growth over years.

use crate::figure::{Num, Tracer};

/// A value after years of growth: now × (1 + growth)^years.
pub fn after<T: Tracer>(t: &mut T, now: T::N, growth: T::N, years: T::N) -> T::N {
    now * (t.number(1.0) + growth).pow(years)
}

/// Years until a growing value reaches a limit: ln(limit ÷ now) ÷ ln(1 + growth).
pub fn years_until<T: Tracer>(t: &mut T, now: T::N, growth: T::N, limit: T::N) -> T::N {
    (limit / now).ln() / (t.number(1.0) + growth).ln()
}

/// What to plan for: what was measured, with headroom.
pub fn with_headroom<T: Tracer>(t: &mut T, measured: T::N, headroom: T::N) -> T::N {
    measured * (t.number(1.0) + headroom)
}

/// The value that a share of a series does not exceed: of the sorted series the ⌈share × count⌉th. Zero of no series.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    // A hair for shares such as 0.95 × 20, whose product is off in its last digit.
    let rank = (share * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize;
    sorted
        .get(rank - 1)
        .or(sorted.last())
        .copied()
        .unwrap_or(0.0)
}

/// The same between neighbours: a straight line at share × (count − 1), as spreadsheets compute it.
pub fn percentile_between(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share * sorted.len().saturating_sub(1) as f64;
    let low = sorted.get(at.floor() as usize).copied().unwrap_or(0.0);
    let high = sorted.get(at.ceil() as usize).copied().unwrap_or(low);
    low + (high - low) * at.fract()
}
