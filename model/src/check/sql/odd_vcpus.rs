//! An odd number of vCPUs.

use super::super::shared::{offer, plural, use_vcpus};
use super::vms;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM with an odd number of vCPUs above one.
    /// ## Why it matters
    /// The vCPUs do not divide evenly over NUMA nodes, and core licences are sold in pairs.
    /// ## What to do
    /// Use an even number.
    /// ## References
    /// - sp_Blitz, First Responder Kit, Brent Ozar Unlimited
    pub struct OddVcpus = "SQL", 8, Info, "an odd number of vCPUs", ["SQL-CPU-ODD"];
}

impl Check for OddVcpus {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in vms(cx) {
            let vcpus = one.vm.vcpus;
            if vcpus > 1 && vcpus % 2 == 1 {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{} has {}, an odd number",
                        cx.name(one.vm_id),
                        plural(vcpus, "vCPU")
                    ),
                );
                finding.also(one.workload);
                let even = vcpus.saturating_add(1);
                offer(finding, Some(use_vcpus(cx, one.vm_id, one.vm, even)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OddVcpus;
    use crate::check::sql::{run, with};

    #[test]
    fn trips_on_odd_numbers_above_one() {
        let vcpus = |n: u32| with(|_, vm| vm.vcpus = n);
        assert!(run(&OddVcpus, &vcpus(1)).is_empty());
        assert!(run(&OddVcpus, &vcpus(2)).is_empty());
        let bad = vcpus(3);
        let f = run(&OddVcpus, &bad);
        assert_eq!(f[0].fixes[0].title, "Use 4 vCPUs");
        let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
        assert!(run(&OddVcpus, &mended).is_empty());
    }
}
