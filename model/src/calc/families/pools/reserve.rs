//! Room kept for restarts as slots, as a share of the pool, as idle hosts or as whole nodes.

use crate::calc::dimension::{CLOCK, MEMORY, NUMBER, SHARE};
use crate::calc::{
    CalcError, Calculation, Cell, Column, Family, Given, Input, Output, Spec, TextTable,
};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::pool;
use crate::pool::reserve::{self, Size};
use crate::units::pretty;

const RAM: (f64, f64) = (0.0, 1e12);
const CPU: (f64, f64) = (0.0, 1e12);

const HOSTS: &[Column] = &[
    Column::quantity("cpu", "processor of a host", &CLOCK, "MHz", CPU),
    Column::quantity("ram", "memory of a host", &MEMORY, "MiB", RAM),
    Column::count("count", "so many of them", (0.0, 10_000.0)).optional(),
];
const VMS: &[Column] = &[
    Column::quantity("cpu", "processor that a VM reserves", &CLOCK, "MHz", CPU),
    Column::quantity("ram", "memory that a VM reserves", &MEMORY, "MiB", RAM),
    Column::count("count", "so many of them", (0.0, 1e6)).optional(),
    Column::quantity("overhead", "memory overhead of the VM", &MEMORY, "MiB", RAM).optional(),
];

fn count(row: &[Cell]) -> f64 {
    row.get(2).and_then(Cell::maybe).unwrap_or(1.0)
}

fn number(row: &[Cell], column: usize) -> f64 {
    row.get(column).map_or(0.0, Cell::number)
}

/// Hosts as entered, one by one; an error beyond what is worked with.
fn hosts<T: Tracer>(g: &Given<'_, T>) -> Result<Vec<Size>, CalcError> {
    let mut all = Vec::new();
    for row in g.rows("hosts") {
        if all.len() as f64 + count(row) > 10_000.0 {
            return Err(g.fault("hosts", "too many hosts", "give at most 10,000"));
        }
        let size = Size {
            cpu_mhz: number(row, 0),
            mib: number(row, 1),
        };
        all.extend((0..count(row) as usize).map(|_| size));
    }
    if all.is_empty() {
        return Err(g.fault("hosts", "there is no host", "give at least one"));
    }
    Ok(all)
}

/// What all VMs reserve together, with their overhead, and how many they are.
fn reserved<T: Tracer>(g: &mut Given<'_, T>) -> (T::N, T::N, f64) {
    let (mut cpu, mut ram, mut vms) = (Vec::new(), Vec::new(), 0.0);
    for row in g.rows("vms").to_vec() {
        let times = count(&row);
        vms += times;
        let times = g.t.number(times);
        let mhz = g.cell("vm_cpu", number(&row, 0), "MHz", "vms: processor reserved");
        let mib = number(&row, 1) + number(&row, 3);
        let mib = g.cell("vm_ram", mib, "MiB", "vms: memory reserved, and overhead");
        cpu.push(times.clone() * mhz);
        ram.push(times * mib);
    }
    (g.t.sum(cpu), g.t.sum(ram), vms)
}

/// Sums of what hosts offer.
fn totals<T: Tracer>(g: &mut Given<'_, T>, hosts: &[Size]) -> (T::N, T::N) {
    let cpu = hosts.iter().map(|h| h.cpu_mhz).sum();
    let ram = hosts.iter().map(|h| h.mib).sum();
    (
        g.cell("total_cpu", cpu, "MHz", "hosts: processor of all"),
        g.cell("total_ram", ram, "MiB", "hosts: memory of all"),
    )
}

pub(super) struct Slots;

