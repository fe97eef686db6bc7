//! Placing small plans, against brute force and the plan's own checks.

mod brute;
mod generate;
mod plans;

use super::*;
use crate::check;
use crate::facts::{Case, derive};

fn ask(objective: Objective) -> Question {
    Question {
        objective,
        seed: 7,
        ..Question::default()
    }
}

fn answer(plan: &Plan, question: &Question, work: u64) -> Answer {
    place(
        plan,
        Catalogue::built_in(),
        question,
        &Budget::work(work),
        &mut |_| {},
    )
}

fn proposal(answer: Answer) -> Box<Proposal> {
    match answer {
        Answer::Proposal(p) => p,
        Answer::Infeasible(i) => panic!("nothing fits: {} {:?}", i.message, i.conflict),
    }
}

/// What moving VMs might mend in a plan, in its own words.
fn mendable(plan: &Plan) -> Vec<String> {
    let cx = Cx::new(plan, Catalogue::built_in());
    let facts = derive(&cx, &Case::normal());
    check::run(&cx, &facts)
        .into_iter()
        .filter(|f| f.is_found() && f.waived.is_none() && f.placement_could_mend)
        .map(|f| format!("{} {}", f.code, f.message))
        .collect()
}
