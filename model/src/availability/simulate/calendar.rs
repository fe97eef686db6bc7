//! The calendar of events: one place for each thing that can happen, and the earliest of all at hand.

/// A tournament over times: setting one costs the logarithm of their number, the earliest costs nothing.
pub struct Calendar {
    /// Winners of each match, the root at 1; leaves behind.
    winners: Vec<u32>,
    times: Vec<f64>,
    width: usize,
}

/// Nothing is planned.
pub const NEVER: f64 = f64::INFINITY;

impl Calendar {
    pub fn new(places: usize) -> Self {
        let width = places.max(1).next_power_of_two();
        let mut calendar = Self {
            winners: vec![0; width * 2],
            times: vec![NEVER; width],
            width,
        };
        for place in 0..width {
            calendar.winners[width + place] = place as u32;
        }
        for match_ in (1..width).rev() {
            calendar.winners[match_] = calendar.winners[match_ * 2];
        }
        calendar
    }

    pub fn clear(&mut self) {
        self.times.fill(NEVER);
        for match_ in (1..self.width).rev() {
            self.winners[match_] = self.winners[match_ * 2];
        }
    }

    pub fn set(&mut self, place: usize, time: f64) {
        self.times[place] = time;
        let mut at = (self.width + place) / 2;
        while at >= 1 {
            let (a, b) = (self.winners[at * 2], self.winners[at * 2 + 1]);
            self.winners[at] = if self.times[b as usize] < self.times[a as usize] {
                b
            } else {
                a
            };
            at /= 2;
        }
    }

    pub fn time(&self, place: usize) -> f64 {
        self.times[place]
    }

    /// The earliest event: when and which.
    pub fn first(&self) -> (f64, usize) {
        let place = self.winners[1] as usize;
        (self.times[place], place)
    }
}
