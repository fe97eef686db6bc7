//! More memory than the platform gives a VM.

use super::super::shared::gib;
use super::{any_split, broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM at level 0 or 1 with more memory than the platform gives one. Pairs have a check of their own (PRO-007).
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Give it less memory, share the work between two VMs, or choose another platform.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct VmMemoryOverPlatformLimit = "CAP", 17, Error, "more memory than the platform gives a VM", ["HOST-LIMIT"];
}

impl Check for VmMemoryOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter().filter(|(_, vm)| !vm.level.paired()) {
            let split = any_split(cx, vm);
            let ram = vm.ram.as_f64();
            if let Some(limit) = broken(cx, LimitOf::VmRam, Some(vm.level), vm.vcpus, split, ram) {
                out.found(
                    id,
                    format!(
                        "{} has {}; {} in a VM",
                        cx.name(id),
                        gib(ram),
                        takes(cx, limit, &gib(limit.value))
                    ),
                )
                .limit(limit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VmMemoryOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::change;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, with};
    use crate::plan::Level;

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |mib: f64| {
            let catalogue = limited(LimitOf::VmRam, mib);
            let plan = with(|p| change!(p, vms, "mbx-1", v => v.level = Level::L1));
            judge_with(&VmMemoryOverPlatformLimit, &plan, &catalogue, |_| {})
        };
        assert!(at(8192.0).is_empty());
        let f = at(4096.0);
        assert_eq!(
            f[0].message,
            "mbx-1 has 8 GiB; Neutral platform 1 takes at most 4 GiB in a VM"
        );
        assert!(f[0].unconfirmed);
        assert_eq!(f[0].source, "Maximums, Somebody, 2009");
    }
}
