//! Failover of two units: coverage, restart, common cause, latent faults.

use super::rates::{
    self, A, A_OUT, AFR, LAMBDA, MINUTES_OUT, MTTF, MTTR, MU, NINES_OUT, Q, U_OUT, YEAR,
};
use crate::availability::group::{Group, Standby, fewer_than};
use crate::calc::dimension::{FREQUENCY, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::{failover, uptime};

pub(super) struct CoverageChain;

impl Calculation for CoverageChain {
    const SPEC: Spec = Spec {
        slug: "coverage-chain",
        family: Family::Availability,
        title: "Two units with imperfect failover",
        about: "A chain of five states: both up, covered failover running (mean δ), uncovered failure recovered by hand (mean τ), \
                one up, none up. a = 2 when both units serve, so that any failure interrupts; a = 1 when one stands by. With \
                δ = 0 it is lockstep, and c the probability that a fault is found and kept to one half. No second fault is \
                modelled during a failover.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            Input::share("c", "coverage: probability that a failover works"),
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
                &crate::calc::dimension::NUMBER,
                "",
                (1.0, 2.0),
            )
            .or(2.0),
            Input::count("crews", "repair crews", (1.0, 2.0))
                .symbol("r")
                .or(1.0),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("minutes_failover", "Of that, failovers that work", "min"),
            Output::new("minutes_uncovered", "Of that, recoveries by hand", "min"),
            Output::new("minutes_double", "Of that, both units down", "min"),
        ],
        example: &[
            ("mttf", "8760h"),
            ("mttr", "6h"),
            ("c", "0.95"),
            ("delta", "3min"),
            ("tau", "1h"),
            ("a", "2"),
        ],
        sources: &[
            "Trivedi and Bobbio, Reliability and Availability Engineering, 2017, recalled: imperfect coverage",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let r = rates::rates(g)?;
        let (c, delta, tau, a) = (g.n("c"), g.n("delta"), g.n("tau"), g.n("a"));
        let one_crew = g.value("crews") < 1.5;
        let long = delta.value().max(tau.value()) > 0.1 * r.mttf.value();
        let parts = failover::coverage(
            g.t,
            failover::Coverage {
                lambda: r.lambda,
                mu: r.mu,
                c,
                delta_h: delta,
                tau_h: tau,
                a,
                one_crew,
            },
        );
        rates::put_uptime(g, parts.total);
        let year = g.n("year");
        for (key, part) in [
            ("minutes_failover", parts.failover),
            ("minutes_uncovered", parts.uncovered),
            ("minutes_double", parts.double),
        ] {
            let minutes = uptime::minutes_a_year(g.t, part, year.clone());
            g.put(key, minutes);
        }
        if long {
            g.warn("", "δ or τ is not small against the time to failure: a second fault during a failover is not counted.");
        }
        Ok(())
    }
}

pub(super) struct RestartHa;

