//! Tiers of applications, and risk.

use crate::calc::dimension::{FREQUENCY, MONEY, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Tracer};
use crate::formula::{cost, uptime};

/// Recovery time, recovery point, availability and level of each tier; times in hours.
const TIERS: [(&str, f64, f64, f64, &str); 4] = [
    (
        "0, mission-critical",
        0.0,
        0.0,
        0.999_99,
        "level 3, split where a site may be lost",
    ),
    ("1, business-critical", 0.25, 0.0, 0.9999, "level 2"),
    ("2, important", 4.0, 1.0, 0.999, "level 1"),
    ("3, deferrable", 72.0, 24.0, 0.99, "backup"),
];

pub(super) struct Tier;

impl Calculation for Tier {
    const SPEC: Spec = Spec {
        slug: "tier",
        family: Family::Cost,
        title: "Tier of an application",
        about: "Four tiers by recovery time and recovery point; a tier holds only when both are met. Planning defaults, informed by \
                published schemes: 0 within no time and without loss, 1 within 15 minutes without loss, 2 within 4 hours and an \
                hour of data, 3 within 3 days and a day of data.",
        inputs: &[
            Input::quantity("rto", "longest recovery time", &TIME, "h", (0.0, 1e6)).symbol("RTO"),
            Input::quantity("rpo", "most data lost, as time", &TIME, "h", (0.0, 1e6)).symbol("RPO"),
            Input::quantity("a", "availability asked for", &SHARE, "", (0.0, 1.0))
                .symbol("A")
                .optional(),
            Input::quantity("mtd", "longest tolerable downtime", &TIME, "h", (0.0, 1e6))
                .symbol("MTD")
                .optional(),
            Input::yes_no("asynchronous", "data are copied asynchronously"),
        ],
        outputs: &[
            Output::new("tier", "Tier", ""),
            Output::new("target", "Availability of the tier", ""),
            Output::new("minutes", "Down in a year at that availability", "min"),
        ],
        example: &[("rto", "10min"), ("rpo", "0s")],
        sources: &[
            "NIST SP 800-34 Rev. 1 and ISO 22301:2019: recovery time and point, tolerable downtime",
            "Assumption: thresholds",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (rto, rpo) = (g.n("rto"), g.n("rpo"));
        // The strictest of what both ask: a tier serves all that asks for no less than it gives.
        let place = |asked: f64, limit: fn(usize) -> f64| {
            (0..TIERS.len())
                .rev()
                .find(|i| limit(*i) <= asked)
                .unwrap_or(0)
        };
        let by_rto = place(rto.value(), |i| TIERS[i].1);
        let by_rpo = place(rpo.value(), |i| TIERS[i].2);
        let mut tier = by_rto.min(by_rpo);
        let wanted = g.maybe("a");
        if let Some(a) = &wanted {
            let by_a = (0..TIERS.len())
                .rev()
                .find(|i| TIERS[*i].3 >= a.value())
                .unwrap_or(0);
            if a.value() > TIERS[0].3 {
                g.warn("", "No tier promises that much.");
            }
            tier = tier.min(by_a);
        }
        let number = g.t.solved(
            "lowest tier that meets all",
            vec![rto.clone(), rpo.clone()],
            tier as f64,
        );
        g.put("tier", number.clone());
        let target =
            g.t.solved("target of the tier", vec![number], TIERS[tier].3);
        g.put("target", target.clone());
        let (u, year) = (uptime::other(g.t, target), g.t.number(8_760.0));
        let minutes = uptime::minutes_a_year(g.t, u, year);
        g.put("minutes", minutes);
        g.note(format!("Tier {}: {}.", TIERS[tier].0, TIERS[tier].4));
        if let Some(mtd) = g.maybe("mtd")
            && rto.value() > mtd.value()
        {
            g.fail(
                "",
                "The recovery time is longer than the tolerable downtime.",
            );
        }
        if g.yes("asynchronous") && rpo.value() == 0.0 {
            g.fail(
                "",
                "An asynchronous copy always loses its lag; without loss it must be synchronous.",
            );
        }
        g.table(TextTable {
            key: "tiers",
            title: "Tiers".into(),
            head: [
                "tier",
                "recovery time",
                "data lost",
                "availability",
                "means",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: TIERS
                .iter()
                .map(|(name, rto, rpo, a, means)| {
                    vec![
                        (*name).to_owned(),
                        format!("{rto} h"),
                        format!("{rpo} h"),
                        format!("{} %", (a * 1e7).round() / 1e5),
                        (*means).to_owned(),
                    ]
                })
                .collect(),
        });
        Ok(())
    }
}

pub(super) struct Risk;

impl Calculation for Risk {
    const SPEC: Spec = Spec {
        slug: "risk",
        family: Family::Cost,
        title: "Risk score and annual loss",
        about: "Likelihood (1 below 0.01 a year, 2 below 0.1, 3 below 0.5, 4 below 1, 5 from once a year) times impact (1 negligible to 5 \
                survival-threatening): 1–4 low, 5–9 medium, 10–16 high, 17–25 extreme. Annual loss expectancy = times a year × loss; a \
                control is worth what it takes off it less its own cost.",
        inputs: &[
            Input::quantity("f", "times a year", &FREQUENCY, "/yr", (0.0, 1e6)).symbol("ARO"),
            Input::count(
                "impact",
                "impact from 1, negligible, to 5, survival-threatening",
                (1.0, 5.0),
            )
            .optional(),
            Input::quantity("loss", "loss of one event", &MONEY, "", (0.0, 1e14))
                .symbol("SLE")
                .optional(),
            Input::quantity(
                "f_after",
                "times a year with the control",
                &FREQUENCY,
                "/yr",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "loss_after",
                "loss of one event with the control",
                &MONEY,
                "",
                (0.0, 1e14),
            )
            .optional(),
            Input::quantity(
                "control",
                "cost of the control a year",
                &MONEY,
                "",
                (0.0, 1e14),
            )
            .or(0.0),
        ],
        outputs: &[
            Output::new("likelihood", "Likelihood", ""),
            Output::new("score", "Score", ""),
            Output::new("ale", "Annual loss expectancy", "money"),
            Output::new("ale_after", "With the control", "money"),
            Output::new("value", "Value of the control, a year", "money"),
        ],
        example: &[
            ("f", "0.2/yr"),
            ("impact", "4"),
            ("loss", "100000"),
            ("f_after", "0.02/yr"),
            ("control", "6000"),
        ],
        sources: &[
            "5 × 5 risk matrix, convention, recalled",
            "NIST SP 800-30, recalled: annual loss expectancy",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let f = g.n("f");
        let step = [0.01, 0.1, 0.5, 1.0]
            .iter()
            .filter(|limit| f.value() >= **limit)
            .count()
            + 1;
        let likelihood =
            g.t.solved("step of the scale", vec![f.clone()], step as f64);
        g.put("likelihood", likelihood.clone());
        if let Some(impact) = g.maybe("impact") {
            let score = likelihood * impact;
            let word = match score.value() as u32 {
                0..=4 => "low",
                5..=9 => "medium",
                10..=16 => "high",
                _ => "extreme",
            };
            g.note(format!("The risk is {word}."));
            g.put("score", score);
        }
        if let Some(loss) = g.maybe("loss") {
            let before = cost::annual_loss::<T>(f.clone(), loss.clone());
            g.put("ale", before.clone());
            let f_after = g.maybe("f_after");
            let loss_after = g.maybe("loss_after");
            if f_after.is_some() || loss_after.is_some() {
                let after =
                    cost::annual_loss::<T>(f_after.unwrap_or(f), loss_after.unwrap_or(loss));
                g.put("ale_after", after.clone());
                let before = g.t.step("ALE", "money", before);
                let after = g.t.step("ALE_after", "money", after);
                let control = g.n("control");
                let value = before - after - control;
                if value.value() < 0.0 {
                    g.warn("", "The control costs more than it saves.");
                }
                g.put("value", value);
            }
        }
        Ok(())
    }
}
