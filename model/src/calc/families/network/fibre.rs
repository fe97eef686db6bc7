//! Round trip of fibre and equipment, and how far a limit reaches.

use crate::calc::dimension::{LENGTH, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::fibre;

pub(super) struct Fibre;

/// Inputs that count equipment, and the kind that the catalogue knows its delay by.
const EQUIPMENT: [(&str, &str); 6] = [
    ("amplifiers", "Amplifier"),
    ("transponders", "Transponder"),
    ("error_corrections", "ErrorCorrection"),
    ("cut_through_switches", "CutThroughSwitch"),
    ("switches", "Switch"),
    ("routers", "Router"),
];

impl Calculation for Fibre {
    const SPEC: Spec = Spec {
        slug: "fibre",
        family: Family::Network,
        title: "Round trip over fibre, and how far a limit reaches",
        about: "Light in fibre both ways, equipment once each way, and the hosts' own stacks. The fibre is longer than the \
                distance on the map by the route factor. With a limit it tells the greatest distance and route factor that keep it.",
        inputs: &[
            Input::quantity(
                "distance",
                "distance on the map",
                &LENGTH,
                "km",
                (0.0, 20_000.0),
            )
            .optional(),
            Input::quantity(
                "fibre",
                "length of the fibre itself; wins over the map distance",
                &LENGTH,
                "km",
                (0.0, 40_000.0),
            )
            .optional(),
            Input::choice(
                "medium",
                "what the light runs through",
                &[
                    ("Fibre", "Single-mode fibre"),
                    (
                        "Compensated",
                        "Fibre with dispersion-compensating fibre on the way",
                    ),
                    ("HollowCore", "Hollow-core fibre"),
                ],
            )
            .word("Fibre"),
            Input::factor(
                "route_factor",
                "fibre length over map distance",
                (1.0, 10.0),
            )
            .or(1.25),
            Input::quantity(
                "delay",
                "one-way delay of a kilometre of fibre, in µs",
                &TIME,
                "µs",
                (0.1, 100.0),
            )
            .constant(keys::FIBRE_US_PER_KM),
            Input::quantity(
                "devices",
                "one-way delay of all equipment on the way",
                &TIME,
                "ms",
                (0.0, 10_000.0),
            )
            .or(0.0),
            Input::count("amplifiers", "optical amplifiers on the way", (0.0, 1e6)).or(0.0),
            Input::count(
                "transponders",
                "transponders with error correction, or conversions to electricity and back",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::count(
                "error_corrections",
                "devices of forward error correction alone",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::count(
                "cut_through_switches",
                "cut-through switches on the way",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::count(
                "switches",
                "store-and-forward switches on the way",
                (0.0, 1e6),
            )
            .or(0.0),
            Input::count("routers", "routers and firewalls on the way", (0.0, 1e6)).or(0.0),
            Input::quantity(
                "serialisation",
                "time to put a packet on the wire, one way",
                &TIME,
                "ms",
                (0.0, 10_000.0),
            )
            .or(0.0),
            Input::quantity(
                "host_stack",
                "time in the hosts' own network stacks, per round trip",
                &TIME,
                "ms",
                (0.0, 10_000.0),
            )
            .or(0.0),
            Input::quantity(
                "limit",
                "round trip that must not be passed",
                &TIME,
                "ms",
                (0.0, 100_000.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("one_way", "One way through the fibre", "ms"),
            Output::new("rtt", "Round trip", "ms"),
            Output::new("limit_share", "Share of the limit", "share"),
            Output::new(
                "max_distance",
                "Greatest map distance within the limit",
                "km",
            ),
            Output::new(
                "max_route_factor",
                "Greatest route factor within the limit",
                "",
            ),
        ],
        example: &[
            ("distance", "100mi"),
            ("route_factor", "1.25"),
            ("limit", "2ms"),
        ],
        sources: &[
            "MapYourTech, fibre latency articles (group index 1.468, 4.897 µs/km)",
            "NetApp, MetroCluster IP ISL requirements, 2025 (1 ms for 100 km)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let delay = g.n("delay");
        let medium = g.word("medium").to_owned();
        let delay = if medium == "Fibre" {
            delay
        } else {
            let key = format!("{}.{medium}", keys::MEDIUM_FACTOR);
            let slowed = delay * g.cx.k(g.t, "medium", &key, "");
            g.t.step("delay", "µs/km", slowed)
        };
        let (devices, serialisation) = (g.n("devices"), g.n("serialisation"));
        let stack = g.n("host_stack");
        let mut parts: Vec<T::N> = [devices, serialisation]
            .into_iter()
            .filter(|n| n.value() > 0.0)
            .collect();
        for (key, kind) in EQUIPMENT {
            let count = g.n(key);
            if count.value() > 0.0 {
                let row = format!("{}.{kind}", keys::EQUIPMENT_US);
                let each = g.cx.k(g.t, "each", &row, "µs");
                parts.push(count * each / g.t.number(1000.0));
            }
        }
        let one_way = (!parts.is_empty()).then(|| g.t.sum(parts));
        let fixed = fibre::fixed_ms(g.t, one_way, (stack.value() > 0.0).then_some(stack));
        let fixed = fixed.map(|f| g.t.step("fixed", "ms", f));
        let factor = g.n("route_factor");
        let map = g.maybe("distance");
        let length = match g.maybe("fibre") {
            Some(fibre) => Some(fibre),
            None => map.clone().map(|map| map * factor.clone()),
        };
        let limit = g.maybe("limit");
        if length.is_none() && limit.is_none() {
            return Err(g.fault(
                "distance",
                "neither a length nor a limit is given",
                "give distance or fibre for the round trip, or limit for the greatest distance",
            ));
        }
        if let Some(length) = length {
            let length = g.t.step("length", "km", length);
            let thousand = g.t.number(1000.0);
            g.put("one_way", length.clone() * delay.clone() / thousand);
            let rtt = fibre::round_trip_ms(g.t, length, delay.clone(), fixed.clone());
            g.put("rtt", rtt.clone());
            if let Some(limit) = limit.clone() {
                let rtt = g.t.step("rtt", "ms", rtt);
                let share = rtt / limit;
                if share.value() > 1.0 {
                    g.fail("SIT-001", "the round trip passes the limit");
                } else if share.value() >= 0.9 {
                    g.warn("SIT-002", "the round trip is close to the limit: jitter and a changed route will break it");
                }
                g.put("limit_share", share);
            }
        }
        if let Some(limit) = limit {
            let far = fibre::max_map_km(g.t, limit.clone(), delay.clone(), factor, fixed.clone());
            g.put("max_distance", far);
            if let Some(map) = map.filter(|m| m.value() > 0.0) {
                // The route factor takes the place of the distance in the same formula.
                let factor = fibre::max_map_km(g.t, limit, delay, map, fixed);
                g.put("max_route_factor", factor);
            }
        }
        Ok(())
    }
}