impl Calculation for RestartHa {
    const SPEC: Spec = Spec {
        slug: "restart-ha",
        family: Family::Availability,
        title: "Restart on another host",
        about: "Host failures a year times the outage of a restart (detection, guest start, application start) where the failover \
                works, and of a recovery by hand where it does not.",
        inputs: &[
            Input::quantity(
                "f",
                "host failures that interrupt",
                &FREQUENCY,
                "/yr",
                (0.0, 1e6),
            ),
            Input::quantity(
                "detect",
                "time until the failure is acted on",
                &TIME,
                "s",
                (0.0, 1e6),
            )
            .constant(keys::DETECTION_S),
            Input::quantity("boot", "start of the guest", &TIME, "s", (0.0, 1e6))
                .constant(keys::BOOT_S),
            Input::quantity(
                "app",
                "start and recovery of the application",
                &TIME,
                "s",
                (0.0, 1e6),
            )
            .constant(keys::APP_START_S),
            Input::share("c", "coverage: probability that the restart works")
                .constant(keys::availability::COVERAGE_L1),
            Input::quantity("tau", "recovery by hand", &TIME, "min", (0.0, 1e6))
                .symbol("τ")
                .constant(keys::availability::TAU_MIN),
            YEAR,
        ],
        outputs: &[
            Output::new("restart", "Outage of a restart", "min"),
            MINUTES_OUT,
            U_OUT,
            A_OUT,
            NINES_OUT,
        ],
        example: &[
            ("f", "0.35/yr"),
            ("detect", "15s"),
            ("boot", "150s"),
            ("app", "120s"),
            ("c", "0.98"),
            ("tau", "60min"),
        ],
        sources: &["Sources of detection, start and coverage stand with their constants"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (detect, boot, app) = (g.n("detect"), g.n("boot"), g.n("app"));
        let restart = failover::restart::<T>(detect, boot, app);
        let sixty = g.t.number(60.0);
        let restart = restart / sixty;
        g.put("restart", restart.clone());
        let restart = g.t.step("restart", "min", restart);
        let (f, c, tau) = (g.n("f"), g.n("c"), g.n("tau"));
        let minutes = failover::expected_outage(g.t, f, c, restart, tau);
        let minutes = g.t.step("minutes", "min", minutes);
        let year = g.n("year");
        let u = uptime::of_minutes(g.t, minutes, year);
        rates::put_uptime(g, u);
        Ok(())
    }
}

pub(super) struct BetaFactor;

impl Calculation for BetaFactor {
    const SPEC: Spec = Spec {
        slug: "beta-factor",
        family: Family::Availability,
        title: "Common cause: the beta factor",
        about: "A share β of failures takes every unit at once. With times to failure and to repair the chain is solved exactly \
                for the crews given, and the quick sum stands beside it; with a probability of failure alone the quick sum is \
                βq + C(n, n−k+1)·((1−β)q)^(n−k+1). Typical β: 0.10 for equal units in one room, 0.05 separated or partly diverse, \
                0.01 diverse and apart.",
        inputs: &[
            Input::count("n", "units", (1.0, 64.0)).or(2.0),
            Input::count("k", "units that must work", (1.0, 64.0)).or(1.0),
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            A,
            Q,
            Input::share("beta", "share of failures that take every unit").symbol("β"),
            Input::count("crews", "repair crews", (1.0, 64.0))
                .symbol("r")
                .or(1.0),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("u_independent", "Unavailability without common cause", ""),
            Output::new(
                "minutes_independent",
                "Down in a year without common cause",
                "min",
            ),
            Output::new("u_quick", "Unavailability by the quick sum", ""),
            Output::new("mttf", "Mean time to the first outage, all units up", "h"),
        ],
        example: &[
            ("mttf", "17520h"),
            ("mttr", "8h"),
            ("beta", "0.05"),
            ("crews", "1"),
        ],
        sources: &["FTA glossary, Beta-factor CCF model, fta-studio, citing IEC 61508 practice"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, k, beta) = (g.n("n"), g.n("k"), g.n("beta"));
        if k.value() > n.value() {
            return Err(g.fault(
                "k",
                "k is greater than n",
                "at most all units can be needed",
            ));
        }
        let unit = rates::unit(g)?;
        let (units, needed) = (n.value() as usize, k.value() as usize);
        let one = g.t.number(1.0);
        let year = g.n("year");
        let Some(r) = unit.rates else {
            let own = (one - beta.clone()) * unit.q.clone();
            let own = g.t.step("(1−β)·q", "", own);
            let independent = |g: &mut Given<'_, T>, q: T::N| {
                let all = vec![q.value(); units];
                g.t.solved(
                    "fewer than k up",
                    vec![n.clone(), k.clone(), q],
                    fewer_than(needed, &all),
                )
            };
            let rest = independent(g, own.clone());
            let u = failover::common_cause_quick::<T>(beta.clone() * unit.q.clone(), rest);
            rates::put_uptime(g, u);
            let alone = independent(g, unit.q.clone());
            g.put("u_independent", alone.clone());
            let minutes = uptime::minutes_a_year(g.t, alone, year);
            g.put("minutes_independent", minutes);
            // The leading term alone: so many units failed, in so many ways.
            let failed = units - needed + 1;
            let ways: f64 = (0..failed).fold(1.0, |w, i| w * (units - i) as f64 / (i + 1) as f64);
            let (ways, power) = (g.t.number(ways.round()), g.t.number(failed as f64));
            let quick = failover::common_cause_quick::<T>(beta * unit.q, ways * own.pow(power));
            g.put("u_quick", quick);
            return Ok(());
        };
        let crews = g.n("crews");
        let group = Group {
            n: units,
            k: needed,
            lambda: r.lambda.value(),
            mu: r.mu.value(),
            crews: crews.value() as usize,
            standby: Standby::Hot,
            beta: beta.value(),
            ..Group::independent(units, needed, 0.0, 0.0)
        };
        let solve = |group: Group| group.solve().map(|s| (s.unavailability, s.mttf_h));
        let (Some((u, mttf)), Some((alone, _))) =
            (solve(group), solve(Group { beta: 0.0, ..group }))
        else {
            return Err(g.fault(
                "mttr",
                "the chain has no long run",
                "check failure and repair rates",
            ));
        };
        let inputs = vec![
            n,
            k,
            r.lambda.clone(),
            r.mu.clone(),
            beta.clone(),
            crews.clone(),
        ];
        let pair = units == 2 && needed == 1;
        let u = if pair {
            failover::common_cause_pair(
                g.t,
                r.lambda.clone(),
                r.mu.clone(),
                beta.clone(),
                crews.value() < 1.5,
            )
        } else {
            g.t.solved("chain with common cause", inputs.clone(), u)
        };
        rates::put_uptime(g, u);
        let alone =
            g.t.solved("chain without common cause", inputs.clone(), alone);
        g.put("u_independent", alone.clone());
        let minutes = uptime::minutes_a_year(g.t, alone, year);
        g.put("minutes_independent", minutes);
        if pair {
            let rest = solve(Group {
                beta: 0.0,
                lambda: group.lambda * (1.0 - group.beta),
                ..group
            });
            let shared = beta * r.lambda * r.mttr / crews;
            let rest =
                g.t.solved("pair at (1−β)·λ", inputs.clone(), rest.map_or(0.0, |r| r.0));
            let quick = failover::common_cause_quick::<T>(shared, rest);
            g.put("u_quick", quick);
        }
        if let Some(hours) = mttf.filter(|h| *h < crate::figure::HUGE) {
            let mttf = g.t.solved("mean time from all up", inputs, hours);
            g.put("mttf", mttf);
        }
        Ok(())
    }
}

