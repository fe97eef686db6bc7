//! Quantities with their units: newtypes that read and write text such as `48 GiB` or `0.61 ms`.
//!
//! Memory, mailboxes and databases are binary (MiB); disks as sold and all on a wire are decimal (MB, Mbit/s, MB/s).
//! A value read from text is finite, not negative and below the type's ceiling; anything else is a [`UnitError`].

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Why a text is not the quantity asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    #[error("\"{text}\" is not a number with a unit; write for example {example}")]
    NotANumber { text: String, example: String },
    #[error("\"{text}\" has no unit; write one of {units}, for example {example}")]
    NoUnit {
        text: String,
        units: String,
        example: String,
    },
    #[error("unknown unit \"{unit}\"; use one of {units}")]
    UnknownUnit { unit: String, units: String },
    #[error("{text} is outside the range 0 to {max}")]
    OutOfRange { text: String, max: String },
    #[error("{text} is not a whole number of {unit}")]
    NotWhole { text: String, unit: String },
}

/// Splits `"42.5 km"` into 42.5 and `"km"`. Thousands may be grouped by `,` only when three digits follow each.
pub(crate) fn split_number(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(i, c)| {
            !(c.is_ascii_digit()
                || matches!(c, '.' | ',' | '_')
                || (*i == 0 && matches!(c, '+' | '-')))
        })
        .map_or(text.len(), |(i, _)| i);
    let (number, unit) = text.split_at(end);
    let mut plain = String::with_capacity(number.len());
    let groups: Vec<&str> = number.split(',').collect();
    if groups.len() > 1 {
        let (last, head) = groups.split_last()?;
        let last_int = last.split('.').next().unwrap_or("");
        if last_int.len() != 3 || head.iter().skip(1).any(|g| g.len() != 3) {
            return None;
        }
    }
    plain.extend(number.chars().filter(|c| !matches!(c, ',' | '_')));
    let value: f64 = plain.parse().ok()?;
    // Exponents as the formatter of f64 may write them.
    let unit = unit.trim();
    if let Some(rest) = unit.strip_prefix(['e', 'E']) {
        let digits = rest
            .char_indices()
            .find(|(i, c)| !(c.is_ascii_digit() || (*i == 0 && matches!(c, '+' | '-'))))
            .map_or(rest.len(), |(i, _)| i);
        if let Ok(exp) = rest.get(..digits)?.parse::<i32>() {
            return Some((value * 10f64.powi(exp), rest.get(digits..)?.trim()));
        }
    }
    Some((value, unit))
}

pub(crate) fn find_factor(units: &[(&str, f64)], unit: &str) -> Option<f64> {
    units
        .iter()
        .find(|(name, _)| *name == unit)
        .or_else(|| {
            // `gib` and `GIB` are clear; only where case carries meaning (Mb, MB) must it match.
            let mut hits = units
                .iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case(unit));
            match (hits.next(), hits.next()) {
                (Some(hit), None) => Some(hit),
                _ => None,
            }
        })
        .map(|(_, factor)| *factor)
}

fn unit_list(shown: &[(&str, f64)]) -> String {
    shown
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(", ")
}

fn parse_in(
    text: &str,
    units: &[(&str, f64)],
    shown: &[(&str, f64)],
    bare: Option<f64>,
    example: &str,
    max: f64,
) -> Result<f64, UnitError> {
    let (value, unit) = split_number(text).ok_or_else(|| UnitError::NotANumber {
        text: text.trim().chars().take(60).collect(),
        example: example.to_owned(),
    })?;
    let factor = if unit.is_empty() {
        bare.ok_or_else(|| UnitError::NoUnit {
            text: text.trim().chars().take(60).collect(),
            units: unit_list(shown),
            example: example.to_owned(),
        })?
    } else {
        find_factor(units, unit).ok_or_else(|| UnitError::UnknownUnit {
            unit: unit.chars().take(30).collect(),
            units: unit_list(shown),
        })?
    };
    let canonical = if factor == PER_CENT {
        exact_share(text).unwrap_or(value * factor)
    } else {
        value * factor
    };
    if !canonical.is_finite()
        || canonical < 0.0
        || value.is_sign_negative() && value != 0.0
        || canonical > max
    {
        return Err(UnitError::OutOfRange {
            text: text.trim().chars().take(60).collect(),
            max: show(max, shown),
        });
    }
    Ok(canonical)
}

