//! Some of several equal units are needed.

use crate::calc::dimension::TIME;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;

pub(super) struct KOfN;

impl Calculation for KOfN {
    const SPEC: Spec = Spec {
        slug: "k-of-n",
        family: Family::Availability,
        title: "k of n equal units must work",
        about: "Equal, independent units, each with a repair crew of its own: the probability that fewer than k of n work.",
        inputs: &[
            Input::count("n", "units", (1.0, 64.0)),
            Input::count("k", "units that must work", (1.0, 64.0)),
            Input::quantity(
                "mttf",
                "mean time to failure of a unit",
                &TIME,
                "h",
                (1e-6, 1e12),
            ),
            Input::quantity("mttr", "mean time to repair a unit", &TIME, "h", (0.0, 1e9)),
            Input::quantity("year", "hours of a year", &TIME, "h", (8_760.0, 8_784.0)).or(8_760.0),
        ],
        outputs: &[
            Output::new("u", "Unavailability", ""),
            Output::new("minutes", "Down in a year", "min"),
            Output::new("nines", "Nines", ""),
        ],
        example: &[("n", "5"), ("k", "4"), ("mttf", "8760h"), ("mttr", "24h")],
        sources: &["MIL-HDBK-338B, recalled"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, k) = (g.value("n"), g.value("k"));
        if k > n {
            return Err(g.fault(
                "k",
                "k is greater than n",
                "at most all units can be needed",
            ));
        }
        let (mttf, mttr) = (g.n("mttf"), g.n("mttr"));
        let q = uptime::unavailability::<T>(mttf, mttr);
        let q = g.t.step("q", "", q);
        let one = g.t.number(1.0);
        let a = one - q.clone();
        let a = g.t.step("a", "", a);
        let mut terms = Vec::new();
        for up in 0..(k as u32) {
            let mut ways = 1.0;
            for i in 0..up {
                ways = ways * (n - f64::from(i)) / f64::from(i + 1);
            }
            let ways = g.t.number(ways.round());
            let (up, down) = (g.t.number(f64::from(up)), g.t.number(n - f64::from(up)));
            terms.push(ways * a.clone().pow(up) * q.clone().pow(down));
        }
        let u = g.t.sum(terms);
        g.put("u", u.clone());
        let u = g.t.step("u", "", u);
        let year = g.n("year");
        let minutes = uptime::minutes_a_year(g.t, u.clone(), year);
        g.put("minutes", minutes);
        let nines = uptime::nines(g.t, u);
        g.put("nines", nines);
        Ok(())
    }
}
