//! Memory over the ceiling in normal running.

use super::super::shared::{add_host_ram, address, exceeds, offer_bold, percent};
use super::over_now;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host that promises more of its memory than the plan's ceiling allows in normal running, though not more than it has.
    /// ## Why it matters
    /// Nothing is left for growth, for a VM that must restart there, or for a snapshot.
    /// ## What to do
    /// Add memory, or move a VM to a host with room. The ceiling is a setting of the plan.
    /// ## Limits
    /// Above 100 % CAP-003 reports it instead.
    /// ## References
    /// - SQL and hosts sheet, section 8: plan hosts to 70–80 %
    pub struct MemoryOverCeiling = "CAP", 7, Warning, "memory over the ceiling", ["HOST-MEM-OVER"];
}

impl Check for MemoryOverCeiling {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.ram_ceiling.get();
        for (id, host, share) in over_now(cx, ceiling, |s| s.ram) {
            if exceeds(share, 1.0) {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} runs at {} of memory, above the {} ceiling",
                    cx.name(id),
                    percent(share),
                    percent(ceiling)
                ),
            );
            finding.evidence(address(id, "ram.share")).placement();
            if ceiling > 0.0 {
                let usable = share * host.capacity.ram_mib / ceiling;
                offer_bold(finding, add_host_ram(cx, id, usable));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryOverCeiling;
    use crate::check::testing::{host_facts, judge, sample};

    #[test]
    fn trips_between_the_ceiling_and_all_of_it() {
        let at = |share: f64| {
            judge(&MemoryOverCeiling, &sample(), |f| {
                let h = host_facts(f, "host-a");
                h.capacity.ram_mib = 40_960.0;
                h.shares.ram = share;
            })
        };
        assert!(at(0.8).is_empty());
        assert_eq!(
            at(0.9)[0].message,
            "host-a runs at 90 % of memory, above the 80 % ceiling"
        );
        assert_eq!(at(1.0).len(), 1);
        assert!(at(1.1).is_empty(), "CAP-003 says that");
    }
}
