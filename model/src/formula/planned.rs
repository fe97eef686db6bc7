//! Planned work, service hours, and what a contract's repair consists of.

use crate::figure::Tracer;

/// Share of the year that planned windows take: w·h ÷ year.
pub fn share_of_year<T: Tracer>(windows: T::N, hours: T::N, year_h: T::N) -> T::N {
    windows * hours / year_h
}

/// Availability with planned work: inherent × (1 − w·h ÷ year).
pub fn achieved<T: Tracer>(t: &mut T, inherent: T::N, planned_share: T::N) -> T::N {
    inherent * (t.number(1.0) - planned_share)
}

/// Expected hours down in a year because a group runs with one unit less during the windows: w·h·λ·MTTR.
pub fn exposure_hours<T: Tracer>(
    windows: T::N,
    hours: T::N,
    lambda_left: T::N,
    mttr_h: T::N,
) -> T::N {
    windows * hours * lambda_left * mttr_h
}

/// Share of the week that a service is needed.
pub fn needed_share<T: Tracer>(t: &mut T, hours_a_week: T::N) -> T::N {
    hours_a_week / t.number(168.0)
}

/// Hours to repair: notice, response, work, and copying the data back.
pub fn repair_hours<T: Tracer>(t: &mut T, parts: Vec<T::N>) -> T::N {
    t.sum(parts)
}
