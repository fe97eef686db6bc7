//! What a host or array offers.

use super::{Cx, GroupCapacity, HostCapacity, cite, typed};
use crate::catalogue::keys;
use crate::figure::{Num, Origin, Silent, Tracer, over};
use crate::formula::host::{cpu, memory};
use crate::formula::storage::raid;
use crate::ids::{EntityId, HostId};
use crate::plan::{DiskKind, Host, LinkRole, RaidGroup, RaidLevel};

/// Cores that VMs can use: the hypervisor takes its share.
pub(super) fn cpu_cores<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &HostId, host: &Host) -> T::N {
    let sockets = t.given("sockets", f64::from(host.sockets), "", || {
        typed(id, "sockets")
    });
    let cores = t.given(
        "cores_per_socket",
        f64::from(host.cores_per_socket),
        "cores",
        || typed(id, "cores_per_socket"),
    );
    let mut all = sockets * cores;
    // Threads count only where the plan or the platform says that they are worth something.
    if host.threads_per_core > 1 && cx.constant(keys::THREAD_WORTH) > 0.0 {
        let further = f64::from(host.threads_per_core - 1);
        let further = t.given("further_threads", further, "", || {
            Origin::Counted("threads of a core beside the first".into())
        });
        let worth = cx.k(t, "thread_worth", keys::THREAD_WORTH, "");
        all = cpu::with_threads(t, all, further, worth);
    }
    let hypervisor = cx.k(t, "hypervisor_share", keys::HYPERVISOR_CPU, "");
    cpu::left_by_hypervisor(t, all, hypervisor)
}

/// Megacycles a second of one core.
pub(super) fn core_mhz<T: Tracer>(t: &mut T, id: &HostId, host: &Host) -> T::N {
    let clock = t.given("clock", host.clock.get(), "GHz", || typed(id, "clock"));
    let mhz = t.number(1000.0);
    clock * mhz
}

/// Memory that VMs can use: hypervisor and control domain take theirs.
pub(super) fn ram_mib<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &HostId, host: &Host) -> T::N {
    let ram = t.given("ram", host.ram.as_f64(), "MiB", || typed(id, "ram"));
    let fixed = cx.k(t, "hypervisor_ram", keys::HYPERVISOR_RAM_MIB, "MiB");
    let share = cx.k(t, "hypervisor_ram_share", keys::HYPERVISOR_RAM_SHARE, "");
    let control = control_mib(t, cx, id, host);
    memory::left_for_vms(t, ram, fixed, control, share)
}

/// Memory of the control domain: as the host has it, else by the platform's table; none where neither says.
fn control_mib<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &HostId, host: &Host) -> Option<T::N> {
    if let Some(given) = host.control_ram {
        return Some(t.given("control_domain", given.as_f64(), "MiB", || {
            typed(id, "control_ram")
        }));
    }
    let curve = cx.profile.control_ram.as_ref()?;
    let mib = curve.at(host.ram.as_f64());
    Some(t.given("control_domain", mib, "MiB", || Origin::Constant {
        key: "control_ram".to_owned(),
        what: curve.what.clone(),
        source: cite(&curve.source, &curve.date),
        confirmed: curve.confirmed,
        overridden: false,
    }))
}

/// Line rate of the host's ports on business links; of all its ports where no link says which.
pub(super) fn net_mbps<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &HostId, host: &Host) -> T::N {
    let mut ports: Vec<(&str, u32, f64)> = Vec::new();
    for link in cx
        .plan
        .links
        .values()
        .filter(|l| l.role == LinkRole::Business)
    {
        for end in link.segments.iter().flat_map(|s| [&s.a, &s.b]) {
            if let crate::plan::End::Port {
                host: h,
                adapter,
                port,
            } = end
                && h == id
                && let Some(found) = host.adapters.iter().find(|a| a.name == *adapter)
                && !ports.iter().any(|(n, p, _)| *n == adapter && p == port)
            {
                ports.push((adapter, *port, found.speed.get().min(link.speed.get())));
            }
        }
    }
    if ports.is_empty() {
        let terms = host
            .adapters
            .iter()
            .map(|a| {
                let ports = t.given("ports", f64::from(a.ports), "", || typed(id, "adapters"));
                let speed = t.given(&a.name, a.speed.get(), "Mbit/s", || typed(id, "adapters"));
                ports * speed
            })
            .collect();
        return t.sum(terms);
    }
    let terms = ports
        .iter()
        .map(|(name, port, mbps)| {
            let symbol = format!("{name}.{port}");
            t.given(&symbol, *mbps, "Mbit/s", || typed(id, "adapters"))
        })
        .collect();
    t.sum(terms)
}

