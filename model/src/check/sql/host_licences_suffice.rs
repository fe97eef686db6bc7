//! More licences by VM than the host would need.

use std::collections::BTreeMap;

use super::super::shared::{exceeds, plural};
use super::{cite_key, instances};
use crate::catalogue::keys;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::figure::{Num, Plain};
use crate::formula::sql::licence;
use crate::ids::{HostId, VmId, WorkloadId};
use crate::plan::SqlLicensing;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A host whose SQL Server VMs of the largest edition hold more core licences, VM by VM, than its own cores would need.
    /// ## Why it matters
    /// All cores of the host licensed, with software assurance, carry any number of such VMs.
    /// ## What to do
    /// License the host instead, and its partner where VMs may run there.
    /// ## Limits
    /// Counts VMs where they run normally. Prices and assurance are not part of it.
    /// ## References
    /// - Editions and supported features of SQL Server 2022, Microsoft Learn; Licensing minimums, D. Dorsey
    pub struct HostLicencesSuffice = "SQL", 43, Info, "more licences by VM than the host would need", [];
}

#[derive(Default)]
struct Carried<'a> {
    licences: f64,
    vms: Vec<(&'a VmId, &'a WorkloadId)>,
}

impl Check for HostLicencesSuffice {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let mut hosts: BTreeMap<&HostId, Carried<'_>> = BTreeMap::new();
        for one in instances(cx) {
            let unlimited = one.edition(cx).is_some() && one.edition_limit(cx, "cores").is_none();
            let needed = one.facts(cx).and_then(|f| f.licences);
            let (Some(needed), SqlLicensing::Vm, true) = (needed, one.sql.licensing, unlimited)
            else {
                continue;
            };
            for row in &one.vm.placement {
                let host = hosts.entry(&row.host).or_default();
                if host.vms.iter().all(|(vm, _)| *vm != one.vm_id) {
                    host.licences += needed * f64::from(row.count);
                }
                host.vms.push((one.vm_id, one.workload));
            }
        }
        let least = Plain(cx.cx.constant(keys::sql::LICENCES_LEAST));
        for (id, carried) in hosts {
            let Some(host) = cx.plan().hosts.get(id) else {
                continue;
            };
            let sockets = Plain(f64::from(host.sockets));
            let cores = Plain(f64::from(host.cores_per_socket));
            let whole = licence::host(sockets, cores, least).value();
            if whole > 0.0 && exceeds(carried.licences, whole) {
                let finding = out.found(
                    id,
                    format!(
                        "SQL Server VMs on {} need {} one by one; all its cores need {}",
                        cx.name(id),
                        plural(carried.licences, "core licence"),
                        pretty(whole)
                    ),
                );
                for (vm, workload) in carried.vms {
                    finding.also(vm).also(workload);
                }
                cite_key(cx, finding, keys::sql::LICENCES_LEAST);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HostLicencesSuffice;
    use crate::check::sql::{run, sample, with};

    #[test]
    fn trips_above_the_cores_of_the_host() {
        assert!(run(&HostLicencesSuffice, &sample()).is_empty());
        // Two sockets of six cores.
        let at = |edition: &str, vcpus: u32| {
            let plan = with(|sql, vm| {
                sql.version = "sql-2022".into();
                sql.edition = edition.into();
                vm.vcpus = vcpus;
            });
            run(&HostLicencesSuffice, &plan)
        };
        assert!(at("enterprise", 12).is_empty());
        assert!(at("enterprise", 14)[0].message.contains("14 core licences"));
        assert!(at("standard", 14).is_empty());
    }
}
