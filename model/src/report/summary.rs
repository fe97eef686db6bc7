//! The summary: the whole plan in plain words, for people who read only this.

use std::collections::BTreeSet;

use super::cover::services;
use super::paginate::document::{Block, Cell, Chapter, Column, Rich, Row, Table};
use super::words::{count, list, percent, sentence};
use super::{Report, numbered, severity_tone};
use crate::check::{Severity, Verdict, counts};
use crate::ids::{HostId, SiteId};
use crate::plan::Level;
use crate::units::pretty;

/// The verdict and the plan's size in a few sentences.
pub fn in_short(report: &Report<'_>) -> Rich {
    if report.is_bare() {
        return Rich::new()
            .bold("Nothing planned yet.")
            .text(" The verdict follows with the first host and the first VM.");
    }
    let c = counts(report.findings);
    let verdict = match report.verdict() {
        Verdict::HoldsWithAcceptedRisks => format!(
            "Holds with {}.",
            count(c.waived, "accepted risk", "accepted risks")
        ),
        Verdict::DoesNotHold => format!("Does not hold: {}.", count(c.errors, "error", "errors")),
        other => format!("{}.", other.words()),
    };
    // Accepted risks and warnings beside the verdict: the reader is told that there is more to read.
    let rich = match (report.verdict(), c.warnings) {
        (Verdict::DoesNotHold, _) | (_, 0) => Rich::new().bold(verdict),
        (_, n) => Rich::new()
            .bold(format!(
                "{}, {} to read in ",
                verdict.trim_end_matches('.'),
                count(n, "warning", "warnings")
            ))
            .link(
                format!("chapter {}", super::findings::number(report)),
                "findings",
            )
            .bold("."),
    };
    rich.text(format!(" {}{}", size(report), survival(report)))
}

/// What is there: `4,000 mailboxes on 2 hosts in 1 site, in 4 VMs.`
fn size(report: &Report<'_>) -> String {
    let t = &report.facts.totals;
    let hosts = report.cx.plan.hosts.values();
    let sites: BTreeSet<&SiteId> = hosts.map(|h| &h.site).collect();
    let what = if t.mailboxes > 0.0 {
        format!("{} mailboxes in {}", pretty(t.mailboxes), vms(t.vms))
    } else {
        vms(t.vms)
    };
    format!(
        "{what} on {} in {}.",
        count(t.hosts as usize, "host", "hosts"),
        count(sites.len(), "site", "sites")
    )
}

fn vms(n: u32) -> String {
    count(n as usize, "VM", "VMs")
}

/// What survives, from outcomes of facts. Nothing is promised for a plan that does not hold or is not fully assessed.
fn survival(report: &Report<'_>) -> String {
    use crate::facts::VmFacts;
    if matches!(
        report.verdict(),
        Verdict::DoesNotHold | Verdict::NotFullyAssessed
    ) {
        return String::new();
    }
    // Members that have a host and to which `ask` applies.
    let members = |ask: &dyn Fn(&VmFacts) -> bool| -> usize {
        report
            .facts
            .vms
            .values()
            .filter(|v| ask(v))
            .flat_map(|v| &v.placed)
            .map(|p| p.count as usize)
            .sum()
    };
    let placed = members(&|_| true);
    if placed == 0 {
        return String::new();
    }
    let stopped = members(&|v| v.host_failure_outage_s.is_none());
    let paused = members(&|v| v.host_failure_outage_s.is_some_and(|s| s > 0.0));
    let host = match (stopped, paused) {
        (0, 0) => " Any one host may fail and every VM carries on without a pause.".to_owned(),
        (0, n) if n == placed => {
            " Any one host may fail; every VM comes back by itself.".to_owned()
        }
        (0, n) => format!(
            " Any one host may fail: {} by restart and the rest without a pause.",
            count(n, "VM comes back", "VMs come back")
        ),
        (1, _) => " One VM does not come back by itself when its host fails.".to_owned(),
        (n, _) => format!(" {n} VMs do not come back by themselves when their host fails."),
    };
    let site = match (
        members(&|v| v.site_failure_outage_s.is_none()),
        report.facts.totals.sites,
    ) {
        (0, 2) => " The whole of either site may be lost.",
        (0, n) if n > 2 => " Any one site may be lost.",
        _ => "",
    };
    format!("{host}{site}")
}

pub fn chapter(report: &Report<'_>) -> Chapter {
    let mut blocks = vec![
        Block::Lead(lead(report)),
        Block::Callout {
            tone: report.tone(),
            paragraphs: vec![in_short(report)],
        },
    ];

    blocks.push(Block::Spacer(6.0));
    blocks.push(Block::KeyValues(key_facts(report)));

    if let Some(table) = services(report, usize::MAX) {
        blocks.push(heading("What the business asked for"));
        blocks.push(Block::Table(table));
    }
    blocks.push(heading("Findings in short"));
    blocks.push(findings_in_short(report));
    numbered("Summary", "summary", blocks)
}

