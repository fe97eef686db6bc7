//! Too little memory for the mailboxes.

use super::super::shared::{address, exceeds, gib, offer, use_ram};
use super::{Server, servers};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server whose VM has less memory than the version's rule asks for its mailboxes.
    /// ## Why it matters
    /// The database cache shrinks, every mailbox then reads and writes more, and disks that were sized for the full
    /// cache are overrun.
    /// ## What to do
    /// Give the VM more memory, or move users to another server.
    /// ## Limits
    /// What a version only recommends beyond what its mailboxes need is judged by MBX-021.
    /// ## References
    /// - Planning Memory Configurations, Microsoft bb738124; Exchange 2007 Sizing Cheat Sheet, R. Silva, 2008
    pub struct MemoryTooSmallForMailboxes = "MBX", 2, Error, "too little memory for the mailboxes", ["MBX-11.2"];
}

impl Check for MemoryTooSmallForMailboxes {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((facts, mail)) = server.facts(cx) else {
                continue;
            };
            let has = server.vm.ram.as_f64();
            // A size that is only recommended is no need.
            let (n, _) = server.versions(|v| v.known().advised_ram_mib.is_some());
            let recommended = n > 0;
            let ram_mib = match mail.ram_before_mib.filter(|_| recommended) {
                Some(before) => before,
                None => mail.ram_mib,
            };
            if exceeds(ram_mib, has) {
                let finding = out.found(
                    server.id,
                    format!(
                        "{} has {} of memory; {} mailboxes on {} call for {}",
                        cx.name(server.id),
                        gib(has),
                        pretty(Server::mailboxes(mail)),
                        server.versions(|_| true).1,
                        gib(ram_mib)
                    ),
                );
                for (workload, _) in &server.carries {
                    finding.also(*workload);
                }
                finding
                    .evidence(address(server.id, "mailbox.ram"))
                    .placement();
                // As much as the text calls for: the size that is only recommended may not fit the host.
                let needed = if recommended {
                    ram_mib
                } else {
                    facts.demand.ram_mib.max(ram_mib)
                };
                offer(finding, Some(use_ram(cx, server.id, server.vm, needed)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryTooSmallForMailboxes;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::plan::Plan;

    fn at(plan: &Plan, ram_mib: f64) -> Vec<crate::check::Finding> {
        judge_with(&MemoryTooSmallForMailboxes, plan, &catalogue(), |f| {
            let vm = vm_facts(f, "mbx-1");
            vm.demand.ram_mib = ram_mib;
            vm.mailbox = Some(MailboxFacts {
                mailboxes: 3000.0,
                ram_mib,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn trips_above_the_memory_and_its_fix_mends_it() {
        assert!(at(&sample(), 8192.0).is_empty());
        // 2 GiB + 3,000 × 5 MiB.
        let f = at(&sample(), 17_048.0);
        assert_eq!(
            f[0].message,
            "mbx-1 has 8 GiB of memory; 3,000 mailboxes on Test 2007 call for 16.6 GiB"
        );
        assert_eq!(f[0].fixes[0].title, "Use 17 GiB");
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        assert!(at(&mended, 17_048.0).is_empty());
    }

    #[test]
    fn every_version_in_the_vm_is_named() {
        let mut catalogue = catalogue();
        let other = crate::check::mailbox::VERSION
            .replace("exchange-2007", "another")
            .replace("Test 2007", "Test 2010");
        catalogue.add_tables("other", &other).unwrap();
        let mut plan = sample();
        let (id, mail) = plan.workloads.iter().next().expect("mail");
        let (id, mut more) = (id.clone(), (**mail).clone());
        if let crate::plan::WorkloadKind::Mailbox(m) = &mut more.kind {
            m.version = "another".to_owned();
        }
        let twin = crate::ids::WorkloadId::new("mail-2").unwrap();
        plan.workloads.put(twin.clone(), more);
        let f = judge_with(&MemoryTooSmallForMailboxes, &plan, &catalogue, |f| {
            vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                mailboxes: 6000.0,
                ram_mib: 32_048.0,
                ..MailboxFacts::default()
            });
        });
        let told = "6,000 mailboxes on Test 2007 and Test 2010 call for";
        assert!(f[0].message.contains(told), "{}", f[0].message);
        assert!(f[0].subjects.contains(&id.into()) && f[0].subjects.contains(&twin.into()));
    }
}
