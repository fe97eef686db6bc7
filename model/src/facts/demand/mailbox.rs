//! Mailbox servers. The formulas follow what data a version has: mailboxes per core or megacycles per mailbox, memory
//! as a base and a cache per mailbox, storage groups or none. A version is a table; see `assets/workloads`.

use super::rows::{Cell, Rows};
use super::{Grows, Part, Quantity, WorkloadShare};
use crate::catalogue::{Constant, MailboxProfile, MailboxVersion, keys};
use crate::facts::{Cx, MailboxFacts, typed};
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::ids::WorkloadId;
use crate::plan::{DiskUse, Mailbox, MailboxReplication, UserClass, WorkloadKind};

/// Users of one profile on one workload's part.
struct Class<'a> {
    users: &'a UserClass,
    profile: &'a MailboxProfile,
}

/// The part of a mailbox workload that a VM member carries.
struct Tenant<'a> {
    id: &'a WorkloadId,
    part: Part,
    mailbox: &'a Mailbox,
    classes: Vec<Class<'a>>,
}

/// Constants of a version, found once.
struct Version<'a> {
    base: Option<&'a Constant>,
    base_multi_role: Option<&'a Constant>,
    group_step: Option<&'a Constant>,
    group_step_mib: Option<&'a Constant>,
    log_mib: Option<&'a Constant>,
    message_kb: Option<&'a Constant>,
    message_growth: Option<&'a Constant>,
    message_far: Option<&'a Constant>,
    log_iops: Option<&'a Constant>,
    log_reads: Option<&'a Constant>,
    read_share: Option<&'a Constant>,
    local_cores: Option<&'a Constant>,
    overhead: Option<&'a Constant>,
    index: Option<&'a Constant>,
    free: Option<&'a Constant>,
    workdays: Option<&'a Constant>,
    page_kib: Option<&'a Constant>,
    moves: Option<&'a Constant>,
}

/// All mailbox workloads of one version on a VM member: one server, whose fixed parts count once.
pub(super) struct Server<'a> {
    rows: Rows<'a>,
    v: Version<'a>,
    tenants: Vec<Tenant<'a>>,
    key: &'a str,
}

/// The servers of a VM member, by version.
pub(super) fn servers<'a>(cx: &Cx<'a>, on: &'a [WorkloadShare]) -> Vec<Server<'a>> {
    let mut out: Vec<Server<'a>> = Vec::new();
    for part in on {
        let WorkloadKind::Mailbox(mailbox) = &part.workload.kind else {
            continue;
        };
        let Some(version) = cx.catalogue.tables.mailbox.get(&mailbox.version) else {
            continue;
        };
        let tenant = Tenant {
            id: &part.id,
            part: part.part(),
            mailbox,
            classes: mailbox
                .users
                .iter()
                .filter_map(|users| {
                    version
                        .profiles
                        .get(&users.profile)
                        .map(|profile| Class { users, profile })
                })
                .collect(),
        };
        match out.iter_mut().find(|s| s.key == mailbox.version) {
            Some(server) => server.tenants.push(tenant),
            None => out.push(Server {
                rows: Rows::new(cx, &mailbox.version),
                v: Version::of(version),
                tenants: vec![tenant],
                key: &mailbox.version,
            }),
        }
    }
    out
}

impl<'a> Version<'a> {
    fn of(version: &'a MailboxVersion) -> Self {
        let row = |key: &str| version.constants.get(key);
        Self {
            base: row("base_mib"),
            base_multi_role: row("base_multi_role_mib"),
            group_step: row("storage_group_step"),
            group_step_mib: row("storage_group_step_mib"),
            log_mib: row("log_mib"),
            message_kb: row("message_kb"),
            message_growth: row("message_growth"),
            message_far: row("message_far"),
            log_iops: row("log_iops_share"),
            log_reads: row("log_read_share"),
            read_share: row("read_share"),
            local_cores: row("local_replication_cores"),
            overhead: row("database_overhead"),
            index: row("index_share"),
            free: row("free_share"),
            workdays: row("retention_workday_share"),
            page_kib: row("page_kib"),
            moves: row("move_share"),
        }
    }
}

