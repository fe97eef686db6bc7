//! A large system with less than its vendor advises.

use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A pool with many protected VMs, or with a large one, whose availability links are slower, or whose platform holds
    /// fewer vCPUs or less memory for itself, than the vendor advises for large systems.
    /// ## Why it matters
    /// The platform's own work grows with the VMs: on too little of it protection lags behind.
    /// ## What to do
    /// Use faster availability links, and raise the platform's own vCPUs and memory (settings of the platform; the plan's
    /// constants `system_vcpus` and `hypervisor_ram_mib`).
    /// ## Limits
    /// The vendor does not say from where a system counts as large; the profile's figure is an assumption.
    /// ## References
    /// - The profile's advice for large systems, with the document it cites
    pub struct LargeSystem = "PRO", 41, Warning, "a large system with less than its vendor advises", ["LS-SIZE-03"];
}

impl Check for LargeSystem {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let Some(advice) = &cx.profile().large_system else {
            return;
        };
        let plan = cx.plan();
        let (vcpus, ram) = (
            cx.cx.constant(keys::SYSTEM_VCPUS),
            cx.cx.constant(keys::HYPERVISOR_RAM_MIB),
        );
        for pool in plan.pools.keys() {
            let mut vms = Vec::new();
            let mut members = 0u64;
            let mut largest = 0;
            for (id, vm) in plan.vms.iter().filter(|(_, vm)| vm.level.paired()) {
                let here: u64 = vm
                    .placement
                    .iter()
                    .filter(|r| {
                        plan.hosts
                            .get(&r.host)
                            .is_some_and(|h| h.pool.as_ref() == Some(pool))
                    })
                    .map(|r| u64::from(r.count))
                    .sum();
                if here > 0 {
                    members += here;
                    largest = largest.max(vm.vcpus);
                    vms.push(id);
                }
            }
            if members < u64::from(advice.vms) && largest < advice.vcpus {
                continue;
            }
            let slow: Vec<_> = cx
                .facts
                .joints
                .values()
                .filter(|j| {
                    plan.hosts
                        .get(&j.a)
                        .is_some_and(|h| h.pool.as_ref() == Some(pool))
                })
                .flat_map(|j| &j.links)
                .filter(|w| w.line_mbps < advice.link_mbps)
                .map(|w| &w.link)
                .collect();
            let mut lacks = Vec::new();
            if let Some(link) = slow.first() {
                lacks.push(format!(
                    "{} is slower than {}",
                    cx.name(*link),
                    ask::rate(advice.link_mbps)
                ));
            }
            if vcpus < advice.system_vcpus {
                lacks.push(format!(
                    "the platform holds {} vCPUs, not {}",
                    pretty(vcpus),
                    pretty(advice.system_vcpus)
                ));
            }
            if ram < advice.system_ram_mib {
                lacks.push(format!(
                    "the platform holds {} MiB, not {}",
                    pretty(ram),
                    pretty(advice.system_ram_mib)
                ));
            }
            if lacks.is_empty() {
                continue;
            }
            let finding = out.found(
                pool,
                format!(
                    "{} has {}, the largest with {}: {}",
                    cx.name(pool),
                    ask::count(members, "protected VM"),
                    ask::count(u64::from(largest), "vCPU"),
                    ask::words(&lacks)
                ),
            );
            finding.source = crate::facts::cite(&advice.source, &advice.date);
            finding.unconfirmed |= !advice.confirmed;
            for link in slow {
                finding.also(link);
            }
            for vm in vms {
                finding.also(vm);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{LargeSystem, Profile};
    use crate::change;
    use crate::check::testing::{found_on, sample};

    fn advice(p: &mut Profile) {
        p.large_system = Some(LargeSystem {
            vms: 8,
            vcpus: 16,
            link_mbps: 10_000.0,
            system_vcpus: 0.0,
            system_ram_mib: 0.0,
            source: "Test".into(),
            date: String::new(),
            confirmed: true,
        });
    }

    #[test]
    fn the_number_of_vms_is_the_boundary() {
        let n = |members: u32, vcpus: u32| {
            let mut plan = sample();
            change!(plan, vms, "mbx-1", v => { v.count = members; v.placement[0].count = members; v.vcpus = vcpus });
            found_on(&plan, "PRO-041", advice).len()
        };
        assert_eq!(n(7, 2), 0);
        assert_eq!(n(8, 2), 1);
        assert_eq!(n(1, 16), 1);
        assert!(found_on(&sample(), "PRO-041", |_| ()).is_empty());
    }
}
