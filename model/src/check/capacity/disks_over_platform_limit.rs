//! More virtual disks than the platform gives a VM.

use super::super::shared::plural;
use super::{any_split, broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A VM with more virtual disks than the platform gives one.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Join disks, or use mount points on fewer of them.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct DisksOverPlatformLimit = "CAP", 23, Error, "more virtual disks than the platform gives a VM", ["HOST-LIMIT", "LS-SIZE-01", "LS-SIZE-02"];
}

impl Check for DisksOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let split = any_split(cx, vm);
            let disks = vm.disks.len() as f64;
            if let Some(limit) =
                broken(cx, LimitOf::VmDisks, Some(vm.level), vm.vcpus, split, disks)
            {
                out.found(
                    id,
                    format!(
                        "{} has {}; {} in a VM",
                        cx.name(id),
                        plural(disks, "virtual disk"),
                        takes(cx, limit, &pretty(limit.value))
                    ),
                )
                .limit(limit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DisksOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |n: f64| {
            let catalogue = limited(LimitOf::VmDisks, n);
            judge_with(&DisksOverPlatformLimit, &sample(), &catalogue, |_| {})
        };
        assert!(at(3.0).is_empty());
        assert_eq!(
            at(2.0)[0].message,
            "mbx-1 has 3 virtual disks; Neutral platform 1 takes at most 2 in a VM"
        );
    }
}
