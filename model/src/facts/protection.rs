//! What protection adds to a VM: memory overhead, platform threads, mirrored writes, lockstep traffic.

use super::{Cx, Demand, typed};
use crate::catalogue::{Limit, LimitOf, Mechanism, keys};
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::formula;
use crate::formula::host::memory;
use crate::ids::VmId;
use crate::plan::{Level, Vm};

/// vCPUs that the platform schedules for a member.
pub(super) fn scheduled_vcpus<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &VmId, vm: &Vm) -> T::N {
    let vcpus = t.given("vcpus", f64::from(vm.vcpus), "vCPU", || typed(id, "vcpus"));
    match vm.level {
        Level::L2 => vcpus + cx.k(t, "extra_vcpus", keys::LEVEL2_EXTRA_VCPUS, "vCPU"),
        Level::L3 => vcpus + cx.k(t, "extra_vcpus", keys::LEVEL3_EXTRA_VCPUS, "vCPU"),
        Level::L0 | Level::L1 => vcpus,
    }
}

/// Memory that a member takes on a host.
pub(super) fn host_ram<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &VmId, vm: &Vm) -> T::N {
    let ram = t.given("ram", vm.ram.as_f64(), "MiB", || typed(id, "ram"));
    if let Some(grid) = &cx.profile.vm_overhead
        && !cx.replaces(&[keys::VM_RAM_OVERHEAD_SHARE, keys::VM_RAM_OVERHEAD_MIB])
    {
        let vcpus = t.given("vcpus", f64::from(vm.vcpus), "vCPU", || typed(id, "vcpus"));
        let overhead = memory::overhead(t, grid, ram.clone(), vcpus);
        return ram + t.step("overhead", "MiB", overhead);
    }
    let one = t.number(1.0);
    let share = cx.k(t, "overhead_share", keys::VM_RAM_OVERHEAD_SHARE, "");
    let fixed = cx.k(t, "overhead", keys::VM_RAM_OVERHEAD_MIB, "MiB");
    ram * (one + share) + fixed
}

/// Whether the level mirrors disks over the availability links.
pub(super) fn mirrors(cx: &Cx<'_>, level: Level) -> bool {
    matches!(
        cx.profile.mechanism(level),
        Some(
            Mechanism::MirrorRestart
                | Mechanism::Lockstep { mirrored: true, .. }
                | Mechanism::Checkpoint { mirrored: true }
        )
    )
}

fn demand_at<T: Tracer>(
    t: &mut T,
    id: &VmId,
    symbol: &str,
    value: f64,
    unit: &'static str,
    name: &str,
) -> T::N {
    t.given(symbol, value, unit, || {
        Origin::Figure(format!("vm/{id}/{name}"))
    })
}

/// Traffic of mirrored writes, Mbit/s (lockstep sheet, sections 4.2 and 5: write MB/s × 8 × wire factor).
pub(super) fn mirror<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
) -> T::N {
    if !vm.level.paired() || !mirrors(cx, vm.level) {
        return t.number(0.0);
    }
    let writes = demand_at(
        t,
        id,
        "disk_write",
        demand.write_mb_s,
        "MB/s",
        "demand.write_rate",
    );
    let factor = cx.k(t, "wire_factor", keys::MIRROR_FACTOR, "");
    formula::mirror::mirror_mbps(t, writes, factor)
}

/// Traffic of lockstep or checkpoints, Mbit/s; none when the dirty-page rate that checkpoints need is not known.
pub(super) fn lockstep<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
) -> Option<T::N> {
    if vm.level != Level::L3 {
        return Some(t.number(0.0));
    }
    match cx.profile.mechanism(Level::L3) {
        Some(Mechanism::Lockstep { own_reads, .. }) => {
            // (disk reads × 8 + received) × 1.2: VMware, vSphere 4 Fault Tolerance: Architecture and Performance, 2009.
            let received = demand_at(
                t,
                id,
                "received",
                demand.net_in_mbps,
                "Mbit/s",
                "demand.net_in",
            );
            let factor = cx.k(t, "log_factor", keys::LOG_FACTOR, "");
            let idle = cx.k(t, "idle", keys::LOG_IDLE_MBPS, "Mbit/s");
            let reads = (!*own_reads).then(|| {
                demand_at(
                    t,
                    id,
                    "disk_read",
                    demand.read_mb_s,
                    "MB/s",
                    "demand.read_rate",
                )
            });
            Some(formula::lockstep::log_mbps(
                t,
                reads,
                received,
                factor,
                Some(idle),
            ))
        }
        Some(Mechanism::Checkpoint { .. }) => Some(super::effects::checkpoint_mbps(
            t,
            cx,
            demand.dirty_pages_per_s?,
        )),
        _ => Some(t.number(0.0)),
    }
}

