//! Checkpoints that the link cannot keep up with.

use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A VM protected by checkpoints whose pause, sending and answer take longer than the epoch that the platform wants,
    /// over the availability links with the fastest lost.
    /// ## Why it matters
    /// The next checkpoint waits for the last: epochs grow, output is held for longer, and clients that wait for each answer
    /// slow down with it.
    /// ## What to do
    /// Use faster availability links, a shorter route, or a level that ships no memory.
    /// ## Limits
    /// Pages are scaled to the epoch from the measured rate, which understates short epochs. Other VMs on the same links are
    /// not taken off the rate here; their sum is another check.
    /// ## References
    /// - Cully and others, "Remus", NSDI 2008: run, pause, copy, resume, send, acknowledge, release output
    pub struct Saturated = "LNK", 19, Error, "checkpoints that the link cannot keep up with", ["LS-BW-07"];
}

impl Check for Saturated {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, facts) in &cx.facts.vms {
            let Some(c) = facts.effects.checkpoint.filter(|c| c.saturated) else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} wants a checkpoint every {} ms; {} MB of dirty memory each let it have one every {} ms",
                    cx.name(id),
                    pretty(c.wanted_ms),
                    pretty(c.mb),
                    pretty(c.epoch_ms)
                ),
            );
            finding
                .evidence(format!("vm/{id}/checkpoint.epoch"))
                .evidence(format!("vm/{id}/checkpoint.send"));
            let mut links = Vec::new();
            for row in &facts.placed {
                let Some(partner) = &row.partner else {
                    continue;
                };
                finding.also(&row.host).also(partner);
                for joint in cx.facts.joints.values() {
                    let here = (&joint.a, &joint.b);
                    if here == (&row.host, partner) || here == (partner, &row.host) {
                        links.extend(joint.links.iter());
                    }
                }
            }
            for key in [keys::EPOCH_MS, keys::CHECKPOINT_PAUSE_MS] {
                finding.unconfirmed |= cx.cx.row(key).is_some_and(|r| !r.confirmed);
            }
            let slowest = links
                .iter()
                .map(|w| w.line_mbps)
                .fold(f64::INFINITY, f64::min);
            let spare = c.wanted_ms - (c.epoch_ms - c.send_ms);
            if slowest.is_finite() && spare > 0.0 {
                let mut ids: Vec<_> = links.iter().map(|w| &w.link).collect();
                ids.sort();
                ids.dedup();
                if let Some((title, edit)) = ask::faster(cx, &ids, slowest * c.send_ms / spare) {
                    finding.bold_fix(title, edit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Saturated;
    use crate::check::testing::{judge, sample, vm_facts};
    use crate::facts::CheckpointFacts;

    #[test]
    fn only_what_is_saturated_is_found() {
        let n = |saturated: bool| {
            judge(&Saturated, &sample(), |f| {
                vm_facts(f, "mbx-1").effects.checkpoint = Some(CheckpointFacts {
                    mb: 10.24,
                    send_ms: 81.92,
                    wanted_ms: 25.0,
                    epoch_ms: 84.12,
                    saturated,
                    ..CheckpointFacts::default()
                });
            })
        };
        assert!(n(false).is_empty());
        let all = n(true);
        assert_eq!(all.len(), 1);
        assert!(all[0].message.contains("84.1"), "{}", all[0].message);
    }
}
