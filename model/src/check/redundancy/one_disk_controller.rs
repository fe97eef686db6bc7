//! A single disk controller.

use super::parts::{host_found, host_unknown};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM with local disks and one disk controller.
    /// ## Why it matters
    /// RAID survives a disk, not its controller: with the controller all disks of the host are gone.
    /// ## What to do
    /// Fit a second controller and spread the disks over both.
    /// ## Limits
    /// A host whose controllers are not given is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-26)
    pub struct OneDiskController = "RED", 4, Warning, "a single disk controller", [];
}

impl Check for OneDiskController {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (host, vms) in ask::protected_hosts(plan) {
            let Some(row) = plan.hosts.get(host).filter(|h| !h.raid.is_empty()) else {
                continue;
            };
            match row.controllers {
                None => host_unknown(cx, out, host, "disk controllers"),
                Some(0 | 1) => {
                    let message = format!("{} has one disk controller", cx.name(host));
                    let finding = host_found(cx, out, host, &vms, &message);
                    let mut two = (**row).clone();
                    two.controllers = Some(2);
                    finding.bold_fix(
                        "Add a controller",
                        Edit::put(
                            format!("Add a disk controller to {}", cx.name(host)),
                            host,
                            two,
                        ),
                    );
                }
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};

    #[test]
    fn two_controllers_are_enough() {
        assert!(found(&sample(), "RED-004").is_empty());
        let plan = with(|p| change!(p, hosts, "host-b", h => h.controllers = Some(1)));
        let all = found(&plan, "RED-004");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
        let plan = with(|p| change!(p, hosts, "host-b", h => h.controllers = None));
        assert_eq!(missing(&plan, "RED-004").len(), 1);
        let bare =
            with(|p| change!(p, hosts, "host-b", h => { h.controllers = None; h.raid.clear() }));
        assert!(missing(&bare, "RED-004").is_empty());
    }
}
