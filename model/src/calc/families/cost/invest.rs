//! Return on an investment in availability.

use crate::calc::dimension::{MONEY, NUMBER, SHARE, TIME};
use crate::calc::{
    CalcError, Calculation, Chart, Column, Family, Given, Input, Output, Series, Spec, TextTable,
};
use crate::figure::{Num, Tracer};
use crate::formula::{cost, invest};
use crate::units::with_unit;

const MOST: f64 = 1e13;

const FLOWS: &[Column] = &[Column::quantity(
    "flow",
    "net flow of a year; costs are negative",
    &MONEY,
    "",
    (-MOST, MOST),
)];

pub(super) struct Roi;

/// Costs and benefits of each year, the first one at once.
struct Case<N> {
    costs: Vec<N>,
    benefits: Vec<N>,
    flows: Vec<N>,
}

fn case<T: Tracer>(g: &mut Given<'_, T>) -> Result<Case<T::N>, CalcError> {
    let rows: Vec<f64> = g
        .rows("flows")
        .iter()
        .filter_map(|r| r.first().map(crate::calc::Cell::number))
        .collect();
    let none = g.t.number(0.0);
    if !rows.is_empty() {
        if let Some(key) = ["investment", "benefit", "cost", "years", "avoided"]
            .into_iter()
            .find(|k| g.values.get(k).is_some())
        {
            return Err(g.fault(
                key,
                format!("flows and {key} are both given"),
                "give the flows of all years, or the parts",
            ));
        }
        let (mut costs, mut benefits, mut flows) = (Vec::new(), Vec::new(), Vec::new());
        for (year, flow) in rows.into_iter().enumerate() {
            let n = g.cell(&format!("CF{year}"), flow, "money", "a row of flows");
            if flow < 0.0 {
                costs.push(none.clone() - n.clone());
            } else {
                benefits.push(n.clone());
            }
            flows.push(n);
        }
        return Ok(Case {
            costs,
            benefits,
            flows,
        });
    }
    let investment = g.maybe("investment");
    let Some(years) = g.maybe("years") else {
        return Err(g.fault(
            "years",
            "years are missing",
            "give years=5, or flows=-80000,38000,42000",
        ));
    };
    let Some(investment) = investment else {
        return Err(g.fault(
            "investment",
            "investment is missing",
            "give investment=40000, or flows",
        ));
    };
    let mut benefit = g.maybe("benefit").unwrap_or_else(|| none.clone());
    if let Some(avoided) = g.maybe("avoided") {
        let Some(rate) = g.maybe("per_hour") else {
            return Err(g.fault(
                "per_hour",
                "per_hour is missing: cost of an hour of the avoided downtime",
                "give per_hour=4000",
            ));
        };
        let weight = g.t.number(0.0);
        let one = g.t.number(1.0);
        let hours = cost::weighted_hours(g.t, avoided, weight, one);
        let saved = cost::annual_loss::<T>(hours, rate);
        let saved = g.t.step("avoided_cost", "money", saved);
        g.put("avoided_cost", saved.clone());
        benefit = benefit + saved;
    }
    let benefit = g.t.step("benefit", "money", benefit);
    let cost = g.n("cost");
    let count = years.value() as usize;
    let flow = benefit.clone() - cost.clone();
    let flow = g.t.step("net", "money", flow);
    let mut flows = vec![none - investment.clone()];
    flows.extend(std::iter::repeat_n(flow, count));
    let mut costs = vec![investment];
    costs.extend(std::iter::repeat_n(cost, count));
    Ok(Case {
        costs,
        benefits: std::iter::repeat_n(benefit, count).collect(),
        flows,
    })
}

