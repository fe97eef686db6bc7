//! `evenkeel check`: findings and verdict.

use evenkeel_model::check::{Counts, Finding, Severity, Status, counts, verdict};
use serde::Serialize;

use super::args::{Bar, CheckArgs, Format};
use super::fault::Fault;
use super::json::{FindingJson, Head, severity};
use super::subject::{Subject, read_plan};
use super::{Out, status};

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    findings: Vec<FindingJson<'a>>,
}

pub(super) fn run(args: &CheckArgs, out: &mut Out<'_>) -> Result<u8, Fault> {
    let plan = read_plan(&args.plan)?;
    let subject = Subject::of(&plan);
    match args.format {
        Format::Text => out.text(&text(
            &plan.label(&evenkeel_model::ids::EntityId::Plan),
            &subject.findings,
        ))?,
        Format::Json => out.json(&Answer {
            head: Head::new("evenkeel.check/1", &subject.cx, &subject.findings),
            findings: subject.findings.iter().map(FindingJson::new).collect(),
        })?,
    }
    Ok(if subject.findings.iter().any(|f| denied(f, &args.deny)) {
        status::FOUND
    } else {
        status::OK
    })
}

/// Whether a finding is at or above the bar. Accepted ones never are; errors always are.
fn denied(finding: &Finding, bars: &[Bar]) -> bool {
    match finding.status {
        Status::NotAssessed { .. } => bars.contains(&Bar::NotAssessed),
        Status::Found if finding.waived.is_some() => false,
        Status::Found => match finding.severity {
            Severity::Error => true,
            Severity::Warning => bars.contains(&Bar::Warning) || bars.contains(&Bar::Info),
            Severity::Info => bars.contains(&Bar::Info),
        },
    }
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The line of numbers: `2 errors, 1 warning, 3 not assessed`.
pub(super) fn tally(c: &Counts) -> String {
    let parts: Vec<String> = [
        (c.errors, "error", "errors"),
        (c.warnings, "warning", "warnings"),
        (c.infos, "note", "notes"),
        (c.not_assessed, "not assessed", "not assessed"),
        (c.waived, "accepted", "accepted"),
    ]
    .iter()
    .filter(|(n, _, _)| *n > 0)
    .map(|(n, one, many)| plural(*n, one, many))
    .collect();
    if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Findings for people: what does not hold first, then what could not be assessed, then what is accepted; the verdict
/// last, where the eye is when the command ends.
pub(super) fn text(name: &str, findings: &[Finding]) -> String {
    let mut lines = Vec::new();
    let rank = |f: &Finding| match (&f.status, &f.waived) {
        (Status::Found, None) => 0,
        (Status::NotAssessed { .. }, _) => 1,
        (Status::Found, Some(_)) => 2,
    };
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| rank(f));
    for f in sorted {
        let head = match (&f.status, &f.waived) {
            (Status::NotAssessed { .. }, _) => "not assessed",
            (_, Some(_)) => "accepted",
            _ => severity(f.severity),
        };
        lines.push(format!("{head} {} {}: {}", f.code, f.subject(), f.message));
        if let Status::NotAssessed { missing } = &f.status {
            lines.push(format!("    missing: {missing}"));
        }
        if let Some(w) = &f.waived {
            let signed: Vec<&str> = [w.by.as_str(), w.date.as_str()]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            let signed = if signed.is_empty() {
                String::new()
            } else {
                format!(" ({})", signed.join(", "))
            };
            lines.push(format!("    because: {}{signed}", w.reason));
        } else {
            for fix in &f.fixes {
                lines.push(format!("    fix: {}", fix.title));
            }
            if f.placement_could_mend && f.fixes.is_empty() {
                lines.push("    moving VMs could mend it".to_owned());
            }
        }
        if !f.source.is_empty() {
            let sure = if f.unconfirmed { ", unconfirmed" } else { "" };
            lines.push(format!("    source: {}{sure}", f.source));
        } else if f.unconfirmed {
            lines.push("    rests on a figure that is not confirmed".to_owned());
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!(
        "{name}: {} ({})",
        verdict(findings).words(),
        tally(&counts(findings))
    ));
    lines.push(String::new());
    lines.join("\n")
}
