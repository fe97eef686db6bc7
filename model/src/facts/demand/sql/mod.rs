//! SQL Server: what an instance asks for, and figures of its own.
//!
//! What is typed wins; what is not known is the catalogue's assumption. Version and edition differ by their rows alone.

mod commit;
mod copies;
mod figures;
mod load;
mod memory;
mod parallel;
mod room;
pub(crate) mod rows;

use std::collections::BTreeMap;

pub use figures::SqlFacts;
pub(super) use figures::{NAMED, facts, headline, named, stored};

use super::{Grows, Part, Quantity, WorkloadShare};
use crate::catalogue::{SqlEdition, SqlVersion, keys};
use crate::facts::{Cx, typed};
use crate::figure::Tracer;
use crate::ids::{LinkId, VmId, WorkloadId};
use crate::plan::{DiskUse, Sql, Vm, Workload, WorkloadKind};

/// How far a copy of a workload's databases is, from one VM that carries them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CopyReach {
    /// Round trip to the copy; none when not known.
    pub rtt_ms: Option<f64>,
    /// The link that it goes over; none when it was typed, and within a host.
    pub over: Option<LinkId>,
    /// The copy's own VM is mirrored by the platform, so that its log writes cross a pair too.
    pub paired: bool,
    /// Round trip of that pair; none when not known.
    pub pair_rtt_ms: Option<f64>,
}

/// Round trips that the commits of a VM's instances wait for.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Reach {
    /// Of the VM's own pair, where it has one and it is known: the slowest placement.
    pub pair_rtt_ms: Option<f64>,
    /// By workload, in the order of its copies. A VM that holds a copy itself has none.
    pub copies: BTreeMap<WorkloadId, Vec<CopyReach>>,
}

/// The part of an SQL workload that a VM member carries, as one instance.
pub(super) struct Instance<'a> {
    pub id: &'a WorkloadId,
    part: Part,
    /// The VM holds a copy: which of the workload's.
    copy: Option<usize>,
    sql: &'a Sql,
    vm_id: &'a VmId,
    vm: &'a Vm,
    reach: Option<&'a Reach>,
}

/// The instances of a VM member, in the order of its workloads. Without `reach` commits are not known.
pub(super) fn instances<'a>(
    vm_id: &'a VmId,
    vm: &'a Vm,
    on: &'a [WorkloadShare],
    reach: Option<&'a Reach>,
) -> Vec<Instance<'a>> {
    on.iter()
        .filter_map(|part| match &part.workload.kind {
            WorkloadKind::Sql(sql) => Some(Instance {
                id: &part.id,
                part: part.part(),
                copy: part.replica,
                sql,
                vm_id,
                vm,
                reach,
            }),
            _ => None,
        })
        .collect()
}

/// Whether a workload is SQL Server and runs on a VM or has a copy there.
pub fn is_on(workload: &Workload, vm: &VmId) -> bool {
    let WorkloadKind::Sql(sql) = &workload.kind else {
        return false;
    };
    workload.runs_on.iter().any(|row| row.vm == *vm)
        || sql.replicas().iter().any(|r| r.vm.as_ref() == Some(vm))
}

impl Instance<'_> {
    fn version<'c>(&self, cx: &Cx<'c>) -> Option<&'c SqlVersion> {
        rows::version(cx, &self.sql.version)
    }

    fn edition<'c>(&self, cx: &Cx<'c>) -> Option<&'c SqlEdition> {
        rows::edition(cx, &self.sql.version, &self.sql.edition)
    }

    /// A value of the version; none where it has no such row.
    fn of_version<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        names: (&'static str, &'static str),
        key: &str,
    ) -> Option<T::N> {
        rows::of_version(t, cx, &self.sql.version, names, key)
    }

    /// A limit of the edition; none where it is the operating system's.
    fn of_edition<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        names: (&'static str, &'static str),
        key: &str,
    ) -> Option<T::N> {
        let edition = (self.sql.version.as_str(), self.sql.edition.as_str());
        rows::of_edition(t, cx, edition, names, key)
    }

    /// What was typed, else the catalogue's assumption.
    fn typed_or<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        (symbol, unit): (&'static str, &'static str),
        value: Option<f64>,
        (field, key): (&'static str, &'static str),
    ) -> T::N {
        match value {
            Some(v) => t.given(symbol, super::sane(v), unit, || typed(self.id, field)),
            None => cx.k(t, symbol, key, unit),
        }
    }

    /// What was typed; none when it was not.
    fn typed<T: Tracer>(
        &self,
        t: &mut T,
        (symbol, unit): (&'static str, &'static str),
        value: Option<f64>,
        field: &'static str,
    ) -> Option<T::N> {
        let value = value?;
        Some(t.given(symbol, super::sane(value), unit, || typed(self.id, field)))
    }

    fn vcpus<T: Tracer>(&self, t: &mut T) -> T::N {
        t.given("vcpus", f64::from(self.vm.vcpus), "vCPU", || {
            typed(self.vm_id, "vcpus")
        })
    }

    /// The member's part of a total, after growth.
    fn part<T: Tracer>(&self, t: &mut T, grows: Grows, whole: T::N) -> T::N {
        super::part_of(t, self.id, self.part, grows, whole)
    }

    /// Instances in the VM, where there are several.
    fn several<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let n = self.sql.instances();
        (n > 1).then(|| {
            t.given("instances", f64::from(n), "", || {
                typed(self.id, "instance.per_vm")
            })
        })
    }

    /// For all instances of the VM.
    fn times<T: Tracer>(&self, t: &mut T, each: T::N) -> T::N {
        match self.several(t) {
            Some(n) => each * n,
            None => each,
        }
    }

    /// What the instance asks for; none where these rules say nothing.
    pub fn of<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Option<T::N> {
        Some(match q {
            Quantity::CpuCores => self.cores(t, cx),
            Quantity::Vcpus => self.vcpus_needed(t, cx),
            Quantity::Ram => self.ram(t, cx),
            Quantity::Space(DiskUse::Database) => self.database(t),
            Quantity::Space(DiskUse::Log) => {
                let size = self.sql.files.log_size.map(|m| m.as_f64());
                let size = self.typed(t, ("log_size", "MiB"), size, "files.log_size")?;
                self.part(t, Grows::Data, size)
            }
            Quantity::Space(DiskUse::TempDb) => {
                let size = self.sql.files.tempdb_size.map(|m| m.as_f64());
                let size = self.typed(t, ("tempdb_size", "MiB"), size, "files.tempdb_size")?;
                super::grown(t, self.id, self.part, Grows::Data, size)
            }
            Quantity::Reads => self.data_io(t, cx) * self.read_share(t, cx),
            Quantity::Writes => {
                let data = self.data_writes(t, cx);
                let log = self.log_writes(t);
                data + t.step("log_writes", "IOPS", log)
            }
            Quantity::LogWrites => self.log_writes(t),
            Quantity::ReadRate => self.read_rate(t, cx),
            Quantity::WriteRate => self.write_rate(t, cx),
            Quantity::LogRate => self.log_rate(t, cx),
            Quantity::NetIn => self.net_in(t, cx),
            Quantity::NetOut => self.net_out(t, cx),
            _ => return None,
        })
    }
}
