//! SQL Server: processor, memory, I/O, log rate, and what a commit takes when its log write is mirrored.

use super::{Grows, Part, Quantity, WorkloadShare};
use crate::catalogue::keys;
use crate::facts::{Cx, SqlFacts, typed};
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::ids::{VmId, WorkloadId};
use crate::plan::{DiskUse, Sql, Vm, WorkloadKind};

/// The part of an SQL workload that a VM member carries, as one instance.
pub(super) struct Instance<'a> {
    pub id: &'a WorkloadId,
    part: Part,
    sql: &'a Sql,
    vm_id: &'a VmId,
    vm: &'a Vm,
}

/// The instances of a VM member, in the order of its workloads.
pub(super) fn instances<'a>(
    vm_id: &'a VmId,
    vm: &'a Vm,
    on: &'a [WorkloadShare],
) -> Vec<Instance<'a>> {
    on.iter()
        .filter_map(|part| match &part.workload.kind {
            WorkloadKind::Sql(sql) => Some(Instance {
                id: &part.id,
                part: part.part(),
                sql,
                vm_id,
                vm,
            }),
            _ => None,
        })
        .collect()
}

impl Instance<'_> {
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

    fn vcpus<T: Tracer>(&self, t: &mut T) -> T::N {
        t.given("vcpus", f64::from(self.vm.vcpus), "vCPU", || {
            typed(self.vm_id, "vcpus")
        })
    }

    pub fn transactions<T: Tracer>(&self, t: &mut T) -> T::N {
        let total = t.given(
            "transactions",
            super::sane(self.sql.transactions_per_s),
            "/s",
            || typed(self.id, "transactions_per_s"),
        );
        super::part_of(t, self.id, self.part, Grows::Load, total)
    }

    /// Transactions × core-milliseconds.
    fn cores<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.core_ms_per_transaction;
        let names = ("core_ms_per_transaction", keys::sql::CORE_MS);
        let core_ms = self.typed_or(t, cx, ("core_ms", "ms"), value, names);
        self.transactions(t) * core_ms / t.number(1000.0)
    }

    fn vcpus_needed<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let cores = self.cores(t, cx);
        let cores = t.step("cpu_cores", "cores", cores);
        cores / cx.k(t, "cpu_target", keys::sql::CPU_TARGET, "")
    }

    fn data_io<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.data_io_per_transaction;
        let names = ("data_io_per_transaction", keys::sql::DATA_IO);
        let per = self.typed_or(t, cx, ("io_per_transaction", ""), value, names);
        let io = self.transactions(t) * per;
        t.step("data_io", "IOPS", io)
    }

    fn read_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.read_share.map(|s| s.get().min(1.0));
        let names = ("read_share", keys::sql::READ_SHARE);
        self.typed_or(t, cx, ("read_share", ""), value, names)
    }

    fn data_writes<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let one = t.number(1.0);
        let share = self.read_share(t, cx);
        let writes = self.data_io(t, cx) * (one - share);
        t.step("data_writes", "IOPS", writes)
    }

    /// One log write a transaction: commits that are not grouped, the safe side.
    fn log_writes<T: Tracer>(&self, t: &mut T) -> T::N {
        self.transactions(t)
    }

    pub fn log_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.log_bytes_per_transaction;
        let names = ("log_bytes_per_transaction", keys::sql::LOG_BYTES);
        let bytes = self.typed_or(t, cx, ("log_bytes", "B"), value, names);
        self.transactions(t) * bytes / t.number(1e6)
    }

    fn pages<T: Tracer>(t: &mut T, cx: &Cx<'_>, per_second: T::N) -> T::N {
        let page = cx.k(t, "page", keys::sql::PAGE_KIB, "KiB");
        per_second * page * t.number(1024.0) / t.number(1e6)
    }

    pub fn database<T: Tracer>(&self, t: &mut T) -> T::N {
        let size = self.sql.database_size.as_f64();
        let size = t.given("database_size", size, "MiB", || {
            typed(self.id, "database_size")
        });
        super::part_of(t, self.id, self.part, Grows::Data, size)
    }

    /// The hot part that memory should hold.
    pub fn working_set<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        match self.sql.working_set {
            Some(set) => {
                let set = t.given("working_set", set.as_f64(), "MiB", || {
                    typed(self.id, "working_set")
                });
                super::part_of(t, self.id, self.part, Grows::Data, set)
            }
            None => self.database(t) * cx.k(t, "hot_share", keys::sql::WORKING_SET, ""),
        }
    }

    /// 512 up to four processors, then 16 more for each, 32 above 64 processors (64-bit).
    pub fn worker_threads<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let base = cx.k(t, "workers_base", keys::sql::WORKERS_BASE, "");
        let lp = self.vcpus(t);
        if lp.value() <= 4.0 {
            return base;
        }
        let step = if lp.value() <= 64.0 {
            cx.k(t, "workers_step", keys::sql::WORKERS_STEP, "")
        } else {
            cx.k(t, "workers_step", keys::sql::WORKERS_STEP_MANY, "")
        };
        base + (lp - t.number(4.0)) * step
    }

    /// Maximum server memory as set, else the working set; thread stacks; the operating system by started four vCPUs.
    fn ram<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let buffer = match self.sql.max_server_memory {
            Some(max) => t.given("max_server_memory", max.as_f64(), "MiB", || {
                typed(self.id, "max_server_memory")
            }),
            None => {
                let set = self.working_set(t, cx);
                t.step("working_set", "MiB", set)
            }
        };
        let workers = self.worker_threads(t, cx);
        let workers = t.step("worker_threads", "", workers);
        let stack = cx.k(t, "stack", keys::sql::STACK_MIB, "MiB");
        let fours = (self.vcpus(t) / t.number(4.0)).ceil();
        let os = fours * cx.k(t, "os_per_4_vcpus", keys::sql::OS_MIB_PER_4_VCPUS, "MiB");
        buffer + workers * stack + t.step("os_memory", "MiB", os)
    }

    /// The largest maximum server memory by the 1/4/8 rule: 1 GB for the system, 1 GB in 4 up to 16 GB, 1 GB in 8 above.
    pub fn memory_rule<T: Tracer>(&self, t: &mut T) -> T::N {
        let mib = t.given("ram", self.vm.ram.as_f64(), "MiB", || {
            typed(self.vm_id, "ram")
        });
        let gib = mib.clone() / t.number(1024.0);
        let gib = t.step("ram_gb", "GB", gib);
        let (sixteen, zero) = (t.number(16.0), t.number(0.0));
        let low = gib.clone().min(sixteen.clone()) / t.number(4.0);
        let high = (gib.clone() - sixteen).max(zero.clone()) / t.number(8.0);
        let reserve = t.number(1.0) + low + high;
        let reserve = t.step("reserve", "GB", reserve);
        ((gib - reserve).max(zero) * t.number(1024.0)).floor()
    }

    fn log_write<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.log_write.map(crate::units::Ms::get);
        let names = ("log_write", keys::sql::LOG_WRITE_MS);
        self.typed_or(t, cx, ("log_write", "ms"), value, names)
    }

    /// Local log write, and the pair's round trip at the levels that mirror. None when that round trip is not known.
    pub fn commit<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, rtt_ms: Option<f64>) -> Option<T::N> {
        let local = self.log_write(t, cx);
        if !self.vm.level.paired() {
            return Some(local);
        }
        let rtt = rtt_ms?;
        let rtt = t.given("round_trip", rtt, "ms", || {
            Origin::Counted("round trip between the pair's hosts, slowest placement".into())
        });
        Some(local + rtt)
    }

    pub fn commits_per_session<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        rtt_ms: Option<f64>,
    ) -> Option<T::N> {
        let commit = self.commit(t, cx, rtt_ms)?;
        let commit = t.step("commit", "ms", commit);
        Some(t.number(1000.0) / commit)
    }

    pub fn commits_bound<T: Tracer>(
        &self,
        t: &mut T,
        cx: &Cx<'_>,
        rtt_ms: Option<f64>,
    ) -> Option<T::N> {
        let sessions = f64::from(self.sql.sessions?);
        let sessions = t.given("sessions", sessions, "", || typed(self.id, "sessions"));
        let sessions = super::part_of(t, self.id, self.part, Grows::Users, sessions);
        let one = self.commits_per_session(t, cx, rtt_ms)?;
        Some(sessions * t.step("commits_per_session", "/s", one))
    }

    /// What the instance asks for; none where these rules say nothing.
    pub fn of<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Option<T::N> {
        Some(match q {
            Quantity::CpuCores => self.cores(t, cx),
            Quantity::Vcpus => self.vcpus_needed(t, cx),
            Quantity::Ram => self.ram(t, cx),
            Quantity::Space(DiskUse::Database) => self.database(t),
            Quantity::Reads => self.data_io(t, cx) * self.read_share(t, cx),
            Quantity::Writes => {
                let data = self.data_writes(t, cx);
                let log = self.log_writes(t);
                data + t.step("log_writes", "IOPS", log)
            }
            Quantity::LogWrites => self.log_writes(t),
            Quantity::ReadRate => {
                let reads = self.data_io(t, cx) * self.read_share(t, cx);
                let reads = t.step("reads", "IOPS", reads);
                Self::pages(t, cx, reads)
            }
            Quantity::WriteRate => {
                let writes = self.data_writes(t, cx);
                let pages = Self::pages(t, cx, writes);
                let log = self.log_rate(t, cx);
                pages + t.step("log_rate", "MB/s", log)
            }
            Quantity::LogRate => self.log_rate(t, cx),
            _ => return None,
        })
    }
}

