//! Delay of a way: light in the medium both ways, equipment, the hosts' own stacks; and how far a limit reaches.

use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::{Num, Silent, Tracer};
use crate::formula::fibre;
use crate::ids::{EntityId, LinkId, SiteId};
use crate::plan::{Link, Medium};

use super::crosses_sites;

/// Map distance of a segment, km: as typed, else between the coordinates of the two sites it joins.
pub(in crate::facts) fn map_km<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    segment: usize,
) -> Option<T::N> {
    let s = link.segments.get(segment)?;
    if let Some(distance) = s.distance {
        return Some(t.given("distance", distance.km(), "km", || {
            typed(id, &format!("segments[{segment}].distance"))
        }));
    }
    if s.fibre.is_some() {
        return None;
    }
    let (a, b) = placed(cx, link, segment)?;
    let radius = cx.k(t, "earth_radius", keys::EARTH_RADIUS_KM, "km");
    let [(lat_a, lon_a), (lat_b, lon_b)] = [(&a, "a"), (&b, "b")].map(|((site, at), end)| {
        let degree = |t: &mut T, what: &str, value: f64| {
            t.given(&format!("{what}_{end}"), value, "°", || typed(*site, what))
        };
        (degree(t, "latitude", at.0), degree(t, "longitude", at.1))
    });
    let km = fibre::great_circle_km(t, radius, (lat_a, lon_a), (lat_b, lon_b));
    Some(t.step("great_circle_distance", "km", km))
}

/// A site with its degrees north and east.
type Place<'a> = (&'a SiteId, (f64, f64));

/// The two sites that a segment joins, where both have coordinates.
fn placed<'a>(cx: &Cx<'a>, link: &'a Link, segment: usize) -> Option<(Place<'a>, Place<'a>)> {
    let s = link.segments.get(segment)?;
    let plan = cx.plan;
    let place = |end| {
        let site = site_of(plan, end)?;
        Some((site, plan.sites.get(site)?.coordinates()?))
    };
    let (a, b) = (place(&s.a)?, place(&s.b)?);
    (a.0 != b.0).then_some((a, b))
}

fn site_of<'a>(plan: &'a crate::plan::Plan, end: &'a crate::plan::End) -> Option<&'a SiteId> {
    use crate::plan::End;
    match end {
        End::Host(h) | End::Port { host: h, .. } => plan.site_of(h),
        End::Switch(s) => plan.switches.get(s)?.site.as_ref(),
        End::Array { array, .. } => plan.arrays.get(array).map(|a| &a.site),
        End::Site(s) => Some(s),
        End::Witness(w) => plan.witnesses.get(w).map(|w| &w.site),
    }
}

/// Whether the map distance of a segment comes from the coordinates of its sites.
pub fn by_coordinates(cx: &Cx<'_>, link: &Link, segment: usize) -> bool {
    link.segments
        .get(segment)
        .is_some_and(|s| s.distance.is_none() && s.fibre.is_none())
        && placed(cx, link, segment).is_some()
}

/// Fibre of a segment, km: as typed, else map distance × route factor. None where neither is known.
pub(in crate::facts) fn fibre_km<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    segment: usize,
) -> Option<T::N> {
    if let Some(fibre) = link.segments.get(segment)?.fibre {
        return Some(t.given("fibre", fibre.km(), "km", || {
            typed(id, &format!("segments[{segment}].fibre"))
        }));
    }
    let map = map_km(t, cx, id, link, segment)?;
    Some(map * route_factor(t, cx))
}

pub(in crate::facts) fn route_factor<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> T::N {
    t.given("route_factor", cx.plan.settings.route_factor, "", || {
        typed(EntityId::Plan, "settings.route_factor")
    })
}

/// Delay of a medium over that of plain fibre; none for plain fibre.
fn slower<T: Tracer>(t: &mut T, cx: &Cx<'_>, medium: Medium) -> Option<T::N> {
    (medium != Medium::Fibre).then(|| {
        let key = format!("{}.{}", keys::MEDIUM_FACTOR, medium.key());
        cx.k(t, "medium", &key, "")
    })
}

