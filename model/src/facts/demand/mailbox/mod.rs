//! Mailbox servers. The formulas follow what data a version has: mailboxes per core or megacycles per mailbox, memory as
//! a base and a cache per mailbox or as a size that covers the cache, storage groups or none. A version is a table; see
//! `assets/workloads`.

mod cpu;
mod flow;
mod host;
mod io;
mod memory;
mod named;
mod space;

use super::copies::CopyShares;
use super::rows::{Cell, Cited, Rows};
use super::{Grows, Part, Quantity, WorkloadShare};
use crate::catalogue::{
    Constant, MailboxColumn, MailboxColumns, MailboxConstants, MailboxVersion, Reading,
};
use crate::facts::{Cx, typed};
use crate::figure::{Origin, Tracer};
use crate::formula::mailbox as formula;
use crate::ids::{VmId, WorkloadId};
use crate::plan::{DiskUse, Mailbox, MailboxReplication, UserClass, Vm, WorkloadKind};

pub use host::MailboxOnHost;
pub(in crate::facts) use host::{Seats, facts as on_host, is_on_host, named as named_on_host};
pub use named::MailboxFacts;
pub(super) use named::{facts, headline, list, named, stored};

/// Users of one profile on one workload's part.
struct Class<'a> {
    users: &'a UserClass,
    reading: Reading<'a>,
}

/// The part of a mailbox workload that a VM member carries.
struct Tenant<'a> {
    id: &'a WorkloadId,
    part: Part,
    copies: CopyShares,
    mailbox: &'a Mailbox,
    classes: Vec<Class<'a>>,
}

/// Which mailboxes of a tenant are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// In use here in normal running.
    Active,
    /// In use here after the worst failure.
    Worst,
    /// With a copy here that is not in use, in normal running.
    Passive,
    /// With a copy here that is not in use, after the worst failure.
    PassiveWorst,
    /// With a copy here.
    Held,
    /// With a lagged copy here.
    Lagged,
}

/// All mailbox workloads of one version on a VM member: one server, whose fixed parts count once.
pub(in crate::facts) struct Server<'a> {
    rows: Rows<'a>,
    version: &'a MailboxVersion,
    tenants: Vec<Tenant<'a>>,
    key: &'a str,
    vm_id: &'a VmId,
    vm: &'a Vm,
}

/// The servers of a VM member, by version.
pub(in crate::facts) fn servers<'a>(
    cx: &Cx<'a>,
    vm_id: &'a VmId,
    vm: &'a Vm,
    on: &'a [WorkloadShare],
) -> Vec<Server<'a>> {
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
            copies: part.copies,
            mailbox,
            classes: mailbox
                .users
                .iter()
                .filter_map(|users| {
                    let reading = version.reading(&users.profile)?;
                    Some(Class { users, reading })
                })
                .collect(),
        };
        match out.iter_mut().find(|s| s.key == mailbox.version) {
            Some(server) => server.tenants.push(tenant),
            None => out.push(Server {
                rows: Rows::new(cx, &mailbox.version),
                version,
                tenants: vec![tenant],
                key: &mailbox.version,
                vm_id,
                vm,
            }),
        }
    }
    out
}

