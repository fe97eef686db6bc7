//! The day and the time of now. The only place that reads the system's clock for the plan.

use std::time::{SystemTime, UNIX_EPOCH};

use evenkeel_model::report::Date;

/// Seconds since 1970, UTC.
pub fn seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs())
}

/// Today, UTC.
pub fn today() -> Date {
    date(seconds())
}

/// The day of a time, UTC (Gregorian calendar, counted in eras of 400 years = 146,097 days).
pub fn date(seconds: u64) -> Date {
    let days = (seconds / 86_400) as i64 + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    Date {
        year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
        month: month as u8,
        day: day as u8,
    }
}

/// As plans write it: `2026-11-22`.
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(iso(date(0)), "1970-01-01");
        // 2000-02-29 is day 11,016 after 1970-01-01.
        assert_eq!(iso(date(11_016 * 86_400)), "2000-02-29");
        assert_eq!(iso(date(11_017 * 86_400 - 1)), "2000-02-29");
        assert_eq!(iso(date(11_017 * 86_400)), "2000-03-01");
        // 1,795,305,600 s = 20,779 days: 2026-11-22.
        assert_eq!(iso(date(1_795_305_600)), "2026-11-22");
        assert!(Date::parse(&iso(today())).is_some());
    }
}
