//! Starts what works out more than the facts of now: outlooks, growth, the drill, every single failure, every pair.

use std::collections::BTreeSet;
use std::sync::Arc;

use evenkeel_model::failure::Part;
use evenkeel_model::ids::EntityId;
use evenkeel_model::outlook::{self, Budget, PATIENT};
use evenkeel_model::plan::Plan;

use super::App;
use crate::jobs::{Job, Message};
use crate::view;
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

    /// Works out how much more of the selected thing the plan holds, where the inspector shows it.
    pub(super) fn outlook(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let ws = &self.workspace;
        let shows = ws.right
            && !ws.welcome
            && !ws.drill.on
            && !matches!(
                ws.page,
                Page::Report | Page::Calculators | Page::Failures | Page::Place
            )
            && !self.document.history.is_previewing();
        let Some(subject) = ws
            .single()
            .filter(|id| shows && view::inspector::outlook::has(id))
        else {
            return;
        };
        let current = ws
            .outlook
            .as_ref()
            .is_some_and(|o| o.subject == *subject && Arc::ptr_eq(&o.plan, plan));
        if current {
            return;
        }
        let asked = Some((subject.clone(), Arc::clone(plan)));
        let same = |a: &Option<(EntityId, Arc<Plan>)>| match (a, &asked) {
            (Some((s, p)), Some((subject, plan))) => s == subject && Arc::ptr_eq(p, plan),
            _ => false,
        };
        if self.jobs.is_running(Job::Outlook) {
            if same(&self.outlook_of) {
                return;
            }
            // It works on a plan or thing of before.
            self.jobs.abandon(Job::Outlook);
        }
        let subject = subject.clone();
        self.outlook_of = asked;
        let (plan, catalogue) = (Arc::clone(plan), Arc::clone(self.document.catalogue()));
        self.jobs.start(Job::Outlook, ctx, move |ticket| {
            let budget = Budget {
                should_stop: &|| ticket.is_cancelled(),
                ..PATIENT
            };
            let outlook = outlook::of(&plan, &catalogue, &subject, &budget);
            Message::Outlook {
                plan,
                subject,
                outlook,
            }
        });
    }

    /// Works out the plan's growth by year, where the workloads page shows it.
    pub(super) fn growth(&mut self, ctx: &egui::Context, plan: &Arc<Plan>) {
        let ws = &self.workspace;
        if ws.page != Page::Workloads
            || ws.welcome
            || self.document.history.is_previewing()
            || self.jobs.is_running(Job::Growth)
            || !outlook::grows(plan)
            || ws
                .growth
                .as_ref()
                .is_some_and(|(p, _)| Arc::ptr_eq(p, plan))
        {
            return;
        }
        let (plan, catalogue) = (Arc::clone(plan), Arc::clone(self.document.catalogue()));
        self.jobs.start(Job::Growth, ctx, move |ticket| {
            let budget = Budget {
                should_stop: &|| ticket.is_cancelled(),
                ..PATIENT
            };
            let growth = outlook::growth(&plan, &catalogue, &budget);
            Message::Growth { plan, growth }
        });
    }
}
