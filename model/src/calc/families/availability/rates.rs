//! How a unit's failures and repairs may be entered, and what every unavailability means.

use crate::calc::dimension::{FREQUENCY, SHARE, TIME};
use crate::calc::{CalcError, Given, Input, Output};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;

pub(super) const MTTF: Input = Input::quantity(
    "mttf",
    "mean time to failure; a data sheet's MTBF",
    &TIME,
    "h",
    (1e-9, 1e13),
)
.optional();
pub(super) const MTTR: Input =
    Input::quantity("mttr", "mean time to repair", &TIME, "h", (0.0, 1e10)).optional();
pub(super) const LAMBDA: Input = Input::quantity(
    "lambda",
    "failure rate, instead of mttf; FIT is a unit of it",
    &FREQUENCY,
    "/h",
    (0.0, 1e9),
)
.symbol("λ")
.optional();
pub(super) const MU: Input = Input::quantity(
    "mu",
    "repair rate, instead of mttr",
    &FREQUENCY,
    "/h",
    (1e-10, 1e10),
)
.symbol("μ")
.optional();
pub(super) const AFR: Input = Input::quantity(
    "afr",
    "annual failure rate, instead of mttf",
    &SHARE,
    "",
    (0.0, 0.999_999),
)
.symbol("AFR")
.optional();
pub(super) const A: Input = Input::quantity(
    "a",
    "availability of a unit, where it is known",
    &SHARE,
    "",
    (0.0, 1.0),
)
.symbol("A")
.optional();
pub(super) const Q: Input = Input::quantity(
    "q",
    "unavailability or probability of failure of a unit, where it is known",
    &SHARE,
    "",
    (0.0, 1.0),
)
.optional();
pub(super) const YEAR: Input = Input::quantity(
    "year",
    "hours of a year: 8,760, or 8,766 with leap days",
    &TIME,
    "h",
    (8_000.0, 9_000.0),
)
.or(8_760.0);

/// Answers that every unavailability has.
pub(super) const U_OUT: Output = Output::new("u", "Unavailability", "");
pub(super) const A_OUT: Output = Output::new("availability", "Availability", "");
pub(super) const MINUTES_OUT: Output = Output::new("minutes", "Down in a year", "min");
pub(super) const NINES_OUT: Output = Output::new("nines", "Nines", "");

/// Failures and repairs of a unit.
pub(super) struct Rates<N> {
    pub lambda: N,
    pub mu: N,
    pub mttf: N,
    pub mttr: N,
}

/// A unit: how likely it is down, and its rates where they are known.
pub(super) struct Unit<N> {
    pub q: N,
    pub rates: Option<Rates<N>>,
}

/// Only one of several inputs that say the same.
fn only<T: Tracer>(
    g: &mut Given<'_, T>,
    keys: &[&'static str],
) -> Result<Option<&'static str>, CalcError> {
    let mut found = None;
    for key in keys {
        if g.values.get(key).is_some() {
            if let Some(before) = found {
                return Err(g.fault(
                    key,
                    format!("{before} and {key} are both given"),
                    format!("they say the same; give one of {}", keys.join(", ")),
                ));
            }
            found = Some(*key);
        }
    }
    Ok(found)
}

fn present<T: Tracer>(g: &Given<'_, T>, key: &str) -> bool {
    g.values.get(key).is_some()
}

/// Mean time to failure, however it was entered.
pub(super) fn mttf<T: Tracer>(g: &mut Given<'_, T>) -> Result<Option<T::N>, CalcError> {
    Ok(match only(g, &["mttf", "lambda", "afr"])? {
        Some("mttf") => g.maybe("mttf"),
        Some("lambda") => {
            let lambda = g.n("lambda");
            if lambda.value() <= 0.0 {
                return Err(g.fault("lambda", "nothing ever fails", "give a rate above zero"));
            }
            let mttf = uptime::inverse(g.t, lambda);
            Some(g.t.step("MTTF", "h", mttf))
        }
        Some(_) => {
            let (afr, year) = (g.n("afr"), g.t.number(8_760.0));
            if afr.value() <= 0.0 {
                return Err(g.fault("afr", "nothing ever fails", "give a rate above zero"));
            }
            let mttf = uptime::mttf_of_afr(g.t, afr, year);
            Some(g.t.step("MTTF", "h", mttf))
        }
        None => None,
    })
}

/// Mean time to repair, however it was entered.
pub(super) fn mttr<T: Tracer>(g: &mut Given<'_, T>) -> Result<Option<T::N>, CalcError> {
    Ok(match only(g, &["mttr", "mu"])? {
        Some("mttr") => g.maybe("mttr"),
        Some(_) => {
            let mu = g.n("mu");
            let mttr = uptime::inverse(g.t, mu);
            Some(g.t.step("MTTR", "h", mttr))
        }
        None => None,
    })
}

fn missing<T: Tracer>(g: &Given<'_, T>, key: &'static str, what: &str) -> CalcError {
    g.fault(key, format!("{key} is missing: {what}"), {
        match key {
            "mttf" => "give mttf=8760h, lambda=1e-4/h or afr=2%",
            _ => "give mttr=4h or mu=0.25/h",
        }
    })
}

