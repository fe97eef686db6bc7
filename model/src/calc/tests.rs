//! What holds for every calculator; worked examples stand in the tests of their families.

use std::collections::BTreeSet;

use super::{Calculator, Kind, Options, Otherwise, Values, all, find};
use crate::catalogue::Catalogue;

fn catalogue() -> &'static Catalogue {
    Catalogue::built_in()
}

/// Answers of a slug for inputs as typed, by key.
pub(crate) fn answers(
    slug: &str,
    inputs: &[(&str, &str)],
) -> std::collections::BTreeMap<&'static str, f64> {
    let calculator = find(slug).unwrap_or_else(|| panic!("no calculator {slug}"));
    let values = calculator
        .read(catalogue(), inputs.iter().copied())
        .unwrap_or_else(|e| panic!("{slug}: {e}; {}", e.advice));
    let sheet = calculator
        .run(catalogue(), &values)
        .unwrap_or_else(|e| panic!("{slug}: {e}; {}", e.advice));
    sheet.answers.iter().map(|a| (a.key, a.value.0)).collect()
}

/// Holds an answer against an expected value within a share of it.
pub(crate) fn near(slug: &str, inputs: &[(&str, &str)], key: &str, expected: f64, within: f64) {
    let all = answers(slug, inputs);
    let got = all
        .get(key)
        .unwrap_or_else(|| panic!("{slug} has no answer {key}: {all:?}"));
    assert!(
        (got - expected).abs() <= within * expected.abs().max(f64::MIN_POSITIVE),
        "{slug} {inputs:?}: {key} is {got}, not {expected}"
    );
}

/// Tables of a slug for inputs as typed.
pub(crate) fn tables(slug: &str, inputs: &[(&str, &str)]) -> Vec<super::TextTable> {
    let calculator = find(slug).unwrap_or_else(|| panic!("no calculator {slug}"));
    let values = calculator
        .read(catalogue(), inputs.iter().copied())
        .unwrap_or_else(|e| panic!("{slug}: {e}; {}", e.advice));
    calculator.run(catalogue(), &values).unwrap().tables
}

fn example(c: &Calculator) -> Values {
    c.read(catalogue(), c.spec.example.iter().copied())
        .unwrap_or_else(|e| panic!("{}: {e}; {}", c.spec.slug, e.advice))
}

#[test]
fn slugs_are_unique_and_plain() {
    let mut seen = BTreeSet::new();
    for c in all() {
        let slug = c.spec.slug;
        assert!(seen.insert(slug), "{slug} twice");
        assert!(
            slug.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{slug}"
        );
        assert!(!c.spec.sources.is_empty(), "{slug} has no source");
        let mut keys = BTreeSet::new();
        for input in c.spec.inputs {
            assert!(keys.insert(input.key), "{slug}: {} twice", input.key);
            if let Kind::Number(n) = input.kind {
                assert!(
                    n.min <= n.max && n.dimension.factor(n.unit).is_some(),
                    "{slug}: {}",
                    input.key
                );
                if let Otherwise::Value(v) = input.otherwise {
                    assert!(v >= n.min && v <= n.max, "{slug}: default of {}", input.key);
                }
                if let Otherwise::Constant(key) = input.otherwise {
                    assert!(
                        catalogue().tables.constants.contains_key(key),
                        "{slug}: constant {key}"
                    );
                }
            }
            if let (Kind::Choice(Options::Fixed(all)), Otherwise::Word(w)) =
                (input.kind, input.otherwise)
            {
                assert!(
                    all.iter().any(|(k, _)| *k == w),
                    "{slug}: default of {}",
                    input.key
                );
            }
        }
        let outputs: BTreeSet<&str> = c.spec.outputs.iter().map(|o| o.key).collect();
        assert_eq!(outputs.len(), c.spec.outputs.len(), "{slug}");
    }
}

#[test]
fn every_example_computes_and_every_working_gives_the_answer() {
    for c in all() {
        let values = example(c);
        let sheet = c
            .run(catalogue(), &values)
            .unwrap_or_else(|e| panic!("{}: {e}", c.spec.slug));
        assert!(
            !sheet.answers.is_empty() || !sheet.tables.is_empty(),
            "{}",
            c.spec.slug
        );
        let workings = c.explain(catalogue(), &values).unwrap();
        assert_eq!(workings.len(), sheet.answers.len(), "{}", c.spec.slug);
        for (a, w) in sheet.answers.iter().zip(&workings) {
            assert_eq!(a.value.0, w.value, "{} {}", c.spec.slug, a.key);
            assert!(!w.formula.is_empty(), "{} {}", c.spec.slug, a.key);
        }
        let keys: BTreeSet<&str> = sheet.answers.iter().map(|a| a.key).collect();
        assert_eq!(
            keys.len(),
            sheet.answers.len(),
            "{} puts an answer twice",
            c.spec.slug
        );
    }
}

