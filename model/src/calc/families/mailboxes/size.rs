//! A mailbox on disk.

use super::shared::{MAILBOXES, MESSAGE, PROFILE, version, version_input};
use crate::calc::dimension::{MEMORY, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::size;

pub(super) struct Size;

impl Calculation for Size {
    const SPEC: Spec = Spec {
        slug: "mailbox-size",
        family: Family::Mailboxes,
        title: "A mailbox on disk: quota, white space, deleted items",
        about: "Quota, a day of mail as white space, and deleted items: mail of the retention, and where the version has them 1.2 % of \
                the quota for single item recovery and 3 % for versions of calendar items. Exchange 2007 counts work days: 14 calendar \
                days are 10.",
        inputs: &[
            version_input("exchange-2010"),
            PROFILE,
            Input::quantity("quota", "mailbox quota", &MEMORY, "MiB", (0.0, 1e9)),
            MESSAGE,
            Input::quantity(
                "retention",
                "days that deleted items are kept",
                &TIME,
                "d",
                (0.0, 36_600.0),
            )
            .or(14.0),
            Input::choice(
                "single_item",
                "single item recovery is on",
                &[("yes", "Yes"), ("no", "No")],
            )
            .word("yes"),
            Input::choice(
                "calendar",
                "versions of calendar items are kept",
                &[("yes", "Yes"), ("no", "No")],
            )
            .word("yes"),
            Input::quantity(
                "archive",
                "archive of each mailbox in the same databases",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .or(0.0),
            Input::quantity(
                "white_space",
                "days of mail kept as white space; the version's unless given",
                &TIME,
                "d",
                (0.0, 3_660.0),
            )
            .optional(),
            MAILBOXES,
        ],
        outputs: &[
            Output::new("daily_mail", "Mail a day", "MiB"),
            Output::new("whitespace", "White space", "MiB"),
            Output::new("retained", "Deleted items of the retention", "MiB"),
            Output::new("single_item", "Single item recovery", "MiB"),
            Output::new("calendar", "Versions of calendar items", "MiB"),
            Output::new("dumpster", "Deleted items in all", "MiB"),
            Output::new("size", "Mailbox on disk", "MiB"),
            Output::new("over_quota", "On top of quota and archive", "share"),
            Output::new("quotas", "All quotas", "MiB"),
            Output::new("total", "All mailboxes on disk", "GiB"),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("quota", "2048MB"),
            ("message", "75KB"),
        ],
        sources: &[
            "Exchange 2010 Mailbox Server Role Design Example, Microsoft ee832789, 2009 to 2011",
            "Planning Storage Configurations (Exchange 2007), Microsoft bb738147, 2009",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let reading = version.profile(g)?;
        let k = version.constants();
        let messages = version.messages(g, &reading);
        let message = version.message_kb(g);
        let daily = size::daily_mail(g.t, messages, message);
        g.put("daily_mail", daily.clone());
        let daily = g.t.step("daily_mail", "MiB", daily);
        let row = k.white_space_days.as_ref();
        let space = version
            .entered_or(g, "white_space", "white_space_days", row, "d")
            .map(|days| daily.clone() * days);
        let quota = g.n("quota");
        let days = g.n("retention");
        let workdays = k.retention_workday_share.as_ref();
        let workdays = workdays
            .map(|row| version.k(g, "workday_share", "retention_workday_share", Some(row), ""));
        let none = std::iter::empty();
        let retained = size::deleted_items::<T>(daily, days, workdays, &quota, none);
        g.put("retained", retained.clone());
        let mut dumpster = g.t.step("retained", "MiB", retained);
        for (key, constant, row) in [
            (
                "single_item",
                "single_item_share",
                k.single_item_share.as_ref(),
            ),
            ("calendar", "calendar_share", k.calendar_share.as_ref()),
        ] {
            let Some(row) = row.filter(|_| g.yes(key)) else {
                continue;
            };
            let share = version.k(g, key, constant, Some(row), "");
            let part = quota.clone() * share;
            g.put(key, part.clone());
            dumpster = dumpster + g.t.step(key, "MiB", part);
        }
        g.put("dumpster", dumpster.clone());
        let mut content = quota.clone();
        let archive = g.n("archive");
        if archive.value() > 0.0 {
            content = content + archive;
        }
        let mut size = content.clone();
        if let Some(space) = space {
            g.put("whitespace", space.clone());
            size = size + g.t.step("white_space", "MiB", space);
        }
        size = size + g.t.step("deleted_items", "MiB", dumpster);
        g.put("size", size.clone());
        let size = g.t.step("size", "MiB", size);
        if content.value() > 0.0 {
            let one = g.t.number(1.0);
            g.put("over_quota", size.clone() / content - one);
        }
        if let Some(mailboxes) = g.maybe("mailboxes") {
            g.put("quotas", mailboxes.clone() * quota);
            let total = super::shared::gib(g, mailboxes * size);
            g.put("total", total);
        }
        Ok(())
    }
}
