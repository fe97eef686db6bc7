//! Checks: each looks at plan and facts and reports where something does not hold.
//!
//! One file a check, in the folder of its family. The doc comment of the check is the help people read in the window
//! and on paper; the [`check!`] macro keeps both one text.

mod ask;
pub mod capacity;
mod finding;
pub mod link;
pub mod mailbox;
pub mod protection;
pub mod redundancy;
mod registry;
pub mod service;
mod shared;
pub mod site;
pub mod sql;
mod verdict;

pub use finding::{Finding, Findings, Fix, Status};
pub use registry::{all, find};
pub use verdict::{Counts, Verdict, counts, verdict};

pub use crate::catalogue::Severity;
use crate::facts::{Cx, Facts};

/// Family and number: `CAP-006`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    pub family: &'static str,
    pub number: u16,
}

impl Code {
    pub const fn new(family: &'static str, number: u16) -> Self {
        Self { family, number }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{}-{:03}", self.family, self.number))
    }
}

/// What is known of a check before it runs.
#[derive(Debug)]
pub struct Meta {
    pub code: Code,
    /// The fault in a few words, as it reads after "accept": `both availability links on one card`.
    pub title: &'static str,
    /// Usual severity; a profile's row may set another on a finding.
    pub severity: Severity,
    /// Ids of the same check in the field's sheets.
    pub aliases: &'static [&'static str],
    /// Lines of the help, Markdown.
    pub help: &'static [&'static str],
}

/// What a check reads.
pub struct CheckCx<'a> {
    pub cx: &'a Cx<'a>,
    /// Facts of normal running.
    pub facts: &'a Facts,
}

impl<'a> CheckCx<'a> {
    pub fn plan(&self) -> &'a crate::plan::Plan {
        self.cx.plan
    }
    pub fn profile(&self) -> &crate::catalogue::Profile {
        &self.cx.profile
    }
    /// The name people see.
    pub fn name(&self, id: impl Into<crate::ids::EntityId>) -> String {
        self.cx.plan.label(&id.into())
    }
}

/// One rule.
pub trait Check: Sync {
    fn meta(&self) -> &'static Meta;
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings);
}

/// Declares a check: its doc comment becomes help in the window and on paper.
///
/// ```ignore
/// check! {
///     /// ## What it finds
///     /// …
///     /// ## Why it matters
///     /// …
///     /// ## What to do
///     /// …
///     /// ## References
///     /// - …
///     pub struct HostMemoryOvercommitted = "CAP", 3, Error, "more memory promised than the host has", ["HOST-MEM-OVER"];
/// }
/// ```
#[macro_export]
macro_rules! check {
    ($(#[doc = $doc:literal])* pub struct $name:ident = $family:literal, $number:literal, $severity:ident, $title:literal, [$($alias:literal),* $(,)?];) => {
        $(#[doc = $doc])*
        pub struct $name;

        impl $name {
            pub const META: $crate::check::Meta = $crate::check::Meta {
                code: $crate::check::Code::new($family, $number),
                title: $title,
                severity: $crate::check::Severity::$severity,
                aliases: &[$($alias),*],
                help: &[$($doc),*],
            };
        }
    };
}

/// Runs every check, applies the plan's waivers, sorts: severity, then code, then subject.
pub fn run(cx: &Cx<'_>, facts: &Facts) -> Vec<Finding> {
    let cx = &cx.clone().in_year(facts.case.year);
    let check_cx = CheckCx { cx, facts };
    let mut out = Findings::default();
    for check in all() {
        out.start(check.meta());
        check.run(&check_cx, &mut out);
    }
    finding::finish(out, cx.plan)
}

#[cfg(test)]
pub(crate) mod testing;
