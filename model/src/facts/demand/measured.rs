//! Demand as somebody measured it, with headroom on top.

use super::{Grows, Quantity, WorkloadShare};
use crate::facts::typed;
use crate::figure::Tracer;
use crate::ids::WorkloadId;
use crate::plan::{DiskUse, Measured, WorkloadKind};

/// The part of a measured workload that a VM member carries.
pub(super) struct Part<'a> {
    id: &'a WorkloadId,
    part: super::Part,
    m: &'a Measured,
}

pub(super) fn part(on: &WorkloadShare) -> Option<Part<'_>> {
    let WorkloadKind::Measured(m) = &on.workload.kind else {
        return None;
    };
    Some(Part {
        id: &on.id,
        part: on.part(),
        m,
    })
}

impl Part<'_> {
    fn grown<T: Tracer>(
        &self,
        t: &mut T,
        unit: &'static str,
        field: &'static str,
        value: f64,
    ) -> T::N {
        let seen = t.given("measured", value, unit, || typed(self.id, field));
        let grows = if field == "space" {
            Grows::Data
        } else {
            Grows::Load
        };
        let part = super::part_of(t, self.id, self.part, grows, seen);
        let headroom = self.m.headroom.get();
        if headroom == 0.0 {
            return part;
        }
        let one = t.number(1.0);
        part * (one + t.given("headroom", headroom, "", || typed(self.id, "headroom")))
    }

    /// What was measured; none for what was not (left at zero).
    pub fn of<T: Tracer>(&self, t: &mut T, q: Quantity) -> Option<T::N> {
        let m = self.m;
        let (field, value) = match q {
            Quantity::CpuMhz => ("cpu_mhz", m.cpu_mhz),
            Quantity::Ram => ("ram", m.ram.as_f64()),
            Quantity::Space(DiskUse::Data) => ("space", m.space.as_f64()),
            Quantity::Reads => ("reads", m.reads.get()),
            Quantity::Writes => ("writes", m.writes.get()),
            Quantity::ReadRate => ("read_rate", m.read_rate.get()),
            Quantity::WriteRate => ("write_rate", m.write_rate.get()),
            Quantity::NetIn => ("net_in", m.net_in.get()),
            Quantity::NetOut => ("net_out", m.net_out.get()),
            _ => return None,
        };
        (value > 0.0).then(|| self.grown(t, q.unit(), field, value))
    }

    /// Unique pages dirtied a second; none when not measured.
    pub fn dirty_pages<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let pages = super::sane(self.m.dirty_pages_per_s?);
        Some(self.grown(t, "pages/s", "dirty_pages_per_s", pages))
    }
}
