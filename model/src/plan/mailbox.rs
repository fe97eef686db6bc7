//! Mailbox workloads: users and their mail, how the servers are set up, and the copies that they keep of each other.
//!
//! What is not known is absent: formulas then take the version's value. A field that a version does not have is kept
//! and left alone.

use serde::{Deserialize, Serialize};

use super::host::{is_one, one};
use super::is_default;
use crate::ids::{LinkId, VmId};
use crate::units::{MbPerS, Mib, Ms, Secs, Share};

/// Users of one profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserClass {
    /// Profile key of the version's table, for example `heavy`, or messages sent and received a day, for example `120`.
    pub profile: String,
    pub mailboxes: u32,
}

/// How a mailbox server copies its databases by its own means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum MailboxReplication {
    #[default]
    None,
    /// Local continuous replication: a second copy on the same server.
    Local,
    /// Cluster continuous replication: a second copy on another server.
    Cluster,
    /// Standby continuous replication: copies on servers that take over by hand.
    Standby,
    /// A group of servers that hold copies of each other's databases and take over by themselves.
    Group,
}

impl MailboxReplication {
    pub const ALL: [MailboxReplication; 5] = [
        MailboxReplication::None,
        MailboxReplication::Local,
        MailboxReplication::Cluster,
        MailboxReplication::Standby,
        MailboxReplication::Group,
    ];
    /// For people, as after "copies by".
    pub const fn words(self) -> &'static str {
        match self {
            MailboxReplication::None => "no copies",
            MailboxReplication::Local => "local replication",
            MailboxReplication::Cluster => "cluster replication",
            MailboxReplication::Standby => "standby replication",
            MailboxReplication::Group => "an availability group",
        }
    }
    /// Copies stand on other servers.
    pub const fn elsewhere(self) -> bool {
        !matches!(self, MailboxReplication::None | MailboxReplication::Local)
    }
}

/// Edition of the server software.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MailboxEdition {
    Standard,
    #[default]
    Enterprise,
}

impl MailboxEdition {
    /// As in data: `standard`, `enterprise`.
    pub const fn key(self) -> &'static str {
        match self {
            MailboxEdition::Standard => "standard",
            MailboxEdition::Enterprise => "enterprise",
        }
    }
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            MailboxEdition::Standard => "Standard",
            MailboxEdition::Enterprise => "Enterprise",
        }
    }
}

/// Copies of each database beside the one in use. They stand on the VMs of `runs_on`, which hold copies of each other's
/// databases, and on those of `copies_on`, which hold copies only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxCopies {
    /// Passive copies of each database that can take over at once.
    #[serde(skip_serializing_if = "is_one")]
    pub passive: u32,
    /// Lagged copies of each database; they are replayed late and do not take over.
    #[serde(skip_serializing_if = "is_default")]
    pub lagged: u32,
    /// VMs that hold the lagged copies; all members alike when empty.
    #[serde(skip_serializing_if = "is_default")]
    pub lagged_on: Vec<VmId>,
    /// How late lagged copies replay logs.
    #[serde(skip_serializing_if = "is_default")]
    pub replay_lag: Option<Secs>,
    /// Servers lost at once that the others must carry.
    #[serde(skip_serializing_if = "is_one")]
    pub server_failures: u32,
    /// The loss of any site must be carried too.
    #[serde(skip_serializing_if = "is_default")]
    pub site_failure: bool,
    /// The link that carries the logs; any that joins two members when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub link: Option<LinkId>,
    /// Round trip between the members that are farthest apart, where it was measured.
    #[serde(skip_serializing_if = "is_default")]
    pub round_trip: Option<Ms>,
}

impl Default for MailboxCopies {
    fn default() -> Self {
        Self {
            passive: 1,
            lagged: 0,
            lagged_on: Vec::new(),
            replay_lag: None,
            server_failures: 1,
            site_failure: false,
            link: None,
            round_trip: None,
        }
    }
}

/// What a mailbox holds on disk beside its quota, and the room that databases keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxContents {
    /// Purged items are kept until their retention ends, where the version can.
    #[serde(skip_serializing_if = "is_default")]
    pub single_item_recovery: bool,
    /// Versions of calendar items are kept, where the version can.
    #[serde(skip_serializing_if = "is_true")]
    pub calendar_logging: bool,
    /// Archive of each mailbox in the same databases.
    #[serde(skip_serializing_if = "is_default")]
    pub archive: Mib,
    /// Days of mail that a database keeps as white space; the version's when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub white_space_days: Option<f64>,
    /// Room for growth on the calculated size of a database; the version's when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub growth: Option<Share>,
    /// Content index over the size of a database; the version's when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub index: Option<Share>,
    /// Part of the mailboxes that moves in a week, all on one day; the version's when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub moved: Option<Share>,
}