impl Tenant<'_> {
    fn replicated(&self) -> bool {
        self.mailbox.replication != MailboxReplication::None
    }

    /// Mailboxes of a class on this member.
    fn mailboxes<T: Tracer>(&self, t: &mut T, class: &UserClass) -> T::N {
        let total = t.given("mailboxes", f64::from(class.mailboxes), "", || {
            typed(self.id, &format!("users.{}", class.profile))
        });
        super::part_of(t, self.id, self.part, Grows::Users, total)
    }
}

impl Server<'_> {
    /// A sum over the classes of all tenants; each is named when there are several.
    fn each<T: Tracer>(
        &self,
        t: &mut T,
        unit: &'static str,
        mut f: impl FnMut(&mut T, &Tenant<'_>, &Class<'_>) -> Option<T::N>,
    ) -> T::N {
        let many = self.tenants.iter().map(|s| s.classes.len()).sum::<usize>() > 1;
        let mut terms = Vec::new();
        for tenant in &self.tenants {
            for class in &tenant.classes {
                if let Some(term) = f(t, tenant, class) {
                    terms.push(if many {
                        t.step(&class.profile.name, unit, term)
                    } else {
                        term
                    });
                }
            }
        }
        super::total(t, terms)
    }

    fn cell<T: Tracer>(
        &self,
        t: &mut T,
        class: &Class<'_>,
        symbol: &'static str,
        unit: &'static str,
        (key, value, what): (&'static str, f64, &'static str),
    ) -> T::N {
        self.rows.cell(
            t,
            &Cell {
                symbol,
                unit,
                line: &class.users.profile,
                key,
                value,
                of: &class.profile.name,
                what,
                source: &class.profile.source,
            },
        )
    }

    pub fn mailboxes<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "", |t, tenant, class| {
            Some(tenant.mailboxes(t, class.users))
        })
    }

    /// Cores by the rule of mailboxes per core; unrounded quotients of the profiles add up. Zero where the version
    /// counts megacycles.
    pub fn cores<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "cores", |t, tenant, class| {
            let per_core = class.profile.mailboxes_per_core?;
            let what = "mailboxes that one core carries";
            let cell = ("mailboxes_per_core", per_core, what);
            let mut per_core = self.cell(t, class, "mailboxes_per_core", "", cell);
            if tenant.mailbox.replication == MailboxReplication::Local {
                let key = "local_replication_cores";
                let row = self.v.local_cores;
                per_core = per_core * self.rows.row(t, "local_replication", key, row, "");
            }
            Some(tenant.mailboxes(t, class.users) / per_core)
        })
    }

    /// Megacycles a second, where the version counts them.
    pub fn megacycles<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MHz", |t, tenant, class| {
            let value = class.profile.megacycles?;
            let what = "megacycles per active mailbox";
            let cell = ("megacycles", value, what);
            let per_mailbox = self.cell(t, class, "megacycles_per_mailbox", "MHz", cell);
            Some(tenant.mailboxes(t, class.users) * per_mailbox)
        })
    }

    /// Base and cache per mailbox, at least the storage groups' minimum.
    pub fn ram<T: Tracer>(&self, t: &mut T) -> T::N {
        let multi_role = self.tenants.iter().any(|s| s.mailbox.multi_role);
        let base = if multi_role {
            let row = self.v.base_multi_role;
            self.rows.row(t, "base", "base_multi_role_mib", row, "MiB")
        } else {
            self.rows.row(t, "base", "base_mib", self.v.base, "MiB")
        };
        let cache = self.each(t, "MiB", |t, tenant, class| {
            let what = "database cache per mailbox";
            let cell = ("cache_mib", class.profile.cache_mib, what);
            let per_mailbox = self.cell(t, class, "per_mailbox", "MiB", cell);
            Some(per_mailbox * tenant.mailboxes(t, class.users))
        });
        let need = base + cache;
        if self.v.group_step.is_none() {
            return need;
        }
        let mut groups = Vec::new();
        for tenant in &self.tenants {
            let n = f64::from(tenant.mailbox.storage_groups);
            groups.push(t.given("storage_groups", n, "", || {
                typed(tenant.id, "storage_groups")
            }));
        }
        let groups = super::total(t, groups);
        let (step, mib) = (self.v.group_step, self.v.group_step_mib);
        let step = self
            .rows
            .row(t, "groups_per_step", "storage_group_step", step, "");
        let mib = self
            .rows
            .row(t, "ram_per_step", "storage_group_step_mib", mib, "MiB");
        let minimum = (groups / step).ceil() * mib;
        let minimum = t.step("storage_group_minimum", "MiB", minimum);
        need.max(minimum)
    }

    pub fn database_iops<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "IOPS", |t, tenant, class| {
            let what = "database IOPS per mailbox at peak";
            let cell = ("iops", class.profile.iops, what);
            let per_mailbox = self.cell(t, class, "iops_per_mailbox", "IOPS", cell);
            Some(tenant.mailboxes(t, class.users) * per_mailbox)
        })
    }

    fn log_iops_share<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        match self.v.log_iops {
            row @ Some(_) => self.rows.row(t, "log_share", "log_iops_share", row, ""),
            None => cx.k(t, "log_share", keys::LOG_IOPS_SHARE, ""),
        }
    }

    pub fn log_iops<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let database = self.database_iops(t);
        let database = t.step("database_iops", "IOPS", database);
        database * self.log_iops_share(t, cx)
    }

    fn reads<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let database = self.database_iops(t);
        let database = t.step("database_iops", "IOPS", database);
        let share = self
            .rows
            .row(t, "read_share", "read_share", self.v.read_share, "");
        let reads = database * share;
        if self.tenants.iter().any(Tenant::replicated) && self.v.log_reads.is_some() {
            let log = self.log_iops(t, cx);
            let log = t.step("log_writes", "IOPS", log);
            let row = self.v.log_reads;
            let share = self
                .rows
                .row(t, "log_read_share", "log_read_share", row, "");
            return reads + log * share;
        }
        reads
    }

    fn database_writes<T: Tracer>(&self, t: &mut T) -> T::N {
        let database = self.database_iops(t);
        let database = t.step("database_iops", "IOPS", database);
        let share = self
            .rows
            .row(t, "read_share", "read_share", self.v.read_share, "");
        let one = t.number(1.0);
        database * (one - share)
    }

    /// Megabytes a second of so many pages.
    fn pages<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, per_second: T::N) -> T::N {
        let page = match self.v.page_kib {
            row @ Some(_) => self.rows.row(t, "page", "page_kib", row, "KiB"),
            None => cx.k(t, "page", keys::MAILBOX_PAGE_KIB, "KiB"),
        };
        per_second * page * t.number(1024.0) / t.number(1e6)
    }

    /// Mean size of a message and, if it is larger than the version's base, how many times the logs.
    fn message_kb<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> T::N {
        match tenant.mailbox.message_kb {
            Some(kb) => t.given("message_size", super::sane(kb), "KB", || {
                typed(tenant.id, "message_kb")
            }),
            None => {
                let row = self.v.message_kb;
                self.rows.row(t, "message_size", "message_kb", row, "KB")
            }
        }
    }

    fn message_factor<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>) -> Option<T::N> {
        tenant.mailbox.message_kb?;
        let base = self
            .rows
            .row(t, "base_size", "message_kb", self.v.message_kb, "KB");
        let size = self.message_kb(t, tenant);
        let ratio = size.value() / base.value();
        // A version without a base size says nothing about larger messages.
        if !(ratio.is_finite() && ratio > 1.0) {
            return None;
        }
        let factor = if ratio <= 2.0 {
            let (one, again) = (t.number(1.0), t.number(1.0));
            let row = self.v.message_growth;
            let growth = self.rows.row(t, "growth", "message_growth", row, "");
            one + growth * (size / base - again)
        } else {
            let row = self.v.message_far;
            self.rows.row(t, "growth", "message_far", row, "") * size / base
        };
        Some(t.step("message_factor", "", factor))
    }

    /// Log megabytes (of 2^20 bytes) of a class in a day.
    fn logs_a_day<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>, class: &Class<'_>) -> T::N {
        let what = "log files per mailbox and day";
        let cell = ("logs_per_day", class.profile.logs_per_day, what);
        let logs = self.cell(t, class, "logs_per_day", "", cell);
        let mut mib = tenant.mailboxes(t, class.users) * logs;
        if let Some(factor) = self.message_factor(t, tenant) {
            mib = mib * factor;
        }
        mib * self
            .rows
            .row(t, "log_file", "log_mib", self.v.log_mib, "MiB")
    }

    /// Megabytes of log a second in the busiest hour.
    fn log_rate<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>) -> T::N {
        let day = self.each(t, "MiB", |t, tenant, class| {
            Some(self.logs_a_day(t, tenant, class))
        });
        let day = t.step("logs_a_day", "MiB", day);
        let hour = cx.k(t, "peak_hour_share", keys::PEAK_HOUR_SHARE, "");
        day * hour * t.number(1.048_576) / t.number(3600.0)
    }

    /// A mailbox on disk: quota, a day's mail as white space, and deleted items.
    fn mailbox_size<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>, class: &Class<'_>) -> T::N {
        let what = "messages sent and received per mailbox and day";
        let cell = ("messages_per_day", class.profile.messages_per_day, what);
        let messages = self.cell(t, class, "messages_per_day", "", cell);
        let daily = messages * self.message_kb(t, tenant) / t.number(1024.0);
        let daily = t.step("daily_mail", "MiB", daily);
        let quota = t.given("quota", tenant.mailbox.quota.as_f64(), "MiB", || {
            typed(tenant.id, "quota")
        });
        let quota = super::grown(t, tenant.id, tenant.part, Grows::Data, quota);
        let days = f64::from(tenant.mailbox.retention_days);
        let days = t.given("retention", days, "d", || {
            typed(tenant.id, "retention_days")
        });
        let row = self.v.workdays;
        let workdays = self
            .rows
            .row(t, "workday_share", "retention_workday_share", row, "");
        let size = quota + daily.clone() + daily * days * workdays;
        t.step("mailbox_size", "MiB", size)
    }

    /// Database files of this member.
    pub fn database_files<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            let size = self.mailbox_size(t, tenant, class);
            let one = t.number(1.0);
            let row = self.v.overhead;
            let overhead = self.rows.row(t, "overhead", "database_overhead", row, "");
            Some(tenant.mailboxes(t, class.users) * size * (one + overhead))
        })
    }

    /// Databases of the server.
    fn databases<T: Tracer>(&self, t: &mut T) -> T::N {
        let mut terms = Vec::new();
        for tenant in &self.tenants {
            let n = f64::from(tenant.mailbox.databases.max(1));
            terms.push(t.given("databases", n, "", || typed(tenant.id, "databases")));
        }
        super::total(t, terms)
    }

    pub fn one_database<T: Tracer>(&self, t: &mut T) -> T::N {
        let all = self.database_files(t);
        let all = t.step("database_files", "MiB", all);
        all / self.databases(t)
    }

    /// Logs kept on disk, with those of mailboxes that move.
    pub fn log_files<T: Tracer>(&self, t: &mut T) -> T::N {
        self.each(t, "MiB", |t, tenant, class| {
            let day = self.logs_a_day(t, tenant, class);
            let days = f64::from(tenant.mailbox.log_days);
            let days = t.given("days_kept", days, "d", || typed(tenant.id, "log_days"));
            let kept = day * days;
            if self.v.moves.is_none() {
                return Some(kept);
            }
            let moved = self
                .rows
                .row(t, "moved_share", "move_share", self.v.moves, "");
            let size = self.mailbox_size(t, tenant, class);
            Some(kept + tenant.mailboxes(t, class.users) * moved * size)
        })
    }

    /// Room on the volume: copies on this server, and the share that stays free.
    fn volume<T: Tracer>(&self, t: &mut T, files: T::N) -> T::N {
        let local = |s: &Tenant<'_>| s.mailbox.replication == MailboxReplication::Local;
        let mut files = files;
        if self.tenants.iter().any(local) {
            files = files
                * t.given("copies", 2.0, "", || {
                    Origin::Counted("local replication keeps a second copy on this server".into())
                });
        }
        let one = t.number(1.0);
        let free = self
            .rows
            .row(t, "free_share", "free_share", self.v.free, "");
        files / (one - free)
    }

    fn database_volume<T: Tracer>(&self, t: &mut T) -> T::N {
        let files = self.database_files(t);
        let files = t.step("database_files", "MiB", files);
        let one = t.number(1.0);
        let index = self
            .rows
            .row(t, "index_share", "index_share", self.v.index, "");
        self.volume(t, files * (one + index))
    }

    fn log_volume<T: Tracer>(&self, t: &mut T) -> T::N {
        let files = self.log_files(t);
        let files = t.step("log_files", "MiB", files);
        self.volume(t, files)
    }

    /// Messages through the server in the busiest hour; to them the copy to another server where there is one.
    fn net<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, out: bool) -> T::N {
        let day = self.each(t, "MiB", |t, tenant, class| {
            let what = "messages sent and received per mailbox and day";
            let cell = ("messages_per_day", class.profile.messages_per_day, what);
            let messages = self.cell(t, class, "messages_per_day", "", cell);
            let size = self.message_kb(t, tenant);
            Some(tenant.mailboxes(t, class.users) * messages * size / t.number(1024.0))
        });
        let day = t.step("mail_a_day", "MiB", day);
        let hour = cx.k(t, "peak_hour_share", keys::PEAK_HOUR_SHARE, "");
        let passes = t.given("passes", 1.0, "", || {
            Origin::Assumed(
                "each message enters and leaves the server once; other client traffic is not counted"
                    .into(),
            )
        });
        // Section 6 of the mailbox rules: a megabyte of 2^20 bytes is 8.389 Mbit.
        let mail = day * passes * hour * t.number(8.388_608) / t.number(3600.0);
        let cluster = |s: &Tenant<'_>| s.mailbox.replication == MailboxReplication::Cluster;
        if out && self.tenants.iter().any(cluster) {
            let log = self.log_rate(t, cx);
            let log = t.step("log_rate", "MB/s", log);
            return mail + log * t.number(8.0);
        }
        mail
    }

    /// What the server asks for; none where its version says nothing.
    pub fn of<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Option<T::N> {
        let classes = || self.tenants.iter().flat_map(|s| &s.classes);
        Some(match q {
            Quantity::CpuCores | Quantity::Vcpus => {
                if classes().all(|c| c.profile.mailboxes_per_core.is_none()) {
                    return None;
                }
                self.cores(t)
            }
            Quantity::CpuMhz => {
                if classes().all(|c| c.profile.megacycles.is_none()) {
                    return None;
                }
                self.megacycles(t)
            }
            Quantity::Ram => self.ram(t),
            Quantity::Space(DiskUse::Database) => self.database_volume(t),
            Quantity::Space(DiskUse::Log) => self.log_volume(t),
            Quantity::Space(_) => return None,
            Quantity::Reads => self.reads(t, cx),
            Quantity::Writes => {
                let database = self.database_writes(t);
                let database = t.step("database_writes", "IOPS", database);
                let log = self.log_iops(t, cx);
                database + t.step("log_writes", "IOPS", log)
            }
            Quantity::LogWrites => self.log_iops(t, cx),
            Quantity::ReadRate => {
                let reads = self.reads(t, cx);
                let reads = t.step("reads", "IOPS", reads);
                self.pages(t, cx, reads)
            }
            Quantity::WriteRate => {
                let writes = self.database_writes(t);
                let writes = t.step("database_writes", "IOPS", writes);
                let pages = self.pages(t, cx, writes);
                let log = self.log_rate(t, cx);
                pages + t.step("log_rate", "MB/s", log)
            }
            Quantity::LogRate => self.log_rate(t, cx),
            Quantity::NetIn => self.net(t, cx, false),
            Quantity::NetOut => self.net(t, cx, true),
        })
    }

    pub fn replicated(&self) -> bool {
        self.tenants.iter().any(Tenant::replicated)
    }
}

