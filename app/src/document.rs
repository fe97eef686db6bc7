//! The open plan with everything derived from it.

use std::path::PathBuf;
use std::sync::Arc;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Counts, Finding, Verdict};
use evenkeel_model::facts::{Case, Cx, Deriver, Facts};
use evenkeel_model::history::History;
use evenkeel_model::plan::Plan;

/// Plan, history, facts and findings of now.
pub struct Document {
    pub history: History,
    pub path: Option<PathBuf>,
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
            catalogue: Arc::new(Catalogue::built_in().clone()),
            deriver: Deriver::default(),
            facts: Arc::new(Facts::default()),
            findings: Arc::new(Vec::new()),
        };
        document.derive_now();
        document
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
        check::verdict(&self.findings)
    }
    pub fn counts(&self) -> Counts {
        check::counts(&self.findings)
    }
}
