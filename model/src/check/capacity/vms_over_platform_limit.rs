//! More VMs on a host than the platform takes.

use super::super::shared::plural;
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host that carries more VMs than the platform takes, standby and lockstep halves counted.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Move VMs to other hosts.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct VmsOverPlatformLimit = "CAP", 24, Error, "more VMs on a host than the platform takes", ["HOST-LIMIT"];
}

impl Check for VmsOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in &cx.facts.hosts {
            let value = f64::from(host.load.vms);
            if let Some(limit) = broken(cx, LimitOf::VmsPerHost, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} carries {}; {} on a host",
                        cx.name(id),
                        plural(value, "VM"),
                        takes(cx, limit, &pretty(limit.value))
                    ),
                )
                .limit(limit)
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VmsOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{host_facts, judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::VmsPerHost, limit);
            judge_with(&VmsOverPlatformLimit, &sample(), &catalogue, |f| {
                host_facts(f, "host-a").load.vms = 50
            })
        };
        assert!(at(50.0).is_empty());
        assert_eq!(
            at(49.0)[0].message,
            "host-a carries 50 VMs; Neutral platform 1 takes at most 49 on a host"
        );
    }
}
