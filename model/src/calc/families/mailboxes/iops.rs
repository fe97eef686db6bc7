//! Database and log operations of mailboxes.

use super::shared::{MAILBOXES, PROFILE, USERS, each, not_so, version, version_input};
use crate::calc::dimension::{MEMORY, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::mailbox::io;

pub(super) struct MailboxIops;

impl Calculation for MailboxIops {
    const SPEC: Spec = Spec {
        slug: "mailbox-iops",
        family: Family::Mailboxes,
        title: "Disk operations of mailboxes",
        about: "Random operations of the database volume in the two busiest hours by version and profile, fewer where databases have copies \
                (2010). What the host must carry has 20 % on top from 2010 on. Reads and writes by the version's ratio; logs write 0.38 of database \
                operations. Background maintenance reads in sequence beside them.",
        inputs: &[
            version_input("exchange-2010"),
            PROFILE,
            MAILBOXES,
            USERS,
            Input::count(
                "copies",
                "copies of each database, the one in use included",
                (1.0, 64.0),
            )
            .or(1.0),
            Input::choice(
                "online",
                "clients work on the server, not on a copy of their own",
                &[("no", "No"), ("yes", "Yes")],
            )
            .word("no"),
            Input::quantity(
                "quota",
                "mailbox quota; large mailboxes in online mode ask for more (2007)",
                &MEMORY,
                "MiB",
                (0.0, 1e9),
            )
            .optional(),
            Input::quantity(
                "concurrency",
                "users that work at the busiest time",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .or(1.0),
            Input::quantity(
                "overhead",
                "overhead on top; the version's unless given",
                &SHARE,
                "",
                (0.0, 10.0),
            )
            .optional(),
            Input::share("read", "part that reads; the version's ratio unless given").optional(),
            Input::share("log", "log over database operations").constant(keys::LOG_IOPS_SHARE),
            Input::count(
                "databases",
                "database copies, for background maintenance",
                (0.0, 1e6),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("database_iops", "Database IOPS", "IOPS"),
            Output::new("host_iops", "Database IOPS with overhead", "IOPS"),
            Output::new("reads", "Of these, reads", "IOPS"),
            Output::new("writes", "Of these, writes", "IOPS"),
            Output::new("log_iops", "Log IOPS, before rounding", "IOPS"),
            Output::new("log_reads", "Log reads of replication", "IOPS"),
            Output::new("maintenance", "Background maintenance", "MiB/s"),
            Output::new(
                "maintenance_iops",
                "Sequential reads of maintenance",
                "IOPS",
            ),
        ],
        example: &[
            ("version", "exchange-2010"),
            ("messages", "100"),
            ("mailboxes", "235"),
            ("copies", "3"),
        ],
        sources: &[
            "How to Calculate Your Disk I/O Requirements (Exchange 2003), Microsoft bb125019",
            "M. Smith, Slipstick Systems, 18 Sep 2008",
            "BP1026 Sizing MS Exchange with EqualLogic PS6100 and PS4100, Dell, 2012",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let version = version(g)?;
        let users = version.users(g)?;
        let k = version.constants();
        let c = &version.v.columns;
        let copied = g.value("copies") > 1.0;
        let (column, key) = match c.iops_copies.as_ref().filter(|_| copied) {
            Some(column) => (column, "iops_copies"),
            None => match &c.iops {
                Some(column) => (column, "iops"),
                None => return Err(not_so(g, &version.v.name, "disk operations")),
            },
        };
        let concurrency = g.n("concurrency");
        let large = match (g.maybe("quota"), &k.online_quota_mib) {
            (Some(quota), Some(least)) => quota.value() > least.value,
            _ => false,
        };
        let online = k
            .online_factor
            .as_ref()
            .filter(|_| large && g.yes("online"));
        let online = online.map(|row| version.k(g, "online_mode", "online_factor", Some(row), ""));
        let own_ratio = g.maybe("read");
        let (mut reading, mut writing) = (Vec::new(), Vec::new());
        let iops = each(g, &users, "IOPS", |g, user| {
            let per = version.rate(g, &user.reading, column, key, "iops_per_mailbox", "IOPS")?;
            let mut iops = user.mailboxes.clone() * per;
            if concurrency.value() < 1.0 {
                iops = iops * concurrency.clone();
            }
            if let Some(factor) = online.clone() {
                iops = iops * factor;
            }
            let share = match own_ratio.clone() {
                Some(share) => share,
                None => {
                    let heavy = k.heavy_messages.as_ref();
                    let heavy = heavy.is_some_and(|m| version.messages_of(&user.reading) > m.value);
                    let rows = [
                        (
                            &k.read_share_heavy_copies,
                            "read_share_heavy_copies",
                            heavy && copied,
                        ),
                        (&k.read_share_heavy, "read_share_heavy", heavy),
                        (&k.read_share_copies, "read_share_copies", copied),
                        (&k.read_share, "read_share", true),
                    ];
                    let row = rows
                        .into_iter()
                        .find_map(|(row, key, wanted)| wanted.then_some((row.as_ref()?, key)));
                    match row {
                        Some((row, key)) => version.k(g, "read_share", key, Some(row), ""),
                        None => g.t.number(0.5),
                    }
                }
            };
            reading.push(iops.clone() * share.clone());
            writing.push(io::writes(g.t, iops.clone(), share));
            Some(iops)
        });
        g.put("database_iops", iops.clone());
        let iops = g.t.step("database_iops", "IOPS", iops);
        let row = k.iops_overhead.as_ref();
        let overhead = version.entered_or(g, "overhead", "iops_overhead", row, "");
        let host = match overhead.clone() {
            Some(overhead) => io::with_overhead(g.t, iops.clone(), overhead),
            None => iops.clone(),
        };
        g.put("host_iops", host);
        for (key, parts) in [("reads", reading), ("writes", writing)] {
            let part = g.t.sum(parts);
            let part = match overhead.clone() {
                Some(overhead) => io::with_overhead(g.t, part, overhead),
                None => part,
            };
            g.put(key, part);
        }
        let log = iops * g.n("log");
        g.put("log_iops", log.clone());
        if let Some(row) = k.log_read_share.as_ref().filter(|_| copied) {
            let log = g.t.step("log_iops", "IOPS", log);
            let share = version.k(g, "log_read_share", "log_read_share", Some(row), "");
            g.put("log_reads", log * share);
        }
        if let (Some(databases), Some(row)) = (g.maybe("databases"), &k.maintenance_mb_s) {
            let each = version.k(g, "of_a_copy", "maintenance_mb_s", Some(row), "MB/s");
            g.put("maintenance", databases.clone() * each.clone());
            if let Some(row) = &k.maintenance_kib {
                let read = version.k(g, "read_size", "maintenance_kib", Some(row), "KiB");
                let reads = io::maintenance_iops(g.t, databases, each, read);
                g.put("maintenance_iops", reads);
            }
        }
        Ok(())
    }
}
