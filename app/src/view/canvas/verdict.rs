//! What a drop would change: the very edit, applied to the plan, derived and checked; the findings that come and go.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use evenkeel_model::catalogue::Severity;
use evenkeel_model::check::{self, Finding};
use evenkeel_model::edit::{Edit, EditError};
use evenkeel_model::facts::{Case, Cx, Deriver, Facts};
use evenkeel_model::ids::HostId;
use evenkeel_model::plan::Plan;

use super::State;
use super::drag::Drag;
use super::draw::Answer;
use super::scene::{self, Scene};
use crate::document::Document;
use crate::view::ViewCx;

/// A finding that would come or go.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub code: String,
    pub severity: Severity,
    pub message: String,
}

/// What dropping on a host would do.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Why the edit cannot be made.
    pub refused: Option<String>,
    pub added: Vec<Change>,
    pub removed: Vec<Change>,
    pub answer: Answer,
    after: Option<After>,
}

#[derive(Clone, Debug)]
struct After {
    plan: Arc<Plan>,
    facts: Arc<Facts>,
    findings: Arc<Vec<Finding>>,
}

/// Time spent on verdicts in one frame, beyond the first.
const BUDGET: Duration = Duration::from_millis(10);

/// Verdicts of one drag, computed as they are needed and kept until the drag ends.
#[derive(Default)]
pub struct Verdicts {
    /// What they hold for: the plan they began with, and whether one member is taken out.
    key: Option<(Arc<Plan>, bool)>,
    by_host: BTreeMap<HostId, Arc<Verdict>>,
    deriver: Deriver,
    /// The scene as it would be on the host pointed at.
    shown: Option<(HostId, Arc<Scene>)>,
}

impl Clone for Verdicts {
    /// A copy begins anew; nothing in it is state that could not be computed again.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for Verdicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verdicts")
            .field("hosts", &self.by_host.len())
            .finish_non_exhaustive()
    }
}

impl Verdicts {
    pub fn get(&self, host: &HostId) -> Option<&Arc<Verdict>> {
        self.by_host.get(host)
    }

    /// Computes what is missing: the host pointed at first, then others while time is left. True when all are known.
    pub fn advance(
        &mut self,
        cx: &ViewCx<'_>,
        one: bool,
        hover: Option<&HostId>,
        base: &Scene,
        edit: &impl Fn(&HostId) -> Result<Edit, EditError>,
    ) -> bool {
        let plan = cx.doc.plan();
        let same = self
            .key
            .as_ref()
            .is_some_and(|(p, o)| Arc::ptr_eq(p, plan) && *o == one);
        if !same {
            self.key = Some((Arc::clone(plan), one));
            self.by_host.clear();
            self.shown = None;
        }
        let begun = Instant::now();
        let order = hover.into_iter().chain(plan.hosts.keys());
        let mut all = true;
        for host in order {
            if self.by_host.contains_key(host) {
                continue;
            }
            if begun.elapsed() > BUDGET {
                all = false;
                break;
            }
            let verdict = judge(cx.doc, &mut self.deriver, edit(host));
            self.by_host.insert(host.clone(), Arc::new(verdict));
        }
        self.show(cx, hover, base);
        all
    }

    fn show(&mut self, cx: &ViewCx<'_>, hover: Option<&HostId>, base: &Scene) {
        let Some(host) = hover else {
            self.shown = None;
            return;
        };
        if self.shown.as_ref().is_some_and(|(h, _)| h == host) {
            return;
        }
        self.shown = self
            .by_host
            .get(host)
            .and_then(|v| v.after.as_ref())
            .map(|after| {
                let cx = Cx::new(&after.plan, cx.doc.catalogue());
                // Figures of the plan as it would be, on the ground as it is: nothing jumps under the pointer.
                let scene =
                    scene::build(&cx, &after.facts, &after.findings, Arc::clone(&base.places));
                (host.clone(), Arc::new(scene))
            });
    }
}

impl Verdict {
    /// What the way from one state's findings to another's means.
    pub fn between(before: &[Finding], after: &[Finding]) -> Self {
        let (added, removed) = changes(before, after);
        Self {
            answer: answer(&added, &removed),
            refused: None,
            added,
            removed,
            after: None,
        }
    }
}

/// Judges an edit against the document.
pub fn judge(doc: &Document, deriver: &mut Deriver, edit: Result<Edit, EditError>) -> Verdict {
    let refused = |error: EditError| Verdict {
        refused: Some(error.to_string()),
        added: Vec::new(),
        removed: Vec::new(),
        answer: Answer::Breaks,
        after: None,
    };
    let edit = match edit {
        Ok(edit) => edit,
        Err(error) => return refused(error),
    };
    let after = match edit.apply(doc.plan()) {
        Ok(plan) => Arc::new(plan),
        Err(error) => return refused(error),
    };
    let cx = Cx::new(&after, doc.catalogue());
    let facts = deriver.derive(&cx, &Case::normal());
    let findings = check::run(&cx, &facts);
    let mut verdict = Verdict::between(doc.findings(), &findings);
    verdict.after = Some(After {
        plan: Arc::clone(&after),
        facts: Arc::new(facts),
        findings: Arc::new(findings),
    });
    verdict
}

/// Findings that stand after but not before, and before but not after. The same check on the same things is the same
/// finding, whatever its figures.
pub fn changes(before: &[Finding], after: &[Finding]) -> (Vec<Change>, Vec<Change>) {
    let key = |f: &Finding| (f.code, f.subjects.clone());
    let stands = |f: &&Finding| f.is_found() && f.waived.is_none();
    let only = |these: &[Finding], those: &[Finding]| {
        let known: std::collections::BTreeSet<_> = those.iter().filter(stands).map(key).collect();
        these
            .iter()
            .filter(stands)
            .filter(|f| !known.contains(&key(f)))
            .map(|f| Change {
                code: f.code.to_string(),
                severity: f.severity,
                message: f.message.clone(),
            })
            .collect::<Vec<_>>()
    };
    (only(after, before), only(before, after))
}

fn answer(added: &[Change], removed: &[Change]) -> Answer {
    let worst = added.iter().map(|c| c.severity).min();
    match worst {
        Some(Severity::Error) => Answer::Breaks,
        Some(Severity::Warning) => Answer::Worse,
        _ if removed.iter().any(|c| c.severity != Severity::Info) => Answer::Better,
        _ => Answer::Good,
    }
}

/// What each host says to the drag in progress.
pub fn answers(state: &State) -> BTreeMap<HostId, Answer> {
    match &state.drag {
        Some(Drag::Vm(drag)) => drag
            .verdicts
            .by_host
            .iter()
            .map(|(h, v)| (h.clone(), v.answer))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// The scene to paint: as it would be, while a drag points at a host.
pub fn preview(state: &State, _cx: &ViewCx<'_>, scene: &Arc<Scene>) -> Arc<Scene> {
    match &state.drag {
        Some(Drag::Vm(drag)) => drag
            .verdicts
            .shown
            .as_ref()
            .map_or_else(|| Arc::clone(scene), |(_, s)| Arc::clone(s)),
        _ => Arc::clone(scene),
    }
}
