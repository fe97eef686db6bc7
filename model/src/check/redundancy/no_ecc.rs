//! Memory without error correction.

use super::parts::{host_found, host_unknown};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM whose memory has no error correction.
    /// ## Why it matters
    /// A flipped bit stops the host, or silently changes data that mirroring then copies to the partner.
    /// ## What to do
    /// Use error-correcting memory.
    /// ## Limits
    /// Where it is not given it is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25)
    pub struct NoEcc = "RED", 7, Warning, "memory without error correction", [];
}

impl Check for NoEcc {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (host, vms) in ask::protected_hosts(cx.plan()) {
            match cx.plan().hosts.get(host).map(|h| h.ecc) {
                Some(None) => host_unknown(cx, out, host, "kind of memory"),
                Some(Some(false)) => {
                    let message = format!("{} has memory without error correction", cx.name(host));
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
    fn memory_corrects_errors() {
        assert!(found(&sample(), "RED-007").is_empty());
        let at = |ecc| with(|p| change!(p, hosts, "host-a", h => h.ecc = ecc));
        assert_eq!(found(&at(Some(false)), "RED-007").len(), 1);
        assert!(found(&at(None), "RED-007").is_empty());
        assert_eq!(missing(&at(None), "RED-007").len(), 1);
    }
}
