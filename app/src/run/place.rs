//! Auto-place: starts the search, takes its answer.

use std::sync::Arc;

use evenkeel_model::place::Answer;

use crate::app::App;
use crate::jobs::{Job, Message};
use crate::view::place::{Running, Step, answer};
use crate::view::toasts::Tone;
use crate::workspace::Page;

/// Does a step.
pub fn step(app: &mut App, step: Step) {
    match step {
        Step::Start => start(app),
        Step::Stop => app.jobs.cancel(Job::Place),
        Step::Discard => app.workspace.place.answered = None,
        Step::Accept => accept(app),
    }
}

fn start(app: &mut App) {
    app.workspace.page = Page::Place;
    app.jobs.abandon(Job::Place);
    app.document.history.commit();
    let asked = app.workspace.place.asked.clone();
    let question = asked.question(&app.workspace.selection);
    let running = Running::new(&asked);
    app.workspace.place.answered = None;
    app.workspace.place.running = Some(running.clone());
    let plan = Arc::clone(app.document.plan());
    let catalogue = Arc::clone(app.document.catalogue());
    let ctx = app.context();
    app.jobs.start(Job::Place, &ctx, move |ticket| {
        let stop = || ticket.is_cancelled();
        let answered = answer(plan, &catalogue, &question, &running, &stop);
        Message::Placed(Arc::new(answered))
    });
}

fn accept(app: &mut App) {
    let Some(answered) = app.workspace.place.answered.clone() else {
        return;
    };
    let Answer::Proposal(proposal) = &answered.answer else {
        return;
    };
    if !Arc::ptr_eq(&answered.plan, app.document.plan()) {
        app.tell("The plan has changed since the proposal was made; ask again".to_owned());
        return;
    }
    match app.document.history.edit(&proposal.edit) {
        Ok(_) => {
            let moved = proposal.members_moved() + proposal.members_placed();
            let vms = if moved == 1 { "VM" } else { "VMs" };
            app.toasts.push(
                Tone::Good,
                format!("Accepted: {moved} {vms} placed anew. Undo takes it back"),
            );
            app.workspace.place.answered = None;
            app.workspace.page = Page::Layout;
        }
        Err(error) => app.tell(format!("{}: {error}", proposal.edit.label)),
    }
}