impl Default for MailboxContents {
    fn default() -> Self {
        Self {
            single_item_recovery: false,
            calendar_logging: true,
            archive: Mib::new(0),
            white_space_days: None,
            growth: None,
            index: None,
            moved: None,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_true(b: &bool) -> bool {
    *b
}

/// How the users work.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxClients {
    /// Part of the users that work at the busiest time; all when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub concurrency: Option<Share>,
    /// Clients work on the server, not on a copy of their own.
    #[serde(skip_serializing_if = "is_default")]
    pub online: bool,
    /// Clients speak MAPI over HTTP, where the version can; it asks more of client access.
    #[serde(skip_serializing_if = "is_default")]
    pub mapi_http: bool,
    /// Megacycles of one mailbox as measured in the two busiest hours; the version's table when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub megacycles: Option<f64>,
    /// Part of a day's mail in the busiest hour; the general value when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub peak_hour: Option<Share>,
}

/// How each server is set up.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxServer {
    /// Service pack; the newest when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub service_pack: Option<u32>,
    /// The server carries unified messaging, where the version has it.
    #[serde(skip_serializing_if = "is_default")]
    pub unified_messaging: bool,
    /// Messages are scanned on the transport servers.
    #[serde(skip_serializing_if = "is_default")]
    pub antivirus: bool,
    /// Page file as set; by the version's rule when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub page_file: Option<Mib>,
    /// Snapshots of the VM are taken.
    #[serde(skip_serializing_if = "is_default")]
    pub snapshots: bool,
    /// The VM's state is saved and resumed instead of a start from cold.
    #[serde(skip_serializing_if = "is_default")]
    pub saved_state: bool,
}

/// Processor architecture of the directory servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DirectoryArchitecture {
    #[default]
    X64,
    /// 32-bit.
    X86,
}

/// Directory servers that the mail servers ask.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxDirectory {
    /// Cores of global catalogs beside those that run in VMs of this plan.
    #[serde(skip_serializing_if = "is_default")]
    pub cores: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    pub architecture: DirectoryArchitecture,
}

/// Backup of the databases.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxBackup {
    /// Throughput of the backup of one server; the general value when absent.
    #[serde(skip_serializing_if = "is_default")]
    pub rate: Option<MbPerS>,
    /// Time that a full backup may take.
    #[serde(skip_serializing_if = "is_default")]
    pub window: Option<Secs>,
    /// Longest time that a restore of one database may take.
    #[serde(skip_serializing_if = "is_default")]
    pub restore: Option<Secs>,
}

/// The queue database of transport, where the version keeps one on the mailbox server.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxTransport {
    /// Days that delivered messages are kept for a second delivery.
    #[serde(skip_serializing_if = "is_default")]
    pub safety_net_days: Option<f64>,
    /// Days that messages may wait.
    #[serde(skip_serializing_if = "is_default")]
    pub queue_days: Option<f64>,
    /// Part of the messages that wait.
    #[serde(skip_serializing_if = "is_default")]
    pub queued: Option<Share>,
}

/// Mailboxes, in total over the VMs that the workload runs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Key of the version in the catalogue, for example `exchange-2007`.
    pub version: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub edition: MailboxEdition,
    pub users: Vec<UserClass>,
    /// Mailbox quota.
    pub quota: Mib,
    /// Calendar days that deleted items are kept.
    #[serde(default = "retention", skip_serializing_if = "is_retention")]
    pub retention_days: u32,
    /// Mean message size in KB (1 KB = 1,024 bytes as in the vendor's formulas); the version's base size when absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message_kb: Option<f64>,
    /// Databases per server in use.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub databases: u32,
    /// Storage groups per server, where the version has them.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub storage_groups: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub replication: MailboxReplication,
    #[serde(default, skip_serializing_if = "is_default")]
    pub copies: MailboxCopies,
    /// The server also carries the client access and transport roles.
    #[serde(default, skip_serializing_if = "is_default")]
    pub multi_role: bool,
    /// Days of logs kept on disk (backup interval with reserve).
    #[serde(default = "log_days", skip_serializing_if = "is_log_days")]
    pub log_days: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub contents: MailboxContents,
    #[serde(default, skip_serializing_if = "is_default")]
    pub clients: MailboxClients,
    #[serde(default, skip_serializing_if = "is_default")]
    pub server: MailboxServer,
    #[serde(default, skip_serializing_if = "is_default")]
    pub directory: MailboxDirectory,
    #[serde(default, skip_serializing_if = "is_default")]
    pub backup: MailboxBackup,
    #[serde(default, skip_serializing_if = "is_default")]
    pub transport: MailboxTransport,
}

impl Default for Mailbox {
    fn default() -> Self {
        Self {
            version: String::new(),
            edition: MailboxEdition::default(),
            users: Vec::new(),
            quota: Mib::new(0),
            retention_days: retention(),
            message_kb: None,
            databases: 1,
            storage_groups: 1,
            replication: MailboxReplication::None,
            copies: MailboxCopies::default(),
            multi_role: false,
            log_days: log_days(),
            contents: MailboxContents::default(),
            clients: MailboxClients::default(),
            server: MailboxServer::default(),
            directory: MailboxDirectory::default(),
            backup: MailboxBackup::default(),
            transport: MailboxTransport::default(),
        }
    }
}

impl Mailbox {
    /// Copies of each database that can be in use, the one that is included.
    pub fn usable_copies(&self) -> u32 {
        match self.replication {
            MailboxReplication::None => 1,
            MailboxReplication::Local | MailboxReplication::Cluster => 2,
            MailboxReplication::Standby | MailboxReplication::Group => {
                self.copies.passive.saturating_add(1)
            }
        }
    }

    /// Lagged copies of each database.
    pub fn lagged_copies(&self) -> u32 {
        match self.replication {
            MailboxReplication::Group => self.copies.lagged,
            _ => 0,
        }
    }

    /// All copies of each database.
    pub fn all_copies(&self) -> u32 {
        self.usable_copies().saturating_add(self.lagged_copies())
    }
}

fn retention() -> u32 {
    14
}
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_retention(n: &u32) -> bool {
    *n == 14
}
fn log_days() -> u32 {
    7
}
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_log_days(n: &u32) -> bool {
    *n == 7
}