/// Factor of `%`.
const PER_CENT: f64 = 0.01;

/// `69 %` as the number nearest to 0.69; 69 times 0.01 is its neighbour.
fn exact_share(text: &str) -> Option<f64> {
    let number: String = text
        .trim()
        .trim_end_matches('%')
        .trim_end()
        .chars()
        .filter(|c| !matches!(c, ',' | '_'))
        .collect();
    if number.contains(['e', 'E']) {
        return None;
    }
    format!("{number}e-2").parse().ok()
}

/// A share in per cent, digit for digit: 0.69 is `69`.
fn per_cent(share: f64) -> String {
    if share == 0.0 {
        return "0".to_owned();
    }
    let text = format!("{share:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i64>().unwrap_or(0).saturating_add(3);
    match usize::try_from(point) {
        Ok(0) | Err(_) => {
            let zeros = usize::try_from(-point).unwrap_or(0);
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        Ok(point) if point >= digits.len() => {
            format!("{digits}{}", "0".repeat(point - digits.len()))
        }
        Ok(point) => {
            let (whole, rest) = digits.split_at(point);
            format!("{whole}.{rest}")
        }
    }
}

/// The shortest exact text: the largest unit in which the value reads back unchanged without a long fraction.
fn show(value: f64, shown: &[(&str, f64)]) -> String {
    if let [(name, PER_CENT)] = shown {
        return format!("{} {name}", per_cent(value));
    }
    let mut best: Option<String> = None;
    for (name, factor) in shown {
        let scaled = value / factor;
        if scaled * factor != value
            || (scaled < 1.0 && *factor > shown.first().map_or(1.0, |s| s.1))
        {
            continue;
        }
        let text = if name.is_empty() {
            format!("{scaled}")
        } else {
            format!("{scaled} {name}")
        };
        let digits = |t: &str| {
            t.chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .count()
        };
        if best.as_ref().is_none_or(|b| digits(&text) <= digits(b)) {
            best = Some(text);
        }
    }
    best.unwrap_or_else(|| {
        let (name, factor) = shown.first().copied().unwrap_or(("", 1.0));
        format!("{} {name}", value / factor)
    })
}

/// What every quantity offers to fields and files.
pub trait Quantity: Copy + PartialEq + PartialOrd + fmt::Display + fmt::Debug {
    /// The unit of [`Quantity::canonical`], as shown.
    const UNIT: &'static str;
    /// Units a person may type, most common first.
    const UNITS: &'static [&'static str];
    /// The largest value accepted, in the canonical unit.
    const MAX: f64;
    /// The value in the canonical unit.
    fn canonical(self) -> f64;
    /// From a value in the canonical unit; rounds where the type holds integers.
    fn from_canonical(value: f64) -> Self;
    /// Reads text with a unit; where `bare` is true a number alone means the canonical unit.
    fn parse(text: &str, bare: bool) -> Result<Self, UnitError>;
}

macro_rules! serde_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                <$name as Quantity>::parse(&text, false).map_err(de::Error::custom)
            }
        }
    };
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, max $max:expr, example $example:literal, shown [$($sn:literal = $sf:expr),*], also [$($an:literal = $af:expr),*]) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
        pub struct $name(f64);

        impl $name {
            /// From a value in the canonical unit; a value that is not finite or is negative becomes zero.
            pub const fn new(value: f64) -> Self {
                if value.is_finite() && value > 0.0 { Self(value) } else { Self(0.0) }
            }
            /// The value in the canonical unit.
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            const UNITS: &'static [&'static str] = &[$($sn),*];
            const MAX: f64 = $max;
            fn canonical(self) -> f64 { self.0 }
            fn from_canonical(value: f64) -> Self { Self::new(value) }
            fn parse(text: &str, bare: bool) -> Result<Self, UnitError> {
                parse_in(
                    text,
                    &[$(($sn, $sf),)* $(($an, $af),)*],
                    &[$(($sn, $sf)),*],
                    bare.then_some(1.0),
                    $example,
                    $max,
                ).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&show(self.0, &[$(($sn, $sf)),*]))
            }
        }
        serde_as_text!($name);
    };
}

