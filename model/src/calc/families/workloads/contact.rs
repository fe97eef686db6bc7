//! Contact centres: pairs of servers, trunks and agents.

use crate::calc::dimension::{NUMBER, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::workload::{erlang, users};

const CISCO: &str =
    "Sizing contact center resources, Cisco (Erlang B for ports, Erlang C for agents)";
const ERLANGS: (f64, f64) = (0.0, 1e6);
const SERVERS: (f64, f64) = (0.0, 1e6);

/// Traffic, as erlangs or as calls and their length.
const TRAFFIC: [Input; 3] = [
    Input::quantity("a", "traffic in erlangs", &NUMBER, "", ERLANGS).optional(),
    Input::quantity(
        "calls",
        "calls an hour at the peak",
        &NUMBER,
        "",
        (0.0, 1e12),
    )
    .optional(),
    Input::quantity(
        "hold",
        "mean length of a call, with the work after it for agents",
        &TIME,
        "s",
        (0.001, 1e6),
    )
    .optional(),
];

fn traffic<T: Tracer>(g: &mut Given<'_, T>) -> Result<T::N, CalcError> {
    let a = match (g.maybe("a"), g.maybe("calls"), g.maybe("hold")) {
        (Some(a), None, _) => a,
        (None, Some(calls), Some(hold)) => {
            let erlangs = calls * hold / g.t.number(3600.0);
            g.t.step("a", "E", erlangs)
        }
        (Some(_), Some(_), _) => {
            return Err(g.fault(
                "a",
                "the traffic is given twice",
                "give a, or calls and hold",
            ));
        }
        _ => {
            return Err(g.fault("a", "the traffic is missing", "give a, or calls and hold"));
        }
    };
    if a.value() > ERLANGS.1 {
        return Err(g.fault("calls", "more than 1,000,000 erlangs", "divide the traffic"));
    }
    Ok(a)
}

fn too_many<T: Tracer>(g: &Given<'_, T>, key: &'static str) -> CalcError {
    g.fault(
        key,
        "more than 1,000,000 would be needed",
        "take a less strict target",
    )
}

pub(super) struct Agents;

impl Calculation for Agents {
    const SPEC: Spec = Spec {
        slug: "contact-centre",
        family: Family::Workloads,
        title: "Servers of a contact centre",
        about: "Up to 1,000 agents on one duplexed pair of servers, with the vendor's fixed VM templates and nothing oversubscribed.",
        inputs: &[
            Input::count("agents", "agents", (0.0, 1e9)),
            Input::count("per_pair", "agents of a pair", (1.0, 1e9)).or(1_000.0),
        ],
        outputs: &[
            Output::new("pairs", "Pairs of servers", ""),
            Output::new("servers", "Servers", ""),
        ],
        example: &[("agents", "1000")],
        sources: &[
            "Packaged CCE 9.0 overview, Cisco",
            "No oversubscription: recalled",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (agents, per) = (g.n("agents"), g.n("per_pair"));
        let pairs = users::servers::<T>(agents, per);
        g.put("pairs", pairs.clone());
        let two = g.t.number(2.0);
        g.put("servers", pairs * two);
        Ok(())
    }
}

pub(super) struct ErlangB;

impl Calculation for ErlangB {
    const SPEC: Spec = Spec {
        slug: "erlang-b",
        family: Family::Workloads,
        title: "Trunks: Erlang B",
        about: "Share of calls that find all trunks busy and are lost: (a^n ÷ n!) ÷ Σ (a^k ÷ k!), k from 0 to n; and the fewest trunks for a share.",
        inputs: &[
            TRAFFIC[0],
            TRAFFIC[1],
            TRAFFIC[2],
            Input::count("n", "trunks", SERVERS).optional(),
            Input::quantity(
                "blocking",
                "share of calls that may be lost",
                &SHARE,
                "",
                (1e-12, 1.0),
            )
            .symbol("B")
            .or(0.01),
        ],
        outputs: &[
            Output::new("a", "Traffic", "E"),
            Output::new("blocking", "Share lost with n trunks", "share"),
            Output::new("n", "Fewest trunks for the share", ""),
        ],
        example: &[("a", "10"), ("n", "18")],
        sources: &[CISCO],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let a = traffic(g)?;
        g.put("a", a.clone());
        if let Some(n) = g.maybe("n") {
            let b = erlang::blocked(a.value(), n.value() as u32);
            let b = g.t.solved("Erlang B", vec![a.clone(), n], b);
            g.put("blocking", b);
        }
        let most = g.n("blocking");
        let n = erlang::trunks(a.value(), most.value()).ok_or_else(|| too_many(g, "blocking"))?;
        let n =
            g.t.solved("fewest trunks by Erlang B", vec![a, most], f64::from(n));
        g.put("n", n);
        Ok(())
    }
}

pub(super) struct ErlangC;

impl Calculation for ErlangC {
    const SPEC: Spec = Spec {
        slug: "erlang-c",
        family: Family::Workloads,
        title: "Agents: Erlang C",
        about: "Share of calls that wait for an agent, share answered within a time, mean wait and use of agents; and the fewest agents \
                that answer a share within the time. Callers do not give up.",
        inputs: &[
            TRAFFIC[0],
            TRAFFIC[1],
            Input::quantity(
                "hold",
                "mean length of a call with the work after it",
                &TIME,
                "s",
                (0.001, 1e6),
            )
            .or(180.0),
            Input::count("n", "agents", SERVERS).optional(),
            Input::quantity(
                "answer",
                "time within which calls are answered",
                &TIME,
                "s",
                (0.0, 1e6),
            )
            .or(20.0),
            Input::quantity(
                "level",
                "share of calls to answer within it",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(0.8),
        ],
        outputs: &[
            Output::new("a", "Traffic", "E"),
            Output::new("waiting", "Share of calls that wait", "share"),
            Output::new("answered", "Share answered within the time", "share"),
            Output::new("wait", "Mean wait of all calls", "s"),
            Output::new("use", "Use of the agents", "share"),
            Output::new("n", "Fewest agents for the share", ""),
        ],
        example: &[("calls", "200"), ("hold", "180s"), ("n", "14")],
        sources: &[CISCO],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let a = traffic(g)?;
        let hold = g.n("hold");
        g.put("a", a.clone());
        let answer = g.n("answer");
        if let Some(n) = g.maybe("n") {
            let agents = n.value() as u32;
            let waits = erlang::waiting(a.value(), agents);
            let waits = g.t.solved("Erlang C", vec![a.clone(), n.clone()], waits);
            g.put("waiting", waits.clone());
            let share = erlang::answered(a.value(), agents, answer.value(), hold.value());
            let share = g.t.solved(
                "1 − C × e^(−(n − a) × t ÷ hold)",
                vec![
                    waits.clone(),
                    n.clone(),
                    a.clone(),
                    answer.clone(),
                    hold.clone(),
                ],
                share,
            );
            g.put("answered", share);
            if n.value() > a.value() {
                let waits = g.t.step("waiting", "", waits);
                g.put("wait", waits * hold.clone() / (n.clone() - a.clone()));
            } else {
                g.fail("", "fewer agents than erlangs: the queue grows without end");
            }
            g.put("use", a.clone() / n);
        }
        let level = g.n("level");
        if level.value() >= 1.0 && a.value() > 0.0 {
            return Err(g.fault(
                "level",
                "no number of agents answers every call in time",
                "give less than 100 %",
            ));
        }
        let n = erlang::agents(a.value(), level.value(), answer.value(), hold.value())
            .ok_or_else(|| too_many(g, "level"))?;
        let n = g.t.solved(
            "fewest agents by Erlang C",
            vec![a, level, answer, hold],
            f64::from(n),
        );
        g.put("n", n);
        Ok(())
    }
}
