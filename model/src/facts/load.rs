//! What lies on hosts: sums over their residents, as formulas.

use super::capacity::penalty_key;
use super::seats::{Resident, Seat, VmStatic};
use super::{Cx, Demand, GroupCapacity, GroupLoad, HostCapacity, HostLoad, Shares};
use crate::catalogue::{Mechanism, keys};
use crate::figure::{Num, Origin, Silent, Tracer, over};
use crate::formula::storage::raid;
use crate::ids::{HostId, VmId};
use crate::plan::{DiskUse, Host, Level, RaidGroup, Storage, Vm, Workload};

/// What a host is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Cpu,
    Vcpus,
    Ram,
    Net,
}

/// Σ over residents of one quantity.
pub(super) fn total<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    residents: &[Resident],
    capacity: &HostCapacity,
    what: What,
    lost: &[&HostId],
) -> T::N {
    let mut terms = Vec::with_capacity(residents.len());
    for r in residents {
        if let Some(one) = member(t, cx, r, capacity, what, lost) {
            let n = if r.count == 1 {
                one
            } else {
                let count = t.given("members", f64::from(r.count), "", || {
                    Origin::Counted(format!("members of {} here", r.vm))
                });
                count * one
            };
            terms.push(n);
        }
    }
    t.sum(terms)
}

/// One member's part; none where its seat takes nothing of it.
fn member<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    r: &Resident,
    capacity: &HostCapacity,
    what: What,
    lost: &[&HostId],
) -> Option<T::N> {
    let figure = |name: &'static str| move || Origin::Figure(format!("vm/{}/{name}", r.vm));
    let id = r.vm.as_str();
    Some(match what {
        What::Cpu => {
            if r.seat == Seat::Standby {
                return None;
            }
            used_cores(
                t,
                cx,
                (&r.vm, &r.stat.demand),
                capacity,
                takes_over(cx, r, lost),
                r.seat == Seat::Twin,
            )
        }
        What::Vcpus => t.given(
            id,
            r.stat.protection.scheduled_vcpus,
            "vCPU",
            figure("vcpus.scheduled"),
        ),
        What::Ram => t.given(
            id,
            r.stat.protection.host_ram_mib,
            "MiB",
            figure("ram.on_host"),
        ),
        What::Net => {
            if r.seat == Seat::Standby {
                return None;
            }
            let d = &r.stat.demand;
            let received = t.given(id, d.net_in_mbps, "Mbit/s", figure("demand.net_in"));
            let sent = t.given(id, d.net_out_mbps, "Mbit/s", figure("demand.net_out"));
            received + sent
        }
    })
}

/// Cores of a host that a member uses, with what lockstep takes on top.
pub(super) fn used_cores<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    (vm, demand): (&VmId, &Demand),
    capacity: &HostCapacity,
    takes_over: bool,
    lockstep: bool,
) -> T::N {
    let used = cores(t, vm, demand, capacity, takes_over);
    if lockstep {
        let one = t.number(1.0);
        let overhead = cx.k(t, "lockstep_overhead", keys::LOCKSTEP_OVERHEAD, "");
        used * (one + overhead)
    } else {
        used
    }
}

