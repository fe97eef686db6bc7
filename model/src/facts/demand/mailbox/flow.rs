//! What flows: mail and logs over the network, queues, backup and restore; and the roles that stand beside.

use super::{Server, Which, formula};
use crate::catalogue::keys;
use crate::facts::{Cx, typed};
use crate::figure::{Num, Origin, Tracer};
use crate::plan::DirectoryArchitecture;

impl Server<'_> {
    fn peak_hour<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let own = self
            .tenants
            .iter()
            .find_map(|s| Some((s, s.mailbox.clients.peak_hour?)));
        match own {
            Some((tenant, share)) => t.given("peak_hour_share", share.get(), "", || {
                typed(tenant.id, "clients.peak_hour")
            }),
            None => cx.k(t, "peak_hour_share", keys::PEAK_HOUR_SHARE, ""),
        }
    }

    /// Megabytes of log a second in the busiest hour.
    pub(super) fn log_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let day = self.logs_a_day(t);
        let day = t.step("logs_a_day", "MiB", day);
        let hour = self.peak_hour(t, cx);
        formula::logs::peak_mb_s(t, day, hour)
    }

    /// Logs on the way to or from other copies in the busiest hour, Mbit/s; none without copies elsewhere.
    pub(super) fn replication<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, out: bool) -> Option<T::N> {
        if !self.copied() {
            return None;
        }
        let day = self.each(t, "MiB", |t, tenant, class| {
            if !tenant.copied() {
                return None;
            }
            if !out {
                return self.class_logs(t, tenant, class, Which::Passive);
            }
            let logs = self.class_logs(t, tenant, class, Which::Worst)?;
            let further = tenant.mailbox.all_copies().saturating_sub(1);
            if further == 1 {
                return Some(logs);
            }
            let copies = t.given("further_copies", f64::from(further), "", || {
                Origin::Counted("copies of each database beside the one in use".into())
            });
            Some(logs * copies)
        });
        let day = t.step("logs_a_day", "MiB", day);
        let hour = self.peak_hour(t, cx);
        Some(formula::logs::peak_mbps(t, day, hour))
    }

    /// Messages through the server in the busiest hour; to them the logs to and from other copies.
    pub(super) fn net<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, out: bool) -> T::N {
        let day = self.each(t, "MiB", |t, tenant, class| {
            let messages = self.messages(t, tenant, class);
            let size = self.message_kb(t, tenant);
            let mailboxes = tenant.mailboxes(t, class.users, Which::Worst);
            Some(mailboxes * messages * size / t.number(1024.0))
        });
        let day = t.step("mail_a_day", "MiB", day);
        let hour = self.peak_hour(t, cx);
        let shadow = self.k().queue_copies.as_ref().filter(|_| self.copied());
        let passes = match self.maybe(t, "passes", "queue_copies", shadow, "") {
            Some(passes) => passes,
            None => t.given("passes", 1.0, "", || {
                Origin::Assumed(
                    "each message enters and leaves the server once; other client traffic is not counted"
                        .into(),
                )
            }),
        };
        let mail = formula::logs::peak_mbps(t, day * passes, hour);
        match self.replication(t, cx, out) {
            Some(logs) => mail + t.step("replication", "Mbit/s", logs),
            None => mail,
        }
    }

    /// The queue database of this server, MiB; none where transport keeps none here.
    pub(super) fn queue<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        k.safety_net_days.as_ref()?;
        let all = self.each(t, "MiB", |t, tenant, class| {
            let m = tenant.mailbox.transport.clone();
            let messages = self.messages(t, tenant, class);
            let mailboxes = tenant.mailboxes(t, class.users, Which::Worst);
            let queue = formula::flow::Queue {
                message_kb: self.message_kb(t, tenant),
                messages_a_day: mailboxes * messages,
                queued_share: self.typed_or(
                    t,
                    tenant,
                    "queued_share",
                    ("transport.queued", m.queued.map(|s| s.get())),
                    "queued_share",
                    k.queued_share.as_ref(),
                    "",
                )?,
                queue_days: self.typed_or(
                    t,
                    tenant,
                    "queue_days",
                    ("transport.queue_days", m.queue_days),
                    "queue_days",
                    k.queue_days.as_ref(),
                    "d",
                )?,
                safety_net_days: self.typed_or(
                    t,
                    tenant,
                    "safety_net_days",
                    ("transport.safety_net_days", m.safety_net_days),
                    "safety_net_days",
                    k.safety_net_days.as_ref(),
                    "d",
                )?,
                copies: self.row(t, "copies", "queue_copies", k.queue_copies.as_ref(), ""),
            };
            Some(queue.kb(t) / t.number(1024.0))
        });
        let all = t.step("queues", "MiB", all);
        let least = k.queue_min_mib.as_ref();
        Some(
            match self.maybe(t, "least", "queue_min_mib", least, "MiB") {
                Some(least) => all.max(least),
                None => all,
            },
        )
    }

    fn backup_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let own = self
            .tenants
            .iter()
            .find_map(|s| Some((s, s.mailbox.backup.rate.filter(|r| r.get() > 0.0)?)));
        match own {
            Some((tenant, rate)) => t.given("throughput", rate.get(), "MB/s", || {
                typed(tenant.id, "backup.rate")
            }),
            None => cx.k(t, "throughput", keys::MAILBOX_BACKUP_MB_S, "MB/s"),
        }
    }

    /// Hours of a full backup of the databases in use here.
    pub(super) fn backup<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let files = self.database_files(t, Which::Active);
        let files = t.step("database_files", "MiB", files);
        let rate = self.backup_rate(t, cx);
        formula::flow::hours(t, files, rate)
    }

    /// Hours to bring one database back: slower than the backup, and the logs since then replayed.
    pub(super) fn restore<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let one = self.one_database(t);
        let one = t.step("one_database", "MiB", one);
        let rate = self.backup_rate(t, cx);
        let factor = cx.k(t, "slower", keys::MAILBOX_RESTORE_FACTOR, "");
        let copied = formula::flow::hours(t, one, rate) * factor;
        match self.replay(t) {
            Some(replay) => t.step("copied_back", "h", copied) + t.step("replayed", "h", replay),
            None => copied,
        }
    }

    /// Hours to replay the logs that one database makes in a day.
    pub(super) fn replay<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let speed = k.replay_logs_per_s.as_ref()?;
        let day = self.logs_a_day(t);
        let day = t.step("logs_a_day", "MiB", day);
        let databases = self.databases(t, Which::Held);
        let databases = t.step("databases", "", databases);
        let file = self.row(t, "log_file", "log_mib", k.log_mib.as_ref(), "MiB");
        let files = day / databases / file;
        let speed = self.row(t, "replay", "replay_logs_per_s", Some(speed), "/s");
        Some(formula::flow::replay_hours(t, files, speed))
    }

    /// Cores of global catalogs that this server's cores ask for.
    pub(super) fn directory_cores<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        let k = self.k();
        let old = self
            .tenants
            .iter()
            .any(|s| s.mailbox.directory.architecture == DirectoryArchitecture::X86);
        let x86 = k.directory_ratio_x86.as_ref().filter(|_| old);
        let symbol = "mailbox_cores_per_core";
        let ratio = match self.maybe(t, symbol, "directory_ratio_x86", x86, "") {
            Some(ratio) => ratio,
            None => self.maybe(t, symbol, "directory_ratio", k.directory_ratio.as_ref(), "")?,
        };
        Some(self.vcpus(t) / ratio)
    }

    /// Cores of transport servers beside, where the version has them.
    pub(super) fn transport_cores<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        if self.several_roles() {
            return None;
        }
        let k = self.k();
        let scans = self.tenants.iter().any(|s| s.mailbox.server.antivirus);
        let scanned = k.transport_ratio_antivirus.as_ref().filter(|_| scans);
        let symbol = "mailbox_cores_per_core";
        let ratio = match self.maybe(t, symbol, "transport_ratio_antivirus", scanned, "") {
            Some(ratio) => ratio,
            None => self.maybe(t, symbol, "transport_ratio", k.transport_ratio.as_ref(), "")?,
        };
        Some(self.vcpus(t) / ratio)
    }

    /// Cores of client access servers beside, where the version has them.
    pub(super) fn client_access_cores<T: Tracer>(&self, t: &mut T) -> Option<T::N> {
        if self.several_roles() {
            return None;
        }
        let share = self.client_access_share(t)?;
        Some(self.vcpus(t) * share)
    }
}
