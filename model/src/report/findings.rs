//! Findings by severity, what could not be assessed, and the risks that were accepted.

use super::paginate::document::{Block, Cell, Chapter, Column, Rich, Row, Table, Tone};
use super::summary::severity_word;
use super::words::{count, stopped};
use super::{Report, anchor, numbered, severity_tone};
use crate::check::{Finding, Severity, Status, counts};
use crate::ids::EntityId;

/// The number that the chapter bears: one more for each chapter before it that not every plan has.
pub fn number(report: &Report<'_>) -> usize {
    let plan = report.cx.plan;
    6 + usize::from(!plan.workloads.is_empty()) + usize::from(super::growth::has_chapter(plan))
}

pub fn chapter(report: &Report<'_>) -> Chapter {
    let c = counts(report.findings);
    let open = c.errors + c.warnings + c.infos;
    let checks = crate::check::all().count();
    let lead = if open == 0 {
        format!(
            "{} looked at the plan and none found a fault that is still open.",
            count(checks, "check", "checks")
        )
    } else {
        format!(
            "{} looked at the plan and report {}, {} and {}.",
            count(checks, "check", "checks"),
            count(c.errors, "error", "errors"),
            count(c.warnings, "warning", "warnings"),
            count(c.infos, "note", "notes")
        )
    };
    let missing = match c.not_assessed {
        0 => " Nothing was left out for want of an input.".to_owned(),
        1 => " One could not look for want of an input, named below.".to_owned(),
        n => format!(" {n} times a check could not look for want of an input, named below."),
    };
    let mut blocks = vec![Block::Lead(format!("{lead}{missing}").into())];
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let list: Vec<&Finding> = report
            .findings
            .iter()
            .filter(|f| f.is_found() && f.waived.is_none() && f.severity == severity)
            .collect();
        if !list.is_empty() {
            let title = match severity {
                Severity::Error => "Errors",
                Severity::Warning => "Warnings",
                Severity::Info => "Notes",
            };
            blocks.push(heading(title));
            blocks.push(Block::Table(table(report, &list)));
        }
    }
    let missing: Vec<&Finding> = report.findings.iter().filter(|f| !f.is_found()).collect();
    if !missing.is_empty() {
        blocks.push(heading("Not assessed"));
        blocks.push(Block::Table(not_assessed(report, &missing)));
    }
    if report.findings.is_empty() && !report.is_bare() {
        blocks.push(Block::Callout {
            tone: Tone::Good,
            paragraphs: vec![
                Rich::new()
                    .bold("No findings.")
                    .text(" Every check that applies to this plan holds."),
            ],
        });
    }
    numbered("Findings", "findings", blocks)
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
        anchor: None,
    }
}

/// The things a finding is about, as links.
fn subjects(report: &Report<'_>, finding: &Finding) -> Rich {
    let mut rich = Rich::new();
    for (i, id) in finding.subjects.iter().take(3).enumerate() {
        if i > 0 {
            rich = rich.text(", ");
        }
        rich = match id {
            EntityId::Plan => rich.text("the plan"),
            id => rich.link(report.name(id), anchor(id)),
        };
    }
    if finding.subjects.len() > 3 {
        rich = rich.text(format!(" and {} more", finding.subjects.len() - 3));
    }
    rich
}

/// The fixes, or else the help of the check.
fn to_do(finding: &Finding) -> String {
    if finding.fixes.is_empty() {
        help_section(finding, "What to do")
    } else {
        finding
            .fixes
            .iter()
            .map(|f| stopped(&f.title))
            .collect::<Vec<_>>()
            .join("\nOr: ")
    }
}

/// A section of the check's help as plain text.
fn help_section(finding: &Finding, title: &str) -> String {
    let Some(check) = crate::check::find(&finding.code.to_string()) else {
        return String::new();
    };
    let mut out: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in check.meta().help {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("## ") {
            inside = name == title;
        } else if inside && !line.is_empty() {
            out.push(line);
        }
    }
    out.join(" ")
}

fn table(report: &Report<'_>, findings: &[&Finding]) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Code"),
            Column::share("Where", 0.62),
            Column::share("Finding", 1.25),
            Column::share("What to do", 1.0),
        ],
        rows: Vec::new(),
    };
    for finding in findings {
        let mut message = Rich::new().text(stopped(&report.sentence(&finding.message)));
        if finding.unconfirmed {
            message = message.muted("\nRests on a value that was not read in its source.");
        }
        table.rows.push(Row::new(vec![
            Cell::Severity(
                severity_tone(finding.severity),
                finding.code.to_string().into(),
            ),
            subjects(report, finding).into(),
            message.into(),
            to_do(finding).into(),
        ]));
    }
    table
}

fn not_assessed(report: &Report<'_>, findings: &[&Finding]) -> Table {
    let mut table = Table {
        columns: vec![
            Column::text("Code"),
            Column::text("Class"),
            Column::share("Where", 0.6),
            Column::share("What is missing", 1.0),
            Column::share("Why it matters", 1.2),
        ],
        rows: Vec::new(),
    };
    for finding in findings {
        let Status::NotAssessed { missing } = &finding.status else {
            continue;
        };
        table.rows.push(Row::new(vec![
            finding.code.to_string().into(),
            Cell::Severity(
                severity_tone(finding.severity),
                severity_word(finding.severity).into(),
            ),
            subjects(report, finding).into(),
            report.sentence(missing).into(),
            stopped(&report.sentence(&finding.message)).into(),
        ]));
    }
    table
}

/// Risks accepted in the plan; none when there are none.
pub fn waivers(report: &Report<'_>) -> Option<Chapter> {
    let plan = report.cx.plan;
    if plan.waivers.is_empty() {
        return None;
    }
    let mut table = Table {
        columns: vec![
            Column::text("Code"),
            Column::share("Where", 0.6),
            Column::share("Risk", 1.2),
            Column::share("Accepted because", 1.1),
            Column::text("By, date"),
        ],
        rows: Vec::new(),
    };
    for waiver in &plan.waivers {
        let found = report
            .findings
            .iter()
            .find(|f| f.waived.as_ref() == Some(waiver));
        let risk = found.map_or_else(
            || Rich::from("No longer found: the acceptance can be removed."),
            |f| stopped(&report.sentence(&f.message)).into(),
        );
        let place = match &waiver.subject {
            EntityId::Plan => Rich::from("the plan"),
            id => Rich::new().link(report.name(id), anchor(id)),
        };
        let tone = found.map_or(Tone::Neutral, |f| severity_tone(f.severity));
        let signed: Vec<&str> = [waiver.by.as_str(), waiver.date.as_str()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        table.rows.push(Row::new(vec![
            Cell::Severity(tone, waiver.code.as_str().into()),
            place.into(),
            risk.into(),
            stopped(&waiver.reason).into(),
            if signed.is_empty() {
                "not said".into()
            } else {
                signed.join("\n").into()
            },
        ]));
    }
    let lead = format!(
        "{} known and accepted for this plan, each with its reason. Signing the plan accepts them too.",
        if plan.waivers.len() == 1 {
            "One risk is".to_owned()
        } else {
            format!("{} are", count(plan.waivers.len(), "risk", "risks"))
        }
    );
    Some(numbered(
        "Accepted risks",
        "waivers",
        vec![Block::Lead(lead.into()), Block::Table(table)],
    ))
}
