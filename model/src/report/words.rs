//! How the report words things: dates, quantities, counts and lists. Only formatting; no figure is made here.

use crate::units::pretty;
pub use crate::units::with_unit;

/// A day, for the cover and the file. No clock is read: the caller says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// From `2026-11-22`; none when it is no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if !(digits(year) && digits(month) && digits(day)) {
            return None;
        }
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=days)
            .contains(&day)
            .then_some(Self { year, month, day })
    }
}

impl std::fmt::Display for Date {
    /// `22 November 2026`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let month = MONTHS
            .get(usize::from(self.month).wrapping_sub(1))
            .copied()
            .unwrap_or("?");
        write!(f, "{} {month} {}", self.day, self.year)
    }
}

/// Stands where there is nothing to say.
pub const NONE: &str = "–";

/// `1 host`, `1,200 hosts`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", pretty(n as f64), if n == 1 { one } else { many })
}

/// The same at the beginning of a sentence: `One host`, `2 hosts`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("One {one}")
    } else {
        count(n, one, many)
    }
}

/// `a`, `a and b`, `a, b and c`; after `most` names `and 5 more`.
pub fn list<S: AsRef<str>>(items: &[S], most: usize) -> String {
    let names: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    if names.len() > most.max(1) {
        let shown: Vec<&str> = names.iter().copied().take(most.max(1)).collect();
        return format!(
            "{} and {} more",
            shown.join(", "),
            names.len() - shown.len()
        );
    }
    match names.as_slice() {
        [] => NONE.to_owned(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// A share in per cent, as figures show it.
pub fn percent(share: f64) -> String {
    if share.is_finite() {
        with_unit(share, "share")
    } else {
        NONE.to_owned()
    }
}

/// MiB in the unit that reads best.
pub fn mib(mib: f64) -> String {
    if mib >= 1_048_576.0 {
        format!("{} TiB", pretty(round(mib / 1_048_576.0)))
    } else if mib >= 1024.0 {
        format!("{} GiB", pretty(round(mib / 1024.0)))
    } else {
        format!("{} MiB", pretty(round(mib)))
    }
}

/// Mbit/s in the unit that reads best.
pub fn mbps(mbps: f64) -> String {
    if mbps >= 1000.0 {
        format!("{} Gbit/s", pretty(round(mbps / 1000.0)))
    } else {
        format!("{} Mbit/s", pretty(round(mbps)))
    }
}

/// Milliseconds; next to nothing, as over a patch cable, as `under 0.01 ms`.
pub fn ms(ms: f64) -> String {
    if (0.0..0.005).contains(&ms) {
        return "under 0.01 ms".to_owned();
    }
    format!("{} ms", pretty(round(ms)))
}

/// Kilometres.
pub fn km(km: f64) -> String {
    format!("{} km", pretty(round(km)))
}

/// Seconds in the unit that reads best; zero as `no pause`.
pub fn outage(seconds: f64) -> String {
    if seconds <= 0.0 {
        "no pause".to_owned()
    } else {
        time(seconds)
    }
}

/// Seconds in the unit that reads best.
pub fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 1.0 => (s * 1000.0, "ms"),
        s if s < 120.0 => (s, "s"),
        s if s < 3600.0 => (s / 60.0, "min"),
        s if s < 172_800.0 => (s / 3600.0, "h"),
        s => (s / 86_400.0, "days"),
    };
    format!("{} {unit}", pretty(round(value)))
}

/// Three significant digits for numbers under a hundred, whole ones above.
fn round(value: f64) -> f64 {
    let magnitude = value.abs();
    let digits: i32 = if magnitude >= 100.0 || magnitude == 0.0 {
        0
    } else if magnitude >= 10.0 {
        1
    } else if magnitude >= 1.0 {
        2
    } else {
        3
    };
    let factor = 10f64.powi(digits);
    (value * factor).round() / factor
}

/// The text with a capital first letter.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The text ending in a full stop.
pub fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert_eq!(
            Date::parse("2026-11-22").map(|d| d.to_string()).as_deref(),
            Some("22 November 2026")
        );
        assert!(Date::parse("2024-02-29").is_some());
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-2",
            "22.11.2026",
            "2026-11-22-1",
            "",
            "+026-11-22",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn quantities_read_well() {
        assert_eq!(mib(49_152.0), "48 GiB");
        assert_eq!(mib(512.0), "512 MiB");
        assert_eq!(mbps(9_412.0), "9.41 Gbit/s");
        assert_eq!(mbps(941.2), "941 Mbit/s");
        assert_eq!(ms(0.6103), "0.61 ms");
        assert_eq!(time(300.0), "5 min");
        assert_eq!(time(90.0), "90 s");
        assert_eq!(outage(0.0), "no pause");
        assert_eq!(percent(0.004), "0.4 %");
        assert_eq!(percent(0.781), "78 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(f64::NAN), NONE);
    }

    #[test]
    fn lists_and_counts() {
        assert_eq!(list(&["a"], 3), "a");
        assert_eq!(list(&["a", "b", "c"], 3), "a, b and c");
        assert_eq!(list(&["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(count(1, "host", "hosts"), "1 host");
        assert_eq!(count(1200, "host", "hosts"), "1,200 hosts");
        assert_eq!(sentence("élan"), "Élan");
        assert_eq!(stopped("Do it"), "Do it.");
    }
}
