//! More network ports than the platform supports.

use super::super::shared::plural;
use super::{broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host with more network ports than the platform supports as adapters.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Take cards out, or choose another platform.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - SQL and hosts sheet, section 7 and check HOST-LIMIT; the profile's row cites the vendor's document
    pub struct AdaptersOverPlatformLimit = "CAP", 27, Error, "more network ports than the platform supports", ["HOST-LIMIT"];
}

impl Check for AdaptersOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, host) in cx.plan().hosts.iter() {
            let value = host
                .adapters
                .iter()
                .map(|a| f64::from(a.ports))
                .sum::<f64>();
            if let Some(limit) = broken(cx, LimitOf::AdaptersPerHost, None, 0, false, value) {
                out.found(
                    id,
                    format!(
                        "{} has {}; {} on a host",
                        cx.name(id),
                        plural(value, "network port"),
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
    use super::AdaptersOverPlatformLimit;
    use crate::catalogue::LimitOf;
    use crate::check::capacity::limited;
    use crate::check::testing::{judge_with, sample};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |limit: f64| {
            let catalogue = limited(LimitOf::AdaptersPerHost, limit);
            judge_with(&AdaptersOverPlatformLimit, &sample(), &catalogue, |_| {})
        };
        assert!(at(4.0).is_empty());
        assert_eq!(
            at(3.0)[0].message,
            "host-a has 4 network ports; Neutral platform 1 takes at most 3 on a host"
        );
    }
}
