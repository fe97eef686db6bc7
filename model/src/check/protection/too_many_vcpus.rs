//! More vCPUs than the level allows.

use crate::catalogue::LimitOf;
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A level 3 VM with more vCPUs than the platform runs in lockstep or by checkpoints. Other levels have a check of their
    /// own among the capacity checks.
    /// ## Why it matters
    /// The platform refuses to protect it. Early lockstep products run one vCPU only.
    /// ## What to do
    /// Use fewer vCPUs and spread the work over more VMs, or use level 2 where it allows more.
    /// ## References
    /// - The profile's rows on vCPUs, with the documents they cite
    pub struct TooManyVcpus = "PRO", 6, Error, "more vCPUs than the level allows", ["LS-CPU-02", "LS-CPU-03", "LS-CPU-04", "LS-CPU-05"];
}

impl Check for TooManyVcpus {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| vm.level == Level::L3) {
            let tightest = |level| {
                cx.profile()
                    .limit_on(LimitOf::Vcpus, Some(level), vm.vcpus, false)
            };
            let Some(row) = tightest(vm.level).filter(|r| r.broken_by(f64::from(vm.vcpus))) else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} is at {}; the platform allows {}",
                    cx.name(id),
                    ask::level_words(vm.level, vm.vcpus),
                    ask::bound(row)
                ),
            );
            finding.limit(row);
            let most = ask::largest_whole(row);
            if most > 0
                && let Some(edit) = ask::with_vcpus(cx, id, most)
            {
                finding.bold_fix(format!("Use {}", ask::count(u64::from(most), "vCPU")), edit);
            }
            if cx.profile().mechanism(Level::L2).is_some()
                && tightest(Level::L2).is_none_or(|r| !r.broken_by(f64::from(vm.vcpus)))
                && let Some(edit) = ask::with_level(cx, [id], Level::L2)
            {
                finding.bold_fix("Use level 2", edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf, Profile};
    use crate::change;
    use crate::check::testing::{found_on, mended, row, with};
    use crate::plan::{Level, Plan};

    fn lockstep(vcpus: u32) -> Plan {
        with(|p| change!(p, vms, "mbx-1", v => { v.level = Level::L3; v.vcpus = vcpus }))
    }
    fn four(p: &mut Profile) {
        let mut limit = row(LimitOf::Vcpus, Bound::Max, 4.0);
        limit.when.level = Some(Level::L3);
        p.limits.push(limit);
    }

    #[test]
    fn the_row_is_the_boundary() {
        assert!(found_on(&lockstep(4), "PRO-006", four).is_empty());
        let plan = lockstep(5);
        let all = found_on(&plan, "PRO-006", four);
        assert_eq!(all.len(), 1);
        assert!(all[0].unconfirmed, "the row was not read in its source");
        for fix in 0..2 {
            assert!(found_on(&mended(&plan, &all, fix), "PRO-006", four).is_empty());
        }
        assert_eq!(all[0].fixes[0].title, "Use 4 vCPUs");
    }

    #[test]
    fn a_row_of_level_3_leaves_level_2_alone() {
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.vcpus = 8));
        assert!(found_on(&plan, "PRO-006", four).is_empty());
    }
}
