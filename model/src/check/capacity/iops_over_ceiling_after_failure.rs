//! Disk operations over the ceiling after a host failure.

use super::super::shared::{address, exceeds, percent};
use super::over_after;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

crate::check! {
    /// ## What it finds
    /// A host whose busiest RAID group does more operations after the worst single host failure than the plan's ceiling allows.
    /// ## Why it matters
    /// The partner takes over the reads of the lost host as well; users of every VM on those disks wait.
    /// ## What to do
    /// Add disks to the partner, or spread VMs so that no partner takes all of them.
    /// ## Limits
    /// An error above 100 %, else a warning.
    /// ## References
    /// - SQL and hosts sheet, section 9.2: at most 80 % of what is not redundant (Microsoft, Capacity planning for AD DS, 2019)
    /// - id HOST-STORE-80
    pub struct IopsOverCeilingAfterFailure = "CAP", 11, Warning, "disk operations over the ceiling after a host failure", ["HOST-STORE-80"];
}

impl Check for IopsOverCeilingAfterFailure {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.iops_ceiling.get();
        for over in over_after(cx, ceiling, |w| &w.iops) {
            let finding = out.found(
                over.id,
                format!(
                    "After losing {}, the busiest disks of {} run at {} of their operations, above the {} ceiling",
                    cx.name(over.lost.clone()),
                    cx.name(over.id),
                    percent(over.share),
                    percent(ceiling)
                ),
            );
            finding.also(over.lost.clone()).placement();
            for group in &over.host.capacity.groups {
                let figure = format!("disk.{}.iops_share", group.name);
                finding.evidence(address(over.id, &figure));
            }
            if exceeds(over.share, 1.0) {
                finding.severity(Severity::Error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::IopsOverCeilingAfterFailure;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample};
    use crate::facts::Worst;
    use crate::ids::HostId;

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        let at = |value: f64| {
            judge(&IopsOverCeilingAfterFailure, &sample(), |f| {
                host_facts(f, "host-b").worst.iops = Worst {
                    value,
                    after: Some(HostId::new("host-a").unwrap().into()),
                };
            })
        };
        assert!(at(0.8).is_empty());
        assert!(at(0.81)[0].message.contains("81 %"));
        assert_eq!(at(1.0)[0].severity, Severity::Warning);
        assert_eq!(at(1.01)[0].severity, Severity::Error);
    }
}
