//! Worked examples of links and distance, and what holds at the limits.

use crate::calc::tests::{answers, near};
use crate::calc::{CalcError, find};
use crate::catalogue::Catalogue;

/// Slug, inputs, answer, expected, tolerance, source.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    f64,
    f64,
    &'static str,
);

const CASES: &[Case] = &[
    // Fibre: MapYourTech, fibre latency articles; NetApp, MetroCluster IP ISL requirements, 2025.
    (
        "fibre",
        &[("fibre", "100km")],
        "one_way",
        0.4897,
        1e-9,
        "4.897 µs/km",
    ),
    (
        "fibre",
        &[("fibre", "100km")],
        "rtt",
        0.9794,
        1e-9,
        "1 ms for 100 km",
    ),
    (
        "fibre",
        &[("distance", "160.93km"), ("route_factor", "1")],
        "rtt",
        1.576,
        0.01,
        "100 miles",
    ),
    (
        "fibre",
        &[("distance", "160.93km"), ("route_factor", "1.25")],
        "rtt",
        1.970,
        0.01,
        "100 miles",
    ),
    (
        "fibre",
        &[("distance", "160.93km"), ("route_factor", "1.5")],
        "rtt",
        2.364,
        0.01,
        "100 miles",
    ),
    (
        "fibre",
        &[("distance", "160.93km"), ("limit", "2ms")],
        "max_route_factor",
        1.269,
        0.01,
        "100 miles at 2 ms",
    ),
    (
        "fibre",
        &[
            ("distance", "300km"),
            ("route_factor", "1"),
            ("limit", "3ms"),
        ],
        "rtt",
        2.938,
        0.01,
        "1 ms for 100 km",
    ),
    (
        "fibre",
        &[
            ("limit", "2ms"),
            ("route_factor", "1.4"),
            ("host_stack", "0.3ms"),
        ],
        "max_distance",
        124.0,
        0.01,
        "derived",
    ),
    // Pure fibre, limit against length (derived from 4.897 µs/km).
    (
        "fibre",
        &[("limit", "1ms"), ("route_factor", "1")],
        "max_distance",
        102.1,
        0.001,
        "table",
    ),
    (
        "fibre",
        &[("limit", "2ms"), ("route_factor", "1.25")],
        "max_distance",
        163.4,
        0.001,
        "table",
    ),
    (
        "fibre",
        &[("limit", "5ms"), ("route_factor", "1.5")],
        "max_distance",
        340.3,
        0.001,
        "table",
    ),
    (
        "fibre",
        &[("limit", "10ms"), ("route_factor", "1.5")],
        "max_distance",
        680.7,
        0.001,
        "table",
    ),
    // Equipment both ways: 2 × (2 × 100 + 3 × 0.15) µs.
    (
        "fibre",
        &[("fibre", "0km"), ("transponders", "2"), ("amplifiers", "3")],
        "rtt",
        0.4009,
        1e-9,
        "MapYourTech",
    ),
    (
        "fibre",
        &[("fibre", "100km"), ("medium", "HollowCore")],
        "rtt",
        0.675_786,
        1e-9,
        "31 % less",
    ),
    // Serialisation: bytes × 8 ÷ rate.
    (
        "serialise",
        &[("bytes", "4096B"), ("rate", "155Mbit/s")],
        "time",
        211.4,
        0.001,
        "derived",
    ),
    (
        "serialise",
        &[("bytes", "4096B"), ("rate", "1Gbit/s")],
        "time",
        32.8,
        0.01,
        "derived",
    ),
    (
        "serialise",
        &[("bytes", "4096B"), ("rate", "10Gbit/s")],
        "time",
        3.28,
        0.01,
        "derived",
    ),
    (
        "serialise",
        &[("bytes", "84B"), ("rate", "10Gbit/s")],
        "frames",
        14_880_952.0,
        1e-7,
        "Ethernet frame-size note, 2016",
    ),
    (
        "serialise",
        &[("bytes", "1500B"), ("framed", "yes"), ("rate", "1Gbit/s")],
        "wire",
        1538.0,
        0.0,
        "38 bytes around a packet",
    ),
    (
        "serialise",
        &[
            ("bytes", "1500B"),
            ("framed", "yes"),
            ("vlan", "yes"),
            ("rate", "1Gbit/s"),
        ],
        "wire",
        1542.0,
        0.0,
        "4 more with a tag",
    ),
    // Framing: measured about 940 (Scales and others, SIGOPS OSR 44(4), 2010).
    (
        "link",
        &[("rate", "1Gbit/s"), ("mtu", "1500")],
        "usable",
        941.5,
        0.0001,
        "TCP timestamps",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("timestamps", "no")],
        "efficiency",
        0.9493,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("timestamps", "no"), ("vlan", "yes")],
        "efficiency",
        0.9468,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("vlan", "yes")],
        "efficiency",
        0.9390,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("mtu", "9000"), ("timestamps", "no")],
        "efficiency",
        0.9914,
        0.0001,
        "table",
    ),
    (
        "link",
        &[
            ("rate", "1Gbit/s"),
            ("mtu", "9000"),
            ("timestamps", "no"),
            ("vlan", "yes"),
        ],
        "efficiency",
        0.9909,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("mtu", "9000")],
        "efficiency",
        0.9900,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rate", "1Gbit/s"), ("mtu", "9000"), ("vlan", "yes")],
        "efficiency",
        0.9896,
        0.0001,
        "table",
    ),
    (
        "link",
        &[("rates", "1Gbit/s,10Gbit/s")],
        "line_one_lost",
        1000.0,
        0.0,
        "the fastest is lost",
    ),
    (
        "link",
        &[("rate", "1Gbit/s")],
        "line_one_lost",
        1000.0,
        0.0,
        "a single link keeps its own rate",
    ),
    // TCP: DRBD 9 User's Guide; Yellow-Bricks, 2011; A. Abbas, 2009; a throughput calculator.
    (
        "tcp",
        &[("rate", "120MB/s"), ("rtt", "200us")],
        "bdp",
        24_000.0,
        1e-9,
        "DRBD 9 User's Guide",
    ),
    (
        "tcp",
        &[("rate", "1Gbit/s"), ("rtt", "80ms")],
        "bdp",
        10e6,
        1e-9,
        "TCP throughput calculator",
    ),
    (
        "tcp",
        &[("rate", "1Gbit/s"), ("rtt", "10ms"), ("window", "0.5MB")],
        "usable_bytes",
        50.0,
        1e-9,
        "Yellow-Bricks, 2011",
    ),
    (
        "tcp",
        &[("rtt", "37.29ms"), ("window", "65535B")],
        "window_rate",
        14.06,
        0.001,
        "A. Abbas, 2009",
    ),
    (
        "tcp",
        &[("rtt", "37.29ms"), ("mss", "1460B"), ("loss", "0.1%")],
        "mathis_rate",
        9.90,
        0.001,
        "A. Abbas, 2009, whose unit is wrong",
    ),
    (
        "tcp",
        &[("rtt", "37.29ms"), ("mss", "1460B"), ("loss", "0.001")],
        "mathis_bytes",
        1.238,
        0.001,
        "A. Abbas, 2009",
    ),
    // One degree along the equator: 6,371.0088 km × π ÷ 180.
    (
        "great-circle",
        &[
            ("latitude_a", "0"),
            ("longitude_a", "0"),
            ("latitude_b", "0"),
            ("longitude_b", "-1"),
        ],
        "distance",
        111.195_08,
        1e-6,
        "geometry",
    ),
    (
        "great-circle",
        &[
            ("latitude_a", "90"),
            ("longitude_a", "0"),
            ("latitude_b", "-90"),
            ("longitude_b", "0"),
        ],
        "distance",
        20_015.114_7,
        1e-6,
        "geometry",
    ),
];

