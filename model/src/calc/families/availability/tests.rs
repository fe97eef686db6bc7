//! Worked examples of availability: inputs as typed, and what must come out.

use crate::calc::tests::{answers, near, tables};

/// Relative tolerance of the examples on unavailability, minutes and times.
const TOL: f64 = 1e-5;

fn all(slug: &str, inputs: &[(&str, &str)], expected: &[(&str, f64)]) {
    for (key, value) in expected {
        near(slug, inputs, key, *value, TOL);
    }
}

/// A printed value, reproduced in its own rounding.
fn printed(slug: &str, inputs: &[(&str, &str)], key: &str, print: &str) {
    let got = answers(slug, inputs)[key];
    let decimals = print.split_once('.').map_or(0, |(_, d)| d.len());
    assert_eq!(format!("{got:.decimals$}"), print, "{slug} {key}");
}

#[test]
fn one_item_and_nines() {
    all(
        "availability",
        &[("mttf", "8760h"), ("mttr", "4h")],
        &[
            ("availability", 0.999544),
            ("u", 4.56413e-4),
            ("minutes", 239.890),
            ("nines", 3.34064),
        ],
    );
    // Table values at 8,760 and 8,766 h; Stratus prints the second, ITIC the first.
    for (a, short, long) in [
        ("99%", 5256.00, 5259.60),
        ("99.5%", 2628.00, 2629.80),
        ("99.9%", 525.600, 525.960),
        ("99.95%", 262.800, 262.980),
        ("99.99%", 52.5600, 52.5960),
        ("99.995%", 26.2800, 26.2980),
        ("99.999%", 5.25600, 5.25960),
        ("99.9999%", 0.525600, 0.525960),
    ] {
        near("nines", &[("a", a)], "minutes", short, TOL);
        near(
            "nines",
            &[("a", a), ("year", "8766h")],
            "minutes",
            long,
            TOL,
        );
    }
    near("nines", &[("a", "99.95%")], "nines", 3.30103, TOL);
    // Weekly allowances of the mailbox post of 1 Apr 2009.
    let week = [("downtime", "5min"), ("per", "week")];
    near("nines", &week, "availability", 0.999504, TOL);
    let week = [("downtime", "1h"), ("per", "week")];
    near("nines", &week, "availability", 0.994048, TOL);
}

#[test]
fn series_of_published_calculator_and_of_a_server() {
    // pixelbeat reliability calculator: prints 14286, 99.98 %, 1 h 45 min.
    let two = [("items", "50000h:5h,20000h:2h")];
    all(
        "series",
        &two,
        &[
            ("mttf", 14_285.7),
            ("availability", 0.999800),
            ("hours", 1.75174),
        ],
    );
    printed("series", &two, "mttf", "14286");
    let server = [(
        "items",
        "200000h:6h,2500000h:6h:2,480000h:6h:8,1200000h:6h,1000000h:6h",
    )];
    all(
        "series",
        &server,
        &[
            ("lambda", 2.43e-5),
            ("mttf", 41_152.3),
            ("failures", 0.212868),
            ("u", 1.45788e-4),
            ("minutes", 76.6263),
        ],
    );
}

#[test]
fn parallel_supplies_and_k_of_n() {
    let supplies = [("items", "100000h:4h:2")];
    all(
        "parallel",
        &supplies,
        &[("u", 1.59987e-9), ("seconds", 0.0504536)],
    );
    let u = answers("parallel", &supplies)["u"];
    assert_eq!(format!("{u:.1e}"), "1.6e-9");
    near(
        "availability",
        &[("mttf", "100000h"), ("mttr", "4h")],
        "availability",
        0.999960,
        TOL,
    );
    let four = [("n", "5"), ("k", "4"), ("a", "0.999")];
    all("k-of-n", &four, &[("u", 9.980015e-6), ("minutes", 5.24550)]);
    near(
        "k-of-n",
        &[("n", "3"), ("k", "2"), ("a", "0.99")],
        "availability",
        0.999702,
        TOL,
    );
    near(
        "parallel",
        &[("a", "0.99:3"), ("k", "2")],
        "availability",
        0.999702,
        TOL,
    );
}

