//! More hardware threads than the platform uses.

use super::super::shared::plural;
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host with more hardware threads than the platform supports.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Switch hyper-threading off, choose a smaller host, or another platform.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct ThreadsOverPlatformLimit = "CAP", 25, Error, "more hardware threads than the platform uses", ["HOST-LIMIT"];
}

impl Check for ThreadsOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in cx.plan().hosts.iter() {
            let value = f64::from(host.threads());
            if let Some(limit) = broken(cx, LimitOf::ThreadsPerHost, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} has {}; {} on a host",
                        cx.name(id),
                        plural(value, "hardware thread"),
                        takes(cx, limit, &pretty(limit.value))
                    ),
                )
                .limit(limit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ThreadsOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::ThreadsPerHost, limit);
            judge_with(&ThreadsOverPlatformLimit, &sample(), &catalogue, |_| {})
        };
        assert!(at(12.0).is_empty());
        assert_eq!(
            at(8.0)[0].message,
            "host-a has 12 hardware threads; Neutral platform 1 takes at most 8 on a host"
        );
    }
}