macro_rules! whole_quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, max $max:expr, example $example:literal, shown [$($sn:literal = $sf:expr),*], also [$($an:literal = $af:expr),*]) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(u64);

        impl $name {
            pub const fn new(value: u64) -> Self {
                Self(value)
            }
            pub const fn get(self) -> u64 {
                self.0
            }
            /// The same value for sums of figures.
            pub const fn as_f64(self) -> f64 {
                self.0 as f64
            }
        }

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            const UNITS: &'static [&'static str] = &[$($sn),*];
            const MAX: f64 = $max;
            fn canonical(self) -> f64 { self.0 as f64 }
            fn from_canonical(value: f64) -> Self {
                // A cast from a float saturates and maps NaN to zero.
                Self(value.clamp(0.0, $max).round() as u64)
            }
            fn parse(text: &str, bare: bool) -> Result<Self, UnitError> {
                let value = parse_in(
                    text,
                    &[$(($sn, $sf),)* $(($an, $af),)*],
                    &[$(($sn, $sf)),*],
                    bare.then_some(1.0),
                    $example,
                    $max,
                )?;
                // A decimal size typed for a binary field (`1 TB`) may fall between two MiB.
                if (value - value.round()).abs() > 1e-6 && value < 16.0 {
                    return Err(UnitError::NotWhole { text: text.trim().to_owned(), unit: $unit.to_owned() });
                }
                Ok(Self(value.round() as u64))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&show(self.0 as f64, &[$(($sn, $sf)),*]))
            }
        }
        serde_as_text!($name);
    };
}

const KIB: f64 = 1.0 / 1024.0;

