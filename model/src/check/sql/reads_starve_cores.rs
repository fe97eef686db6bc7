//! Storage that reads too slowly for the cores.

use super::super::shared::exceeds;
use super::{cite_key, instances};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::plan::SqlMeasured;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server whose storage reads less than 200 MB/s in sequence for each core that it uses.
    /// ## Why it matters
    /// Scans and reports then wait for the disks while licensed cores idle.
    /// ## What to do
    /// Use more spindles, flash or paths, or fewer cores.
    /// ## Limits
    /// Of little weight where all work is small transactions.
    /// ## References
    /// - SQL Server Setup Checklist, First Responder Kit, 2026
    pub struct ReadsStarveCores = "SQL", 34, Info, "storage that reads too slowly for the cores", ["SQL-READ-BW"];
}

impl Check for ReadsStarveCores {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let name = cx.name(one.workload);
            let Some(facts) = one.facts(cx) else { continue };
            match one.sql.measured.sequential_read.map(|r| r.get()) {
                Some(has) if exceeds(facts.read_bandwidth_mb_s, has) => {
                    let finding = out.found(
                        one.workload,
                        format!(
                            "Storage of {name} reads {} MB/s; the {} cores on {} can take {} MB/s",
                            pretty(has),
                            pretty(facts.usable_cores),
                            cx.name(one.vm_id),
                            pretty(facts.read_bandwidth_mb_s)
                        ),
                    );
                    finding
                        .also(one.vm_id)
                        .evidence(one.figure(cx, "read_bandwidth"));
                    cite_key(cx, finding, keys::sql::READ_MB_S_PER_CORE);
                }
                None if one.first && one.sql.measured != SqlMeasured::default() => {
                    out.not_assessed(
                        one.workload,
                        format!("the sequential read of the storage of {name}"),
                        format!("How fast the storage of {name} reads was not measured"),
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
    use super::ReadsStarveCores;
    use crate::check::sql::{run, sample, with};
    use crate::units::MbPerS;

    #[test]
    fn two_hundred_megabytes_for_each_core() {
        let at = |mb: f64| {
            run(
                &ReadsStarveCores,
                &with(|sql, _| sql.measured.sequential_read = Some(MbPerS::new(mb))),
            )
        };
        assert!(run(&ReadsStarveCores, &sample()).is_empty());
        assert!(at(800.0).is_empty());
        assert!(at(799.0)[0].message.contains("800 MB/s"));
        let other = with(|sql, _| sql.measured.cpu_cores = Some(1.0));
        assert!(!run(&ReadsStarveCores, &other)[0].is_found());
    }
}