impl Tenant<'_> {
    /// Copies stand on other servers of the plan.
    fn copied(&self) -> bool {
        self.mailbox.replication.elsewhere()
    }

    fn local(&self) -> bool {
        self.mailbox.replication == MailboxReplication::Local
    }

    fn replicated(&self) -> bool {
        self.mailbox.replication != MailboxReplication::None
    }

    /// Share of the workload's mailboxes that are counted here, and how to say it.
    fn share(&self, which: Which) -> (f64, &'static str) {
        let c = &self.copies;
        match which {
            Which::Active => (self.part.share, "in use on one member of this VM"),
            Which::Worst => (c.worst, "in use on one member after the worst failure"),
            Which::Passive => (
                (c.held() - self.part.share).max(0.0),
                "with a copy on one member that is not in use",
            ),
            Which::PassiveWorst => (
                (c.held() - c.worst).max(0.0),
                "with a copy on one member that is not in use after the worst failure",
            ),
            Which::Held => (c.held(), "with a copy on one member of this VM"),
            Which::Lagged => (c.lagged, "with a lagged copy on one member of this VM"),
        }
    }

    /// Mailboxes of a class on this member.
    fn mailboxes<T: Tracer>(&self, t: &mut T, class: &UserClass, which: Which) -> T::N {
        let total = t.given("mailboxes", f64::from(class.mailboxes), "", || {
            typed(self.id, &format!("users.{}", class.profile))
        });
        if !self.copied() || which == Which::Active {
            return super::part_of(t, self.id, self.part, Grows::Users, total);
        }
        let total = super::grown(t, self.id, self.part, Grows::Users, total);
        let (share, what) = self.share(which);
        total
            * t.given("share", share, "", || {
                Origin::Counted(format!("share of workload {} {what}", self.id))
            })
    }

    /// Whether any mailbox is counted.
    fn any(&self, which: Which) -> bool {
        !self.copied() || self.share(which).0 > 0.0
    }

    /// Databases of which some copy stands here; with one copy, those of the server.
    fn databases<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        let each = f64::from(self.mailbox.databases.max(1));
        if !self.copied() {
            return t.given("databases", each, "", || typed(self.id, "databases"));
        }
        let all = t.given("databases", self.copies.databases, "", || {
            Origin::Counted(format!(
                "databases of workload {}: {each} on each server that runs it",
                self.id
            ))
        });
        let (share, what) = self.share(which);
        all * t.given("share", share, "", || {
            Origin::Counted(format!("share of workload {} {what}", self.id))
        })
    }
}

