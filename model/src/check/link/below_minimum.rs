//! Less bandwidth than the platform asks for.

use super::bundle::bundles;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::facts::minimum_limit;

crate::check! {
    /// ## What it finds
    /// Pairs across sites whose minimum bandwidths, as the platform states them for each protected VM, add up to more than
    /// the line rate that is left when the fastest availability link is lost.
    /// ## Why it matters
    /// Below its minimum the platform does not support the pair: protection falls behind and is dropped when it is needed.
    /// ## What to do
    /// Use faster links, protect fewer VMs across sites, or set a level with a smaller minimum.
    /// ## Limits
    /// Gains of WAN optimisers do not count: vendors do not accept them.
    /// ## References
    /// - The profile's rows on bandwidth for each protected VM, with the document they cite
    pub struct BelowMinimum = "LNK", 6, Error, "less bandwidth than the platform asks for", ["LS-BW-01"];
}

impl Check for BelowMinimum {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for bundle in bundles(cx) {
            let joint = bundle.first;
            let (need, left) = (joint.minimum_mbps, joint.line_one_lost_mbps);
            if !joint.split || need <= left {
                continue;
            }
            let finding = bundle.found(
                out,
                format!(
                    "{} ask for {} across sites by the platform's minimum; {} {}",
                    bundle.pairs(cx),
                    ask::rate(need),
                    ask::rate(left),
                    bundle.what_is_left()
                ),
            );
            finding
                .evidence(ask::joint_figure(joint, "line.one_lost"))
                .evidence(ask::joint_figure(joint, "load"));
            let row = bundle
                .vms()
                .into_iter()
                .filter_map(|id| minimum_limit(cx.cx, cx.plan().vms.get(id)?, true))
                .max_by(|a, b| a.value.total_cmp(&b.value));
            if let Some(row) = row {
                finding.limit(row);
            }
            finding.placement();
            bundle.offer_faster(cx, finding, |each| each * need / left.max(1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, mended, row, sample, split_sample};
    use crate::units::Mbps;

    fn minimum(mbps: f64) -> impl Fn(&mut Profile) {
        move |p| {
            p.limits
                .push(row(LimitOf::BandwidthPerVm, Bound::Min, mbps))
        }
    }

    #[test]
    fn the_rest_after_the_fastest_link_is_the_boundary() {
        let plan = split_sample();
        assert!(found_on(&plan, "LNK-006", minimum(1000.0)).is_empty());
        assert_eq!(found_on(&plan, "LNK-006", minimum(1001.0)).len(), 1);
        assert!(
            found_on(&sample(), "LNK-006", minimum(5000.0)).is_empty(),
            "one site"
        );
    }

    #[test]
    fn faster_links_mend_it_where_the_ports_can() {
        let mut plan = split_sample();
        for host in ["host-a", "host-b"] {
            let id = crate::ids::HostId::new(host).unwrap();
            let mut row = (**plan.hosts.get(&id).unwrap()).clone();
            for adapter in &mut row.adapters {
                adapter.speed = Mbps::new(10_000.0);
            }
            plan.hosts.put(id, row);
        }
        change!(plan, vms, "mbx-1", v => { v.count = 2; v.placement[0].count = 2 });
        let all = found_on(&plan, "LNK-006", minimum(655.0));
        assert_eq!(all.len(), 1, "1,310 of 1,000 Mbit/s");
        assert!(all[0].message.contains("1,310 Mbit/s"));
        assert!(found_on(&mended(&plan, &all, 0), "LNK-006", minimum(655.0)).is_empty());
    }
}
