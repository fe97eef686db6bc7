//! Worked examples of cost: inputs as typed, and what must come out.

use crate::calc::tests::{answers, near};

const TOL: f64 = 1e-5;

fn all(slug: &str, inputs: &[(&str, &str)], expected: &[(&str, f64)]) {
    for (key, value) in expected {
        near(slug, inputs, key, *value, TOL);
    }
}

#[test]
fn an_hour_without_email() {
    let founding = [("users", "500"), ("salary", "60000"), ("loss", "25%")];
    near("email-downtime", &founding, "per_hour", 3_605.77, TOL);
    let with = |extra: &[(&'static str, &'static str)]| [&founding[..], extra].concat();
    // Any one of these gives the printed figure, almost exactly double.
    for twice in [
        with(&[("loaded", "2.0")]),
        with(&[("preset", "printed-2008")]),
        with(&[("hours_per_year", "1040h")]),
        vec![("users", "500"), ("salary", "60000"), ("loss", "50%")],
        vec![("users", "1000"), ("salary", "60000"), ("loss", "25%")],
        vec![("users", "500"), ("salary", "120000"), ("loss", "25%")],
    ] {
        near("email-downtime", &twice, "per_hour", 7_211.54, TOL);
    }
    all(
        "email-downtime",
        &with(&[("target", "7200")]),
        &[
            ("loss_needed", 0.4992),
            ("loaded_needed", 1.9968),
            ("hours_needed", 1_041.67),
            ("users_needed", 998.4),
        ],
    );
    for (hours, cost) in [
        ("2000h", 3_750.0),
        ("1920h", 3_906.25),
        ("2920h", 2_568.49),
        ("8760h", 856.16),
    ] {
        near(
            "email-downtime",
            &with(&[("hours_per_year", hours)]),
            "per_hour",
            cost,
            TOL,
        );
    }
}

#[test]
fn an_outage_of_three_hours() {
    let inputs = [
        ("users", "120"),
        ("wage", "40"),
        ("loaded", "1.3"),
        ("loss", "60%"),
        ("revenue", "5M"),
        ("business_hours", "2600h"),
        ("dependency", "40%"),
        ("recovered", "50%"),
        ("duration", "3h"),
        ("fixed", "2500"),
        ("staff", "3"),
        ("staff_hours", "4h"),
        ("staff_rate", "75"),
        ("intangible", "15%"),
    ];
    all(
        "downtime-cost",
        &inputs,
        &[
            ("labour", 3_744.0),
            ("revenue", 384.615),
            ("total", 4_128.62),
            ("incident", 15_785.8),
            ("incident_intangible", 18_153.7),
        ],
    );
    let branch = [&inputs[..], &[("branch", "20%")]].concat();
    near("downtime-cost", &branch, "total", 4_128.615 * 0.2, TOL);
    let step = [("curve", "15min:1000,1h:4000,4h:8000"), ("duration", "3h")];
    near(
        "incident-cost",
        &step,
        "incident",
        250.0 + 3_000.0 + 16_000.0,
        TOL,
    );
    let year = [
        ("unplanned", "148.6min"),
        ("planned", "240min"),
        ("per_hour", "4128.615"),
        ("weight", "1"),
    ];
    let better = [
        ("unplanned", "46.225min"),
        ("planned", "20min"),
        ("per_hour", "4128.615"),
        ("weight", "1"),
    ];
    let saved = answers("annual-downtime-cost", &year)["total"]
        - answers("annual-downtime-cost", &better)["total"];
    assert!((saved - 22_182.7).abs() < 0.2, "{saved}");
}

#[test]
fn sixty_hosts_become_eight() {
    let inputs = [
        ("n", "60"),
        ("u_before", "12%"),
        ("idle_before", "200W"),
        ("max_before", "300W"),
        ("capacity", "1.5"),
        ("idle_after", "250W"),
        ("max_after", "450W"),
        ("u_max", "0.70"),
        ("spare", "1"),
        ("pue", "1.9"),
        ("price", "0.1032"),
        ("co2", "0.39"),
    ];
    all(
        "consolidation",
        &inputs,
        &[
            ("demand", 7.2),
            ("needed", 7.0),
            ("buy", 8.0),
            ("u_after", 0.6),
            ("u_failed", 0.685714),
            ("watts_before", 212.0),
            ("watts_after", 370.0),
            ("kwh_before", 211_712.0),
            ("kwh_after", 49_266.2),
            ("kwh_saved", 162_445.0),
            ("share_saved", 0.767296),
            ("money_saved", 16_764.4),
            ("co2_saved", 63.3537),
            ("rack_units", 104.0),
            ("ratio", 7.5),
        ],
    );
    let half = [&inputs[..], &[("level_3", "50%"), ("overhead", "15%")]].concat();
    all(
        "consolidation",
        &half,
        &[("demand", 12.0706), ("needed", 12.0)],
    );
    for (before, after, ratio) in [
        ("12.5%", "75%", 6.0),
        ("15%", "70%", 4.66667),
        ("10%", "80%", 8.0),
    ] {
        near(
            "consolidation-ratio",
            &[("u_before", before), ("u_after", after)],
            "ratio",
            ratio,
            TOL,
        );
    }
    // A pool of two with one to spare cannot run above half.
    let two = [("u_before", "12.5%"), ("u_after", "75%"), ("hosts", "2")];
    near("consolidation-ratio", &two, "u_allowed", 0.375, TOL);
    // A loss is shown as one.
    let worse = [
        ("n", "2"),
        ("u_before", "90%"),
        ("idle_before", "100W"),
        ("max_before", "150W"),
        ("idle_after", "300W"),
        ("max_after", "400W"),
    ];
    assert!(answers("consolidation", &worse)["kwh_saved"] < 0.0);
}

