//! Two copies of a database on one host.

use crate::check::{Check, CheckCx, Findings, Meta};
use std::collections::{BTreeMap, BTreeSet};

use crate::check::ask;
use crate::edit;
use crate::ids::{HostId, VmId};
use crate::plan::{Level, MailboxReplication, WorkloadKind};

crate::check! {
    /// ## What it finds
    /// VMs that hold copies of the same databases and run on one host, unless one of them is in lockstep. All servers of a
    /// mailbox group hold copies of each other's databases.
    /// ## Why it matters
    /// Copies are there so that one survives. On one host a single failure takes both.
    /// ## What to do
    /// Move one of the VMs to another host.
    /// ## References
    /// - Microsoft, "Availability modes", SQL Server documentation; two replicas belong on two hosts
    pub struct CopiesOnOneHost = "PRO", 14, Error, "two copies of a database on one host", ["SQL-AG-SAMEHOST", "MBX-11.10"];
}

impl Check for CopiesOnOneHost {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        let plan = cx.plan();
        for (id, workload) in plan.workloads.iter() {
            let sources: BTreeSet<&VmId> = workload.runs_on.iter().map(|r| &r.vm).collect();
            let mut copies: BTreeSet<&VmId> = workload.copies_on.iter().collect();
            let group = match &workload.kind {
                WorkloadKind::Mailbox(m) => {
                    copies.extend(&m.copies.lagged_on);
                    m.replication == MailboxReplication::Group
                }
                WorkloadKind::Sql(sql) => {
                    copies.extend(sql.replicas().iter().filter_map(|r| r.vm.as_ref()));
                    false
                }
                _ => false,
            };
            // Servers of a group hold copies of each other's databases.
            if group {
                copies.extend(&sources);
            }
            if copies.is_empty() {
                continue;
            }
            let mut shared: BTreeMap<&HostId, BTreeSet<&VmId>> = BTreeMap::new();
            for copy in copies.iter().filter(|_| group) {
                for host in hosts_of_several(cx, copy) {
                    shared.entry(host).or_default().insert(copy);
                }
            }
            for copy in &copies {
                for other in sources.union(&copies).filter(|o| o != &copy) {
                    for host in common_hosts(cx, copy, other) {
                        shared.entry(host).or_default().extend([*copy, *other]);
                    }
                }
            }
            for (host, vms) in shared {
                let who = if vms.len() == 1 {
                    format!("Members of {}", ask::names(cx, vms.iter().copied()))
                } else {
                    ask::names(cx, vms.iter().copied())
                };
                let finding = out.found(
                    id,
                    format!(
                        "{who} hold copies of {} and run on the same host, {}",
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

/// Hosts on which several members of a VM run, where a host failure stops them.
fn hosts_of_several<'a>(cx: &CheckCx<'a>, id: &VmId) -> BTreeSet<&'a HostId> {
    let mut members: BTreeMap<&'a HostId, u32> = BTreeMap::new();
    let vm = cx.cx.plan.vms.get(id).filter(|vm| vm.level != Level::L3);
    for row in vm.iter().flat_map(|vm| &vm.placement) {
        let n = members.entry(&row.host).or_default();
        *n = n.saturating_add(row.count);
    }
    members.retain(|_, n| *n > 1);
    members.into_keys().collect()
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
    fn members_of_a_mailbox_group_are_copies_of_each_other() {
        let group = |host: &str| {
            let mut plan = with(|p| {
                let mut twin = (**p.vms.get("mbx-1").unwrap()).clone();
                twin.placement[0].host = crate::ids::HostId::new(host).unwrap();
                p.vms.put(VmId::new("mbx-2").unwrap(), twin);
            });
            change!(plan, workloads, "mail", w => {
                let second = VmId::new("mbx-2").unwrap();
                w.runs_on.push(crate::plan::RunsOn { vm: second, weight: 1.0 });
                if let crate::plan::WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.version = "exchange-2010".into();
                    m.replication = crate::plan::MailboxReplication::Group;
                }
            });
            plan
        };
        assert!(found(&group("host-b"), "PRO-014").is_empty());
        assert_eq!(found(&group("host-a"), "PRO-014").len(), 1);
        let mut several = group("host-b");
        change!(several, vms, "mbx-1", v => {
            v.count = 2;
            v.placement[0].count = 2;
        });
        assert!(
            found(&several, "PRO-014")[0]
                .message
                .contains("Members of mbx-1")
        );
    }

    #[test]
    fn lockstep_survives_the_host() {
        let mut plan = copied();
        change!(plan, vms, "mbx-2", v => v.level = Level::L3);
        assert!(found(&plan, "PRO-014").is_empty());
    }
}
