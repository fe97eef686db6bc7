//! Copies of databases that the version does not have, or that the servers of the plan cannot hold or survive with.

use std::collections::BTreeSet;

use super::super::shared::{Proposal, cite, exceeds, offer_bold, plural};
use super::{Work, change_mailbox, works};
use crate::check::{Check, CheckCx, Findings, Meta, Severity};
use crate::ids::SiteId;
use crate::plan::MailboxReplication;
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Copies by means that the version does not have; more copies than servers to hold them; more servers than a group may
    /// have (16), or a cluster (2 nodes), or targets of standby replication (4 advised); fewer copies than failures that the
    /// workload is planned to survive; a loss of a site to be survived with all copies in one.
    /// ## Why it matters
    /// The copies cannot be made, or the failure for which they are paid takes databases with it.
    /// ## What to do
    /// Add servers, change the number of copies, or plan for fewer failures.
    /// ## Limits
    /// Copies of cluster and standby replication without a server in the plan are taken to stand outside of it.
    /// ## References
    /// - Planning for Cluster Continuous Replication; Planning for Standby Continuous Replication; Plan for high availability and site resilience, Microsoft
    pub struct CopiesCannotStand = "MBX", 22, Error, "copies that cannot be made or do not survive", ["MBX-6"];
}

fn without_copies(cx: &CheckCx<'_>, work: &Work<'_>) -> Option<Proposal> {
    let label = format!("Keep no copies of {}", cx.name(work.id));
    let edit = change_mailbox(cx, work.id, label, |m| {
        m.replication = MailboxReplication::None;
    })?;
    Some(("Keep no copies".to_owned(), edit))
}

impl Check for CopiesCannotStand {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let m = work.mailbox;
            let name = cx.name(work.id);
            let version = &work.version.name;
            if m.replication == MailboxReplication::None {
                continue;
            }
            if !work.version.replication.contains(&m.replication) {
                let finding = out.found(
                    work.id,
                    format!(
                        "{name} is to be copied by {}, which {version} does not have",
                        m.replication.words()
                    ),
                );
                offer_bold(finding, without_copies(cx, &work));
                continue;
            }
            let vms = work.vms(cx.cx.plan);
            let members = vms
                .iter()
                .fold(0u32, |n, (_, vm)| n.saturating_add(vm.count));
            let copies = m.all_copies();
            match m.replication {
                MailboxReplication::Group => {
                    if copies > members {
                        let finding = out.found(
                            work.id,
                            format!(
                                "{name} keeps {} of each database on {}: a server holds one",
                                plural(copies, "copy").replace("copys", "copies"),
                                plural(members, "server")
                            ),
                        );
                        if members > 1 {
                            let most = members - 1;
                            let passive = m.copies.passive.min(most);
                            let lagged = m.copies.lagged.min(most - passive);
                            let label =
                                format!("Keep as many copies of {name} as there are servers");
                            let edit = change_mailbox(cx, work.id, label, |m| {
                                m.copies.passive = passive;
                                m.copies.lagged = lagged;
                            });
                            offer_bold(
                                finding,
                                edit.map(|e| ("Keep as many as there are servers".to_owned(), e)),
                            );
                        } else {
                            offer_bold(finding, without_copies(cx, &work));
                        }
                    }
                    most(
                        cx,
                        &work,
                        out,
                        "members_max",
                        "",
                        members,
                        "server",
                        Severity::Error,
                    );
                    survives(cx, &work, out);
                }
                MailboxReplication::Cluster => {
                    let nodes = 2.min(members);
                    most(
                        cx,
                        &work,
                        out,
                        "members_max",
                        "cluster",
                        nodes,
                        "node",
                        Severity::Error,
                    );
                }
                MailboxReplication::Standby => {
                    let targets = m.copies.passive;
                    most(
                        cx,
                        &work,
                        out,
                        "standby_targets_max",
                        "",
                        targets,
                        "target",
                        Severity::Warning,
                    );
                }
                MailboxReplication::None | MailboxReplication::Local => {}
            }
        }
    }
}

