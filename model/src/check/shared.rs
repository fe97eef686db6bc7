//! Words, addresses and edits that checks of several families share.

use std::collections::BTreeSet;

use super::{CheckCx, Finding};
use crate::catalogue::{Constant, keys};
use crate::edit::Edit;
use crate::facts::VmFacts;
use crate::ids::{EntityId, HostId, VmId, WorkloadId};
use crate::plan::{DiskUse, Sql, Storage, Vm, VmDisk, WorkloadKind};
use crate::units::{Mib, Quantity, pretty};

/// A title and the edit behind it.
pub(super) type Proposal = (String, Edit);

/// `83 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", pretty(share * 100.0))
}

/// `25.1 GiB`, or MiB below one GiB.
pub(super) fn gib(mib: f64) -> String {
    if mib.abs() < 1024.0 {
        format!("{} MiB", pretty(mib))
    } else {
        format!("{} GiB", pretty(mib / 1024.0))
    }
}

/// `1 vCPU`, `2 vCPUs`.
pub(super) fn plural(n: impl Into<f64>, noun: &str) -> String {
    let n = n.into();
    let s = if n == 1.0 { "" } else { "s" };
    format!("{} {noun}{s}", pretty(n))
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

/// The address of a figure of a thing.
pub(super) fn address(id: impl Into<EntityId>, figure: &str) -> String {
    format!("{}/{figure}", id.into())
}

/// Hosts and partners of a VM, each once.
pub(super) fn hosts_of(vm: &Vm) -> BTreeSet<&HostId> {
    vm.placement
        .iter()
        .flat_map(|row| std::iter::once(&row.host).chain(row.partner.as_ref()))
        .collect()
}

/// vCPUs that a VM's workloads call for: what they count in cores, and their megacycles on the slowest of its hosts.
pub(super) fn vcpus_called_for(cx: &CheckCx<'_>, id: &VmId, vm: &Vm, facts: &VmFacts) -> f64 {
    let from_mhz = hosts_of(vm)
        .into_iter()
        .filter_map(|h| cx.facts.hosts.get(h))
        .filter(|h| h.capacity.core_mhz > 0.0)
        .map(|h| crate::facts::vcpus_of_megacycles(id, &facts.demand, &h.capacity))
        .fold(0.0, f64::max);
    facts.demand.vcpus + from_mhz
}

/// Disks of a VM that hold something.
pub(super) fn disks(vm: &Vm, holds: DiskUse) -> impl Iterator<Item = &VmDisk> {
    vm.disks.iter().filter(move |d| d.holds == holds)
}

/// Space of the disks that hold something, MiB.
pub(super) fn space_mib(vm: &Vm, holds: DiskUse) -> f64 {
    disks(vm, holds).map(|d| d.size.as_f64()).sum()
}

/// What a disk holds, as in a sentence.
pub(super) const fn holds_word(holds: DiskUse) -> &'static str {
    match holds {
        DiskUse::System => "the system",
        DiskUse::Data => "data",
        DiskUse::Database => "databases",
        DiskUse::Log => "logs",
        DiskUse::TempDb => "tempdb",
        DiskUse::Backup => "backups",
    }
}

/// The RAID group on which disks of both uses of a VM lie, if there is one.
pub(super) fn same_group(vm: &Vm, one: DiskUse, other: DiskUse) -> Option<&Storage> {
    disks(vm, one)
        .map(|d| &d.on)
        .find(|on| disks(vm, other).any(|d| d.on == **on))
}

/// The name of the RAID group of a storage place.
pub(super) fn group_name(cx: &CheckCx<'_>, on: &Storage) -> String {
    match on {
        Storage::Local(group) => group.clone(),
        Storage::Shared { array, group } => format!("{group} of {}", cx.name(array)),
    }
}

/// A VM with something changed, as an edit.
pub(super) fn change_vm(id: &VmId, vm: &Vm, label: String, change: impl FnOnce(&mut Vm)) -> Edit {
    let mut vm = vm.clone();
    change(&mut vm);
    Edit::put(label, id, vm)
}

/// `Use 3 vCPUs`.
pub(super) fn use_vcpus(cx: &CheckCx<'_>, id: &VmId, vm: &Vm, vcpus: u32) -> Proposal {
    let title = format!("Use {}", plural(vcpus, "vCPU"));
    let label = format!("Give {} {}", cx.name(id), plural(vcpus, "vCPU"));
    (title, change_vm(id, vm, label, |v| v.vcpus = vcpus))
}