/// Rates of a unit; both a failure and a repair figure are needed.
pub(super) fn rates<T: Tracer>(g: &mut Given<'_, T>) -> Result<Rates<T::N>, CalcError> {
    let Some(up) = mttf(g)? else {
        return Err(missing(g, "mttf", "how often a unit fails"));
    };
    let Some(down) = mttr(g)? else {
        return Err(missing(g, "mttr", "how long its repair takes"));
    };
    let lambda = if present(g, "lambda") {
        g.n("lambda")
    } else {
        let l = uptime::inverse(g.t, up.clone());
        g.t.step("λ", "/h", l)
    };
    let mu = if present(g, "mu") {
        g.n("mu")
    } else {
        let m = uptime::inverse(g.t, down.clone());
        g.t.step("μ", "/h", m)
    };
    Ok(Rates {
        lambda,
        mu,
        mttf: up,
        mttr: down,
    })
}

/// A unit, from its availability, its rates, or one of each.
pub(super) fn unit<T: Tracer>(g: &mut Given<'_, T>) -> Result<Unit<T::N>, CalcError> {
    let known = only(g, &["a", "q"])?;
    let up = only(g, &["mttf", "lambda", "afr"])?;
    let down = only(g, &["mttr", "mu"])?;
    let Some(known) = known else {
        let rates = rates(g)?;
        let q = uptime::unavailability::<T>(rates.mttf.clone(), rates.mttr.clone());
        return Ok(Unit {
            q: g.t.step("q", "", q),
            rates: Some(rates),
        });
    };
    let q = match known {
        "a" => {
            let a = g.n("a");
            let q = uptime::other(g.t, a);
            g.t.step("q", "", q)
        }
        _ => g.n("q"),
    };
    let rates = match (up, down) {
        (None, None) => None,
        (Some(_), Some(key)) => {
            return Err(g.fault(
                key,
                format!("{known} follows from the times to failure and to repair"),
                "leave one of the three out",
            ));
        }
        _ if q.value() <= 0.0 || q.value() >= 1.0 => None,
        (Some(_), None) => {
            let Some(up) = mttf(g)? else {
                return Ok(Unit { q, rates: None });
            };
            let a = uptime::other(g.t, q.clone());
            let down = up.clone() * q.clone() / a;
            let down = g.t.step("MTTR", "h", down);
            Some(times(g, up, down))
        }
        (None, Some(_)) => {
            let Some(down) = mttr(g)? else {
                return Ok(Unit { q, rates: None });
            };
            let a = uptime::other(g.t, q.clone());
            let up = down.clone() * a / q.clone();
            let up = g.t.step("MTTF", "h", up);
            Some(times(g, up, down))
        }
    };
    Ok(Unit { q, rates })
}

fn times<T: Tracer>(g: &mut Given<'_, T>, mttf: T::N, mttr: T::N) -> Rates<T::N> {
    let lambda = uptime::inverse(g.t, mttf.clone());
    let lambda = g.t.step("λ", "/h", lambda);
    let mu = uptime::inverse(g.t, mttr.clone());
    let mu = g.t.step("μ", "/h", mu);
    Rates {
        lambda,
        mu,
        mttf,
        mttr,
    }
}

/// Puts unavailability, availability, minutes and nines, those that the calculator lists.
pub(super) fn put_uptime<T: Tracer>(g: &mut Given<'_, T>, u: T::N) {
    g.put("u", u.clone());
    let u = g.t.step("U", "", u);
    let a = uptime::other(g.t, u.clone());
    g.put("availability", a);
    let year = g.n("year");
    let minutes = uptime::minutes_a_year(g.t, u.clone(), year);
    g.put("minutes", minutes);
    if u.value() > 0.0 {
        let nines = uptime::nines(g.t, u.clone());
        g.put("nines", nines);
    }
    if u.value() > 0.0 && u.value() < 1e-6 {
        g.note("Better than six nines: look at common cause and coverage before you believe it.");
    }
}

/// Puts frequency, mean down and up time and the chance of an outage in a year, from an unavailability and how many
/// outages there are an hour.
pub(super) fn put_outages<T: Tracer>(g: &mut Given<'_, T>, u: T::N, frequency: T::N) {
    let frequency = g.t.step("ω", "/h", frequency);
    let year = g.n("year");
    g.put("frequency", frequency.clone() * year.clone());
    if frequency.value() > 0.0 {
        g.put("mean_down", u.clone() / frequency.clone());
        let a = uptime::other(g.t, u);
        g.put("mean_up", a / frequency.clone());
    }
    let p = uptime::at_least_one(frequency, year, g.t);
    g.put("p_outage", p);
}

pub(super) const FREQUENCY_OUT: Output = Output::new("frequency", "Outages in a year", "/yr");
pub(super) const MEAN_DOWN_OUT: Output = Output::new("mean_down", "Mean outage", "h");
pub(super) const MEAN_UP_OUT: Output = Output::new("mean_up", "Mean time between outages", "h");
pub(super) const P_OUTAGE_OUT: Output =
    Output::new("p_outage", "Chance of an outage in a year", "share");