/// The platform's row on the round trip of such a pair.
pub fn round_trip_limit<'a>(cx: &'a Cx<'_>, vm: &Vm, split: bool) -> Option<&'a Limit> {
    cx.profile
        .limit_on(LimitOf::RoundTrip, Some(vm.level), vm.vcpus, split)
}

/// The platform's minimum bandwidth for such a VM; only split pairs have one.
pub fn minimum_limit<'a>(cx: &'a Cx<'_>, vm: &Vm, split: bool) -> Option<&'a Limit> {
    if !split {
        return None;
    }
    cx.profile
        .limits_on(LimitOf::BandwidthPerVm, Some(vm.level), vm.vcpus, true)
        .max_by(|a, b| a.value.total_cmp(&b.value))
}

/// Vendor's minimum, Mbit/s; zero where none is stated.
pub(super) fn minimum<T: Tracer>(t: &mut T, cx: &Cx<'_>, vm: &Vm, split: bool) -> T::N {
    match minimum_limit(cx, vm, split) {
        Some(row) => t.given("minimum", row.value, "Mbit/s", || Origin::Constant {
            key: format!("{}: {:?}", cx.profile.key, row.quantity),
            what: "minimum bandwidth for each protected VM across sites".into(),
            source: super::cite(&row.source, &row.date),
            confirmed: row.confirmed,
            overridden: false,
        }),
        None => t.number(0.0),
    }
}

/// Restart after a host failure: detection, guest start, application start, seconds.
pub(super) fn restart<T: Tracer>(t: &mut T, cx: &Cx<'_>, id: &VmId, vm: &Vm) -> T::N {
    let detection = cx.k(t, "detection", keys::DETECTION_S, "s");
    let boot = match vm.boot {
        Some(s) => t.given("boot", s.get(), "s", || typed(id, "boot")),
        None => cx.k(t, "boot", keys::BOOT_S, "s"),
    };
    let app = match vm.app_start {
        Some(s) => t.given("app_start", s.get(), "s", || typed(id, "app_start")),
        None => cx.k(t, "app_start", keys::APP_START_S, "s"),
    };
    detection + boot + app
}

/// Pause of a level-3 pair at a host failure, seconds.
pub(super) fn takeover<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> T::N {
    cx.k(t, "takeover", keys::TAKEOVER_S, "s")
}

/// What a VM needs of its platform, one member, whatever its placement.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Protection {
    pub scheduled_vcpus: f64,
    pub host_ram_mib: f64,
    pub mirror_mbps: f64,
    pub lockstep_mbps: Option<f64>,
    pub missing: Vec<&'static str>,
    pub restart_s: f64,
    pub takeover_s: f64,
}

/// `told`: some workload says what the VM writes.
pub(super) fn protection(
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
    told: bool,
) -> Protection {
    let t = &mut Silent;
    let mut missing = Vec::new();
    let lockstep = lockstep(t, cx, id, vm, demand).map(|n| n.value());
    if !told {
        missing.push("what it writes (no workload runs on it)");
    }
    if lockstep.is_none() {
        missing.push("the dirty-page rate of its workloads");
    }
    Protection {
        scheduled_vcpus: scheduled_vcpus(t, cx, id, vm).value(),
        host_ram_mib: host_ram(t, cx, id, vm).value(),
        mirror_mbps: mirror(t, cx, id, vm, demand).value(),
        missing,
        lockstep_mbps: lockstep,
        restart_s: restart(t, cx, id, vm).value(),
        takeover_s: takeover(t, cx).value(),
    }
}
