//! The plan: the document, as flat tables of shared entities.

#[cfg(test)]
pub(crate) mod arbitrary;
mod host;
mod mailbox;
mod network;
mod place;
mod policy;
mod refs;
mod service;
mod sql;
mod table;
mod upkeep;
mod vm;
mod workload;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use host::{Adapter, Array, DiskKind, Host, Ownership, PowerSupply, RaidGroup, RaidLevel};
pub use mailbox::{
    DirectoryArchitecture, Mailbox, MailboxBackup, MailboxClients, MailboxContents, MailboxCopies,
    MailboxDirectory, MailboxEdition, MailboxReplication, MailboxServer, MailboxTransport,
    UserClass,
};
pub use network::{End, Equipment, Link, LinkRole, Medium, Segment, Switch};
pub use place::{Feed, Heartbeat, Pool, Site, SiteKind, StorageProtocol, Witness};
pub use policy::{Position, ProfileRef, Settings, Variant, Waiver};
pub use refs::Reference;
pub use service::{Allowance, Dependency, Period, Scope, Service};
pub use sql::{
    Sql, SqlArchitecture, SqlBackup, SqlCommit, SqlCopies, SqlCopying, SqlFiles, SqlGrowth,
    SqlInstance, SqlLicensing, SqlMeasured, SqlMemoryRule, SqlQueue, SqlReplica,
};
pub use table::Table;
pub use upkeep::{Contract, Upkeep};
pub use vm::{
    DiskUse, Level, Mirroring, Placement, PlacementRules, Spread, SpreadOver, Storage, Vm, VmDisk,
};
pub use workload::{
    Amounts, ArchetypeUse, Basis, Growth, Measured, MeasuredSeries, Meter, OwnNumbers, RunsOn,
    Workload, WorkloadKind,
};

use crate::ids::{
    ArrayId, EntityId, FeedId, HostId, Kind, LinkId, PoolId, ServiceId, SiteId, SwitchId, VmId,
    WitnessId, WorkloadId,
};

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The version of the file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format(pub u32);

impl Default for Format {
    fn default() -> Self {
        Self(crate::io::FORMAT)
    }
}

/// Who and what the plan is for.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    pub name: String,
    #[serde(skip_serializing_if = "is_default")]
    pub customer: String,
    #[serde(skip_serializing_if = "is_default")]
    pub author: String,
    /// Counted by the author, printed on the paper.
    #[serde(skip_serializing_if = "is_default")]
    pub revision: u32,
    #[serde(skip_serializing_if = "is_default")]
    pub note: String,
}

/// The document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    pub format: Format,
    pub about: About,
    pub platform: ProfileRef,
    #[serde(skip_serializing_if = "is_default")]
    pub settings: Settings,
    /// Profile and catalogue constants that this plan replaces, by key.
    #[serde(skip_serializing_if = "is_default")]
    pub overrides: BTreeMap<String, f64>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub sites: Table<SiteId, Site>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub pools: Table<PoolId, Pool>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub feeds: Table<FeedId, Feed>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub hosts: Table<HostId, Host>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub switches: Table<SwitchId, Switch>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub arrays: Table<ArrayId, Array>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub links: Table<LinkId, Link>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub witnesses: Table<WitnessId, Witness>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub vms: Table<VmId, Vm>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub workloads: Table<WorkloadId, Workload>,
    #[serde(skip_serializing_if = "Table::is_empty")]
    pub services: Table<ServiceId, Service>,
    #[serde(skip_serializing_if = "is_default")]
    pub waivers: Vec<Waiver>,
    #[serde(skip_serializing_if = "is_default")]
    pub variants: BTreeMap<String, Variant>,
    /// Canvas positions; not part of what facts read.
    #[serde(skip_serializing_if = "is_default")]
    pub layout: Arc<BTreeMap<EntityId, Position>>,
    /// Ids of things that were removed; never used again.
    #[serde(skip_serializing_if = "is_default")]
    pub retired: BTreeSet<EntityId>,
}

/// Any row of a table, for edits and views that treat all kinds alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Entity {
    Site(Arc<Site>),
    Pool(Arc<Pool>),
    Feed(Arc<Feed>),
    Host(Arc<Host>),
    Switch(Arc<Switch>),
    Array(Arc<Array>),
    Link(Arc<Link>),
    Witness(Arc<Witness>),
    Vm(Arc<Vm>),
    Workload(Arc<Workload>),
    Service(Arc<Service>),
}

