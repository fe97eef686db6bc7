//! A pair across sites without a witness.

use super::arbiter::{add_witness, split_pools};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A pool with pairs across sites that no witness arbitrates, or on a platform where a half without a vote runs on.
    /// ## Why it matters
    /// When the links between the sites are cut, each half takes the other for dead. Without an arbiter both may run: two
    /// versions of the same data that nobody can join again (split brain).
    /// ## What to do
    /// Add a witness at a third site that both sites reach on ways of their own.
    /// ## References
    /// - Stratus, help on quorum servers; Scales and others, ACM SIGOPS OSR 44(4), 2010: exactly one arbiter decides
    /// - Marathon Technologies, question and answer with David Hanna, 21 July 2009 (FR-30)
    pub struct NoWitness = "SIT", 5, Error, "a pair across sites without a witness", ["LS-Q-01"];
}

impl Check for NoWitness {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let quorum = &cx.profile().quorum;
        if !quorum.witness_for_split {
            return;
        }
        for pool in split_pools(cx.plan()) {
            let arbitrated = !pool.witnesses.is_empty();
            if arbitrated && quorum.stops_without_vote {
                continue;
            }
            let why = if arbitrated {
                "and a half that loses its partner and the witness runs on"
            } else {
                "and no witness"
            };
            let finding = out.found(
                pool.id,
                format!(
                    "{} has pairs across {} {why}: when the links are cut both halves may run",
                    cx.name(pool.id),
                    ask::names(cx, pool.sites.iter().copied())
                ),
            );
            for vm in pool.vms(cx.plan()) {
                finding.also(vm);
            }
            finding.source = quorum.source.clone();
            finding.unconfirmed |= !quorum.confirmed;
            if !arbitrated
                && let Some(edit) = add_witness(cx, &pool, "Add a witness at a third site")
            {
                finding.bold_fix("Add a witness at a third site", edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, found_on, mended, sample, split_sample};
    use crate::ids::{EntityId, WitnessId};
    use crate::plan::Plan;

    fn without() -> Plan {
        let plan = split_sample();
        let witness = EntityId::Witness(WitnessId::new("witness-1").unwrap());
        crate::edit::remove(&plan, &[witness])
            .unwrap()
            .apply(&plan)
            .unwrap()
    }

    #[test]
    fn only_pairs_across_sites_need_one() {
        assert!(found(&sample(), "SIT-005").is_empty());
        assert!(found(&split_sample(), "SIT-005").is_empty());
        let plan = without();
        let all = found(&plan, "SIT-005");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject().to_string(), "pool/pool-1");
        assert!(found_on(&plan, "SIT-005", |p| p.quorum.witness_for_split = false).is_empty());
    }

    #[test]
    fn the_fix_adds_a_witness_that_both_sites_reach() {
        let plan = without();
        let mended = mended(&plan, &found(&plan, "SIT-005"), 0);
        for code in ["SIT-005", "SIT-006", "SIT-007", "SIT-009"] {
            assert!(found(&mended, code).is_empty(), "{code}");
        }
        assert_eq!(
            mended.sites.len(),
            plan.sites.len(),
            "the empty harbour office is used"
        );
    }
}