/// Figures of a mailbox server that have a name of their own: name, label, unit.
pub(super) const NAMED: &[(&str, &str, &str)] = &[
    ("mailbox.mailboxes", "Mailboxes", ""),
    ("mailbox.cores", "Cores needed by the mailbox rule", "cores"),
    ("mailbox.per_core", "Mailboxes of this mix per core", ""),
    ("mailbox.ram", "Memory of the mailbox server", "MiB"),
    ("mailbox.database_iops", "Database IOPS", "IOPS"),
    ("mailbox.log_iops", "Log IOPS", "IOPS"),
    ("mailbox.database_size", "Database files", "MiB"),
    ("mailbox.log_size", "Log files kept", "MiB"),
    ("mailbox.one_database", "One database", "MiB"),
];

/// The stored value of a named figure.
pub(super) fn stored(facts: &MailboxFacts, name: &str) -> Option<f64> {
    Some(match name {
        "mailbox.mailboxes" => facts.mailboxes,
        "mailbox.cores" => facts.cores_needed,
        "mailbox.per_core" => facts.mailboxes_per_core,
        "mailbox.ram" => facts.ram_mib,
        "mailbox.database_iops" => facts.database_iops,
        "mailbox.log_iops" => facts.log_iops,
        "mailbox.database_size" => facts.database_mib,
        "mailbox.log_size" => facts.log_mib,
        "mailbox.one_database" => facts.one_database_mib,
        _ => return None,
    })
}

