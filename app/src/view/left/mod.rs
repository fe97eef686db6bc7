//! The palette of things to drag onto the canvas, and the outline that mirrors the plan.

mod outline;
mod palette;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use evenkeel_model::check::Finding;
use evenkeel_model::facts::Facts;
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use super::ViewCx;
use rows::Row;

/// What the left panel remembers from frame to frame. Nothing of it is saved.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub filter: String,
    /// Rows that are folded or unfolded against their custom, by key.
    turned: BTreeSet<String>,
    /// The selection last shown, to scroll when it changes elsewhere.
    shown: Vec<EntityId>,
    cache: Option<Cache>,
    /// The row that should get the keyboard in the next frame, by key.
    focus: Option<String>,
}

#[derive(Clone, Debug)]
struct Cache {
    plan: Arc<Plan>,
    facts: Arc<Facts>,
    findings: Arc<Vec<Finding>>,
    filter: String,
    turned: BTreeSet<String>,
    rows: Arc<Vec<Row>>,
}

impl State {
    /// The rows of now; made again only when something they show has changed.
    fn rows(&mut self, cx: &ViewCx<'_>) -> Arc<Vec<Row>> {
        let (plan, facts, findings) = (cx.doc.plan(), cx.doc.facts(), cx.doc.findings());
        if let Some(c) = &self.cache
            && Arc::ptr_eq(&c.plan, plan)
            && Arc::ptr_eq(&c.facts, facts)
            && Arc::ptr_eq(&c.findings, findings)
            && c.filter == self.filter
            && c.turned == self.turned
        {
            return Arc::clone(&c.rows);
        }
        let rows = Arc::new(rows::build(
            plan,
            facts,
            findings,
            &self.filter,
            &self.turned,
        ));
        self.cache = Some(Cache {
            plan: Arc::clone(plan),
            facts: Arc::clone(facts),
            findings: Arc::clone(findings),
            filter: self.filter.clone(),
            turned: self.turned.clone(),
            rows: Arc::clone(&rows),
        });
        rows
    }
}

/// Draws both.
pub fn show(ui: &mut egui::Ui, cx: &mut ViewCx<'_>) {
    let mut state = std::mem::take(&mut cx.ws.outline);
    palette::show(ui, cx);
    outline::show(ui, cx, &mut state);
    cx.ws.outline = state;
}
