//! Published surveys of downtime, to compare with.

use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::Tracer;

pub(super) struct Survey;

/// Surveys whose figures stand among the constants as `survey.KEY.cost`, `.minutes` and `.per_minute`.
const SURVEYS: &[(&str, &str)] = &[
    ("ponemon-2010", "Ponemon Institute and Emerson, 2010"),
    ("ponemon-2013", "Ponemon Institute and Emerson, 2013"),
    (
        "ponemon-2016",
        "Ponemon Institute and Emerson, January 2016",
    ),
];

impl Calculation for Survey {
    const SPEC: Spec = Spec {
        slug: "survey",
        family: Family::Cost,
        title: "Published cost of outages",
        about: "Mean cost and mean length of an outage in a survey, and one over the other. The published mean cost of a minute is \
                higher, as it is the mean of each site's ratio: mean cost a minute times mean minutes is not the mean cost. Surveys \
                are of large sites; they are no default for a small firm.",
        inputs: &[
            Input::choice("survey", "which survey", SURVEYS).word("ponemon-2016"),
            Input::quantity(
                "cost",
                "mean cost of an outage, in place of the survey's",
                &crate::calc::dimension::MONEY,
                "",
                (0.0, 1e13),
            )
            .optional(),
            Input::quantity(
                "minutes",
                "mean length, in place of the survey's",
                &crate::calc::dimension::TIME,
                "min",
                (1e-6, 1e7),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("cost", "Mean cost of an outage", "money"),
            Output::new("minutes", "Mean length of an outage", "min"),
            Output::new("per_minute", "One over the other, a minute", "money"),
            Output::new("published", "Published mean cost of a minute", "money"),
            Output::new("difference", "Published over the ratio of means", ""),
        ],
        example: &[("survey", "ponemon-2016")],
        sources: &[
            "Ponemon Institute and Emerson Network Power, Cost of data center outages, 2010, 2013, Jan 2016",
            "ITIC 2016 to 2020: an hour costs over 100,000 for 98 % of firms, over 300,000 for 81 to 86 %, over a million for 33 to 40 %",
            "Uptime Institute 2022: over 60 % of outages cost 100,000 and more (39 % in 2019), 15 % a million and more",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let key = g.word("survey").to_owned();
        let of = |g: &mut Given<'_, T>, what: &str, unit: &'static str| {
            let full = format!("survey.{key}.{what}");
            g.cx.k(g.t, what, &full, unit)
        };
        let own = g.values.get("cost").is_some() || g.values.get("minutes").is_some();
        let cost = match g.maybe("cost") {
            Some(cost) => cost,
            None => of(g, "cost", "money"),
        };
        let minutes = match g.maybe("minutes") {
            Some(minutes) => minutes,
            None => of(g, "minutes", "min"),
        };
        g.put("cost", cost.clone());
        g.put("minutes", minutes.clone());
        let ratio = cost / minutes;
        g.put("per_minute", ratio.clone());
        if !own {
            let published = of(g, "per_minute", "money");
            g.put("published", published.clone());
            let ratio = g.t.step("per_minute", "money", ratio);
            g.put("difference", published / ratio);
            g.note("Mean of ratios, not ratio of means: do not multiply the published cost of a minute by the mean minutes.");
        }
        if key == "ponemon-2013" && !own {
            g.note("Most reports of 2013 give 690,204; the executive summary 627,418. The survey is not consistent here.");
        }
        Ok(())
    }
}
