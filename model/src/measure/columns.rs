//! What a heading means: the quantity, the unit, and whether the column is a sum or a part.

use super::Machine;
use crate::plan::Meter;

/// What a column counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    Meter(Meter),
    /// Disk latency, ms.
    Latency,
}

impl Counted {
    /// For people.
    pub const fn label(self) -> &'static str {
        match self {
            Counted::Meter(meter) => meter.label(),
            Counted::Latency => "Disk latency",
        }
    }
}

/// A column that is counted: `value` = `base` + `factor` × cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub at: usize,
    pub name: String,
    pub counted: Counted,
    factor: f64,
    base: f64,
}

impl Column {
    pub(super) fn value(&self, cell: f64) -> f64 {
        let value = self.base + self.factor * cell;
        // A share of time measured a hair above the whole leaves a hair below nothing.
        if value < 0.0 && value > -0.02 * self.base {
            0.0
        } else {
            value
        }
    }
}

/// The columns of a table.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Found {
    pub columns: Vec<Column>,
    pub time: Option<usize>,
    pub instance: Option<usize>,
    pub left_out: Vec<(String, String)>,
    pub unknown: Vec<String>,
}

/// A heading in parts, lower case.
struct Heading {
    /// Object before the counter, with its instance, where the heading has one: `physicaldisk(_total)`.
    object: String,
    /// The counter without its unit.
    words: String,
    /// The unit, as far as the heading tells it.
    unit: Option<Unit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Percent,
    Mhz,
    Ghz,
    Bytes,
    Kb,
    Mb,
    Gb,
    Kib,
    Mib,
    Gib,
    Tib,
    Pages,
    Bit,
    Kbit,
    Mbit,
    Gbit,
    Sectors,
    Seconds,
    Millis,
    Micros,
}

/// Spellings of units that stand as a word of their own in headings.
const UNITS: &[(&str, Unit)] = &[
    ("%", Unit::Percent),
    ("percent", Unit::Percent),
    ("pct", Unit::Percent),
    ("mhz", Unit::Mhz),
    ("ghz", Unit::Ghz),
    ("bytes", Unit::Bytes),
    ("byte", Unit::Bytes),
    ("b", Unit::Bytes),
    ("kbytes", Unit::Kib),
    ("kb", Unit::Kb),
    ("kbps", Unit::Kb),
    ("kib", Unit::Kib),
    ("mbytes", Unit::Mib),
    ("mb", Unit::Mb),
    ("mbps", Unit::Mb),
    ("mib", Unit::Mib),
    ("gbytes", Unit::Gib),
    ("gb", Unit::Gb),
    ("gib", Unit::Gib),
    ("tib", Unit::Tib),
    ("pages", Unit::Pages),
    ("bits", Unit::Bit),
    ("bit", Unit::Bit),
    ("kbit", Unit::Kbit),
    ("kbits", Unit::Kbit),
    ("mbit", Unit::Mbit),
    ("mbits", Unit::Mbit),
    ("gbit", Unit::Gbit),
    ("gbits", Unit::Gbit),
    ("sectors", Unit::Sectors),
    ("seconds", Unit::Seconds),
    ("sec", Unit::Seconds),
    ("s", Unit::Seconds),
    ("ms", Unit::Millis),
    ("milliseconds", Unit::Millis),
    ("us", Unit::Micros),
    ("µs", Unit::Micros),
];

fn unit_of(word: &str) -> Option<Unit> {
    UNITS.iter().find(|(w, _)| *w == word).map(|(_, u)| *u)
}

/// Counters of Linux tools, which write the unit into one word.
const WRITTEN_TOGETHER: &[(&str, &str)] = &[
    ("kbmemused", "memory used kib"),
    ("kbmemfree", "memory free kib"),
    ("kbavail", "memory available kib"),
    ("kbactive", "memory touched kib"),
    ("%memused", "memory used %"),
    ("%idle", "cpu idle %"),
    ("id", "cpu idle %"),
    ("%user", "cpu part %"),
    ("%usr", "cpu part %"),
    ("us", "cpu part %"),
    ("%nice", "cpu part %"),
    ("%system", "cpu part %"),
    ("%sys", "cpu part %"),
    ("sy", "cpu part %"),
    ("%irq", "cpu part %"),
    ("%soft", "cpu part %"),
    ("%steal", "cpu wait %"),
    ("%iowait", "cpu wait %"),
    ("rtps", "reads"),
    ("wtps", "writes"),
    ("r/s", "reads"),
    ("w/s", "writes"),
    ("bread/s", "read rate sectors"),
    ("bwrtn/s", "write rate sectors"),
    ("rkb/s", "read rate kib"),
    ("wkb/s", "write rate kib"),
    ("rmb/s", "read rate mib"),
    ("wmb/s", "write rate mib"),
    ("rd_sec/s", "read rate sectors"),
    ("wr_sec/s", "write rate sectors"),
    ("rxkb/s", "network received kib"),
    ("txkb/s", "network sent kib"),
    ("await", "disk latency ms"),
];

