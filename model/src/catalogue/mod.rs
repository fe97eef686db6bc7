//! Everything loaded as data: platform profiles, workload versions, constants and hardware models.

mod hardware;
pub mod keys;
mod mailbox;
mod profile;
mod protection;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use hardware::{DiskModel, HostModel, ProcessorModel};
pub use mailbox::{
    MailboxColumn, MailboxColumns, MailboxConstants, MailboxProfile, MailboxRam, MailboxRamTable,
    MailboxRole, MailboxVersion, Reading,
};
pub use profile::{
    Admission, Bound, Constant, Curve, Grid, InstallStep, LargeSystem, Limit, LimitOf, Mechanism,
    Phase, Profile, Quorum, Severity, Source, When, cite,
};
pub use protection::{LockstepWorkload, Replication};
pub use tables::{Archetype, SqlEdition, SqlVersion};

use crate::plan::{Plan, ProfileRef};

/// Why a data file of the catalogue cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct CatalogueError {
    pub file: String,
    pub message: String,
}

/// What the tables file holds.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tables {
    pub mailbox: BTreeMap<String, MailboxVersion>,
    pub sql: BTreeMap<String, SqlVersion>,
    pub archetypes: BTreeMap<String, Archetype>,
    pub hosts: BTreeMap<String, HostModel>,
    pub processors: BTreeMap<String, ProcessorModel>,
    pub disks: BTreeMap<String, DiskModel>,
    pub lockstep: BTreeMap<String, LockstepWorkload>,
    pub replication: BTreeMap<String, Replication>,
    /// General values by key; a profile's own value wins.
    pub constants: BTreeMap<String, Constant>,
}

/// All profiles and tables that are loaded.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// By key and revision.
    profiles: BTreeMap<(String, u32), Arc<Profile>>,
    pub tables: Tables,
    neutral: Arc<OnceLock<Arc<Profile>>>,
}

/// A file under `assets`: name and text.
macro_rules! asset {
    ($path:literal) => {
        ($path, include_str!(concat!("../../../assets/", $path)))
    };
}

/// Data files built into the library: name and text. A platform is a line here.
pub const BUILT_IN_PROFILES: &[(&str, &str)] = &[
    asset!("profiles/neutral/neutral.ron"),
    asset!("profiles/citrix/hypervisor-8-2.ron"),
    asset!("profiles/citrix/xenserver-5-5.ron"),
    asset!("profiles/citrix/xenserver-5-6.ron"),
    asset!("profiles/citrix/xenserver-6-0.ron"),
    asset!("profiles/citrix/xenserver-6-2.ron"),
    asset!("profiles/citrix/xenserver-7.ron"),
    asset!("profiles/citrix/xenserver-8.ron"),
    asset!("profiles/google/distributed-cloud.ron"),
    asset!("profiles/ibm/flashsystem-ip.ron"),
    asset!("profiles/juniper/jsa.ron"),
    asset!("profiles/linbit/drbd-9.ron"),
    asset!("profiles/microsoft/azure-stack-hci-stretched.ron"),
    asset!("profiles/microsoft/hyper-v-2008-r2.ron"),
    asset!("profiles/microsoft/hyper-v-2012.ron"),
    asset!("profiles/microsoft/hyper-v-2016.ron"),
    asset!("profiles/microsoft/hyper-v-2022.ron"),
    asset!("profiles/microsoft/hyper-v-2025.ron"),
    asset!("profiles/microsoft/storage-replica.ron"),
    asset!("profiles/netapp/metrocluster-ip.ron"),
    asset!("profiles/nutanix/metro.ron"),
    asset!("profiles/redhat/kvm.ron"),
    asset!("profiles/redhat/rhv-4-4.ron"),
    asset!("profiles/stratus/endurance.ron"),
    asset!("profiles/stratus/everrun-2008.ron"),
    asset!("profiles/stratus/everrun-7.ron"),
    asset!("profiles/stratus/everrun-mx.ron"),
    asset!("profiles/stratus/everrun-vm-2009.ron"),
    asset!("profiles/stratus/ftvirtual-server.ron"),
    asset!("profiles/stratus/ztc-edge.ron"),
    asset!("profiles/vates/xcp-ng-8-3.ron"),
    asset!("profiles/vmware/vi-3-5.ron"),
    asset!("profiles/vmware/vmsc.ron"),
    asset!("profiles/vmware/vsan-stretched.ron"),
    asset!("profiles/vmware/vsphere-4-0.ron"),
    asset!("profiles/vmware/vsphere-4-1.ron"),
    asset!("profiles/vmware/vsphere-4-ft.ron"),
    asset!("profiles/vmware/vsphere-5-5.ron"),
    asset!("profiles/vmware/vsphere-5-ft.ron"),
    asset!("profiles/vmware/vsphere-6-0.ron"),
    asset!("profiles/vmware/vsphere-6-5.ron"),
    asset!("profiles/vmware/vsphere-6-7-ft.ron"),
    asset!("profiles/vmware/vsphere-6-7.ron"),
    asset!("profiles/vmware/vsphere-6-ft.ron"),
    asset!("profiles/vmware/vsphere-7-0.ron"),
    asset!("profiles/vmware/vsphere-7-ft.ron"),
    asset!("profiles/vmware/vsphere-8-0.ron"),
    asset!("profiles/vmware/vsphere-8-ft.ron"),
];