#[test]
fn power_of_servers() {
    let sixty = [
        ("idle", "200W"),
        ("max", "300W"),
        ("u", "12%"),
        ("n", "60"),
        ("pue", "1.9"),
    ];
    all(
        "power",
        &sixty,
        &[
            ("watts", 212.0),
            ("kwh", 211_712.0),
            ("btu", 3.412 * 12_720.0),
            ("tons", 12_720.0 / 3_517.0),
        ],
    );
}

#[test]
fn five_years_of_flows() {
    let flows = [
        ("flows", "-80000,38000,42000,42000,30000,30000"),
        ("rate", "10%"),
    ];
    all(
        "roi",
        &flows,
        &[
            ("npv", 59_929.5),
            ("irr", 0.378776),
            ("payback", 2.0),
            ("payback_discounted", 2.34048),
            ("roi", 1.275),
            ("pi", 1.74912),
        ],
    );
    let level = [
        ("investment", "40000"),
        ("cost", "6000"),
        ("avoided", "322.375min"),
        ("per_hour", "4128.615"),
        ("rate", "8%"),
        ("years", "5"),
    ];
    all(
        "roi",
        &level,
        &[
            ("avoided_cost", 22_182.7),
            ("npv", 24_612.9),
            ("irr", 0.292337),
            ("payback", 2.47177),
            ("payback_discounted", 2.86732),
            ("roi", 0.584479),
            ("benefits", 110_914.0),
            ("tco", 70_000.0),
        ],
    );
    // At the break-even cost of an hour the present value is zero.
    let at = answers("roi", &level)["break_even"].to_string();
    let even: Vec<(&str, &str)> = level
        .iter()
        .map(|(k, v)| (*k, if *k == "per_hour" { at.as_str() } else { *v }))
        .collect();
    assert!(answers("roi", &even)["npv"].abs() < 1e-6 * 40_000.0);
    // Without discounting the present value is the sum.
    let plain = [("flows", "-80000,38000,42000"), ("rate", "0")];
    near(
        "roi",
        &plain,
        "npv",
        0.0 + 38_000.0 + 42_000.0 - 80_000.0,
        TOL,
    );
    assert!(!answers("roi", &[("flows", "-100,10,10"), ("rate", "5%")]).contains_key("payback"));
}

#[test]
fn surveys_are_means_of_ratios() {
    for (survey, ratio) in [
        ("ponemon-2016", 7_793.23),
        ("ponemon-2013", 8_025.63),
        ("ponemon-2010", 5_616.69),
    ] {
        near("survey", &[("survey", survey)], "per_minute", ratio, TOL);
    }
    near(
        "survey",
        &[("survey", "ponemon-2016")],
        "published",
        8_851.0,
        TOL,
    );
}

#[test]
fn tiers_and_risk() {
    for (rto, rpo, tier) in [
        ("0s", "0s", 0.0),
        ("10min", "0s", 0.0),
        ("15min", "0s", 1.0),
        ("4h", "1h", 2.0),
        ("4h", "0s", 1.0),
        ("72h", "24h", 3.0),
        ("72h", "1h", 2.0),
    ] {
        let got = answers("tier", &[("rto", rto), ("rpo", rpo)])["tier"];
        assert_eq!(got, tier, "{rto} {rpo}");
    }
    let risk = [
        ("f", "0.2/yr"),
        ("impact", "4"),
        ("loss", "100000"),
        ("f_after", "0.02/yr"),
        ("control", "6000"),
    ];
    all(
        "risk",
        &risk,
        &[
            ("likelihood", 3.0),
            ("score", 12.0),
            ("ale", 20_000.0),
            ("ale_after", 2_000.0),
            ("value", 12_000.0),
        ],
    );
    near(
        "project-effort",
        &[("migration", "40h")],
        "planning",
        360.0,
        TOL,
    );
}
