//! What the numbers of a calculator are measured in: every unit a person may type, with its factor.

/// A kind of quantity with the units it is written in. Factors turn a unit into the first one.
#[derive(Debug)]
pub struct Dimension {
    /// For people: `time`, `data rate` …
    pub name: &'static str,
    pub units: &'static [(&'static str, f64)],
}

/// Numbers without a unit.
pub const NUMBER: Dimension = Dimension {
    name: "number",
    units: &[("", 1.0), ("k", 1e3), ("M", 1e6)],
};
/// Parts of one; written 0.2 or 20 %.
pub const SHARE: Dimension = Dimension {
    name: "share",
    units: &[("", 1.0), ("%", 0.01), ("share", 1.0)],
};
/// Spans of time. A year is 8,760 h.
pub const TIME: Dimension = Dimension {
    name: "time",
    units: &[
        ("h", 1.0),
        ("min", 1.0 / 60.0),
        ("s", 1.0 / 3_600.0),
        ("ms", 1.0 / 3_600_000.0),
        ("µs", 1.0 / 3.6e9),
        ("μs", 1.0 / 3.6e9),
        ("us", 1.0 / 3.6e9),
        ("ns", 1.0 / 3.6e12),
        ("d", 24.0),
        ("wk", 168.0),
        ("mo", 730.0),
        ("yr", 8_760.0),
        ("y", 8_760.0),
        ("hours", 1.0),
        ("hour", 1.0),
        ("days", 24.0),
        ("day", 24.0),
        ("weeks", 168.0),
        ("week", 168.0),
        ("months", 730.0),
        ("years", 8_760.0),
        ("year", 8_760.0),
    ],
};
/// How often something happens, or how many a time.
pub const FREQUENCY: Dimension = Dimension {
    name: "frequency",
    units: &[
        ("/h", 1.0),
        ("/s", 3_600.0),
        ("/min", 60.0),
        ("/d", 1.0 / 24.0),
        ("/day", 1.0 / 24.0),
        ("/wk", 1.0 / 168.0),
        ("/yr", 1.0 / 8_760.0),
        ("/y", 1.0 / 8_760.0),
        ("/year", 1.0 / 8_760.0),
        ("FIT", 1e-9),
        ("IOPS", 3_600.0),
    ],
};
/// Memory, mailboxes and databases: binary, as vendors' formulas count them; GB is 2^30 bytes here.
pub const MEMORY: Dimension = Dimension {
    name: "memory",
    units: &[
        ("MiB", 1.0),
        ("GiB", 1_024.0),
        ("TiB", 1_048_576.0),
        ("KiB", 1.0 / 1_024.0),
        ("MB", 1.0),
        ("GB", 1_024.0),
        ("TB", 1_048_576.0),
        ("KB", 1.0 / 1_024.0),
        ("kB", 1.0 / 1_024.0),
        ("B", 1.0 / 1_048_576.0),
    ],
};
/// Data on disks and wires: decimal; GiB stays binary.
pub const DATA: Dimension = Dimension {
    name: "data",
    units: &[
        ("MB", 1.0),
        ("GB", 1e3),
        ("TB", 1e6),
        ("PB", 1e9),
        ("kB", 1e-3),
        ("KB", 1e-3),
        ("B", 1e-6),
        ("byte", 1e-6),
        ("bytes", 1e-6),
        ("KiB", 1.024e-3),
        ("MiB", 1.048_576),
        ("GiB", 1_073.741_824),
        ("TiB", 1_099_511.627_776),
        ("Mbit", 0.125),
        ("Gbit", 125.0),
    ],
};
/// Rates on a wire or a disk: decimal. Bits and bytes both; MB/s is 8 Mbit/s.
pub const RATE: Dimension = Dimension {
    name: "data rate",
    units: &[
        ("Mbit/s", 1.0),
        ("Gbit/s", 1e3),
        ("Tbit/s", 1e6),
        ("kbit/s", 1e-3),
        ("bit/s", 1e-6),
        ("Mbps", 1.0),
        ("Gbps", 1e3),
        ("kbps", 1e-3),
        ("Mb/s", 1.0),
        ("Gb/s", 1e3),
        ("MB/s", 8.0),
        ("GB/s", 8e3),
        ("kB/s", 8e-3),
        ("KB/s", 8e-3),
        ("B/s", 8e-6),
        ("MiB/s", 8.388_608),
        ("KiB/s", 8.192e-3),
        ("GB/h", 8e3 / 3_600.0),
        ("TB/h", 8e6 / 3_600.0),
    ],
};
/// Rates of what is counted as memory is: binary; MB/s is 2^20 bytes a second here.
pub const MEMORY_RATE: Dimension = Dimension {
    name: "rate of memory",
    units: &[
        ("MiB/s", 1.0),
        ("GiB/s", 1_024.0),
        ("KiB/s", 1.0 / 1_024.0),
        ("MB/s", 1.0),
        ("GB/s", 1_024.0),
        ("TB/s", 1_048_576.0),
        ("KB/s", 1.0 / 1_024.0),
        ("kB/s", 1.0 / 1_024.0),
        ("B/s", 1.0 / 1_048_576.0),
        ("GB/h", 1_024.0 / 3_600.0),
        ("TB/h", 1_048_576.0 / 3_600.0),
    ],
};
/// Distances and lengths of fibre.
pub const LENGTH: Dimension = Dimension {
    name: "length",
    units: &[
        ("km", 1.0),
        ("m", 1e-3),
        ("mi", crate::units::KM_PER_MILE),
        ("mile", crate::units::KM_PER_MILE),
        ("miles", crate::units::KM_PER_MILE),
    ],
};
/// Processor clocks and megacycles a second.
pub const CLOCK: Dimension = Dimension {
    name: "clock",
    units: &[
        ("MHz", 1.0),
        ("GHz", 1e3),
        ("megacycles", 1.0),
        ("Mcycles", 1.0),
    ],
};
/// Electric power.
pub const POWER: Dimension = Dimension {
    name: "power",
    units: &[("W", 1.0), ("kW", 1e3)],
};
/// Money in the currency of the plan.
pub const MONEY: Dimension = Dimension {
    name: "money",
    units: &[
        ("", 1.0),
        ("$", 1.0),
        ("€", 1.0),
        ("£", 1.0),
        ("USD", 1.0),
        ("EUR", 1.0),
        ("k", 1e3),
        ("M", 1e6),
    ],
};

impl Dimension {
    /// Factor of a unit to the first one; case counts only where it carries meaning.
    pub fn factor(&self, unit: &str) -> Option<f64> {
        crate::units::find_factor(self.units, unit)
    }

    /// Units to name in a message, without other spellings; empty where a plain number is meant.
    pub fn examples(&self) -> String {
        if self.units.first().is_some_and(|(name, _)| name.is_empty()) {
            return String::new();
        }
        let names: Vec<&str> = self
            .units
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !name.is_empty())
            .take(6)
            .collect();
        names.join(", ")
    }
}