impl<'a> Server<'a> {
    fn k(&self) -> &'a MailboxConstants {
        self.version.known()
    }

    fn columns(&self) -> &'a MailboxColumns {
        &self.version.columns
    }

    /// A constant of the version; zero, and said so, where it has none.
    fn row<T: Tracer>(
        &self,
        t: &mut T,
        symbol: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> T::N {
        self.rows.row(t, symbol, key, row, unit)
    }

    /// A constant of the version where it has one.
    fn maybe<T: Tracer>(
        &self,
        t: &mut T,
        symbol: &str,
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> Option<T::N> {
        row.map(|row| self.rows.row(t, symbol, key, Some(row), unit))
    }

    /// What a person typed for a workload, or else the constant of the version where it has one.
    #[expect(
        clippy::too_many_arguments,
        reason = "one input, two places it may come from"
    )]
    fn typed_or<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        symbol: &str,
        (field, own): (&'static str, Option<f64>),
        key: &str,
        row: Option<&Constant>,
        unit: &'static str,
    ) -> Option<T::N> {
        match own {
            Some(own) => Some(t.given(symbol, super::sane(own), unit, || typed(tenant.id, field))),
            None => self.maybe(t, symbol, key, row, unit),
        }
    }

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
                        let name = self
                            .version
                            .profiles
                            .get(&class.users.profile)
                            .map_or(class.users.profile.as_str(), |p| p.name.as_str());
                        t.step(name, unit, term)
                    } else {
                        term
                    });
                }
            }
        }
        super::total(t, terms)
    }

    /// A sum over tenants.
    fn every<T: Tracer>(
        &self,
        t: &mut T,
        mut f: impl FnMut(&mut T, &Tenant<'_>) -> Option<T::N>,
    ) -> T::N {
        let mut terms = Vec::new();
        for tenant in &self.tenants {
            terms.extend(f(t, tenant));
        }
        super::total(t, terms)
    }

    fn cell<T: Tracer>(
        &self,
        t: &mut T,
        column: &MailboxColumn,
        key: &'static str,
        (symbol, unit): (&'static str, &'static str),
        row: &str,
    ) -> Option<T::N> {
        let value = *column.values.get(row)?;
        let of = self.version.profiles.get(row)?.name.as_str();
        Some(self.rows.cell(
            t,
            &Cell {
                symbol,
                unit,
                line: row,
                key,
                value,
                of,
                what: &column.what,
                cited: Cited {
                    source: &column.source,
                    date: &column.date,
                    confirmed: column.confirmed_at(row),
                },
            },
        ))
    }

    /// A figure of a class: its row, or what its messages a day make of the table.
    fn rate<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
        column: &MailboxColumn,
        key: &'static str,
        name: (&'static str, &'static str),
    ) -> Option<T::N> {
        self.read(t, tenant, class, |t, row| {
            self.cell(t, column, key, name, row)
        })
    }

    /// What a class makes of figures of rows.
    fn read<T: Tracer>(
        &self,
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
        cell: impl FnMut(&mut T, &str) -> Option<T::N>,
    ) -> Option<T::N> {
        let messages = |t: &mut T, n| Self::typed_messages(t, tenant, class, n);
        formula::read(t, self.version, &class.reading, messages, cell)
    }

    fn typed_messages<T: Tracer>(
        t: &mut T,
        tenant: &Tenant<'_>,
        class: &Class<'_>,
        messages: f64,
    ) -> T::N {
        t.given("messages_per_day", messages, "", || {
            typed(tenant.id, &format!("users.{}", class.users.profile))
        })
    }

    /// Messages sent and received by a user of a class in a day.
    fn messages<T: Tracer>(&self, t: &mut T, tenant: &Tenant<'_>, class: &Class<'_>) -> T::N {
        match class.reading {
            Reading::Row(row) => {
                let profile = self.version.profiles.get(row);
                self.rows.cell(
                    t,
                    &Cell {
                        symbol: "messages_per_day",
                        unit: "",
                        line: row,
                        key: "messages_per_day",
                        value: self.version.messages(row),
                        of: profile.map_or("", |p| p.name.as_str()),
                        what: "messages sent and received per mailbox and day",
                        cited: (&self.version.source).into(),
                    },
                )
            }
            Reading::Between { messages, .. } | Reading::Scaled { messages, .. } => {
                Self::typed_messages(t, tenant, class, messages)
            }
        }
    }

    pub(super) fn mailboxes<T: Tracer>(&self, t: &mut T) -> T::N {
        self.counted(t, Which::Active)
    }

    fn counted<T: Tracer>(&self, t: &mut T, which: Which) -> T::N {
        self.each(t, "", |t, tenant, class| {
            Some(tenant.mailboxes(t, class.users, which))
        })
    }

    /// Whether any workload keeps copies on other servers of the plan.
    fn copied(&self) -> bool {
        self.tenants.iter().any(Tenant::copied)
    }

    /// Several roles on the server, or all of them as the version has it.
    fn several_roles(&self) -> bool {
        self.version.merged_roles || self.tenants.iter().any(|s| s.mailbox.multi_role)
    }

    /// What the server asks for; none where its version says nothing.
    pub(super) fn of<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, q: Quantity) -> Option<T::N> {
        Some(match q {
            Quantity::CpuCores => self.counts_cores().then(|| self.cores(t, Which::Active))?,
            Quantity::Vcpus => self.counts_cores().then(|| self.cores(t, Which::Worst))?,
            Quantity::CpuMhz => self
                .counts_megacycles()
                .then(|| self.megacycles(t, Which::Active))?,
            Quantity::RatedMhz => self.rated().then(|| self.megacycles(t, Which::Active))?,
            Quantity::RatedPoints => self.rated().then(|| self.points(t, Which::Active))?,
            Quantity::TakeoverCores => {
                (self.copied() && self.counts_cores()).then(|| self.takeover_cores(t))?
            }
            Quantity::TakeoverMhz => {
                (self.copied() && self.counts_megacycles()).then(|| self.takeover_mhz(t))?
            }
            Quantity::TakeoverPoints => {
                (self.copied() && self.rated()).then(|| self.takeover_points(t))?
            }
            Quantity::Ram => self.ram(t)?,
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
            Quantity::ReadRate => self.read_rate(t, cx),
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
}
