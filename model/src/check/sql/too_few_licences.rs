//! Core licences below what the VM needs.

use super::super::shared::{change_sql, exceeds, offer, plural};
use super::{cite_key, instances};
use crate::catalogue::{Severity, keys};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM with fewer core licences than virtual cores, or fewer than four.
    /// ## Why it matters
    /// Every virtual core of a VM is licensed, at least four of each VM, even where it has fewer.
    /// ## What to do
    /// Buy the missing licences, in packs of two; or give several small databases one VM.
    /// ## Limits
    /// Versions from 2012 with licences for each VM; earlier versions count processors.
    /// ## References
    /// - SQL Server 2014 virtual licensing case, license-library.de; Licensing minimums, D. Dorsey
    pub struct TooFewLicences = "SQL", 37, Error, "core licences below what the VM needs", ["SQL-LIC-MIN4"];
}

impl Check for TooFewLicences {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let least = cx.cx.constant(keys::sql::LICENCES_LEAST);
        for one in instances(cx) {
            let Some(needed) = one.facts(cx).and_then(|f| f.licences) else {
                continue;
            };
            let (name, vm) = (cx.name(one.workload), cx.name(one.vm_id));
            match one.sql.licences.map(f64::from) {
                Some(has) if exceeds(needed, has) => {
                    let finding = out.found(
                        one.workload,
                        format!(
                            "{name} holds {} for {vm} with {}; it needs {}",
                            plural(has, "core licence"),
                            plural(one.vm.vcpus, "vCPU"),
                            pretty(needed)
                        ),
                    );
                    finding.also(one.vm_id).evidence(one.figure(cx, "licences"));
                    cite_key(cx, finding, keys::sql::LICENCES_LEAST);
                    let label = format!("Give {name} {}", plural(needed, "core licence"));
                    let edit = change_sql(cx, one.workload, label, |s| {
                        s.licences = Some(needed as u32);
                    });
                    let title = format!("Use {}", plural(needed, "core licence"));
                    offer(finding, edit.map(|e| (title, e)));
                }
                None if one.first && exceeds(least, f64::from(one.vm.vcpus)) => {
                    out.not_assessed(
                        one.workload,
                        format!("the core licences of {name}"),
                        format!(
                            "How many core licences {name} holds for {vm} is not known; a VM needs {} at least",
                            pretty(least)
                        ),
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
    use super::TooFewLicences;
    use crate::check::sql::{run, sample, with};
    use crate::plan::{Plan, SqlLicensing};

    fn plan(vcpus: u32, licences: Option<u32>) -> Plan {
        with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.licences = licences;
            vm.vcpus = vcpus;
        })
    }

    #[test]
    fn four_at_least_and_one_a_core() {
        assert!(run(&TooFewLicences, &sample()).is_empty(), "by processors");
        assert!(run(&TooFewLicences, &plan(2, Some(4))).is_empty());
        assert!(run(&TooFewLicences, &plan(6, Some(6))).is_empty());
        assert_eq!(run(&TooFewLicences, &plan(6, Some(5))).len(), 1);
        assert!(!run(&TooFewLicences, &plan(2, None))[0].is_found());
        assert!(run(&TooFewLicences, &plan(6, None)).is_empty());
        let bad = plan(2, Some(2));
        let f = run(&TooFewLicences, &bad);
        assert_eq!(f[0].fixes[0].title, "Use 4 core licences");
        let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
        assert!(run(&TooFewLicences, &mended).is_empty());
        let host = with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.licensing = SqlLicensing::Host;
            sql.licences = Some(1);
            vm.vcpus = 2;
        });
        assert!(run(&TooFewLicences, &host).is_empty());
    }
}
