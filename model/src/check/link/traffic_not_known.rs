//! Protection traffic that is not known.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A pair whose protection traffic lacks an input, such as the rate at which its memory changes. Always reported as not
    /// assessed.
    /// ## Why it matters
    /// Whether the availability links carry the pair cannot be said; a plan that passes without saying so would mislead.
    /// ## What to do
    /// Measure the input on the running system and enter it with the workload.
    /// ## References
    /// - Lockstep sheet, sections 4.1 and 4.2: what checkpoints and lockstep put on the wire
    pub struct TrafficNotKnown = "LNK", 11, Error, "protection traffic that is not known", [];
}

impl Check for TrafficNotKnown {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| vm.level.paired()) {
            let paired = vm
                .placement
                .iter()
                .any(|r| r.partner.as_ref().is_some_and(|p| *p != r.host));
            let Some(facts) = cx.facts.vms.get(id).filter(|_| paired) else {
                continue;
            };
            if facts.traffic_missing.is_empty() {
                continue;
            }
            let inputs: Vec<String> = facts
                .traffic_missing
                .iter()
                .map(|s| (*s).to_owned())
                .collect();
            let words = ask::words(&inputs);
            out.not_assessed(
                id,
                words.clone(),
                format!(
                    "Protection traffic of {} cannot be worked out: {words} {} not known",
                    cx.name(id),
                    ask::number(inputs.len(), "is", "are")
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Mechanism;
    use crate::change;
    use crate::check::testing::{missing, missing_on, sample, with};
    use crate::plan::Level;

    #[test]
    fn checkpoints_need_the_rate_of_dirty_pages() {
        assert!(missing(&sample(), "LNK-011").is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.level = Level::L3));
        assert_eq!(missing(&plan, "LNK-011").len(), 1);
        let lockstep = missing_on(&plan, "LNK-011", |p| {
            p.levels.insert(
                Level::L3,
                Mechanism::Lockstep {
                    mirrored: true,
                    own_reads: true,
                },
            );
        });
        assert!(lockstep.is_empty());
    }
}
