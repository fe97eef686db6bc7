//! A single power supply.

use super::parts::{host_found, host_unknown};
use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::plan::PowerSupply;

crate::check! {
    /// ## What it finds
    /// A host under a level 2 or 3 VM with one power supply.
    /// ## Why it matters
    /// The supply is a common fault. Its loss takes the whole host, and the VM runs on without protection or restarts.
    /// ## What to do
    /// Fit a second supply on another feed.
    /// ## Limits
    /// A host without any supply in the plan is not assessed.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-25); FR-24
    pub struct OnePowerSupply = "RED", 1, Warning, "a single power supply", [];
}

impl Check for OnePowerSupply {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (host, vms) in ask::protected_hosts(plan) {
            let Some(row) = plan.hosts.get(host) else {
                continue;
            };
            match row.power_supplies.as_slice() {
                [] => host_unknown(cx, out, host, "power supplies"),
                [only] => {
                    let finding = host_found(
                        cx,
                        out,
                        host,
                        &vms,
                        &format!("{} has one power supply", cx.name(host)),
                    );
                    let feed = plan
                        .feeds
                        .iter()
                        .find(|(id, f)| {
                            f.site.as_ref() == Some(&row.site) && only.feed.as_ref() != Some(id)
                        })
                        .map(|(id, _)| id.clone());
                    let mut two = (**row).clone();
                    two.power_supplies.push(PowerSupply { feed });
                    finding.bold_fix(
                        "Add a power supply",
                        Edit::put(
                            format!("Add a power supply to {}", cx.name(host)),
                            host,
                            two,
                        ),
                    );
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, missing, sample, with};
    use crate::plan::Level;

    #[test]
    fn two_supplies_are_enough() {
        assert!(found(&sample(), "RED-001").is_empty());
        let plan = with(|p| change!(p, hosts, "host-a", h => { h.power_supplies.pop(); }));
        let all = found(&plan, "RED-001");
        assert_eq!(all.len(), 1);
        assert_eq!(mended(&plan, &all, 0), sample());
        let none = with(|p| change!(p, hosts, "host-a", h => h.power_supplies.clear()));
        assert!(found(&none, "RED-001").is_empty());
        assert_eq!(missing(&none, "RED-001").len(), 1);
    }

    #[test]
    fn only_under_protected_vms() {
        let plan = with(|p| {
            change!(p, hosts, "host-a", h => { h.power_supplies.pop(); });
            change!(p, vms, "mbx-1", v => { v.level = Level::L0; v.placement[0].partner = None });
        });
        assert!(found(&plan, "RED-001").is_empty());
    }
}