#[test]
fn worked_examples() {
    for (slug, inputs, key, expected, within, _) in CASES {
        near(slug, inputs, key, *expected, *within);
    }
}

#[test]
fn the_fill_of_a_link_is_never_more_than_its_rate() {
    for rtt in ["0.1ms", "1ms", "10ms", "100ms"] {
        for loss in ["0.0001%", "0.01%", "1%"] {
            let all = answers(
                "tcp",
                &[
                    ("rate", "1Gbit/s"),
                    ("rtt", rtt),
                    ("loss", loss),
                    ("window", "1MB"),
                ],
            );
            assert!(all["usable"] <= 1000.0);
            assert!(all["usable"] <= all["window_rate"] && all["usable"] <= all["mathis_rate"]);
        }
    }
}

#[test]
fn more_load_never_needs_less() {
    let mut before = (0.0, 0.0);
    for load in 1..60 {
        let load = format!("{}Mbit/s", load * 100);
        let all = answers("link", &[("rate", "10Gbit/s"), ("n", "2"), ("load", &load)]);
        let now = (all["need"], all["next_rate"]);
        assert!(
            now.0 > before.0 && now.1 >= before.1 && now.1 >= now.0,
            "{load}"
        );
        before = now;
    }
    // Exactly the load that one of two links carries needs no more than that link.
    let one = answers(
        "link",
        &[("rate", "1Gbit/s"), ("n", "2"), ("ceiling", "100%")],
    );
    let load = format!("{}Mbit/s", one["usable_one_lost"]);
    let all = answers(
        "link",
        &[
            ("rate", "1Gbit/s"),
            ("n", "2"),
            ("ceiling", "100%"),
            ("load", &load),
        ],
    );
    assert!((all["need"] - 1000.0).abs() < 1e-6 && (all["share_one_lost"] - 1.0).abs() < 1e-9);
}

fn fault(slug: &str, inputs: &[(&str, &str)]) -> CalcError {
    let c = find(slug).unwrap();
    let values = match c.read(Catalogue::built_in(), inputs.iter().copied()) {
        Ok(values) => values,
        Err(e) => return e,
    };
    c.run(Catalogue::built_in(), &values).unwrap_err()
}

#[test]
fn what_is_missing_or_contradicts_is_told() {
    assert_eq!(fault("tcp", &[("rtt", "1ms")]).key, "rate");
    assert_eq!(fault("link", &[("mtu", "1500")]).key, "rate");
    assert_eq!(
        fault("link", &[("rate", "1Gbit/s"), ("rates", "1Gbit/s")]).key,
        "rates"
    );
    assert_eq!(
        fault("link", &[("rate", "1Gbit/s"), ("loss", "1%")]).key,
        "rtt"
    );
    assert_eq!(
        fault(
            "great-circle",
            &[
                ("latitude_a", "91"),
                ("longitude_a", "0"),
                ("latitude_b", "0"),
                ("longitude_b", "0")
            ]
        )
        .key,
        "latitude_a"
    );
}