pub(super) struct LatentFault;

impl Calculation for LatentFault {
    const SPEC: Spec = Spec {
        slug: "latent-fault",
        family: Family::Availability,
        title: "A standby that is dead when it is needed",
        about: "A standby that is tested every so often may have failed since: on average 1 − (1 − e^(−λT)) ÷ (λT), about λT/2. It \
                lowers the coverage of a failover. A standby that is watched all the time has the scan period as T.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            Input::quantity("t", "time between tests", &TIME, "h", (0.0, 1e9)).symbol("T"),
            Input::share("c", "coverage with a standby that works").optional(),
        ],
        outputs: &[
            Output::new("q", "Probability that it is dead when needed", ""),
            Output::new("q_linear", "The same as λT/2", ""),
            Output::new("c_eff", "Coverage left", ""),
        ],
        example: &[("lambda", "1/yr"), ("t", "720h"), ("c", "0.98")],
        sources: &["IEC 61508-6, recalled: mean probability of failure on demand"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let Some(mttf) = rates::mttf(g)? else {
            return Err(g.fault(
                "mttf",
                "mttf is missing: how often the standby fails",
                "give mttf=8760h or lambda=1/yr",
            ));
        };
        let lambda = uptime::inverse(g.t, mttf);
        let lambda = g.t.step("λ", "/h", lambda);
        let time = g.n("t");
        let q = uptime::dead_standby(g.t, lambda.clone(), time.clone());
        g.put("q", q.clone());
        let half = g.t.number(2.0);
        g.put("q_linear", lambda * time / half);
        if let Some(c) = g.maybe("c") {
            let q = g.t.step("q", "", q);
            let left = uptime::coverage_left(g.t, c, q);
            g.put("c_eff", left);
        }
        Ok(())
    }
}
