//! Faults of files: each says where, what, and what to do.

use proptest::prelude::*;

use super::*;
use crate::plan::Plan;
use crate::plan::arbitrary::plan;

const SAMPLE: &str = include_str!("../check/sample.ron");

/// The fault of the sample with one text replaced by another.
fn fault(from: &str, to: &str) -> FileError {
    assert!(SAMPLE.contains(from), "the sample has {from}");
    from_text(&SAMPLE.replacen(from, to, 1)).expect_err("it must not open")
}

/// The fault as text, without its place; the place must be that of `at` in the changed sample.
fn says(from: &str, to: &str, at: &str) -> String {
    let fault = fault(from, to);
    let text = SAMPLE.replacen(from, to, 1);
    let start = SAMPLE.find(from).unwrap() + to.find(at).expect("the place is in the new text");
    let (line, column) = scan::line_and_column(&text, start);
    assert_eq!((fault.line, fault.column), (line, column), "{fault}");
    format!("{} — {}", fault.message, fault.advice)
}

#[test]
fn unknown_fields_are_named_with_the_nearest_known_one() {
    assert_eq!(
        says("sockets: 2", "socets: 2", "socets"),
        "host host-a: there is no field socets — write sockets, or remove it"
    );
    assert_eq!(
        says("format: 1,", "format: 1, hots: {},", "hots"),
        "there is no field hots — write hosts, or remove it"
    );
    assert_eq!(
        says("databases: 8", "databses: 8", "databses"),
        "workload mail, kind: there is no field databses — write databases, or remove it"
    );
    assert_eq!(
        says("port: 1)", "port: 1, prot: 2)", "prot"),
        "link a-link-1, segments[0].a: there is no field prot — write port, or remove it"
    );
    assert!(says("ups: true", "colour: true", "colour").contains("use name, site, ups or note"));
}

#[test]
fn values_of_the_wrong_type_say_what_belongs_there() {
    for (from, to, at, what) in [
        (
            "clock: \"2.6 GHz\"",
            "clock: 2.6",
            "2.6",
            "clock: a text in double quotes belongs here, not 2.6 — put it in quotes, with its unit",
        ),
        (
            "clock: \"2.6 GHz\"",
            "clock: \"2.6 furlongs\"",
            "\"",
            "clock: unknown unit \"furlongs\" — use one of GHz",
        ),
        (
            "sockets: 2",
            "sockets: \"2\"",
            "\"2\"",
            "sockets: a whole number belongs here, not \"2\" — write it without quotes, unit and fraction",
        ),
        (
            "sockets: 2",
            "sockets: 2.5",
            "2.5",
            "sockets: a whole number belongs here, not 2.5 — write it without a fraction",
        ),
        (
            "sockets: 2",
            "sockets: -2",
            "-2",
            "sockets: -2 is negative — use a whole number from 0",
        ),
        (
            "sockets: 2",
            "sockets: 99999999999",
            "99999999999",
            "sockets: the number is out of range — use a whole number from 0 to 4294967295",
        ),
    ] {
        assert_eq!(says(from, to, at), format!("host host-a, {what}"));
    }
    assert_eq!(
        says("level: L2", "level: \"L2\"", "\"L2\""),
        "vm mbx-1, level: a plain word belongs here, not \"L2\" — write it without quotes"
    );
    assert_eq!(
        says("level: L2", "level: L7", "L7"),
        "vm mbx-1, level: there is no L7 to choose here — write L0, L1, L2 or L3"
    );
    assert_eq!(
        says("kind: Mailbox(", "kind: Mailbx(", "Mailbx"),
        "workload mail, kind: there is no Mailbx to choose here — write Mailbox"
    );
    assert!(
        says("[(vm: \"mbx-1\")]", "(vm: \"mbx-1\")", "(").contains("a list [ … ] belongs here")
    );
}

#[test]
fn missing_and_repeated_fields_are_named() {
    let missing = fault("vcpus: 2, ", "");
    assert_eq!(
        (
            missing.line,
            missing.message.as_str(),
            missing.advice.as_str()
        ),
        (58, "vm mbx-1: the field vcpus is missing", "add vcpus: …")
    );
    assert_eq!(
        says("vcpus: 2, ", "vcpus: 2, vcpus: 3, ", "vcpus: 3"),
        "vm mbx-1: the field vcpus is given twice — keep one"
    );
}

