//! A virtual disk larger than the platform makes one.

use super::super::shared::gib;
use super::{any_split, broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM with a virtual disk larger than the platform makes one.
    /// ## Why it matters
    /// The disk cannot be created, or not be grown to its planned size.
    /// ## What to do
    /// Divide what it holds over several disks, or give the VM a volume of the array itself.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct DiskOverPlatformLimit = "CAP", 34, Error, "a virtual disk larger than the platform makes one", ["HOST-LIMIT"];
}

impl Check for DiskOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let split = any_split(cx, vm);
            let level = Some(vm.level);
            for disk in &vm.disks {
                let mib = disk.size.as_f64();
                if let Some(limit) = broken(cx, LimitOf::VirtualDisk, level, vm.vcpus, split, mib) {
                    out.found(
                        id,
                        format!(
                            "Disk {} of {} has {}; {} in one disk",
                            disk.name,
                            cx.name(id),
                            gib(mib),
                            takes(cx, limit, &gib(limit.value))
                        ),
                    )
                    .limit(limit);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DiskOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |gib: f64| {
            let catalogue = limited(LimitOf::VirtualDisk, gib * 1024.0);
            judge_with(&DiskOverPlatformLimit, &sample(), &catalogue, |_| {})
        };
        assert!(at(700.0).is_empty());
        assert_eq!(
            at(699.0)[0].message,
            "Disk databases of mbx-1 has 700 GiB; Neutral platform 1 takes at most 699 GiB in one disk"
        );
    }
}
