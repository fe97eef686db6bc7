//! What an hour and an incident of downtime cost.

use crate::calc::dimension::{FREQUENCY, MONEY, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::cost;

const MOST: f64 = 1e13;

const fn money(key: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &MONEY, "", (0.0, MOST))
}
const USERS: Input = Input::factor("users", "people who cannot work", (0.0, 1e9));
const WAGE: Input = money("wage", "wage of an hour").optional();
const SALARY: Input = money("salary", "salary of a year, instead of the wage").optional();
const YEAR_HOURS: Input = Input::quantity(
    "hours_per_year",
    "working hours of a year",
    &TIME,
    "h",
    (1.0, 8_784.0),
)
.constant(keys::availability::WORK_HOURS);
const LOADING: Input =
    Input::factor("loaded", "cost of an employee over the wage", (0.0, 100.0)).or(1.0);
const LOSS: Input = Input::share("loss", "share of their work that is lost");
const DURATION: Input = Input::quantity("duration", "length of the outage", &TIME, "h", (0.0, 1e6));
const PEAK: Input = Input::factor(
    "peak",
    "factor of the time of day or season",
    (0.0, 1_000.0),
)
.or(1.0);
const FIXED: Input = money("fixed", "parts, penalties and what else is paid once").or(0.0);
const STAFF: Input = Input::factor("staff", "people who repair", (0.0, 1e6)).or(0.0);
const STAFF_HOURS: Input =
    Input::quantity("staff_hours", "hours of each", &TIME, "h", (0.0, 1e6)).or(0.0);
const STAFF_RATE: Input = money("staff_rate", "cost of such an hour").or(0.0);
const OVERTIME: Input = money("overtime", "overtime to catch up").or(0.0);
const INTANGIBLE: Input = Input::quantity(
    "intangible",
    "uplift for reputation and the like; for ranking, not for accounts",
    &crate::calc::dimension::SHARE,
    "",
    (0.0, 10.0),
)
.or(0.0);

fn wage<T: Tracer>(g: &mut Given<'_, T>) -> Result<T::N, CalcError> {
    match (g.maybe("wage"), g.maybe("salary")) {
        (Some(wage), None) => Ok(wage),
        (None, Some(salary)) => {
            let hours = g.n("hours_per_year");
            let wage = cost::wage::<T>(salary, hours);
            Ok(g.t.step("wage", "", wage))
        }
        (Some(_), Some(_)) => Err(g.fault(
            "salary",
            "wage and salary are both given",
            "give one of them",
        )),
        (None, None) => Err(g.fault(
            "wage",
            "neither wage nor salary is given",
            "give wage=40 or salary=60000",
        )),
    }
}

/// What one incident costs, from the cost of an hour: puts the incident and the same with its intangible part.
fn incident<T: Tracer>(g: &mut Given<'_, T>, per_hour: T::N, hours: T::N) -> T::N {
    let (staff, each, rate) = (g.n("staff"), g.n("staff_hours"), g.n("staff_rate"));
    let (fixed, overtime) = (g.n("fixed"), g.n("overtime"));
    let repair = staff * each * rate;
    let once = g.t.sum(vec![fixed, repair, overtime]);
    let once = g.t.step("once", "", once);
    let peak = g.n("peak");
    let incident = cost::incident::<T>(per_hour, hours, peak, once);
    g.put("incident", incident.clone());
    let incident = g.t.step("incident", "", incident);
    let one = g.t.number(1.0);
    let uplift = g.n("intangible");
    g.put("incident_intangible", incident.clone() * (one + uplift));
    incident
}

pub(super) struct DowntimeCost;

