//! Space of databases and logs, and the volumes under them.

use super::{Class, Server, Tenant, Which, formula};
use crate::facts::typed;
use crate::figure::{Num, Origin, Tracer};
use crate::plan::{DiskUse, MailboxReplication};

impl Server<'_> {
    /// Mean size of a message.
    pub(super) fn message_kb<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> T::N {
        let row = self.k().message_kb.as_ref();
        let own = ("message_kb", tenant.mailbox.message_kb);
        match self.typed_or(t, tenant, "message_size", own, "message_kb", row, "KB") {
            Some(size) => size,
            None => self.row(t, "message_size", "message_kb", None, "KB"),
        }
    }

    fn message_factor<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> Option<T::N> {
        tenant.mailbox.message_kb?;
        let k = self.k();
        let base = self.row(t, "base_size", "message_kb", k.message_kb.as_ref(), "KB");
        let size = self.message_kb(t, tenant);
        let growth = |t: &mut T| {
            let row = k.message_growth.as_ref();
            self.row(t, "growth", "message_growth", row, "")
        };
        let far = |t: &mut T| self.row(t, "growth", "message_far", k.message_far.as_ref(), "");
        let factor = formula::logs::message_factor(t, size, base, growth, far)?;
        Some(t.step("message_factor", "", factor))
    }

    /// Log megabytes (of 2^20 bytes) of a class in a day.
    pub(super) fn class_logs<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
        which: Which,
    ) -> Option<T::N> {
        let column = self.columns().logs_per_day.as_ref()?;
        let key = "logs_per_day";
        let logs = self.rate(t, tenant, class, column, key, (key, ""))?;
        let mailboxes = tenant.mailboxes(t, class.users, which);
        let factor = self.message_factor(t, tenant);
        let file = self.row(t, "log_file", "log_mib", self.k().log_mib.as_ref(), "MiB");
        Some(formula::logs::a_day::<T>(mailboxes, logs, factor, file))
    }

    /// Log megabytes of all mailboxes with a copy here in a day.
    pub(super) fn logs_a_day<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            self.class_logs(t, tenant, class, Which::Held)
        })
    }

    /// A mailbox on disk: quota, archive, white space and deleted items.
    pub(super) fn mailbox_size<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
    ) -> T::N {
        let k = self.k();
        let m = tenant.mailbox;
        let messages = self.messages(t, tenant, class);
        let message = self.message_kb(t, tenant);
        let daily = formula::size::daily_mail(t, messages, message);
        let daily = t.step("daily_mail", "MiB", daily);
        let quota = t.given("quota", m.quota.as_f64(), "MiB", || {
            typed(tenant.id, "quota")
        });
        let quota = super::super::grown(t, tenant.id, tenant.part, super::Grows::Data, quota);
        let days = f64::from(m.retention_days);
        let days = t.given("retention", days, "d", || {
            typed(tenant.id, "retention_days")
        });
        let workdays = k.retention_workday_share.as_ref();
        let workdays = self.maybe(t, "workday_share", "retention_workday_share", workdays, "");
        let single = k
            .single_item_share
            .as_ref()
            .filter(|_| m.contents.single_item_recovery);
        let single = self.maybe(t, "single_item_recovery", "single_item_share", single, "");
        let calendar = k
            .calendar_share
            .as_ref()
            .filter(|_| m.contents.calendar_logging);
        let calendar = self.maybe(t, "calendar_versions", "calendar_share", calendar, "");
        let shares = single.into_iter().chain(calendar);
        let deleted =
            formula::size::deleted_items::<T>(daily.clone(), days, workdays, &quota, shares);
        let mut size = quota;
        if m.contents.archive.get() > 0 {
            let archive = t.given("archive", m.contents.archive.as_f64(), "MiB", || {
                typed(tenant.id, "contents.archive")
            });
            let archive =
                super::super::grown(t, tenant.id, tenant.part, super::Grows::Data, archive);
            size = size + archive;
        }
        let own = ("contents.white_space_days", m.contents.white_space_days);
        let row = k.white_space_days.as_ref();
        let key = "white_space_days";
        size = match self.typed_or(t, tenant, key, own, key, row, "d") {
            // A day of mail, said plainly.
            Some(days) if days.value() == 1.0 => size + daily,
            Some(days) => size + daily * days,
            None => size,
        };
        let size = size + deleted;
        t.step("mailbox_size", "MiB", size)
    }

    /// Mean size of a mailbox here on disk.
    pub(super) fn mean_mailbox<T: Tracer>(&self, t: &mut T) -> T::N {
        let all = self.each(t, "MiB", |t, tenant, class| {
            let size = self.mailbox_size(t, tenant, class);
            Some(tenant.mailboxes(t, class.users, Which::Held) * size)
        });
        let mailboxes = self.counted(t, Which::Held);
        t.step("all_mailboxes", "MiB", all) / t.step("mailboxes", "", mailboxes)
    }

    /// Database files of the copies here.
    pub(super) fn database_files<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            let size = self.mailbox_size(t, tenant, class);
            let own = tenant.mailbox.contents.growth.map(|s| s.get());
            let own = ("contents.growth", own);
            let row = self.k().database_overhead.as_ref();
            let overhead = self.typed_or(t, tenant, "overhead", own, "database_overhead", row, "");
            let mailboxes = tenant.mailboxes(t, class.users, which);
            Some(match overhead {
                Some(overhead) => formula::size::database(t, mailboxes, size, overhead),
                None => mailboxes * size,
            })
        })
    }

    pub(super) fn databases<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        self.every(t, |t, tenant| Some(tenant.databases(t, which)))
    }

    pub(super) fn one_database<T: Tracer>(&self, t: &mut T) -> T::N {
        let all = self.database_files(t, Which::Held);
        let all = t.step("database_files", "MiB", all);
        let databases = self.databases(t, Which::Held);
        if self.copied() {
            all / t.step("database_copies", "", databases)
        } else {
            all / databases
        }
    }

    /// Logs kept on disk, with those of mailboxes that move and those that a lagged copy waits with.
    pub(super) fn log_files<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            let day = self.class_logs(t, tenant, class, Which::Held)?;
            let days = f64::from(tenant.mailbox.log_days);
            let days = t.given("days_kept", days, "d", || typed(tenant.id, "log_days"));
            let own = (
                "contents.moved",
                tenant.mailbox.contents.moved.map(|s| s.get()),
            );
            let row = self.k().move_share.as_ref();
            let moved = self.typed_or(t, tenant, "moved_share", own, "move_share", row, "");
            let moved = moved.map(|share| {
                let size = self.mailbox_size(t, tenant, class);
                (tenant.mailboxes(t, class.users, Which::Held) * share, size)
            });
            let kept = formula::logs::kept::<T>(day, days, moved);
            let Some((which, lag)) = self.lag_days(t, tenant) else {
                return Some(kept);
            };
            let lagged = self.class_logs(t, tenant, class, which)?;
            Some(kept + lagged * lag)
        })
    }

    /// Days that lagged copies here wait, and which copies those are.
    fn lag_days<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> Option<(Which, T::N)> {
        let lag = |t: &mut T| {
            let lag = tenant.mailbox.copies.replay_lag?;
            Some(
                t.given("replay_lag", lag.get(), "s", || {
                    typed(tenant.id, "copies.replay_lag")
                }) / t.number(86_400.0),
            )
        };
        match tenant.mailbox.replication {
            MailboxReplication::Group if tenant.any(Which::Lagged) => {
                Some((Which::Lagged, lag(t)?))
            }
            MailboxReplication::Standby if tenant.any(Which::Passive) => {
                let row = self.k().standby_lag_days.as_ref();
                let lag = match lag(t) {
                    Some(lag) => lag,
                    None => self.maybe(t, "replay_lag", "standby_lag_days", row, "d")?,
                };
                Some((Which::Passive, lag))
            }
            _ => None,
        }
    }

    /// Copies of each file that the server itself keeps.
    fn twice<T: Tracer>(&self, t: &mut T, files: T::N) -> T::N {
        if !self.tenants.iter().any(Tenant::local) {
            return files;
        }
        files
            * t.given("copies", 2.0, "", || {
                Origin::Counted("local replication keeps a second copy on this server".into())
            })
    }

    /// Index of a volume beside its databases.
    fn index<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let own = self
            .tenants
            .iter()
            .find_map(|s| Some((s, s.mailbox.contents.index?)));
        if let Some((tenant, share)) = own {
            return Some(t.given("index_share", share.get(), "", || {
                typed(tenant.id, "contents.index")
            }));
        }
        let row = k.index_share.as_ref();
        let index = self.maybe(t, "index_share", "index_share", row, "")?;
        let further = k.index_extra.as_ref();
        let Some(further) = self.maybe(t, "further_indexes", "index_extra", further, "") else {
            return Some(index);
        };
        let volumes = self
            .vm
            .disks
            .iter()
            .filter(|d| d.holds == DiskUse::Database);
        let volumes = t.given("volumes", (volumes.count() as f64).max(1.0), "", || {
            Origin::Counted("disks of the VM that hold databases".into())
        });
        let databases = self.databases(t, Which::Held);
        let databases = t.step("databases", "", databases);
        Some(formula::size::index_with_room(
            t,
            index,
            further * volumes,
            databases,
        ))
    }

    /// Room on the volume: copies on this server, and the share that stays free.
    fn volume<T: Tracer>(&self, t: &mut T, files: T::N, index: Option<T::N>) -> T::N {
        let files = self.twice(t, files);
        let free = self.row(
            t,
            "free_share",
            "free_share",
            self.k().free_share.as_ref(),
            "",
        );
        formula::size::volume(t, files, index, free)
    }

    /// Database files and their index.
    pub(super) fn database_contents<T: Tracer>(&self, t: &mut T) -> T::N {
        let files = self.database_files(t, Which::Held);
        let files = t.step("database_files", "MiB", files);
        let files = self.twice(t, files);
        match self.index(t) {
            Some(index) => {
                let one = t.number(1.0);
                files * (one + index)
            }
            None => files,
        }
    }

    pub(super) fn database_volume<T: Tracer>(&self, t: &mut T) -> T::N {
        let files = self.database_files(t, Which::Held);
        let files = t.step("database_files", "MiB", files);
        let index = self.index(t);
        self.volume(t, files, index)
    }

    pub(super) fn log_volume<T: Tracer>(&self, t: &mut T) -> T::N {
        let files = self.log_files(t);
        let files = t.step("log_files", "MiB", files);
        self.volume(t, files, None)
    }

    /// Flash for the metadata cache of the databases here, where the version has it.
    pub(super) fn flash<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let row = self.k().flash_share.as_ref()?;
        let files = self.database_files(t, Which::Held);
        let files = t.step("database_files", "MiB", files);
        Some(files * self.row(t, "flash_share", "flash_share", Some(row), ""))
    }

    /// Disk of the guest's system: installation, page file, queue database.
    pub(super) fn system_disk<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let guest = k.guest_disk_mib.as_ref();
        let mut disk = match self.maybe(t, "guest_system", "guest_disk_mib", guest, "MiB") {
            Some(guest) => guest,
            None => {
                let install = k.install_mib.as_ref();
                let install = self.maybe(t, "installation", "install_mib", install, "MiB")?;
                let system = k.system_mib.as_ref();
                match self.maybe(t, "system_drive", "system_mib", system, "MiB") {
                    Some(system) => install + system,
                    None => install,
                }
            }
        };
        if let Some(page) = self.page_file(t) {
            disk = disk + t.step("page_file", "MiB", page);
        }
        if let Some(queue) = self.queue(t) {
            disk = disk + t.step("queue_database", "MiB", queue);
        }
        Some(disk)
    }
}