#[test]
fn pairs_and_crews() {
    let pair = |extra: &[(&'static str, &'static str)]| {
        let mut v = vec![("n", "2"), ("k", "1"), ("mttf", "4380h"), ("mttr", "8h")];
        v.extend_from_slice(extra);
        v
    };
    all(
        "k-of-n",
        &pair(&[("crews", "1")]),
        &[
            ("u", 6.64776e-6),
            ("minutes", 3.49406),
            ("mttf", 1_205_595.0),
        ],
    );
    all(
        "k-of-n",
        &pair(&[("crews", "2")]),
        &[("u", 3.32389e-6), ("minutes", 1.74704)],
    );
    all(
        "k-of-n",
        &pair(&[("crews", "1"), ("standby", "cold")]),
        &[
            ("u", 3.32995e-6),
            ("minutes", 1.75022),
            ("mttf", 2_406_810.0),
        ],
    );
    let exercise = [
        ("n", "2"),
        ("k", "1"),
        ("lambda", "4e-5/h"),
        ("mttr", "16h"),
    ];
    let with = |extra: &[(&'static str, &'static str)]| [&exercise[..], extra].concat();
    near("k-of-n", &with(&[("crews", "1")]), "u", 8.18152e-7, TOL);
    near("k-of-n", &with(&[("crews", "2")]), "u", 4.09076e-7, TOL);
    near(
        "k-of-n",
        &with(&[("crews", "1"), ("restore", "all")]),
        "u",
        8.17629e-7,
        TOL,
    );
    let states = &tables("k-of-n", &with(&[("crews", "1")]))[0].rows;
    assert_eq!(states[0][1], "9.98721e-1");
    assert_eq!(states[1][1], "1.27836e-3");
}

#[test]
fn ellison_1993() {
    for (n, k, print) in [
        ("2", "1", "107.000"),
        ("3", "1", "3747.67"),
        ("3", "2", "36.3333"),
        ("4", "1", "98405.5"),
        ("4", "2", "955.500"),
        ("4", "3", "18.5000"),
    ] {
        let inputs = [
            ("n", n),
            ("k", k),
            ("lambda", "0.5/yr"),
            ("mu", "52/yr"),
            ("crews", "1"),
        ];
        printed("k-of-n", &inputs, "mttf_years", print);
    }
}

#[test]
fn four_hosts_three_needed() {
    for (crews, u, minutes) in [
        ("1", 8.95783e-5, 47.0824),
        ("2", 4.46686e-5, 23.4778),
        ("4", 4.46278e-5, 23.4564),
    ] {
        let inputs = [
            ("n", "4"),
            ("k", "3"),
            ("lambda", "1/yr"),
            ("mttr", "24h"),
            ("crews", crews),
        ];
        all(
            "k-of-n",
            &inputs,
            &[("u", u), ("minutes", minutes), ("mttf", 271_560.0)],
        );
    }
}

#[test]
fn imperfect_coverage_and_restart() {
    let chain = |a: &'static str| {
        [
            ("lambda", "1/yr"),
            ("mttr", "6h"),
            ("c", "0.95"),
            ("delta", "3min"),
            ("tau", "1h"),
            ("crews", "1"),
            ("a", a),
        ]
    };
    all(
        "coverage-chain",
        &chain("2"),
        &[
            ("u", 2.31663e-5),
            ("minutes", 12.1762),
            ("minutes_failover", 5.69207),
            ("minutes_uncovered", 5.99165),
            ("minutes_double", 0.492465),
        ],
    );
    all(
        "coverage-chain",
        &chain("1"),
        &[
            ("u", 1.20517e-5),
            ("minutes", 6.33440),
            ("minutes_failover", 2.84607),
            ("minutes_uncovered", 2.99586),
            ("minutes_double", 0.492470),
        ],
    );
    let restart = [
        ("f", "0.35/yr"),
        ("detect", "15s"),
        ("boot", "150s"),
        ("app", "120s"),
        ("c", "0.98"),
        ("tau", "60min"),
    ];
    all(
        "restart-ha",
        &restart,
        &[
            ("restart", 4.75),
            ("minutes", 2.04925),
            ("availability", 0.999996),
        ],
    );
}

