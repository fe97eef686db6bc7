//! More processor use by mailboxes than is allowed after the worst failure.

use super::super::shared::{address, cite, exceeds, offer, percent, plural, use_vcpus};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};

crate::check! {
    /// ## What it finds
    /// A mailbox server whose mailboxes use more of its vCPUs than the version's guidance allows: 80 % after the planned
    /// worst failure, 70 % of a server without copies, half of these on a server of several roles of 2010. More than all
    /// of it is an error.
    /// ## Why it matters
    /// After the failure for which it was planned, the server has nothing left for a peak, for indexing, or for the roles
    /// that run beside.
    /// ## What to do
    /// Give the VM more vCPUs, move users to another server, or add a server to the group.
    /// ## Limits
    /// Versions that count megacycles only. A vCPU gives a core's megacycles less the hypervisor's share, and less where the
    /// host has more vCPUs than cores; a host without a rating is taken at its clock.
    /// ## References
    /// - Mailbox Server Processor Capacity Planning, Microsoft ee712771; targets recalled
    /// - How to successfully virtualize MS Exchange, Part 1, J. Odgers, 2014: at 2 vCPUs a core half is left
    pub struct ProcessorsOverTarget = "MBX", 14, Warning, "mailboxes use more processor than is allowed", ["MBX-11.11"];
}

impl Check for ProcessorsOverTarget {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((_, mail)) = server.facts(cx) else {
                continue;
            };
            if mail.megacycles.is_none() {
                continue;
            }
            let name = cx.name(server.id);
            let Some(host) = &mail.on_host else {
                out.not_assessed(
                    server.id,
                    format!("the host of {name}"),
                    format!("{name} has no host, so what its vCPUs give is not known"),
                );
                continue;
            };
            let allowed = host.target.unwrap_or(1.0);
            if !exceeds(host.cpu_share_worst, allowed) {
                continue;
            }
            let when = if mail.megacycles_worst.is_some() {
                "After the worst failure the"
            } else {
                "The"
            };
            let finding = out.found(
                server.id,
                format!(
                    "{when} mailboxes of {name} use {} of what its {} give; {} is allowed",
                    percent(host.cpu_share_worst),
                    plural(server.vm.vcpus, "vCPU"),
                    percent(allowed)
                ),
            );
            if exceeds(host.cpu_share_worst, 1.0) {
                finding.severity(Severity::Error);
            }
            finding
                .also(server.workload)
                .evidence(address(server.id, "mailbox.cpu_share_worst"))
                .evidence(address(server.id, "mailbox.vcpus"))
                .placement();
            if let Some((_, row)) = server.constant(cx, "cpu_target_after") {
                cite(finding, row);
            }
            let more = host.vcpus.ceil().clamp(0.0, f64::from(u32::MAX)) as u32;
            let most = server
                .constant(cx, "max_cores")
                .map_or(f64::MAX, |(n, _)| n);
            if more > server.vm.vcpus && f64::from(more) <= most {
                offer(finding, Some(use_vcpus(cx, server.id, server.vm, more)));
            } else {
                finding.message.push_str(&format!(
                    "; {} would be needed: use more servers",
                    plural(host.vcpus.ceil(), "vCPU")
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProcessorsOverTarget;
    use crate::change;
    use crate::check::Severity;
    use crate::check::mailbox::{group, mailboxes};
    use crate::check::testing::{judge, vm_facts};
    use crate::facts::{MailboxFacts, MailboxOnHost};
    use crate::plan::Plan;

    fn at(plan: &Plan, share: f64, target: f64, vcpus: f64) -> Vec<crate::check::Finding> {
        judge(&ProcessorsOverTarget, plan, |f| {
            vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                megacycles: Some(9000.0),
                on_host: Some(MailboxOnHost {
                    cpu_share_worst: share,
                    target: Some(target),
                    vcpus,
                    ..MailboxOnHost::default()
                }),
                ..MailboxFacts::default()
            });
        })
    }

    fn plan() -> Plan {
        mailboxes(|m| m.version = "exchange-2010".into())
    }

    #[test]
    fn trips_above_the_target_and_is_an_error_above_all() {
        assert!(
            at(&plan(), 0.8, 0.8, 2.0).is_empty(),
            "it passes at the target"
        );
        let f = at(&plan(), 0.81, 0.8, 2.1);
        assert_eq!(f[0].severity, Severity::Warning);
        assert_eq!(f[0].fixes[0].title, "Use 3 vCPUs");
        assert_eq!(at(&plan(), 1.01, 0.8, 3.0)[0].severity, Severity::Error);
        let f = at(&plan(), 9.0, 0.8, 23.0);
        assert!(f[0].fixes.is_empty(), "more than the version makes use of");
        assert!(
            f[0].message.contains("23 vCPUs would be needed"),
            "{}",
            f[0].message
        );
    }

    #[test]
    fn the_published_design_passes_alone_and_fails_with_several_roles() {
        // 24,000 mailboxes of 100 messages, three copies, six servers; two lost: 60.7 % of 8 cores at 3.33 GHz.
        let design = |several: bool| {
            let mut plan = group("exchange-2010", |p| {
                for host in ["host-a", "host-b"] {
                    let id = crate::ids::HostId::new(host).unwrap();
                    let mut h = (**p.hosts.get(&id).unwrap()).clone();
                    h.sockets = 2;
                    h.cores_per_socket = 4;
                    h.clock = crate::units::Ghz::new(3.333);
                    p.hosts.put(id, h);
                }
                change!(p, vms, "mbx-1", vm => vm.vcpus = 8);
            });
            let host = (**plan.hosts.get("host-a").unwrap()).clone();
            let vm = (**plan.vms.get("mbx-1").unwrap()).clone();
            plan.vms.remove("mbx-2");
            let mut runs = Vec::new();
            for n in 1..=6 {
                let host_id = crate::ids::HostId::new(&format!("h-{n}")).unwrap();
                let id = crate::ids::VmId::new(&format!("mbx-{n}")).unwrap();
                plan.hosts.put(host_id.clone(), host.clone());
                let mut vm = vm.clone();
                vm.placement[0].host = host_id;
                plan.vms.put(id.clone(), vm);
                runs.push(crate::plan::RunsOn {
                    vm: id,
                    weight: 1.0,
                });
            }
            change!(plan, workloads, "mail", w => {
                w.runs_on = runs;
                if let crate::plan::WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.users[0].profile = "100".into();
                    m.users[0].mailboxes = 24_000;
                    m.databases = 17;
                    m.multi_role = several;
                    m.copies.passive = 2;
                    m.copies.server_failures = 2;
                }
            });
            plan.overrides.insert("hypervisor_cpu".into(), 0.0);
            judge(&ProcessorsOverTarget, &plan, |f| {
                let mail = vm_facts(f, "mbx-1").mailbox.clone().expect("mailboxes");
                assert!((mail.mailboxes_worst.unwrap() - 6000.0).abs() < 1e-6);
                assert!((mail.databases_held.unwrap() - 51.0).abs() < 1e-6);
                let share = mail.on_host.as_ref().unwrap().cpu_share_worst;
                assert!((share - 0.607).abs() < 0.006, "{share}");
                assert_eq!(mail.ram_mib, if several { 65_536.0 } else { 49_152.0 });
            })
        };
        assert!(design(false).is_empty());
        assert_eq!(design(true).len(), 6);
    }

    #[test]
    fn without_a_host_it_is_not_assessed() {
        let mut plan = plan();
        change!(plan, vms, "mbx-1", vm => vm.placement.clear());
        assert!(!judge(&ProcessorsOverTarget, &plan, |_| {})[0].is_found());
    }
}
