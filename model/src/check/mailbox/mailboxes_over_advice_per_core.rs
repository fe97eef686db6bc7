//! More mailboxes per core than the version's advice.

use super::super::shared::{address, offer, use_vcpus};
use super::too_few_vcpus_for_mailboxes::over_per_core;
use super::{Server, servers};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server with more mailboxes per vCPU than the version's advice gives a core, for its mix of users.
    /// ## Why it matters
    /// Beyond the advice a server has no processor left in the peak hours, for indexing, or for a failover.
    /// ## What to do
    /// Give the VM more vCPUs, or move users to another server.
    /// ## Limits
    /// vCPUs are compared with the advice as they stand; what the hypervisor takes is charged to the host.
    /// ## References
    /// - 1,000 average or 500 heavy mailboxes per core (Planning Processor Configurations, Microsoft aa998874)
    pub struct MailboxesOverAdvicePerCore = "MBX", 3, Warning, "more mailboxes per core than advised", ["MBX-3.2"];
}

impl Check for MailboxesOverAdvicePerCore {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((facts, mail)) = server.facts(cx) else {
                continue;
            };
            let vm = server.vm;
            if over_per_core(mail, vm.vcpus) {
                let mailboxes = Server::mailboxes(mail);
                let per_vcpu = mailboxes / f64::from(vm.vcpus.max(1));
                let finding = out.found(
                    server.id,
                    format!(
                        "{} has {} mailboxes per vCPU; {} advises at most {} of this mix per core",
                        cx.name(server.id),
                        pretty(per_vcpu),
                        server.version.name,
                        pretty(mail.mailboxes_per_core)
                    ),
                );
                finding
                    .also(server.workload)
                    .evidence(address(server.id, "mailbox.per_core"))
                    .placement();
                let needed = (mailboxes / mail.mailboxes_per_core).max(facts.demand.vcpus);
                let more = (needed - 1e-9).ceil().min(f64::from(u32::MAX)) as u32;
                offer(finding, Some(use_vcpus(cx, server.id, vm, more)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MailboxesOverAdvicePerCore;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::plan::Plan;

    fn at(plan: &Plan, mailboxes: f64) -> Vec<crate::check::Finding> {
        judge_with(&MailboxesOverAdvicePerCore, plan, &catalogue(), |f| {
            let vm = vm_facts(f, "mbx-1");
            vm.demand.vcpus = mailboxes / 500.0;
            vm.mailbox = Some(MailboxFacts {
                mailboxes,
                mailboxes_per_core: 500.0,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn a_thousand_heavy_on_two_vcpus_hold_and_one_more_does_not() {
        assert!(at(&sample(), 1000.0).is_empty());
        let f = at(&sample(), 1001.0);
        assert_eq!(f[0].fixes[0].title, "Use 3 vCPUs");
        let f = at(&sample(), 3000.0);
        assert_eq!(
            f[0].message,
            "mbx-1 has 1,500 mailboxes per vCPU; Test 2007 advises at most 500 of this mix per core"
        );
        assert_eq!(f[0].fixes[0].title, "Use 6 vCPUs");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 3000.0).is_empty());
    }
}
