//! `evenkeel check`: findings and verdict.

use evenkeel_model::check::{Counts, Finding, Severity, Status, Verdict, counts, verdict};
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
    let subject = Subject::of(&plan, args.year);
    match args.format {
        Format::Text => out.text(&text(
            &plan.label(&evenkeel_model::ids::EntityId::Plan),
            verdict(&plan, &subject.findings),
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
pub(super) fn text(name: &str, verdict: Verdict, findings: &[Finding]) -> String {
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
        verdict.words(),
        tally(&counts(findings))
    ));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use evenkeel_model::check::{Code, Fix};
    use evenkeel_model::edit::Edit;
    use evenkeel_model::ids::EntityId;
    use evenkeel_model::plan::Waiver;

    fn finding(number: u16, severity: Severity, message: &str) -> Finding {
        Finding {
            code: Code::new("LNK", number),
            title: "both availability links on one card",
            severity,
            status: Status::Found,
            subjects: vec![EntityId::parse("host/a").unwrap()],
            message: message.to_owned(),
            evidence: vec!["joint/a+b/load".to_owned()],
            fixes: Vec::new(),
            placement_could_mend: false,
            unconfirmed: false,
            source: String::new(),
            waived: None,
        }
    }

    fn some() -> Vec<Finding> {
        let mut error = finding(4, Severity::Error, "Both links of a and b leave a by nic1");
        error.fixes.push(Fix {
            title: "Move a-link-2 to nic2".to_owned(),
            safe: true,
            edit: Edit::new("Move a-link-2 to nic2", Vec::new()),
        });
        error.source = "Installation guide, 2009".to_owned();
        error.unconfirmed = true;
        let mut missing = finding(7, Severity::Error, "The round trip of a and b is not known");
        missing.status = Status::NotAssessed {
            missing: "the distance of a-link-1".to_owned(),
        };
        let mut accepted = finding(9, Severity::Warning, "One link only");
        accepted.waived = Some(Waiver {
            code: "LNK-009".to_owned(),
            subject: EntityId::parse("host/a").unwrap(),
            reason: "replaced in spring".to_owned(),
            by: "A. Architect".to_owned(),
            date: "2009-06-30".to_owned(),
        });
        vec![accepted, missing, error]
    }

    #[test]
    fn findings_as_text() {
        insta::assert_snapshot!(text("Plant", Verdict::DoesNotHold, &some()), @r"
        error LNK-004 host/a: Both links of a and b leave a by nic1
            fix: Move a-link-2 to nic2
            source: Installation guide, 2009, unconfirmed
        not assessed LNK-007 host/a: The round trip of a and b is not known
            missing: the distance of a-link-1
        accepted LNK-009 host/a: One link only
            because: replaced in spring (A. Architect, 2009-06-30)

        Plant: Does not hold (1 error, 1 not assessed, 1 accepted)
        ");
        insta::assert_snapshot!(text("Plant", Verdict::Holds, &[]), @"Plant: Holds (no findings)");
    }

    #[test]
    fn a_finding_as_json() {
        let all = some();
        let json = serde_json::to_string(&FindingJson::new(&all[2])).unwrap();
        insta::assert_snapshot!(json, @r#"{"code":"LNK-004","title":"both availability links on one card","severity":"error","status":"found","missing":null,"subjects":["host/a"],"message":"Both links of a and b leave a by nic1","evidence":["joint/a+b/load"],"fixes":[{"title":"Move a-link-2 to nic2","safe":true}],"placement_could_mend":false,"confirmed":false,"source":"Installation guide, 2009","accepted":null}"#);
    }

    #[test]
    fn the_bar_decides_and_accepted_findings_never_fail() {
        let [accepted, missing, error] = &some()[..] else {
            panic!("three findings");
        };
        assert!(denied(error, &[Bar::Error]) && denied(error, &[Bar::NotAssessed]));
        assert!(!denied(missing, &[Bar::Info]) && denied(missing, &[Bar::NotAssessed]));
        assert!(!denied(accepted, &[Bar::Info, Bar::NotAssessed]));
        let note = finding(1, Severity::Info, "x");
        assert!(!denied(&note, &[Bar::Warning]) && denied(&note, &[Bar::Info]));
    }
}
