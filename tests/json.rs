//! The shape of JSON answers, as assets/json.md promises it.

mod support;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use support::{evenkeel, example, root};

fn answer(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let ran = evenkeel(folder.path(), arguments);
    assert!(ran.status <= 1, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("it is JSON")
}

fn plan() -> String {
    example("exchange-4000-heavy.ron")
        .to_str()
        .unwrap()
        .to_owned()
}

/// Every path of fields with the type of what stands there; items of a list count as one.
fn shape(value: &Value, at: &str, out: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Null => return,
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(items) => {
            out.insert(format!("{at}: list"));
            items.iter().for_each(|i| shape(i, &format!("{at}[]"), out));
            return;
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let at = if at.is_empty() {
                    name.clone()
                } else {
                    format!("{at}.{name}")
                };
                shape(field, &at, out);
            }
            return;
        }
    };
    out.insert(format!("{at}: {kind}"));
}

/// The paths that the document lists for a schema.
fn documented(schema: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("assets/json.md")).unwrap();
    let section = text
        .split("\n## ")
        .find(|s| s.starts_with(schema))
        .unwrap_or_else(|| panic!("{schema} is documented"));
    section
        .lines()
        .filter_map(|l| {
            let mut cells = l.strip_prefix("| `")?.split(" | ");
            let path = cells.next()?.trim_end_matches('`').to_owned();
            Some(format!("{path}: {}", cells.next()?))
        })
        .collect()
}

#[test]
fn every_field_that_is_written_is_documented() {
    for (schema, arguments) in [
        ("evenkeel.check/1", vec!["check".to_owned(), plan()]),
        ("evenkeel.assess/1", vec!["assess".to_owned(), plan()]),
        (
            "evenkeel.explain/1",
            vec!["explain".to_owned(), plan(), "--list".to_owned()],
        ),
        (
            "evenkeel.calc-list/1",
            vec!["calc".to_owned(), "--list".to_owned()],
        ),
        (
            "evenkeel.calc/1",
            ["calc", "fibre", "distance=100mi", "limit=2ms"]
                .map(str::to_owned)
                .to_vec(),
        ),
    ] {
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["--format", "json"]);
        let value = answer(&arguments);
        assert_eq!(value["schema"], schema);
        let mut found = BTreeSet::new();
        shape(&value, "", &mut found);
        let documented = documented(schema);
        let unknown: Vec<&String> = found.difference(&documented).collect();
        assert!(unknown.is_empty(), "{schema} does not document {unknown:?}");
        // What an example never has (a waiver, a kind of origin) is documented too; everything else must be written.
        let rare = [
            "accepted.",
            "missing",
            ".origin.",
            "fixes[]",
            "evidence[]",
            "sources[]",
            "columns[]",
            "choices[]",
            "tables[]",
            "charts[]",
        ];
        let unwritten: Vec<&String> = documented
            .difference(&found)
            .filter(|p| !rare.iter().any(|r| p.contains(r)))
            .filter(|p| !p.starts_with("findings[]"))
            .collect();
        assert!(unwritten.is_empty(), "{schema} never writes {unwritten:?}");
    }
}

#[test]
fn figures_are_sorted_finite_and_explained() {
    let value = answer(&["assess", &plan(), "--format", "json"]);
    let figures = value["figures"].as_array().unwrap();
    assert!(figures.len() > 50);
    let addresses: Vec<&str> = figures
        .iter()
        .map(|f| f["address"].as_str().unwrap())
        .collect();
    assert!(addresses.is_sorted());
    assert_eq!(
        addresses.iter().collect::<BTreeSet<_>>().len(),
        addresses.len(),
        "each once"
    );
    for figure in figures {
        let address = figure["address"].as_str().unwrap();
        assert!(figure["value"].is_number(), "{address} has a value");
        assert!(
            !figure["formula"].as_str().unwrap().is_empty(),
            "{address} has a formula"
        );
        let subject = figure["subject"].as_str().unwrap();
        assert!(subject == "plan" || subject.contains('/'), "{subject}");
        for input in figure["inputs"].as_array().unwrap() {
            let origin = &input["origin"];
            if origin["kind"] == "figure" {
                let named = origin["address"].as_str().unwrap();
                assert!(addresses.contains(&named), "{address} rests on {named}");
            }
        }
    }
}

#[test]
fn a_figure_is_the_same_wherever_it_is_asked_for() {
    let all = answer(&["assess", &plan(), "--format", "json"]);
    for figure in all["figures"].as_array().unwrap().iter().step_by(40) {
        let address = figure["address"].as_str().unwrap();
        let one = answer(&["explain", &plan(), address, "--format", "json"]);
        assert_eq!(&one["figures"][0], figure);
    }
    let check = answer(&["check", &plan(), "--format", "json"]);
    assert_eq!(check["findings"], all["findings"]);
    assert_eq!(check["verdict"], all["verdict"]);
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let run = || evenkeel(folder.path(), &["assess", &plan(), "--format", "json"]).out;
    assert_eq!(run(), run());
}
