//! More databases than the storage groups may hold.

use super::super::shared::{cite, exceeds, plural};
use super::servers;
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::edit::Edit;
use crate::plan::{MailboxReplication, WorkloadKind};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// A mailbox server with more databases than its storage groups may hold (a copied group may hold one), or with
    /// more databases or groups than the version and its edition allow a server, copies counted.
    /// ## Why it matters
    /// The databases cannot be made, or the group cannot be copied.
    /// ## What to do
    /// Use more storage groups (they ask for more memory), fewer databases, or more servers.
    /// ## Limits
    /// The rule of groups holds for versions that have storage groups.
    /// ## References
    /// - 5 databases per group, 1 with LCR, CCR or SCR (Planning for Cluster Continuous Replication, Microsoft); Exchange editions and versions, Microsoft
    pub struct TooManyDatabasesPerGroup = "MBX", 11, Error, "more databases than the server may hold", ["MBX-7", "MBX-11.14"];
}

impl Check for TooManyDatabasesPerGroup {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for server in servers(cx) {
            let mail = server.mailbox;
            let edition = mail.edition;
            let held = server.facts(cx).and_then(|(_, mail)| mail.databases_held);
            let databases = held.map_or(f64::from(mail.databases), |held| (held - 1e-9).ceil());
            for (key, count, noun) in [
                ("databases_max", databases, "database"),
                (
                    "storage_groups_max",
                    f64::from(mail.storage_groups),
                    "storage group",
                ),
            ] {
                if let Some((most, row)) = server.constant_of(cx, key, edition.key())
                    && exceeds(count, most)
                {
                    let finding = out.found(
                        server.id,
                        format!(
                            "{} has {}; a server of {} {} holds at most {}",
                            cx.name(server.id),
                            plural(count, noun),
                            server.version.name,
                            edition.words(),
                            pretty(most)
                        ),
                    );
                    finding.also(server.workload).placement();
                    cite(finding, row);
                }
            }
            let (key, copied) = match mail.replication {
                MailboxReplication::None => ("databases_per_group", ""),
                _ => ("databases_per_group_replicated", " where it is copied"),
            };
            let row = server.constant(cx, key);
            let Some((most, row)) = row.or_else(|| server.constant(cx, "databases_per_group"))
            else {
                continue;
            };
            let (databases, groups) = (f64::from(mail.databases), f64::from(mail.storage_groups));
            if most >= 1.0 && exceeds(databases, groups * most) {
                let finding = out.found(
                    server.id,
                    format!(
                        "{} has {} in {}; a group holds at most {}{copied}",
                        cx.name(server.id),
                        plural(databases, "database"),
                        plural(groups, "storage group"),
                        pretty(most)
                    ),
                );
                finding.also(server.workload);
                cite(finding, row);
                let more = (databases / most - 1e-9).ceil() as u32;
                if let Some(workload) = cx.plan().workloads.get(server.workload) {
                    let mut workload = (**workload).clone();
                    if let WorkloadKind::Mailbox(m) = &mut workload.kind {
                        m.storage_groups = more;
                        let title = format!("Use {}", plural(more, "storage group"));
                        let label = format!("{title} in {}", cx.name(server.workload));
                        finding.bold_fix(title, Edit::put(label, server.workload, workload));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TooManyDatabasesPerGroup;
    use crate::change;
    use crate::check::mailbox::catalogue;
    use crate::check::testing::{judge_with, sample, with};
    use crate::plan::{MailboxReplication, Plan, WorkloadKind};

    fn run(plan: &Plan) -> Vec<crate::check::Finding> {
        judge_with(&TooManyDatabasesPerGroup, plan, &catalogue(), |_| {})
    }

    fn plan(databases: u32, groups: u32, replication: MailboxReplication) -> Plan {
        with(|p| {
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    m.databases = databases;
                    m.storage_groups = groups;
                    m.replication = replication;
                }
            });
        })
    }

    #[test]
    fn an_edition_holds_fewer() {
        use crate::check::mailbox::{group, mailboxes};
        use crate::check::testing::judge;
        use crate::plan::MailboxEdition;
        let at = |edition, databases| {
            let plan = mailboxes(|m| {
                m.version = "exchange-2016".into();
                m.edition = edition;
                m.databases = databases;
            });
            judge(&TooManyDatabasesPerGroup, &plan, |_| {}).len()
        };
        assert_eq!(at(MailboxEdition::Standard, 5), 0);
        assert_eq!(at(MailboxEdition::Standard, 6), 1);
        assert_eq!(at(MailboxEdition::Enterprise, 100), 0);
        assert_eq!(at(MailboxEdition::Enterprise, 101), 1);
        // Two servers hold copies of all databases of each other: 2 × 51.
        let copied = |databases| {
            let plan = group("exchange-2016", |p| {
                change!(p, workloads, "mail", w => {
                    if let WorkloadKind::Mailbox(m) = &mut w.kind {
                        m.databases = databases;
                    }
                });
            });
            judge(&TooManyDatabasesPerGroup, &plan, |_| {}).len()
        };
        assert_eq!((copied(50), copied(51)), (0, 2));
    }

    #[test]
    fn trips_above_the_rule_and_its_fix_mends_it() {
        assert!(run(&sample()).is_empty());
        assert!(run(&plan(20, 4, MailboxReplication::None)).is_empty());
        assert!(run(&plan(4, 4, MailboxReplication::Local)).is_empty());
        assert_eq!(run(&plan(5, 4, MailboxReplication::Local)).len(), 1);
        assert!(run(&plan(50, 50, MailboxReplication::None)).is_empty());
        assert!(
            run(&plan(51, 50, MailboxReplication::None))[0]
                .message
                .contains("at most 50")
        );
        let bad = plan(21, 4, MailboxReplication::None);
        let f = run(&bad);
        assert_eq!(f[0].fixes[0].title, "Use 5 storage groups");
        assert!(run(&f[0].fixes[0].edit.apply(&bad).unwrap()).is_empty());
    }
}
