//! More memory than the level allows.

use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::units::{Mib, pretty};

crate::check! {
    /// ## What it finds
    /// A level 2 or 3 VM with more memory than the platform protects at that level.
    /// ## Why it matters
    /// The platform refuses to protect it.
    /// ## What to do
    /// Give it less memory and spread the work over more VMs.
    /// ## References
    /// - The profile's rows on memory of a VM, with the documents they cite
    pub struct TooMuchMemory = "PRO", 7, Error, "more memory than the level allows", ["LS-SIZE-01"];
}

impl Check for TooMuchMemory {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| vm.level.paired()) {
            let Some(row) = cx
                .profile()
                .limit_on(LimitOf::VmRam, Some(vm.level), vm.vcpus, false)
                .filter(|r| r.broken_by(vm.ram.as_f64()))
            else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} has {} GiB of memory at level {}; the platform allows {} GiB",
                    cx.name(id),
                    pretty(vm.ram.as_f64() / 1024.0),
                    vm.level.number(),
                    pretty(row.value / 1024.0)
                ),
            );
            finding.limit(row);
            let most = Mib::new(u64::from(ask::largest_whole(row)));
            if most > Mib::default() {
                let mut smaller = (**vm).clone();
                smaller.ram = most;
                finding.bold_fix(
                    format!("Use {most}"),
                    Edit::put(format!("Give {} {most}", cx.name(id)), id, smaller),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, mended, row, with};
    use crate::units::Mib;

    fn limit(p: &mut Profile) {
        p.limits.push(row(LimitOf::VmRam, Bound::Max, 8192.0));
    }

    #[test]
    fn the_row_is_the_boundary() {
        assert!(found_on(&with(|_| ()), "PRO-007", limit).is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.ram = Mib::new(8193)));
        let all = found_on(&plan, "PRO-007", limit);
        assert_eq!(all.len(), 1);
        assert!(found_on(&mended(&plan, &all, 0), "PRO-007", limit).is_empty());
    }
}
