//! A link whose round trip varies too much.

use std::collections::BTreeMap;

use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::ids::LinkId;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// An availability link whose jitter is more than 3 ms there and back.
    /// ## Why it matters
    /// Every mirrored write waits for the slowest answer; what mirrors synchronously is not supported beyond it.
    /// ## What to do
    /// Ask the carrier for a guaranteed latency, or use another line.
    /// ## Limits
    /// Between sites a link without a measurement is reported as not assessed. The limit is that of a comparable product.
    /// ## References
    /// - NetApp, MetroCluster IP requirements of links between switches, 2025: jitter at most 3 ms
    pub struct Jitters = "LNK", 21, Warning, "an availability link whose round trip varies too much", ["LS-BW-10"];
}

impl Check for Jitters {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let most = cx.cx.constant(keys::JITTER_MAX_MS);
        let mut used: BTreeMap<&LinkId, bool> = BTreeMap::new();
        for joint in cx.facts.joints.values() {
            for path in &joint.links {
                *used.entry(&path.link).or_default() |= joint.split;
            }
        }
        for (id, split) in used {
            let Some(link) = cx.plan().links.get(id) else {
                continue;
            };
            match link.jitter {
                Some(jitter) if jitter.get() > most => {
                    let finding = out.found(
                        id,
                        format!(
                            "The round trip of {} varies by {} ms; mirroring is supported up to {} ms",
                            cx.name(id),
                            pretty(jitter.get()),
                            pretty(most)
                        ),
                    );
                    if let Some(row) = cx.cx.row(keys::JITTER_MAX_MS) {
                        finding.source = crate::facts::cite(&row.source, &row.date);
                    }
                }
                None if split => {
                    out.not_assessed(
                        id,
                        format!("the jitter of {}", cx.name(id)),
                        format!(
                            "Whether the round trip of {} is steady cannot be told: nobody measured it",
                            cx.name(id)
                        ),
                    );
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, split_sample};
    use crate::plan::Plan;
    use crate::units::Ms;

    fn jitter(ms: Option<f64>) -> Plan {
        let mut plan = split_sample();
        change!(plan, links, "a-link-1", l => l.jitter = ms.map(Ms::new));
        change!(plan, links, "a-link-2", l => l.jitter = Some(Ms::new(0.1)));
        plan
    }

    #[test]
    fn three_milliseconds_are_the_boundary() {
        assert!(found(&jitter(Some(3.0)), "LNK-021").is_empty());
        assert_eq!(found(&jitter(Some(3.01)), "LNK-021").len(), 1);
        assert_eq!(missing(&jitter(None), "LNK-021").len(), 1);
        assert!(missing(&sample(), "LNK-021").is_empty());
    }
}
