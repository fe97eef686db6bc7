//! RAID groups.

use super::{KINDS, kind, planned};
use crate::calc::dimension::{DATA, NUMBER, RATE, SHARE};
use crate::calc::{CalcError, Calculation, Family, Given, Input, Output, Spec};
use crate::facts::penalty_key;
use crate::figure::{Num, Origin, Tracer};
use crate::formula::storage::raid;
use crate::plan::{RaidGroup, RaidLevel};
use crate::units::{Mb, pretty};

const LEVELS: &[(&str, &str)] = &[
    ("0", "RAID 0"),
    ("1", "RAID 1"),
    ("10", "RAID 10"),
    ("5", "RAID 5"),
    ("6", "RAID 6"),
    ("50", "RAID 50"),
    ("60", "RAID 60"),
    ("dp", "RAID-DP"),
];

const fn level(key: &str) -> RaidLevel {
    match key.as_bytes() {
        b"0" => RaidLevel::Raid0,
        b"1" => RaidLevel::Raid1,
        b"10" => RaidLevel::Raid10,
        b"5" => RaidLevel::Raid5,
        b"6" => RaidLevel::Raid6,
        b"50" => RaidLevel::Raid50,
        b"60" => RaidLevel::Raid60,
        _ => RaidLevel::RaidDp,
    }
}

/// A group of a level with so many disks, for the rules of the plan's own groups.
fn group(level: RaidLevel, disks: u32, spans: u32) -> RaidGroup {
    RaidGroup {
        name: String::new(),
        level,
        disks,
        disk_size: Mb::new(0),
        kind: Default::default(),
        disk_iops: None,
        spans: Some(spans),
    }
}

/// Disk failures that a level survives, in words.
const fn survives(level: RaidLevel) -> &'static str {
    match level {
        RaidLevel::Jbod | RaidLevel::Raid0 => "no disk may fail",
        RaidLevel::Raid1 | RaidLevel::Raid5 => "survives the failure of 1 disk",
        RaidLevel::Raid10 => "survives the failure of 1 disk of each mirror",
        RaidLevel::Raid50 => "survives the failure of 1 disk of each parity group",
        RaidLevel::Raid6 | RaidLevel::RaidDp => "survives the failure of 2 disks",
        RaidLevel::Raid60 => "survives the failure of 2 disks of each parity group",
    }
}

const COUNT: (f64, f64) = (1.0, 100_000.0);
const OPS: (f64, f64) = (0.0, 1e12);

pub(super) struct Raid;

