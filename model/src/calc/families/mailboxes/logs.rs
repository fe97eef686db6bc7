//! Transaction logs.

use super::shared::{
    MAILBOXES, MANY, MESSAGE, PROFILE, USERS, each, gib, not_so, total, version, version_input,
};
use crate::calc::dimension::{MEMORY, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::{logs, size};

pub(super) struct Logs;

impl Calculation for Logs {
    const SPEC: Spec = Spec {
        slug: "mailbox-logs",
        family: Family::Mailboxes,
        title: "Transaction logs: how many, how large a volume",
        about: "Log files of each mailbox by version and profile, of 1 MB (5 MB in 2003), more of larger messages: twice the base size makes 1.9 \
                times, four times 3.8. Kept for some days, with every byte of the mailboxes that move, and some of the volume left free. Three days \
                at the least; a lagged copy keeps its lag on top.",
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
            Input::quantity("days", "days of logs kept", &TIME, "d", (0.0, 36_600.0)).or(3.0),
            Input::quantity(
                "lag",
                "replay lag on top, of lagged copies",
                &TIME,
                "d",
                (0.0, 3_660.0),
            )
            .or(0.0),
            Input::share(
                "moved_share",
                "part of the mailboxes that moves; 1 % of a week on one day is a planning default",
            )
            .optional(),
            Input::count(
                "moved",
                "mailboxes that move, instead of the part",
                (0.0, MANY),
            )
            .optional(),
            Input::quantity(
                "size",
                "a mailbox on disk, for those that move",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .optional(),
            Input::share(
                "free",
                "part of the volume that stays free; the version's unless given",
            )
            .optional(),
            Input::quantity(
                "peak_hour",
                "part of a day in the busiest hour",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .constant(keys::PEAK_HOUR_SHARE),
        ],
        outputs: &[
            Output::new("factor", "Factor of the message size", ""),
            Output::new("per_mailbox", "Log files of a mailbox in a day", ""),
            Output::new("logs", "Log files a day", ""),
            Output::new("day", "Logs a day", "GiB"),
            Output::new("moved", "Logs of mailboxes that move", "GiB"),
            Output::new("kept", "Logs kept", "GiB"),
            Output::new("volume", "Log volume", "GiB"),
            Output::new("rate", "Log writes in the busiest hour", "MB/s"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "150"),
            ("mailboxes", "4000"),
            ("message", "150KB"),
            ("days", "3d"),
        ],
        sources: &[
            "Capacity Planning: Yes, Transaction Log Space is Critical, Microsoft Exchange Team, R. Smith IV, 9 Nov 2011",
            "Sizing EqualLogic storage for Microsoft Exchange 2010, Dell, 3.3.1 and 3.3.2",
            "Exchange Server storage configuration options (2016 and 2019), Microsoft",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let users = version.users(g)?;
        let k = version.constants();
        let factor = version.message_factor(g);
        if g.values.number("message").is_some() {
            let one = g.t.number(1.0);
            g.put("factor", factor.clone().unwrap_or(one));
        }
        let factor = factor.map(|f| g.t.step("factor", "", f));
        let row = k.log_mib.as_ref();
        let Some(file) = version.entered_or(g, "log_file", "log_mib", row, "MiB") else {
            return Err(not_so(g, &version.v.name, "logs; give log_file and logs"));
        };
        let own = g.maybe("logs");
        let column = version.v.columns.logs_per_day.as_ref();
        if own.is_none() && column.is_none() {
            return Err(not_so(g, &version.v.name, "logs; give logs"));
        }
        let single = users.len() == 1;
        let mut one_mailbox = None;
        let files = each(g, &users, "", |g, user| {
            let per = match (own.clone(), column) {
                (Some(own), _) => own,
                (None, Some(column)) => {
                    let key = "logs_per_day";
                    version.rate(g, &user.reading, column, key, key, "")?
                }
                (None, None) => return None,
            };
            let per = match factor.clone() {
                Some(factor) => per * factor,
                None => per,
            };
            if single {
                one_mailbox = Some(per.clone());
            }
            Some(user.mailboxes.clone() * per)
        });
        if let Some(per) = one_mailbox {
            g.put("per_mailbox", per);
        }
        g.put("logs", files.clone());
        let day = g.t.step("logs", "", files) * file;
        let shown = gib(g, day.clone());
        g.put("day", shown);
        let day = g.t.step("day", "MiB", day);
        let hour = g.n("peak_hour");
        let rate = logs::peak_mb_s(g.t, day.clone(), hour);
        g.put("rate", rate);
        let days = g.n("days");
        if k.log_days_min
            .as_ref()
            .is_some_and(|least| days.value() < least.value)
        {
            g.warn(
                "MBX-007",
                "fewer than three days of logs are kept: one failed backup fills the volume",
            );
        }
        let lag = g.n("lag");
        let days = if lag.value() > 0.0 { days + lag } else { days };
        let moved = match (g.maybe("moved"), g.maybe("moved_share")) {
            (Some(moved), _) => Some(moved),
            (None, Some(share)) => Some(total(g, &users) * share),
            (None, None) => None,
        };
        let moved = match (moved, g.maybe("size")) {
            (Some(moved), Some(size)) => {
                let shown = gib(g, moved.clone() * size.clone());
                g.put("moved", shown);
                Some((moved, size))
            }
            (Some(_), None) => {
                return Err(g.fault(
                    "size",
                    "the size of the mailboxes that move is missing",
                    "give size=2GB",
                ));
            }
            (None, _) => None,
        };
        let kept = logs::kept::<T>(day, days, moved);
        let kept = gib(g, kept);
        g.put("kept", kept.clone());
        let kept = g.t.step("kept", "GiB", kept);
        let free = version.entered_or(g, "free", "free_share", k.free_share.as_ref(), "");
        let volume = match free {
            Some(free) if free.value() >= 1.0 => {
                return Err(g.fault(
                    "free",
                    "the whole volume would stay free",
                    "give less than 100 %",
                ));
            }
            Some(free) => size::volume(g.t, kept, None, free),
            None => kept,
        };
        g.put("volume", volume);
        Ok(())
    }
}
