//! A database larger than the version's guidance.

use super::super::shared::{address, cite, exceeds, gib};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::edit::Edit;
use crate::plan::WorkloadKind;

crate::check! {
    /// ## What it finds
    /// Mailbox databases that will grow larger than the version's guidance, with or without a second copy; an error above
    /// what the version or its edition can hold.
    /// ## Why it matters
    /// A large database takes long to restore, to check and to reseed: the longest outage grows with it.
    /// ## What to do
    /// Use more databases for the same mailboxes.
    /// ## Limits
    /// Mailboxes are taken as spread evenly over the databases of a server.
    /// ## References
    /// - Exchange 2007: 100 GB, or 200 GB with a second copy (Planning Storage Configurations, Microsoft bb738147); from 2010 200 GB, or 2 TB with copies (Exchange Server storage configuration options, Microsoft)
    pub struct DatabaseTooLarge = "MBX", 5, Warning, "a mailbox database above the guidance", ["MBX-11.4"];
}

impl Check for DatabaseTooLarge {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let Some((_, mail)) = server.facts(cx) else {
                continue;
            };
            let one = mail.one_database_mib;
            let edition = server.mailbox.edition;
            let hard = server
                .constant_of(cx, "database_hard_limit_mib", edition.key())
                .filter(|(most, _)| *most > 0.0 && exceeds(one, *most));
            let copied = mail.replicated;
            let advised = copied.then(|| server.constant(cx, "database_limit_replicated_mib"));
            let advised = advised
                .flatten()
                .or_else(|| server.constant(cx, "database_limit_mib"))
                .filter(|(most, _)| *most > 0.0 && exceeds(one, *most));
            let broken = hard.or(advised);
            if let Some((most, row)) = broken {
                let says = if hard.is_some() {
                    format!(
                        "holds at most {} in its {} edition",
                        gib(most),
                        edition.words()
                    )
                } else {
                    let copies = if copied { "with" } else { "without" };
                    format!("advises at most {} {copies} a second copy", gib(most))
                };
                let finding = out.found(
                    server.id,
                    format!(
                        "Databases of {} grow to {} each; {} {says}",
                        cx.name(server.id),
                        gib(one),
                        server.version.name,
                    ),
                );
                if hard.is_some() {
                    finding.severity(Severity::Error);
                }
                finding
                    .also(server.workload)
                    .evidence(address(server.id, "mailbox.one_database"));
                cite(finding, row);
                let now = f64::from(server.mailbox.databases.max(1));
                let more = (now * one / most - 1e-9).ceil().min(1000.0) as u32;
                if let Some(workload) = cx.plan().workloads.get(server.workload) {
                    let mut workload = (**workload).clone();
                    if let WorkloadKind::Mailbox(m) = &mut workload.kind {
                        m.databases = more;
                        let label = format!("Use {more} databases on each server");
                        let edit = Edit::put(label, server.workload, workload);
                        finding.fix(format!("Use {more} databases"), edit);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseTooLarge;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, vm_facts};
    use crate::facts::MailboxFacts;
    use crate::plan::WorkloadKind;

    fn at(gib: f64, replicated: bool) -> Vec<crate::check::Finding> {
        judge_with(&DatabaseTooLarge, &sample(), &catalogue(), |f| {
            vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                one_database_mib: gib * 1024.0,
                replicated,
                ..MailboxFacts::default()
            });
        })
    }

    #[test]
    fn an_edition_has_a_limit_of_its_own() {
        use crate::check::testing::judge;
        use crate::check::{Severity, mailbox::mailboxes};
        use crate::plan::MailboxEdition;
        let at = |edition, gib: f64| {
            let plan = mailboxes(|m| {
                m.version = "exchange-2003".into();
                m.edition = edition;
            });
            judge(&DatabaseTooLarge, &plan, |f| {
                vm_facts(f, "mbx-1").mailbox = Some(MailboxFacts {
                    one_database_mib: gib * 1024.0,
                    ..MailboxFacts::default()
                });
            })
        };
        assert!(at(MailboxEdition::Standard, 35.0).is_empty());
        assert_eq!(
            at(MailboxEdition::Standard, 75.0)[0].severity,
            Severity::Warning
        );
        let f = at(MailboxEdition::Standard, 76.0);
        assert_eq!(f[0].severity, Severity::Error);
        assert!(
            f[0].message.contains("75 GiB in its Standard edition"),
            "{}",
            f[0].message
        );
        assert_eq!(
            at(MailboxEdition::Enterprise, 76.0)[0].severity,
            Severity::Warning
        );
    }

    #[test]
    fn trips_above_the_guidance_of_its_kind() {
        assert!(at(100.0, false).is_empty());
        assert!(at(200.0, true).is_empty());
        assert_eq!(at(201.0, true).len(), 1);
        let f = at(150.0, false);
        assert!(
            f[0].message
                .contains("150 GiB each; Test 2007 advises at most 100 GiB")
        );
        // 8 databases × 1.5.
        let mended = f[0].fixes[0].edit.apply(&sample()).unwrap();
        let w = mended.workloads.values().next().unwrap();
        let WorkloadKind::Mailbox(m) = &w.kind else {
            panic!("mailboxes")
        };
        assert_eq!(m.databases, 12);
    }
}
