//! What a platform allows between hosts, sites and witnesses.

use super::platform::{chosen, level, platforms};
use crate::calc::dimension::{LENGTH, RATE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::catalogue::{Bound, Limit, LimitOf};
use crate::figure::{Num, Origin, Tracer};
use crate::units::pretty;

pub(super) struct PlatformLimits;

impl Calculation for PlatformLimits {
    const SPEC: Spec = Spec {
        slug: "pair-limits",
        family: Family::Protection,
        title: "What a platform allows between sites",
        about: "The rows of a platform's profile about round trip, distance, bandwidth and witness for a level and number of \
                vCPUs, with their sources; with a round trip, bandwidth or distance given, whether they hold. \"At most\" breaks \
                above the value, \"less than\" at it already.",
        inputs: &[
            Input::from_catalogue("platform", "platform", platforms),
            Input::count("level", "level of the VM", (0.0, 3.0)).or(2.0),
            Input::count("vcpus", "vCPUs of the VM", (1.0, 4_096.0)).or(1.0),
            Input::choice(
                "split",
                "the two hosts stand in two sites",
                &[("yes", "Yes"), ("no", "No")],
            )
            .word("yes"),
            Input::count(
                "hosts",
                "hosts in each site, for rows about the witness",
                (1.0, 1_000.0),
            )
            .or(4.0),
            Input::quantity(
                "rtt",
                "round trip between the hosts",
                &TIME,
                "ms",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "fibre",
                "length of the fibre between them",
                &LENGTH,
                "km",
                (0.0, 40_000.0),
            )
            .optional(),
            Input::quantity(
                "distance",
                "distance on the map",
                &LENGTH,
                "km",
                (0.0, 20_000.0),
            )
            .optional(),
            Input::quantity(
                "bandwidth",
                "line rate of each link",
                &RATE,
                "Mbit/s",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "witness_rtt",
                "round trip to the witness",
                &TIME,
                "ms",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("rtt_limit", "Round trip allowed", "ms"),
            Output::new("rtt_share", "Share of the round trip allowed", "share"),
            Output::new("distance_limit", "Distance allowed", "km"),
            Output::new(
                "bandwidth_per_vm",
                "Bandwidth for each protected VM",
                "Mbit/s",
            ),
            Output::new(
                "link_speed",
                "Line rate of each availability link",
                "Mbit/s",
            ),
            Output::new("witness_rtt", "Round trip to the witness", "ms"),
        ],
        example: &[
            ("platform", "stratus/everrun-mx"),
            ("level", "2"),
            ("rtt", "4ms"),
        ],
        sources: &["The rows of the platform chosen, with their documents"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let Some(profile) = chosen(g) else {
            return Err(g.fault(
                "platform",
                "the platform is not known",
                "choose one of the list",
            ));
        };
        let number = g.value("level");
        let level = level(g, "level", number)?;
        let vcpus = g.value("vcpus") as u32;
        let split = g.word("split") == "yes";
        let hosts = g.value("hosts") as u32;
        if profile.mechanism(level).is_none() {
            g.warn(
                "PRO-001",
                format!(
                    "{} does not offer level {}",
                    profile.product,
                    level.number()
                ),
            );
        }
        let words = |row: &Limit| {
            let bound = match row.bound {
                Bound::Max => "at most",
                Bound::Below => "less than",
                Bound::Min => "at least",
            };
            format!("{bound} {} {}", pretty(row.value), row.quantity.unit())
                .trim_end()
                .to_owned()
        };
        let mut table = TextTable {
            key: "limits",
            title: "Rows that apply".to_owned(),
            head: ["About", "Bound", "Confirmed", "Source"]
                .map(str::to_owned)
                .into(),
            rows: Vec::new(),
        };
        for row in profile
            .limits
            .iter()
            .filter(|l| l.applies_among(Some(level), vcpus, split, hosts))
        {
            table.rows.push(vec![
                row.quantity.word().to_owned(),
                words(row),
                if row.confirmed { "yes" } else { "no" }.to_owned(),
                crate::facts::cite(&row.source, &row.date),
            ]);
        }
        let asked = [
            ("rtt_limit", LimitOf::RoundTrip, g.maybe("rtt"), "SIT-001"),
            (
                "distance_limit",
                LimitOf::Distance,
                g.maybe("distance"),
                "SIT-004",
            ),
            (
                "bandwidth_per_vm",
                LimitOf::BandwidthPerVm,
                g.maybe("bandwidth"),
                "LNK-006",
            ),
            (
                "link_speed",
                LimitOf::AvailabilityLinkSpeed,
                g.maybe("bandwidth"),
                "LNK-010",
            ),
            (
                "witness_rtt",
                LimitOf::WitnessRoundTrip,
                g.maybe("witness_rtt"),
                "SIT-010",
            ),
        ];
        let length = g.maybe("fibre");
        for (key, quantity, value, code) in asked {
            let least =
                quantity == LimitOf::BandwidthPerVm || quantity == LimitOf::AvailabilityLinkSpeed;
            let mut limit = profile
                .limits
                .iter()
                .filter(|row| {
                    row.quantity == quantity && row.applies_among(Some(level), vcpus, split, hosts)
                })
                .map(|row| (row.bound, row.value, row))
                .reduce(|a, b| if (b.1 > a.1) == least { b } else { a });
            // A row for each kilometre of fibre is tighter where the fibre is short.
            if quantity == LimitOf::RoundTrip
                && let Some(km) = &length
                && let Some(row) =
                    profile.limit_on(LimitOf::RoundTripPerKm, Some(level), vcpus, split)
            {
                let by_length = row.value * km.value();
                if limit.is_none_or(|(_, v, _)| by_length < v) {
                    limit = Some((row.bound, by_length, row));
                }
            }
            let Some((bound, at, row)) = limit else {
                continue;
            };
            let n =
                g.t.given("limit", at, quantity.unit(), || Origin::Constant {
                    key: format!("{}: {:?}", profile.key, row.quantity),
                    what: row.quantity.word().to_owned(),
                    source: crate::facts::cite(&row.source, &row.date),
                    confirmed: row.confirmed,
                    overridden: false,
                });
            g.put(key, n.clone());
            let Some(value) = value else { continue };
            let effective = Limit {
                bound,
                value: at,
                ..row.clone()
            };
            if effective.broken_by(value.value()) {
                g.fail(
                    code,
                    format!(
                        "{}: {} does not hold",
                        row.quantity.word(),
                        words(&effective)
                    ),
                );
            } else if quantity == LimitOf::RoundTrip && value.value() >= 0.9 * at {
                g.warn("SIT-002", "the round trip is close to what the platform allows: jitter and a changed route will break it");
            }
            if quantity == LimitOf::RoundTrip {
                g.put("rtt_share", value / n);
            }
        }
        g.table(table);
        Ok(())
    }
}
