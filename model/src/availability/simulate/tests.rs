//! Simulation against exact values: where a model has both, the interval of the simulation must hold the exact value.

use super::{Cold, Failover, Item, Model, Run, Shared, Spread, Watch, Window};
use crate::availability::bdd::Bdd;
use crate::availability::group::{Group, Restore, Standby};
use crate::availability::structure::{Expr, parse};
use crate::figure::Silent;
use crate::formula::failover::{Coverage, coverage};
use crate::formula::sites::{Arbiter, Votes, split};

const YEAR: f64 = 8760.0;

/// Share of the time that a structure of independent items is down.
fn exact(works: &Expr, items: &[Item]) -> f64 {
    let (bdd, root) = Bdd::of_works(works).unwrap();
    bdd.probability(root, &|i| {
        items[i].mttr_h / (items[i].mttf_h + items[i].mttr_h)
    })
}

fn structure(text: &str, items: Vec<Item>) -> (Model, f64) {
    let works = parse(text).unwrap().expr;
    let u = exact(&works, &items);
    let model = Model {
        items,
        watches: vec![Watch::of(works)],
        ..Model::default()
    };
    (model, u)
}

fn group(g: Group) -> (Model, f64) {
    let item = Item {
        crew: Some(0),
        ..Item::new(1.0 / g.lambda, 1.0 / g.mu)
    };
    let parts = (0..g.n).map(Expr::Part).collect();
    let mut model = Model {
        items: vec![item; g.n],
        crews: vec![g.crews],
        watches: vec![Watch::of(Expr::AtLeast(g.k, parts))],
        ..Model::default()
    };
    if g.standby == Standby::Cold {
        model.cold = vec![Cold {
            items: (0..g.n).collect(),
            running: g.k,
        }];
    }
    if g.beta > 0.0 {
        for item in &mut model.items {
            item.mttf_h /= 1.0 - g.beta;
        }
        model.shared = vec![Shared {
            mttf_h: 1.0 / (g.beta * g.lambda),
            items: (0..g.n).collect(),
        }];
    }
    (model, g.solve().unwrap().unavailability)
}

fn chain(a: f64, c: f64, delta_h: f64, tau_h: f64) -> (Model, f64) {
    let (mttf, mttr) = (1000.0, 10.0);
    let n = crate::figure::Plain;
    let u = coverage(
        &mut Silent,
        Coverage {
            lambda: n(1.0 / mttf),
            mu: n(1.0 / mttr),
            c: n(c),
            delta_h: n(delta_h),
            tau_h: n(tau_h),
            a: n(a),
            one_crew: true,
        },
    )
    .total
    .0;
    let item = Item {
        crew: Some(0),
        ..Item::new(mttf, mttr)
    };
    let model = Model {
        items: vec![item; 2],
        crews: vec![1],
        watches: vec![Watch {
            sides: vec![Expr::Part(0), Expr::Part(1)],
            failover: Failover {
                coverage: c,
                delta_h,
                tau_h,
                spread: Spread::Exponential,
                all_serve: a > 1.5,
            },
            planned: None,
        }],
        ..Model::default()
    };
    (model, u)
}

fn pair(crews: usize) -> Group {
    Group {
        crews,
        ..Group::independent(2, 1, 1e-3, 0.1)
    }
}

