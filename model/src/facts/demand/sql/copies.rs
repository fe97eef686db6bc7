//! Recovery and loss when a copy takes over.

use super::{Instance, keys};
use crate::facts::{Cx, typed};
use crate::figure::Tracer;
use crate::formula::sql::copies;
use crate::plan::{SqlCopies, SqlCopying};

impl Instance<'_> {
    fn copies_told(&self) -> Option<&SqlCopies> {
        let copies = self.sql.copies.as_ref()?;
        (!copies.queues.is_empty() && self.copy.is_none()).then_some(copies)
    }

    fn of_queue<T: Tracer>(
        &self,
        t: &mut T,
        (i, field): (usize, &'static str),
        value: f64,
        unit: &'static str,
    ) -> T::N {
        t.given(field, super::super::sane(value), unit, || {
            typed(self.id, &format!("copies.queues[{i}].{field}"))
        })
    }

    /// Redo of the database that takes longest; none where no queue is told.
    pub fn redo_time<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let told = self.copies_told()?;
        let mut all = Vec::new();
        for (i, q) in told.queues.iter().enumerate() {
            let queue = self.of_queue(t, (i, "redo_kb"), q.redo_kb, "KB");
            let rate = self.of_queue(t, (i, "redo_kb_per_s"), q.redo_kb_per_s, "KB/s");
            all.push(copies::redo_s(queue, rate));
        }
        Some(copies::worst(t, all))
    }

    /// Detection, failover and redo.
    pub fn recovery<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let told = self.copies_told()?;
        let redo = self.redo_time(t)?;
        let redo = t.step("redo", "s", redo);
        let key = match told.by {
            SqlCopying::AvailabilityGroup => keys::sql::HEALTH_CHECK_S,
            SqlCopying::Mirroring => keys::sql::SESSION_TIMEOUT_S,
        };
        let names = ("copies.detection", key);
        let detection = told.detection.map(crate::units::Secs::get);
        let detection = self.typed_or(t, cx, ("detection", "s"), detection, names);
        let names = ("copies.overhead", keys::sql::FAILOVER_OVERHEAD_S);
        let overhead = told.overhead.map(crate::units::Secs::get);
        let overhead = self.typed_or(t, cx, ("overhead", "s"), overhead, names);
        Some(copies::failover_s(detection, overhead, redo))
    }

    /// Data lost with the copy that is farthest behind, as time; none where no queue is told.
    pub fn data_loss<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let told = self.copies_told()?;
        let mut all = Vec::new();
        for (i, q) in told.queues.iter().enumerate() {
            let queue = self.of_queue(t, (i, "send_kb"), q.send_kb, "KB");
            let rate = match q.log_kb_per_s {
                Some(rate) => self.of_queue(t, (i, "log_kb_per_s"), rate, "KB/s"),
                None => {
                    let log = self.log_rate(t, cx);
                    let log = t.step("log_rate", "MB/s", log);
                    log * t.number(1e6 / 1024.0)
                }
            };
            all.push(copies::loss_s(queue, rate));
        }
        Some(copies::worst(t, all))
    }
}
