//! What a split pair asks of its links by the platform's minimums, and how far it reaches.

use super::platform::{chosen, level, platforms};
use crate::calc::dimension::{LENGTH, RATE, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::catalogue::{Limit, LimitOf, keys};
use crate::figure::{Num, Origin, Tracer};
use crate::formula::fibre;
use crate::units::pretty;

pub(super) struct SplitPairs;

impl Calculation for SplitPairs {
    const SPEC: Spec = Spec {
        slug: "split-pairs",
        family: Family::Protection,
        title: "Pairs split over two sites",
        about: "Adds up the platform's minimum bandwidth of each protected VM and takes the tightest round trip among them. \
                The sum must fit the line rate that is left when the fastest availability link is lost; with one link alone \
                its own rate counts.",
        inputs: &[
            Input::from_catalogue(
                "platform",
                "platform whose minimums and limits are taken",
                platforms,
            ),
            Input::list(
                "vms",
                "level, vCPUs and number of equal VMs that stand in both sites",
                &[
                    Column::count("level", "level 2 or 3", (0.0, 3.0)),
                    Column::count("vcpus", "vCPUs of one", (1.0, 1e4)),
                    Column::count("count", "VMs", (1.0, 1e6)).optional(),
                ],
            ),
            Input::list(
                "links",
                "line rate of each availability link",
                &[Column::quantity(
                    "rate",
                    "line rate",
                    &RATE,
                    "Mbit/s",
                    (1e-6, 1e9),
                )],
            )
            .optional(),
            Input::quantity(
                "rtt",
                "round trip between the sites",
                &TIME,
                "ms",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "distance",
                "distance on the map, when rtt is left out",
                &LENGTH,
                "km",
                (0.0, 20_000.0),
            )
            .optional(),
            Input::factor(
                "route_factor",
                "fibre length over map distance",
                (1.0, 10.0),
            )
            .or(1.25),
            Input::quantity(
                "devices",
                "one-way delay of all equipment on the way",
                &TIME,
                "ms",
                (0.0, 1e5),
            )
            .or(0.0),
        ],
        outputs: &[
            Output::new("need", "Minimum bandwidth of all VMs", "Mbit/s"),
            Output::new("left", "Line rate, fastest link lost", "Mbit/s"),
            Output::new("rtt_limit", "Round trip allowed", "ms"),
            Output::new("rtt", "Round trip", "ms"),
            Output::new("rtt_share", "Share of the round trip allowed", "share"),
            Output::new("max_distance", "Greatest map distance", "km"),
        ],
        example: &[
            ("platform", "stratus/everrun-mx"),
            ("vms", "3:2:1,2:2:2"),
            ("links", "1Gbit/s,1Gbit/s"),
            ("distance", "100mi"),
        ],
        sources: &[
            "SplitSite workshop slides for everRun MX, Stratus, 2013; the rows of the platform chosen, with their documents",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let Some(profile) = chosen(g) else {
            return Err(g.fault(
                "platform",
                "the platform is not known",
                "choose one of the list",
            ));
        };
        if !profile.split {
            g.fail(
                "SIT-011",
                "the platform does not split pairs over two sites",
            );
        }
        let rows: Vec<[f64; 3]> = g
            .rows("vms")
            .iter()
            .map(|r| {
                [0, 1, 2].map(|i| r.get(i).map_or(f64::from(u8::from(i == 2)), |c| c.number()))
            })
            .collect();
        let links: Vec<f64> = g
            .rows("links")
            .iter()
            .filter_map(|r| Some(r.first()?.number()))
            .collect();
        let mut table = TextTable {
            key: "vms",
            title: "What each VM asks for".to_owned(),
            head: [
                "VMs",
                "Minimum of one, Mbit/s",
                "Round trip allowed, ms",
                "Source",
            ]
            .map(str::to_owned)
            .into(),
            rows: Vec::new(),
        };
        let given = |g: &mut Given<'_, T>, row: &Limit, symbol: &str| {
            g.t.given(symbol, row.value, row.quantity.unit(), || {
                Origin::Constant {
                    key: format!("{}: {:?}", profile.key, row.quantity),
                    what: "limit of the platform".into(),
                    source: crate::facts::cite(&row.source, &row.date),
                    confirmed: row.confirmed,
                    overridden: false,
                }
            })
        };
        let mut needs = Vec::new();
        let mut tightest: Option<&Limit> = None;
        for [number, vcpus, count] in rows {
            let level = level(g, "vms", number)?;
            let name = format!(
                "{} of level {} with {}",
                pretty(count),
                level.number(),
                vcpus
            );
            if !level.paired() || profile.mechanism(level).is_none() {
                let text = format!(
                    "{} does not stand on two hosts at level {}",
                    profile.product,
                    level.number()
                );
                return Err(g.fault(
                    "vms",
                    text,
                    "levels 2 and 3 do, where the platform offers them",
                ));
            }
            let least = profile.limit_on(LimitOf::BandwidthPerVm, Some(level), vcpus as u32, true);
            let trip = profile.limit_on(LimitOf::RoundTrip, Some(level), vcpus as u32, true);
            if let Some(row) = least {
                let one = given(g, row, "minimum");
                let n = g.cell("n", count, "", "vms: number of equal VMs");
                needs.push(n * one);
            }
            if let Some(row) = trip
                && tightest.is_none_or(|t| row.value < t.value)
            {
                tightest = Some(row);
            }
            let value =
                |row: Option<&Limit>| row.map_or_else(|| "–".to_owned(), |r| pretty(r.value));
            let source = least.or(trip).map_or_else(String::new, |r| {
                let unsure = if r.confirmed { "" } else { " (unconfirmed)" };
                format!("{}{unsure}", crate::facts::cite(&r.source, &r.date))
            });
            table.rows.push(vec![
                format!("{name} vCPU"),
                value(least),
                value(trip),
                source,
            ]);
        }
        let need = g.t.sum(needs);
        g.put("need", need.clone());
        if !links.is_empty() {
            let each: Vec<T::N> = links
                .iter()
                .map(|rate| g.cell("link", *rate, "Mbit/s", "links: line rate"))
                .collect();
            let sum = g.t.sum(each.clone());
            let left = match each.into_iter().reduce(Num::max) {
                Some(fastest) if links.len() > 1 => sum - fastest,
                _ => sum,
            };
            if links.len() == 1 {
                g.fail(
                    "LNK-002",
                    "one availability link alone: its loss decides over split brain",
                );
            }
            if need.value() > left.value() {
                g.fail(
                    "LNK-006",
                    "the minimums add up to more than is left when the fastest link is lost",
                );
            }
            g.put("left", left);
        }
        let delay = g.cx.k(g.t, "delay", keys::FIBRE_US_PER_KM, "µs/km");
        let factor = g.n("route_factor");
        let devices = g.n("devices");
        let fixed = fibre::fixed_ms(g.t, (devices.value() > 0.0).then_some(devices), None);
        let rtt = match (g.maybe("rtt"), g.maybe("distance")) {
            (Some(rtt), _) => Some(rtt),
            (None, Some(map)) => {
                let length = map * factor.clone();
                Some(fibre::round_trip_ms(
                    g.t,
                    length,
                    delay.clone(),
                    fixed.clone(),
                ))
            }
            (None, None) => None,
        };
        if let Some(rtt) = rtt.clone() {
            g.put("rtt", rtt);
        }
        if let Some(row) = tightest {
            let limit = given(g, row, "limit");
            g.put("rtt_limit", limit.clone());
            if let Some(rtt) = rtt {
                let rtt = g.t.step("rtt", "ms", rtt);
                if row.broken_by(rtt.value()) {
                    g.fail("SIT-001", "the round trip passes what the platform allows");
                } else if rtt.value() >= 0.9 * row.value {
                    g.warn("SIT-002", "the round trip is close to what the platform allows: jitter and a changed route will break it");
                }
                g.put("rtt_share", rtt / limit.clone());
            }
            let far = fibre::max_map_km(g.t, limit, delay, factor, fixed);
            g.put("max_distance", far);
            if !row.confirmed {
                g.note("the round trip allowed rests on an unconfirmed source");
            }
        }
        g.table(table);
        Ok(())
    }
}