/// The key of a disk kind's planning IOPS.
pub fn disk_key(kind: DiskKind) -> &'static str {
    match kind {
        DiskKind::Sata7k => "disk_iops.Sata7k",
        DiskKind::Sas10k => "disk_iops.Sas10k",
        DiskKind::Sas15k => "disk_iops.Sas15k",
        DiskKind::Ssd => "disk_iops.Ssd",
        DiskKind::Nvme => "disk_iops.Nvme",
    }
}

/// The key of a RAID level's write penalty.
pub fn penalty_key(level: RaidLevel) -> &'static str {
    match level {
        RaidLevel::Jbod => "raid_penalty.Jbod",
        RaidLevel::Raid0 => "raid_penalty.Raid0",
        RaidLevel::Raid1 => "raid_penalty.Raid1",
        RaidLevel::Raid10 => "raid_penalty.Raid10",
        RaidLevel::Raid5 => "raid_penalty.Raid5",
        RaidLevel::Raid6 => "raid_penalty.Raid6",
        RaidLevel::Raid50 => "raid_penalty.Raid50",
        RaidLevel::Raid60 => "raid_penalty.Raid60",
        RaidLevel::RaidDp => "raid_penalty.RaidDp",
    }
}

/// Usable space of a RAID group in MiB.
pub(super) fn group_space<T: Tracer>(t: &mut T, owner: &EntityId, group: &RaidGroup) -> T::N {
    let disks = t.given("usable_disks", f64::from(group.usable_disks()), "", || {
        Origin::Counted(format!("{} disks as {}", group.disks, group.level.word()))
    });
    let size = t.given("disk_size", group.disk_size.as_f64(), "MB", || {
        typed(owner.clone(), &format!("raid.{}", group.name))
    });
    raid::space_mib(t, disks, size)
}

/// Back-end IOPS of a RAID group.
pub(super) fn group_iops<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    owner: &EntityId,
    group: &RaidGroup,
) -> T::N {
    let disks = t.given("disks", f64::from(group.disks), "", || {
        typed(owner.clone(), &format!("raid.{}", group.name))
    });
    let each = match group.disk_iops {
        Some(iops) => t.given("disk_iops", iops.get(), "IOPS", || {
            typed(owner.clone(), &format!("raid.{}", group.name))
        }),
        None => cx.k(t, "disk_iops", disk_key(group.kind), "IOPS"),
    };
    disks * each
}

pub(super) fn group(cx: &Cx<'_>, owner: &EntityId, group: &RaidGroup) -> GroupCapacity {
    GroupCapacity {
        name: group.name.clone(),
        space_mib: group_space(&mut Silent, owner, group).value(),
        back_end_iops: group_iops(&mut Silent, cx, owner, group).value(),
    }
}

pub(super) fn host(cx: &Cx<'_>, id: &HostId, host: &Host) -> HostCapacity {
    let owner = EntityId::from(id);
    let t = &mut Silent;
    HostCapacity {
        cores: f64::from(host.cores()),
        cpu_cores: cpu_cores(t, cx, id, host).value(),
        core_mhz: core_mhz(t, id, host).value(),
        core_rating: host
            .rating
            .filter(|r| r.is_finite() && *r > 0.0)
            .map(|r| over(r, f64::from(host.cores()))),
        threads: f64::from(host.threads()),
        ram_mib: ram_mib(t, cx, id, host).value(),
        net_mbps: net_mbps(t, cx, id, host).value(),
        groups: host.raid.iter().map(|g| group(cx, &owner, g)).collect(),
    }
}
