//! Restarts planned VM by VM by memory, beside what is exactly restartable.

use crate::calc::dimension::MEMORY;
use crate::calc::{CalcError, Calculation, Column, Family, Given, Input, Output, Spec, TextTable};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::pool::packing::{self, Bounds, Method, Pool};
use crate::pool::{Item, exact, orders, quorum_failures};

const XAPI: &str = "HA feature document and binpack.ml of xen-api, xapi-project";
/// Most VMs and hosts that a plan is sought for.
const MOST: f64 = 2_000.0;
const RAM: (f64, f64) = (0.0, 1e12);

const HOSTS: &[Column] = &[
    Column::name("name", "name of the host"),
    Column::quantity("ram", "its memory for VMs", &MEMORY, "MiB", RAM),
];
const VMS: &[Column] = &[
    Column::quantity(
        "ram",
        "memory of a VM with its overhead",
        &MEMORY,
        "MiB",
        RAM,
    ),
    Column::name("host", "name of the host it runs on"),
    Column::count("count", "so many of them", (0.0, MOST)).optional(),
    Column::name("protected", "yes, or no for VMs that are not restarted").optional(),
];

/// Up to how many hosts and orders every order is tried.
const BOUNDS: [Input; 2] = [
    Input::count(
        "most_hosts",
        "most hosts of a pool that every order of failures is tried for",
        (0.0, 1e6),
    )
    .constant(keys::HA_EXHAUSTIVE_HOSTS),
    Input::count(
        "most_orders",
        "orders of failures from which the plan is approximate",
        (0.0, 1e12),
    )
    .constant(keys::HA_EXHAUSTIVE_ORDERS),
];

fn bounds<T: Tracer>(g: &mut Given<'_, T>) -> Bounds {
    Bounds {
        hosts: g.value("most_hosts"),
        orders: g.value("most_orders"),
    }
}

/// The pool as entered: names of hosts, and what the planner sees.
fn read<T: Tracer>(g: &Given<'_, T>) -> Result<(Vec<String>, Pool), CalcError> {
    let mut names: Vec<String> = Vec::new();
    let mut pool = Pool::default();
    for row in g.rows("hosts") {
        let (Some(name), Some(ram)) = (row.first(), row.get(1)) else {
            continue;
        };
        if names.iter().any(|n| n == name.name()) {
            return Err(g.fault(
                "hosts",
                format!("two hosts are named {}", name.name()),
                "give each a name of its own",
            ));
        }
        names.push(name.name().to_owned());
        pool.free_mib.push(ram.number());
    }
    for row in g.rows("vms") {
        let (Some(ram), Some(host)) = (row.first(), row.get(1)) else {
            continue;
        };
        let count = row.get(2).and_then(|c| c.maybe()).unwrap_or(1.0);
        let protected = match row.get(3).map_or("", |c| c.name()) {
            "" | "yes" => true,
            "no" => false,
            other => {
                return Err(g.fault(
                    "vms",
                    format!("protected cannot be \"{other}\""),
                    "write yes or no, or leave it out for yes",
                ));
            }
        };
        let Some(at) = names.iter().position(|n| n == host.name()) else {
            return Err(g.fault(
                "vms",
                format!("no host is named {}", host.name()),
                format!("name one of {}", names.join(", ")),
            ));
        };
        if let Some(free) = pool.free_mib.get_mut(at) {
            *free -= ram.number() * count;
        }
        if protected {
            if pool.protected.len() as f64 + count > MOST {
                return Err(g.fault(
                    "vms",
                    "more VMs than a plan is sought for here",
                    "give at most 2,000",
                ));
            }
            for _ in 0..count as usize {
                pool.protected.push(Item {
                    mib: ram.number(),
                    host: at,
                });
            }
        }
    }
    pool.hosts = u32::try_from(names.len()).unwrap_or(u32::MAX);
    Ok((names, pool))
}

pub(super) struct RestartPlan;

