//! Mailboxes over databases, and copies over servers.

use super::shared::MANY;
use crate::calc::dimension::{MEMORY, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};

pub(super) struct Databases;

impl Calculation for Databases {
    const SPEC: Spec = Spec {
        slug: "mailbox-databases",
        family: Family::Mailboxes,
        title: "Mailboxes in databases, copies on servers",
        about: "Spreads mailboxes over databases, or finds how many databases of a largest size are needed. A published plan rounds \
                mailboxes down and leaves some over; all are placed when they are rounded up. With copies and servers it tells how many \
                copies each server holds.",
        inputs: &[
            Input::count("mailboxes", "mailboxes", (0.0, MANY)),
            Input::count(
                "databases",
                "databases; found from max_database unless given",
                (1.0, 1e6),
            )
            .optional(),
            Input::quantity("size", "a mailbox on disk", &MEMORY, "MiB", (0.0, 1e9)).optional(),
            Input::quantity(
                "max_database",
                "largest database file",
                &MEMORY,
                "GiB",
                (1e-3, 1e9),
            )
            .optional(),
            Input::quantity("growth", "room for growth on top", &SHARE, "", (0.0, 10.0)).or(0.2),
            Input::count(
                "copies",
                "copies of each database, the one in use included",
                (1.0, 64.0),
            )
            .or(1.0),
            Input::count("servers", "servers that hold them", (1.0, 1e5)).optional(),
        ],
        outputs: &[
            Output::new("databases", "Databases", ""),
            Output::new("per_database", "Mailboxes a database, rounded down", ""),
            Output::new("left_over", "Mailboxes left over by rounding down", ""),
            Output::new("per_database_up", "Mailboxes a database, all placed", ""),
            Output::new("database", "Database file, rounded down", "GiB"),
            Output::new("database_up", "Database file, all placed", "GiB"),
            Output::new("copies", "Database copies", ""),
            Output::new("copies_per_server", "Copies on a server", ""),
            Output::new("active_per_server", "Databases in use on a server", ""),
        ],
        example: &[
            ("mailboxes", "24000"),
            ("databases", "102"),
            ("size", "2.25GB"),
            ("copies", "3"),
            ("servers", "6"),
        ],
        sources: &[
            "Exchange 2010 Mailbox Server Role Design Example, Microsoft ee832789, 2009 to 2011",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let mailboxes = g.n("mailboxes");
        let size = g.maybe("size");
        let growth = g.n("growth");
        let grown = |g: &mut Given<'_, T>, mailboxes: T::N, size: T::N| {
            let file =
                crate::formula::mailbox::size::database(g.t, mailboxes, size, growth.clone());
            super::shared::gib(g, file)
        };
        let databases = match (g.maybe("databases"), size.clone(), g.maybe("max_database")) {
            (Some(databases), _, _) => databases,
            (None, Some(size), Some(most)) => {
                let all = grown(g, mailboxes.clone(), size);
                let all = g.t.step("all_files", "GiB", all);
                let least = g.t.number(1.0);
                (all / most).ceil().max(least)
            }
            _ => {
                return Err(g.fault(
                    "databases",
                    "neither databases nor the largest database is given",
                    "give databases, or size and max_database",
                ));
            }
        };
        g.put("databases", databases.clone());
        let databases = g.t.step("databases", "", databases);
        let each = mailboxes.clone() / databases.clone();
        let (down, up) = (each.clone().floor(), each.ceil());
        g.put("per_database", down.clone());
        let down = g.t.step("per_database", "", down);
        g.put("left_over", mailboxes - databases.clone() * down.clone());
        g.put("per_database_up", up.clone());
        if let Some(size) = size {
            let file = grown(g, down, size.clone());
            g.put("database", file);
            let up = g.t.step("per_database_up", "", up);
            let file = grown(g, up, size);
            g.put("database_up", file);
        }
        let copies = g.n("copies");
        let all = databases.clone() * copies.clone();
        g.put("copies", all.clone());
        if let Some(servers) = g.maybe("servers") {
            if copies.value() > servers.value() {
                g.fail(
                    "MBX-022",
                    "there are more copies than servers: a server holds one copy of a database",
                );
            }
            let all = g.t.step("copies", "", all);
            g.put("copies_per_server", (all / servers.clone()).ceil());
            g.put("active_per_server", (databases / servers).ceil());
        }
        Ok(())
    }
}
