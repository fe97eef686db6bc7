//! Versions of mailbox servers as data: a table by messages a day, columns with sources, constants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::profile::{Constant, Source};
use crate::plan::MailboxReplication;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Columns that a version may have.
        #[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct MailboxColumns {
            $($(#[$doc])* pub $name: Option<MailboxColumn>,)*
        }

        impl MailboxColumns {
            /// Those that it has, by key.
            pub fn all(&self) -> impl Iterator<Item = (&'static str, &MailboxColumn)> {
                [$((stringify!($name), self.$name.as_ref())),*]
                    .into_iter()
                    .filter_map(|(key, column)| Some((key, column?)))
            }
        }
    };
}

macro_rules! constants {
    ($($name:ident,)*) => {
        /// Constants that a version may have, found once.
        #[derive(Clone, Debug, PartialEq, Default)]
        pub struct MailboxConstants {
            $(pub $name: Option<Constant>,)*
        }

        impl MailboxConstants {
            /// Every key that formulas and checks read.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name)),*];

            fn of(rows: &BTreeMap<String, Constant>) -> Self {
                Self { $($name: rows.get(stringify!($name)).cloned(),)* }
            }
        }
    };
}

/// Head of a row of a version's table: users who send and receive so much.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxProfile {
    /// For people, for example `Heavy`.
    pub name: String,
    /// Sent and received per mailbox and work day.
    pub messages_per_day: f64,
}

/// A column of the table: one figure for each row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxColumn {
    /// What it is, in a few words.
    pub what: String,
    pub unit: String,
    pub source: String,
    /// Date of the source as precise as known, `2009` or `2009-08`.
    #[serde(default)]
    pub date: String,
    /// The figures were read in that source; otherwise they are assumptions.
    pub confirmed: bool,
    /// Rows of the opposite mark.
    #[serde(default)]
    pub otherwise: BTreeSet<String>,
    /// By key of the row.
    pub values: BTreeMap<String, f64>,
}

impl MailboxColumn {
    /// Whether the figure of a row was read in the source.
    pub fn confirmed_at(&self, row: &str) -> bool {
        self.confirmed != self.otherwise.contains(row)
    }
}

/// A size of a server's memory and the database cache that it has by default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxRam {
    pub ram_gib: f64,
    pub mailbox_gib: f64,
    /// Of a server with several roles; none where the size is too small for them.
    #[serde(default)]
    pub multi_role_gib: Option<f64>,
    /// What the rule of the other rows gives where the printed cache of the mailbox role does not follow it.
    #[serde(default)]
    pub doubt_gib: Option<f64>,
}

/// Memory by the cache that is needed: the smallest row whose cache covers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxRamTable {
    pub what: String,
    pub source: String,
    #[serde(default)]
    pub date: String,
    pub confirmed: bool,
    /// By rising memory.
    pub rows: Vec<MailboxRam>,
}

/// What a server of another role should have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxRole {
    pub name: String,
    #[serde(default)]
    pub cores_min: Option<f64>,
    #[serde(default)]
    pub cores_advised: Option<f64>,
    #[serde(default)]
    pub cores_max: Option<f64>,
    /// Memory of each core.
    #[serde(default)]
    pub core_mib: Option<f64>,
    /// Least memory.
    #[serde(default)]
    pub min_mib: Option<f64>,
    /// Most memory advised.
    #[serde(default)]
    pub max_mib: Option<f64>,
    pub source: Source,
}

/// A mailbox server version: data for the formulas that all versions share; what is absent leaves its part out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxVersion {
    pub name: String,
    /// Rows by key: `light`, `heavy` … or messages a day, `50`, `100` …
    pub profiles: BTreeMap<String, MailboxProfile>,
    /// Other names of rows, so that a plan keeps its users when its version changes.
    #[serde(default)]
    pub aliases: BTreeMap<String, String>,
    /// The row that is scaled by messages for users below the table; the lowest when absent.
    #[serde(default)]
    pub scale_below: Option<String>,
    pub columns: MailboxColumns,
    #[serde(default)]
    pub ram_table: Option<MailboxRamTable>,
    /// Sizes of memory that servers are bought in, GiB, rising.
    #[serde(default)]
    pub ram_sizes_gib: Vec<f64>,
    /// Other roles of the version, by key.
    #[serde(default)]
    pub roles: BTreeMap<String, MailboxRole>,
    /// By key; see [`MailboxConstants`]. A key may be followed by a full stop and the edition or kind of copies that it
    /// holds for.
    pub constants: BTreeMap<String, Constant>,
    #[serde(skip)]
    known: OnceLock<MailboxConstants>,
    /// Kinds of copies that the version has.
    #[serde(default)]
    pub replication: BTreeSet<MailboxReplication>,
    /// Client access and transport are part of every server.
    #[serde(default)]
    pub merged_roles: bool,
    /// Archetypes that are directory servers for it.
    #[serde(default)]
    pub directory_archetypes: BTreeSet<String>,
    /// Restarting it by the platform together with its own clustering is never supported.
    #[serde(default)]
    pub no_restart_with_clustering: bool,
    pub source: Source,
}

