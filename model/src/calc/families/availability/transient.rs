//! Availability some time after a start with everything up.

use super::rates::{self, AFR, LAMBDA, MTTF, MTTR, MU};
use crate::calc::dimension::TIME;
use crate::calc::{CalcError, Calculation, Chart, Family, Given, Input, Output, Series, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;

pub(super) struct Transient;

impl Calculation for Transient {
    const SPEC: Spec = Spec {
        slug: "transient",
        family: Family::Availability,
        title: "Availability after a start",
        about: "An item that is up at time zero: A(t) = μ/(λ+μ) + λ/(λ+μ)·e^(−(λ+μ)t), and its mean over the time from zero to t.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            Input::quantity("t", "time since it was up", &TIME, "h", (0.0, 1e9)),
        ],
        outputs: &[
            Output::new("a_t", "Availability at the time t", ""),
            Output::new("u_t", "Unavailability at the time t", ""),
            Output::new("mean_a", "Mean availability from zero to t", ""),
            Output::new("mean_u", "Mean unavailability from zero to t", ""),
            Output::new("mean_down", "Expected hours down from zero to t", "h"),
            Output::new("a", "Availability in the long run", ""),
        ],
        example: &[("lambda", "0.001/h"), ("mu", "0.1/h"), ("t", "24h")],
        sources: &[
            "Trivedi and Bobbio, Reliability and Availability Engineering, 2017, recalled: two-state availability",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let r = rates::rates(g)?;
        let time = g.n("t");
        let (lambda, mu) = (r.lambda, r.mu);
        let at = uptime::available_at(g.t, lambda.clone(), mu.clone(), time.clone());
        g.put("a_t", at);
        let at = uptime::unavailable_at(g.t, lambda.clone(), mu.clone(), time.clone());
        g.put("u_t", at);
        if time.value() > 0.0 {
            let mean = uptime::mean_unavailable_over(g.t, lambda.clone(), mu.clone(), time.clone());
            let mean = g.t.step("mean U", "", mean);
            let up = uptime::other(g.t, mean.clone());
            g.put("mean_a", up);
            g.put("mean_u", mean.clone());
            g.put("mean_down", mean * time.clone());
        }
        let a = uptime::availability::<T>(r.mttf, r.mttr);
        g.put("a", a);
        let (l, m, end) = (lambda.value(), mu.value(), time.value());
        if end > 0.0 {
            let points = (0..=100)
                .map(|i| {
                    let t = end * f64::from(i) / 100.0;
                    (t, (m + l * (-(l + m) * t).exp()) / (l + m))
                })
                .collect();
            g.chart(Chart {
                title: "Availability after a start".into(),
                x: "Hours".into(),
                y: "Availability".into(),
                series: vec![Series {
                    name: "A(t)".into(),
                    points,
                }],
                limit: None,
            });
        }
        Ok(())
    }
}
