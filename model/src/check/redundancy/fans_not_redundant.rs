//! Fans that do not tolerate a failure.

use super::parts::{host_found, host_unknown};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM that overheats when one fan fails.
    /// ## Why it matters
    /// Fans wear out. A host that shuts down for heat is a host failure.
    /// ## What to do
    /// Use a server with redundant fans, and watch the spares.
    /// ## Limits
    /// Where it is not given it is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25): power, cooling, ECC
    pub struct FansNotRedundant = "RED", 8, Warning, "fans that do not tolerate a failure", [];
}

impl Check for FansNotRedundant {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (host, vms) in ask::protected_hosts(cx.plan()) {
            match cx.plan().hosts.get(host).map(|h| h.redundant_fans) {
                Some(None) => host_unknown(cx, out, host, "fans"),
                Some(Some(false)) => {
                    let message =
                        format!("The fans of {} do not tolerate a failure", cx.name(host));
                    host_found(cx, out, host, &vms, &message);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, missing, sample, with};

    #[test]
    fn fans_tolerate_a_failure() {
        assert!(found(&sample(), "RED-008").is_empty());
        let at = |fans| with(|p| change!(p, hosts, "host-a", h => h.redundant_fans = fans));
        assert_eq!(found(&at(Some(false)), "RED-008").len(), 1);
        assert_eq!(missing(&at(None), "RED-008").len(), 1);
    }
}
