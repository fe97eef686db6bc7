//! Starts what works failures out: the drill, every single failure, every pair.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenkeel_model::failure::Part;
use evenkeel_model::plan::Plan;

use super::App;
use crate::jobs::{Job, Message};
use crate::view::drill::Shown;
use crate::view::failures::{Singles, Tab, all_pairs};
use crate::workspace::Page;

/// What the running jobs are worked out of.
#[derive(Default)]
pub(crate) struct Studied {
    drill: Option<(Arc<Plan>, BTreeSet<Part>)>,
    singles: Option<Arc<Plan>>,
    pairs: Option<Arc<Plan>>,
}

fn same(of: &Option<Arc<Plan>>, plan: &Arc<Plan>) -> bool {
    of.as_ref().is_some_and(|p| Arc::ptr_eq(p, plan))
}

impl App {
    pub(super) fn study(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        if self.workspace.welcome || self.document.history.is_previewing() {
            return;
        }
        if self.workspace.page == Page::Layout && self.workspace.drill.on {
            self.drilled(ctx, plan);
        }
        if self.workspace.page == Page::Failures {
            self.singles(ctx, plan);
            if self.workspace.failures.tab == Tab::Pairs {
                self.pairs(ctx, plan);
            }
        }
    }

    fn drilled(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let drill = &mut self.workspace.drill;
        // The plan may have lost what had failed.
        drill.failed.retain(|part| part.is_in(plan));
        if drill.is_current(plan) {
            return;
        }
        let failed = drill.failed.clone();
        if self.jobs.is_running(Job::Drill) {
            let asked = self
                .studied
                .drill
                .as_ref()
                .is_some_and(|(p, f)| Arc::ptr_eq(p, plan) && *f == failed);
            if asked {
                return;
            }
            self.jobs.abandon(Job::Drill);
        }
        self.studied.drill = Some((Arc::clone(plan), failed.clone()));
        let (plan, catalogue) = (Arc::clone(plan), Arc::clone(self.document.catalogue()));
        self.jobs.start(Job::Drill, ctx, move |_| {
            Message::Drilled(Arc::new(Shown::new(plan, &catalogue, failed)))
        });
    }

    fn singles(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let known = &self.workspace.failures.singles;
        if known.as_ref().is_some_and(|s| Arc::ptr_eq(&s.plan, plan)) {
            return;
        }
        if self.jobs.is_running(Job::Singles) {
            if same(&self.studied.singles, plan) {
                return;
            }
            self.jobs.abandon(Job::Singles);
        }
        self.studied.singles = Some(Arc::clone(plan));
        let (plan, catalogue) = (Arc::clone(plan), Arc::clone(self.document.catalogue()));
        self.jobs.start(Job::Singles, ctx, move |ticket| {
            let singles = Singles::new(plan, &catalogue, &|| ticket.is_cancelled());
            Message::Singles(Arc::new(singles))
        });
    }

    fn pairs(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let known = &self.workspace.failures.pairs;
        if known.as_ref().is_some_and(|s| Arc::ptr_eq(&s.plan, plan)) {
            return;
        }
        if self.jobs.is_running(Job::Pairs) {
            if same(&self.studied.pairs, plan) {
                return;
            }
            self.jobs.abandon(Job::Pairs);
        }
        self.studied.pairs = Some(Arc::clone(plan));
        let (plan, catalogue) = (Arc::clone(plan), Arc::clone(self.document.catalogue()));
        let wake = ctx.clone();
        self.jobs.start(Job::Pairs, ctx, move |ticket| {
            let pairs = all_pairs(plan, &catalogue, &|share| {
                wake.request_repaint_after(std::time::Duration::from_millis(60));
                ticket.progress(share)
            });
            Message::Pairs(Arc::new(pairs))
        });
    }
}
