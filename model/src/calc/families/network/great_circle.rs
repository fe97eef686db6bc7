//! Distance on the map from coordinates.

use crate::calc::dimension::NUMBER;
use crate::calc::spec::{Kind, Number, Otherwise};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::Tracer;
use crate::formula::fibre;

pub(super) struct GreatCircle;

const fn degrees(key: &'static str, what: &'static str, most: f64) -> Input {
    Input {
        key,
        symbol: key,
        what,
        kind: Kind::Number(Number {
            dimension: &NUMBER,
            unit: "",
            min: -most,
            max: most,
            whole: false,
        }),
        otherwise: Otherwise::Required,
    }
}

impl Calculation for GreatCircle {
    const SPEC: Spec = Spec {
        slug: "great-circle",
        family: Family::Network,
        title: "Distance on the map from coordinates",
        about: "The shortest way over a sphere between two places given in degrees, north and east positive; with a route \
                factor the length of the fibre and its round trip.",
        inputs: &[
            degrees(
                "latitude_a",
                "latitude of the first place, degrees north",
                90.0,
            )
            .symbol("φ₁"),
            degrees(
                "longitude_a",
                "longitude of the first place, degrees east",
                360.0,
            )
            .symbol("λ₁"),
            degrees(
                "latitude_b",
                "latitude of the second place, degrees north",
                90.0,
            )
            .symbol("φ₂"),
            degrees(
                "longitude_b",
                "longitude of the second place, degrees east",
                360.0,
            )
            .symbol("λ₂"),
            Input::factor(
                "route_factor",
                "fibre length over map distance",
                (1.0, 10.0),
            )
            .or(1.25),
        ],
        outputs: &[
            Output::new("distance", "Distance on the map", "km"),
            Output::new("fibre", "Length of the fibre", "km"),
            Output::new("rtt", "Round trip of the fibre alone", "ms"),
        ],
        example: &[
            ("latitude_a", "48.137"),
            ("longitude_a", "11.575"),
            ("latitude_b", "49.452"),
            ("longitude_b", "11.077"),
        ],
        sources: &[
            "Haversine formula on a sphere of the mean radius (IUGG, 6,371.0088 km)",
            "MapYourTech, fibre latency articles (4.897 µs/km)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let radius = g.cx.k(g.t, "radius", keys::EARTH_RADIUS_KM, "km");
        let a = (g.n("latitude_a"), g.n("longitude_a"));
        let b = (g.n("latitude_b"), g.n("longitude_b"));
        let map = fibre::great_circle_km(g.t, radius, a, b);
        g.put("distance", map.clone());
        let map = g.t.step("distance", "km", map);
        let length = map * g.n("route_factor");
        g.put("fibre", length.clone());
        let length = g.t.step("fibre", "km", length);
        let delay = g.cx.k(g.t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
        let rtt = fibre::round_trip_ms(g.t, length, delay, None);
        g.put("rtt", rtt);
        Ok(())
    }
}
