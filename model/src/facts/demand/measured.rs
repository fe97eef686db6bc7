//! Demand as somebody measured it, with headroom on top.

use super::{Grows, Quantity, WorkloadShare};
use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::Tracer;
use crate::formula::storage;
use crate::ids::WorkloadId;
use crate::plan::{DiskUse, Measured, Meter, WorkloadKind};

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

/// Name of the typed field of a meter, as in the file.
const fn field(meter: Meter) -> &'static str {
    match meter {
        Meter::CpuMhz => "cpu_mhz",
        Meter::Ram => "ram",
        Meter::Space => "space",
        Meter::Reads => "reads",
        Meter::Writes => "writes",
        Meter::ReadRate => "read_rate",
        Meter::WriteRate => "write_rate",
        Meter::NetIn => "net_in",
        Meter::NetOut => "net_out",
        Meter::DirtyPages => "dirty_pages_per_s",
    }
}

impl Part<'_> {
    /// What was measured, from the series where there is one; the amount of the whole workload.
    fn seen<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, meter: Meter) -> T::N {
        let seen = match self.m.series.get(&meter) {
            Some(series) => {
                let basis = self.m.basis;
                t.given(
                    basis.word(),
                    super::sane(series.at(basis)),
                    meter.unit(),
                    || typed(self.id, &format!("series.{meter:?}.{basis:?}")),
                )
            }
            None => t.given(
                "measured",
                super::sane(self.m.typed(meter)),
                meter.unit(),
                || typed(self.id, field(meter)),
            ),
        };
        let slow = match self.m.latency {
            Some(ms) if matches!(meter, Meter::Reads | Meter::Writes) => ms.get(),
            _ => return seen,
        };
        if slow <= cx.constant(keys::LATENCY_TARGET_MS) {
            return seen;
        }
        let latency = t.given("latency", slow, "ms", || typed(self.id, "latency"));
        let target = cx.k(t, "latency_target", keys::LATENCY_TARGET_MS, "ms");
        let wanted = storage::disk::held_back::<T>(seen, latency, target);
        t.step("not_held_back", meter.unit(), wanted)
    }

    fn grown<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, meter: Meter) -> T::N {
        let seen = self.seen(t, cx, meter);
        let grows = if meter == Meter::Space {
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

    /// Somebody measured it: a series, or a typed value above zero.
    pub fn has(&self, meter: Meter) -> bool {
        self.m.series.contains_key(&meter) || self.m.typed(meter) > 0.0
    }

    /// What was measured; none for what was not (left at zero).
    pub fn of<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Option<T::N> {
        let meter = match q {
            Quantity::CpuMhz => Meter::CpuMhz,
            Quantity::Ram => Meter::Ram,
            Quantity::Space(DiskUse::Data) => Meter::Space,
            Quantity::Reads => Meter::Reads,
            Quantity::Writes => Meter::Writes,
            Quantity::ReadRate => Meter::ReadRate,
            Quantity::WriteRate => Meter::WriteRate,
            Quantity::NetIn => Meter::NetIn,
            Quantity::NetOut => Meter::NetOut,
            _ => return None,
        };
        self.has(meter).then(|| self.grown(t, cx, meter))
    }

    /// Unique pages dirtied a second; none when not measured.
    pub fn dirty_pages<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let told =
            self.m.dirty_pages_per_s.is_some() || self.m.series.contains_key(&Meter::DirtyPages);
        told.then(|| self.grown(t, cx, Meter::DirtyPages))
    }
}