/// Fixed part of a round trip over segments, ms: equipment both ways, the hosts' own stacks; none where nothing is there.
fn fixed<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    segments: &[usize],
) -> Option<T::N> {
    let mut devices = Vec::new();
    for &i in segments {
        let Some(segment) = link.segments.get(i) else {
            continue;
        };
        for (kind, count) in segment.equipment.iter().filter(|(_, n)| **n > 0) {
            let key = format!("{}.{}", keys::EQUIPMENT_US, kind.key());
            let each = cx.k(t, kind.key(), &key, "µs");
            let count = t.given("count", f64::from(*count), "", || {
                typed(id, &format!("segments[{i}].equipment"))
            });
            devices.push(count * each / t.number(1000.0));
        }
        if let Some(d) = segment.devices {
            devices.push(t.given("devices", d.get(), "ms", || {
                typed(id, &format!("segments[{i}].devices"))
            }));
        }
    }
    let one_way = (!devices.is_empty()).then(|| t.sum(devices));
    let stack = link
        .host_stack
        .map(|ms| t.given("host_stack", ms.get(), "ms", || typed(id, "host_stack")));
    fibre::fixed_ms(t, one_way, stack)
}

/// Round trip over these segments, ms: measured if given, else light both ways and the fixed part. None when a stretch
/// between sites has no length.
pub(in crate::facts) fn rtt<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &LinkId,
    link: &Link,
    segments: &[usize],
) -> Option<T::N> {
    if let Some(measured) = link.measured_rtt {
        return Some(t.given("measured", measured.get(), "ms", || {
            typed(id, "measured_rtt")
        }));
    }
    let mut lengths = Vec::new();
    for &i in segments {
        match fibre_km(t, cx, id, link, i) {
            Some(km) => {
                let medium = link.segments.get(i).map_or(Medium::Fibre, |s| s.medium);
                lengths.push(match slower(t, cx, medium) {
                    Some(factor) => km * factor,
                    None => km,
                });
            }
            None if crosses_sites(cx.plan, link, i) => return None,
            None => {}
        }
    }
    let fixed = fixed(t, cx, id, link, segments);
    Some(if lengths.is_empty() {
        match fixed {
            Some(fixed) => fixed,
            None => t.number(0.0),
        }
    } else {
        let km = t.sum(lengths);
        let delay = cx.k(t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
        fibre::round_trip_ms(t, km, delay, fixed)
    })
}

/// Whether another distance between the sites would give another round trip: it was not measured, and the way crosses.
pub(in crate::facts) fn can_move(cx: &Cx<'_>, link: &Link, segments: &[usize]) -> bool {
    link.measured_rtt.is_none() && segments.iter().any(|i| crosses_sites(cx.plan, link, *i))
}

/// How a length between sites is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::facts) enum Length {
    Map,
    Fibre,
}

/// Largest length between the sites that keeps `limit_ms` over these segments, their own lengths replaced by it: of
/// fibre, or on the map.
pub(in crate::facts) fn max_km<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    (id, link): (&LinkId, &Link),
    segments: &[usize],
    limit_ms: T::N,
    measured_in: Length,
) -> Option<T::N> {
    if !can_move(cx, link, segments) {
        return None;
    }
    let fixed = fixed(t, cx, id, link, segments);
    let delay = cx.k(t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
    // Of several media between the sites the slowest counts.
    let medium = segments
        .iter()
        .filter(|i| crosses_sites(cx.plan, link, **i))
        .filter_map(|i| link.segments.get(*i))
        .map(|s| s.medium)
        .max_by(|a, b| factor_of(cx, *a).total_cmp(&factor_of(cx, *b)))
        .unwrap_or_default();
    let delay = match slower(t, cx, medium) {
        Some(factor) => delay * factor,
        None => delay,
    };
    Some(match measured_in {
        Length::Map => {
            let factor = route_factor(t, cx);
            fibre::max_map_km(t, limit_ms, delay, factor, fixed)
        }
        Length::Fibre => fibre::max_fibre_km(t, limit_ms, delay, fixed),
    })
}

fn factor_of(cx: &Cx<'_>, medium: Medium) -> f64 {
    slower(&mut Silent, cx, medium).map_or(1.0, |n| n.value())
}

/// Sum over segments that have it; none where no segment has.
pub(super) fn sum_of(
    segments: &[usize],
    of: impl Fn(usize) -> Option<crate::figure::Plain>,
) -> Option<f64> {
    segments
        .iter()
        .filter_map(|i| of(*i))
        .map(|n| n.value())
        .reduce(|a, b| a + b)
}
