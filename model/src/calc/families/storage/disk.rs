//! Single disks, chains of parts, and loads on them.

use super::{kind, planned};
use crate::calc::dimension::{MEMORY, NUMBER, RATE, SHARE, TIME};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::catalogue::keys;
use crate::figure::{Num, Tracer};
use crate::formula::storage::disk;

const AD: &str = "Capacity planning for Active Directory Domain Services, Microsoft, 2019";
const OPS: (f64, f64) = (0.0, 1e12);

const fn block() -> Input {
    Input::quantity("block", "size of an operation", &MEMORY, "KB", (0.001, 1e9))
}
const fn bus(what: &'static str) -> Input {
    Input::quantity("bus", what, &RATE, "MB/s", (0.0, 1e9))
}

/// Sequential operations of a kind, by the same paper; none where it has no row.
const fn sequential_of(kind: &str) -> Option<f64> {
    match kind.as_bytes() {
        b"7.2k" => Some(250.0),
        b"10k" => Some(300.0),
        b"15k" => Some(500.0),
        _ => None,
    }
}

pub(super) struct Spindle;

impl Calculation for Spindle {
    const SPEC: Spec = Spec {
        slug: "spindle",
        family: Family::Storage,
        title: "Operations of a disk",
        about: "A random operation takes a seek and an access, a sequential one the access alone: 1000 ÷ (seek + access) and 1000 ÷ \
                access. By kind the planning table is taken, which rounds: 80, 100, 150 random and 250, 300, 500 sequential.",
        inputs: &[
            Input::quantity("seek", "mean seek time", &TIME, "ms", (0.0, 10_000.0)).optional(),
            Input::quantity(
                "access",
                "mean access time",
                &TIME,
                "ms",
                (0.0001, 10_000.0),
            )
            .optional(),
            kind("kind of disk, where its times are not known").optional(),
            block().optional(),
            Input::quantity(
                "used",
                "share of its capacity in use",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
        ],
        outputs: &[
            Output::new("random", "Random operations a second", "IOPS"),
            Output::new("sequential", "Sequential operations a second", "IOPS"),
            Output::new("random_rate", "Rate of random operations", "KB/s"),
            Output::new("sequential_rate", "Rate of sequential operations", "KB/s"),
        ],
        example: &[("seek", "7ms"), ("access", "3ms"), ("block", "8KB")],
        sources: &[AD, "SQL Server storage best practices, SQLServerCentral"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let kind = g.word("kind").to_owned();
        let (random, sequential) = match (g.maybe("seek"), g.maybe("access")) {
            (seek, Some(access)) => {
                let zero = g.t.number(0.0);
                let random = disk::random_iops(g.t, seek.unwrap_or(zero), access.clone());
                (Some(random), Some(disk::sequential_iops(g.t, access)))
            }
            (Some(_), None) => {
                return Err(g.fault(
                    "access",
                    "the access time is missing",
                    "give access with seek, or kind",
                ));
            }
            (None, None) => {
                let sequential = sequential_of(&kind)
                    .map(|s| g.cell("i_sequential", s, "IOPS", "planning table of the kind"));
                (planned(g, &kind), sequential)
            }
        };
        let Some(random) = random else {
            return Err(g.fault(
                "kind",
                "neither times nor a kind are given",
                "give seek and access, or kind",
            ));
        };
        let block = g.maybe("block");
        g.put("random", random.clone());
        if let Some(block) = block.clone() {
            let random = g.t.step("random", "IOPS", random);
            g.put("random_rate", disk::rate_kb_s::<T>(random, block));
        }
        if let Some(sequential) = sequential {
            g.put("sequential", sequential.clone());
            if let Some(block) = block {
                let sequential = g.t.step("sequential", "IOPS", sequential);
                g.put("sequential_rate", disk::rate_kb_s::<T>(sequential, block));
            }
        }
        if g.maybe("used").is_some_and(|u| u.value() < 0.2) {
            g.note("less than a fifth of the disk in use: short strokes can double the operations");
        }
        Ok(())
    }
}

pub(super) struct Chain;

impl Calculation for Chain {
    const SPEC: Spec = Spec {
        slug: "disk-chain",
        family: Family::Storage,
        title: "Disks, controller and bus: which one bounds",
        about: "Operations of all disks, of the controller and of the bus at a size of operation: the smallest is what the host gets. A \
                bus counts 1,024 KB to the MB.",
        inputs: &[
            Input::count("n", "disks", (1.0, 100_000.0)),
            kind("kind of disk").word("10k"),
            Input::choice(
                "pattern",
                "how the disks are used",
                &[("random", "Random"), ("sequential", "Sequential")],
            )
            .word("random"),
            Input::quantity(
                "i",
                "operations a second of a disk; wins over its kind",
                &NUMBER,
                "",
                (0.001, 1e9),
            )
            .optional(),
            block(),
            Input::quantity(
                "controller",
                "operations a second of the controller",
                &NUMBER,
                "",
                OPS,
            )
            .optional(),
            bus("rate of the bus").optional(),
        ],
        outputs: &[
            Output::new("iops", "Operations that the host gets", "IOPS"),
            Output::new("rate", "Rate that the host gets", "KB/s"),
            Output::new("disks_iops", "Operations of the disks", "IOPS"),
            Output::new("disks_rate", "Rate of the disks", "KB/s"),
            Output::new("bus_iops", "Operations of the bus", "IOPS"),
        ],
        example: &[
            ("n", "8"),
            ("kind", "10k"),
            ("block", "32KB"),
            ("bus", "20MB/s"),
        ],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let kind = g.word("kind").to_owned();
        let n = g.n("n");
        let each = match g.maybe("i") {
            Some(i) => Some(i),
            None if g.word("pattern") == "sequential" => sequential_of(&kind)
                .map(|s| g.cell("i", s, "IOPS", "planning table of the kind, sequential")),
            None => planned(g, &kind),
        };
        let Some(each) = each else {
            return Err(g.fault(
                "i",
                "the planning table has no such row for this kind",
                "give i",
            ));
        };
        let block = g.n("block");
        let disks = n * each;
        g.put("disks_iops", disks.clone());
        let disks = g.t.step("disks_iops", "IOPS", disks);
        g.put(
            "disks_rate",
            disk::rate_kb_s::<T>(disks.clone(), block.clone()),
        );
        let mut bound = "the disks are the bottleneck";
        let mut iops = disks;
        if let Some(controller) = g.maybe("controller") {
            if controller.value() < iops.value() {
                bound = "the controller is the bottleneck";
            }
            iops = iops.min(controller);
        }
        if let Some(bus) = g.maybe("bus") {
            let of_bus = disk::bus_iops(g.t, bus, block.clone());
            g.put("bus_iops", of_bus.clone());
            let of_bus = g.t.step("bus_iops", "IOPS", of_bus);
            if of_bus.value() < iops.value() {
                bound = "the bus is the bottleneck";
            }
            iops = iops.min(of_bus);
        }
        g.put("iops", iops.clone());
        g.put("rate", disk::rate_kb_s::<T>(iops, block));
        g.note(bound);
        Ok(())
    }
}

pub(super) struct Correction;

impl Calculation for Correction {
    const SPEC: Spec = Spec {
        slug: "iops-correction",
        family: Family::Storage,
        title: "Operations that slow storage held back",
        about: "What was measured on storage that was too slow understates the need: operations × latency now ÷ latency wanted. On storage \
                that is fast enough nothing is added.",
        inputs: &[
            Input::quantity("iops", "operations measured", &NUMBER, "", OPS),
            Input::quantity(
                "latency",
                "latency while measuring",
                &TIME,
                "ms",
                (0.0, 1e6),
            ),
            Input::quantity("target", "latency wanted", &TIME, "ms", (0.0001, 1e6))
                .constant(keys::LATENCY_TARGET_MS),
        ],
        outputs: &[
            Output::new("factor", "Factor", ""),
            Output::new("needed", "Operations needed", "IOPS"),
        ],
        example: &[("iops", "400"), ("latency", "20ms"), ("target", "10ms")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (iops, latency, target) = (g.n("iops"), g.n("latency"), g.n("target"));
        if latency.value() <= target.value() {
            let one = g.t.number(1.0);
            g.put("factor", one);
            g.put("needed", iops);
            g.note("the storage is fast enough: nothing was held back");
            return Ok(());
        }
        let one = g.t.number(1.0);
        let factor = disk::held_back::<T>(one, latency.clone(), target.clone());
        g.put("factor", factor);
        g.put("needed", disk::held_back::<T>(iops, latency, target));
        Ok(())
    }
}

pub(super) struct CacheWarm;

impl Calculation for CacheWarm {
    const SPEC: Spec = Spec {
        slug: "cache-warm",
        family: Family::Storage,
        title: "Operations to warm a cache",
        about: "Operations a second that read a database into memory within a time, page by page.",
        inputs: &[
            Input::quantity(
                "database",
                "size of the database",
                &MEMORY,
                "KB",
                (0.0, 1e18),
            ),
            Input::quantity("page", "size of a page", &MEMORY, "KB", (0.001, 1e9)).or(8.0),
            Input::quantity("time", "time to warm it in", &TIME, "s", (0.001, 1e12)),
        ],
        outputs: &[Output::new("iops", "Operations a second", "IOPS")],
        example: &[("database", "50GB"), ("page", "8KB"), ("time", "10min")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (database, page, time) = (g.n("database"), g.n("page"), g.n("time"));
        g.put("iops", disk::cache_warm::<T>(database, page, time));
        Ok(())
    }
}

pub(super) struct BusLimit;

impl Calculation for BusLimit {
    const SPEC: Spec = Spec {
        slug: "bus-limit",
        family: Family::Storage,
        title: "Operations that a bus carries",
        about: "Rate of a bus over the size of an operation; the bus counts 1,024 KB to the MB.",
        inputs: &[bus("rate of the bus"), block()],
        outputs: &[Output::new("iops", "Operations a second", "IOPS")],
        example: &[("bus", "320MB/s"), ("block", "8KB")],
        sources: &[AD],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let (bus, block) = (g.n("bus"), g.n("block"));
        let iops = disk::bus_iops(g.t, bus, block);
        g.put("iops", iops);
        Ok(())
    }
}
