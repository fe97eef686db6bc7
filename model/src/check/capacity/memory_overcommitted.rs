//! More memory promised than the host has.

use super::super::shared::{add_host_ram, address, exceeds, gib, offer_bold};
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host whose VMs, standby and lockstep halves and overhead included, are promised more memory than the
    /// hypervisor leaves for them.
    /// ## Why it matters
    /// Platforms without overcommitment refuse to start the last VM; the others swap, which stops mail and databases.
    /// ## What to do
    /// Add memory to the host, give its VMs less, or move a VM elsewhere.
    /// ## Limits
    /// Whether it is an error or a warning is the platform's own rule. Page sharing and ballooning are not counted.
    /// ## References
    /// - SQL and hosts sheet, section 7.1 and check HOST-MEM-OVER (Microsoft, Capacity planning for AD DS, 2019)
    pub struct MemoryOvercommitted = "CAP", 3, Error, "more memory promised than the host has", ["HOST-MEM-OVER"];
}

impl Check for MemoryOvercommitted {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in &cx.facts.hosts {
            let (asked, usable) = (host.load.ram_mib, host.capacity.ram_mib);
            if exceeds(asked, usable) {
                let finding = out.found(
                    id,
                    format!(
                        "{} promises {} to its VMs and has {} for them, {} too little",
                        cx.name(id),
                        gib(asked),
                        gib(usable),
                        gib(asked - usable),
                    ),
                );
                finding
                    .severity(cx.profile().memory_overcommit)
                    .evidence(address(id, "ram.load"))
                    .evidence(address(id, "ram.capacity"))
                    .placement();
                offer_bold(finding, add_host_ram(cx, id, asked));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryOvercommitted;
    use crate::change;
    use crate::check::testing::{host_facts, judge, sample, with};
    use crate::plan::Plan;
    use crate::units::Mib;

    fn found(load: f64) -> Vec<crate::check::Finding> {
        judge(&MemoryOvercommitted, &sample(), |f| {
            let h = host_facts(f, "host-a");
            h.capacity.ram_mib = 40_960.0;
            h.load.ram_mib = load;
        })
    }

    #[test]
    fn trips_above_what_is_usable_and_not_at_it() {
        assert!(found(40_960.0).is_empty());
        let f = found(45_056.0);
        assert_eq!(
            f[0].message,
            "host-a promises 44 GiB to its VMs and has 40 GiB for them, 4 GiB too little"
        );
        assert_eq!(f[0].fixes[0].title, "Add 8 GiB");
    }

    #[test]
    fn as_derived_its_fix_mends_the_host() {
        let plan = with(|p| change!(p, vms, "mbx-1", vm => vm.ram = Mib::new(60 * 1024)));
        let on_a = |plan: &Plan| {
            let mut all = judge(&MemoryOvercommitted, plan, |_| {});
            all.retain(|f| f.subject().slug() == "host-a");
            all
        };
        let f = on_a(&plan);
        let mended = f[0].fixes[0].edit.apply(&plan).unwrap();
        assert!(on_a(&mended).is_empty());
        assert!(on_a(&sample()).is_empty());
    }
}