impl Heading {
    fn of(name: &str) -> Self {
        let lower = name.trim().to_lowercase();
        let (object, counter) = match lower.rsplit_once('\\') {
            Some((object, counter)) => (object.to_owned(), counter.to_owned()),
            None => (String::new(), lower),
        };
        let plain = WRITTEN_TOGETHER
            .iter()
            .find(|(w, _)| *w == counter)
            .map_or(counter.as_str(), |(_, words)| words);
        let parted: String = plain
            .replace("/sec", " ")
            .replace("/s", " ")
            .replace("per second", " ")
            .replace('%', " % ")
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, '%' | 'µ') {
                    c
                } else {
                    ' '
                }
            })
            .collect();
        let mut unit = None;
        let mut words = Vec::new();
        for word in parted.split_whitespace() {
            match unit_of(word) {
                // Of two units the first tells the amount: bytes/s, or seconds for each transfer.
                Some(u) if unit.is_none() => unit = Some(u),
                Some(_) => {}
                None => words.push(word),
            }
        }
        Self {
            object,
            words: words.join(" "),
            unit,
        }
    }

    /// The object of a monitor's path without machine and instance, for example `physicaldisk`.
    fn object_name(&self) -> &str {
        let last = self.object.rsplit('\\').next().unwrap_or("");
        last.split('(').next().unwrap_or("").trim()
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|w| {
            self.words.split(' ').any(|have| have == *w)
                || (w.contains(' ') && self.words.contains(*w))
        })
    }

    fn about(&self, any: &[&str]) -> bool {
        let object = self.object_name();
        self.has(any) || any.iter().any(|w| object.contains(w))
    }
}

/// What a heading stands for before unit and machine are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Cpu,
    /// One of several shares of processor time that add up.
    CpuPart,
    CpuIdle,
    /// Per cent of one core.
    CpuOfCore,
    Ram,
    RamFree,
    Space,
    Reads,
    Writes,
    ReadRate,
    WriteRate,
    NetIn,
    NetOut,
    Dirty,
    Latency,
    /// Known, and of no use here.
    Nothing,
}

fn meaning(h: &Heading) -> Option<Meaning> {
    let (disk, network) = (
        h.about(&[
            "disk",
            "physicaldisk",
            "logicaldisk",
            "storage",
            "datastore",
        ]),
        h.about(&["network", "net", "nic", "interface"]),
    );
    let rate = matches!(
        h.unit,
        Some(
            Unit::Bytes
                | Unit::Kb
                | Unit::Mb
                | Unit::Gb
                | Unit::Kib
                | Unit::Mib
                | Unit::Gib
                | Unit::Sectors
        )
    );
    let reads = h.has(&["read", "reads", "reading"]);
    let writes = h.has(&["write", "writes", "written", "writing"]);
    let time = matches!(h.unit, Some(Unit::Seconds | Unit::Millis | Unit::Micros));
    if h.has(&["wait"]) && h.about(&["cpu"]) {
        return Some(Meaning::Nothing);
    }
    if h.has(&["dirty", "dirtied"]) {
        return Some(Meaning::Dirty);
    }
    if (disk || h.has(&["latency"])) && time && h.has(&["latency", "transfer", "read", "write"]) {
        return Some(Meaning::Latency);
    }
    if network || h.has(&["received", "sent", "transmitted"]) {
        if h.has(&["received", "receive", "in", "rx", "inbound"]) {
            return Some(Meaning::NetIn);
        }
        if h.has(&[
            "sent",
            "send",
            "transmitted",
            "transmit",
            "out",
            "tx",
            "outbound",
        ]) {
            return Some(Meaning::NetOut);
        }
    }
    if reads != writes {
        return Some(match (reads, rate) {
            (true, true) => Meaning::ReadRate,
            (true, false) => Meaning::Reads,
            (false, true) => Meaning::WriteRate,
            (false, false) => Meaning::Writes,
        });
    }
    if h.about(&["cpu", "processor"]) {
        if h.has(&["idle"]) {
            return Some(Meaning::CpuIdle);
        }
        if h.has(&["part"]) {
            return Some(Meaning::CpuPart);
        }
        if h.object_name().starts_with("group cpu") {
            return (h.words == "used").then_some(Meaning::CpuOfCore);
        }
        let frequencies = matches!(h.unit, Some(Unit::Mhz | Unit::Ghz));
        let busy = h.unit == Some(Unit::Percent)
            && (h.has(&[
                "usage",
                "used",
                "use",
                "utilisation",
                "utilization",
                "util",
                "load",
                "busy",
            ]) || h.has(&["processor", "time"])
                || h.words == "cpu");
        let used = frequencies && !h.has(&["capacity", "total", "reservation", "limit"]);
        return (busy || used).then_some(Meaning::Cpu);
    }
    if h.about(&["memory", "mem", "ram"]) {
        if h.has(&["available", "free"]) {
            return Some(Meaning::RamFree);
        }
        if h.has(&[
            "used",
            "use",
            "usage",
            "consumed",
            "active",
            "touched",
            "working set",
            "in use",
        ]) || h.words == "memory"
            || h.words == "ram"
        {
            return Some(Meaning::Ram);
        }
        return None;
    }
    if (disk || h.has(&["space"])) && h.has(&["space", "used"]) && !h.has(&["free"]) && rate {
        return Some(Meaning::Space);
    }
    None
}

