//! More vCPUs on a host than the platform takes.

use super::super::shared::{address, plural};
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host whose VMs, standby and lockstep halves counted, have more vCPUs together than the platform takes on one.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Move VMs to other hosts, or give them fewer vCPUs.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct VcpusOverHostLimit = "CAP", 31, Error, "more vCPUs on a host than the platform takes", ["HOST-LIMIT"];
}

impl Check for VcpusOverHostLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in &cx.facts.hosts {
            let value = host.load.vcpus;
            if let Some(limit) = broken(cx, LimitOf::VcpusPerHost, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} carries {}; {} on a host",
                        cx.name(id),
                        plural(value, "vCPU"),
                        takes(cx, limit, &pretty(limit.value))
                    ),
                )
                .limit(limit)
                .evidence(address(id, "vcpus.load"))
                .placement();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::VcpusOverHostLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{host_facts, judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::VcpusPerHost, limit);
            judge_with(&VcpusOverHostLimit, &sample(), &catalogue, |f| {
                host_facts(f, "host-a").load.vcpus = 192.0
            })
        };
        assert!(at(192.0).is_empty());
        assert_eq!(
            at(191.0)[0].message,
            "host-a carries 192 vCPUs; Neutral platform 1 takes at most 191 on a host"
        );
    }
}
