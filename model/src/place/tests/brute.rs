//! Every placement, one after another, judged from scratch.

use super::super::build::Built;
use super::super::failures::broken;
use super::super::problem::{Problem, Spot};
use super::super::score::score;
use super::super::state::State;
use super::generate::{Shape, plan};
use super::*;

/// The best value of all placements; none when none holds.
fn best(p: &Problem, objective: Objective) -> Option<i64> {
    let mut at = vec![0usize; p.units.len()];
    let mut best: Option<i64> = None;
    if p.units.iter().any(|k| p.kinds[*k].options.is_empty()) {
        return None;
    }
    let all = vec![true; p.hosts.len()];
    loop {
        let spots: Vec<Spot> = at
            .iter()
            .zip(&p.units)
            .map(|(n, k)| p.kinds[*k].options[*n])
            .collect();
        let state = State::with(p, &spots);
        let mut work = 0;
        if state.total_over() == 0 && broken(&state, &all, &mut work).is_none() {
            let value = match objective {
                Objective::Balance | Objective::Moves => Some(score(&state, objective, &all).0),
                _ => {
                    // Every choice of hosts that are kept.
                    let used = state.used();
                    (0u32..1 << p.hosts.len())
                        .map(|choice| -> Vec<bool> {
                            (0..p.hosts.len()).map(|h| choice & (1 << h) != 0).collect()
                        })
                        .filter(|open| used.iter().zip(open).all(|(u, o)| *o || !*u))
                        .filter(|open| broken(&state, open, &mut work).is_none())
                        .map(|open| score(&state, objective, &open).0)
                        .min()
                }
            };
            if let Some(value) = value {
                best = Some(best.map_or(value, |b| b.min(value)));
            }
        }
        let mut digit = 0;
        loop {
            let Some(n) = at.get_mut(digit) else {
                return best;
            };
            *n += 1;
            if *n < p.kinds[p.units[digit]].options.len() {
                break;
            }
            *n = 0;
            digit += 1;
        }
    }
}

fn agrees(seed: u64, shape: Shape, objective: Objective) -> bool {
    let plan = plan(seed, shape);
    let cx = Cx::new(&plan, Catalogue::built_in());
    let mut takes = Takes::new(&cx);
    let question = ask(objective);
    let built = Built::new(&mut takes, &question, &Without::new(), &Learned::default());
    let p = &built.problem;
    // Brute force is for few possibilities.
    if super::super::exact::arrangements(p) > 500.0 {
        return false;
    }
    let known = if built.nowhere.is_empty() {
        best(p, objective)
    } else {
        None
    };
    let mut meter = Meter::new(&Budget::work(Budget::UNLIMITED));
    let outcome = solve(
        p,
        objective,
        seed,
        (Effort::Full, None),
        &mut meter,
        &mut |_, _, _, _| {},
    );
    assert_eq!(
        outcome.found.as_ref().map(|f| f.score.0),
        known,
        "seed {seed}, {objective:?}"
    );
    assert_eq!(outcome.impossible, known.is_none(), "seed {seed}");
    if let Some(known) = known {
        assert_eq!(outcome.bound, known, "seed {seed}, {objective:?}");
        let bound = super::super::bounds::bound(p, objective).value;
        assert!(
            bound <= known,
            "seed {seed}, {objective:?}: bound {bound} above {known}"
        );
    }
    true
}

#[test]
fn a_thousand_small_plans_agree_with_brute_force() {
    let shape = Shape {
        hosts: 4,
        vms: 8,
        rules: true,
    };
    let mut compared = 0;
    let mut seed = 0;
    while compared < 1_000 {
        let objective = Objective::ALL[seed as usize % 4];
        compared += usize::from(agrees(seed, shape, objective));
        seed += 1;
    }
}

#[test]
fn local_search_never_beats_the_best_and_mostly_reaches_it() {
    let shape = Shape {
        hosts: 4,
        vms: 6,
        rules: true,
    };
    let (mut all, mut reached) = (0, 0);
    for seed in 5_000..5_060 {
        let objective = Objective::ALL[seed as usize % 4];
        let plan = plan(seed, shape);
        let cx = Cx::new(&plan, Catalogue::built_in());
        let mut takes = Takes::new(&cx);
        let built = Built::new(
            &mut takes,
            &ask(objective),
            &Without::new(),
            &Learned::default(),
        );
        let p = &built.problem;
        if super::super::exact::arrangements(p) > 2_000.0 || !built.nowhere.is_empty() {
            continue;
        }
        let known = best(p, objective);
        let found = super::super::solver::by_search_alone(p, objective, seed, 2_000_000);
        match (known, found) {
            (None, found) => assert!(found.is_none(), "seed {seed}"),
            (Some(known), Some(found)) => {
                assert!(found >= known, "seed {seed}: {found} below {known}");
                all += 1;
                reached += usize::from(found == known);
            }
            (Some(_), None) => all += 1,
        }
    }
    assert!(all > 12, "{all}");
    assert!(reached * 100 >= all * 90, "{reached} of {all}");
}