fn mib(unit: Option<Unit>) -> Option<f64> {
    Some(match unit? {
        Unit::Bytes => 1.0 / 1_048_576.0,
        // Of memory and files KB, MB and GB are counted in twos.
        Unit::Kb | Unit::Kib => 1.0 / 1024.0,
        Unit::Mb | Unit::Mib => 1.0,
        Unit::Gb | Unit::Gib => 1024.0,
        Unit::Tib => 1_048_576.0,
        Unit::Pages => 4.0 / 1024.0,
        _ => return None,
    })
}

fn bytes(unit: Option<Unit>) -> Option<f64> {
    Some(match unit? {
        Unit::Bytes => 1.0,
        Unit::Kb => 1e3,
        Unit::Kib => 1024.0,
        Unit::Mb => 1e6,
        Unit::Mib => 1_048_576.0,
        Unit::Gb => 1e9,
        Unit::Gib => 1_073_741_824.0,
        Unit::Sectors => 512.0,
        Unit::Bit => 0.125,
        Unit::Kbit => 125.0,
        Unit::Mbit => 125_000.0,
        Unit::Gbit => 125_000_000.0,
        _ => return None,
    })
}

/// Meter with base and factor; or why it cannot be counted.
fn counted(
    meaning: Meaning,
    unit: Option<Unit>,
    machine: &Machine,
) -> Result<(Counted, f64, f64), &'static str> {
    const NO_UNIT: &str = "its heading tells no unit";
    let meter = |m, base, factor| Ok((Counted::Meter(m), base, factor));
    let mhz = machine
        .mhz
        .ok_or("per cent of a processor whose MHz are not known");
    let ram = machine
        .ram_mib
        .ok_or("a part of memory whose size is not known");
    match meaning {
        Meaning::Cpu => match unit {
            Some(Unit::Mhz) => meter(Meter::CpuMhz, 0.0, 1.0),
            Some(Unit::Ghz) => meter(Meter::CpuMhz, 0.0, 1000.0),
            Some(Unit::Percent) => meter(Meter::CpuMhz, 0.0, mhz? / 100.0),
            _ => Err(NO_UNIT),
        },
        Meaning::CpuPart => meter(Meter::CpuMhz, 0.0, mhz? / 100.0),
        Meaning::CpuIdle => {
            let all = mhz?;
            meter(Meter::CpuMhz, all, -all / 100.0)
        }
        Meaning::CpuOfCore => {
            let cores = machine
                .cores
                .filter(|c| *c > 0.0)
                .ok_or("per cent of one core, and how many there are is not known")?;
            meter(Meter::CpuMhz, 0.0, mhz? / cores / 100.0)
        }
        Meaning::Ram => match unit {
            Some(Unit::Percent) => meter(Meter::Ram, 0.0, ram? / 100.0),
            _ => meter(Meter::Ram, 0.0, mib(unit).ok_or(NO_UNIT)?),
        },
        Meaning::RamFree => match unit {
            Some(Unit::Percent) => {
                let all = ram?;
                meter(Meter::Ram, all, -all / 100.0)
            }
            _ => meter(Meter::Ram, ram?, -mib(unit).ok_or(NO_UNIT)?),
        },
        Meaning::Space => meter(Meter::Space, 0.0, mib(unit).ok_or(NO_UNIT)?),
        Meaning::Reads => meter(Meter::Reads, 0.0, 1.0),
        Meaning::Writes => meter(Meter::Writes, 0.0, 1.0),
        Meaning::ReadRate => meter(Meter::ReadRate, 0.0, bytes(unit).ok_or(NO_UNIT)? / 1e6),
        Meaning::WriteRate => meter(Meter::WriteRate, 0.0, bytes(unit).ok_or(NO_UNIT)? / 1e6),
        Meaning::NetIn => meter(Meter::NetIn, 0.0, bytes(unit).ok_or(NO_UNIT)? / 125_000.0),
        Meaning::NetOut => meter(Meter::NetOut, 0.0, bytes(unit).ok_or(NO_UNIT)? / 125_000.0),
        Meaning::Dirty => match unit {
            None | Some(Unit::Pages) => meter(Meter::DirtyPages, 0.0, 1.0),
            _ => meter(Meter::DirtyPages, 0.0, bytes(unit).ok_or(NO_UNIT)? / 4096.0),
        },
        Meaning::Latency => match unit {
            Some(Unit::Seconds) => Ok((Counted::Latency, 0.0, 1000.0)),
            Some(Unit::Micros) => Ok((Counted::Latency, 0.0, 0.001)),
            _ => Ok((Counted::Latency, 0.0, 1.0)),
        },
        Meaning::Nothing => Err("it is waiting, not work"),
    }
}

