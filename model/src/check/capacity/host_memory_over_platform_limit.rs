//! More memory in a host than the platform uses.

use super::super::shared::gib;
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host with more memory than the platform supports.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Choose less memory, or another platform.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct HostMemoryOverPlatformLimit = "CAP", 26, Error, "more memory in a host than the platform uses", ["HOST-LIMIT"];
}

impl Check for HostMemoryOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in cx.plan().hosts.iter() {
            let value = host.ram.as_f64();
            if let Some(limit) = broken(cx, LimitOf::HostRam, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} has {}; {} on a host",
                        cx.name(id),
                        gib(value),
                        takes(cx, limit, &gib(limit.value))
                    ),
                )
                .limit(limit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HostMemoryOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::HostRam, limit);
            judge_with(&HostMemoryOverPlatformLimit, &sample(), &catalogue, |_| {})
        };
        assert!(at(49_152.0).is_empty());
        assert_eq!(
            at(32_768.0)[0].message,
            "host-a has 48 GiB; Neutral platform 1 takes at most 32 GiB on a host"
        );
    }
}
