//! What a service contract means in hours from the fault to the repair.

use crate::availability::contract::{Cover, Promise, response};
use crate::calc::dimension::{DATA, RATE, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::{planned, sites};

pub(super) struct ContractResponse;

impl Calculation for ContractResponse {
    const SPEC: Spec = Spec {
        slug: "contract-response",
        family: Family::Availability,
        title: "Repair time of a service contract",
        about: "Hours from a fault, at any time of the week, until somebody is there: mean and worst, holidays not counted. The \
                repair time adds noticing, the work itself, and copying the data back.",
        inputs: &[
            Input::choice(
                "contract",
                "kind of contract",
                &[
                    ("24x7", "Any hour, within the response time"),
                    ("9x5", "Working hours, within so many of them"),
                    ("nbd", "Next business day"),
                    (
                        "call-to-repair",
                        "Repaired within the response time, any hour",
                    ),
                    ("none", "No contract: a part is bought"),
                ],
            ),
            Input::quantity(
                "response",
                "response time; hours of cover for 9x5",
                &TIME,
                "h",
                (0.0, 1_000.0),
            )
            .or(4.0),
            Input::count("days", "working days a week", (1.0, 7.0)).or(5.0),
            Input::quantity(
                "from",
                "hour of the day at which cover begins",
                &TIME,
                "h",
                (0.0, 24.0),
            )
            .or(8.0),
            Input::quantity(
                "to",
                "hour of the day at which it ends",
                &TIME,
                "h",
                (0.0, 24.0),
            )
            .or(17.0),
            Input::quantity(
                "arrival",
                "hour of arrival on the next business day; end of cover when left out",
                &TIME,
                "h",
                (0.0, 24.0),
            )
            .optional(),
            Input::quantity(
                "notice",
                "time until the fault is noticed and logged",
                &TIME,
                "h",
                (0.0, 10_000.0),
            )
            .or(0.0),
            Input::quantity("work", "work on site", &TIME, "h", (0.0, 10_000.0))
                .constant(keys::availability::REPAIR_WORK_H),
            Input::quantity(
                "part",
                "time to buy a part, without a contract",
                &TIME,
                "h",
                (0.0, 10_000.0),
            )
            .constant(keys::availability::REPAIR_BUY_H),
            Input::quantity(
                "data",
                "data to copy back afterwards",
                &DATA,
                "MB",
                (0.0, 1e15),
            )
            .optional(),
            Input::quantity(
                "rate",
                "line rate of copying it back",
                &RATE,
                "Mbit/s",
                (1e-3, 1e9),
            )
            .optional(),
            Input::quantity(
                "efficiency",
                "share of the line rate that is reached",
                &SHARE,
                "",
                (1e-6, 1.0),
            )
            .or(1.0),
        ],
        outputs: &[
            Output::new("mean", "Mean time until somebody is there", "h"),
            Output::new("worst", "Longest time until somebody is there", "h"),
            Output::new("resync", "Copying the data back", "h"),
            Output::new("mttr", "Mean time to repair", "h"),
        ],
        example: &[("contract", "9x5"), ("response", "4h")],
        sources: &[
            "HP and HPE, Proactive Care and Foundation Care data sheets: definitions of contracts",
            "Derived: faults fall evenly over the week",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let kind = g.word("contract").to_owned();
        let (days, from, to) = (g.n("days"), g.n("from"), g.n("to"));
        if to.value() <= from.value() {
            return Err(g.fault("to", "cover ends before it begins", "give from=8h to=17h"));
        }
        let cover = Cover {
            days: days.value() as u32,
            from_h: from.value(),
            to_h: to.value(),
        };
        let answer = g.n("response");
        let work = g.n("work");
        let notice = g.n("notice");
        let mut parts = Vec::new();
        if notice.value() > 0.0 {
            parts.push(notice);
        }
        let arrival = g.maybe("arrival").unwrap_or_else(|| to.clone());
        let (mean, worst) = match kind.as_str() {
            "24x7" => (answer.clone(), answer),
            "call-to-repair" => {
                g.note("The contract promises the repair itself, so no work is added.");
                (answer.clone(), answer)
            }
            "none" => {
                let part = g.n("part");
                (part.clone(), part)
            }
            "9x5" => {
                let found = response(&cover, Promise::Hours(answer.value()));
                let inputs = vec![days, from, to, answer];
                (
                    g.t.solved("mean over the week", inputs.clone(), found.mean_h),
                    g.t.solved("longest of the week", inputs, found.worst_h),
                )
            }
            _ => {
                let found = response(
                    &cover,
                    Promise::NextDay {
                        by_h: arrival.value(),
                    },
                );
                let inputs = vec![days, from, to, arrival];
                (
                    g.t.solved("mean over the week", inputs.clone(), found.mean_h),
                    g.t.solved("longest of the week", inputs, found.worst_h),
                )
            }
        };
        g.put("mean", mean.clone());
        g.put("worst", worst);
        parts.push(g.t.step("response", "h", mean));
        if kind != "call-to-repair" {
            parts.push(work);
        }
        if let (Some(data), Some(rate)) = (g.maybe("data"), g.maybe("rate")) {
            let rate = rate * g.n("efficiency");
            let rate = g.t.step("rate", "Mbit/s", rate);
            let hours = sites::resync_hours(g.t, data, rate);
            g.put("resync", hours.clone());
            parts.push(g.t.step("resync", "h", hours));
        }
        let mttr = planned::repair_hours(g.t, parts);
        g.put("mttr", mttr);
        Ok(())
    }
}
