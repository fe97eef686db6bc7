//! VMs that wait for a processor.

use super::super::shared::percent;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

/// Shares of time waited, per vCPU, from which it shows and from which it is bad.
const WATCH: f64 = 0.05;
const BAD: f64 = 0.10;

crate::check! {
    /// ## What it finds
    /// A host on which vCPUs were measured to wait for a processor for 5 % of the time or more; from 10 % it is an error.
    /// ## Why it matters
    /// While it waits a VM stands still: logs, heartbeats and users wait with it, however low its own processor use is.
    /// ## What to do
    /// Give large VMs fewer vCPUs, or move VMs to another host.
    /// ## Limits
    /// Only where a measured value is entered; a host without one is taken to be new.
    /// ## References
    /// - ESXi VM CPU ready, sclabs, 2019, after J. Odgers, 2013: 5 to 10 % is significant, above 10 % needs action
    pub struct ProcessorsWaitedFor = "CAP", 36, Warning, "VMs that wait for a processor", ["HOST-READY"];
}

impl Check for ProcessorsWaitedFor {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in cx.plan().hosts.iter() {
            let Some(ready) = host.cpu_ready.map(|s| s.get()) else {
                continue;
            };
            if ready < WATCH {
                continue;
            }
            let severity = if ready >= BAD {
                Severity::Error
            } else {
                Severity::Warning
            };
            out.found(
                id,
                format!(
                    "vCPUs on {} waited for a processor {} of the time; {} is the most to live with",
                    cx.name(id),
                    percent(ready),
                    percent(WATCH)
                ),
            )
            .severity(severity)
            .placement();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::Severity;
    use crate::check::testing::{found, sample, with};
    use crate::units::Share;

    #[test]
    fn five_per_cent_show_and_ten_are_bad() {
        let at = |share: f64| {
            let plan =
                with(|p| change!(p, hosts, "host-a", h => h.cpu_ready = Some(Share::new(share))));
            found(&plan, "CAP-036")
        };
        assert!(found(&sample(), "CAP-036").is_empty());
        assert!(at(0.049).is_empty());
        assert_eq!(at(0.05)[0].severity, Severity::Warning);
        assert_eq!(at(0.0999)[0].severity, Severity::Warning);
        assert_eq!(at(0.10)[0].severity, Severity::Error);
    }
}
