//! What the plan says, for people: the deployment plan as a document, and its layout to pages.
//!
//! Chapters only word what facts and findings say; no figure is computed here. [`deployment_plan`] makes the
//! document, [`paginate`](paginate::paginate) its pages; screen, PDF and preview all read those.

mod appendix;
mod assumptions;
mod cover;
mod findings;
pub mod growth;
mod hosts;
mod links;
pub mod paginate;
mod signoff;
mod steps;
mod summary;
#[cfg(test)]
mod tests;
pub mod topology;
mod vms;
pub mod words;
mod workloads;

use crate::check::{Finding, Verdict, verdict};
use crate::drawing::Measure;
use crate::facts::{Cx, Facts};
use crate::ids::EntityId;
use paginate::document::{Bar, Cell, Chapter, Document, Meta, Rich, Tone};

pub use links::distance_chart;
pub use steps::{Step, steps};
pub use words::Date;

/// What the report is made of.
pub struct Report<'a> {
    pub cx: &'a Cx<'a>,
    /// Facts of normal running.
    pub facts: &'a Facts,
    /// All findings, waived and not assessed ones too.
    pub findings: &'a [Finding],
    /// Printed on the cover and on every page.
    pub date: Date,
    pub measure: &'a dyn Measure,
}

/// The deployment plan: what is built, whether it holds, and how to install it.
pub fn deployment_plan(report: &Report<'_>) -> Document {
    let about = &report.cx.plan.about;
    let name = report.name(&EntityId::Plan);
    let mut foot = vec!["Evenkeel deployment plan".to_owned()];
    if about.revision > 0 {
        foot.push(format!("revision {}", about.revision));
    }
    foot.push(report.date.to_string());
    let chapters = [
        Some(summary::chapter(report)),
        Some(topology::chapter(report)),
        Some(hosts::chapter(report)),
        Some(vms::chapter(report)),
        workloads::chapter(report),
        growth::chapter(report),
        Some(links::chapter(report)),
        Some(findings::chapter(report)),
        findings::waivers(report),
        Some(assumptions::chapter(report)),
        Some(steps::chapter(report)),
        appendix::chapter(report),
        Some(signoff::chapter(report)),
    ];
    Document {
        meta: Meta {
            title: name.clone(),
            author: about.author.clone(),
            subject: "Deployment plan".to_owned(),
            keywords: vec![report.verdict().words().to_owned()],
            language: "en".to_owned(),
            head: name,
            foot: foot.join(" · "),
        },
        cover: Some(cover::cover(report)),
        contents: true,
        chapters: chapters.into_iter().flatten().collect(),
    }
}

impl Report<'_> {
    /// Whether the plan holds.
    pub fn verdict(&self) -> Verdict {
        verdict(self.cx.plan, self.findings)
    }

    /// The name people see.
    fn name(&self, id: &EntityId) -> String {
        self.cx.plan.label(id)
    }

    fn name_of(&self, id: impl Into<EntityId>) -> String {
        self.cx.plan.label(&id.into())
    }

    /// A link to the row of a thing.
    fn link_to(&self, id: impl Into<EntityId>) -> Rich {
        let id = id.into();
        Rich::new().link(self.cx.plan.label(&id), anchor(&id))
    }

    /// The verdict's colour.
    fn tone(&self) -> Tone {
        if self.is_bare() {
            Tone::Neutral
        } else {
            verdict_tone(self.verdict())
        }
    }

    /// Nothing is planned that could hold or not.
    fn is_bare(&self) -> bool {
        self.cx.plan.hosts.is_empty() && self.cx.plan.vms.is_empty()
    }

    /// The text as a sentence: a capital first letter, unless it begins with the name of a thing, which stays as
    /// it is written.
    fn sentence(&self, text: &str) -> String {
        let plan = self.cx.plan;
        let lower = text.chars().next().is_some_and(char::is_lowercase);
        let named = |id: EntityId| {
            let rest = text.strip_prefix(plan.label(&id).as_str());
            rest.is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()))
        };
        if lower && plan.entities().any(named) {
            text.to_owned()
        } else {
            words::sentence(text)
        }
    }
}

/// The word for a kind of thing, within a sentence.
fn kind_word(kind: crate::ids::Kind) -> &'static str {
    match kind {
        crate::ids::Kind::Vm => "VM",
        kind => kind.word(),
    }
}

/// The anchor of the row that describes a thing.
fn anchor(id: &EntityId) -> String {
    format!("thing:{id}")
}

fn verdict_tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::NothingToAssess => Tone::Neutral,
        Verdict::Holds => Tone::Good,
        Verdict::HoldsWithAcceptedRisks | Verdict::NotFullyAssessed => Tone::Warning,
        Verdict::DoesNotHold => Tone::Error,
    }
}

fn severity_tone(severity: crate::check::Severity) -> Tone {
    use crate::check::Severity;
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Info => Tone::Info,
    }
}

/// A bar of a load now and after the worst failure, against its ceiling, with both numbers.
fn load_bar(now: f64, after: Option<f64>, ceiling: f64) -> Cell {
    let tone = if now > ceiling {
        Tone::Error
    } else if after.is_some_and(|a| a > ceiling) {
        Tone::Warning
    } else {
        Tone::Neutral
    };
    let label = match after {
        Some(after) if after > now => format!("{}, {}", words::percent(now), words::percent(after)),
        _ => words::percent(now),
    };
    Cell::Bar(Bar {
        now: now as f32,
        after: after.map(|a| a as f32),
        ceiling: Some(ceiling as f32),
        tone,
        label,
    })
}

fn numbered(title: &str, anchor: &str, blocks: Vec<paginate::document::Block>) -> Chapter {
    Chapter {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
        numbered: true,
        run_on: true,
        blocks,
    }
}
