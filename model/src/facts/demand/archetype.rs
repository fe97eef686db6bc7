//! Archetypes: a fixed part of each VM and a part of each unit, with minimums and steps, as data.

use super::rows::{Cell, Rows};
use super::{Grows, Quantity, WorkloadShare};
use crate::catalogue::Archetype;
use crate::facts::{Cx, typed};
use crate::figure::{Num, Tracer};
use crate::ids::WorkloadId;
use crate::plan::{ArchetypeUse, DiskUse, WorkloadKind};

/// The part of an archetype workload that a VM member carries.
pub(super) struct Part<'a> {
    rows: Rows<'a>,
    id: &'a WorkloadId,
    part: super::Part,
    usage: &'a ArchetypeUse,
    a: &'a Archetype,
}

pub(super) fn part<'a>(cx: &Cx<'a>, on: &'a WorkloadShare) -> Option<Part<'a>> {
    let WorkloadKind::Archetype(usage) = &on.workload.kind else {
        return None;
    };
    Some(Part {
        rows: Rows::new(cx, &usage.archetype),
        id: &on.id,
        part: on.part(),
        usage,
        a: cx.catalogue.tables.archetypes.get(&usage.archetype)?,
    })
}

impl Part<'_> {
    /// What a value is after the plan's own number or override.
    fn value(&self, key: &'static str, value: f64) -> f64 {
        self.usage
            .own
            .get(key)
            .unwrap_or_else(|| self.rows.value("", key, value))
    }

    fn cell<T: Tracer>(
        &self,
        t: &mut T,
        symbol: &'static str,
        unit: &'static str,
        (key, value, what): (&'static str, f64, &'static str),
    ) -> T::N {
        if let Some(own) = self.usage.own.get(key) {
            return t.given(symbol, super::sane(own), unit, || {
                typed(self.id, &format!("own.{key}"))
            });
        }
        self.rows.cell(
            t,
            &Cell {
                symbol,
                unit,
                line: "",
                key,
                value,
                of: &self.a.name,
                what,
                cited: (&self.a.source).into(),
            },
        )
    }

    /// Units on this member; each started step counts in full where the archetype goes by steps.
    fn units<T: Tracer>(&self, t: &mut T) -> T::N {
        let total = t.given("units", super::sane(self.usage.units), "", || {
            typed(self.id, "units")
        });
        let units = super::part_of(t, self.id, self.part, Grows::Users, total);
        if self.value("unit_step", self.a.unit_step) <= 0.0 {
            return units;
        }
        let cell = ("unit_step", self.a.unit_step, "units of a started step");
        let step = self.cell(t, "step", "", cell);
        let units = (units / step.clone()).ceil() * step;
        t.step("units_by_steps", "", units)
    }

    fn cores<T: Tracer>(&self, t: &mut T) -> T::N {
        let a = self.a;
        let per = ("vcpus_per_unit", a.vcpus_per_unit, "vCPUs of a unit");
        let used = self.units(t) * self.cell(t, "per_unit", "vCPU", per);
        if self.value("vcpus_base", a.vcpus_base) > 0.0 {
            let base = ("vcpus_base", a.vcpus_base, "vCPUs of each VM");
            return self.cell(t, "base", "vCPU", base) + used;
        }
        used
    }

    fn vcpus<T: Tracer>(&self, t: &mut T) -> T::N {
        let cores = self.cores(t);
        if self.value("vcpus_min", self.a.vcpus_min) <= 0.0 {
            return cores;
        }
        let cell = ("vcpus_min", self.a.vcpus_min, "fewest vCPUs of a VM");
        cores.max(self.cell(t, "fewest", "vCPU", cell))
    }

    fn ram<T: Tracer>(&self, t: &mut T) -> T::N {
        let a = self.a;
        let base = ("ram_base_mib", a.ram_base_mib, "memory of each VM");
        let per = ("ram_per_unit_mib", a.ram_per_unit_mib, "memory of a unit");
        let base = self.cell(t, "base", "MiB", base);
        let mut ram = base + self.units(t) * self.cell(t, "per_unit", "MiB", per);
        if self.value("ram_step_mib", a.ram_step_mib) > 0.0 {
            let cell = ("ram_step_mib", a.ram_step_mib, "memory is rounded up to it");
            let step = self.cell(t, "step", "MiB", cell);
            ram = (ram / step.clone()).ceil() * step.clone();
            if self.value("ram_growth", a.ram_growth) > 0.0 {
                let cell = ("ram_growth", a.ram_growth, "growth over the life of the VM");
                let factor = t.number(1.0) + self.cell(t, "growth", "", cell);
                ram = (ram * factor / step.clone()).ceil() * step;
            }
        } else if self.value("ram_growth", a.ram_growth) > 0.0 {
            let cell = ("ram_growth", a.ram_growth, "growth over the life of the VM");
            ram = ram * (t.number(1.0) + self.cell(t, "growth", "", cell));
        }
        if self.value("ram_min_mib", a.ram_min_mib) > 0.0 {
            let cell = ("ram_min_mib", a.ram_min_mib, "least memory of a VM");
            ram = ram.max(self.cell(t, "least", "MiB", cell));
        }
        ram
    }

    fn io<T: Tracer>(&self, t: &mut T, read: bool) -> T::N {
        let cell = ("iops_per_unit", self.a.iops_per_unit, "IOPS of a unit");
        let io = self.units(t) * self.cell(t, "iops_per_unit", "IOPS", cell);
        let cell = ("read_share", self.a.read_share, "share of I/O that reads");
        let share = self.cell(t, "read_share", "", cell);
        if read {
            io * share
        } else {
            io * (t.number(1.0) - share)
        }
    }

    fn rate<T: Tracer>(&self, t: &mut T, read: bool) -> T::N {
        let io = self.io(t, read);
        let io = t.step(if read { "reads" } else { "writes" }, "IOPS", io);
        let cell = ("io_kib", self.a.io_kib, "size of an I/O");
        let size = self.cell(t, "io_size", "KiB", cell);
        io * size * t.number(1024.0) / t.number(1e6)
    }

    fn net<T: Tracer>(&self, t: &mut T, (key, value): (&'static str, f64)) -> Option<T::N> {
        if self.value(key, value) <= 0.0 {
            return None;
        }
        let cell = (key, value, "network traffic of a unit");
        let per = self.cell(t, "per_unit", "kbit/s", cell);
        Some(self.units(t) * per / t.number(1000.0))
    }

    pub fn of<T: Tracer>(&self, t: &mut T, q: Quantity) -> Option<T::N> {
        let a = self.a;
        Some(match q {
            Quantity::CpuCores => self.cores(t),
            Quantity::Vcpus => self.vcpus(t),
            Quantity::Ram => self.ram(t),
            Quantity::Space(DiskUse::System)
                if self.value("space_base_mib", a.space_base_mib) > 0.0 =>
            {
                let cell = ("space_base_mib", a.space_base_mib, "disk space of each VM");
                self.cell(t, "base", "MiB", cell)
            }
            Quantity::Space(DiskUse::Data)
                if self.value("space_per_unit_mib", a.space_per_unit_mib) > 0.0 =>
            {
                let per = a.space_per_unit_mib;
                let cell = ("space_per_unit_mib", per, "disk space of a unit");
                self.units(t) * self.cell(t, "per_unit", "MiB", cell)
            }
            Quantity::Reads => self.io(t, true),
            Quantity::Writes => self.io(t, false),
            Quantity::ReadRate => self.rate(t, true),
            Quantity::WriteRate => self.rate(t, false),
            Quantity::NetIn => {
                return self.net(t, ("net_in_kbps_per_unit", a.net_in_kbps_per_unit));
            }
            Quantity::NetOut => {
                return self.net(t, ("net_out_kbps_per_unit", a.net_out_kbps_per_unit));
            }
            _ => return None,
        })
    }

    pub fn tells_network(&self) -> bool {
        self.value("net_in_kbps_per_unit", self.a.net_in_kbps_per_unit) > 0.0
    }
}
