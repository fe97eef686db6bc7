//! Simulation of repairable systems, beside the exact value where there is one.

use super::rates::{self, AFR, LAMBDA, MTTF, MTTR, MU};
use super::structure::ITEMS_IN;
use crate::availability::bdd::Bdd;
use crate::availability::group::{Group, Standby};
use crate::availability::quantile::normal;
use crate::availability::simulate::{
    Cold, Failover, Item, Model, Run, Shared, Spread, Tally, Watch, Window,
};
use crate::availability::structure::{Expr, parse};
use crate::calc::dimension::{FREQUENCY, NUMBER, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::{failover, uptime};

/// Failures and repairs that one answer may take.
const MOST_EVENTS: f64 = 2e6;
/// Replications of a block; blocks have random streams of their own.
const BLOCK: u32 = 500;

pub(super) struct Simulation;

impl Calculation for Simulation {
    const SPEC: Spec = Spec {
        slug: "simulation",
        family: Family::Availability,
        title: "Monte-Carlo simulation",
        about: "An event calendar of parts that fail and are repaired, run again and again from the same seed. One item, k of n \
                equal units with crews, two units with imperfect failover, or any structure of parts. Gives the mean with its \
                interval (Student's t), the chance of a time without outage, and percentiles: downtime is so skewed that the \
                mean is often set by years that almost never happen. The exact value stands beside it where the model has one.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            Input::count("n", "equal units", (1.0, 64.0)).or(1.0),
            Input::count("k", "units that must work", (1.0, 64.0)).or(1.0),
            Input::count(
                "crews",
                "repair crews; one for each unit when left out",
                (1.0, 64.0),
            )
            .symbol("r")
            .optional(),
            Input::choice(
                "standby",
                "what units do that are not needed",
                &[
                    ("hot", "They run and may fail"),
                    ("cold", "They wait and do not fail"),
                ],
            )
            .word("hot"),
            Input::share("beta", "share of failures that take every unit at once")
                .symbol("β")
                .or(0.0),
            Input::share("c", "coverage: failover between two units").optional(),
            Input::quantity(
                "delta",
                "mean of a failover that works",
                &TIME,
                "h",
                (0.0, 1e6),
            )
            .symbol("δ")
            .or(0.0),
            Input::quantity("tau", "mean of a recovery by hand", &TIME, "h", (0.0, 1e6))
                .symbol("τ")
                .or(1.0),
            Input::quantity(
                "a",
                "2 when both units serve, 1 when one stands by",
                &NUMBER,
                "",
                (1.0, 2.0),
            )
            .or(2.0),
            Input::text(
                "structure",
                "what must work, in place of n and k: (H1|H2)&SAN",
            )
            .optional(),
            ITEMS_IN,
            Input::choice(
                "repair",
                "how repair times spread",
                &[
                    ("exponential", "Exponential"),
                    ("fixed", "Always the mean"),
                    ("lognormal", "Log-normal"),
                ],
            )
            .word("exponential"),
            Input::factor(
                "spread",
                "standard deviation of a log-normal repair over its mean",
                (0.0, 10.0),
            )
            .or(1.0),
            Input::quantity("w", "planned windows", &FREQUENCY, "/yr", (0.0, 10_000.0)).or(0.0),
            Input::quantity("h", "length of a window", &TIME, "h", (0.0, 1_000.0)).or(0.0),
            Input::quantity("t", "length of a replication", &TIME, "h", (1e-3, 1e7))
                .symbol("T")
                .or(8_760.0),
            Input::count("replications", "replications", (2.0, 1e7))
                .symbol("N")
                .or(10_000.0),
            Input::count("seed", "seed of the random numbers", (0.0, 9e15)).or(1.0),
            Input::quantity(
                "confidence",
                "confidence of the interval",
                &SHARE,
                "",
                (0.01, 0.999_999),
            )
            .or(0.95),
        ],
        outputs: &[
            Output::new("mean", "Mean downtime", "h"),
            Output::new("low", "Lower end of the interval", "h"),
            Output::new("high", "Upper end of the interval", "h"),
            Output::new("half_width", "Half width of the interval", "h"),
            Output::new("sd", "Standard deviation", "h"),
            Output::new("none", "Share of replications without outage", "share"),
            Output::new("p50", "Median", "h"),
            Output::new("p95", "95 % stay below", "h"),
            Output::new("p99", "99 % stay below", "h"),
            Output::new("outages", "Outages in a replication", ""),
            Output::new("minutes_year", "Mean downtime of a year", "min"),
            Output::new("exact", "Exact mean downtime, from all up", "h"),
            Output::new("exact_long_run", "Exact mean downtime in the long run", "h"),
            Output::new(
                "sd_long_run",
                "Standard deviation in the long run, one item",
                "h",
            ),
            Output::new(
                "half_width_expected",
                "Half width to be expected of so many replications",
                "h",
            ),
            Output::new(
                "replications_5_percent",
                "Replications for ±5 % of the mean, unrounded",
                "",
            ),
        ],
        example: &[
            ("mttf", "1000h"),
            ("mttr", "10h"),
            ("t", "8760h"),
            ("replications", "10000"),
        ],
        sources: &["Derived: renewal process of one item, E = Tλ/(λ+μ), Var → 2λμT/(λ+μ)³"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let scene = scene(g)?;
        let (time, n, seed) = (g.n("t"), g.n("replications"), g.n("seed"));
        let rate: f64 = scene
            .model
            .items
            .iter()
            .map(|i| 2.0 / (i.mttf_h + i.mttr_h))
            .sum::<f64>()
            + scene
                .model
                .shared
                .iter()
                .map(|s| 1.0 / s.mttf_h)
                .sum::<f64>();
        let per_run = rate * time.value() + scene.model.items.len() as f64;
        if per_run * n.value() > MOST_EVENTS {
            return Err(g.fault(
                "replications",
                format!(
                    "{:.0} events are too many to wait for here",
                    per_run * n.value()
                ),
                format!(
                    "at most {:.0} replications of this model",
                    (MOST_EVENTS / per_run).floor().max(0.0)
                ),
            ));
        }
        let tally = run_all(
            &scene.model,
            seed.value() as u64,
            time.value(),
            n.value() as u64,
        );
        let confidence = g.n("confidence");
        let s = tally.summary(confidence.value());
        let inputs = vec![seed, n.clone(), time.clone()];
        let mut put = |key: &'static str, value: f64| {
            let value = g.t.solved("simulated", inputs.clone(), value);
            g.put(key, value);
        };
        put("mean", s.mean_h);
        put("low", s.mean_h - s.half_width_h);
        put("high", s.mean_h + s.half_width_h);
        put("half_width", s.half_width_h);
        put("sd", s.deviation_h);
        put("none", s.none);
        put("p50", s.p50_h);
        put("p95", s.p95_h);
        put("p99", s.p99_h);
        put("outages", s.outages);
        put("minutes_year", s.mean_h * 60.0 * 8_760.0 / time.value());
        if let Some((u, inputs)) = scene.exact {
            let u = g.t.solved("exact unavailability", inputs, u);
            g.put("exact_long_run", u * time.clone());
        }
        if let Some((lambda, mu)) = scene.one {
            let mean = uptime::mean_unavailable_over(g.t, lambda.clone(), mu.clone(), time.clone());
            g.put("exact", mean * time.clone());
            // Var = 2λμT/(λ+μ)³, and what it means for the interval.
            let (two, three) = (g.t.number(2.0), g.t.number(3.0));
            let both = g.t.step("λ + μ", "/h", lambda.clone() + mu.clone());
            let long = time.clone() * lambda.clone() / both.clone();
            let sd = (two.clone() * lambda * mu * time / both.pow(three)).sqrt();
            g.put("sd_long_run", sd.clone());
            let sd = g.t.step("sd", "h", sd);
            let p = 0.5 + confidence.value() / 2.0;
            let z = g.t.solved("normal quantile", vec![confidence], normal(p));
            g.put("half_width_expected", z.clone() * sd.clone() / n.sqrt());
            let share = g.t.number(0.05);
            g.put("replications_5_percent", (z * sd / (share * long)).pow(two));
        }
        Ok(())
    }
}

