//! What each server of a group carries in normal running and after the worst failure.

use super::shared::MANY;
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};

pub(super) struct Copies;

impl Calculation for Copies {
    const SPEC: Spec = Spec {
        slug: "mailbox-copies",
        family: Family::Mailboxes,
        title: "Active and passive mailboxes of each server, normal and worst case",
        about: "Databases and their copies spread evenly over equal servers. After failures the servers that are left carry all databases in \
                use; each still holds its copies, so what is not in use stays passive.",
        inputs: &[
            Input::count("mailboxes", "mailboxes in all", (0.0, MANY)),
            Input::count("servers", "servers that hold copies", (1.0, 1e4)),
            Input::count(
                "copies",
                "copies that can be in use, the active one included",
                (1.0, 64.0),
            ),
            Input::count("lagged", "lagged copies beside", (0.0, 64.0)).or(0.0),
            Input::count("failures", "servers lost at once", (0.0, 1e4)).or(1.0),
            Input::count("databases", "databases in all", (0.0, 1e6)).optional(),
        ],
        outputs: &[
            Output::new("active", "Active mailboxes of a server, normal", ""),
            Output::new("passive", "Passive mailboxes of a server, normal", ""),
            Output::new("available", "Servers left", ""),
            Output::new(
                "active_worst",
                "Active mailboxes of a server, worst case",
                "",
            ),
            Output::new(
                "passive_worst",
                "Passive mailboxes of a server, worst case",
                "",
            ),
            Output::new("held", "Mailboxes with a copy on a server", ""),
            Output::new("copies_per_server", "Database copies on a server", ""),
            Output::new(
                "active_databases",
                "Databases in use on a server, normal",
                "",
            ),
            Output::new(
                "active_databases_worst",
                "Databases in use on a server, worst case",
                "",
            ),
        ],
        example: &[
            ("mailboxes", "24000"),
            ("servers", "6"),
            ("copies", "3"),
            ("failures", "2"),
            ("databases", "102"),
        ],
        sources: &[
            "Exchange 2010 Mailbox Server Role Design Example, Microsoft ee832789, 2009 to 2011",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (n, c) = (g.value("servers"), g.value("copies"));
        let (lagged, f) = (g.value("lagged"), g.value("failures"));
        if c + lagged > n {
            return Err(g.fault(
                "copies",
                "there are more copies than servers",
                "a server holds one copy of a database: use fewer copies or more servers",
            ));
        }
        if f >= n {
            return Err(g.fault("failures", "no server is left", "lose fewer servers"));
        }
        if f > c - 1.0 {
            g.fail(
                "MBX-022",
                "more servers are lost than there are copies to lose: some databases are gone with them",
            );
        }
        let mailboxes = g.n("mailboxes");
        let servers = g.n("servers");
        let active = mailboxes.clone() / servers.clone();
        g.put("active", active.clone());
        let (copies, lagged) = (g.n("copies"), g.n("lagged"));
        let held = if lagged.value() > 0.0 {
            mailboxes.clone() * (copies + lagged) / servers.clone()
        } else {
            mailboxes.clone() * copies / servers.clone()
        };
        let held = g.t.step("held", "", held);
        let active = g.t.step("active", "", active);
        g.put("passive", held.clone() - active);
        let left = servers.clone() - g.n("failures");
        g.put("available", left.clone());
        let left = g.t.step("servers_left", "", left);
        let worst = mailboxes / left.clone();
        g.put("active_worst", worst.clone());
        let worst = g.t.step("active_worst", "", worst);
        let zero = g.t.number(0.0);
        g.put("passive_worst", (held.clone() - worst).max(zero));
        g.put("held", held);
        if let Some(databases) = g.maybe("databases") {
            let copies = g.n("copies") + g.n("lagged");
            g.put(
                "copies_per_server",
                databases.clone() * copies / servers.clone(),
            );
            g.put("active_databases", databases.clone() / servers);
            g.put("active_databases_worst", databases / left);
        }
        Ok(())
    }
}
