//! A protected pair without a partner.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit;
use crate::ids::HostId;

crate::check! {
    /// ## What it finds
    /// A VM at level 2 or 3 that has a host and no partner.
    /// ## Why it matters
    /// Both levels rest on a second host that holds the mirror or runs the second copy. Without one the VM is unprotected.
    /// ## What to do
    /// Choose a partner in the same pool, or set a level that the VM really gets.
    /// ## References
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-14, FR-15)
    pub struct NoPartner = "PRO", 2, Error, "a protected pair without a partner", [];
}

impl Check for NoPartner {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| vm.level.paired()) {
            let alone: Vec<&HostId> = vm
                .placement
                .iter()
                .filter(|row| row.partner.is_none())
                .map(|row| &row.host)
                .collect();
            let Some(first) = alone.first() else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} is at level {} but has no partner for {}",
                    cx.name(id),
                    vm.level.number(),
                    ask::names(cx, alone.iter().copied())
                ),
            );
            for host in &alone {
                finding.also(*host);
            }
            finding.placement();
            if let Some(partner) = edit::placement::default_partner(cx.plan(), first)
                && let Ok(edit) = edit::placement::set_level(cx.plan(), id, vm.level)
            {
                finding.fix(format!("Use {} as the partner", cx.name(&partner)), edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::plan::Level;

    #[test]
    fn a_pair_needs_two_hosts() {
        assert!(found(&sample(), "PRO-002").is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.placement[0].partner = None));
        let all = found(&plan, "PRO-002");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
    }

    #[test]
    fn level_1_needs_no_partner() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", v => { v.placement[0].partner = None; v.level = Level::L1 });
        });
        assert!(found(&plan, "PRO-002").is_empty());
    }
}