/// A named figure of the mailbox servers of a VM member; none for an unknown name or without mailboxes.
pub(super) fn named<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    servers: &[Server<'_>],
    name: &str,
) -> Option<T::N> {
    if servers.is_empty() {
        return None;
    }
    if name == "mailbox.per_core" {
        let n = named(t, cx, servers, "mailbox.mailboxes")?;
        let n = t.step("mailboxes", "", n);
        let cores = named(t, cx, servers, "mailbox.cores")?;
        return Some(n / t.step("cores", "cores", cores));
    }
    let mut terms = Vec::new();
    for s in servers {
        let term = match name {
            "mailbox.mailboxes" => s.mailboxes(t),
            "mailbox.cores" => s.cores(t),
            "mailbox.ram" => s.ram(t),
            "mailbox.database_iops" => s.database_iops(t),
            "mailbox.log_iops" => s.log_iops(t, cx),
            "mailbox.database_size" => s.database_files(t),
            "mailbox.log_size" => s.log_files(t),
            "mailbox.one_database" => s.one_database(t),
            _ => return None,
        };
        terms.push(term);
    }
    if name == "mailbox.one_database" {
        // The largest of two versions on one VM.
        return terms.into_iter().reduce(Num::max);
    }
    Some(super::total(t, terms))
}

/// All figures of the mailbox servers of a VM member.
pub(super) fn facts(cx: &Cx<'_>, servers: &[Server<'_>]) -> Option<MailboxFacts> {
    let value = |name| named(&mut Silent, cx, servers, name).map_or(0.0, |n| n.value());
    (!servers.is_empty()).then(|| MailboxFacts {
        mailboxes: value("mailbox.mailboxes"),
        cores_needed: value("mailbox.cores"),
        mailboxes_per_core: value("mailbox.per_core"),
        ram_mib: value("mailbox.ram"),
        database_iops: value("mailbox.database_iops"),
        log_iops: value("mailbox.log_iops"),
        database_mib: value("mailbox.database_size"),
        log_mib: value("mailbox.log_size"),
        one_database_mib: value("mailbox.one_database"),
        replicated: servers.iter().any(Server::replicated),
    })
}