/// Tables built into the library: name and text.
pub const BUILT_IN_TABLES: &[(&str, &str)] = &[
    asset!("availability.ron"),
    asset!("constants.ron"),
    asset!("workloads/exchange-2003.ron"),
    asset!("workloads/exchange-2007.ron"),
    asset!("workloads/exchange-2010.ron"),
    asset!("workloads/exchange-2013.ron"),
    asset!("workloads/exchange-2016.ron"),
    asset!("workloads/exchange-2019.ron"),
    asset!("workloads/exchange-se.ron"),
    asset!("workloads/sql-server-rules.ron"),
    asset!("workloads/sql-server-before-2012.ron"),
    asset!("workloads/sql-server.ron"),
    asset!("workloads/archetypes.ron"),
    asset!("workloads/protection.ron"),
    asset!("hardware/servers.ron"),
    asset!("hardware/processors.ron"),
    asset!("hardware/disks.ron"),
];

/// Largest file of a person's own tables, bytes.
pub const OWN_BYTES: usize = 1024 * 1024;

/// `line 4: ` of the first line that has a key in quotes; empty where none has.
fn line_of(text: &str, key: &str) -> String {
    let quoted = format!("\"{key}\"");
    text.lines()
        .position(|l| l.contains(&quoted))
        .map_or_else(String::new, |n| format!("line {}: ", n + 1))
}