/// Which rows of the table give the figures of a profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading<'a> {
    /// A row as it stands.
    Row(&'a str),
    /// Between two rows, linear in messages a day.
    Between {
        low: &'a str,
        high: &'a str,
        messages: f64,
    },
    /// A row scaled by messages a day, below or above the table.
    Scaled { row: &'a str, messages: f64 },
}

impl MailboxVersion {
    /// How the figures of a profile are read: a row's key or other name, or a number of messages a day.
    pub fn reading(&self, profile: &str) -> Option<Reading<'_>> {
        let key = self.aliases.get(profile).map_or(profile, String::as_str);
        if let Some((key, _)) = self.profiles.get_key_value(key) {
            return Some(Reading::Row(key));
        }
        let messages: f64 = profile.trim().parse().ok()?;
        if !messages.is_finite() || messages < 0.0 {
            return None;
        }
        self.at(messages)
    }

    /// How the figures of so many messages a day are read. A printed row is taken as it stands; between rows the table
    /// is linear; below it the row of `scale_below` counts, above it the highest.
    pub fn at(&self, messages: f64) -> Option<Reading<'_>> {
        let mut low: Option<(&str, f64)> = None;
        let mut high: Option<(&str, f64)> = None;
        for (key, row) in &self.profiles {
            let at = row.messages_per_day;
            if at == messages {
                return Some(Reading::Row(key));
            }
            if at < messages {
                if low.is_none_or(|(_, best)| at > best) {
                    low = Some((key, at));
                }
            } else if high.is_none_or(|(_, best)| at < best) {
                high = Some((key, at));
            }
        }
        match (low, high) {
            (Some((low, _)), Some((high, _))) => Some(Reading::Between {
                low,
                high,
                messages,
            }),
            (None, Some((lowest, _))) => {
                let row = self.scale_below.as_deref().unwrap_or(lowest);
                Some(Reading::Scaled { row, messages })
            }
            (Some((row, _)), None) => Some(Reading::Scaled { row, messages }),
            (None, None) => None,
        }
    }

    /// Messages a day of a row; zero for one that is not there.
    pub fn messages(&self, row: &str) -> f64 {
        self.profiles.get(row).map_or(0.0, |p| p.messages_per_day)
    }

    /// Whether so many messages a day are above every row: the figures are then an extrapolation.
    pub fn beyond(&self, reading: &Reading<'_>) -> bool {
        matches!(reading, Reading::Scaled { row, messages } if *messages > self.messages(row))
    }

    /// The general constants, by name.
    pub fn known(&self) -> &MailboxConstants {
        self.known
            .get_or_init(|| MailboxConstants::of(&self.constants))
    }

    /// A constant, that of an edition or kind of copies before the general one.
    pub fn constant(&self, key: &str, of: &str) -> Option<(String, &Constant)> {
        let own = format!("{key}.{of}");
        match self.constants.get(&own) {
            Some(row) => Some((own, row)),
            None => Some((key.to_owned(), self.constants.get(key)?)),
        }
    }

    /// Rows by rising messages a day.
    pub fn rows(&self) -> Vec<(&String, &MailboxProfile)> {
        let mut rows: Vec<_> = self.profiles.iter().collect();
        rows.sort_by(|a, b| a.1.messages_per_day.total_cmp(&b.1.messages_per_day));
        rows
    }

    /// Why the data cannot be used.
    pub(super) fn fault(&self) -> Option<String> {
        for (key, c) in &self.constants {
            if !c.value.is_finite() || c.value < 0.0 || c.source.is_empty() {
                return Some(format!("the constant {key} needs a value and a source"));
            }
        }
        for (key, column) in self.columns.all() {
            let usable = |v: &f64| v.is_finite() && *v >= 0.0;
            if column.source.is_empty() || !column.values.values().all(usable) {
                return Some(format!("the column {key} needs values and a source"));
            }
            let rows = column.values.keys().chain(&column.otherwise);
            for row in rows {
                if !self.profiles.contains_key(row) {
                    return Some(format!("the column {key} has a row {row} too many"));
                }
            }
            if column.values.len() != self.profiles.len() {
                return Some(format!("the column {key} has no figure for some row"));
            }
        }
        let named = self.aliases.values().chain(&self.scale_below);
        for row in named {
            if !self.profiles.contains_key(row) {
                return Some(format!("there is no row {row}"));
            }
        }
        if let Some(table) = &self.ram_table {
            let rising = table.rows.windows(2).all(|w| match w {
                [a, b] => a.ram_gib < b.ram_gib && a.mailbox_gib <= b.mailbox_gib,
                _ => true,
            });
            if !rising || table.source.is_empty() {
                return Some("ram_table needs rows in rising order and a source".to_owned());
            }
        }
        if !self.ram_sizes_gib.windows(2).all(|w| w.first() < w.get(1)) {
            return Some("ram_sizes_gib needs rising sizes".to_owned());
        }
        None
    }
}