impl Calculation for DowntimeCost {
    const SPEC: Spec = Spec {
        slug: "downtime-cost",
        family: Family::Cost,
        title: "Cost of downtime",
        about: "Idle people: users × wage × loading × loss. Lost revenue: revenue ÷ business hours × dependency × (1 − what is caught \
                up). An incident adds what is paid once, the people who repair, and overtime. With branches, their share of the \
                business applies.",
        inputs: &[
            USERS,
            WAGE,
            SALARY,
            YEAR_HOURS,
            LOADING,
            LOSS,
            money("revenue", "revenue of a year").or(0.0),
            Input::quantity(
                "business_hours",
                "business hours of a year",
                &TIME,
                "h",
                (1.0, 8_784.0),
            )
            .constant(keys::availability::WORK_HOURS),
            Input::share("dependency", "share of the revenue that depends on it").or(1.0),
            Input::share("recovered", "share of it that is caught up later").or(0.0),
            Input::share(
                "branch",
                "share of users and revenue that is hit: 20 % for branches",
            )
            .or(1.0),
            DURATION.or(0.0),
            PEAK,
            FIXED,
            STAFF,
            STAFF_HOURS,
            STAFF_RATE,
            OVERTIME,
            INTANGIBLE,
            Input::quantity("rpo", "data lost, as time", &TIME, "h", (0.0, 1e6)).or(0.0),
            Input::quantity("tx", "transactions", &FREQUENCY, "/h", (0.0, 1e12)).or(0.0),
            money("tx_value", "cost of a lost transaction").or(0.0),
            Input::quantity("f", "incidents", &FREQUENCY, "/yr", (0.0, 1e6)).optional(),
        ],
        outputs: &[
            Output::new("labour", "Idle people, an hour", "money"),
            Output::new("revenue", "Lost revenue, an hour", "money"),
            Output::new("total", "Cost of an hour", "money"),
            Output::new("per_minute", "Cost of a minute", "money"),
            Output::new("incident", "Cost of the incident", "money"),
            Output::new("incident_intangible", "With its intangible part", "money"),
            Output::new("data_loss", "Of it, lost data", "money"),
            Output::new("annual", "Cost of a year", "money"),
        ],
        example: &[
            ("users", "120"),
            ("wage", "40"),
            ("loaded", "1.3"),
            ("loss", "60%"),
            ("revenue", "5M"),
            ("business_hours", "2600h"),
            ("dependency", "40%"),
            ("recovered", "50%"),
            ("duration", "3h"),
            ("fixed", "2500"),
            ("staff", "3"),
            ("staff_hours", "4h"),
            ("staff_rate", "75"),
            ("intangible", "15%"),
        ],
        sources: &[
            "Application Availability Blog, How to Cut Risks and Costs with a Downtime Analysis and Action Plan, 17 Jun 2010",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let wage = wage(g)?;
        let (users, loading, loss) = (g.n("users"), g.n("loaded"), g.n("loss"));
        let branch = g.n("branch");
        let part = |n: T::N| {
            if branch.value() < 1.0 {
                n * branch.clone()
            } else {
                n
            }
        };
        let labour = cost::labour::<T>(users, wage, loading, loss);
        let labour = part(labour);
        g.put("labour", labour.clone());
        let labour = g.t.step("labour", "money", labour);
        let (revenue, hours) = (g.n("revenue"), g.n("business_hours"));
        let (dependency, recovered) = (g.n("dependency"), g.n("recovered"));
        let revenue = cost::revenue(g.t, revenue, hours, dependency, recovered);
        let revenue = part(revenue);
        g.put("revenue", revenue.clone());
        let revenue = g.t.step("revenue", "money", revenue);
        let total = labour + revenue;
        g.put("total", total.clone());
        let total = g.t.step("total", "money", total);
        let sixty = g.t.number(60.0);
        g.put("per_minute", total.clone() / sixty);
        let (rpo, tx, value) = (g.n("rpo"), g.n("tx"), g.n("tx_value"));
        let data = cost::data_loss::<T>(rpo, tx, value);
        let duration = g.n("duration");
        if duration.value() > 0.0 || data.value() > 0.0 {
            let one_off = incident(g, total, duration);
            let all = if data.value() > 0.0 {
                g.put("data_loss", data.clone());
                let data = g.t.step("data_loss", "", data);
                one_off + data
            } else {
                one_off
            };
            if let Some(f) = g.maybe("f") {
                let year = cost::annual_loss::<T>(f, all);
                g.put("annual", year);
            }
        }
        Ok(())
    }
}

pub(super) struct EmailDowntime;

impl Calculation for EmailDowntime {
    const SPEC: Spec = Spec {
        slug: "email-downtime",
        family: Family::Cost,
        title: "Cost of an hour without e-mail",
        about: "People × salary ÷ hours of a year × loss of productivity × loading. 500 people at 60,000 and 25 % give 3,605.77 an \
                hour; the 7,200 printed in 2008 is twice that, as with a loading of 2.0, which the preset takes. Exactly 7,200 \
                needs a loss of 49.92 %.",
        inputs: &[
            Input::factor("users", "people", (0.0, 1e9)).or(500.0),
            money("salary", "mean salary").or(60_000.0),
            Input::share("loss", "loss of productivity").or(0.25),
            YEAR_HOURS,
            Input::factor(
                "loaded",
                "cost of an employee over the salary",
                (0.0, 100.0),
            )
            .optional(),
            Input::choice(
                "preset",
                "loading where none is given",
                &[
                    ("plain", "Salary alone: 1.0"),
                    ("printed-2008", "As printed in 2008: 2.0"),
                ],
            )
            .word("plain"),
            DURATION.or(1.0),
            money("target", "cost of an hour to be explained").optional(),
        ],
        outputs: &[
            Output::new("per_hour", "Cost of an hour", "money"),
            Output::new("total", "Cost of the outage", "money"),
            Output::new("loss_needed", "Loss that gives the target", "share"),
            Output::new("loaded_needed", "Loading that gives the target", ""),
            Output::new("hours_needed", "Hours of a year that give the target", "h"),
            Output::new("users_needed", "People that give the target", ""),
        ],
        example: &[
            ("users", "500"),
            ("salary", "60000"),
            ("loss", "25%"),
            ("target", "7200"),
        ],
        sources: &[
            "Application Availability Blog, The Importance of Maintaining Microsoft Exchange High Availability, 27 Oct 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (users, salary, loss) = (g.n("users"), g.n("salary"), g.n("loss"));
        let hours = g.n("hours_per_year");
        let loading = match g.maybe("loaded") {
            Some(loading) => loading,
            None if g.word("preset") == "printed-2008" => g.t.number(2.0),
            None => g.t.number(1.0),
        };
        let wage = cost::wage::<T>(salary, hours.clone());
        let per_hour = cost::labour::<T>(users.clone(), wage, loading.clone(), loss.clone());
        g.put("per_hour", per_hour.clone());
        let per_hour = g.t.step("per_hour", "money", per_hour);
        let duration = g.n("duration");
        g.put("total", per_hour.clone() * duration);
        if let Some(target) = g.maybe("target")
            && per_hour.value() > 0.0
        {
            let ratio = target / per_hour;
            let ratio = g.t.step("ratio", "", ratio);
            g.put("loss_needed", loss * ratio.clone());
            g.put("loaded_needed", loading * ratio.clone());
            if ratio.value() > 0.0 {
                g.put("hours_needed", hours / ratio.clone());
            }
            g.put("users_needed", users * ratio);
        }
        Ok(())
    }
}

/// Cost of an hour up to a time.
const CURVE: &[Column] = &[
    Column::quantity("until", "end of the step", &TIME, "h", (0.0, 1e6)),
    Column::quantity("per_hour", "cost of an hour in it", &MONEY, "", (0.0, MOST)),
];

pub(super) struct IncidentCost;

impl Calculation for IncidentCost {
    const SPEC: Spec = Spec {
        slug: "incident-cost",
        family: Family::Cost,
        title: "Cost of one incident",
        about: "Cost of an hour × hours × peak factor, and what is paid once. The cost of an hour may rise with the length of the \
                outage: a step curve, the last step holding for what follows.",
        inputs: &[
            money("per_hour", "cost of an hour").optional(),
            Input::list("curve", "end of each step and cost of an hour in it", CURVE).optional(),
            DURATION,
            PEAK,
            FIXED,
            STAFF,
            STAFF_HOURS,
            STAFF_RATE,
            OVERTIME,
            INTANGIBLE,
            Input::quantity("f", "incidents", &FREQUENCY, "/yr", (0.0, 1e6)).optional(),
        ],
        outputs: &[
            Output::new("incident", "Cost of the incident", "money"),
            Output::new("incident_intangible", "With its intangible part", "money"),
            Output::new("mean_per_hour", "Mean cost of its hours", "money"),
            Output::new("annual", "Cost of a year", "money"),
        ],
        example: &[
            ("curve", "15min:1000,1h:4000,4h:8000"),
            ("duration", "3h"),
            ("fixed", "2500"),
        ],
        sources: &["NIST SP 800-34 Rev. 1, business impact analysis: impact grows with time"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let duration = g.n("duration");
        let rows: Vec<(f64, f64)> = g
            .rows("curve")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [until, rate] => Some((until.number(), rate.number())),
                _ => None,
            })
            .collect();
        if rows.windows(2).any(|w| matches!(w, [a, b] if b.0 <= a.0)) {
            return Err(g.fault(
                "curve",
                "its steps do not follow each other",
                "write rising times: 15min:1000,1h:4000",
            ));
        }
        let incident = match (g.maybe("per_hour"), rows.is_empty()) {
            (Some(rate), true) => incident(g, rate, duration),
            (None, false) => {
                let mut terms = Vec::new();
                let mut from = 0.0;
                let last = rows.len() - 1;
                for (i, (until, rate)) in rows.into_iter().enumerate() {
                    let end = if i == last {
                        duration.value()
                    } else {
                        until.min(duration.value())
                    };
                    if end > from {
                        let hours = g.cell(
                            &format!("h{}", i + 1),
                            end - from,
                            "h",
                            "time in a step of the curve",
                        );
                        let rate =
                            g.cell(&format!("c{}", i + 1), rate, "money", "a step of the curve");
                        terms.push(hours * rate);
                        from = end;
                    }
                }
                let sum = g.t.sum(terms);
                let sum = g.t.step("curve", "money", sum);
                let one = g.t.number(1.0);
                if duration.value() > 0.0 {
                    g.put("mean_per_hour", sum.clone() / duration);
                }
                incident(g, sum, one)
            }
            (Some(_), false) => {
                return Err(g.fault(
                    "curve",
                    "per_hour and curve are both given",
                    "give one of them",
                ));
            }
            (None, true) => {
                return Err(g.fault(
                    "per_hour",
                    "neither per_hour nor curve is given",
                    "give per_hour=4000 or curve=15min:1000,1h:4000",
                ));
            }
        };
        if let Some(f) = g.maybe("f") {
            let year = cost::annual_loss::<T>(f, incident);
            g.put("annual", year);
        }
        Ok(())
    }
}

/// An application, its downtime and its cost.
const APPS: &[Column] = &[
    Column::name(
        "application",
        "name; software as a service too, with its vendor's figures",
    ),
    Column::quantity(
        "unplanned",
        "unplanned minutes a year",
        &TIME,
        "min",
        (0.0, 525_960.0),
    ),
    Column::quantity(
        "planned",
        "planned minutes a year",
        &TIME,
        "min",
        (0.0, 525_960.0),
    ),
    Column::quantity("per_hour", "cost of an hour", &MONEY, "", (0.0, MOST)),
];

pub(super) struct AnnualCost;

impl Calculation for AnnualCost {
    const SPEC: Spec = Spec {
        slug: "annual-downtime-cost",
        family: Family::Cost,
        title: "Cost of a year's downtime",
        about: "Unplanned hours at full cost; planned ones at a weight, 0.3 unless they fall into service hours. One application by \
                its minutes, or several as rows.",
        inputs: &[
            Input::quantity(
                "unplanned",
                "unplanned downtime of a year",
                &TIME,
                "min",
                (0.0, 525_960.0),
            )
            .optional(),
            Input::quantity(
                "planned",
                "planned downtime of a year",
                &TIME,
                "min",
                (0.0, 525_960.0),
            )
            .optional(),
            money("per_hour", "cost of an hour").optional(),
            Input::list(
                "apps",
                "application, unplanned, planned, cost of an hour",
                APPS,
            )
            .optional(),
            Input::quantity(
                "weight",
                "weight of planned hours; 1 in service hours",
                &crate::calc::dimension::NUMBER,
                "",
                (0.0, 10.0),
            )
            .constant(keys::availability::PLANNED_WEIGHT),
        ],
        outputs: &[
            Output::new("unplanned", "Unplanned", "money"),
            Output::new("planned", "Planned", "money"),
            Output::new("total", "Together", "money"),
        ],
        example: &[
            ("unplanned", "148.6min"),
            ("planned", "240min"),
            ("per_hour", "4128.615"),
        ],
        sources: &[
            "Application Availability Blog, Assessing the Impact of Planned and Unplanned Downtime in the Contact Center, 10 Dec 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<(String, f64, f64, f64)> = g
            .rows("apps")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [n, u, p, c] => Some((n.name().to_owned(), u.number(), p.number(), c.number())),
                _ => None,
            })
            .collect();
        let sixty = g.t.number(60.0);
        let weight = g.n("weight");
        let (mut unplanned, mut planned) = (Vec::new(), Vec::new());
        if rows.is_empty() {
            let Some(rate) = g.maybe("per_hour") else {
                return Err(g.fault(
                    "per_hour",
                    "per_hour is missing: cost of an hour",
                    "give per_hour=4000, or apps",
                ));
            };
            let none = g.t.number(0.0);
            let u = g.maybe("unplanned").unwrap_or_else(|| none.clone());
            let p = g.maybe("planned").unwrap_or(none);
            unplanned.push(u / sixty.clone() * rate.clone());
            planned.push(p * weight / sixty * rate);
        } else {
            for (name, u, p, c) in rows {
                let of = format!("{name} of apps");
                let rate = g.cell(&format!("c_{name}"), c, "money", &of);
                let u = g.cell(&format!("u_{name}"), u, "min", &of);
                let p = g.cell(&format!("p_{name}"), p, "min", &of);
                unplanned.push(u / sixty.clone() * rate.clone());
                planned.push(p * weight.clone() / sixty.clone() * rate);
            }
        }
        let unplanned = g.t.sum(unplanned);
        let planned = g.t.sum(planned);
        g.put("unplanned", unplanned.clone());
        g.put("planned", planned.clone());
        let unplanned = g.t.step("unplanned", "money", unplanned);
        let planned = g.t.step("planned", "money", planned);
        g.put("total", unplanned + planned);
        Ok(())
    }
}
