//! How far apart the hosts of a pair may stand, and how long a round trip the platform's rows leave them.

use super::link::{self, Length, LinkPath};
use super::{Cx, cite};
use crate::catalogue::{Limit, LimitOf};
use crate::figure::{Num, Origin, Tracer};
use crate::plan::Vm;

/// What the platform's rows leave a pair: the tightest of its VMs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach<'a> {
    /// Round trip, whatever the length.
    trip: Option<&'a Limit>,
    /// Round trip for each km of fibre.
    trip_per_km: Option<&'a Limit>,
    map: Option<&'a Limit>,
    fibre: Option<&'a Limit>,
}

/// The smaller of two upper bounds.
fn tighter<'a>(a: Option<&'a Limit>, b: Option<&'a Limit>) -> Option<&'a Limit> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.value < a.value { b } else { a }),
        (a, b) => a.or(b),
    }
}

impl<'a> Reach<'a> {
    pub fn of<'v>(cx: &'a Cx<'_>, vms: impl Iterator<Item = &'v Vm>, split: bool) -> Self {
        vms.fold(Self::default(), |reach, vm| {
            let row = |quantity| {
                cx.profile
                    .limit_on(quantity, Some(vm.level), vm.vcpus, split)
            };
            Self {
                trip: tighter(reach.trip, row(LimitOf::RoundTrip)),
                trip_per_km: tighter(reach.trip_per_km, row(LimitOf::RoundTripPerKm)),
                map: tighter(reach.map, row(LimitOf::Distance)),
                fibre: tighter(reach.fibre, row(LimitOf::FibreLength)),
            }
        })
    }

    /// Largest round trip over so much fibre, ms.
    pub fn rtt_ms(&self, fibre_km: Option<f64>) -> Option<f64> {
        let fixed = self.trip.map(|l| l.value);
        let by_length = self
            .trip_per_km
            .and_then(|l| Some(l.value * fibre_km.filter(|km| *km > 0.0)?));
        match (fixed, by_length) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Largest distance over these links, km: by the round trip, by the distance, by the fibre. None where no row bounds
    /// it, or where the way was measured or stays within a site.
    pub fn max_km<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        links: &[LinkPath],
        measured_in: Length,
    ) -> Option<T::N> {
        let mut bounds = Vec::new();
        for way in links {
            let Some(link) = cx.plan.links.get(&way.link) else {
                continue;
            };
            if !link::can_move(cx, link, &way.segments) {
                continue;
            }
            if let Some(row) = self.trip {
                let limit = given(t, cx, row, "limit");
                let link = (&way.link, &**link);
                bounds.extend(link::max_km(t, cx, link, &way.segments, limit, measured_in));
            }
            if let Some(row) = self.map {
                let map = given(t, cx, row, "distance_limit");
                bounds.push(match measured_in {
                    Length::Map => map,
                    Length::Fibre => map * link::route_factor(t, cx),
                });
            }
            if let Some(row) = self.fibre {
                let fibre = given(t, cx, row, "fibre_limit");
                bounds.push(match measured_in {
                    Length::Map => fibre / link::route_factor(t, cx),
                    Length::Fibre => fibre,
                });
            }
        }
        bounds.into_iter().reduce(Num::min)
    }
}

/// A row of the profile as an input.
pub(super) fn given<T: Tracer>(t: &mut T, cx: &Cx<'_>, row: &Limit, symbol: &str) -> T::N {
    t.given(symbol, row.value, row.quantity.unit(), || {
        Origin::Constant {
            key: format!("{}: {:?}", cx.profile.key, row.quantity),
            what: row.quantity.word().to_lowercase(),
            source: cite(&row.source, &row.date),
            confirmed: row.confirmed,
            overridden: false,
        }
    })
}

/// Largest round trip that the platform's rows leave such a pair over so much fibre, ms.
pub fn rtt_limit_ms(cx: &Cx<'_>, vm: &Vm, split: bool, fibre_km: Option<f64>) -> Option<f64> {
    Reach::of(cx, std::iter::once(vm), split).rtt_ms(fibre_km)
}
