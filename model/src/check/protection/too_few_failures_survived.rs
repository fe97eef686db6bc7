//! Fewer host failures survived than wanted.

use crate::check::ask;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::plan::Level;

crate::check! {
    /// ## What it finds
    /// A pool with level-1 VMs that survives fewer host failures than the plan or the pool asks for.
    /// ## Why it matters
    /// The target was set because a second failure, or one during maintenance, is expected.
    /// ## What to do
    /// Add a host or memory, move VMs, or lower the target.
    /// ## References
    /// - Marathon Technologies, "Understanding dialable availability", 24 November 2008 (FR-13): capacity for a defined number of host failures
    pub struct TooFewFailuresSurvived = "PRO", 11, Error, "fewer host failures survived than wanted", ["HOST-HA-PLAN"];
}

impl Check for TooFewFailuresSurvived {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, pool) in &cx.facts.pools {
            let restarts = plan.vms.values().any(|vm| {
                vm.level == Level::L1 && vm.placement.iter().any(|r| pool.hosts.contains(&r.host))
            });
            // The first failure and a pool of one host have checks of their own.
            if !restarts
                || pool.hosts.len() < 2
                || !pool.not_restartable.is_empty()
                || pool.host_failures_survived >= pool.host_failures_wanted
            {
                continue;
            }
            let survived = pool.host_failures_survived;
            let finding = out.found(
                id,
                format!(
                    "{} survives {} of its {}; {} wanted",
                    cx.name(id),
                    ask::count(u64::from(survived), "host failure"),
                    ask::count(pool.hosts.len() as u64, "host"),
                    match pool.host_failures_wanted {
                        1 => "1 is".to_owned(),
                        n => format!("{n} are"),
                    }
                ),
            );
            finding.placement();
            if let Some(row) = plan.pools.get(id)
                && survived > 0
            {
                let mut lower = (**row).clone();
                lower.host_failures = Some(survived);
                finding.bold_fix(
                    format!(
                        "Ask for {}",
                        ask::count(u64::from(survived), "host failure")
                    ),
                    Edit::put(
                        format!(
                            "Ask {} to survive {}",
                            cx.name(id),
                            ask::count(u64::from(survived), "host failure")
                        ),
                        id,
                        lower,
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, mended, shared_sample};

    #[test]
    fn two_hosts_survive_one_failure_not_two() {
        let plan = shared_sample();
        assert!(found(&plan, "PRO-011").is_empty());
        let mut two = plan.clone();
        two.settings.host_failures = 2;
        let all = found(&two, "PRO-011");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&two, &all, 0), "PRO-011").is_empty());
    }
}
