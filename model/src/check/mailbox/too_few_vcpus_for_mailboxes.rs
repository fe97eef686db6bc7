//! Too few vCPUs for the mailboxes and what else runs in the VM.

use super::super::shared::{address, exceeds, offer, plural, use_vcpus, vcpus_called_for};
use super::{Server, servers};
use crate::catalogue::MailboxVersion;
use crate::check::{Check, CheckCx, Findings, Meta, ask};
use crate::facts::MailboxFacts;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server whose VM has fewer vCPUs than its mailboxes, together with whatever else runs in it, call for.
    /// ## Why it matters
    /// In the two peak hours the work cannot be done; queues grow and clients wait. What it takes over after the worst
    /// failure counts.
    /// ## What to do
    /// Give the VM more vCPUs, or move users to another server.
    /// ## Limits
    /// Where a version is sized in mailboxes per core and only mailboxes run in the VM, MBX-003 says it. What the hypervisor
    /// takes and the version's target are judged by MBX-014.
    /// ## References
    /// - Planning Processor Configurations, Mailbox Server Processor Capacity Planning, Microsoft
    pub struct TooFewVcpusForMailboxes = "MBX", 1, Error, "too few vCPUs for the mailboxes", ["MBX-11.11"];
}

/// Mailboxes per vCPU above what a core carries: the simpler thing to say.
pub(super) fn over_per_core(mail: &MailboxFacts, vcpus: u32) -> bool {
    let mailboxes = Server::mailboxes(mail);
    mail.mailboxes_per_core > 0.0 && exceeds(mailboxes, mail.mailboxes_per_core * f64::from(vcpus))
}

impl Check for TooFewVcpusForMailboxes {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((facts, mail)) = server.facts(cx) else {
                continue;
            };
            let vm = server.vm;
            let silent = |v: &MailboxVersion| v.columns.mailboxes_per_core.is_none();
            let (n, versions) = server.versions(silent);
            if n > 0 && mail.megacycles.is_none() {
                let untold = server.carries.iter().filter(|(_, v)| silent(v));
                let works: Vec<String> = untold.map(|(w, _)| cx.name(*w)).collect();
                out.not_assessed(
                    server.id,
                    format!("megacycles of a mailbox of {}", ask::words(&works)),
                    format!(
                        "{versions} {} no table of processors, and megacycles of a mailbox were not measured: whether {} has enough vCPUs is not known",
                        ask::number(n, "has", "have"),
                        cx.name(server.id)
                    ),
                );
                continue;
            }
            let needed = vcpus_called_for(cx, server.id, vm, facts);
            if exceeds(needed, f64::from(vm.vcpus)) && !over_per_core(mail, vm.vcpus) {
                let finding = out.found(
                    server.id,
                    format!(
                        "{} has {}; its {} mailboxes on {} and what else runs in it call for {}",
                        cx.name(server.id),
                        plural(vm.vcpus, "vCPU"),
                        pretty(Server::mailboxes(mail)),
                        server.versions(|_| true).1,
                        pretty(needed)
                    ),
                );
                for (workload, _) in &server.carries {
                    finding.also(*workload);
                }
                finding
                    .evidence(address(
                        server.id,
                        if mail.megacycles.is_some() {
                            "mailbox.megacycles"
                        } else {
                            "vcpus.needed"
                        },
                    ))
                    .placement();
                let more = needed.ceil().min(f64::from(u32::MAX)) as u32;
                offer(finding, Some(use_vcpus(cx, server.id, vm, more)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TooFewVcpusForMailboxes;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::plan::Plan;

    fn at(plan: &Plan, vcpus: f64, per_core: f64) -> Vec<crate::check::Finding> {
        judge_with(&TooFewVcpusForMailboxes, plan, &catalogue(), |f| {
            let vm = vm_facts(f, "mbx-1");
            vm.demand.vcpus = vcpus;
            vm.mailbox = Some(MailboxFacts {
                mailboxes: 1200.0,
                mailboxes_per_core: per_core,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn trips_above_the_vcpus_and_its_fix_mends_it() {
        assert!(at(&sample(), 2.0, 0.0).is_empty());
        let f = at(&sample(), 2.2, 0.0);
        assert!(f[0].message.contains("1,200 mailboxes"));
        assert_eq!(f[0].fixes[0].title, "Use 3 vCPUs");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 2.2, 0.0).is_empty());
    }

    #[test]
    fn leaves_mailboxes_per_core_to_its_own_check() {
        assert!(at(&sample(), 2.4, 500.0).is_empty());
        assert_eq!(at(&sample(), 2.4, 1000.0).len(), 1);
    }
}
