//! Published and worked examples of availability, and what must hold for any numbers.

use proptest::prelude::*;

use super::chain::Chain;
use super::contract::{Cover, Promise, response};
use super::group::{Group, Restore, Standby, fewer_than, mirrored_pairs_life};
use super::importance::{PartData, analyse};
use super::quantile::{chi_square, normal, rate_interval, student_t};
use super::simulate::{Failover, Item, Model, Run, Watch};
use super::structure::{Expr, parse};

fn near(got: f64, expected: f64) {
    within(got, expected, 1e-5);
}

fn within(got: f64, expected: f64, share: f64) {
    assert!(
        (got - expected).abs() <= share * expected.abs(),
        "{got} is not {expected}"
    );
}

fn group(n: usize, k: usize, mttf: f64, mttr: f64, crews: usize) -> Group {
    Group {
        crews,
        ..Group::independent(n, k, 1.0 / mttf, 1.0 / mttr)
    }
}

#[test]
fn pairs_with_one_and_two_crews_and_a_cold_spare() {
    let hot = group(2, 1, 4380.0, 8.0, 1);
    let one = hot.solve().unwrap();
    near(one.unavailability, 6.64776e-6);
    near(one.mttf_h.unwrap(), 1_205_595.0);
    let two = group(2, 1, 4380.0, 8.0, 2).solve().unwrap();
    near(two.unavailability, 3.32389e-6);
    let cold = Group {
        standby: Standby::Cold,
        ..hot
    };
    let cold = cold.solve().unwrap();
    near(cold.unavailability, 3.32995e-6);
    near(cold.mttf_h.unwrap(), 2_406_810.0);
}

#[test]
fn published_exercise_with_repair_of_both() {
    let one = Group {
        crews: 1,
        ..Group::independent(2, 1, 4e-5, 1.0 / 16.0)
    };
    let states = one.solve().unwrap().states;
    near(states[0], 0.998721);
    near(states[1], 1.27836e-3);
    near(states[2], 8.18152e-7);
    let two = Group { crews: 2, ..one }.solve().unwrap();
    near(two.unavailability, 4.09076e-7);
    let both = Group {
        restore: Restore::All,
        ..one
    }
    .solve()
    .unwrap();
    near(both.states[1], 1.27755e-3);
    near(both.states[2], 8.17629e-7);
}

#[test]
fn ellison_1993_with_one_crew() {
    // C. Ellison, Stratus, cypherpunks list, 25 Oct 1993: years from all up, λ = 0.5, μ = 52 a year.
    for (n, k, years) in [
        (2, 1, 107.000),
        (3, 1, 3_747.67),
        (3, 2, 36.3333),
        (4, 1, 98_405.5),
        (4, 2, 955.500),
        (4, 3, 18.5000),
    ] {
        let of = |crews| Group {
            crews,
            ..Group::independent(n, k, 0.5, 52.0)
        };
        near(of(1).solve().unwrap().mttf_h.unwrap(), years);
    }
    let many = |n| Group::independent(n, 1, 0.5, 52.0);
    near(many(3).solve().unwrap().mttf_h.unwrap(), 7_457.0);
    near(many(4).solve().unwrap().mttf_h.unwrap(), 586_270.0);
}

#[test]
fn four_hosts_three_needed() {
    for (crews, u) in [(1, 8.95783e-5), (2, 4.46686e-5), (4, 4.46278e-5)] {
        let r = group(4, 3, 8760.0, 24.0, crews).solve().unwrap();
        near(r.unavailability, u);
        near(r.mttf_h.unwrap(), 271_560.0);
    }
}

#[test]
fn common_cause_of_two() {
    for (crews, beta, u) in [
        (1, 0.05, 2.32164e-5),
        (2, 0.05, 1.16083e-5),
        (1, 0.0, 4.16625e-7),
    ] {
        let g = Group {
            beta,
            ..group(2, 1, 17_520.0, 8.0, crews)
        };
        near(g.solve().unwrap().unavailability, u);
    }
}

#[test]
fn units_counted_one_after_the_other() {
    near(fewer_than(4, &[1e-3; 5]), 9.980015e-6);
    near(1.0 - fewer_than(2, &[0.01; 3]), 0.999702);
    near(fewer_than(1, &[3.99984e-5; 2]), 1.59987e-9);
    assert_eq!(fewer_than(3, &[0.1, 0.1]), 1.0);
    assert_eq!(fewer_than(0, &[0.1, 0.1]), 0.0);
}

