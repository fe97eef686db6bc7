//! Some of several equal units are needed.

use super::rates::{
    self, A, A_OUT, AFR, FREQUENCY_OUT, LAMBDA, MEAN_DOWN_OUT, MEAN_UP_OUT, MINUTES_OUT, MTTF,
    MTTR, MU, NINES_OUT, P_OUTAGE_OUT, Q, U_OUT, YEAR,
};
use crate::availability::group::{Group, MAX_UNITS, Restore, Standby, fewer_than};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Tracer};

pub(super) struct KOfN;

impl Calculation for KOfN {
    const SPEC: Spec = Spec {
        slug: "k-of-n",
        family: Family::Availability,
        title: "k of n equal units must work",
        about: "Equal units that fail and are repaired, solved as a chain on the number that has failed: units keep failing \
                while the system is down, crews repair one unit each. Without crews every unit has its own, and the answer \
                is the binomial one. Spares may stand cold, and a share of failures may take all units at once.",
        inputs: &[
            Input::count("n", "units", (1.0, MAX_UNITS as f64)),
            Input::count("k", "units that must work", (1.0, MAX_UNITS as f64)),
            A,
            Q,
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            Input::count(
                "crews",
                "repair crews; one for each unit when left out",
                (1.0, MAX_UNITS as f64),
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
            Input::share(
                "spare_rate",
                "failure rate of a waiting unit over a running one; overrides standby",
            )
            .optional(),
            Input::share("beta", "share of failures that take every unit at once")
                .symbol("β")
                .or(0.0),
            Input::choice(
                "restore",
                "repair after the last unit has failed",
                &[
                    ("each", "One unit at a time"),
                    ("all", "Brings all units back at once"),
                ],
            )
            .word("each"),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("mttf", "Mean time to the first outage, all units up", "h"),
            Output::new("mttf_years", "The same in years", "yr"),
            FREQUENCY_OUT,
            MEAN_DOWN_OUT,
            MEAN_UP_OUT,
            P_OUTAGE_OUT,
        ],
        example: &[("n", "5"), ("k", "4"), ("mttf", "8760h"), ("mttr", "24h")],
        sources: &[
            "C. Ellison, cypherpunks list, 25 Oct 1993: table of mean times to failure",
            "Trivedi and Bobbio, Reliability and Availability Engineering, 2017, recalled: birth and death chains",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, k) = (g.n("n"), g.n("k"));
        if k.value() > n.value() {
            return Err(g.fault(
                "k",
                "k is greater than n",
                "at most all units can be needed",
            ));
        }
        let unit = rates::unit(g)?;
        let beta = g.n("beta");
        let Some(r) = unit.rates else {
            return only_probability(g, n, k, unit.q, beta);
        };
        let (units, needed) = (n.value() as usize, k.value() as usize);
        let crews = g.maybe("crews");
        let mu = r.mu.value();
        if mu > 1e14 {
            return Err(g.fault("mttr", "repair takes no time", "give a time above zero"));
        }
        let mut inputs = vec![n, k, r.lambda.clone(), r.mu.clone()];
        inputs.extend(crews.clone());
        if beta.value() > 0.0 {
            inputs.push(beta.clone());
        }
        let spare = g.maybe("spare_rate");
        inputs.extend(spare.clone());
        let group = Group {
            n: units,
            k: needed,
            lambda: r.lambda.value(),
            mu,
            crews: crews.map_or(units, |c| c.value() as usize),
            standby: match (spare, g.word("standby")) {
                (Some(share), _) => Standby::Warm(share.value()),
                (None, "cold") => Standby::Cold,
                _ => Standby::Hot,
            },
            beta: beta.value(),
            restore: if g.word("restore") == "all" {
                Restore::All
            } else {
                Restore::Each
            },
        };
        let Some(solved) = group.solve() else {
            return Err(g.fault(
                "mttr",
                "the chain has no long run",
                "check failure and repair rates",
            ));
        };
        let u = g.t.solved(
            "birth and death chain",
            inputs.clone(),
            solved.unavailability,
        );
        rates::put_uptime(g, u.clone());
        if let Some(hours) = solved.mttf_h.filter(|h| *h < crate::figure::HUGE) {
            let mttf = g.t.solved("mean time from all up", inputs.clone(), hours);
            g.put("mttf", mttf.clone());
            let mttf = g.t.step("MTTF_all_up", "h", mttf);
            let year = g.n("year");
            g.put("mttf_years", mttf / year);
        }
        let frequency =
            g.t.solved("flow into the down states", inputs, solved.frequency);
        rates::put_outages(g, u, frequency);
        g.table(TextTable {
            key: "states",
            title: "Probability of so many failed units".into(),
            head: vec!["failed".into(), "probability".into(), "system".into()],
            rows: solved
                .states
                .iter()
                .enumerate()
                .map(|(j, p)| {
                    let down = j + needed > units;
                    vec![
                        j.to_string(),
                        format!("{p:.5e}"),
                        if down { "down" } else { "up" }.to_owned(),
                    ]
                })
                .collect(),
        });
        Ok(())
    }
}

/// Units of which only the probability of failure is known: no crews, no times.
fn only_probability<T: Tracer>(
    g: &mut Given<'_, T>,
    n: T::N,
    k: T::N,
    q: T::N,
    beta: T::N,
) -> Result<(), CalcError> {
    if let Some(key) = ["crews", "spare_rate"]
        .into_iter()
        .find(|key| g.values.get(key).is_some())
        .or_else(|| (g.word("standby") == "cold").then_some("standby"))
        .or_else(|| (g.word("restore") == "all").then_some("restore"))
    {
        return Err(g.fault(
            key,
            format!("{key} needs times to failure and to repair"),
            "give mttf and mttr instead of an availability",
        ));
    }
    let one = g.t.number(1.0);
    let (units, needed) = (n.value() as u32, k.value() as u32);
    let share = if beta.value() > 0.0 {
        let own = (one.clone() - beta.clone()) * q.clone();
        g.t.step("(1−β)·q", "", own)
    } else {
        q.clone()
    };
    let u = if units <= 12 {
        let a = one - share.clone();
        let a = g.t.step("a", "", a);
        let mut terms = Vec::new();
        for up in 0..needed {
            let mut ways = 1.0;
            for i in 0..up {
                ways = ways * f64::from(units - i) / f64::from(i + 1);
            }
            let failed = g.t.number(f64::from(units - up));
            let mut term = share.clone().pow(failed);
            if up > 0 {
                let (ways, up) = (g.t.number(ways.round()), g.t.number(f64::from(up)));
                term = ways * a.clone().pow(up) * term;
            }
            terms.push(term);
        }
        g.t.sum(terms)
    } else {
        let all = vec![share.value(); units as usize];
        g.t.solved(
            "binomial sum",
            vec![n, k, share],
            fewer_than(needed as usize, &all),
        )
    };
    let u = if beta.value() > 0.0 {
        crate::formula::failover::common_cause_quick::<T>(beta * q, u)
    } else {
        u
    };
    rates::put_uptime(g, u);
    Ok(())
}
