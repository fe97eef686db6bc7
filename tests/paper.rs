//! The deployment plan as a PDF, through the real program, read by another one.
#![expect(clippy::print_stderr, reason = "says why it skips itself")]

#[path = "support/pdf.rs"]
mod pdf;
#[path = "support/plans.rs"]
mod plans;
#[path = "support/tools.rs"]
mod tools;

use std::path::{Path, PathBuf};
use std::process::Command;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Verdict};
use evenkeel_model::facts::{Case, Cx, derive};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

const TOOLS: [&str; 2] = ["pdftotext", "qpdf"];

/// Chapters that every plan has, in order; those that only some have are not named.
const CHAPTERS: [&str; 9] = [
    "Summary",
    "Topology",
    "Hosts and loads",
    "VMs, levels and placement",
    "Links and budgets",
    "Findings",
    "Assumptions",
    "Installation",
    "Sign-off",
];

fn export(plan: &Path, folder: &Path) -> PathBuf {
    let out = folder.join("plan.pdf");
    let ran = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .arg("export")
        .arg(plan)
        .arg("--pdf")
        .arg(&out)
        .args(["--date", "2026-11-22"])
        .output()
        .expect("the program starts");
    assert!(
        ran.status.success() && ran.stderr.is_empty(),
        "{}: {}",
        plan.display(),
        String::from_utf8_lossy(&ran.stderr)
    );
    out
}

fn read(path: &Path) -> Plan {
    let text = std::fs::read_to_string(path).expect("the example is there");
    evenkeel_model::io::from_text(&text).expect("the example reads")
}

fn verdict(plan: &Plan) -> Verdict {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    check::verdict(plan, &check::run(&cx, &facts))
}

/// One line of the contents: `3 Hosts and loads` and its page.
struct Entry {
    chapter: bool,
    title: String,
    page: usize,
}

/// The contents page, without its leaders.
fn contents(file: &Path) -> Vec<Entry> {
    let out = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-layout", "-f", "2", "-l", "2"])
        .arg(file)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    let text = String::from_utf8(out.stdout).expect("the text is UTF-8");
    text.lines()
        // A leader, so neither the head nor the foot.
        .filter(|line| line.contains(".....") || line.contains(". . ."))
        .map(|line| {
            let words: Vec<&str> = line
                .split_whitespace()
                .filter(|word| !word.chars().all(|c| c == '.'))
                .collect();
            let (page, title) = words.split_last().expect("a title and a page");
            Entry {
                chapter: !line.starts_with(' '),
                title: title.join(" "),
                page: page.parse().expect("a page number ends the line"),
            }
        })
        .collect()
}

#[test]
fn the_text_of_every_example_is_whole() {
    if !tools::equipped(&TOOLS) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for path in plans::all() {
        let plan = read(&path);
        let file = export(&path, folder.path());
        pdf::sound(&file);
        let pages = pdf::pages(&file);
        let name = path.display();
        let cover = pages.first().expect("a cover");
        assert!(cover.contains(&plan.about.name), "{name}: {cover}");
        // The cover counts accepted risks where there are some.
        let verdict = verdict(&plan);
        let told = match verdict {
            Verdict::HoldsWithAcceptedRisks => "Holds with ",
            other => other.words(),
        };
        assert!(cover.contains(told), "{name}: {verdict:?} in {cover}");
        let n = pages.len();
        // The cover bears no number.
        for (i, foot) in pdf::feet(&file).iter().enumerate().skip(1) {
            assert!(
                foot.ends_with(&format!("22 November 2026 {} / {n}", i + 1)),
                "{name}, page {} of {n}: {foot}",
                i + 1
            );
        }
        let body = pages.join(" ");
        let things = plan
            .hosts
            .keys()
            .map(EntityId::from)
            .chain(plan.vms.keys().map(EntityId::from))
            .chain(plan.links.keys().map(EntityId::from))
            .chain(plan.services.keys().map(EntityId::from));
        for id in things {
            let label = plan.label(&id);
            assert!(body.contains(&label), "{name}: {id} ({label})");
        }
        chapters_stand_where_the_contents_say(&name.to_string(), &file, &pages);
    }
}

/// Every chapter and section is on the page that the contents name, and the chapters of every plan are among them.
fn chapters_stand_where_the_contents_say(name: &str, file: &Path, pages: &[String]) {
    let entries = contents(file);
    let mut wanted = CHAPTERS.iter().peekable();
    for (i, entry) in entries.iter().filter(|e| e.chapter).enumerate() {
        let title = entry.title.strip_prefix(&format!("{} ", i + 1));
        let title =
            title.unwrap_or_else(|| panic!("{name}: {} is not number {}", entry.title, i + 1));
        wanted.next_if(|w| **w == title);
    }
    assert_eq!(wanted.next(), None, "{name}: missing or out of order");
    for entry in entries {
        let page = pages.get(entry.page - 1).map_or("", String::as_str);
        assert!(
            page.contains(&entry.title),
            "{name}: {} is not on page {}: {page}",
            entry.title,
            entry.page
        );
    }
}

/// Titles as the contents page lists them; that their pages are right is tested for every example.
#[test]
fn the_contents_page_lists_chapters_and_sections() {
    if !tools::equipped(&TOOLS) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let plan = plans::folder().join("exchange-4000-heavy.ron");
    let lines: Vec<String> = contents(&export(&plan, folder.path()))
        .iter()
        .map(|e| format!("{}{}", if e.chapter { "" } else { "   " }, e.title))
        .collect();
    insta::assert_snapshot!("contents", lines.join("\n"));
}
