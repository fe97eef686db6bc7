//! The failure drill: things are failed on the canvas, and it shows at once who carries on, restarts, stops or runs
//! twice, and what is then overloaded. Nothing of the plan is changed by it.
//!
//! What a failure does is worked out beside the window; [`look`] dresses the canvas with it, [`overlay`] paints that,
//! [`panel`] tells it in words, [`parts`] lists what can fail.

pub mod banner;
pub mod look;
pub mod mark;
pub mod menu;
pub mod overlay;
pub mod panel;
pub mod parts;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use evenkeel_model::catalogue::Catalogue;
use evenkeel_model::check::Finding;
use evenkeel_model::facts::failures::{Failure, RowTold, drill};
use evenkeel_model::facts::{Cx, Facts};
use evenkeel_model::failure::{Down, Part};
use evenkeel_model::ids::EntityId;
use evenkeel_model::plan::Plan;

use look::Look;

/// What a person does in the drill.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Fails a part, or restores it.
    Turn(Part),
    /// Fails exactly these.
    Only(Vec<Part>),
    Restore,
    Leave,
}

/// A failure worked through, and the plan it is of.
#[derive(Debug)]
pub struct Shown {
    pub plan: Arc<Plan>,
    pub failed: BTreeSet<Part>,
    pub facts: Arc<Facts>,
    pub down: Down,
    pub rows: Vec<RowTold>,
    pub failure: Failure,
    pub look: Look,
    /// A drill tells no findings: they are about normal running.
    pub findings: Arc<Vec<Finding>>,
}

impl Shown {
    /// Works it out; may take a while.
    pub fn new(plan: Arc<Plan>, catalogue: &Catalogue, failed: BTreeSet<Part>) -> Self {
        let told = drill(&Cx::new(&plan, catalogue), &failed);
        Self {
            look: Look::new(&plan, &told, &failed),
            facts: Arc::new(told.facts),
            down: told.down,
            rows: told.rows,
            failure: told.failure,
            findings: Arc::new(Vec::new()),
            plan,
            failed,
        }
    }
}

/// Parts by the thing they belong to.
type ByThing = BTreeMap<EntityId, Vec<Part>>;

/// What the drill remembers between frames. Nothing of it is saved.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub on: bool,
    pub failed: BTreeSet<Part>,
    /// As last worked out; stays until the next is ready.
    pub shown: Option<Arc<Shown>>,
    pub filter: String,
    /// Things whose parts are listed.
    pub open: BTreeSet<EntityId>,
    /// VMs that just carry on are listed too.
    pub everyone: bool,
    list: Option<(Arc<Plan>, Arc<ByThing>)>,
}

impl State {
    /// What to dress the canvas with.
    pub fn dress(&self, plan: &Arc<Plan>) -> Option<Arc<Shown>> {
        self.shown
            .as_ref()
            .filter(|s| self.on && Arc::ptr_eq(&s.plan, plan))
            .cloned()
    }

    /// What shows is what was asked for.
    pub fn is_current(&self, plan: &Arc<Plan>) -> bool {
        self.shown
            .as_ref()
            .is_some_and(|s| Arc::ptr_eq(&s.plan, plan) && s.failed == self.failed)
    }

    /// Does a step.
    pub fn step(&mut self, step: Step) {
        match step {
            Step::Turn(part) => {
                self.on = true;
                if !self.failed.remove(&part) {
                    self.failed.insert(part);
                }
            }
            Step::Only(parts) => {
                self.on = true;
                self.failed = parts.into_iter().collect();
            }
            Step::Restore => self.failed.clear(),
            Step::Leave => {
                self.on = false;
                self.failed.clear();
                self.shown = None;
            }
        }
    }

    /// Parts of the plan by the thing they belong to.
    fn list(&mut self, plan: &Arc<Plan>) -> Arc<ByThing> {
        if let Some((of, list)) = &self.list
            && Arc::ptr_eq(of, plan)
        {
            return Arc::clone(list);
        }
        let list = Arc::new(parts::by_thing(plan));
        self.list = Some((Arc::clone(plan), Arc::clone(&list)));
        list
    }
}
