//! Processor over the planning target in normal running.

use super::super::shared::{address, percent};
use super::over_now;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host whose planned peak processor use in normal running is above the plan's target.
    /// ## Why it matters
    /// Work that waits for a processor grows steeply beyond 70 %, and nothing is left for growth.
    /// ## What to do
    /// Move VMs to a host with room, or add hosts. The target is a setting of the plan.
    /// ## References
    /// - SQL and hosts sheet, section 3.2: alarm above 70 % (SQL Assessment API default ruleset, Microsoft)
    /// - id SQL-CPU-TARGET
    pub struct CpuOverTarget = "CAP", 4, Warning, "processor over the target", ["SQL-CPU-TARGET"];
}

impl Check for CpuOverTarget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let target = cx.plan().settings.cpu_target.get();
        for (id, _, share) in over_now(cx, target, |s| s.cpu) {
            out.found(
                id,
                format!(
                    "{} runs at {} of its processors, above the {} target",
                    cx.name(id),
                    percent(share),
                    percent(target)
                ),
            )
            .evidence(address(id, "cpu.share"))
            .placement();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CpuOverTarget;
    use crate::check::testing::{host_facts, judge, sample, with};
    use crate::units::Share;

    #[test]
    fn trips_above_the_target_and_not_at_it() {
        let at = |share: f64| {
            judge(&CpuOverTarget, &sample(), |f| {
                host_facts(f, "host-a").shares.cpu = share;
            })
        };
        assert!(at(0.7).is_empty());
        assert_eq!(
            at(0.72)[0].message,
            "host-a runs at 72 % of its processors, above the 70 % target"
        );
    }

    #[test]
    fn the_target_is_the_plans() {
        let plan = with(|p| p.settings.cpu_target = Share::new(0.8));
        let f = judge(&CpuOverTarget, &plan, |f| {
            host_facts(f, "host-a").shares.cpu = 0.75;
        });
        assert!(f.is_empty());
    }
}