columns! {
    /// Database cache per mailbox, MiB.
    cache_mib,
    /// Database operations a second per mailbox at peak.
    iops,
    /// The same where databases have copies, if it differs.
    iops_copies,
    /// Log files per mailbox and day, messages of the base size.
    logs_per_day,
    /// Mailboxes that one core carries, where the version is sized so.
    mailboxes_per_core,
    /// Megacycles per active mailbox, where the version is sized so.
    megacycles,
    /// The same on a server of several roles whose clients speak MAPI over HTTP.
    megacycles_mapi,
    /// The same on a server of several roles.
    megacycles_multi_role,
    /// Megacycles per passive mailbox.
    megacycles_passive,
    /// Memory per active mailbox, MiB, where the version is sized so.
    memory_mib,
}

constants! {
    advised_ram_mib,
    base_mib,
    base_multi_role_mib,
    baseline_mhz,
    baseline_rating,
    cache_max_mib,
    calendar_share,
    client_access_base_mib,
    client_access_core_mib,
    client_access_share,
    client_access_share_mapi,
    clustering_asked_mib,
    compression_share,
    concurrency_assumed,
    copies_per_disk,
    copies_write_share,
    copy_cpu_share,
    cores_advised,
    cores_min,
    cpu_target,
    cpu_target_after,
    cpu_target_after_multi_role,
    cpu_target_multi_role,
    database_hard_limit_mib,
    database_limit_mib,
    database_limit_replicated_mib,
    database_overhead,
    database_step,
    database_step_base_mib,
    database_step_mib,
    databases_max,
    databases_per_group,
    databases_per_group_replicated,
    directory_ratio,
    directory_ratio_x86,
    flash_disks,
    flash_share,
    flash_share_min,
    free_share,
    guest_disk_mib,
    heavy_messages,
    host_vcpus,
    index_extra,
    index_share,
    install_mib,
    iops_overhead,
    jbod_copies,
    jbod_copies_lagged,
    local_replication_cores,
    log_days_min,
    log_iops_share,
    log_mib,
    log_read_share,
    maintenance_kib,
    maintenance_mb_s,
    max_cores,
    max_cores_multi_role,
    max_ram_mib,
    members_max,
    message_far,
    message_growth,
    message_kb,
    min_ram_mib,
    min_ram_multi_role_mib,
    move_share,
    online_factor,
    online_quota_mib,
    page_file_extra_mib,
    page_file_max_mib,
    page_file_share,
    page_kib,
    passive_iops_share,
    queue_copies,
    queue_days,
    queue_min_mib,
    queued_share,
    read_share,
    read_share_copies,
    read_share_heavy,
    read_share_heavy_copies,
    replay_logs_per_s,
    restart_service_pack,
    retention_workday_share,
    rtt_limit_ms,
    safety_net_days,
    single_item_share,
    site_rtt_ms,
    standby_lag_days,
    standby_targets_max,
    storage_group_step,
    storage_group_step_mib,
    storage_groups_max,
    system_mib,
    transport_ratio,
    transport_ratio_antivirus,
    um_in_vm,
    um_vm_service_pack,
    um_vm_vcpus,
    vcpus_per_core_advised,
    vcpus_per_core_max,
    vm_service_pack_min,
    white_space_days,
}