whole_quantity!(
    /// Memory, mailbox or database size in MiB (2^20 bytes).
    Mib, "MiB", max 1_099_511_627_776.0, example "8 GiB",
    shown ["MiB" = 1.0, "GiB" = 1024.0, "TiB" = 1_048_576.0],
    also ["KiB" = KIB, "PiB" = 1_073_741_824.0, "MB" = 1e6 / 1_048_576.0, "GB" = 1e9 / 1_048_576.0, "TB" = 1e12 / 1_048_576.0]
);
whole_quantity!(
    /// Disk capacity as sold, in MB (10^6 bytes).
    Mb, "MB", max 1e15, example "600 GB",
    shown ["MB" = 1.0, "GB" = 1e3, "TB" = 1e6],
    also ["PB" = 1e9, "MiB" = 1.048_576, "GiB" = 1_073.741_824, "TiB" = 1_099_511.627_776]
);
whole_quantity!(
    /// Bytes under way on a wire.
    Bytes, "B", max 1e12, example "1 MB",
    shown ["B" = 1.0, "kB" = 1e3, "MB" = 1e6],
    also ["KiB" = 1_024.0, "MiB" = 1_048_576.0, "GB" = 1e9, "bytes" = 1.0, "byte" = 1.0]
);
quantity!(
    /// A rate on a wire in Mbit/s (10^6 bit/s).
    Mbps, "Mbit/s", max 1e9, example "1 Gbit/s",
    shown ["Mbit/s" = 1.0, "Gbit/s" = 1e3],
    also ["kbit/s" = 1e-3, "Tbit/s" = 1e6, "Mbps" = 1.0, "Gbps" = 1e3, "kbps" = 1e-3, "Mb/s" = 1.0, "Gb/s" = 1e3, "MB/s" = 8.0, "GB/s" = 8e3]
);
quantity!(
    /// A data rate in MB/s (10^6 bytes per second).
    MbPerS, "MB/s", max 1e9, example "12 MB/s",
    shown ["MB/s" = 1.0, "GB/s" = 1e3],
    also ["kB/s" = 1e-3, "MiB/s" = 1.048_576, "KiB/s" = 1.024e-3, "Mbit/s" = 0.125, "Gbit/s" = 125.0]
);
quantity!(
    /// Latency in milliseconds.
    Ms, "ms", max 3.6e9, example "0.6 ms",
    shown ["ms" = 1.0],
    also ["µs" = 1e-3, "μs" = 1e-3, "us" = 1e-3, "s" = 1e3, "ns" = 1e-6]
);
quantity!(
    /// A span of time in seconds.
    Secs, "s", max 3.2e9, example "10 min",
    shown ["s" = 1.0, "min" = 60.0, "h" = 3_600.0, "d" = 86_400.0],
    also ["ms" = 1e-3, "sec" = 1.0, "minutes" = 60.0, "hours" = 3_600.0, "days" = 86_400.0, "week" = 604_800.0, "weeks" = 604_800.0]
);
quantity!(
    /// Processor clock in GHz.
    Ghz, "GHz", max 100.0, example "2.66 GHz",
    shown ["GHz" = 1.0],
    also ["MHz" = 1e-3]
);
quantity!(
    /// I/O operations per second.
    Iops, "IOPS", max 1e9, example "320 IOPS",
    shown ["IOPS" = 1.0],
    also ["iops" = 1.0, "/s" = 1.0]
);
quantity!(
    /// A share of one, shown in per cent: 0.8 is `80 %`.
    Share, "", max 10.0, example "80 %",
    shown ["%" = 0.01],
    also []
);

/// A unit of distance, kept as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DistanceUnit {
    #[default]
    Km,
    Miles,
}

/// Kilometres in one statute mile (exact).
pub const KM_PER_MILE: f64 = 1.609_344;

macro_rules! distance {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Default)]
        pub struct $name {
            value: f64,
            unit: DistanceUnit,
        }

        impl $name {
            pub const fn from_km(km: f64) -> Self {
                Self { value: if km.is_finite() && km > 0.0 { km } else { 0.0 }, unit: DistanceUnit::Km }
            }
            pub const fn from_miles(miles: f64) -> Self {
                Self { value: if miles.is_finite() && miles > 0.0 { miles } else { 0.0 }, unit: DistanceUnit::Miles }
            }
            /// Kilometres.
            pub fn km(self) -> f64 {
                match self.unit {
                    DistanceUnit::Km => self.value,
                    DistanceUnit::Miles => self.value * KM_PER_MILE,
                }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.km().partial_cmp(&other.km())
            }
        }

        impl Quantity for $name {
            const UNIT: &'static str = "km";
            const UNITS: &'static [&'static str] = &["km", "mi"];
            const MAX: f64 = 100_000.0;
            fn canonical(self) -> f64 { self.km() }
            fn from_canonical(value: f64) -> Self { Self::from_km(value) }
            fn parse(text: &str, bare: bool) -> Result<Self, UnitError> {
                let units = [("km", 1.0), ("mi", KM_PER_MILE), ("miles", KM_PER_MILE), ("mile", KM_PER_MILE), ("m", 1e-3)];
                let km = parse_in(text, &units, units.get(..2).unwrap_or(&units), bare.then_some(1.0), $example, Self::MAX)?;
                match split_number(text) {
                    Some((value, "mi" | "mile" | "miles" | "MI" | "Mi")) => Ok(Self::from_miles(value)),
                    _ => Ok(Self::from_km(km)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let unit = match self.unit { DistanceUnit::Km => "km", DistanceUnit::Miles => "mi" };
                f.pad(&format!("{} {unit}", self.value))
            }
        }
        serde_as_text!($name);
    };
}

