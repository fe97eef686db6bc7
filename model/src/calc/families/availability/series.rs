//! Items in series and in parallel, each with figures of its own.

use super::rates::{
    self, A_OUT, FREQUENCY_OUT, MEAN_DOWN_OUT, MEAN_UP_OUT, MINUTES_OUT, NINES_OUT, P_OUTAGE_OUT,
    U_OUT, YEAR,
};
use crate::availability::group::fewer_than;
use crate::calc::dimension::{NUMBER, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;

/// Time to failure, time to repair, how many.
const ITEMS: &[Column] = &[
    Column::quantity("mttf", "mean time to failure", &TIME, "h", (1e-9, 1e13)),
    Column::quantity("mttr", "mean time to repair", &TIME, "h", (0.0, 1e10)),
    Column::quantity(
        "count",
        "how many; one when left out",
        &NUMBER,
        "",
        (1.0, 10_000.0),
    )
    .optional(),
];
const AVAILABILITIES: &[Column] = &[
    Column::quantity("a", "availability", &SHARE, "", (0.0, 1.0)),
    Column::quantity(
        "count",
        "how many; one when left out",
        &NUMBER,
        "",
        (1.0, 10_000.0),
    )
    .optional(),
];

/// One kind of item.
struct Row<N> {
    q: N,
    count: f64,
    /// Failures an hour and repair hours, where known.
    times: Option<(N, N)>,
}

fn rows<T: Tracer>(g: &mut Given<'_, T>) -> Result<Vec<Row<T::N>>, CalcError> {
    let items: Vec<(f64, f64, f64)> = g
        .rows("items")
        .iter()
        .filter_map(|r| match r.as_slice() {
            [mttf, mttr, count] => {
                Some((mttf.number(), mttr.number(), count.maybe().unwrap_or(1.0)))
            }
            _ => None,
        })
        .collect();
    let known: Vec<(f64, f64)> = g
        .rows("a")
        .iter()
        .filter_map(|r| match r.as_slice() {
            [a, count] => Some((a.number(), count.maybe().unwrap_or(1.0))),
            _ => None,
        })
        .collect();
    if items.is_empty() && known.is_empty() {
        return Err(g.fault(
            "items",
            "no item is given",
            "give items=50000h:5h,20000h:2h or a=0.999,0.9995",
        ));
    }
    let mut out = Vec::new();
    for (i, (mttf, mttr, count)) in items.into_iter().enumerate() {
        let of = format!("row {} of items", i + 1);
        let mttf = g.cell(&format!("MTTF{}", i + 1), mttf, "h", &of);
        let mttr = g.cell(&format!("MTTR{}", i + 1), mttr, "h", &of);
        let lambda = uptime::inverse(g.t, mttf.clone());
        let lambda = g.t.step(&format!("λ{}", i + 1), "/h", lambda);
        let q = uptime::unavailability::<T>(mttf, mttr.clone());
        out.push(Row {
            q: g.t.step(&format!("q{}", i + 1), "", q),
            count: count.round(),
            times: Some((lambda, mttr)),
        });
    }
    for (i, (a, count)) in known.into_iter().enumerate() {
        let a = g.cell(
            &format!("A{}", i + 1),
            a,
            "",
            &format!("row {} of a", i + 1),
        );
        let q = uptime::other(g.t, a);
        out.push(Row {
            q,
            count: count.round(),
            times: None,
        });
    }
    Ok(out)
}

pub(super) struct Series;

impl Calculation for Series {
    const SPEC: Spec = Spec {
        slug: "series",
        family: Family::Availability,
        title: "Items in series: all must work",
        about: "Independent items that must all work: availabilities multiply, failure rates add up, and the mean repair \
                time is Σλ·MTTR ÷ Σλ.",
        inputs: &[
            Input::list(
                "items",
                "time to failure, time to repair, and how many of it",
                ITEMS,
            )
            .optional(),
            Input::list(
                "a",
                "items of known availability, and how many of it",
                AVAILABILITIES,
            )
            .optional(),
            YEAR,
        ],
        outputs: &[
            A_OUT,
            U_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("lambda", "Failure rate", "/h"),
            Output::new("mttf", "Mean time to failure", "h"),
            Output::new("mttr", "Mean time to repair", "h"),
            Output::new("failures", "Failures in a year of running", "/yr"),
            Output::new("hours", "Down in a year", "h"),
        ],
        example: &[("items", "50000h:5h,20000h:2h")],
        sources: &["pixelbeat.org, reliability calculator"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows = rows(g)?;
        // 1 − Π(1 − q) by logarithms: no digits are lost when every q is small.
        let mut logs = Vec::new();
        let mut inputs = Vec::new();
        for row in &rows {
            logs.push(row.count * (-row.q.value()).ln_1p());
            inputs.push(row.q.clone());
        }
        let log: f64 = logs.iter().sum();
        let u =
            g.t.solved("1 − product of availabilities", inputs, -log.exp_m1());
        rates::put_uptime(g, u.clone());
        let year = g.n("year");
        g.put("hours", u * year.clone());
        if rows.iter().all(|r| r.times.is_some()) {
            let mut times = Vec::new();
            for row in rows {
                if let Some((lambda, mttr)) = row.times {
                    let lambda = if row.count > 1.0 {
                        g.t.number(row.count) * lambda
                    } else {
                        lambda
                    };
                    times.push((lambda, mttr));
                }
            }
            let lambda = g.t.sum(times.iter().map(|(l, _)| l.clone()).collect());
            let lambda = g.t.step("λ", "/h", lambda);
            g.put("lambda", lambda.clone());
            let mttf = uptime::inverse(g.t, lambda.clone());
            g.put("mttf", mttf);
            let mttr = uptime::series_mttr(g.t, &times);
            g.put("mttr", mttr);
            g.put("failures", lambda * year);
        }
        Ok(())
    }
}

pub(super) struct Parallel;

impl Calculation for Parallel {
    const SPEC: Spec = Spec {
        slug: "parallel",
        family: Family::Availability,
        title: "Different items in parallel: some must work",
        about: "Independent items, each repaired by a crew of its own, of which k must work; one unless said. Equal items with \
                shared crews are the k-of-n calculator's.",
        inputs: &[
            Input::list(
                "items",
                "time to failure, time to repair, and how many of it",
                ITEMS,
            )
            .optional(),
            Input::list(
                "a",
                "items of known availability, and how many of it",
                AVAILABILITIES,
            )
            .optional(),
            Input::count("k", "items that must work", (1.0, 10_000.0)).or(1.0),
            YEAR,
        ],
        outputs: &[
            A_OUT,
            U_OUT,
            MINUTES_OUT,
            Output::new("seconds", "Down in a year", "s"),
            NINES_OUT,
            FREQUENCY_OUT,
            MEAN_DOWN_OUT,
            MEAN_UP_OUT,
            P_OUTAGE_OUT,
        ],
        example: &[("items", "100000h:4h:2")],
        sources: &["IEC 61078, recalled: reliability block diagrams"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows = rows(g)?;
        let k = g.n("k");
        let total: f64 = rows.iter().map(|r| r.count).sum();
        if k.value() > total {
            return Err(g.fault(
                "k",
                "k is greater than the number of items",
                "at most all items can be needed",
            ));
        }
        let needed = k.value() as usize;
        let mut q = Vec::new();
        for row in &rows {
            q.extend(std::iter::repeat_n(row.q.value(), row.count as usize));
        }
        let inputs: Vec<T::N> = rows.iter().map(|r| r.q.clone()).chain([k]).collect();
        let u = if needed == 1 {
            let one = rows.iter().fold(None, |all: Option<T::N>, r| {
                let power = if r.count > 1.0 {
                    r.q.clone().pow(g.t.number(r.count))
                } else {
                    r.q.clone()
                };
                Some(match all {
                    Some(all) => all * power,
                    None => power,
                })
            });
            one.unwrap_or_else(|| g.t.number(0.0))
        } else {
            g.t.solved("fewer than k up", inputs.clone(), fewer_than(needed, &q))
        };
        rates::put_uptime(g, u.clone());
        let (minute, year) = (g.t.number(3_600.0), g.n("year"));
        g.put("seconds", u.clone() * year * minute);
        // An outage begins when a unit fails with exactly k − 1 of the others up.
        let mut frequency = Some(0.0);
        let mut at = 0;
        for row in &rows {
            let mut others = q.clone();
            others.remove(at);
            let critical = fewer_than(needed, &others)
                - if needed > 1 {
                    fewer_than(needed - 1, &others)
                } else {
                    0.0
                };
            let mean = row.times.as_ref().map(|(_, mttr)| mttr.value());
            frequency = match (frequency, mean) {
                (Some(sum), Some(mttr)) if mttr > 0.0 => {
                    Some(sum + row.count * critical * row.q.value() / mttr)
                }
                _ => None,
            };
            at += row.count as usize;
        }
        if let Some(frequency) = frequency {
            let frequency = g.t.solved("sum of Birnbaum × failures", inputs, frequency);
            rates::put_outages(g, u, frequency);
        }
        Ok(())
    }
}
