//! Findings and fixes.

use super::{Code, Meta, Severity};
use crate::edit::{Edit, Op};
use crate::ids::EntityId;
use crate::plan::{Plan, Waiver};

/// Whether a check found a fault or could not look.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Found,
    /// The named input is missing.
    NotAssessed {
        missing: String,
    },
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// As a verb: `Use separate adapters`.
    pub title: String,
    /// Changes only what it says and cannot make anything worse unseen.
    pub safe: bool,
    pub edit: Edit,
}

/// One place where a check does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: Code,
    pub title: &'static str,
    pub severity: Severity,
    pub status: Status,
    /// What it is about; the first names it in waivers.
    pub subjects: Vec<EntityId>,
    /// With numbers and names.
    pub message: String,
    /// Addresses of the figures it rests on.
    pub evidence: Vec<String>,
    pub fixes: Vec<Fix>,
    /// Moving VMs could mend it.
    pub placement_could_mend: bool,
    /// Rests on a limit or constant that was not read in its source.
    pub unconfirmed: bool,
    /// Where the limit comes from, if the profile's row says.
    pub source: String,
    /// The plan's waiver that accepts it.
    pub waived: Option<Waiver>,
}

impl Finding {
    pub fn subject(&self) -> &EntityId {
        self.subjects.first().unwrap_or(&EntityId::Plan)
    }
    pub fn is_found(&self) -> bool {
        self.status == Status::Found
    }
    /// Sets another severity than the check's usual one.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }
    pub fn also(&mut self, subject: impl Into<EntityId>) -> &mut Self {
        let subject = subject.into();
        if !self.subjects.contains(&subject) {
            self.subjects.push(subject);
        }
        self
    }
    pub fn evidence(&mut self, address: impl Into<String>) -> &mut Self {
        self.evidence.push(address.into());
        self
    }
    pub fn placement(&mut self) -> &mut Self {
        self.placement_could_mend = true;
        self
    }
    /// Cites the profile row that sets the limit.
    pub fn limit(&mut self, limit: &crate::catalogue::Limit) -> &mut Self {
        self.severity = limit.severity;
        self.unconfirmed |= !limit.confirmed;
        self.source = crate::facts::cite(&limit.source, &limit.date);
        self
    }
    pub fn fix(&mut self, title: impl Into<String>, edit: Edit) -> &mut Self {
        self.offer(title.into(), true, edit)
    }
    /// A fix that changes more than meets the eye, such as memory bought or users moved.
    pub fn bold_fix(&mut self, title: impl Into<String>, edit: Edit) -> &mut Self {
        self.offer(title.into(), false, edit)
    }
    /// What no plan may hold is not offered.
    fn offer(&mut self, title: String, safe: bool, edit: Edit) -> &mut Self {
        let held = edit.ops.iter().all(|op| match op {
            Op::Put(id, entity) => crate::io::entity_bounds(id, entity).is_empty(),
            _ => true,
        });
        if held {
            self.fixes.push(Fix { title, safe, edit });
        }
        self
    }
}

/// Gathers findings of the check that runs.
#[derive(Default)]
pub struct Findings {
    current: Option<&'static Meta>,
    all: Vec<Finding>,
}

impl Findings {
    pub(super) fn start(&mut self, meta: &'static Meta) {
        self.current = Some(meta);
    }

    /// Everything gathered.
    pub(in crate::check) fn all(self) -> Vec<Finding> {
        self.all
    }

    fn push(&mut self, subject: EntityId, status: Status, message: String) -> &mut Finding {
        let (code, title, severity) = match self.current {
            Some(m) => (m.code, m.title, m.severity),
            None => (Code::new("CAP", 0), "", Severity::Info),
        };
        self.all.push(Finding {
            code,
            title,
            severity,
            status,
            subjects: vec![subject],
            message,
            evidence: Vec::new(),
            fixes: Vec::new(),
            placement_could_mend: false,
            unconfirmed: false,
            source: String::new(),
            waived: None,
        });
        let last = self.all.len() - 1;
        &mut self.all[last]
    }

    /// Reports a fault on `subject`.
    pub fn found(
        &mut self,
        subject: impl Into<EntityId>,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.push(subject.into(), Status::Found, message.into())
    }

    /// Reports that an input is missing, such as `the round trip of fibre-1`.
    pub fn not_assessed(
        &mut self,
        subject: impl Into<EntityId>,
        missing: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.push(
            subject.into(),
            Status::NotAssessed {
                missing: missing.into(),
            },
            message.into(),
        )
    }
}

/// Applies waivers, reports those that match nothing, sorts.
pub(super) fn finish(out: Findings, plan: &Plan) -> Vec<Finding> {
    let mut all = out.all;
    for finding in &mut all {
        if finding.status == Status::Found {
            let code = finding.code.to_string();
            finding.waived = plan
                .waivers
                .iter()
                .find(|w| w.code == code && w.subject == *finding.subject())
                .cloned();
        }
    }
    super::service::waiver_matches_nothing(plan, &mut all);
    all.sort_by(|a, b| {
        (a.severity, &a.status, a.code, &a.subjects, &a.message).cmp(&(
            b.severity,
            &b.status,
            b.code,
            &b.subjects,
            &b.message,
        ))
    });
    all
}