/// Structures with an exact value, rates raised so that a few hundred years show enough outages.
fn cases() -> Vec<(&'static str, Model, f64)> {
    let one = Item::new(1000.0, 10.0);
    let mut cases = Vec::new();
    let mut add = |name, (model, u)| cases.push((name, model, u));
    add("one item", structure("A", vec![one]));
    let fixed = Item {
        repair: Spread::Fixed,
        ..one
    };
    add("one item, fixed repair", structure("A", vec![fixed]));
    let spread = Item {
        repair: Spread::LogNormal(0.5),
        ..one
    };
    add("one item, log-normal repair", structure("A", vec![spread]));
    add(
        "series",
        structure(
            "A & B & C",
            vec![one, Item::new(500.0, 2.0), Item::new(4000.0, 40.0)],
        ),
    );
    add("pair, one crew", group(pair(1)));
    add("pair, two crews", group(pair(2)));
    add(
        "cold spare",
        group(Group {
            standby: Standby::Cold,
            ..pair(1)
        }),
    );
    add(
        "two of three",
        structure("2of(A,B,C)", vec![one, one, Item::new(300.0, 30.0)]),
    );
    add(
        "three of four, one crew",
        group(Group {
            n: 4,
            k: 3,
            restore: Restore::Each,
            ..pair(1)
        }),
    );
    add(
        "hosts, array and switches",
        structure(
            "(H1|H2)&SAN&(S1|S2)",
            vec![
                one,
                Item::new(1000.0, 20.0),
                Item::new(20_000.0, 4.0),
                one,
                one,
            ],
        ),
    );
    add("bridge", structure("1&3|2&4|1&5&4|2&5&3", vec![one; 5]));
    add("coverage, both serve", chain(2.0, 0.95, 0.05, 1.0));
    add("coverage, one stands by", chain(1.0, 0.9, 0.05, 1.0));
    add("lockstep", chain(1.0, 0.99, 0.0, 1.0));
    add(
        "common cause",
        group(Group {
            beta: 0.05,
            ..pair(1)
        }),
    );
    // Two sites, a line and a witness: a partition with two votes serves.
    let n = crate::figure::Plain;
    let u = |i: Item| n(i.mttr_h / (i.mttf_h + i.mttr_h));
    let (site, line, witness) = (one, Item::new(200.0, 8.0), Item::new(300.0, 10.0));
    let votes = Votes {
        u_a: u(site),
        u_b: u(site),
        u_link: u(line),
        u_witness: u(witness),
    };
    let (mut model, by_diagram) = structure("A&B&L | A&W | B&W", vec![site, site, line, witness]);
    let by_votes = split(&mut Silent, votes, Arbiter::Third).0;
    assert!((by_diagram - by_votes).abs() < 1e-12);
    cases.push(("split site with a witness", model.clone(), by_votes));
    // A region that takes both sites: one item in series.
    model = Model {
        items: vec![site, site, Item::new(20_000.0, 20.0)],
        watches: vec![Watch::of(parse("(A|B)&R").unwrap().expr)],
        ..Model::default()
    };
    let r = 20.0 / 20_020.0;
    let u_site: f64 = 10.0 / 1010.0;
    cases.push((
        "sites in one region",
        model,
        r + (1.0 - r) * u_site * u_site,
    ));
    // Planned windows on top: available only outside them.
    let model = Model {
        items: vec![one],
        watches: vec![Watch {
            planned: Some(Window {
                every_h: 730.0,
                hours: 2.0,
            }),
            ..Watch::of(Expr::Part(0))
        }],
        ..Model::default()
    };
    let a = (1000.0 / 1010.0) * (1.0 - 24.0 / YEAR);
    cases.push(("planned windows", model, 1.0 - a));
    cases
}

#[test]
fn intervals_hold_the_exact_value_in_at_least_88_of_100_seeds() {
    let cases = cases();
    assert!(cases.len() >= 12);
    for (name, model, u) in cases {
        let sim = model.compile();
        let held = (0..100)
            .filter(|seed| {
                let run = Run {
                    seed: *seed,
                    hours: YEAR,
                    replications: 150,
                    fresh: false,
                };
                let s = sim.block(&run, 0)[0].summary(0.95);
                (s.mean_h - u * YEAR).abs() <= s.half_width_h
            })
            .count();
        assert!(held >= 88, "{name}: {held} of 100 intervals hold {u}");
    }
}

#[test]
fn nothing_that_fails_is_always_up_and_what_cannot_work_always_down() {
    let model = Model {
        watches: vec![Watch::of(Expr::True), Watch::of(Expr::False)],
        ..Model::default()
    };
    let run = Run {
        seed: 1,
        hours: YEAR,
        replications: 3,
        fresh: true,
    };
    let t = model.compile().block(&run, 0);
    assert_eq!(t[0].summary(0.95).mean_h, 0.0);
    assert_eq!(t[0].summary(0.95).none, 1.0);
    assert_eq!(t[1].summary(0.95).mean_h, YEAR);
}

#[test]
fn percentiles_are_within_a_fifth_of_a_per_cent() {
    let mut t = super::Tally::default();
    for i in 1..=1000 {
        t.add(f64::from(i), 0.0, 1);
    }
    for (share, expected) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0), (1.0, 1000.0)] {
        let got = t.percentile(share);
        assert!((got - expected).abs() <= expected * 0.003, "{share}: {got}");
    }
}