/// More members than the version allows.
#[expect(clippy::too_many_arguments, reason = "one limit, said in its words")]
fn most(
    cx: &CheckCx<'_>,
    work: &Work<'_>,
    out: &mut Findings,
    key: &str,
    of: &str,
    has: u32,
    noun: &str,
    severity: Severity,
) {
    if let Some((most, row)) = work.constant(cx, key, of)
        && exceeds(f64::from(has), most)
    {
        let finding = out.found(
            work.id,
            format!(
                "Copies of {} stand on {}; {} allows {}",
                cx.name(work.id),
                plural(has, noun),
                work.version.name,
                pretty(most)
            ),
        );
        finding.severity(severity);
        cite(finding, row);
    }
}

/// Whether a group is left with a copy of everything after the failures that it is planned for.
fn survives(cx: &CheckCx<'_>, work: &Work<'_>, out: &mut Findings) {
    let copies = &work.mailbox.copies;
    let name = cx.name(work.id);
    if copies.server_failures > copies.passive {
        let finding = out.found(
            work.id,
            format!(
                "{name} is to survive the loss of {} and keeps {} that can take over: some databases would be lost with them",
                plural(copies.server_failures, "server"),
                plural(copies.passive, "passive copy").replace("copys", "copies")
            ),
        );
        let passive = copies.server_failures;
        let label = format!("Keep {passive} passive copies of {name}");
        let edit = change_mailbox(cx, work.id, label, |m| m.copies.passive = passive);
        offer_bold(
            finding,
            edit.map(|e| (format!("Keep {passive} passive copies"), e)),
        );
    }
    if copies.site_failure {
        let plan = cx.cx.plan;
        let hosts = work
            .vms(plan)
            .into_iter()
            .flat_map(|(_, vm)| vm.placement.iter());
        let sites: BTreeSet<&SiteId> = hosts.filter_map(|row| plan.site_of(&row.host)).collect();
        if sites.len() == 1 {
            let finding = out.found(
                work.id,
                format!(
                    "{name} is to survive the loss of a site, and all its servers stand in one"
                ),
            );
            for site in sites {
                finding.also(site);
            }
            finding.placement();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CopiesCannotStand;
    use crate::change;
    use crate::check::mailbox::{group, mailboxes};
    use crate::check::testing::judge;
    use crate::plan::{Mailbox, MailboxReplication, Plan, WorkloadKind};

    fn with_group(change_it: impl FnOnce(&mut Mailbox)) -> Plan {
        group("exchange-2010", |p| {
            change!(p, workloads, "mail", w => {
                if let WorkloadKind::Mailbox(m) = &mut w.kind {
                    change_it(m);
                }
            });
        })
    }

    fn found(plan: &Plan) -> Vec<String> {
        let all = judge(&CopiesCannotStand, plan, |_| {});
        all.into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn a_version_has_its_own_kinds() {
        for (version, kind, ok) in [
            ("exchange-2007", MailboxReplication::Local, true),
            ("exchange-2007", MailboxReplication::Group, false),
            ("exchange-2010", MailboxReplication::Cluster, false),
            ("exchange-2003", MailboxReplication::Local, false),
            ("exchange-2003", MailboxReplication::None, true),
        ] {
            let plan = mailboxes(|m| {
                m.version = version.into();
                m.replication = kind;
            });
            let all = judge(&CopiesCannotStand, &plan, |_| {});
            assert_eq!(all.is_empty(), ok, "{version} {kind:?}");
            for f in all {
                let mended = f.fixes[0].edit.apply(&plan).unwrap();
                assert!(found(&mended).is_empty());
            }
        }
    }

    #[test]
    fn copies_need_servers_and_failures_need_copies() {
        assert!(found(&with_group(|_| {})).is_empty());
        let three = with_group(|m| m.copies.passive = 2);
        assert!(found(&three)[0].contains("3 copies of each database on 2 servers"));
        let f = judge(&CopiesCannotStand, &three, |_| {});
        assert!(found(&f[0].fixes[0].edit.apply(&three).unwrap()).is_empty());
        let two = with_group(|m| m.copies.server_failures = 2);
        assert!(found(&two)[0].contains("loss of 2 servers and keeps 1 passive copy"));
        let site = with_group(|m| m.copies.site_failure = true);
        assert!(found(&site)[0].contains("all its servers stand in one"));
    }

    #[test]
    fn a_group_has_sixteen_members() {
        let at = |count| {
            let mut plan = with_group(|_| {});
            change!(plan, vms, "mbx-2", vm => vm.count = count);
            found(&plan).len()
        };
        assert_eq!((at(15), at(16)), (0, 1));
    }
}