/// Cores of a host that the demand of a VM uses: cores as they are, megacycles by the clock, and those of a rated baseline
/// by the host's rating where it is known.
pub(super) fn cores<T: Tracer>(
    t: &mut T,
    vm: &VmId,
    d: &Demand,
    capacity: &HostCapacity,
    takes_over: bool,
) -> T::N {
    let figure = |name: &'static str| move || Origin::Figure(format!("vm/{vm}/{name}"));
    let id = vm.as_str();
    let mut used = t.given(id, d.cpu_cores, "cores", figure("demand.cpu_cores"));
    if takes_over && d.takeover_cores > 0.0 {
        let more = figure("demand.takeover_cores");
        used = used + t.given("takeover", d.takeover_cores, "cores", more);
    }
    let rating = capacity.core_rating.filter(|r| *r > 0.0);
    let rated = if rating.is_some() { d.rated_mhz } else { 0.0 };
    let core_mhz = |t: &mut T| {
        t.given("core_mhz", capacity.core_mhz, "MHz", || {
            Origin::Counted("megacycles of one core of this host".into())
        })
    };
    if d.cpu_mhz > rated {
        let mut mhz = t.given(id, d.cpu_mhz, "MHz", figure("demand.cpu_mhz"));
        if rated > 0.0 {
            mhz = mhz - t.given("rated", rated, "MHz", figure("demand.rated_mhz"));
        }
        used = used + mhz / core_mhz(t);
    }
    if takes_over && d.takeover_mhz > 0.0 && (rating.is_none() || d.takeover_points <= 0.0) {
        let more = figure("demand.takeover_mhz");
        let mhz = t.given("takeover", d.takeover_mhz, "MHz", more);
        used = used + mhz / core_mhz(t);
    }
    let Some(rating) = rating.filter(|_| d.rated_points > 0.0 || d.takeover_points > 0.0) else {
        return used;
    };
    let mut points = t.given(id, d.rated_points, "rating", figure("demand.rated"));
    if takes_over && d.takeover_points > 0.0 {
        let more = figure("demand.takeover_rated");
        points = points + t.given("takeover", d.takeover_points, "rating", more);
    }
    let each = t.given("core_rating", rating, "rating", || {
        Origin::Counted("rating of the host over its cores".into())
    });
    used + points / each
}

/// vCPUs that the megacycles of a demand call for on a host, those it takes over from others included.
pub fn vcpus_of_megacycles(vm: &VmId, demand: &Demand, capacity: &HostCapacity) -> f64 {
    let megacycles = Demand {
        cpu_cores: 0.0,
        takeover_cores: 0.0,
        ..demand.clone()
    };
    cores(&mut Silent, vm, &megacycles, capacity, true).value()
}

/// Whether the loss of these hosts makes a resident take over databases from another server.
pub(super) fn takes_over(cx: &Cx<'_>, r: &Resident, lost: &[&HostId]) -> bool {
    let d = &r.stat.demand;
    if lost.is_empty() || (d.takeover_cores <= 0.0 && d.takeover_mhz <= 0.0) {
        return false;
    }
    r.stat.on.iter().any(|share| {
        sharers(&share.workload)
            .filter(|vm| **vm != r.vm)
            .filter_map(|vm| cx.plan.vms.get(vm))
            .any(|vm| vm.placement.iter().any(|row| lost.contains(&&row.host)))
    })
}

/// Hosts of other servers whose databases a resident would take over.
pub(super) fn other_hosts<'a>(cx: &Cx<'a>, r: &Resident) -> Vec<&'a HostId> {
    let d = &r.stat.demand;
    if d.takeover_cores <= 0.0 && d.takeover_mhz <= 0.0 {
        return Vec::new();
    }
    let vms = r.stat.on.iter().flat_map(|s| sharers(&s.workload));
    vms.filter(|vm| **vm != r.vm)
        .filter_map(|vm| cx.plan.vms.get(vm))
        .flat_map(|vm| vm.placement.iter().map(|row| &row.host))
        .collect()
}

/// VMs that hold copies of each other's databases, of a workload that has such.
pub(super) fn sharers(workload: &Workload) -> impl Iterator<Item = &VmId> {
    let copied = super::demand::copied(workload);
    workload
        .runs_on
        .iter()
        .map(|row| &row.vm)
        .chain(&workload.copies_on)
        .filter(move |_| copied)
}

