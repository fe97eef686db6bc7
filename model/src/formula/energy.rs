//! Power, energy and heat of servers, and how many hosts a consolidation needs.

use crate::figure::{Num, Tracer};

/// Power at a utilisation: idle + (maximum − idle) × u.
pub fn watts<T: Tracer>(idle_w: T::N, max_w: T::N, utilisation: T::N) -> T::N {
    idle_w.clone() + (max_w - idle_w) * utilisation
}

/// Energy of a year: W × 8.76 × PUE.
pub fn kwh_a_year<T: Tracer>(t: &mut T, watts: T::N, pue: T::N) -> T::N {
    watts * t.number(8.76) * pue
}

/// Heat of a power, BTU an hour.
pub fn btu_per_h<T: Tracer>(t: &mut T, watts: T::N) -> T::N {
    t.number(3.412) * watts
}

/// Tons of cooling of a power.
pub fn cooling_tons<T: Tracer>(t: &mut T, watts: T::N) -> T::N {
    watts / t.number(3_517.0)
}

/// Demand with a share of it at level 3, which runs twice and pays the overhead: d·(1−s) + 2·d·s ÷ (1−o).
pub fn inflated<T: Tracer>(t: &mut T, demand: T::N, share: T::N, overhead: T::N) -> T::N {
    let (one, two) = (t.number(1.0), t.number(2.0));
    demand.clone() * (one.clone() - share.clone()) + two * demand * share / (one - overhead)
}

/// Hosts that a demand needs: ⌈demand ÷ (capacity × ceiling)⌉.
pub fn hosts<T: Tracer>(demand: T::N, capacity: T::N, ceiling: T::N) -> T::N {
    (demand / (capacity * ceiling)).ceil()
}

/// Utilisation in normal running that leaves room for f of n hosts failing: u_max·(n−f)/n.
pub fn ceiling_with_spare<T: Tracer>(ceiling: T::N, hosts: T::N, failures: T::N) -> T::N {
    ceiling * (hosts.clone() - failures) / hosts
}

/// How many old hosts one new host takes over, from utilisation alone.
pub fn ratio<T: Tracer>(
    after: T::N,
    capacity_after: T::N,
    before: T::N,
    capacity_before: T::N,
) -> T::N {
    (after * capacity_after) / (before * capacity_before)
}
