//! Resynchronisation of pairs after an outage of one of their hosts.

use super::{Cx, JointFacts, typed};
use crate::catalogue::keys;
use crate::figure::{Num, Origin, Silent, Tracer};
use crate::formula::resync;
use crate::ids::EntityId;
use crate::plan::{Storage, Vm};

/// MB in a MiB.
pub(super) const MB_PER_MIB: f64 = 1.048_576;

/// How long pairs over one set of links take to be in step again.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct ResyncFacts {
    /// Mirrored data of the pairs.
    pub data_mb: f64,
    /// Their writes; each is taken to go to another block, the careful side.
    pub write_mb_s: f64,
    pub rate_mb_s: f64,
    /// Changed while the partner was away.
    pub changed_mb: f64,
    /// Everything, and changed blocks only, at the rate.
    pub full_s: f64,
    pub delta_s: f64,
    /// The same where new writes use the links; none when they leave nothing.
    pub busy_full_s: Option<f64>,
    pub busy_delta_s: Option<f64>,
    /// Outage and resynchronisation of changed blocks; none when it never ends.
    pub exposed_s: Option<f64>,
}

/// Data of one member that is mirrored, MB: its local disks.
pub(super) fn mirrored_mb(cx: &Cx<'_>, vm: &Vm) -> f64 {
    if !super::protection::mirrors(cx, vm.level) {
        return 0.0;
    }
    vm.disks
        .iter()
        .filter(|d| matches!(d.on, Storage::Local(_)))
        .map(|d| d.size.as_f64() * MB_PER_MIB)
        .sum()
}

fn figure<T: Tracer>(
    t: &mut T,
    joint: &JointFacts,
    symbol: &str,
    value: f64,
    unit: &'static str,
    name: &str,
) -> T::N {
    t.given(symbol, value, unit, || {
        Origin::Figure(format!("joint/{}+{}/{name}", joint.a, joint.b))
    })
}

fn link_mb_s<T: Tracer>(t: &mut T, joint: &JointFacts) -> T::N {
    let usable = figure(t, joint, "usable", joint.usable_mbps, "Mbit/s", "usable");
    usable / t.number(8.0)
}

/// Rate, MB/s: as set, else a share of what the links carry. What the disks do is not known and does not bound it.
pub(super) fn rate<T: Tracer>(t: &mut T, cx: &Cx<'_>, joint: &JointFacts) -> T::N {
    match cx.plan.settings.resync_rate {
        Some(rate) => t.given("rate", rate.get(), "MB/s", || {
            typed(EntityId::Plan, "settings.resync_rate")
        }),
        None => {
            let share = cx.k(t, "share", keys::RESYNC_SHARE, "");
            let link = link_mb_s(t, joint);
            resync::rate_mb_s::<T>(share, None, link)
        }
    }
}

fn outage<T: Tracer>(t: &mut T, cx: &Cx<'_>) -> T::N {
    let s = cx.plan.settings.partner_outage;
    t.given("outage", s.get(), "s", || {
        typed(EntityId::Plan, "settings.partner_outage")
    })
}

/// Changed while the partner was away, MB.
pub(super) fn changed<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    joint: &JointFacts,
    data_mb: f64,
    write_mb_s: f64,
) -> T::N {
    let data = figure(t, joint, "data", data_mb, "MB", "resync.data");
    let writes = t.given("writes", write_mb_s, "MB/s", || {
        Origin::Counted("mirrored writes of the pairs, each taken to go to another block".into())
    });
    let outage = outage(t, cx);
    resync::changed_mb(t, data, writes, outage)
}

/// A figure by its name after `resync.`.
pub(super) fn of<T: Tracer>(
    t: &mut T,
    cx: &Cx<'_>,
    joint: &JointFacts,
    r: &ResyncFacts,
    name: &str,
) -> Option<T::N> {
    let data = |t: &mut T, all: bool| {
        if all {
            figure(t, joint, "data", r.data_mb, "MB", "resync.data")
        } else {
            figure(t, joint, "changed", r.changed_mb, "MB", "resync.changed")
        }
    };
    let fixed = |t: &mut T, all: bool| {
        let data = data(t, all);
        let rate = figure(t, joint, "rate", r.rate_mb_s, "MB/s", "resync.rate");
        resync::time_s::<T>(data, rate)
    };
    let busy = |t: &mut T, all: bool| {
        let data = data(t, all);
        let link = link_mb_s(t, joint);
        let traffic = figure(t, joint, "traffic", joint.traffic_mbps, "Mbit/s", "traffic");
        let writes = traffic / t.number(8.0);
        resync::busy_s::<T>(data, link, writes)
    };
    match name {
        "rate" => Some(rate(t, cx, joint)),
        "changed" => Some(changed(t, cx, joint, r.data_mb, r.write_mb_s)),
        "full" => Some(fixed(t, true)),
        "delta" => Some(fixed(t, false)),
        "busy_full" => busy(t, true),
        "busy_delta" => busy(t, false),
        "exposed" => {
            let busy = busy(t, false)?;
            let busy = t.step("with_new_writes", "s", busy);
            let fixed = fixed(t, false);
            let fixed = t.step("at_the_rate", "s", fixed);
            Some(outage(t, cx) + fixed.max(busy))
        }
        _ => None,
    }
}

/// All of it.
pub(super) fn facts(
    cx: &Cx<'_>,
    joint: &JointFacts,
    data_mb: f64,
    write_mb_s: f64,
) -> Option<ResyncFacts> {
    if data_mb <= 0.0 || joint.links.is_empty() {
        return None;
    }
    let t = &mut Silent;
    let mut r = ResyncFacts {
        data_mb,
        write_mb_s,
        rate_mb_s: rate(t, cx, joint).value(),
        changed_mb: changed(t, cx, joint, data_mb, write_mb_s).value(),
        ..ResyncFacts::default()
    };
    let mut value = |r: &ResyncFacts, name: &str| of(t, cx, joint, r, name).map(|n| n.value());
    r.full_s = value(&r, "full").unwrap_or(0.0);
    r.delta_s = value(&r, "delta").unwrap_or(0.0);
    r.busy_full_s = value(&r, "busy_full");
    r.busy_delta_s = value(&r, "busy_delta");
    r.exposed_s = value(&r, "exposed");
    Some(r)
}