/// Part of a VM's front-end I/O that falls on a disk: logs on log disks, the rest on data disks (else on any).
fn disk_part(vm: &Vm, demand: &Demand, disk: usize) -> (f64, f64) {
    let is_data = |u: DiskUse| matches!(u, DiskUse::Database | DiskUse::Data);
    let holds = |i: usize| vm.disks.get(i).map(|d| d.holds);
    let logs = vm.disks.iter().filter(|d| d.holds == DiskUse::Log).count();
    let data = vm.disks.iter().filter(|d| is_data(d.holds)).count();
    let rest = vm.disks.len().saturating_sub(logs);
    let share = |n: usize| if n == 0 { 0.0 } else { 1.0 / n as f64 };
    let data_writes = (demand.writes - demand.log_writes).max(0.0);
    let Some(use_) = holds(disk) else {
        return (0.0, 0.0);
    };
    let carries_data = if data > 0 {
        is_data(use_)
    } else if rest > 0 {
        use_ != DiskUse::Log
    } else {
        true
    };
    let of_data = if data > 0 {
        share(data)
    } else if rest > 0 {
        share(rest)
    } else {
        share(vm.disks.len())
    };
    let mut reads = 0.0;
    let mut writes = 0.0;
    if carries_data {
        reads += demand.reads * of_data;
        writes += data_writes * of_data;
    }
    if logs > 0 {
        if use_ == DiskUse::Log {
            writes += demand.log_writes * share(logs);
        }
    } else if carries_data {
        writes += demand.log_writes * of_data;
    }
    (reads, writes)
}

/// Space and I/O that one member puts on a local RAID group.
fn on_group(stat: &VmStatic, group: &str) -> (f64, f64, f64) {
    let mut sum = (0.0, 0.0, 0.0);
    for (i, disk) in stat.vm.disks.iter().enumerate() {
        if matches!(&disk.on, Storage::Local(name) if name == group) {
            let (reads, writes) = disk_part(&stat.vm, &stat.demand, i);
            sum.0 += disk.size.as_f64();
            sum.1 += reads;
            sum.2 += writes;
        }
    }
    sum
}

/// The same for a group of a shared array.
fn on_array(stat: &VmStatic, array: &str, group: &str) -> (f64, f64, f64) {
    let mut sum = (0.0, 0.0, 0.0);
    for (i, disk) in stat.vm.disks.iter().enumerate() {
        if matches!(&disk.on, Storage::Shared { array: a, group: g } if a.as_str() == array && g == group)
        {
            let (reads, writes) = disk_part(&stat.vm, &stat.demand, i);
            sum.0 += disk.size.as_f64();
            sum.1 += reads;
            sum.2 += writes;
        }
    }
    sum
}

/// What a figure of a RAID group sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupWhat {
    Space,
    Reads,
    Writes,
}

/// Whether a resident reads the disks of its host. A standby does not run; the second half of a lockstep pair gets what
/// the first one read over the link, unless the platform lets each half read its own disks (lockstep sheet, section 3.1).
fn reads_here(cx: &Cx<'_>, r: &Resident) -> bool {
    match r.seat {
        Seat::Active => true,
        Seat::Standby => false,
        Seat::Twin => {
            r.leads
                || !matches!(
                    cx.profile.mechanism(Level::L3),
                    Some(Mechanism::Lockstep {
                        own_reads: false,
                        ..
                    })
                )
        }
    }
}

/// Parts of residents on a group: count × amount, by VM.
pub(super) fn group_parts(
    cx: &Cx<'_>,
    residents: &[Resident],
    group: &str,
    what: GroupWhat,
) -> Vec<(Resident, f64)> {
    residents
        .iter()
        .filter_map(|r| {
            let (space, reads, writes) = on_group(&r.stat, group);
            let amount = match what {
                GroupWhat::Space => space,
                GroupWhat::Reads if !reads_here(cx, r) => 0.0,
                GroupWhat::Reads => reads,
                GroupWhat::Writes => writes,
            };
            (amount > 0.0).then(|| (r.clone(), amount))
        })
        .collect()
}

/// Σ of parts.
pub(super) fn group_total<T: Tracer>(
    t: &mut T,
    parts: &[(Resident, f64)],
    unit: &'static str,
) -> T::N {
    let terms = parts
        .iter()
        .map(|(r, amount)| {
            let one = t.given(r.vm.as_str(), *amount, unit, || {
                Origin::Counted(format!("what {} puts on this group", r.vm))
            });
            if r.count == 1 {
                one
            } else {
                let count = t.given("members", f64::from(r.count), "", || {
                    Origin::Counted(format!("members of {} here", r.vm))
                });
                count * one
            }
        })
        .collect();
    t.sum(terms)
}

