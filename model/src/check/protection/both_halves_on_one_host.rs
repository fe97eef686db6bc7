//! Both halves of a pair on one host.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit;

crate::check! {
    /// ## What it finds
    /// A level 2 or 3 VM whose partner is the host it runs on.
    /// ## Why it matters
    /// One host failure takes both halves. The VM pays for two copies and is protected by none.
    /// ## What to do
    /// Move the partner to another host of the same pool.
    /// ## References
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-14, FR-15)
    pub struct BothHalvesOnOneHost = "PRO", 3, Error, "both halves of a pair on one host", [];
}

impl Check for BothHalvesOnOneHost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for pair in ask::pairs(cx.plan()) {
            let host = &pair.placement.host;
            if host != pair.partner {
                continue;
            }
            let finding = out.found(
                pair.id,
                format!(
                    "Both halves of {} are on {}: one host failure stops both",
                    cx.name(pair.id),
                    cx.name(host)
                ),
            );
            finding.also(host).placement();
            if let Some(to) = ask::other_host(cx.plan(), host, &[], false)
                && let Ok(edit) = edit::placement::move_partner(cx.plan(), pair.id, pair.row, to)
            {
                finding.fix(format!("Move the partner to {}", cx.name(to)), edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};

    #[test]
    fn one_host_for_both_halves_is_an_error_and_the_fix_parts_them() {
        assert!(found(&sample(), "PRO-003").is_empty());
        let plan = with(|p| {
            change!(p, vms, "mbx-1", v => v.placement[0].partner = Some(v.placement[0].host.clone()));
        });
        let all = found(&plan, "PRO-003");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fixes[0].title, "Move the partner to host-b");
        assert_eq!(mended(&plan, &all, 0), sample());
    }
}
