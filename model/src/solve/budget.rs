//! How much a solver may do, and how it is stopped.
//!
//! The model has no clock: a solver counts *work units* (one unit is about one comparison of an item with a bin in one
//! dimension, a few nanoseconds) and asks the caller now and then whether to stop. The same work gives the same answer; a
//! stop by the caller's clock does not.

/// What a solver may spend.
#[derive(Clone, Copy)]
pub struct Budget<'a> {
    /// Work units at most; [`Budget::UNLIMITED`] leaves the end to `should_stop`, or to the proof that nothing is better.
    pub work: u64,
    /// Asked every 20,000 units or so; `true` ends the work with the best found so far.
    pub should_stop: &'a dyn Fn() -> bool,
}

impl Budget<'_> {
    /// No limit of work.
    pub const UNLIMITED: u64 = u64::MAX;

    /// So many units, never stopped from outside.
    #[must_use]
    pub fn work(work: u64) -> Budget<'static> {
        Budget {
            work,
            should_stop: &|| false,
        }
    }
}

/// Units between two questions whether to stop.
const BETWEEN_LOOKS: u64 = 20_000;

/// Counts the work done and remembers that it must end.
pub(crate) struct Meter<'a> {
    used: u64,
    limit: u64,
    next_look: u64,
    should_stop: &'a dyn Fn() -> bool,
    stopped: bool,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(budget: &Budget<'a>) -> Self {
        Self {
            used: 0,
            limit: budget.work,
            next_look: 0,
            should_stop: budget.should_stop,
            stopped: false,
        }
    }

    /// Counts `units`; `false` when the work must end now.
    #[inline]
    pub(crate) fn charge(&mut self, units: u64) -> bool {
        self.used = self.used.saturating_add(units);
        if self.used >= self.next_look {
            self.look();
        }
        !self.stopped
    }

    #[cold]
    fn look(&mut self) {
        self.next_look = self
            .used
            .saturating_add(BETWEEN_LOOKS)
            .min(self.limit.max(self.used.saturating_add(1)));
        if self.used >= self.limit || (self.should_stop)() {
            self.stopped = true;
        }
    }

    pub(crate) fn goes_on(&self) -> bool {
        !self.stopped
    }

    pub(crate) fn used(&self) -> u64 {
        self.used
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn work_ends_at_the_limit() {
        let mut meter = Meter::new(&Budget::work(100));
        assert!(meter.charge(99));
        assert!(!meter.charge(1));
        assert!(!meter.goes_on());
        assert_eq!(meter.used(), 100);
    }

    #[test]
    fn a_stop_is_seen_within_the_interval() {
        let stop = Cell::new(false);
        let ask = || stop.get();
        let mut meter = Meter::new(&Budget {
            work: Budget::UNLIMITED,
            should_stop: &ask,
        });
        assert!(meter.charge(1));
        stop.set(true);
        let mut more = 0;
        while meter.charge(1) {
            more += 1;
        }
        assert!(more <= BETWEEN_LOOKS, "{more}");
        assert!(!meter.charge(u64::MAX), "a stop is for good");
    }
}
