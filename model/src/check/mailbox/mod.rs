//! Checks of mailbox servers.

mod backup_too_long;
mod clustering_and_restart;
mod clustering_asked_for;
mod copies_cannot_stand;
mod database_and_log_together;
mod database_too_large;
mod disks_without_raid;
mod log_space_too_small;
mod log_volume_too_full;
mod mailboxes_over_advice_per_core;
mod memory_below_least;
mod memory_not_reserved;
mod memory_too_small_for_mailboxes;
mod not_supported_in_vm;
mod over_recommended_maximum;
mod page_file_differs;
mod processors_over_target;
mod profile_outside_table;
mod round_trip_of_copies;
mod snapshots_or_saved_state;
mod too_few_directory_cores;
mod too_few_vcpus_for_mailboxes;
mod too_many_databases_per_group;
mod unknown_version_or_profile;
pub(crate) mod vcpus_over_mailbox_ratio;

use std::collections::BTreeMap;

use super::{Check, CheckCx};
use crate::catalogue::{Constant, MailboxVersion};
use crate::edit::Edit;
use crate::facts::{MailboxFacts, VmFacts};
use crate::ids::{VmId, WorkloadId};
use crate::plan::{Mailbox, Plan, Vm, Workload, WorkloadKind};

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
    &profile_outside_table::ProfileOutsideTable,
    &processors_over_target::ProcessorsOverTarget,
    &log_volume_too_full::LogVolumeTooFull,
    &round_trip_of_copies::RoundTripOfCopies,
    &snapshots_or_saved_state::SnapshotsOrSavedState,
    &too_few_directory_cores::TooFewDirectoryCores,
    &not_supported_in_vm::NotSupportedInVm,
    &page_file_differs::PageFileDiffers,
    &memory_below_least::MemoryBelowLeast,
    &copies_cannot_stand::CopiesCannotStand,
    &disks_without_raid::DisksWithoutRaid,
    &backup_too_long::BackupTooLong,
    &clustering_asked_for::ClusteringAskedFor,
];

/// A VM that carries mailboxes of a known version.
struct Server<'a> {
    id: &'a VmId,
    vm: &'a Vm,
    workload: &'a WorkloadId,
    mailbox: &'a Mailbox,
    version: &'a MailboxVersion,
    /// Every version that it carries mailboxes of, the first among them, and the workloads of each.
    carries: Vec<(&'a WorkloadId, &'a MailboxVersion)>,
}

impl<'a> Server<'a> {
    /// The versions that `which` picks of those it carries, in words: `A`, `A and B`.
    fn versions(&self, which: impl Fn(&MailboxVersion) -> bool) -> (usize, String) {
        let mut names: Vec<String> = Vec::new();
        for (_, version) in &self.carries {
            if which(version) && !names.contains(&version.name) {
                names.push(version.name.clone());
            }
        }
        (names.len(), crate::check::ask::words(&names))
    }

    /// All facts of the VM, and those of its mailboxes.
    fn facts(&self, cx: &CheckCx<'a>) -> Option<(&'a VmFacts, &'a MailboxFacts)> {
        let facts: &'a VmFacts = cx.facts.vms.get(self.id)?;
        Some((facts, facts.mailbox.as_ref()?))
    }

    /// A value of the version with its row; the plan may replace it.
    fn constant(&self, cx: &CheckCx<'_>, key: &str) -> Option<(f64, &'a Constant)> {
        self.constant_of(cx, key, "")
    }

    /// The same for an edition or kind of copies, where it has a row of its own.
    fn constant_of(&self, cx: &CheckCx<'_>, key: &str, of: &str) -> Option<(f64, &'a Constant)> {
        constant(cx, self.mailbox, self.version, key, of)
    }

    /// How the mailbox facts of the VM are named after a failure: more than in normal running where it takes over.
    fn mailboxes(mail: &MailboxFacts) -> f64 {
        mail.mailboxes_worst.unwrap_or(mail.mailboxes)
    }
}

/// A value of a version with its row; the plan may replace it.
fn constant<'a>(
    cx: &CheckCx<'_>,
    mailbox: &Mailbox,
    version: &'a MailboxVersion,
    key: &str,
    of: &str,
) -> Option<(f64, &'a Constant)> {
    let (key, row) = version.constant(key, of)?;
    let over = cx
        .plan()
        .overrides
        .get(&format!("{}.{key}", mailbox.version))
        .copied()
        .filter(|v| v.is_finite() && *v >= 0.0);
    Some((over.unwrap_or(row.value), row))
}