/// Figures of an instance that have a name of their own: name, label, unit.
pub(super) const NAMED: &[(&str, &str, &str)] = &[
    ("transactions", "Transactions", "/s"),
    ("log_rate", "Log written", "MB/s"),
    ("working_set", "Working set", "MiB"),
    (
        "memory_rule",
        "Largest maximum server memory by the 1/4/8 rule",
        "MiB",
    ),
    ("worker_threads", "Worker threads", ""),
    ("commit", "Commit latency", "ms"),
    ("commits_per_session", "Commits of one session", "/s"),
    ("commits_bound", "Commits of all sessions", "/s"),
    ("database_size", "Databases", "MiB"),
];

/// The stored value of a named figure.
pub(super) fn stored(facts: &SqlFacts, name: &str) -> Option<f64> {
    Some(match name {
        "transactions" => facts.transactions_per_s,
        "log_rate" => facts.log_mb_s,
        "working_set" => facts.working_set_mib,
        "memory_rule" => facts.max_server_memory_rule_mib,
        "worker_threads" => facts.worker_threads,
        "commit" => return facts.commit_ms,
        "commits_per_session" => return facts.commits_per_session,
        "commits_bound" => return facts.commits_bound,
        "database_size" => facts.database_mib,
        _ => return None,
    })
}

