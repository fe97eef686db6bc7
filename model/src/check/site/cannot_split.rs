//! A pair across sites on a platform that cannot split.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit;

crate::check! {
    /// ## What it finds
    /// A pair whose hosts stand in different sites, on a platform whose pairs must stand in one.
    /// ## Why it matters
    /// The platform does not form the pair, or the vendor does not support it.
    /// ## What to do
    /// Move the partner to a host in the same site, or choose a platform that splits.
    /// ## References
    /// - The profile's `split`
    pub struct CannotSplit = "SIT", 11, Error, "a pair across sites on a platform that cannot split", [];
}

impl Check for CannotSplit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        if cx.profile().split {
            return;
        }
        let plan = cx.plan();
        for pair in ask::pairs(plan) {
            let host = &pair.placement.host;
            if !plan.is_split(host, pair.partner) {
                continue;
            }
            let finding = out.found(
                pair.id,
                format!(
                    "{} runs on {} and {} in different sites; {} keeps pairs in one",
                    cx.name(pair.id),
                    cx.name(host),
                    cx.name(pair.partner),
                    cx.profile().product
                ),
            );
            finding.also(host).also(pair.partner).placement();
            if let Some(to) = ask::other_host(plan, host, &[], true)
                && let Ok(edit) = edit::placement::move_partner(plan, pair.id, pair.row, to)
            {
                finding.fix(format!("Move the partner to {}", cx.name(to)), edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, found_on, mended, split_sample};
    use crate::ids::HostId;

    #[test]
    fn a_platform_may_keep_pairs_in_one_site() {
        let mut plan = split_sample();
        assert!(found(&plan, "SIT-011").is_empty());
        let third = (**plan.hosts.get("host-a").unwrap()).clone();
        plan.hosts.put(HostId::new("host-c").unwrap(), third);
        let all = found_on(&plan, "SIT-011", |p| p.split = false);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].fixes[0].title, "Move the partner to host-c");
        assert!(found_on(&mended(&plan, &all, 0), "SIT-011", |p| p.split = false).is_empty());
    }
}
