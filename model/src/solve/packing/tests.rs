use std::cell::Cell;

use super::super::budget::Budget;
use super::super::random::Random;
use super::*;

fn item(size: &[i64]) -> Item {
    Item {
        size: size.to_vec(),
        only_in: None,
    }
}

fn bins(capacity: &[i64], cost: u64, available: Option<usize>) -> BinType {
    BinType {
        capacity: capacity.to_vec(),
        cost,
        available,
    }
}

fn solve(problem: &Problem, work: u64) -> Answer {
    pack(
        problem,
        &Options::default(),
        &Budget::work(work),
        &mut |_| (),
    )
    .expect("a sound problem")
}

/// One kind of bin, as many as wanted, each costs 1.
fn plain(sizes: &[&[i64]], capacity: &[i64]) -> Problem {
    Problem {
        dimensions: capacity.len(),
        items: sizes.iter().map(|size| item(size)).collect(),
        bins: vec![bins(capacity, 1, None)],
        ..Problem::default()
    }
}

/// Least cost by trying every arrangement; `None` when there is none.
fn every_arrangement(problem: &Problem) -> Option<u64> {
    fn go(problem: &Problem, item: usize, open: &mut Vec<Bin>, cost: u64, best: &mut Option<u64>) {
        if best.is_some_and(|best| cost >= best) {
            return;
        }
        if item == problem.items.len() {
            let packing = Packing {
                bins: open.clone(),
                cost,
            };
            if problem.check(&packing).is_ok() {
                *best = Some(cost);
            }
            return;
        }
        for at in 0..open.len() {
            open[at].items.push(item);
            go(problem, item + 1, open, cost, best);
            open[at].items.pop();
        }
        for kind in 0..problem.bins.len() {
            open.push(Bin {
                kind,
                items: vec![item],
            });
            go(
                problem,
                item + 1,
                open,
                cost + problem.bins[kind].cost,
                best,
            );
            open.pop();
        }
    }
    let mut best = None;
    go(problem, 0, &mut Vec::new(), 0, &mut best);
    best
}

/// A small problem with everything in it now and then.
fn random_problem(random: &mut Random, below_zero: bool) -> Problem {
    let dimensions = random.below(4);
    let most_items = [7, 7, 7, 9][random.below(4)];
    let n = random.below(most_items);
    let kinds = [1, 1, 2, 3][random.below(4)].min(if n > 6 { 2 } else { 3 });
    let most = [10, 30, 100][random.below(3)];
    let mut number = |end: usize| random.below(end) as i64;
    let sizes: Vec<Vec<i64>> = (0..n)
        .map(|_| {
            (0..dimensions)
                .map(|_| {
                    let size = number(most * 2 / 3) + number(3);
                    let gives = below_zero && number(6) == 0;
                    if gives { -size / 3 } else { size }
                })
                .collect()
        })
        .collect();
    let mut problem = Problem {
        dimensions,
        items: sizes.iter().map(|size| item(size)).collect(),
        bins: Vec::new(),
        apart: Vec::new(),
        together: Vec::new(),
    };
    for _ in 0..kinds {
        let capacity: Vec<i64> = (0..dimensions)
            .map(|_| (most - random.below(most / 3)) as i64)
            .collect();
        let available = [None, None, Some(1), Some(2), Some(3)][random.below(5)];
        let cost = [1, 1, 2, 3, 0, 10][random.below(6)];
        problem.bins.push(bins(&capacity, cost, available));
    }
    if n > 1 {
        for _ in 0..random.below(3) {
            let items = (0..2 + random.below(3)).map(|_| random.below(n)).collect();
            let most = 1 + random.below(2);
            problem.apart.push(Apart { items, most });
        }
        if random.below(4) == 0 {
            problem
                .together
                .push(vec![random.below(n), random.below(n)]);
        }
        if random.below(4) == 0 {
            let at = random.below(n);
            problem.items[at].only_in = Some(vec![random.below(kinds)]);
        }
        // Alike items are a case of their own.
        if random.below(3) == 0 {
            let (from, to) = (random.below(n), random.below(n));
            problem.items[to] = problem.items[from].clone();
        }
    }
    problem
}

