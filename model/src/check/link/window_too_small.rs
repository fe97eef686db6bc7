//! A window that cannot fill the link.

use std::collections::BTreeMap;

use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::ids::LinkId;
use crate::units::{Bytes, pretty};

crate::check! {
    /// ## What it finds
    /// An availability link whose TCP window, over all its streams, is smaller than its bandwidth-delay product: line rate ×
    /// round trip.
    /// ## Why it matters
    /// A stream sends one window each round trip and then waits: the link stays partly empty however fast it is.
    /// ## What to do
    /// Raise the window to the product or more, or use more streams.
    /// ## Limits
    /// Between sites a link without a stated window is reported as not assessed.
    /// ## References
    /// - Yellow-Bricks, "vSphere 5 Metro vMotion", 2011: a window of 0.5 MB at 10 ms carries 50 MB/s
    pub struct WindowTooSmall = "LNK", 20, Warning, "a window that cannot fill the link", ["LS-BW-08"];
}

impl Check for WindowTooSmall {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let mut used: BTreeMap<&LinkId, bool> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for path in &joint.links {
                *used.entry(&path.link).or_default() |= joint.split;
            }
        }
        for (id, split) in used {
            let (Some(link), Some(facts)) = (cx.plan().links.get(id), cx.facts.links.get(id))
            else {
                continue;
            };
            let Some(product) = facts.bdp_bytes else {
                continue;
            };
            let Some(window) = link.window else {
                if split {
                    out.not_assessed(
                        id,
                        format!("the TCP window of {}", cx.name(id)),
                        format!(
                            "Whether a window fills {} cannot be told: it takes {} bytes under way",
                            cx.name(id),
                            pretty(product)
                        ),
                    );
                }
                continue;
            };
            let streams = f64::from(link.streams.unwrap_or(1).max(1));
            if window.as_f64() * streams >= product {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} has {} bytes under way at most; {} fill it",
                    cx.name(id),
                    pretty(window.as_f64() * streams),
                    pretty(product)
                ),
            );
            finding.evidence(format!("link/{id}/bdp"));
            let mut wider = (**link).clone();
            wider.window = Some(Bytes::new((product / streams).ceil() as u64));
            finding.fix(
                "Raise the window to what fills the link",
                Edit::put(format!("Raise the window of {}", cx.name(id)), id, wider),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, split_sample};
    use crate::plan::Plan;
    use crate::units::{Bytes, Ms};

    /// 1 Gbit/s × 80 ms ÷ 8 = 10 MB.
    fn window(bytes: Option<u64>, streams: Option<u32>) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "a-link-1", l => {
            l.measured_rtt = Some(Ms::new(80.0));
            l.window = bytes.map(Bytes::new);
            l.streams = streams;
        });
        plan
    }

    #[test]
    fn the_product_is_the_boundary() {
        let n = |bytes, streams| found(&window(Some(bytes), streams), "LNK-020").len();
        assert_eq!(n(10_000_000, None), 0);
        assert_eq!(n(9_999_999, None), 1);
        assert_eq!(n(5_000_000, Some(2)), 0);
        let plan = window(Some(65_535), None);
        assert!(found(&mended(&plan, &found(&plan, "LNK-020"), 0), "LNK-020").is_empty());
        assert_eq!(missing(&window(None, None), "LNK-020").len(), 2);
        assert!(
            missing(&sample(), "LNK-020").is_empty(),
            "within a site nothing is far"
        );
    }
}
