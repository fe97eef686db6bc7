//! Planned work, service hours, partial outages.

use super::rates::{
    self, A, A_OUT, AFR, LAMBDA, MINUTES_OUT, MTTF, MTTR, MU, NINES_OUT, Q, U_OUT, YEAR,
};
use crate::calc::dimension::{FREQUENCY, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::{planned, uptime};

pub(super) struct PlannedWork;

impl Calculation for PlannedWork {
    const SPEC: Spec = Spec {
        slug: "planned-work",
        family: Family::Availability,
        title: "Planned work on top of failures",
        about: "Achieved availability: inherent × (1 − w·h ÷ year). Rolling work interrupts by the switchover alone (0 with live \
                migration or lockstep, the restart time with restart), but the group runs with one unit less for the hours of \
                the window: w·h·λ·MTTR on top, λ being the rate at which what is left stops. Only work in service hours counts.",
        inputs: &[
            MTTF,
            LAMBDA,
            AFR,
            MTTR,
            MU,
            A,
            Q,
            Input::quantity("w", "windows a year", &FREQUENCY, "/yr", (0.0, 10_000.0)),
            Input::quantity("h", "length of a window", &TIME, "h", (0.0, 1_000.0)),
            Input::quantity(
                "switchover",
                "interruption of a rolling window, in place of its length",
                &TIME,
                "min",
                (0.0, 1e5),
            )
            .optional(),
            Input::quantity(
                "lambda_left",
                "rate at which the units left stop, during the window",
                &FREQUENCY,
                "/h",
                (0.0, 1e3),
            )
            .symbol("λ_left")
            .optional(),
            Input::share("in_hours", "share of windows that fall into service hours").or(1.0),
            Input::quantity(
                "hours_per_week",
                "hours a week that the service is needed",
                &TIME,
                "h",
                (0.0, 168.0),
            )
            .symbol("H_s")
            .or(168.0),
            YEAR,
        ],
        outputs: &[
            Output::new("inherent", "Inherent availability", ""),
            Output::new("planned_factor", "Factor of planned work", ""),
            A_OUT,
            U_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("minutes_planned", "Planned", "min"),
            Output::new("minutes_unplanned", "Unplanned", "min"),
            Output::new(
                "minutes_exposure",
                "Of the unplanned, while units are taken out",
                "min",
            ),
        ],
        example: &[
            ("w", "12/yr"),
            ("h", "2h"),
            ("mttf", "4380h"),
            ("mttr", "4h"),
        ],
        sources: &["MIL-HDBK-338B, recalled: achieved availability"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let unit = rates::unit(g)?;
        let mttr = unit.rates.as_ref().map(|r| r.mttr.clone());
        let year = g.n("year");
        let (w, h) = (g.n("w"), g.n("h"));
        let per_window = match g.maybe("switchover") {
            Some(minutes) => {
                let sixty = g.t.number(60.0);
                minutes / sixty
            }
            None => h.clone(),
        };
        let part = g.n("in_hours");
        let share = planned::share_of_year::<T>(w.clone(), per_window, year.clone()) * part;
        if share.value() > 1.0 {
            return Err(g.fault(
                "h",
                "the windows are longer than the year",
                "give fewer or shorter ones",
            ));
        }
        let share = g.t.step("planned", "", share);
        let needed = g.n("hours_per_week");
        let needed = planned::needed_share(g.t, needed);
        let needed = g.t.step("needed", "", needed);
        let mut unplanned = unit.q.clone();
        if let Some(left) = g.maybe("lambda_left") {
            let Some(mttr) = mttr else {
                return Err(g.fault(
                    "lambda_left",
                    "the repair time is not known",
                    "give mttr too",
                ));
            };
            let hours = planned::exposure_hours::<T>(w, h, left, mttr);
            let hours = g.t.step("exposure", "h", hours);
            let sixty = g.t.number(60.0);
            g.put("minutes_exposure", hours.clone() * sixty * needed.clone());
            unplanned = unplanned + hours / year.clone();
        }
        let inherent = uptime::other(g.t, unit.q);
        g.put("inherent", inherent);
        let factor = uptime::other(g.t, share.clone());
        g.put("planned_factor", factor);
        // 1 − (1 − U)(1 − p) = U + p − U·p, with U counted in service hours only.
        let unplanned = unplanned * needed;
        let unplanned = g.t.step("U_unplanned", "", unplanned);
        let total = unplanned.clone() + share.clone() - unplanned.clone() * share.clone();
        rates::put_uptime(g, total);
        let one = g.t.number(1.0);
        let minutes = uptime::minutes_a_year(g.t, share.clone(), year.clone());
        g.put("minutes_planned", minutes);
        let minutes = uptime::minutes_a_year(g.t, unplanned * (one - share), year);
        g.put("minutes_unplanned", minutes);
        Ok(())
    }
}

/// An outage's minutes and the share it took.
const OUTAGES: &[Column] = &[
    Column::quantity("minutes", "length of the outage", &TIME, "min", (0.0, 1e7)),
    Column::quantity(
        "share",
        "share of users or capacity that was lost",
        &SHARE,
        "",
        (0.0, 1.0),
    ),
    Column::quantity(
        "per_year",
        "times a year; once when left out",
        &FREQUENCY,
        "/yr",
        (0.0, 1e6),
    )
    .optional(),
];

pub(super) struct WeightedOutage;

impl Calculation for WeightedOutage {
    const SPEC: Spec = Spec {
        slug: "weighted-outage",
        family: Family::Availability,
        title: "Outages that hit a part of the users",
        about: "Each outage weighs with the share of users or capacity that it takes: minutes × share. Of four mailbox VMs on two \
                hosts a host failure takes half the users.",
        inputs: &[
            Input::list("outages", "minutes, share lost, times a year", OUTAGES),
            YEAR,
        ],
        outputs: &[
            MINUTES_OUT,
            U_OUT,
            A_OUT,
            NINES_OUT,
            Output::new("minutes_any", "Minutes in which anybody is hit", "min"),
        ],
        example: &[("outages", "240min:50%:0.2/yr,10min:100%:1/yr")],
        sources: &["TL 9000 outage measurement practice, recalled"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<(f64, f64, f64)> = g
            .rows("outages")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [m, s, f] => Some((m.number(), s.number(), f.maybe().unwrap_or(1.0))),
                _ => None,
            })
            .collect();
        if rows.is_empty() {
            return Err(g.fault(
                "outages",
                "no outage is given",
                "give outages=240min:50%:0.2/yr",
            ));
        }
        let (mut weighted, mut any) = (Vec::new(), Vec::new());
        for (i, (minutes, share, per_year)) in rows.into_iter().enumerate() {
            let of = format!("row {} of outages", i + 1);
            let minutes = g.cell(&format!("d{}", i + 1), minutes, "min", &of);
            let share = g.cell(&format!("s{}", i + 1), share, "", &of);
            let f = g.cell(&format!("f{}", i + 1), per_year, "/yr", &of);
            any.push(f.clone() * minutes.clone());
            weighted.push(f * minutes * share);
        }
        let minutes = g.t.sum(weighted);
        let year = g.n("year");
        let u = uptime::of_minutes(g.t, minutes, year);
        rates::put_uptime(g, u);
        let any = g.t.sum(any);
        g.put("minutes_any", any);
        Ok(())
    }
}
