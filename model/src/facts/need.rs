//! The smallest availability links that carry the pairs over them.

use super::reach::given;
use super::{Cx, JointFacts, typed};
use crate::catalogue::{Limit, LimitOf, keys};
use crate::figure::{Num, Origin, Tracer, over};
use crate::formula::mirror::{self, LinkNeed};
use crate::ids::EntityId;

/// The row on the speed of each link that asks the most of these pairs.
fn speed_row<'a>(cx: &'a Cx<'_>, joint: &JointFacts) -> Option<&'a Limit> {
    joint
        .vms
        .iter()
        .filter_map(|id| {
            let vm = cx.plan.vms.get(id)?;
            cx.profile.limit_on(
                LimitOf::AvailabilityLinkSpeed,
                Some(vm.level),
                vm.vcpus,
                joint.split,
            )
        })
        .max_by(|a, b| a.value.total_cmp(&b.value))
}

/// Line rate that each of the links needs, Mbit/s, as many as there are; at least what the platform asks of each.
pub(super) fn each_mbps<T: Tracer>(t: &mut T, cx: &Cx<'_>, joint: &JointFacts) -> Option<T::N> {
    if joint.links.is_empty() {
        return None;
    }
    let at = |name: &str| format!("joint/{}+{}/{name}", joint.a, joint.b);
    let figure = |t: &mut T, symbol: &str, value: f64, name: &str| {
        t.given(symbol, value, "Mbit/s", || Origin::Figure(at(name)))
    };
    let line: f64 = joint.links.iter().map(|w| w.line_mbps).sum();
    let n = joint.links.len();
    let need = LinkNeed {
        minimum_mbps: figure(t, "minimum", joint.minimum_mbps, "minimum"),
        traffic_mbps: figure(t, "traffic", joint.traffic_mbps, "traffic"),
        mirror_mbps: figure(t, "mirror", joint.mirror_mbps, "mirror"),
        resync_factor: cx.k(t, "resync_factor", keys::RESYNC_FACTOR, ""),
        ceiling: t.given("ceiling", cx.plan.settings.link_ceiling.get(), "", || {
            typed(EntityId::Plan, "settings.link_ceiling")
        }),
        efficiency: t.given("efficiency", over(joint.usable_mbps, line), "", || {
            Origin::Counted("usable rate over line rate of the links".into())
        }),
        links: t.given("links", n as f64, "", || {
            Origin::Counted("availability links of the pairs".into())
        }),
        links_left: t.given("links_left", n.saturating_sub(1).max(1) as f64, "", || {
            Origin::Counted("links left with one lost; a single one counts as itself".into())
        }),
    };
    let each = need.each_mbps(t);
    Some(match speed_row(cx, joint) {
        Some(row) => each.max(given(t, cx, row, "asked_of_each")),
        None => each,
    })
}

/// The smallest common line rate that will do, Mbit/s; none beyond the fastest.
pub(super) fn smallest_mbps<T: Tracer>(t: &mut T, cx: &Cx<'_>, joint: &JointFacts) -> Option<T::N> {
    let each = each_mbps(t, cx, joint)?;
    let each = t.step("need", "Mbit/s", each);
    mirror::next_line_rate(t, each)
}
