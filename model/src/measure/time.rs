//! Times of intervals, as far as their distance is told.

/// Seconds from some fixed moment; none where the text is no time. Understands dates as year-month-day and
/// month/day/year, a time of day, and seconds of the epoch.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text = text
        .trim()
        .trim_end_matches('Z')
        .trim_end_matches("UTC")
        .trim();
    if let Ok(epoch) = text.parse::<f64>() {
        return epoch.is_finite().then_some(epoch);
    }
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (Some(day), clock.trim()),
        None if text.contains(':') => (None, text),
        None => (Some(text), "0:00"),
    };
    let day = match day {
        Some(day) => days(day)?,
        None => 0.0,
    };
    Some(day * 86_400.0 + of_day(clock)?)
}

fn of_day(clock: &str) -> Option<f64> {
    let (clock, after_noon) = match clock.split_once(' ') {
        Some((clock, half)) if half.eq_ignore_ascii_case("pm") => (clock, Some(true)),
        Some((clock, half)) if half.eq_ignore_ascii_case("am") => (clock, Some(false)),
        Some(_) => return None,
        None => (clock.split(['+', '-']).next()?, None),
    };
    let mut parts = clock.split(':');
    let mut hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |s| s.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    match after_noon {
        Some(true) if hours < 12.0 => hours += 12.0,
        Some(false) if hours == 12.0 => hours = 0.0,
        _ => {}
    }
    Some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// Days of the calendar from a fixed day.
fn days(text: &str) -> Option<f64> {
    let numbers = |by: char| -> Option<[i64; 3]> {
        let all: Vec<i64> = text.split(by).map_while(|p| p.parse().ok()).collect();
        all.try_into().ok()
    };
    let (year, month, day) = if text.contains('-') {
        let [y, m, d] = numbers('-')?;
        (y, m, d)
    } else {
        let [m, d, y] = numbers('/')?;
        if m > 31 { (m, d, y) } else { (y, m, d) }
    };
    if !(1..=9_999).contains(&year) || !(1..=31).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days of the proleptic Gregorian calendar; the year begins in March.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    Some((365 * y + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day) as f64)
}

/// Seconds of an interval: the middle of the distances from one to the next. None where the times do not rise.
pub(super) fn interval(times: &[f64]) -> Option<f64> {
    let mut steps: Vec<f64> = times
        .windows(2)
        .filter_map(|w| match w {
            [a, b] if b > a => Some(b - a),
            _ => None,
        })
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}
