//! Domain controllers.

use crate::calc::dimension::{MEMORY, NUMBER, RATE, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Cell, Column, Family, Given, Input, Output, Spec};
use crate::figure::{Num, Tracer};
use crate::formula::workload::directory;

const AD: &str = "Capacity planning for Active Directory Domain Services, Microsoft, 2019";
const GB: (f64, f64) = (0.0, 1e9);
const USERS: (f64, f64) = (0.0, 1e10);

const fn gb(key: &'static str, what: &'static str) -> Input {
    Input::quantity(key, what, &MEMORY, "GB", GB)
}

/// Numbers of a list's first column as inputs, added up.
fn total<T: Tracer>(g: &mut Given<'_, T>, list: &str, symbol: &str, unit: &'static str) -> T::N {
    let rows = g.rows(list).to_vec();
    let parts = rows
        .iter()
        .map(|r| g.cell(symbol, r.first().map_or(0.0, Cell::number), unit, list))
        .collect();
    g.t.sum(parts)
}

pub(super) struct Memory;

impl Calculation for Memory {
    const SPEC: Spec = Spec {
        slug: "dc-memory",
        family: Family::Workloads,
        title: "Memory of a domain controller",
        about: "System, directory service, agents, database and SYSVOL in memory, and a cushion, up to whole gigabytes; then growth, up \
                again. Newer editions of the paper take 4 GB for the system and 0.3 GB for agents.",
        inputs: &[
            gb("os", "operating system").or(2.0),
            gb("lsass", "directory service beside its database").or(0.2),
            gb("agents", "agents: monitoring, virus scanner, backup").or(0.2),
            gb("ntds", "database, NTDS.dit").optional(),
            Input::count(
                "users",
                "users, for the database where ntds is not given",
                USERS,
            )
            .optional(),
            Input::quantity("kb_per_user", "database of a user", &NUMBER, "", (0.0, 1e6)).or(60.0),
            gb("sysvol", "SYSVOL").or(0.0),
            gb("cushion", "room for what is not foreseen").or(1.0),
            Input::quantity(
                "growth",
                "growth over the life of the server",
                &SHARE,
                "",
                (0.0, 100.0),
            )
            .or(0.33),
        ],
        outputs: &[
            Output::new("sum", "Sum of the parts", "GB"),
            Output::new("ram", "Memory, whole", "GB"),
            Output::new("ram_grown", "Memory with growth, whole", "GB"),
        ],
        example: &[("ntds", "8.5GB"), ("growth", "33%")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let database = match (g.maybe("ntds"), g.maybe("users")) {
            (Some(own), _) => own,
            (None, Some(users)) => {
                let each = g.n("kb_per_user");
                let sized = directory::database_gb(g.t, users, each);
                g.t.step("ntds", "GB", sized)
            }
            (None, None) => {
                return Err(g.fault(
                    "ntds",
                    "the size of the database is missing",
                    "give ntds, or users",
                ));
            }
        };
        let parts = vec![
            g.n("os"),
            g.n("lsass"),
            g.n("agents"),
            database,
            g.n("sysvol"),
            g.n("cushion"),
        ];
        let sum = g.t.sum(parts);
        g.put("sum", sum.clone());
        let sum = g.t.step("sum", "GB", sum);
        let whole = directory::whole_gb::<T>(sum);
        g.put("ram", whole.clone());
        let whole = g.t.step("ram", "GB", whole);
        let growth = g.n("growth");
        let grown = directory::grown_gb(g.t, whole, growth);
        g.put("ram_grown", grown);
        Ok(())
    }
}

pub(super) struct Processor;

impl Calculation for Processor {
    const SPEC: Spec = Spec {
        slug: "dc-cpu",
        family: Family::Workloads,
        title: "Processors of the domain controllers of a site",
        about: "Use of the directory service on all controllers at the peak over the target (40 % where one may fail, 60 % without \
                spare), agents on top, growth, and 10 % more on a shared host. Without a measurement, a core for 1,000 users.",
        inputs: &[
            Input::list(
                "cpu",
                "use of the directory service on each controller at the peak",
                &[Column::quantity(
                    "use",
                    "100 % is one processor",
                    &SHARE,
                    "",
                    (0.0, 1e6),
                )],
            )
            .optional(),
            Input::count(
                "users",
                "concurrent users, where nothing was measured",
                USERS,
            )
            .optional(),
            Input::count("users_per_core", "users of a core", (1.0, 1e9)).or(1_000.0),
            Input::quantity(
                "target",
                "use that is planned for",
                &SHARE,
                "",
                (0.001, 1.0),
            )
            .or(0.4),
            Input::quantity(
                "agents",
                "share of a processor that agents take; 5 to 10 % is usual",
                &SHARE,
                "",
                (0.0, 100.0),
            )
            .or(0.0),
            Input::factor("growth_factor", "load later over load now", (0.0, 1e6)).or(1.0),
            Input::yes_no("shared", "the host is shared: 10 % more"),
        ],
        outputs: &[
            Output::new("use", "Use of all controllers, in processors", "CPUs"),
            Output::new("cpus", "Processors at the target", "CPUs"),
            Output::new(
                "cpus_grown",
                "Processors with agents, growth and sharing",
                "CPUs",
            ),
            Output::new("whole", "The same, whole", "CPUs"),
        ],
        example: &[
            ("cpu", "120%,147%,218%"),
            ("target", "40%"),
            ("growth_factor", "1.5"),
        ],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let measured = !g.rows("cpu").is_empty();
        let cpus = if measured {
            let used = total(g, "cpu", "lsass", "CPUs");
            g.put("use", used.clone());
            let used = g.t.step("use", "CPUs", used);
            let target = g.n("target");
            directory::processors::<T>(used, target)
        } else if let Some(users) = g.maybe("users") {
            users / g.n("users_per_core")
        } else {
            return Err(g.fault("cpu", "no use was given", "give cpu as measured, or users"));
        };
        g.put("cpus", cpus.clone());
        let cpus = g.t.step("cpus", "CPUs", cpus);
        let mut all = (cpus + g.n("agents")) * g.n("growth_factor");
        if g.yes("shared") {
            all = all * g.t.number(1.1);
        }
        g.put("cpus_grown", all.clone());
        g.put("whole", all.ceil());
        Ok(())
    }
}

pub(super) struct Network;

impl Calculation for Network {
    const SPEC: Spec = Spec {
        slug: "dc-network",
        family: Family::Workloads,
        title: "Network of domain controllers, and of any servers",
        about: "Peaks of all servers added up, over the target use of a link (40 %; 30 % where one link may fail), and the share of each \
                server. 100 Mbit/s serve up to 5,000 users, 1 Gbit/s more.",
        inputs: &[
            Input::list(
                "peaks",
                "peak of each server",
                &[Column::quantity("peak", "rate", &RATE, "MB/s", (0.0, 1e9))],
            )
            .optional(),
            Input::quantity("total", "sum of the peaks", &RATE, "MB/s", (0.0, 1e12)).optional(),
            Input::quantity(
                "target",
                "use of a link that is planned for",
                &SHARE,
                "",
                (0.001, 1.0),
            )
            .or(0.4),
            Input::count("servers", "servers that share the load", (1.0, 1e6)).or(2.0),
        ],
        outputs: &[
            Output::new("total", "Sum of the peaks", "MB/s"),
            Output::new("needed", "Capacity at the target", "MB/s"),
            Output::new("each", "Load of each server", "MB/s"),
            Output::new(
                "each_needed",
                "Capacity of each server at the target",
                "MB/s",
            ),
        ],
        example: &[("total", "28.5MB/s"), ("target", "40%"), ("servers", "2")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let sum = match (g.maybe("total"), g.rows("peaks").is_empty()) {
            (Some(_), false) => {
                return Err(g.fault(
                    "total",
                    "total and peaks are both given",
                    "give one of them",
                ));
            }
            (Some(total), true) => total,
            (None, false) => total(g, "peaks", "peak", "MB/s"),
            (None, true) => {
                return Err(g.fault("total", "no load is given", "give total, or peaks"));
            }
        };
        g.put("total", sum.clone());
        let sum = g.t.step("total", "MB/s", sum);
        let (target, servers) = (g.n("target"), g.n("servers"));
        g.put("needed", sum.clone() / target.clone());
        g.put("each", sum.clone() / servers.clone());
        g.put("each_needed", sum / servers / target);
        Ok(())
    }
}

pub(super) struct Disk;

impl Calculation for Disk {
    const SPEC: Spec = Spec {
        slug: "dc-database",
        family: Family::Workloads,
        title: "Database and disk of a domain controller",
        about: "40 to 60 KB of database for each user; the disk holds the file and 1.1 times as much free (three times free is the safe \
                advice). The paper also says 450 MB for 100,000 users, bare accounts: a tenth, shown as the floor only.",
        inputs: &[
            Input::count("users", "users", USERS).optional(),
            Input::quantity("low", "KB of a user, low", &NUMBER, "", (0.0, 1e6)).or(40.0),
            Input::quantity("high", "KB of a user, high", &NUMBER, "", (0.0, 1e6)).or(60.0),
            gb("ntds", "database as it is; wins over users").optional(),
            Input::factor("free", "free space, in sizes of the file", (0.0, 100.0)).or(1.1),
        ],
        outputs: &[
            Output::new("ntds_low", "Database, low", "GB"),
            Output::new("ntds", "Database", "GB"),
            Output::new("floor", "Bare accounts only", "GB"),
            Output::new("disk", "Disk at least", "GB"),
            Output::new("free_safe", "Free space by the safe advice", "GB"),
        ],
        example: &[("users", "100000")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let file = match (g.maybe("ntds"), g.maybe("users")) {
            (Some(own), _) => own,
            (None, Some(users)) => {
                let (low, high) = (g.n("low"), g.n("high"));
                let small = directory::database_gb(g.t, users.clone(), low);
                g.put("ntds_low", small);
                // 450 MB for 100,000 users.
                let bare = g.t.number(450.0 * 1024.0 / 100_000.0);
                let floor = directory::database_gb(g.t, users.clone(), bare);
                g.put("floor", floor);
                directory::database_gb(g.t, users, high)
            }
            (None, None) => {
                return Err(g.fault("users", "no users are given", "give users, or ntds"));
            }
        };
        g.put("ntds", file.clone());
        let file = g.t.step("ntds", "GB", file);
        let one = g.t.number(1.0);
        let free = g.n("free");
        g.put("disk", file.clone() * (one + free));
        let three = g.t.number(3.0);
        g.put("free_safe", file * three);
        Ok(())
    }
}

pub(super) struct Disk2008;

impl Calculation for Disk2008 {
    const SPEC: Spec = Spec {
        slug: "dc-disk-2008",
        family: Family::Workloads,
        title: "Disk of a domain controller by the rule of 2008",
        about: "0.4 GB of database for 1,000 users, for a global catalog half of each other domain's size; logs and SYSVOL 500 MB each \
                and 2 GB for the system on top.",
        inputs: &[
            Input::count("users", "users of the domain", USERS),
            gb("per_1000", "database for 1,000 users").or(0.4),
            Input::list(
                "others",
                "sizes of the other domains, for a global catalog",
                &[Column::quantity(
                    "size",
                    "size of its database",
                    &MEMORY,
                    "GB",
                    GB,
                )],
            )
            .optional(),
            Input::share(
                "catalog_share",
                "share of the others that a global catalog holds",
            )
            .or(0.5),
            gb("logs", "logs").or(500.0 / 1024.0),
            gb("sysvol", "SYSVOL").or(500.0 / 1024.0),
            gb("os", "operating system").or(2.0),
        ],
        outputs: &[
            Output::new("database", "Database", "GB"),
            Output::new("disk", "Disk in all", "GB"),
        ],
        example: &[("users", "10000")],
        sources: &[
            "Step D1 domain controller configuration, Infrastructure Planning and Design, Microsoft, 2008",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (users, each) = (g.n("users"), g.n("per_1000"));
        let others = total(g, "others", "other", "GB");
        let share = g.n("catalog_share");
        let database = directory::database_2008_gb(g.t, users, each, others, share);
        g.put("database", database.clone());
        let database = g.t.step("database", "GB", database);
        let parts = vec![database, g.n("logs"), g.n("sysvol"), g.n("os")];
        let disk = g.t.sum(parts);
        g.put("disk", disk);
        Ok(())
    }
}

pub(super) struct Channel;

impl Calculation for Channel {
    const SPEC: Spec = Spec {
        slug: "ntlm-channel",
        family: Family::Workloads,
        title: "Load of an authentication channel",
        about: "Mean calls in use on the secure channel: (semaphore acquires at the end − at the start + time-outs) × mean hold time ÷ \
                sampling time, against the calls that may be in use at once (MaxConcurrentApi).",
        inputs: &[
            Input::count("start", "semaphore acquires at the start", (0.0, 1e15)).or(0.0),
            Input::count("end", "semaphore acquires at the end", (0.0, 1e15)),
            Input::count("timeouts", "semaphore time-outs between", (0.0, 1e15)).or(0.0),
            Input::quantity(
                "hold",
                "mean time that a call is held",
                &TIME,
                "s",
                (0.0, 1e6),
            ),
            Input::quantity("time", "sampling time", &TIME, "s", (0.001, 1e9)),
            Input::count("max", "calls that may be in use at once", (1.0, 1e6)).optional(),
        ],
        outputs: &[
            Output::new("calls", "Mean calls in use", ""),
            Output::new("share", "Share of the calls that may be in use", "share"),
        ],
        example: &[
            ("start", "6161"),
            ("end", "6762"),
            ("hold", "0.012s"),
            ("time", "71s"),
        ],
        sources: &[AD, "Comparison with MaxConcurrentApi: recalled"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (start, end) = (g.n("start"), g.n("end"));
        if end.value() < start.value() {
            return Err(g.fault(
                "end",
                "fewer acquires at the end than at the start",
                "swap them, or sample again without a restart between",
            ));
        }
        let (timeouts, hold, time) = (g.n("timeouts"), g.n("hold"), g.n("time"));
        let calls = directory::channel_calls::<T>(end, start, timeouts, hold, time);
        g.put("calls", calls.clone());
        if let Some(max) = g.maybe("max") {
            let share = calls / max;
            if share.value() >= 1.0 {
                g.fail(
                    "",
                    "calls wait for the channel: raise MaxConcurrentApi or add controllers",
                );
            }
            g.put("share", share);
        }
        Ok(())
    }
}
