//! Figures from the field and from data sheets: rates with intervals, AFR, FIT.

use crate::availability::quantile::rate_interval;
use crate::calc::dimension::{FREQUENCY, NUMBER, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;

pub(super) struct FieldRate;

impl Calculation for FieldRate {
    const SPEC: Spec = Spec {
        slug: "field-rate",
        family: Family::Availability,
        title: "Failure rate from field data, with its interval",
        about: "So many failures in so much running time of all units together: the rate, and its interval by chi-square quantiles \
                (2n degrees for the lower end, 2n + 2 for the upper one). Without any failure the upper end is one-sided.",
        inputs: &[
            Input::count("n", "failures seen", (0.0, 1e7)),
            Input::quantity(
                "t",
                "running time of all units together",
                &TIME,
                "yr",
                (1e-9, 1e12),
            ),
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
            Output::new("rate", "Failure rate", "/yr"),
            Output::new("rate_low", "Lower end of the rate", "/yr"),
            Output::new("rate_high", "Upper end of the rate", "/yr"),
            Output::new("mtbf", "Mean time between failures", "h"),
            Output::new("mtbf_low", "Lower end of the mean time", "h"),
            Output::new("mtbf_high", "Upper end of the mean time", "h"),
        ],
        example: &[("n", "3"), ("t", "10yr")],
        sources: &[
            "IEC 60605-4 and MIL-HDBK-338B, recalled: chi-square limits of a constant failure rate",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, t, confidence) = (g.n("n"), g.n("t"), g.n("confidence"));
        let found = rate_interval(n.value() as u64, t.value(), confidence.value());
        let year = g.t.number(8_760.0);
        let inputs = vec![n.clone(), t.clone(), confidence];
        let high =
            g.t.solved("chi-square, upper end", inputs.clone(), found.high);
        if n.value() > 0.0 {
            let rate = n / t;
            g.put("rate", rate.clone());
            let low = g.t.solved("chi-square, lower end", inputs, found.low);
            g.put("rate_low", low.clone());
            g.put("rate_high", high.clone());
            g.put("mtbf", year.clone() / rate);
            g.put("mtbf_low", year.clone() / high);
            g.put("mtbf_high", year / low);
        } else {
            g.put("rate_high", high.clone());
            g.put("mtbf_low", year / high);
            g.note("No failure was seen: only an upper end of the rate can be told, one-sided.");
        }
        Ok(())
    }
}

pub(super) struct Afr;

impl Calculation for Afr {
    const SPEC: Spec = Spec {
        slug: "afr",
        family: Family::Availability,
        title: "Annual failure rate and MTTF",
        about: "AFR = 1 − exp(−year ÷ MTTF), and back. The linear form year ÷ MTTF is close only below 5 %.",
        inputs: &[
            Input::quantity("mttf", "mean time to failure", &TIME, "h", (1.0, 1e13)).optional(),
            Input::quantity(
                "afr",
                "annual failure rate",
                &SHARE,
                "",
                (1e-12, 0.999_999_9),
            )
            .symbol("AFR")
            .optional(),
            super::rates::YEAR,
        ],
        outputs: &[
            Output::new("afr", "Annual failure rate", ""),
            Output::new("afr_linear", "The same, linear", ""),
            Output::new("mttf", "Mean time to failure", "h"),
            Output::new("mttf_linear", "The same, linear", "h"),
            Output::new("lambda", "Failure rate", "/h"),
            Output::new("fit", "FIT", ""),
        ],
        example: &[("mttf", "1000000h")],
        sources: &[
            "Schroeder and Gibson, Disk failures in the real world, USENIX FAST 2007: data sheets of 1.0 to 1.5 million hours",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let year = g.n("year");
        let mttf = match (g.maybe("mttf"), g.maybe("afr")) {
            (Some(mttf), None) => {
                let afr = uptime::afr(g.t, mttf.clone(), year.clone());
                g.put("afr", afr.clone());
                g.put("afr_linear", year / mttf.clone());
                g.put("mttf", mttf.clone());
                mttf
            }
            (None, Some(afr)) => {
                g.put("afr", afr.clone());
                let mttf = uptime::mttf_of_afr(g.t, afr.clone(), year.clone());
                g.put("mttf", mttf.clone());
                g.put("mttf_linear", year / afr);
                mttf
            }
            (Some(_), Some(_)) => {
                return Err(g.fault("afr", "mttf and afr are both given", "give one of them"));
            }
            (None, None) => {
                return Err(g.fault(
                    "mttf",
                    "neither mttf nor afr is given",
                    "give mttf=1000000h or afr=1.57%",
                ));
            }
        };
        let mttf = g.t.step("MTTF", "h", mttf);
        let lambda = uptime::inverse(g.t, mttf);
        g.put("lambda", lambda.clone());
        let billion = g.t.number(1e9);
        g.put("fit", lambda * billion);
        Ok(())
    }
}

pub(super) struct Fit;

impl Calculation for Fit {
    const SPEC: Spec = Spec {
        slug: "fit",
        family: Family::Availability,
        title: "FIT, failure rate and MTTF",
        about: "FIT counts failures in a thousand million hours: λ = FIT × 10⁻⁹ an hour.",
        inputs: &[
            Input::quantity("fit", "failures in 10⁹ h", &NUMBER, "", (1e-6, 1e12))
                .symbol("FIT")
                .optional(),
            Input::quantity("mttf", "mean time to failure", &TIME, "h", (1e-3, 1e15)).optional(),
            Input::quantity("lambda", "failure rate", &FREQUENCY, "/h", (1e-15, 1e3))
                .symbol("λ")
                .optional(),
            super::rates::YEAR,
        ],
        outputs: &[
            Output::new("fit", "FIT", ""),
            Output::new("lambda", "Failure rate", "/h"),
            Output::new("mttf", "Mean time to failure", "h"),
            Output::new("afr", "Annual failure rate", ""),
        ],
        example: &[("fit", "500")],
        sources: &["IEC 61709, recalled: failures in time"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let mttf = match (g.maybe("fit"), g.maybe("mttf"), g.maybe("lambda")) {
            (Some(fit), None, None) => {
                let m = uptime::mttf_of_fit(g.t, fit);
                g.t.step("MTTF", "h", m)
            }
            (None, Some(mttf), None) => mttf,
            (None, None, Some(lambda)) => {
                let m = uptime::inverse(g.t, lambda);
                g.t.step("MTTF", "h", m)
            }
            (None, None, None) => {
                return Err(g.fault(
                    "fit",
                    "nothing is given",
                    "give fit=500, mttf=2000000h or lambda=5e-7/h",
                ));
            }
            _ => {
                return Err(g.fault(
                    "fit",
                    "fit, mttf and lambda say the same",
                    "give one of them",
                ));
            }
        };
        let lambda = uptime::inverse(g.t, mttf.clone());
        let billion = g.t.number(1e9);
        g.put("fit", lambda.clone() * billion);
        g.put("lambda", lambda);
        g.put("mttf", mttf.clone());
        let year = g.n("year");
        let afr = uptime::afr(g.t, mttf, year);
        g.put("afr", afr);
        Ok(())
    }
}
