//! What a version's table says of one user.

use super::shared::{PROFILE, version, version_input};
use crate::calc::{CalcError, Calculation, Family, Given, Output, Spec};
use crate::figure::Tracer;

pub(super) struct Profile;

impl Calculation for Profile {
    const SPEC: Spec = Spec {
        slug: "mailbox-profile",
        family: Family::Mailboxes,
        title: "Figures of one mailbox, by version and messages a day",
        about: "The row of the version's table. A printed row is taken as it stands; between rows the table is linear in messages a \
                day; below it the row of 100 messages is scaled, above it the highest.",
        inputs: &[version_input("exchange-2010"), PROFILE],
        outputs: &[
            Output::new("messages", "Messages a day", ""),
            Output::new("iops", "Database IOPS, without copies", "IOPS"),
            Output::new("iops_copies", "Database IOPS, with copies", "IOPS"),
            Output::new("cache", "Database cache", "MiB"),
            Output::new("memory", "Memory of an active mailbox", "MiB"),
            Output::new("megacycles", "Megacycles of an active mailbox", "MHz"),
            Output::new(
                "megacycles_multi_role",
                "Megacycles, server of several roles",
                "MHz",
            ),
            Output::new(
                "megacycles_mapi",
                "Megacycles, several roles with MAPI over HTTP",
                "MHz",
            ),
            Output::new(
                "megacycles_passive",
                "Megacycles of a passive mailbox",
                "MHz",
            ),
            Output::new("mailboxes_per_core", "Mailboxes that one core carries", ""),
            Output::new("logs", "Log files a day", ""),
        ],
        example: &[("version", "exchange-2010"), ("profile", "120")],
        sources: &[
            "Exchange 2007 Sizing Cheat Sheet, R. Silva, MSExchange.org, 2008",
            "Mailbox Server Processor Capacity Planning, Microsoft ee712771, 2009 to 2011",
            "Ask the Perf Guy: Sizing Exchange 2016 Deployments, Microsoft Exchange Team, 15 Oct 2015",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let reading = version.profile(g)?;
        let messages = version.messages(g, &reading);
        g.put("messages", messages);
        let c = &version.v.columns;
        for (out, column, key, unit) in [
            ("iops", &c.iops, "iops", "IOPS"),
            ("iops_copies", &c.iops_copies, "iops_copies", "IOPS"),
            ("cache", &c.cache_mib, "cache_mib", "MiB"),
            ("memory", &c.memory_mib, "memory_mib", "MiB"),
            ("megacycles", &c.megacycles, "megacycles", "MHz"),
            (
                "megacycles_multi_role",
                &c.megacycles_multi_role,
                "megacycles_multi_role",
                "MHz",
            ),
            (
                "megacycles_mapi",
                &c.megacycles_mapi,
                "megacycles_mapi",
                "MHz",
            ),
            (
                "megacycles_passive",
                &c.megacycles_passive,
                "megacycles_passive",
                "MHz",
            ),
            ("logs", &c.logs_per_day, "logs_per_day", ""),
        ] {
            let Some(column) = column else { continue };
            if let Some(n) = version.rate(g, &reading, column, key, out, unit) {
                g.put(out, n);
            }
        }
        if let Some(column) = &c.mailboxes_per_core {
            // What one mailbox takes is linear, not how many fit.
            let each = crate::formula::mailbox::read(
                g.t,
                version.v,
                &reading,
                super::shared::given_messages,
                |t, row| {
                    let key = "mailboxes_per_core";
                    let n = version.cell(t, column, key, key, "", row)?;
                    Some(t.number(1.0) / n)
                },
            );
            if let Some(each) = each.filter(|n| crate::figure::Num::value(n) > 0.0) {
                let one = g.t.number(1.0);
                g.put("mailboxes_per_core", one / each);
            }
        }
        Ok(())
    }
}
