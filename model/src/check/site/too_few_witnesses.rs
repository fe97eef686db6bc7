//! Fewer witnesses than the vendor advises.

use super::arbiter::{add_witness, split_pools};
use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A pool with pairs across sites and a witness, but fewer witnesses than the vendor advises.
    /// ## Why it matters
    /// While the only witness is away, for its own maintenance too, the loss of a site stops the other.
    /// ## What to do
    /// Add an alternate witness, at best at a fourth site.
    /// ## References
    /// - The profile's `quorum` and rows on witnesses, with the documents they cite
    pub struct TooFewWitnesses = "SIT", 8, Warning, "fewer witnesses than the vendor advises", ["LS-Q-02"];
}

impl Check for TooFewWitnesses {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let quorum = &cx.profile().quorum;
        for pool in split_pools(cx.plan()) {
            let have = pool.witnesses.len() as u64;
            if have == 0 {
                continue;
            }
            let row = cx
                .profile()
                .limits_on(LimitOf::Witnesses, None, 0, true)
                .find(|row| row.broken_by(have as f64));
            if row.is_none() && have >= u64::from(quorum.advised_witnesses) {
                continue;
            }
            let asked = match row {
                Some(row) => ask::bound(row),
                None => format!("at least {}", quorum.advised_witnesses),
            };
            let finding = out.found(
                pool.id,
                format!(
                    "{} has {}; the vendor advises {asked}",
                    cx.name(pool.id),
                    match have {
                        1 => "1 witness".to_owned(),
                        n => format!("{n} witnesses"),
                    }
                ),
            );
            for witness in &pool.witnesses {
                finding.also(*witness);
            }
            match row {
                Some(row) => {
                    finding.limit(row);
                }
                None => {
                    finding.source = quorum.source.clone();
                    finding.unconfirmed |= !quorum.confirmed;
                }
            }
            if row.is_none_or(|r| r.bound == crate::catalogue::Bound::Min)
                && let Some(edit) = add_witness(cx, &pool, "Add an alternate witness")
            {
                finding.bold_fix("Add an alternate witness", edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found_on, mended, sample, split_sample};

    #[test]
    fn as_many_as_advised() {
        let two = |p: &mut crate::catalogue::Profile| p.quorum.advised_witnesses = 2;
        let plan = split_sample();
        assert!(
            found_on(&plan, "SIT-008", |_| ()).is_empty(),
            "one is advised"
        );
        let all = found_on(&plan, "SIT-008", two);
        assert_eq!(all.len(), 1);
        let mended = mended(&plan, &all, 0);
        assert!(found_on(&mended, "SIT-008", two).is_empty());
        assert!(
            found_on(&mended, "SIT-012", two).is_empty(),
            "at another site"
        );
        assert!(found_on(&sample(), "SIT-008", two).is_empty());
    }
}