#[test]
fn raid_life_exact() {
    let life = |n, k| {
        let g = Group {
            crews: 1,
            ..Group::independent(n, k, 1.0 / 500_000.0, 1.0 / 12.0)
        };
        g.solve().unwrap().mttf_h.unwrap()
    };
    near(life(2, 1), 1.04174e10);
    near(life(8, 7), 3.72158e8);
    near(life(8, 6), 2.58437e12);
    near(
        mirrored_pairs_life(1, 1.0 / 500_000.0, 1.0 / 12.0, 1).unwrap(),
        life(2, 1),
    );
}

#[test]
fn transient_of_one_item() {
    let mut chain = Chain::new(2);
    chain.add(0, 1, 0.001);
    chain.add(1, 0, 0.1);
    for (t, a) in [
        (1.0, 0.999049),
        (10.0, 0.993705),
        (24.0, 0.990976),
        (100.0, 0.990099),
    ] {
        within(chain.after(0, t)[0], a, 1e-6);
    }
}

#[test]
fn two_closed_places_have_no_long_run() {
    let mut chain = Chain::new(3);
    chain.add(0, 1, 1.0);
    chain.add(0, 2, 1.0);
    assert_eq!(chain.steady(), None);
    assert_eq!(chain.mean_time_to(0, &[1]), None);
    let mut through = Chain::new(3);
    through.add(0, 1, 1.0);
    through.add(1, 2, 1.0);
    through.add(2, 1, 3.0);
    assert_eq!(through.steady().unwrap(), [0.0, 0.75, 0.25]);
}

/// (H1|H2) & SAN & (S1|S2) with the published figures.
fn storage_pair() -> (Expr, Vec<PartData>) {
    let named = parse("(H1|H2)&SAN&(S1|S2)").unwrap();
    assert_eq!(named.names, ["H1", "H2", "SAN", "S1", "S2"]);
    let data = [
        (1e-3, 8.0),
        (2e-3, 8.0),
        (1e-4, 4.0),
        (5e-4, 4.0),
        (5e-4, 4.0),
    ]
    .map(|(q, mttr)| PartData {
        q,
        mttr_h: Some(mttr),
    });
    (named.expr, data.to_vec())
}

#[test]
fn structure_with_a_single_point_of_failure() {
    let (works, data) = storage_pair();
    let a = analyse(&works, &data, 4).unwrap();
    near(a.unavailability, 1.02250e-4);
    near(a.rare_event_sum, 1.02250e-4);
    within(a.min_cut_bound, a.unavailability, 1e-12);
    assert_eq!(a.cuts.sets, [vec![2], vec![0, 1], vec![3, 4]]);
    assert!(!a.cuts.dropped);
    let of = |name: usize| a.importance.iter().find(|i| i.part == name).unwrap();
    near(of(0).birnbaum, 1.99980e-3);
    near(of(1).birnbaum, 9.99900e-4);
    near(of(2).birnbaum, 0.999998);
    near(of(3).birnbaum, 4.99949e-4);
    near(of(0).fussell_vesely_rare, 0.0195599);
    near(of(2).fussell_vesely_rare, 0.977995);
    near(of(3).fussell_vesely_rare, 2.44499e-3);
    near(of(2).raw, 9_779.97);
    near(of(2).rrw.unwrap(), 45.4444);
    near(of(0).criticality, 0.0195580);
    near(of(2).criticality, 0.977995);
    near(of(3).criticality, 2.44474e-3);
    let w = a.frequency.unwrap();
    near(w, 2.56249e-5);
    near(w * 8760.0, 0.224474);
    near(a.unavailability / w, 3.99025);
    near((1.0 - a.unavailability) / w, 39_020.6);
    near(-(-w * 8760.0f64).exp_m1(), 0.201064);
}