#[test]
fn common_cause() {
    let pair = |crews| {
        [
            ("mttf", "17520h"),
            ("mttr", "8h"),
            ("beta", "0.05"),
            ("crews", crews),
        ]
    };
    all(
        "beta-factor",
        &pair("1"),
        &[
            ("u", 2.32164e-5),
            ("minutes", 12.2025),
            ("u_independent", 4.16625e-7),
            ("minutes_independent", 0.218978),
        ],
    );
    all(
        "beta-factor",
        &pair("2"),
        &[("u", 1.16083e-5), ("minutes", 6.10135)],
    );
    // Published 2-of-3: prints 5.3e-5.
    let three = [("n", "3"), ("k", "2"), ("q", "1e-3"), ("beta", "5%")];
    near("beta-factor", &three, "u_quick", 5.27075e-5, TOL);
    assert_eq!(
        format!("{:.1e}", answers("beta-factor", &three)["u_quick"]),
        "5.3e-5"
    );
}

#[test]
fn planned_work_and_latent_faults() {
    let windows = [
        ("w", "12/yr"),
        ("h", "2h"),
        ("mttf", "4380h"),
        ("mttr", "4h"),
    ];
    all(
        "planned-work",
        &windows,
        &[
            ("inherent", 0.999088),
            ("planned_factor", 0.997260),
            ("availability", 0.996350),
            ("minutes", 1_918.25),
        ],
    );
    let a = answers("planned-work", &windows);
    assert!(
        (a["minutes_planned"] + a["minutes_unplanned"] - a["minutes"]).abs() < 1e-9 * a["minutes"]
    );
    let tested = [("lambda", "1/yr"), ("t", "720h")];
    all(
        "latent-fault",
        &tested,
        &[("q", 0.0399927), ("q_linear", 0.0410959)],
    );
    near(
        "latent-fault",
        &[("lambda", "1/yr"), ("t", "1h")],
        "q",
        5.70755e-5,
        TOL,
    );
}

#[test]
fn sites_and_witness() {
    let sites = [
        ("a_a", "0.9995"),
        ("a_b", "0.9995"),
        ("w", "0.999"),
        ("l", "0.9999"),
    ];
    all(
        "split-site",
        &sites,
        &[
            ("u", 1.34940e-6),
            ("minutes", 0.709245),
            ("minutes_one_site", 262.800),
            ("minutes_no_witness", 577.976),
            ("minutes_bound", 0.131400),
        ],
    );
    let inside = answers("split-site", &sites)["minutes_inside_a"];
    assert!(inside >= 262.8, "the second site adds nothing: {inside}");
    let region = [("a_a", "0.9995"), ("r", "2e-5")];
    all(
        "correlated-sites",
        &region,
        &[
            ("u", 2.02500e-5),
            ("minutes", 10.6434),
            ("minutes_independent", 0.131400),
        ],
    );
    let kappa = [("a_a", "0.9995"), ("kappa", "0.1")];
    all(
        "correlated-sites",
        &kappa,
        &[("u", 5.02250e-5), ("minutes", 26.3983)],
    );
}

#[test]
fn structures() {
    let q = "H1:1e-3:8h,H2:2e-3:8h,SAN:1e-4:4h,S*:5e-4:4h";
    let hosts = [("structure", "(H1|H2)&SAN&(S1|S2)"), ("q", q)];
    all(
        "structure",
        &hosts,
        &[
            ("u", 1.02250e-4),
            ("minutes", 53.7425),
            ("rare_event_sum", 1.02250e-4),
            ("min_cut_bound", 1.02250e-4),
            ("frequency_per_h", 2.56249e-5),
            ("frequency", 0.224474),
            ("mean_down", 3.99025),
            ("mean_up", 39_020.6),
            ("p_outage", 0.201064),
        ],
    );
    let rows = &tables("structure", &hosts)[0].rows;
    let row = |name: &str| rows.iter().find(|r| r[0] == name).unwrap();
    let cell = |name: &str, i: usize| row(name)[i].parse::<f64>().unwrap();
    let close = |got: f64, want: f64| assert!((got - want).abs() <= 2e-5 * want, "{got} {want}");
    close(cell("H1", 1), 1.99980e-3);
    close(cell("SAN", 5), 9_779.97);
    close(cell("SAN", 6), 45.4444);
    close(cell("S1", 4), 2.44499e-3);
    close(cell("S2", 2), 2.44474e-3);
    assert_eq!(answers("cut-sets", &hosts)["single"], 1.0);
    let bridge = |a| [("structure", "1&3|2&4|1&5&4|2&5&3"), ("a", a)];
    near("structure", &bridge("0.9"), "availability", 0.978480, TOL);
    near("structure", &bridge("0.99"), "u", 2.01950e-4, TOL);
    // The same as a fault tree.
    let tree = [
        ("structure", "(H1&H2)|SAN|(S1&S2)"),
        ("logic", "fails"),
        ("q", q),
    ];
    near("structure", &tree, "u", 1.02250e-4, TOL);
}

