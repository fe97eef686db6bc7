//! No availability link between the hosts of a pair.

use super::bundle::start;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// Two hosts that carry a pair and that no link of role availability joins.
    /// ## Why it matters
    /// Mirroring, lockstep and checkpoints have no way to the partner: the VM is not protected.
    /// ## What to do
    /// Join the hosts with two availability links on separate cards, without a switch between them where they stand close.
    /// ## References
    /// - Marathon Technologies, webinar questions and answers, 30 June 2008: two availability links
    pub struct NoLink = "LNK", 1, Error, "no availability link between the hosts of a pair", [];
}

impl Check for NoLink {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for joint in cx.facts.joints.values().filter(|j| j.links.is_empty()) {
            let (a, b) = (&joint.a, &joint.b);
            let finding = out.found(
                a,
                format!(
                    "No availability link joins {} and {}, which carry {} together",
                    cx.name(a),
                    cx.name(b),
                    ask::names(cx, &joint.vms)
                ),
            );
            finding.also(b);
            for vm in &joint.vms {
                finding.also(vm);
            }
            finding.placement();
            // Across sites a link needs a length that only a person knows.
            if joint.split {
                continue;
            }
            let add = |plan: &_| start::new_link(plan, a, b, None);
            if let Some(edit) = ask::in_turn(cx.plan(), "Add two availability links", &[&add, &add])
            {
                finding.bold_fix("Add two availability links", edit);
            } else if let Some(edit) = add(cx.plan()) {
                finding.bold_fix("Add an availability link", edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::ids::LinkId;
    use crate::plan::Level;

    #[test]
    fn a_pair_without_links_gets_two() {
        assert!(found(&sample(), "LNK-001").is_empty());
        let plan = with(|p| {
            for id in ["a-link-1", "a-link-2"] {
                p.links.remove(&LinkId::new(id).unwrap());
            }
        });
        let all = found(&plan, "LNK-001");
        assert_eq!(all.len(), 1);
        let plan = mended(&plan, &all, 0);
        assert!(found(&plan, "LNK-001").is_empty());
        assert!(found(&plan, "LNK-002").is_empty());
        assert!(found(&plan, "LNK-004").is_empty(), "on separate cards");
        let mut alone = plan.clone();
        change!(alone, vms, "mbx-1", v => { v.level = Level::L0; v.placement[0].partner = None });
        assert!(found(&alone, "LNK-001").is_empty());
    }
}