distance!(
    /// Distance on the map between two places; the fibre is longer by the route factor.
    MapDistance,
    "42 km"
);
distance!(
    /// Length of the fibre itself.
    FibreLength,
    "52 km"
);

/// Formats a number for people: three significant digits at least, no more decimals than help, thousands grouped.
pub fn pretty(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    // The sum of nothing is minus zero.
    let value = value + 0.0;
    let magnitude = value.abs();
    // What figures hold in place of a division by nothing.
    if magnitude >= crate::figure::HUGE {
        return if value < 0.0 { "−∞" } else { "∞" }.to_owned();
    }
    // Unavailabilities are small, availabilities close to one: both keep digits that tell them apart.
    if (1e-15..5e-5).contains(&magnitude) {
        return format!("{value:.2e}");
    }
    let nines = -(1.0 - magnitude).log10();
    let decimals = if magnitude > 0.999 && magnitude < 1.0 && nines < 11.0 {
        nines.ceil() as usize + 2
    } else if magnitude >= 100.0 || (magnitude - magnitude.round()).abs() < 5e-7 {
        0
    } else if magnitude >= 10.0 {
        1
    } else if magnitude >= 0.1 {
        2
    } else if magnitude >= 0.001 {
        4
    } else {
        6
    };
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" {
        text.remove(0);
    }
    let (whole, rest) = match text.split_once('.') {
        Some((w, r)) => (w.to_owned(), format!(".{r}")),
        None => (text, String::new()),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(d) => ("-", d),
        None => ("", whole.as_str()),
    };
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    format!("{sign}{grouped}{rest}")
}

/// An amount with its cents, thousands apart.
fn money(value: f64) -> String {
    let cents = (value * 100.0).round();
    if !cents.is_finite() || cents.abs() >= 1e15 {
        return pretty(value);
    }
    let whole = (cents / 100.0).trunc();
    let sign = if value < 0.0 && whole == 0.0 && cents != 0.0 {
        "-"
    } else {
        ""
    };
    format!("{sign}{}.{:02}", pretty(whole), (cents % 100.0).abs())
}

