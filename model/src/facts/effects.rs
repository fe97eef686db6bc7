//! What protection does to a VM: writes that wait for the partner, output that is held, checkpoints.

use super::protection::mirrors;
use super::{Cx, Demand, typed};
use crate::catalogue::{Mechanism, keys};
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::formula::checkpoint::{self, Checkpoint, Held, PAGE_BYTES};
use crate::formula::lockstep;
use crate::ids::VmId;
use crate::plan::{Level, Mirroring, Vm};

/// Over what a pair works: the worst of a VM's placements.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Between {
    pub rtt_ms: Option<f64>,
    /// Usable rate of the availability links with the fastest lost.
    pub usable_one_lost_mbps: Option<f64>,
}

/// Effects of protection on one member, worst placement.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct EffectFacts {
    /// Added to each disk write that is mirrored or held; none when the round trip is not known.
    pub write_added_ms: Option<f64>,
    /// Outgoing packets wait, on average and at most; none where they do not or where an input is missing.
    pub hold_mean_ms: Option<f64>,
    pub hold_max_ms: Option<f64>,
    /// Share of processor time that lockstep takes.
    pub cpu_overhead: Option<f64>,
    pub checkpoint: Option<CheckpointFacts>,
}

/// Checkpoints of one member over the links with the fastest lost.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct CheckpointFacts {
    pub mb: f64,
    pub send_ms: f64,
    /// Wanted by the platform, and kept.
    pub wanted_ms: f64,
    pub epoch_ms: f64,
    pub pause_share: f64,
    pub most_pages: f64,
    /// The wanted epoch cannot be kept.
    pub saturated: bool,
}

fn rtt<T: Tracer>(t: &mut T, id: &VmId, between: &Between) -> Option<T::N> {
    between
        .rtt_ms
        .map(|ms| t.given("rtt", ms, "ms", || Origin::Figure(format!("vm/{id}/rtt"))))
}

/// Added to a disk write, ms: the round trip where the partner's answer is waited for; by the careful rule the partner's
/// own write runs beside the local one.
pub(super) fn write_added<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    between: &Between,
) -> Option<T::N> {
    if !vm.level.paired() {
        return None;
    }
    let lockstep = matches!(
        cx.profile.mechanism(vm.level),
        Some(Mechanism::Lockstep { .. })
    );
    if lockstep {
        // A write is output: it completes when the partner has the log up to it.
        return hold(t, cx, id, vm, &Demand::default(), between, false);
    }
    if !mirrors(cx, vm.level) {
        return None;
    }
    if vm.mirroring == Mirroring::Sent {
        return Some(t.given("wait", 0.0, "ms", || typed(id, "mirroring")));
    }
    rtt(t, id, between)
}

/// How long outgoing packets wait, ms.
pub(super) fn hold<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
    between: &Between,
    longest: bool,
) -> Option<T::N> {
    if vm.level != Level::L3 {
        return None;
    }
    match cx.profile.mechanism(Level::L3)? {
        Mechanism::Lockstep { .. } => {
            let rtt = rtt(t, id, between)?;
            let ack = cx.k(t, "acknowledge", keys::ACKNOWLEDGE_MS, "ms");
            Some(lockstep::output_hold_ms::<T>(
                rtt,
                (ack.value() > 0.0).then_some(ack),
            ))
        }
        Mechanism::Checkpoint { .. } => {
            let held = held(t, cx, id, vm, demand, between)?;
            Some(if longest {
                held.hold_max_ms
            } else {
                held.hold_mean_ms
            })
        }
        _ => None,
    }
}

/// Checkpoints over the links with the fastest lost.
pub(super) fn held<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
    between: &Between,
) -> Option<Held<T::N>> {
    if vm.level != Level::L3
        || !matches!(
            cx.profile.mechanism(Level::L3),
            Some(Mechanism::Checkpoint { .. })
        )
    {
        return None;
    }
    let link = between.usable_one_lost_mbps.filter(|mbps| *mbps > 0.0)?;
    let rtt_ms = rtt(t, id, between)?;
    let rate = t.given("dirty_pages", demand.dirty_pages_per_s?, "pages/s", || {
        Origin::Counted("measured dirty-page rates of the workloads; scaled to the epoch, which understates short ones".into())
    });
    let epoch_ms = cx.k(t, "epoch", keys::EPOCH_MS, "ms");
    let dirty_pages = rate * epoch_ms.clone() / t.number(1000.0);
    Some(
        Checkpoint {
            dirty_pages: t.step("pages", "", dirty_pages),
            epoch_ms,
            page_bytes: t.number(PAGE_BYTES),
            compression: cx.k(t, "compression", keys::CHECKPOINT_COMPRESSION, ""),
            link_mbps: t.given("link", link, "Mbit/s", || {
                Origin::Counted("usable rate of the availability links, fastest lost".into())
            }),
            pause_ms: cx.k(t, "pause", keys::CHECKPOINT_PAUSE_MS, "ms"),
            rtt_ms,
        }
        .held(t),
    )
}

/// Share of processor time that lockstep takes.
pub(super) fn cpu_overhead<T: Tracer>(t: &mut T, cx: &Cx<'_>, vm: &Vm) -> Option<T::N> {
    (vm.level == Level::L3).then(|| cx.k(t, "overhead", keys::LOCKSTEP_OVERHEAD, ""))
}

/// A figure of checkpoints by its name after `checkpoint.`.
pub(super) fn checkpoint_figure<T: Tracer>(held: Held<T::N>, name: &str) -> Option<T::N> {
    Some(match name {
        "size" => held.mb_per_epoch,
        "send" => held.send_ms,
        "epoch" => held.epoch_ms,
        "pause_share" => held.pause_share,
        "most_pages" => held.most_pages,
        _ => return None,
    })
}

/// All effects.
pub(super) fn facts(
    cx: &Cx<'_>,
    id: &VmId,
    vm: &Vm,
    demand: &Demand,
    between: &Between,
) -> EffectFacts {
    let t = &mut Silent;
    EffectFacts {
        write_added_ms: write_added(t, cx, id, vm, between).map(|n| n.value()),
        hold_mean_ms: hold(t, cx, id, vm, demand, between, false).map(|n| n.value()),
        hold_max_ms: hold(t, cx, id, vm, demand, between, true).map(|n| n.value()),
        cpu_overhead: cpu_overhead(t, cx, vm).map(|n| n.value()),
        checkpoint: held(t, cx, id, vm, demand, between).map(|h| CheckpointFacts {
            mb: h.mb_per_epoch.value(),
            send_ms: h.send_ms.value(),
            wanted_ms: cx.constant(keys::EPOCH_MS),
            epoch_ms: h.epoch_ms.value(),
            pause_share: h.pause_share.value(),
            most_pages: h.most_pages.value(),
            saturated: h.saturated,
        }),
    }
}

/// Traffic of checkpoints while the wanted epoch is kept, Mbit/s.
pub(super) fn checkpoint_mbps<T: Tracer>(t: &mut T, cx: &Cx<'_>, pages_per_s: f64) -> T::N {
    let pages = t.given("dirty_pages", pages_per_s, "pages/s", || {
        Origin::Counted("measured dirty-page rates of the workloads".into())
    });
    let page = t.number(PAGE_BYTES);
    let compression = cx.k(t, "compression", keys::CHECKPOINT_COMPRESSION, "");
    checkpoint::rate_mbps(t, pages, page, compression)
}
