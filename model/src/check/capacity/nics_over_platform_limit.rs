//! More virtual network adapters than the platform gives a VM.

use super::super::shared::{offer_bold, plural};
use super::{any_split, broken, takes};
use crate::catalogue::LimitOf;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::edit::Edit;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A VM with more virtual network adapters than the platform gives one.
    /// ## Why it matters
    /// The vendor does not support more, and most platforms refuse to start or to add it.
    /// ## What to do
    /// Carry several networks over one adapter as VLANs, or give the VM fewer.
    /// ## Limits
    /// The limit, its severity and its source are a row of the platform's profile; without a row nothing is checked.
    /// ## References
    /// - The profile's row cites the vendor's document
    pub struct NicsOverPlatformLimit = "CAP", 33, Error, "more network adapters than the platform gives a VM", ["HOST-LIMIT"];
}

impl Check for NicsOverPlatformLimit {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let split = any_split(cx, vm);
            let nics = f64::from(vm.nics);
            let Some(limit) = broken(cx, LimitOf::VmNics, Some(vm.level), vm.vcpus, split, nics)
            else {
                continue;
            };
            let finding = out.found(
                id,
                format!(
                    "{} has {}; {} in a VM",
                    cx.name(id),
                    plural(nics, "network adapter"),
                    takes(cx, limit, &pretty(limit.value))
                ),
            );
            finding.limit(limit);
            let mut fewer = (**vm).clone();
            fewer.nics = ask::largest_whole(limit);
            let title = format!(
                "Give it {}",
                plural(f64::from(fewer.nics), "network adapter")
            );
            let edit = Edit::put(format!("{title}: {}", cx.name(id)), id, fewer);
            offer_bold(finding, Some((title, edit)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Bound, LimitOf};
    use crate::change;
    use crate::check::testing::{found_on, row, with};

    #[test]
    fn trips_above_the_row_and_not_at_it() {
        let at = |n: u32| {
            let plan = with(|p| change!(p, vms, "mbx-1", v => v.nics = n));
            found_on(&plan, "CAP-033", |p| {
                p.limits.push(row(LimitOf::VmNics, Bound::Max, 7.0));
            })
        };
        assert!(at(7).is_empty());
        let found = at(8);
        assert!(found[0].message.starts_with("mbx-1 has 8 network adapters"));
        assert_eq!(found[0].fixes[0].title, "Give it 7 network adapters");
    }
}
