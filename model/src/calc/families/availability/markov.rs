//! Any Markov chain: transitions between named states.

use super::rates::{
    self, A_OUT, FREQUENCY_OUT, MEAN_DOWN_OUT, MEAN_UP_OUT, MINUTES_OUT, NINES_OUT, P_OUTAGE_OUT,
    U_OUT, YEAR,
};
use crate::availability::chain::{Chain, MAX_STATES};
use crate::calc::dimension::{FREQUENCY, TIME};
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::figure::{Num, Tracer};

const TRANSITIONS: &[Column] = &[
    Column::name("from", "state that is left"),
    Column::name("to", "state that is entered"),
    Column::quantity("rate", "how often", &FREQUENCY, "/h", (0.0, 1e12)),
];

pub(super) struct Markov;

impl Calculation for Markov {
    const SPEC: Spec = Spec {
        slug: "markov",
        family: Family::Availability,
        title: "Any Markov chain",
        about: "States by name and the rates between them. Gives the probability of each state in the long run, the unavailability \
                (the states named as down together), mean time from the first state until a down state, and, with a time, the \
                probabilities then.",
        inputs: &[
            Input::list(
                "transitions",
                "from, to, rate; the state of the first row is the start",
                TRANSITIONS,
            ),
            Input::text(
                "down",
                "states in which the system is down, separated by commas",
            ),
            Input::quantity("t", "time after the start", &TIME, "h", (0.0, 1e9)).optional(),
            YEAR,
        ],
        outputs: &[
            U_OUT,
            A_OUT,
            MINUTES_OUT,
            NINES_OUT,
            Output::new("mttf", "Mean time from the start to a down state", "h"),
            Output::new("u_t", "Unavailability at the time t", ""),
            FREQUENCY_OUT,
            MEAN_DOWN_OUT,
            MEAN_UP_OUT,
            P_OUTAGE_OUT,
        ],
        example: &[
            (
                "transitions",
                "2:1:8e-5/h,1:0:4e-5/h,1:2:0.0625/h,0:1:0.0625/h",
            ),
            ("down", "0"),
        ],
        sources: &[
            "Grassmann, Taksar, Heyman, Regenerative analysis and steady state distributions, 1985, recalled",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let rows: Vec<(String, String, f64)> = g
            .rows("transitions")
            .iter()
            .filter_map(|r| match r.as_slice() {
                [from, to, rate] => {
                    Some((from.name().to_owned(), to.name().to_owned(), rate.number()))
                }
                _ => None,
            })
            .collect();
        let mut names: Vec<String> = Vec::new();
        let mut number = |name: &str| match names.iter().position(|n| n == name) {
            Some(i) => i,
            None => {
                names.push(name.to_owned());
                names.len() - 1
            }
        };
        let mut edges = Vec::new();
        for (from, to, rate) in &rows {
            let (a, b) = (number(from), number(to));
            edges.push((a, b, *rate));
        }
        if names.is_empty() || names.len() > MAX_STATES {
            return Err(g.fault(
                "transitions",
                format!("{} states cannot be solved", names.len()),
                format!("give 1 to {MAX_STATES} states, each row as from:to:rate"),
            ));
        }
        let mut down = Vec::new();
        for name in g
            .word("down")
            .split([',', ';'])
            .map(str::trim)
            .filter(|n| !n.is_empty())
        {
            match names.iter().position(|n| n == name) {
                Some(i) => down.push(i),
                None => {
                    return Err(CalcError::new(
                        "down",
                        format!("{name} is no state of the chain"),
                        format!("its states are {}", names.join(", ")),
                    ));
                }
            }
        }
        let mut chain = Chain::new(names.len());
        let mut inputs = Vec::new();
        for (from, to, rate) in edges {
            chain.add(from, to, rate);
            let (a, b) = (&names[from], &names[to]);
            inputs.push(g.cell(&format!("{a}→{b}"), rate, "/h", "a row of transitions"));
        }
        let Some(states) = chain.steady() else {
            return Err(g.fault(
                "transitions",
                "the chain ends in more than one place, so it has no long run",
                "add the transitions that lead back",
            ));
        };
        let is_down = |i: &usize| down.contains(i);
        let u: f64 = down.iter().filter_map(|i| states.get(*i)).sum();
        let frequency: f64 = states
            .iter()
            .enumerate()
            .filter(|(i, _)| !is_down(i))
            .map(|(i, p)| p * down.iter().map(|j| chain.rate(i, *j)).sum::<f64>())
            .sum();
        let u = g.t.solved("long run of the chain", inputs.clone(), u);
        rates::put_uptime(g, u.clone());
        if let Some(hours) = chain
            .mean_time_to(0, &down)
            .filter(|h| *h < crate::figure::HUGE)
        {
            let mttf =
                g.t.solved("mean time to the down states", inputs.clone(), hours);
            g.put("mttf", mttf);
        }
        let frequency =
            g.t.solved("flow into the down states", inputs.clone(), frequency);
        rates::put_outages(g, u, frequency);
        let mut head = vec!["state".to_owned(), "long run".to_owned()];
        let mut then = None;
        if let Some(time) = g.maybe("t") {
            let p = chain.after(0, time.value());
            let u: f64 = down.iter().filter_map(|i| p.get(*i)).sum();
            inputs.push(time);
            let u =
                g.t.solved("chain after the time t", inputs, u.clamp(0.0, 1.0));
            g.put("u_t", u);
            head.push("at the time t".to_owned());
            then = Some(p);
        }
        g.table(TextTable {
            key: "states",
            title: "Probability of each state".into(),
            head,
            rows: names
                .iter()
                .enumerate()
                .map(|(i, name)| {
                    let mut row = vec![
                        name.clone(),
                        format!("{:.6e}", states.get(i).copied().unwrap_or(0.0)),
                    ];
                    if let Some(p) = &then {
                        row.push(format!("{:.6e}", p.get(i).copied().unwrap_or(0.0)));
                    }
                    row
                })
                .collect(),
        });
        Ok(())
    }
}
