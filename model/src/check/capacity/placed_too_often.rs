//! More members placed than there are.

use super::super::shared::change_vm;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A VM or group whose placement counts more members than it has.
    /// ## Why it matters
    /// Hosts are charged for members that do not exist, and nobody can install the plan as drawn.
    /// ## What to do
    /// Correct the counts of the placement, or the number of members.
    /// ## References
    /// - Planning rule of the product
    pub struct PlacedTooOften = "CAP", 21, Error, "more members placed than there are", [];
}

impl Check for PlacedTooOften {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            let placed = vm.placed();
            if placed > vm.count {
                let label = format!("Make {} {placed} members", cx.name(id));
                out.found(
                    id,
                    format!(
                        "{} has {} but {placed} are placed",
                        cx.name(id),
                        super::plural(vm.count, "member")
                    ),
                )
                .bold_fix(
                    format!("Make it {placed} members"),
                    change_vm(id, vm, label, |v| v.count = placed),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{codes, findings, sample, with};

    #[test]
    fn trips_above_the_count_and_its_fix_mends_it() {
        assert!(!codes(&sample()).contains(&"CAP-021".to_owned()));
        let plan = with(|p| change!(p, vms, "mbx-1", vm => vm.placement[0].count = 2));
        let all = findings(&plan);
        let f = all
            .iter()
            .find(|f| f.code.to_string() == "CAP-021")
            .unwrap();
        let mended = f.fixes[0].edit.apply(&plan).unwrap();
        assert!(!codes(&mended).contains(&"CAP-021".to_owned()));
    }
}