/// Back-end operations: reads + penalty × writes.
pub(super) fn back_end<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    group: &RaidGroup,
    reads: T::N,
    writes: T::N,
) -> T::N {
    let penalty = cx.k(t, "write_penalty", penalty_key(group.level), "");
    raid::back_end::<T>(reads, writes, penalty)
}

fn group_load(cx: &Cx<'_>, group: &RaidGroup, residents: &[Resident]) -> GroupLoad {
    let mut load = GroupLoad::default();
    for r in residents {
        let (space, reads, writes) = on_group(&r.stat, &group.name);
        let n = f64::from(r.count);
        load.space_mib += n * space;
        if reads_here(cx, r) {
            load.reads += n * reads;
        }
        load.writes += n * writes;
    }
    let t = &mut Silent;
    let (reads, writes) = (t.number(load.reads), t.number(load.writes));
    load.back_end_iops = back_end(t, cx, group, reads, writes).value();
    load
}

/// Everything that lies on a host.
pub(super) fn host(
    cx: &Cx<'_>,
    host: &Host,
    capacity: &HostCapacity,
    residents: &[Resident],
    lost: &[&HostId],
) -> HostLoad {
    let t = &mut Silent;
    HostLoad {
        cpu_cores: total(t, cx, residents, capacity, What::Cpu, lost).value(),
        vcpus: total(t, cx, residents, capacity, What::Vcpus, lost).value(),
        ram_mib: total(t, cx, residents, capacity, What::Ram, lost).value(),
        net_mbps: total(t, cx, residents, capacity, What::Net, lost).value(),
        groups: host
            .raid
            .iter()
            .map(|g| group_load(cx, g, residents))
            .collect(),
        vms: residents
            .iter()
            .fold(0u32, |n, r| n.saturating_add(r.count)),
    }
}

/// What running members put on an array's group.
pub(super) fn array_group(
    cx: &Cx<'_>,
    array: &str,
    group: &RaidGroup,
    running: &[Resident],
) -> GroupLoad {
    let mut load = GroupLoad::default();
    for r in running {
        let (space, reads, writes) = on_array(&r.stat, array, &group.name);
        let n = f64::from(r.count);
        load.space_mib += n * space;
        load.reads += n * reads;
        load.writes += n * writes;
    }
    let t = &mut Silent;
    let (reads, writes) = (t.number(load.reads), t.number(load.writes));
    load.back_end_iops = back_end(t, cx, group, reads, writes).value();
    load
}

/// Parts of running members on an array's group: count × amount, by VM.
pub(super) fn array_parts(
    running: &[Resident],
    array: &str,
    group: &str,
    what: GroupWhat,
) -> Vec<(Resident, f64)> {
    running
        .iter()
        .filter_map(|r| {
            let (space, reads, writes) = on_array(&r.stat, array, group);
            let amount = match what {
                GroupWhat::Space => space,
                GroupWhat::Reads => reads,
                GroupWhat::Writes => writes,
            };
            (amount > 0.0).then(|| (r.clone(), amount))
        })
        .collect()
}

fn group_shares(capacity: &[GroupCapacity], load: &[GroupLoad]) -> (f64, f64) {
    capacity
        .iter()
        .zip(load)
        .fold((0.0, 0.0), |(space, iops), (c, l)| {
            (
                f64::max(space, over(l.space_mib, c.space_mib)),
                f64::max(iops, over(l.back_end_iops, c.back_end_iops)),
            )
        })
}

/// Load over capacity.
pub(super) fn shares(capacity: &HostCapacity, load: &HostLoad) -> Shares {
    let (space, iops) = group_shares(&capacity.groups, &load.groups);
    Shares {
        cpu: over(load.cpu_cores, capacity.cpu_cores),
        ram: over(load.ram_mib, capacity.ram_mib),
        space,
        iops,
        net: over(load.net_mbps, capacity.net_mbps),
    }
}

pub(super) fn array_shares(capacity: &[GroupCapacity], load: &[GroupLoad]) -> Shares {
    let (space, iops) = group_shares(capacity, load);
    Shares {
        space,
        iops,
        ..Shares::default()
    }
}
