//! The commands, through the real program.

#[path = "support/plans.rs"]
mod plans;
mod support;

use std::fs;
use std::process::Stdio;

use support::{command, evenkeel, example};

const PLAN: &str = "exchange-4000-heavy.ron";

fn path(p: &std::path::Path) -> &str {
    p.to_str().expect("the path is UTF-8")
}

#[test]
fn check_says_the_verdict_last_and_its_status_follows_the_bar() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example(PLAN);
    let ran = evenkeel(folder.path(), &["check", path(&plan)]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let last = ran.out.lines().last().unwrap();
    assert!(
        last.contains("4,000 heavy mailboxes on two servers:"),
        "{last}"
    );

    // One vCPU more than any host has threads: an error.
    let broken = folder.path().join("broken.ron");
    let text = fs::read_to_string(&plan).unwrap();
    assert!(text.contains("vcpus: 2"));
    fs::write(&broken, text.replacen("vcpus: 2", "vcpus: 64", 1)).unwrap();
    let ran = evenkeel(folder.path(), &["check", "broken.ron"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("error "), "{}", ran.out);
    assert!(ran.out.lines().last().unwrap().contains("Does not hold"));
}

#[test]
fn a_lower_bar_fails_on_what_lies_above_it() {
    let folder = tempfile::tempdir().unwrap();
    // A host of which little is known, and a VM without a host: notes, warnings and things not assessed, no error.
    let sparse = r#"(format: 1, sites: {"a": ()}, hosts: {"h": (site: "a", sockets: 1, cores_per_socket: 4, clock: "2 GHz", ram: "16 GiB")},
        vms: {"v": (vcpus: 1, ram: "1 GiB", placement: [(host: "h")])})"#;
    fs::write(folder.path().join("p.ron"), sparse).unwrap();
    let json = evenkeel(folder.path(), &["check", "p.ron", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let count = |name: &str| answer["counts"][name].as_u64().unwrap();
    let errors = count("errors");
    for (bar, above) in [
        ("error", errors),
        ("warning", errors + count("warnings")),
        ("info", errors + count("warnings") + count("infos")),
        ("not-assessed", errors + count("not_assessed")),
        (
            "warning,not-assessed",
            errors + count("warnings") + count("not_assessed"),
        ),
    ] {
        let ran = evenkeel(folder.path(), &["check", "p.ron", "--deny", bar]);
        assert_eq!(ran.status, i32::from(above > 0), "{bar}: {}", ran.out);
    }
    assert!(
        count("warnings") + count("infos") + count("not_assessed") > 0,
        "the plan has something below an error"
    );
}

#[test]
fn explain_lists_addresses_and_shows_each_working() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example(PLAN);
    let list = evenkeel(folder.path(), &["explain", path(&plan), "--list"]);
    assert_eq!(list.status, 0, "{}", list.err);
    let addresses: Vec<&str> = list
        .out
        .lines()
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    assert!(addresses.len() > 50, "{}", addresses.len());
    assert!(addresses.is_sorted(), "sorted by address");
    let vm = addresses.iter().find(|a| a.starts_with("vm/")).unwrap();
    let one = evenkeel(folder.path(), &["explain", path(&plan), vm]);
    assert_eq!(one.status, 0, "{}", one.err);
    assert!(one.out.contains(vm), "{}", one.out);
    let prefix = vm.rsplit_once('/').unwrap().0;
    let some = evenkeel(folder.path(), &["explain", path(&plan), "--list", prefix]);
    assert!(some.out.lines().all(|l| l.starts_with(prefix)));
    let none = evenkeel(folder.path(), &["explain", path(&plan), "vm/nobody/ram"]);
    assert_eq!(none.status, 2);
    assert!(
        none.err.contains("no such figure") && none.err.contains("--list"),
        "{}",
        none.err
    );
}

#[test]
fn export_writes_the_same_pdf_twice_and_never_over_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example(PLAN), folder.path().join("p.ron")).unwrap();
    for (name, paper) in [("a.pdf", "a4"), ("b.pdf", "a4"), ("c.pdf", "letter")] {
        let ran = evenkeel(
            folder.path(),
            &[
                "export",
                "p.ron",
                "--pdf",
                name,
                "--date",
                "2026-11-22",
                "--paper",
                paper,
            ],
        );
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.out.contains(" pages, "), "{}", ran.out);
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.pdf").starts_with(b"%PDF-"));
    assert_eq!(
        read("a.pdf"),
        read("b.pdf"),
        "two processes, the same bytes"
    );
    assert_ne!(read("a.pdf"), read("c.pdf"));

    let before = read("p.ron");
    for pdf in ["p.ron", "./p.ron"] {
        let ran = evenkeel(folder.path(), &["export", "p.ron", "--pdf", pdf]);
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains("this is the plan itself"), "{}", ran.err);
    }
    assert_eq!(read("p.ron"), before);

    let ran = evenkeel(
        folder.path(),
        &["export", "p.ron", "--pdf", "no/such/x.pdf"],
    );
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no such folder"), "{}", ran.err);
    let ran = evenkeel(folder.path(), &["export", "p.ron", "--pdf", "."]);
    assert_eq!(ran.status, 2);
    let ran = evenkeel(
        folder.path(),
        &["export", "p.ron", "--pdf", "d.pdf", "--date", "2026-02-30"],
    );
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("2026-11-22"), "{}", ran.err);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains(".tmp"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "no temporary file is left");
}