const TIMES: [&str; 5] = ["time", "timestamp", "date", "datetime", "pdh"];
const INSTANCES: [&str; 8] = [
    "cpu",
    "iface",
    "dev",
    "device",
    "instance",
    "interface",
    "disk",
    "vm",
];

/// Finds out what each heading means.
pub(super) fn recognise(names: &[String], machine: &Machine) -> Found {
    let mut found = Found::default();
    let mut kept: Vec<(Meaning, Column, bool)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let lower = name.trim().trim_start_matches('(').to_lowercase();
        let first = lower.split([' ', '-', '(', '_']).next().unwrap_or("");
        if found.time.is_none() && TIMES.contains(&first) && !name.contains('\\') {
            found.time = Some(at);
            continue;
        }
        if INSTANCES.contains(&lower.as_str()) {
            found.instance = Some(at);
            continue;
        }
        if ["hostname", "interval"].contains(&lower.as_str()) || lower.is_empty() {
            continue;
        }
        let heading = Heading::of(name);
        let Some(meaning) = meaning(&heading) else {
            found.unknown.push(name.trim().to_owned());
            continue;
        };
        match counted(meaning, heading.unit, machine) {
            Ok((counted, base, factor)) => {
                let total = heading.object.contains("_total");
                let column = Column {
                    at,
                    name: name.trim().to_owned(),
                    counted,
                    factor,
                    base,
                };
                kept.push((meaning, column, total));
            }
            Err(why) => found
                .left_out
                .push((name.trim().to_owned(), why.to_owned())),
        }
    }
    found.columns = choose(kept, &mut found.left_out);
    found
}

/// Of columns that tell the same, those that count: the whole before its parts, work before idleness.
fn choose(kept: Vec<(Meaning, Column, bool)>, left_out: &mut Vec<(String, String)>) -> Vec<Column> {
    let order = [
        Meaning::Cpu,
        Meaning::CpuPart,
        Meaning::CpuOfCore,
        Meaning::CpuIdle,
        Meaning::Ram,
        Meaning::RamFree,
    ];
    let rank = |m: Meaning| order.iter().position(|o| *o == m).unwrap_or(0);
    let best = |counted: Counted| {
        kept.iter()
            .filter(|(_, c, _)| c.counted == counted)
            .map(|(m, _, _)| rank(*m))
            .min()
            .unwrap_or(0)
    };
    let whole = |counted: Counted| {
        kept.iter()
            .any(|(_, c, total)| c.counted == counted && *total)
    };
    let sums = |m: Meaning| {
        !matches!(
            m,
            Meaning::Cpu | Meaning::CpuIdle | Meaning::Ram | Meaning::RamFree
        )
    };
    let mut out: Vec<Column> = Vec::new();
    for (m, column, total) in &kept {
        let why = if rank(*m) != best(column.counted) {
            "another column tells it better"
        } else if whole(column.counted) && !total {
            "a column of the whole is there"
        } else if !sums(*m) && out.iter().any(|c| c.counted == column.counted) {
            "an earlier column tells the same"
        } else {
            out.push(column.clone());
            continue;
        };
        left_out.push((column.name.clone(), why.to_owned()));
    }
    out
}
