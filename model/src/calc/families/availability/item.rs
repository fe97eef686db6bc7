//! One item that fails and is repaired.

use super::rates::{
    self, A, A_OUT, AFR, LAMBDA, MINUTES_OUT, MTTF, MTTR, MU, NINES_OUT, Q, U_OUT, YEAR,
};
use crate::calc::dimension::TIME;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::Tracer;
use crate::formula::uptime;

pub(super) struct Item;

impl Calculation for Item {
    const SPEC: Spec = Spec {
        slug: "availability",
        family: Family::Availability,
        title: "Availability of one item",
        about: "An item that fails and is repaired: A = MTTF ÷ (MTTF + MTTR). With corrective repair only this is the inherent \
                availability; planned work makes it the achieved one, waiting for people and parts the operational one. \
                Give a time to failure and one to repair, or the availability and one of both.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            A,
            Q,
            Input::quantity(
                "t",
                "time in which a failure is asked for",
                &TIME,
                "h",
                (0.0, 1e9),
            )
            .or(8_760.0),
            YEAR,
        ],
        outputs: &[
            A_OUT,
            U_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("lambda", "Failure rate", "/h"),
            Output::new("mttf", "Mean time to failure", "h"),
            Output::new("mu", "Repair rate", "/h"),
            Output::new("mttr", "Mean time to repair", "h"),
            Output::new("rho", "Failure rate over repair rate", ""),
            Output::new("frequency", "Failures in a year", "/yr"),
            Output::new("cycle", "Time from failure to failure", "h"),
            Output::new("p_failure", "Chance of a failure in the time t", "share"),
        ],
        example: &[("mttf", "8760h"), ("mttr", "4h")],
        sources: &[
            "MIL-HDBK-338B and IEC 60050-192, recalled: inherent, achieved and operational availability",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let unit = rates::unit(g)?;
        rates::put_uptime(g, unit.q);
        if let Some(r) = unit.rates {
            g.put("lambda", r.lambda.clone());
            g.put("mttf", r.mttf.clone());
            g.put("mu", r.mu.clone());
            g.put("mttr", r.mttr.clone());
            g.put("rho", r.lambda / r.mu);
            let frequency = uptime::frequency(g.t, r.mttf.clone(), r.mttr.clone());
            let frequency = g.t.step("ν", "/h", frequency);
            let (year, time) = (g.n("year"), g.n("t"));
            g.put("frequency", frequency.clone() * year);
            g.put("cycle", r.mttf + r.mttr);
            let p = uptime::at_least_one(frequency, time, g.t);
            g.put("p_failure", p);
        }
        Ok(())
    }
}