fn agrees_with_every_arrangement(cases: usize, seed: u64, below_zero: bool) {
    let mut random = Random::new(seed);
    let mut impossible = 0;
    for case in 0..cases {
        let problem = random_problem(&mut random, below_zero);
        let best = every_arrangement(&problem);
        impossible += usize::from(best.is_none());
        for work in [0, 300, 5_000, 50_000_000] {
            let answer = solve(&problem, work);
            if let Some(packing) = &answer.packing {
                assert_eq!(problem.check(packing), Ok(()), "case {case}: {problem:?}");
                assert!(best.is_some_and(|best| packing.cost >= best));
            }
            match best {
                Some(best) => {
                    assert!(answer.bound <= best, "case {case}: {answer:?} {problem:?}");
                    assert!(!matches!(answer.verdict, Verdict::Infeasible(_)));
                }
                None => assert!(answer.packing.is_none()),
            }
            if answer.verdict == Verdict::Optimal {
                assert_eq!(answer.packing.as_ref().map(|p| p.cost), best);
                assert_eq!(Some(answer.bound), best);
            }
        }
        let answer = solve(&problem, 50_000_000);
        if best.is_some() {
            assert_eq!(
                answer.verdict,
                Verdict::Optimal,
                "case {case}: {problem:?} {answer:?}"
            );
        } else {
            assert!(
                matches!(answer.verdict, Verdict::Infeasible(_)),
                "case {case}: {problem:?} {answer:?}"
            );
        }
    }
    assert!(impossible > 0 && impossible < cases / 2, "{impossible}");
}

#[test]
fn agrees_with_trying_every_arrangement() {
    agrees_with_every_arrangement(700, 5, false);
}

#[test]
fn agrees_with_trying_every_arrangement_when_sizes_are_below_zero() {
    agrees_with_every_arrangement(300, 6, true);
}

fn sixty(seed: u64) -> Problem {
    let mut random = Random::new(seed);
    let items = (0..60)
        .map(|_| item(&[0; 3].map(|_: i64| 10 + random.below(50) as i64)))
        .collect();
    Problem {
        dimensions: 3,
        items,
        bins: vec![bins(&[100; 3], 1, None)],
        ..Problem::default()
    }
}

#[test]
fn sixty_items_are_packed_with_a_proof() {
    let problem = sixty(1);
    let answer = solve(&problem, 300_000_000);
    assert_eq!(answer.verdict, Verdict::Optimal);
    let packing = answer.packing.expect("a packing");
    assert_eq!(problem.check(&packing), Ok(()));
    assert_eq!(packing.cost, answer.bound);
}

#[test]
fn same_seed_and_work_give_the_same_answer() {
    for work in [10_000, 1_000_000, 20_000_000] {
        let problem = sixty(2);
        assert_eq!(solve(&problem, work), solve(&problem, work));
    }
}

#[test]
fn a_stop_is_obeyed_soon_and_keeps_the_best() {
    let problem = sixty(3);
    let looks = Cell::new(0_u64);
    let stop = || {
        looks.set(looks.get() + 1);
        looks.get() >= 30
    };
    let budget = Budget {
        work: Budget::UNLIMITED,
        should_stop: &stop,
    };
    let answer = pack(&problem, &Options::default(), &budget, &mut |_| ()).expect("sound");
    assert_eq!(looks.get(), 30, "not asked again once it said stop");
    assert!(answer.work < 30 * 20_000 + 200_000, "{}", answer.work);
    assert_eq!(problem.check(&answer.packing.expect("a packing")), Ok(()));
}

#[test]
fn progress_only_improves_and_ends_at_the_answer() {
    let problem = sixty(4);
    let mut last: Option<Progress> = None;
    let answer = pack(
        &problem,
        &Options::default(),
        &Budget::work(100_000_000),
        &mut |now| {
            if let Some(last) = last {
                assert!(now.cost <= last.cost && now.bound >= last.bound);
                assert!(now.work >= last.work);
            }
            last = Some(*now);
        },
    )
    .expect("sound");
    let last = last.expect("told at least once");
    assert_eq!(last.cost, answer.packing.map(|packing| packing.cost));
    assert_eq!(last.bound, answer.bound);
}

