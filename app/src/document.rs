//! The open plan with everything derived from it.

use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Counts, Finding, Verdict};
use evenkeel_model::facts::{Case, Cx, Deriver, Facts};
use evenkeel_model::history::History;
use evenkeel_model::plan::Plan;

use crate::disk::{Loaded, Stamp};
use crate::own_catalogue;
use crate::paper::Subject;

/// Plan, history, facts and findings of now.
pub struct Document {
    pub history: History,
    pub path: Option<PathBuf>,
    /// The file holds comments that a save does not keep.
    pub comments: bool,
    /// The file as it was when it was last read or written here.
    pub stamp: Option<Stamp>,
    recovered: bool,
    catalogue: Arc<Catalogue>,
    deriver: Deriver,
    derived: Arc<Plan>,
    facts: Arc<Facts>,
    findings: Arc<Vec<Finding>>,
}

impl Document {
    pub fn new(plan: Plan, path: Option<PathBuf>) -> Self {
        let history = History::new(plan, path.is_some());
        let mut document = Self {
            derived: Arc::clone(history.plan()),
            history,
            path,
            comments: false,
            stamp: None,
            recovered: false,
            catalogue: Arc::new(own_catalogue::current().clone()),
            deriver: Deriver::default(),
            facts: Arc::new(Facts::default()),
            findings: Arc::new(Vec::new()),
        };
        document.derive_now();
        document
    }

    /// A plan read from disk.
    pub fn opened(loaded: Loaded) -> Self {
        let mut document = Self::new(loaded.plan, Some(loaded.path));
        document.comments = loaded.comments;
        document.stamp = loaded.stamp;
        document
    }

    /// The work comes from a recovery copy: it is on no disk yet.
    pub fn mark_recovered(&mut self) {
        self.recovered = true;
    }

    /// A plan of this document was written to a file.
    pub fn saved(&mut self, plan: Arc<Plan>, path: PathBuf, stamp: Option<Stamp>) {
        self.history.mark_saved_as(plan);
        self.path = Some(path);
        self.stamp = stamp;
        self.comments = false;
        self.recovered = false;
    }

    /// Whether closing would lose work. A new plan that nobody touched is no loss.
    pub fn needs_saving(&self) -> bool {
        self.recovered || (self.path.is_some() && self.history.is_dirty()) || self.is_touched()
    }

    /// Changed since it was made, and not saved since.
    fn is_touched(&self) -> bool {
        self.history.is_dirty() && self.history.undo_label().is_some()
    }

    /// What reports are made of.
    pub fn subject(&self) -> Subject {
        Subject {
            plan: Arc::clone(self.plan()),
            catalogue: Arc::clone(&self.catalogue),
            facts: Arc::clone(&self.facts),
            findings: Arc::clone(&self.findings),
        }
    }

    fn derive_now(&mut self) {
        let plan = Arc::clone(self.history.plan());
        let cx = Cx::new(&plan, &self.catalogue);
        let facts = self.deriver.derive(&cx, &Case::normal());
        self.findings = Arc::new(check::run(&cx, &facts));
        self.facts = Arc::new(facts);
        self.derived = plan;
    }

    /// Derives again if the plan is another than before. Call once a frame, before drawing.
    pub fn refresh(&mut self) {
        if !Arc::ptr_eq(&self.derived, self.history.plan()) {
            self.derive_now();
        }
    }

    pub fn plan(&self) -> &Arc<Plan> {
        self.history.plan()
    }
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }
    /// The file's name, or that there is none yet.
    pub fn file_name(&self) -> String {
        self.path.as_ref().and_then(|p| p.file_name()).map_or_else(
            || "not saved yet".to_owned(),
            |n| n.to_string_lossy().into_owned(),
        )
    }
    /// All findings, waived and not assessed ones too.
    pub fn findings(&self) -> &Arc<Vec<Finding>> {
        &self.findings
    }
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }
    /// Inputs of formulas, for figures and explanations.
    pub fn cx(&self) -> Cx<'_> {
        Cx::new(self.history.plan(), &self.catalogue)
    }
    pub fn verdict(&self) -> Verdict {
        check::verdict(self.history.plan(), &self.findings)
    }
    pub fn counts(&self) -> Counts {
        check::counts(&self.findings)
    }
}
