//! Memory of a server, and its page file.

use super::{Server, Which, formula};
use crate::facts::typed;
use crate::figure::{Num, Tracer};

impl Server<'_> {
    /// Memory that the version's rule gives; none where it has none.
    pub(super) fn ram<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let c = self.columns();
        if self.version.ram_table.is_some() && c.cache_mib.is_some() {
            return Some(self.ram_of_cache(t));
        }
        if c.memory_mib.is_some() {
            let need = self.ram_before_size(t)?;
            let need = t.step("need", "MiB", need);
            let sizes = self.version.ram_sizes_gib.iter();
            let sizes = sizes.map(|gib| (gib * 1024.0, gib * 1024.0));
            let method = "next common size of memory";
            return Some(formula::memory::covering(t, method, need, sizes).0);
        }
        c.cache_mib.as_ref()?;
        Some(self.ram_of_base(t))
    }

    /// Memory before it is rounded up to a size that servers are bought in.
    pub(super) fn ram_before_size<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        self.columns().memory_mib.as_ref()?;
        let mailboxes = self.each(t, "MiB", |t, tenant, class| {
            let column = self.columns().memory_mib.as_ref()?;
            let name = ("memory_per_mailbox", "MiB");
            let each = self.rate(t, tenant, class, column, "memory_mib", name)?;
            Some(tenant.mailboxes(t, class.users, Which::Worst) * each)
        });
        let mailboxes = t.step("mailbox_memory", "MiB", mailboxes);
        let need = match self.least_by_databases(t) {
            Some(least) => mailboxes.max(least),
            None => mailboxes,
        };
        let k = self.k();
        let base = k.client_access_base_mib.as_ref();
        if !self.several_roles() || base.is_none() {
            return Some(need);
        }
        let base = self.row(t, "client_access", "client_access_base_mib", base, "MiB");
        let each = k.client_access_core_mib.as_ref();
        let each = self.row(
            t,
            "client_access_core",
            "client_access_core_mib",
            each,
            "MiB",
        );
        let cores = self.vcpus(t);
        let share = self.client_access_share(t)?;
        Some(need + formula::memory::client_access::<T>(base, each, cores, share))
    }

    pub(super) fn vcpus<T: Tracer>(&self, t: &mut T) -> T::N {
        t.given("cores", f64::from(self.vm.vcpus), "cores", || {
            typed(self.vm_id, "vcpus")
        })
    }

    /// Cores of client access for each mailbox core.
    pub(super) fn client_access_share<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let http = self.tenants.iter().any(|s| s.mailbox.clients.mapi_http);
        let mapi = k.client_access_share_mapi.as_ref().filter(|_| http);
        let symbol = "client_access_share";
        self.maybe(t, symbol, "client_access_share_mapi", mapi, "")
            .or_else(|| self.maybe(t, symbol, symbol, k.client_access_share.as_ref(), ""))
    }

    /// Least memory or cache by the database copies on the server.
    fn least_by_databases<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let step = k.database_step.as_ref()?;
        let databases = self.every(t, |t, tenant| Some(tenant.databases(t, Which::Held)));
        let databases = t.step("databases", "", databases);
        let step = self.row(t, "databases_per_step", "database_step", Some(step), "");
        let each = k.database_step_mib.as_ref();
        let each = self.row(t, "each_step", "database_step_mib", each, "MiB");
        let base = k.database_step_base_mib.as_ref();
        let base = self.maybe(t, "base", "database_step_base_mib", base, "MiB");
        let least = formula::memory::by_databases::<T>(base, databases, step, each);
        Some(t.step("least_by_databases", "MiB", least))
    }

    /// Cache of the mailboxes that the server may have in use.
    fn mailbox_cache<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            let column = self.columns().cache_mib.as_ref()?;
            let name = ("per_mailbox", "MiB");
            let each = self.rate(t, tenant, class, column, "cache_mib", name)?;
            Some(each * tenant.mailboxes(t, class.users, Which::Worst))
        })
    }

    /// Database cache that is needed; none where the version has none.
    pub(super) fn cache<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        self.columns().cache_mib.as_ref()?;
        let cache = self.mailbox_cache(t);
        let cache = t.step("mailbox_cache", "MiB", cache);
        Some(match self.least_by_databases(t) {
            Some(least) => cache.max(least),
            None => cache,
        })
    }

    /// The smallest size of server whose default cache covers what is needed.
    fn ram_of_cache<T: Tracer>(&self, t: &mut T) -> T::N {
        let zero = t.number(0.0);
        let need = self.cache(t).unwrap_or(zero);
        let need = t.step("cache", "MiB", need);
        let several = self.several_roles();
        let rows = self.version.ram_table.iter().flat_map(|table| &table.rows);
        let sizes: Vec<(f64, f64)> = rows
            .filter_map(|row| {
                let covers = if several {
                    row.multi_role_gib?
                } else {
                    row.mailbox_gib
                };
                Some((covers * 1024.0, row.ram_gib * 1024.0))
            })
            .collect();
        let last = sizes.last().copied();
        let method = "smallest memory whose default cache covers it";
        let (ram, covered) = formula::memory::covering(t, method, need, sizes);
        match last {
            // Beyond the table memory goes on in the proportion of its last row.
            Some((cache, size)) if !covered && cache > 0.0 => {
                ram * t.number(size) / t.number(cache)
            }
            _ => ram,
        }
    }

    /// Base and cache per mailbox, at least the storage groups' minimum.
    fn ram_of_base<T: Tracer>(&self, t: &mut T) -> T::N {
        let k = self.k();
        let multi_role = self.tenants.iter().any(|s| s.mailbox.multi_role);
        let base = if multi_role {
            let row = k.base_multi_role_mib.as_ref();
            self.row(t, "base", "base_multi_role_mib", row, "MiB")
        } else {
            self.row(t, "base", "base_mib", k.base_mib.as_ref(), "MiB")
        };
        let cache = self.mailbox_cache(t);
        let least = k.storage_group_step.as_ref().map(|step| {
            let groups = self.every(t, |t, tenant| {
                let n = f64::from(tenant.mailbox.storage_groups);
                Some(t.given("storage_groups", n, "", || {
                    typed(tenant.id, "storage_groups")
                }))
            });
            let step = self.row(t, "groups_per_step", "storage_group_step", Some(step), "");
            let mib = k.storage_group_step_mib.as_ref();
            let mib = self.row(t, "ram_per_step", "storage_group_step_mib", mib, "MiB");
            let least = formula::steps::<T>(groups, step, mib);
            t.step("storage_group_minimum", "MiB", least)
        });
        formula::memory::base_and_cache::<T>(base, cache, least)
    }

    /// Page file by the version's rule.
    pub(super) fn page_file<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let ram = |t: &mut T| {
            t.given("ram", self.vm.ram.as_f64(), "MiB", || {
                typed(self.vm_id, "ram")
            })
        };
        let share = k.page_file_share.as_ref();
        if let Some(share) = self.maybe(t, "page_file_share", "page_file_share", share, "") {
            return Some(ram(t) * share);
        }
        let extra = k.page_file_extra_mib.as_ref();
        let extra = self.maybe(t, "extra", "page_file_extra_mib", extra, "MiB")?;
        let most = k.page_file_max_mib.as_ref();
        let most = self.maybe(t, "most", "page_file_max_mib", most, "MiB");
        let ram = ram(t);
        Some(formula::memory::page_file::<T>(ram, extra, most))
    }
}