/// A named figure of an instance; none for an unknown name or when an input is missing.
pub(super) fn named<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    one: &Instance<'_>,
    rtt_ms: Option<f64>,
    name: &str,
) -> Option<T::N> {
    Some(match name {
        "transactions" => one.transactions(t),
        "log_rate" => one.log_rate(t, cx),
        "working_set" => one.working_set(t, cx),
        "memory_rule" => one.memory_rule(t),
        "worker_threads" => one.worker_threads(t, cx),
        "commit" => return one.commit(t, cx, rtt_ms),
        "commits_per_session" => return one.commits_per_session(t, cx, rtt_ms),
        "commits_bound" => return one.commits_bound(t, cx, rtt_ms),
        "database_size" => one.database(t),
        _ => return None,
    })
}

/// All figures of an instance.
pub(super) fn facts(cx: &Cx<'_>, one: &Instance<'_>, rtt_ms: Option<f64>) -> SqlFacts {
    let maybe = |name| named(&mut Silent, cx, one, rtt_ms, name).map(|n| n.value());
    let value = |name| maybe(name).unwrap_or(0.0);
    SqlFacts {
        transactions_per_s: value("transactions"),
        log_mb_s: value("log_rate"),
        working_set_mib: value("working_set"),
        max_server_memory_rule_mib: value("memory_rule"),
        worker_threads: value("worker_threads"),
        commit_ms: maybe("commit"),
        commits_per_session: maybe("commits_per_session"),
        commits_bound: maybe("commits_bound"),
        database_mib: value("database_size"),
    }
}
