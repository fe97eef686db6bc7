//! Memory: databases and their hot part, buffer pool, worker threads, max server memory by each rule, the VM.

use super::{Grows, Instance, keys, rows};
use crate::facts::{Cx, protection, typed};
use crate::figure::{Num, Tracer};
use crate::formula::sql::{edition, memory, threads};
use crate::plan::SqlMemoryRule;

impl Instance<'_> {
    pub fn database<T: Tracer>(&self, t: &mut T) -> T::N {
        let size = self.sql.database_size.as_f64();
        let size = t.given("database_size", size, "MiB", || {
            typed(self.id, "database_size")
        });
        self.part(t, Grows::Data, size)
    }

    /// The largest single database; all of them where it is not told.
    pub fn largest_database<T: Tracer>(&self, t: &mut T) -> T::N {
        let size = self.sql.files.largest_database.map(|m| m.as_f64());
        let names = ("largest_database", "MiB");
        match self.typed(t, names, size, "files.largest_database") {
            Some(size) => super::super::grown(t, self.id, self.part, Grows::Data, size),
            None => self.database(t),
        }
    }

    /// The hot part that memory should hold.
    pub fn working_set<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let set = self.sql.working_set.map(|m| m.as_f64());
        match self.typed(t, ("working_set", "MiB"), set, "working_set") {
            Some(set) => self.part(t, Grows::Data, set),
            None => self.database(t) * cx.k(t, "hot_share", keys::sql::WORKING_SET, ""),
        }
    }

    /// `max server memory` of one instance; none where it is left without a limit.
    fn max_memory<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let max = self.sql.max_server_memory.map(|m| m.as_f64());
        let unlimited = cx.constant(keys::sql::MAX_MEMORY_UNLIMITED_MIB);
        let max = max.filter(|m| unlimited <= 0.0 || *m < unlimited);
        self.typed(t, ("max_server_memory", "MiB"), max, "max_server_memory")
    }

    fn ram_mib<T: Tracer>(&self, t: &mut T) -> T::N {
        t.given("ram", self.vm.ram.as_f64(), "MiB", || {
            typed(self.vm_id, "ram")
        })
    }

    fn ram_gb<T: Tracer>(&self, t: &mut T) -> T::N {
        let gb = self.ram_mib(t) / t.number(1024.0);
        t.step("ram_gb", "GB", gb)
    }

    /// Buffer pools of the VM's instances, MiB: as limited, at most what the edition uses.
    pub fn buffer_pool<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let all = self.ram_mib(t);
        let most = self.of_edition(t, cx, ("edition_memory", "MiB"), "memory_mib");
        let limit = self.max_memory(t, cx).unwrap_or_else(|| all.clone());
        let one = edition::buffer_pool_mib(limit, most);
        self.times(t, one).min(all)
    }

    /// Part of the working set that the buffer pools hold, at most all of it.
    pub fn buffer_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> Option<T::N> {
        let set = self.working_set(t, cx);
        if set.value() <= 0.0 {
            return None;
        }
        let set = t.step("working_set", "MiB", set);
        let pool = self.buffer_pool(t, cx);
        let one = t.number(1.0);
        Some((t.step("buffer_pool", "MiB", pool) / set).min(one))
    }

    /// `max worker threads` as set, else by the table.
    pub fn worker_threads<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let set = self.sql.instance.max_worker_threads.filter(|n| *n > 0);
        let names = ("max_worker_threads", "");
        if let Some(set) = self.typed(t, names, set.map(f64::from), "instance.max_worker_threads") {
            return set;
        }
        let rows = rows::workers(t, cx, self.sql.instance.architecture);
        let lp = self.vcpus(t);
        threads::workers(t, lp, rows)
    }

    /// Stacks of all worker threads of one instance, MiB.
    fn stacks<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, of_vm: bool) -> T::N {
        let workers = self.worker_threads(t, cx);
        let workers = t.step("worker_threads", "", workers);
        workers * rows::stack(t, cx, self.sql.instance.architecture, of_vm)
    }

    pub fn thread_stacks<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let stacks = self.stacks(t, cx, true);
        self.times(t, stacks)
    }

    pub fn os_memory<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let per = cx.k(t, "os_per_4_vcpus", keys::sql::OS_MIB_PER_4_VCPUS, "MiB");
        let vcpus = self.vcpus(t);
        memory::os_mib(t, vcpus, per)
    }

    /// Maximum server memory as set, else the working set (at most what the edition uses); thread stacks; the operating
    /// system by started four vCPUs; agents.
    pub fn ram<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let buffer = match self.max_memory(t, cx) {
            Some(max) => self.times(t, max),
            None => {
                let set = self.working_set(t, cx);
                let set = t.step("working_set", "MiB", set);
                match self.of_edition(t, cx, ("edition_memory", "MiB"), "memory_mib") {
                    Some(most) => set.min(self.times(t, most)),
                    None => set,
                }
            }
        };
        let stacks = self.thread_stacks(t, cx);
        let os = self.os_memory(t, cx);
        let os = t.step("os_memory", "MiB", os);
        let agents = self.sql.instance.agents.map(|m| m.as_f64());
        let agents = self.typed(t, ("agents", "MiB"), agents, "instance.agents");
        memory::guest_mib(buffer, stacks, os, agents)
    }

    /// The VM memory that the best practices of virtual SQL Servers call for: what lies in the guest, and the
    /// platform's overhead.
    pub fn vm_memory<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let guest = self.ram(t, cx);
        let guest = t.step("guest", "MiB", guest);
        guest + self.vm_overhead(t, cx)
    }

    pub fn vm_overhead<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let on_host = protection::host_ram(t, cx, self.vm_id, self.vm);
        let on_host = t.step("on_host", "MiB", on_host);
        let overhead = on_host - self.ram_mib(t);
        t.step("overhead", "MiB", overhead)
    }

    /// The largest max server memory of all instances together by a rule, MiB.
    pub fn memory_by<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, rule: SqlMemoryRule) -> T::N {
        match rule {
            SqlMemoryRule::OneFourEight => {
                let gb = self.ram_gb(t);
                let rule = rows::one_four_eight(t, cx);
                let reserve = memory::reserve_gb(t, gb.clone(), rule);
                let reserve = t.step("reserve", "GB", reserve);
                memory::less_reserve_mib(t, gb, reserve)
            }
            SqlMemoryRule::OneFourEightStacks => {
                let gb = self.ram_gb(t);
                let stacks = self.stacks(t, cx, false);
                let stacks = self.times(t, stacks);
                let stacks = t.step("stacks", "MiB", stacks);
                let cap = self.of_edition(t, cx, ("cap", "GB"), "stacks_rule_cap_gb");
                let small = rows::small_steps(t, cx);
                let rule = rows::one_four_eight(t, cx);
                memory::one_four_eight_stacks_mib(t, gb, stacks, cap, small, rule)
            }
            SqlMemoryRule::Stacks => {
                let ram = self.ram_mib(t);
                let os = cx.k(t, "os", keys::sql::STACKS_OS_MIB, "MiB");
                let stacks = self.stacks(t, cx, false);
                let stacks = self.times(t, stacks);
                let stacks = t.step("stacks", "MiB", stacks);
                let other = cx.k(t, "other", keys::sql::STACKS_OTHER_MIB, "MiB");
                let other = self.times(t, other);
                memory::stacks_rule_mib(t, ram, os, stacks, other)
            }
            SqlMemoryRule::Cores => {
                let (ram, cores) = (self.ram_mib(t), self.vcpus(t));
                let stack = rows::stack(t, cx, self.sql.instance.architecture, true);
                let rule = rows::by_cores(t, cx);
                memory::by_cores_mib(t, ram, cores, stack, rule)
            }
        }
    }

    /// The rule in force: the workload's, else the plan's.
    pub fn rule(&self, cx: &Cx<'_>) -> SqlMemoryRule {
        self.sql
            .instance
            .memory_rule
            .unwrap_or(cx.plan.settings.sql_memory_rule)
    }

    /// Page life expectancy below which memory is short, s: the fixed bound, or more for much cached data.
    pub fn page_life<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let cached = self.sql.measured.cached.map(|m| m.as_f64());
        let mib = match self.typed(t, ("cached", "MiB"), cached, "measured.cached") {
            Some(mib) => mib,
            None => {
                let pool = self.buffer_pool(t, cx);
                let pool = match self.several(t) {
                    Some(n) => pool / n,
                    None => pool,
                };
                t.step("buffer_pool", "MiB", pool)
            }
        };
        let gb = mib / t.number(1024.0);
        let step = cx.k(t, "page_life_step", keys::sql::PAGE_LIFE_STEP_S, "s");
        let scaled = memory::page_life_scaled_s(t, gb, step);
        cx.k(t, "page_life", keys::sql::PAGE_LIFE_S, "s")
            .max(scaled)
    }
}
