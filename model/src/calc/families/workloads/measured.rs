//! Measured series and growth.

use crate::calc::dimension::{NUMBER, SHARE, TIME};
use crate::calc::{
    CalcError, Calculation, Cell, Chart, Column, Family, Given, Input, Output, Series, Spec,
};
use crate::figure::{Num, Tracer};
use crate::formula::workload::growth;

const ANY: (f64, f64) = (0.0, 1e15);

pub(super) struct Percentile;

impl Calculation for Percentile {
    const SPEC: Spec = Spec {
        slug: "percentile",
        family: Family::Workloads,
        title: "Peak and percentile of a measured series",
        about: "Mean, peak and percentile of measured values, and what to plan for: the percentile with headroom. The percentile is the \
                ⌈p × count⌉th of the sorted values; beside it the one that spreadsheets draw between neighbours.",
        inputs: &[
            Input::list(
                "values",
                "measured values, in any one unit",
                &[Column::quantity("value", "value", &NUMBER, "", ANY)],
            ),
            Input::quantity(
                "p",
                "share of the values that is not passed",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(0.95),
            Input::quantity("headroom", "room on top", &SHARE, "", (0.0, 100.0)).or(0.2),
        ],
        outputs: &[
            Output::new("mean", "Mean", ""),
            Output::new("peak", "Peak", ""),
            Output::new("percentile", "Percentile", ""),
            Output::new("between", "Percentile between neighbours", ""),
            Output::new("plan", "To plan for", ""),
        ],
        example: &[
            ("values", "10,20,30,40,50,60,70,80,90,100"),
            ("p", "90%"),
            ("headroom", "20%"),
        ],
        sources: &["Nearest-rank definition of a percentile; headroom of 20 %: assumption"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let values: Vec<f64> = g
            .rows("values")
            .iter()
            .map(|r| r.first().map_or(0.0, Cell::number))
            .collect();
        if values.is_empty() {
            return Err(g.fault("values", "there is no value", "give at least one"));
        }
        let p = g.n("p");
        let sum = g.cell("sum", values.iter().sum(), "", "values: added up");
        let count = g.t.number(values.len() as f64);
        g.put("mean", sum / count.clone());
        let peak = values.iter().copied().fold(0.0, f64::max);
        let peak = g.cell("peak", peak, "", "values: the largest");
        g.put("peak", peak);
        let of = vec![p.clone(), count];
        let at = growth::percentile(&values, p.value());
        let at =
            g.t.solved("⌈p × count⌉th of the sorted values", of.clone(), at);
        g.put("percentile", at.clone());
        let between = growth::percentile_between(&values, p.value());
        let between =
            g.t.solved("between neighbours of p × (count − 1)", of, between);
        g.put("between", between);
        let at = g.t.step("percentile", "", at);
        let headroom = g.n("headroom");
        let plan = growth::with_headroom(g.t, at, headroom);
        g.put("plan", plan);
        Ok(())
    }
}

pub(super) struct Growth;

impl Calculation for Growth {
    const SPEC: Spec = Spec {
        slug: "growth",
        family: Family::Workloads,
        title: "Growth over years, and when it runs out",
        about: "now × (1 + growth)^years, and the years until a capacity is reached: ln(capacity ÷ now) ÷ ln(1 + growth). Users, data and \
                load grow at rates of their own: one calculation each.",
        inputs: &[
            Input::quantity("now", "what is used now", &NUMBER, "", (1e-12, 1e15)),
            Input::quantity("growth", "growth in a year", &SHARE, "", (-0.99, 100.0)),
            Input::quantity("years", "years from now", &TIME, "y", (0.0, 100.0)).or(3.0),
            Input::quantity("capacity", "what there is", &NUMBER, "", (1e-12, 1e15)).optional(),
        ],
        outputs: &[
            Output::new("then", "Used after these years", ""),
            Output::new("share", "Share of the capacity", "share"),
            Output::new("years_left", "Years until the capacity is reached", "yr"),
            Output::new(
                "full_in",
                "Year in which it runs out, this one being year 0",
                "",
            ),
        ],
        example: &[
            ("now", "60"),
            ("growth", "20%"),
            ("years", "3y"),
            ("capacity", "100"),
        ],
        sources: &["Compound growth"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (now, rate, years) = (g.n("now"), g.n("growth"), g.n("years"));
        let then = growth::after(g.t, now.clone(), rate.clone(), years.clone());
        g.put("then", then.clone());
        let capacity = g.maybe("capacity");
        if let Some(capacity) = capacity.clone() {
            let then = g.t.step("then", "", then);
            let share = then / capacity.clone();
            if share.value() > 1.0 {
                g.warn("", "more is used then than there is");
            }
            g.put("share", share);
            if now.value() >= capacity.value() {
                let zero = g.t.number(0.0);
                g.put("years_left", zero.clone());
                g.put("full_in", zero);
            } else if rate.value() > 0.0 {
                let left = growth::years_until(g.t, now.clone(), rate.clone(), capacity);
                g.put("years_left", left.clone());
                g.put("full_in", left.floor());
            } else {
                g.note("it does not grow: the capacity is never reached");
            }
        }
        let end = years.value().max(5.0).ceil() as u32;
        let points = (0..=end)
            .map(|y| {
                let value = now.value() * (1.0 + rate.value()).powi(y as i32);
                (f64::from(y), crate::figure::finite(value))
            })
            .collect();
        g.chart(Chart {
            title: "Use by year".to_owned(),
            x: "Years".to_owned(),
            y: "Use".to_owned(),
            series: vec![Series {
                name: "Use".to_owned(),
                points,
            }],
            limit: capacity.map(|c| (c.value(), "Capacity".to_owned())),
        });
        Ok(())
    }
}
