//! Logs on the way to other copies, and the round trip that they allow.

use super::shared::{
    MAILBOXES, MESSAGE, PROFILE, USERS, each, gib, not_so, version, version_input,
};
use crate::calc::dimension::{MEMORY, RATE, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::logs;

pub(super) struct Replication;

impl Calculation for Replication {
    const SPEC: Spec = Spec {
        slug: "mailbox-replication",
        family: Family::Mailboxes,
        title: "Bandwidth and round trip of database copies",
        about: "Every log goes once to each further copy. In the busiest hour a part of the day's logs is on the way; an eighth is the default, an \
                eight-hour day. Logs between subnets are compressed: 30 % saving at the most, none as the safe value. The round trip between \
                members of a group may be 250 ms in Exchange 2010 and 500 ms from 2013 on: the one figure does not hold for the other.",
        inputs: &[
            version_input("exchange-2010"),
            PROFILE,
            MAILBOXES,
            USERS,
            MESSAGE,
            Input::factor(
                "logs",
                "log files of a mailbox in a day; the version's unless given",
                (0.0, 1e6),
            )
            .optional(),
            Input::quantity(
                "log_file",
                "size of a log file; the version's unless given",
                &MEMORY,
                "MiB",
                (1e-3, 1e4),
            )
            .optional(),
            Input::count(
                "copies",
                "copies of each database, the one in use included",
                (1.0, 64.0),
            )
            .or(2.0),
            Input::quantity(
                "peak_hour",
                "part of a day's logs in the busiest hour",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .constant(keys::PEAK_HOUR_SHARE),
            Input::quantity(
                "compression",
                "saving by compression",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(0.0),
            Input::quantity(
                "link",
                "rate that the link gives the logs",
                &RATE,
                "Mbit/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::quantity(
                "rtt",
                "round trip between the members",
                &TIME,
                "ms",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("day", "Logs a day to each further copy", "GiB"),
            Output::new("day_all", "Logs a day to all further copies", "GiB"),
            Output::new("peak", "To each further copy in the busiest hour", "Mbit/s"),
            Output::new(
                "peak_all",
                "To all further copies in the busiest hour",
                "Mbit/s",
            ),
            Output::new("link_share", "Use of the link by one copy's logs", "share"),
            Output::new("rtt_limit", "Longest round trip between members", "ms"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "5000"),
            ("copies", "3"),
            ("rtt", "40ms"),
        ],
        sources: &[
            "26 things about Exchange 2010 DAG, zerohoursleep.com, Feb 2010 (250 ms)",
            "Plan for high availability and site resilience, Exchange 2013 and 2016/2019, Microsoft (500 ms)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let users = version.users(g)?;
        let k = version.constants();
        let row = k.log_mib.as_ref();
        let Some(file) = version.entered_or(g, "log_file", "log_mib", row, "MiB") else {
            return Err(not_so(g, &version.v.name, "logs; give log_file and logs"));
        };
        let own = g.maybe("logs");
        let column = version.v.columns.logs_per_day.as_ref();
        if own.is_none() && column.is_none() {
            return Err(not_so(g, &version.v.name, "logs; give logs"));
        }
        let factor = version.message_factor(g);
        let factor = factor.map(|f| g.t.step("message_factor", "", f));
        let day = each(g, &users, "MiB", |g, user| {
            let per = match (own.clone(), column) {
                (Some(own), _) => own,
                (None, Some(column)) => {
                    let key = "logs_per_day";
                    version.rate(g, &user.reading, column, key, key, "")?
                }
                (None, None) => return None,
            };
            Some(logs::a_day::<T>(
                user.mailboxes.clone(),
                per,
                factor.clone(),
                file.clone(),
            ))
        });
        let further = g.n("copies") - g.t.number(1.0);
        let further = g.t.step("further_copies", "", further);
        let shown = gib(g, day.clone());
        g.put("day", shown.clone());
        g.put("day_all", shown * further.clone());
        let mut day = g.t.step("logs_a_day", "MiB", day);
        let saving = g.n("compression");
        if saving.value() > 0.0 {
            if k.compression_share
                .as_ref()
                .is_some_and(|most| saving.value() > most.value)
            {
                g.warn(
                    "",
                    "more saving than the 30 % that should be planned at the most",
                );
            }
            let one = g.t.number(1.0);
            day = day * (one - saving);
        }
        let hour = g.n("peak_hour");
        let peak = logs::peak_mbps(g.t, day, hour);
        g.put("peak", peak.clone());
        let peak = g.t.step("peak", "Mbit/s", peak);
        g.put("peak_all", peak.clone() * further);
        if let Some(link) = g.maybe("link") {
            let share = peak / link;
            if share.value() > 1.0 {
                g.fail(
                    "",
                    "the link cannot keep up: the copies fall behind in the busiest hour",
                );
            }
            g.put("link_share", share);
        }
        if let Some(row) = k.rtt_limit_ms.as_ref() {
            let limit = version.k(g, "rtt_limit", "rtt_limit_ms", Some(row), "ms");
            let rtt = g.maybe("rtt").map(|n| n.value());
            if rtt.is_some_and(|rtt| rtt > limit.value()) {
                g.fail(
                    "MBX-016",
                    "the round trip passes what members of a group allow",
                );
            } else if let (Some(rtt), Some(row)) = (rtt, &k.site_rtt_ms)
                && rtt > row.value
            {
                g.note(format!(
                    "Above {} ms the subnets belong in different directory sites.",
                    row.value
                ));
            }
            g.put("rtt_limit", limit);
        }
        Ok(())
    }
}
