//! Two copies of a database on one host.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::edit;
use crate::ids::{HostId, VmId};
use crate::plan::{Level, SqlReplica, WorkloadKind};

crate::check! {
    /// ## What it finds
    /// VMs that hold copies of the same databases and run on one host, unless one of them is in lockstep.
    /// ## Why it matters
    /// Copies are there so that one survives. On one host a single failure takes both.
    /// ## What to do
    /// Move one of the VMs to another host.
    /// ## References
    /// - Microsoft, "Availability modes", SQL Server documentation; two replicas belong on two hosts
    pub struct CopiesOnOneHost = "PRO", 14, Error, "two copies of a database on one host", ["SQL-AG-SAMEHOST"];
}

impl Check for CopiesOnOneHost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, workload) in plan.workloads.iter() {
            let replicas: &[SqlReplica] = match &workload.kind {
                WorkloadKind::Sql(sql) => sql.replicas(),
                _ => &[],
            };
            let copies: BTreeSet<&VmId> = workload
                .copies_on
                .iter()
                .chain(replicas.iter().filter_map(|r| r.vm.as_ref()))
                .collect();
            if copies.is_empty() {
                continue;
            }
            let sources: BTreeSet<&VmId> = workload.runs_on.iter().map(|r| &r.vm).collect();
            let mut shared: BTreeMap<&HostId, BTreeSet<&VmId>> = BTreeMap::new();
            for copy in &copies {
                for other in sources.union(&copies).filter(|o| o != &copy) {
                    for host in common_hosts(cx, copy, other) {
                        shared.entry(host).or_default().extend([*copy, *other]);
                    }
                }
            }
            for (host, vms) in shared {
                let finding = out.found(
                    id,
                    format!(
                        "{} hold copies of {} and run on the same host, {}",
                        ask::names(cx, vms.iter().copied()),
                        cx.name(id),
                        cx.name(host)
                    ),
                );
                finding.also(host);
                for vm in &vms {
                    finding.also(*vm);
                }
                finding.placement();
                let mover = vms.iter().find(|v| copies.contains(**v)).copied();
                if let Some(vm) = mover
                    && let Some(row) = plan
                        .vms
                        .get(vm)
                        .and_then(|v| v.placement.iter().position(|r| r.host == *host))
                    && let Some(to) = ask::other_host(plan, host, &[], false)
                    && let Ok(edit) = edit::placement::move_vm(plan, vm, row, to)
                {
                    finding.fix(edit.label.clone(), edit);
                }
            }
        }
    }
}

/// Hosts that two VMs both run on, where a host failure stops both.
fn common_hosts<'a>(cx: &CheckCx<'a>, a: &VmId, b: &VmId) -> BTreeSet<&'a HostId> {
    let hosts = |id: &VmId| -> BTreeSet<&'a HostId> {
        cx.plan()
            .vms
            .get(id)
            .filter(|vm| vm.level != Level::L3)
            .into_iter()
            .flat_map(|vm| vm.placement.iter().map(|r| &r.host))
            .collect()
    };
    hosts(a).intersection(&hosts(b)).copied().collect()
}

#[cfg(test)]
mod tests {
    use crate::change;
    use crate::check::testing::{found, mended, sample, with};
    use crate::ids::VmId;
    use crate::plan::{Level, Plan};

    fn copied() -> Plan {
        with(|p| {
            let twin = (**p.vms.get("mbx-1").unwrap()).clone();
            p.vms.put(VmId::new("mbx-2").unwrap(), twin);
            change!(p, workloads, "mail", w => w.copies_on = vec![VmId::new("mbx-2").unwrap()]);
        })
    }

    #[test]
    fn copies_part_company() {
        assert!(found(&sample(), "PRO-014").is_empty());
        let plan = copied();
        let all = found(&plan, "PRO-014");
        assert_eq!(all.len(), 1);
        assert!(found(&mended(&plan, &all, 0), "PRO-014").is_empty());
    }

    #[test]
    fn lockstep_survives_the_host() {
        let mut plan = copied();
        change!(plan, vms, "mbx-2", v => v.level = Level::L3);
        assert!(found(&plan, "PRO-014").is_empty());
    }
}