#[test]
fn ids_used_twice_name_both_places() {
    assert_eq!(
        says("\"host-b\": (", "\"host-a\": (", "\"host-a\""),
        "host host-a: the id host-a is used twice; line 11 has it first — give each its own id"
    );
    assert!(
        says("\"host-b\": (", "\"Host B\": (", "\"Host")
            .contains("\"Host B\" is not an id — use 1")
    );
}

#[test]
fn dangling_references_name_kind_id_and_field() {
    assert_eq!(
        says("site: \"main\", pool", "site: \"mian\", pool", "\"mian\""),
        "host host-a, site: there is no site mian in the plan — write main, or add mian to sites"
    );
    assert_eq!(
        says(
            "partner: \"host-b\"",
            "partner: \"elsewhere\"",
            "\"elsewhere\""
        ),
        "vm mbx-1, placement[0].partner: there is no host elsewhere in the plan — add elsewhere to hosts, or name another"
    );
    assert!(
        says(
            "b: Switch(\"switch-1\")",
            "b: Switch(\"switch-9\")",
            "Switch("
        )
        .starts_with("link business-1, segments[0].b: there is no switch switch-9")
    );
    let many = fault("\"pool-1\": ()", "");
    assert_eq!(
        many.advice,
        "add pool-1 to pools, or name another; one more place is like this"
    );
}

#[test]
fn numbers_out_of_bounds_are_refused_with_their_place() {
    let weight = |w: &str| {
        says(
            "(vm: \"mbx-1\")",
            &format!("(vm: \"mbx-1\", weight: {w})"),
            &format!("{w})"),
        )
    };
    assert_eq!(
        weight("NaN"),
        "workload mail, runs_on[0].weight: this is not a number — use a number from 0 to 1,000,000,000"
    );
    assert!(weight("inf").contains("the number is not finite"));
    assert!(weight("-1").contains("-1 is negative"));
    assert!(weight("1e300").contains("is out of range"));
    for (field, value, at) in [
        (
            "settings: (cpu_target: \"0 %\")",
            "settings.cpu_target: 0 % is out of range",
            "\"0 %\"",
        ),
        (
            "settings: (link_ceiling: \"120 %\")",
            "settings.link_ceiling: 120 % is out of range",
            "\"120 %\"",
        ),
        (
            "settings: (year_hours: 24)",
            "settings.year_hours: 24 is out of range",
            "24",
        ),
        (
            "settings: (route_factor: 0.5)",
            "settings.route_factor: 0.5 is out of range",
            "0.5",
        ),
        (
            "overrides: {\"a.b\": -3.0}",
            "overrides.a.b: -3 is negative",
            "-3.0",
        ),
        (
            "layout: {\"host/host-a\": (x: 1.0, y: inf)}",
            "layout.host/host-a.y: the number is not finite",
            "inf",
        ),
    ] {
        let message = says("format: 1,", &format!("format: 1, {field},"), at);
        assert!(message.starts_with(value), "{message}");
    }
    assert!(
        says("sockets: 2", "sockets: 5000", "5000").contains("use a whole number from 0 to 1024")
    );
    assert!(
        fault("mailboxes: 800", "mailboxes: 4000000000")
            .message
            .contains("out of range")
    );
    let long = format!("role: \"{}\"", "x".repeat(201));
    assert!(says("role: \"mailbox\"", &long, "\"x").contains("more than 200 characters"));
}

#[test]
fn the_format_is_asked_for_and_newer_ones_are_refused() {
    let none = fault("format: 1,", "");
    assert_eq!(
        none.to_string(),
        "line 5, column 5: the plan does not say which format it has — write format: 1 as its first field"
    );
    let newer = says("format: 1,", "format: 2,", "2");
    assert!(
        newer.contains("format 2, made by a newer Evenkeel"),
        "{newer}"
    );
    for odd in ["0", "-1", "one", "99999999999", "(1)"] {
        let fault = fault("format: 1,", &format!("format: {odd},"));
        assert_eq!(fault.line, 4);
        assert_eq!(fault.advice, "write format: 1");
    }
    assert!(
        from_text("()")
            .unwrap_err()
            .message
            .contains("which format")
    );
    for other in [
        "hello world",
        "[1, 2]",
        "{}",
        "<xml/>",
        "{\"a\": 1}",
        "#![enable(implicit_some)]",
    ] {
        assert_eq!(
            from_text(other).unwrap_err().message,
            "this is not a plan",
            "{other}"
        );
    }
}

