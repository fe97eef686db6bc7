//! Nines, percentages, minutes and allowances: the same thing said in different ways.

use super::rates::YEAR;
use crate::calc::dimension::{SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Tracer};
use crate::formula::uptime;
use crate::units::pretty;

pub(super) struct Nines;

/// Hours of a period; a month is a twelfth of the year.
fn period_h(word: &str, year_h: f64) -> f64 {
    match word {
        "day" => 24.0,
        "week" => 168.0,
        "month" => year_h / 12.0,
        _ => year_h,
    }
}

impl Calculation for Nines {
    const SPEC: Spec = Spec {
        slug: "nines",
        family: Family::Availability,
        title: "Availability, nines and allowed downtime",
        about: "Turns an availability, a number of nines, or an allowance such as five minutes a week into all the others. \
                Published tables mix years of 8,760 h and of 8,766 h.",
        inputs: &[
            Input::quantity("a", "availability", &SHARE, "", (0.0, 1.0))
                .symbol("A")
                .optional(),
            Input::quantity("u", "unavailability", &SHARE, "", (0.0, 1.0))
                .symbol("U")
                .optional(),
            Input::factor("nines", "number of nines: 3 is 99.9 %", (0.0, 18.0)).optional(),
            Input::quantity(
                "downtime",
                "downtime allowed in the period",
                &TIME,
                "h",
                (0.0, 9_000.0),
            )
            .optional(),
            Input::choice(
                "per",
                "period of the allowance",
                &[
                    ("year", "Year"),
                    ("month", "Month, a twelfth of the year"),
                    ("week", "Week"),
                    ("day", "Day"),
                ],
            )
            .word("year"),
            YEAR,
        ],
        outputs: &[
            Output::new("availability", "Availability", ""),
            Output::new("u", "Unavailability", ""),
            Output::new("nines", "Nines", ""),
            Output::new("minutes", "Down in a year", "min"),
            Output::new("minutes_month", "Down in a month", "min"),
            Output::new("minutes_week", "Down in a week", "min"),
            Output::new("seconds_day", "Down in a day", "s"),
        ],
        example: &[("downtime", "5min"), ("per", "week")],
        sources: &[
            "Uptime Meter, public table (a year of 8,766 h)",
            "ITIC surveys (a year of 8,760 h)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let given: Vec<&'static str> = ["a", "u", "nines", "downtime"]
            .into_iter()
            .filter(|k| g.values.get(k).is_some())
            .collect();
        let year = g.n("year");
        let u = match given.as_slice() {
            ["a"] => {
                let a = g.n("a");
                uptime::other(g.t, a)
            }
            ["u"] => g.n("u"),
            ["nines"] => {
                let n = g.n("nines");
                uptime::of_nines(g.t, n)
            }
            [_] => {
                let span = period_h(g.word("per"), year.value());
                let downtime = g.n("downtime");
                if downtime.value() > span {
                    return Err(g.fault(
                        "downtime",
                        "the downtime is longer than its period",
                        "give less, or a longer period",
                    ));
                }
                downtime / g.t.number(span)
            }
            [] => {
                return Err(g.fault(
                    "a",
                    "nothing is given to turn into nines",
                    "give a=99.95%, nines=3 or downtime=5min per=week",
                ));
            }
            [first, second, ..] => {
                return Err(g.fault(
                    second,
                    format!("{first} and {second} are both given"),
                    "they say the same; give one of them",
                ));
            }
        };
        g.put("u", u.clone());
        let u = g.t.step("U", "", u);
        let a = uptime::other(g.t, u.clone());
        g.put("availability", a);
        if u.value() > 0.0 {
            let nines = uptime::nines(g.t, u.clone());
            g.put("nines", nines);
        }
        let minutes = uptime::minutes_a_year(g.t, u.clone(), year.clone());
        g.put("minutes", minutes);
        let month = year.clone() / g.t.number(12.0);
        let minutes = uptime::minutes_a_year(g.t, u.clone(), month);
        g.put("minutes_month", minutes);
        let week = g.t.number(168.0);
        let minutes = uptime::minutes_a_year(g.t, u.clone(), week);
        g.put("minutes_week", minutes);
        let day = g.t.number(86_400.0);
        g.put("seconds_day", u * day);
        g.table(table());
        Ok(())
    }
}

fn table() -> TextTable {
    let rows = [
        0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99995, 0.99999, 0.999_999,
    ]
    .into_iter()
    .map(|a: f64| {
        let minutes = |hours: f64| (1.0 - a) * hours * 60.0;
        let m = minutes(8_760.0);
        let reading = if m >= 1_440.0 {
            format!(
                "{} d {} h",
                (m / 1_440.0).floor(),
                pretty((m % 1_440.0) / 60.0)
            )
        } else if m >= 60.0 {
            format!("{} h {} min", (m / 60.0).floor(), pretty(m % 60.0))
        } else if m >= 1.0 {
            format!("{} min {} s", m.floor(), ((m % 1.0) * 60.0).round())
        } else {
            format!("{} s", pretty(m * 60.0))
        };
        vec![
            format!("{} %", (a * 1e8).round() / 1e6),
            format!("{:.4}", m),
            format!("{:.4}", minutes(8_766.0)),
            reading,
        ]
    })
    .collect();
    TextTable {
        key: "table",
        title: "Downtime of common figures".into(),
        head: vec![
            "Availability".into(),
            "min a year of 8,760 h".into(),
            "min a year of 8,766 h".into(),
            "reads".into(),
        ],
        rows,
    }
}