impl Calculation for Roi {
    const SPEC: Spec = Spec {
        slug: "roi",
        family: Family::Cost,
        title: "Return on investment",
        about: "Present value, internal rate of return, payback (straight within a year; a sum of exactly zero at a year's end counts), \
                return on investment over the horizon, profitability index, and cost of ownership. From the flows of each year, or \
                from an investment with a yearly benefit and cost; the benefit may come from avoided downtime.",
        inputs: &[
            Input::list(
                "flows",
                "net flow of each year, the first one at once",
                FLOWS,
            )
            .optional(),
            Input::quantity("investment", "paid at once", &MONEY, "", (0.0, MOST)).optional(),
            Input::quantity("benefit", "benefit of a year", &MONEY, "", (-MOST, MOST)).optional(),
            Input::quantity("cost", "cost of a year", &MONEY, "", (0.0, MOST)).or(0.0),
            Input::quantity(
                "avoided",
                "avoided downtime of a year, at full weight",
                &TIME,
                "min",
                (-1e6, 1e6),
            )
            .optional(),
            Input::quantity(
                "per_hour",
                "cost of an hour of downtime",
                &MONEY,
                "",
                (0.0, MOST),
            )
            .optional(),
            Input::count("years", "years after the first one", (1.0, 100.0)).optional(),
            Input::quantity("rate", "discount rate", &SHARE, "", (-0.5, 10.0))
                .symbol("r")
                .or(0.08),
        ],
        outputs: &[
            Output::new("avoided_cost", "Avoided downtime, a year", "money"),
            Output::new("npv", "Net present value", "money"),
            Output::new("irr", "Internal rate of return", ""),
            Output::new("payback", "Payback", "yr"),
            Output::new("payback_discounted", "Payback, discounted", "yr"),
            Output::new("roi", "Return on investment", ""),
            Output::new("pi", "Profitability index", ""),
            Output::new("benefits", "Benefits together", "money"),
            Output::new("tco", "Costs together", "money"),
            Output::new("tco_discounted", "Costs together, discounted", "money"),
            Output::new(
                "break_even",
                "Cost of an hour at which it breaks even",
                "money",
            ),
        ],
        example: &[
            ("flows", "-80000,38000,42000,42000,30000,30000"),
            ("rate", "10%"),
        ],
        sources: &[
            "Brealey, Myers, Allen, Principles of Corporate Finance, recalled: NPV, IRR, payback, profitability index",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let case = case(g)?;
        let rate = g.n("rate");
        let npv = invest::npv(g.t, &case.flows, rate.clone());
        g.put("npv", npv.clone());
        let npv = g.t.step("NPV", "money", npv);
        let plain: Vec<f64> = case.flows.iter().map(Num::value).collect();
        let roots = invest::internal_rates(&plain);
        match roots.as_slice() {
            [one] => {
                let irr = g.t.solved("rate at which NPV = 0", case.flows.clone(), *one);
                g.put("irr", irr);
            }
            [] => g.note("No internal rate of return: the present value has no zero between −99 % and 1,000 %."),
            many => {
                let list: Vec<String> = many.iter().map(|r| format!("{:.4} %", r * 100.0)).collect();
                g.warn("", format!("Several internal rates of return ({}): the flows change sign more than once; judge by the present value.", list.join(", ")));
            }
        }
        let discounted = invest::discounted(g.t, &case.flows, &rate);
        let back: Vec<f64> = discounted.iter().map(Num::value).collect();
        for (key, flows, plain, word) in [
            ("payback", case.flows.clone(), &plain, "payback"),
            (
                "payback_discounted",
                discounted,
                &back,
                "discounted payback",
            ),
        ] {
            match invest::payback(plain) {
                Some(years) => {
                    let years = g.t.solved("first year with a sum of zero", flows, years);
                    g.put(key, years);
                }
                None => g.note(format!("No {word} within these years.")),
            }
        }
        let costs = g.t.sum(case.costs.clone());
        let costs = g.t.step("costs", "money", costs);
        let benefits = g.t.sum(case.benefits.clone());
        let benefits = g.t.step("benefits", "money", benefits);
        g.put("benefits", benefits.clone());
        g.put("tco", costs.clone());
        if costs.value() > 0.0 {
            let roi = invest::roi::<T>(benefits, costs);
            g.put("roi", roi);
        }
        let only_first = plain.iter().skip(1).all(|f| *f >= 0.0);
        if let Some(first) = case.flows.first()
            && first.value() < 0.0
            && only_first
        {
            let zero = g.t.number(0.0);
            let pi = invest::profitability(g.t, npv, zero - first.clone());
            g.put("pi", pi);
        }
        sensitivity(g, &case, &rate);
        let mut sum = 0.0;
        let points = plain
            .iter()
            .enumerate()
            .map(|(year, f)| {
                sum += f;
                (year as f64, sum)
            })
            .collect();
        g.chart(Chart {
            title: "Cumulative flow".into(),
            x: "Year".into(),
            y: "Money".into(),
            series: vec![Series {
                name: "Sum".into(),
                points,
            }],
            limit: Some((0.0, "paid back".into())),
        });
        Ok(())
    }
}

/// Discounted costs, break-even, and what a change of benefit, cost or investment does to the present value.
fn sensitivity<T: Tracer>(g: &mut Given<'_, T>, case: &Case<T::N>, rate: &T::N) {
    let by_parts = g.values.get("investment").is_some();
    if !by_parts {
        return;
    }
    let costs = invest::npv(g.t, &case.costs, rate.clone());
    g.put("tco_discounted", costs.clone());
    let costs = g.t.step("costs_now", "money", costs);
    let mut yearly = vec![g.t.number(0.0)];
    yearly.extend(case.benefits.iter().cloned());
    let benefit = invest::npv(g.t, &yearly, rate.clone());
    if let (Some(avoided), Some(_)) = (g.maybe("avoided"), g.maybe("per_hour"))
        && avoided.value() > 0.0
        && g.maybe("benefit").is_none()
    {
        // Annualised cost over the hours avoided in a year.
        let ones: Vec<T::N> = case.benefits.iter().map(|_| g.t.number(1.0)).collect();
        let mut all = vec![g.t.number(0.0)];
        all.extend(ones);
        let annuity = invest::npv(g.t, &all, rate.clone());
        let sixty = g.t.number(60.0);
        let hours = avoided / sixty;
        g.put("break_even", costs.clone() / annuity / hours);
    }
    let (b, c) = (benefit.value(), costs.value());
    let first = case.costs.first().map_or(0.0, Num::value);
    let rows = [
        ("benefit: price, failure rate, cost of an hour", b, 1.0),
        ("yearly cost", c - first, -1.0),
        ("investment", first, -1.0),
    ]
    .into_iter()
    .map(|(what, part, sign)| {
        let mut row = vec![what.to_owned()];
        for change in [-0.5, -0.2, 0.2, 0.5] {
            row.push(with_unit(b - c + sign * part * change, "money"));
        }
        row
    })
    .collect();
    g.table(TextTable {
        key: "sensitivity",
        title: "Net present value when one thing changes".into(),
        head: ["what", "−50 %", "−20 %", "+20 %", "+50 %"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    });
}

pub(super) struct Planning;

impl Calculation for Planning {
    const SPEC: Spec = Spec {
        slug: "project-effort",
        family: Family::Cost,
        title: "Effort of a virtualisation project",
        about: "Planning is taken as 90 % of the effort: nine hours for each hour of migration.",
        inputs: &[
            Input::quantity("migration", "hours of migration", &TIME, "h", (0.0, 1e7)),
            Input::quantity(
                "share",
                "share of the effort that planning takes",
                &SHARE,
                "",
                (0.0, 0.999),
            )
            .or(0.9),
            Input::quantity("rate", "cost of an hour", &MONEY, "", (0.0, MOST)).optional(),
            Input::quantity(
                "servers",
                "servers to migrate, when the hours are for each",
                &NUMBER,
                "",
                (0.0, 1e6),
            )
            .or(1.0),
        ],
        outputs: &[
            Output::new("planning", "Planning", "h"),
            Output::new("total", "Together", "h"),
            Output::new("cost", "Cost", "money"),
        ],
        example: &[("migration", "40h"), ("rate", "75")],
        sources: &[
            "Application Availability Blog, Top Tips to Know Before Getting Started with Server Virtualization, 14 Apr 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (each, servers, share) = (g.n("migration"), g.n("servers"), g.n("share"));
        let migration = each * servers;
        let migration = g.t.step("migration", "h", migration);
        let one = g.t.number(1.0);
        let planning = migration.clone() * share.clone() / (one - share);
        g.put("planning", planning.clone());
        let planning = g.t.step("planning", "h", planning);
        let total = migration + planning;
        g.put("total", total.clone());
        if let Some(rate) = g.maybe("rate") {
            let total = g.t.step("total", "h", total);
            g.put("cost", total * rate);
        }
        Ok(())
    }
}