impl Calculation for RestartPlan {
    const SPEC: Spec = Spec {
        slug: "restart-plan",
        family: Family::Pools,
        title: "Host failures after which VMs start again, by memory",
        about: "A planner that counts memory only: for every order in which r hosts can fail, the VMs of each go, largest first, to the \
                host with the most free memory; in large pools it counts slots of the largest VM instead. Beside it what is exactly \
                restartable: every VM of the failed hosts placed again by search, never by adding up free memory.",
        inputs: &[
            Input::list("hosts", "hosts that are up", HOSTS),
            Input::list("vms", "VMs, with all that take memory", VMS).optional(),
            Input::count("r", "host failures to plan for", (0.0, 64.0)).or(1.0),
            Input::count(
                "n",
                "hosts of the pool, those that are down too",
                (1.0, MOST),
            )
            .optional(),
            Input::yes_no(
                "clustered",
                "the pool has a clustered file system with a quorum of its own",
            ),
            Input::count("d", "hosts kept out of that quorum", (0.0, MOST)).or(0.0),
            BOUNDS[0],
            BOUNDS[1],
        ],
        outputs: &[
            Output::new("orders", "Orders in which the hosts can fail", ""),
            Output::new("plan", "A plan for r failures exists: 1, or 0", ""),
            Output::new(
                "admitted",
                "Failures that the planner admits at most",
                "hosts",
            ),
            Output::new("exact", "r failures are exactly restartable: 1, or 0", ""),
            Output::new(
                "restartable",
                "Failures that are exactly restartable",
                "hosts",
            ),
        ],
        example: &[
            ("hosts", "A:256GiB,B:256GiB"),
            ("vms", "120GiB:A:2,120GiB:B:2"),
            ("r", "1"),
        ],
        sources: &[XAPI],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let bounds = bounds(g);
        let (names, mut pool) = read(g)?;
        if names.len() as f64 > MOST {
            return Err(g.fault("hosts", "too many hosts", "give at most 2,000"));
        }
        if let Some(n) = g.maybe("n") {
            if n.value() < names.len() as f64 {
                return Err(g.fault(
                    "n",
                    "the pool has fewer hosts than are up",
                    "count every host of the pool",
                ));
            }
            pool.hosts = n.value() as u32;
        }
        for (name, free) in names.iter().zip(&pool.free_mib) {
            if *free < 0.0 {
                g.warn(
                    "CAP-002",
                    format!("{name} promises more memory than it has"),
                );
            }
        }
        let failures = g.n("r");
        let r = failures.value() as u32;
        let n = g.t.number(f64::from(pool.hosts));
        let vms = g.t.number(pool.protected.len() as f64);
        let of = |g: &mut Given<'_, T>, method: &'static str, value: f64| {
            g.t.solved(
                method,
                vec![n.clone(), vms.clone(), failures.clone()],
                value,
            )
        };
        let ways = of(
            g,
            "orders of failures, n × (n − 1) × …",
            orders(pool.hosts, r),
        );
        g.put("orders", ways);
        let clustered = g.yes("clustered");
        let d = g.value("d") as u32;
        let quorum = quorum_failures(pool.hosts, d);
        let method = packing::method(pool.hosts, r, bounds);
        let plan = packing::plan_exists(&pool, r, bounds) && !(clustered && r > quorum);
        let how = match method {
            Method::Exhaustive => "every order of failures tried",
            Method::Approximate => "slots of the largest VM",
        };
        g.note(format!("for {r} failures: {how}"));
        let value = of(g, how, f64::from(plan));
        g.put("plan", value);
        let mut admitted = packing::most_failures(&pool, bounds);
        if clustered {
            admitted = admitted.min(quorum);
            g.note(format!(
                "the quorum of the clustered file system allows {quorum} failures"
            ));
        }
        let value = of(
            g,
            "largest r with a plan, range halved",
            f64::from(admitted),
        );
        g.put("admitted", value);
        match exact::any_failures(&pool, r) {
            Some(holds) => {
                let value = of(g, "every VM placed again, every set of hosts", f64::from(holds));
                g.put("exact", value);
            }
            None => g.note("more sets of hosts than are looked at: whether r failures are exactly restartable is not known"),
        }
        let (restartable, known) = exact::most_failures(&pool, 64);
        let value = of(
            g,
            "largest number of failures with every VM placed again",
            f64::from(restartable),
        );
        g.put("restartable", value);
        if !known {
            g.note(format!(
                "at least {restartable}: more sets of hosts than are looked at"
            ));
        }
        if !plan {
            g.fail("RED-004", "no plan: some VM would not start again");
        }
        let rows = names
            .iter()
            .zip(&pool.free_mib)
            .enumerate()
            .map(|(h, (name, free))| {
                let vms = pool.protected.iter().filter(|i| i.host == h).count();
                vec![name.clone(), crate::units::pretty(*free), vms.to_string()]
            })
            .collect();
        g.table(TextTable {
            key: "hosts",
            title: "What the planner sees".to_owned(),
            head: ["Host", "Free, MiB", "VMs to restart"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        });
        Ok(())
    }
}

pub(super) struct PlannerChoice;

impl Calculation for PlannerChoice {
    const SPEC: Spec = Spec {
        slug: "planner-choice",
        family: Family::Pools,
        title: "Whether restarts are planned exhaustively",
        about: "Every order of r failures of n hosts, n × (n − 1) × …, is tried where the pool has at most 32 hosts and there are fewer \
                than 3,500 orders; otherwise the plan is approximate.",
        inputs: &[
            Input::count("n", "hosts of the pool", (0.0, 1e6)),
            Input::count("r", "host failures to plan for", (0.0, 1_000.0)),
            BOUNDS[0],
            BOUNDS[1],
        ],
        outputs: &[
            Output::new("orders", "Orders in which the hosts can fail", ""),
            Output::new("exhaustive", "Exhaustive: 1; approximate: 0", ""),
        ],
        example: &[("n", "16"), ("r", "3")],
        sources: &[
            XAPI,
            "XenServer 5.6 Administrator's Guide, Citrix (a pool of 16 with 3 failures)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let bounds = bounds(g);
        let (n, r) = (g.n("n"), g.n("r"));
        let (hosts, failures) = (n.value() as u32, r.value() as u32);
        let all = orders(hosts, failures);
        let all = g.t.solved(
            "n × (n − 1) × …, r factors",
            vec![n.clone(), r.clone()],
            all,
        );
        g.put("orders", all.clone());
        let exhaustive = packing::method(hosts, failures, bounds) == Method::Exhaustive;
        let value = g.t.solved(
            "hosts and orders within the bounds",
            vec![n, all],
            f64::from(exhaustive),
        );
        g.put("exhaustive", value);
        g.note(if exhaustive {
            "exhaustive"
        } else {
            "approximate"
        });
        Ok(())
    }
}

pub(super) struct Protected;

impl Calculation for Protected {
    const SPEC: Spec = Spec {
        slug: "protected-vms",
        family: Family::Pools,
        title: "VMs that the planner protects",
        about: "A VM is protected when it is set to run always, its restart priority asks for a restart (not best effort), and it is \
                agile: all its disks on storage and its networks on every host.",
        inputs: &[Input::list(
            "vms",
            "VMs: always:yes, priority restart, best-effort or none (1, 2 and 3 before 6.0), agile yes or no",
            &[
                Column::name("name", "name of the VM"),
                Column::name("always", "yes when it is set to run always"),
                Column::name("priority", "restart, best-effort, none, or 1, 2, 3"),
                Column::name("agile", "yes when every host can run it").optional(),
            ],
        )],
        outputs: &[Output::new("protected", "VMs protected", "VMs")],
        example: &[("vms", "first:yes:restart,second:no:restart")],
        sources: &[
            XAPI,
            "XenServer 5.6 Administrator's Guide, Citrix (priorities 1, 2 and 3)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let mut rows = Vec::new();
        let mut count = 0.0;
        for row in g.rows("vms").to_vec() {
            let cell = |i: usize| row.get(i).map_or("", |c| c.name()).to_lowercase();
            let yes = |what: &str, i: usize, missing: bool| match cell(i).as_str() {
                "yes" | "true" => Ok(true),
                "no" | "false" => Ok(false),
                "" if missing => Ok(true),
                other => Err(g.fault(
                    "vms",
                    format!("{what} cannot be \"{other}\""),
                    "write yes or no",
                )),
            };
            let (always, agile) = (yes("always", 1, false)?, yes("agile", 3, true)?);
            let asks = match cell(2).as_str() {
                "restart" | "1" | "2" | "3" => true,
                "best-effort" | "none" | "" => false,
                other => {
                    return Err(g.fault(
                        "vms",
                        format!("priority cannot be \"{other}\""),
                        "write restart, best-effort, none, or 1, 2, 3",
                    ));
                }
            };
            let why = if !always {
                "not set to run always"
            } else if !asks {
                "no restart is asked for"
            } else if !agile {
                "not every host can run it"
            } else {
                ""
            };
            count += f64::from(why.is_empty());
            rows.push(vec![
                row.first().map_or("", |c| c.name()).to_owned(),
                if why.is_empty() { "yes" } else { "no" }.to_owned(),
                why.to_owned(),
            ]);
        }
        let all = g.t.number(rows.len() as f64);
        let count =
            g.t.solved("VMs that meet all three conditions", vec![all], count);
        g.put("protected", count);
        g.table(TextTable {
            key: "vms",
            title: "Protected".to_owned(),
            head: ["VM", "Protected", "Why not"].map(str::to_owned).to_vec(),
            rows,
        });
        Ok(())
    }
}