macro_rules! per_kind {
    ($($kind:ident => $table:ident, $id:ident;)*) => {
        $(
            impl From<$kind> for Entity {
                fn from(value: $kind) -> Self { Entity::$kind(Arc::new(value)) }
            }
        )*

        impl Entity {
            pub fn kind(&self) -> Kind {
                match self { $(Entity::$kind(_) => Kind::$kind,)* }
            }
            /// The free name; may be empty.
            pub fn name(&self) -> &str {
                match self { $(Entity::$kind(e) => &e.name,)* }
            }
            pub fn note(&self) -> &str {
                match self { $(Entity::$kind(e) => &e.note,)* }
            }
            /// The same thing under another name.
            pub fn renamed(&self, name: &str) -> Self {
                match self { $(Entity::$kind(e) => {
                    let mut e = (**e).clone();
                    e.name = name.to_owned();
                    e.into()
                })* }
            }
            /// The same thing with another note.
            pub fn with_note(&self, note: &str) -> Self {
                match self { $(Entity::$kind(e) => {
                    let mut e = (**e).clone();
                    e.note = note.to_owned();
                    e.into()
                })* }
            }
        }

        impl Plan {
            /// The row of an id; none for the plan itself and for unknown ids.
            pub fn entity(&self, id: &EntityId) -> Option<Entity> {
                match id {
                    EntityId::Plan => None,
                    $(EntityId::$kind(id) => self.$table.get(id).cloned().map(Entity::$kind),)*
                }
            }
            pub fn contains(&self, id: &EntityId) -> bool {
                match id {
                    EntityId::Plan => true,
                    $(EntityId::$kind(id) => self.$table.contains(id),)*
                }
            }
            /// Adds or replaces a row. False, and nothing done, when kinds of id and row differ.
            pub(crate) fn put(&mut self, id: &EntityId, entity: Entity) -> bool {
                match (id, entity) {
                    $((EntityId::$kind(id), Entity::$kind(e)) => self.$table.put_arc(id.clone(), e),)*
                    _ => return false,
                }
                true
            }
            /// Takes a row out; false when there was none.
            pub(crate) fn take(&mut self, id: &EntityId) -> bool {
                match id {
                    EntityId::Plan => false,
                    $(EntityId::$kind(id) => self.$table.remove(id).is_some(),)*
                }
            }
            /// Every thing of the plan, by kind, then id.
            pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
                std::iter::empty()
                    $(.chain(self.$table.keys().map(EntityId::from)))*
            }
            /// How many things of a kind there are.
            pub fn count_of(&self, kind: Kind) -> usize {
                match kind {
                    Kind::Plan => 1,
                    $(Kind::$kind => self.$table.len(),)*
                }
            }
        }
    };
}

per_kind! {
    Site => sites, SiteId;
    Pool => pools, PoolId;
    Feed => feeds, FeedId;
    Host => hosts, HostId;
    Switch => switches, SwitchId;
    Array => arrays, ArrayId;
    Link => links, LinkId;
    Witness => witnesses, WitnessId;
    Vm => vms, VmId;
    Workload => workloads, WorkloadId;
    Service => services, ServiceId;
}

impl Plan {
    /// The name people see: the free name, or the slug where there is none.
    pub fn label(&self, id: &EntityId) -> String {
        match id {
            EntityId::Plan => {
                if self.about.name.is_empty() {
                    "Untitled plan".to_owned()
                } else {
                    self.about.name.clone()
                }
            }
            other => match self.entity(other) {
                Some(e) if !e.name().is_empty() => e.name().to_owned(),
                _ => other.slug().to_owned(),
            },
        }
    }

    /// A fresh id of a kind made from `wish`, never one in use or retired.
    pub fn fresh_id(&self, kind: Kind, wish: &str) -> EntityId {
        let base = crate::ids::slugify(wish);
        let mut n = 1u64;
        loop {
            let slug = if n == 1 {
                base.clone()
            } else {
                format!("{base}-{n}")
            };
            if let Ok(id) = EntityId::from_parts(kind, &slug)
                && !self.contains(&id)
                && !self.retired.contains(&id)
            {
                return id;
            }
            n += 1;
        }
    }

    /// The site a host stands in.
    pub fn site_of(&self, host: &HostId) -> Option<&SiteId> {
        self.hosts.get(host).map(|h| &h.site)
    }

    /// Whether a pair's two hosts stand in different sites.
    pub fn is_split(&self, host: &HostId, partner: &HostId) -> bool {
        match (self.site_of(host), self.site_of(partner)) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        }
    }

    /// Hosts of a pool, by id.
    pub fn hosts_in_pool<'a>(
        &'a self,
        pool: &'a PoolId,
    ) -> impl Iterator<Item = (&'a HostId, &'a Arc<Host>)> + 'a {
        self.hosts
            .iter()
            .filter(move |(_, h)| h.pool.as_ref() == Some(pool))
    }
}
