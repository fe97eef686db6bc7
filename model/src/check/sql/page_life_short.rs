//! Pages that do not stay in memory.

use super::super::shared::{exceeds, gib};
use super::{cite_key, workloads};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlMeasured;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose measured page life expectancy is below 700 s, or below 300 s for each 4 GB of cached data where
    /// that is more.
    /// ## Why it matters
    /// Pages are pushed out of memory soon after they were read: the buffer pool is small for the work.
    /// ## What to do
    /// Give the instance more memory, or find the queries that read much.
    /// ## Limits
    /// The buffer pool stands in for the cached data where those were not measured. Better judged for each NUMA node.
    /// ## References
    /// - SQL Assessment API default ruleset, Microsoft; Page life expectancy and 300 sec limit, blog.datamaster.hr, after
    ///   J. Kehayias
    pub struct PageLifeShort = "SQL", 26, Info, "pages that do not stay in memory", ["SQL-PLE"];
}

impl Check for PageLifeShort {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in workloads(cx) {
            let name = cx.name(one.workload);
            let Some(facts) = one.facts(cx) else { continue };
            match one.sql.measured.page_life.map(crate::units::Secs::get) {
                Some(has) if exceeds(facts.page_life_s, has) => {
                    let finding = out.found(
                        one.workload,
                        format!(
                            "Page life expectancy of {name} is {} s; {} s are expected with {} of buffer pool",
                            pretty(has),
                            pretty(facts.page_life_s),
                            gib(facts.buffer_pool_mib)
                        ),
                    );
                    finding
                        .also(one.vm_id)
                        .evidence(one.figure(cx, "page_life"));
                    cite_key(cx, finding, keys::sql::PAGE_LIFE_S);
                }
                None if one.sql.measured != SqlMeasured::default() => {
                    out.not_assessed(
                        one.workload,
                        format!("the page life expectancy of {name}"),
                        format!("How long pages of {name} stay in memory was not measured"),
                    )
                    .severity(Severity::Info);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PageLifeShort;
    use crate::check::sql::{run, sample, with};
    use crate::units::{Mib, Secs};

    fn at(seconds: f64, cached_gib: u64) -> Vec<crate::check::Finding> {
        run(
            &PageLifeShort,
            &with(|sql, _| {
                sql.measured.page_life = Some(Secs::new(seconds));
                sql.measured.cached = Some(Mib::new(cached_gib * 1024));
            }),
        )
    }

    #[test]
    fn the_fixed_bound_and_the_one_by_data() {
        assert!(run(&PageLifeShort, &sample()).is_empty());
        // 8 GB call for 600 s: the fixed 700 s rule.
        assert!(at(700.0, 8).is_empty());
        assert_eq!(at(699.0, 8).len(), 1);
        // 16 GB call for 1,200 s.
        assert!(at(1200.0, 16).is_empty());
        assert_eq!(at(1199.0, 16).len(), 1);
        let other = with(|sql, _| sql.measured.cpu_cores = Some(1.0));
        assert!(!run(&PageLifeShort, &other)[0].is_found());
    }
}
