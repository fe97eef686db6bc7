//! Memory that must be reserved and is not there.

use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::units::{Mib, pretty};

crate::check! {
    /// ## What it finds
    /// A host on which all VMs together are promised more memory than it has for them, while one of them needs its memory
    /// reserved by the platform.
    /// ## Why it matters
    /// Where other VMs may share memory, one whose memory is reserved does not start, or its second half finds no host.
    /// ## What to do
    /// Add memory, or move VMs to other hosts.
    /// ## References
    /// - The profile's row on the share of memory that is reserved, with the document it cites
    pub struct ReservedMemoryMissing = "PRO", 42, Error, "memory that must be reserved and is not there", ["LS-MEM-03"];
}

impl Check for ReservedMemoryMissing {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        if !cx
            .profile()
            .limits
            .iter()
            .any(|l| l.quantity == LimitOf::ReservedRam)
        {
            return;
        }
        for (host, vms) in ask::protected_hosts(cx.plan()) {
            let Some(facts) = cx.facts.hosts.get(host) else {
                continue;
            };
            let (has, need) = (facts.capacity.ram_mib, facts.load.ram_mib);
            if need <= has {
                continue;
            }
            let found = vms.iter().find_map(|id| {
                let vm = cx.plan().vms.get(*id)?;
                let row = cx
                    .profile()
                    .limits_on(LimitOf::ReservedRam, Some(vm.level), vm.vcpus, false)
                    .next()?;
                Some((*id, row))
            });
            let Some((vm, row)) = found else { continue };
            let finding = out.found(
                host,
                format!(
                    "{} has {} for VMs and promises {}; {} needs {} % of its memory reserved there",
                    cx.name(host),
                    Mib::new(has.max(0.0) as u64),
                    Mib::new(need.ceil() as u64),
                    cx.name(vm),
                    pretty(row.value * 100.0)
                ),
            );
            finding
                .limit(row)
                .also(vm)
                .evidence(format!("host/{host}/ram.load"))
                .evidence(format!("host/{host}/ram.capacity"))
                .placement();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ReservedMemoryMissing;
    use crate::catalogue::{Bound, LimitOf};
    use crate::check::testing::{host_facts, judge_on, row, sample};

    #[test]
    fn the_memory_of_the_host_is_the_boundary() {
        let n = |reserved: bool, over: f64| {
            judge_on(
                &ReservedMemoryMissing,
                &sample(),
                |p| {
                    if reserved {
                        p.limits.push(row(LimitOf::ReservedRam, Bound::Min, 1.0));
                    }
                },
                |f| {
                    let host = host_facts(f, "host-a");
                    host.capacity.ram_mib = 1000.0;
                    host.load.ram_mib = 1000.0 + over;
                    host_facts(f, "host-b").load.ram_mib = 0.0;
                },
            )
            .len()
        };
        assert_eq!(n(true, 0.0), 0);
        assert_eq!(n(true, 1.0), 1);
        assert_eq!(n(false, 1.0), 0);
    }
}