#[test]
fn inputs_at_the_ends_of_their_ranges_do_not_panic() {
    for c in all() {
        for input in c.spec.inputs {
            let Kind::Number(n) = input.kind else {
                continue;
            };
            for end in [n.min, n.max, (n.min + n.max) / 2.0] {
                let end = if n.whole { end.round() } else { end };
                let text = format!("{end:e}{}", n.unit);
                let mut pairs: Vec<(&str, &str)> = c
                    .spec
                    .example
                    .iter()
                    .copied()
                    .filter(|(k, _)| *k != input.key)
                    .collect();
                pairs.push((input.key, &text));
                let Ok(values) = c.read(catalogue(), pairs) else {
                    continue;
                };
                if let Ok(sheet) = c.run(catalogue(), &values) {
                    for a in &sheet.answers {
                        assert!(
                            a.value.0.is_finite(),
                            "{} {} at {}={text}",
                            c.spec.slug,
                            a.key,
                            input.key
                        );
                    }
                }
                let _ = c.explain(catalogue(), &values);
            }
        }
    }
}

#[test]
fn faults_name_the_input_and_what_to_do() {
    let fibre = find("fibre").unwrap();
    let fault =
        |pairs: &[(&str, &str)]| fibre.read(catalogue(), pairs.iter().copied()).unwrap_err();
    let e = fault(&[("distanse", "3km")]);
    assert_eq!(e.message, "fibre has no input distanse");
    assert_eq!(e.advice, "did you mean distance?");
    let e = fault(&[("distance", "3 furlongs")]);
    assert!(e.message.contains("furlongs"), "{e}");
    assert!(e.advice.contains("km"), "{}", e.advice);
    let e = fault(&[("distance", "-3km")]);
    assert!(e.message.contains("outside its range"), "{e}");
    let e = fault(&[("distance", "NaN")]);
    assert!(e.message.contains("not a number"), "{e}");
    let e = fault(&[("distance", "3km"), ("distance", "4km")]);
    assert!(e.message.contains("twice"), "{e}");
    let k_of_n = find("k-of-n").unwrap();
    let e = k_of_n.read(catalogue(), [("n", "5")]).unwrap_err();
    assert_eq!(e.key, "k");
    assert!(e.message.contains("is missing"), "{e}");
    let e = k_of_n.read(catalogue(), [("n", "5.5")]).unwrap_err();
    assert!(e.message.contains("whole"), "{e}");
}

#[test]
fn fibre_of_published_examples() {
    // NetApp's rule of 1 ms for 100 km; MapYourTech: 4.897 µs/km.
    let hundred = [("distance", "100km"), ("route_factor", "1")];
    near("fibre", &hundred, "one_way", 0.490, 0.01);
    near("fibre", &hundred, "rtt", 0.979, 0.01);
    // Everrun SplitSite: 100 miles at 2 ms.
    for (factor, rtt) in [("1", 1.576), ("1.25", 1.970), ("1.5", 2.364)] {
        near(
            "fibre",
            &[("distance", "100mi"), ("route_factor", factor)],
            "rtt",
            rtt,
            0.01,
        );
    }
    near(
        "fibre",
        &[("distance", "160.93km"), ("limit", "2ms")],
        "max_route_factor",
        1.269,
        0.01,
    );
    let far = [
        ("limit", "2ms"),
        ("route_factor", "1.4"),
        ("host_stack", "0.3ms"),
    ];
    near("fibre", &far, "max_distance", 124.0, 0.01);
    near(
        "fibre",
        &[
            ("distance", "300km"),
            ("route_factor", "1"),
            ("limit", "3ms"),
        ],
        "rtt",
        2.938,
        0.01,
    );
}

#[test]
fn four_of_five() {
    let inputs = [("n", "5"), ("k", "4"), ("mttf", "999h"), ("mttr", "1h")];
    near("k-of-n", &inputs, "u", 9.980_015e-6, 1e-6);
    near("k-of-n", &inputs, "minutes", 5.24550, 1e-5);
}