#[test]
fn fmt_is_idempotent_keeps_the_plan_and_says_when_comments_go() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("p.ron");
    // As somebody types it.
    let shipped = fs::read_to_string(example(PLAN)).unwrap();
    let text = shipped.replacen("    format: 1,\n", "format:1,\n", 1);
    assert_ne!(text, shipped);
    fs::write(&plan, &text).unwrap();
    let judged = |name: &str| evenkeel(folder.path(), &["check", name, "--format", "json"]).out;
    let before = judged("p.ron");

    let ran = evenkeel(folder.path(), &["fmt", "p.ron", "--check"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert_eq!(
        fs::read_to_string(&plan).unwrap(),
        text,
        "--check changes nothing"
    );
    assert_eq!(evenkeel(folder.path(), &["fmt", "p.ron"]).status, 0);
    let canonical = fs::read_to_string(&plan).unwrap();
    assert_eq!(canonical, shipped);
    assert_eq!(
        evenkeel(folder.path(), &["fmt", "p.ron", "--check"]).status,
        0
    );
    assert_eq!(judged("p.ron"), before, "it says the same");

    let commented = format!("// why these servers\n{canonical}");
    fs::write(&plan, &commented).unwrap();
    let ran = evenkeel(folder.path(), &["fmt", "p.ron"]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.err.contains("comments are not kept") && ran.err.contains("p.ron.bak"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(&plan).unwrap(), canonical);
    assert_eq!(
        fs::read_to_string(folder.path().join("p.ron.bak")).unwrap(),
        commented
    );
}

#[test]
fn new_makes_plans_that_open_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let list = evenkeel(folder.path(), &["new", "--list"]);
    assert_eq!(list.status, 0, "{}", list.err);
    let keys: Vec<&str> = list
        .out
        .lines()
        .filter_map(|l| l.split_whitespace().next())
        .collect();
    assert!(keys.len() >= 3, "{}", list.out);
    for key in &keys {
        let file = format!("{key}.ron");
        let ran = evenkeel(folder.path(), &["new", "--template", key, "-o", &file]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(
            evenkeel(folder.path(), &["fmt", &file, "--check"]).status,
            0
        );
        assert!(evenkeel(folder.path(), &["check", &file]).status <= 1);
    }
    let file = format!("{}.ron", keys[0]);
    let before = fs::read(folder.path().join(&file)).unwrap();
    let ran = evenkeel(folder.path(), &["new", "--template", keys[1], "-o", &file]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("already"), "{}", ran.err);
    assert_eq!(fs::read(folder.path().join(&file)).unwrap(), before);
    let ran = evenkeel(
        folder.path(),
        &[
            "new",
            "--template",
            keys[0],
            "-o",
            "named.ron",
            "--name",
            "Plant \"north\"",
        ],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = fs::read_to_string(folder.path().join("named.ron")).unwrap();
    assert!(text.contains(r#"name: "Plant \"north\"""#), "{text}");
    let ran = evenkeel(
        folder.path(),
        &["new", "--template", "nonsense", "-o", "x.ron"],
    );
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains(keys[0]), "{}", ran.err);
}

#[test]
fn diff_names_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example(PLAN);
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(
        folder.path().join("after.ron"),
        text.replacen("vcpus: 2", "vcpus: 64", 1),
    )
    .unwrap();
    let same = evenkeel(folder.path(), &["diff", path(&plan), path(&plan)]);
    assert_eq!((same.status, same.out.as_str()), (0, "no difference\n"));
    let ran = evenkeel(folder.path(), &["diff", path(&plan), "after.ron"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.out.contains("    - vcpus: 2\n    + vcpus: 64\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\n+ error "), "{}", ran.out);
}

#[test]
fn help_teaches_every_command_with_examples() {
    let folder = tempfile::tempdir().unwrap();
    let help = evenkeel(folder.path(), &["help"]);
    assert_eq!(help.status, 0);
    for command in [
        "check", "assess", "explain", "calc", "outlook", "fail", "place", "export", "fmt", "new",
        "diff",
    ] {
        assert!(
            help.out.contains(&format!("\n  {command} ")),
            "{command} in {}",
            help.out
        );
        let one = evenkeel(folder.path(), &["help", command]);
        assert_eq!(one.status, 0, "{command}");
        assert!(one.out.contains("Examples:\n  evenkeel "), "{}", one.out);
    }
    assert!(help.out.contains("Exit status:"));
    let version = evenkeel(folder.path(), &["--version"]);
    assert_eq!(
        version.out.trim(),
        format!("evenkeel {}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_first_steps_that_the_help_teaches_work() {
    let folder = tempfile::tempdir().unwrap();
    let help = evenkeel(folder.path(), &["help"]).out;
    let steps: Vec<&str> = help
        .lines()
        .filter_map(|l| l.strip_prefix("  evenkeel "))
        .filter(|l| l.contains(' '))
        .collect();
    assert!(steps.len() >= 5, "{steps:?}");
    for step in steps {
        let arguments: Vec<&str> = step.split_whitespace().collect();
        let ran = evenkeel(folder.path(), &arguments);
        assert_eq!(ran.status, 0, "{step}: {}{}", ran.out, ran.err);
    }
    assert!(folder.path().join("plan.pdf").is_file());
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["check"][..],
        &["check", "a.ron", "--format", "xml"],
        &["explain", "a.ron"],
        &["new", "--template", "x"],
        &["--nonsense"],
        &["chek", "a.ron"],
    ] {
        let ran = evenkeel(folder.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty());
    }
}

#[test]
fn a_command_that_does_not_exist_is_told_with_those_that_do() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["sizes"][..], &["size", "a.ron"], &["import", "--help"]] {
        let ran = evenkeel(folder.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(
            ran.err.contains("no such command") && ran.err.contains("check, assess"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_calculator_answers_with_its_working_and_refuses_what_it_cannot_take() {
    let folder = tempfile::tempdir().unwrap();
    let calc = |arguments: &[&str]| {
        let all: Vec<&str> = std::iter::once("calc")
            .chain(arguments.iter().copied())
            .collect();
        evenkeel(folder.path(), &all)
    };
    let list = calc(&["--list"]);
    assert_eq!(list.status, 0);
    assert!(list.out.contains("  fibre "), "{}", list.out);
    let ran = calc(&["fibre", "distance=100mi", "limit=2ms"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("Round trip"), "{}", ran.out);
    assert!(ran.out.contains("calc/fibre/rtt"), "{}", ran.out);
    for (arguments, said) in [
        (&["fibre", "distance"][..], "KEY=VALUE"),
        (&["fibre", "distanse=1km"], "did you mean distance?"),
        (&["fibre", "distance=1 furlong"], "furlong"),
        (&["fibre", "distance=nan"], "not a number"),
        (&["fibre", "distance=-1km"], "range"),
        (&["fibre"], "give distance"),
        (&["fibres", "distance=1km"], "did you mean fibre?"),
        (&["k-of-n", "n=5"], "k is missing"),
    ] {
        let ran = calc(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.out);
    }
}

#[test]
fn the_outlook_tells_how_much_more_and_which_check_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example("exchange-4000-heavy.ron");
    let plan = plan.to_str().unwrap();
    let ran = evenkeel(folder.path(), &["outlook", plan, "--warnings"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out
            .contains("4,000 mailboxes now, up to 4,000 (0 more); then MBX-003"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("mbx-1: 2 vCPU, 7 GiB"), "{}", ran.out);
    let one = evenkeel(
        folder.path(),
        &["outlook", plan, "vm/mbx-1", "--format", "json"],
    );
    let value: serde_json::Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!(value["schema"], "evenkeel.outlook/1");
    assert_eq!(value["headroom"].as_array().unwrap().len(), 1);
    assert_eq!(value["smallest_vms"][0]["vcpus"], 2);
    let none = evenkeel(folder.path(), &["outlook", plan, "vm/nobody"]);
    assert_eq!(none.status, 2);
    assert!(
        none.err.contains("the plan has no vm/nobody"),
        "{}",
        none.err
    );
}

#[test]
fn failures_are_told_one_by_one_together_and_by_harm() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example("exchange-three-tiers.ron");
    let plan = plan.to_str().unwrap();
    // Lockstep carries on without its partner, the mirrored store restarts on it.
    let one = evenkeel(
        folder.path(),
        &["fail", plan, "host/host-a1", "--format", "json"],
    );
    assert_eq!(one.status, 0, "{}", one.err);
    let value: serde_json::Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!(value["schema"], "evenkeel.fail/1");
    assert_eq!(value["failures"].as_array().unwrap().len(), 1);
    assert_eq!(value["failures"][0]["parts"][0], "host/host-a1");
    assert_eq!(value["failures"][0]["simplex"], 1);
    assert_eq!(value["failures"][0]["restarts"], 1);
    assert_eq!(value["failures"][0]["stops"], 0);
    assert_eq!(value["failures"][0]["split_brain"], 0);
    let all = evenkeel(folder.path(), &["fail", plan, "--pairs"]);
    assert_eq!(all.status, 0, "{}", all.err);
    assert!(all.out.contains("failures examined"), "{}", all.out);
    let none = evenkeel(folder.path(), &["fail", plan, "host/nobody"]);
    assert_eq!(none.status, 2);
    assert!(
        none.err.contains("the plan has no host/nobody"),
        "{}",
        none.err
    );
    let odd = evenkeel(folder.path(), &["fail", plan, "moon"]);
    assert_eq!(odd.status, 2);
    assert!(
        odd.err.contains("names nothing that can fail"),
        "{}",
        odd.err
    );
}

#[test]
fn growth_shows_what_fails_first_and_every_command_can_look_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(example("exchange-three-tiers.ron")).unwrap();
    let text = text.replacen(
        "    platform:",
        "    settings: (growth: (users: \"8 %\", data: \"10 %\")),\n    platform:",
        1,
    );
    let plan = folder.path().join("grow.ron");
    fs::write(&plan, text).unwrap();
    let plan = plan.to_str().unwrap();
    let ran = evenkeel(folder.path(), &["outlook", plan]);
    assert!(
        ran.out.contains("  year 1: ") && ran.out.contains("      CAP-009 mbx-mid has 900 GiB"),
        "{}",
        ran.out
    );
    let address = "vm/mbx-mid/ram.needed";
    let now = evenkeel(folder.path(), &["explain", plan, address]);
    assert!(!now.out.contains("user_growth"), "{}", now.out);
    let later = evenkeel(folder.path(), &["explain", plan, address, "--year", "3"]);
    assert!(
        later.out.contains("(1 + user_growth) ^ years"),
        "{}",
        later.out
    );
    let check = evenkeel(folder.path(), &["check", plan, "--year", "4"]);
    assert_eq!(check.status, 1, "{}", check.out);
    assert_eq!(evenkeel(folder.path(), &["check", plan]).status, 0);
    let refused = evenkeel(folder.path(), &["check", plan, "--year", "99"]);
    assert_eq!(refused.status, 2);
}

#[test]
fn without_a_display_the_window_says_so_and_names_the_commands() {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let plan = example(PLAN);
    let ran = evenkeel(folder.path(), &[path(&plan)]);
    assert_eq!(ran.status, 3);
    assert!(
        ran.err.contains("no window can open") && ran.err.contains("evenkeel check"),
        "{}",
        ran.err
    );
    assert_eq!(evenkeel(folder.path(), &[]).status, 3);
    let ran = evenkeel(folder.path(), &["nothing.ron"]);
    assert_eq!(
        ran.status, 2,
        "a plan that is not there is the greater fault"
    );
    assert!(
        ran.err
            .starts_with("evenkeel: nothing.ron: there is no such file"),
        "{}",
        ran.err
    );
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path())
        .args(["assess", path(&example(PLAN)), "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let done = command(folder.path())
        .args(["assess", path(&example(PLAN)), "--format", "json"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        said.starts_with("evenkeel: standard output: it cannot be written"),
        "{said}"
    );
}

#[test]
fn every_example_opens_and_exports_without_a_display() {
    let folder = tempfile::tempdir().unwrap();
    let plans = plans::all();
    assert!(plans.len() >= 5);
    for plan in plans {
        let ran = evenkeel(folder.path(), &["check", path(&plan)]);
        assert!(ran.status <= 1, "{}: {}", plan.display(), ran.err);
        let ran = evenkeel(folder.path(), &["export", path(&plan), "--pdf", "x.pdf"]);
        assert_eq!(ran.status, 0, "{}: {}", plan.display(), ran.err);
    }
}

#[test]
fn place_proposes_writes_only_where_asked_and_never_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let plan = example(PLAN);
    let plan = path(&plan);
    let ran = evenkeel(folder.path(), &["place", plan, "-o", "placed.ron"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("none is better"), "{}", ran.out);
    let first = fs::read(folder.path().join("placed.ron")).unwrap();
    let checked = evenkeel(folder.path(), &["check", "placed.ron"]);
    assert_eq!(checked.status, 0, "{}", checked.out);

    let again = evenkeel(folder.path(), &["place", plan, "-o", "placed.ron"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    let forced = evenkeel(
        folder.path(),
        &[
            "place",
            plan,
            "-o",
            "placed.ron",
            "--force",
            "--objective",
            "balance",
        ],
    );
    assert_eq!(forced.status, 0, "{}{}", forced.out, forced.err);
    assert_eq!(
        fs::read(folder.path().join("placed.ron.bak")).unwrap(),
        first
    );

    let json = evenkeel(
        folder.path(),
        &["place", plan, "--objective", "moves", "--format", "json"],
    );
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(value["schema"], "evenkeel.place/1");
    assert_eq!(value["proposal"]["optimal"], true);
    assert_eq!(value["proposal"]["members_moved"], 0);
}

#[test]
fn place_explains_what_is_in_the_way_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(example(PLAN)).unwrap();
    let broken = text.replacen("ram: \"8 GiB\"", "ram: \"40 GiB\"", 2);
    assert_ne!(text, broken);
    fs::write(folder.path().join("full.ron"), broken).unwrap();
    let ran = evenkeel(folder.path(), &["place", "full.ron", "-o", "out.ron"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("memory"), "{}", ran.out);
    assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    assert!(!folder.path().join("out.ron").exists());

    let no_time = evenkeel(folder.path(), &["place", "full.ron", "--seconds", "0"]);
    assert_eq!(no_time.status, 2);
    let nobody = evenkeel(folder.path(), &["place", "full.ron", "--price", "nobody=3"]);
    assert_eq!(nobody.status, 2);
    assert!(nobody.err.contains("no host nobody"), "{}", nobody.err);
}

#[test]
fn faults_of_arguments_are_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["check"][..],
        &["place", "p.ron", "--seconds", "-1"],
        &["place", "p.ron", "--objective", "foo"],
        &["export", "p.ron"],
        &["fmt", "-o"],
    ] {
        let ran = evenkeel(folder.path(), arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.starts_with("evenkeel: "), "{}", ran.err);
        let help = format!("see evenkeel {} --help", arguments[0]);
        assert!(ran.err.contains(&help), "{}", ran.err);
    }
}

#[test]
fn nothing_moves_in_an_example_where_nothing_is_gained() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "exchange-4000-heavy.ron",
        "exchange-three-tiers.ron",
        "sql-commerce.ron",
        "hundred-and-twenty-branches.ron",
        "vehicle-plant-split-site.ron",
    ] {
        let plan = example(name);
        let plan = plan.to_str().unwrap();
        let ran = evenkeel(
            folder.path(),
            &["place", plan, "-o", name, "--seconds", "20"],
        );
        assert!(
            ran.out.contains("Every VM stays where it is"),
            "{name}: {}{}",
            ran.out,
            ran.err
        );
        // A warning that no placement mends is told and ends with 1.
        let told = ran.out.contains("No placement keeps every ceiling");
        assert_eq!(ran.status, i32::from(told), "{name}: {}", ran.out);
    }
}
