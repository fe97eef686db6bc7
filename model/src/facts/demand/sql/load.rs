//! Load: transactions and batches, processor, I/O, log rate, network.

use super::{Grows, Instance, keys};
use crate::facts::{Cx, typed};
use crate::figure::{Num, Tracer};
use crate::formula::sql::{commit, copies, cpu, edition, network, storage};

impl Instance<'_> {
    /// Transactions that commit; as many as batches where only those are told.
    pub fn transactions<T: Tracer>(&self, t: &mut T) -> T::N {
        let told = super::super::sane(self.sql.transactions_per_s);
        let total = match self.sql.batches_per_s {
            Some(batches) if told <= 0.0 => {
                t.given("batches", super::super::sane(batches), "/s", || {
                    typed(self.id, "batches_per_s")
                })
            }
            _ => t.given("transactions", told, "/s", || {
                typed(self.id, "transactions_per_s")
            }),
        };
        self.part(t, Grows::Load, total)
    }

    /// Batch requests; as many as transactions where only those are told.
    pub fn batches<T: Tracer>(&self, t: &mut T) -> T::N {
        let batches = self.sql.batches_per_s;
        match self.typed(t, ("batches", "/s"), batches, "batches_per_s") {
            Some(total) => self.part(t, Grows::Load, total),
            None => self.transactions(t),
        }
    }

    /// As measured, else batches (or transactions) × core-milliseconds.
    pub fn cores<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let measured = self.sql.measured.cpu_cores;
        let names = ("measured_cores", "cores");
        if let Some(total) = self.typed(t, names, measured, "measured.cpu_cores") {
            return self.part(t, Grows::Load, total);
        }
        let value = self.sql.core_ms_per_transaction;
        let names = ("core_ms_per_transaction", keys::sql::CORE_MS);
        let core_ms = self.typed_or(t, cx, ("core_ms", "ms"), value, names);
        let requests = self.batches(t);
        cpu::cores(t, requests, core_ms)
    }

    pub fn vcpus_needed<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let cores = self.cores(t, cx);
        let cores = t.step("cpu_cores", "cores", cores);
        let target = cx.k(t, "cpu_target", keys::sql::CPU_TARGET, "");
        cpu::cores_at(cores, target)
    }

    /// Cores of the VM that its instances use.
    pub fn usable_cores<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let all = self.vcpus(t);
        let cores = self.of_edition(t, cx, ("edition_cores", "cores"), "cores");
        let processors = self.of_edition(t, cx, ("edition_processors", ""), "processors");
        let sockets = self.vm.sockets.filter(|n| *n > 0).and_then(|n| {
            let most = self.of_edition(t, cx, ("edition_sockets", ""), "sockets")?;
            let has = t.given("sockets", f64::from(n), "", || typed(self.vm_id, "sockets"));
            Some((has, most))
        });
        let most = [cores, processors];
        let one = edition::usable_cores(t, all.clone(), most.into_iter().flatten(), sockets);
        match self.several(t) {
            Some(n) if one.value() < all.value() => (one * n).min(all),
            _ => one,
        }
    }

    pub fn cpu_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let cores = self.cores(t, cx);
        let cores = t.step("cpu_cores", "cores", cores);
        let usable = self.usable_cores(t, cx);
        cores / t.step("usable_cores", "cores", usable)
    }

    /// Mean number of items that wait at its processors; none where more is asked than there is.
    pub fn cpu_queue<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let share = self.cpu_share(t, cx);
        if share.value() >= 1.0 {
            return None;
        }
        let share = t.step("cpu_share", "", share);
        Some(cpu::queue(t, share))
    }

    /// Sequential read that keeps the cores busy, MB/s.
    pub fn read_bandwidth<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let usable = self.usable_cores(t, cx);
        let usable = t.step("usable_cores", "cores", usable);
        usable * cx.k(t, "read_per_core", keys::sql::READ_MB_S_PER_CORE, "MB/s")
    }

    pub fn data_io<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.data_io_per_transaction;
        let names = ("data_io_per_transaction", keys::sql::DATA_IO);
        let per = self.typed_or(t, cx, ("io_per_transaction", ""), value, names);
        let io = self.transactions(t) * per;
        t.step("data_io", "IOPS", io)
    }

    pub fn read_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.read_share.map(|s| s.get().min(1.0));
        let names = ("read_share", keys::sql::READ_SHARE);
        self.typed_or(t, cx, ("read_share", ""), value, names)
    }

    pub fn data_writes<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let one = t.number(1.0);
        let share = self.read_share(t, cx);
        let writes = self.data_io(t, cx) * (one - share);
        t.step("data_writes", "IOPS", writes)
    }

    /// One log write a transaction: commits that are not grouped, the safe side.
    pub fn log_writes<T: Tracer>(&self, t: &mut T) -> T::N {
        self.transactions(t)
    }

    pub fn log_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let value = self.sql.log_bytes_per_transaction;
        let names = ("log_bytes_per_transaction", keys::sql::LOG_BYTES);
        let bytes = self.typed_or(t, cx, ("log_bytes", "B"), value, names);
        let commits = self.transactions(t);
        commit::log_mb_s(t, commits, bytes)
    }

    fn pages<T: Tracer>(t: &mut T, cx: &Cx<'_>, per_second: T::N) -> T::N {
        let page = cx.k(t, "page", keys::sql::PAGE_KIB, "KiB");
        storage::pages_mb_s(t, per_second, page)
    }

    pub fn read_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let reads = self.data_io(t, cx) * self.read_share(t, cx);
        let reads = t.step("reads", "IOPS", reads);
        Self::pages(t, cx, reads)
    }

    pub fn write_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let writes = self.data_writes(t, cx);
        let pages = Self::pages(t, cx, writes);
        let log = self.log_rate(t, cx);
        pages + t.step("log_rate", "MB/s", log)
    }

    /// Log sent to so many copies, Mbit/s.
    pub fn log_to<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, copies: f64) -> T::N {
        let log = self.log_rate(t, cx);
        let log = t.step("log_rate", "MB/s", log);
        let overhead = cx.k(t, "overhead", keys::sql::COPY_OVERHEAD, "");
        let copies = t.given("copies", copies, "", || typed(self.id, "copies.replicas"));
        copies::copy_mbps(t, log, overhead, copies)
    }

    /// Requests of clients; the log, where the VM holds a copy.
    pub fn net_in<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        if self.copy.is_some() {
            return self.log_to(t, cx, 1.0);
        }
        let bytes = cx.k(t, "request_bytes", keys::sql::REQUEST_BYTES, "B");
        let batches = self.batches(t);
        network::client_mbps(t, batches, bytes)
    }

    /// Answers to clients, and the log to every copy.
    pub fn net_out<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        if self.copy.is_some() {
            return t.number(0.0);
        }
        let bytes = cx.k(t, "reply_bytes", keys::sql::REPLY_BYTES, "B");
        let batches = self.batches(t);
        let clients = network::client_mbps(t, batches, bytes);
        match self.copy_network(t, cx) {
            Some(log) => clients + t.step("copies_mbps", "Mbit/s", log),
            None => clients,
        }
    }

    /// Log to all copies, Mbit/s; none without copies.
    pub fn copy_network<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let n = self.sql.replicas().len();
        (n > 0 && self.copy.is_none()).then(|| self.log_to(t, cx, n as f64))
    }
}
