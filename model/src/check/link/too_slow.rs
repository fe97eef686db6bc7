//! An availability link slower than the platform asks for.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::BTreeMap;

use crate::catalogue::{Limit, LimitOf};
use crate::check::ask;
use crate::ids::{LinkId, VmId};

crate::check! {
    /// ## What it finds
    /// An availability link between the hosts of a pair whose line rate is below what the platform asks of each link.
    /// ## Why it matters
    /// Below it the platform refuses the link, or packets wait for milliseconds and the VM with them.
    /// ## What to do
    /// Use a faster link.
    /// ## References
    /// - The profile's rows on the speed of availability links, with the documents they cite
    pub struct TooSlow = "LNK", 10, Warning, "an availability link slower than the platform asks for", ["LS-BW-05", "LS-BW-06"];
}

impl Check for TooSlow {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let mut slow: BTreeMap<&LinkId, (f64, &Limit, Vec<&VmId>)> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for id in &joint.vms {
                let Some(vm) = cx.plan().vms.get(id) else {
                    continue;
                };
                let Some(row) = cx.profile().limit_on(
                    LimitOf::AvailabilityLinkSpeed,
                    Some(vm.level),
                    vm.vcpus,
                    joint.split,
                ) else {
                    continue;
                };
                for path in joint.links.iter().filter(|p| row.broken_by(p.line_mbps)) {
                    let entry = slow
                        .entry(&path.link)
                        .or_insert((path.line_mbps, row, Vec::new()));
                    if row.value > entry.1.value {
                        entry.1 = row;
                    }
                    entry.2.push(id);
                }
            }
        }
        for (link, (speed, row, vms)) in slow {
            let level = match row.when.level {
                Some(level) => format!(" at level {}", level.number()),
                None => String::new(),
            };
            let finding = out.found(
                link,
                format!(
                    "{} runs at {}; the platform asks for {}{level}",
                    cx.name(link),
                    ask::rate(speed),
                    ask::bound(row)
                ),
            );
            finding.limit(row);
            for vm in vms {
                finding.also(vm);
            }
            if let Some((title, edit)) = ask::faster(cx, &[link], row.value) {
                finding.bold_fix(title, edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, mended, row, sample, with};
    use crate::plan::Level;
    use crate::units::Mbps;

    fn asks(mbps: f64, level: Option<Level>) -> impl Fn(&mut Profile) {
        move |p| {
            let mut limit = row(LimitOf::AvailabilityLinkSpeed, Bound::Min, mbps);
            limit.when.level = level;
            p.limits.push(limit);
        }
    }

    #[test]
    fn the_row_is_the_boundary() {
        assert!(found_on(&sample(), "LNK-010", asks(1000.0, None)).is_empty());
        assert_eq!(
            found_on(&sample(), "LNK-010", asks(10_000.0, None)).len(),
            2
        );
        assert!(found_on(&sample(), "LNK-010", asks(10_000.0, Some(Level::L3))).is_empty());
    }

    #[test]
    fn a_faster_link_is_offered_where_the_port_can() {
        let slow = with(|p| change!(p, links, "a-link-1", l => l.speed = Mbps::new(100.0)));
        let all = found_on(&slow, "LNK-010", asks(1000.0, None));
        assert_eq!(all.len(), 1);
        assert!(found_on(&mended(&slow, &all, 0), "LNK-010", asks(1000.0, None)).is_empty());
        let all = found_on(&sample(), "LNK-010", asks(10_000.0, None));
        assert!(all[0].fixes.is_empty(), "the ports run at 1 Gbit/s");
    }
}