impl Catalogue {
    /// The shipped data. Parsed once per process; a test proves that it parses.
    pub fn built_in() -> &'static Catalogue {
        static BUILT_IN: OnceLock<Catalogue> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let mut catalogue = Catalogue::default();
            for (file, text) in BUILT_IN_PROFILES {
                // The shipped files are proven by tests; a damaged one is left out rather than fatal.
                let _ = catalogue.add_profile(file, text);
            }
            for (file, text) in BUILT_IN_TABLES {
                let _ = catalogue.add_tables(file, text);
            }
            catalogue
        })
    }

    /// Reads a profile and adds it.
    pub fn add_profile(&mut self, file: &str, text: &str) -> Result<(), CatalogueError> {
        let fail = |message: String| CatalogueError {
            file: file.to_owned(),
            message,
        };
        let profile: Profile = options().from_str(text).map_err(|e| {
            fail(format!(
                "line {}, column {}: {}",
                e.span.start.line, e.span.start.col, e.code
            ))
        })?;
        for limit in &profile.limits {
            if limit.unit != limit.quantity.unit() {
                return Err(fail(format!(
                    "the limit {:?} is in \"{}\"; it must be in \"{}\"",
                    limit.quantity,
                    limit.unit,
                    limit.quantity.unit()
                )));
            }
            if !limit.value.is_finite() || limit.value < 0.0 || limit.source.is_empty() {
                return Err(fail(format!(
                    "the limit {:?} needs a value and a source",
                    limit.quantity
                )));
            }
        }
        for (key, constant) in &profile.constants {
            if !constant.value.is_finite() || constant.value < 0.0 || constant.source.is_empty() {
                return Err(fail(format!(
                    "the constant {key} needs a value and a source"
                )));
            }
        }
        if let Some(curve) = &profile.control_ram {
            let rising = curve.points.windows(2).all(|w| match w {
                [a, b] => a.0 <= b.0,
                _ => true,
            });
            let usable = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite() && *y >= 0.0;
            if !rising || !curve.points.iter().all(usable) || curve.source.is_empty() {
                return Err(fail(
                    "control_ram needs points in rising order and a source".to_owned(),
                ));
            }
        }
        if let Some(fault) = profile.vm_overhead.as_ref().and_then(Grid::fault) {
            return Err(fail(format!("vm_overhead: {fault}")));
        }
        self.profiles
            .insert((profile.key.clone(), profile.revision), Arc::new(profile));
        Ok(())
    }

    /// Reads tables and adds them.
    pub fn add_tables(&mut self, file: &str, text: &str) -> Result<(), CatalogueError> {
        let more: Tables = options().from_str(text).map_err(|e| CatalogueError {
            file: file.to_owned(),
            message: format!(
                "line {}, column {}: {}",
                e.span.start.line, e.span.start.col, e.code
            ),
        })?;
        for (key, version) in &more.mailbox {
            if let Some(message) = version.fault() {
                return Err(CatalogueError {
                    file: file.to_owned(),
                    message: format!("{key}: {message}"),
                });
            }
        }
        let faults = more
            .hosts
            .iter()
            .map(|(k, m)| (k, m.fault()))
            .chain(more.processors.iter().map(|(k, m)| (k, m.fault())))
            .chain(more.disks.iter().map(|(k, m)| (k, m.fault())));
        for (key, fault) in faults {
            if let Some(fault) = fault {
                return Err(CatalogueError {
                    file: file.to_owned(),
                    message: format!("{}{key}: {fault}", line_of(text, key)),
                });
            }
        }
        self.tables.mailbox.extend(more.mailbox);
        self.tables.sql.extend(more.sql);
        self.tables.archetypes.extend(more.archetypes);
        self.tables.hosts.extend(more.hosts);
        self.tables.processors.extend(more.processors);
        self.tables.disks.extend(more.disks);
        self.tables.lockstep.extend(more.lockstep);
        self.tables.replication.extend(more.replication);
        self.tables.constants.extend(more.constants);
        Ok(())
    }

    /// Reads a person's own tables of hardware and adds them. Only servers, processors and disks; never under a key that
    /// is there already, so that a plan means the same everywhere.
    pub fn add_own(&mut self, file: &str, text: &str) -> Result<(), CatalogueError> {
        let fail = |message: String| CatalogueError {
            file: file.to_owned(),
            message,
        };
        if text.len() > OWN_BYTES {
            return Err(fail(format!(
                "the file is larger than {} KiB; divide it",
                OWN_BYTES / 1024
            )));
        }
        let mut read = Catalogue::default();
        read.add_tables(file, text)?;
        let own = read.tables;
        let foreign = Tables {
            hosts: BTreeMap::new(),
            processors: BTreeMap::new(),
            disks: BTreeMap::new(),
            ..own.clone()
        };
        if foreign != Tables::default() {
            return Err(fail(
                "only hosts, processors and disks can be added; take the other tables out"
                    .to_owned(),
            ));
        }
        let taken = |key: &String| {
            let t = &self.tables;
            t.hosts.contains_key(key) || t.processors.contains_key(key) || t.disks.contains_key(key)
        };
        let keys = own
            .hosts
            .keys()
            .chain(own.processors.keys())
            .chain(own.disks.keys());
        if let Some(key) = keys.into_iter().find(|key| taken(key)) {
            return Err(fail(format!(
                "{}{key} is in the catalogue already; use another key",
                line_of(text, key)
            )));
        }
        self.tables.hosts.extend(own.hosts);
        self.tables.processors.extend(own.processors);
        self.tables.disks.extend(own.disks);
        Ok(())
    }

    /// Every profile, by key, newest revision last.
    pub fn profiles(&self) -> impl Iterator<Item = &Arc<Profile>> {
        self.profiles.values()
    }

    /// Exactly the profile that a plan names.
    pub fn profile(&self, named: &ProfileRef) -> Option<&Arc<Profile>> {
        self.profiles.get(&(named.profile.clone(), named.revision))
    }

    /// The newest revision of a key.
    pub fn newest(&self, key: &str) -> Option<&Arc<Profile>> {
        self.profiles
            .iter()
            .filter(|((k, _), _)| k == key)
            .map(|(_, p)| p)
            .next_back()
    }

    /// The profile to derive with: the one named, else the newest of its key, else the neutral one.
    pub fn profile_or_neutral(&self, plan: &Plan) -> Arc<Profile> {
        self.profile(&plan.platform)
            .or_else(|| self.newest(&plan.platform.profile))
            .cloned()
            .unwrap_or_else(|| {
                self.newest("neutral/neutral").cloned().unwrap_or_else(|| {
                    Arc::clone(self.neutral.get_or_init(|| Arc::new(Profile::empty())))
                })
            })
    }
}

impl Profile {
    /// A platform that offers nothing and limits nothing; stands in when no data are loaded.
    pub fn empty() -> Self {
        Profile {
            schema: 1,
            key: "none/none".to_owned(),
            revision: 1,
            vendor: String::new(),
            product: "No platform".to_owned(),
            version: String::new(),
            released: String::new(),
            summary: String::new(),
            levels: BTreeMap::new(),
            split: false,
            admission: Admission::None,
            admission_choices: Vec::new(),
            heartbeat_over: Vec::new(),
            large_system: None,
            identical_hosts: None,
            memory_overcommit: Severity::Error,
            quorum: Quorum {
                witness_for_split: true,
                advised_witnesses: 1,
                stops_without_vote: true,
                ports: Vec::new(),
                source: String::new(),
                confirmed: false,
            },
            limits: Vec::new(),
            constants: BTreeMap::new(),
            control_ram: None,
            vm_overhead: None,
            steps: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// How every RON text of the product is read and written.
pub fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_default_extension(ron::extensions::Extensions::UNWRAP_VARIANT_NEWTYPES)
}
