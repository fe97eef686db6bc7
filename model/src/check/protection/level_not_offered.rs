//! A level that the platform does not offer.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A VM whose protection level has no mechanism on the plan's platform.
    /// ## Why it matters
    /// The level cannot be switched on: the VM would run with less protection than the plan promises.
    /// ## What to do
    /// Use the next lower level that the platform offers, or a platform that offers this one.
    /// ## References
    /// - The profile's `levels`
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-16)
    pub struct LevelNotOffered = "PRO", 1, Error, "a level that the platform does not offer", ["LS-CPU-03"];
}

impl Check for LevelNotOffered {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for (id, vm) in cx.plan().vms.iter() {
            if cx.profile().mechanism(vm.level).is_some() {
                continue;
            }
            let offered: Vec<Level> = Level::ALL
                .into_iter()
                .filter(|l| cx.profile().mechanism(*l).is_some())
                .collect();
            let names: Vec<String> = offered.iter().map(|l| l.number().to_string()).collect();
            let finding = out.found(
                id,
                format!(
                    "{} asks for level {} ({}); {} offers {} {}",
                    cx.name(id),
                    vm.level.number(),
                    vm.level.word(),
                    cx.profile().product,
                    ask::number(names.len(), "level", "levels"),
                    ask::words(&names)
                ),
            );
            // Lower protection is less than was asked for, so the fix is one to think about.
            if let Some(lower) = offered.iter().rev().find(|l| **l < vm.level)
                && let Some(edit) = ask::with_level(cx, [id], *lower)
            {
                finding.bold_fix(format!("Use level {}", lower.number()), edit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, found_on, mended, sample, with};
    use crate::plan::Level;

    #[test]
    fn an_offered_level_is_fine_and_a_missing_one_is_mended_by_the_next_lower() {
        assert!(found(&sample(), "PRO-001").is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.level = Level::L3));
        assert!(found(&plan, "PRO-001").is_empty());
        let without_l3 = found_on(&plan, "PRO-001", |p| {
            p.levels.remove(&Level::L3);
        });
        assert_eq!(without_l3.len(), 1);
        let plan = mended(&plan, &without_l3, 0);
        assert_eq!(plan.vms.values().next().unwrap().level, Level::L2);
    }

    #[test]
    fn level_0_is_always_offered() {
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.level = Level::L0));
        assert!(found_on(&plan, "PRO-001", |p| p.levels.clear()).is_empty());
        let plan = with(|p| change!(p, vms, "mbx-1", v => v.level = Level::L1));
        assert_eq!(found_on(&plan, "PRO-001", |p| p.levels.clear()).len(), 1);
    }
}