#[test]
fn empty_and_cut_off_files_say_so() {
    for empty in ["", "  \n\t ", "// only a comment\n", "\u{feff}"] {
        assert_eq!(from_text(empty).unwrap_err().message, "the file is empty");
    }
    let end = SAMPLE.trim_end().len();
    for cut in (60..end - 1)
        .step_by(7)
        .filter(|n| SAMPLE.is_char_boundary(*n))
    {
        let fault = from_text(&SAMPLE[..cut]).unwrap_err();
        assert!(fault.message.starts_with("the file ends"), "{cut}: {fault}");
        assert!(fault.line > 0);
    }
    let fault = fault("pools: {\"pool-1\": ()}", "pools: {\"pool-1\": ()");
    assert_eq!(
        fault.to_string(),
        "line 75, column 1: ) closes the { of line 8, column 12 — a bracket is missing between the two, or this one is too many"
    );
}

#[test]
fn hostile_files_are_refused_at_once() {
    let deep = from_text(&"(".repeat(MAX_BYTES)).unwrap_err();
    assert!(deep.message.contains("nested more than 64 deep"), "{deep}");
    let large = from_text(&"(".repeat(MAX_BYTES + 1)).unwrap_err();
    assert!(large.message.contains("larger than 32 MiB"), "{large}");
    let mut rows = String::from("(format: 1, sites: {");
    for n in 0..=MAX_ITEMS + 1 {
        rows.push_str(&format!("\"s{n}\":(),"));
    }
    rows.push_str("})");
    let rows = from_text(&rows).unwrap_err();
    assert!(rows.message.contains("more than 100000 items"), "{rows}");
    let text = from_bytes(b"(format: 1,\n about: (name: \"M\xfcller\"))").unwrap_err();
    assert_eq!(
        text.to_string(),
        "line 2, column 18: the file is not text in UTF-8: byte 29 is no character — save it as UTF-8, or take another copy"
    );
}

#[test]
fn bounds_of_the_default_plan_hold() {
    assert_eq!(bounds(&Plan::default()), Vec::new());
    assert_eq!(bounds(&from_text(SAMPLE).unwrap()), Vec::new());
}

#[test]
fn canonical_text_is_short_and_stable() {
    let plan = from_text(SAMPLE).unwrap();
    let text = to_text(&plan).unwrap();
    assert!(text.starts_with("(\n    format: 1,\n    about: (\n        name: \"Sample\",\n"));
    assert!(text.contains("\n                (name: \"nic1\", ports: 2, speed: \"1 Gbit/s\"),\n"));
    for default in ["threads_per_core", "Sas15k", "count:", "note:", "settings"] {
        assert!(!text.contains(default), "{default} is left out");
    }
    assert!(text.ends_with(")\n"));
    assert!(!has_comments(&text));
    assert_eq!(to_text(&from_text(&text).unwrap()).unwrap(), text);
}

proptest! {
    #[test]
    fn what_is_saved_is_what_opens(plan in plan()) {
        let text = to_text(&plan).unwrap();
        let again = from_text(&text);
        prop_assert_eq!(again.as_ref(), Ok(&plan), "{}", text);
        prop_assert_eq!(to_text(&again.unwrap()).unwrap(), text);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = from_bytes(&bytes);
    }

    #[test]
    fn no_change_of_a_good_file_makes_it_panic(
        at in 0..SAMPLE.len(),
        take in 0usize..20,
        put in "[(){}\\[\\]:,\"'a-zA-Z0-9/*.# -]{0,8}",
    ) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        let end = (at + take).min(bytes.len());
        bytes.splice(at..end, put.into_bytes());
        match from_bytes(&bytes) {
            // A change may hit a name or a number, and the plan still opens: then it must be one that can be saved.
            Ok(plan) => prop_assert!(from_text(&to_text(&plan).unwrap()).is_ok()),
            Err(fault) => {
                prop_assert!(!fault.message.is_empty());
                prop_assert!(fault.line <= SAMPLE.lines().count() + 1);
            }
        }
    }
}