/// `Use 12 GiB`, whole GiB.
pub(super) fn use_ram(cx: &CheckCx<'_>, id: &VmId, vm: &Vm, needed_mib: f64) -> Proposal {
    let ram = whole_gib(needed_mib, 1.0);
    let title = format!("Use {}", gib(ram.as_f64()));
    let label = format!("Give {} {}", cx.name(id), gib(ram.as_f64()));
    (title, change_vm(id, vm, label, |v| v.ram = ram))
}

/// `Reserve all memory`.
pub(super) fn reserve_memory(cx: &CheckCx<'_>, id: &VmId, vm: &Vm) -> Proposal {
    let label = format!("Reserve all memory of {}", cx.name(id));
    let edit = change_vm(id, vm, label, |v| v.memory_reserved = Some(true));
    ("Reserve all memory".to_owned(), edit)
}

/// Makes the first disk of a use large enough that all of that use hold `needed_mib`.
pub(super) fn enlarge_disk(
    cx: &CheckCx<'_>,
    id: &VmId,
    vm: &Vm,
    holds: DiskUse,
    needed_mib: f64,
) -> Option<Proposal> {
    let at = vm.disks.iter().position(|d| d.holds == holds)?;
    let disk = vm.disks.get(at)?;
    let size = whole_gib(disk.size.as_f64() + needed_mib - space_mib(vm, holds), 1.0);
    let title = format!("Make disk {} {}", disk.name, gib(size.as_f64()));
    let label = format!(
        "Make disk {} of {} {}",
        disk.name,
        cx.name(id),
        gib(size.as_f64())
    );
    let edit = change_vm(id, vm, label, |v| {
        if let Some(d) = v.disks.get_mut(at) {
            d.size = size;
        }
    });
    Some((title, edit))
}

/// Adds memory to a host until `usable_mib` is usable, in steps of 8 GiB.
pub(super) fn add_host_ram(cx: &CheckCx<'_>, id: &HostId, usable_mib: f64) -> Option<Proposal> {
    let host = cx.plan().hosts.get(id)?;
    let now = cx.facts.hosts.get(id)?.capacity.ram_mib;
    let taken = cx.cx.constant(keys::HYPERVISOR_RAM_SHARE).clamp(0.0, 0.9);
    let more = whole_gib((usable_mib - now) / (1.0 - taken), 8.0);
    let title = format!("Add {}", gib(more.as_f64()));
    let label = format!("Add {} to {}", gib(more.as_f64()), cx.name(id));
    let mut host = (**host).clone();
    host.ram = Mib::new(host.ram.get().saturating_add(more.get()));
    Some((title, Edit::put(label, id, host)))
}

/// Whole multiples of `step` GiB, rounded up, at least one.
fn whole_gib(mib: f64, step: f64) -> Mib {
    let steps = (mib / 1024.0 / step - 1e-9).ceil().max(1.0);
    Mib::from_canonical(steps * step * 1024.0)
}

/// A SQL Server workload with something changed, as an edit.
pub(super) fn change_sql(
    cx: &CheckCx<'_>,
    id: &WorkloadId,
    label: String,
    change: impl FnOnce(&mut Sql),
) -> Option<Edit> {
    let mut workload = (**cx.plan().workloads.get(id)?).clone();
    let WorkloadKind::Sql(sql) = &mut workload.kind else {
        return None;
    };
    change(sql);
    Some(Edit::put(label, id, workload))
}

/// Cites the row of a table that sets the limit.
pub(super) fn cite<'f>(finding: &'f mut Finding, row: &Constant) -> &'f mut Finding {
    finding.unconfirmed |= !row.confirmed;
    finding.source = crate::facts::cite(&row.source, &row.date);
    finding
}

/// Whether a value is above its limit; what only rounding of sums adds does not count.
pub(super) fn exceeds(value: f64, limit: f64) -> bool {
    value > limit + limit.abs() * 1e-9
}

/// Offers a fix that changes only what it says.
pub(super) fn offer(finding: &mut Finding, proposal: Option<Proposal>) -> &mut Finding {
    match proposal {
        Some((title, edit)) => finding.fix(title, edit),
        None => finding,
    }
}

/// Offers a fix that buys, or that changes more than meets the eye.
pub(super) fn offer_bold(finding: &mut Finding, proposal: Option<Proposal>) -> &mut Finding {
    match proposal {
        Some((title, edit)) => finding.bold_fix(title, edit),
        None => finding,
    }
}

/// Sets the protection level of a VM, where the platform offers it.
pub(super) fn use_level(
    cx: &CheckCx<'_>,
    id: &VmId,
    level: crate::plan::Level,
) -> Option<Proposal> {
    cx.profile().mechanism(level)?;
    let edit = crate::edit::placement::set_level(cx.plan(), id, level).ok()?;
    Some((format!("Set level {}", level.number()), edit))
}