/// A figure for people: number and unit; shares of one in per cent, times in the unit that reads best.
pub fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => pretty(value),
        // Two decimals, whatever the currency.
        "money" => money(value),
        "share" => {
            let percent = value * 100.0;
            let text = if percent.abs() >= 10.0 {
                pretty(percent.round())
            } else {
                pretty((percent * 10.0).round() / 10.0)
            };
            format!("{text} %")
        }
        "MiB" if value >= 1_048_576.0 => format!("{} TiB", pretty(value / 1_048_576.0)),
        "MiB" if value >= 1024.0 => format!("{} GiB", pretty(value / 1024.0)),
        "Mbit/s" if value >= 1000.0 => format!("{} Gbit/s", pretty((value / 10.0).round() / 100.0)),
        "s" if value >= 3600.0 => format!("{} h", pretty((value / 36.0).round() / 100.0)),
        "s" if value >= 60.0 => format!("{} min", pretty((value / 0.6).round() / 100.0)),
        "cores" if pretty(value) == "1" => "1 core".to_owned(),
        _ => format!("{} {unit}", pretty(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        assert_eq!(Mib::parse("8 GiB", false), Ok(Mib::new(8192)));
        assert_eq!(Mib::parse("8GiB", false), Ok(Mib::new(8192)));
        assert_eq!(Mib::parse("7,048 MiB", false), Ok(Mib::new(7048)));
        assert_eq!(Mib::parse("512", true), Ok(Mib::new(512)));
        assert_eq!(Mbps::parse("1 Gbit/s", false).map(Mbps::get), Ok(1000.0));
        assert_eq!(Ms::parse("480 µs", false).map(Ms::get), Ok(0.48));
        assert_eq!(Share::parse("80 %", false).map(Share::get), Ok(0.8));
        assert!((MapDistance::parse("26 mi", false).unwrap().km() - 41.842_944).abs() < 1e-9);
        assert_eq!(Secs::parse("10 min", false).map(Secs::get), Ok(600.0));
    }

    #[test]
    fn refuses_what_is_not_a_quantity() {
        for bad in [
            "",
            "NaN GiB",
            "-1 GiB",
            "inf GiB",
            "8 furlongs",
            "8",
            "1e400 GiB",
            "1,23 GiB",
            "GiB",
        ] {
            assert!(Mib::parse(bad, false).is_err(), "{bad}");
        }
        assert!(
            Mbps::parse("1 mb/s", false).is_err(),
            "case carries meaning"
        );
    }

    #[test]
    fn writes_the_shortest_exact_text() {
        assert_eq!(Mib::new(8192).to_string(), "8 GiB");
        assert_eq!(Mib::new(7048).to_string(), "7048 MiB");
        assert_eq!(Mb::new(600_000).to_string(), "600 GB");
        assert_eq!(Mbps::new(10_000.0).to_string(), "10 Gbit/s");
        assert_eq!(Mbps::new(155.0).to_string(), "155 Mbit/s");
        assert_eq!(Secs::new(90.0).to_string(), "90 s");
        assert_eq!(Secs::new(600.0).to_string(), "10 min");
        assert_eq!(Share::new(0.8).to_string(), "80 %");
        assert_eq!(Share::new(0.69).to_string(), "69 %");
        assert_eq!(Share::parse("69 %", false), Ok(Share::new(0.69)));
        assert_eq!(Share::new(0.0).to_string(), "0 %");
        assert_eq!(Share::new(0.001).to_string(), "0.1 %");
        assert_eq!(Share::new(0.000_012_5).to_string(), "0.00125 %");
        assert_eq!(Share::new(1.5).to_string(), "150 %");
        assert_eq!(MapDistance::from_miles(100.0).to_string(), "100 mi");
        assert_eq!(Mib::new(0).to_string(), "0 MiB");
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(pretty(7048.0), "7,048");
        assert_eq!(pretty(0.61), "0.61");
        assert_eq!(pretty(-1234567.8), "-1,234,568");
        assert_eq!(pretty(12.0), "12");
        assert_eq!(pretty(0.0), "0");
        assert_eq!(with_unit(15_785.845, "money"), "15,785.85");
        assert_eq!(with_unit(-0.5, "money"), "-0.50");
        assert_eq!(pretty(1.59987e-9), "1.60e-9");
        assert_eq!(pretty(0.999_997_683_37), "0.99999768");
        assert_eq!(pretty(0.9995), "0.9995");
    }

    proptest::proptest! {
        #[test]
        fn text_round_trips(v in 0.0f64..1e9, m in 0u64..1_000_000_000_000) {
            proptest::prop_assert_eq!(Mbps::parse(&Mbps::new(v).to_string(), false).unwrap(), Mbps::new(v));
            proptest::prop_assert_eq!(Ms::parse(&Ms::new(v).to_string(), false).unwrap(), Ms::new(v));
            proptest::prop_assert_eq!(Mib::parse(&Mib::new(m).to_string(), false).unwrap(), Mib::new(m));
            for share in [v / 1e9, v / 1e8] {
                proptest::prop_assert_eq!(Share::parse(&Share::new(share).to_string(), false).unwrap(), Share::new(share));
            }
            proptest::prop_assert_eq!(Mb::parse(&Mb::new(m).to_string(), false).unwrap(), Mb::new(m));
        }
    }
}