impl Calculation for Slots {
    const SPEC: Spec = Spec {
        slug: "ha-slots",
        family: Family::Pools,
        title: "Slots for restarts, and failures they cover",
        about: "A slot is the largest processor reservation and the largest memory reservation with overhead of any running VM; a host \
                holds the fewer of ⌊processor ÷ slot⌋ and ⌊memory ÷ slot⌋. Hosts with the most slots are lost first; the pool covers as \
                many failures as leave a slot for each VM.",
        inputs: &[
            Input::list("hosts", "hosts", HOSTS),
            Input::list("vms", "VMs that run, with what they reserve", VMS),
            Input::count("k", "host failures that must be covered", (0.0, 10_000.0)).or(1.0),
            Input::quantity(
                "slot_cpu",
                "processor of a slot, in place of the largest reservation",
                &CLOCK,
                "MHz",
                CPU,
            )
            .optional(),
            Input::quantity(
                "slot_ram",
                "memory of a slot, in place of the largest reservation",
                &MEMORY,
                "MiB",
                RAM,
            )
            .optional(),
            Input::quantity(
                "default_cpu",
                "processor slot of VMs that reserve none",
                &CLOCK,
                "MHz",
                CPU,
            )
            .constant(keys::HA_SLOT_CPU_MHZ),
        ],
        outputs: &[
            Output::new("slot_cpu", "Processor of a slot", "MHz"),
            Output::new("slot_ram", "Memory of a slot", "MiB"),
            Output::new("slots", "Slots of all hosts", ""),
            Output::new("slots_left", "Slots after the failures", ""),
            Output::new("capacity", "Failures covered", "hosts"),
            Output::new("admitted", "Another VM of a slot may start: 1, or 0", ""),
        ],
        example: &[
            ("hosts", "9GHz:9GB,9GHz:6GB,6GHz:6GB"),
            ("vms", "2GHz:1GB:2,1GHz:2GB,1GHz:1GB:2"),
            ("k", "1"),
        ],
        sources: &[
            "vSphere Availability 6.7, VMware, admission control",
            "Slot of VMs without a reservation: recalled, 32 MHz (256 MHz in 4.x)",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let hosts = hosts(g)?;
        let rows = g.rows("vms").to_vec();
        let most = |of: fn(&[Cell]) -> f64| {
            rows.iter()
                .filter(|r| count(r) > 0.0)
                .map(|r| of(r))
                .fold(0.0, f64::max)
        };
        let slot_cpu = match g.maybe("slot_cpu") {
            Some(own) => own,
            None => {
                let largest = most(|r| number(r, 0));
                let largest = g.cell("largest_cpu", largest, "MHz", "vms: largest reservation");
                let least = g.n("default_cpu");
                largest.max(least)
            }
        };
        let slot_ram = match g.maybe("slot_ram") {
            Some(own) => own,
            None => {
                let largest = most(|r| number(r, 1) + number(r, 3));
                g.cell(
                    "largest_ram",
                    largest,
                    "MiB",
                    "vms: largest reservation with overhead",
                )
            }
        };
        g.put("slot_cpu", slot_cpu.clone());
        g.put("slot_ram", slot_ram.clone());
        let cpu = (slot_cpu.value() > 0.0).then(|| g.t.step("slot_cpu", "MHz", slot_cpu));
        let ram = (slot_ram.value() > 0.0).then(|| g.t.step("slot_ram", "MiB", slot_ram));
        let mut each = Vec::new();
        for host in &hosts {
            let mhz = g.cell("host_cpu", host.cpu_mhz, "MHz", "hosts: processor");
            let mib = g.cell("host_ram", host.mib, "MiB", "hosts: memory");
            let Some(slots) = pool::slots::<T>(mhz, mib, cpu.clone(), ram.clone()) else {
                return Err(g.fault(
                    "vms",
                    "no VM reserves anything: a slot has no size",
                    "give reservations, or slot_cpu and slot_ram",
                ));
            };
            each.push(slots);
        }
        let all = g.t.sum(each.clone());
        g.put("slots", all);
        let values: Vec<f64> = each.iter().map(Num::value).collect();
        let k = g.value("k");
        let lost = k as usize;
        let mut order = each;
        order.sort_by(|a, b| b.value().total_cmp(&a.value()));
        let left: Vec<T::N> = order.into_iter().skip(lost).collect();
        let left = g.t.sum(left);
        g.put("slots_left", left.clone());
        let vms: f64 = rows.iter().map(|r| count(r)).sum();
        let running = g.t.number(vms);
        let capacity = f64::from(reserve::slot_failures(&values, vms));
        let capacity = g.t.solved(
            "hosts lost, most slots first, while a slot is left for each VM",
            vec![left, running.clone()],
            capacity,
        );
        g.put("capacity", capacity.clone());
        let one_more = f64::from(reserve::slot_failures(&values, vms + 1.0)) >= k;
        let admitted = g.t.solved(
            "one VM more still leaves the capacity",
            vec![capacity.clone(), running],
            f64::from(one_more),
        );
        g.put("admitted", admitted);
        if capacity.value() < k {
            g.fail("RED-004", "fewer failures are covered than must be");
        }
        let rows = hosts
            .iter()
            .zip(&values)
            .enumerate()
            .map(|(n, (h, s))| {
                vec![
                    (n + 1).to_string(),
                    pretty(h.cpu_mhz),
                    pretty(h.mib),
                    pretty(*s),
                ]
            })
            .take(1_000)
            .collect();
        g.table(TextTable {
            key: "slots",
            title: "Slots of each host".to_owned(),
            head: ["Host", "MHz", "MiB", "Slots"].map(str::to_owned).to_vec(),
            rows,
        });
        Ok(())
    }
}

pub(super) struct Percentage;

impl Calculation for Percentage {
    const SPEC: Spec = Spec {
        slug: "ha-percentage",
        family: Family::Pools,
        title: "Share of a pool kept free for restarts",
        about: "For equal hosts the share to set is failures ÷ hosts, and a share means so many hosts. The current capacity is (total − \
                reservations) ÷ total, for processor and memory apart; VMs start while both stay at the share or above.",
        inputs: &[
            Input::count("n", "equal hosts", (1.0, 100_000.0)).optional(),
            Input::count("k", "host failures to cover", (0.0, 100_000.0)).optional(),
            Input::quantity(
                "p",
                "share that is kept free; 25 % where none is set, at most 50 % in older versions",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
            Input::list(
                "hosts",
                "hosts that are connected and not in maintenance",
                HOSTS,
            )
            .optional(),
            Input::list("vms", "VMs that run, with what they reserve", VMS).optional(),
        ],
        outputs: &[
            Output::new("percentage", "Share to keep free", "share"),
            Output::new("hosts", "Hosts that the share means", "hosts"),
            Output::new("free_cpu", "Processor not reserved", "share"),
            Output::new("free_ram", "Memory not reserved", "share"),
            Output::new("admitted", "VMs may start: 1, or 0", ""),
            Output::new("capacity", "Failures covered, largest hosts first", "hosts"),
        ],
        example: &[("n", "10"), ("k", "2")],
        sources: &[
            "vSphere 6.0 Availability, VMware, admission control best practices",
            "HA posts, cloud-buddy.com (25 % default, 50 % at most)",
            "vSphere Availability 6.7, VMware, admission control",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let listed = if g.rows("hosts").is_empty() {
            Vec::new()
        } else {
            hosts(g)?
        };
        let n = match g.maybe("n") {
            Some(n) => n,
            None if listed.is_empty() => {
                return Err(g.fault("n", "no hosts are given", "give n, or hosts"));
            }
            None => g.t.number(listed.len() as f64),
        };
        let k = g.maybe("k");
        if let Some(k) = &k {
            if k.value() > n.value() {
                return Err(g.fault("k", "more hosts fail than there are", "give at most n"));
            }
            if listed.is_empty() {
                g.put("percentage", k.clone() / n.clone());
            } else {
                let share = reserve::largest_share(&listed, k.value() as u32);
                let (cpu, ram) = totals(g, &listed);
                let share = g.t.solved(
                    "share of the largest k hosts, by the resource where it is greater",
                    vec![k.clone(), cpu, ram],
                    share,
                );
                g.put("percentage", share);
            }
        }
        let p = match (g.maybe("p"), k) {
            (Some(p), _) => p,
            (None, Some(k)) => k / n.clone(),
            (None, None) => g.cx.k(g.t, "p", keys::HA_RESERVE_SHARE, ""),
        };
        if p.value() > 0.5 {
            g.note("older versions take at most 50 %");
        }
        // A share just short of whole hosts in its last digit means them.
        let hair = g.t.number(1e-9);
        g.put("hosts", (p.clone() * n + hair).floor());
        if listed.is_empty() {
            return Ok(());
        }
        let (total_cpu, total_ram) = totals(g, &listed);
        let (cpu, ram, _) = reserved(g);
        let of = Size {
            cpu_mhz: cpu.value(),
            mib: ram.value(),
        };
        let free_cpu = pool::free_share::<T>(total_cpu, cpu);
        let free_ram = pool::free_share::<T>(total_ram, ram);
        g.put("free_cpu", free_cpu.clone());
        g.put("free_ram", free_ram.clone());
        let free = free_cpu.min(free_ram);
        let may = free.value() + 1e-12 >= p.value();
        let admitted = g.t.solved(
            "both at the share or above",
            vec![free.clone(), p],
            f64::from(may),
        );
        g.put("admitted", admitted);
        let capacity = f64::from(reserve::share_failures(&listed, of));
        let capacity = g.t.solved(
            "largest hosts lost while what is free holds as much as they had",
            vec![free],
            capacity,
        );
        g.put("capacity", capacity);
        if !may {
            g.fail("RED-004", "less is free than the share that is kept");
        }
        Ok(())
    }
}

pub(super) struct FailoverHosts;

impl Calculation for FailoverHosts {
    const SPEC: Spec = Spec {
        slug: "failover-hosts",
        family: Family::Pools,
        title: "Hosts kept idle for restarts",
        about: "Whole hosts stand without VMs until another fails. Each covers one failure when it is at least as large as every host \
                that works.",
        inputs: &[
            Input::list("hosts", "hosts that work", HOSTS),
            Input::list("spares", "hosts kept idle", HOSTS),
        ],
        outputs: &[
            Output::new("capacity", "Failures covered", "hosts"),
            Output::new(
                "idle_share",
                "Share of all memory that stands idle",
                "share",
            ),
        ],
        example: &[("hosts", "20GHz:128GB:4"), ("spares", "20GHz:128GB")],
        sources: &["vSphere Availability 6.7, VMware, admission control"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let work = hosts(g)?;
        let mut all: Vec<(Size, bool, u32)> = work.iter().map(|s| (*s, false, 1)).collect();
        let mut idle = 0.0;
        for row in g.rows("spares") {
            let size = Size {
                cpu_mhz: number(row, 0),
                mib: number(row, 1),
            };
            idle += size.mib * count(row);
            if all.len() as f64 + count(row) > 20_000.0 {
                return Err(g.fault("spares", "too many hosts", "give at most 10,000"));
            }
            all.extend((0..count(row) as usize).map(|_| (size, true, 0)));
        }
        let spares = g.t.number(all.len() as f64 - work.len() as f64);
        let capacity = f64::from(reserve::idle_hosts(&all));
        let capacity = g.t.solved(
            "spares as large as every host that works",
            vec![spares.clone()],
            capacity,
        );
        if capacity.value() < spares.value() {
            g.warn(
                "",
                "a spare is smaller than a host that works: it is not counted",
            );
        }
        g.put("capacity", capacity);
        let busy: f64 = work.iter().map(|s| s.mib).sum();
        let idle = g.cell("idle", idle, "MiB", "spares: memory of all");
        let busy = g.cell("busy", busy, "MiB", "hosts: memory of all");
        g.put("idle_share", idle.clone() / (idle + busy));
        Ok(())
    }
}

pub(super) struct ReserveNodes;

impl Calculation for ReserveNodes {
    const SPEC: Spec = Spec {
        slug: "reserve-nodes",
        family: Family::Pools,
        title: "Nodes that a cluster can lose, by memory of the whole",
        about: "The largest nodes are lost first; the memory of the others must hold what all VMs take together. At least one node of a \
                cluster should be a reserve.",
        inputs: &[
            Input::list(
                "nodes",
                "nodes with their memory for VMs",
                &[
                    Column::quantity("ram", "memory for VMs", &MEMORY, "MiB", RAM),
                    Column::count("count", "so many of them", (0.0, 10_000.0)).optional(),
                ],
            ),
            Input::quantity(
                "vms",
                "memory of all VMs with their overhead",
                &MEMORY,
                "MiB",
                (0.0, 1e15),
            ),
            Input::quantity("k", "nodes kept in reserve", &NUMBER, "", (0.0, 10_000.0)).or(1.0),
        ],
        outputs: &[
            Output::new("capacity", "Nodes that can be lost", ""),
            Output::new("left", "Memory left after the loss of k", "MiB"),
        ],
        example: &[("nodes", "256GiB:3"), ("vms", "512GiB")],
        sources: &[
            "Plan for Hyper-V scalability, Windows Server 2016 and 2019, Microsoft (one reserve node at least)",
            "Derived: memory over the pool",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let mut nodes: Vec<f64> = Vec::new();
        for row in g.rows("nodes") {
            let times = row.get(1).and_then(Cell::maybe).unwrap_or(1.0);
            if nodes.len() as f64 + times > 10_000.0 {
                return Err(g.fault("nodes", "too many nodes", "give at most 10,000"));
            }
            nodes.extend((0..times as usize).map(|_| number(row, 0)));
        }
        if nodes.is_empty() {
            return Err(g.fault("nodes", "there is no node", "give at least one"));
        }
        let vms = g.n("vms");
        let capacity = f64::from(reserve::node_failures(&nodes, vms.value()));
        let all = g.t.number(nodes.len() as f64);
        let capacity = g.t.solved(
            "largest nodes lost while the memory of the others holds all VMs",
            vec![all, vms.clone()],
            capacity,
        );
        let k = g.value("k");
        if capacity.value() < k {
            g.fail(
                "RED-004",
                "fewer nodes can be lost than are to be kept in reserve",
            );
        }
        g.put("capacity", capacity);
        nodes.sort_by(|a, b| b.total_cmp(a));
        let left: f64 = nodes.iter().skip(k as usize).sum();
        let left = g.cell(
            "nodes_left",
            left,
            "MiB",
            "nodes: memory without the largest k",
        );
        g.put("left", left - vms);
        Ok(())
    }
}
