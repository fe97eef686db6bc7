//! More cores than the edition uses.

use super::super::shared::{cite, exceeds, offer_bold, plural, use_vcpus};
use super::{Instance, instances};
use crate::catalogue::{Constant, Severity};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A SQL Server VM with more virtual cores, sockets or logical processors than the edition uses in one instance.
    /// ## Why it matters
    /// What is above the limit does nothing, but is licensed and scheduled. A VM that shows each vCPU as a socket of its
    /// own loses most of them to a limit on sockets.
    /// ## What to do
    /// Give the VM fewer vCPUs or sockets, or use a higher edition.
    /// ## Limits
    /// Sockets are compared where the VM's sockets are told. Each of several instances uses the limit anew.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; for earlier versions the source of the limit
    pub struct CoresOverEdition = "SQL", 4, Warning, "more vCPUs than the edition uses", ["SQL-CPU-EDITION"];
}

/// The limit that binds, of those on cores, processors and sockets.
fn binding<'a>(cx: &CheckCx<'a>, one: &Instance<'a>) -> Option<(f64, &'a Constant, &'static str)> {
    let vcpus = f64::from(one.vm.vcpus);
    let sockets = one.vm.sockets.filter(|n| *n > 0).map(f64::from);
    let of_sockets = one.edition_limit(cx, "sockets").and_then(|(most, row)| {
        let sockets = sockets?;
        Some((most * (vcpus / sockets).ceil(), row, "socket"))
    });
    let of = |key: &str, word| {
        let (most, row) = one.edition_limit(cx, key)?;
        Some((most, row, word))
    };
    [
        of("cores", "core"),
        of("processors", "processor"),
        of_sockets,
    ]
    .into_iter()
    .flatten()
    .min_by(|a, b| a.0.total_cmp(&b.0))
}

impl Check for CoresOverEdition {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for one in instances(cx) {
            let (Some(edition), Some(facts)) = (one.edition(cx), one.facts(cx)) else {
                continue;
            };
            let vcpus = f64::from(one.vm.vcpus);
            let name = cx.name(one.vm_id);
            if exceeds(vcpus, facts.usable_cores) {
                let Some((_, row, word)) = binding(cx, &one) else {
                    continue;
                };
                let sockets = match one.vm.sockets.filter(|_| word == "socket") {
                    Some(n) => format!(" in {}", plural(n, "socket")),
                    None => String::new(),
                };
                let finding = out.found(
                    one.vm_id,
                    format!(
                        "{name} has {}{sockets}; {} edition of {} uses {} of them: at most {} an instance",
                        plural(one.vm.vcpus, "vCPU"),
                        edition.name,
                        cx.name(one.workload),
                        pretty(facts.usable_cores),
                        plural(row.value, word),
                    ),
                );
                finding
                    .also(one.workload)
                    .evidence(one.figure(cx, "usable_cores"));
                cite(finding, row);
                let fits = facts.usable_cores.max(1.0) as u32;
                offer_bold(finding, Some(use_vcpus(cx, one.vm_id, one.vm, fits)));
            } else if one.vm.sockets.is_none()
                && let Some((most, _)) = one.edition_limit(cx, "sockets")
                && exceeds(vcpus, most)
            {
                out.not_assessed(
                    one.vm_id,
                    format!("the virtual sockets of {name}"),
                    format!(
                        "In how many sockets {name} shows its {} is not known; {} edition uses {}",
                        plural(one.vm.vcpus, "vCPU"),
                        edition.name,
                        plural(most, "socket")
                    ),
                )
                .severity(Severity::Info);
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
            "four vCPUs fit four sockets"
        );
        let plan = |vcpus: u32| {
            with(|sql, vm| {
                sql.version = "sql-2022".into();
                vm.vcpus = vcpus;
                vm.sockets = Some(2);
            })
        };
        assert!(run(&CoresOverEdition, &plan(24)).is_empty());
        let bad = plan(25);
        let f = run(&CoresOverEdition, &bad);
        assert!(f[0].message.contains("at most 24 cores"), "{f:#?}");
        let mended = f[0].fixes[0].edit.apply(&bad).unwrap();
        assert!(run(&CoresOverEdition, &mended).is_empty());
    }

    #[test]
    fn sockets_count_where_they_are_told() {
        let at = |sockets: Option<u32>| {
            let plan = with(|_, vm| {
                vm.vcpus = 8;
                vm.sockets = sockets;
            });
            run(&CoresOverEdition, &plan)
        };
        assert!(at(Some(2)).is_empty());
        assert!(at(Some(4)).is_empty());
        let f = at(Some(8));
        assert!(
            f[0].message.contains("uses 4 of them: at most 4 sockets"),
            "{f:#?}"
        );
        assert!(!at(None)[0].is_found());
    }

    #[test]
    fn each_instance_uses_the_limit_anew() {
        let plan = with(|sql, vm| {
            sql.version = "sql-2022".into();
            sql.instance.per_vm = Some(2);
            vm.vcpus = 48;
            vm.sockets = Some(2);
        });
        assert!(run(&CoresOverEdition, &plan).is_empty());
    }
}
