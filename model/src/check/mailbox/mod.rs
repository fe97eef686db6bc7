//! Checks of mailbox servers.

mod clustering_and_restart;
mod database_and_log_together;
mod database_too_large;
mod log_space_too_small;
mod mailboxes_over_advice_per_core;
mod memory_not_reserved;
mod memory_too_small_for_mailboxes;
mod over_recommended_maximum;
mod too_few_vcpus_for_mailboxes;
mod too_many_databases_per_group;
mod unknown_version_or_profile;
mod vcpus_over_mailbox_ratio;

use std::collections::BTreeMap;

use super::{Check, CheckCx};
use crate::catalogue::{Constant, MailboxVersion};
use crate::facts::{MailboxFacts, VmFacts};
use crate::ids::{VmId, WorkloadId};
use crate::plan::{Mailbox, Vm, WorkloadKind};

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &too_few_vcpus_for_mailboxes::TooFewVcpusForMailboxes,
    &memory_too_small_for_mailboxes::MemoryTooSmallForMailboxes,
    &mailboxes_over_advice_per_core::MailboxesOverAdvicePerCore,
    &over_recommended_maximum::OverRecommendedMaximum,
    &database_too_large::DatabaseTooLarge,
    &database_and_log_together::DatabaseAndLogTogether,
    &log_space_too_small::LogSpaceTooSmall,
    &vcpus_over_mailbox_ratio::VcpusOverMailboxRatio,
    &memory_not_reserved::MemoryNotReserved,
    &clustering_and_restart::ClusteringAndRestart,
    &too_many_databases_per_group::TooManyDatabasesPerGroup,
    &unknown_version_or_profile::UnknownVersionOrProfile,
];

/// A VM that carries mailboxes of a known version.
struct Server<'a> {
    id: &'a VmId,
    vm: &'a Vm,
    workload: &'a WorkloadId,
    mailbox: &'a Mailbox,
    version: &'a MailboxVersion,
}

impl<'a> Server<'a> {
    /// All facts of the VM, and those of its mailboxes.
    fn facts(&self, cx: &CheckCx<'a>) -> Option<(&'a VmFacts, &'a MailboxFacts)> {
        let facts: &'a VmFacts = cx.facts.vms.get(self.id)?;
        Some((facts, facts.mailbox.as_ref()?))
    }

    /// A value of the version with its row; the plan may replace it.
    fn constant(&self, cx: &CheckCx<'_>, key: &str) -> Option<(f64, &'a Constant)> {
        let row = self.version.constants.get(key)?;
        let over = cx
            .plan()
            .overrides
            .get(&format!("{}.{key}", self.mailbox.version))
            .copied()
            .filter(|v| v.is_finite() && *v >= 0.0);
        Some((over.unwrap_or(row.value), row))
    }
}

/// Every VM that carries mailboxes of a known version, by id. Versions that are not known have a check of their own.
fn servers<'a>(cx: &CheckCx<'a>) -> Vec<Server<'a>> {
    let plan: &'a crate::plan::Plan = cx.cx.plan;
    let versions = &cx.cx.catalogue.tables.mailbox;
    let mut all: BTreeMap<&'a VmId, Server<'a>> = BTreeMap::new();
    for (workload, row) in plan.workloads.iter() {
        let WorkloadKind::Mailbox(mailbox) = &row.kind else {
            continue;
        };
        let Some(version) = versions.get(&mailbox.version) else {
            continue;
        };
        for on in &row.runs_on {
            if let Some(vm) = plan.vms.get(&on.vm) {
                all.entry(&on.vm).or_insert(Server {
                    id: &on.vm,
                    vm,
                    workload,
                    mailbox,
                    version,
                });
            }
        }
    }
    all.into_values().collect()
}

/// A catalogue with one mailbox version, made for tests.
#[cfg(test)]
fn catalogue() -> crate::catalogue::Catalogue {
    let mut catalogue = crate::catalogue::Catalogue::default();
    catalogue
        .add_profile(
            "neutral",
            include_str!("../../../../assets/profiles/neutral/neutral.ron"),
        )
        .unwrap();
    catalogue.add_tables("test", VERSION).unwrap();
    catalogue
}

#[cfg(test)]
const VERSION: &str = r#"(mailbox: {"exchange-2007": (
    name: "Test 2007",
    profiles: {"heavy": (name: "Heavy", messages_per_day: 100)},
    columns: (
        cache_mib: (what: "cache", unit: "MiB", source: "d", confirmed: true, values: {"heavy": 5}),
        iops: (what: "IOPS", unit: "IOPS", source: "d", confirmed: true, values: {"heavy": 0.32}),
        logs_per_day: (what: "logs", unit: "", source: "d", confirmed: true, values: {"heavy": 24}),
        mailboxes_per_core: (what: "per core", unit: "", source: "d", confirmed: true, values: {"heavy": 500}),
    ),
    constants: {
        "max_cores": (value: 8, unit: "cores", what: "most cores", source: "d", confirmed: false),
        "max_cores_multi_role": (value: 4, unit: "cores", what: "most cores of several roles", source: "d", confirmed: false),
        "max_ram_mib": (value: 32768, unit: "MiB", what: "most memory", source: "d", confirmed: true),
        "database_limit_mib": (value: 102400, unit: "MiB", what: "largest database", source: "d", confirmed: true),
        "database_limit_replicated_mib": (value: 204800, unit: "MiB", what: "largest copied", source: "d", confirmed: true),
        "databases_per_group": (value: 5, unit: "", what: "databases of a storage group", source: "d", confirmed: true),
        "databases_per_group_replicated": (value: 1, unit: "", what: "of a copied group", source: "d", confirmed: true),
        "host_vcpus": (value: 2, unit: "", what: "vCPUs of the host", source: "d", confirmed: true),
        "databases_max": (value: 50, unit: "", what: "databases", source: "d", confirmed: true),
        "storage_groups_max": (value: 50, unit: "", what: "storage groups", source: "d", confirmed: true),
        "vcpus_per_core_advised": (value: 1, unit: "", what: "advised", source: "d", confirmed: true),
        "vcpus_per_core_max": (value: 2, unit: "", what: "vCPUs per core", source: "d", confirmed: true),
    },
    no_restart_with_clustering: true,
    source: (document: "d", date: "2007", confirmed: true),
)})"#;
