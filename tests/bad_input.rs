//! Bad input through the real program: a message with file, line, what and what to do; status 2; nothing overwritten.

mod support;

use std::fs;
use std::path::Path;

use support::{evenkeel, example};

/// Runs every command that reads a plan on bytes that are none, and gives what `check` said.
fn refused(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("p.ron"), bytes).unwrap();
    fs::write(folder.path().join("p.pdf"), b"older").unwrap();
    let said = all_refuse(folder.path(), "p.ron");
    assert_eq!(
        fs::read(folder.path().join("p.ron")).unwrap(),
        bytes,
        "the file is as it was"
    );
    assert_eq!(fs::read(folder.path().join("p.pdf")).unwrap(), b"older");
    said
}

fn all_refuse(folder: &Path, name: &str) -> String {
    let check = evenkeel(folder, &["check", name]);
    for arguments in [
        &["check", name][..],
        &["check", name, "--format", "json"],
        &["assess", name, "--format", "json"],
        &["explain", name, "--list"],
        &["export", name, "--pdf", "p.pdf"],
        &["fmt", name],
        &["fmt", name, "--check"],
        &[name],
    ] {
        let ran = evenkeel(folder, arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.err, check.err, "{arguments:?} says the same");
        assert_eq!(ran.out, "", "{arguments:?}");
    }
    let said = check.err;
    assert!(said.starts_with(&format!("evenkeel: {name}")), "{said}");
    assert!(said.contains(" — "), "it says what to do: {said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// What is said of the example with one text replaced.
fn changed(from: &str, to: &str) -> String {
    let text = fs::read_to_string(example("exchange-4000-heavy.ron")).unwrap();
    assert!(text.contains(from), "the example has {from}");
    refused(text.replacen(from, to, 1).as_bytes())
}

/// The place must be a line and a column.
fn placed(said: &str) {
    let rest = said.strip_prefix("evenkeel: p.ron:").expect(said);
    let mut parts = rest.splitn(3, ':');
    for what in ["line", "column"] {
        let n: usize = parts
            .next()
            .unwrap()
            .parse()
            .unwrap_or_else(|_| panic!("{what} in {said}"));
        assert!(n > 0);
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let said = all_refuse(folder.path(), "missing.ron");
    assert!(said.contains("there is no such file"), "{said}");
    fs::create_dir(folder.path().join("folder.ron")).unwrap();
    let said = all_refuse(folder.path(), "folder.ron");
    assert!(said.contains("this is a folder"), "{said}");
}

#[test]
fn files_that_are_no_plan() {
    assert!(refused(b"").contains("the file is empty"));
    assert!(refused(b"\n\n").contains("the file is empty"));
    assert!(refused(b"%PDF-1.7\n").contains("this is not a plan"));
    let said = refused(b"(format: 1,\n about: (name: \"M\xfcller\"))");
    placed(&said);
    assert!(
        said.starts_with("evenkeel: p.ron:2:18: the file is not text in UTF-8"),
        "{said}"
    );
    assert!(refused(&[0xff; 4096]).contains("UTF-8"));
    assert!(refused(&[0; 4096]).contains("not a plan"));
}

#[test]
fn a_file_that_is_cut_off() {
    let text = fs::read_to_string(example("exchange-4000-heavy.ron")).unwrap();
    for share in [3, 5, 8] {
        let mut cut = text.len() * share / 10;
        while !text.is_char_boundary(cut) {
            cut += 1;
        }
        let said = refused(&text.as_bytes()[..cut]);
        placed(&said);
        assert!(said.contains("the file ends"), "{said}");
    }
}

#[test]
fn formats_that_are_missing_or_newer() {
    let said = changed("format: 1,", "");
    placed(&said);
    assert!(said.contains("write format: 1"), "{said}");
    let said = changed("format: 1,", "format: 2,");
    placed(&said);
    assert!(said.contains("made by a newer Evenkeel"), "{said}");
}

#[test]
fn fields_and_values_that_do_not_fit() {
    for (from, to, what) in [
        (
            "sockets: 2",
            "socets: 2",
            "there is no field socets — write sockets",
        ),
        (
            "sockets: 2",
            "sockets: \"two\"",
            "a whole number belongs here",
        ),
        (
            "ram: \"48 GiB\"",
            "ram: 48",
            "a text in double quotes belongs here, not 48",
        ),
        ("ram: \"48 GiB\"", "ram: \"48\"", "has no unit"),
        ("ram: \"48 GiB\"", "ram: \"-48 GiB\"", "outside the range"),
        ("ram: \"48 GiB\"", "ram: \"NaN GiB\"", "is not a number"),
        ("ram: \"48 GiB\"", "ram: \"1e300 GiB\"", "outside the range"),
        ("sockets: 2", "sockets: -2", "-2 is negative"),
        ("sockets: 2", "sockets: 4294967296", "out of range"),
        ("sockets: 2", "sockets: 4294967295", "out of range"),
        ("sockets: 2", "sockets: 2, rating: NaN", "not a number"),
        ("sockets: 2", "sockets: 2, rating: inf", "not finite"),
        ("sockets: 2", "sockets: 2, rating: -1.0", "-1 is negative"),
        (
            "format: 1,",
            "format: 1, overrides: {\"x\": NaN},",
            "not a number",
        ),
    ] {
        let said = changed(from, to);
        placed(&said);
        assert!(said.contains(what), "{to}: {said}");
    }
}

#[test]
fn references_and_ids() {
    let said = changed("partner: \"server-2\"", "partner: \"server-3\"");
    placed(&said);
    assert!(
        said.contains("placement[0].partner: there is no host server-3 in the plan"),
        "{said}"
    );
    let said = changed("\"server-2\": (", "\"server-1\": (");
    placed(&said);
    assert!(said.contains("the id server-1 is used twice"), "{said}");
}

#[test]
fn files_made_to_hurt() {
    let said = refused(&vec![b'('; 50 * 1024 * 1024]);
    assert!(said.contains("larger than 32 MiB"), "{said}");
    let said = refused(&vec![b'('; 1024 * 1024]);
    assert!(said.contains("nested more than 64 deep"), "{said}");
    let said = refused("[".repeat(100_000).as_bytes());
    assert!(said.contains("nested more than 64 deep"), "{said}");
    let mut rows = String::from("(format: 1, sites: {");
    for n in 0..1_000_000 {
        rows.push_str(&format!("\"s{n}\":(),"));
    }
    rows.push_str("})");
    let said = refused(rows.as_bytes());
    placed(&said);
    assert!(said.contains("more than 100000 items"), "{said}");
    let said =
        refused(format!("(format: 1, about: (name: \"{}\"))", "x".repeat(1 << 20)).as_bytes());
    placed(&said);
    assert!(said.contains("more than 200 characters"), "{said}");
    assert!(refused(format!("/*{}", "/*".repeat(100_000)).as_bytes()).contains(" — "));
}

#[test]
fn what_can_be_represented_opens_and_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(example("exchange-4000-heavy.ron")).unwrap();
    for (from, to) in [
        ("partner: \"server-2\"", "partner: \"server-1\""),
        ("vcpus: 2", "vcpus: 64"),
        ("sockets: 2", "sockets: 0"),
    ] {
        assert!(text.contains(from), "{from}");
        fs::write(folder.path().join("p.ron"), text.replacen(from, to, 1)).unwrap();
        let ran = evenkeel(folder.path(), &["check", "p.ron"]);
        assert_eq!(ran.status, 1, "{to}: {}{}", ran.out, ran.err);
    }
}