/// The proof by weights is one that anybody can check: no bin holds more than so much.
#[test]
fn weights_prove_the_bound() {
    let mut random = Random::new(9);
    let mut seen = 0;
    for _ in 0..300 {
        let items: Vec<Item> = (0..9)
            .map(|_| item(&[0; 2].map(|_: i64| 15 + random.below(40) as i64)))
            .collect();
        let problem = Problem {
            dimensions: 2,
            items,
            bins: vec![bins(&[100; 2], 1, None)],
            ..Problem::default()
        };
        let answer = solve(&problem, 10_000_000);
        if answer.because != Because::Weights {
            continue;
        }
        seen += 1;
        let most = (0_u32..1 << 9)
            .filter(|set| {
                (0..2).all(|dim| {
                    let of = |at: usize| problem.items[at].size[dim];
                    (0..9).filter(|at| set >> at & 1 == 1).map(of).sum::<i64>() <= 100
                })
            })
            .map(|set| {
                let of = |at: usize| answer.weights[at];
                (0..9).filter(|at| set >> at & 1 == 1).map(of).sum::<u64>()
            })
            .max()
            .expect("the empty set");
        let all: u64 = answer.weights.iter().sum();
        assert!(all.div_ceil(most) >= answer.bound, "{answer:?}");
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn nothing_to_place_takes_no_bin() {
    let answer = solve(&plain(&[], &[10]), 1000);
    assert_eq!(answer.verdict, Verdict::Optimal);
    assert_eq!(answer.packing, Some(Packing::default()));
    assert_eq!(solve(&Problem::default(), 1000).verdict, Verdict::Optimal);
}

#[test]
fn without_dimensions_one_bin_holds_all() {
    let answer = solve(&plain(&[&[], &[], &[]], &[]), 1000);
    assert_eq!(answer.packing.map(|packing| packing.cost), Some(1));
    assert_eq!(answer.bound, 1);
}

#[test]
fn items_without_bins_are_infeasible() {
    let mut problem = plain(&[&[1]], &[10]);
    problem.bins.clear();
    assert_eq!(
        solve(&problem, 1000).verdict,
        Verdict::Infeasible(Obstacle::FitsNowhere {
            items: vec![0],
            dimension: None
        })
    );
}

#[test]
fn an_item_larger_than_every_bin_is_named_with_its_dimension() {
    let answer = solve(&plain(&[&[1, 1], &[3, 11]], &[10, 10]), 1000);
    assert_eq!(
        answer.verdict,
        Verdict::Infeasible(Obstacle::FitsNowhere {
            items: vec![1],
            dimension: Some(1)
        })
    );
    assert_eq!(answer.packing, None);
}

#[test]
fn zero_capacity_holds_what_takes_nothing() {
    assert!(matches!(
        solve(&plain(&[&[1]], &[0]), 1000).verdict,
        Verdict::Infeasible(Obstacle::FitsNowhere { .. })
    ));
    let answer = solve(&plain(&[&[0], &[0]], &[0]), 1000);
    assert_eq!(answer.packing.map(|packing| packing.cost), Some(1));
}

#[test]
fn capacity_below_zero_holds_nothing() {
    assert!(matches!(
        solve(&plain(&[&[0]], &[-1]), 1000).verdict,
        Verdict::Infeasible(_)
    ));
}

#[test]
fn too_little_altogether_is_told() {
    let mut problem = plain(&[&[6], &[6], &[6]], &[10]);
    problem.bins[0].available = Some(1);
    assert_eq!(
        solve(&problem, 1000).verdict,
        Verdict::Infeasible(Obstacle::TooFewBins {
            items: vec![0, 1, 2],
            there_are: 1
        })
    );
    let mut problem = plain(&[[4].as_slice(); 6], &[10]);
    problem.bins[0].available = Some(2);
    assert_eq!(
        solve(&problem, 1000).verdict,
        Verdict::Infeasible(Obstacle::TooLittle {
            dimension: 0,
            asked: 24,
            there_is: 20
        })
    );
}

#[test]
fn what_must_be_together_and_apart_is_told() {
    let mut problem = plain(&[&[1], &[1]], &[10]);
    problem.together = vec![vec![0, 1]];
    problem.apart = vec![Apart {
        items: vec![1, 0],
        most: 1,
    }];
    assert_eq!(
        solve(&problem, 1000).verdict,
        Verdict::Infeasible(Obstacle::TogetherAndApart {
            first: 0,
            second: 1
        })
    );
}

#[test]
fn numbers_at_the_end_of_the_range_do_not_overflow() {
    let huge = i64::MAX;
    let answer = solve(
        &plain(&[&[huge, 1], &[huge, 1], &[huge - 1, 0]], &[huge, huge]),
        1_000_000,
    );
    assert_eq!(answer.verdict, Verdict::Optimal);
    assert_eq!(answer.bound, 3);
    let half = huge / 2;
    let answer = solve(&plain(&[[half].as_slice(); 9], &[huge]), 1_000_000);
    assert_eq!(answer.verdict, Verdict::Optimal);
    assert_eq!(answer.bound, 5);
    let mut problem = plain(&[&[huge], &[huge]], &[huge]);
    problem.together = vec![vec![0, 1]];
    assert!(matches!(
        solve(&problem, 1000).verdict,
        Verdict::Infeasible(Obstacle::FitsNowhere { .. })
    ));
    let answer = pack(
        &plain(&[&[huge], &[-huge], &[-huge]], &[huge]),
        &Options::default(),
        &Budget::work(1000),
        &mut |_| (),
    );
    assert_eq!(answer, Err(Fault::SizeTooLarge { dimension: 0 }));
    let mut problem = plain(&[&[1]], &[10]);
    problem.bins[0].cost = u64::MAX;
    let answer = pack(
        &problem,
        &Options::default(),
        &Budget::work(1000),
        &mut |_| (),
    );
    assert_eq!(answer, Err(Fault::CostTooLarge));
}

#[test]
fn wrong_indices_and_lengths_are_faults() {
    let sound = plain(&[&[1, 1]], &[10, 10]);
    let mut problem = sound.clone();
    problem.items[0].size.pop();
    assert!(matches!(
        problem.validate(),
        Err(Fault::ItemDimensions { .. })
    ));
    let mut problem = sound.clone();
    problem.bins[0].capacity.push(1);
    assert!(matches!(
        problem.validate(),
        Err(Fault::BinDimensions { .. })
    ));
    let mut problem = sound.clone();
    problem.items[0].only_in = Some(vec![1]);
    assert!(matches!(problem.validate(), Err(Fault::NoSuchBin { .. })));
    let mut problem = sound.clone();
    problem.together = vec![vec![0, 1]];
    assert!(matches!(problem.validate(), Err(Fault::NoSuchItem { .. })));
    let mut problem = sound;
    problem.apart = vec![Apart {
        items: vec![7],
        most: 2,
    }];
    assert!(matches!(problem.validate(), Err(Fault::NoSuchItem { .. })));
}

#[test]
fn a_start_is_used_and_a_broken_one_does_no_harm() {
    let problem = sixty(5);
    let good = solve(&problem, 300_000_000).packing.expect("a packing");
    let options = Options {
        seed: 3,
        start: Some(good.clone()),
    };
    let answer = pack(&problem, &options, &Budget::work(0), &mut |_| ()).expect("sound");
    assert_eq!(answer.packing.map(|packing| packing.cost), Some(good.cost));
    let options = Options {
        seed: 3,
        start: Some(Packing {
            bins: vec![Bin {
                kind: 9,
                items: vec![0, 0, 1000],
            }],
            cost: 0,
        }),
    };
    let answer = pack(&problem, &options, &Budget::work(100_000), &mut |_| ()).expect("sound");
    assert_eq!(problem.check(&answer.packing.expect("a packing")), Ok(()));
}

#[test]
fn cheap_hosts_are_preferred_and_scarce_ones_counted() {
    // Two free hosts hold two items each; the fifth needs a bought one, of which the small is cheaper.
    let problem = Problem {
        dimensions: 2,
        items: vec![item(&[4, 8]); 5],
        bins: vec![
            bins(&[10, 16], 0, Some(2)),
            bins(&[20, 64], 9, None),
            bins(&[6, 16], 4, None),
        ],
        ..Problem::default()
    };
    let answer = solve(&problem, 10_000_000);
    assert_eq!(answer.verdict, Verdict::Optimal);
    assert_eq!(answer.bound, 4);
}
