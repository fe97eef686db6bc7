//! An array with one controller.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use super::parts::array_hosts;
use crate::check::ask;
use crate::ids::{ArrayId, VmId};

crate::check! {
    /// ## What it finds
    /// An array with one controller that holds disks of a level 1, 2 or 3 VM.
    /// ## Why it matters
    /// The controller is a single point of failure for every VM on the array, and for every restart.
    /// ## What to do
    /// Use an array with two controllers.
    /// ## References
    /// - Marathon Technologies, "Five steps to simpler Exchange high availability", 29 October 2008 (FR-26); FR-24
    pub struct OneArrayController = "RED", 11, Warning, "an array with one controller", [];
}

impl Check for OneArrayController {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        let mut arrays: BTreeMap<&ArrayId, BTreeSet<&VmId>> = BTreeMap::new();
        for ((_, array), vms) in array_hosts(plan) {
            arrays.entry(array).or_default().extend(vms);
        }
        for (id, vms) in arrays {
            if plan.arrays.get(id).is_none_or(|a| a.controllers > 1) {
                continue;
            }
            let finding = out.found(
                id,
                format!(
                    "{} has one controller under {}",
                    cx.name(id),
                    ask::names(cx, vms.iter().copied())
                ),
            );
            for vm in vms {
                finding.also(vm);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, shared_sample};
    use crate::plan::Level;

    #[test]
    fn two_controllers_are_enough() {
        let mut plan = shared_sample();
        assert!(found(&plan, "RED-011").is_empty());
        change!(plan, arrays, "array-1", a => a.controllers = 1);
        assert_eq!(found(&plan, "RED-011").len(), 1);
        change!(plan, vms, "mbx-1", v => v.level = Level::L0);
        assert!(found(&plan, "RED-011").is_empty());
    }
}
