//! From an open plan to pages and to a PDF: what preview and export share.

use std::sync::Arc;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::{self, Finding, Verdict};
use evenkeel_model::drawing::Drawing;
use evenkeel_model::facts::{Case, Cx, Facts, derive};
use evenkeel_model::plan::Plan;
use evenkeel_model::report::paginate::{Pages, Paper, paginate};
use evenkeel_model::report::{Date, Report, deployment_plan, topology};

use crate::fonts::FontMetrics;
use crate::own_catalogue;
use crate::pdf::{PdfError, PdfMeta, PdfOutput};

/// A plan with what was derived from it, shared with a thread.
#[derive(Clone)]
pub struct Subject {
    pub plan: Arc<Plan>,
    pub catalogue: Arc<Catalogue>,
    pub facts: Arc<Facts>,
    pub findings: Arc<Vec<Finding>>,
}

impl Subject {
    /// Derives everything from a plan, with the shipped catalogue.
    pub fn of(plan: Plan) -> Self {
        let catalogue = own_catalogue::current();
        let cx = Cx::new(&plan, catalogue);
        let facts = derive(&cx, &Case::normal());
        let findings = check::run(&cx, &facts);
        Self {
            facts: Arc::new(facts),
            findings: Arc::new(findings),
            catalogue: Arc::new(catalogue.clone()),
            plan: Arc::new(plan),
        }
    }

    pub fn verdict(&self) -> Verdict {
        check::verdict(&self.plan, &self.findings)
    }

    fn report<T>(&self, date: Date, make: impl FnOnce(&Report<'_>) -> T) -> T {
        let cx = Cx::new(&self.plan, &self.catalogue);
        make(&Report {
            cx: &cx,
            facts: &self.facts,
            findings: &self.findings,
            date,
            measure: &FontMetrics,
        })
    }

    /// The deployment plan laid out.
    pub fn pages(&self, date: Date, paper: Paper) -> Pages {
        self.report(date, |report| {
            paginate(&deployment_plan(report), paper, &FontMetrics)
        })
    }

    /// The topology as a picture.
    pub fn picture(&self, date: Date) -> Drawing {
        self.report(date, topology::topology)
    }
}

/// Pages as a PDF.
pub fn pdf(
    pages: &Pages,
    date: Date,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<PdfOutput, PdfError> {
    let meta = PdfMeta {
        date: (date.year, date.month, date.day),
        creator: format!("Evenkeel {}", env!("CARGO_PKG_VERSION")),
    };
    crate::pdf::render(pages, &meta, progress)
}
