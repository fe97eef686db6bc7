//! SQL Server memory above what the edition uses.

use super::super::shared::{cite, exceeds, gib};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server whose max server memory (the memory of the VM where that is unset) is more than the edition uses
    /// for its buffer pool.
    /// ## Why it matters
    /// The memory above the limit holds no pages of the database.
    /// ## What to do
    /// Give the VM less memory, or use a higher edition.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; Memory management architecture guide, Microsoft
    ///   Learn; SQL Assessment API default ruleset, Microsoft
    pub struct MaxMemoryOverEdition = "SQL", 5, Info, "SQL Server memory above what the edition uses", ["SQL-MEM-EDITION"];
}

impl Check for MaxMemoryOverEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(edition), Some((most, row))) =
                (one.edition(cx), one.edition_limit(cx, "memory_mib"))
            else {
                continue;
            };
            let (what, has) = match one.max_memory(cx) {
                Some(max) => ("max server memory", max),
                None => ("no limit and memory", one.vm.ram.as_f64()),
            };
            if exceeds(has, most) {
                let finding = out.found(
                    one.workload,
                    format!(
                        "{} has {what} of {}; the buffer pool of {} edition uses at most {}",
                        cx.name(one.workload),
                        gib(has),
                        edition.name,
                        gib(most)
                    ),
                );
                finding
                    .also(one.vm_id)
                    .evidence(one.figure(cx, "buffer_pool"));
                cite(finding, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MaxMemoryOverEdition;
    use crate::check::sql::{run, sample, with};
    use crate::units::Mib;

    #[test]
    fn trips_above_the_edition_and_not_at_it() {
        assert!(run(&MaxMemoryOverEdition, &sample()).is_empty());
        let max = |mib: u64| with(|sql, _| sql.max_server_memory = Some(Mib::new(mib)));
        assert!(run(&MaxMemoryOverEdition, &max(65_536)).is_empty());
        assert_eq!(run(&MaxMemoryOverEdition, &max(65_537)).len(), 1);
        let unset = with(|sql, vm| {
            sql.max_server_memory = None;
            vm.ram = Mib::new(131_072);
        });
        assert!(
            run(&MaxMemoryOverEdition, &unset)[0]
                .message
                .contains("128 GiB")
        );
    }
}
