//! More vCPUs for each hardware thread than the platform takes.

use super::super::shared::{address, plural};
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::figure::over;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host with more vCPUs for each hardware thread (logical processor) than the platform takes.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Move VMs to other hosts, or give them fewer vCPUs.
    /// ## Limits
    /// The ratio to physical cores is a check of its own (CAP-013).
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct VcpusOverThreadLimit = "CAP", 32, Error, "more vCPUs for each hardware thread than the platform takes", ["HOST-LIMIT"];
}

impl Check for VcpusOverThreadLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in &cx.facts.hosts {
            let value = over(host.load.vcpus, host.capacity.threads);
            if let Some(limit) = broken(cx, LimitOf::VcpusPerThread, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} carries {} on {}, {} each; {} for each",
                        cx.name(id),
                        plural(host.load.vcpus, "vCPU"),
                        plural(host.capacity.threads, "hardware thread"),
                        pretty(value),
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
    use super::VcpusOverThreadLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{host_facts, judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |vcpus: f64| {
            let catalogue = limited(LimitOf::VcpusPerThread, 8.0);
            judge_with(&VcpusOverThreadLimit, &sample(), &catalogue, |f| {
                let h = host_facts(f, "host-a");
                h.load.vcpus = vcpus;
                h.capacity.threads = 12.0;
            })
        };
        assert!(at(96.0).is_empty());
        assert_eq!(
            at(102.0)[0].message,
            "host-a carries 102 vCPUs on 12 hardware threads, 8.5 each; Neutral platform 1 takes at most 8 for each"
        );
    }
}