struct Scene<N> {
    model: Model,
    /// Unavailability in the long run, where the model has an exact one, and what it rests on.
    exact: Option<(f64, Vec<N>)>,
    /// Rates of one item alone.
    one: Option<(N, N)>,
}

fn scene<T: Tracer>(g: &mut Given<'_, T>) -> Result<Scene<T::N>, CalcError> {
    let spread = g.value("spread");
    let repair = match g.word("repair") {
        "fixed" => Spread::Fixed,
        "lognormal" => Spread::LogNormal(spread),
        _ => Spread::Exponential,
    };
    let (w, h) = (g.value("w"), g.value("h"));
    let planned = (w > 0.0 && h > 0.0).then(|| Window {
        every_h: 8_760.0 / w,
        hours: h,
    });
    if planned.is_some_and(|p| p.hours >= p.every_h) {
        return Err(g.fault(
            "h",
            "the windows are longer than the year",
            "give fewer or shorter ones",
        ));
    }
    let planned_share = planned.map_or(0.0, |p| p.hours / p.every_h);
    let with_planned = |u: f64| u + planned_share - u * planned_share;
    if g.values.get("structure").is_some() {
        let text = g.word("structure").to_owned();
        let named = parse(&text).map_err(|e| {
            CalcError::new(
                "structure",
                format!("structure: {e}"),
                "write it as (H1|H2)&SAN",
            )
        })?;
        let read = super::structure::read(g)?;
        let mut items = Vec::new();
        let rows: Vec<(String, f64, f64)> = g
            .rows("items")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [name, mttf, mttr] => Some((name.name().to_owned(), mttf.number(), mttr.number())),
                _ => None,
            })
            .collect();
        for name in &named.names {
            let row = rows.iter().find(|(p, _, _)| {
                p == name
                    || p.strip_suffix('*')
                        .is_some_and(|begin| name.starts_with(begin))
            });
            let Some((_, mttf, mttr)) = row else {
                return Err(CalcError::new(
                    "items",
                    format!("nothing is known of {name}"),
                    format!("give it as items={name}:8760h:4h"),
                ));
            };
            items.push(Item {
                repair,
                ..Item::new(*mttf, *mttr)
            });
        }
        let exact = Bdd::of_works(&named.expr)
            .ok()
            .map(|(bdd, root)| bdd.probability(root, &|p| read.data.get(p).map_or(0.0, |d| d.q)));
        return Ok(Scene {
            model: Model {
                items,
                watches: vec![Watch {
                    planned,
                    ..Watch::of(named.expr)
                }],
                ..Model::default()
            },
            exact: exact.map(|u| (with_planned(u), read.inputs)),
            one: None,
        });
    }
    let (n, k) = (g.n("n"), g.n("k"));
    let (units, needed) = (n.value() as usize, k.value() as usize);
    if needed > units {
        return Err(g.fault(
            "k",
            "k is greater than n",
            "at most all units can be needed",
        ));
    }
    let r = rates::rates(g)?;
    let beta = g.n("beta");
    let crews = g.maybe("crews").map_or(units, |c| c.value() as usize);
    let cold = g.word("standby") == "cold";
    let group = Group {
        crews,
        beta: beta.value(),
        standby: if cold { Standby::Cold } else { Standby::Hot },
        ..Group::independent(units, needed, r.lambda.value(), r.mu.value())
    };
    let item = Item {
        repair,
        crew: Some(0),
        ..Item::new(r.mttf.value(), r.mttr.value())
    };
    let mut model = Model {
        items: vec![item; units],
        crews: vec![crews],
        ..Model::default()
    };
    if cold {
        model.cold.push(Cold {
            items: (0..units).collect(),
            running: needed,
        });
    }
    if beta.value() > 0.0 {
        for item in &mut model.items {
            item.mttf_h = if beta.value() < 1.0 {
                item.mttf_h / (1.0 - beta.value())
            } else {
                0.0
            };
        }
        model.shared.push(Shared {
            mttf_h: r.mttf.value() / beta.value(),
            items: (0..units).collect(),
        });
    }
    let parts: Vec<Expr> = (0..units).map(Expr::Part).collect();
    let (lambda, mu) = (r.lambda, r.mu);
    let inputs = vec![n, k, lambda.clone(), mu.clone()];
    let exponential = repair == Spread::Exponential;
    let (watch, exact) = match g.maybe("c") {
        None => {
            let own_crews = crews >= units && !cold && beta.value() == 0.0;
            // Only the mean of a repair counts when every unit has a crew of its own.
            let known = exponential || own_crews;
            let u = group.solve().filter(|_| known).map(|s| s.unavailability);
            (Watch::of(Expr::AtLeast(needed, parts)), u)
        }
        Some(c) => {
            if units != 2 || needed != 1 {
                return Err(g.fault(
                    "c",
                    "coverage is for two units of which one serves",
                    "give n=2 k=1",
                ));
            }
            let (delta, tau, a) = (g.n("delta"), g.n("tau"), g.n("a"));
            let failover = Failover {
                coverage: c.value(),
                delta_h: delta.value(),
                tau_h: tau.value(),
                spread: Spread::Exponential,
                all_serve: a.value() > 1.5,
            };
            let known = exponential && !cold && beta.value() == 0.0;
            let chain = failover::Coverage {
                lambda: lambda.clone(),
                mu: mu.clone(),
                c,
                delta_h: delta,
                tau_h: tau,
                a,
                one_crew: crews < 2,
            };
            let u = failover::coverage(g.t, chain).total.value();
            let watch = Watch {
                sides: parts,
                failover,
                planned: None,
            };
            (watch, known.then_some(u))
        }
    };
    model.watches.push(Watch { planned, ..watch });
    Ok(Scene {
        model,
        exact: exact.map(|u| (with_planned(u), inputs)),
        one: (units == 1 && exponential && planned.is_none() && beta.value() == 0.0)
            .then_some((lambda, mu)),
    })
}

fn run_all(model: &Model, seed: u64, hours: f64, replications: u64) -> Tally {
    let sim = model.compile();
    let mut tally = Tally::default();
    let (mut left, mut block) = (replications, 0);
    while left > 0 {
        let run = Run {
            seed,
            hours,
            replications: BLOCK.min(u32::try_from(left).unwrap_or(BLOCK)),
            fresh: true,
        };
        if let Some(found) = sim.block(&run, block).first() {
            tally.merge(found);
        }
        left -= u64::from(run.replications);
        block += 1;
    }
    tally
}
