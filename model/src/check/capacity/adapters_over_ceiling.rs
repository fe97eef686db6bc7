//! Network adapters over the ceiling, normally or after a failure.

use super::super::shared::{address, exceeds, percent};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

crate::check! {
    /// ## What it finds
    /// A host whose client traffic takes more of its adapters than the plan's network ceiling, in normal running or
    /// after the worst single failure.
    /// ## Why it matters
    /// Queues on a busy adapter delay every VM behind it.
    /// ## What to do
    /// Add or replace adapters, or spread the VMs.
    /// ## Limits
    /// An error above 100 %, else a warning. Traffic of availability links has checks of its own.
    /// ## References
    /// - SQL and hosts sheet, section 10: warn at 60 % (Microsoft, Capacity planning for AD DS, 2019)
    /// - id HOST-LINK-UTIL
    pub struct AdaptersOverCeiling = "CAP", 12, Warning, "adapters over the ceiling", ["HOST-LINK-UTIL"];
}

impl Check for AdaptersOverCeiling {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let ceiling = cx.plan().settings.network_ceiling.get();
        for (id, host) in &cx.facts.hosts {
            let now = host.shares.net;
            let (worst, lost) = (host.worst.net.value, host.worst.net.after.as_ref());
            let name = cx.name(id);
            let (message, share) = match lost {
                Some(lost) if exceeds(worst, ceiling) && exceeds(worst, now) => (
                    format!(
                        "After losing {}, client traffic takes {} of the adapters of {name} ({} before), above the {} ceiling",
                        cx.name(lost.clone()),
                        percent(worst),
                        percent(now),
                        percent(ceiling)
                    ),
                    worst,
                ),
                _ if exceeds(now, ceiling) => (
                    format!(
                        "Client traffic takes {} of the adapters of {name}, above the {} ceiling",
                        percent(now),
                        percent(ceiling)
                    ),
                    now,
                ),
                _ => continue,
            };
            let finding = out.found(id, message);
            finding
                .evidence(address(id, "net.share"))
                .evidence(address(id, "net.share_after"))
                .placement();
            if exceeds(share, 1.0) {
                finding.severity(Severity::Error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AdaptersOverCeiling;
    use crate::check::Severity;
    use crate::check::testing::{host_facts, judge, sample};
    use crate::facts::Worst;
    use crate::ids::HostId;

    fn at(now: f64, after: f64) -> Vec<crate::check::Finding> {
        judge(&AdaptersOverCeiling, &sample(), |f| {
            let h = host_facts(f, "host-b");
            h.shares.net = now;
            h.worst.net = Worst {
                value: after.max(now),
                after: (after > now).then(|| HostId::new("host-a").unwrap().into()),
            };
        })
    }

    #[test]
    fn trips_above_the_ceiling_and_not_at_it() {
        assert!(at(0.6, 0.0).is_empty());
        assert!(at(0.3, 0.6).is_empty());
        assert!(
            at(0.61, 0.0)[0]
                .message
                .starts_with("Client traffic takes 61 %")
        );
        assert!(at(0.4, 0.8)[0].message.starts_with("After losing host-a"));
        assert_eq!(at(0.4, 1.2)[0].severity, Severity::Error);
    }
}
