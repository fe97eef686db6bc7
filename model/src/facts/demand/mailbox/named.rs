//! Figures of a mailbox server that have a name of their own.

use super::{Server, Which};
use crate::facts::Cx;
use crate::figure::{Num, Silent, Tracer};

/// How figures of several versions on one VM come together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Together {
    Sum,
    Largest,
}

use Together::{Largest, Sum};

macro_rules! figures {
    ($($(#[$doc:meta])* $field:ident: $together:ident, $headline:literal, $name:literal, $label:literal, $unit:literal;)*) => {
        /// Mailbox figures of a VM member; what its versions do not have is absent.
        #[derive(Clone, Debug, PartialEq, Default)]
        pub struct MailboxFacts {
            pub mailboxes: f64,
            /// Cores that the version's rule asks for, before rounding up (0 when the version counts megacycles).
            pub cores_needed: f64,
            /// Mailboxes of this mix that one core carries.
            pub mailboxes_per_core: f64,
            /// Memory by the version's rule; 0 where it has none.
            pub ram_mib: f64,
            pub database_iops: f64,
            pub log_iops: f64,
            pub database_mib: f64,
            pub log_mib: f64,
            /// Size of one database.
            pub one_database_mib: f64,
            pub replicated: bool,
            $($(#[$doc])* pub $field: Option<f64>,)*
            /// On the hosts of the VM; none where the version counts no megacycles or no host is known.
            pub on_host: Option<super::host::MailboxOnHost>,
        }

        /// Figures that not every version has: name, label, unit, together, headline.
        const SOME: &[(&str, &str, &str, Together, bool)] =
            &[$(($name, $label, $unit, $together, $headline)),*];

        fn stored_some(facts: &MailboxFacts, name: &str) -> Option<f64> {
            match name {
                $($name => facts.$field,)*
                _ => None,
            }
        }

        fn store_some(facts: &mut MailboxFacts, value: impl Fn(&'static str) -> Option<f64>) {
            $(facts.$field = value($name);)*
        }
    };
}

figures! {
    /// After the worst failure, where copies stand on other servers.
    mailboxes_worst: Sum, true, "mailbox.mailboxes_worst", "Mailboxes after the worst failure", "";
    /// Of which some copy stands here.
    mailboxes_held: Sum, false, "mailbox.mailboxes_held", "Mailboxes with a copy here", "";
    databases_active: Sum, false, "mailbox.databases_active", "Databases in use here", "";
    databases_worst: Sum, false, "mailbox.databases_worst", "Databases in use after the worst failure", "";
    databases_held: Sum, false, "mailbox.databases_held", "Database copies here", "";
    megacycles: Sum, false, "mailbox.megacycles", "Megacycles of the mailboxes", "MHz";
    megacycles_worst: Sum, true, "mailbox.megacycles_worst", "Megacycles after the worst failure", "MHz";
    cache_mib: Sum, false, "mailbox.cache", "Database cache needed", "MiB";
    /// Before it is rounded up to a size that servers are bought in.
    ram_before_mib: Sum, false, "mailbox.ram_before_size", "Memory before rounding up to a size", "MiB";
    /// With overhead.
    host_iops: Sum, false, "mailbox.host_iops", "Database IOPS with overhead", "IOPS";
    maintenance_mb_s: Sum, false, "mailbox.maintenance", "Background maintenance", "MB/s";
    /// Mean of all mailboxes with a copy here.
    mailbox_mib: Largest, false, "mailbox.size", "A mailbox on disk", "MiB";
    /// Database files and index, before the share that stays free.
    contents_mib: Sum, false, "mailbox.database_contents", "Databases with their index", "MiB";
    logs_a_day_mib: Sum, false, "mailbox.logs_a_day", "Logs a day", "MiB";
    replication_out_mbps: Sum, false, "mailbox.replication_out", "Logs sent to other copies at peak", "Mbit/s";
    replication_in_mbps: Sum, false, "mailbox.replication_in", "Logs received by copies here at peak", "Mbit/s";
    queue_mib: Sum, false, "mailbox.queue", "Transport queue database", "MiB";
    backup_h: Sum, false, "mailbox.backup", "Full backup", "h";
    restore_h: Largest, false, "mailbox.restore", "Restore of one database", "h";
    page_file_mib: Largest, false, "mailbox.page_file", "Page file by the version's rule", "MiB";
    system_mib: Largest, false, "mailbox.system_disk", "Disk of the guest system", "MiB";
    flash_mib: Sum, false, "mailbox.flash", "Flash for the metadata cache", "MiB";
    directory_cores: Sum, false, "mailbox.directory_cores", "Cores of global catalogs for it", "cores";
    client_access_cores: Sum, false, "mailbox.client_access_cores", "Cores of client access servers for it", "cores";
    transport_cores: Sum, false, "mailbox.transport_cores", "Cores of transport servers for it", "cores";
}

/// Figures that every version has: name, label, unit.
const ALL: &[(&str, &str, &str)] = &[
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

/// Name, label and unit of every figure, in reading order.
pub fn list() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ALL.iter()
        .copied()
        .chain(
            SOME.iter()
                .map(|(name, label, unit, _, _)| (*name, *label, *unit)),
        )
        .chain(super::host::NAMED.iter().copied())
}

/// Shown first in the inspector and in the report's appendix.
pub fn headline(name: &str) -> bool {
    name == "mailbox.database_iops"
        || super::host::headline(name)
        || SOME
            .iter()
            .any(|(n, _, _, _, headline)| *n == name && *headline)
}

/// The stored value of a named figure; none where the version does not have it.
pub fn stored(facts: &MailboxFacts, name: &str) -> Option<f64> {
    Some(match name {
        "mailbox.mailboxes" => facts.mailboxes,
        "mailbox.cores" => facts.cores_needed,
        // A version without a rule for processors asks for no cores.
        "mailbox.per_core" => (facts.cores_needed > 0.0).then_some(facts.mailboxes_per_core)?,
        "mailbox.ram" => facts.ram_mib,
        "mailbox.database_iops" => facts.database_iops,
        "mailbox.log_iops" => facts.log_iops,
        "mailbox.database_size" => facts.database_mib,
        "mailbox.log_size" => facts.log_mib,
        "mailbox.one_database" => facts.one_database_mib,
        _ => {
            return stored_some(facts, name)
                .or_else(|| super::host::stored(facts.on_host.as_ref()?, name));
        }
    })
}

impl Server<'_> {
    fn figure<T: Tracer>(&self, t: &mut T, cx: &Cx<'_>, name: &str) -> Option<T::N> {
        let copied = self.copied();
        let when = |yes: bool| yes.then_some(());
        Some(match name {
            "mailbox.mailboxes" => self.mailboxes(t),
            "mailbox.cores" => self.cores(t, Which::Worst),
            "mailbox.ram" => match self.ram(t) {
                Some(ram) => ram,
                None => t.number(0.0),
            },
            "mailbox.database_iops" => self.database_iops(t),
            "mailbox.log_iops" => self.log_iops(t, cx),
            "mailbox.database_size" => self.database_files(t, Which::Held),
            "mailbox.log_size" => self.log_files(t),
            "mailbox.one_database" => self.one_database(t),
            "mailbox.mailboxes_worst" => {
                when(copied)?;
                self.counted(t, Which::Worst)
            }
            "mailbox.mailboxes_held" => {
                when(copied)?;
                self.counted(t, Which::Held)
            }
            "mailbox.databases_active" => {
                when(copied)?;
                self.databases(t, Which::Active)
            }
            "mailbox.databases_worst" => {
                when(copied)?;
                self.databases(t, Which::Worst)
            }
            "mailbox.databases_held" => {
                when(copied)?;
                self.databases(t, Which::Held)
            }
            "mailbox.megacycles" => {
                when(self.counts_megacycles())?;
                self.megacycles(t, Which::Active)
            }
            "mailbox.megacycles_worst" => {
                when(self.counts_megacycles() && copied)?;
                self.megacycles(t, Which::Worst)
            }
            "mailbox.cache" => self.cache(t)?,
            "mailbox.ram_before_size" => self.ram_before_size(t)?,
            "mailbox.host_iops" => self.host_iops(t)?,
            "mailbox.maintenance" => self.maintenance(t)?,
            "mailbox.size" => self.mean_mailbox(t),
            "mailbox.database_contents" => self.database_contents(t),
            "mailbox.logs_a_day" => self.logs_a_day(t),
            "mailbox.replication_out" => self.replication(t, cx, true)?,
            "mailbox.replication_in" => self.replication(t, cx, false)?,
            "mailbox.queue" => self.queue(t)?,
            "mailbox.backup" => self.backup(t, cx),
            "mailbox.restore" => self.restore(t, cx),
            "mailbox.page_file" => self.page_file(t)?,
            "mailbox.system_disk" => self.system_disk(t)?,
            "mailbox.flash" => self.flash(t)?,
            "mailbox.directory_cores" => self.directory_cores(t)?,
            "mailbox.client_access_cores" => self.client_access_cores(t)?,
            "mailbox.transport_cores" => self.transport_cores(t)?,
            _ => return None,
        })
    }
}

/// A named figure of the mailbox servers of a VM member; none for an unknown name, without mailboxes, or where no
/// version has it.
pub fn named<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    servers: &[Server<'_>],
    name: &str,
) -> Option<T::N> {
    if servers.is_empty() {
        return None;
    }
    if name == "mailbox.per_core" {
        let mut n = Vec::new();
        for server in servers {
            n.push(server.counted(t, Which::Worst));
        }
        let n = super::super::total(t, n);
        let n = t.step("mailboxes", "", n);
        let cores = named(t, cx, servers, "mailbox.cores")?;
        if cores.value() <= 0.0 {
            return None;
        }
        return Some(n / t.step("cores", "cores", cores));
    }
    let mut terms = Vec::new();
    for server in servers {
        terms.extend(server.figure(t, cx, name));
    }
    if terms.is_empty() {
        return None;
    }
    let largest = name == "mailbox.one_database"
        || SOME
            .iter()
            .any(|(n, _, _, together, _)| *n == name && *together == Largest);
    if largest {
        return terms.into_iter().reduce(Num::max);
    }
    Some(super::super::total(t, terms))
}

/// All figures of the mailbox servers of a VM member.
pub fn facts(cx: &Cx<'_>, servers: &[Server<'_>]) -> Option<MailboxFacts> {
    if servers.is_empty() {
        return None;
    }
    let some = |name| named(&mut Silent, cx, servers, name).map(|n| n.value());
    let value = |name| some(name).unwrap_or(0.0);
    let mut facts = MailboxFacts {
        mailboxes: value("mailbox.mailboxes"),
        cores_needed: value("mailbox.cores"),
        mailboxes_per_core: value("mailbox.per_core"),
        ram_mib: value("mailbox.ram"),
        database_iops: value("mailbox.database_iops"),
        log_iops: value("mailbox.log_iops"),
        database_mib: value("mailbox.database_size"),
        log_mib: value("mailbox.log_size"),
        one_database_mib: value("mailbox.one_database"),
        replicated: servers
            .iter()
            .any(|s| s.tenants.iter().any(super::Tenant::replicated)),
        ..MailboxFacts::default()
    };
    store_some(&mut facts, some);
    Some(facts)
}
