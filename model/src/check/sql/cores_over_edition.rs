//! More vCPUs than the edition uses.

use super::super::shared::{offer_bold, plural, use_vcpus};
use super::instances;
use crate::check::{Check, CheckCx, Findings, Meta};

crate::check! {
    /// ## What it finds
    /// A SQL Server VM with more vCPUs than the edition uses in one instance.
    /// ## Why it matters
    /// The vCPUs above the limit do nothing, but are licensed and scheduled.
    /// ## What to do
    /// Give the VM fewer vCPUs, or use a higher edition.
    /// ## Limits
    /// Limits on sockets are not checked: virtual sockets are not part of a plan.
    /// ## References
    /// - SQL and hosts sheet, section 1 (Editions and supported features of SQL Server, Microsoft) and check SQL-CPU-EDITION
    pub struct CoresOverEdition = "SQL", 4, Warning, "more vCPUs than the edition uses", ["SQL-CPU-EDITION"];
}

impl Check for CoresOverEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let Some((edition, most)) = one.edition(cx).and_then(|e| Some((e, e.max_cores?)))
            else {
                continue;
            };
            if one.vm.vcpus > most {
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{} has {}; {} edition of {} uses at most {most}",
                        cx.name(one.vm_id),
                        plural(one.vm.vcpus, "vCPU"),
                        edition.name,
                        cx.name(one.workload),
                    ),
                );
                finding.also(one.workload);
                finding.source = crate::facts::cite(&edition.source.document, &edition.source.date);
                finding.unconfirmed = !edition.source.confirmed;
                offer_bold(finding, Some(use_vcpus(cx, one.vm_id, one.vm, most)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CoresOverEdition;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_above_the_edition_and_its_fix_mends_it() {
        assert!(
            run(&CoresOverEdition, &sample()).is_empty(),
            "no core limit"
        );
        let plan = |vcpus: u32| {
            with(|sql, vm| {
                sql.version = "sql-2022".into();
                vm.vcpus = vcpus;
            })
        };
        assert!(run(&CoresOverEdition, &plan(24)).is_empty());
        let bad = plan(25);
        let f = run(&CoresOverEdition, &bad);
        assert!(f[0].message.contains("uses at most 24"));
        let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
        assert!(run(&CoresOverEdition, &mended).is_empty());
    }
}
