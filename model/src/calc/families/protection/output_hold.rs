//! How long output waits for the partner, and what that leaves a client.

use crate::calc::dimension::TIME;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::{checkpoint, lockstep};

pub(super) struct OutputHold;

impl Calculation for OutputHold {
    const SPEC: Spec = Spec {
        slug: "output-hold",
        family: Family::Protection,
        title: "How long output waits for the partner",
        about: "Nothing leaves the first copy before the second has acknowledged what led to it: round trip, and the partner's \
                time to log and answer. The VM itself does not stop. A client that waits for each answer gets 1 ÷ (service + \
                hold) answers a second. Give the round trip, or the one-way latency of a symmetric link, or the hold itself.",
        inputs: &[
            Input::quantity("rtt", "round trip", &TIME, "ms", (0.0, 1e7)).optional(),
            Input::quantity(
                "one_way",
                "one-way latency of the link",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .optional(),
            Input::quantity(
                "hold",
                "the hold itself, for example how long a checkpoint takes",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .optional(),
            Input::quantity(
                "t_ack",
                "partner's time to log and answer",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .or(0.0),
            Input::quantity(
                "service",
                "time to work on a request without protection",
                &TIME,
                "ms",
                (0.0, 1e7),
            )
            .or(0.0),
            Input::count(
                "clients",
                "clients that each wait for their answer",
                (1.0, 1e9),
            )
            .or(1.0),
        ],
        outputs: &[
            Output::new("hold", "Output is held", "ms"),
            Output::new("answer", "Time until the answer", "ms"),
            Output::new("requests", "Requests of one client", "/s"),
            Output::new("all_requests", "Requests of all clients", "/s"),
        ],
        example: &[("one_way", "10ms")],
        sources: &[
            "Scales, Nelson, Venkitachalam, The Design of a Practical System for Fault-Tolerant Virtual Machines, SIGOPS OSR 44(4), 2010 (10 ms one way: up to 20 ms)",
            "Cully and others, Remus, NSDI 2008 (checkpoints of 100 ms: 10 requests a second)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let hold = match (g.maybe("hold"), g.maybe("rtt"), g.maybe("one_way")) {
            (Some(hold), None, None) => hold,
            (None, Some(rtt), None) => rtt,
            (None, None, Some(one_way)) => g.t.number(2.0) * one_way,
            (None, None, None) => {
                return Err(g.fault("rtt", "no latency is given", "give rtt, one_way or hold"));
            }
            _ => {
                return Err(g.fault(
                    "rtt",
                    "the latency is given in more than one way",
                    "give one of rtt, one_way, hold",
                ));
            }
        };
        let ack = g.n("t_ack");
        let hold = lockstep::output_hold_ms::<T>(hold, (ack.value() > 0.0).then_some(ack));
        g.put("hold", hold.clone());
        let hold = g.t.step("hold", "ms", hold);
        let service = g.n("service");
        g.put("answer", service.clone() + hold.clone());
        if service.value() + hold.value() > 0.0 {
            let requests = checkpoint::closed_loop_per_s(g.t, service, hold);
            g.put("requests", requests.clone());
            let requests = g.t.step("requests", "/s", requests);
            let clients = g.n("clients");
            g.put("all_requests", requests * clients);
        }
        Ok(())
    }
}
