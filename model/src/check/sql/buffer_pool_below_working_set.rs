//! A buffer pool smaller than the working set.

use super::super::shared::{exceeds, gib, percent};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose buffer pool, by max server memory and edition, is smaller than the working set that the plan
    /// states.
    /// ## Why it matters
    /// What does not stay in memory is read from disk again and again; the I/O of the plan may then be too low.
    /// ## What to do
    /// Raise max server memory with the memory of the VM, use an edition that uses more, or plan for the reads.
    /// ## Limits
    /// A working set that is assumed, for want of a stated one, is not compared.
    /// ## References
    /// - Recalled rule: size the buffer pool for the hot set
    pub struct BufferPoolBelowWorkingSet = "SQL", 41, Info, "a buffer pool smaller than the working set", [];
}

impl Check for BufferPoolBelowWorkingSet {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let Some(facts) = one.facts(cx).filter(|_| one.sql.working_set.is_some()) else {
                continue;
            };
            if exceeds(facts.working_set_mib, facts.buffer_pool_mib) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "The buffer pool of {} on {} is {}: {} of the working set of {}",
                        cx.name(one.workload),
                        cx.name(one.vm_id),
                        gib(facts.buffer_pool_mib),
                        percent(facts.buffer_share.unwrap_or(0.0)),
                        gib(facts.working_set_mib)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "buffer_pool"))
                    .evidence(one.figure(cx, "buffer_share"));
                finding.unconfirmed = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BufferPoolBelowWorkingSet;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_below_what_is_stated_and_not_at_it() {
        let at = |mib: u64| {
            run(
                &BufferPoolBelowWorkingSet,
                &with(|sql, _| sql.working_set = Some(Mib::new(mib))),
            )
        };
        assert!(run(&BufferPoolBelowWorkingSet, &sample()).is_empty());
        assert!(at(11_264).is_empty());
        assert!(at(22_528)[0].message.contains("50 % of the working set"));
    }
}