/// A mailbox workload of a known version.
struct Work<'a> {
    id: &'a WorkloadId,
    workload: &'a Workload,
    mailbox: &'a Mailbox,
    version: &'a MailboxVersion,
}

impl<'a> Work<'a> {
    fn constant(&self, cx: &CheckCx<'_>, key: &str, of: &str) -> Option<(f64, &'a Constant)> {
        constant(cx, self.mailbox, self.version, key, of)
    }

    /// VMs that run it or hold copies of it.
    fn vms(&self, plan: &'a Plan) -> Vec<(&'a VmId, &'a Vm)> {
        let mut out: Vec<(&'a VmId, &'a Vm)> = Vec::new();
        for id in vms_of(self.workload, self.mailbox) {
            if let Some(vm) = plan.vms.get(id)
                && !out.iter().any(|(known, _)| *known == id)
            {
                out.push((id, vm));
            }
        }
        out
    }
}

/// VMs of a mailbox workload as written: those that run it, then those that hold copies.
fn vms_of<'a>(workload: &'a Workload, mailbox: &'a Mailbox) -> impl Iterator<Item = &'a VmId> {
    let elsewhere = mailbox.replication.elsewhere();
    let copies = workload.copies_on.iter().chain(&mailbox.copies.lagged_on);
    workload
        .runs_on
        .iter()
        .map(|on| &on.vm)
        .chain(copies.filter(move |_| elsewhere))
}

/// Every mailbox workload of a known version, by id.
fn works<'a>(cx: &CheckCx<'a>) -> impl Iterator<Item = Work<'a>> {
    let plan: &'a Plan = cx.cx.plan;
    let versions = &cx.cx.catalogue.tables.mailbox;
    plan.workloads.iter().filter_map(|(id, workload)| {
        let WorkloadKind::Mailbox(mailbox) = &workload.kind else {
            return None;
        };
        Some(Work {
            id,
            workload,
            mailbox,
            version: versions.get(&mailbox.version)?,
        })
    })
}

/// A mailbox workload with something changed, as an edit.
fn change_mailbox(
    cx: &CheckCx<'_>,
    id: &WorkloadId,
    label: String,
    change: impl FnOnce(&mut Mailbox),
) -> Option<Edit> {
    let mut workload = (**cx.plan().workloads.get(id)?).clone();
    let WorkloadKind::Mailbox(mailbox) = &mut workload.kind else {
        return None;
    };
    change(mailbox);
    Some(Edit::put(label, id, workload))
}

/// Every VM that carries mailboxes of a known version, by id. Versions that are not known have a check of their own.
fn servers<'a>(cx: &CheckCx<'a>) -> Vec<Server<'a>> {
    let mut all: BTreeMap<&'a VmId, Server<'a>> = BTreeMap::new();
    for work in works(cx) {
        for (id, vm) in work.vms(cx.cx.plan) {
            let server = all.entry(id).or_insert_with(|| Server {
                id,
                vm,
                workload: work.id,
                mailbox: work.mailbox,
                version: work.version,
                carries: Vec::new(),
            });
            server.carries.push((work.id, work.version));
        }
    }
    all.into_values().collect()
}

/// The sample with its mailboxes changed.
#[cfg(test)]
fn mailboxes(change: impl FnOnce(&mut Mailbox)) -> Plan {
    crate::check::testing::with(|p| {
        crate::change!(p, workloads, "mail", w => {
            if let WorkloadKind::Mailbox(m) = &mut w.kind {
                change(m);
            }
        });
    })
}

/// The sample with a second mailbox server on the other host, both in a group of a version.
#[cfg(test)]
fn group(version: &str, change: impl FnOnce(&mut Plan)) -> Plan {
    let mut plan = mailboxes(|m| {
        m.version = version.to_owned();
        m.replication = crate::plan::MailboxReplication::Group;
    });
    let second = VmId::new("mbx-2").expect("a slug");
    crate::change!(plan, vms, "mbx-1", vm => {
        vm.level = crate::plan::Level::L0;
        vm.placement = vec![crate::plan::Placement {
            host: crate::ids::HostId::new("host-a").expect("a slug"),
            partner: None,
            count: 1,
        }];
    });
    let mut twin = (**plan.vms.get("mbx-1").expect("the VM")).clone();
    twin.placement = vec![crate::plan::Placement {
        host: crate::ids::HostId::new("host-b").expect("a slug"),
        partner: None,
        count: 1,
    }];
    plan.vms.put(second.clone(), twin);
    crate::change!(plan, workloads, "mail", w => {
        w.runs_on.push(crate::plan::RunsOn { vm: second.clone(), weight: 1.0 });
    });
    change(&mut plan);
    plan
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