#[test]
fn levels_by_event() {
    let plain: [(&str, &str); 0] = [];
    all(
        "levels",
        &plain,
        &[
            ("alone_unplanned", 148.600),
            ("l1_unplanned", 79.8250),
            ("l2_unplanned", 46.2250),
            ("l3_unplanned", 44.8000),
            ("alone", 388.600),
            ("l1", 99.8250),
            ("l2", 66.2250),
            ("l3", 44.8000),
            ("l1_split", 51.1200),
            ("l2_split", 17.5200),
            ("l3_split", 16.0000),
        ],
    );
    let removed = [("site_row", "removed")];
    all(
        "levels",
        &removed,
        &[
            ("l1_split", 51.0250),
            ("l2_split", 17.4250),
            ("l3_split", 16.0000),
            ("l2_split_availability", 0.999967),
            ("l3_split_availability", 0.999970),
        ],
    );
}

#[test]
fn fibre_routes() {
    let one = [("length", "40km"), ("rate", "2.130"), ("mttr", "6h")];
    all(
        "fibre-route",
        &one,
        &[
            ("cuts", 0.0852000),
            ("u", 5.83528e-5),
            ("minutes", 30.6702),
            ("minutes_linear", 30.6720),
        ],
    );
    let two = [
        ("length", "40km"),
        ("second", "55km"),
        ("rate", "2.130"),
        ("mttr", "6h"),
    ];
    all(
        "fibre-route",
        &two,
        &[
            ("u_second", 8.02333e-5),
            ("u", 4.68183e-9),
            ("minutes", 0.00246077),
        ],
    );
    let shared = [&two[..], &[("shared", "2km")]].concat();
    near("fibre-route", &shared, "minutes", 1.53585, TOL);
}

#[test]
fn disks() {
    let group = |level, n| [("level", level), ("n", n), ("m", "500000h"), ("r", "12h")];
    all(
        "raid-life",
        &group("raid1", "2"),
        &[
            ("mttdl", 1.04167e10),
            ("mttdl_exact", 1.04174e10),
            ("p_loss", 4.20449e-6),
        ],
    );
    all(
        "raid-life",
        &group("raid5", "8"),
        &[
            ("mttdl", 3.72024e8),
            ("mttdl_years", 42_468.5),
            ("mttdl_exact", 3.72158e8),
        ],
    );
    all(
        "raid-life",
        &group("raid6", "8"),
        &[("mttdl", 2.58350e12), ("mttdl_exact", 2.58437e12)],
    );
    near("raid-life", &group("raid10", "8"), "mttdl", 2.60417e9, TOL);
    near(
        "rebuild-read-error",
        &[("data", "14TB"), ("ber", "1e-15")],
        "p",
        0.105956,
        TOL,
    );
    near(
        "rebuild-read-error",
        &[("data", "7TB"), ("ber", "1e-14")],
        "p",
        0.428791,
        TOL,
    );
    near("afr", &[("mttf", "1000000h")], "afr", 0.00872174, TOL);
    near("afr", &[("mttf", "1000000h")], "afr_linear", 0.00876, TOL);
    near("afr", &[("mttf", "1500000h")], "afr", 0.00582298, TOL);
    near("afr", &[("afr", "1.57%")], "mttf", 553_570.0, TOL);
    near("afr", &[("afr", "1.57%")], "mttf_linear", 557_962.0, TOL);
    near("fit", &[("mttf", "2000000h")], "fit", 500.0, TOL);
}

#[test]
fn recovery_elsewhere() {
    let dr = [
        ("f", "0.02/yr"),
        ("decide", "30min"),
        ("failover", "240min"),
        ("c", "70%"),
        ("extra", "1440min"),
        ("lag", "300s"),
        ("tx", "12/s"),
    ];
    all(
        "dr",
        &dr,
        &[
            ("minutes", 14.0400),
            ("lost_event", 3_600.0),
            ("lost_year", 72.0000),
        ],
    );
}