impl Calculation for Raid {
    const SPEC: Spec = Spec {
        slug: "raid",
        family: Family::Storage,
        title: "RAID: operations, disks, space",
        about: "Each write in front costs as many operations behind as the level's penalty. With disks (n) it tells what they carry in \
                front, n × i ÷ (r + F × w), and their space; with reads and writes (R, W) how many disks they need. Planning values of a \
                15,000 rpm disk differ by purpose: 150 here, 110 for mailboxes, 180 at the top; give i to choose.",
        inputs: &[
            Input::choice("level", "RAID level", LEVELS),
            Input::quantity("n", "disks", &NUMBER, "", COUNT).optional(),
            Input::quantity(
                "i",
                "operations a second of a disk; wins over its kind",
                &NUMBER,
                "",
                (0.001, 1e9),
            )
            .optional(),
            kind("kind of disk").word("15k"),
            Input::quantity(
                "w",
                "share of the operations that writes",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
            Input::quantity(
                "r",
                "share of the operations that reads",
                &SHARE,
                "",
                (0.0, 1.0),
            )
            .optional(),
            Input::quantity("reads", "reads a second in front", &NUMBER, "", OPS)
                .symbol("R")
                .optional(),
            Input::quantity("writes", "writes a second in front", &NUMBER, "", OPS)
                .symbol("W")
                .optional(),
            Input::quantity(
                "iops",
                "operations a second in front, divided by r and w",
                &NUMBER,
                "",
                OPS,
            )
            .optional(),
            Input::quantity(
                "penalty",
                "operations behind for each write; wins over the level's",
                &NUMBER,
                "",
                (1.0, 100.0),
            )
            .symbol("F")
            .optional(),
            Input::count("g", "parity groups of RAID 50 and 60", (1.0, 10_000.0)).or(2.0),
            Input::quantity("size", "size of a disk", &DATA, "MB", (0.0, 1e15)).optional(),
            Input::choice(
                "mode",
                "how RAID 5 is counted",
                &[
                    ("published", "All disks carry operations"),
                    (
                        "microsoft",
                        "RAID 5 with one disk less, as Microsoft counts",
                    ),
                ],
            )
            .word("published"),
        ],
        outputs: &[
            Output::new("penalty", "Operations behind for each write", ""),
            Output::new("raw", "Operations of the disks", "IOPS"),
            Output::new(
                "front_end",
                "Operations that the disks carry in front",
                "IOPS",
            ),
            Output::new("back_end", "Operations behind", "IOPS"),
            Output::new("disks", "Disks needed", ""),
            Output::new("usable_disks", "Disks of usable capacity", ""),
            Output::new("usable", "Usable space", "MiB"),
            Output::new("minimum", "Fewest disks of the level", ""),
        ],
        example: &[("level", "5"), ("n", "5"), ("i", "180"), ("w", "16%")],
        sources: &[
            "Capacity planning for Active Directory Domain Services, Microsoft, 2019 (back-end operations; RAID 5 with n − 1)",
            "RAID 50/60 IOPS question (public questions and answers)",
            "RAID penalties note (papyri), whose other formula, raw × r + raw × w ÷ F, averages the wrong way",
        ],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let level = level(g.word("level"));
        let spans = g.value("g") as u32;
        let spans = if level.spanned() { spans } else { 1 };
        let penalty = match g.maybe("penalty") {
            Some(own) => own,
            None => g.cx.k(g.t, "F", penalty_key(level), ""),
        };
        g.put("penalty", penalty.clone());
        let kind = g.word("kind").to_owned();
        let each = match g.maybe("i") {
            Some(i) => i,
            None => planned(g, &kind).unwrap_or_else(|| g.t.number(0.0)),
        };
        // Shares: either one gives the other.
        let shares = match (g.maybe("r"), g.maybe("w")) {
            (Some(r), Some(w)) => {
                if (r.value() + w.value() - 1.0).abs() > 1e-9 {
                    return Err(g.fault(
                        "r",
                        "r and w do not add up to the whole",
                        "give one of them",
                    ));
                }
                Some((r, w))
            }
            (Some(r), None) => Some((r.clone(), g.t.number(1.0) - r)),
            (None, Some(w)) => Some((g.t.number(1.0) - w.clone(), w)),
            (None, None) => None,
        };
        let n = g.maybe("n");
        if let Some(n) = &n {
            let spindles = if g.word("mode") == "microsoft" && level == RaidLevel::Raid5 {
                n.clone() - g.t.number(1.0)
            } else {
                n.clone()
            };
            let raw = spindles.clone() * each.clone();
            g.put("raw", raw.clone());
            if let Some((r, w)) = shares.clone() {
                let front = raid::front_end::<T>(
                    spindles,
                    each.clone(),
                    r.clone(),
                    w.clone(),
                    penalty.clone(),
                );
                let other = raw.value() * r.value() + raw.value() * w.value() / penalty.value();
                if w.value() > 0.0 && penalty.value() > 1.0 {
                    g.note(format!(
                        "the formula raw × r + raw × w ÷ F, often printed, would give {}: it averages the wrong way and overstates",
                        pretty(other)
                    ));
                }
                g.put("front_end", front);
            }
        }
        let demand = match (g.maybe("reads"), g.maybe("writes"), g.maybe("iops")) {
            (None, None, Some(iops)) => match shares {
                Some((r, w)) => Some((iops.clone() * r, iops * w)),
                None => {
                    return Err(g.fault(
                        "w",
                        "what share of iops writes is missing",
                        "give w, or reads and writes instead of iops",
                    ));
                }
            },
            (None, None, None) => None,
            (reads, writes, None) => {
                let zero = g.t.number(0.0);
                Some((
                    reads.unwrap_or_else(|| zero.clone()),
                    writes.unwrap_or(zero),
                ))
            }
            _ => {
                return Err(g.fault(
                    "iops",
                    "iops and reads or writes are both given",
                    "give one of the two",
                ));
            }
        };
        if let Some((reads, writes)) = demand {
            let behind = raid::back_end::<T>(reads, writes, penalty);
            g.put("back_end", behind.clone());
            let behind = g.t.step("back_end", "IOPS", behind);
            let mut disks = raid::disks_for::<T>(behind, each);
            if g.word("mode") == "microsoft" && level == RaidLevel::Raid5 {
                disks = disks + g.t.number(1.0);
            }
            let least = g.t.number(f64::from(level.least_disks(spans)));
            disks = disks.max(least);
            if matches!(level, RaidLevel::Raid10) {
                let two = g.t.number(2.0);
                disks = (disks / two.clone()).ceil() * two;
            }
            g.put("disks", disks.clone());
            if matches!(level, RaidLevel::Raid1) && disks.value() > 2.0 {
                g.warn("", "one mirror has two disks: take RAID 10 for more");
            }
            if let Some(n) = &n
                && n.value() < disks.value()
            {
                g.warn(
                    "CAP-010",
                    "the disks given are too few for these operations",
                );
            }
        }
        if let Some(n) = n {
            let all = group(level, n.value() as u32, spans);
            let usable = f64::from(all.usable_disks());
            let usable = g.t.given("usable_disks", usable, "", || {
                Origin::Counted(format!("{} disks as {}", pretty(n.value()), level.word()))
            });
            g.put("usable_disks", usable.clone());
            if let Some(size) = g.maybe("size") {
                let space = raid::space_mib(g.t, usable, size);
                g.put("usable", space);
            }
            if n.value() < f64::from(level.least_disks(spans)) {
                g.fail(
                    "",
                    format!(
                        "{} needs at least {} disks",
                        level.word(),
                        level.least_disks(spans)
                    ),
                );
            }
        }
        let least = g.t.number(f64::from(level.least_disks(spans)));
        g.put("minimum", least);
        g.note(survives(level));
        if level == RaidLevel::Raid0 {
            g.warn("RED-009", "one failed disk loses everything on it");
        }
        Ok(())
    }
}

pub(super) struct Rebuild;

impl Calculation for Rebuild {
    const SPEC: Spec = Spec {
        slug: "raid-rebuild",
        family: Family::Storage,
        title: "How long a failed disk is written anew",
        about: "Size of a disk over the rate at which it is written beside the load; until then the group stands without one of its \
                spares. Rates are assumptions: take what your controller shows.",
        inputs: &[
            Input::quantity("size", "size of a disk", &DATA, "MB", (0.001, 1e15)),
            Input::quantity(
                "rate",
                "rate of the rebuild; wins over the kind's",
                &RATE,
                "MB/s",
                (1e-6, 1e9),
            )
            .optional(),
            Input::choice("kind", "kind of disk", KINDS).word("15k"),
        ],
        outputs: &[Output::new("time", "Time of the rebuild", "h")],
        example: &[("size", "600GB"), ("kind", "15k")],
        sources: &["Derived: size over rate"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let size = g.n("size");
        let rate = match g.maybe("rate") {
            Some(rate) => rate,
            None => {
                let key = match g.word("kind") {
                    "5.4k" | "7.2k" => "rebuild_mb_s.Sata7k",
                    "10k" => "rebuild_mb_s.Sas10k",
                    "ssd" => "rebuild_mb_s.Ssd",
                    "nvme" => "rebuild_mb_s.Nvme",
                    _ => "rebuild_mb_s.Sas15k",
                };
                g.cx.k(g.t, "rate", key, "MB/s")
            }
        };
        let time = raid::rebuild_h(g.t, size, rate);
        g.put("time", time);
        Ok(())
    }
}

pub(super) struct Headroom;

impl Calculation for Headroom {
    const SPEC: Spec = Spec {
        slug: "storage-headroom",
        family: Family::Storage,
        title: "What storage may be planned to",
        about: "Redundant parts (a second controller, hot spares, a second path) do not count as capacity, and the rest is planned to at \
                most 80 %.",
        inputs: &[
            Input::quantity(
                "capability",
                "operations of everything, redundant parts too",
                &NUMBER,
                "",
                OPS,
            ),
            Input::quantity(
                "redundant",
                "share of it that is there for redundancy only",
                &SHARE,
                "",
                (0.0, 0.99),
            )
            .or(0.0),
            Input::quantity(
                "ceiling",
                "share of the rest that is planned for",
                &SHARE,
                "",
                (0.01, 1.0),
            )
            .or(0.8),
            Input::quantity("load", "operations asked for", &NUMBER, "", OPS).optional(),
        ],
        outputs: &[
            Output::new("plan", "Operations to plan with", "IOPS"),
            Output::new("share", "Use of what is not redundant", "share"),
        ],
        example: &[
            ("capability", "4000"),
            ("redundant", "50%"),
            ("load", "1700"),
        ],
        sources: &["Capacity planning for Active Directory Domain Services, Microsoft, 2019"],
    };

    fn run<T: Tracer>(g: &mut Given<'_, T>) -> Result<(), CalcError> {
        let one = g.t.number(1.0);
        let rest = g.n("capability") * (one - g.n("redundant"));
        let rest = g.t.step("rest", "IOPS", rest);
        let ceiling = g.n("ceiling");
        g.put("plan", rest.clone() * ceiling.clone());
        if let Some(load) = g.maybe("load") {
            let share = load / rest;
            if share.value() > ceiling.value() {
                g.warn(
                    "CAP-010",
                    "more is asked for than is planned for: no room for bursts",
                );
            }
            g.put("share", share);
        }
        Ok(())
    }
}