#[test]
fn bridge_has_shared_parts() {
    let works = parse("1&3|2&4|1&5&4|2&5&3").unwrap();
    let at = |p: f64| {
        let data = vec![
            PartData {
                q: 1.0 - p,
                mttr_h: None
            };
            5
        ];
        analyse(&works.expr, &data, 4).unwrap()
    };
    let part = |name: &str| works.names.iter().position(|n| n == name).unwrap();
    let a = at(0.9);
    near(1.0 - a.unavailability, 0.978480);
    let b = |a: &super::importance::Analysis, name: &str| {
        let p = part(name);
        a.importance.iter().find(|i| i.part == p).unwrap().birnbaum
    };
    near(b(&a, "1"), 0.106200);
    near(b(&a, "5"), 0.0162000);
    let a = at(0.99);
    near(a.unavailability, 2.01950e-4);
    near(b(&a, "4"), 0.0100960);
    near(b(&a, "5"), 1.96020e-4);
    assert_eq!(a.cuts.sets.len(), 4);
    // At most two parts: the sets of three are left out, and it is said.
    let short = analyse(
        &works.expr,
        &[PartData {
            q: 0.01,
            mttr_h: None,
        }; 5],
        2,
    )
    .unwrap();
    assert_eq!(short.cuts.sets.len(), 2);
    assert!(short.cuts.dropped);
}

#[test]
fn structures_are_read_and_faults_told() {
    let two_of = parse("2of3(A, B & C, D) or E").unwrap();
    assert_eq!(two_of.names, ["A", "B", "C", "D", "E"]);
    let works = |up: &[&str]| {
        two_of
            .expr
            .holds(&|p| up.contains(&two_of.names[p].as_str()))
    };
    assert!(works(&["A", "D"]) && works(&["E"]) && works(&["B", "C", "D"]));
    assert!(!works(&["A", "B"]));
    assert_eq!(parse("A && B || C").unwrap(), parse("A and B | C").unwrap());
    for (text, at) in [
        ("A & ", 5),
        ("(A | B", 7),
        ("A B", 3),
        ("A & !B", 5),
        ("4of(A,B)", 9),
        ("foo(A)", 1),
        ("", 1),
    ] {
        assert_eq!(parse(text).unwrap_err().at, at, "{text}");
    }
    assert!(parse(&"(".repeat(5_000)).is_err());
}

#[test]
fn contracts_of_nine_hours_on_five_days() {
    let four = response(&Cover::NINE_BY_FIVE, Promise::Hours(4.0));
    near(four.mean_h, 21.4196);
    near(four.worst_h, 67.0);
    let next = |by_h| response(&Cover::NINE_BY_FIVE, Promise::NextDay { by_h });
    near(next(17.0).mean_h, 53.1429);
    near(next(17.0).worst_h, 96.0);
    near(next(12.5).mean_h, 48.6429);
    let always = response(&Cover::ALWAYS, Promise::Hours(4.0));
    near(always.mean_h, 4.0);
    near(always.worst_h, 4.0);
}

#[test]
fn quantiles_and_intervals_of_field_data() {
    // Table values.
    within(chi_square(0.95, 2.0), 5.991_464_547, 1e-9);
    within(chi_square(0.025, 6.0), 1.237_344_246, 1e-8);
    within(chi_square(0.975, 8.0), 17.534_546_14, 1e-8);
    within(student_t(0.975, 4.0), 2.776_445_105, 1e-8);
    within(student_t(0.975, 9_999.0), 1.960_201_264, 1e-6);
    within(normal(0.975), 1.959_963_985, 1e-9);
    within(normal(0.025), -1.959_963_985, 1e-9);
    let three = rate_interval(3, 10.0, 0.95);
    near(three.low, 0.0618672);
    near(three.high, 0.876727);
    near(8760.0 / three.rate, 29_200.0);
    near(8760.0 / three.high, 9_991.70);
    near(8760.0 / three.low, 141_594.0);
    let none = rate_interval(0, 20.0, 0.95);
    near(none.high, 0.149787);
    near(8760.0 / none.high, 58_483.2);
}

#[test]
fn simulation_of_one_item_gives_mean_and_deviation() {
    let model = Model {
        items: vec![Item::new(1000.0, 10.0)],
        watches: vec![Watch::of(Expr::Part(0))],
        ..Model::default()
    };
    let run = Run {
        seed: 7,
        hours: 8760.0,
        replications: 500,
        fresh: true,
    };
    let (tallies, done) = model.compile().blocks(&run, 0..40, &|| false);
    assert_eq!(done, 40);
    let s = tallies[0].summary(0.95);
    // Exact mean of a year that begins up; deviation of the long run.
    assert!((s.mean_h - 86.6346).abs() < s.half_width_h, "{s:?}");
    within(s.deviation_h, 41.2368, 0.02);
    within(s.half_width_h, 1.96 * 41.2368 / 20_000f64.sqrt(), 0.02);
    assert!(s.p50_h < s.mean_h && s.mean_h < s.p95_h && s.p95_h < s.p99_h);
}