/// What is built and how full it is.
pub fn key_facts(report: &Report<'_>) -> Vec<(String, Rich)> {
    let plan = report.cx.plan;
    let profile = &report.cx.profile;
    let t = &report.facts.totals;
    let mut rows: Vec<(String, Rich)> = Vec::new();
    let mut row = |key: &str, value: Rich| rows.push((key.to_owned(), value));
    row("Platform", profile.title().into());
    row(
        "Sites",
        list(
            &plan
                .sites
                .keys()
                .map(|id| report.name_of(id))
                .collect::<Vec<_>>(),
            6,
        )
        .into(),
    );
    let bought = plan
        .hosts
        .values()
        .filter(|h| h.ownership == crate::plan::Ownership::Proposed)
        .count();
    row(
        "Hosts",
        Rich::new()
            .text(count(plan.hosts.len(), "host", "hosts"))
            .text(match bought {
                0 => String::new(),
                n if n == plan.hosts.len() => ", all to be bought".to_owned(),
                n => format!(", {n} of them to be bought"),
            }),
    );
    row("VMs", levels(report).into());
    if t.mailboxes > 0.0 {
        row("Mailboxes", pretty(t.mailboxes).into());
    }
    if let Some(host) = &t.worst_host {
        row(
            "Fullest host",
            worst(report, host, t.worst_host_share, "in normal running"),
        );
    }
    if let Some(host) = &t.worst_host_after {
        row(
            "After the worst failure",
            worst(
                report,
                host,
                t.worst_host_share_after,
                "of its tightest resource",
            ),
        );
    }
    if let Some(link) = &t.worst_link {
        row(
            "Busiest link",
            report
                .link_to(link)
                .text(format!(", {}", percent(t.worst_link_share))),
        );
    }
    rows
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 2,
        text: text.to_owned(),
        anchor: None,
    }
}

fn lead(report: &Report<'_>) -> Rich {
    let about = &report.cx.plan.about;
    let whom = if about.customer.is_empty() {
        "This plan describes".to_owned()
    } else {
        format!("This plan describes for {}", about.customer)
    };
    let c = counts(report.findings);
    let next = match report.verdict() {
        _ if report.is_bare() => "There is nothing in it yet that could hold.".to_owned(),
        Verdict::NothingToAssess => "There is no VM in it yet that could hold.".to_owned(),
        Verdict::Holds if c.warnings == 0 => "Every check that applies holds, so it can be built as it stands.".to_owned(),
        Verdict::Holds => format!(
            "No check finds an error, so it can be built; first read {} in chapter {}, and mend or accept {}.",
            if c.warnings == 1 { "the warning".to_owned() } else { format!("the {} warnings", c.warnings) },
            super::findings::number(report),
            if c.warnings == 1 { "it" } else { "each of them" }
        ),
        Verdict::HoldsWithAcceptedRisks => format!(
            "It holds once {} accepted; {} with {} in the chapter on accepted risks.",
            if c.waived == 1 { "the risk below is" } else { "the risks below are" },
            if c.waived == 1 { "it stands" } else { "they stand" },
            if c.waived == 1 { "its reason" } else { "their reasons" }
        ),
        Verdict::NotFullyAssessed => "Some checks lack an input, named in the chapter on findings; until they are known the plan should not be signed.".to_owned(),
        Verdict::DoesNotHold => format!("It does not hold yet: the chapter on findings names {} and what to do.", count(c.errors, "error", "errors")),
    };
    Rich::new().text(format!(
        "{whom} what is built, where everything runs and what happens when a part fails. {next}"
    ))
}

fn levels(report: &Report<'_>) -> String {
    let parts: Vec<String> = Level::ALL
        .into_iter()
        .rev()
        .filter_map(|level| {
            let n: usize = report
                .cx
                .plan
                .vms
                .values()
                .filter(|v| v.level == level)
                .map(|v| v.count as usize)
                .sum();
            (n > 0).then(|| format!("{n} at level {} ({})", level.number(), level.word()))
        })
        .collect();
    if parts.is_empty() {
        "none yet".to_owned()
    } else {
        list(&parts, 4)
    }
}

fn worst(report: &Report<'_>, host: &HostId, share: f64, what: &str) -> Rich {
    report
        .link_to(host)
        .text(format!(", {} {what}", percent(share)))
}

fn findings_in_short(report: &Report<'_>) -> Block {
    let c = counts(report.findings);
    let mut table = Table {
        columns: vec![
            Column::text("Severity").fixed(110.0),
            Column::number("Findings").fixed(60.0),
            Column::share("What it means", 1.0),
        ],
        rows: Vec::new(),
    };
    for (severity, n, meaning) in [
        (
            Severity::Error,
            c.errors,
            "must be mended or accepted before the plan holds",
        ),
        (
            Severity::Warning,
            c.warnings,
            "against good practice; mend or accept",
        ),
        (Severity::Info, c.infos, "worth knowing"),
    ] {
        let word = sentence(severity_word(severity));
        let number = if n > 0 {
            Rich::new().link(n.to_string(), "findings")
        } else {
            "0".into()
        };
        table.rows.push(Row::new(vec![
            Cell::Severity(severity_tone(severity), word.into()),
            number.into(),
            meaning.into(),
        ]));
    }
    for (word, n, meaning) in [
        ("Accepted", c.waived, "a risk accepted with a reason"),
        (
            "Not assessed",
            c.not_assessed,
            "an input is missing, so the check could not look",
        ),
    ] {
        table.rows.push(Row::new(vec![
            word.into(),
            n.to_string().into(),
            meaning.into(),
        ]));
    }
    Block::Table(table)
}

/// `error`, `warning`, `note`.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}
