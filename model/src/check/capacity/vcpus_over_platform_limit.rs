//! More vCPUs than the platform gives a VM.

use super::super::shared::{offer_bold, plural, use_vcpus};
use super::{any_split, broken, takes};
use crate::catalogue::{Bound, LimitOf};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Level;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A VM at level 0, 1 or 2 with more vCPUs than the platform gives one. Lockstep has a check of its own.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Use fewer vCPUs, share the work between two VMs, or choose another platform.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct VcpusOverPlatformLimit = "CAP", 22, Error, "more vCPUs than the platform gives a VM", ["HOST-LIMIT"];
}

impl Check for VcpusOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            if vm.level == Level::L3 {
                continue;
            }
            let split = any_split(cx, vm);
            let vcpus = f64::from(vm.vcpus);
            if let Some(limit) = broken(cx, LimitOf::Vcpus, Some(vm.level), vm.vcpus, split, vcpus)
            {
                let finding = out.found(
                    id,
                    format!(
                        "{} has {}; {} in a VM",
                        cx.name(id),
                        plural(vcpus, "vCPU"),
                        takes(cx, limit, &pretty(limit.value))
                    ),
                );
                finding.limit(limit);
                if limit.bound == Bound::Max && limit.value >= 1.0 {
                    let fewer = limit.value.floor() as u32;
                    offer_bold(finding, Some(use_vcpus(cx, id, vm, fewer)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VcpusOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::change;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample, with};
    use crate::plan::Level;

    #[test]
    fn trips_above_the_row_and_its_fix_mends_it() {
        let two = limited(LimitOf::Vcpus, 2.0);
        assert!(judge_with(&VcpusOverPlatformLimit, &sample(), &two, |_| {}).is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", vm => vm.vcpus = 3));
        let f = judge_with(&VcpusOverPlatformLimit, &plan, &two, |_| {});
        assert_eq!(
            f[0].message,
            "mbx-1 has 3 vCPUs; Neutral platform 1 takes at most 2 in a VM"
        );
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(judge_with(&VcpusOverPlatformLimit, &mended, &two, |_| {}).is_empty());
    }

    #[test]
    fn leaves_lockstep_to_its_own_check() {
        let plan = with(|p| {
            change!(p, vms, "mbx-1", vm => {
                vm.vcpus = 3;
                vm.level = Level::L3;
            });
        });
        let two = limited(LimitOf::Vcpus, 2.0);
        assert!(judge_with(&VcpusOverPlatformLimit, &plan, &two, |_| {}).is_empty());
    }
}
