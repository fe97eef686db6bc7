//! What downtime costs.

use crate::figure::Tracer;

/// An hour's wage of a yearly salary.
pub fn wage<T: Tracer>(salary: T::N, hours_a_year: T::N) -> T::N {
    salary / hours_a_year
}

/// Idle people, an hour: users × wage × loading × loss of productivity.
pub fn labour<T: Tracer>(users: T::N, wage: T::N, loading: T::N, loss: T::N) -> T::N {
    users * wage * loading * loss
}

/// Lost revenue, an hour: revenue ÷ business hours × dependency × (1 − what is caught up later).
pub fn revenue<T: Tracer>(
    t: &mut T,
    revenue: T::N,
    business_hours: T::N,
    dependency: T::N,
    recovered: T::N,
) -> T::N {
    let one = t.number(1.0);
    revenue / business_hours * dependency * (one - recovered)
}

/// One incident: rate × hours × peak factor, and what is paid once.
pub fn incident<T: Tracer>(per_hour: T::N, hours: T::N, peak: T::N, once: T::N) -> T::N {
    per_hour * hours * peak + once
}

/// Value of data lost in one incident: hours of data × transactions an hour × value of one.
pub fn data_loss<T: Tracer>(rpo_h: T::N, per_hour: T::N, value: T::N) -> T::N {
    rpo_h * per_hour * value
}

/// A year's downtime in hours of full weight: unplanned + planned × weight.
pub fn weighted_hours<T: Tracer>(
    t: &mut T,
    unplanned_min: T::N,
    planned_min: T::N,
    weight: T::N,
) -> T::N {
    let sixty = t.number(60.0);
    (unplanned_min + planned_min * weight) / sixty
}

/// Expected loss of a year: how often × how much.
pub fn annual_loss<T: Tracer>(per_year: T::N, loss: T::N) -> T::N {
    per_year * loss
}
