//! The verdict in words.

use super::{Finding, Severity, Status};
use crate::plan::Plan;

/// Does it hold?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No VM and no workload, so there is nothing that could hold.
    NothingToAssess,
    Holds,
    HoldsWithAcceptedRisks,
    /// An error-class check lacked an input.
    NotFullyAssessed,
    DoesNotHold,
}

impl Verdict {
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::NothingToAssess => "Nothing to assess yet",
            Verdict::Holds => "Holds",
            Verdict::HoldsWithAcceptedRisks => "Holds with accepted risks",
            Verdict::NotFullyAssessed => "Not fully assessed",
            Verdict::DoesNotHold => "Does not hold",
        }
    }
}

/// Numbers for the status bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub not_assessed: usize,
    pub waived: usize,
}

pub fn counts(findings: &[Finding]) -> Counts {
    let mut c = Counts::default();
    for f in findings {
        match (&f.status, &f.waived, f.severity) {
            (Status::NotAssessed { .. }, _, _) => c.not_assessed += 1,
            (_, Some(_), _) => c.waived += 1,
            (_, None, Severity::Error) => c.errors += 1,
            (_, None, Severity::Warning) => c.warnings += 1,
            (_, None, Severity::Info) => c.infos += 1,
        }
    }
    c
}

/// Errors that are not accepted decide first, then missing inputs of error-class checks, then accepted errors and
/// warnings.
pub fn verdict(plan: &Plan, findings: &[Finding]) -> Verdict {
    let c = counts(findings);
    if c.errors > 0 {
        Verdict::DoesNotHold
    } else if findings
        .iter()
        .any(|f| !f.is_found() && f.severity == Severity::Error)
    {
        Verdict::NotFullyAssessed
    } else if c.waived > 0 {
        Verdict::HoldsWithAcceptedRisks
    } else if plan.vms.is_empty() && plan.workloads.is_empty() {
        Verdict::NothingToAssess
    } else {
        Verdict::Holds
    }
}
