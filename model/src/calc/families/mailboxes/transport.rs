//! The queue database of transport.

use super::shared::{MANY, version, version_input};
use crate::calc::dimension::{MEMORY, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::Tracer;
use crate::formula::mailbox::flow::Queue;

pub(super) struct Transport;

impl Calculation for Transport {
    const SPEC: Spec = Spec {
        slug: "mailbox-transport",
        family: Family::Mailboxes,
        title: "Queue database of transport",
        about: "From Exchange 2013 on each server keeps messages in queues: a day's mail, that which waits, and that which was delivered and is kept \
                for a second delivery; all of it twice for the shadow. Shared by the servers that are online in the worst case. 500 MB at the least.",
        inputs: &[
            version_input("exchange-2013"),
            Input::count("users", "mailboxes in all", (0.0, MANY)),
            Input::factor(
                "messages",
                "messages sent and received by a user in a day",
                (0.0, 1e6),
            ),
            Input::quantity(
                "message",
                "mean size of a message",
                &MEMORY,
                "KB",
                (0.0, 1e9),
            )
            .or(75.0),
            Input::quantity(
                "queued",
                "part of the messages that waits; the version's unless given",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
            Input::quantity(
                "queue_days",
                "days that messages may wait; the version's unless given",
                &TIME,
                "d",
                (0.0, 3_660.0),
            )
            .optional(),
            Input::quantity(
                "safety_net",
                "days that delivered messages are kept; the version's unless given",
                &TIME,
                "d",
                (0.0, 3_660.0),
            )
            .optional(),
            Input::factor("shadow", "copies of a message", (1.0, 16.0)).or(2.0),
            Input::count("servers", "servers of transport", (1.0, 1e5)).or(1.0),
            Input::count("failures", "of these, lost in the worst case", (0.0, 1e5)).or(0.0),
        ],
        outputs: &[
            Output::new("daily_messages", "Messages a day", ""),
            Output::new("total", "Queue databases in all", "GiB"),
            Output::new("per_server", "Queue database of a server", "GiB"),
        ],
        example: &[
            ("users", "24000"),
            ("messages", "100"),
            ("message", "75KB"),
            ("servers", "6"),
            ("failures", "2"),
        ],
        sources: &[
            "Ask the Perf Guy: Sizing Exchange 2013 Deployments, Microsoft Exchange Team, 6 May 2013, recalled",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let k = version.constants();
        let daily = g.n("users") * g.n("messages");
        g.put("daily_messages", daily.clone());
        let daily = g.t.step("daily_messages", "", daily);
        let servers = g.value("servers");
        if g.value("failures") >= servers {
            return Err(g.fault("failures", "no server is left", "lose fewer servers"));
        }
        let zero = g.t.number(0.0);
        let of = |g: &mut Given<'_, T>, input: &str, key: &str, row, unit| {
            let n = version.entered_or(g, input, key, row, unit);
            if n.is_none() {
                g.note(format!(
                    "{} keeps no queues of this kind; {input} is taken as nothing.",
                    version.v.name
                ));
            }
            n.unwrap_or_else(|| zero.clone())
        };
        let queue = Queue {
            queued_share: of(g, "queued", "queued_share", k.queued_share.as_ref(), ""),
            queue_days: of(g, "queue_days", "queue_days", k.queue_days.as_ref(), "d"),
            safety_net_days: of(
                g,
                "safety_net",
                "safety_net_days",
                k.safety_net_days.as_ref(),
                "d",
            ),
            message_kb: g.n("message"),
            messages_a_day: daily,
            copies: g.n("shadow"),
        };
        let kb = queue.kb(g.t);
        let total = kb / g.t.number(1_048_576.0);
        g.put("total", total.clone());
        let total = g.t.step("total", "GiB", total);
        let left = g.n("servers") - g.n("failures");
        let each = total / left;
        g.put("per_server", each);
        if let Some(least) = &k.queue_min_mib {
            g.note(format!("At least {} MB are asked for.", least.value));
        }
        Ok(())
    }
}
