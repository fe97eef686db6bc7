//! Disk operations and rates of databases and logs.

use super::{Class, Server, Tenant, Which, formula};
use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::Tracer;

impl Server<'_> {
    /// Database operations of a class on this member.
    fn class_iops<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
    ) -> Option<T::N> {
        let c = self.columns();
        let copied = tenant.copied() && tenant.mailbox.usable_copies() > 1;
        let (column, key) = match c.iops_copies.as_ref().filter(|_| copied) {
            Some(column) => (column, "iops_copies"),
            None => (c.iops.as_ref()?, "iops"),
        };
        let each = self.rate(t, tenant, class, column, key, ("iops_per_mailbox", "IOPS"))?;
        let mut mailboxes = tenant.mailboxes(t, class.users, Which::Active);
        let passive = self.k().passive_iops_share.as_ref();
        if tenant.copied() && passive.is_some() && tenant.any(Which::Passive) {
            let others = tenant.mailboxes(t, class.users, Which::Passive);
            let share = self.row(t, "passive_share", "passive_iops_share", passive, "");
            mailboxes = mailboxes + others * share;
        }
        let mut iops = mailboxes * each;
        if let Some(share) = tenant.mailbox.clients.concurrency {
            iops = iops
                * t.given("at_work", share.get(), "", || {
                    typed(tenant.id, "clients.concurrency")
                });
        }
        let large = self
            .k()
            .online_quota_mib
            .as_ref()
            .is_some_and(|least| tenant.mailbox.quota.as_f64() > least.value);
        if tenant.mailbox.clients.online && large {
            let row = self.k().online_factor.as_ref();
            iops = iops * self.row(t, "online_mode", "online_factor", row, "");
        }
        Some(iops)
    }

    pub(super) fn database_iops<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "IOPS", |t, tenant, class| {
            self.class_iops(t, tenant, class)
        })
    }

    /// Database operations that the host must carry: with overhead, where the version has it.
    pub(super) fn host_iops<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let row = self.k().iops_overhead.as_ref()?;
        let iops = self.database_iops(t);
        let iops = t.step("database_iops", "IOPS", iops);
        let overhead = self.row(t, "overhead", "iops_overhead", Some(row), "");
        Some(formula::io::with_overhead(t, iops, overhead))
    }

    fn log_iops_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let row = self.k().log_iops_share.as_ref();
        match self.maybe(t, "log_share", "log_iops_share", row, "") {
            Some(share) => share,
            None => cx.k(t, "log_share", keys::LOG_IOPS_SHARE, ""),
        }
    }

    pub(super) fn log_iops<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let database = self.database_iops(t);
        let database = t.step("database_iops", "IOPS", database);
        database * self.log_iops_share(t, cx)
    }

    /// Part of a class's database operations that reads.
    fn read_share<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>, messages: f64) -> T::N {
        let k = self.k();
        let heavy = k
            .heavy_messages
            .as_ref()
            .is_some_and(|m| messages > m.value);
        let copied = tenant.copied() && tenant.mailbox.usable_copies() > 1;
        let rows = [
            (
                "read_share_heavy_copies",
                &k.read_share_heavy_copies,
                heavy && copied,
            ),
            ("read_share_heavy", &k.read_share_heavy, heavy),
            ("read_share_copies", &k.read_share_copies, copied),
            ("read_share", &k.read_share, true),
        ];
        let found = rows
            .into_iter()
            .find(|(_, row, wanted)| *wanted && row.is_some());
        let (key, row) = found.map_or(("read_share", None), |(key, row, _)| (key, row.as_ref()));
        self.row(t, "read_share", key, row, "")
    }

    /// Database operations of the part that reads or writes, with overhead.
    fn database_part<T: Tracer>(&self, t: &mut T, reads: bool) -> T::N {
        let part = self.each(t, "IOPS", |t, tenant, class| {
            let iops = self.class_iops(t, tenant, class)?;
            let iops = t.step("database_iops", "IOPS", iops);
            let messages = match class.reading {
                crate::catalogue::Reading::Row(row) => self.version.messages(row),
                crate::catalogue::Reading::Between { messages, .. }
                | crate::catalogue::Reading::Scaled { messages, .. } => messages,
            };
            let share = self.read_share(t, tenant, messages);
            Some(if reads {
                iops * share
            } else {
                formula::io::writes(t, iops, share)
            })
        });
        let row = self.k().iops_overhead.as_ref();
        match self.maybe(t, "overhead", "iops_overhead", row, "") {
            Some(overhead) => formula::io::with_overhead(t, part, overhead),
            None => part,
        }
    }

    pub(super) fn reads<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let reads = self.database_part(t, true);
        let row = self.k().log_read_share.as_ref();
        if !self.tenants.iter().any(Tenant::replicated) || row.is_none() {
            return reads;
        }
        let log = self.log_iops(t, cx);
        let log = t.step("log_writes", "IOPS", log);
        reads + log * self.row(t, "log_read_share", "log_read_share", row, "")
    }

    pub(super) fn database_writes<T: Tracer>(&self, t: &mut T) -> T::N {
        self.database_part(t, false)
    }

    /// Megabytes a second of so many pages.
    pub(super) fn pages<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, per_second: T::N) -> T::N {
        let row = self.k().page_kib.as_ref();
        let page = match self.maybe(t, "page", "page_kib", row, "KiB") {
            Some(page) => page,
            None => cx.k(t, "page", keys::MAILBOX_PAGE_KIB, "KiB"),
        };
        formula::io::pages_mb_s(t, per_second, page)
    }

    /// Background maintenance of all copies here, MB/s.
    pub(super) fn maintenance<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let row = self.k().maintenance_mb_s.as_ref()?;
        let copies = self.every(t, |t, tenant| Some(tenant.databases(t, Which::Held)));
        let copies = t.step("database_copies", "", copies);
        // Its MB are binary, those of a disk's rate decimal.
        let each = self.row(t, "maintenance", "maintenance_mb_s", Some(row), "MB/s");
        Some(copies * each * t.number(1.048_576))
    }

    pub(super) fn read_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let reads = self.reads(t, cx);
        let reads = t.step("reads", "IOPS", reads);
        let pages = self.pages(t, cx, reads);
        match self.maintenance(t) {
            Some(rate) => pages + t.step("background_maintenance", "MB/s", rate),
            None => pages,
        }
    }
}
