//! Checks of capacity: processors, memory, disks and adapters of hosts, and whether VMs are large enough.

mod adapters_over_ceiling;
mod adapters_over_platform_limit;
mod control_domain_too_small;
mod cpu_over_ceiling_after_failure;
mod cpu_over_target;
mod cpu_use_assumed;
mod disk_on_missing_group;
mod disk_over_platform_limit;
mod disks_over_platform_limit;
mod disks_too_small;
mod host_memory_over_platform_limit;
mod iops_over_ceiling;
mod iops_over_ceiling_after_failure;
mod memory_over_ceiling;
mod memory_over_ceiling_after_failure;
mod memory_overcommitted;
mod memory_too_small;
mod nics_over_platform_limit;
mod parity_raid_with_many_writes;
mod placed_too_often;
mod processors_waited_for;
mod space_over_ceiling;
mod threads_over_platform_limit;
mod too_few_vcpus;
mod unequal_hosts;
mod unknown_archetype;
mod vcpus_over_cores;
mod vcpus_over_host_limit;
mod vcpus_over_platform_limit;
mod vcpus_over_ratio;
mod vcpus_over_thread_limit;
mod vcpus_over_threads;
mod vm_memory_over_platform_limit;
mod vm_without_host;
mod vms_over_platform_limit;
mod workload_without_vm;

use super::shared::{Proposal, exceeds, list, plural};
use super::{Check, CheckCx};
use crate::catalogue::{Bound, Limit, LimitOf};
use crate::edit::Edit;
use crate::facts::{GroupCapacity, GroupLoad, HostFacts, Shares, Worst, WorstShares};
use crate::figure::over;
use crate::ids::{EntityId, HostId};
use crate::plan::{Entity, Level, RaidGroup, RaidLevel, Vm};

/// Sorted by code.
pub(super) static ALL: &[&dyn Check] = &[
    &vcpus_over_threads::VcpusOverThreads,
    &vcpus_over_cores::VcpusOverCores,
    &memory_overcommitted::MemoryOvercommitted,
    &cpu_over_target::CpuOverTarget,
    &cpu_over_ceiling_after_failure::CpuOverCeilingAfterFailure,
    &memory_over_ceiling_after_failure::MemoryOverCeilingAfterFailure,
    &memory_over_ceiling::MemoryOverCeiling,
    &space_over_ceiling::SpaceOverCeiling,
    &disks_too_small::DisksTooSmall,
    &iops_over_ceiling::IopsOverCeiling,
    &iops_over_ceiling_after_failure::IopsOverCeilingAfterFailure,
    &adapters_over_ceiling::AdaptersOverCeiling,
    &vcpus_over_ratio::VcpusOverRatio,
    &vm_without_host::VmWithoutHost,
    &cpu_use_assumed::CpuUseAssumed,
    &unequal_hosts::UnequalHosts,
    &vm_memory_over_platform_limit::VmMemoryOverPlatformLimit,
    &workload_without_vm::WorkloadWithoutVm,
    &disk_on_missing_group::DiskOnMissingGroup,
    &unknown_archetype::UnknownArchetype,
    &placed_too_often::PlacedTooOften,
    &vcpus_over_platform_limit::VcpusOverPlatformLimit,
    &disks_over_platform_limit::DisksOverPlatformLimit,
    &vms_over_platform_limit::VmsOverPlatformLimit,
    &threads_over_platform_limit::ThreadsOverPlatformLimit,
    &host_memory_over_platform_limit::HostMemoryOverPlatformLimit,
    &adapters_over_platform_limit::AdaptersOverPlatformLimit,
    &memory_too_small::MemoryTooSmall,
    &too_few_vcpus::TooFewVcpus,
    &parity_raid_with_many_writes::ParityRaidWithManyWrites,
    &vcpus_over_host_limit::VcpusOverHostLimit,
    &vcpus_over_thread_limit::VcpusOverThreadLimit,
    &nics_over_platform_limit::NicsOverPlatformLimit,
    &disk_over_platform_limit::DiskOverPlatformLimit,
    &control_domain_too_small::ControlDomainTooSmall,
    &processors_waited_for::ProcessorsWaitedFor,
];

/// A host over a ceiling after a failure.
struct After<'a> {
    id: &'a HostId,
    host: &'a HostFacts,
    share: f64,
    /// What was lost.
    lost: &'a EntityId,
}

/// Hosts over a ceiling in normal running.
fn over_now<'a>(
    cx: &'a CheckCx<'_>,
    ceiling: f64,
    share: fn(&Shares) -> f64,
) -> impl Iterator<Item = (&'a HostId, &'a HostFacts, f64)> {
    cx.facts.hosts.iter().filter_map(move |(id, host)| {
        let value = share(&host.shares);
        exceeds(value, ceiling).then_some((id, &**host, value))
    })
}

/// Hosts that a single failure brings over a ceiling. What is over it in normal running already is not told twice.
fn over_after<'a>(
    cx: &'a CheckCx<'_>,
    ceiling: f64,
    worst: fn(&WorstShares) -> &Worst,
) -> impl Iterator<Item = After<'a>> {
    cx.facts.hosts.iter().filter_map(move |(id, host)| {
        let worst = worst(&host.worst);
        let lost = worst.after.as_ref()?;
        exceeds(worst.value, ceiling).then_some(After {
            id,
            host,
            share: worst.value,
            lost,
        })
    })
}