#[test]
fn simulation_beside_its_formula() {
    let inputs = [
        ("lambda", "0.001/h"),
        ("mu", "0.1/h"),
        ("replications", "10000"),
    ];
    all(
        "simulation",
        &inputs,
        &[
            ("exact_long_run", 86.7327),
            ("exact", 86.6346),
            ("sd_long_run", 41.2368),
            ("half_width_expected", 0.808226),
            ("replications_5_percent", 347.345),
        ],
    );
    let a = answers("simulation", &inputs);
    assert!(a["low"] <= a["exact"] && a["exact"] <= a["high"], "{a:?}");
    assert!(a["p50"] < a["p95"] && a["p95"] < a["p99"]);
    // The coverage chain, simulated independently: 12.30 ± 0.19 minutes; here within its own interval.
    let chain = [
        ("lambda", "1/yr"),
        ("mttr", "6h"),
        ("n", "2"),
        ("crews", "1"),
        ("c", "0.95"),
        ("delta", "3min"),
        ("tau", "1h"),
        ("a", "2"),
        ("replications", "100000"),
    ];
    let a = answers("simulation", &chain);
    let exact = 2.31663e-5 * 8_760.0;
    assert!(a["low"] <= exact && exact <= a["high"], "{a:?}");
}

#[test]
fn field_data() {
    let three = [("n", "3"), ("t", "10yr")];
    all(
        "field-rate",
        &three,
        &[
            ("rate_low", 0.0618672),
            ("rate_high", 0.876727),
            ("mtbf", 29_200.0),
            ("mtbf_low", 9_991.70),
            ("mtbf_high", 141_594.0),
        ],
    );
    let none = [("n", "0"), ("t", "20yr")];
    all(
        "field-rate",
        &none,
        &[("rate_high", 0.149787), ("mtbf_low", 58_483.2)],
    );
}

#[test]
fn transient_and_contracts() {
    let at = |t| [("lambda", "0.001/h"), ("mu", "0.1/h"), ("t", t)];
    for (t, a) in [
        ("1h", 0.999049),
        ("10h", 0.993705),
        ("24h", 0.990976),
        ("100h", 0.990099),
    ] {
        near("transient", &at(t), "a_t", a, 1e-6);
    }
    near("transient", &at("24h"), "mean_a", 0.993822, 1e-6);
    all(
        "contract-response",
        &[("contract", "9x5")],
        &[("mean", 21.4196), ("worst", 67.0), ("mttr", 23.4196)],
    );
    all(
        "contract-response",
        &[("contract", "nbd")],
        &[("mean", 53.1429), ("worst", 96.0)],
    );
    let noon = [("contract", "nbd"), ("arrival", "12.5h")];
    near("contract-response", &noon, "mean", 48.6429, TOL);
    near(
        "contract-response",
        &[("contract", "24x7")],
        "mttr",
        6.0,
        TOL,
    );
    let repair = [("contract", "call-to-repair"), ("response", "6h")];
    near("contract-response", &repair, "mttr", 6.0, TOL);
}

#[test]
fn chains_by_hand_are_the_groups() {
    let one = [
        (
            "transitions",
            "2:1:8e-5/h,1:2:0.0625/h,1:0:4e-5/h,0:1:0.0625/h",
        ),
        ("down", "0"),
    ];
    near("markov", &one, "u", 8.18152e-7, TOL);
    near(
        "markov",
        &one,
        "mttf",
        answers(
            "k-of-n",
            &[
                ("n", "2"),
                ("k", "1"),
                ("lambda", "4e-5/h"),
                ("mttr", "16h"),
            ],
        )["mttf"],
        1e-12,
    );
}

