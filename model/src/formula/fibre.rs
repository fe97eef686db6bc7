//! Delay of fibre and equipment.
//!
//! Light takes 4.897 µs for a kilometre of fibre of group index 1.468; the fibre is longer than the map distance by the
//! route factor; each device on the way counts once each way.

use crate::figure::{Num, Tracer};

/// Fixed part of a round trip, ms: devices and serialisation both ways, the hosts' own stacks once.
pub fn fixed_ms<T: Tracer>(
    t: &mut T,
    one_way_ms: Option<T::N>,
    host_stack_ms: Option<T::N>,
) -> Option<T::N> {
    let both = one_way_ms.map(|ms| t.number(2.0) * ms);
    match (both, host_stack_ms) {
        (Some(both), Some(stack)) => Some(both + stack),
        (both, stack) => both.or(stack),
    }
}

/// Round trip of a length of fibre, ms: `2 × (fibre × delay ÷ 1000)` and the fixed part.
pub fn round_trip_ms<T: Tracer>(
    t: &mut T,
    fibre_km: T::N,
    delay_us_per_km: T::N,
    fixed_ms: Option<T::N>,
) -> T::N {
    let light = t.number(2.0) * (fibre_km * delay_us_per_km / t.number(1000.0));
    match fixed_ms {
        Some(fixed) => light + fixed,
        None => light,
    }
}

/// Largest length of fibre whose round trip keeps a limit, km; zero when the fixed part alone breaks it.
pub fn max_fibre_km<T: Tracer>(
    t: &mut T,
    limit_ms: T::N,
    delay_us_per_km: T::N,
    fixed_ms: Option<T::N>,
) -> T::N {
    let left = match fixed_ms {
        Some(fixed) => limit_ms - fixed,
        None => limit_ms,
    };
    let zero = t.number(0.0);
    (left * t.number(1000.0) / (t.number(2.0) * delay_us_per_km)).max(zero)
}

/// Largest map distance whose round trip keeps a limit, km; zero when the fixed part alone breaks it.
pub fn max_map_km<T: Tracer>(
    t: &mut T,
    limit_ms: T::N,
    delay_us_per_km: T::N,
    route_factor: T::N,
    fixed_ms: Option<T::N>,
) -> T::N {
    let left = match fixed_ms {
        Some(fixed) => limit_ms - fixed,
        None => limit_ms,
    };
    let zero = t.number(0.0);
    (left * t.number(1000.0) / (t.number(2.0) * delay_us_per_km * route_factor)).max(zero)
}

/// Distance on the map between two places given in degrees, km: the great circle on a sphere of the mean radius.
pub fn great_circle_km<T: Tracer>(
    t: &mut T,
    radius_km: T::N,
    (latitude_a, longitude_a): (T::N, T::N),
    (latitude_b, longitude_b): (T::N, T::N),
) -> T::N {
    let [la, oa, lb, ob] =
        [&latitude_a, &longitude_a, &latitude_b, &longitude_b].map(|n| n.value().to_radians());
    let half = |a: f64, b: f64| ((a - b) / 2.0).sin().powi(2);
    // The haversine: exact for neighbours, where the arc cosine has no digits left.
    let h = (half(la, lb) + la.cos() * lb.cos() * half(oa, ob)).clamp(0.0, 1.0);
    let km = 2.0 * radius_km.value() * h.sqrt().asin();
    t.solved(
        "great circle of the coordinates",
        vec![radius_km, latitude_a, longitude_a, latitude_b, longitude_b],
        km,
    )
}