/// The gravest row of the platform that a value breaks.
fn broken<'a>(
    cx: &'a CheckCx<'_>,
    quantity: LimitOf,
    level: Option<Level>,
    vcpus: u32,
    split: bool,
    value: f64,
) -> Option<&'a Limit> {
    cx.profile()
        .limits_on(quantity, level, vcpus, split)
        .filter(|l| l.broken_by(value))
        .min_by(|a, b| {
            a.severity
                .cmp(&b.severity)
                .then(a.value.total_cmp(&b.value))
        })
}

/// `Product 5 takes at most 8`.
fn takes(cx: &CheckCx<'_>, limit: &Limit, value: &str) -> String {
    let bound = match limit.bound {
        Bound::Max => "at most",
        Bound::Below => "less than",
        Bound::Min => "at least",
    };
    let profile = cx.profile();
    let name = format!("{} {}", profile.product, profile.version);
    format!("{} takes {bound} {value}", name.trim())
}

/// Whether any member of a VM stands on hosts of two sites.
fn any_split(cx: &CheckCx<'_>, vm: &Vm) -> bool {
    vm.placement.iter().any(|row| {
        row.partner
            .as_ref()
            .is_some_and(|p| cx.plan().is_split(&row.host, p))
    })
}

/// A RAID group over a ceiling.
struct Over<'a> {
    group: &'a str,
    load: f64,
    can: f64,
}

impl Over<'_> {
    fn share(&self) -> f64 {
        over(self.load, self.can)
    }
}

/// RAID groups over a ceiling, the fullest first.
fn groups_over<'a>(
    load: &'a [GroupLoad],
    capacity: &'a [GroupCapacity],
    ceiling: f64,
    of: fn(&GroupLoad, &GroupCapacity) -> (f64, f64),
) -> Vec<Over<'a>> {
    let mut all: Vec<Over<'a>> = load
        .iter()
        .zip(capacity)
        .filter_map(|(l, c)| {
            let (load, can) = of(l, c);
            exceeds(load, can * ceiling).then_some(Over {
                group: c.name.as_str(),
                load,
                can,
            })
        })
        .collect();
    all.sort_by(|a, b| b.share().total_cmp(&a.share()));
    all
}

/// `Add 2 disks to data`: as many as bring every group that is over back to the ceiling.
fn add_disks(
    cx: &CheckCx<'_>,
    owner: &EntityId,
    groups: &[Over<'_>],
    ceiling: f64,
    data_only: bool,
) -> Option<Proposal> {
    let mut entity = cx.plan().entity(owner)?;
    let raid = match &mut entity {
        Entity::Host(h) => &mut std::sync::Arc::make_mut(h).raid,
        Entity::Array(a) => &mut std::sync::Arc::make_mut(a).raid,
        _ => return None,
    };
    let mut parts = Vec::new();
    for over_ceiling in groups {
        let row = raid.iter_mut().find(|g| g.name == over_ceiling.group)?;
        let factor = over(over_ceiling.share(), ceiling);
        let next = grown(row, factor, data_only)?;
        parts.push(if next.level == row.level {
            let more = next.disks.saturating_sub(row.disks);
            format!("add {} to {}", plural(more, "disk"), row.name)
        } else {
            format!("make {} RAID 10 of {} disks", row.name, next.disks)
        });
        *row = next;
    }
    let title = sentence(&list(&parts));
    let label = format!("{title} of {}", cx.name(owner.clone()));
    Some((
        title,
        Edit::new(label, vec![crate::edit::Op::Put(owner.clone(), entity)]),
    ))
}

/// The text with a capital first letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}

/// The group grown until data disks (or all, for operations) are `factor` times as many. A single mirror grows into
/// mirrored stripes.
fn grown(group: &RaidGroup, factor: f64, data_only: bool) -> Option<RaidGroup> {
    let count = |g: &RaidGroup| {
        if data_only {
            f64::from(g.usable_disks().max(u32::from(g.level == RaidLevel::Raid1)))
        } else {
            f64::from(g.disks)
        }
    };
    let wanted = count(group) * factor;
    let mut next = group.clone();
    if next.level == RaidLevel::Raid1 {
        next.level = RaidLevel::Raid10;
    }
    let step = if next.level == RaidLevel::Raid10 {
        2
    } else {
        1
    };
    // Beyond this another kind of disk is the answer.
    while next.disks < 64 {
        next.disks = next.disks.saturating_add(step);
        if !exceeds(wanted, count(&next)) {
            return Some(next);
        }
    }
    None
}

/// The shipped neutral platform with one limit more.
#[cfg(test)]
fn limited(quantity: LimitOf, value: f64) -> crate::catalogue::Catalogue {
    use crate::catalogue::{Catalogue, When, options};
    let mut profile = (**Catalogue::built_in().newest("neutral/neutral").unwrap()).clone();
    profile.limits.push(Limit {
        quantity,
        when: When::default(),
        bound: Bound::Max,
        value,
        unit: quantity.unit().to_owned(),
        severity: super::Severity::Error,
        source: "Maximums, Somebody".to_owned(),
        date: "2009".to_owned(),
        confirmed: false,
    });
    let mut catalogue = Catalogue::default();
    let text = options().to_string(&profile).unwrap();
    catalogue.add_profile("test", &text).unwrap();
    catalogue
}