#[test]
fn blocks_do_not_depend_on_how_they_are_spread() {
    let model = Model {
        items: vec![Item::new(100.0, 10.0), Item::new(100.0, 10.0)],
        watches: vec![Watch {
            sides: vec![Expr::Part(0), Expr::Part(1)],
            failover: Failover {
                coverage: 0.9,
                delta_h: 0.1,
                tau_h: 1.0,
                ..Failover::INSTANT
            },
            planned: None,
        }],
        ..Model::default()
    };
    let sim = model.compile();
    let run = Run {
        seed: 1,
        hours: 8760.0,
        replications: 20,
        fresh: false,
    };
    let (all, _) = sim.blocks(&run, 0..4, &|| false);
    let mut apart = sim.block(&run, 0);
    for b in 1..4 {
        for (a, more) in apart.iter_mut().zip(sim.block(&run, b)) {
            a.merge(&more);
        }
    }
    assert_eq!(all, apart);
    let (_, done) = sim.blocks(&run, 0..4, &|| true);
    assert_eq!(done, 0);
}

/// A structure over five parts.
fn any_structure() -> impl Strategy<Value = Expr> {
    let leaf = (0usize..5).prop_map(Expr::Part);
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::Or),
            prop::collection::vec(inner, 2..4).prop_map(|v| Expr::AtLeast(2, v)),
        ]
    })
}

proptest! {
    #[test]
    fn diagrams_agree_with_enumeration(works in any_structure(), q in prop::array::uniform5(0.0f64..1.0)) {
        let data: Vec<PartData> = q.iter().map(|q| PartData { q: *q, mttr_h: None }).collect();
        let a = analyse(&works, &data, 5).unwrap();
        let mut u = 0.0;
        for mask in 0u32..32 {
            let up = |p: usize| mask & (1 << p) != 0;
            if !works.holds(&up) {
                u += (0..5).map(|p| if up(p) { 1.0 - q[p] } else { q[p] }).product::<f64>();
            }
        }
        prop_assert!((a.unavailability - u).abs() < 1e-12);
        // Exact, then the min-cut bound, then the rare-event sum.
        prop_assert!(!a.cuts.dropped);
        prop_assert!(a.unavailability <= a.min_cut_bound + 1e-12);
        prop_assert!(a.min_cut_bound <= a.rare_event_sum + 1e-12);
        // Duality: a path of the one is a cut of the other.
        prop_assert_eq!(works.dual().dual(), works.clone());
        for set in &a.cuts.sets {
            prop_assert!(!works.holds(&|p| !set.contains(&p)));
            for i in set {
                prop_assert!(works.holds(&|p| p == *i || !set.contains(&p)));
            }
        }
    }

    #[test]
    fn more_crews_and_less_failing_never_hurt(n in 1usize..7, k in 1usize..7, rho in 1e-5f64..0.5, beta in 0.0f64..0.5) {
        prop_assume!(k <= n);
        let of = |crews, rho, beta| Group { crews, beta, ..Group::independent(n, k, rho, 1.0) }.solve().unwrap();
        let u = of(1, rho, beta).unavailability;
        prop_assert!(of(2, rho, beta).unavailability <= u * (1.0 + 1e-12));
        prop_assert!(of(1, rho * 1.1, beta).unavailability >= u * (1.0 - 1e-12));
        prop_assert!((of(1, rho, beta).states.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        if n > k {
            let fewer = Group { crews: 1, ..Group::independent(n - 1, k, rho, 1.0) }.solve().unwrap();
            prop_assert!(of(1, rho, 0.0).unavailability <= fewer.unavailability * (1.0 + 1e-12));
        }
        // Each unit with its own crew is the binomial.
        let own = of(n, rho, 0.0).unavailability;
        let q = rho / (1.0 + rho);
        prop_assert!((own - fewer_than(k, &vec![q; n])).abs() <= 1e-9 * own);
    }
}
