//! How long a service contract takes from the fault to the engineer, over a week in which faults fall evenly.

/// Hours of a week.
const WEEK: f64 = 168.0;

/// Hours of cover: the first `days` days of the week, from one hour of the day to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover {
    pub days: u32,
    pub from_h: f64,
    pub to_h: f64,
}

/// What the contract promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Promise {
    /// Somebody comes within so many hours of cover.
    Hours(f64),
    /// Somebody comes on the next day of cover by this hour; a call after the cover ends counts as the next day's.
    NextDay { by_h: f64 },
}

/// Hours from the fault until somebody is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    pub mean_h: f64,
    pub worst_h: f64,
}

impl Cover {
    /// Monday to Friday, 08 to 17.
    pub const NINE_BY_FIVE: Cover = Cover {
        days: 5,
        from_h: 8.0,
        to_h: 17.0,
    };
    /// Always.
    pub const ALWAYS: Cover = Cover {
        days: 7,
        from_h: 0.0,
        to_h: 24.0,
    };

    fn is_always(&self) -> bool {
        self.days >= 7 && self.to_h - self.from_h >= 24.0
    }

    /// Start and end of cover on a day counted from this Monday.
    fn day(&self, day: u32) -> Option<(f64, f64)> {
        (day % 7 < self.days).then(|| {
            let midnight = f64::from(day) * 24.0;
            (midnight + self.from_h, midnight + self.to_h)
        })
    }
}

/// When somebody is there after a call at `call` hours of the week.
fn arrival(cover: &Cover, promise: Promise, call: f64) -> f64 {
    match promise {
        Promise::Hours(hours) if cover.is_always() => call + hours,
        Promise::Hours(hours) => {
            let mut left = hours;
            for day in 0..10_000u32 {
                let Some((start, end)) = cover.day(day) else {
                    continue;
                };
                if call >= end {
                    continue;
                }
                let from = start.max(call);
                if left <= end - from {
                    return from + left;
                }
                left -= end - from;
            }
            call + hours
        }
        Promise::NextDay { by_h } => {
            // The day of the call: the first one whose cover has not ended.
            let days = || (0..40u32).filter_map(|d| Some((d, cover.day(d)?)));
            let called = days().find(|(_, (_, end))| call < *end).map(|(d, _)| d);
            called
                .and_then(|c| days().find(|(d, _)| *d > c))
                .map_or(call, |(d, _)| f64::from(d) * 24.0 + by_h)
        }
    }
}

/// Mean and worst over a call at any time of the week; holidays are not known.
pub fn response(cover: &Cover, promise: Promise) -> Response {
    if cover.days == 0 || cover.to_h <= cover.from_h {
        return Response {
            mean_h: 0.0,
            worst_h: 0.0,
        };
    }
    // The arrival is a straight line between these times: starts and ends of cover, and the calls whose answer falls on one.
    let mut marks = vec![0.0, WEEK];
    for day in 0..7 {
        if let Some((start, end)) = cover.day(day) {
            marks.extend([start, end]);
            if let Promise::Hours(hours) = promise {
                let length = end - start;
                let rest = hours - (hours / length).floor() * length;
                marks.push(end - rest);
            }
        }
    }
    marks.retain(|m| (0.0..=WEEK).contains(m));
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    let wait = |t: f64| arrival(cover, promise, t) - t;
    let mut sum = 0.0;
    let mut worst = 0.0f64;
    for (a, b) in marks.iter().zip(marks.iter().skip(1)) {
        let width = b - a;
        if width <= 0.0 {
            continue;
        }
        // Two points inside tell the line; its ends are limits, as the wait jumps at the marks.
        let (first, second) = (wait(a + width * 0.25), wait(a + width * 0.75));
        sum += width * 0.5 * (first + second);
        let slope = (second - first) * 2.0;
        worst = worst.max(first - slope * 0.25).max(first + slope * 0.75);
    }
    Response {
        mean_h: sum / WEEK,
        worst_h: worst,
    }
}