#[test]
fn limits_of_the_models() {
    // c = 1 and δ = 0 is the plain pair.
    let pair = [
        ("n", "2"),
        ("k", "1"),
        ("mttf", "1000h"),
        ("mttr", "10h"),
        ("crews", "1"),
    ];
    let u = answers("k-of-n", &pair)["u"];
    let covered = [
        ("mttf", "1000h"),
        ("mttr", "10h"),
        ("c", "1"),
        ("delta", "0h"),
        ("crews", "1"),
    ];
    near("coverage-chain", &covered, "u", u, 1e-12);
    let beta = [
        ("mttf", "1000h"),
        ("mttr", "10h"),
        ("beta", "0"),
        ("crews", "1"),
    ];
    near("beta-factor", &beta, "u", u, 1e-12);
    // r = 0 is independence; L = W = 1 is the bound.
    near(
        "correlated-sites",
        &[("a_a", "0.99"), ("r", "0")],
        "u",
        1e-4,
        1e-9,
    );
    near(
        "split-site",
        &[("a_a", "0.99"), ("l", "1"), ("w", "1")],
        "u",
        1e-4,
        1e-9,
    );
    // A region of 1 is always down; nothing is above 100 %.
    near(
        "correlated-sites",
        &[("a_a", "0.99"), ("r", "1")],
        "u",
        1.0,
        1e-12,
    );
}

#[test]
fn availability_falls_and_rises_as_it_must() {
    let u = |slug: &str, inputs: &[(&str, &str)]| answers(slug, inputs)["u"];
    let chain = |c, delta, tau, crews| {
        u(
            "coverage-chain",
            &[
                ("mttf", "1000h"),
                ("mttr", "10h"),
                ("c", c),
                ("delta", delta),
                ("tau", tau),
                ("crews", crews),
            ],
        )
    };
    let base = chain("0.9", "3min", "1h", "1");
    assert!(chain("0.8", "3min", "1h", "1") > base);
    assert!(chain("0.9", "6min", "1h", "1") > base);
    assert!(chain("0.9", "3min", "2h", "1") > base);
    assert!(chain("0.9", "3min", "1h", "2") < base);
    let beta = |b| {
        u(
            "beta-factor",
            &[("mttf", "1000h"), ("mttr", "10h"), ("beta", b)],
        )
    };
    assert!(beta("0.1") > beta("0.05"));
    // With c < 1 and both serving, a second unit can lower availability: one unit alone against two.
    let alone = u("availability", &[("mttf", "1000h"), ("mttr", "0.01h")]);
    let two = u(
        "coverage-chain",
        &[
            ("mttf", "1000h"),
            ("mttr", "0.01h"),
            ("c", "0.5"),
            ("delta", "3min"),
            ("tau", "1h"),
            ("a", "2"),
        ],
    );
    assert!(two > alone);
}

#[test]
fn faults_of_these_calculators_are_clear() {
    use crate::calc::find;
    use crate::catalogue::Catalogue;
    let fault = |slug: &str, inputs: &[(&str, &str)]| {
        let c = find(slug).unwrap();
        let values = c.read(Catalogue::built_in(), inputs.iter().copied());
        values
            .and_then(|v| c.run(Catalogue::built_in(), &v))
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(fault("availability", &[("mttf", "1h")]).contains("mttr is missing"));
    assert!(
        fault(
            "availability",
            &[("mttf", "1h"), ("lambda", "1/h"), ("mttr", "1h")]
        )
        .contains("both given")
    );
    assert!(
        fault(
            "availability",
            &[("a", "0.9"), ("mttf", "1h"), ("mttr", "1h")]
        )
        .contains("follows from")
    );
    assert!(fault("k-of-n", &[("n", "2"), ("k", "3"), ("a", "0.9")]).contains("k is greater"));
    assert!(
        fault(
            "k-of-n",
            &[("n", "2"), ("k", "1"), ("a", "0.9"), ("crews", "1")]
        )
        .contains("crews needs")
    );
    assert!(fault("structure", &[("structure", "A & "), ("a", "0.9")]).contains("at character 4"));
    assert!(
        fault("structure", &[("structure", "A & B"), ("q", "A:0.1")])
            .contains("nothing is known of B")
    );
    assert!(
        fault("structure", &[("structure", "A"), ("q", "A:0.1,C:0.1")]).contains("C is no part")
    );
    assert!(
        fault(
            "raid-life",
            &[("level", "raid6"), ("n", "3"), ("m", "1e6h"), ("r", "12h")]
        )
        .contains("3 disks")
    );
    assert!(fault("nines", &[]).contains("nothing is given"));
    assert!(
        fault("markov", &[("transitions", "a:b:1/h"), ("down", "c")]).contains("c is no state")
    );
    let long = [("mttf", "1h"), ("mttr", "1h"), ("replications", "1000000")];
    assert!(fault("simulation", &long).contains("too many"));
}
