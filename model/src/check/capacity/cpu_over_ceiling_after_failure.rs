//! Processor over the ceiling after the worst host failure.

use super::super::shared::{address, exceeds, percent};
use super::over_after;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

crate::check! {
    /// ## What it finds
    /// A host whose processor use after the worst single host failure is above the plan's ceiling.
    /// ## Why it matters
    /// The failure is survived on paper, but users wait. Above 100 % the work cannot be done at all.
    /// ## What to do
    /// Spread the VMs so that each partner takes less, or add hosts.
    /// ## Limits
    /// An error above 100 %, else a warning. Single host failures only.
    /// ## References
    /// - SQL and hosts sheet, sections 3.2 and 8: never plan above 80 % (Microsoft, Capacity planning for AD DS, 2019); mailbox sheet, section 11, check 11
    /// - id SQL-CPU-N1
    pub struct CpuOverCeilingAfterFailure = "CAP", 5, Warning, "processor over the ceiling after a host failure", ["SQL-CPU-N1"];
}

impl Check for CpuOverCeilingAfterFailure {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.cpu_ceiling.get();
        for over in over_after(cx, ceiling, |w| &w.cpu) {
            let finding = out.found(
                over.id,
                format!(
                    "After losing {}, {} runs at {} of its processors, above the {} ceiling",
                    cx.name(over.lost.clone()),
                    cx.name(over.id),
                    percent(over.share),
                    percent(ceiling)
                ),
            );
            finding
                .also(over.lost.clone())
                .evidence(address(over.id, "cpu.share_after"))
                .placement();
            if exceeds(over.share, 1.0) {
                finding.severity(Severity::Error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CpuOverCeilingAfterFailure;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample};
    use crate::facts::Worst;
    use crate::ids::HostId;

    fn at(value: f64, lost: bool) -> Vec<crate::check::Finding> {
        judge(&CpuOverCeilingAfterFailure, &sample(), |f| {
            host_facts(f, "host-b").worst.cpu = Worst {
                value,
                after: lost.then(|| HostId::new("host-a").unwrap().into()),
            };
        })
    }

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        assert!(at(0.8, true).is_empty());
        let f = at(0.83, true);
        assert_eq!(f[0].severity, Severity::Warning);
        assert_eq!(
            f[0].message,
            "After losing host-a, host-b runs at 83 % of its processors, above the 80 % ceiling"
        );
        assert_eq!(at(1.0, true)[0].severity, Severity::Warning);
        assert_eq!(at(1.01, true)[0].severity, Severity::Error);
    }

    #[test]
    fn no_failure_no_finding() {
        assert!(at(0.9, false).is_empty());
    }
}
